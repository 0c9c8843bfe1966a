"""When a page says that it was published, and whether it says so in one way only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ....schema import Publication
from ....schema.vocab import DateEvidence
from .elements import CHANGED_MARKS, PUBLISHED_MARKS, Line
from .printed import LABELS, published_days, stamps_of_publication, without

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>\d{4})(?P<number>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?:T\d|$)",
        r"(?<!\d)(?P<year>\d{4})/(?P<number>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ .-]+(?:of )?{MONTH}[ ,.-]+(?P<year>\d{{4}})(?!\d)",
        rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?:at \S+ )?(?P<year>\d{{4}})(?!\d)",
        r"(?<![\d.])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})(?!\d)",
    )
)
"""Ways to write a whole day, of which it is certain which number is the month."""

SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
SECONDS = re.compile(r"\d{10}(?:\d{3})?")
IN_URL = re.compile(
    r"/(?P<year>\d{4})[/-]?(?P<number>0[1-9]|1[0-2])[/-]?(?P<day>0[1-9]|[12]\d|3[01])(?:[/_-]|$|(?=\.))"
)
YEARS = range(1700, 3000)
NOT_SET = (date(1970, 1, 1), date(1900, 1, 1))
"""Days that a program writes where it knows none."""

PRINTED_WORDS = 16
"""Most words of a line that prints the date."""

PARTED = re.compile(r"\s[|·•/–—]\s")
"""Between date, time and author in a line of these."""

OTHER_WORDS = 6
"""Most words besides those of a date in a line that is there to print it, such as the author's name."""

