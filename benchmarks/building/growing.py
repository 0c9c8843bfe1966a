"""Grow a repository for measurements: altered copies of one of its corpora, of any number.

A copy has ids of its own. Its words are scrambled, to words of the same length, but for those that checks read: so no
text is like that of another copy, and every offset holds. Its statements are scrambled too, but those of a few claims
are the same in a thousand copies each: the search for equal statements has large families to go through.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimwire.corpus.corpus import TABLES

Row = dict[str, Any]

WORD = re.compile(r"[A-Za-z]{4,}")

KEPT = 0.1
"""Share of the words that stay as they are."""

FAMILY = 1000
"""Copies that share the statements that are not told anew in each of them."""

REPEATED = 4
"""Claims of the corpus whose statements are repeated."""

READ_BY_CHECKS = ("cue_spans", "quantity_spans", "time_spans")
"""The slots whose words checks read, and so stay as they are."""

BESIDE = ("README.md", "DATASET_CARD.md", "CITATION.cff", "LICENSE", "LICENSE-DATA", "CHANGELOG.md")


def grow(checkout: Path, folder: Path, corpus_id: str, copies: int) -> tuple[int, int]:
    """Lay down a repository with copies of one corpus of a checkout; return its numbers of articles and claims."""
    source = checkout / "annotations" / corpus_id
    tables = {
        table.name: _rows(source / f"{table.name}.jsonl")
        for table in TABLES
        if (source / f"{table.name}.jsonl").is_file()
    }
    _lay_down(checkout, folder, corpus_id)
    own = folder / "annotations" / corpus_id
    ids = _ids(tables)
    covered = _covered([*tables["claims"], *(claim for layer in tables["annotations"] for claim in layer["claims"])])
    repeated = frozenset(str(claim["statement"]) for claim in tables["claims"][:REPEATED])
    for name, rows in tables.items():
        with (own / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
            for number in range(copies):
                for row in rows:
                    if name == "entities" and number and "article_id" not in row:
                        continue
                    new = _reworded(_renamed(row, number, ids), number, repeated)
                    if name == "articles":
                        new |= _scrambled(row, number, covered.get(row["article_id"], frozenset()))
                    stream.write(json.dumps(new, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n")
    toml = (source / "corpus.toml").read_text(encoding="utf-8")
    head, first, documents = toml.partition("[[documents]]")
    with (own / "corpus.toml").open("w", encoding="utf-8") as stream:
        stream.write(head)
        for number in range(copies):
            stream.write(_documents(first + documents, number, ids))
    return copies * len(tables["articles"]), copies * len(tables["claims"])


def _documents(toml: str, number: int, ids: frozenset[str]) -> str:
    return re.sub(r'"([^"\n]+)"', lambda found: f'"{_new_id(found[1], number, ids)}"', toml)


def _lay_down(checkout: Path, folder: Path, corpus_id: str) -> None:
    corpora = [path.parent.name for path in (checkout / "annotations").glob("*/corpus.toml")]
    folder.mkdir(parents=True)
    shutil.copytree(checkout / "annotations", folder / "annotations", ignore=shutil.ignore_patterns(*corpora))
    for name in BESIDE:
        shutil.copy(checkout / name, folder / name)
    for name in ("schema", "docs"):
        shutil.copytree(checkout / name, folder / name)
    (folder / "dataset").mkdir()
    (folder / "annotations" / corpus_id).mkdir()
    plan = folder / "annotations" / "release.toml"
    text = plan.read_text(encoding="utf-8")
    listed = json.dumps(tomllib.loads(text)["corpora"])
    plan.write_text(text.replace(f"corpora = {listed}", f'corpora = ["{corpus_id}"]'), encoding="utf-8")


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _ids(tables: Mapping[str, list[Row]]) -> frozenset[str]:
    """Return the ids that a copy has of its own: all but those of the entities that articles share."""
    keys = {table.key for table in TABLES if table.key is not None} | {"episode_id", "document"}
    claims = (claim for layer in tables["annotations"] for claim in layer["claims"])
    shared = {row["entity_id"] for row in tables.get("entities", ()) if "article_id" not in row}
    found = {row.get(key) for rows in tables.values() for row in rows for key in keys} - shared
    return frozenset(value for value in (*found, *(claim["claim_id"] for claim in claims)) if value is not None)


def _new_id(value: str, number: int, ids: frozenset[str]) -> str:
    return f"k{number:05d}_{value}" if value in ids else value


def _renamed(value: Any, number: int, ids: frozenset[str]) -> Any:
    if isinstance(value, str):
        return _new_id(value, number, ids)
    if isinstance(value, list):
        return [_renamed(item, number, ids) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, number, ids) for key, item in value.items()}
    return value


def _reworded(value: Any, number: int, repeated: frozenset[str]) -> Any:
    """Return a record with the statements of its claims told anew, the repeated ones anew in each family of copies."""
    if isinstance(value, list):
        return [_reworded(item, number, repeated) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _statement(item, number // FAMILY if item in repeated else number)
        if key == "statement"
        else _reworded(item, number, repeated)
        for key, item in value.items()
    }


def _statement(text: str, number: int) -> str:
    draw = random.Random(f"{number}/{text}")
    return WORD.sub(lambda found: found[0] if draw.random() < KEPT else _word(found[0], draw), text)


def _word(word: str, draw: random.Random) -> str:
    new = "".join(draw.choice("bcdfghklmnprstvw" if place % 2 else "aeiou") for place in range(len(word)))
    return new.capitalize() if word[0].isupper() else new


def _covered(claims: Iterable[Row]) -> dict[str, frozenset[int]]:
    """Return the code points of each article, by its id, that spans of slots cover."""
    places: dict[str, set[int]] = {}
    for claim in claims:
        for span in _slot_spans(claim):
            places.setdefault(claim["article_id"], set()).update(range(span["start"], span["end"]))
    return {article_id: frozenset(own) for article_id, own in places.items()}


def _slot_spans(claim: Row) -> Iterator[Row]:
    for slot in READ_BY_CHECKS:
        yield from claim.get(slot, ())


def _scrambled(article: Row, number: int, covered: frozenset[int]) -> Row:
    """Return what is other in a copy's article: its text, and what was made of it."""
    draw = random.Random(f"{number}/{article['article_id']}")

    def word(found: re.Match[str]) -> str:
        is_kept = found.start() in covered or found.end() - 1 in covered or draw.random() < KEPT
        return found[0] if is_kept else _word(found[0], draw)

    text = WORD.sub(word, article["text"])
    pieces = (
        segment["raw"]
        if "start" not in segment
        else text[segment["start"] : segment["start"] + segment["raw_end"] - segment["raw_start"]]
        for segment in article["segments"]
    )
    raw = hashlib.sha256("".join(pieces).encode()).hexdigest()
    head = next(segment for segment in article["segments"] if segment["kind"] == "headline")
    return {
        "text": text,
        "headline": text[head["start"] : head["start"] + head["raw_end"] - head["raw_start"]],
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "raw_sha256": raw,
        "document_sha256": raw,
    }
