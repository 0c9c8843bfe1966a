"""Where the text of a page's article is: the element that holds most of its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .elements import HEADINGS, Element, Line
from .furniture import is_furniture
from .marks import COMMENT_MARKS, is_region, is_set_apart
from .words import words_of

TEXT_MARKS = frozenset(
    {
        *(
            "articlebody",
            "article-body",
            "article-text",
            "article-content",
            "entry-content",
            "post-content",
            "post-body",
        ),
        *(
            "story-body",
            "story-content",
            "story-text",
            "text-content",
            "news-text",
            "body-text",
            "body-copy",
            "post-text",
        ),
        *("article-main", "content-body", "rich-text", "richtext", "field-body", "page-text", "blog-content"),
    }
)
"""Words in classes, ids and the like of elements that hold the text of an article."""

MOST = 0.85
"""Share of an element's sentences that one in it holds to be looked into."""

WHOLE = 0.4
"""Share of a page's sentences from which an element is its text, whatever its marks say."""

SURE = 0.3
"""Share of a page's sentences that an element with one of `TEXT_MARKS` has to hold."""

SENTENCE_WORDS, SHORT_WORDS = 8, 3
"""Least number of words of a sentence that tells where the text is, and where there are no such sentences."""

SAID_WORDS = 6
"""Least number of words of a line that is looked for in what trafilatura found."""


@dataclass
class PageLayout:
    """The lines of a page, and which elements they are in."""

    lines: Sequence[Line]
    headline: int | None
    found_words: str
    """The words that trafilatura found, between spaces."""
    weights: Counter[Element] = field(default_factory=Counter)
    """Length of the sentences in each element."""
    counts: Counter[Element] = field(default_factory=Counter)
    """Number of lines in each element."""
    others: frozenset[Element] = frozenset()
    """Elements that hold further articles."""
    main: Element | None = None
    """The element with the text; None if the page has no sentence."""
    scope: Element | None = None
    """The element that holds the text and the headline."""

    def __post_init__(self) -> None:
        for line in self.lines:
            self.counts.update(line.block.around)
            if _is_prose(line, SENTENCE_WORDS):
                self.weights.update(dict.fromkeys(line.block.around, len(line.text)))
        self._apart: dict[Element, bool] = {}
        self._around_headline = frozenset(self.lines[self.headline].block.around if self.headline is not None else ())
        self._total = self.weights[self.lines[0].block.around[-1]] if self.lines else 0
        self.others = frozenset(self._further_articles())
        self.main = self._text_element()
        self.scope = self.main and self._scope(self.main)

    def is_found(self, line: Line) -> bool:
        """Return whether trafilatura found a line."""
        words = words_of(line.text)
        return len(words) >= SAID_WORDS and f" {' '.join(words)} " in self.found_words

    def apart(self, line: Line) -> Element | None:
        """Return the element around a line that is not part of the text by its tag or marks; None if there is none."""
        return next(self.aparts(line), None)

    def aparts(self, line: Line) -> Iterator[Element]:
        """Yield all such elements, from the innermost."""
        for element in line.block.around:
            if element not in self._apart:
                self._apart[element] = self._is_apart(element)
            if self._apart[element]:
                yield element

    def _is_apart(self, element: Element) -> bool:
        if element in self.others:
            return True
        if element in self._around_headline:
            return False
        if element.marks & COMMENT_MARKS and element.tag not in ("html", "body", "main", "article"):
            return True
        return is_set_apart(element) and self.weights[element] < WHOLE * max(1, self._total)

    def _text_element(self) -> Element | None:
        """Return the element that holds the text."""
        for least in (SENTENCE_WORDS, SHORT_WORDS):
            prose = [
                line
                for n, line in enumerate(self.lines)
                if n != self.headline and _is_prose(line, least) and not is_furniture(line) and self.apart(line) is None
            ]
            if prose:
                return self._heaviest(prose)
        return None

    def _heaviest(self, prose: list[Line]) -> Element:
        weights: Counter[Element] = Counter()
        for line in prose:
            weights.update(dict.fromkeys(line.block.around, len(line.text) * (2 if self.is_found(line) else 1)))
        top = prose[0].block.around[-1]
        marked = _outermost(e for e in weights if e.marks & TEXT_MARKS and e.tag not in ("html", "body"))
        if sum(weights[element] for element in marked) >= SURE * weights[top]:
            if len(marked) == 1:
                return marked[0]
            top = common(marked)
        children: dict[Element | None, list[Element]] = {}
        for element in weights:
            children.setdefault(element.parent, []).append(element)
        while True:
            inner = max(children.get(top, ()), key=lambda element: weights[element], default=None)
            if inner is None or weights[inner] < MOST * weights[top] or inner.tag in ("p", "li", "blockquote"):
                return top
            top = inner

    def _scope(self, main: Element) -> Element:
        if self.headline is not None:
            return common([main, self.lines[self.headline].block])
        return next((element for element in main.around if element.tag in ("article", "main")), main)

    def _further_articles(self) -> Iterable[Element]:
        """Return the articles of the page, with a heading and a part of its sentences each, that are not its own."""
        articles = _outermost(element for element in self.weights if element.tag == "article")
        headed = {e for line in self.lines if line.block.inside("h1", "h2") for e in line.block.around}
        own = next((element for element in articles if element in self._around_headline), None)
        return [] if own is None else [element for element in articles if element is not own and element in headed]

    def is_comment(self, line: Line) -> bool:
        """Return whether a line is in the comments of readers, of which nothing is recorded."""
        element = self.apart(line)
        return element is not None and bool(element.marks & COMMENT_MARKS)

    def teasers(self) -> int:
        """Return the number of articles on the page whose headings are links to them."""
        articles = _outermost(element for element in self.counts if element.tag == "article")
        linked = {
            e
            for line in self.lines
            if line.block.inside(*HEADINGS) and line.link_share >= 0.8
            for e in line.block.around
        }
        return sum(element in linked for element in articles)


def in_regions(line: Line) -> bool:
    """Return whether a line is in a menu, a comment or the foot of the page, of which nothing is recorded."""
    return any(is_region(element) for element in line.block.around)


def common(elements: Collection[Element]) -> Element:
    """Return the innermost element that holds all of some elements."""
    first, *others = elements
    return next(e for e in first.around if all(e in other.around for other in others))


def _outermost(elements: Iterable[Element]) -> list[Element]:
    """Return the elements that are not in another of them."""
    known = dict.fromkeys(elements)
    return [element for element in known if not any(outer in known for outer in element.around[1:])]


def _is_prose(line: Line, least: int) -> bool:
    return line.is_sentence and line.words >= least and line.link_share < 0.5 and not line.block.inside("h1")
