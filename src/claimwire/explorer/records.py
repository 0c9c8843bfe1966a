"""Records made again of the rows of a release, for the rooms that compute with records: conflicts, sourcing, texts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..corpus.corpus import Corpus
from ..corpus.records import validation_messages
from ..errors import ReleaseError
from ..schema import LABELS, Article, ClaimBase, CorpusInfo, Event, Link, Outlet
from ..schema.fields import shapes
from ..tables.row import Row
from .rows import ExplorerRows

M = TypeVar("M", bound=BaseModel)

MODEL_OF = {declaration.label.value: declaration.model for declaration in LABELS}

NOT_TOLD = "The tables of a release do not tell."


def record_of(model: type[M], row: Row) -> M:
    """Return the record that a row was made of; a record within it, flattened in the row, is put together again.

    Raises `ReleaseError` if the row is no record of that model.
    """
    values = dict(_values(model, row))
    try:
        return model.model_validate_json(json.dumps(values, default=_plain))
    except ValidationError as error:
        known = next((str(value) for name, value in row.items() if name.endswith("_id")), "")
        raise ReleaseError(f"a row is no {model.__name__} ({known}): {validation_messages(error)}") from error


def claim_of_row(row: Row) -> ClaimBase:
    """Return the claim of a row; raises `ReleaseError` if it is none."""
    return record_of(MODEL_OF[row["label"]], row)


def corpora_of(rows: ExplorerRows) -> list[Corpus]:
    """Return the corpora of a release with their articles, adjudicated claims, events and links.

    What a row does not tell of a corpus is filled with a sentence that says so: nothing of it is shown.
    Raises `ReleaseError` if a row is no record.
    """
    articles: dict[str, list[Row]] = defaultdict(list)
    for row in rows.articles.values():
        articles[row["corpus_id"]].append(row)
    events = [record_of(Event, row) for row in rows.events]
    links: dict[str, list[Link]] = defaultdict(list)
    home = {claim["claim_id"]: claim["corpus_id"] for own in rows.claims.values() for claim in own}
    for row in rows.links:
        corpus_id = next((home[claim_id] for claim_id in row["claim_ids"] if claim_id in home), "")
        links[corpus_id].append(record_of(Link, row))
    return [
        Corpus.of(
            _info(corpus_id, own, rows.manifest.schema_version),
            Path(corpus_id),
            articles=[record_of(Article, row) for row in own],
            claims=[claim_of_row(claim) for row in own for claim in rows.claims.get(row["article_id"], ())],
            events=events,
            links=links[corpus_id],
        )
        for corpus_id, own in articles.items()
    ]


def outlets_of(articles: Iterable[Row]) -> dict[str, Outlet]:
    """Return the outlets of some articles by id, as far as the rows of articles tell of them."""
    found = {}
    for row in articles:
        if row["outlet_id"] not in found:
            values = {name.removeprefix("outlet_"): row[name] for name in row if name.startswith("outlet_")}
            found[row["outlet_id"]] = record_of(
                Outlet,
                {
                    **values,
                    "outlet_id": row["outlet_id"],
                    "language": row["language"],
                    "domain": NOT_TOLD,
                    "licence": row["text_licence"],
                    "text_redistributable": row["text_redistributable"],
                },
            )
    return found


def _info(corpus_id: str, articles: list[Row], schema_version: str) -> CorpusInfo:
    first = articles[0]
    told: Mapping[str, Any] = {name: first[name] for name in ("language", "text_origin", "unit", "recipe")}
    unknown = dict.fromkeys(("title", "description", "annotation_licence", "not_checked"), NOT_TOLD)
    licences = {name: first[name] for name in ("text_redistributable", "text_licence")}
    versions = {"schema_version": schema_version, "guideline_version": "0.0.0"}
    return record_of(CorpusInfo, {**told, **unknown, **licences, **versions, "corpus_id": corpus_id})


def _values(model: type[BaseModel], row: Row) -> Iterable[tuple[str, Any]]:
    for shape in shapes(model):
        if shape.record is not None and not shape.many:
            inner = {
                part: row[f"{shape.name}_{part}"] for part in shape.record.model_fields if f"{shape.name}_{part}" in row
            }
            if any(value not in (None, []) for value in inner.values()):
                yield shape.name, {part: value for part, value in inner.items() if value is not None}
        elif shape.name in row and (row[shape.name] is not None or model.model_fields[shape.name].is_required()):
            yield shape.name, row[shape.name]


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is not a value of a row")
