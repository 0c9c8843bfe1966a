"""Claims as annotations of a CAS: the XMI file of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...schema import ClaimBase, Span, reference_fields, references, span_slots
from ..contract import ArticleLayer
from ..mark import SPANS
from ..values import ID, values_of_claim
from .characters import xml_json, xml_text
from .declared import (
    CLAIM_ID,
    DOCUMENT_ID,
    METADATA,
    OTHER,
    ROLE,
    TARGET,
    TITLE,
    layer_of,
    link_type,
    plain_slots,
    slot_layer,
)
from .reading import libraries
from .strings import exact_strings, strings_of


def xmi_of(layer: ArticleLayer, types: Any) -> str:
    """Return the XMI of a layer, in a type system as `declared.type_system` makes it.

    Raises `FormatError`, naming the claim, if it is not of the layer by its id or names one that is not there.
    """
    return str(_Cas(layer, types).written())


class _Cas:
    """A CAS that claims are added to. Spans of a slot over the same words are one annotation, which all claims link."""

    def __init__(self, layer: ArticleLayer, types: Any) -> None:
        cassis, _ = libraries()
        self._layer, self._types = layer, types
        self._cas = cassis.Cas(types)
        self._cas.sofa_string, self._cas.sofa_mime = xml_text(layer.text), "text"
        self._parts: dict[tuple[str, int, int], Any] = {}
        article = layer.article
        metadata = {TITLE: article.article_id, DOCUMENT_ID: article.article_id, "language": article.language}
        self._add(METADATA, 0, len(layer.text), metadata)

    def written(self) -> str:
        """Return the XMI with all claims of the layer."""
        made = {claim.claim_id: self._claim(claim) for claim in self._layer.claims}
        for claim in self._layer.claims:
            for field, named in references(claim).items():
                self._link(made[claim.claim_id], type(claim), field, [made[named]])
        return str(self._cas.to_xmi(pretty_print=True))

    def _add(self, kind: str, start: int, end: int, features: Mapping[str, Any]) -> Any:
        annotation = self._types.get_type(kind)(begin=start, end=end, **features)
        self._cas.add(annotation)
        return annotation

    def _claim(self, claim: ClaimBase) -> Any:
        """Add a claim with its parts, and return it; the claims that it names are linked later."""
        values = values_of_claim(claim, self._layer)
        features: dict[str, Any] = {CLAIM_ID: str(values.pop(ID))}
        for name in ("label", *span_slots(type(claim)), *reference_fields(type(claim))):
            values.pop(name, None)
        for shape in plain_slots(type(claim)):
            if shape.name in values:
                shown = strings_of(values[shape.name])
                if not isinstance(shown, tuple):
                    features[shape.name] = shown
                elif shown:
                    features[shape.name] = self._array("uima.cas.StringArray", list(shown))
                if shown == exact_strings(values[shape.name]):
                    del values[shape.name]
        if values:
            features[OTHER] = xml_json(values)
        first, *further = claim.spans
        made = self._add(layer_of(type(claim)), first.start, first.end, features)
        for slot in span_slots(type(claim)):
            spans = further if slot == SPANS else getattr(claim, slot)
            self._link(made, type(claim), slot, [self._part(slot, span) for span in spans])
        return made

    def _part(self, slot: str, span: Span) -> Any:
        key = (slot_layer(slot), span.start, span.end)
        if slot == SPANS:  # a piece belongs to one claim
            return self._add(*key, {})
        if key not in self._parts:
            self._parts[key] = self._add(*key, {})
        return self._parts[key]

    def _link(self, made: Any, model: type[ClaimBase], field: str, targets: Sequence[Any]) -> None:
        link = self._types.get_type(link_type(model, field))
        if targets:
            made[field] = self._array("uima.cas.FSArray", [link(**{ROLE: field, TARGET: one}) for one in targets])

    def _array(self, kind: str, elements: list[Any]) -> Any:
        return self._types.get_type(kind)(elements=elements)
