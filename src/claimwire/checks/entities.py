"""Level 4: entities are there, complete, one of a name, and the same in every corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..entities.names import name_key
from ..entities.records import differing, lacking, names_of
from ..schema import AttributedStatement, Entity, entities_of, entity_fields, values_of
from ..schema.vocab import SourceKind
from ..terminal import visible
from .check import Check
from .context import Context, LocatedRecord
from .findings import Finding


def _entity_unknown(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        for field, entity_id in entities_of(located.claim):
            if entity_id not in context.repository.entities:
                yield located.finding(f"{field} names {entity_id}, and no entity has that id")


def _entity_incomplete(context: Context) -> Iterator[Finding]:
    for row in context.entities:
        for what in lacking(row.record):
            yield row.finding(what)


def _entity_names_alike(context: Context) -> Iterator[Finding]:
    """Find two entities of one name, the later by corpus and line; both tell in a description who they are if right."""
    by_key: dict[str, list[tuple[str, Entity]]] = {}
    for row in context.entities:
        entity, told = row.record, set()
        for name in names_of(entity):
            known = by_key.setdefault(name_key(name), [])
            for other_name, other in known:
                is_other = other.entity_id != entity.entity_id and other.entity_id not in told
                if is_other and None in (entity.description, other.description):
                    told.add(other.entity_id)
                    yield row.finding(f"“{name}” may be {other.entity_id}, “{other_name}”")
            known.append((name, entity))


def _entity_of_other_article(context: Context) -> Iterator[Finding]:
    for located in context.claims:
        for field, entity_id in entities_of(located.claim):
            entity = context.repository.entities.get(entity_id)
            home = None if entity is None else entity.article_id
            if home is not None and home != located.claim.article_id:
                yield located.finding(f"{field} names {entity_id}, which lives in {home}")


def _entity_differs(context: Context) -> Iterator[Finding]:
    first: dict[str, LocatedRecord[Entity]] = {}
    for row in context.entities:
        other = first.setdefault(row.record.entity_id, row)
        for field in differing(row.record, other.record):
            found, expected = getattr(row.record, field), getattr(other.record, field)
            yield row.finding(
                f"{field} is {found or 'absent'}, in corpus {other.corpus.corpus_id} {expected or 'absent'}"
            )


def _private_name(context: Context) -> Iterator[Finding]:
    """Find names of who has no public role: witnesses, and whoever is in a slot beside entities without that name."""
    known = context.repository.entities
    for located in context.claims:
        claim = located.claim
        if isinstance(claim, AttributedStatement) and claim.source_kind is SourceKind.WITNESS and claim.source_name:
            yield located.finding(f"source_name is {_quoted(claim.source_name)}, and source_kind witness")
            continue
        for name_field, id_field in entity_fields(type(claim)).items():
            entities = [known[entity_id] for entity_id in values_of(claim, id_field) if entity_id in known]
            borne = {name_key(name) for entity in entities for name in names_of(entity)}
            others = [name for name in values_of(claim, name_field) if name_key(name) not in borne]
            nameless = [entity.entity_id for entity in entities if entity.name is None]
            if others and nameless:
                yield located.finding(
                    f"{name_field} has {_quoted(others)}, and {id_field} {', '.join(nameless)}, who has no name here"
                )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{visible(name)}”" for name in names)


CHECKS = (
    Check(
        "entity-unknown",
        4,
        "a claim names an entity that no corpus has",
        "fix the id, or add the entity with `claimwire entities`",
        _entity_unknown,
    ),
    Check(
        "entity-incomplete",
        4,
        "a person with a name has no public role, an entity without a name has aliases, no article or no description, "
        "or a Wikidata id has no evidence",
        "add what it lacks; who acts in no public role has no name here",
        _entity_incomplete,
    ),
    Check(
        "private-name",
        4,
        "a slot has a name where its entity has none because it has no public role, or a witness has a name",
        "take the name out, also of statements and remarks; if its bearer acts in a public role, say so in the entity",
        _private_name,
    ),
    Check(
        "entity-names-alike",
        4,
        "two entities have names that differ only by case, diacritics, punctuation, an article or a title",
        "merge them into one, or say in the description of both who or what they are",
        _entity_names_alike,
    ),
    Check(
        "entity-of-other-article",
        4,
        "a claim names an entity that lives in another article",
        "name one of its own article, or one that has a name",
        _entity_of_other_article,
    ),
    Check(
        "entity-differs",
        4,
        "an entity has another name or kind in another corpus",
        "make name and kind the same in both, or give one of them an id of its own",
        _entity_differs,
    ),
)
