"""Refusing a change of a corpus that would bring problems into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..corpus.stream import CorpusStream
from ..corpus.transaction import CorpusChange, Guard
from ..corpus.workspace import Workspace
from ..errors import RecordError
from ..garbage import collection_paused
from .context import Context
from .findings import Problem
from .registry import CHECKS
from .runner import findings, problems
from .survey import load

WRITTEN = 3
"""The level of checks that records must pass to be written; what those above ask for comes with later steps."""

HELD = 2000
"""Articles whose records are held from the reading of all files to their check; those of more are read twice."""

SHOWN = 10
"""Problems that a refusal shows."""


@dataclass(frozen=True)
class NewProblem:
    """A problem that a change would bring, and the article it is in; None if it is in what articles share."""

    problem: Problem
    article_id: str | None


class NewProblemsError(RecordError):
    """A change of a corpus would bring problems into it; `problems` has them all."""

    def __init__(self, problems: Sequence[NewProblem], place: str) -> None:
        self.problems = problems
        shown = "".join(f"\n  {new.problem}" for new in problems[:SHOWN])
        more = f"\n  and {len(problems) - SHOWN} more" if problems[SHOWN:] else ""
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"nothing was written, because it would bring {count} into {place}:{shown}{more}")


def guard_of(workspace: Workspace, texts: Mapping[str, str] | None = None) -> Guard:
    """Return what refuses a change that brings problems of levels 1 to 3 into a corpus of a repository.

    Looked at are the records that change, what else belongs to their articles, and what articles share. Problems that
    are there already are no reason to refuse. `texts` adds texts by article id that the records do not hold; it is read
    when the change is made. It raises `NewProblemsError`, which names the first problems.
    """

    def guard(change: CorpusChange) -> None:
        after = _problems(workspace, change, change.after, texts)
        if not after:
            return
        before = Counter(map(_key, _problems(workspace, change, change.folder, texts)))
        new = []
        named, own = workspace.shown(change.after), workspace.shown(change.folder)
        for found in after:
            before[_key(found)] -= 1
            if before[_key(found)] < 0:
                problem = found.problem
                moved = replace(
                    problem, path=problem.path.replace(named, own), message=problem.message.replace(named, own)
                )
                new.append(replace(found, problem=moved))
        if new:
            raise NewProblemsError(new, own)

    return guard


def _key(new: NewProblem) -> tuple[str, str | None, str | None, str]:
    problem = new.problem
    return problem.check_id, problem.kind, problem.record_id, problem.message


@collection_paused()
def _problems(
    workspace: Workspace, change: CorpusChange, folder: Path, texts: Mapping[str, str] | None
) -> list[NewProblem]:
    """Return the problems with a corpus in a folder: in what articles share, and in the articles of a change.

    The form of lines is looked at in the files that change: in the others it stays as it is.
    """
    checks = [check for check in CHECKS if check.level <= WRITTEN]
    ordered = sorted(change.articles)
    source = CorpusStream(folder, kept=frozenset(ordered[:HELD]))
    with load(workspace, [source], texts, {folder / name for name in change.files}) as repository:
        found = []
        for article_id in (None, *ordered):
            corpora = repository.shared if article_id is None else [source.slice(article_id)]
            context = Context(repository, corpora, is_shared=article_id is None)
            new = problems(repository, findings(checks, context), [source.info.corpus_id])
            found += [NewProblem(problem, article_id) for problem in new]
        return found
