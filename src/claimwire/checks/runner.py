"""Running the checks over what was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .context import Context
from .model import LEVELS, Check, Finding, Problem
from .registry import CHECKS


def run(
    context: Context,
    checks: Iterable[Check] = CHECKS,
    level: int = max(LEVELS),
    corpora: Collection[str] = (),
) -> list[Problem]:
    """Return the problems that the checks up to a level find, in the order of the checks and of the files.

    Where `corpora` names some, only problems within their folders are returned; all corpora are looked at even so,
    for ids and references go across them.
    """
    return [
        _problem(check, finding, context)
        for check in checks
        if check.level <= level
        for finding in check.find(context)
        if _wanted(finding, context, corpora)
    ]


def summary(context: Context, problems: int, extent: str, corpora: Collection[str] = ()) -> str:
    """Return one line that says how much was looked at and how many problems were found; `extent` says by what."""
    chosen = [data for data in context.corpora if not corpora or data.info.corpus_id in corpora]
    counted = (
        (len(chosen), "corpus", "corpora"),
        (sum(len(data.rows.articles) for data in chosen), "article", "articles"),
        (sum(len(data.rows.claims) for data in chosen), "claim", "claims"),
    )
    looked_at = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counted)
    found = f"{problems or 'no'} problem{'' if problems == 1 else 's'}"
    return f"{looked_at}: {found} {extent}"


def _wanted(finding: Finding, context: Context, corpora: Collection[str]) -> bool:
    folders = [data.folder for data in context.corpora if data.info.corpus_id in corpora]
    return not corpora or any(finding.place.path.is_relative_to(folder) for folder in folders)


def _problem(check: Check, finding: Finding, context: Context) -> Problem:
    place = finding.place
    return Problem(
        check_id=check.check_id,
        path=context.workspace.shown(place.path),
        line=place.line,
        kind=place.kind,
        record_id=place.record_id,
        message=finding.message,
        advice=check.advice,
    )
