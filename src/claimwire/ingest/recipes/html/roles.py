"""What each line of a page is: headline, lead, body, a heading within it, a date, or no part of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ....schema.vocab import SegmentKind
from ...reading import KEPT
from ..opening import has_dateline
from .dates import is_dated, is_only_date
from .elements import HEADINGS, Element, Line
from .facts import PageFacts
from .furniture import LINK_SHARE, heads_pointers, heads_sources, is_bio, is_byline, is_furniture
from .layout import PageLayout
from .marks import ALSO_OF_LEADS, LEAD_MARKS, MARKS
from .phrases import BY
from .words import same_words, share_in, uncut, words_of

LEAD_LINES = 8
"""Most lines of an element that is a lead by its marks."""

LEAD_WORDS = 5
"""Least number of words of a heading under the headline, or of a line above the text, that is a lead."""

SHORT_LEAD_WORDS = 3
"""Least number of words of a paragraph above the text, or of a line beside the headline, that is a lead."""

BOLD_WORDS = 8
"""Least number of words of a first paragraph in bold that is a lead."""

HEADING_WORDS = 12
"""Most words of a line in bold that is a heading."""

LABEL_WORDS = 4
"""Most words of a line in no paragraph, and without a full stop, that is a label."""

CELL_WORDS = 8
"""Least number of words in a cell of a table that is text and no figure."""

NAME_WORDS = 4
AFTER_NAME = re.compile(r",| in | for | and |\|")
DATELINE_WITHIN = 6
"""Number of lines at the beginning of a text among which a dateline is looked for; what stands above it is a lead."""

ALIKE = 0.9
PARAGRAPHS = ("p", "li", "blockquote", "dd", "dt", "pre", "q", "summary", "details")


@dataclass
class Roles:
    """The kinds of a page's lines, given one after the other."""

    layout: PageLayout
    facts: PageFacts
    title: str
    kinds: list[SegmentKind | None] = field(default_factory=list)
    """The kind of each line; None for one of which nothing is recorded."""
    has_body: bool = False
    main_start: int = 0
    """Number of the first line of the text."""
    dateline: int = -1
    """Number of the line that begins with a dateline; -1 if there is none."""
    authors: frozenset[str] = frozenset()
    """Names of the authors, as the page and the lines above the text give them, in lowercase."""
    teased: Element | None = None
    """The element of the last heading that is a link to another page, and not of the text."""
    section: str = ""
    """`sources` below a heading of sources, `pointers` below one of other pages."""
    said: dict[str, Line] = field(default_factory=dict)
    """Kept lines by their text."""

    def give(self) -> list[SegmentKind | None]:
        """Return the kinds of all lines."""
        lines = self.layout.lines
        self.authors = self.facts.authors
        start = self.layout.headline or 0
        self.main_start = next((n for n, line in enumerate(lines) if self._in_main(line) and n >= start), len(lines))
        within = [n for n, line in enumerate(lines) if self._in_main(line) and n > start][:DATELINE_WITHIN]
        self.dateline = next((n for n in within if has_dateline(lines[n].text)), -1)
        for number, line in enumerate(lines):
            kind = None if self.layout.is_comment(line) else self._kind(number, line)
            self.kinds.append(kind)
            if kind in KEPT:
                self.said.setdefault(line.text, line)
            self.has_body = self.has_body or kind is SegmentKind.BODY
        self._drop_headings_of_nothing()
        return self.kinds

    def _in_main(self, line: Line) -> bool:
        return self.layout.main is not None and self.layout.main in line.block.around

    def _in_scope(self, line: Line) -> bool:
        scope = self.layout.scope
        return scope is not None and scope.tag not in ("html", "body") and scope in line.block.around

    def _kind(self, number: int, line: Line) -> SegmentKind:
        """Return what a line is."""
        headline = self.layout.headline
        if not self.has_body and is_byline(line):
            self.authors |= {AFTER_NAME.split(BY.sub("", line.text))[0].casefold()}
        if line.text == self.title or (number == headline):
            return SegmentKind.DUPLICATE
        before = headline is not None and number < headline
        if is_only_date(line) or (is_dated(line) and (before or not self.has_body or not self._in_main(line))):
            return SegmentKind.METADATA
        if self._is_description(line) and not self._in_main(line) and not self.has_body:
            return self._once(line, SegmentKind.LEAD)
        if before:
            lead = self._is_marked_lead(line) and self._is_beside_headline(line) and line.words >= SHORT_LEAD_WORDS
            return SegmentKind.LEAD if lead and not is_furniture(line) else SegmentKind.BOILERPLATE
        if self._is_apart(line) or self._is_of_section(line) or is_furniture(line) or self._names(line):
            return SegmentKind.DUPLICATE if line.text in self.said else SegmentKind.BOILERPLATE
        if not self.has_body and self._is_lead(number, line):
            return self._once(line, SegmentKind.LEAD)
        return self._once(line, self._kind_of_text(line))

    def _is_apart(self, line: Line) -> bool:
        """Return whether a line is in an element that is not part of the text, and is not marked as a lead as well."""
        element = self.layout.apart(line)
        if element is None or self.has_body or element in self.layout.others:
            return element is not None
        marks = {mark for outer in self.layout.aparts(line) for mark in outer.marks & MARKS or {outer.tag}}
        return not (self._is_marked_lead(line) and marks <= ALSO_OF_LEADS)

    def _once(self, line: Line, kind: SegmentKind) -> SegmentKind:
        """Return the kind of a line, or that it repeats one that is kept."""
        repeats = line.text in self.said and line.words >= LEAD_WORDS and kind in KEPT
        return SegmentKind.DUPLICATE if repeats else kind

    def _names(self, line: Line) -> bool:
        """Return whether a line names the author or the site, or says who the author is."""
        if line.text.casefold() in self.facts.site:
            return True
        if is_bio(line, self.authors):
            return self.has_body
        if self.has_body:
            return False
        in_header = line.block.inside("header", "hgroup") and not line.is_sentence and not self._is_marked_lead(line)
        return is_byline(line, self.authors) or (in_header and (line.words < SHORT_LEAD_WORDS or _is_name(line.text)))

    def _is_of_section(self, line: Line) -> bool:
        """Return whether a line is a heading of sources or of other pages, or stands below one."""
        is_heading = self._is_heading(line)
        if is_heading or line.words <= 3:
            if heads_sources(line):
                self.section = "sources"
                return True
            if heads_pointers(line):
                self.section = "pointers"
                return True
        if is_heading:
            self.teased = line.block.parent if self._is_linked_heading(line) else None
            self.section = ""
        if self.teased is not None and self.teased in line.block.around:
            return True
        if self.section == "pointers" and line.block.inside("p", "blockquote") and line.is_sentence:
            self.section = "" if line.link_share < 0.5 and not line.block.inside("li") else self.section
        return bool(self.section)

    def _is_linked_heading(self, line: Line) -> bool:
        """Return whether a heading is a link to another page, in an element without any of the text."""
        if line.link_share < LINK_SHARE or line.block.parent is None:
            return False
        bodies = zip(self.layout.lines, self.kinds, strict=False)
        return not any(kind is SegmentKind.BODY and line.block.parent in other.block.around for other, kind in bodies)

    def _is_heading(self, line: Line) -> bool:
        bold = line.is_bold and line.words <= HEADING_WORDS and not line.is_sentence
        return line.block.inside(*HEADINGS) or bold

    def _is_lead(self, number: int, line: Line) -> bool:
        """Return whether a line below the headline and above the text is a lead."""
        if self._is_marked_lead(line):
            return line.words > 1
        if line.block.inside(*HEADINGS):
            first = all(kind not in (SegmentKind.BODY, SegmentKind.SECTION_HEADING) for kind in self.kinds)
            long = line.words >= LEAD_WORDS or line.is_sentence or not self._in_main(line)
            return first and long and self._is_beside_headline(line) and self._goes_on(number)
        if line.block.inside("header", "hgroup") and self._is_beside_headline(line):
            return line.words >= SHORT_LEAD_WORDS
        if not self._in_main(line):
            return number < self.main_start < len(self.layout.lines) and self._is_above_text(line)
        bold = line.is_bold and line.words >= BOLD_WORDS and self._goes_on(number)
        return bold or number < self.dateline

    def _is_beside_headline(self, line: Line) -> bool:
        """Return whether a line is outside the text, or in the same element as the headline."""
        if self.layout.headline is None:
            return False
        around = self.layout.lines[self.layout.headline].block.around
        return not self._in_main(line) or line.block in around or line.block.parent in around

    def _is_above_text(self, line: Line) -> bool:
        """Return whether a line between headline and text, in no element of either, is long enough to be a lead."""
        if self.layout.headline is None or _is_name(line.text):
            return False
        parent, around = line.block.parent, self.layout.lines[self.layout.headline].block.around
        beside = parent is not None and parent in around and parent.tag not in ("html", "body")
        return line.words >= (SHORT_LEAD_WORDS if line.block.tag == "p" or beside else LEAD_WORDS)

    def _is_marked_lead(self, line: Line) -> bool:
        main = self.layout.main
        return any(
            element.marks & LEAD_MARKS and self.layout.counts[element] <= LEAD_LINES
            for element in line.block.around
            if element.tag not in ("html", "body") and (main is None or element not in main.around)
        )

    def _goes_on(self, number: int) -> bool:
        """Return whether text follows a line that is not like it."""
        line = self.layout.lines[number]
        rest = self.layout.lines[number + 1 :]
        return any(
            other.is_sentence and not other.is_bold and other.block.tag != line.block.tag for other in rest
        ) or any(other.is_sentence and not other.is_bold and not other.block.inside(*HEADINGS) for other in rest)

    def _is_description(self, line: Line) -> bool:
        """Return whether a line is what the page says of itself."""
        words = words_of(line.text)
        return len(words) >= LEAD_WORDS and any(
            share_in(words, told) >= ALIKE and share_in(told, words) >= ALIKE
            for told in (words_of(uncut(text)) for _, text in self.facts.descriptions)
        )

    def _kind_of_text(self, line: Line) -> SegmentKind:
        """Return what a line is that nothing marks as another part of the page."""
        if not self._in_main(line):
            inside = self._in_scope(line) or self.layout.is_found(line)
            is_text = inside and line.is_sentence and line.words >= LEAD_WORDS and line.link_share < 0.5
            if self._is_heading(line) and self._in_scope(line) and self.has_body and line.link_share < LINK_SHARE:
                return SegmentKind.SECTION_HEADING
            return SegmentKind.BODY if is_text and not self._is_teaser(line) else SegmentKind.BOILERPLATE
        if self._is_heading(line):
            same = same_words(words_of(line.text), words_of(self.title)) and not self.has_body
            return SegmentKind.DUPLICATE if same else SegmentKind.SECTION_HEADING
        if line.block.tag in ("td", "th", "tr", "table"):
            return SegmentKind.BODY if line.is_sentence or line.words >= CELL_WORDS else SegmentKind.BOILERPLATE
        label = line.words <= LABEL_WORDS and not line.is_sentence and not line.block.inside(*PARAGRAPHS)
        return SegmentKind.BOILERPLATE if label else SegmentKind.BODY

    def _is_teaser(self, line: Line) -> bool:
        """Return whether a line outside the text stands beside a heading that is a link."""
        parent = line.block.parent
        return parent is not None and any(
            other.block.inside(*HEADINGS) and other.link_share >= LINK_SHARE and parent in other.block.around
            for other in self.layout.lines
        )

    def _drop_headings_of_nothing(self) -> None:
        """Make headings boilerplate that have no text below them, only boilerplate or nothing."""
        below = SegmentKind.BOILERPLATE
        for number in range(len(self.kinds) - 1, -1, -1):
            kind = self.kinds[number]
            if kind is SegmentKind.SECTION_HEADING and below is SegmentKind.BOILERPLATE:
                self.kinds[number] = SegmentKind.BOILERPLATE
            elif kind in KEPT:
                below = SegmentKind.BODY
            elif kind is SegmentKind.BOILERPLATE and self._is_heading(self.layout.lines[number]):
                continue
            if kind is SegmentKind.SECTION_HEADING and below is SegmentKind.BODY:
                below = SegmentKind.SECTION_HEADING


def _is_name(text: str) -> bool:
    """Return whether all words of a short line begin with a capital, as in a name, and none is a number."""
    words = text.replace(",", " ").split()
    return len(words) <= NAME_WORDS and all(word[0].isupper() and word.replace("-", "").isalpha() for word in words)


def kept_text(lines: Sequence[Line], kinds: Sequence[SegmentKind | None]) -> list[str]:
    """Return the texts of the lines that are kept."""
    return [line.text for line, kind in zip(lines, kinds, strict=True) if kind in KEPT]
