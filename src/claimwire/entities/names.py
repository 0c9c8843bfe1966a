"""What names are compared by, and the ids that are made of them. `names.toml` has the words; English only."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ..schema.vocab import EntityKind

JOINED = re.compile(r"[.'’‘ʼ`´]")
"""What stands within a word, and is left out: U.S., Shi’a, O'Neill."""

WORD = re.compile(r"[^\W_]+")
LATIN = re.compile(r"[a-z0-9]+")

NO_NAME = "entity"
"""The id of a name that has no letter of the Latin alphabet."""


@lru_cache(maxsize=2**16)
def name_key(name: str) -> str:
    """Return what a name is compared by: names of one key may be names of one entity.

    Case, diacritics, punctuation and white space do not count, nor do an article, titles and ranks in front.
    """
    words = _words(name)
    return " ".join(words[_head(words)[0] :]) or name.strip()


def is_plain(name: str) -> bool:
    """Return whether a name has no article, title or rank in front."""
    return _head(_words(name))[0] == 0


def has_title(name: str) -> bool:
    """Return whether a name begins with a title or office, as only persons do: Judge Roth, the mayor of Corrin."""
    words = _words(name)
    start, found = _head(words)
    length = _title_at(words, start)
    return found or (length > 0 and words[start + length :][:1] != [] and words[start + length] in _table()["ties"])


def without_determiner(words: str) -> str:
    """Return words without case and without a determiner in front: “A video” and “the video” are the same."""
    parts = words.casefold().split()
    return " ".join(parts[1:] if len(parts) > 1 and parts[0] in _table()["determiners"] else parts)


def has_diacritics(name: str) -> bool:
    """Return whether a name has a letter with a diacritic, or one that the English alphabet lacks."""
    return any(letter.isalpha() and not letter.isascii() for letter in unicodedata.normalize("NFC", name))


def kind_by_words(name: str) -> EntityKind | None:
    """Return the kind of entity that a word of a name tells (ministry, army, party); None if there is no such word."""
    words = _words(name)
    until = next((place for place, word in enumerate(words) if word in _table()["ties"]), len(words))
    return next((_institutions()[word] for word in reversed(words[:until]) if word in _institutions()), None)


def entity_id_of(name: str, taken: Collection[str]) -> str:
    """Return an id made of a name, with a number behind it if that id is taken."""
    return free_id("_".join(LATIN.findall(name_key(name))) or NO_NAME, taken)


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return an id, with the first number behind it, from 2 on, that is not taken if it is."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found


def _words(name: str) -> list[str]:
    """Return the words of a name without case, diacritics and punctuation."""
    letters: dict[str, str] = _table()["letters"]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = (letter for letter in folded if not unicodedata.combining(letter))
    plain = "".join(letters.get(letter, letter) for letter in bare)
    return WORD.findall(JOINED.sub("", plain))


def _head(words: list[str]) -> tuple[int, bool]:
    """Return how many words in front of a name are articles, titles and ranks, and whether any is more than an article.

    At least one word is left. Before an institution or a word such as *of* a title belongs to what is named.
    """
    start, found = 0, False
    while start < len(words) - 1:
        if words[start] == "the":
            start += 1
            continue
        length = _title_at(words, start)
        if not length or start + length == len(words):
            break
        rest = words[start + length :]
        if rest[0] in _table()["ties"] or any(word in _institutions() for word in rest):
            break
        start, found = start + length, True
    return start, found


def _title_at(words: list[str], start: int) -> int:
    """Return of how many words the longest title at a place is; 0 if there is none."""
    lengths = range(min(_longest_title(), len(words) - start), 0, -1)
    return next((length for length in lengths if tuple(words[start : start + length]) in _titles()), 0)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


@cache
def _titles() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(title.split()) for title in _table()["titles"])


@cache
def _longest_title() -> int:
    return max(len(title) for title in _titles())


@cache
def _institutions() -> dict[str, EntityKind]:
    kinds = {kind.value: kind for kind in EntityKind}
    return {word: kinds[kind] for kind, words in _table()["institutions"].items() for word in words}
