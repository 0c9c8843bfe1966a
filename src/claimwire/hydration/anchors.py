"""Make the anchors of an article: hashes by which its spans are found again in another copy of its text.

The words of the text are cut into runs that do not overlap, sentence by sentence. If the words of a run are in a copy
in the same order, it has the same hash there. Kept are the runs that a span touches, and a few before and after it.

What the hashes disclose. They are not encryption: whoever has a copy can confirm that it is one, which is their
purpose, and whoever guesses all words of a run right can confirm the guess, but for one chance in a million. They do
not determine the text. A run of six or more words has 20 bits, three and a third a word at most, and as runs do not
overlap, no word is hashed twice; Shannon (1951) put English at 0.6 to 1.3 bits a character, which is three and a half
a word at the least. So many texts fit the hashes, but somebody determined who guesses well is helped by them. Only
the headline, whose words the record holds anyway, has longer hashes, and may be in a run by itself however short it
is. The article's id is hashed along, so that equal words of two articles have different hashes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..corpus.records import sha256_text
from ..errors import HydrationError
from ..schema import Article, ArticleAnchors, Span, SpanAnchor, WordRun
from ..schema.vocab import SegmentKind
from .words import Word, plain_marks, words

ANCHOR_RECIPE = "word-runs/1"
"""Name and version of the way of hashing; another choice of runs or hashes is another version."""

RUN_WORDS = 6
"""Least number of words of a run, except in the headline; a run has less than twice as many."""

HASH_DIGITS = 5
"""Hexadecimal digits of a run's hash, of four bits each."""

HEADLINE_DIGITS = 8
"""Hexadecimal digits of the hash of a run of the headline."""

RUNS_AROUND = 2
"""Runs kept on either side of those that a span touches."""


@dataclass(frozen=True)
class Scheme:
    """How runs are cut and hashed; `benchmarks/hydration` compares others with the default."""

    run_words: int = RUN_WORDS
    hash_digits: int = HASH_DIGITS
    runs_around: int = RUNS_AROUND


def make_anchors(article: Article, spans: Iterable[Span], scheme: Scheme | None = None) -> ArticleAnchors:
    """Return the anchors of an article's spans, each once, in order of start and end.

    Raises `HydrationError` if the article has no text.
    """
    if article.text is None:
        raise HydrationError(f"{article.article_id} holds no text to make anchors from; hydrate it first")
    scheme = scheme or Scheme()
    text_words = words(article.text)
    forms = [word.form for word in text_words]
    distinct = sorted(set(spans), key=lambda span: (span.start, span.end))
    anchors = tuple(_span_anchor(article.text, text_words, span) for span in distinct)
    headline = _headline_words(article, text_words)
    ranges = list(_ranges(article, text_words, headline, scheme))
    return ArticleAnchors(
        article_id=article.article_id,
        text_sha256=sha256_text(article.text),
        recipe=ANCHOR_RECIPE,
        words=len(text_words),
        runs=tuple(_runs(article.article_id, forms, _kept(ranges, anchors, scheme), headline, scheme)),
        anchors=anchors,
    )


def run_hash(article_id: str, forms: Sequence[str], digits: int) -> str:
    """Return the first `digits` hexadecimal digits of the hash of a run's words."""
    content = "\0".join((ANCHOR_RECIPE, article_id, *forms))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:digits]


def _span_anchor(text: str, text_words: Sequence[Word], span: Span) -> SpanAnchor:
    """Return the anchor of a span; if it has no whole word or cuts one, it is found in the recorded text only."""
    touched = [n for n, word in enumerate(text_words) if word.start < span.end and span.start < word.end]
    if not touched or text_words[touched[0]].start < span.start or span.end < text_words[touched[-1]].end:
        return SpanAnchor(start=span.start, end=span.end, first=touched[0] if touched else 0, words=0)
    return SpanAnchor(
        start=span.start,
        end=span.end,
        first=touched[0],
        words=len(touched),
        lead=plain_marks(text[span.start : text_words[touched[0]].start]),
        trail=plain_marks(text[text_words[touched[-1]].end : span.end]),
    )


def _headline_words(article: Article, text_words: Sequence[Word]) -> int:
    """Return the number of words up to the end of the headline; 0 if the article's text has none."""
    ends = [s.end for s in article.segments if s.kind is SegmentKind.HEADLINE and s.end is not None]
    return sum(word.start < ends[0] for word in text_words) if ends else 0


def _ranges(article: Article, text_words: Sequence[Word], headline: int, scheme: Scheme) -> Iterator[range]:
    """Yield the runs of the whole text as ranges of word numbers; too short a sentence is joined with the next."""
    starts = [word.start for word in text_words]
    edges = {edge for sentence in article.sentences for edge in (sentence.start, sentence.end)}
    cuts = {sum(start < edge for start in starts) for edge in edges} | {headline, len(text_words)}
    pieces: list[range] = []
    begin = 0
    for cut in sorted(cuts):
        if cut - begin >= scheme.run_words or begin < cut == headline:
            pieces.append(range(begin, cut))
            begin = cut
    if begin < len(text_words):
        joined = pieces.pop().start if pieces and pieces[-1].start >= headline else begin
        pieces.append(range(joined, len(text_words)))
    for piece in pieces:
        parts = max(1, len(piece) // scheme.run_words)
        yield from (piece[len(piece) * n // parts : len(piece) * (n + 1) // parts] for n in range(parts))


def _kept(ranges: Sequence[range], anchors: Iterable[SpanAnchor], scheme: Scheme) -> list[range]:
    """Return the runs that a span touches and those around them."""
    kept: set[int] = set()
    for anchor in anchors:
        touched = [n for n, run in enumerate(ranges) if _touches(run, anchor)]
        if touched:
            kept |= set(range(touched[0] - scheme.runs_around, touched[-1] + scheme.runs_around + 1))
    return [run for n, run in enumerate(ranges) if n in kept]


def _touches(run: range, anchor: SpanAnchor) -> bool:
    """Return whether a run and a span have a word in common."""
    return run.start < anchor.first + anchor.words and anchor.first < run.stop


def _runs(
    article_id: str, forms: Sequence[str], ranges: Iterable[range], headline: int, scheme: Scheme
) -> Iterator[WordRun]:
    """Yield the runs with their hashes, and whether their words are in the text more than once."""
    counts: dict[int, Counter[tuple[str, ...]]] = {}
    for run in ranges:
        run_forms, length = tuple(forms[run.start : run.stop]), len(run)
        if length not in counts:
            counts[length] = Counter(tuple(forms[n : n + length]) for n in range(len(forms) - length + 1))
        digits = scheme.hash_digits if run.start >= headline else HEADLINE_DIGITS
        yield WordRun(
            first=run.start,
            words=length,
            hash=run_hash(article_id, run_forms, digits),
            repeated=counts[length][run_forms] > 1,
        )
