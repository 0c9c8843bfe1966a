"""What was found when the texts of stand-off articles were at hand, recorded for when they are not.

`dataset/text_duplicates.jsonl` has one line per stand-off article that was compared, with the articles it shares text
with. It says nothing of the words themselves: hashes by which texts could be compared without them would, together with
the anchors, reveal more of a text than may be published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import Field, TypeAdapter

from ..corpus.atomic import is_current
from ..corpus.lock import WAIT, locked
from ..corpus.records import read_jsonl, write_jsonl
from ..corpus.workspace import Workspace
from ..schema.base import Id, Record, Sha256
from .duplicate import Basis, Duplicate, DuplicateKind, HasText

METHOD = "five-word-shingles/1"
"""Name and version of the method of comparing; what another method found is not used."""

SHARE_DIGITS = 4
"""Decimal places of a share that are recorded."""


class SharedText(Record):
    """An article that shares text with the one compared."""

    article_id: Id = Field(description="the other article")
    text_sha256: Sha256 = Field(description="SHA-256 of its text when they were compared")
    kind: DuplicateKind = Field(description="how far the two are the same")
    share: float = Field(ge=0, le=1, description="share of the shorter text's shingles that both have")


class TextComparison(Record):
    """A stand-off article that was compared with all texts at hand: a line of `dataset/text_duplicates.jsonl`."""

    article_id: Id = Field(description="the article")
    text_sha256: Sha256 = Field(description="SHA-256 of its text when it was compared")
    recipe: str = Field(pattern=r"^[a-z0-9-]+/[0-9]+$", description="name and version of the way of comparing")
    duplicates: tuple[SharedText, ...] = Field(description="the articles it shares text with, by id")


COMPARISON_ADAPTER: TypeAdapter[TextComparison] = TypeAdapter(TextComparison)


def comparisons_file(workspace: Workspace) -> Path:
    """Return the path of the recorded comparisons, which need not exist."""
    return workspace.dataset / "text_duplicates.jsonl"


def read_comparisons(workspace: Workspace) -> list[TextComparison]:
    """Return the recorded comparisons, by article; raises `RecordError` if a line is faulty."""
    path = comparisons_file(workspace)
    return [row.record for row in read_jsonl(path, COMPARISON_ADAPTER)] if is_current(path) else []


def current_comparisons(
    articles: Mapping[str, HasText], comparisons: Iterable[TextComparison]
) -> dict[str, TextComparison]:
    """Return the comparisons, by article id, that were made by the current method of texts as the articles have now."""
    return {
        item.article_id: item
        for item in comparisons
        if item.recipe == METHOD and _has_text(articles, item.article_id, item.text_sha256)
    }


def recorded_duplicates(articles: Mapping[str, HasText], comparisons: Iterable[TextComparison]) -> Iterator[Duplicate]:
    """Yield the duplicates among articles that current comparisons recorded, each pair once or twice."""
    for item in current_comparisons(articles, comparisons).values():
        for other in item.duplicates:
            if _has_text(articles, other.article_id, other.text_sha256):
                first, second = sorted((item.article_id, other.article_id))
                yield Duplicate(Basis.TEXT, other.kind, other.share, (first, second), recorded=True)


def comparisons_of(
    article_ids: Iterable[str], articles: Mapping[str, HasText], duplicates: Iterable[Duplicate]
) -> list[TextComparison]:
    """Return the comparisons of some articles, by id, from the duplicates by text that were found among all, ever."""
    shared: dict[str, list[SharedText]] = defaultdict(list)
    for item in duplicates:
        if item.basis is Basis.TEXT:
            for one, other in (item.article_ids, item.article_ids[::-1]):
                text = articles[other].text_sha256
                share = round(item.share, SHARE_DIGITS)
                shared[one].append(SharedText(article_id=other, text_sha256=text, kind=item.kind, share=share))
    return [
        TextComparison(
            article_id=article_id,
            text_sha256=articles[article_id].text_sha256,
            recipe=METHOD,
            duplicates=tuple(sorted(shared[article_id], key=lambda other: other.article_id)),
        )
        for article_id in sorted(article_ids)
    ]


def write_comparisons(workspace: Workspace, comparisons: Iterable[TextComparison], wait: float = WAIT) -> None:
    """Record comparisons in place of older ones of the same articles; the others stay. Sorted by article id.

    Raises `RecordError` if a line of the file is faulty, `LockedError` if others write for longer than `wait` seconds.
    """
    workspace.dataset.mkdir(exist_ok=True)
    with locked(workspace.dataset, wait):
        lines = {item.article_id: item for item in [*read_comparisons(workspace), *comparisons]}
        write_jsonl(comparisons_file(workspace), (lines[article_id] for article_id in sorted(lines)))


def _has_text(articles: Mapping[str, HasText], article_id: str, text_sha256: str) -> bool:
    return article_id in articles and articles[article_id].text_sha256 == text_sha256
