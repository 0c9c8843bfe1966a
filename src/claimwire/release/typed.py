"""A release as records: its tables read back into the models that they were made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..corpus.corpus import grouped
from ..corpus.records import canonical_json, validation_messages
from ..corpus.views import ArticleView
from ..errors import ReleaseError
from ..naming import alternatives
from ..schema import DECLARATION_OF, Article, ClaimBase, ReleaseManifest, claim_order
from ..schema.fields import shapes
from ..schema.vocab import Label, Split
from ..tables.parquet import iter_own_rows
from .manifest import read_manifest

R = TypeVar("R", bound=BaseModel)

ARTICLES, CLAIMS, LAYERS = (
    ("articles", "articles_standoff"),
    ("claims", "claims_standoff"),
    ("annotations", "annotations_standoff"),
)
"""The tables with the records, with the texts of the release and without any."""


class ReleaseRecords:
    """The records of a release folder: articles, adjudicated claims and the claims of layers, each read when needed.

    Going through it gives every article as a view, with its words if the release has them. What some ids withdraw is
    left out. A release of older record models may have what the present ones do not take; it then raises
    `ReleaseError`, and `claimwire.load_release` reads its tables as they are.
    """

    def __init__(self, folder: Path, withdrawn: Collection[str] = ()) -> None:
        self.folder = folder
        self.manifest: ReleaseManifest = read_manifest(folder)
        self._withdrawn = frozenset(withdrawn)

    def __repr__(self) -> str:
        return f"<release {self.version} at {self.folder}>"

    @property
    def version(self) -> str:
        """The version of the data."""
        return self.manifest.data_version

    def __iter__(self) -> Iterator[ArticleView]:
        """Yield every article with its claims and layers, split by split."""
        return (self[article_id] for article_id in self.articles)

    def __getitem__(self, article_id: str) -> ArticleView:
        """Return an article with its claims and layers; raises `ReleaseError` if there is none of that id."""
        if article_id not in self.articles:
            known = alternatives(article_id, self.articles)
            raise ReleaseError(f"release {self.version} has no article {article_id!r}; {known}")
        return ArticleView(
            self.articles[article_id], self._claims_of_article[article_id], self._layers.get(article_id, {})
        )

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Articles by id."""
        return {row["article_id"]: self._record(Article, row, _publication(row)) for _, row in self._rows(ARTICLES)}

    @cached_property
    def splits(self) -> dict[str, Split]:
        """The split of every article by id."""
        return {row["article_id"]: split for split, row in self._rows(ARTICLES)}

    @cached_property
    def claims(self) -> dict[str, ClaimBase]:
        """Adjudicated claims by id."""
        return {row["claim_id"]: self._claim(row) for _, row in self._rows(CLAIMS)}

    @cached_property
    def _claims_of_article(self) -> Any:
        return grouped(sorted(self.claims.values(), key=claim_order), lambda claim: claim.article_id)

    @cached_property
    def _layers(self) -> dict[str, dict[str, list[ClaimBase]]]:
        """The claims of layers by article and annotator; an annotator who found nothing has an empty list."""
        found: dict[str, dict[str, list[ClaimBase]]] = {
            row["article_id"]: {annotator_id: [] for annotator_id in row["annotator_ids"] or ()}
            for _, row in self._rows(ARTICLES)
        }
        claims = [(row["annotator_id"], self._claim(row)) for _, row in self._rows(LAYERS)]
        for annotator_id, claim in sorted(claims, key=lambda item: claim_order(item[1])):
            found.setdefault(claim.article_id, {}).setdefault(annotator_id, []).append(claim)
        return found

    def _rows(self, configs: tuple[str, str]) -> Iterator[tuple[Split, dict[str, Any]]]:
        """Yield the rows of two tables with their splits, with texts first; no row twice, none withdrawn."""
        seen: set[str] = set()
        for config in configs:
            for table in (table for table in self.manifest.tables if table.config == config):
                for row in iter_own_rows(self.folder / table.path):
                    row_id = row.get("claim_id") or row["article_id"]
                    if row_id not in seen and self._withdrawn.isdisjoint((row["article_id"], row_id)):
                        seen.add(row_id)
                        yield table.split, row

    def _claim(self, row: dict[str, Any]) -> ClaimBase:
        return self._record(DECLARATION_OF[Label[row["label"].upper()]].model, row, _review(row))

    def _record(self, model: type[R], row: dict[str, Any], parts: dict[str, Any]) -> R:
        """Return the record that a row was made from; what a row leaves empty, a record leaves out."""
        values = {
            shape.name: _without_empty(row[shape.name])
            for shape in shapes(model)
            if row.get(shape.name) not in (None, [])
        }
        try:
            record = model.model_validate_json(canonical_json(values | parts))
        except ValidationError as error:
            name = row.get("claim_id") or row["article_id"]
            raise ReleaseError(
                f"{self.folder}: {name} is not a record of this claimwire ({validation_messages(error)}); the release "
                f"has schema {self.manifest.schema_version}, `claimwire.load_release` reads its tables as they are"
            ) from error
        for unlisted in self.manifest.questions.unlisted(record):
            name = row.get("claim_id") or row["article_id"]
            raise ReleaseError(f"{self.folder}: {name}: {unlisted.told('its manifest')}")
        return record


def _publication(row: dict[str, Any]) -> dict[str, Any]:
    """Return the part of an article's record that is in columns of its own."""
    return {"publication": _part(row, "publication_")}


def _review(row: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a claim's record that is in columns of its own; an empty one if nobody gave a verdict."""
    review = _part(row, "review_")
    return {"review": review} if "verdict" in review else {}


def _part(row: dict[str, Any], prefix: str) -> dict[str, Any]:
    own = {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}
    return {name: value for name, value in own.items() if value not in (None, [])}


def _without_empty(value: Any) -> Any:
    """Return a value without the empty fields of the records in it."""
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return {name: item for name, item in value.items() if item is not None} if isinstance(value, dict) else value
