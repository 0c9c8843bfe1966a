"""Find the sentences of an article's text, and of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...schema import Segment, Span
from ...schema.vocab import SegmentKind
from .datelines import dateline_end
from .english import english_sentences
from .other import other_sentences

SENTENCE_RECIPE = "sentences/2"
"""English by the rules of `english`, every other language by `sentencex` with corrections, every paragraph by itself.

What an article records as `sentencex/1` was `sentencex` with the same corrections for English too; it stays as it is
recorded until `claimwire sentences` finds its sentences anew.
"""

ENGLISH = ("en", "eng")


def split_sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return start and end of each sentence of a paragraph, in code points, without the white space around it.

    The pairs are in order and do not overlap, and what is outside of them is white space. Text that is empty or blank
    has none. `language` is an ISO 639 code; English has rules of its own, other languages those of `sentencex`.

    - Every sentence of a quotation or of brackets is a sentence, whether the quotation is closed or not; marks that
      close it belong to the sentence they follow: `“It sank. We swam.” Then` has three. What says who spoke goes with
      the words it follows: `“Why?” she asked.` is one.
    - A dateline at the beginning, such as `PORT ORLAN, June 3 (Meridian Wire) —`, is a piece of its own, and the
      sentence begins after it. The sentences of an article leave it out where its recipe marks it.
    - Numbered items and bullets are sentences, with their number: `1) Boats 2) Crews`.
    - The full stop of an abbreviation or of an initial ends a sentence only if it is likely from the next word; an
      ellipsis does if a sentence begins after it.
    - A piece without a letter or a digit, such as `…`, belongs to the sentence before it.
    - A blank line ends a sentence; another end of a line is white space, unless an item of a list follows.
    """
    cut = dateline_end(text)
    rest = text[cut:] if cut else text
    is_english = language.lower().replace("_", "-").partition("-")[0] in ENGLISH
    found = english_sentences(rest) if is_english else other_sentences(rest, language)
    if not cut:
        return found
    start = len(text) - len(text.lstrip())
    return [(start, len(text[:cut].rstrip())), *((begin + cut, end + cut) for begin, end in found)]


def sentences(text: str, segments: Iterable[Segment], language: str = "en") -> Iterator[Span]:
    """Yield the sentences of every kept segment except the dateline, without the white space around them.

    `language` is an ISO 639 code. Spans are in code points of `text`. The dateline of a paragraph that its recipe does
    not mark is a span of its own, so that nothing of the text is in no sentence.
    """
    for segment in segments:
        if segment.start is None or segment.kind is SegmentKind.DATELINE:
            continue
        assert segment.end is not None
        for start, end in split_sentences(text[segment.start : segment.end], language):
            yield Span(start=segment.start + start, end=segment.start + end)
