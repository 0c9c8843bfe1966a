"""Version 2 of the recipe for HTML pages: the raw text is what the page shows, and its lines are told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ....addresses import is_web_address
from ....errors import RecipeError
from ....schema import Publication
from ....schema.vocab import DateEvidence, SegmentKind
from ...filekinds import PLAIN_TEXT, kind_of_text
from ...reading import KEPT, Piece, Reading, TextLine
from ..opening import opening
from .charset import decode_page
from .dates import day_in, is_ambiguous, other_days, publication_of, told_in_facts, told_in_lines, told_in_url
from .described import add_described, notes_of_lacking
from .elements import Line
from .facts import PageFacts, page_facts
from .headline import find_headline, main_heading
from .layout import PageLayout, in_regions
from .library import DEEPEST, extraction, is_cut_off, parsed
from .roles import Roles, kept_text
from .visible import hidden_paragraphs, page_lines
from .words import lacking, share_in, words_of

TAG = re.compile(r"<(?:!doctype html|html|head|body)\b[^<>]*>", re.IGNORECASE)
"""What a page has somewhere, even if something else stands before it."""

ENOUGH, NEARLY_ALL = 0.7, 0.9
"""Shares of the words of `articleBody` that the text has, below which it is taken, and below which it is told."""

BODY_WORDS = 20
"""Least number of words of an `articleBody` that is taken for the text."""

TEASERS = 3
"""Number of articles with linked headings that make a page one of several articles."""


class HtmlRecipe:
    """The document is the page, the raw text its headline and the lines that a browser shows, without menus."""

    name = "html"
    version = 2
    describes = "an HTML page: headline, lead, body and section headings, in whatever elements they are (extra `html`)"

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return headline and lines of a page in UTF-8, or in the encoding that it declares, and what each line is.

        Raises `RecipeError` if the document is not a page, is not in its encoding, or holds no article or several.
        """
        if record is not None:
            raise RecipeError(f"the page holds one text, not records; leave `#{record}` out of its file name")
        source = decode_page(document)
        _require_page(source)
        found = extraction(source, in_time=True)
        root = parsed(source)
        return _read(root, found)


def _require_page(source: str) -> None:
    kind = kind_of_text(source)
    if (kind is not None and kind.recipe == "html") or not source.strip() or (kind is None and TAG.search(source)):
        return
    kind = kind or PLAIN_TEXT
    raise RecipeError(f"the document is {kind.name}, not an HTML page; {kind.advice}")


def _read(root: Any, found: Any) -> tuple[str, Reading]:
    lines = [line for line in page_lines(root) if not in_regions(line)] if root is not None else []
    if root is not None and not lines and next(root.iter("frameset", "frame"), None) is not None:
        raise RecipeError("the page is a set of frames; save the frame that holds the article")
    if root is None:
        raise RecipeError(_no_article("it shows no text"))
    facts = page_facts(root, main_heading(lines))
    headline = find_headline(lines, facts)
    if headline is None:
        raise RecipeError(_no_article("it has no headline"))
    title, number = headline
    layout = PageLayout(lines, number, _found_words(found))
    if layout.teasers() >= TEASERS and not facts.is_article and number is None:
        raise RecipeError(
            f"the page shows {layout.teasers()} articles with links to each; save the page of one article"
        )
    roles = Roles(layout, facts, title)
    kinds = roles.give()
    notes = _notes(layout, facts, root)
    if roles.sections.teasers:
        notes.append(
            f"{len(roles.sections.teasers)} sentences below a heading of other pages were left out, among them "
            f"“{lines[roles.sections.teasers[0]].text[:80]}”; see whether they are part of the text"
        )
    texts = add_described(lines, kinds, [title, *kept_text(lines, kinds)], facts)
    body = _body_of_linked_data(lines, kinds, texts, facts, notes)
    if not body and SegmentKind.BODY not in kinds:
        raise RecipeError(_no_article(f"it has the headline {title!r}, but no text below it"))
    raw, pieces = _pieces(title, lines, kinds, body)
    notes += notes_of_lacking([*texts, *body], facts)
    url = facts.url or (found.url if found is not None and is_web_address(str(found.url)) else None)
    publication, dates = _publication(layout, kinds, facts, url, found)
    return raw, Reading(pieces, url=url, publication=publication, notes=(*notes, *dates))


def _no_article(reason: str) -> str:
    return (
        f"no article was found in the page, or no headline: {reason}; is it the page of one article, saved as it is "
        "shown (not what stands before a login, a notice about cookies, or a script that loads the text)?"
    )


