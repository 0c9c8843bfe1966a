"""Articles and layers of a corpus as lines of JSON, for work that needs each of them once.

A line is a fraction of the size of its record, so that a large corpus can be in memory as lines. They are kept as
bytes, since one emoji makes a text four times as large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from ..corpus.jsontext import parse_json
from ..corpus.records import json_lines, record_json, validation_messages
from ..errors import RecordError
from ..schema import Annotation, Article


class ArticleLine(NamedTuple):
    """An article's line, with what a push has to know of it before its task is made."""

    number: int
    json: bytes
    text_sha256: str
    has_text: bool


class ArticleLines(Mapping[str, Article]):
    """Articles by id in the order of their file; each is parsed when it is asked for, and not kept.

    Asking raises `RecordError` if the line is not a valid article.
    """

    def __init__(self, path: Path, lines: Mapping[str, ArticleLine]) -> None:
        """Take the lines of a file by article id."""
        self.path = path
        self.lines = lines

    @classmethod
    def read(cls, path: Path) -> ArticleLines:
        """Return the articles of a file.

        Raises `RecordError` if a line has no id or hash.
        """
        lines: dict[str, ArticleLine] = {}
        for number, line in json_lines(path, keep_mark=True):
            try:
                record = parse_json(line)
                has_text = record.get("text") is not None
                sha256 = str(record["text_sha256"])
                lines[str(record["article_id"])] = ArticleLine(number, line.encode(), sha256, has_text)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise RecordError(f"{path}:{number}: this is not an article; see `claimwire check`") from error
        return cls(path, lines)

    def __getitem__(self, article_id: str) -> Article:
        """Return an article."""
        line = self.lines[article_id]
        try:
            return Article.model_validate_json(line.json)
        except ValidationError as error:
            raise RecordError(f"{self.path}:{line.number}: {validation_messages(error)}") from error

    def __iter__(self) -> Iterator[str]:
        """Yield the articles' ids."""
        return iter(self.lines)

    def __len__(self) -> int:
        """Return how many articles there are."""
        return len(self.lines)

    def __contains__(self, article_id: object) -> bool:
        """Return whether there is an article of that id, without parsing it."""
        return article_id in self.lines

    def only(self, article_ids: Iterable[str]) -> ArticleLines:
        """Return some of the articles, in the order of their ids given; raises `KeyError` if one is missing."""
        return ArticleLines(self.path, {article_id: self.lines[article_id] for article_id in article_ids})


def text_hashes(articles: Mapping[str, Article]) -> Mapping[str, str]:
    """Return the hashes of articles' texts by article id; of `ArticleLines` without parsing them."""
    if isinstance(articles, ArticleLines):
        return {article_id: line.text_sha256 for article_id, line in articles.lines.items()}
    return {article_id: article.text_sha256 for article_id, article in articles.items()}


def without_text(articles: Mapping[str, Article]) -> list[str]:
    """Return the ids of the articles whose text is not at hand; of `ArticleLines` without parsing them."""
    if isinstance(articles, ArticleLines):
        return [article_id for article_id, line in articles.lines.items() if not line.has_text]
    return [article_id for article_id, article in articles.items() if article.text is None]


@dataclass(frozen=True, slots=True)
class LayerLine:
    """An annotator's layer over an article as its line of JSON, with the fields by which it is found."""

    article_id: str
    annotator_id: str
    annotation_id: str
    batch: str | None
    json: bytes

    @classmethod
    def parse(cls, line: str) -> LayerLine:
        """Return a line of a file; raises `ValueError`, `KeyError` or `TypeError` if it is not that of a layer."""
        record = parse_json(line)
        ids = (record["article_id"], record["annotator_id"], record["annotation_id"])
        return cls(*ids, record.get("batch"), line.encode())

    @classmethod
    def of(cls, layer: Annotation) -> LayerLine:
        """Return the line of a layer."""
        json = record_json(layer).encode()
        return cls(layer.article_id, layer.annotator_id, layer.annotation_id, layer.batch, json)

    @property
    def layer(self) -> Annotation:
        """The layer, parsed anew each time; asking raises `RecordError` if the line is not a valid one."""
        try:
            return Annotation.model_validate_json(self.json)
        except ValidationError as error:
            raise RecordError(f"layer {self.annotation_id}: {validation_messages(error)}") from error


def layer_lines(path: Path) -> Iterator[LayerLine]:
    """Yield the layers of an annotations file; none if there is no file.

    Raises `RecordError` if a line is not a layer.
    """
    for number, line in json_lines(path, keep_mark=True) if path.is_file() else ():
        try:
            yield LayerLine.parse(line)
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(f"{path}:{number}: this is not a layer; see `claimwire check`") from error


def layers_by_id(path: Path) -> dict[str, LayerLine]:
    """Return the layers of an annotations file by id; raises as `layer_lines` does."""
    return {line.annotation_id: line for line in layer_lines(path)}
