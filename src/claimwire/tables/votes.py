"""Soft labels as rows: how many annotators of a kind say what, of each decision and of each sentence.

Annotators of different kinds are never counted together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from ..adjudication import SoftLabel, soft_labels
from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus, Records
from ..corpus.records import canonical_json
from ..errors import ClaimwireError
from ..schema import Annotation, Article
from ..schema.vocab import AnnotatorKind
from .parquet import write_table
from .row import Row, Surroundings, kinds_of


def soft_label_rows(records: Records, kind_of: Mapping[str, AnnotatorKind]) -> Iterator[Row]:
    """Yield the rows of the table `soft_labels` for some records, article by article.

    `kind_of` has the kind of each annotator by id. Raises `ClaimwireError` if a layer's annotator is not in it.
    """
    unknown = sorted({layer.annotator_id for layer in records.layers.values()} - set(kind_of))
    if unknown:
        raise ClaimwireError(f"annotations/annotators.jsonl does not say what {unknown[0]} is; add a line that does")
    for article_id, article in records.articles.items():
        layers, decisions = records.layers_of_article[article_id], records.adjudications_of_article[article_id]
        found = (label for label in soft_labels(article, layers, decisions, kind_of) if label.sentence is None)
        for _, labels in groupby(found, key=lambda label: (label.adjudication_id, label.annotator_kind)):
            yield _row(article, list(labels))


def _row(article: Article, labels: Sequence[SoftLabel]) -> Row:
    """Return the row of the soft labels of a decision by annotators of one kind."""
    return {
        "corpus_id": article.corpus_id,
        "article_id": article.article_id,
        "adjudication_id": labels[0].adjudication_id,
        "claim_id": labels[0].claim_id,
        "annotator_kind": labels[0].annotator_kind.value,
        "votes": [
            {
                "field": label.field,
                "value": label.value,
                "votes": label.votes,
                "voters": label.voters,
                "share": label.share,
                "annotator_ids": list(label.annotator_ids),
            }
            for label in labels
        ],
    }


def soft_rows_of_article(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the rows of the table `soft_labels` for the corpus of one article."""
    yield from soft_label_rows(corpus, kinds_of(surroundings))


def sentence_votes(
    article: Article, layers: Sequence[Annotation], kind_of: Mapping[str, AnnotatorKind]
) -> dict[int, list[Row]]:
    """Return by the number of a sentence how many annotators of each kind give it each label, as rows hold it."""
    found: dict[int, list[Row]] = {}
    for label in soft_labels(article, layers, (), kind_of):
        if label.sentence is not None:
            found.setdefault(label.sentence, []).append(
                {
                    "annotator_kind": label.annotator_kind.value,
                    "label": label.value,
                    "votes": label.votes,
                    "voters": label.voters,
                }
            )
    return found


def write_soft_labels(path: Path, rows: Sequence[Row]) -> None:
    """Write rows of soft labels as Parquet or as JSON Lines, by the suffix of the file's name.

    Raises `ClaimwireError` if the suffix is another.
    """
    if path.suffix == ".parquet":
        write_table("soft_labels", rows, path)
    elif path.suffix == ".jsonl":
        write_text(path, "".join(canonical_json(row) + "\n" for row in rows))
    else:
        raise ClaimwireError(f"{path}: soft labels are written as .jsonl or .parquet; use one of these suffixes")
