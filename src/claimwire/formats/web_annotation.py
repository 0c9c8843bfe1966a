"""The format `w3c`: claims as annotations of the W3C Web Annotation model, in JSON-LD, a collection for each article.

Of an annotation, the targets are the pieces of the claim, each with a position and, where the text is at hand, a quote:
two selectors of the same words. Its bodies are the label, the statement, the spans of slots (with the slot as style
class), and JSON with everything else. The source of a target names the text by its SHA-256.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..corpus.jsontext import JsonFault, parse_json
from ..errors import AnchorError, FormatError
from ..schema import Article, ClaimBase, Span, claim_order, span_slots
from .contract import ArticleLayer, Format, ReadInto, ReadLayer
from .mark import SPANS
from .per_article import each_article, each_file
from .quotes import model_labelled
from .selectors import POSITION, QUOTE, SelectorScope, selected
from .values import ID, claim_of_values, dangling, values_of_claim

PATTERN = "*.jsonld"

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

TERMS = {name: f"https://claimwire.example/annotation#{name}" for name in ("text_sha256", "text_length")}
"""What is said of a source beyond the model: SHA-256 of the text in UTF-8, and its length in code points."""

ARTICLE, CLAIM, LAYER = "urn:claimwire:article:", "urn:claimwire:claim:", "urn:claimwire:layer:"

JSON = "application/json"
"""The format of the body that has all values of a claim that no other body has."""

CONTEXT_LENGTH = 32
"""Code points of the text that a quote has before and after the words."""


def _write(layer: ArticleLayer) -> str:
    name = layer.prefix.removesuffix("_")
    page = {
        "id": f"{LAYER}{name}:page",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [_annotation(claim, layer) for claim in layer.claims],
    }
    collection = {
        "@context": [CONTEXT, TERMS],
        "id": f"{LAYER}{name}",
        "type": "AnnotationCollection",
        "label": f"claims of {layer.article.article_id}",
        "total": len(layer.claims),
        "first": page,
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotation(claim: ClaimBase, layer: ArticleLayer) -> dict[str, Any]:
    values = values_of_claim(claim, layer)
    bodies = [_text_body("classifying", values.pop("label"))]
    if "statement" in values:
        bodies.append(_text_body("describing", values.pop("statement")))
    targets = [
        {"type": "SpecificResource", "source": _source(layer.article), "selector": _selectors(span, layer.article)}
        for span in claim.spans
    ]
    for slot in span_slots(type(claim)):
        values.pop(slot, None)
        bodies += [
            {
                "type": "SpecificResource",
                "purpose": "identifying",
                "styleClass": slot,
                "source": f"{ARTICLE}{layer.article.article_id}",
                "selector": _selectors(span, layer.article),
            }
            for span in getattr(claim, slot)
            if slot != SPANS
        ]
    bodies.append(_text_body("describing", json.dumps(values, ensure_ascii=False)) | {"format": JSON})
    return {
        "id": f"{CLAIM}{claim.claim_id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": targets,
    }


def _text_body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _source(article: Article) -> dict[str, Any]:
    """Return what a target is a piece of: the article's text, by its hash, and where it was published."""
    source = {
        "id": f"{ARTICLE}{article.article_id}",
        "type": "Text",
        "format": "text/plain",
        "language": article.language,
        "text_sha256": article.text_sha256,
        "text_length": article.text_length,
    }
    return source | ({"via": article.url} if article.url else {})


def _selectors(span: Span, article: Article) -> list[dict[str, Any]]:
    position = {"type": POSITION, "start": span.start, "end": span.end}
    if article.text is None:
        return [position]
    before = article.text[max(0, span.start - CONTEXT_LENGTH) : span.start]
    after = article.text[span.end : span.end + CONTEXT_LENGTH]
    return [position, {"type": QUOTE, "exact": span.of(article.text), "prefix": before, "suffix": after}]


def _read(content: bytes, file: str, article: Article, into: ReadInto) -> ReadLayer:
    claims: dict[str, ClaimBase] = {}
    problems = []
    for number, annotation in enumerate(_annotations(_parsed(content, file), file), start=1):
        place = f"{file}: annotation {number}"
        try:
            values = _values(annotation, article)
            claim = claim_of_values({ID: f"a{number:02d}"} | values, article, into)
        except (FormatError, AnchorError) as error:
            problems.append(f"{place}: {error}")
            continue
        if claim.claim_id in {other.claim_id for other in claims.values()}:
            problems.append(f"{place}: another annotation of the file has the id of the claim {claim.claim_id}, too")
        else:
            claims[place] = claim
    problems += [f"{place}: {what}" for place, what in dangling(claims)]
    in_order = tuple(sorted(claims.values(), key=claim_order))
    return ReadLayer(article.article_id, file, in_order, problems=tuple(problems))


def _parsed(content: bytes, file: str) -> Any:
    try:
        return parse_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except JsonFault as error:
        raise FormatError(f"{file}: not JSON: {error}") from error


