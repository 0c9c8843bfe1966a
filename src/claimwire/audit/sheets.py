"""What a checker reads: an article's sentences by number, its claims with every slot, its sentences without a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

from ..errors import HydrationError
from ..schema import Article, ClaimBase, slots_asked
from ..schema.fields import FieldShape, shapes
from .items import LABEL_FIELD, SPAN_FIELD, Item, checked_fields

SEPARATOR = " … "
"""What stands between the pieces of a span."""

HOW_TO = """\
# Checking items

One sheet for each article. Read it whole. Check every claim, and every sentence without a claim, by the codebook and
the text alone. Write one line of JSON for each item into ARTICLE_ID.jsonl, the file named for the article:

    {"claim": "ID", "answer": "right"}
    {"claim": "ID", "answer": "wrong", "wrong_fields": ["spans", "harm"], "note": "why, in your own words"}
    {"claim": "ID", "answer": "unclear", "note": "what the codebook leaves open"}
    {"sentence": 7, "answer": "nothing_missed"}
    {"sentence": 8, "answer": "missed", "missed_labels": ["casualty_figure"], "note": "what is missing"}
    {"sentence": 9, "answer": "unclear"}

A claim is `right` if its label, its span to the character and every slot are as the codebook has them, slots left empty
included. `wrong_fields` has the names of the fields that are not, as the sheet writes them: `label` if it is no claim
of this label, `spans` for the span. A sentence without a claim is touched by the span of none. Notes do not quote
the text at length: where it may not be redistributed, eight of its words in a row are refused.
"""


def sheet_of(article: Article, items: Sequence[Item], codebook: str) -> str:
    """Return the sheet of one article as Markdown, with words of its text; `items` are all of its items.

    `codebook` is the version that says which slots were asked for: an empty slot of these is listed as empty. Raises
    `HydrationError` if the article has no text.
    """
    if article.text is None:
        raise HydrationError(f"{article.article_id} has no text to read; name your copy with --from")
    lines = [f"# {article.article_id}", "", " ".join(article.headline.split())]
    lines += [f"{article.outlet_id}, published {article.publication.date or 'on a day not known'}", ""]
    lines += ["## The text, sentence by sentence", ""]
    lines += [f"[{number}] {words_of(article.text, (where,))}" for number, where in enumerate(article.sentences)]
    lines += ["", "## Claims", ""]
    for item in items:
        if item.claim is not None:
            lines += [f"### {item.claim.claim_id}", "", f"- {LABEL_FIELD}: {item.claim.label.value}"]
            fields = list(shown_fields(item.claim, article.text, codebook))
            lines += [f"- {name}: {value}" for name, value in fields if value]
            lines += [f"- empty: {', '.join(name for name, value in fields if not value) or 'none'}", ""]
    empty = [str(item.sentence) for item in items if item.claim is None]
    return "\n".join([*lines, "## Sentences without a claim", "", ", ".join(empty) or "none", ""])


def shown_fields(claim: ClaimBase, text: str, codebook: str) -> Iterator[tuple[str, str]]:
    """Yield the checked fields of a claim but its label, as people read them: span, statement, then the other slots.

    Spans are quoted. Fields that the codebook asks for and that are empty come last, with an empty string, so that a
    checker sees what was left out.
    """
    asked = slots_asked(type(claim), codebook)
    chosen = [x for x in shapes(type(claim)) if x.name in checked_fields(claim.label) and x.name != LABEL_FIELD]
    shown = [(x.name, shown_value(claim, x, text)) for x in chosen]
    yield from ((name, value) for name, value in shown if value)
    yield from ((name, value) for name, value in shown if not value and name in asked)


def shown_value(claim: ClaimBase, shape: FieldShape, text: str) -> str:
    """Return the value of a field as people read it, in one line; an empty string if it has none."""
    value = getattr(claim, shape.name)
    if value is None or value == ():
        return ""
    if shape.shape == "spans":
        return words_of(text, value) if shape.name == SPAN_FIELD else ", ".join(words_of(text, (x,)) for x in value)
    return ", ".join(map(_plain, value)) if isinstance(value, tuple) else _plain(value)


def words_of(text: str, spans: Sequence[Any]) -> str:
    """Return the words of some spans in one line, pieces apart."""
    return SEPARATOR.join(" ".join(span.of(text).split()) for span in spans)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value.value if isinstance(value, Enum) else value).split())
