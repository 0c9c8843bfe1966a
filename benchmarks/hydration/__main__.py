"""Measure how well spans are found again in altered copies of the texts in a folder, and print a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from claimwire.errors import HydrationError
from claimwire.hydration.anchors import HASH_DIGITS, RUN_WORDS, RUNS_AROUND, Scheme, make_anchors
from claimwire.regions import table
from claimwire.schema import Article, Span

from .measure import Tally, tally_alterations
from .texts import read_texts

COMMAND = "python -m benchmarks.hydration"


def tally_table(tallies: Mapping[str, Tally]) -> str:
    """Return the tallies as a Markdown table, one row per alteration and a last row with their sum."""
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


def hashed_bits(articles: Sequence[Article], annotated: Mapping[str, list[Span]], scheme: Scheme) -> float:
    """Return how many bits of hash a word of the texts has on average."""
    bits = words = 0
    for article in articles:
        whole = Span(start=0, end=max(1, len(article.text or "")))
        anchors = make_anchors(article, annotated.get(article.article_id) or [whole], scheme)
        bits += sum(4 * len(run.hash) for run in anchors.runs)
        words += anchors.words
    return bits / words


def main() -> int:
    """Measure and print the table; return 1 if a span was found in a wrong place, and 2 if there is no text."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("folder", type=Path, help="a hydrated corpus, or a folder of documents")
    parser.add_argument("--seeds", type=int, default=20, help="how often each alteration is tried on each article")
    parser.add_argument("--random", action="store_true", help="spans at random places, also where some are annotated")
    parser.add_argument("--spans", type=int, default=60, help="number of random spans per article")
    parser.add_argument("--run-words", type=int, default=RUN_WORDS, help="least number of words of a run")
    parser.add_argument("--hash-digits", type=int, default=HASH_DIGITS, help="hexadecimal digits of a hash")
    parser.add_argument("--runs-around", type=int, default=RUNS_AROUND, help="runs kept around those of a span")
    options = parser.parse_args()
    scheme = Scheme(options.run_words, options.hash_digits, options.runs_around)
    try:
        articles, annotated = read_texts(options.folder)
    except HydrationError as error:
        print(f"{COMMAND}: {error}", file=sys.stderr)
        return 2
    if options.random:
        annotated = {}
    progress = (lambda name: print(name, file=sys.stderr)) if sys.stderr.isatty() else (lambda _: None)
    tallies = tally_alterations(
        articles, range(options.seeds), annotated, spans_each=options.spans, scheme=scheme, progress=progress
    )
    print(tally_table(tallies), end="")
    print(f"\n{len(articles)} articles; {hashed_bits(articles, annotated, scheme):.1f} bits of hash a word")
    return 1 if any(tally.wrong for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
