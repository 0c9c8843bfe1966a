"""The sentences of a build with their labels, and those of others' files that a model is measured on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from claimwire.baselines.contract import SentenceRow
from claimwire.errors import BaselineError
from claimwire.ranges import Flags
from claimwire.schema.vocab import Answer, Label, QuantityForm
from claimwire.scoreboard.others import LABELS, OtherFile, OtherRow, plain, read_other_file, words_of

BACKGROUND, CASUALTY = LABELS.index(Label.HISTORICAL_BACKGROUND), LABELS.index(Label.CASUALTY_FIGURE)


@dataclass(frozen=True)
class OwnRow:
    """A sentence of a build: its text, where it comes from, and whether it has each label as it is measured."""

    text: str
    article: str
    corpus: str
    outlet: str
    labels: tuple[bool, ...]


def read_split(build: Path, split: str) -> tuple[list[OwnRow], int]:
    """Return the sentences of a split that have a text, and how many have none.

    Casualty counts only figures with a quantity, background only what is not known to be younger than two months: by
    the columns `casualty_counted` and `older_than_two_months` if the build has them, else by its claims.
    Raises `BaselineError` if the folder is no build.
    """
    rows = _table(build, "sentences", split)
    counted, old = _by_claims(build, split) if rows and "casualty_counted" not in rows[0] else (set(), set())
    found = []
    for row in rows:
        if row["text"] is not None:
            labels = [bool(row[label]) for label in LABELS]
            if "casualty_counted" in row:
                labels[CASUALTY] = bool(row["casualty_counted"])
                labels[BACKGROUND] = labels[BACKGROUND] and _answer(row["older_than_two_months"]) != Answer.NO
            else:
                labels[CASUALTY], labels[BACKGROUND] = row["sentence_id"] in counted, row["sentence_id"] in old
            found.append(OwnRow(row["text"], row["article_id"], row["corpus_id"], row["outlet_id"], tuple(labels)))
    return found, len(rows) - len(found)


def _by_claims(build: Path, split: str) -> tuple[set[str], set[str]]:
    """Return the ids of the sentences with a counted figure, and with background that is not known to be young."""
    counted: set[str] = set()
    old: set[str] = set()
    for claim in _table(build, "claims", split):
        label = LABELS[claim["label"]]
        if label == Label.CASUALTY_FIGURE and claim["quantity_form"] is not None:
            if QuantityForm.names()[claim["quantity_form"]] != QuantityForm.NONE:
                counted |= set(claim["sentence_ids"])
        elif label == Label.HISTORICAL_BACKGROUND and _answer(claim["older_than_two_months"]) != Answer.NO:
            old |= set(claim["sentence_ids"])
    return counted, old


def _answer(value: int | str | None) -> str | None:
    """Return an answer that is written as its name or as its class number."""
    return Answer.names()[value] if isinstance(value, int) else value


def _table(build: Path, config: str, split: str) -> list[dict[str, Any]]:
    paths = sorted((build / config).glob(f"{split}-*.parquet"))
    if not paths and not (build / config).is_dir():
        raise BaselineError(f"{build} is no build: it has no folder {config}; make one with `claimwire build`")
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


def read_others(folder: Path) -> list[OtherFile]:
    """Return the `*.jsonl` files of a folder; raises `BaselineError` if there is none, or as `read_other_file` does."""
    files = [read_other_file(path) for path in sorted(folder.glob("*.jsonl"))]
    if not files:
        raise BaselineError(f"{folder} has no *.jsonl with sentences to measure on")
    return files


def without_those_in(rows: Sequence[OwnRow], others: Iterable[OtherFile]) -> tuple[list[OwnRow], int]:
    """Return the rows whose words are not those of a row that is measured on, and how many were left out."""
    known = words_of(others)
    kept = [row for row in rows if plain(row.text) not in known]
    return kept, len(rows) - len(kept)


def sentence_rows(rows: Iterable[OwnRow | OtherRow]) -> list[SentenceRow]:
    """Return rows as a classifier takes them, without neighbours: others' files have none."""
    return [SentenceRow(row.text) for row in rows]


def label_flags(rows: Sequence[OwnRow]) -> Flags:
    """Return the labels of rows of a build: a row per sentence, a column per label."""
    return np.array([row.labels for row in rows], dtype=bool).reshape(len(rows), len(LABELS))


def sources_of(rows: Collection[OwnRow]) -> dict[str, tuple[str, str | None]]:
    """Return the sources to be left out, one at a time, as corpus and outlet.

    Those are the corpora where rows are of several, and the outlets that are not all of their corpus.
    """
    outlets: dict[str, set[str]] = {}
    for row in rows:
        outlets.setdefault(row.corpus, set()).add(row.outlet)
    found: dict[str, tuple[str, str | None]] = {}
    for corpus in sorted(outlets):
        if len(outlets) > 1:
            found[corpus] = (corpus, None)
        if len(outlets[corpus]) > 1:
            found |= {f"{corpus}/{outlet}": (corpus, outlet) for outlet in sorted(outlets[corpus])}
    return found


def is_of(row: OwnRow, source: tuple[str, str | None]) -> bool:
    """Return whether a row is of a source."""
    return row.corpus == source[0] and source[1] in (None, row.outlet)
