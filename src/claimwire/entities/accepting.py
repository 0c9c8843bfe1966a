"""Accepted proposals: entities put into the registry of a corpus, and their ids into its adjudicated claims.

A file of proposals is JSON Lines. A line has `accept` (true: it is applied; false or null: it is passed over), the
`entity` as it shall be, and its `uses`: claim, field of ids, and the name as told. What a proposal says of its state,
doubts and grounds is for whoever reads it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ..corpus.corpus import Corpus
from ..corpus.jsontext import parse_json
from ..corpus.records import canonical_json, validation_messages
from ..corpus.transaction import Edit
from ..schema import ClaimBase, Entity, entity_fields, values_of
from .records import differing, lacking, united


class AcceptedUse(BaseModel):
    """A claim and a field that an entity is put in."""

    model_config = ConfigDict(extra="forbid", strict=True)

    claim: str
    field: str
    name: str | None = None


class ProposalLine(BaseModel):
    """A line of a file of proposals."""

    model_config = ConfigDict(extra="forbid", strict=True)

    accept: bool | None = None
    entity: dict[str, Any]
    uses: list[AcceptedUse] = []
    state: str | None = None
    doubts: list[str] = []
    grounds: list[str] = []


@dataclass
class Accepted:
    """What accepted proposals make of a corpus: entities and claims that are new or changed, and what is wrong."""

    entities: dict[str, Entity] = field(default_factory=dict)
    claims: dict[str, ClaimBase] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    passed_over: int = 0


def accepted(
    corpus: Corpus, elsewhere: Iterable[Entity], lines: Sequence[tuple[int, str]], annotator_id: str, file_name: str
) -> Accepted:
    """Return what the accepted lines of a file of proposals make of a corpus.

    `elsewhere` are the entities of other corpora; `lines` have their numbers in the file, which problems call
    `file_name`. Of a claim nothing changes but its ids of entities.
    """
    made = Accepted()
    others: dict[str, list[Entity]] = defaultdict(list)
    for entity in elsewhere:
        others[entity.entity_id].append(entity)
    put: dict[tuple[str, str], list[tuple[str | None, str]]] = defaultdict(list)
    for number, text in lines:
        place = f"{file_name}:{number}"
        try:
            line = ProposalLine.model_validate(parse_json(text))
        except json.JSONDecodeError as error:
            made.problems.append(f"{place}: not JSON: {error}")
            continue
        except ValidationError as error:
            made.problems.append(f"{place}: {validation_messages(error)}")
            continue
        if not line.accept:
            made.passed_over += 1
            continue
        found = _add_entity(corpus, made, others, line, annotator_id)
        found += _add_uses(corpus, put, line)
        made.problems += [f"{place}: {problem}" for problem in found]
    for (claim_id, id_field), pairs in put.items():
        claim = _with_ids(made.claims.get(claim_id, corpus.claims[claim_id]), id_field, pairs)
        if claim is None:
            given = ", ".join(dict.fromkeys(entity_id for _, entity_id in pairs))
            has = ", ".join(values_of(corpus.claims[claim_id], id_field)) or "none"
            made.problems.append(
                f"{file_name}: {id_field} of {claim_id} takes one id; it has {has}, and is given {given}"
            )
        elif claim != corpus.claims[claim_id]:
            made.claims[claim_id] = claim
    return made


def apply_accepted(edit: Edit, made: Accepted) -> None:
    """Put accepted entities and the claims that name them into a change of their corpus."""
    edit.merge("entities", made.entities.values())
    edit.merge("claims", made.claims.values())


def _add_entity(
    corpus: Corpus, made: Accepted, others: Mapping[str, list[Entity]], line: ProposalLine, annotator_id: str
) -> list[str]:
    """Put the entity of a line among those made; return what is wrong with it instead, if anything is."""
    given = {name: value for name, value in line.entity.items() if value is not None}
    try:
        entity = Entity.model_validate_json(canonical_json(given | {"annotator_id": annotator_id}))
    except ValidationError as error:
        return [f"entity: {validation_messages(error)}"]
    entity_id = entity.entity_id
    problems = []
    own = corpus.entities.get(entity_id)
    if own is not None and own.name != entity.name:
        problems.append(f"{entity_id} is the id of {_called(own)} already, not of {_called(entity)}")
    known = [*others.get(entity_id, ()), *([made.entities[entity_id]] if entity_id in made.entities else [])]
    for other in known:
        if differing(entity, other):
            what = f"{_called(other)}, of kind {other.entity_kind}"
            problems.append(f"{entity_id} is the id of {what}, already, not of {_called(entity)}, {entity.entity_kind}")
    if problems:
        return problems
    entity = united(entity, entity)
    for also in (made.entities.get(entity_id), own):
        entity = entity if also is None else united(entity, also)
    problems = lacking(entity)
    if problems:
        return problems
    if own is None or entity != own.model_copy(update={"annotator_id": annotator_id}):
        made.entities[entity_id] = entity
    return []


def _add_uses(
    corpus: Corpus, put: dict[tuple[str, str], list[tuple[str | None, str]]], line: ProposalLine
) -> list[str]:
    """Note where the entity of a line is put in; return what is wrong with its uses."""
    problems = []
    entity_id, article_id = str(line.entity.get("entity_id")), line.entity.get("article_id")
    for use in line.uses:
        claim = corpus.claims.get(use.claim)
        if claim is None:
            problems.append(f"no adjudicated claim of the corpus is called {use.claim!r}")
            continue
        name_field = {ids: names for names, ids in entity_fields(type(claim)).items()}.get(use.field)
        if name_field is None:
            problems.append(f"a claim {claim.label} has no ids of entities in {use.field!r}")
        elif use.name is not None and use.name not in values_of(claim, name_field):
            problems.append(f"{name_field} of {use.claim} does not have {use.name!r} any more")
        elif article_id is not None and claim.article_id != article_id:
            problems.append(f"{use.claim} is in {claim.article_id}, and {entity_id} lives in {article_id}")
        else:
            put[use.claim, use.field].append((use.name, entity_id))
    return problems


def _with_ids(claim: ClaimBase, id_field: str, pairs: list[tuple[str | None, str]]) -> ClaimBase | None:
    """Return a claim with more ids in a field, in the order of its names; None if that takes one and would have two."""
    name_field = next(names for names, ids in entity_fields(type(claim)).items() if ids == id_field)
    names = values_of(claim, name_field)
    ordered = sorted(pairs, key=lambda pair: names.index(pair[0]) if pair[0] in names else len(names))
    ids = tuple(dict.fromkeys((*values_of(claim, id_field), *(entity_id for _, entity_id in ordered))))
    if isinstance(getattr(claim, id_field), tuple):
        return claim.model_copy(update={id_field: ids})
    return claim.model_copy(update={id_field: ids[0]}) if len(ids) == 1 else None


def _called(entity: Entity) -> str:
    return "somebody without a name" if entity.name is None else f"“{entity.name}”"
