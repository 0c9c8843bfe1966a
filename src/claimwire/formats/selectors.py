"""Spans as selectors of the W3C Web Annotation model, found in a text: quotes, offsets, or both, which must agree.

A selector is a string, the quoted words; an object `{"exact", "prefix", "suffix"}`, with or without the type
`TextQuoteSelector`; an object `{"start", "end"}` of the type `TextPositionSelector`, which count code points from 0; or
an object with a `selector`, one or a list of several that all select the same. `refinedBy` selects within what a
selector selects. A quote that is there more often may have an `occurrence`: its number, from 1, in the order of the
text, or `"all"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import AnchorError
from ..schema import Span

CONTEXT = 25
"""How many code points a message shows before and after each place of a quote that is there more than once."""

SHOWN = 120
"""How many characters of a selector a message shows."""

QUOTE, POSITION = "TextQuoteSelector", "TextPositionSelector"

QUOTE_KEYS = frozenset({"exact", "prefix", "suffix", "occurrence"})
POSITION_KEYS = frozenset({"start", "end"})
NESTING_KEYS = frozenset({"selector", "source", "id", "@context"})

ALL = "all"


@dataclass(frozen=True)
class SelectorScope:
    """Where selectors are looked for: a field's name for messages, the text, and the range to look in first."""

    field: str
    text: str
    window: tuple[int, int]

    def error(self, message: str) -> AnchorError:
        """Return an error about the field."""
        return AnchorError(f"{self.field}: {message}")


def selected(value: Any, place: SelectorScope) -> list[Span]:
    """Return the spans that the value of a field selects: several selectors in a list are several pieces.

    Raises `AnchorError`, naming the field, if a selector cannot be read, or selects nothing or several places.
    """
    if not isinstance(value, list):
        return _spans(value, place)
    kinds = [_type(one, place) for one in value]
    if sorted(filter(None, kinds)) == [POSITION, QUOTE] == sorted(map(str, kinds)):
        return _agreeing(value, place)  # the list of a target in the W3C model: two ways to select the same
    return [span for one in value for span in _spans(one, place)]


def _spans(selector: Any, place: SelectorScope) -> list[Span]:
    """Return the spans that one selector selects: one, or all places of a quote if it asks for them."""
    if isinstance(selector, str):
        selector = {"exact": selector}
    kind = _type(selector, place)
    if not isinstance(selector, dict):
        raise place.error(_no_quote(selector))
    keys = selector.keys() - {"type", "@type"}
    if "refinedBy" in keys:
        outer = {key: part for key, part in selector.items() if key != "refinedBy"}
        return [inner for span in _spans(outer, place) for inner in _refined(selector["refinedBy"], span, place)]
    if "selector" in keys and not keys - NESTING_KEYS:
        inner = selector["selector"]
        return _agreeing(inner, place) if isinstance(inner, list) else _spans(inner, place)
    if kind != QUOTE and POSITION_KEYS <= keys <= POSITION_KEYS | QUOTE_KEYS:
        quote = {key: selector[key] for key in keys & QUOTE_KEYS}
        position = _position(selector, place)
        if quote:
            return _both(_quoted(quote, place), [position], place)
        return [_whole_words(position, place)]
    if kind != POSITION and "exact" in keys and not keys - QUOTE_KEYS:
        return _quoted(selector, place)
    raise place.error(_no_quote(selector))


def _no_quote(selector: Any) -> str:
    return f"{_shown(selector)} is not a quote; write a string or {{exact, prefix, suffix}}, or {{start, end}}"


def _shown(selector: Any) -> str:
    found = repr(selector)
    return found if len(found) <= SHOWN else f"{found[:SHOWN]}..."


