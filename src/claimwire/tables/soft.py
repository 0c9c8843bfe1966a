"""Soft labels of a corpus in a file, beside its adjudicated claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..adjudication import soft_labels
from ..corpus.atomic import write_text
from ..corpus.records import canonical_json
from ..errors import ClaimwireError
from ..schema import Adjudication, Annotation, Article
from ..schema.vocab import AnnotatorKind
from .parquet import write_table
from .rows import Row, soft_label_row


def soft_label_rows(
    articles: Iterable[Article],
    layers: Sequence[Annotation],
    adjudications: Sequence[Adjudication],
    kind_of: Mapping[str, AnnotatorKind],
) -> list[Row]:
    """Return the rows of the config `soft_labels` of some articles, in their order.

    Raises `ClaimwireError` where a layer's annotator is not described, so that its kind is not known.
    """
    unknown = sorted({layer.annotator_id for layer in layers} - set(kind_of))
    if unknown:
        raise ClaimwireError(f"annotations/annotators.jsonl does not say what {unknown[0]} is; add a line for it")
    found: list[Row] = []
    for article in articles:
        own = [layer for layer in layers if layer.article_id == article.article_id]
        decisions = [decision for decision in adjudications if decision.article_id == article.article_id]
        found += (soft_label_row(article, label) for label in soft_labels(article, own, decisions, kind_of))
    return found


def write_soft_labels(path: Path, rows: list[Row]) -> None:
    """Write rows of soft labels as Parquet or as JSON Lines, by the ending of the file's name.

    Raises `ClaimwireError` where the name ends otherwise.
    """
    if path.suffix == ".parquet":
        write_table("soft_labels", rows, path)
    elif path.suffix == ".jsonl":
        write_text(path, "".join(canonical_json(row) + "\n" for row in rows))
    else:
        raise ClaimwireError(f"{path}: soft labels are written as .jsonl or .parquet; name the file so")
