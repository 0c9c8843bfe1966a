"""Reading the tables of a build that gold is made of; texts are not needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..corpus.records import read_json, read_utf8
from ..corpus.workspace import CARD, MANIFEST
from ..errors import GoldError
from ..iaa.grades import grades_of_card
from ..schema.vocab import Split
from ..tables.columns import STANDOFF
from ..tables.parquet import column_names, iter_own_rows
from ..tables.row import Row
from ..versions import is_read_as_it_is
from .gold import GoldDocument

DOCUMENT_COLUMNS = (
    "article_id",
    "corpus_id",
    "outlet_id",
    "episode_id",
    "text_origin",
    "text_length",
    "sentences",
    "as_of",
    "first_text",
    "earlier_id",
    "publication_date",
)


def require_build(folder: Path) -> None:
    """Raise `GoldError` unless a folder holds a build whose records are those of this version of claimwire."""
    if not (folder / MANIFEST).is_file():
        raise GoldError(
            f"{folder} has no {MANIFEST}, so it is not a build; name the folder of a release or of `claimwire build`, "
            "or a file of lines"
        )
    manifest = read_json(folder / MANIFEST)
    version = manifest.get("schema_version") if isinstance(manifest, Mapping) else None
    if not isinstance(version, str) or not is_read_as_it_is(version):
        raise GoldError(f"{folder} is of schema {version}, which cannot be scored on; take a release of a newer schema")


def table_files(folder: Path, config: str, split: str) -> list[Path]:
    """Return the Parquet files of a split of a config, none if it has no rows."""
    return sorted((folder / config).glob(f"{split}-*.parquet"))


def table_rows(folder: Path, config: str, split: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield some columns of the rows of a split, class numbers as names.

    Raises `GoldError` if a file lacks one of the columns: it is of an older release.
    """
    for path in table_files(folder, config, split):
        missing = sorted(set(columns) - set(column_names(path)))
        if missing:
            raise GoldError(f"{path} has no column {', '.join(missing)}; take a newer release")
        yield from iter_own_rows(path, list(columns))


def splits_with(folder: Path, config: str) -> list[str]:
    """Return the splits that have rows in a config."""
    return [split for split in Split.names() if table_files(folder, config, split)]


def require_rows(folder: Path, config: str, split: str, what: str) -> None:
    """Raise `GoldError` if a split has no rows in a config; the message names the splits that have."""
    if not table_files(folder, config, split):
        others = splits_with(folder, config)
        advice = f"choose --split {' or '.join(others)}" if others else "take another build"
        raise GoldError(f"{folder} has no {what} in split {split}; {advice}")


def build_documents(folder: Path, split: str) -> dict[str, tuple[GoldDocument, Row]]:
    """Return the documents of a split by id, each with its row of `DOCUMENT_COLUMNS`."""
    require_build(folder)
    require_rows(folder, f"articles{STANDOFF}", split, "articles")
    rows = table_rows(folder, f"articles{STANDOFF}", split, DOCUMENT_COLUMNS)
    return {row["article_id"]: (_document(row), row) for row in rows}


def read_documents(folder: Path, splits: Iterable[str]) -> list[GoldDocument]:
    """Return the documents of some splits of a build, to make folds of; raises `GoldError` if a split has none."""
    return [document for split in splits for document, _ in build_documents(folder, split).values()]


def card_grades(folder: Path) -> dict[tuple[str, str], str]:
    """Return the grade of each slot by label and slot, as the card of a build gives it; none if it gives none."""
    path = folder / CARD
    return grades_of_card(read_utf8(path)) if path.is_file() else {}


def _document(row: Mapping[str, Any]) -> GoldDocument:
    return GoldDocument(
        document_id=row["article_id"],
        corpus=row["corpus_id"],
        outlet=row["outlet_id"],
        origin=row["text_origin"],
        episode=row["episode_id"],
        length=row["text_length"],
        sentences=tuple((span["start"], span["end"]) for span in row["sentences"]),
    )
