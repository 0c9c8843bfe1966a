"""Layers written by hand: claims whose spans are quotes, found again in the article and turned into offsets.

A quoted layer is a JSON Lines file with one claim per line. It has the fields of the claim models, except that a span
is a quote: a string that is in the claim's sentences once, or an object `{"exact", "prefix", "suffix"}` (the
TextQuoteSelector of the W3C Web Annotation model) if it is there more often; `selectors` says what else it may be.
Besides the fields of a claim a line has `id`, short and unique in its file, a string or a whole number, and it may have
`sentences`, the numbers of the sentences that the claim is in: quotes are looked for there first, and `spans` must be
there. `voice_id` and `part_of_id` name other lines by their
`id`. `target` may stand for `spans`.

A line may leave out the slots that a program can read off the words (`claimwire.proposals`): they are filled in, and
named in `proposed_slots`. A slot that is given, also as `null`, is the annotator's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from ..corpus.jsontext import JsonFault, id_text, layout_fault, parse_json
from ..corpus.records import validation_messages
from ..errors import AnchorError
from ..proposals import proposable, proposed
from ..schema import (
    CLAIM_ADAPTER,
    LABELS,
    REFERENCE_LABELS,
    Article,
    ClaimBase,
    Questions,
    Span,
    reference_fields,
    references,
    slots_asked,
    slots_needed,
    span_slots,
)
from ..schema.base import ID_PATTERN
from .selectors import SelectorScope, selected

ANNOTATION = "Annotation"
"""The type of a line that is a W3C annotation, too."""

IRI = re.compile(r"<?[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
"""An IRI, which a target of a W3C annotation may be: a document and not a place in it."""

SHORTEST = 10
"""Code points of context that a written quote has on either side at first; twice as many if that is not enough."""


def read_quoted_claims(
    lines: Sequence[tuple[int, str]],
    article: Article,
    prefix: str,
    file_name: str,
    codebook: str | None = None,
    questions: Questions | None = None,
) -> tuple[list[ClaimBase], list[str]]:
    """Return the claims of a quoted layer and the problems of the lines that have none.

    `lines` have their numbers in the file, which problems call `file_name`. `prefix` goes before each line's `id` to
    make the claim's id. With the version of a codebook, slots that it does not ask for are not filled in, and a line
    without one that it needs is a problem; with `questions`, so is a value that is not listed. Raises `AnchorError` if
    the article has no text.
    """
    if article.text is None:
        raise AnchorError(f"{article.article_id} has no text to find quotes in; hydrate it first")
    claims: list[ClaimBase] = []
    problems: list[str] = []
    line_of: dict[str, int] = {}
    for place, (number, line) in enumerate(lines):
        try:
            entry = parse_json(line)
            if not isinstance(entry, dict):
                raise AnchorError(layout_fault([line]) or f"expected an object with an `id`, found {line!r:.40}")
            entry = _claim_entry(entry, article.text)
            if entry["id"] in line_of:
                raise AnchorError(f"duplicate id {entry['id']!r}: line {line_of[entry['id']]} has it too")
            line_of[entry["id"]] = number
            claims.append(_claim(entry, article, prefix, codebook, questions))
        except JsonFault as error:
            fault = layout_fault([line, *(text for _, text in lines[place + 1 :])])
            problems.append(f"{file_name}:{number}: {fault or error}")
            if fault:
                break  # every line that follows would be faulty for the same reason
        except AnchorError as error:
            problems.append(f"{file_name}:{number}: {error}")
        except RecursionError:
            problems.append(f"{file_name}:{number}: its values are nested too deeply")
        except ValidationError as error:
            problems.append(f"{file_name}:{number}: {validation_messages(error)}")
    known = {prefix + line_id for line_id in line_of}
    for claim in claims:
        for field, reference in references(claim).items():
            if reference not in known:
                problems.append(f"{file_name}: {claim.claim_id}: {field} names {reference}, which no line has")
    return claims, problems


def _claim_entry(entry: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a line as one of a claim: numbers as ids, and the target of a W3C annotation as its spans."""
    kinds = entry.get("type")
    w3c_keys = {"@context", "type"} if ANNOTATION in (kinds if isinstance(kinds, list) else [kinds]) else {"@context"}
    entry = {"id": entry.get("id")} | {name: value for name, value in entry.items() if name not in w3c_keys}
    for name in ("id", *(name for name in REFERENCE_LABELS if entry.get(name) is not None)):
        found = id_text(entry[name])
        if found is None and name == "id":
            raise AnchorError(f"expected an object with an `id`, a string or a whole number; found {entry[name]!r:.40}")
        if found is not None and re.fullmatch(ID_PATTERN[1:-1], found) is None:
            raise AnchorError(f"`{name}` is {found!r:.60}; it may have lowercase letters from a to z, digits and `_`")
        entry[name] = entry[name] if found is None else found
    if "body" in entry:
        raise AnchorError("`body` is not read; write the claim's label and slots as fields of the line")
    if "target" in entry:
        if "spans" in entry:
            raise AnchorError("`target` and `spans` both say where the claim is; keep one of them")
        _require_selector(entry["target"], text)
        entry["spans"] = entry.pop("target")
    return entry


