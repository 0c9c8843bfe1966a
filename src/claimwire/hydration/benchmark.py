"""`scripts/measure-hydration`: relocating measured on a folder of real texts, as a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..corpus.corpus import CORPUS_FILE, read_corpus
from ..corpus.records import records_of
from ..errors import HydrationError, RecipeError
from ..ingest.article import ingest
from ..ingest.recipes import RECIPES
from ..ingest.recipes.jsonl_field import record_names
from ..regions import table
from ..schema import Article, CorpusInfo, Document, Span
from ..schema.vocab import TextOrigin
from .anchors import HASH_DIGITS, RUN_WORDS, RUNS_AROUND, Scheme, make_anchors
from .measure import Tally, measure
from .restore import spans_by_article

CORPUS = CorpusInfo(
    corpus_id="measured",
    title="Measured",
    description="Texts that relocating is measured on.",
    language="en",
    text_origin=TextOrigin.PUBLISHED,
    text_redistributable=False,
    text_licence="unknown",
    annotation_licence="none",
    schema_version="1.0.0",
    guideline_version="1.0.0",
    recipe="plain-text",
    not_checked="Nothing.",
)
"""What documents without a corpus are read as."""


def read_texts(folder: Path) -> tuple[list[Article], dict[str, list[Span]]]:
    """Return the articles of a folder with their texts, and the spans annotated on them.

    The folder is a hydrated corpus, or holds documents: texts, which are read by the first recipe that fits, and JSON
    Lines files. Raises `HydrationError` where no article with a text is in it.
    """
    if (folder / CORPUS_FILE).is_file():
        data = read_corpus(folder)
        articles = [article for article in records_of(data.rows.articles) if article.text is not None]
        annotated = {
            key: sorted(spans, key=lambda s: (s.start, s.end)) for key, spans in spans_by_article(data).items()
        }
    else:
        articles = [article for path in sorted(folder.iterdir()) if path.is_file() for article in _articles(path)]
        annotated = {}
    if not articles:
        raise HydrationError(f"{folder} holds no article with a text; name a hydrated corpus or a folder of documents")
    return articles, annotated


def _articles(path: Path) -> list[Article]:
    content = path.read_bytes()
    try:
        names = (
            [f"{path.name}#{record}" for record in record_names(content)] if path.suffix == ".jsonl" else [path.name]
        )
    except RecipeError:
        return []
    found = (_article(name, number, content) for number, name in enumerate(names))
    return [article for article in found if article is not None]


def _article(name: str, number: int, content: bytes) -> Article | None:
    """Return the article of a document by the first recipe that fits it; None where none does."""
    article_id = "".join(c if c.isascii() and c.isalnum() else "_" for c in f"{name}_{number}".lower())
    for recipe in RECIPES:
        document = Document(article_id=article_id, file=name, outlet_id="unknown", recipe=recipe.name)
        try:
            return ingest(document, content, CORPUS)
        except RecipeError:
            continue
    return None


def shown(tallies: dict[str, Tally]) -> str:
    """Return the tallies as a Markdown table, the sum in the last row."""
    total = Tally()
    for tally in tallies.values():
        total.counts.update(tally.counts)
    rows = [
        (
            name.replace("_", " "),
            tally.spans,
            tally.standing,
            f"{tally.recall:.1%}" if tally.standing else "-",
            tally.counts["missed"],
            tally.twins,
            tally.wrong,
        )
        for name, tally in [*tallies.items(), ("all", total)]
    ]
    return table(("the copy", "spans", "standing in it", "found there", "lost", "twins", "wrong"), rows)


def hashed_bits(articles: Sequence[Article], annotated: dict[str, list[Span]], scheme: Scheme) -> float:
    """Return how many bits of hash a word of the texts has on average."""
    bits = words = 0
    for article in articles:
        whole = Span(start=0, end=max(1, len(article.text or "")))
        anchors = make_anchors(article, annotated.get(article.article_id) or [whole], scheme)
        bits += sum(4 * len(run.hash) for run in anchors.runs)
        words += anchors.words
    return bits / words


def main() -> int:
    """Measure, print the table, and return 1 where a span was found in a wrong place."""
    parser = argparse.ArgumentParser(prog="scripts/measure-hydration", description=__doc__)
    parser.add_argument("folder", type=Path, help="a hydrated corpus, or a folder of documents")
    parser.add_argument("--seeds", type=int, default=20, help="how often each alteration is tried on each article")
    parser.add_argument("--random", action="store_true", help="spans at random places, also where some are annotated")
    parser.add_argument("--spans", type=int, default=60, help="how many random spans an article")
    parser.add_argument("--run-words", type=int, default=RUN_WORDS, help="words of a run, at least")
    parser.add_argument("--hash-digits", type=int, default=HASH_DIGITS, help="hexadecimal digits of a hash")
    parser.add_argument("--runs-around", type=int, default=RUNS_AROUND, help="runs kept around those of a span")
    given = parser.parse_args()
    scheme = Scheme(given.run_words, given.hash_digits, given.runs_around)
    try:
        articles, annotated = read_texts(given.folder)
    except HydrationError as error:
        print(f"measure-hydration: {error}", file=sys.stderr)
        return 2
    if given.random:
        annotated = {}
    progress = (lambda name: print(name, file=sys.stderr)) if sys.stderr.isatty() else (lambda _: None)
    tallies = measure(articles, range(given.seeds), annotated, spans_each=given.spans, scheme=scheme, progress=progress)
    print(shown(tallies), end="")
    print(f"\n{len(articles)} articles; {hashed_bits(articles, annotated, scheme):.1f} bits of hash a word")
    return 1 if any(tally.wrong for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
