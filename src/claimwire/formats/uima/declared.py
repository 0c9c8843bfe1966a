"""The types of claims in UIMA, as INCEpTION has custom layers: `TypeSystem.xml`, made of the labels.

- A label is a span layer `webanno.custom.AttributedStatement`, a slot of spans one `webanno.custom.SourceSpans`.
- Links lead from a claim to its parts: feature `source_spans`, and `spans` to the further pieces of a claim
  (`webanno.custom.ClaimPiece`), as an annotation of UIMA has one range. `voice_id` and `part_of_id` lead to claims.
- Every other slot is a string or several, also where it is a number or yes or no: UIMA has no number that is absent.
- What these do not hold is JSON in the string `other`.

Links, and no relation layers: a relation of INCEpTION joins annotations of one layer, and claims name claims of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ...schema import LABELS, SPAN_SLOTS, ClaimBase, reference_fields, span_slots
from ...schema.fields import FieldShape, shapes
from ..mark import SPANS
from .reading import ANNOTATION, STRING, STRINGS, TOP, libraries

PACKAGE = "webanno.custom."
"""What INCEpTION puts before the name of a layer that people make."""

PIECE = f"{PACKAGE}ClaimPiece"
"""The layer of the pieces of a claim but its first."""

CLAIM_ID, OTHER = "claim_id", "other"
"""The features of a claim that have its short id, and as JSON what no other feature holds."""

ROLE, TARGET = "role", "target"
"""The features of a link, as INCEpTION names them."""

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
"""The one annotation that says which document a file is; INCEpTION keeps it, and gives it names of its own."""

TITLE, DOCUMENT_ID = "documentTitle", "documentId"


def layer_of(model: type[ClaimBase]) -> str:
    """Return the layer of a label, by its model."""
    return f"{PACKAGE}{model.__name__}"


def slot_layer(slot: str) -> str:
    """Return the layer of the spans of a slot; of `spans` that of the further pieces of a claim."""
    return PIECE if slot == SPANS else f"{PACKAGE}{slot.title().replace('_', '')}"


MODELS: Mapping[str, type[ClaimBase]] = {layer_of(declaration.model): declaration.model for declaration in LABELS}
"""The models of labels by their layers."""

LABEL_OF = {layer_of(declaration.model): declaration.label.value for declaration in LABELS}

PARTS = tuple(slot_layer(slot.field) for slot in SPAN_SLOTS)
"""The layers of what is linked to claims, as there are layers of claims."""


@cache
def plain_slots(model: type[ClaimBase]) -> tuple[FieldShape, ...]:
    """Return the fields of a label that are strings here, in order."""
    elsewhere = {"claim_id", "article_id", "label", *span_slots(model), *reference_fields(model)}
    return tuple(shape for shape in shapes(model) if shape.name not in elsewhere and shape.shape != "record")


@cache
def links(model: type[ClaimBase]) -> tuple[str, ...]:
    """Return the fields of a label that are links here: its spans, those of its slots, and the claims that it names."""
    return (*span_slots(model), *reference_fields(model))


def link_type(model: type[ClaimBase], field: str) -> str:
    """Return the type of the links of a field, named as INCEpTION names it."""
    return f"{layer_of(model)}{field[0].upper()}{field[1:]}Link"


def type_system() -> Any:
    """Return the type system of claims, for `cassis`; raises `FormatError` if dkpro-cassis is not installed."""
    cassis, _ = libraries()
    types = cassis.TypeSystem()
    metadata = types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in (TITLE, DOCUMENT_ID):
        types.create_feature(metadata, name, STRING)
    for slot in SPAN_SLOTS:
        told = "A further piece of a claim." if slot.field == SPANS else f"A span of the slot {slot.field}."
        types.create_type(slot_layer(slot.field), ANNOTATION, told)
    for declaration in LABELS:
        types.create_type(layer_of(declaration.model), ANNOTATION, f"{declaration.title}: a claim.")
    for declaration in LABELS:
        _create_features(types, declaration.model)
    return types


def _create_features(types: Any, model: type[ClaimBase]) -> None:
    layer = types.get_type(layer_of(model))
    types.create_feature(layer, CLAIM_ID, STRING, description="What the claim is called; a new one may have none.")
    for shape in plain_slots(model):
        kind, told = STRINGS if shape.many else STRING, " ".join(_told(shape))
        types.create_feature(layer, shape.name, kind, description=told)
    for field in links(model):
        target = slot_layer(field) if field in span_slots(model) else ANNOTATION
        link = types.create_type(link_type(model, field), TOP)
        types.create_feature(link, ROLE, STRING)
        types.create_feature(link, TARGET, target)
        told = " ".join((model.model_fields[field].description or "").split())
        types.create_feature(layer, field, "uima.cas.FSArray", link, told, multipleReferencesAllowed=False)
    told = "JSON of what no other feature holds. Leave it as it is."
    types.create_feature(layer, OTHER, STRING, description=told)


def _told(shape: FieldShape) -> Iterator[str]:
    """Yield what people are told of a slot: its description, and the values that it takes."""
    yield " ".join(shape.description.split())
    if shape.vocabulary is not None:
        yield f"{'Any' if shape.many else 'One'} of: {', '.join(shape.vocabulary.names())}."
    elif shape.shape == "boolean":
        yield "true or false."
    elif shape.shape == "integer":
        yield "A whole number."
