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
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from .errors import AnchorError
from .records import validation_messages
from .schema import CLAIM_ADAPTER, LABELS, Article, ClaimBase, Span, reference_fields, references, span_slots

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
    models = {declaration.label.value: declaration.model for declaration in LABELS}
    model = models.get(entry.get("label", ""))
    if model is None:
        raise AnchorError(f"label {entry.get('label')!r} is none of {', '.join(models)}")
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


def located_spans(fields: dict[str, Any], model: type[ClaimBase], article: Article, sentences: Any) -> dict[str, Any]:
    """Return a claim's fields with quotes in its span fields replaced by offsets, in text order.

    `sentences` are the numbers of the sentences to look in first, or None. Raises `AnchorError` where a quote does not
    stand there once.
    """
    window = (0, 0) if sentences is None else _window(sentences, article)
    found = dict(fields)
    for name in span_slots(model):
        if found.get(name) is not None:
            spans = [_located(quote, article.text or "", window, name) for quote in _many(found[name])]
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
    if not isinstance(quote, dict) or not quote.get("exact") or set(quote) - {"exact", "prefix", "suffix"}:
        raise AnchorError(f"{field}: {quote!r} is no quote; write a string or {{exact, prefix, suffix}}")
    exact, before, after = quote["exact"], quote.get("prefix", ""), quote.get("suffix", "")
    whole = before + exact + after
    found = [
        at for at in _places(text, whole) if window[0] <= at + len(before) and at + len(before + exact) <= window[1]
    ]
    found = found or _places(text, whole)
    if not found:
        raise AnchorError(
            f"{field}: {whole!r} does not stand in the article; copy it from the text, typography included"
        )
    if len(found) > 1:
        shown = ", ".join(repr(text[max(0, at - CONTEXT) : at + len(whole) + CONTEXT]) for at in found)
        raise AnchorError(f"{field}: {whole!r} stands {len(found)} times: {shown}; give `prefix` or `suffix`")
    start = found[0] + len(before)
    return Span(start=start, end=start + len(exact))


def _places(text: str, quote: str) -> list[int]:
    """Return every place where a quote begins, on word boundaries where it begins or ends with a word."""
    places = []
    at = text.find(quote)
    while at >= 0:
        end = at + len(quote)
        cuts_before = at > 0 and text[at - 1].isalnum() and quote[0].isalnum()
        cuts_after = end < len(text) and text[end].isalnum() and quote[-1].isalnum()
        if not cuts_before and not cuts_after:
            places.append(at)
        at = text.find(quote, at + 1)
    return places
