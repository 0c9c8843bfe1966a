"""A changelog's draft from the changes between two releases, for an editor to shorten and explain.

A line is for the reader of the data: what is so now, what was so previously, the ids of what was corrected, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from ..regions import plain_markdown
from ..schema import ReleaseManifest
from ..schema.vocab import ChangeKind
from .added import ValueChange
from .changes import Change

MOST = 60
"""Characters of a list that a line shows; of a longer one, as many whole items as that."""


def changelog(
    found: Sequence[Change],
    new: ReleaseManifest,
    of_plan: Iterable[str] = (),
    values: Iterable[ValueChange] = (),
) -> str:
    """Return a draft of the section of CHANGELOG.md about a release, in its style.

    `of_plan` is what changed in its plan, as `plan_changes` tells it; `values` are the added values that are new, gone
    or mean something else.
    """
    head = f"## Data {new.data_version}, schema {new.schema_version}, code {new.code_version} ({new.date})"
    planned = (f"{line[0].upper()}{line[1:]}." for line in (*of_plan, *(plain_markdown(str(x)) for x in values)))
    lines = [*planned, *_whole(found), *(_line(change) for change in found if change.field is not None)]
    return "\n".join([head, "", *(f"- {line}" for line in lines or ["Nothing changed in articles and claims."])]) + "\n"


CLAIMS_OF_ARTICLE = {
    ChangeKind.ARTICLE_ADDED: ChangeKind.CLAIM_ADDED,
    ChangeKind.ARTICLE_REMOVED: ChangeKind.CLAIM_REMOVED,
}
"""What happens to all claims of an article that is new or gone."""


def folded(found: Sequence[Change]) -> list[Change]:
    """Return the changes without the claims of articles that are themselves new or gone."""
    implied = {(x.article_id, CLAIMS_OF_ARTICLE[x.change]) for x in found if x.change in CLAIMS_OF_ARTICLE}
    return [x for x in found if (x.article_id, x.change) not in implied]


def claims_of(found: Sequence[Change], article_id: str) -> str:
    """Return how many claims of an article are new or gone, in words."""
    return _number(sum(x.article_id == article_id and x.change in CLAIMS_OF_ARTICLE.values() for x in found), "claim")


def short(value: str | None) -> str:
    """Return a value (JSON) as a line shows it: of a long list the first items; no item and no number is cut."""
    if value is None:
        return "nothing"
    if not value.startswith("["):
        return value
    items = [json.dumps(item, ensure_ascii=False) for item in json.loads(value)]
    kept = sum(length <= MOST for length in accumulate(len(item) for item in items))
    if kept == len(items):
        return f"[{', '.join(items)}]"
    return f"{', '.join(items[:kept])} and {len(items) - kept} more" if kept else _number(len(items), "item")


def _whole(found: Sequence[Change]) -> Iterator[str]:
    """Yield what is new and what is gone."""
    kept = folded(found)
    for kind, said in ((ChangeKind.ARTICLE_ADDED, "New"), (ChangeKind.ARTICLE_REMOVED, "No longer there")):
        names = [f"`{x.article_id}` with {claims_of(found, x.article_id)}" for x in kept if x.change is kind]
        if names:
            yield f"{said}: {_number(len(names), 'article')}: {', '.join(names)}."
    for change in kept:
        if change.change is ChangeKind.CLAIM_ADDED:
            yield f"Claim `{change.claim_id}` is new.{_why(change)}"
        elif change.change is ChangeKind.CLAIM_REMOVED:
            yield f"Claim `{change.claim_id}` is no longer there.{_why(change)}"


def _line(change: Change) -> str:
    name = f"`{change.claim_id or change.article_id}`"
    now, was = (plain_markdown(short(value)) for value in (change.new, change.old))
    if change.change is ChangeKind.CLAIM_RELABELLED:
        return f"{name} is now {now}. Previously {was}.{_why(change)}"
    return f"{name}: `{change.field}` is now {now}. Previously {was}.{_why(change)}"


def _why(change: Change) -> str:
    return f" {plain_markdown(change.reason)}" if change.reason else ""


def _number(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
