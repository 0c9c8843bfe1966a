"""Elements of a page and the lines that stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
MARKED_BY = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-type", "data-module", "rel")
"""Attributes whose words say what an element is for."""

ENDS = tuple(end + close for end in ".?!…" for close in ("", *"”\"'’»)]", "”)", '")'))
"""How a line ends that is a sentence."""

CHANGED_MARKS = frozenset(
    {"modified", "updated", "update", "changed", "edited", "revised", "lastmod", "lastmodified", "datemodified"}
)
"""Words in classes and the like of a point in time that is not that of publication."""

PUBLISHED_MARKS = frozenset({"published", "date-published"})
"""Words in classes and the like of one that is, whatever else they say."""


@dataclass(eq=False)
class Element:
    """An element of a page that has text, and the elements around it."""

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None
    around: tuple[Element, ...] = ()
    """The element and those around it, from the innermost."""

    def __post_init__(self) -> None:
        self.around = (self,) if self.parent is None else (self, *self.parent.around)

    @cached_property
    def marks(self) -> frozenset[str]:
        """The words that the element is marked with, also in pairs: `news-lead` gives news, lead and news-lead."""
        words: set[str] = set()
        for name in MARKED_BY:
            for value in self.attributes.get(name, "").split():
                parts = [part.lower() for part in TOKEN.findall(value)]
                words.update(parts, map("-".join, pairwise(parts)))
        return frozenset(words)

    def inside(self, *tags: str) -> bool:
        """Return whether the element or one around it has one of the tags."""
        return not self._tags.isdisjoint(tags)

    @cached_property
    def _tags(self) -> frozenset[str]:
        return frozenset(element.tag for element in self.around)


@dataclass(eq=False)
class Line:
    """A line of a page: its text, the innermost block that it stands in, and how much of it is links or bold."""

    text: str
    block: Element
    linked: int
    bold: int
    stamps: tuple[str, ...] = ()
    """Points in time that are given to machines with the text, as in `<time datetime="2031-03-03">`."""
    changed: tuple[str, ...] = ()
    """Parts of the text in elements that are marked as giving a time of change."""

    @cached_property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does, and has more than a word."""
        return self.text.endswith(ENDS) and self.words > 1

    @cached_property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())

    @cached_property
    def link_share(self) -> float:
        """Share of the text that is links."""
        return min(1.0, self.linked / len(self.text))

    @cached_property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return self.bold >= len(self.text.replace(" ", "")) > 0
