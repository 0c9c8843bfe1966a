"""Showing claims: as rows for a table, as coloured text, and as offsets into raw documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..ingest.article import raw_offset
from ..schema import LABELS, SPAN_SLOTS, Article, ClaimBase, Span, slot_names, span_slots
from ..schema.fields import shapes


@dataclass(frozen=True)
class StyledSpan:
    """A span and the rich style it is shown in."""

    span: Span
    style: str


def styled_spans(claims: Sequence[ClaimBase]) -> list[StyledSpan]:
    """Return what to colour in an article's text: claims in their label's colour, slots after all of them."""
    colors = {declaration.label: declaration.color for declaration in LABELS}
    styled = [StyledSpan(span, colors[claim.label]) for claim in claims for span in claim.spans]
    for claim in claims:
        for slot in SPAN_SLOTS:
            if slot.style is not None:
                styled += [StyledSpan(span, slot.style) for span in getattr(claim, slot.field, ())]
    return styled


@dataclass(frozen=True)
class TextMark:
    """Something to be put into a text at an offset in code points: where a claim begins or ends."""

    offset: int
    mark: str
    opens: bool
    name: str


def text_marks(claims: Mapping[str, ClaimBase]) -> list[TextMark]:
    """Return brackets around the pieces of claims, in the order in which they are put into the text: `[c01 words]`.

    `claims` are by the names to be shown. A bracket that closes another claim than the one opened last has its name.
    """
    numbered = enumerate(claims.items())
    pieces = [(span.start, -span.end, number, name) for number, (name, claim) in numbered for span in claim.spans]
    marks: list[TextMark] = []
    opened: list[tuple[int, str]] = []

    def close(until: int | None) -> None:
        while opened and (until is None or min(opened)[0] <= until):
            end = min(opened)[0]
            place = max(place for place, item in enumerate(opened) if item[0] == end)
            _, name = opened.pop(place)
            marks.append(TextMark(end, "]" if place == len(opened) else f"]{name}", False, name))

    for start, minus_end, _, name in sorted(pieces):
        close(start)
        marks.append(TextMark(start, f"[{name} ", True, name))
        opened.append((-minus_end, name))
    close(None)
    return marks


def marked(text: str, marks: Sequence[TextMark], start: int, end: int) -> Iterator[str]:
    """Yield a range of a text in pieces, with the marks that are in it between them."""
    for place in between_marks(marks, start, end):
        yield place.mark if isinstance(place, TextMark) else text[place]


def between_marks(marks: Sequence[TextMark], start: int, end: int) -> Iterator[slice | TextMark]:
    """Yield a range of a text as slices, with the marks that are in it between them."""
    at = start
    for mark in marks:
        if start <= mark.offset < end if mark.opens else start < mark.offset <= end:
            yield slice(at, mark.offset)
            yield mark
            at = mark.offset
    yield slice(at, end)


def numbered_pieces(article: Article) -> Iterator[tuple[int | None, int, int]]:
    """Yield the ranges of an article's text: every sentence with its number, and without one what is between them."""
    text, at = article.text or "", 0
    for number, sentence in enumerate(article.sentences):
        yield from _between(text, at, sentence.start)
        yield number, sentence.start, sentence.end
        at = sentence.end
    yield from _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[None, int, int]]:
    """Yield a range of a text without the white space around it, if it has anything else."""
    words = text[start:end].strip()
    if words:
        first = text.index(words, start)
        yield None, first, first + len(words)


def slot_summary(claim: ClaimBase) -> str:
    """Return the slots of a claim's label in one line: names and values, without spans and what no line has to say."""
    own = slot_names(type(claim))
    return "; ".join(f"{name.replace('_', ' ')}: {words}" for name, words in slot_values(claim) if name in own)


def slot_values(claim: ClaimBase) -> list[tuple[str, str]]:
    """Return the fields of a claim that somebody gave a value, and the value in words; spans and ids of its own not."""
    model = type(claim)
    values = []
    for shape in shapes(model):
        value = getattr(claim, shape.name)
        if value == model.model_fields[shape.name].default or shape.shape == "spans" or shape.name in _NO_SLOTS:
            continue
        values.append((shape.name, ", ".join(str(v) for v in value) if shape.many else str(value)))
    return values


_NO_SLOTS = frozenset({"claim_id", "article_id", "label", "statement", "review"})
"""Fields of every claim that are no slot: what it is, what it says, and what evidence says of it."""


def place(claim: ClaimBase, slot: str = "spans") -> str:
    """Return where a claim, or a slot of spans, is in the text, as offsets of its pieces in code points."""
    return " + ".join(f"{span.start}-{span.end}" for span in getattr(claim, slot))


@dataclass(frozen=True)
class CopyFile:
    """A file that is not the recorded document of an article, but a copy of its words."""

    document: str
    sha256: str


def offsets_json(claim: ClaimBase, article: Article, *, raw: bool, copy: CopyFile | None = None) -> dict[str, Any]:
    """Return a claim's label and spans, with those of its slots, without any text.

    Offsets are code points of the article's text; with `raw`, of its raw document. With `copy`, they are offsets in
    that file, which is named with its hash in place of the recorded document.
    """
    result: dict[str, Any] = {"document": article.document}
    if copy is not None:
        result = {"document": copy.document, "document_sha256": copy.sha256, "copy": True}
    result |= {
        "article_id": article.article_id,
        "claim_id": claim.claim_id,
        "label": claim.label.value,
        "offsets": "raw" if raw else "text",
    }
    for slot in span_slots(type(claim)):
        spans = [raw_span(article, span) if raw else span for span in getattr(claim, slot)]
        result[slot] = [{"start": span.start, "end": span.end} for span in spans]
    return result


def claim_json(
    claim: ClaimBase, article: Article, text: str | None, *, raw: bool, copy: CopyFile | None = None
) -> dict[str, Any]:
    """Return the whole record of a claim with what `offsets_json` tells, and its words if there is a text.

    Offsets in spans are those of `offsets_json`; `text` is that of the record, whatever the offsets count in.
    """
    record = claim.model_dump(mode="json") | offsets_json(claim, article, raw=raw, copy=copy)
    if text is not None:
        spans = {slot: getattr(claim, slot) for slot in span_slots(type(claim))}
        record["quotes"] = {slot: [span.of(text) for span in own] for slot, own in spans.items() if own}
    return record


def raw_span(article: Article, span: Span) -> Span:
    """Return where a span of the article's text is in its raw document."""
    return Span(start=raw_offset(article, span.start), end=raw_offset(article, span.end, end=True))
