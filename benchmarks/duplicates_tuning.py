"""How well the rule for near-duplicates does on real articles and on edited copies, which are made in memory only.

Arguments are files or folders: `.jsonl` with `article_id` and `text`, or `.txt`. For several lengths of a shingle and
least shares it prints which share of the copies is found, how many pairs of unchanged articles, and how many pairs of
a copy and an unrelated article. It writes no file.

    python benchmarks/duplicates_tuning.py ~/texts/wikinews ~/texts/karabakh
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from claimwire.duplicates.near import ARTICLES
from claimwire.duplicates.shingles import Hashes, shingles
from claimwire.regions import table

SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+")
UNRELATED = 0.03
"""Articles that share less than this of the shorter one's shingles are unrelated."""

Edit = Callable[[str, str, random.Random, list[str]], str]


def light(text: str, _: str, rng: random.Random, words: list[str]) -> str:
    """Remove the first sentence and replace one word in fifty."""
    return reworded(SENTENCE_END.split(text)[1:], rng, words, 0.02)


def medium(text: str, other: str, rng: random.Random, words: list[str]) -> str:
    """Remove a fourth of the sentences, insert some of another article, replace one word in twelve."""
    kept = [sentence for sentence in SENTENCE_END.split(text) if rng.random() < 0.75]
    for _ in range(len(kept) // 4):
        kept.insert(rng.randrange(len(kept) + 1), rng.choice(SENTENCE_END.split(other)))
    return reworded(kept, rng, words, 0.08)


def heavy(text: str, _: str, rng: random.Random, words: list[str]) -> str:
    """Shuffle two thirds of the sentences and replace one word in four."""
    kept = [sentence for sentence in SENTENCE_END.split(text) if rng.random() < 0.67]
    rng.shuffle(kept)
    return reworded(kept, rng, words, 0.25)


def excerpt(text: str, other: str, rng: random.Random, _: list[str]) -> str:
    """Put a fifth of the article into another."""
    sentences, host = SENTENCE_END.split(text), SENTENCE_END.split(other)
    count = max(2, len(sentences) // 5)
    begin, split = rng.randrange(max(1, len(sentences) - count + 1)), rng.randrange(len(host) + 1)
    return " ".join(host[:split] + sentences[begin : begin + count] + host[split:])


def reworded(sentences: list[str], rng: random.Random, words: list[str], share: float) -> str:
    """Replace a share of the words by others of the corpus."""
    return " ".join(rng.choice(words) if rng.random() < share else word for word in " ".join(sentences).split())


EDITS: dict[str, Edit] = {"light": light, "medium": medium, "heavy": heavy, "excerpt": excerpt}


def read(paths: list[Path]) -> dict[str, str]:
    """Return the texts of files and folders by name."""
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    texts = {}
    for file in files:
        if file.suffix == ".jsonl":
            rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
            texts |= {str(row["article_id"]): str(row["text"]) for row in rows}
        elif file.suffix == ".txt":
            texts[file.stem] = file.read_text(encoding="utf-8")
    return texts


def copies_of(texts: dict[str, str], seed: int) -> dict[tuple[str, str], tuple[str, str]]:
    """Return a copy of every article by every edit: (article, edit) -> text, and whose sentences were inserted."""
    rng, names = random.Random(seed), sorted(texts)
    words = [word for name in names for word in texts[name].split()]
    made = {}
    for name in names:
        for edit, function in EDITS.items():
            other = rng.choice([candidate for candidate in names if candidate != name])
            made[name, edit] = (function(texts[name], texts[other], rng, words), other)
    return made


def measured(
    full: dict[str, Hashes], edited: dict[tuple[str, str], Hashes], unrelated: list[tuple[tuple[str, str], str]]
) -> Callable[[float, int], list[object]]:
    """Return a function from least share and number to the cells of a row: edits found, pairs, pairs invented."""

    def compare(one: Hashes, other: Hashes) -> tuple[float, int]:
        shared = len(np.intersect1d(one, other, assume_unique=True))
        return shared / max(1, min(len(one), len(other))), shared

    by_edit: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for (name, edit), hashes in edited.items():
        by_edit[edit].append(compare(hashes, full[name]))
    originals = [compare(full[one], full[other]) for one, other in combinations(sorted(full), 2)]
    strangers = [compare(edited[key], full[name]) for key, name in unrelated]

    def cells(share: float, number: int) -> list[object]:
        def count(values: list[tuple[float, int]]) -> int:
            return sum(value >= share and shared >= number for value, shared in values)

        recall = [f"{count(values) / len(values):.3f}" for values in by_edit.values()]
        return [*recall, count(originals), count(strangers)]

    return cells


def rows(texts: dict[str, str], copies: dict[tuple[str, str], tuple[str, str]]) -> Iterator[list[object]]:
    """Yield the rows of the table."""
    full = {name: shingles(text) for name, text in texts.items()}

    def strange(one: str, other: str) -> bool:
        shared = len(np.intersect1d(full[one], full[other], assume_unique=True))
        return one != other and shared < UNRELATED * min(len(full[one]), len(full[other]))

    unrelated = [
        (key, name)
        for key, (_, host) in copies.items()
        for name in texts
        if strange(key[0], name) and strange(host, name)
    ]
    for length in (4, 5, 6):
        originals = {name: shingles(text, length) for name, text in texts.items()}
        edited = {key: shingles(text, length) for key, (text, _) in copies.items()}
        cells = measured(originals, edited, unrelated)
        for share in (0.05, 0.08, 0.1, 0.15, 0.2, 0.3):
            yield [f"{length} words", f"{share:.2f}", *cells(share, ARTICLES.least_shared)]


def main() -> None:
    """Read the texts, measure, print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    texts = read(given.paths)
    copies = copies_of(texts, given.seed)
    head = ("shingle", "least share", *EDITS, "pairs of the articles", "invented")
    print(f"{len(texts)} articles, {len(copies)} copies\n")
    print(table(head, rows(texts, copies)), end="")


if __name__ == "__main__":
    main()
