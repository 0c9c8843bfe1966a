"""Level 3: dates, and the time slots of historical background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ..dates import Bounds, bounds, named_dates, publication_date
from ..errors import EdtfError
from ..schema import Article, HistoricalBackground
from ..schema.vocab import DateEvidence, EventType, TimeMeaning, TimeResolution
from .check import Check
from .context import Context
from .findings import Finding

DATED_BY_OWN_WORDS = (TimeResolution.EXPLICIT, TimeResolution.YEAR_INFERRED, TimeResolution.ERA)
"""Ways of resolving a date that begin from words of the claim itself."""


def _date_invalid(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        yield from (located.finding(f"time: {error}") for error in _errors(getattr(located.claim, "time", None)))
    for fact in context.facts:
        yield from (fact.finding(f"time: {error}") for error in _errors(fact.record.time))
    for layer in context.annotations:
        yield from (layer.finding(f"date: {error}") for error in _errors(layer.record.date))
    for article in context.articles:
        publication = article.record.publication
        has_year = publication.found is not DateEvidence.DATELINE_WITHOUT_YEAR
        errors = _errors(publication.date, bounds if has_year else publication_date)
        yield from (article.finding(f"publication.date: {error}") for error in errors)


def _time_meaning_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(HistoricalBackground):
        if (claim.time is None) != (claim.time_meaning is None):
            yield located.finding(f"time is {claim.time!r}, time_meaning is {_value(claim.time_meaning)}")


def _state_at_some_point(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(HistoricalBackground):
        if claim.event_type is EventType.LASTING_STATE and claim.time_meaning is TimeMeaning.AT_SOME_POINT_IN:
            found = _bounds(claim.time or "")
            if found is not None and found.lower is not None and found.lower == found.upper:
                yield located.finding(f"event_type is lasting_state, and it was at some point in {claim.time}")


def _resolution_contradicts(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(HistoricalBackground):
        if (claim.time is None) != (claim.time_resolution is TimeResolution.UNRESOLVED):
            yield located.finding(f"time is {claim.time!r}, time_resolution is {claim.time_resolution}")


def _time_spans_missing(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(HistoricalBackground):
        if claim.time_resolution in DATED_BY_OWN_WORDS and not claim.time_spans:
            yield located.finding(f"time_resolution is {claim.time_resolution}, and it has no time_spans")


def _background_after_publication(context: Context) -> Iterator[Finding]:
    for claim, located in context.gold(HistoricalBackground):
        published = _last_day(located.article)
        if claim.time is None or published is None:
            continue
        for part in named_dates(claim.time):
            found = _bounds(part)
            if found is not None and found.lower is not None and found.lower > published:
                message = f"time {claim.time} names days after {published}, when the article was published"
                yield located.finding(message)
                break


def _last_day(article: Article | None) -> date | None:
    """Return the last day on which an article can have been published; None if it is not known."""
    if article is None or article.publication.date is None:
        return None
    found = _bounds(article.publication.date)
    return None if found is None else found.upper


def _bounds(edtf: str) -> Bounds | None:
    try:
        return bounds(edtf)
    except EdtfError:
        return None


def _errors(edtf: str | None, read: Callable[[str], object] = bounds) -> Iterator[str]:
    """Yield what is wrong with a date that a function must be able to read; nothing if there is none."""
    try:
        if edtf is not None:
            read(edtf)
    except EdtfError as error:
        yield str(error)


def _value(value: str | None) -> str:
    return "None" if value is None else str(value)


CHECKS = (
    Check(
        "date-invalid",
        3,
        "a date is not an EDTF date, or one whose first and last day cannot be computed (also in the layers)",
        "see the codebook for how dates are written",
        _date_invalid,
    ),
    Check(
        "time-meaning-contradicts",
        3,
        "background has a time without a time_meaning, or the other way round",
        "give both or neither",
        _time_meaning_contradicts,
    ),
    Check(
        "state-at-some-point",
        3,
        "a lasting state is said to have been at some point in a single day",
        "say throughout, or give the event the type of what happened on that day",
        _state_at_some_point,
    ),
    Check(
        "time-resolution-contradicts",
        3,
        "background without a time is not marked as unresolved, or background with a time is",
        "leave the time out and say unresolved, or say how it was resolved",
        _resolution_contradicts,
    ),
    Check(
        "time-spans-missing",
        3,
        "background is dated by words of its own, and no words are marked",
        "mark the words in time_spans, or say how else the date was resolved",
        _time_spans_missing,
    ),
    Check(
        "background-after-publication",
        3,
        "background begins or ends after its article was published",
        "fix the time; a future event is not background",
        _background_after_publication,
    ),
)
