"""Items of a pack as Label Studio tasks: the text as HTML with the item marked, the claim's fields, the choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from ...audit.items import SPAN_FIELD, Item
from ...audit.pack import Pack, PackItem
from ...audit.sheets import shown_fields, words_of
from ...errors import LabelStudioError
from ...schema import DECLARATION_OF, REFERENCE_LABELS, SPAN_SLOTS, Article, ClaimBase, Span
from ...schema.fields import shapes
from ...schema.vocab import CheckAnswer
from ..page.keys import UNUSED_KEY
from .config import ABOUT, FIRST_CHOICES, QUESTION, SLOT_CHOICES, TEXT, TITLE

AROUND = 3
"""Sentences before and after those of an item that are shown at once; the rest of the article is folded."""

QUESTION_OF_SENTENCE = "Is a claim missing in the marked sentence?"
CLAIM_KEYS = ((CheckAnswer.RIGHT, "1"), (CheckAnswer.WRONG, "2"), (CheckAnswer.UNCLEAR, "3"))
SENTENCE_KEYS = ((CheckAnswer.NOTHING_MISSED, "1"), (CheckAnswer.MISSED, "2"), (CheckAnswer.UNCLEAR, "3"))


def pack_tasks(pack: Pack, items: Mapping[str, Item]) -> list[dict[str, Any]]:
    """Return the tasks of a pack, ready for JSON, in its order.

    `items` has the items that it was drawn from, by key. `data` has `item` (the number of the item in the pack), `pack`
    (the hash of the pack), and what the page shows. Raises
    `LabelStudioError` if an article has no text.
    """
    return [{"data": _data(entry, pack, items[entry.key], items)} for entry in pack.items]


def _data(entry: PackItem, pack: Pack, item: Item, items: Mapping[str, Item]) -> dict[str, Any]:
    article, claim = item.article, item.claim
    if article.text is None:
        raise LabelStudioError(f"{article.article_id} has no text to show; name your copy with --from")
    fields = [] if claim is None else list(_fields(claim, article.text, pack, items))
    keys = SENTENCE_KEYS if claim is None else CLAIM_KEYS
    number = f"{int(entry.item_id[1:])} of {len(pack.items)}"
    return {
        "item": entry.item_id,
        "pack": pack.content_sha256,
        TITLE: f"{number} — {article.outlet_id}, published {_day(article)}",
        TEXT: _text_html(article, article.text, item),
        ABOUT: _about_html(claim, fields),
        QUESTION: QUESTION_OF_SENTENCE if claim is None else _question(claim),
        FIRST_CHOICES: [{"value": answer.value, "html": _keyed(answer, key), "hotkey": key} for answer, key in keys],
        SLOT_CHOICES: _ticks(claim, fields),
    }


def _fields(claim: ClaimBase, text: str, pack: Pack, items: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    """Yield a claim's fields as people read them; another claim that it names by its words instead of its id."""
    for name, value in shown_fields(claim, text, pack.guideline_version):
        other = items.get(value) if name in REFERENCE_LABELS else None
        words = None if other is None or other.claim is None else words_of(text, other.claim.spans)
        yield name, value if words is None else f"“{words}”"


def _day(article: Article) -> str:
    date = article.publication.date
    return "on a day not known" if date is None else date.partition("T")[0]


def _question(claim: ClaimBase) -> str:
    title = DECLARATION_OF[claim.label].title
    return f"Is it {'an' if title[0] in 'AEIOU' else 'a'} {title.lower()}?"


def _keyed(answer: CheckAnswer, key: str) -> str:
    return f"{answer.value.replace('_', ' ')} <kbd>{key}</kbd>"


