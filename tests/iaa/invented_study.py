"""Small studies for tests: documents of a given length, layers written as tuples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimwire.iaa import Mark, Study, StudyDocument
from claimwire.iaa.study import SPANS
from claimwire.pieces import merge_pieces
from claimwire.schema import Annotator
from claimwire.schema.vocab import AnnotatorKind

STATEMENT, BACKGROUND, FIGURE = "attributed_statement", "historical_background", "casualty_figure"


def annotator(name: str, kind: AnnotatorKind = AnnotatorKind.HUMAN) -> Annotator:
    return Annotator(annotator_id=name, annotator_kind=kind, description="invented for a test")


def mark(
    name: str, label: str, *spans: tuple[int, int], slots: Mapping[str, Any] | None = None, **parts: Iterable[Any]
) -> Mark:
    pieces = {SPANS: merge_pieces(spans)} | {slot: merge_pieces(own) for slot, own in parts.items()}
    return Mark(name, label, pieces, slots or {})


def sentences(length: int, every: int) -> tuple[tuple[int, int], ...]:
    return tuple((at, min(at + every - 1, length)) for at in range(0, length, every))


def study(
    layers: Mapping[str, Mapping[str, Sequence[Mark]]],
    length: int = 100,
    kinds: Mapping[str, AnnotatorKind] | None = None,
    tokens: tuple[tuple[int, int], ...] | None = None,
) -> Study:
    """Return a study; `layers` has the marks by annotator and document, documents have sentences of ten places."""
    ids = sorted({document for own in layers.values() for document in own})
    return Study(
        name="invented",
        documents=tuple(StudyDocument(name, length, sentences(length, 10), tokens) for name in ids),
        annotators=tuple(annotator(name, (kinds or {}).get(name, AnnotatorKind.HUMAN)) for name in layers),
        layers={name: {key: tuple(marks) for key, marks in own.items()} for name, own in layers.items()},
    )
