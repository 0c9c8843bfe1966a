"""How well relocating does: spans of real articles looked up in altered copies of which the truth is known."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..schema import Article, Span
from .alterations import EDITING, PAGE, TYPESETTING, Copy, among, printed_twice, true_place
from .anchors import Scheme, make_anchors
from .relocate import relocate
from .words import is_blank, words

Alteration = Callable[[Copy, random.Random], Copy]
LENGTHS = (1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40)
"""Words of the spans drawn at random."""

SEVERAL = 2
"""Alterations of each stage, at most, that befall a copy in the row `several`."""


@dataclass
class Tally:
    """What became of spans: `right` and `missed` of those that stand in the copy, `gone` and `wrong` of all."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def spans(self) -> int:
        """Number of spans looked up."""
        return self.counts.total()

    @property
    def standing(self) -> int:
        """Number of spans that stand in the copy, whole."""
        return self.counts["right"] + self.counts["missed"] + self.counts["misplaced"]

    @property
    def recall(self) -> float:
        """Share of the spans standing in the copy that were found where they stand; 1.0 where none does."""
        return self.counts["right"] / self.standing if self.standing else 1.0

    @property
    def wrong(self) -> int:
        """Number of spans for which another place was given than where they stand, or one although they are gone."""
        return self.counts["misplaced"] + self.counts["invented"]


def measure(
    articles: Sequence[Article],
    seeds: Iterable[int],
    annotated: dict[str, list[Span]],
    *,
    spans_each: int = 60,
    scheme: Scheme | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Tally]:
    """Return what became of the spans under each alteration: its name -> tally, in the order they are applied.

    For every article, alteration and seed the annotated spans of the article are looked up, or, where it has none,
    `spans_each` spans at random places. `articles` have their texts.
    """
    tallies: dict[str, Tally] = {}
    for article in articles:
        progress(article.article_id)
        text = article.text or ""
        others = [other.text or "" for other in articles if other is not article]
        for seed in seeds:
            rng = random.Random(f"{article.article_id} {seed}")
            spans = annotated.get(article.article_id) or random_spans(text, rng, spans_each)
            anchors = make_anchors(article, spans, scheme)
            for name, altered in altered_copies(text, others, rng):
                copy = Copy.of(text) if altered.text == text else altered
                tally = tallies.setdefault(name, Tally())
                for span, place in relocate(anchors, copy.text).items():
                    tally.counts[outcome(true_place(copy, text, span), place.span)] += 1
    return tallies


def outcome(true: Span | None, found: Span | None) -> str:
    """Return right, missed, misplaced, gone (rightly not found) or invented."""
    if true is None:
        return "gone" if found is None else "invented"
    if found is None:
        return "missed"
    return "right" if found == true else "misplaced"


def altered_copies(text: str, others: Sequence[str], rng: random.Random) -> Iterator[tuple[str, Copy]]:
    """Yield name and copy of every alteration, of several one after the other, and of another article altogether."""
    page: tuple[Alteration, ...] = (*PAGE, *([among(others)] if others else []))
    for alteration in (*TYPESETTING, *page, *EDITING):
        yield alteration.__name__, alteration(Copy.of(text), rng)
    copy = Copy.of(text)
    for stage in (EDITING, [alteration for alteration in page if alteration is not printed_twice], TYPESETTING):
        for alteration in rng.sample(stage, rng.randint(1, SEVERAL)):
            copy = alteration(copy, rng)
    yield "several", copy
    if others:
        yield "another_article", Copy.of(rng.choice(others)).anew()


def random_spans(text: str, rng: random.Random, count: int) -> list[Span]:
    """Return spans at random places of a text: of 1 to 40 words, some with the punctuation at their edges."""
    found = words(text)
    spans = []
    for _ in range(count):
        length = min(rng.choice(LENGTHS), len(found))
        first = rng.randrange(len(found) - length + 1)
        start, end = found[first].start, found[first + length - 1].end
        if rng.random() < 0.5:
            while start > 0 and not is_blank(text[start - 1]) and not text[start - 1].isalnum():
                start -= 1
        if rng.random() < 0.5:
            while end < len(text) and not is_blank(text[end]) and not text[end].isalnum():
                end += 1
        spans.append(Span(start=start, end=end))
    return spans
