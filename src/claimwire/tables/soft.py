"""Soft labels of a corpus in a file, beside its adjudicated claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..adjudication import soft_labels
from ..corpus.atomic import write_text
from ..corpus.corpus import Records
from ..corpus.records import canonical_json
from ..errors import ClaimwireError
from ..schema.vocab import AnnotatorKind
from .parquet import write_table
from .rows import Row, soft_label_row


def soft_label_rows(records: Records, kind_of: Mapping[str, AnnotatorKind]) -> list[Row]:
    """Return the rows of the config `soft_labels` for some records, article by article.

    `kind_of` has the kind of each annotator by id. Raises `ClaimwireError` if a layer's annotator is not in it.
    """
    unknown = sorted({layer.annotator_id for layer in records.layers.values()} - set(kind_of))
    if unknown:
        raise ClaimwireError(f"annotations/annotators.jsonl does not say what {unknown[0]} is; add a line that does")
    return [
        soft_label_row(article, label)
        for article_id, article in records.articles.items()
        for label in soft_labels(
            article, records.layers_of_article[article_id], records.adjudications_of_article[article_id], kind_of
        )
    ]


def write_soft_labels(path: Path, rows: Sequence[Row]) -> None:
    """Write rows of soft labels as Parquet or as JSON Lines, by the suffix of the file's name.

    Raises `ClaimwireError` if the suffix is another.
    """
    if path.suffix == ".parquet":
        write_table("soft_labels", list(rows), path)
    elif path.suffix == ".jsonl":
        write_text(path, "".join(canonical_json(row) + "\n" for row in rows))
    else:
        raise ClaimwireError(f"{path}: soft labels are written as .jsonl or .parquet; use one of these suffixes")
