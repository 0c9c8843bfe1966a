"""Whom an article's claims name as parties, and whether these speak in it.

Who is accused stands in no slot: what is known are those who did harm or suffered it by a casualty figure, and those
whom a statement is made to. What a state acts by counts as that state where its entity tells the country, or its name
does (`Government of Rovia`, `Navy of Rovia`, `Rovia Police`); so do persons who speak for an authority of it. Where a
source may belong to a side and nothing says so, the answer is open and not no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..entities.names import kind_by_words, name_key
from ..schema import AttributedStatement, CasualtyFigure, ClaimBase
from ..schema.vocab import EntityKind, SourceKind, VictimStatus
from .label import Side, SideStatus
from .sources import is_said, speakers
from .world import Named, World

AUTHORITIES = frozenset(
    {
        SourceKind.GOVERNMENT,
        SourceKind.MILITARY,
        SourceKind.DE_FACTO_AUTHORITY,
        SourceKind.ARMED_GROUP,
        SourceKind.POLICE_AND_RESCUE,
    }
)
"""The capacities in which somebody can speak for a state, a force or a group without being called its spokesman."""

ACTS_FOR_A_STATE = frozenset({EntityKind.BODY, EntityKind.FORCE})
HAS_MEMBERS = frozenset({EntityKind.STATE, EntityKind.BODY, EntityKind.FORCE, EntityKind.GROUP})
"""Entities that a person or body can speak for whom the records do not tie to them."""

ONE_OF_SEVERAL = frozenset({EntityKind.PERSON, EntityKind.BODY, EntityKind.FORCE})
"""Entities that belong to a state or group, if only the record says to which."""

FIGHTERS = frozenset({VictimStatus.COMBATANT, VictimStatus.MIXED})
"""Victims whose side is a party, whoever did the harm."""

GOVERNMENT_OF = ("government", "of")
"""How the codebook names the government of a state (R-NAME-1)."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Voice:
    """Whom a statement's source speaks for: as what it is known, by what names, and whether that is all of it."""

    keys: frozenset[Key]
    names: tuple[str, ...]
    is_authority: bool
    may_be_another: bool
    is_said: bool
    is_own: bool


def sides_of(claims: Iterable[ClaimBase], world: World) -> tuple[Side, ...]:
    """Return the sides that claims name, each once: who did harm first, then who suffered it, then who is spoken to.

    Sides of one sort are in the order of the claims.
    """
    held = list(claims)
    statements = [claim for claim in held if isinstance(claim, AttributedStatement)]
    said = {claim.claim_id for claim in statements if is_said(claim)}
    voices = [voice_of(claim, world, said) for claim in statements]
    roles: dict[Key, set[str]] = defaultdict(set)
    parties: dict[Key, list[Named]] = defaultdict(list)
    for role, named in _parties(held, world):
        key = side_key(named)
        roles[key].add(role)
        parties[key].append(named)
    for key in [key for key in parties if key[0] == "name"]:
        whole = _whole(key, parties)
        if whole is not None:
            roles[whole] |= roles.pop(key)
            parties[whole] += parties.pop(key)
    sides = [
        Side(
            name=_shown(parties[key]),
            did_harm="did_harm" in roles[key],
            was_harmed="was_harmed" in roles[key],
            spoken_to="spoken_to" in roles[key],
            status=_status(key, parties[key], voices),
        )
        for key in parties
    ]
    return tuple(sorted(sides, key=lambda side: (not side.did_harm, not side.was_harmed)))


def side_key(named: Named) -> Key:
    """Return what a side is known by: a state where it is one or acts for one, else the entity, else its name."""
    entity = named.entity
    if entity is None:
        return ("id", named.key[1]) if named.key[0] == "id" else ("name", " ".join(_words(named.name or "")))
    if entity.entity_kind is EntityKind.STATE and entity.name is not None:
        return "state", name_key(entity.name)
    if entity.entity_kind in ACTS_FOR_A_STATE and entity.country is not None:
        return "state", name_key(entity.country)
    return named.key


def voice_of(statement: AttributedStatement, world: World, said: Collection[str]) -> Voice:
    """Return whom the source of a statement speaks for; `said` are the ids of the article's statements."""
    principal = _slot(world, statement.speaks_for_id, statement.speaks_for_name)
    told = (*speakers(statement, world), *principal)
    is_authority = statement.source_kind in AUTHORITIES
    keys = {side_key(named) for named in told}
    if is_authority:
        countries = (named.entity.country for named in told if named.entity is not None)
        keys |= {("state", name_key(country)) for country in countries if country is not None}
    return Voice(
        keys=frozenset(keys),
        names=tuple(named.name for named in told if named.name is not None),
        is_authority=is_authority,
        may_be_another=is_authority and not principal and (not told or any(map(_is_untied, told))),
        is_said=is_said(statement),
        is_own=statement.voice_id not in said,
    )


