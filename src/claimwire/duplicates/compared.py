"""What was found when the texts of stand-off articles were at hand, kept for when they are not.

`dataset/text_duplicates.jsonl` has a line for every stand-off article that was compared, with the articles it shares
text with. It says nothing of the words themselves: hashes by which texts could be compared without them would, beside
the anchors, say more about a text than may be given away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import Field, TypeAdapter

from ..corpus.records import Fault, Located, read_jsonl, scan_jsonl, write_jsonl
from ..corpus.workspace import Workspace
from ..schema.base import Id, Record, Sha256
from .model import Basis, Duplicate, HasText, Kind

COMPARISON = "five-word-shingles/1"
"""Name and version of the way of comparing; what another one found is not used."""

DIGITS = 4
"""Decimal places of a share that are kept."""


class SharedText(Record):
    """An article that shares text with the one compared."""

    article_id: Id = Field(description="the other article")
    text_sha256: Sha256 = Field(description="SHA-256 of its text when they were compared")
    kind: Kind = Field(description="how far the two are the same")
    share: float = Field(ge=0, le=1, description="share of the shorter text's shingles that both have")


class Compared(Record):
    """A stand-off article that was compared with all texts at hand: a line of `dataset/text_duplicates.jsonl`."""

    article_id: Id = Field(description="the article")
    text_sha256: Sha256 = Field(description="SHA-256 of its text when it was compared")
    recipe: str = Field(pattern=r"^[a-z0-9-]+/[0-9]+$", description="name and version of the way of comparing")
    duplicates: tuple[SharedText, ...] = Field(description="the articles it shares text with, by id")


COMPARED: TypeAdapter[Compared] = TypeAdapter(Compared)


def compared_file(workspace: Workspace) -> Path:
    """Return the place of what was found."""
    return workspace.dataset / "text_duplicates.jsonl"


def scan_compared(workspace: Workspace) -> tuple[list[Located[Compared]], list[Fault]]:
    """Return all that was found with its places, and the faulty lines of the file."""
    path = compared_file(workspace)
    return scan_jsonl(path, COMPARED) if path.is_file() else ([], [])


def read_compared(workspace: Workspace) -> list[Compared]:
    """Return what was found, by article; raises `RecordError` where a line is faulty."""
    path = compared_file(workspace)
    return [item.record for item in read_jsonl(path, COMPARED)] if path.is_file() else []


def current(articles: Mapping[str, HasText], held: Iterable[Compared]) -> dict[str, Compared]:
    """Return what was found of the texts that the articles have now, in the way of comparing of now, by article id."""
    return {
        item.article_id: item
        for item in held
        if item.recipe == COMPARISON and _has(articles, item.article_id, item.text_sha256)
    }


def recorded(articles: Mapping[str, HasText], held: Iterable[Compared]) -> Iterator[Duplicate]:
    """Yield the duplicates that were found among articles, each pair once or twice."""
    for item in current(articles, held).values():
        for other in item.duplicates:
            if _has(articles, other.article_id, other.text_sha256):
                one, two = sorted((item.article_id, other.article_id))
                yield Duplicate(Basis.TEXT, other.kind, other.share, (one, two), recorded=True)


def compared(article_ids: Iterable[str], articles: Mapping[str, HasText], found: Iterable[Duplicate]) -> list[Compared]:
    """Return the lines of some articles: what was found among all, by text, now or earlier."""
    others: dict[str, list[SharedText]] = defaultdict(list)
    for item in found:
        if item.basis is Basis.TEXT:
            for one, other in (item.article_ids, item.article_ids[::-1]):
                text = articles[other].text_sha256
                share = round(item.share, DIGITS)
                others[one].append(SharedText(article_id=other, text_sha256=text, kind=item.kind, share=share))
    return [
        Compared(
            article_id=article_id,
            text_sha256=articles[article_id].text_sha256,
            recipe=COMPARISON,
            duplicates=tuple(sorted(others[article_id], key=lambda other: other.article_id)),
        )
        for article_id in sorted(article_ids)
    ]


def write_compared(workspace: Workspace, made: Iterable[Compared]) -> None:
    """Write lines beside those that are there, in place of older ones of the same articles, by article id."""
    lines = {item.article_id: item for item in [*read_compared(workspace), *made]}
    write_jsonl(compared_file(workspace), (lines[article_id] for article_id in sorted(lines)))


def _has(articles: Mapping[str, HasText], article_id: str, text_sha256: str) -> bool:
    return article_id in articles and articles[article_id].text_sha256 == text_sha256