def _require_selector(target: Any, text: str) -> None:
    """Raise `AnchorError` if a target is an IRI, or names one and no words of it."""
    for one in target if isinstance(target, list) else [target]:
        iri = one
        if isinstance(one, dict) and one.keys() <= {"id", "source", "type", "@context"}:
            iri = one.get("source", one.get("id"))
        if isinstance(iri, str) and IRI.fullmatch(iri) and (iri is not one or iri not in text):
            raise AnchorError(
                f"`target` is the IRI {iri!r:.60}, which claimwire does not read; write the words, or a `selector`"
            )


def write_quoted_claims(article: Article, claims: Sequence[ClaimBase], prefix: str) -> str:
    """Return a quoted layer of claims whose ids begin with `prefix`: one line per claim, in their order.

    Slots that a program filled in are left out where it would fill them in again. `read_quoted_claims` gives the same
    claims back. Raises `AnchorError` if the article has no text, or if a claim
    cannot be said in quotes: a span is empty or cuts a word.
    """
    if article.text is None:
        raise AnchorError(f"{article.article_id} has no text to quote; hydrate it first")
    lines = [json.dumps(_entry(claim, article, prefix), ensure_ascii=False) for claim in claims]
    back, problems = read_quoted_claims(list(enumerate(lines, start=1)), article, prefix, article.article_id)
    differing = [claim.claim_id for claim, other in zip(claims, back, strict=False) if claim != other]
    if problems or differing:
        reason = problems[0] if problems else f"{differing[0]} would be read back as another claim"
        raise AnchorError(f"claims of {article.article_id} cannot be written as quotes: {reason}")
    return "".join(f"{line}\n" for line in lines)


def _entry(claim: ClaimBase, article: Article, prefix: str) -> dict[str, Any]:
    """Return the line of a claim."""
    touched = _touched(claim.spans, article)
    window = _window(touched, article) if touched else (0, 0)
    fields = _as_given(claim, article.text or "")
    for name in span_slots(type(claim)):
        spans: Sequence[Span] = getattr(claim, name)
        if spans:
            fields[name] = [_quote(span, article.text or "", window, name) for span in spans]
    for name, reference in references(claim).items():
        fields[name] = reference.removeprefix(prefix)
    return {"id": claim.claim_id.removeprefix(prefix), "sentences": touched} | fields


def _as_given(claim: ClaimBase, text: str) -> dict[str, Any]:
    """Return the fields that a line of a claim has to give, so that a program fills in what it filled in before."""
    names = [shape.name for shape in proposable(type(claim))]
    values = claim.model_dump(mode="json", exclude={"claim_id", "article_id"})
    given = claim.model_dump(mode="json", exclude_defaults=True, exclude={"claim_id", "article_id", "proposed_slots"})
    left_out = {name for name in names if name in claim.proposed_slots}
    given = {name: value for name, value in given.items() if name not in left_out}
    while wrong := _read_otherwise(proposed(type(claim), given, text), values, left_out):
        left_out -= wrong
        given |= {name: values[name] for name in sorted(wrong)}
    if tuple(name for name in names if name in left_out) != claim.proposed_slots:
        given["proposed_slots"] = values["proposed_slots"]
    return given


def _read_otherwise(told: dict[str, Any], values: dict[str, Any], left_out: set[str]) -> set[str]:
    """Return the slots that would be filled in although they were not, and those that would not be as they were."""
    return (set(told) - left_out) | {name for name in left_out if name not in told or told[name] != values[name]}


def _quote(span: Span, text: str, window: tuple[int, int], field: str) -> str | dict[str, str]:
    """Return the words of a span, with as much of what is around them as it takes to find them in that place alone."""
    exact = span.of(text)
    quote: str | dict[str, str] = exact
    reach = SHORTEST
    while not _is_found(quote, text, window, field, span) and reach < 2 * len(text):
        before, after = text[max(0, span.start - reach) : span.start], text[span.end : span.end + reach]
        quote = {"exact": exact} | ({"prefix": before} if before else {}) | ({"suffix": after} if after else {})
        reach *= 2
    return quote


def _is_found(quote: Any, text: str, window: tuple[int, int], field: str, span: Span) -> bool:
    try:
        return selected(quote, SelectorScope(field, text, window)) == [span]
    except AnchorError:
        return False