def related(one: str, other: str) -> bool:
    """Return whether one of two names says that it is of the other: `Navy of Rovia` or `Rovia Police` of `Rovia`."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return short == long[: len(short)] or ["of", *short] == long[-len(short) - 1 :]


def _parties(claims: Iterable[ClaimBase], world: World) -> Iterable[tuple[str, Named]]:
    """Yield whom claims name as parties, with the role; a news outlet that something is said to is none.

    Nor is the state of victims who do not fight, if no figure names who did any harm: it is their nationality alone.
    """
    held = list(claims)
    has_actor = any(isinstance(claim, CasualtyFigure) and (claim.actor_ids or claim.actor_name) for claim in held)
    for claim in held:
        if isinstance(claim, CasualtyFigure):
            yield from (("did_harm", named) for named in world.named(claim.actor_ids, claim.actor_name))
            harmed = world.named(claim.victim_side_ids, claim.victim_side_name)
            if has_actor or claim.victim_status in FIGHTERS:
                yield from (("was_harmed", named) for named in harmed)
        if isinstance(claim, AttributedStatement):
            spoken_to = world.named(claim.addressee_ids, claim.addressee_name)
            yield from (("spoken_to", named) for named in spoken_to if not _is_media(named))


def _status(key: Key, parties: Iterable[Named], voices: Iterable[Voice]) -> SideStatus:
    held = list(parties)
    names = [named.name for named in held if named.name is not None]
    its = [voice for voice in voices if key in voice.keys or (voice.is_authority and _any_related(names, voice.names))]
    if any(voice.is_said and voice.is_own for voice in its):
        return SideStatus.QUOTED
    if any(voice.is_said for voice in its):
        return SideStatus.THROUGH_ANOTHER
    if its:
        return SideStatus.DECLINED
    has_members = any(named.entity is None or named.entity.entity_kind in HAS_MEMBERS for named in held)
    if has_members and any(voice.may_be_another and voice.is_said for voice in voices):
        return SideStatus.OPEN
    return SideStatus.NOT_QUOTED


def _whole(key: Key, sides: Iterable[Key]) -> Key | None:
    """Return the side, known by name only, that another acts for by its name; the shortest of several."""
    if kind_by_words(key[1]) not in ACTS_FOR_A_STATE:
        return None
    wholes = [other for other in sides if other[0] == key[0] and other != key and related(other[1], key[1])]
    return min(
        (other for other in wholes if len(other[1]) < len(key[1])), key=lambda other: len(other[1]), default=None
    )


def _any_related(names: Iterable[str], others: Iterable[str]) -> bool:
    every = list(others)
    return any(related(name, other) for name in names for other in every)


def _is_untied(named: Named) -> bool:
    """Return whether nothing says which state or group somebody belongs to."""
    if named.entity is None:
        return tuple(name_key(named.name or "").split()[:2]) != GOVERNMENT_OF
    return named.entity.entity_kind in ONE_OF_SEVERAL and named.entity.country is None


def _is_media(named: Named) -> bool:
    """Return whether somebody is a news outlet, which is told things as such and is no party (R-ADDR-1)."""
    kind = kind_by_words(named.name or "") if named.entity is None else named.entity.entity_kind
    return kind is EntityKind.MEDIA


def _shown(parties: Iterable[Named]) -> str | None:
    """Return the name that a side is shown by: the state's, else the shortest."""
    names: list[str] = []
    for named in parties:
        entity = named.entity
        country = entity.country if entity is not None and entity.entity_kind in ACTS_FOR_A_STATE else None
        names += [name for name in (country or named.name,) if name is not None]
    return min(names, key=lambda name: (len(name), name), default=None)


def _words(name: str) -> list[str]:
    """Return the words of a name by which sides are compared: those of a state for its government."""
    words = [word for word in name_key(name).split() if word != "the"]
    return words[2:] if tuple(words[:2]) == GOVERNMENT_OF and words[2:] else words


def _slot(world: World, entity_id: str | None, name: str | None) -> tuple[Named, ...]:
    return world.named(() if entity_id is None else (entity_id,), () if name is None else (name,))
