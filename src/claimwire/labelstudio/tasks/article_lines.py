"""A corpus's articles for a push or pull, which needs each of them once: until then lines of JSON, which are small."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from ...corpus.records import json_lines, validation_messages
from ...errors import RecordError
from ...schema import Article


class ArticleLine(NamedTuple):
    """An article's line, with what a push has to know of it before its task is made.

    It is kept as bytes, since one emoji makes a text four times as long.
    """

    number: int
    json: bytes
    text_sha256: str
    has_text: bool


class ArticleLines(Mapping[str, Article]):
    """Articles by id in the order of their file; each is parsed when it is asked for, and not kept.

    Asking raises `RecordError` where the line holds no valid article.
    """

    def __init__(self, path: Path, lines: Mapping[str, ArticleLine]) -> None:
        """Take the lines of a file by article id."""
        self.path = path
        self.lines = lines

    @classmethod
    def read(cls, path: Path) -> ArticleLines:
        """Return the articles of a file.

        Raises `RecordError` where a line has no id or hash.
        """
        lines: dict[str, ArticleLine] = {}
        for number, line in json_lines(path):
            try:
                record = json.loads(line)
                has_text = record.get("text") is not None
                lines[str(record["article_id"])] = ArticleLine(
                    number, line.encode(), str(record["text_sha256"]), has_text
                )
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise RecordError(f"{path}:{number}: this is no article; `claimwire check` tells more") from error
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
        """Tell whether there is an article of that id, without parsing it."""
        return article_id in self.lines

    def only(self, article_ids: list[str]) -> ArticleLines:
        """Return some of the articles, in the order of their ids given; raises `KeyError` where one is missing."""
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
