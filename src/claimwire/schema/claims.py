"""The claims: one model per label, with its slots.

A label is a value of `vocab.Label`, a model and an entry of `LABELS`. The union `Claim`, JSON Schema, columns, the
codebook's tables, the labelling page and tasks follow from them; what contradicts what is written by hand in
`conflicts/`. The order of the entries of `LABELS` is the order of the class numbers; a test holds it against
`vocab.Label`.

Layers have names as the article tells them (`source_name`); adjudicated claims also have ids of entities
(`source_ids`). A name stands in a claim only if its bearer acts in a public role or is no person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Union

from pydantic import Field, TypeAdapter

from .base import (
    ClaimReference,
    Edtf,
    EntityReference,
    EventReference,
    Id,
    Marked,
    Name,
    OwnWords,
    People,
    Record,
    Role,
    Spans,
    asked,
)
from .open_lists import OpenChannel, OpenEventType, OpenVictimGroup
from .vocab import (
    ClaimOrigin,
    Confidence,
    CueClass,
    CuePolarity,
    FigureScope,
    Harm,
    Label,
    LinkKind,
    Mention,
    OutletCheck,
    Polarity,
    PresentedAs,
    Qualifier,
    QuantityForm,
    QuoteType,
    SourceKind,
    SourceNaming,
    TimeMeaning,
    TimeResolution,
    Verdict,
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
    statement: Annotated[
        OwnWords | None, Marked(role="wording", use="reading a claim where the text may not be given")
    ] = Field(
        default=None,
        description="what it says, in our own words, to be understood without the article; adjudicated claims have it",
    )
    voice_id: Annotated[ClaimReference | None, Marked(use="who tells the reader a claim; nesting of statements")] = (
        Field(
            default=None,
            description="the attributed_statement that holds the claim; absent where the outlet itself tells it",
        )
    )
    event_id: Annotated[EventReference | None, Marked(role="adjudication")] = Field(
        default=None, description="the event it is about"
    )
    presented_as: Annotated[
        PresentedAs, Marked(use="which claims can contradict each other; a target for classifiers")
    ] = Field(description="how its innermost source puts its content")
    polarity: Annotated[
        Polarity | None, asked("2.0.0", "which claims can contradict each other", needed=True, proposed=True)
    ] = Field(default=None, description="whether the words of the span say that something is so or is not so")
    confidence: Annotated[Confidence, Marked(role="certainty", use="weights, and leaving out what is in doubt")] = (
        Field(default=Confidence.HIGH, description="how sure whoever annotated it is; high where it is left out")
    )
    comment: Annotated[OwnWords | None, Marked(role="remark", use="readers and adjudicators")] = Field(
        default=None, description="a remark for readers and adjudicators"
    )
    proposed_slots: Annotated[tuple[Id, ...], Marked(role="origin")] = Field(
        default=(), description="slots that a program filled in from the words and the annotator left as they were"
    )
    origin: Annotated[ClaimOrigin | None, Marked(role="origin", of_layers=True)] = Field(
        default=None, description="whether it was a prediction that the annotator began from; absent where not recorded"
    )
    review: Annotated[Review | None, Marked(role="adjudication")] = Field(
        default=None, description="what evidence says of it, where it was held against any"
    )

    @property
    def said(self) -> str:
        """What the claim says, in our own words; empty where a layer leaves it out."""
        return self.statement or ""


class AttributedStatement(ClaimBase):
    """Something presented as said, written or thought by a source, or as not said by it.

    The span is the content, without source and cue, without the outer sentence's full stop, its own quotation marks
    included; under a negated cue it is the topic.
    """

    label: Annotated[Literal[Label.ATTRIBUTED_STATEMENT], Marked(role="label")] = Field(description="the label")
    source_spans: Annotated[Spans, Marked(use="span extraction (source)")] = Field(
        default=(), description="words that name the source; none where it is implicit"
    )
    source_name: Annotated[tuple[Name, ...], Marked(use="who says it, over all articles")] = Field(
        default=(), description="name of the source, if it is no private person; several for a joint source"
    )
    source_ids: Annotated[tuple[EntityReference, ...], Marked(role="adjudication")] = Field(
        default=(), description="the entities that are the source"
    )
    source_kind: Annotated[
        SourceKind | None,
        asked("2.0.0", "what sort of sources an article rests on; a target for classifiers", needed=True),
    ] = Field(default=None, description="in what capacity the source speaks")
    source_naming: Annotated[
        SourceNaming | None,
        asked("2.0.0", "what share of an article rests on nameless sources", needed=True, proposed=True),
    ] = Field(default=None, description="how far the article says who the source is")
    speaks_for_name: Annotated[Name | None, Marked(use="on whose behalf something is said")] = Field(
        default=None, description="name of whom the source speaks for: a spokesman's principal"
    )
    speaks_for_id: Annotated[EntityReference | None, Marked(role="adjudication")] = Field(
        default=None, description="the entity the source speaks for"
    )
    mention: Annotated[Mention, Marked(proposed=True, use="how hard a source is to resolve")] = Field(
        description="how the words of the article refer to the source here"
    )
    cue_spans: Annotated[Spans, Marked(use="span extraction (cue)")] = Field(
        default=(), description="words that make it a statement, with their auxiliaries"
    )
    cue_class: Annotated[
        CueClass, Marked(proposed=True, use="how an outlet colours what it reports; a target for classifiers")
    ] = Field(description="what the cue does, by the cue and not by the content")
    cue_polarity: Annotated[
        CuePolarity | None, asked("2.0.0", "telling who spoke from who did not", needed=True, proposed=True)
    ] = Field(default=None, description="whether the cue says that the source said, or did not say, something")
    quote_type: Annotated[
        QuoteType, Marked(proposed=True, use="what share of an article is in the words of its sources")
    ] = Field(description="how much of the content stands in quotation marks")
    quoted_spans: Annotated[Spans, Marked(use="span extraction (quotation)")] = Field(
        default=(), description="the quoted words, quotation marks included"
    )
    channel: Annotated[OpenChannel | None, Marked(use="finding the original of a statement")] = Field(
        default=None, description="through what it was said; absent where the article does not tell"
    )
    addressee_name: Annotated[tuple[Name, ...], Marked(use="who is asked, told or accused to their face")] = Field(
        default=(), description="names of whom it was said to, if they are no private persons"
    )
    addressee_ids: Annotated[tuple[EntityReference, ...], Marked(role="adjudication")] = Field(
        default=(), description="the entities it was said to"
    )
    outlet_check: Annotated[OutletCheck | None, asked("2.0.0", "what an outlet says it has verified")] = Field(
        default=None, description="what the article says of its own check; absent where it says nothing"
    )
    time: Annotated[Edtf | None, Marked(use="order of statements; conflicts")] = Field(
        default=None, description="when it was said (EDTF), where the article tells"
    )
    time_spans: Annotated[Spans, Marked(use="span extraction (time)")] = Field(
        default=(), description="words that tell when it was said, without the preposition"
    )


class HistoricalBackground(ClaimBase):
    """An event or lasting state told as context, whether old or not; one claim an event clause."""

    label: Annotated[Literal[Label.HISTORICAL_BACKGROUND], Marked(role="label")] = Field(description="the label")
    event_name: Annotated[Name | None, Marked(role="wording", use="the same event in several articles")] = Field(
        default=None, description="short name of the event or state; absent where event_id names it"
    )
    event_type: Annotated[
        OpenEventType, Marked(use="what sort of context articles give; conflicts of what an event is called")
    ] = Field(description="what sort of event or state it is")
    time_spans: Annotated[Spans, Marked(use="span extraction (time)")] = Field(
        default=(), description="words that date it, without the preposition"
    )
    time: Annotated[Edtf | None, Marked(use="conflicts of dates; how old the context is")] = Field(
        default=None, description="when it happened or held (EDTF)"
    )
    time_meaning: Annotated[TimeMeaning | None, Marked(use="reading the time rightly")] = Field(
        default=None, description="how it fills that time"
    )
    time_resolution: Annotated[TimeResolution, Marked(use="how far a date can be trusted")] = Field(
        description="how the date was resolved"
    )
    place_name: Annotated[Name | None, asked("2.0.0", "where it was, on a map or in an event database")] = Field(
        default=None, description="the smallest named place in the sentence where it happened or held"
    )
    place_spans: Annotated[Spans, asked("2.0.0", "span extraction (place)")] = Field(
        default=(), description="words that name the place"
    )
    place_id: Annotated[EntityReference | None, Marked(role="adjudication")] = Field(
        default=None, description="the entity that is the place"
    )


INCLUSIVE: dict[Qualifier, tuple[bool | None, bool | None]] = {
    Qualifier.EXACT: (True, True),
    Qualifier.AT_LEAST: (True, None),
    Qualifier.MORE_THAN: (False, None),
    Qualifier.AT_MOST: (None, True),
    Qualifier.UP_TO: (None, True),
    Qualifier.LESS_THAN: (None, False),
    Qualifier.BETWEEN: (True, True),
    Qualifier.ZERO: (True, True),
}
"""Whether the lower and the upper bound that a qualifier sets are inclusive; None for a bound that it does not set.

