"""How many words of a sentence are in each of the lists that the features count; each word is looked up once."""

from __future__ import annotations

from functools import cache

from .lexicon import forms, table, word_set
from .sentence import Sentence

VOICES = (
    "first_singular", "first_plural", "second", "third", "would", "must", "will", "opinion", "spoken", "whether",
    "negation",
)  # fmt: skip
TIMES = (
    "now", "ago", "lasting", "before", "future", "had", "was", "is", "has", "did", "does", "being", "steps", "eras",
    "first", "relative",
)  # fmt: skip
SAYINGS = ("say", "hearsay", "speakers", "papers", "speech_nouns")


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Return the lists of which the words of a sentence are counted."""
    found = {key: word_set("speech", key) for key in (*VOICES, *SAYINGS)}
    found |= {f"time_{key}": word_set("time", key) for key in TIMES}
    own = {"document": forms("speech", "document"), "since": frozenset(table("time")["since"])}
    return found | own | {"causes": word_set("harm", "causes")}


@cache
def _lists_by_word() -> dict[str, tuple[str, ...]]:
    """Return the names of the lists that each word is in."""
    found: dict[str, list[str]] = {}
    for name, words in _lists().items():
        for word in words:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def counted_words(sentence: Sentence) -> dict[str, int]:
    """Return how many words of a sentence are in each list; each word is looked up once."""
    lists, found = _lists_by_word(), dict.fromkeys(_lists(), 0)
    for word in sentence.words:
        for name in lists.get(word, ()):
            found[name] += 1
    return found
