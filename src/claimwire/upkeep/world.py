"""Events and facts, added to a corpus one at a time, and the events that adjudicated claims are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..corpus.corpus import Corpus
from ..corpus.records import record_json, validation_messages
from ..corpus.transaction import Edit
from ..errors import RecordError
from ..naming import alternatives
from ..schema import ClaimBase, Event, Fact

R = TypeVar("R", bound=BaseModel)


def made(model: type[R], **fields: Any) -> R:
    """Return a record; raises `RecordError` that says of each field what was found and what was expected."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise RecordError(f"{model.__name__.lower()}: {validation_messages(error)}") from error


def require_event(event_id: str | None, known: Collection[str], what: str) -> None:
    """Raise `RecordError` if an event is named, by `what`, that no corpus has."""
    if event_id is not None and event_id not in known:
        raise RecordError(
            f"{what}: no event is called {event_id!r}; {alternatives(event_id, sorted(known))}. Add it first: "
            f"`claimwire event add CORPUS {event_id}`"
        )


def put_event(edit: Edit, event: Event, known: Collection[str], *, replace: bool) -> str:
    """Put an event into a corpus; return whether it is `added`, `changed` or `unchanged`.

    `known` are the ids of the events of all corpora. Raises `RecordError` if the event is part of one that is not
    known, or of itself through others; if another corpus has its id; and if the corpus has another of that id, without
    `replace`.
    """
    corpus = edit.corpus
    require_event(event.part_of_id, known, "--part-of")
    wholes = set() if event.part_of_id is None else set(corpus.event_tree.upward(event.part_of_id))
    if event.event_id in wholes:
        raise RecordError(f"--part-of: {event.part_of_id} is {event.event_id}, or a part of it")
    return _put(edit, "events", event, corpus.events, known, replace=replace)


def put_fact(edit: Edit, fact: Fact, events: Collection[str], known: Collection[str], *, replace: bool) -> str:
    """Put a fact into a corpus; return whether it is `added`, `changed` or `unchanged`.

    `events` and `known` are the ids of the events and of the facts of all corpora. Raises `RecordError` if there is no
    such event, if another corpus has its id, and if the corpus has another of that id, without `replace`.
    """
    require_event(fact.event_id, events, "--event")
    return _put(edit, "facts", fact, edit.corpus.facts, known, replace=replace)


def _put(
    edit: Edit, table: str, record: BaseModel, own: Mapping[str, BaseModel], known: Collection[str], *, replace: bool
) -> str:
    key = f"{table.removesuffix('s')}_id"
    record_id = str(getattr(record, key))
    old = own.get(record_id)
    if old == record:
        return "unchanged"
    if old is None and record_id in known:
        raise RecordError(f"{record_id} is in another corpus already; take another id")
    if old is not None and not replace:
        raise RecordError(
            f"{record_id} is there already: {record_json(old)}\n(--replace writes what is said now in its place)"
        )
    edit.merge(table, [record])
    return "added" if old is None else "changed"


@dataclass(frozen=True)
class Assigned:
    """A claim that gets an event, or none, and the event it had."""

    claim_id: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.before or 'no event'} -> {self.after or 'no event'}"


def assign_event(
    edit: Edit, names: Sequence[str], event_id: str | None, known: Collection[str], *, replace: bool = False
) -> list[Assigned]:
    """Say of adjudicated claims which event they are about; None takes the event away. Return those that change.

    A name is the id of a claim, or of an article for all of its claims. `known` are the ids of all events. Raises
    `RecordError` if a name is none of these or there is no such event, and if a claim is about another event already,
    without `replace`.
    """
    require_event(event_id, known, "EVENT")
    claims = list({claim.claim_id: claim for name in names for claim in _claims(edit.corpus, name)}.values())
    others = [claim for claim in claims if claim.event_id not in (None, event_id)]
    if others and event_id is not None and not replace:
        raise RecordError(
            f"{len(others)} claims are about another event, such as {others[0].claim_id} about {others[0].event_id}; "
            "--replace changes that"
        )
    changed = [claim for claim in claims if claim.event_id != event_id]
    edit.merge("claims", [claim.model_copy(update={"event_id": event_id}) for claim in changed])
    return [Assigned(claim.claim_id, claim.event_id, event_id) for claim in changed]


def _claims(corpus: Corpus, name: str) -> list[ClaimBase]:
    """Return the adjudicated claim of an id, or those of an article."""
    if name in corpus.claims:
        return [corpus.claims[name]]
    if name in corpus.articles:
        if not corpus.claims_of_article[name]:
            raise RecordError(f"{name} has no adjudicated claims, which events are of; adjudicate it first")
        return corpus.claims_of_article[name]
    layer = next((x.annotation_id for x in corpus.layers.values() for y in x.claims if y.claim_id == name), None)
    if layer is not None:
        raise RecordError(f"{name} is a claim of the layer {layer}, and events are of adjudicated claims")
    known = alternatives(name, [*corpus.claims, *corpus.articles])
    raise RecordError(f"corpus {corpus.corpus_id} has no adjudicated claim and no article {name!r}; {known}")
