"""Layers written by hand: claims whose spans are quotes, found again in the article and turned into offsets.

A quoted layer is a JSON Lines file, a claim a line, with the fields of the claim models, except that a span is a
quote: a string that stands once in the claim's sentences, or an object `{"exact", "prefix", "suffix"}` (the
TextQuoteSelector of the W3C Web Annotation model) where it stands there more often. Beside the fields of a claim a
line has `id`, short and unique in its file, and `sentences`, the numbers of the sentences it stands in. `voice`,
`parent_id` and `part_of` name other lines by their `id`. An attributed statement's `voice` is its `parent_id` unless
it is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..errors import AnchorError
from ..schema import CLAIM_ADAPTER, LABELS, Article, ClaimBase, Span, reference_fields, references, span_slots

CONTEXT = 25
"""Code points shown before and after each place of a quote that stands more than once."""


def read_quoted_claims(
    lines: Sequence[tuple[int, str]], article: Article, prefix: str, place: str
) -> tuple[list[ClaimBase], list[str]]:
    """Return the claims of a quoted layer and the problems of the lines that hold none.

    `prefix` goes before each line's `id` to make the claim's id; `place` names the file in the problems.
    Raises `AnchorError` where the article has no text.
    """
    if article.text is None:
        raise AnchorError(f"{article.article_id} holds no text to find quotes in; hydrate it first")
    claims: list[ClaimBase] = []
    problems: list[str] = []
    names: dict[str, int] = {}
    for number, line in lines:
        try:
            entry = json.loads(line)
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
                raise AnchorError("expected an object with an `id`")
            if entry["id"] in names:
                raise AnchorError(f"id {entry['id']!r} stands on line {names[entry['id']]} already")
            names[entry["id"]] = number
            claims.append(_claim(entry, article, prefix))
        except (AnchorError, json.JSONDecodeError) as error:
            problems.append(f"{place}:{number}: {error}")
        except ValidationError as error:
            problems.append(f"{place}:{number}: {validation_messages(error)}")
    known = {prefix + name for name in names}
    for claim in claims:
        for field, reference in references(claim).items():
            if reference not in known:
                problems.append(f"{place}: {claim.claim_id}: {field} names {reference}, which no line has")
    return claims, problems


def _claim(entry: dict[str, Any], article: Article, prefix: str) -> ClaimBase:
    """Return the claim that a line holds; raises `AnchorError` or pydantic's `ValidationError`."""
    model = model_labelled(entry.get("label"))
    fields = {name: value for name, value in entry.items() if name not in ("id", "sentences") and value is not None}
    if not entry.get("sentences"):
        raise AnchorError("`sentences` is missing: the numbers of the sentences the claim stands in")
    fields = located_spans(fields, model, article, entry["sentences"])
    for name in reference_fields(model):
        if name in fields:
            fields[name] = prefix + str(fields[name])
    if "parent_id" in fields:
        fields.setdefault("voice", fields["parent_id"])
    fields |= {"claim_id": prefix + entry["id"], "article_id": article.article_id}
    return CLAIM_ADAPTER.validate_json(json.dumps(fields))


def model_labelled(label: Any) -> type[ClaimBase]:
    """Return the claim model of a label; raises `AnchorError` where there is no such label."""
    for declaration in LABELS:
        if declaration.label.value == label:
            return declaration.model
    raise AnchorError(f"label {label!r} is none of {', '.join(x.label.value for x in LABELS)}")


def located_spans(fields: dict[str, Any], model: type[ClaimBase], article: Article, sentences: Any) -> dict[str, Any]:
    """Return a claim's fields with quotes in its span fields replaced by offsets, in text order.

    `sentences` are the numbers of the sentences to look in first, or None. Raises `AnchorError` where a quote does not
    stand there once, or where the article has no text to look in.
    """
    window = (0, 0) if sentences is None else _window(sentences, article)
    found = dict(fields)
    for name in span_slots(model):
        if found.get(name) is not None:
            if article.text is None:
                raise AnchorError(f"{article.article_id} holds no text to find quotes in; hydrate it first")
            spans = [_located(quote, article.text, window, name) for quote in _many(found[name])]
            found[name] = [span.model_dump() for span in sorted(spans, key=lambda span: span.start)]
    return found


def _window(numbers: Any, article: Article) -> tuple[int, int]:
    """Return the range of text from the first to the last of the sentences named."""
    last = len(article.sentences) - 1
    if not isinstance(numbers, list) or not numbers or not all(type(n) is int and 0 <= n <= last for n in numbers):
        raise AnchorError(f"`sentences` is {numbers!r}, expected numbers between 0 and {last}")
    return article.sentences[min(numbers)].start, article.sentences[max(numbers)].end


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _located(quote: Any, text: str, window: tuple[int, int], field: str) -> Span:
    """Return where a quote stands: in the window, or, where it is not in there, in the whole text; once in either."""
    if isinstance(quote, str):
        quote = {"exact": quote}
    if (
        not isinstance(quote, dict)
        or not quote.get("exact")
        or set(quote) - {"exact", "prefix", "suffix"}
        or not all(isinstance(part, str) for part in quote.values())
    ):
        raise AnchorError(f"{field}: {quote!r} is no quote; write a string or {{exact, prefix, suffix}}")
    exact, before, after = quote["exact"], quote.get("prefix", ""), quote.get("suffix", "")
    whole = before + exact + after
    everywhere = [Span(start=at, end=at + len(exact)) for at in _places(text, before, exact, after)]
    places = [span for span in everywhere if not _cuts_word(text, span)]
    if not places:
        why = "cuts a word wherever it stands" if everywhere else "does not stand in the article"
        raise AnchorError(f"{field}: {whole!r} {why}; copy it from the text, typography included")
    found = [span for span in places if window[0] <= span.start and span.end <= window[1]] or places
    if len(found) > 1:
        shown = ", ".join(repr(text[max(0, s.start - CONTEXT) : s.end + CONTEXT]) for s in found)
        raise AnchorError(f"{field}: {whole!r} stands {len(found)} times: {shown}; give `prefix` or `suffix`")
    return found[0]


def _places(text: str, before: str, exact: str, after: str) -> Iterator[int]:
    """Yield every place where `exact` stands between `before` and `after`."""
    at = text.find(before + exact + after)
    while at >= 0:
        yield at + len(before)
        at = text.find(before + exact + after, at + 1)


def _cuts_word(text: str, span: Span) -> bool:
    """Tell whether a span begins or ends in the middle of a word."""
    cuts = (at for at in (span.start, span.end) if 0 < at < len(text))
    return any(text[at - 1].isalnum() and text[at].isalnum() for at in cuts)
