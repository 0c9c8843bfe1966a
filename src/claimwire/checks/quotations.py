"""Level 3: free text of a stand-off corpus is in the annotator's own words, not in those of the article.

Records are published where texts are not. So a text that may not be redistributed is looked for in what people write
about it, wherever it is at hand: in a hydrated copy, or among the texts given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from ..hydration.words import words
from ..schema import Article
from ..schema.fields import shapes
from .check import Check
from .context import Context, LocatedRecord
from .findings import Finding

MOST_WORDS: Mapping[str, int] = {"own_words": 7, "name": 12}
"""Most words in a row that a field may share with the text, by what the field means: the name of a body may be long."""


class ArticleRuns:
    """The runs of words of an article's text that are not in its headline, which the record has anyway."""

    def __init__(self, article: Article, text: str) -> None:
        self.article_id = article.article_id
        self._forms = _forms(text)
        self._headline = _forms(article.headline)
        self._runs: dict[int, frozenset[tuple[str, ...]]] = {}

    def copied_in(self, content: str, least: int) -> int:
        """Return how many words the first run of at least `least` has that the text has, too; 0 if there is none."""
        forms = _forms(content)
        is_copied = [self._has(forms[n : n + least]) for n in range(len(forms) - least + 1)]
        if True not in is_copied:
            return 0
        start = is_copied.index(True)
        following = is_copied[start:]
        return least - 1 + (following.index(False) if False in following else len(following))

    def _has(self, run: tuple[str, ...]) -> bool:
        length = len(run)
        if length not in self._runs:
            self._runs[length] = _runs(self._forms, length) - _runs(self._headline, length)
        return run in self._runs[length]


@lru_cache(maxsize=10_000)
def _forms(text: str) -> tuple[str, ...]:
    return tuple(word.form for word in words(text))


def _runs(forms: tuple[str, ...], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(forms[n : n + length] for n in range(len(forms) - length + 1))


def _text_copied(context: Context) -> Iterator[Finding]:
    yield from _copied_in_shared(context) if context.is_shared else _copied_in_article(context)


def _copied_in_article(context: Context) -> Iterator[Finding]:
    """Yield what claims, decisions, checks and the evidence of its date copy of their article."""
    runs_of = {
        row.record.article_id: ArticleRuns(row.record, text)
        for row in context.articles
        if not row.corpus.info.text_redistributable and (text := context.text(row.record.article_id)) is not None
    }
    for located in context.claims if runs_of else ():
        yield from map(located.finding, _messages(located.claim, runs_of.get(located.claim.article_id)))
    for decision in context.adjudications if runs_of else ():
        yield from map(decision.finding, _messages(decision.record, runs_of.get(decision.record.article_id)))
    for check in context.item_checks if runs_of else ():
        yield from map(check.finding, _messages(check.record, runs_of.get(check.record.article_id)))
    for row in context.articles:
        yield from map(row.finding, _messages(row.record.publication, runs_of.get(row.record.article_id)))


def _copied_in_shared(context: Context) -> Iterator[Finding]:
    """Yield what events, links and facts copy of any article of their corpus whose text is at hand."""
    repository = context.repository
    for source in repository.sources:
        if source.info.text_redistributable:
            continue
        rows: list[LocatedRecord[Any]] = [*context.events, *context.links, *context.facts]
        shared = [row for row in rows if row.corpus.info.corpus_id == source.info.corpus_id]
        for entry in repository.index.articles.values():
            if entry.corpus_id != source.info.corpus_id or not (entry.has_text or entry.article_id in repository.texts):
                continue
            article = source.slice(entry.article_id).articles[entry.article_id]
            runs = ArticleRuns(article, repository.texts_at_hand[entry.article_id])
            for row in shared:
                yield from map(row.finding, _messages(row.record, runs))


def _messages(record: BaseModel, runs: ArticleRuns | None) -> Iterator[str]:
    """Yield what is to be said of the fields of a record that copy an article; the words themselves are not shown."""
    if runs is None:
        return
    for name, meaning, content in _free_texts(record):
        count = runs.copied_in(content, MOST_WORDS[meaning] + 1)
        if count:
            yield f"{name} has {count} words in a row of the text of {runs.article_id}, at most {MOST_WORDS[meaning]}"


def _free_texts(record: BaseModel) -> Iterator[tuple[str, str, str]]:
    """Yield the free text in a record: the field that it is in, what the field means, and the text."""
    for shape in shapes(type(record)):
        value = getattr(record, shape.name)
        if shape.record is not None and isinstance(value, BaseModel):
            yield from ((f"{shape.name}.{name}", meaning, text) for name, meaning, text in _free_texts(value))
        elif shape.meaning is not None and shape.meaning in MOST_WORDS:
            for content in value if shape.many else [value]:
                if content is not None:
                    yield shape.name, shape.meaning, content


CHECKS = (
    Check(
        "text-copied",
        3,
        "words about an article whose text may not be redistributed are copied from it: eight or more in a row in a "
        "statement, note, comment, reason or description, thirteen or more in a name",
        "say it in your own words",
        _text_copied,
    ),
)
