"""The sourcing label of an article, as a record: each field is a column of the table `sourcing`."""

from __future__ import annotations

from pydantic import Field

from ..schema.base import Edtf, Id, Name, Record
from ..schema.vocab import AnnotatorKind, SourceKind, SourceNaming, Vocabulary


class SideStatus(Vocabulary):
    """Whether a side that claims name speaks in the article; the first value that fits."""

    QUOTED = "quoted", "a statement of it is told by the outlet itself, in its words or not"
    THROUGH_ANOTHER = "through_another", "its statements are told only within those of another source"
    DECLINED = "declined", "it is only told that it did not say something"
    OPEN = "open", "a source that speaks may belong to it; the records do not say"
    NOT_QUOTED = "not_quoted", "no statement of it is told"


class SourcesOfKind(Record):
    """Those sources of an article that speak in one capacity."""

    source_kind: SourceKind | None = Field(description="the capacity; null where the codebook did not ask")
    sources_least: int = Field(ge=0, description="how many sources there are at least")
    sources_most: int = Field(ge=0, description="how many there are at most")
    statements: int = Field(ge=0, description="how many statements they make")
    told_length: int = Field(ge=0, description="code points of the body that they tell")


class SourcesOfNaming(Record):
    """Those sources of an article of whom it says equally much who they are."""

    source_naming: SourceNaming | None = Field(description="how far it says so; null where the codebook did not ask")
    sources_least: int = Field(ge=0, description="how many sources there are at least; none told is no source")
    sources_most: int = Field(ge=0, description="how many there are at most")
    statements: int = Field(ge=0, description="how many statements they make")
    told_length: int = Field(ge=0, description="code points of the body that rest on them")


class Silence(Record):
    """A source of whom the article says that it did not say something: declined to comment, did not name somebody."""

    name: Name | None = Field(description="its name; null where it has none in the claims")
    source_kind: SourceKind | None = Field(description="in what capacity it would speak")
    speaks_elsewhere: bool | None = Field(
        description="whether it makes a statement in the article; null where it cannot be told from others"
    )


class Side(Record):
    """Somebody whom claims of the article name as a party to something."""

    name: Name | None = Field(description="its name; a state for what it acts by; null where it has none in the claims")
    did_harm: bool = Field(description="whether a figure names it as who did the harm")
    was_harmed: bool = Field(description="whether a figure gives its victims to it")
    spoken_to: bool = Field(description="whether a statement is made to it: asked, told, accused to its face")
    status: SideStatus = Field(description="whether it speaks in the article")


class SourcingLabel(Record):
    """Who tells an article, as far as its adjudicated claims say. Code points are those of sentences of its body.

    A source is counted once, however often it speaks. One that has a name or an id in the claims is known again;
    of the others there are at least as many as kinds and namings among their statements, at most as many as statements.
    """

    article_id: Id = Field(description="the article")
    corpus_id: Id = Field(description="the corpus it belongs to")
    outlet_id: Id = Field(description="the outlet that published it")
    body_length: int = Field(ge=0, description="code points of the sentences of its body, without headline and lead")
    told_length: int = Field(ge=0, description="how many of them statements cover, each counted once")
    told_share: float | None = Field(ge=0, le=1, description="told_length by body_length; null without a body")
    anonymous_share: float | None = Field(
        ge=0, le=1, description="share of body_length that rests on sources whose name is withheld; null without a body"
    )
    statements: int = Field(ge=0, description="attributed statements, without those of a silence")
    sources_least: int = Field(ge=0, description="how many sources make them at least")
    sources_most: int = Field(ge=0, description="how many sources make them at most")
    kinds: tuple[SourcesOfKind, ...] = Field(
        description="the sources by kind, those that tell most first; within another's statement the inner one tells"
    )
    namings: tuple[SourcesOfNaming, ...] = Field(
        description="the sources by naming, named first; what one source tells of another rests on the less well named"
    )
    silences: tuple[Silence, ...] = Field(description="sources that are told not to have said something")
    sides: tuple[Side, ...] = Field(description="those whom figures and statements name as parties")
    background_claims: int = Field(ge=0, description="claims of historical background")
    background_undated: int = Field(ge=0, description="how many of them have no first day that can be computed")
    oldest_background: Edtf | None = Field(description="time (EDTF) of the one whose first possible day is earliest")
    oldest_background_name: Name | None = Field(description="name of its event")
    oldest_background_years: int | None = Field(
        ge=0, description="full years from that day to publication; null if either is not known, or it is later"
    )
    not_verified: int = Field(ge=0, description="statements of which the article says that they are not verified")
    verified: int = Field(ge=0, description="statements of which it says that they are")
    claims: int = Field(ge=0, description="adjudicated claims that all of this is computed from")
    claims_low_confidence: int = Field(ge=0, description="how many of them another reader may not annotate at all")
    annotator_kinds: tuple[AnnotatorKind, ...] = Field(
        description="what those are who annotated the article or decided on its claims"
    )
