"""Level 2: every span of every claim, also of the layers, marks words of its article."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..schema import Span, Spans
from .check import Check
from .context import Context
from .findings import Finding

EDGE = 15
"""Code points shown on either side of the edge of a span."""


def _span_empty(context: Context) -> Iterator[Finding]:
    for located, slot, spans in context.slots_of_spans:
        for span in spans:
            if span.start >= span.end:
                yield located.finding(f"{slot}: start {span.start} >= end {span.end}")


def _span_outside_text(context: Context) -> Iterator[Finding]:
    for located, slot, spans in context.slots_of_spans:
        for span in spans:
            if located.article is not None and span.end > located.article.text_length:
                yield located.finding(f"{slot}: end {span.end} > {located.article.text_length} code points")


def _spans_out_of_order(context: Context) -> Iterator[Finding]:
    for located, slot, spans in context.slots_of_spans:
        for before, after in pairwise(spans):
            if after.start < before.end:
                yield located.finding(f"{slot}: {shown(after)} comes after {shown(before)} and begins before its end")


def _span_white_space(context: Context) -> Iterator[Finding]:
    for located, slot, spans in context.slots_of_spans:
        for span in spans:
            quote = located.quote(span)
            if quote is not None and quote != quote.strip():
                yield located.finding(f"{slot}: {shown(span)} has white space at its edge: {clipped(quote)!r}")


def _span_cuts_word(context: Context) -> Iterator[Finding]:
    for located, slot, spans in context.slots_of_spans:
        text = located.text
        if text is None:
            continue
        length = len(text)
        for span in spans:
            start, end = span.start, span.end
            for at in (start, end) if start < end <= length else ():
                if 0 < at < length and text[at - 1 : at + 1].isalnum():
                    before, after = text[max(0, at - EDGE) : at], text[at : at + EDGE]
                    yield located.finding(f"{slot}: {shown(span)} cuts a word: {before!r}, {after!r}")


def gaps(whole: Spans, covered: Spans) -> Iterator[Span]:
    """Yield the ranges of `whole` that no span of `covered` covers."""
    for span in whole:
        place = span.start
        for cover in sorted(covered, key=lambda cover: cover.start):
            if cover.start > place and cover.overlaps(span):
                yield Span(start=place, end=min(cover.start, span.end))
            if cover.overlaps(span):
                place = max(place, cover.end)
        if place < span.end:
            yield Span(start=place, end=span.end)


def shown(span: Span) -> str:
    """Return a span as a message shows it."""
    return f"{span.start} to {span.end}"


def clipped(quote: str) -> str:
    """Return a quote, its middle left out where it is long."""
    return quote if len(quote) <= 4 * EDGE else f"{quote[: 2 * EDGE]}...{quote[-2 * EDGE :]}"


CHECKS = (
    Check(
        "span-empty",
        2,
        "a span is empty: it ends where it begins, or before",
        "give the offset of its first code point and that after its last",
        _span_empty,
    ),
    Check(
        "span-outside-text",
        2,
        "a span ends after the end of its article",
        "count code points of the article's text, not bytes; anchor the quote again",
        _span_outside_text,
    ),
    Check(
        "spans-out-of-order",
        2,
        "the pieces of a slot are not in the order of the text, or overlap",
        "sort the pieces and join those that overlap",
        _spans_out_of_order,
    ),
    Check(
        "span-white-space",
        2,
        "a span begins or ends with white space (where the text is available)",
        "a span begins and ends at a word or a quotation mark; move its edge",
        _span_white_space,
    ),
    Check(
        "span-cuts-word",
        2,
        "a span begins or ends within a word (where the text is available)",
        "a span begins and ends at a word or a quotation mark; move its edge",
        _span_cuts_word,
    ),
)
