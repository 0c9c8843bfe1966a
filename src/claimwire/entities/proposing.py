"""Proposals of entities: the names of adjudicated claims, those put together that may be of one entity.

A proposal says what a program saw and what it guesses; nothing counts before an annotator has accepted it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..corpus.corpus import Corpus
from ..schema import AttributedStatement, ClaimBase, Entity, claim_order, entity_fields, values_of
from ..schema.vocab import EntityKind, Mention, SourceKind
from .names import (
    entity_id_of,
    free_id,
    has_diacritics,
    has_title,
    is_plain,
    kind_by_words,
    name_key,
    without_determiner,
)
from .records import merged, names_of

State = Literal["new", "known"]

WORDS_SHOWN = 5
"""Words of a nameless source that a proposal quotes at most: no sentence of a text gets into a draft."""

PLACE, SPEAKS_FOR = "place_id", "speaks_for_id"
SIDES = frozenset({"actor_ids", "victim_side_ids"})

KIND_OF_PRINCIPAL: dict[SourceKind, EntityKind] = {
    SourceKind.GOVERNMENT: EntityKind.BODY,
    SourceKind.DE_FACTO_AUTHORITY: EntityKind.BODY,
    SourceKind.COURT: EntityKind.BODY,
    SourceKind.MILITARY: EntityKind.FORCE,
    SourceKind.POLICE_AND_RESCUE: EntityKind.FORCE,
    SourceKind.ARMED_GROUP: EntityKind.GROUP,
    SourceKind.MEDIA: EntityKind.MEDIA,
}
"""What a source of a kind speaks for, if it is no organisation."""

KIND_OF_SOURCE: dict[SourceKind, EntityKind] = {
    SourceKind.MEDIA: EntityKind.MEDIA,
    SourceKind.DOCUMENT: EntityKind.DOCUMENT,
}
"""What a source of a kind is whatever its name; of other kinds it can be a person as well as an institution."""


@dataclass(frozen=True)
class EntityUse:
    """A claim and the field of ids that an entity would be put in; the name as told, None for a nameless source."""

    claim: ClaimBase
    field: str
    name: str | None


@dataclass(frozen=True)
class EntityProposal:
    """An entity that adjudicated claims may name: its record but for who accepted it, and where it would be put in.

    `state` says whether there is the entity already; `doubts` why it may be another, or more than one.
    """

    state: State
    record: Mapping[str, Any]
    doubts: tuple[str, ...]
    grounds: tuple[str, ...]
    uses: tuple[EntityUse, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as a line of a draft, to be accepted or refused."""
        uses = [{"claim": use.claim.claim_id, "field": use.field, "name": use.name} for use in self.uses]
        return {
            "accept": None,
            "state": self.state,
            "entity": dict(self.record),
            "doubts": list(self.doubts),
            "grounds": list(self.grounds),
            "uses": uses,
        }


def propose(corpus: Corpus, elsewhere: Iterable[Entity] = (), *, nameless: bool = False) -> list[EntityProposal]:
    """Return the entities that the adjudicated claims of a corpus may name, where their ids do not say so yet.

    Names of one key are one proposal: of the entity that has the name, or of a new one. `elsewhere` are the entities of
    other corpora, whose ids are the same here. With `nameless`, sources without a name follow, each in its article.
    """
    registered = merged([*corpus.entities.values(), *elsewhere])
    groups: dict[str, list[EntityUse]] = defaultdict(list)
    for use in _open_uses(corpus, registered):
        groups[name_key(use.name or "")].append(use)
    taken = set(registered)
    by_key = _by_key(registered.values())
    found = []
    for key, uses in sorted(groups.items()):
        found.append(_proposal(uses, by_key.get(key, ()), corpus, taken))
        taken.add(found[-1].record["entity_id"])
    return found + (list(_nameless(corpus, taken)) if nameless else [])


