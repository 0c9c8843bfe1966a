"""What each line of a page is: headline, lead, body, a heading within it, a date, or no part of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ....schema.vocab import SegmentKind
from ...reading import KEPT
from ..opening import has_dateline
from .closing import closes, last_lines
from .dates import is_dated, is_only_date
from .elements import HEADINGS, Element, Line
from .facts import PageFacts
from .furniture import LINK_SHARE, is_bio, is_byline, is_furniture
from .layout import PageLayout
from .marks import ALSO_OF_LEADS, LEAD_MARKS, MARKS
from .phrases import BY
from .sections import Sections, is_heading
from .words import same_words, share_in, uncut, words_of

LEAD_LINES = 8
"""Most lines of an element that is a lead by its marks."""

LEAD_WORDS = 5
"""Least number of words of a heading under the headline, or of a line above the text, that is a lead."""

SHORT_LEAD_WORDS = 3
"""Least number of words of a paragraph above the text, or of a line beside the headline, that is a lead."""

BOLD_WORDS = 8
"""Least number of words of a first paragraph in bold that is a lead."""

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
    sections: Sections = field(init=False)
    has_heading: bool = False
    """Whether a heading within the text was found."""
    said: dict[str, SegmentKind] = field(default_factory=dict)
    """What kept lines were first, by their text."""

    def __post_init__(self) -> None:
        self.sections = Sections(self.layout)

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
            if kind is not None and kind in KEPT:
                self.said.setdefault(line.text, kind)
            if kind is SegmentKind.BODY:
                self.has_body = True
                self.sections.add_body(line)
            self.has_heading = self.has_heading or kind is SegmentKind.SECTION_HEADING
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
        furniture = is_furniture(line, may_be_link=self._is_linked_sentence(line)) or self._closes(number, line)
        if self._is_apart(line) or self.sections.holds(number, line) or furniture or self._names(line):
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
        """Return the kind of a line, or that it repeats a lead, or stands outside the text and repeats any kept line.

        What is said twice in the text, such as a question of an interview, is kept twice.
        """
        first = self.said.get(line.text)
        if first is None or line.words < LEAD_WORDS or kind not in KEPT:
            return kind
        return SegmentKind.DUPLICATE if first is SegmentKind.LEAD or not self._in_main(line) else kind

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

    def _closes(self, number: int, line: Line) -> bool:
        """Return whether a line is among the last of the text, and is not part of it by its words."""
        return self.has_body and number in self._last_lines and closes(line)

    @cached_property
    def _last_lines(self) -> frozenset[int]:
        return last_lines(self.layout)

    def _is_linked_sentence(self, line: Line) -> bool:
        """Return whether a line is a paragraph of the text that is a sentence, though all of it is a link."""
        paragraph = line.block.tag in ("p", "pre", "dd") or line.block is self.layout.main
        is_text = paragraph and self._in_main(line) and not line.block.inside("li", *HEADINGS)
        return is_text and line.words >= LEAD_WORDS and line.text.rstrip("”\"'’)»").endswith(".")

    def _is_lead(self, number: int, line: Line) -> bool:
        """Return whether a line below the headline and above the text is a lead."""
        if self._is_marked_lead(line):
            return line.words > 1
        if line.block.inside(*HEADINGS):
            first = not (self.has_body or self.has_heading)
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
        lasts = self._last_sentences
        other = any(last > number for (tag, _), last in lasts.items() if tag != line.block.tag)
        return other or any(last > number for (_, in_heading), last in lasts.items() if not in_heading)

    @cached_property
    def _last_sentences(self) -> dict[tuple[str, bool], int]:
        """The number of the last plain sentence in blocks of a tag, in headings and elsewhere."""
        return {
            (line.block.tag, line.block.inside(*HEADINGS)): number
            for number, line in enumerate(self.layout.lines)
            if line.is_sentence and not line.is_bold
        }

    def _is_description(self, line: Line) -> bool:
        """Return whether a line is what the page says of itself."""
        words = words_of(line.text)
        return len(words) >= LEAD_WORDS and any(
            share_in(words, told) >= ALIKE and share_in(told, words) >= ALIKE for told in self._described
        )

    @cached_property
    def _described(self) -> list[list[str]]:
        return [words_of(uncut(text)) for _, text in self.facts.descriptions]

    def _kind_of_text(self, line: Line) -> SegmentKind:
        """Return what a line is that nothing marks as another part of the page."""
        if not self._in_main(line):
            inside = self._in_scope(line) or self.layout.is_found(line)
            is_text = inside and line.is_sentence and line.words >= LEAD_WORDS and line.link_share < 0.5
            if is_heading(line) and self._in_scope(line) and self.has_body and line.link_share < LINK_SHARE:
                return SegmentKind.SECTION_HEADING
            return SegmentKind.BODY if is_text and not self._is_teaser(line) else SegmentKind.BOILERPLATE
        if is_heading(line):
            same = same_words(words_of(line.text), words_of(self.title)) and not self.has_body
            return SegmentKind.DUPLICATE if same else SegmentKind.SECTION_HEADING
        if line.block.tag in ("td", "th", "tr", "table"):
            return SegmentKind.BODY if line.is_sentence or line.words >= CELL_WORDS else SegmentKind.BOILERPLATE
        label = line.words <= LABEL_WORDS and not line.is_sentence and not line.block.inside(*PARAGRAPHS)
        return SegmentKind.BOILERPLATE if label else SegmentKind.BODY

    def _is_teaser(self, line: Line) -> bool:
        """Return whether a line outside the text stands beside a heading that is a link."""
        return line.block.parent in self._around_linked_headings

    @cached_property
    def _around_linked_headings(self) -> set[Element | None]:
        return {
            element
            for line in self.layout.lines
            if line.link_share >= LINK_SHARE and line.block.inside(*HEADINGS)
            for element in line.block.around
        }

    def _drop_headings_of_nothing(self) -> None:
        """Make headings boilerplate that have no text below them, only boilerplate or nothing."""
        below = SegmentKind.BOILERPLATE
        for number in range(len(self.kinds) - 1, -1, -1):
            kind = self.kinds[number]
            if kind is SegmentKind.SECTION_HEADING and below is SegmentKind.BOILERPLATE:
                self.kinds[number] = SegmentKind.BOILERPLATE
            elif kind in KEPT:
                below = SegmentKind.BODY
            elif kind is SegmentKind.BOILERPLATE and is_heading(self.layout.lines[number]):
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