def _claim(
    entry: dict[str, Any], article: Article, prefix: str, codebook: str | None, questions: Questions | None
) -> ClaimBase:
    """Return the claim of a line; raises `AnchorError` or pydantic's `ValidationError`."""
    model = model_labelled(entry.get("label"))
    fields = {name: value for name, value in entry.items() if name not in ("id", "sentences")}
    numbers = None if entry.get("sentences") == [] else entry.get("sentences")
    fields = _filled_in(located_spans(fields, model, article, numbers), model, article.text or "", codebook)
    fields = {name: value for name, value in fields.items() if value is not None}
    for name in reference_fields(model):
        if name in fields:
            fields[name] = prefix + str(fields[name])
    fields |= {"claim_id": prefix + entry["id"], "article_id": article.article_id}
    claim = CLAIM_ADAPTER.validate_json(json.dumps(fields))
    for unlisted in () if questions is None else questions.unlisted(claim):
        raise AnchorError(str(unlisted))
    if numbers is not None:
        _require_in_sentences(claim, article, numbers)
    return claim


def _require_in_sentences(claim: ClaimBase, article: Article, numbers: Sequence[int]) -> None:
    """Raise `AnchorError`, with the right numbers, if a claim has words in other sentences than those named."""
    touched = _touched(claim.spans, article)
    if not set(touched) <= set(numbers):
        words = next(
            span.of(article.text or "") for span in claim.spans if not set(_touched([span], article)) <= set(numbers)
        )
        raise AnchorError(
            f"`sentences` is {list(numbers)}, and spans has {words!r:.60} in {touched}; write the numbers that "
            f"`claimwire sentences {article.article_id}` prints, or leave `sentences` out"
        )


def _touched(spans: Sequence[Span], article: Article) -> list[int]:
    """Return the numbers of the sentences that spans have words in."""
    return [n for n, x in enumerate(article.sentences) if any(s.start < x.end and x.start < s.end for s in spans)]


def _filled_in(fields: dict[str, Any], model: type[ClaimBase], text: str, codebook: str | None) -> dict[str, Any]:
    """Return a line's fields with what the words tell of those it lacks.

    Raises `AnchorError` with all that are missing then, by the label and by the codebook.
    """
    asked = slots_asked(model, codebook) if codebook is not None else frozenset(model.model_fields)
    found = {name: value for name, value in proposed(model, fields, text).items() if name in asked}
    told = {"claim_id", "article_id", *(name for name, value in fields.items() if value not in (None, [])), *found}
    needed = slots_needed(model, codebook)
    if lacking := [name for name in model.model_fields if name in needed and name not in told]:
        by = "" if codebook is None else f"by codebook {codebook} "
        raise AnchorError(
            f"missing: {', '.join(lacking)}; {by}every {fields['label']} has them, and the words do not tell them"
        )
    named = fields.get("proposed_slots") or []
    if found and isinstance(named, list):
        fields = fields | {"proposed_slots": [*named, *(name for name in found if name not in named)]}
    return fields | found


def model_labelled(label: Any) -> type[ClaimBase]:
    """Return the claim model of a label; raises `AnchorError` if there is no such label."""
    for declaration in LABELS:
        if declaration.label.value == label:
            return declaration.model
    known = ", ".join(declaration.label.value for declaration in LABELS)
    raise AnchorError(f"label {label!r} is not one of {known}")


def located_spans(fields: dict[str, Any], model: type[ClaimBase], article: Article, sentences: Any) -> dict[str, Any]:
    """Return a claim's fields with quotes in its span fields replaced by offsets, in text order.

    `sentences` are the numbers of the sentences to look in first, or None. Raises `AnchorError` if a quote is missing
    or is there more than once, or if the article has no text to look in.
    """
    window = (0, 0) if sentences is None else _window(sentences, article)
    located = dict(fields)
    for name in span_slots(model):
        if located.get(name) is not None:
            if article.text is None:
                raise AnchorError(f"{article.article_id} has no text to find quotes in; hydrate it first")
            spans = selected(located[name], SelectorScope(name, article.text, window))
            located[name] = [span.model_dump() for span in sorted(spans, key=lambda span: span.start)]
    return located


def _window(numbers: Any, article: Article) -> tuple[int, int]:
    """Return the range of text from the first to the last of the sentences named."""
    last = len(article.sentences) - 1
    if not isinstance(numbers, list) or not numbers or not all(type(n) is int and 0 <= n <= last for n in numbers):
        raise AnchorError(f"`sentences` is {numbers!r}, expected numbers between 0 and {last}")
    return article.sentences[min(numbers)].start, article.sentences[max(numbers)].end
