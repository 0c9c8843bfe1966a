"""The claims: one model per label, with its slots.

A label is a value of `vocab.Label`, a model of the union `Claim` and an entry of `LABELS`. JSON Schema, columns, the
labelling page and tasks follow from them; what contradicts what is written by hand in `conflicts/`.

The three models form a union told apart by `label`. `LABELS` is the registry: the order of its entries is the order
of the class numbers, and a test holds it against `vocab.Label`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from .base import ClaimReference, Edtf, EventReference, Id, Marked, Name, OwnWords, People, Record, Spans
from .vocab import (
    Confidence,
    CueClass,
    EventType,
    Factuality,
    FigureScope,
    Harm,
    Label,
    LinkKind,
    Mention,
    Qualifier,
    QuantityForm,
    QuoteType,
    SourceKind,
    TimeMeaning,
    TimeResolution,
    Verdict,
    VictimGroup,
    VictimStatus,
)


class Review(Record):
    """What evidence says of a claim."""

    verdict: Verdict = Field(description="what the evidence says")
    evidence_ids: tuple[Id, ...] = Field(default=(), description="ids of the facts that decide it")
    note: OwnWords | None = Field(default=None, description="why, in our own words")


class ClaimBase(Record):
    """What every claim has, whatever its label."""

    claim_id: Annotated[Id, Marked(role="identity")] = Field(
        description="id of the claim, unique over all corpora and layers, never reused"
    )
    article_id: Annotated[Id, Marked(role="identity")] = Field(description="the article it was found in")
    label: Annotated[Label, Marked(role="label")] = Field(description="the label")
    spans: Annotated[Spans, Marked(role="content")] = Field(
        min_length=1, description="where it stands; more than one piece where it is discontinuous, in text order"
    )
    statement: Annotated[OwnWords, Marked(role="wording")] = Field(
        description="what it says, in our own words, to be understood without the article"
    )
    voice: ClaimReference | None = Field(
        default=None,
        description="the attributed_statement that holds the claim; absent where the outlet itself tells it",
    )
    event_id: Annotated[EventReference | None, Marked(role="adjudication")] = Field(
        default=None, description="the event it is about"
    )
    factuality: Factuality = Field(description="how its innermost source puts its content")
    confidence: Annotated[Confidence, Marked(role="certainty")] = Field(
        default=Confidence.HIGH, description="how sure whoever annotated it is"
    )
    comment: Annotated[OwnWords | None, Marked(role="remark")] = Field(
        default=None, description="a remark for readers and adjudicators"
    )
    review: Annotated[Review | None, Marked(role="adjudication")] = Field(
        default=None, description="what evidence says of it, where it was held against any"
    )


class AttributedStatement(ClaimBase):
    """Something presented as said, written or thought by a source.

    The span is the content, without source and cue, without the outer sentence's full stop, its own quotation marks
    included.
    """

    label: Annotated[Literal[Label.ATTRIBUTED_STATEMENT], Marked(role="label")] = Field(description="the label")
    source_spans: Spans = Field(default=(), description="words that name the source; none where it is implicit")
    source_name: tuple[Name, ...] = Field(
        default=(), description="canonical name of the source; several for a joint source"
    )
    source_kind: SourceKind = Field(description="what sort of source it is")
    speaks_for_name: Name | None = Field(
        default=None, description="whom the source speaks for: a spokesman's principal"
    )
    mention: Mention = Field(description="how the article refers to the source here")
    cue_spans: Spans = Field(default=(), description="words that make it a statement, with their auxiliaries")
    cue_class: CueClass = Field(description="what the cue does, by the cue and not by the content")
    quote_type: QuoteType = Field(description="how much of the content stands in quotation marks")
    quoted_spans: Spans = Field(default=(), description="the quoted words, quotation marks included")
    medium: Name | None = Field(default=None, description="through what it was said: statement, phone call, briefing")
    addressee_name: tuple[Name, ...] = Field(default=(), description="canonical names of whom it was said to")
    time: Edtf | None = Field(default=None, description="when it was said (EDTF), where the article tells")
    time_spans: Spans = Field(default=(), description="words that tell when it was said, without the preposition")
    parent_id: ClaimReference | None = Field(
        default=None, description="the attributed_statement within whose content this one stands"
    )


class HistoricalBackground(ClaimBase):
    """An event or lasting state told as context; one claim an event clause."""

    label: Annotated[Literal[Label.HISTORICAL_BACKGROUND], Marked(role="label")] = Field(description="the label")
    event_name: Name = Field(description="short name of the event or state, the same for the same event")
    event_type: EventType = Field(description="what sort of event or state it is")
    time_spans: Spans = Field(default=(), description="words that date it, without the preposition")
    time: Edtf | None = Field(default=None, description="when it happened or held (EDTF)")
    time_meaning: TimeMeaning | None = Field(default=None, description="how it fills that time")
    time_resolution: TimeResolution = Field(description="how the date was resolved")


class CasualtyFigure(ClaimBase):
    """How many people were, or may be, harmed, held or driven out; also a mention without any quantity."""

    label: Annotated[Literal[Label.CASUALTY_FIGURE], Marked(role="label")] = Field(description="the label")
    quantity_spans: Spans = Field(default=(), description="the quantity with its modifier")
    quantity_form: QuantityForm = Field(description="how the quantity is written")
    qualifier: Qualifier = Field(description="what the words say about its bounds")
    lower: People | None = Field(default=None, description="lower bound as annotated, people")
    upper: People | None = Field(default=None, description="upper bound as annotated, people")
    lower_inclusive: bool | None = Field(default=None, description="whether the lower bound itself is possible")
    upper_inclusive: bool | None = Field(default=None, description="whether the upper bound itself is possible")
    harm: Harm = Field(description="what befell them")
    victim_status: VictimStatus = Field(description="who they are by their part in the event")
    victim_group: VictimGroup = Field(description="the group the figure singles out")
    part_of: ClaimReference | None = Field(default=None, description="the figure of which this one counts a part")
    scope: FigureScope = Field(description="what stretch of the world the figure counts")
    cause: Name | None = Field(default=None, description="what did the harm, in a few of our own words")
    time: Edtf | None = Field(default=None, description="when the harm happened or the figure held (EDTF)")
    time_spans: Spans = Field(default=(), description="words that tell when, without the preposition")


Claim = Annotated[AttributedStatement | HistoricalBackground | CasualtyFigure, Field(discriminator="label")]
CLAIM_ADAPTER: TypeAdapter[AttributedStatement | HistoricalBackground | CasualtyFigure] = TypeAdapter(Claim)


@dataclass(frozen=True)
class LabelDeclaration:
    """One label: its model, how people see it, and the kind of link that joins its claims in different articles."""

    label: Label
    model: type[ClaimBase]
    title: str
    hotkey: str
    color: str
    link_kind: LinkKind


LABELS: tuple[LabelDeclaration, ...] = (
    LabelDeclaration(
        Label.ATTRIBUTED_STATEMENT,
        AttributedStatement,
        "Attributed statement",
        hotkey="1",
        color="#1f77b4",
        link_kind=LinkKind.SAME_STATEMENT,
    ),
    LabelDeclaration(
        Label.HISTORICAL_BACKGROUND,
        HistoricalBackground,
        "Historical background",
        hotkey="2",
        color="#8c6d1f",
        link_kind=LinkKind.SAME_BACKGROUND,
    ),
    LabelDeclaration(
        Label.CASUALTY_FIGURE,
        CasualtyFigure,
        "Casualty figure",
        hotkey="3",
        color="#c0392b",
        link_kind=LinkKind.SAME_FIGURE,
    ),
)

DECLARATION_OF: dict[Label, LabelDeclaration] = {declaration.label: declaration for declaration in LABELS}
LABEL_OF_LINK: dict[LinkKind, Label] = {declaration.link_kind: declaration.label for declaration in LABELS}
"""The label of the claims that each kind of link joins."""


@dataclass(frozen=True)
class SpanSlot:
    """A field of spans as people see it: key, colour and hint on the labelling page, and style in a terminal (rich)."""

    field: str
    hotkey: str
    color: str
    hint: str
    style: str | None = None


SPAN_SLOTS: tuple[SpanSlot, ...] = (
    SpanSlot("spans", "p", "#7f7f7f", "a further piece of a claim that something else interrupts"),
    SpanSlot("source_spans", "s", "#2a9d5c", "words that name the source", "italic"),
    SpanSlot("cue_spans", "c", "#e07b00", "words that make it a statement, with their auxiliaries", "bold"),
    SpanSlot("quoted_spans", "q", "#8e5bb5", "the quoted words, quotation marks included"),
    SpanSlot("quantity_spans", "n", "#c2185b", "the quantity with its modifier", "bold"),
    SpanSlot("time_spans", "t", "#008c9e", "words that tell when, without the preposition", "underline"),
)
"""Every field of spans that a label has; a test compares it with the models."""

ATTRIBUTION_PARTS: dict[str, str] = {"source": "source_spans", "cue": "cue_spans", "content": "spans"}
"""The parts of an attribution (Pareti 2012) and the fields of an attributed statement that mark them."""

REFERENCE_LABELS: dict[str, Label] = {
    "voice": Label.ATTRIBUTED_STATEMENT,
    "parent_id": Label.ATTRIBUTED_STATEMENT,
    "part_of": Label.CASUALTY_FIGURE,
}
"""The label of the claim that each field names."""


def span_slots(model: type[Record]) -> tuple[str, ...]:
    """Return the names of a claim model's span fields, `spans` first."""
    return tuple(name for name, field in model.model_fields.items() if field.annotation == Spans)


def slot_names(model: type[ClaimBase]) -> tuple[str, ...]:
    """Return the fields that a label has beyond those that all claims share."""
    return tuple(name for name in model.model_fields if name not in ClaimBase.model_fields)


def all_spans(claim: ClaimBase) -> Spans:
    """Return every span a claim mentions, its slots' included, without repetition, in text order."""
    found = {span for name in span_slots(type(claim)) for span in getattr(claim, name)}
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


def claim_order(claim: ClaimBase) -> tuple[str, int, int, str]:
    """Return what claims are sorted by: article, first code point, the longer first, id."""
    return claim.article_id, claim.spans[0].start, -claim.spans[-1].end, claim.claim_id


def references(claim: ClaimBase) -> dict[str, str]:
    """Return the other claims that a claim names: field -> claim id."""
    return {name: value for name in reference_fields(type(claim)) if (value := getattr(claim, name)) is not None}


@lru_cache
def reference_fields(model: type[ClaimBase]) -> tuple[str, ...]:
    """Return the fields of a claim model that name another claim."""
    from .fields import shapes

    return tuple(shape.name for shape in shapes(model) if shape.meaning == "claim_reference")