def _type(selector: Any, place: SelectorScope) -> str | None:
    """Return the type of a selector, None without one; raises `AnchorError` for one that is not read."""
    given = (selector.get("type") or selector.get("@type")) if isinstance(selector, dict) else None
    for one in given if isinstance(given, list) else [given]:
        name = one.removeprefix("oa:") if isinstance(one, str) else one
        if name in (QUOTE, POSITION):
            return str(name)
        if name not in (None, "SpecificResource"):
            raise place.error(f"a selector of the type {name!r:.60} is not read; write a {QUOTE} or a {POSITION}")
    return None


def _agreeing(selectors: list[Any], place: SelectorScope) -> list[Span]:
    """Return what several selectors select, each of them the same."""
    if not selectors:
        raise place.error("a list of selectors is empty")
    quotes = [one for one in selectors if _type(one, place) != POSITION]
    first, *others = [*(x for x in selectors if x not in quotes), *quotes]
    is_bare = quotes and isinstance(first, dict) and first.keys() - {"type", "@type"} == POSITION_KEYS
    found = [_position(first, place)] if is_bare else _spans(first, place)
    for other in others:
        if _type(first, place) == POSITION and len(found) == 1:
            found = _both(_at(other, found[0], place), found, place)
        else:
            found = _both(_spans(other, place), found, place)
    return found


def _at(selector: Any, span: Span, place: SelectorScope) -> list[Span]:
    """Return what a selector selects, of several places of a quote the one at a span: there, it is the only one."""
    quote = {"exact": selector} if isinstance(selector, str) else selector
    if isinstance(quote, dict) and not quote.keys() - QUOTE_KEYS - {"type", "@type"} and "occurrence" not in quote:
        _check_quote(quote, place)
        if span in _places(quote, place.text):
            return [span]
    return _spans(selector, place)


def _both(quoted: list[Span], positioned: list[Span], place: SelectorScope) -> list[Span]:
    """Return spans that were selected in two ways; raises `AnchorError` if they differ."""
    if quoted != positioned:
        told = [", ".join(f"{span.start} to {span.end}" for span in spans) for spans in (quoted, positioned)]
        raise place.error(
            f"its selectors select different words: {told[0]} and {told[1]}, which has "
            f"{place.text[positioned[0].start : positioned[0].end]!r:.60}{_hint(quoted, positioned, place.text)}"
        )
    return quoted


def _hint(quoted: list[Span], positioned: list[Span], text: str) -> str:
    """Return what may be wrong with offsets that are not where the quote is."""
    counts = [(_utf16(text[: span.start]), _utf16(text[: span.end])) for span in quoted]
    if counts == [(span.start, span.end) for span in positioned]:
        return "; its offsets count UTF-16 code units: give code points"
    return "; correct one, or leave it out"


def _utf16(prefix: str) -> int:
    return len(prefix.encode("utf-16-le", "surrogatepass")) // 2


