"""The headline of a page: as the page shows it, where its head or its JSON-LD say which line it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .elements import HEADINGS, Line
from .facts import PageFacts
from .words import same_words, uncut, was_cut, words_of

SITE_END = re.compile(r"\s+(?:\||·|•|::|»)\s+.{1,60}$")
"""The name of a site that the page does not name elsewhere, at the end of its title."""

TITLE_WORDS = 3
"""Least number of words by which a heading is known as a headline, and not as the name of a section."""


def main_heading(lines: Sequence[Line]) -> str | None:
    """Return the heading that stands above a page, if it has one only, or one only in its article."""
    headings = _top_headings(lines)
    return headings[0].text if headings else None


def _top_headings(lines: Sequence[Line]) -> list[Line]:
    headings = [line for line in lines if line.block.inside("h1")]
    within = [line for line in headings if line.block.inside("article", "main")]
    return within or headings


def find_headline(lines: Sequence[Line], facts: PageFacts) -> tuple[str, int | None] | None:
    """Return the headline and the number of the line that shows it; None if the page has none.

    A heading is preferred that the page says is its headline, then the one heading of the first level, then any line
    with the words that the page says are its headline, then these words, which no line shows.
    """
    headings = [line for line in _top_headings(lines) if line.text.casefold() not in facts.site]
    said = [words_of(uncut(title)) for title in facts.headlines]
    alike = [line for line in headings if any(same_words(words_of(line.text), words) for words in said)]
    alone = headings if len(headings) == 1 and headings[0].words >= TITLE_WORDS else []
    shown = alike or alone or _lines_with(lines, said) or (headings if not said else [])
    if shown:
        return shown[0].text, lines.index(shown[0])
    titles = [title for title in facts.headlines if not was_cut(title)] or list(facts.headlines)
    if titles:
        return SITE_END.sub("", titles[0]), None
    lower = next((line for line in lines if line.block.tag in HEADINGS and line.words >= TITLE_WORDS), None)
    return (lower.text, lines.index(lower)) if lower is not None else None


def _lines_with(lines: Sequence[Line], said: Sequence[list[str]]) -> list[Line]:
    """Return the lines, headings first, that have the words of the headline as the page says it."""
    found = [line for line in lines if line.words >= TITLE_WORDS and words_of(line.text) in said]
    near = [
        line for line in lines if line.block.tag in HEADINGS and any(same_words(words_of(line.text), s) for s in said)
    ]
    ends = [line for line in lines if line.words >= TITLE_WORDS and any(_is_end(words_of(line.text), s) for s in said)]
    return sorted(found, key=lambda line: line.block.tag not in HEADINGS) or near or ends


def _is_end(words: list[str], title: list[str]) -> bool:
    """Return whether words are most of a title, which has the name of the site before or after them."""
    return 2 * len(words) >= len(title) > len(words) > 0 and words in (title[: len(words)], title[-len(words) :])
