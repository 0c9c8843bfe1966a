"""What a cue does, and whether it is negated: looked up in `cues.toml`. English only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..schema.vocab import CueClass, CuePolarity

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
PHRASE, VERB, ALWAYS = 0, 1, 2
"""Ranks of entries: the higher goes first."""
GAP = "..."
NEAR, FAR = 1, 6
"""Words that may stand before a further word of an entry: an adverb, or what stands for the gap of the entry."""

Entry = tuple[tuple[frozenset[str], int], ...]
"""The forms that each word of an entry can have, and how many other words may stand before it."""


@dataclass(frozen=True)
class CueFound:
    """A cue among the words of a sentence: its first word, the word after its last, and what it does."""

    start: int
    end: int
    kind: CueClass


def cue_class(cue: str) -> CueClass | None:
    """Return what a cue does; None if no entry of the table is in it.

    Of the entries that it has, the one of most words decides, of several such a verb, of several such the last; an
    entry that always decides goes before all.
    """
    tokens = _tokens(cue)
    order = list(CueClass)
    found = [
        ((rank == ALWAYS, len(entry), rank, end, -order.index(kind)), kind)
        for start, token in enumerate(tokens)
        for kind, rank, entry in _by_first_word().get(token, ())
        if (end := _end_of(entry, tokens, start)) is not None
    ]
    return max(found, key=lambda match: match[0])[1] if found else None


def cues_in(words: Sequence[str]) -> list[CueFound]:
    """Return the cues among the words of a sentence, case folded, in their order; no two of them overlap.

    Where several entries of the table begin at a word, the one that would decide in `cue_class` is taken.
    """
    found: list[CueFound] = []
    tokens = list(words)
    reached = 0
    for start, token in enumerate(tokens):
        if start < reached:
            continue
        matches = [
            ((rank == ALWAYS, len(entry), rank), CueFound(start, end, kind))
            for kind, rank, entry in _by_first_word().get(token, ())
            if (end := _end_of(entry, tokens, start)) is not None
        ]
        if matches:
            best = max(matches, key=lambda match: match[0])[1]
            found.append(best)
            reached = best.end
    return found


def cue_polarity(cue: str, source: str = "") -> CuePolarity:
    """Return whether a cue says that the source said something, or that it did not: *declined to comment*.

    A source that is nobody (*no group*) negates its cue.
    """
    negated = _table()["negated"]
    tokens = _tokens(cue)
    for start, end in (place for entry in _entries(negated["except"], ()) for place in _places(entry, tokens)):
        tokens[start:end] = [""] * (end - start)
    is_negative = (
        any(word in negated["words"] or word.endswith(("n't", "n’t")) for word in tokens)
        or any(words[:1] and words[0] in negated["sources"] for words in (tokens, _tokens(source)))
        or any(True for entry in _negated() for _ in _places(entry, tokens))
    )
    return CuePolarity.NEGATIVE if is_negative else CuePolarity.POSITIVE


@cache
def _negated() -> tuple[Entry, ...]:
    """Return the entries that say that somebody did not speak."""
    negated = _table()["negated"]
    return _entries(negated["verbs"], negated["phrases"])


def inflected(verb: str) -> frozenset[str]:
    """Return the forms of an English verb, itself among them; British and American where they differ."""
    inflections = _table()["inflections"]
    if verb in inflections["irregular"]:
        return frozenset({verb, *inflections["irregular"][verb]})
    if verb in inflections["doubled"]:
        return frozenset({verb, f"{verb}s", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"})
    if verb.endswith("e"):
        return frozenset({verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"})
    if re.search(r"[^aeiou]y$", verb):
        return frozenset({verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"})
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    double = {f"{verb}led", f"{verb}ling"} if verb.endswith("el") else set()
    return frozenset({verb, third, f"{verb}ed", f"{verb}ing"}) | double


def _tokens(words: str) -> list[str]:
    return [match.group().casefold() for match in WORD.finditer(words)]


def _places(entry: Entry, tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where each run of tokens that has the words of an entry in their order begins and ends."""
    first, _ = entry[0]
    for start in range(len(tokens)):
        if tokens[start] in first and (end := _end_of(entry, tokens, start)) is not None:
            yield start, end


def _end_of(entry: Entry, tokens: list[str], start: int) -> int | None:
    """Return where the run of tokens ends that begins at a token and has the words of an entry; None if none does."""
    (first, _), *rest = entry
    place: int | None = start if tokens[start] in first else None
    for forms, reach in rest:
        if place is not None:
            window = range(place + 1, min(place + 2 + reach, len(tokens)))
            place = next((n for n in window if tokens[n] in forms), None)
    return None if place is None else place + 1


def cue_table() -> dict[CueClass, tuple[str, ...]]:
    """Return the cues of each class as the codebook lists them: verbs by their lemma, phrases, adverbs, each sorted."""
    parts = _table()["classes"]
    lists = ("verbs", "phrases", "always")
    return {kind: tuple(cue for key in lists for cue in sorted(parts[kind.value].get(key, ()))) for kind in CueClass}


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))
    return table


@cache
def _classes() -> tuple[tuple[CueClass, int, tuple[Entry, ...]], ...]:
    """Return the entries of each class with their ranks: phrases, verbs, and what always decides."""
    return tuple(
        (kind, rank, entries)
        for kind in CueClass
        for part in [_table()["classes"][kind.value]]
        for rank, entries in (
            (PHRASE, _entries((), part["phrases"])),
            (VERB, _entries(part["verbs"], ())),
            (ALWAYS, _entries((), part.get("always", ()))),
        )
    )


@cache
def _by_first_word() -> dict[str, tuple[tuple[CueClass, int, Entry], ...]]:
    """Return the entries of all classes with their ranks, by each form that their first word can have."""
    found: dict[str, list[tuple[CueClass, int, Entry]]] = {}
    for kind, rank, entries in _classes():
        for entry in entries:
            for form in entry[0][0]:
                found.setdefault(form, []).append((kind, rank, entry))
    return {form: tuple(entries) for form, entries in found.items()}


def _entries(verbs: Iterable[str], phrases: Iterable[str]) -> tuple[Entry, ...]:
    return (*(_entry(verb, inflected) for verb in verbs), *(_entry(phrase, _as_it_stands) for phrase in phrases))


@cache
def _entry(words: str, forms_of_first: Callable[[str], frozenset[str]]) -> Entry:
    first, *rest = words.split()
    before = [first, *rest]
    return (
        (forms_of_first(first), 0),
        *(
            (frozenset({word}), FAR if before[number] == GAP else NEAR)
            for number, word in enumerate(rest)
            if word != GAP
        ),
    )


def _as_it_stands(word: str) -> frozenset[str]:
    return frozenset({word})
