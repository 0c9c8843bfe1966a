"""A sentence of an article as the rules read it, with offsets of the article, and what they find in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from ...proposals.cues import inflected
from ...schema import Article
from ...schema.vocab import Label, SegmentKind
from ..lexicon import table
from ..sentence import Sentence, quotations, sentence_of

Range = tuple[int, int]
OUTER = " \t\n\r\u00a0\u202f.,;:–—-…"
"""What a span neither begins nor ends with, but for what stands in quotation marks."""
LETTER = re.compile(r"[^\W_]")
CLOSING = '”"’»'
SKIPPED = frozenset({SegmentKind.SECTION_HEADING, SegmentKind.BOILERPLATE, SegmentKind.METADATA})


@dataclass
class Draft:
    """A claim before it is a record: its pieces and those of its other slots of spans, and its values as in JSON."""

    label: Label
    spans: list[Range]
    pieces: dict[str, list[Range]] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)
    whole: Draft | None = None

    @property
    def length(self) -> int:
        """How many code points its pieces have."""
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True)
class Passage:
    """A sentence of an article, where it is, and the quotations of its paragraph, all in offsets of the article."""

    text: str
    start: int
    end: int
    quotes: tuple[Range, ...]

    @cached_property
    def sentence(self) -> Sentence:
        """The sentence by itself."""
        return sentence_of(self.text[self.start : self.end])

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, case folded."""
        return self.sentence.words

    def begin(self, word: int) -> int:
        """Return where a word begins; the end of the sentence for the word after its last."""
        return self.start + self.sentence.places[word][0] if word < len(self.words) else self.end

    def after(self, word: int) -> int:
        """Return where a word ends; the beginning of the sentence for the word before its first."""
        return self.start + self.sentence.places[word][1] if word >= 0 else self.start

    def gap(self, word: int) -> str:
        """Return what stands before a word, from the end of the one before it."""
        return self.text[self.after(word - 1) : self.begin(word)]

    def range(self, first: int, end: int) -> Range:
        """Return where some words are, from the first to the one before `end`."""
        return self.begin(first), self.after(end - 1)

    def is_quoted(self, word: int) -> bool:
        """Return whether a word stands in a quotation of the paragraph."""
        return self.in_quotation(self.begin(word))

    def in_quotation(self, place: int) -> bool:
        """Return whether a place is in a quotation of the paragraph."""
        if not self.quotes:
            return False
        number = bisect_right(self.quotes, (place, len(self.text))) - 1
        return number >= 0 and place < self.quotes[number][1]

    def trimmed(self, start: int, end: int) -> Range | None:
        """Return a range without what stays outside a span at its edges; None if no word is left."""
        return trimmed(self.text, start, end, self.quotes)


def trimmed(text: str, start: int, end: int, quotes: tuple[Range, ...] = ()) -> Range | None:
    """Return a range without punctuation of the outer sentence at its edges; None if no word is left."""
    while start < end and text[start] in OUTER:
        start += 1
    while end > start and text[end - 1] in OUTER:
        if any(first < end <= last for first, last in quotes) and not text[end - 1].isspace() and text[end - 1] != ",":
            break
        end -= 1
    return (start, end) if LETTER.search(text, start, end) else None


def passages(article: Article) -> Iterator[Passage]:
    """Yield the sentences of an article that may hold claims; section headings and page furniture hold none."""
    text, kind_at = article.text or "", kinds_of(article)
    quotes = quotes_of(text)
    begins, ends = [start for start, _ in quotes], [end for _, end in quotes]
    for span in article.sentences:
        if kind_at(span.start) not in SKIPPED:
            own = quotes[bisect_right(ends, span.start) : bisect_left(begins, span.end)]
            yield Passage(text, span.start, span.end, tuple(own))


def kinds_of(article: Article) -> Callable[[int], SegmentKind | None]:
    """Return what tells in what sort of piece of an article a place is; None where no segment has it."""
    known = [(one.start, one.end or 0, one.kind) for one in article.segments if one.start is not None]
    begins = [start for start, _, _ in known]

    def kind_at(place: int) -> SegmentKind | None:
        number = bisect_right(begins, place) - 1
        return known[number][2] if number >= 0 and place < known[number][1] else None

    return kind_at


def quotes_of(text: str) -> list[Range]:
    """Return the quotations of a text, paragraph by paragraph, marks included; an end without a beginning is none."""
    found: list[Range] = []
    begin = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        found += [(begin + q.start, begin + q.end) for q in quotations(body) if q.begun and q.end <= len(body)]
        begin += len(line)
    return found


@cache
def rule_words(section: str, key: str) -> frozenset[str]:
    """Return the words under a key of a section of the table of the rules."""
    return frozenset(table("rules")[section][key])


@cache
def _phrases(key: str) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Return the phrases of statements under a key: the forms of each first word, and the words behind it."""
    phrases = (phrase.replace(" ...", "").split() for phrase in table("rules")["statements"][key])
    return tuple((inflected(first), tuple(rest)) for first, *rest in phrases)


def is_phrase(words: tuple[str, ...], key: str) -> bool:
    """Return whether words are a phrase of statements under a key, its first word in any form."""
    return any(words[:1] and words[0] in forms and words[1:] == rest for forms, rest in _phrases(key))


def first_of(words: str, section: str) -> str | None:
    """Return the first key of a section of the table of the rules of which a word or phrase stands in some words.

    None if none does.
    """
    own = Sentence(words).words
    padded = f" {' '.join(own)} "
    for key, begins, pattern in _lists_of(section):
        if not begins.isdisjoint(own) and pattern.search(padded):
            return key
    return None


@cache
def _lists_of(section: str) -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    """Return each key of a section with the words its phrases begin with, and a pattern of any, between spaces."""
    return tuple(
        (
            key,
            frozenset(phrase.split()[0] for phrase in known),
            re.compile(f" (?:{'|'.join(map(re.escape, known))}) "),
        )
        for key, known in table("rules")[section].items()
        if known
    )