def _open_uses(corpus: Corpus, registered: Mapping[str, Entity]) -> Iterator[EntityUse]:
    """Yield the names in adjudicated claims that no id stands for yet."""
    for claim in sorted(corpus.claims.values(), key=claim_order):
        for name_field, field in entity_fields(type(claim)).items():
            names, ids = values_of(claim, name_field), values_of(claim, field)
            if len(ids) < len(names):
                known = (registered[entity_id] for entity_id in ids if entity_id in registered)
                settled = {name_key(name) for entity in known for name in names_of(entity)}
                yield from (EntityUse(claim, field, name) for name in names if name_key(name) not in settled)


def _by_key(entities: Iterable[Entity]) -> dict[str, list[Entity]]:
    """Return entities by the keys of their names; who lives in one article is none of them."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        for key in {*map(name_key, names_of(entity))} if entity.article_id is None else ():
            found[key].append(entity)
    return found


def _proposal(uses: list[EntityUse], alike: Sequence[Entity], corpus: Corpus, taken: set[str]) -> EntityProposal:
    """Return the proposal for names of one key, which the names of `alike` have, too."""
    spellings = Counter(use.name for use in uses if use.name is not None)
    if not alike:
        return _new(uses, spellings, taken)
    entity, *others = sorted(alike, key=lambda x: (-sum(spellings[name] for name in names_of(x)), x.entity_id))
    doubts = [f"{x.entity_id} ({', '.join(names_of(x))}) is named alike" for x in others]
    added = [name for name in spellings if name not in names_of(entity)]
    if added:
        doubts.append(f"{_quoted(added)} is spelled unlike {_quoted(names_of(entity))}")
    aliases = tuple(sorted({*entity.aliases, *added}))
    where = [] if entity.entity_id in corpus.entities else ["known in another corpus"]
    record = _record(entity.model_copy(update={"aliases": aliases}))
    return EntityProposal("known", record, tuple(doubts), (*_grounds(uses, spellings), *where), tuple(uses))


def _new(uses: list[EntityUse], spellings: Counter[str], taken: set[str]) -> EntityProposal:
    name = min(spellings, key=lambda x: (not is_plain(x), not has_diacritics(x), -spellings[x], x.isupper(), x))
    kind, because = _kind(name, spellings, uses)
    record = _record_of(
        entity_id=entity_id_of(name, taken), name=name, aliases=sorted({*spellings} - {name}), entity_kind=kind.value
    )
    doubts = [f"it is spelled in {len(spellings)} ways: {_quoted(sorted(spellings))}"] if len(spellings) > 1 else []
    grounds = (*_grounds(uses, spellings), f"guessed to be of kind {kind}: {because}")
    return EntityProposal("new", record, tuple(doubts), grounds, tuple(uses))


def _kind(name: str, spellings: Iterable[str], uses: list[EntityUse]) -> tuple[EntityKind, str]:
    """Return what an entity may be by its names and the fields they are in, and why."""
    fields = {use.field for use in uses}
    if fields == {PLACE}:
        return EntityKind.PLACE, "it is named as a place only"
    if any(map(has_title, spellings)):
        return EntityKind.PERSON, "a title stands before the name"
    if (by_words := kind_by_words(name)) is not None:
        return by_words, "a word of the name says so"
    if PLACE in fields:
        return EntityKind.STATE, "it is named as a place and as somebody who acts or speaks"
    is_word = len(name.split()) == 1
    if fields <= SIDES:
        return (EntityKind.STATE if is_word else EntityKind.GROUP), "it is named as a side or an actor only"
    kinds = [
        x.claim.source_kind for x in uses if isinstance(x.claim, AttributedStatement) and x.field != "addressee_ids"
    ]
    most = Counter(kind for kind in kinds if kind is not None).most_common(1)
    source_kind = most[0][0] if most else None
    if fields == {SPEAKS_FOR} or (is_word and SPEAKS_FOR in fields):
        kind = KIND_OF_PRINCIPAL.get(source_kind or SourceKind.OTHER, EntityKind.ORGANISATION)
        return kind, "somebody speaks for it"
    if source_kind in KIND_OF_SOURCE:
        return KIND_OF_SOURCE[source_kind], f"its source_kind is {source_kind}"
    if is_word and source_kind is SourceKind.GOVERNMENT:
        return EntityKind.STATE, "one word, and its source_kind is government"
    if is_word and name.isupper():
        return EntityKind.ORGANISATION, "it is an abbreviation"
    return EntityKind.PERSON, "no word of the name says that it is an institution"


def _grounds(uses: list[EntityUse], spellings: Counter[str]) -> Iterator[str]:
    claims, articles = {x.claim.claim_id for x in uses}, {x.claim.article_id for x in uses}
    yield f"in {_counted(len(claims), 'claim')} of {_counted(len(articles), 'article')}"
    fields = Counter(use.field for use in uses)
    yield "as " + ", ".join(f"{field} ({count})" for field, count in sorted(fields.items()))
    yield "told as " + ", ".join(f"“{name}” ({count})" for name, count in sorted(spellings.items()))


def _nameless(corpus: Corpus, taken: set[str]) -> Iterator[EntityProposal]:
    """Yield sources without a name: one per wording and article, or per claim if the text is not available."""
    groups: dict[tuple[str, str], list[AttributedStatement]] = defaultdict(list)
    said: dict[tuple[str, str], str] = {}
    for claim in sorted(corpus.claims.values(), key=claim_order):
        if isinstance(claim, AttributedStatement) and claim.source_spans and not claim.source_name + claim.source_ids:
            article = corpus.articles.get(claim.article_id)
            text = None if article is None else article.text
            words = None if text is None else " ".join(span.of(text) for span in claim.source_spans)
            is_own = words is None or claim.mention is Mention.PRONOUN
            key = (claim.article_id, f"={claim.claim_id}" if is_own else without_determiner(words or ""))
            groups[key].append(claim)
            said.setdefault(key, words or "")
    for key, claims in groups.items():
        entity_id = _id_in_article(key[0], taken)
        taken.add(entity_id)
        yield _of_nameless(entity_id, claims, said[key])


def _of_nameless(entity_id: str, claims: list[AttributedStatement], words: str) -> EntityProposal:
    kind = KIND_OF_SOURCE.get(claims[0].source_kind or SourceKind.OTHER)
    kind = kind or (None if has_title(words) else kind_by_words(words)) or EntityKind.PERSON
    doubts = []
    if claims[0].mention is Mention.PRONOUN:
        doubts.append("it is named by a pronoun, which may mean another one of the article")
    elif not words:
        doubts.append("the text is not available: it may be the source of another claim")
    shown = words.split()
    quoted = " ".join(shown[:WORDS_SHOWN]) + (" …" if len(shown) > WORDS_SHOWN else "")
    grounds = [
        f"a source without a name in {_counted(len(claims), 'claim')}",
        *([f"told as “{quoted}”"] if words else []),
    ]
    grounds.append(f"guessed to be of kind {kind}")
    record = _record_of(entity_id=entity_id, entity_kind=kind.value, article_id=claims[0].article_id)
    uses = tuple(EntityUse(claim, "source_ids", None) for claim in claims)
    return EntityProposal("new", record, tuple(doubts), tuple(grounds), uses)


def _id_in_article(article_id: str, taken: set[str]) -> str:
    """Return the next id of an entity that lives in an article."""
    heads = (name.rpartition("_e") for name in taken)
    numbers = [int(tail) for head, _, tail in heads if head == article_id and tail.isdecimal()]
    return free_id(f"{article_id}_e{max(numbers, default=0) + 1:02d}", taken)


def _record(entity: Entity) -> dict[str, Any]:
    """Return the fields of an entity as a draft has them: all but who accepted it, also those that it lacks."""
    return entity.model_dump(mode="json", exclude={"annotator_id"})


def _record_of(**given: Any) -> dict[str, Any]:
    fields = [name for name in Entity.model_fields if name != "annotator_id"]
    return {name: given.get(name, [] if name == "aliases" else None) for name in fields}


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s'[: count != 1]}"
