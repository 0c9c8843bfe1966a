"""Articles with their claims as one HTML file that needs nothing else: every claim is underlined, its slots beside it.

Claims that overlap have a line each, the shorter nearer to the words. Labels differ in colour and in the kind of their
line. What a claim says and its slots are shown where the mouse is, or the claim's id has the keyboard; without a
script they stand below the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from ..html_document import html_document, html_text
from ..schema import DECLARATION_OF, LABELS, SPAN_SLOTS, Article, ClaimBase, span_slots
from ..schema.claims import LabelDeclaration
from .marking import place, slot_values
from .parts import TextPart, lanes, text_parts

LANE = 4
"""Height of a claim's line with the space to the next, in pixels."""

LINES = ("{c}, {c}", "90deg, {c} 0 7px, transparent 7px 10px", "90deg, {c} 0 2px, transparent 2px 5px")
"""The kinds of lines, as colours along a gradient: whole, dashes, dots; labels take them in turn."""

FIRST_WORD = re.compile(r"\S*")
"""What stays on one line with the id before it."""

USE = (
    '<p class="more">Move over a claim, or press Tab to go from id to id (← and → as well); a click or the focus '
    "keeps it, Esc lets go.</p>"
)


@dataclass(frozen=True)
class ShownArticle:
    """An article on a page: the claims by the names to be shown, whose they are, and what else to say of it."""

    article: Article
    outlet: str
    claims: Mapping[str, ClaimBase]
    whose: str


def article_page(articles: Sequence[ShownArticle], title: str, notice: str = "") -> str:
    """Return an HTML file with articles and their claims, one below the other; a notice stands above all of them."""
    body = [f"<h1>{html_text(title)}</h1>\n"]
    if notice:
        body.append(f'<p class="notice">{html_text(notice)}</p>\n')
    if len(articles) > 1:
        body.append(f'<ul class="contents">\n{"".join(map(_entry, articles))}</ul>\n')
    body.append(_legend())
    body.append('<div class="layout">\n<main class="articles">\n')
    body += [_article(shown) for shown in articles]
    body.append(f'</main>\n<aside class="inspector idle" aria-live="polite">{USE}</aside>\n</div>\n')
    return html_document(title, _colors() + _file("page.css"), body, _file("page.js"))


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _colors() -> str:
    """Return the colours and lines of labels and slots as CSS; in a dark theme colours are lighter."""
    light = [*(_variables(d, d.color) for d in LABELS), *(f"--s-{s.field}: {s.color};" for s in SPAN_SLOTS)]
    dark = [*(_variables(d, _lighter(d.color)) for d in LABELS)]
    dark += [f"--s-{slot.field}: {_lighter(slot.color)};" for slot in SPAN_SLOTS]
    rules = [
        f":root {{ {' '.join(light)} }}",
        f"@media (prefers-color-scheme: dark) {{ :root {{ {' '.join(dark)} }} }}",
    ]
    for place_of, declaration in enumerate(LABELS):
        name, line = (
            declaration.label.value,
            LINES[place_of % len(LINES)].format(c=f"var(--c-{declaration.label.value})"),
        )
        rules.append(f":root {{ --p-{name}: repeating-linear-gradient({line}); }}")
        rules.append(f".l-{name} {{ --c: var(--c-{name}); --p: var(--p-{name}); }}")
        rules.append(f".hide-{name} {{ --p-{name}: none; }} .hide-{name} .chip.l-{name} {{ display: none; }}")
    return "\n".join(("", *rules, ""))


def _variables(declaration: LabelDeclaration, color: str) -> str:
    name = declaration.label.value
    return f"--c-{name}: {color}; --t-{name}: color-mix(in srgb, {color} 20%, transparent);"


def _lighter(color: str) -> str:
    return f"color-mix(in oklab, {color}, white 45%)"


def _legend() -> str:
    items = (
        f'<li class="l-{d.label.value}"><label><input type="checkbox" checked value="{d.label.value}">'
        f'<span class="sample"></span>{html_text(d.title)}</label></li>\n'
        for d in LABELS
    )
    return f'<ul class="legend" aria-label="Labels">\n{"".join(items)}</ul>\n<p class="muted tap">Tap a claim.</p>\n'


def _entry(shown: ShownArticle) -> str:
    article = shown.article
    target = html_text(article.article_id)
    return f'<li><a href="#{target}">{html_text(article.headline)}</a> ({len(shown.claims)})</li>\n'


def _article(shown: ShownArticle) -> str:
    article, text = shown.article, shown.article.text
    told = f"{shown.outlet}, {article.publication.date or 'no date'}; {article.article_id}; {shown.whose}"
    told_line = f'<p class="muted">{html_text(told)}</p>\n'
    if text is None:
        missing = '<p class="muted">The text is not available: the claims are below, in our words.</p>\n'
        inner = f'<h2 dir="auto">{html_text(article.headline)}</h2>\n{told_line}{missing}'
    else:
        inner = _text(article, text, shown.claims, told_line)
    cards = "".join(_card(name, claim, text) for name, claim in shown.claims.items())
    summary = f"All {len(shown.claims)} claims" if shown.claims else "No claims"
    return (
        f'<section class="article" id="{html_text(article.article_id)}">\n{inner}'
        f'<details class="every"{" open" if text is None else ""}><summary>{summary}</summary>\n{cards}</details>\n'
        "</section>\n"
    )


