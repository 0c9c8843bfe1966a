"""Parts of a page under a heading of their own that are no part of the article: sources, and links to other pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from .elements import HEADINGS, Element, Line
from .furniture import LINK_SHARE, heads_pointers, heads_sources
from .layout import PageLayout

HEADING_WORDS = 12
"""Most words of a line in bold that is a heading."""

TEASER_LINES, TEASER_WORDS = 4, 25
"""Most lines below a heading of other pages that are teasers without a link, and most words of one."""


@dataclass
class Sections:
    """The section that a line of a page is in, given its lines one after the other."""

    layout: PageLayout
    bodies: int = 0
    """Number of lines of the body so far."""
    around_body: set[Element] = field(default_factory=set)
    """All elements that hold a part of the body."""
    teased: Element | None = None
    """The element of the last heading that is a link to another page, and not of the text."""
    teasers: list[int] = field(default_factory=list)
    """Numbers of sentences without a link that were left out because they stand below a heading of other pages."""
    section: str = ""
    """`sources` below a heading of sources, `pointers` below one of other pages."""

    def add_body(self, line: Line) -> None:
        """Add a line of the body."""
        self.bodies += 1
        self.around_body.update(line.block.around)

    def holds(self, number: int, line: Line) -> bool:
        """Return whether a line is a heading of sources or of other pages, or stands below one."""
        heading = is_heading(line)
        if heading or line.words <= 3:
            if heads_sources(line):
                self.section = "sources"
                return True
            if heads_pointers(line):
                self.section = "pointers"
                self.teasers += self._teasers_below(number, line)
                return True
        if heading:
            self.teased = line.block.parent if self._is_linked_heading(line) else None
            self.section = ""
        if self.teased is not None and self.teased in line.block.around:
            return True
        if number in self.teasers:
            return True
        if self.section == "pointers" and line.block.inside("p", "blockquote") and line.is_sentence:
            self.section = "" if line.link_share < 0.5 and not line.block.inside("li") else self.section
        return bool(self.section)

    def _teasers_below(self, number: int, heading: Line) -> list[int]:
        """Return the numbers of the lines from a heading of other pages to the end of the text, if they are teasers.

        They are few and short paragraphs without a link; the text before is longer than they are.
        """
        if not self.bodies or heading.block.tag not in HEADINGS:
            return []
        main = self.layout.main
        within = (n for n, line in enumerate(self.layout.lines) if main is not None and main in line.block.around)
        last = max(within, default=number)
        below = self.layout.lines[number + 1 : last + 1]
        short = all(line.words <= TEASER_WORDS and not line.block.inside(*HEADINGS) for line in below)
        return list(range(number + 1, last + 1)) if short and len(below) <= min(TEASER_LINES, self.bodies) else []

    def _is_linked_heading(self, line: Line) -> bool:
        """Return whether a heading is a link to another page, in an element without any of the text."""
        if line.link_share < LINK_SHARE or line.block.parent is None:
            return False
        around_text = self.layout.main.around if self.layout.main is not None else ()
        return line.block.parent not in self.around_body and line.block.parent not in around_text


def is_heading(line: Line) -> bool:
    """Return whether a line is a heading, or short and in bold."""
    bold = line.is_bold and line.words <= HEADING_WORDS and not line.is_sentence
    return line.block.inside(*HEADINGS) or bold
