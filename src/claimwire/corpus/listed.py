"""A corpus held against the lists of its repository: lines with a value that is not listed are faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ..schema import Annotation, ClaimBase, Event, Questions, Unlisted
from .corpus import Corpus
from .records import Fault, Located

TABLES_WITH_LISTS = ("claims", "annotations", "events")
"""The tables whose records, or claims in them, have values of open lists."""


def unlisted_in(record: BaseModel, questions: Questions) -> Iterator[tuple[str, Unlisted]]:
    """Yield the values of a record, or of a layer's claims, that are not listed, each with the id of whose it is."""
    for part in record.claims if isinstance(record, Annotation) else (record,):
        for unlisted in questions.unlisted(part):
            yield _id_of(part), unlisted


def without_unlisted(corpus: Corpus, questions: Questions) -> Corpus:
    """Return a corpus without the records that have a value that is not listed; their lines are among its faults."""
    faults: list[Fault] = []
    tables: dict[str, list[Located[Any]]] = {}
    for name in TABLES_WITH_LISTS:
        kept = tables[name] = []
        for row in corpus.rows.of(name):
            found = next(unlisted_in(row.record, questions), None)
            if found is None:
                kept.append(row)
            else:
                faults.append(Fault(row.path, row.line, f"{found[0]}: {found[1]}"))
    if not faults:
        return corpus
    return Corpus(corpus.info, corpus.folder, corpus.with_rows(**tables).rows, (*corpus.faults, *faults))


def _id_of(record: BaseModel) -> str:
    if isinstance(record, ClaimBase):
        return record.claim_id
    return record.event_id if isinstance(record, Event) else ""