def _text(article: Article, text: str, claims: Mapping[str, ClaimBase], told_line: str) -> str:
    """Return a text with its claims: its headline as a heading, a line about the article, and the rest."""
    of_lanes = lanes(claims)
    depth = max(of_lanes.values(), default=-1) + 1
    title = len(article.headline) if text.startswith(article.headline) else 0
    parts = [(part, _segment(part, text, claims, of_lanes, depth)) for part in text_parts(len(text), claims, [title])]
    frame = f'class="text" dir="auto" lang="{html_text(article.language)}" style="--lanes: {depth}"'
    heading = "".join(shown for part, shown in parts if part.end <= title) or html_text(article.headline)
    rest = "".join(shown for part, shown in parts if part.end > title).lstrip("\n")
    return f"<h2 {frame}>{heading}</h2>\n{told_line}<div {frame}>{rest}</div>\n"


def _segment(
    part: TextPart, text: str, claims: Mapping[str, ClaimBase], of_lanes: Mapping[str, int], depth: int
) -> str:
    words = html_text(text[part.start : part.end])
    if not part.claims and not part.slots:
        return words
    chips = "".join(_chip(o.name, claims[o.name], o.number, o.pieces) for o in part.opens)
    lines = [(of_lanes[name], claims[name].label.value) for name in part.claims]
    images = ", ".join(f"var(--p-{label})" for _, label in lines)
    places = ", ".join(f"0 calc(100% - {LANE * (depth - 1 - lane)}px)" for lane, _ in lines)
    style = f' style="background-image: {images}; background-position: {places}"' if lines else ""
    ids = html_text(" ".join(claims[name].claim_id for name in part.claims))
    slots = html_text(" ".join(f"{claims[name].claim_id}/{slot}" for name, slot in part.slots))
    slotted = f' data-s="{slots}"' if slots else ""
    attributes = f'class="s" data-c="{ids}"{slotted}{style}'
    if not chips:
        return f"<span {attributes}>{words}</span>"
    first = FIRST_WORD.match(words)
    begin = first[0] if first else ""
    rest = f"<span {attributes}>{words[len(begin) :]}</span>" if len(begin) < len(words) else ""
    return f'<span class="first">{chips}<span {attributes}>{begin}</span></span>{rest}'


def _chip(name: str, claim: ClaimBase, number: int, pieces: int) -> str:
    """Return the id of a claim before one of its pieces, as a button: only the first can be reached by the keyboard."""
    label = DECLARATION_OF[claim.label]
    shown = name if number == 1 else f"{name}…"
    told = f"{name}, {label.title.lower()}: {claim.said or place(claim)}"
    if pieces > 1:
        told += f" (piece {number} of {pieces})"
    reached = "" if number == 1 else ' tabindex="-1"'
    return (
        f'<button type="button" class="chip l-{claim.label.value}" data-c="{html_text(claim.claim_id)}"'
        f' aria-label="{html_text(told)}"{reached}>{html_text(shown)}</button>'
    )


def _card(name: str, claim: ClaimBase, text: str | None) -> str:
    """Return a claim with all that is known of it: what it says, its words, its slots."""
    label = DECLARATION_OF[claim.label]
    says = f'<p class="says">{html_text(claim.said)}</p>' if claim.said else ""
    quoted = "" if text is None else f'<p class="words" dir="auto">{html_text(_words(claim, "spans", text))}</p>'
    rows = "".join(f"<dt>{html_text(row)}</dt><dd>{html_text(value)}</dd>" for row, value in _rows(claim))
    rows += "".join(_slot_rows(claim, text))
    name_of = claim.label.value
    return (
        f'<div class="card l-{name_of}" id="{html_text(claim.claim_id)}" data-label="{name_of}">\n'
        f'<h3><span class="id">{html_text(name)}</span> {html_text(label.title)}</h3>{says}{quoted}'
        f"<dl>{rows}</dl></div>\n"
    )


def _rows(claim: ClaimBase) -> Iterator[tuple[str, str]]:
    for name, words in slot_values(claim):
        yield name.replace("_", " "), words
    if claim.review is not None:
        yield "verdict", str(claim.review.verdict)


def _slot_rows(claim: ClaimBase, text: str | None) -> Iterable[str]:
    for slot in span_slots(type(claim)):
        if slot != "spans" and getattr(claim, slot):
            words = place(claim, slot) if text is None else _words(claim, slot, text)
            dot = f'<span class="dot" style="--slot: var(--s-{slot})"></span>'
            yield f"<dt>{html_text(slot.removesuffix('_spans').replace('_', ' '))} words{dot}</dt>"
            yield f'<dd dir="auto">{html_text(words)}</dd>'


def _words(claim: ClaimBase, slot: str, text: str) -> str:
    return " … ".join(" ".join(span.of(text).split()) for span in getattr(claim, slot))
