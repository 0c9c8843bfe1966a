"""What columns say that follows from a claim, a sentence or an article, and that nobody annotated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..corpus.events import share_no_day
from ..dates import Bounds, is_months_before, known_bounds, one_date_in
from ..schema import Article, AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground, Span
from ..schema.release import CorpusInfo
from ..schema.vocab import Answer, QuantityForm, TimeMeaning

ONCE = TimeMeaning.AT_SOME_POINT_IN
ANSWERS: Mapping[bool | None, Answer] = {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}


def time_bounds(claim: ClaimBase) -> Bounds:
    """Return the first and the last day that the time of a claim can mean, each None where it is open or not given."""
    return known_bounds(getattr(claim, "time", None))


def time_edtf(claim: ClaimBase) -> str | None:
    """Return the time of a claim in strict EDTF; what happened or was said once is one date in it."""
    time: str | None = getattr(claim, "time", None)
    is_once = isinstance(claim, AttributedStatement) or getattr(claim, "time_meaning", None) is ONCE
    return one_date_in(time) if time is not None and is_once else time


def older_than_two_months(claim: ClaimBase, published: Bounds) -> str | None:
    """Return whether background began two calendar months or more before publication; None for other claims.

    What filled its time began with it; what happened once is older only if the last day that it can be of is.
    """
    if not isinstance(claim, HistoricalBackground):
        return None
    begin = known_bounds(claim.time)
    if claim.time_meaning is TimeMeaning.THROUGHOUT and begin.lower is not None:
        begin = Bounds(begin.lower, begin.lower)
    return ANSWERS[is_months_before(begin, published, 2)].value


def any_older_than_two_months(claims: Iterable[ClaimBase], published: Bounds) -> str | None:
    """Return whether any background among claims is older: yes or no where that is certain; None if there is none."""
    return surest(older_than_two_months(claim, published) for claim in claims)


def surest(answers: Iterable[str | None]) -> str | None:
    """Return the answer for several: yes if any is, else unknown, else no; None if there is none."""
    answers = set(answers)
    for answer in (Answer.YES, Answer.UNKNOWN, Answer.NO):
        if answer.value in answers:
            return answer.value
    return None


def is_counted(claim: ClaimBase) -> bool | None:
    """Return whether a casualty figure has a quantity; None for other claims."""
    return claim.quantity_form is not QuantityForm.NONE if isinstance(claim, CasualtyFigure) else None


def background_share(sentence: Span, claims: Iterable[ClaimBase]) -> float:
    """Return the share of a sentence's code points that claims of historical background cover, from 0 to 1."""
    return covered_share(sentence, (span for x in claims if isinstance(x, HistoricalBackground) for span in x.spans))


def covered_share(sentence: Span, spans: Iterable[Span]) -> float:
    """Return the share of a sentence's code points that spans cover, from 0 to 1."""
    covered: set[int] = set()
    for span in spans:
        covered.update(range(max(span.start, sentence.start), min(span.end, sentence.end)))
    return len(covered) / (sentence.end - sentence.start)


def told_dates(dating: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns of an event that follow from the dates (EDTF) that claims give it, by claim id."""
    conflicting = {one for one, time in dating.items() if any(share_no_day(time, other) for other in dating.values())}
    times = [known_bounds(time) for time in dating.values()]
    lowers = [time.lower for time in times]
    uppers = [time.upper for time in times]
    return {
        "times": sorted(set(dating.values())),
        "time_lower": None if not lowers or None in lowers else min(day for day in lowers if day),
        "time_upper": None if not uppers or None in uppers else max(day for day in uppers if day),
        "time_conflict": bool(conflicting),
        "conflicting_claim_ids": sorted(conflicting),
    }


def sentence_text(article: Article, number: int) -> str | None:
    """Return the words of a sentence, empty where the article has none of that number; None if it has no text."""
    if article.text is None:
        return None
    return article.sentences[number].of(article.text) if 0 <= number < len(article.sentences) else ""


def text_url(article: Article, info: CorpusInfo) -> str | None:
    """Return the address of an article, else the first one of its document's public copy; None if neither is known."""
    if article.url is not None:
        return article.url
    file = article.document.partition("#")[0]
    for source in info.sources:
        parts = source.parts(file)
        if parts is not None:
            return source.addresses_of(parts)[0]
    return None