def _position(selector: Mapping[str, Any], place: SelectorScope) -> Span:
    """Return the span between offsets, which are code points."""
    start, end = selector["start"], selector["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(place.text):
        raise place.error(
            f"it reaches from {start!r:.30} to {end!r:.30}; expected code points from 0 to {len(place.text)}, the "
            "first before the second"
        )
    return Span(start=start, end=end)


def _whole_words(span: Span, place: SelectorScope) -> Span:
    """Return a span between offsets; raises `AnchorError` if it cuts a word.

    Where a quote is beside it, that the two differ is told instead.
    """
    if _cuts_word(place.text, span):
        found = span.of(place.text)
        raise place.error(f"from {span.start} to {span.end} is {found!r:.60}, which cuts a word")
    return span


def _refined(selector: Any, outer: Span, place: SelectorScope) -> list[Span]:
    """Return what a selector selects within a span, as spans of the whole text."""
    words = outer.of(place.text)
    inner = selected(selector, SelectorScope(place.field, words, (0, len(words))))
    spans = [Span(start=outer.start + span.start, end=outer.start + span.end) for span in inner]
    if any(_cuts_word(place.text, span) for span in spans):
        raise place.error(f"{_shown(selector)} cuts a word within {words!r:.60}")
    return spans


# Quotes


def _check_quote(quote: Mapping[str, Any], place: SelectorScope) -> None:
    texts = [quote[key] for key in ("exact", "prefix", "suffix") if key in quote]
    if not quote.get("exact") or not all(isinstance(part, str) for part in texts):
        raise place.error(_no_quote(quote))


def _quoted(quote: Mapping[str, Any], place: SelectorScope) -> list[Span]:
    """Return the one place of a quote in the window, or in the whole text if the window does not have it.

    With an `occurrence` it is one of several places, or all of them. Raises `AnchorError` if there is no such place, or
    more than one without it.
    """
    _check_quote(quote, place)
    text, window = place.text, place.window
    whole = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
    every = _places(quote, text)
    whole_words = [span for span in every if not _cuts_word(text, span)]
    if not whole_words:
        why = f"{whole!r} cuts a word wherever it is" if every else _not_found(quote, text)
        raise place.error(f"{why}; copy it from the text, typography included")
    spans = [span for span in whole_words if window[0] <= span.start and span.end <= window[1]] or whole_words
    if "occurrence" in quote:
        return _chosen(spans, quote["occurrence"], whole, place)
    if len(spans) > 1:
        shown = ", ".join(repr(text[max(0, span.start - CONTEXT) : span.end + CONTEXT]) for span in spans)
        raise place.error(
            f"{whole!r} is there {len(spans)} times: {shown}; give `prefix` or `suffix`, or as `occurrence` a number "
            f'or "{ALL}"'
        )
    return spans


def _not_found(quote: Mapping[str, Any], text: str) -> str:
    """Return which part of a quote is not in the text: its words, or what should be before or after them."""
    exact = quote["exact"]
    beside = {key: quote[key] for key in ("prefix", "suffix") if quote.get(key)}
    if exact not in text or not beside:
        return f"{exact!r} is not in the article"
    missing = {key: part for key, part in beside.items() if not _places({"exact": exact, key: part}, text)}
    wrong = " and ".join(f"its {key} {part!r}" for key, part in (missing or beside).items())
    are = "are" if len(missing or beside) > 1 else "is"
    side = {"prefix": "right before it", "suffix": "right after it"}
    where = " or ".join(side[key] for key in (missing or beside))
    together = "" if missing else " in one and the same place"
    return f"{exact!r} is in the article, but {wrong} {are} not {where}{together}"


def _chosen(spans: list[Span], occurrence: Any, whole: str, place: SelectorScope) -> list[Span]:
    """Return the place of a quote with a number, or all places that do not overlap an earlier one."""
    if occurrence == ALL:
        apart: list[Span] = []
        for span in spans:
            if not apart or apart[-1].end <= span.start:
                apart.append(span)
        return apart
    if type(occurrence) is not int or not 1 <= occurrence <= len(spans):
        raise place.error(
            f"`occurrence` is {occurrence!r:.30}, and {whole!r} is there {len(spans)} times; expected a number from 1 "
            f'to {len(spans)}, or "{ALL}"'
        )
    return [spans[occurrence - 1]]


def _places(quote: Mapping[str, Any], text: str) -> list[Span]:
    """Return every place at which a quote is between its prefix and its suffix."""
    exact, before, after = quote["exact"], quote.get("prefix", ""), quote.get("suffix", "")
    return [Span(start=start, end=start + len(exact)) for start in _starts(text, before, exact, after)]


def _starts(text: str, before: str, exact: str, after: str) -> Iterator[int]:
    """Yield every offset at which `exact` begins between `before` and `after`."""
    start = text.find(before + exact + after)
    while start >= 0:
        yield start + len(before)
        start = text.find(before + exact + after, start + 1)


def _cuts_word(text: str, span: Span) -> bool:
    """Return whether a span begins or ends in the middle of a word."""
    inner_ends = (end for end in (span.start, span.end) if 0 < end < len(text))
    return any(text[end - 1].isalnum() and text[end].isalnum() for end in inner_ends)
