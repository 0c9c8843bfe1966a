"""Words that a page's own description has and its text lacks: a line that has them is a lead, or it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....schema.vocab import SegmentKind
from .elements import Line
from .facts import PageFacts
from .words import lacking, share_in, uncut, words_of

SUPPLIED, OF_DESCRIPTION = 0.8, 0.6
"""Share of the lacking words that a line has, and of its words that the description has, to be what is lacking."""

SHOWN_CHARACTERS = 200
FEW_LETTERS = 3
"""Most letters of words that tell nothing by themselves, such as `on` and `the`."""


def lacking_words(description: str, texts: Iterable[str], facts: PageFacts) -> list[str]:
    """Return the words of a description that no text has, except short ones and those of the site's name."""
    known = [word for text in (*texts, *facts.site, *facts.authors) for word in words_of(text)]
    lacks = lacking(words_of(uncut(description)), known)
    return [word for word in lacks if len(word) > FEW_LETTERS or not word.isalpha()]


def add_described(
    lines: Sequence[Line], kinds: list[SegmentKind | None], texts: Sequence[str], facts: PageFacts
) -> list[str]:
    """Make left-out lines with words of a description that the texts lack leads; return the texts with them."""
    kept = list(texts)
    for _, description in facts.descriptions:
        lacks = lacking_words(description, kept, facts)
        told = words_of(uncut(description))
        for number, line in enumerate(lines):
            words = words_of(line.text)
            if kinds[number] is not SegmentKind.BOILERPLATE or not lacks or not words:
                continue
            if share_in(lacks, words) >= SUPPLIED and share_in(words, told) >= OF_DESCRIPTION:
                kinds[number] = SegmentKind.LEAD
                kept.append(line.text)
                lacks = lacking_words(description, kept, facts)
    return kept


def notes_of_lacking(texts: Sequence[str], facts: PageFacts) -> list[str]:
    """Return a note for each description with words that the texts lack."""
    notes: dict[tuple[str, ...], str] = {}
    for where, description in facts.descriptions:
        lacks = lacking_words(description, texts, facts)
        if lacks and not any(set(lacks) <= set(told) for told in notes):
            shown = description if len(description) <= SHOWN_CHARACTERS else f"{description[:SHOWN_CHARACTERS]}…"
            notes.setdefault(
                tuple(lacks),
                f"the page's own description ({where}) has words that the text lacks: {', '.join(lacks)}; it says "
                f"“{shown}”; see whether the page was saved whole",
            )
    return list(notes.values())
