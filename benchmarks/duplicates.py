"""Near-duplicate grouping of many articles: claimwire beside MinHash, by speed, memory, recall and mixed groups.

The articles are made here, of invented words with the frequencies of a language, stock phrases, and background
sentences of which each recurs in ten articles. Every tenth article is an edited copy of another, and of one story
there are 300. Each method runs in a process of its own over the same file of texts; `datasketch` only if it is
installed.

    python benchmarks/duplicates.py --articles 200000
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np

EDITS = ("light", "medium", "heavy", "excerpt")
VOCABULARY = 60_000
PHRASES = 20_000
FAMILY = 300
HASHES, BANDS = 128, 32
WORD = re.compile(r"\w+")
LEAST_JACCARD = 0.3


class Generator:
    """Articles by number: number -> text and the number of the article it is a copy of."""

    def __init__(self, articles: int, seed: int = 7) -> None:
        self.articles = articles
        self.seed = seed
        rng = np.random.default_rng(seed)
        parts = np.array([a + b for a in "bdfgklmnprstvz" for b in "aeiou"])
        made = rng.integers(0, len(parts), (VOCABULARY * 2, 4))
        names = {"".join(parts[row[: 1 + number % 4]]) for number, row in enumerate(made)}
        self.words = np.array(sorted(names)[:VOCABULARY])
        rng.shuffle(self.words)
        self.weights = np.cumsum(1 / (np.arange(len(self.words)) + 2.7))
        self.often = np.cumsum(1 / (np.arange(PHRASES) + 10))
        self.phrases = [self._draw(rng, int(rng.integers(3, 9))) for _ in range(PHRASES)]
        self.backgrounds = [self._draw(rng, int(rng.integers(9, 15))) for _ in range(articles // 20)]

    def origin(self, number: int) -> tuple[int, str | None]:
        """Return which article this one is a copy of, and how it was edited; itself and None if it is not a copy."""
        if number < FAMILY:
            return 0, EDITS[number % 3] if number else None
        if number % 10 == 9:
            rng = np.random.default_rng((self.seed, 1, number))
            base = int(rng.integers(FAMILY, self.articles))
            return (base - base % 10, EDITS[number // 10 % 4]) if base - base % 10 >= FAMILY else (number, None)
        return number, None

    def text(self, number: int) -> str:
        """Return an article's text: sentences of about twenty words."""
        base, edit = self.origin(number)
        rng = np.random.default_rng((self.seed, 2, number))
        sentences = self._article(base)
        if edit == "light":
            sentences = self._changed(rng, sentences[1:], 0.02)
        elif edit == "medium":
            kept = [sentence for sentence in sentences if rng.random() < 0.75]
            kept[len(kept) // 2 : len(kept) // 2] = [self._draw(rng, 20) for _ in range(4)]
            sentences = self._changed(rng, kept, 0.08)
        elif edit == "heavy":
            kept = [sentences[n] for n in rng.permutation(len(sentences))[: 2 * len(sentences) // 3]]
            sentences = self._changed(rng, kept, 0.2)
        elif edit == "excerpt":
            host = self._article(self.articles + number)
            begin = int(rng.integers(0, max(1, len(sentences) - len(sentences) // 4)))
            sentences = host[: len(host) // 2] + sentences[begin : begin + len(sentences) // 4 + 1]
        return " ".join(" ".join(self.words[sentence]).capitalize() + "." for sentence in sentences)

    def _article(self, number: int) -> list[np.ndarray]:
        rng = np.random.default_rng((self.seed, 3, number))
        sentences = []
        for _ in range(int(rng.integers(10, 23))):
            sentence = self._draw(rng, int(rng.integers(10, 30)))
            if rng.random() < 0.5:
                at = np.searchsorted(self.often, rng.random() * self.often[-1])
                sentence = np.concatenate((sentence, self.phrases[int(at)]))
            sentences.append(sentence)
        if rng.random() < 0.5:
            sentences.append(self.backgrounds[int(rng.integers(0, len(self.backgrounds)))])
        return sentences

    def _draw(self, rng: np.random.Generator, count: int) -> np.ndarray:
        return np.searchsorted(self.weights, rng.random(count) * self.weights[-1])

    def _changed(self, rng: np.random.Generator, sentences: list[np.ndarray], share: float) -> list[np.ndarray]:
        return [np.where(rng.random(len(s)) < share, self._draw(rng, len(s)), s) for s in sentences]


class FileTexts(Mapping[str, str]):
    """Texts in a file, read when needed: a corpus need not fit into memory."""

    def __init__(self, folder: Path) -> None:
        self._ends = np.load(folder / "ends.npy")
        self._file = (folder / "texts").open("rb")

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        return (f"{number:08d}" for number in range(len(self)))

    def __getitem__(self, text_id: str) -> str:
        number = int(text_id)
        begin = int(self._ends[number - 1]) if number else 0
        self._file.seek(begin)
        return self._file.read(int(self._ends[number]) - begin).decode()


def write(folder: Path, articles: int) -> None:
    """Write the articles into one file."""
    generator, ends, end = Generator(articles), [], 0
    with (folder / "texts").open("wb") as file:
        for number in range(articles):
            end += file.write(generator.text(number).encode())
            ends.append(end)
    np.save(folder / "ends.npy", np.array(ends))


Pairs = Iterator[tuple[str, str]]


def ours(texts: FileTexts) -> Pairs:
    """Find the pairs that `claimwire.duplicates` finds."""
    from claimwire.duplicates.near import ARTICLES, near_duplicates

    return (pair.ids for pair in near_duplicates(texts, ARTICLES))


def numpy_minhash(texts: FileTexts) -> Pairs:
    """Find the pairs that 128 minima of random functions find: 32 bands of four, Jaccard's index estimated."""
    from claimwire.duplicates.shingles import shingles

    rng = np.random.default_rng(1)
    factors = rng.integers(1, 2**63, HASHES, dtype=np.uint64)[:, None] | np.uint64(1)
    added = rng.integers(0, 2**63, HASHES, dtype=np.uint64)[:, None]
    minima = np.empty((len(texts), HASHES), dtype=np.uint32)
    for number, text_id in enumerate(texts):
        minima[number] = ((shingles(texts[text_id])[None, :] * factors + added) >> np.uint64(32)).min(axis=1)
    for band in range(BANDS):
        rows = np.ascontiguousarray(minima[:, 4 * band : 4 * band + 4]).view("V16").ravel()
        order = np.argsort(rows, kind="stable")
        for one, other in pairwise(order):
            if rows[one] == rows[other] and (minima[one] == minima[other]).mean() >= LEAST_JACCARD:
                yield f"{one:08d}", f"{other:08d}"


def datasketch(texts: FileTexts) -> Pairs:
    """Find the pairs that datasketch's MinHashLSH finds."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=LEAST_JACCARD, num_perm=HASHES)
    for text_id in texts:
        words = WORD.findall(texts[text_id].casefold())
        sketch = MinHash(num_perm=HASHES)
        sketch.update_batch([" ".join(words[n : n + 5]).encode() for n in range(len(words) - 4)])
        yield from ((text_id, other) for other in index.query(sketch))
        index.insert(text_id, sketch)


METHODS: dict[str, Callable[[FileTexts], Pairs]] = {
    "ours": ours,
    "numpy_minhash": numpy_minhash,
    "datasketch": datasketch,
}


def run(method: str, folder: Path, articles: int) -> dict[str, object]:
    """Group the articles by a method; return speed, memory, recall by edit, and groups that mix stories."""
    from claimwire.corpus.union_find import UnionFind

    texts = FileTexts(folder)
    began, used = time.perf_counter(), time.process_time()
    joined: UnionFind[str] = UnionFind()
    pairs = 0
    for one, other in METHODS[method](texts):
        joined.join(one, other)
        pairs += 1
    cpu, wall = time.process_time() - used, time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    generator = Generator(articles)
    true: UnionFind[str] = UnionFind()
    joined_copies: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    stories: dict[str, set[str]] = defaultdict(set)
    origins = [generator.origin(number) for number in range(articles)]
    for number, (base, edit) in enumerate(origins):
        true.join(f"{base:08d}", f"{number:08d}")
        if edit is not None:
            edit = "of 300" if number < FAMILY else edit
            copies[edit] += 1
            joined_copies[edit] += joined.root(f"{base:08d}") == joined.root(f"{number:08d}")
    for number in range(articles):
        stories[joined.root(f"{number:08d}")].add(true.root(f"{number:08d}"))
    return {
        "method": method,
        "articles_a_cpu_second": round(articles / cpu),
        "articles_a_second": round(articles / wall),
        "memory_mb": memory,
        "pairs": pairs,
        "recall": {edit: round(joined_copies[edit] / copies[edit], 3) for edit in sorted(copies)},
        "mixed_groups": sum(len(members) > 1 for members in stories.values()),
    }


def main() -> None:
    """Make the articles, run every method in a process of its own, and print one line of JSON per method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--folder", type=Path, help="folder of the texts, made if missing; a temporary one by default")
    parser.add_argument("--one", choices=["write", *METHODS], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one == "write":
        write(given.folder, given.articles)
    elif given.one:
        print(json.dumps(run(given.one, given.folder, given.articles)), flush=True)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            folder = given.folder or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            stages = [] if (folder / "ends.npy").exists() else ["write"]
            for stage in [*stages, *given.methods]:
                command = [sys.executable, __file__, "--one", stage, "--folder", str(folder)]
                subprocess.run([*command, "--articles", str(given.articles)], check=False)


if __name__ == "__main__":
    main()