def _ticks(claim: ClaimBase | None, fields: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return a choice for each slot of a claim, those that are empty included: its name, shown without underscores."""
    if claim is None:
        return []
    hints = {shape.name: shape.description for shape in shapes(type(claim))}
    shown = {name: _words(name) + ("" if value else " (empty)") for name, value in fields}
    return [
        {"value": name, "html": words, "hint": hints[name], "hotkey": UNUSED_KEY}
        for name, words in shown.items()
        if name != SPAN_FIELD
    ]


def _about_html(claim: ClaimBase | None, fields: Sequence[tuple[str, str]]) -> str:
    """Return what is to be judged of a claim as a table; of a sentence, that nothing was found there."""
    if claim is None:
        return "<p>Nobody found a claim in the marked sentence.</p>"
    declaration = DECLARATION_OF[claim.label]
    head = f'<p><b style="color:{declaration.color}">{escape(declaration.title)}</b></p>'
    rows = "".join(_row(name, value) for name, value in fields if value)
    empty = ", ".join(_words(name) for name, value in fields if not value)
    last = f'<p style="opacity:.65;margin:4px 0 0">empty: {escape(empty)}</p>' if empty else ""
    return f'{head}<table style="border-collapse:collapse">{rows}</table>{last}'


def _words(name: str) -> str:
    """Return a field's name as the page and its rules have it: `voice` of `voice_id`, `span` of `spans`."""
    return "span" if name == SPAN_FIELD else name.removesuffix("_id").replace("_", " ")


def _row(name: str, value: str) -> str:
    cell = "padding:1px 10px 1px 0;vertical-align:top"
    head = f'<td style="{cell};opacity:.65;white-space:nowrap">{escape(_words(name))}</td>'
    return f"<tr>{head}<td>{escape(value)}</td></tr>"


def _text_html(article: Article, text: str, item: Item) -> str:
    """Return the headline and the text with the item marked; what is further away is folded, above and below."""
    about = [item.sentence] if item.claim is None else _sentences_of(article, item.claim)
    first, last = (
        max(0, min(about, default=0) - AROUND),
        min(len(article.sentences), max(about, default=0) + AROUND + 1),
    )
    start = article.sentences[first].start if first else 0
    end = article.sentences[last].start if last < len(article.sentences) else len(text)
    styles = list(_styles(article, about, item.claim))
    parts = [_part(text, 0, start, styles, "What comes before")] if text[:start].strip() else []
    parts.append(f'<div style="white-space:pre-wrap">{_marked(text, start, end, styles).strip()}</div>')
    parts += [_part(text, end, len(text), styles, "What comes after")] if text[end:].strip() else []
    return "".join(parts)


def _part(text: str, start: int, end: int, styles: Sequence[tuple[Span, str]], title: str) -> str:
    body = _marked(text, start, end, styles).strip()
    return f'<details><summary>{title}</summary><div style="white-space:pre-wrap">{body}</div></details>'


def _sentences_of(article: Article, claim: ClaimBase) -> list[int]:
    return [
        number for number, where in enumerate(article.sentences) if any(span.overlaps(where) for span in claim.spans)
    ]


def _styles(article: Article, about: Sequence[int], claim: ClaimBase | None) -> Iterator[tuple[Span, str]]:
    """Yield what is marked: the sentences of the item, the parts of the claim underlined, the claim in its colour."""
    for number in about:
        yield (
            article.sentences[number],
            "background-color:#fff3c4;color:#222" if claim is None else "background-color:#8882",
        )
    if claim is None:
        return
    for slot in SPAN_SLOTS:
        if slot.field != SPAN_FIELD:
            for span in getattr(claim, slot.field, ()):
                yield span, f"border-bottom:3px solid {slot.color}"
    for span in claim.spans:
        yield span, f"background-color:{DECLARATION_OF[claim.label].color}55"


def _marked(text: str, start: int, end: int, styles: Sequence[tuple[Span, str]]) -> str:
    """Return a range of a text as HTML; each stretch has the styles of all spans that it is in."""
    edges = {start, end} | {edge for span, _ in styles for edge in (span.start, span.end) if start < edge < end}
    pieces = []
    for begin, stop in pairwise(sorted(edges)):
        own = ";".join(style for span, style in styles if span.start <= begin and stop <= span.end)
        words = escape(text[begin:stop])
        pieces.append(f'<span style="{own}">{words}</span>' if own else words)
    return "".join(pieces)
