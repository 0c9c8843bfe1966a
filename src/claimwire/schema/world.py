"""What claims are about and how they hang together: events, facts, links; and the outlets that tell them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from .base import ClaimReference, DomainName, Edtf, EventReference, Id, Name, OwnWords, People, Prose, Record, Title
from .open_lists import OpenEventType, OpenOutletKind
from .vocab import EntityKind, Harm, LicenceEvidence, LinkKind

SAME_AS_PATTERN = r"^https://([a-z]+\.wikipedia\.org/wiki/\S+|www\.wikidata\.org/entity/Q[1-9][0-9]*)$"
SameAs = Annotated[str, StringConstraints(pattern=SAME_AS_PATTERN)]


class Event(Record):
    """An event or lasting state that claims are about. Its dates and their conflicts are computed from the claims."""

    event_id: Id = Field(description="id of the event")
    name: Name = Field(description="short name")
    event_type: OpenEventType = Field(description="what sort of event it is")
    description: OwnWords = Field(description="what it is, in our own words")
    part_of_id: EventReference | None = Field(default=None, description="the larger event it belongs to")
    same_as: tuple[SameAs, ...] = Field(
        default=(), description="addresses of the same event in Wikipedia or Wikidata, where that is certain"
    )


class Entity(Record):
    """Who or what claims name: a source, an addressee, a side, an actor, a place.

    A person has a name here only if they act in a public role; another has an id that lives in one article, and a
    description.
    """

    entity_id: Id = Field(description="id of the entity, never reused")
    name: Name | None = Field(default=None, description="canonical name; absent for who has no public role or no name")
    aliases: tuple[Name, ...] = Field(default=(), description="other names that articles use, each once, sorted")
    entity_kind: EntityKind = Field(description="what it is")
    description: OwnWords | None = Field(
        default=None, description="who or what it is, where it has no name, or another has the same name"
    )
    article_id: Id | None = Field(default=None, description="the one article that it lives in, where it has no name")
    country: Name | None = Field(default=None, description="the country it belongs to, where that is told")
    public_role: OwnWords | None = Field(default=None, description="the public role that a person acts in")
    wikidata_id: str | None = Field(
        default=None, pattern=r"^Q[1-9][0-9]*$", description="id in Wikidata, only with its evidence"
    )
    wikidata_evidence: OwnWords | None = Field(default=None, description="how it is known to be the same")
    annotator_id: Id = Field(description="who accepted that the names are of one entity")


class Fact(Record):
    """What is true in the world of a text written for the purpose."""

    fact_id: Id = Field(description="id of the fact")
    event_id: EventReference = Field(description="the event it is about")
    statement: OwnWords = Field(description="the fact in one sentence")
    time: Edtf | None = Field(default=None, description="when it happened or held (EDTF)")
    lower: People | None = Field(default=None, description="lower bound of the figure, inclusive")
    upper: People | None = Field(default=None, description="upper bound of the figure, inclusive")
    harm: Harm | None = Field(default=None, description="what befell the people counted")
    note: OwnWords | None = Field(default=None, description="a remark")


class Link(Record):
    """Claims that tell the same thing, or counts that follow each other. Conflicts are computed, never annotated."""

    link_id: Id = Field(description="id of the link")
    kind: LinkKind = Field(description="in what they are the same")
    claim_ids: tuple[ClaimReference, ...] = Field(
        min_length=2, description="the claims; of `supersedes` in the order of time, the earliest count first"
    )
    note: OwnWords | None = Field(default=None, description="why they are the same, or how they differ")
    annotator_id: Id = Field(description="who linked them")


class RefusedLink(Record):
    """Two claims that a person does not take for the same, so that nobody is asked about them again."""

    kind: LinkKind = Field(description="in what they are not the same")
    claim_ids: tuple[ClaimReference, ClaimReference] = Field(description="the claims, in the order of their ids")
    annotator_id: Id = Field(description="who refused")


class Outlet(Record):
    """A publisher. `annotations/outlets/` holds one file each."""

    outlet_id: Id = Field(description="id of the outlet")
    name: Title = Field(description="its name")
    country: Title = Field(description="the country it publishes from or is owned in")
    language: str = Field(
        pattern=r"^[a-z]{2,3}$", description="ISO 639 code of the language of the texts taken from it"
    )
    domain: DomainName = Field(description="its domain name")
    kind: OpenOutletKind = Field(description="what sort of publisher it is")
    owner: Title | None = Field(default=None, description="who owns or funds it, where that matters for reading it")
    licence: Title = Field(description="licence of its texts")
    licence_evidence: LicenceEvidence | None = Field(default=None, description="how that licence is known")
    text_credit: Prose | None = Field(
        default=None, description="the line that names the author and the licence where a text of it is given"
    )
    text_redistributable: bool = Field(description="whether its texts may be redistributed")
    leaning: Prose | None = Field(default=None, description="whose view it tends to take, where known")
    restricted: Prose | None = Field(
        default=None,
        description="what restricts its distribution, and where; its addresses are then text and never links",
    )
    invented: bool = Field(default=False, description="whether the outlet exists only in texts written for the purpose")

    @property
    def states_licence(self) -> bool:
        """Whether the licence of its texts is stated by those who may, and not inferred or of unknown origin."""
        return self.licence_evidence not in (None, LicenceEvidence.INFERRED)

    @property
    def may_be_linked(self) -> bool:
        """Whether an address of it may be written as a link; if not, it is written as text."""
        return self.restricted is None