LETTERS = re.compile(r"[^\W\d_]+")
_OF_DATES = (
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday at on of the"
    " am pm a m p gmt utc est edt cet cest bst msk pst pdt ist eet et t z h min ago updated published posted first last"
    " modified changed edited revised released issued created uploaded date time noon and originally reviewed corrected"
    " amended accessed retrieved"
)
OF_DATES = frozenset(_OF_DATES.split())
DATE_MARKS = frozenset({"date", "time", "timestamp", "published", "pubdate", "posted", "datetime", "meta"})
DATE_LABEL = re.compile(r"^\W*date\b", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """A day that a page gives, and where."""

    where: str
    day: date
    found: DateEvidence
    with_time: bool
    """Whether the time is given with it, so that the day may be that of another time zone."""


def day_in(text: str) -> date | None:
    """Return the first day that a text gives in full; None if none, or if it is open which number is the month."""
    if SECONDS.fullmatch(text.strip()):
        return _checked(datetime.fromtimestamp(int(text.strip()[:10]), UTC).date())
    for form in FORMS:
        match = form.search(text)
        if match is not None:
            return _day_of(match)
    slashed = SLASHED.search(text)
    return _day_of_slashed(slashed) if slashed is not None else None


def days_in(text: str) -> list[tuple[int, int, date]]:
    """Return all days that a text gives in full, in order, with where each begins and ends."""
    found: list[tuple[int, int, date]] = []
    for form in (*FORMS, SLASHED):
        for match in form.finditer(text):
            day = _day_of_slashed(match) if form is SLASHED else _day_of(match)
            start, end = match.span()
            if day is not None and not any(start < other[1] and other[0] < end for other in found):
                found.append((start, end, day))
    return sorted(found)


def _day_of(match: re.Match[str]) -> date | None:
    names = match.groupdict()
    month = int(names["number"]) if names.get("number") else MONTHS.index(names["month"][:3].lower()) + 1
    return _day(int(names["year"]), month, int(names["day"]))


def _day_of_slashed(match: re.Match[str]) -> date | None:
    first, second, year = map(int, match.groups())
    return _day(year, min(first, second), max(first, second)) if first > 12 or second > 12 or first == second else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _checked(date(year, month, day))
    except ValueError:
        return None


def _checked(day: date) -> date | None:
    return day if day.year in YEARS and day not in NOT_SET else None


def told_in_facts(dates: Iterable[tuple[str, str]]) -> list[Told]:
    """Return the days that the head and the JSON-LD of a page give."""
    return [
        Told(where, day, DateEvidence.METADATA, ":" in text)
        for where, text in dates
        if (day := day_in(text)) is not None
    ]


def told_in_lines(lines: Iterable[Line]) -> list[Told]:
    """Return the days that lines print, or give to machines in a `<time>` or the like; not when they were changed."""
    found = []
    for line in lines:
        if _is_of_change(line):
            continue
        for stamp in stamps_of_publication(line.text, line.stamps):
            day = day_in(stamp)
            if day is not None:
                found.append(Told("its <time>", day, DateEvidence.METADATA, ":" in stamp or stamp.isdigit()))
        if is_dated(line):
            published, _ = published_days(line.text, without(days_in(line.text), line.changed, line.text))
            found += [Told("its printed date", day, DateEvidence.TIMESTAMP, ":" in line.text) for day in published[:1]]
    return found


def other_days(lines: Iterable[Line]) -> set[date]:
    """Return the days that short lines print or mark as something else than the day of publication."""
    others: set[date] = set()
    for line in lines:
        if line.words > PRINTED_WORDS:
            continue
        days = days_in(line.text)
        stamps = set(line.stamps).difference(stamps_of_publication(line.text, line.stamps))
        others |= {day for part in (*line.changed, *stamps) if (day := day_in(part)) is not None}
        published, other = published_days(
            line.text, [] if _is_of_change(line) else without(days, line.changed, line.text)
        )
        others |= {*other, *(day for _, _, day in days if day not in published)}
    return others


def _is_of_change(line: Line) -> bool:
    """Return whether an element around a line is marked as giving a time of change."""
    around = [element for element in line.block.around[:3] if element.tag not in ("html", "body", "main", "article")]
    return any(element.marks & CHANGED_MARKS and not element.marks & PUBLISHED_MARKS for element in around)


def is_dated(line: Line) -> bool:
    """Return whether a line is there to print the date, with few other words."""
    if line.words > PRINTED_WORDS or line.is_sentence:
        return False
    others = len(_other_words(line.text))
    if line.stamps:
        return others <= OTHER_WORDS
    if day_in(line.text) is None and not is_ambiguous(line):
        return False
    said = LABELS.search(line.text) or DATE_LABEL.search(line.text) or PARTED.search(line.text)
    return others <= (OTHER_WORDS if said or line.block.marks & DATE_MARKS else 1)


def is_ambiguous(line: Line) -> bool:
    """Return whether a line gives a day of which it is open which number is the month, as in 3/4/2031."""
    return SLASHED.search(line.text) is not None and day_in(line.text) is None


def is_only_date(line: Line) -> bool:
    """Return whether a line prints a date or a time of day, and has no other words."""
    return is_dated(line) and not _other_words(line.text)


def _other_words(text: str) -> list[str]:
    """Return the words of a line that are not those of a date."""
    for form in (*FORMS, SLASHED):
        text = form.sub(" ", text)
    return [word for word in LETTERS.findall(text) if word.lower() not in OF_DATES]


def told_in_url(url: str | None) -> list[Told]:
    """Return the day in an address."""
    match = IN_URL.search(url or "")
    day = _day(int(match["year"]), int(match["number"]), int(match["day"])) if match else None
    return [] if day is None else [Told("its address", day, DateEvidence.URL, False)]


def publication_of(told: list[Told]) -> tuple[Publication, list[str]]:
    """Return the publication by the first of the days that a page gives, and a note if another contradicts it.

    The next day is no contradiction where a time is given, because it may be the same moment in another time zone.
    """
    if not told:
        return Publication(found=DateEvidence.UNKNOWN), []
    first = told[0]
    others: dict[date, str] = {}
    for other in told[1:]:
        close = abs((other.day - first.day).days) <= 1 and (first.with_time or other.with_time)
        if other.day != first.day and not close:
            others.setdefault(other.day, other.where)
    notes = []
    if others:
        named = ", ".join(f"{day.isoformat()} ({where})" for day, where in others.items())
        notes.append(
            f"the page gives several dates of publication: {first.day.isoformat()} ({first.where}), which was taken, "
            f"and {named}; see which is right"
        )
    return Publication(date=first.day.isoformat(), found=first.found), notes
