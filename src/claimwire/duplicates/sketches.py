"""Samples of the shingles of texts that are not in the repository, by which near-duplicates of them are found.

`dataset/sketches.jsonl` holds one for each article whose text may not be redistributed. A sketch has one in
`ONE_IN` of the text's shingles of five words, each as a hash of 16 bits: less than a bit a word, little beside the
anchors, so that the two together do not determine a text either. It is coarse: it finds whole copies, also edited
ones, and misses most excerpts; with the texts at hand they are compared themselves. Unlike those of anchors, the hashes
are the same in every article, or they could not be compared: whoever has a text can tell whether it was drawn upon.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from pydantic import Field, TypeAdapter

from ..records import Fault, Located, read_jsonl, scan_jsonl, write_jsonl
from ..schema import Article
from ..schema.base import Id, Record, Sha256
from ..workspace import Workspace
from .index import sharing
from .near import Pair
from .shingles import Hashes, shingles

SKETCH_RECIPE = "shingle-sample/1"
"""Name and version of the way of sampling and hashing; sketches of another are not compared."""

ONE_IN = 24
"""One in so many shingles is in a sketch, chosen by its hash."""

HASH_DIGITS = 4
"""Hexadecimal digits of a hash, of four bits each."""

LEAST_SHARE, LEAST_SHARED, CROWD = 0.2, 3, 20
"""When two sketches are those of duplicates: a share of the smaller one, and a number; and see `Rule.crowd`."""

_BITS = np.uint64(64 - 4 * HASH_DIGITS)


class TextSketch(Record):
    """A sample of an article's shingles: a line of `dataset/sketches.jsonl`."""

    article_id: Id = Field(description="the article")
    text_sha256: Sha256 = Field(description="SHA-256 of the text it was made from")
    recipe: str = Field(pattern=r"^[a-z0-9-]+/[0-9]+$", description="name and version of the way of sampling")
    hashes: tuple[str, ...] = Field(description="hashes of the shingles in the sample, in sorting order")


SKETCHES: TypeAdapter[TextSketch] = TypeAdapter(TextSketch)


def sketch(article: Article, text: str) -> TextSketch:
    """Return the sketch of an article that has this text."""
    hashes = tuple(f"{value:0{HASH_DIGITS}x}" for value in (sample(text) >> _BITS).tolist())
    return TextSketch(
        article_id=article.article_id, text_sha256=article.text_sha256, recipe=SKETCH_RECIPE, hashes=hashes
    )


def sketches_file(workspace: Workspace) -> Path:
    """Return the place of the sketches."""
    return workspace.dataset / "sketches.jsonl"


def scan_sketches(workspace: Workspace) -> tuple[list[Located[TextSketch]], list[Fault]]:
    """Return all sketches with their places, and the faulty lines of their file."""
    path = sketches_file(workspace)
    return scan_jsonl(path, SKETCHES) if path.is_file() else ([], [])


def read_sketches(workspace: Workspace) -> dict[str, TextSketch]:
    """Return the sketches by article id; raises `RecordError` where a line holds none."""
    path = sketches_file(workspace)
    found = read_jsonl(path, SKETCHES) if path.is_file() else []
    return {item.record.article_id: item.record for item in found}


def add_sketches(workspace: Workspace, made: Iterable[TextSketch]) -> None:
    """Write sketches beside those that are there, in place of an older one of the same article, by article id."""
    known = read_sketches(workspace) | {item.article_id: item for item in made}
    write_jsonl(sketches_file(workspace), (known[article_id] for article_id in sorted(known)))


def usable(articles: Iterable[Article], sketches: Mapping[str, TextSketch]) -> dict[str, TextSketch]:
    """Return the sketches of articles that were made from their text, by this recipe."""
    return {
        article.article_id: found
        for article in articles
        if (found := sketches.get(article.article_id)) is not None
        and (found.text_sha256, found.recipe) == (article.text_sha256, SKETCH_RECIPE)
    }


def alike(texts: Mapping[str, str], sketches: Mapping[str, TextSketch]) -> list[Pair]:
    """Return the pairs of near-duplicates, by article id, of which at least one has a sketch and no text here.

    The sizes and what is shared are those of the samples.
    """
    bare = {article_id for article_id in sketches if article_id not in texts}
    if not bare:
        return []
    samples = {article_id: _read(sketches[article_id]) for article_id in bare}
    samples |= {article_id: sample(text) for article_id, text in texts.items()}
    ids = sorted(samples)
    pairs = []
    for numbers in sorted(sharing((samples[i] for i in ids), LEAST_SHARE, LEAST_SHARED, CROWD)):
        one, other = (ids[number] for number in sorted(numbers))
        sizes = len(samples[one]), len(samples[other])
        shared = len(np.intersect1d(samples[one], samples[other], assume_unique=True))
        if bare & {one, other} and shared >= max(LEAST_SHARED, LEAST_SHARE * min(sizes)):
            pairs.append(Pair(one, other, sizes, shared))
    return sorted(pairs, key=lambda pair: (pair.one, pair.other))


def sample(text: str) -> Hashes:
    """Return the hashes of a text's sample, cut to their uppermost bits, in sorting order."""
    found = shingles(text)
    drawn = found[found % np.uint64(ONE_IN) == 0]
    sample: Hashes = np.unique((drawn >> _BITS) << _BITS)
    return sample


def _read(held: TextSketch) -> Hashes:
    values = np.fromiter((int(value, 16) for value in held.hashes), dtype=np.uint64, count=len(held.hashes))
    sample: Hashes = np.unique(values << _BITS)
    return sample
