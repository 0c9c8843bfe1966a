"""What a browser shows of a page: its lines in order, each with the elements that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .elements import CHANGED_MARKS, MARKED_BY, PUBLISHED_MARKS, Element, Line

NOT_SHOWN = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "iframe", "object", "embed", "canvas", "svg", "math"),
        *(
            "audio",
            "video",
            "map",
            "select",
            "datalist",
            "input",
            "textarea",
            "button",
            "progress",
            "meter",
            "rp",
            "rt",
        ),
        *(
            "noframes",
            "applet",
            "param",
            "source",
            "track",
            "link",
            "meta",
            "img",
            "picture",
            "amp-ad",
            "amp-analytics",
        ),
    }
)
"""Elements without text that a reader reads as such."""

BLOCKS = frozenset(
    {
        *("html", "body", "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "ul", "ol", "li", "dl", "dt", "dd", "menu", "dir", "dialog"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "blockquote", "pre", "figure", "figcaption"),
        *("form", "fieldset", "legend", "address", "hr", "details", "summary", "search", "frameset", "title", "label"),
    }
)
"""Elements that begin a line of their own and end one."""

USED = (*MARKED_BY, "href", "datetime", "content", "time", "data-unixtime")
"""Attributes that are looked at; a tag may have thousands of others."""

STRONG = frozenset({"b", "strong"})
SENTENCE_END = tuple(".?!…:;。”\"'’»")
"""Where a line of a page is over at a single `<br>`; elsewhere one only breaks a line for its looks."""

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u034f\u180e"))
"""Characters that a browser shows nothing of: soft hyphens, spaces of no width, joiners, byte order marks."""

SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x1c-\x1f]+")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HIDDEN_WORDS = 8
"""Least number of words of a paragraph that is missed if it is hidden."""

FOR_SCREEN_READERS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "visually-hide"}
)

EDIT_BUTTONS = frozenset({"mw-editsection", "editsection", "edit-section", "mw-jump-link"})
"""Classes of links of a wiki beside its headings."""


@dataclass
class _Open:
    """The line that is being collected."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    stamps: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    block: Element | None = None
    letters: int = 0
    """Number of its characters that are no white space."""
    last: str = ""
    """The last of its parts that has any of them."""
    broken: bool = False
    """Whether its last part is a break."""

    def line(self) -> Line | None:
        """Return the line, if it has any text."""
        text = shown("".join(self.parts))
        if not text or self.block is None:
            return None
        return Line(text, self.block, self.linked, self.bold, tuple(dict.fromkeys(self.stamps)), tuple(self.changed))

    def add(self, text: str, place: Element) -> None:
        """Add a text that stands in an element."""
        self.parts.append(text)
        seen = len("".join(shown(text).split()))
        if seen:
            self.broken, self.letters, self.last = False, self.letters + seen, text
            self.block = next(element for element in place.around if element.tag in BLOCKS or element.parent is None)
            inline = place.around[: place.around.index(self.block)]
            self.stamps += [stamp for element in (*inline, self.block) if (stamp := _stamp(element))]
            for element in filter(_is_of_change, inline):
                self.changed += [shown(text), *filter(None, map(element.attributes.get, ("datetime", "content")))]
            self.linked += len(shown(text)) if any(_is_link(element) for element in place.around) else 0
            self.bold += seen if any(element.tag in STRONG for element in inline) else 0

    def ends_at_break(self) -> bool:
        """Return whether a `<br>` ends the line: the second of two, or one after a sentence or a bold heading."""
        over = self.broken or self.bold >= self.letters or shown(self.last).endswith(SENTENCE_END)
        return self.letters > 0 and over

    def break_(self) -> None:
        """Add a break that does not end the line."""
        if self.letters and not self.broken:
            self.parts.append(" ")
            self.broken = True


def page_lines(root: Any) -> list[Line]:
    """Return the lines that a browser shows of a parsed page, in order."""
    lines: list[Line] = []
    current = _Open()
    for event, text, place in _walk(root):
        if event == "text":
            current.add(text, place)
        elif event == "break" and not current.ends_at_break():
            current.break_()
        else:
            line = current.line()
            lines += [line] if line is not None else []
            current = _Open()
    return lines


def _walk(root: Any) -> Iterator[tuple[str, str, Element]]:
    """Yield the texts of a page, its breaks and the edges of its blocks, each with the element that it stands in."""
    top = Element("html", {}, None)
    stack: list[tuple[Any, Element, Element | None]] = [(root, top, None)]
    while stack:
        node, parent, element = stack.pop()
        if element is None:
            element = _element(node, parent)
            if element is not None:
                yield from _edge(element, "“")
                if node.text:
                    yield "text", node.text, element
                stack.append((node, parent, element))
                stack.extend((child, element, None) for child in reversed(node))
                continue
        elif element.tag != "br":
            yield from _edge(element, "”")
        if node.tail and node is not root:
            yield "text", node.tail, parent
    yield "block", "", top


def _edge(element: Element, quote: str) -> Iterator[tuple[str, str, Element]]:
    """Yield what the beginning or the end of an element means for the line: an edge, a break, a quotation mark."""
    if element.tag in BLOCKS or (
        element.tag == "cite" and element.parent is not None and element.parent.tag == "blockquote"
    ):
        yield "block", "", element
    elif element.tag == "br":
        yield "break", "", element
    elif element.tag == "q":
        yield "text", quote, element


def _element(node: Any, parent: Element) -> Element | None:
    """Return an element that is shown; None for one that is not, for comments and the like."""
    if not isinstance(node.tag, str) or node.tag in NOT_SHOWN:
        return None
    attributes = {name: value for name in USED if (value := node.get(name)) is not None}
    if _is_hidden(node):
        return None
    if (FOR_SCREEN_READERS | EDIT_BUTTONS) & set(attributes.get("class", "").lower().split()):
        return None
    return Element(node.tag, attributes, parent)


def _is_link(element: Element) -> bool:
    """Return whether an element is a link to another page."""
    return element.tag == "a" and not element.attributes.get("href", "").startswith("#")


def _is_hidden(node: Any) -> bool:
    """Return whether an element says itself that it is not shown."""
    return node.get("hidden") is not None or HIDING.search(node.get("style") or "") is not None


def hidden_paragraphs(root: Any) -> int:
    """Return the number of paragraphs with a sentence in the article of a page that it does not show."""
    count = 0
    for paragraph in root.iter("p"):
        around = [paragraph, *paragraph.iterancestors()]
        if any(node.tag in ("article", "main") for node in around) and any(map(_is_hidden, around)):
            count += len(shown("".join(paragraph.itertext())).split()) >= HIDDEN_WORDS
    return count


def _is_of_change(element: Element) -> bool:
    return bool(element.marks & CHANGED_MARKS) and not element.marks & PUBLISHED_MARKS


def _stamp(element: Element) -> str:
    """Return the point in time that an element gives to machines; empty if it gives none."""
    given = element.attributes
    if _is_of_change(element):
        return ""
    if element.tag == "time" or "datepublished" in given.get("itemprop", "").lower():
        return given.get("datetime") or given.get("content") or ""
    return given.get("data-unixtime") or (given.get("time", "") if element.tag == "dateformat" else "")


def shown(text: str) -> str:
    """Return a text as a browser shows it: no invisible characters, a space for any white space."""
    return SPACES.sub(" ", text.translate(INVISIBLE)).strip()
