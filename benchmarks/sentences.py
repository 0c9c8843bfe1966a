"""How well and how fast English sentences are found, by the present recipe and by the one before, in one run.

Run it as `python benchmarks/sentences.py TEXTS.jsonl [...]`: JSON Lines files with `text` and, where it was marked,
`sentences` as pairs of offsets, one sentence a line of the text. It prints, as Markdown, how many of pysbd's golden
rules hold (where pysbd is installed), precision, recall and F1 on the marked texts, line by line and with the lines of
a paragraph joined, and characters a second on the paragraphs of all texts: the median of several rounds, and of the
quotient of both in each round.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from statistics import median
from typing import Any

from claimwire.ingest.sentences import SENTENCE_RECIPE, split_sentences
from claimwire.ingest.sentences.other import other_sentences

Pairs = list[tuple[int, int]]
Split = Callable[[str], Pairs]

SPLITS: dict[str, Split] = {
    "sentencex/1": lambda text: other_sentences(text, "en"),
    SENTENCE_RECIPE: split_sentences,
}
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")
LINE = re.compile(r"[^\n]+")


def marked(texts: list[dict[str, Any]], unit: re.Pattern[str]) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """Yield the lines or paragraphs of marked texts, line ends as spaces, with the sentences that people marked."""
    for text in texts:
        for match in unit.finditer(text["text"]):
            start, end = match.span()
            spans = {(a - start, b - start) for a, b in text["sentences"] if start <= a < end}
            yield match[0].replace("\n", " "), spans


def scores(split: Split, texts: list[dict[str, Any]], unit: re.Pattern[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of whole sentences."""
    right = found = expected = 0
    for text, spans in marked(texts, unit):
        pairs = set(split(text))
        right, found, expected = right + len(pairs & spans), found + len(pairs), expected + len(spans)
    return right / found, right / expected, 2 * right / (found + expected)


def golden_rules() -> list[tuple[str, list[str]]]:
    """Return the golden rules in pysbd's wheel; none if it is not installed."""
    try:
        path = next(file for file in files("pysbd") or () if file.name == "english_golden_rules.py")
    except PackageNotFoundError:
        return []
    (rules,) = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)]
    read: list[tuple[str, list[str]]] = ast.literal_eval(rules.value)
    return read


def seconds(split: Split, paragraphs: list[str]) -> float:
    """Return how long all paragraphs take."""
    began = time.perf_counter()
    for paragraph in paragraphs:
        split(paragraph)
    return time.perf_counter() - began


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    lines = [line for path in arguments.texts for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [text for text in map(json.loads, lines) if text.get("lang", "en") == "en"]
    with_sentences = [text for text in texts if text.get("sentences")]
    rules = golden_rules()
    print("| recipe | golden rules | line by line: P, R, F1 | paragraphs joined: P, R, F1 |\n|---|---|---|---|")
    for name, split in SPLITS.items():
        held = sum([text[a:b] for a, b in split(text)] == expected for text, expected in rules)
        rows = [
            ", ".join(f"{score:.3f}" for score in scores(split, with_sentences, unit)) if with_sentences else ""
            for unit in (LINE, PARAGRAPH)
        ]
        print(f"| {name} | {held} of {len(rules)} | {rows[0]} | {rows[1]} |")
    paragraphs = [match[0].replace("\n", " ") for text in texts for match in PARAGRAPH.finditer(text["text"])]
    size = sum(map(len, paragraphs))
    rounds = [[seconds(split, paragraphs) for split in SPLITS.values()] for _ in range(arguments.rounds)]
    print(f"\n| recipe | million characters a second, median of {arguments.rounds} |\n|---|---|")
    for number, name in enumerate(SPLITS):
        print(f"| {name} | {size / median(times[number] for times in rounds) / 1e6:.1f} |")
    quotients = sorted(before / after for before, after in rounds)
    print(f"\nSpeed over the one before: median {median(quotients):.2f}, {quotients[0]:.2f} to {quotients[-1]:.2f}.")


if __name__ == "__main__":
    main()