def _found_words(found: Any) -> str:
    text = found.text if found is not None and isinstance(found.text, str) else ""
    return f" {' '.join(words_of(text))} "


def _notes(layout: PageLayout, facts: PageFacts, root: Any) -> list[str]:
    notes = []
    hidden = hidden_paragraphs(root)
    if hidden:
        notes.append(f"the page hides {hidden} paragraphs of its article, which were left out; save it when they show")
    if is_cut_off(root):
        notes.append(
            f"the page has {DEEPEST} elements nested in one another, and the rest is not read; see what is missing"
        )
    if facts.broken_scripts:
        notes.append(f"{facts.broken_scripts} of the page's JSON-LD scripts hold no JSON, and were left out")
    if layout.others:
        notes.append(f"the page shows {len(layout.others)} further articles, which were left out")
    if facts.is_paid:
        notes.append("the page says that the article is not free to read; see whether its text is whole")
    return notes


def _body_of_linked_data(
    lines: Sequence[Line], kinds: list[SegmentKind | None], texts: Sequence[str], facts: PageFacts, notes: list[str]
) -> list[str]:
    """Return the paragraphs of `articleBody` if the page shows too few of them; or tell what it does not show."""
    body = max(facts.bodies, key=lambda paragraphs: len(" ".join(paragraphs)), default=())
    words = [word for paragraph in body for word in words_of(paragraph)]
    shown = share_in(words, [word for text in texts for word in words_of(text)])
    if SegmentKind.BODY in kinds and (shown >= ENOUGH or len(words) < BODY_WORDS):
        lacks = lacking(words, [word for text in texts for word in words_of(text)])
        if shown < NEARLY_ALL and len(words) >= BODY_WORDS:
            notes.append(
                f"the page's own articleBody (JSON-LD) has {len(lacks)} words that the text lacks, among them "
                f"{', '.join(lacks[:10])}; see whether the page was saved whole"
            )
        return []
    if not body or (SegmentKind.BODY not in kinds and len(words) < 3):
        return []
    whole = " ".join(words)
    for number, line in enumerate(lines):
        if kinds[number] in KEPT and " ".join(words_of(line.text)) in whole:
            kinds[number] = SegmentKind.DUPLICATE
    notes.append("the page does not show the text, or not enough of it; the text is that of its articleBody (JSON-LD)")
    return list(body)


def _pieces(
    title: str, lines: Sequence[Line], kinds: Sequence[SegmentKind | None], body: Sequence[str]
) -> tuple[str, tuple[Piece, ...]]:
    """Return the raw text and its pieces: the headline, the lines that are recorded, and paragraphs of JSON-LD."""
    recorded = [(line.text, kind) for line, kind in zip(lines, kinds, strict=True) if kind is not None]
    recorded += [(text, SegmentKind.BODY) for text in body]
    pieces = [Piece(SegmentKind.HEADLINE, 0, len(title))]
    parts = [title, ""]
    offset = len(title) + 2
    opened = False
    for text, kind in recorded:
        line = TextLine(text, offset)
        if kind is SegmentKind.BODY and not opened:
            pieces += opening(line)
            opened = True
        else:
            pieces.append(line.piece(kind))
        parts.append(text)
        offset = line.end + 1
    return "\n".join(parts), tuple(pieces)


def _publication(
    layout: PageLayout, kinds: Sequence[SegmentKind | None], facts: PageFacts, url: str | None, found: Any
) -> tuple[Publication, list[str]]:
    """Return when the article was published by the page's head, article or address, or as trafilatura finds."""
    near = [
        line
        for line, kind in zip(layout.lines, kinds, strict=True)
        if kind is SegmentKind.METADATA and (layout.scope is None or layout.scope in line.block.around)
    ]
    told = [*told_in_facts(facts.dates), *told_in_lines(near[:3]), *told_in_url(url)]
    publication, notes = publication_of(told)
    open_to_doubt = bool(facts.dates) or any(is_ambiguous(line) for line in near)
    if publication.date is None and not open_to_doubt and found is not None and isinstance(found.date, str):
        day = day_in(found.date)
        if day is not None and day in {*map(day_in, facts.changed), *other_days(layout.lines)}:
            changed = day in map(day_in, facts.changed)
            what = "when it was last changed" if changed else "a day of a change or something similar"
            notes = [f"the page gives only {what}, {day.isoformat()}; that is not a date of publication"]
        elif day is not None:
            publication = Publication(date=day.isoformat(), found=DateEvidence.METADATA)
    return publication, notes
