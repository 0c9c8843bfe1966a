"""Running the checks over a repository."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from ..regions import one_line
from ..schema.vocab import CorpusUnit
from .check import Check
from .context import Context, contexts
from .findings import LEVELS, Finding, Place, Problem
from .registry import CHECKS
from .repository import Repository

Found = tuple[int, Check, Finding]
"""The place of a check among the checks, the check, and what it found."""


def run(
    repository: Repository,
    checks: Iterable[Check] = CHECKS,
    level: int = max(LEVELS),
    corpora: Collection[str] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> list[Problem]:
    """Return the problems that the checks up to a level find, in the order of the checks, files and lines.

    If `corpora` names some, only problems within their folders are returned; all corpora are looked at even so, for
    ids and references go across them. `progress` is called with the number of articles done.
    """
    chosen = [check for check in checks if check.level <= level]
    found: list[Found] = []
    for number, context in enumerate(contexts(repository)):
        found += findings(chosen, context)
        progress(number)
    return problems(repository, found, corpora)


def findings(checks: Iterable[Check], context: Context) -> Iterator[Found]:
    """Yield what checks find in the records of a context."""
    for number, check in enumerate(checks):
        for finding in check.find(context):
            yield number, check, finding


def problems(repository: Repository, found: Iterable[Found], corpora: Collection[str] = ()) -> list[Problem]:
    """Return what checks found as problems, in the order of the checks, files and lines."""
    folders = [source.folder for source in repository.sources if source.info.corpus_id in corpora]
    wanted = (
        item for item in found if not corpora or any(item[2].place.path.is_relative_to(folder) for folder in folders)
    )
    ordered = sorted(wanted, key=lambda item: (item[0], *_place_order(item[2].place)))
    return [_problem(check, finding, repository) for _, check, finding in ordered]


FIRST = ("articles", "claims")
"""The tables whose problems come before those of the others: what is published before what it was made of."""


def _place_order(place: Place) -> tuple[str, int, str, int]:
    stem = place.path.stem
    rank = FIRST.index(stem) if stem in FIRST else len(FIRST)
    return str(place.path.parent), rank, str(place.path), place.line or 0


def summary(repository: Repository, count: int, extent: str, corpora: Collection[str] = ()) -> str:
    """Return one line that says how much was looked at and how many problems were found; `extent` says by what."""
    chosen = [counts for corpus_id, counts in repository.counts.items() if not corpora or corpus_id in corpora]
    counted = (
        (len(chosen), "corpus", "corpora"),
        (_units(repository, CorpusUnit.ARTICLES, corpora), "article", "articles"),
        *((items, "item", "items") for items in (_units(repository, CorpusUnit.ITEMS, corpora),) if items),
        (sum(counts["claims"] for counts in chosen), "claim", "claims"),
    )
    looked_at = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counted)
    return f"{looked_at}: {count or 'no'} problem{'' if count == 1 else 's'} {extent}"


def _units(repository: Repository, unit: CorpusUnit, corpora: Collection[str]) -> int:
    """Return how many documents there are in the corpora whose documents are of a sort."""
    of_unit = {source.info.corpus_id for source in repository.sources if source.info.unit is unit}
    chosen = of_unit & set(corpora) if corpora else of_unit
    return sum(counts["articles"] for corpus_id, counts in repository.counts.items() if corpus_id in chosen)


def _problem(check: Check, finding: Finding, repository: Repository) -> Problem:
    place = finding.place
    return Problem(
        check_id=check.check_id,
        path=repository.workspace.shown(place.path),
        line=place.line,
        kind=place.kind,
        record_id=place.record_id,
        message=one_line(finding.message),
        advice=check.advice,
    )
