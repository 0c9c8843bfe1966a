"""Refusing a change of a corpus that would bring problems into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from ..corpus.transaction import CorpusChange, Guard
from ..corpus.workspace import Workspace
from ..errors import RecordError
from .context import Context
from .findings import Problem
from .registry import CHECKS
from .runner import findings, problems
from .survey import load

WRITTEN = 3
"""The level of checks that records must pass to be written; what those above ask for comes with later steps."""

SHOWN = 10
"""Problems that a refusal shows."""


def guard_of(workspace: Workspace, texts: Mapping[str, str] | None = None) -> Guard:
    """Return what refuses a change that brings problems of levels 1 to 3 into a corpus of a repository.

    Looked at are the records that change, what else belongs to their articles, and what articles share. Problems that
    are there already are no reason to refuse. `texts` adds texts by article id that the records do not hold; it is read
    when the change is made. It raises `RecordError`, naming the first problems.
    """

    def guard(change: CorpusChange) -> None:
        after = _problems(workspace, change.after, change.articles, texts)
        if not after:
            return
        before = Counter(map(_key, _problems(workspace, change.folder, change.articles, texts)))
        new = []
        for problem in after:
            before[_key(problem)] -= 1
            if before[_key(problem)] < 0:
                new.append(problem)
        if new:
            named, own = workspace.shown(change.after), workspace.shown(change.folder)
            shown = "".join(f"\n  {problem}".replace(named, own) for problem in new[:SHOWN])
            more = f"\n  and {len(new) - SHOWN} more" if new[SHOWN:] else ""
            count = "a problem" if len(new) == 1 else f"{len(new)} problems"
            raise RecordError(f"nothing was written, for it would bring {count} into {own}:{shown}{more}")

    return guard


def _key(problem: Problem) -> tuple[str, str | None, str | None, str]:
    return problem.check_id, problem.kind, problem.record_id, problem.message


def _problems(
    workspace: Workspace, folder: Path, articles: Collection[str], texts: Mapping[str, str] | None
) -> list[Problem]:
    """Return the problems with a corpus in a folder: in what articles share, and in some of its articles."""
    checks = [check for check in CHECKS if check.level <= WRITTEN]
    with load(workspace, [folder], texts) as repository:
        found = list(findings(checks, Context(repository, repository.shared, is_shared=True)))
        (source,) = (source for source in repository.sources if source.folder == folder)
        for article_id in sorted(articles):
            found += findings(checks, Context(repository, [source.slice(article_id)], is_shared=False))
        return problems(repository, found, [source.info.corpus_id])