The other qualifiers set no bounds.
"""


class CasualtyFigure(ClaimBase):
    """How many people were, or may be, harmed, held, driven out or rescued; also a mention without any quantity."""

    label: Annotated[Literal[Label.CASUALTY_FIGURE], Marked(role="label")] = Field(description="the label")
    quantity_spans: Annotated[Spans, Marked(use="span extraction (quantity)")] = Field(
        default=(), description="the quantity with its modifier"
    )
    quantity_form: Annotated[QuantityForm, Marked(proposed=True, use="how hard a number is to read")] = Field(
        description="how the quantity is written"
    )
    qualifier: Annotated[Qualifier, Marked(proposed=True, use="which numbers a figure can mean")] = Field(
        description="what kind of bound the words set; it says which bounds there are and whether they are inclusive"
    )
    approximate: Annotated[bool, Marked(proposed=True, use="which numbers a figure can mean")] = Field(
        default=False, description="whether the words say that the number is approximate (about, some, nearly)"
    )
    lower: Annotated[People | None, Marked(proposed=True, use="conflicts of figures; tolls over time")] = Field(
        default=None, description="lower bound as annotated, people"
    )
    upper: Annotated[People | None, Marked(proposed=True, use="conflicts of figures; tolls over time")] = Field(
        default=None, description="upper bound as annotated, people"
    )
    harm: Annotated[Harm, Marked(use="what is counted; a target for classifiers")] = Field(
        description="what befell them"
    )
    victim_status: Annotated[VictimStatus, Marked(use="civilian and military tolls apart")] = Field(
        description="whether they take part in fighting"
    )
    victim_groups: Annotated[
        tuple[OpenVictimGroup, ...], asked("2.0.0", "tolls of children, journalists, aid workers and others")
    ] = Field(default=(), description="the groups that the words name for the people counted")
    victim_side_name: Annotated[tuple[Name, ...], asked("2.0.0", "tolls by side")] = Field(
        default=(), description="names of the states, forces or groups that the victims belong to"
    )
    victim_side_ids: Annotated[tuple[EntityReference, ...], Marked(role="adjudication")] = Field(
        default=(), description="the entities that the victims belong to"
    )
    actor_spans: Annotated[Spans, asked("2.0.0", "span extraction (actor)")] = Field(
        default=(), description="words for who did it, where the sentence or its neighbour says so"
    )
    actor_name: Annotated[tuple[Name, ...], asked("2.0.0", "who is said to have done it")] = Field(
        default=(), description="names of the states, forces or groups that did it, never of a private person"
    )
    actor_ids: Annotated[tuple[EntityReference, ...], Marked(role="adjudication")] = Field(
        default=(), description="the entities that did it, as the article tells"
    )
    cause_spans: Annotated[Spans, asked("2.0.0", "what is said to have done it")] = Field(
        default=(), description="words for what did the harm (the shelling, a fire), in the sentence or its neighbour"
    )
    place_spans: Annotated[Spans, asked("2.0.0", "span extraction (place)")] = Field(
        default=(), description="words that name the place"
    )
    place_name: Annotated[Name | None, asked("2.0.0", "where it was, on a map or in an event database")] = Field(
        default=None, description="the smallest named place in the sentence where the harm happened"
    )
    place_id: Annotated[EntityReference | None, Marked(role="adjudication")] = Field(
        default=None, description="the entity that is the place"
    )
    named_victim: Annotated[bool | None, asked("2.0.0", "whether a toll gives its dead names", needed=True)] = Field(
        default=None, description="whether the article names somebody of those counted; the name is in no field"
    )
    part_of_id: Annotated[ClaimReference | None, Marked(use="totals and parts apart")] = Field(
        default=None, description="the figure of which this one counts a part"
    )
    scope: Annotated[
        FigureScope | None, Marked(needed_since="2.0.0", use="whether two figures can be compared; tolls over time")
    ] = Field(default=None, description="what stretch of the world the figure counts")
    time: Annotated[Edtf | None, Marked(use="conflicts of figures; tolls over time")] = Field(
        default=None, description="when the harm happened or the figure held (EDTF)"
    )
    time_spans: Annotated[Spans, Marked(use="span extraction (time)")] = Field(
        default=(), description="words that tell when, without the preposition"
    )

    @property
    def lower_inclusive(self) -> bool | None:
        """Whether the lower bound itself is possible, by the qualifier; None without a lower bound."""
        return None if self.lower is None else INCLUSIVE.get(self.qualifier, (None, None))[0]

    @property
    def upper_inclusive(self) -> bool | None:
        """Whether the upper bound itself is possible, by the qualifier; None without an upper bound."""
        return None if self.upper is None else INCLUSIVE.get(self.qualifier, (None, None))[1]


@dataclass(frozen=True)
class LabelDeclaration:
    """One label: its model, how people see it, and the kinds of links that join its claims in different articles."""

    label: Label
    model: type[ClaimBase]
    title: str
    hotkey: str
    color: str
    link_kinds: tuple[LinkKind, ...] = ()


LABELS: tuple[LabelDeclaration, ...] = (
    LabelDeclaration(
        Label.ATTRIBUTED_STATEMENT,
        AttributedStatement,
        "Attributed statement",
        hotkey="1",
        color="#1f77b4",
        link_kinds=(LinkKind.SAME_STATEMENT,),
    ),
    LabelDeclaration(
        Label.HISTORICAL_BACKGROUND,
        HistoricalBackground,
        "Historical background",
        hotkey="2",
        color="#8c6d1f",
        link_kinds=(LinkKind.SAME_BACKGROUND,),
    ),
    LabelDeclaration(
        Label.CASUALTY_FIGURE,
        CasualtyFigure,
        "Casualty figure",
        hotkey="3",
        color="#c0392b",
        link_kinds=(LinkKind.SAME_FIGURE, LinkKind.SUPERSEDES),
    ),
)

if TYPE_CHECKING:
    Claim = ClaimBase
else:
    Claim = Annotated[
        Union[tuple(declaration.model for declaration in LABELS)], Field(discriminator="label")  # noqa: UP007
    ]
"""A claim of any label, told apart by `label`; the union of the models of `LABELS`."""

CLAIM_ADAPTER: TypeAdapter[ClaimBase] = TypeAdapter(Claim)

DECLARATION_OF: dict[Label, LabelDeclaration] = {declaration.label: declaration for declaration in LABELS}
LABEL_OF_LINK: dict[LinkKind, Label] = {
    kind: declaration.label for declaration in LABELS for kind in declaration.link_kinds
}
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
    SpanSlot("place_spans", "w", "#5d7a1f", "words that name the smallest place"),
    SpanSlot("actor_spans", "a", "#9c4a1a", "words for the state, force or group that did it"),
    SpanSlot("cause_spans", "y", "#6b5b95", "words for what did the harm"),
)
"""Every field of spans that a label has; a test compares it with the models."""

ATTRIBUTION_PARTS: dict[str, str] = {"source": "source_spans", "cue": "cue_spans", "content": "spans"}
"""The parts of an attribution (Pareti 2012) and the fields of an attributed statement that mark them."""

REFERENCE_LABELS: dict[str, Label] = {
    "voice_id": Label.ATTRIBUTED_STATEMENT,
    "part_of_id": Label.CASUALTY_FIGURE,
}
"""The label of the claim that each field names."""


@cache
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


@cache
def entity_fields(model: type[ClaimBase]) -> dict[str, str]:
    """Return the fields of a claim model that hold names as told, each with the field that has the ids of its entities.

    `source_name` has its ids in `source_ids`, `place_name` its one id in `place_id`.
    """
    from .fields import shapes

    ids = [shape.name for shape in shapes(model) if shape.meaning == "entity_reference"]
    return {f"{name.removesuffix('_ids').removesuffix('_id')}_name": name for name in ids}


def values_of(claim: ClaimBase, field: str) -> tuple[str, ...]:
    """Return the names or ids that a field of a claim has, whether it takes one or several."""
    value = getattr(claim, field)
    return (value,) if isinstance(value, str) else tuple(value or ())


def entities_of(claim: ClaimBase) -> tuple[tuple[str, str], ...]:
    """Return the entities that a claim names: the field and the id, in the order of the fields."""
    fields = entity_fields(type(claim)).values()
    return tuple((field, entity_id) for field in fields for entity_id in values_of(claim, field))


@cache
def claim_fields_in_role(*roles: Role) -> frozenset[str]:
    """Return the names of the fields that have one of some roles in a claim of any label."""
    from .fields import fields_in_role

    return frozenset().union(*(fields_in_role(declaration.model, *roles) for declaration in LABELS))


@cache
def fields_of_layers() -> frozenset[str]:
    """Return the names of the fields that claims of layers alone have: an adjudicated claim rests on a decision."""
    from .fields import shapes

    return frozenset(shape.name for declaration in LABELS for shape in shapes(declaration.model) if shape.of_layers)


def slots_not_asked(claim: ClaimBase, codebook: str) -> tuple[str, ...]:
    """Return the slots that a claim lacks because the version of the codebook it was annotated by does not ask them.

    A slot that it does ask, and that the claim lacks, is one that the annotator found nothing for.
    """
    return _lacking(claim, _slots_since(type(claim), codebook).not_asked)


def slots_missing(claim: ClaimBase, codebook: str) -> tuple[str, ...]:
    """Return the slots that a claim lacks although every claim annotated by that version of the codebook has them."""
    return _lacking(claim, _slots_since(type(claim), codebook).needed)


@lru_cache(maxsize=256)
def slots_asked(model: type[ClaimBase], codebook: str) -> frozenset[str]:
    """Return the fields of a label that a version of the codebook asks for, or that every record has anyway."""
    from .fields import shapes

    version = _numbers(codebook)
    return frozenset(
        shape.name for shape in shapes(model) if shape.asked_since is None or version >= _numbers(shape.asked_since)
    )


@lru_cache(maxsize=256)
def slots_needed(model: type[ClaimBase], codebook: str | None = None) -> frozenset[str]:
    """Return the slots that every claim of a label has: those its model requires, and those a codebook needs."""
    from .fields import shapes

    version = None if codebook is None else _numbers(codebook)
    return frozenset(
        shape.name
        for shape in shapes(model)
        if not shape.optional
        or (version is not None and shape.needed_since is not None and version >= _numbers(shape.needed_since))
    )


class _SlotsSince(NamedTuple):
    """The slots of a label that a version of the codebook does not ask yet, and those that every claim has since."""

    not_asked: tuple[str, ...]
    needed: tuple[str, ...]


@lru_cache(maxsize=256)
def _slots_since(model: type[ClaimBase], codebook: str) -> _SlotsSince:
    from .fields import shapes

    version = _numbers(codebook)
    asked = ((shape.name, shape.asked_since) for shape in shapes(model))
    needed = ((shape.name, shape.needed_since) for shape in shapes(model))
    return _SlotsSince(
        tuple(name for name, since in asked if since is not None and version < _numbers(since)),
        tuple(name for name, since in needed if since is not None and version >= _numbers(since)),
    )


def _lacking(claim: ClaimBase, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(claim, name) in (None, ()))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
