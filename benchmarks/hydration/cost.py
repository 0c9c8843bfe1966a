"""What a large text costs: `python -m benchmarks.hydration.cost` prints seconds and memory as Markdown tables.

One table is of texts that `claimwire hydrate` searches for a missing article by their words, the other of texts that
`claimwire ingest` reads. Each measurement is a process of its own; the texts are random words.
"""

from __future__ import annotations

import random
import resource
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from claimwire.hydration.anchors import make_anchors
from claimwire.hydration.matching import find_matches
from claimwire.ingest.article import dehydrated, ingest
from claimwire.schema import Article, CorpusInfo, Document, Span
from claimwire.versions import SCHEMA_VERSION

SEARCHED = (100_000, 250_000, 500_000, 1_000_000)
"""Characters of the texts that are searched."""

INGESTED = (1, 4, 16)
"""Megabytes of the texts that are read."""

ARTICLE = 20_000
"""Characters of the missing article, so that a text of a million characters is compared with it."""

CORPUS = CorpusInfo.model_validate(
    {
        "corpus_id": "heron",
        "title": "Heron",
        "description": "Invented.",
        "language": "en",
        "text_origin": "written_for_purpose",
        "text_redistributable": True,
        "text_licence": "CC BY 4.0",
        "annotation_licence": "CC BY 4.0",
        "schema_version": SCHEMA_VERSION,
        "guideline_version": "2.0.0",
        "recipe": "plain-text",
        "not_checked": "Everything.",
    },
    strict=False,
)


def text_of(characters: int, seed: int) -> str:
    """Return a headline, a lead and paragraphs of random words of up to ten letters, of so many characters."""
    drawn = random.Random(seed)
    parts, length = ["Boats came in\n\nIt was late.\n\n"], 0
    while length < characters:
        words = ("".join(drawn.choices(string.ascii_lowercase, k=drawn.randint(2, 10))) for _ in range(15))
        parts.append(" ".join(words).capitalize() + (".\n\n" if drawn.random() < 0.2 else ". "))
        length += len(parts[-1])
    return "".join(parts)[:characters] + "\n"


def article_of(characters: int, seed: int) -> Article:
    """Return an article of so many characters."""
    document = Document(article_id="heron_1", file="heron_1.txt", outlet_id="post")
    return ingest(document, text_of(characters, seed).encode(), CORPUS)


def search(characters: int) -> float:
    """Return how many seconds the search for a missing article in one text takes."""
    article = article_of(ARTICLE, 1)
    anchors = make_anchors(article, [Span(start=0, end=article.text_length)])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "other.txt").write_text(text_of(characters - 1, 2), encoding="utf-8")
        begin = time.perf_counter()
        find_matches({"heron_1": dehydrated(article)}, {"heron_1": anchors}, Path(folder), lambda _: None)
        return time.perf_counter() - begin


def read(megabytes: int) -> float:
    """Return how many seconds the reading of one text takes."""
    document = Document(article_id="heron_1", file="heron_1.txt", outlet_id="post")
    content = text_of(megabytes * 1024 * 1024 - 1, 1).encode()
    begin = time.perf_counter()
    ingest(document, content, CORPUS)
    return time.perf_counter() - begin


def measured(what: str, size: int) -> tuple[float, float]:
    """Return seconds and megabytes of a measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.hydration.cost", what, str(size)]
    seconds, megabytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(megabytes)


def main() -> None:
    """Print the tables; with `search SIZE` or `read SIZE`, one measurement."""
    if len(sys.argv) == 3:
        seconds = (search if sys.argv[1] == "search" else read)(int(sys.argv[2]))
        print(f"{seconds:.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
        return
    for title, what, sizes in (("characters searched", "search", SEARCHED), ("MB read", "read", INGESTED)):
        print(f"\n| {title} | seconds | memory (MB) |\n| --- | --- | --- |")
        for size in sizes:
            seconds, megabytes = measured(what, size)
            print(f"| {size:,} | {seconds:.1f} | {megabytes:.0f} |")


if __name__ == "__main__":
    main()
