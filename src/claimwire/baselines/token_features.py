"""What the taggers know of a token: of its word, of the words beside it, and of what the rules found there.

A word has features by itself (`word_features`), which count with the distance to the token, `REACH` tokens to each
side. A token has others in its place: quotation marks, cues, dates, quantities, harm, and the tags that the claims of
the rules would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from ..dates import Bounds
from ..pieces import Pieces
from ..ranges import Ints
from .counts import counts_in, harm_words, harms_in
from .dated import dates_in
from .lexicon import forms, word_set
from .rules.passage import Passage
from .tagging import LAYERS, TAGS, Parts, tags_of, tokens_of, tokens_within

REACH = 2
"""Tokens to each side of which the words are read."""
VERBS = ("report", "mind", "document")
LISTS = (
    (
        "speech",
        ("speakers", "papers", "subject_pronouns", "speech_nouns", "content_follows", "would", "must", "opinion"),
    ),
    (
        "time",
        ("now", "ago", "lasting", "before", "future", "had", "was", "is", "has", "being", "steps", "eras", "past"),
    ),
    (
        "harm",
        ("people", "things", "person", "toll", "causes", "vague", "number_words", "modifiers", "determiners", "be"),
    ),
)
"""The word lists of the tables that a word is looked up in."""


@lru_cache(maxsize=50_000)
def word_features(word: str) -> tuple[str, ...]:
    """Return the features of a token by itself: its form, ending, shape, and the lists that it stands in."""
    low = word.casefold()
    if not word[0].isalnum():
        return (f"w={low}", "shape=mark")
    shape = (
        "0" if word[0].isdigit() else "X" if word.isupper() and len(word) > 1 else "Xx" if word[0].isupper() else "x"
    )
    found = [f"w={'0' * min(len(low), 4) if low.isdigit() else low}", f"shape={shape}"]
    if len(low) > 4 and not low[0].isdigit():
        found += [f"end={low[-3:]}", f"end={low[-2:]}"]
    return (*found, *_of_lists().get(low, ()))


@cache
def _of_lists() -> dict[str, tuple[str, ...]]:
    """Return what the lists that it stands in, and words for harm, tell of each word that is in any."""
    found: dict[str, list[str]] = {}
    named = [(f"verb={key}", forms("speech", key)) for key in VERBS]
    named += [(f"{table}={key}", word_set(table, key)) for table, keys in LISTS for key in keys]
    for name, words in named:
        for word in words:
            found.setdefault(word, []).append(name)
    for word, (harm, part) in harm_words().items():
        found.setdefault(word, []).extend((f"harm={harm.value}", f"harm-part={part}"))
    return {word: tuple(names) for word, names in found.items()}


@dataclass(frozen=True)
class TokenRow:
    """A sentence as the taggers read it: its tokens, where they are, what each has, and what all have."""

    tokens: tuple[str, ...]
    where: Pieces
    places: tuple[tuple[str, ...], ...]
    common: tuple[str, ...]


def token_row(passage: Passage, rules: Sequence[Parts], published: Bounds, kind: str) -> TokenRow:
    """Return a sentence; `rules` are the claims of the rules in it, `kind` the sort of piece that it is in."""
    where = tokens_of(passage.text, passage.start, passage.end)
    common = ["always", f"kind={kind}"]
    found: list[list[str]] = [[] for _ in where]
    for names in _of_sentence(passage, where, published, common):
        for number, name in names:
            found[number].append(name)
    tags = tags_of(where, rules)
    for layer, label in enumerate(LAYERS):
        column = [TAGS[label][tag] for tag in tags[:, layer].tolist()]
        present = sorted({name.partition("-")[2] for name in column} - {""})
        common += [f"rules{layer}-has={name}" for name in present] or [f"rules{layer}-none"]
        if present:
            edged = ["edge", *column, "edge"]
            for number, own in enumerate(found):
                own.append(f"rules{layer}={column[number]}")
                own.append(f"rules{layer}:{edged[number]}>{column[number]}>{edged[number + 2]}")
    return TokenRow(
        tuple(passage.text[a:b] for a, b in where), where, tuple(map(tuple, found)), tuple(dict.fromkeys(common))
    )


def _of_sentence(
    passage: Passage, where: Pieces, published: Bounds, common: list[str]
) -> Iterator[list[tuple[int, str]]]:
    """Yield what tokens have in their places, each with the number of its token; add to `common` what all have."""
    last = len(where) - 1
    yield [(0, "first"), (last, "last")] if where else []
    yield [(n, f"at={n}") for n in range(min(len(where), 5))]
    quoted = [False] * len(where)
    if passage.quotes:
        quoted = [passage.in_quotation(start) for start, _ in where]
        yield [(n, "quoted") for n, inside in enumerate(quoted) if inside]
        edges = ({a: "quote-begins" for a, _ in passage.quotes}, {b: "quote-ends" for _, b in passage.quotes})
        yield [
            (n, edge[at]) for n, pair in enumerate(where) for edge, at in zip(edges, pair, strict=True) if at in edge
        ]
    places = {start: n for n, (start, _) in enumerate(where)}
    cues = [cue for cue in passage.sentence.cues if not passage.is_quoted(cue.start)]
    words = [(passage.begin(word), cue.kind.value) for cue in cues for word in range(cue.start, cue.end)]
    at = [(places[start], kind) for start, kind in words if start in places]
    yield [(n, f"cue={kind}") for n, kind in at]
    yield _beside(at, last, "cue")
    if at:
        common.append("has-cue")
        first, final = at[0][0], at[-1][0]
        yield [
            (n, "before-cues" if n < first else "behind-cues" if n > final else "amid-cues") for n in range(last + 1)
        ]
        if passage.quotes:
            yield [(n, f"quoted-{quoted[n]}-cue") for n in range(last + 1)]
    base = passage.start
    for date in dates_in(passage.text[passage.start : passage.end], published):
        old = date.is_old(published)
        name = f"date={'old' if old else 'open' if old is None else 'young'}"
        inside = tokens_within(where, (base + date.start, base + date.end))
        yield [(n, name) for n in inside] + [(n, f"date={date.kind}") for n in inside]
        common.append(f"has-{name}")
    for count in counts_in(passage.sentence):
        inside = tokens_within(where, (base + count.start, base + count.end))
        yield [(n, f"count={count.counted}") for n in inside]
        if count.counted != "things":
            common.append("has-count")
    for harm in harms_in(passage.sentence):
        number = places.get(passage.begin(harm.word))
        if number is not None:
            yield [(number, f"harms={harm.harm.value}"), (number, f"harms={harm.part}")]
            yield [(n, f"harm-near={n - number}") for n in range(max(0, number - 3), min(last, number + 3) + 1)]
            common.append("has-harm")


def _beside(at: Sequence[tuple[int, str]], last: int, name: str) -> list[tuple[int, str]]:
    return [(n + step, f"{name}{step:+}={kind}") for n, kind in at for step in (-2, -1, 1, 2) if 0 <= n + step <= last]


class FeatureNumbers:
    """The numbers of features: those of words at each distance, and behind them those of places."""

    def __init__(self, words: Sequence[str], places: Sequence[str]) -> None:
        self.words, self.places = tuple(words), tuple(places)
        self._word = {name: number for number, name in enumerate(words)}
        self._place = {name: number for number, name in enumerate(places)}
        self.width = len(words) + 1
        """The features of a word; the last says that the sentence has ended there."""
        self.count = self.width * (2 * REACH + 1) + len(places)

    def of_word(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the features of a word, at no distance."""
        return tuple(self._word[name] for name in word_features(word) if name in self._word)

    def of_place(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of the features of a place, from 0."""
        known = self._place
        return [known[name] for name in names if name in known]

    def edge(self) -> Ints:
        """Return the feature of a place outside the sentence."""
        return np.array([self.width - 1], dtype=np.int64)
