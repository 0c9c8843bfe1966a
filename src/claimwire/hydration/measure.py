"""How well relocating does: spans of real articles looked up in altered copies of which the truth is known."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..ingest.article import reconstruct
from ..schema import Article, Span
from .alterations import EDITING, PAGE, TYPESETTING, Copy, among, joined, new, printed_twice, true_place
from .anchors import Scheme, make_anchors
from .relocate import relocate
from .words import Word, is_blank, words

Alteration = Callable[[Copy, random.Random], Copy]
LENGTHS = (1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40)
"""Words of the spans drawn at random."""

SEVERAL = 2
"""Alterations of each stage, at most, that befall a copy in the row `several`."""


TWIN_WORDS = 6
"""Words before a place, or behind it, that make it the twin of another if they are the same."""


@dataclass
class Tally:
    """What became of spans, counted by what `outcome` returns."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def spans(self) -> int:
        """Number of spans looked up."""
        return self.counts.total()

    @property
    def standing(self) -> int:
        """Number of spans that stand in the copy, whole."""
        return self.counts["right"] + self.counts["missed"] + self.counts["misplaced"] + self.counts["twin of it"]

    @property
    def recall(self) -> float:
        """Share of the spans standing in the copy that were found where they stand; 1.0 where none does."""
        return self.counts["right"] / self.standing if self.standing else 1.0

    @property
    def twins(self) -> int:
        """Number of spans found where the same words stand among the same words, but which came from elsewhere."""
        return self.counts["twin of it"] + self.counts["twin of what is gone"]

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
            for name, altered in [("as_collected", collected(article)), *altered_copies(text, others, rng)]:
                copy = Copy.of(text) if altered.text == text else altered
                tally = tallies.setdefault(name, Tally())
                twin = Twins(text, copy.text)
                for span, place in relocate(anchors, copy.text).items():
                    tally.counts[outcome(true_place(copy, text, span), place.span, span, twin)] += 1
    return tallies


class Twins:
    """Tells whether a place in a copy looks just like the place of a span in the original."""

    def __init__(self, text: str, copy: str) -> None:
        self._text, self._copy = words(text), words(copy)

    def __call__(self, span: Span, found: Span) -> bool:
        """Tell whether the words are the same, and also the six before them, or the six behind them."""
        before, inside, after = self._around(self._text, span)
        other_before, other_inside, other_after = self._around(self._copy, found)
        return inside == other_inside and (before == other_before or after == other_after)

    @staticmethod
    def _around(held: Sequence[Word], span: Span) -> tuple[list[str], list[str], list[str]]:
        first = bisect_left(held, span.start, key=lambda word: word.start)
        stop = bisect_left(held, span.end, key=lambda word: word.start)
        forms = [word.form for word in held[max(0, first - TWIN_WORDS) : stop + TWIN_WORDS]]
        lead = min(first, TWIN_WORDS)
        return forms[:lead], forms[lead : lead + stop - first], forms[lead + stop - first :]


def outcome(true: Span | None, found: Span | None, span: Span, twin: Callable[[Span, Span], bool]) -> str:
    """Return what became of a span: right, missed, gone (rightly not found), or found elsewhere.

    Elsewhere is a twin where the copy reads there as the original does at the span, so that nobody who has only the
    copy could tell: the headline moved off and a repetition of it put where it was. Otherwise it is misplaced, or
    invented where the span stands nowhere in the copy.
    """
    if found is None:
        return "gone" if true is None else "missed"
    if found == true:
        return "right"
    if twin(span, found):
        return "twin of what is gone" if true is None else "twin of it"
    return "invented" if true is None else "misplaced"


def collected(article: Article) -> Copy:
    """Return the raw document as a copy: page furniture and repetitions that the recipe left out are in it.

    Raises `HydrationError` where the article does not have all of it.
    """
    raw = reconstruct(article)
    parts = []
    for segment in article.segments:
        content = raw[segment.raw_start : segment.raw_end]
        origins = None if segment.start is None else tuple(range(segment.start, segment.start + len(content)))
        parts.append(new(content) if origins is None else Copy(content, origins))
    return joined(parts)


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
    """Return spans at random places of a text: of up to 40 words, some with the punctuation at their edges.

    As with claims, a span lies in one paragraph.
    """
    found = words(text)
    spans = []
    for _ in range(count):
        first = rng.randrange(len(found))
        start = found[first].start
        paragraph = text.find("\n", start) % (len(text) + 1)
        held = [word for word in found[first : first + rng.choice(LENGTHS)] if word.end <= paragraph]
        end = held[-1].end
        if rng.random() < 0.5:
            while start > 0 and _is_mark(text[start - 1]):
                start -= 1
        if rng.random() < 0.5:
            while end < len(text) and _is_mark(text[end]):
                end += 1
        spans.append(Span(start=start, end=end))
    return spans


def _is_mark(character: str) -> bool:
    return not is_blank(character) and not character.isalnum()
