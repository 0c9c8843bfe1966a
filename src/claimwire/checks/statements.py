"""Level 3: what every adjudicated claim says, and the slots of attributed statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..schema import AttributedStatement, ClaimBase, Span, Spans
from ..schema.vocab import CuePolarity, Mention, QuoteType, SourceKind
from .check import Check
from .context import ClaimContext, Context
from .findings import Finding
from .offsets import gaps, shown

PRIVATE = frozenset({SourceKind.WITNESS, SourceKind.INDIVIDUAL})
"""Sources that may be private people, whose names stand in no field."""

QUOTED = re.compile(r"[“„]\S[^“”„]*[”“]|\"\S[^\"]*\"|«[^»]+»|``.+?''", re.DOTALL)
"""A quotation with both marks; an apostrophe is not told from a single mark, which is not looked for."""

UNQUOTED = 3
"""Code points without a letter or digit that may stand between two quoted pieces of a wholly quoted content."""


def _no_full_stop(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(ClaimBase):
        if not claim.said.endswith("."):
            found = f"statement ends with {claim.said[-15:]!r}" if claim.said else "it has no statement"
            yield located.finding(found)


def _source_name_missing(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(AttributedStatement):
        named = claim.mention in (Mention.NAMED, Mention.METONYM) and claim.source_kind not in PRIVATE
        if named and not claim.source_name and not claim.source_ids:
            yield located.finding(f"no source_name, and mention is {claim.mention}, source_kind {claim.source_kind}")


def _mention_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(AttributedStatement):
        if (claim.mention is Mention.IMPLICIT) == bool(claim.source_spans):
            yield located.finding(f"mention is {claim.mention}, and it has {len(claim.source_spans)} source_spans")


def _quote_type_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(AttributedStatement):
        if (claim.quote_type is QuoteType.INDIRECT) == bool(claim.quoted_spans):
            yield located.finding(
                f"quote_type is {claim.quote_type}, and it has {len(claim.quoted_spans)} quoted_spans"
            )


def _quotation_unmarked(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(AttributedStatement):
        for span in claim.spans if not claim.quoted_spans else ():
            quotation = QUOTED.match(located.quote(span) or "")
            if quotation is not None:
                found = Span(start=span.start, end=span.start + quotation.end())
                yield located.finding(f"its content {shown(span)} begins with a quotation, {shown(found)}")


def _quoted_outside_content(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(AttributedStatement):
        for quoted in claim.quoted_spans:
            if not any(piece.contains(quoted) for piece in claim.spans):
                yield located.finding(f"quoted span {shown(quoted)} is in none of {_listed(claim.spans)}")


def _direct_not_whole(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(AttributedStatement):
        if claim.quote_type is QuoteType.DIRECT and claim.quoted_spans:
            for gap in gaps(claim.spans, claim.quoted_spans):
                if _has_words(located, gap):
                    yield located.finding(f"quote_type is direct, and {shown(gap)} of its content is not quoted")


def _source_in_content(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(AttributedStatement):
        for slot in ("source_spans", "cue_spans"):
            for span in getattr(claim, slot) if not _is_own_topic(claim, slot) else ():
                if any(piece.contains(span) for piece in claim.spans):
                    yield located.finding(f"{slot}: {shown(span)} is within its content {_listed(claim.spans)}")


def _is_own_topic(claim: AttributedStatement, slot: str) -> bool:
    """Return whether the words of a negated cue are its content, because no topic is told (declined to comment)."""
    negated = claim.cue_polarity is CuePolarity.NEGATIVE
    return negated and slot == "cue_spans" and claim.spans == claim.cue_spans


def _has_words(located: ClaimContext, gap: Span) -> bool:
    """Return whether a range has letters or digits; by its length where the text is not at hand."""
    quote = located.quote(gap)
    if quote is None:
        return gap.end - gap.start > UNQUOTED
    return any(character.isalnum() for character in quote)


def _listed(spans: Spans) -> str:
    return ", ".join(shown(span) for span in spans)


CHECKS = (
    Check(
        "statement-no-full-stop",
        3,
        "the statement of a claim does not end with a full stop",
        "write it as one sentence",
        _no_full_stop,
    ),
    Check(
        "source-name-missing",
        3,
        "a source has no name although the article names it, and it is not a private person",
        "give source_name or source_ids, or fix mention",
        _source_name_missing,
    ),
    Check(
        "mention-contradicts-source",
        3,
        "an implicit source has words that name it, or a source that is not implicit has none",
        "mark the words in source_spans, or say that the mention is implicit",
        _mention_contradicts,
    ),
    Check(
        "quote-type-contradicts-spans",
        3,
        "an indirect statement has quoted words, or a statement that is not indirect has none",
        "mark the words in quoted_spans, marks included, or say that it is indirect",
        _quote_type_contradicts,
    ),
    Check(
        "quotation-unmarked",
        3,
        "the content of a statement begins with words in quotation marks, and it has no quoted words",
        "mark the words in quoted_spans, marks included, and say how much of the content they are in quote_type",
        _quotation_unmarked,
    ),
    Check(
        "quoted-outside-content",
        3,
        "quoted words are not within the content of their statement",
        "the quotation marks belong to the content: widen its span, or leave the quotation out",
        _quoted_outside_content,
    ),
    Check(
        "direct-not-whole",
        3,
        "a statement is called direct although part of its content is not quoted",
        "say that it is mixed, or move the edge of the content or the quotation",
        _direct_not_whole,
    ),
    Check(
        "source-in-content",
        3,
        "words that name the source, or the cue, are within the content of the same statement",
        "the content excludes source and cue: remove them, making two pieces if needed",
        _source_in_content,
    ),
)
