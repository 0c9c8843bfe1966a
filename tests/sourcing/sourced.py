"""Articles of round lengths without a text, and claims on them, to count by hand."""

from __future__ import annotations

from typing import Any

from invented import plain_article

from claimwire.schema import (
    Article,
    AttributedStatement,
    CasualtyFigure,
    Entity,
    Event,
    HistoricalBackground,
    Publication,
    Segment,
    Span,
)
from claimwire.schema.vocab import DateEvidence, EntityKind, EventType, SegmentKind
from claimwire.sourcing import World

PLAIN = plain_article("Headline\n\nIt is told.\n")


def spans(*pairs: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end) for start, end in pairs)


def article(*sentences: tuple[int, int], published: str | None = "2031-06-15") -> Article:
    """Return an article without text: a headline of 20 code points, then a body of 100, with some sentences in it.

    Without sentences named, all of the body is one.
    """
    segments = (
        Segment(kind=SegmentKind.HEADLINE, raw_start=0, raw_end=20, start=0),
        Segment(kind=SegmentKind.BODY, raw_start=20, raw_end=120, start=20),
    )
    changed = {
        "segments": segments,
        "sentences": spans((0, 20), *(sentences or [(20, 120)])),
        "text": None,
        "text_length": 120,
        "publication": Publication(date=published, found=DateEvidence.SUPPLIED),
    }
    return PLAIN.model_copy(update=changed)


def said(number: int, *pairs: tuple[int, int], **slots: Any) -> AttributedStatement:
    """Return a statement of a described witness, or with other slots; `by` and `within` name its source and voice."""
    given: dict[str, Any] = {
        "source_kind": "witness",
        "source_naming": "described",
        "mention": "nominal",
        "cue_class": "neutral",
    }
    given |= {"cue_polarity": "positive", "quote_type": "indirect", "presented_as": "asserted"} | slots
    if "by" in given:
        given["source_name"] = (given.pop("by"),)
    if "within" in given:
        given["voice_id"] = f"c{given.pop('within')}"
    return AttributedStatement.model_validate(
        {"claim_id": f"c{number}", "article_id": "heron_1", "label": "attributed_statement"}
        | {"spans": spans(*(pairs or [(20, 30)]))}
        | given,
        strict=False,
    )


def figure(number: int, **slots: Any) -> CasualtyFigure:
    """Return a figure of people killed, with slots."""
    given = {"quantity_form": "none", "qualifier": "none_stated", "harm": "killed", "victim_status": "unspecified"}
    return CasualtyFigure.model_validate(
        {"claim_id": f"c{number}", "article_id": "heron_1", "label": "casualty_figure", "spans": spans((20, 30))}
        | {"presented_as": "asserted"}
        | given
        | slots,
        strict=False,
    )


def background(number: int, time: str | None, **slots: Any) -> HistoricalBackground:
    """Return background of a time."""
    return HistoricalBackground.model_validate(
        {"claim_id": f"c{number}", "article_id": "heron_1", "label": "historical_background", "spans": spans((20, 30))}
        | {"presented_as": "asserted", "event_type": "other", "time_resolution": "explicit", "time": time}
        | slots,
        strict=False,
    )


def entity(entity_id: str, kind: EntityKind, name: str | None = None, country: str | None = None) -> Entity:
    """Return an entity."""
    return Entity(entity_id=entity_id, name=name, entity_kind=kind, country=country, annotator_id="cleo")


def world(*entities: Entity, events: dict[str, str] | None = None) -> World:
    """Return a world of entities, and of events by id with their names."""
    named = {
        key: Event(event_id=key, name=name, event_type=EventType.OTHER, description="It was.")
        for key, name in (events or {}).items()
    }
    return World({one.entity_id: one for one in entities}, named)
