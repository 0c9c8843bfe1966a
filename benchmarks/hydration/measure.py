"""How well relocation does: spans of articles looked up in altered copies, in which their true places are known."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from claimwire.hydration.anchors import Scheme, make_anchors
from claimwire.hydration.relocate import relocate
from claimwire.hydration.words import Word, is_blank, words
from claimwire.ingest.article import reconstruct
from claimwire.schema import Article, Span

from .alterations import EDITING, PAGE, TYPESETTING, Copy, among, joined, new, printed_twice, true_place

Alteration = Callable[[Copy, random.Random], Copy]
LENGTHS = (1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40)
"""Words of the spans drawn at random."""

SEVERAL = 2
"""Most alterations of each stage that are applied to a copy in the row `several`."""

TWIN_WORDS = 6
"""Words before a place, or after it, that must be the same for it to be the twin of another."""


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
        """Number of spans that are in the copy, whole."""
        return self.counts["right"] + self.counts["missed"] + self.counts["misplaced"] + self.counts["twin of it"]

    @property
    def recall(self) -> float:
        """Share of the spans in the copy that were found at their true place; 1.0 if none is in it."""
        return self.counts["right"] / self.standing if self.standing else 1.0

    @property
    def twins(self) -> int:
        """Number of spans found at the same words among the same words, but which came from elsewhere."""
        return self.counts["twin of it"] + self.counts["twin of what is gone"]

    @property
    def wrong(self) -> int:
        """Number of spans for which a wrong place was given: not the true one, or any although they are gone."""
        return self.counts["misplaced"] + self.counts["invented"]


def tally_alterations(
    articles: Sequence[Article],
    seeds: Iterable[int],
    annotated: dict[str, list[Span]],
    *,
    spans_each: int = 60,
    scheme: Scheme | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Tally]:
    """Return what became of the spans under each alteration: its name -> tally, in the order they are applied.

    For every article, alteration and seed the annotated spans of the article are looked up, or, if it has none,
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
                is_twin = TwinTest(text, copy.text)
                for span, place in relocate(anchors, copy.text).items():
                    tally.counts[outcome(true_place(copy, text, span), place.span, span, is_twin)] += 1
    return tallies


class TwinTest:
    """Whether a place in a copy looks just like the place of a span in the original."""

    def __init__(self, text: str, copy: str) -> None:
        self._text, self._copy = words(text), words(copy)

    def __call__(self, span: Span, place: Span) -> bool:
        """Return whether the words are the same, and also the six before them, or the six after them."""
        before, inside, after = self._around(self._text, span)
        other_before, other_inside, other_after = self._around(self._copy, place)
        return inside == other_inside and (before == other_before or after == other_after)

    @staticmethod
    def _around(text_words: Sequence[Word], span: Span) -> tuple[list[str], list[str], list[str]]:
        first = bisect_left(text_words, span.start, key=lambda word: word.start)
        stop = bisect_left(text_words, span.end, key=lambda word: word.start)
        forms = [word.form for word in text_words[max(0, first - TWIN_WORDS) : stop + TWIN_WORDS]]
        lead = min(first, TWIN_WORDS)
        return forms[:lead], forms[lead : lead + stop - first], forms[lead + stop - first :]


def outcome(true: Span | None, given: Span | None, span: Span, is_twin: Callable[[Span, Span], bool]) -> str:
    """Return what became of a span: right, missed, gone (rightly not found), or found elsewhere.

    Elsewhere is a twin if the copy reads there as the original does at the span, so that nobody who has only the copy
    could tell: the headline was moved and a repetition of it put in its place. Otherwise it is misplaced, or invented
    if the span is nowhere in the copy.
    """
    if given is None:
        return "gone" if true is None else "missed"
    if given == true:
        return "right"
    if is_twin(span, given):
        return "twin of what is gone" if true is None else "twin of it"
    return "invented" if true is None else "misplaced"


def collected(article: Article) -> Copy:
    """Return the raw document as a copy: page furniture and repetitions that the recipe left out are in it.

    Raises `HydrationError` if the article does not have all of it.
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
    text_words = words(text)
    spans = []
    for _ in range(count):
        first = rng.randrange(len(text_words))
        start = text_words[first].start
        paragraph_end = text.find("\n", start) % (len(text) + 1)
        drawn = text_words[first : first + rng.choice(LENGTHS)]
        end = [word.end for word in drawn if word.end <= paragraph_end][-1]
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
