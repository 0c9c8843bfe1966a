"""What a release has of each source: how many texts, how long, from when, in which languages, and which are synthetic.

A provider of a model who trains on it has to tell this in the public summary that Article 53(1)(d) of Regulation (EU)
2024/1689 (the AI Act) asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..dates import known_bounds
from ..regions import markdown_code, percent, plain_markdown, table
from ..schema import Article, CorpusInfo, Outlet
from ..schema.vocab import TextOrigin

UNKNOWN = "not known"


@dataclass
class SourceTally:
    """The texts of one outlet in one corpus; a text that was rewritten in place counts each time it is there.

    `characters` are Unicode code points; `words` are those of the `texts_here`, divided by white space.
    """

    info: CorpusInfo
    outlet: Outlet
    texts: int = 0
    characters: int = 0
    texts_here: int = 0
    words: int = 0
    undated: int = 0
    languages: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    """The first and the last day on which a text can have been published, as far as texts are dated."""

    def add(self, article: Article) -> None:
        """Count an article."""
        self.texts += 1
        self.characters += article.text_length
        self.languages.add(article.language)
        if article.text is not None:
            self.texts_here += 1
            self.words += len(article.text.split())
        bounds = known_bounds(article.publication.date)
        known = {day.isoformat() for day in (bounds.lower, bounds.upper) if day is not None}
        self.undated += not known
        if known:
            self.days = {min(self.days | known), max(self.days | known)}

    @property
    def is_synthetic(self) -> bool:
        """Whether its texts were made by a program, as far as is known."""
        return self.info.is_synthetic

    @property
    def dates(self) -> str:
        """The days of its texts in words; a dash alone says that none is dated."""
        if not self.days:
            return UNKNOWN
        span = " to ".join(sorted(self.days))
        return f"{span}; {self.undated} undated" if self.undated else span


@dataclass
class StatementTally:
    """How many statements of claims a release has, texts of its own: their words, and how many a model wrote."""

    statements: int = 0
    words: int = 0
    by_models: int = 0

    def add(self, statement: str | None, *, by_model: bool) -> None:
        """Count a statement, if there is one."""
        if statement:
            self.statements += 1
            self.words += len(statement.split())
            self.by_models += by_model

    def __str__(self) -> str:
        if not self.statements:
            return ""
        share = percent(self.by_models, self.statements)
        return (
            f"Text of its own: {self.statements:,} statements of claims with {self.words:,} words, {self.by_models:,} "
            f"of them ({share}) written by a language model, and so synthetic, too."
        )


def _origin(info: CorpusInfo) -> str:
    if info.is_synthetic:
        return "synthetic"
    return "published" if info.text_origin is TextOrigin.PUBLISHED else "written by people for the purpose"


def sources_table(sources: Iterable[SourceTally]) -> str:
    """Return a Markdown table with a row for each source."""
    header = (
        "domain",
        "corpus",
        "texts",
        "characters",
        "words of texts here",
        "dates",
        "language",
        "licence",
        "origin",
    )
    return table(
        header,
        (
            (
                "none: invented" if x.outlet.invented else markdown_code(x.outlet.domain),
                f"`{x.info.corpus_id}`",
                x.texts,
                f"{x.characters:,}",
                f"{x.words:,}" if x.texts_here else "none here",
                x.dates,
                ", ".join(sorted(x.languages)),
                plain_markdown(x.outlet.licence),
                _origin(x.info),
            )
            for x in _merged(sources)
        ),
    )


def _merged(sources: Iterable[SourceTally]) -> list[SourceTally]:
    """Return the sources with the invented ones of a corpus, whose domains are none, as one."""
    found: dict[tuple[str, str, str], SourceTally] = {}
    for x in sources:
        key = (x.info.corpus_id, "" if x.outlet.invented else x.outlet.outlet_id, x.outlet.licence)
        if key not in found:
            found[key] = SourceTally(x.info, x.outlet)
        one = found[key]
        one.texts += x.texts
        one.characters += x.characters
        one.texts_here += x.texts_here
        one.words += x.words
        one.undated += x.undated
        one.languages |= x.languages
        days = one.days | x.days
        one.days = {min(days), max(days)} if days else set()
    return list(found.values())


def training_content(sources: Iterable[SourceTally], statements: StatementTally, title: str) -> str:
    """Return what a summary of training content has to say of a release, called `title`, as Markdown."""
    rows = list(sources)
    texts, characters = sum(x.texts for x in rows), sum(x.characters for x in rows)
    here, words = sum(x.texts_here for x in rows), sum(x.words for x in rows)
    made = [x for x in rows if x.is_synthetic]
    synthetic, their = sum(x.texts for x in made), sum(x.characters for x in made)
    languages = ", ".join(sorted({name for x in rows for name in x.languages})) or UNKNOWN
    domains = len({x.outlet.domain for x in rows if not x.outlet.invented})
    told = (
        f"{title}. Modality: text. Languages: {languages}. {texts:,} texts were annotated, {characters:,} characters "
        f"in all, from {domains} {'domain' if domains == 1 else 'domains'}; {synthetic:,} of them are synthetic "
        f"({percent(their, characters)} of the characters). The words of {here:,} texts stand in this build ({words:,} "
        f"words), and none of the others. {statements}"
    )
    return f"{told.rstrip()}\n\n{sources_table(rows)}"
