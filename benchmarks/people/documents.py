"""The documents that people annotated, the seeded choice of those that are read, and the sheets of their sentences."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = 20261130

LEAST_SENTENCES: Mapping[str, int] = {
    "polnear": 240,
    "gum": 160,
    "newsdiscourse": 420,
    "humset": 220,
    "msa": 114,
    "wikievents": 16,
}
"""How many sentences of a file are read at least: whole documents at random until there are so many."""

ENRICHED = frozenset({"newsdiscourse"})
"""Files of which only documents with a positive sentence are drawn: the others would need many more for an estimate of
recall. Precision is then that of a higher share of positives than the file has."""

LABELS: Mapping[str, tuple[str, ...]] = {
    "polnear": ("attributed_statement",),
    "gum": ("attributed_statement",),
    "newsdiscourse": ("historical_background",),
    "humset": ("casualty_figure",),
    "msa": ("casualty_figure",),
    "wikievents": ("casualty_figure",),
}
"""The labels that are asked for in a file; people labelled every sentence of it for them."""


@dataclass(frozen=True)
class LabelledText:
    """A document with its sentences and, by label, the numbers of those that people gave it."""

    document_id: str
    file: str
    title: str | None
    date: str | None
    sentences: tuple[str, ...]
    positive: Mapping[str, frozenset[int]]


def read_documents(folder: Path, seed: int = SEED) -> list[LabelledText]:
    """Return the chosen documents of a folder, in the order they were drawn; needs the files of `LEAST_SENTENCES`."""
    chosen = []
    for file, least in LEAST_SENTENCES.items():
        rows = [json.loads(line) for line in (folder / f"{file}.jsonl").read_text("utf-8").splitlines()]
        texts = [labelled_text(row, file) for row in rows]
        if file in ENRICHED:
            texts = [text for text in texts if any(text.positive.values())]
        chosen += drawn(texts, least, seed)
    return chosen


def drawn(documents: Sequence[LabelledText], least: int, seed: int) -> list[LabelledText]:
    """Return documents in random order, as many as it takes for `least` sentences; all if there are not so many."""
    ordered = sorted(documents, key=lambda document: document.document_id)
    random.Random(seed).shuffle(ordered)
    taken: list[LabelledText] = []
    for document in ordered:
        if sum(len(other.sentences) for other in taken) >= least:
            break
        taken.append(document)
    return taken


def labelled_text(row: Mapping[str, Any], file: str) -> LabelledText:
    """Return a document: a sentence is positive if a span of the label has a character of it."""
    bounds: list[list[int]] = row["sentences"]
    positive = {label: frozenset(_touched(row, label)) for label in LABELS[file]}
    meta = row.get("meta") or {}
    sentences = tuple(row["text"][start:end] for start, end in bounds)
    return LabelledText(row["id"], file, meta.get("title"), meta.get("date"), sentences, positive)


def _touched(row: Mapping[str, Any], label: str) -> set[int]:
    pieces = [part for span in row["spans"] if span["label"] == label for part in _parts(span)]
    return {n for n, (start, end) in enumerate(row["sentences"]) for a, b in pieces if a < end and start < b}


def _parts(span: Mapping[str, Any]) -> list[tuple[int, int]]:
    parts = span.get("parts") or [[span["start"], span["end"]]]
    return [(part["start"], part["end"]) if isinstance(part, dict) else (part[0], part[1]) for part in parts]


def sheet(document: LabelledText) -> str:
    """Return what a reader sees of a document: which labels are asked for, title and date, numbered sentences."""
    head = [
        f"# {document.document_id}",
        f"asked: {', '.join(LABELS[document.file])}",
        f"title: {document.title or 'not known'}",
        f"published: {document.date or 'not known'}",
        "",
    ]
    lines = [f"({n}) {' '.join(sentence.split())}" for n, sentence in enumerate(document.sentences)]
    return "\n".join([*head, *lines]) + "\n"
