"""The articles of a built release with their adjudicated claims, as models learn from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..baselines.contract import LabelledArticle
from ..errors import ReleaseError
from ..schema import CLAIM_ADAPTER, LABELS, Article, ClaimBase
from ..schema.article import Publication
from ..schema.vocab import Split
from ..tables.columns import STANDOFF
from ..tables.parquet import iter_rows
from ..tables.row import Row
from .manifest import read_manifest
from .published import table_file

PUBLICATION = "publication_"


def labelled_articles(folder: Path, split: Split) -> list[LabelledArticle]:
    """Return the articles of a split that have a text and sentences, with their claims, in the order of the tables.

    What repeats an earlier text has no sentences in a release, and is left out. Raises `ReleaseError` if the folder
    holds no release, lacks a table, or has no article with a text in that split.
    """
    counted = {row["article_id"] for row in _rows(folder, "sentences", split)}
    claims: dict[str, list[ClaimBase]] = {}
    for row in _rows(folder, "claims", split):
        claims.setdefault(row["article_id"], []).append(_claim(row))
    found = [
        LabelledArticle(_article(row), tuple(claims.get(row["article_id"], ())))
        for row in _rows(folder, "articles", split)
        if row["text"] is not None and row["article_id"] in counted
    ]
    if not found:
        raise ReleaseError(
            f"{folder} has no article with a text in the split {split}; build one with your copies of the texts "
            "(`claimwire build --hydrated`)"
        )
    return found


def held_out_of(folder: Path) -> frozenset[str]:
    """Return the ids of a release's articles in another split than train, and the SHA-256 of their texts.

    Also of those whose text the release does not have. Raises `ReleaseError` if the folder holds no release.
    """
    manifest = read_manifest(folder)
    files = [table for table in manifest.tables if _is_of_articles(table.config) and table.split is not Split.TRAIN]
    rows = (
        row for table in files for row in iter_rows(table.config, table_file(folder, table), manifest.schema_version)
    )
    return frozenset(value for row in rows for value in (row["article_id"], row.get("text_sha256")) if value)


def _is_of_articles(config: str) -> bool:
    return config.removesuffix(STANDOFF) == "articles"


def _rows(folder: Path, config: str, split: Split) -> list[Row]:
    """Return the rows of a table, of the articles whose text a release has."""
    manifest = read_manifest(folder)
    files = [table for table in manifest.tables if table.config == config and table.split is split]
    return [row for table in files for row in iter_rows(config, table_file(folder, table), manifest.schema_version)]


def _article(row: Row) -> Article:
    own: dict[str, Any] = {name: row[name] for name in Article.model_fields if name in row}
    own["publication"] = {name: row[f"{PUBLICATION}{name}"] for name in Publication.model_fields}
    return Article.model_validate_json(json.dumps(own))


def _claim(row: Row) -> ClaimBase:
    model = next(one.model for one in LABELS if one.label.value == row["label"])
    own = {name: row[name] for name in model.model_fields if row.get(name) is not None}
    return CLAIM_ADAPTER.validate_json(json.dumps(own))