def _annotations(value: Any, file: str) -> Iterator[Mapping[str, Any]]:
    """Yield the annotations of a collection, a page or a list, or the one that a file has.

    Raises `FormatError` if it has something else, or a collection whose pages are elsewhere.
    """
    if isinstance(value, list):
        for one in value:
            yield from _annotations(one, file)
        return
    kinds = _listed(value.get("type")) if isinstance(value, dict) else []
    if "Annotation" in kinds:
        yield value
    elif "AnnotationPage" in kinds:
        yield from _annotations(_listed(value.get("items")), file)
    elif "AnnotationCollection" in kinds and (isinstance(value.get("first"), dict) or value.get("total") == 0):
        if "next" in (first := value.get("first") or {}):
            raise FormatError(
                f"{file}: the collection goes on in {first['next']!r:.60}; put all annotations in one page"
            )
        yield from _annotations(first or [], file)
    else:
        raise FormatError(
            f"{file}: found {json.dumps(value)[:60]}, expected an AnnotationCollection with its first page in it, an "
            "AnnotationPage or an Annotation"
        )


def _listed(value: Any) -> list[Any]:
    """Return the values of a property: JSON-LD has one of them without a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _values(annotation: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """Return what an annotation says of a claim, as `claim_of_values` takes it."""
    bodies = [body for body in _listed(annotation.get("body")) if isinstance(body, dict)]
    texts = [body for body in bodies if body.get("type") == "TextualBody"]
    labels = [body.get("value") for body in texts if body.get("purpose") == "classifying"]
    if len(labels) != 1:
        raise FormatError(
            f"has {len(labels)} bodies of the purpose `classifying`; expected one, whose value is the label"
        )
    model = model_labelled(labels[0])
    found: dict[str, Any] = {}
    for body in texts:
        if body.get("format") == JSON:
            found |= _json_object(body.get("value"))
        elif body.get("purpose") == "describing":
            found["statement"] = body.get("value")
    spans = {SPANS: [_span(target, article, SPANS) for target in _listed(annotation.get("target"))]}
    for body in bodies:
        if body.get("type") == "SpecificResource":
            slot = body.get("styleClass")
            if slot not in span_slots(model) or slot == SPANS:
                raise FormatError(f"a body has the style class {slot!r:.40}, which is no slot of spans of {labels[0]}")
            spans.setdefault(slot, []).append(_span(body, article, slot))
    pieces = {slot: [span.model_dump() for span in found] for slot, found in spans.items()}
    return found | {"label": labels[0]} | pieces


def _json_object(value: Any) -> dict[str, Any]:
    try:
        found = parse_json(value) if isinstance(value, str) else None
    except JsonFault as error:
        raise FormatError(f"the value of its body of JSON is none: {error}") from error
    if not isinstance(found, dict):
        raise FormatError(f"its body of JSON has the value {value!r:.40}; expected a JSON object")
    return found


def _span(resource: Any, article: Article, slot: str) -> Span:
    """Return the span of a target or body; raises `FormatError` or `AnchorError` if it is none of the text."""
    if not isinstance(resource, dict):
        raise FormatError(f"{slot}: {resource!r:.60} is a whole document; expected a selector of some words of it")
    _require_text(resource.get("source"), article, slot)
    selectors = [one for one in _listed(resource.get("selector")) if isinstance(one, dict)]
    positions = [one for one in selectors if one.get("type") == POSITION]
    quotes = [one for one in selectors if one.get("type") == QUOTE]
    if len(positions) + len(quotes) < len(selectors) or len(positions) > 1 or not selectors:
        raise FormatError(f"{slot}: expected a {POSITION} or a {QUOTE} or both, found {json.dumps(selectors)[:60]}")
    if not positions:
        return _quoted(quotes, article, slot)
    start, end = positions[0].get("start"), positions[0].get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= article.text_length:
        raise FormatError(
            f"{slot}: {start!r:.20} to {end!r:.20} is no range of the text, which has {article.text_length} code points"
        )
    span = Span(start=start, end=end)
    for quote in quotes if article.text is not None else ():
        if quote.get("exact") != (words := span.of(article.text or "")):
            raise FormatError(f"{slot}: quotes {quote.get('exact')!r:.60}, and the text has {words!r:.60} at {start}")
    return span


def _quoted(quotes: Sequence[Mapping[str, Any]], article: Article, slot: str) -> Span:
    if article.text is None:
        raise FormatError(f"{slot}: has a quote alone, and {article.article_id} has no text to find it in; hydrate it")
    (span, *more) = selected([dict(quote) for quote in quotes[:1]], SelectorScope(slot, article.text, (0, 0)))
    if more:
        raise FormatError(f"{slot}: selects several places; write a target for each")
    return span


def _require_text(source: Any, article: Article, slot: str) -> None:
    """Raise `FormatError` if a source is another article, or another text of it."""
    known = source if isinstance(source, dict) else {"id": source}
    iri, sha256 = known.get("id"), known.get("text_sha256")
    if isinstance(iri, str) and iri.startswith(ARTICLE) and iri != f"{ARTICLE}{article.article_id}":
        raise FormatError(f"{slot}: is of {iri.removeprefix(ARTICLE)}, and the file is named for {article.article_id}")
    if sha256 not in (None, article.text_sha256):
        raise FormatError(f"{slot}: its text has the SHA-256 {sha256!r:.20}, that of {article.article_id} another one")


W3C = Format(
    format_id="w3c",
    title="W3C Web Annotation, JSON-LD: a collection for each article",
    use="annotation tools and stores on the web, and corpora without texts: it says which text it is of by a hash",
    files=(PATTERN,),
    write=each_article(PATTERN, _write),
    read=each_file(PATTERN, _read),
    losses={},
)
