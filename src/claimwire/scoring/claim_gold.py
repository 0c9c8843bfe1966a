"""The gold of the tasks `spans` and `slots`: the claims of each article, the grades of slots, and entities by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import GoldError, PredictionError
from ..schema import LABELS
from ..tables.columns import STANDOFF, columns_of
from ..tables.row import Row
from .built import build_documents, card_grades, splits_with, table_rows
from .claims import ArticleFound, ClaimToScore, claim_of_values, read_article_claims
from .entities import NameTable
from .gold import GoldBase, GoldDocument

LONGEST = 10**9
"""Code points that no text has."""

Claims = Mapping[str, tuple[ClaimToScore, ...]]
"""Claims by the id of their article."""


@dataclass(frozen=True)
class ClaimGold(GoldBase):
    """The claims of articles, of which each has an entry; `grades` are by label and slot, empty without a card."""

    claims: Claims = field(default_factory=dict)
    grades: Mapping[tuple[str, str], str] = field(default_factory=dict)
    entities: NameTable = field(default_factory=NameTable)


def read_claim_gold(path: Path, split: str) -> ClaimGold:
    """Return the claims of a split of a build, or of a file of lines.

    A rewritten text of which the build has no sentences is left out: it says what the first text of its item says.
    Raises `GoldError` if there is no claim, and `PredictionError` about a line that is none.
    """
    return _gold_of_build(path, split) if path.is_dir() else _gold_of_lines(path)


def _gold_of_build(folder: Path, split: str) -> ClaimGold:
    documents = build_documents(folder, split)
    with_sentences = {row["article_id"] for row in table_rows(folder, f"sentences{STANDOFF}", split, ("article_id",))}
    left_out = frozenset(
        key for key, (_, row) in documents.items() if row["earlier_id"] is not None and key not in with_sentences
    )
    kept = {key: document for key, (document, _) in documents.items() if key not in left_out}
    claims: dict[str, list[ClaimToScore]] = {key: [] for key in kept}
    for row in table_rows(folder, f"claims{STANDOFF}", split, claim_columns()):
        if row["article_id"] in claims:
            claims[row["article_id"]].append(claim_of_values(row))
    if not any(claims.values()):
        raise GoldError(f"{folder} has no claims in split {split}; choose another --split")
    again = f"{len(left_out)} rewritten texts that say what their first text says are left out"
    return ClaimGold(
        str(folder),
        split,
        kept,
        (again,) if left_out else (),
        left_out,
        claims={key: tuple(own) for key, own in claims.items()},
        grades=card_grades(folder),
        entities=NameTable(_entities(folder)),
    )


def _entities(folder: Path) -> Iterator[Row]:
    """Yield the entities of all splits: an entity that claims of several splits name has a row in one of them."""
    for split in splits_with(folder, "entities"):
        yield from table_rows(folder, "entities", split, ("entity_id", "name", "aliases", "article_id"))


def claim_columns() -> tuple[str, ...]:
    """Return the columns of claims that are scored: those of the fields of claims, and which slots were not asked."""
    fields = {name for declaration in LABELS for name in declaration.model.model_fields}
    return tuple(x.name for x in columns_of(f"claims{STANDOFF}") if x.name in {*fields, "slots_not_asked"})


def _gold_of_lines(path: Path) -> ClaimGold:
    found = read_article_claims(path)
    for own in found.values():
        require_places(own, None)
    documents = {
        key: GoldDocument(key, own.line.corpus_id, own.line.outlet_id, own.line.text_origin, own.line.episode_id)
        for key, own in found.items()
    }
    if not any(own.claims for own in found.values()):
        raise GoldError(f"{path} has no claim")
    return ClaimGold(str(path), None, documents, claims={key: own.claims for key, own in found.items()})


def read_claim_predictions(path: Path, gold: ClaimGold) -> Claims:
    """Return what a file predicts, by article.

    Raises `PredictionError` about a line that is none or a second one about its article, and about a span that is empty
    or reaches beyond the text.
    """
    found = read_article_claims(path)
    for article_id, own in found.items():
        document = gold.documents.get(article_id)
        require_places(own, None if document is None else document.length)
    return {article_id: own.claims for article_id, own in found.items()}


def require_places(found: ArticleFound, length: int | None) -> None:
    """Raise `PredictionError` about a span that is empty, or reaches beyond the text of its article, if known."""
    for number, claim in enumerate(found.claims):
        for name, value in claim.slots.items():
            for span in value or () if name.endswith("spans") else ():
                shown = f"{found.place}: claims.{number}.{name}: {span['start']} to {span['end']}"
                if span["start"] >= span["end"]:
                    raise PredictionError(f"{shown} is empty; end is the code point after the last")
                if span["end"] > (LONGEST if length is None else length):
                    has = f"no text has {LONGEST}" if length is None else f"the text has {length}"
                    raise PredictionError(f"{shown} reaches beyond the text: {has} code points")
