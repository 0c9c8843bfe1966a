"""The codebook's tables and the published JSON Schemas, made from the models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from ..regions import plain_markdown, table
from . import RECORDS
from .annotation import Ruling, RulingClaim, RulingExample
from .claims import LABELS, ClaimBase, LabelDeclaration, slot_names
from .fields import FieldShape, shapes
from .questions import STANDARD_QUESTIONS, Questions
from .vocab import CueClass, Vocabulary, require_docstrings

PROPOSED = "⚙"
"""The mark of a slot that a program proposes."""

SCHEMA_BASE = "https://claimwire.example/schema"


def codebook_regions(
    rulings: Sequence[Ruling] = (),
    cues: Mapping[CueClass, Sequence[str]] | None = None,
    questions: Questions = STANDARD_QUESTIONS,
) -> dict[str, str]:
    """Return the generated regions of `annotations/guidelines.md`: region name -> Markdown.

    `rulings` are the codebook's own; slots name the rulings that decide them. `cues` are the cues of each class. What
    is recorded of claims of layers without an annotator's doing is no part of it. Values that `questions` add are told
    as such.
    """
    of_field = rulings_of_fields(rulings)
    common = [s for s in shapes(ClaimBase) if s.role != "identity" and not s.of_layers]
    return {
        "labels": table(
            ("label", "what it is", "key"), ((f"`{x.label}`", x.label.description, x.hotkey) for x in LABELS)
        ),
        "questions common": _questions(common, of_field),
        "questions labels": "\n".join(f"### {x.label}\n\n{_questions(_own_slots(x), of_field)}" for x in LABELS),
        "rulings": "\n".join(map(_ruling, rulings)) or "None.\n",
        "cues": table(
            ("class", "cues"), ((f"`{kind}`", ", ".join(words)) for kind, words in (cues or {}).items() if words)
        ),
        "reference": "\n".join(
            [
                _reference("every claim", common, questions),
                *(_reference(x.label, _own_slots(x), questions) for x in LABELS),
            ]
        ),
    }


def rulings_of_fields(rulings: Iterable[Ruling]) -> dict[str, list[str]]:
    """Return the ids of the rulings that decide each field."""
    of_field: dict[str, list[str]] = {}
    for ruling in rulings:
        for field in ruling.fields:
            of_field.setdefault(field, []).append(ruling.ruling_id)
    return of_field


def _own_slots(declaration: LabelDeclaration) -> list[FieldShape]:
    own = set(slot_names(declaration.model))
    return [shape for shape in shapes(declaration.model) if shape.name in own]


def _questions(slots: Iterable[FieldShape], of_field: Mapping[str, Sequence[str]]) -> str:
    """Return the slots that annotators fill in, numbered, each with what it asks and the rulings that decide it."""
    asked = [slot for slot in slots if slot.role in ("judgement", "wording", "certainty", "remark")]
    return "".join(
        f"{number}. `{slot.name}`{' ' + PROPOSED if slot.proposed else ''}: {slot.description}"
        f"{' (' + ', '.join(of_field[slot.name]) + ')' if slot.name in of_field else ''}\n"
        for number, slot in enumerate(asked, start=1)
    )


def _ruling(ruling: Ruling) -> str:
    """Return a ruling with its examples, what is marked in bold."""
    lines = [f"**{ruling.ruling_id}** ({', '.join(ruling.fields)}): {ruling.rule}\n"]
    lines += [f"- {example.kind}: {example.text} → {example_answers(example)}" for example in ruling.examples]
    return "\n".join(lines) + "\n"


def example_answers(example: RulingExample) -> str:
    """Return what is right in an example, in a line: label, words of the claim in brackets, slots."""
    has = [_answer(claim) for claim in example.claims]
    has += [f"no {claim.label} [{' … '.join(claim.quotes)}]" for claim in example.no_claims]
    return "; ".join(has)


def _answer(claim: RulingClaim) -> str:
    slots = ", ".join(f"{name} {_plain(value)}" for name, value in claim.slots.items())
    return f"{claim.label} [{' … '.join(claim.quotes)}]" + (f" with {slots}" if slots else "")


def _plain(value: object) -> str:
    if value is None or value == []:
        return "left out"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " and ".join(map(str, value)) if isinstance(value, list) else str(value)


def _reference(title: str, slots: Sequence[FieldShape], questions: Questions) -> str:
    """Return the tables of some slots and of the values they take."""
    values = "\n".join(_value_table(v, questions) for v in dict.fromkeys(_vocabularies(tuple(slots))))
    return f"### {title}\n\n{_slot_table(iter(slots), questions)}\n{values}"


def json_schemas(version: str) -> dict[str, str]:
    """Return the published JSON Schemas of a version: file name -> JSON text.

    Raises `ClaimwireError` as `require_docstrings` does.
    """
    require_docstrings()
    return {f"{name}.schema.json": _json_schema(name, version, adapter) for name, adapter in RECORDS.items()}


def _json_schema(name: str, version: str, adapter: TypeAdapter[Any]) -> str:
    schema = adapter.json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}/{version}/{name}.schema.json",
    }
    return json.dumps(head | schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _slot_table(slots: Iterator[FieldShape], questions: Questions) -> str:
    return table(
        ("slot", "takes", "what it says", "used for"),
        (
            (f"`{s.name}`{' ' + PROPOSED if s.proposed else ''}", _takes(s, questions), s.description, s.use)
            for s in slots
        ),
    )


def _takes(slot: FieldShape, questions: Questions) -> str:
    kinds = {
        "spans": "spans",
        "integer": "whole number",
        "number": "number",
        "boolean": "yes or no",
        "record": "record",
    }
    meanings = {
        "edtf": "EDTF date",
        "claim_reference": "a claim",
        "event_reference": "an event",
        "entity_reference": "an entity",
        "own_words": "our own words",
        "name": "name",
        "id": "id",
    }
    if slot.vocabulary is not None:
        text = f"one of {len(questions.values(slot.vocabulary))} values"
    elif slot.shape == "text":
        text = meanings.get(slot.meaning or "", "text")
    else:
        text = kinds[slot.shape]
    if slot.many and slot.shape != "spans":
        text += ", several possible"
    return f"{text}; may be left out" if slot.optional else text


def _vocabularies(slots: tuple[FieldShape, ...]) -> list[type[Vocabulary]]:
    """Return the vocabularies of the slots; the labels have a table of their own."""
    return [s.vocabulary for s in slots if s.vocabulary is not None and s.name != "label"]


def _value_table(vocabulary: type[Vocabulary], questions: Questions) -> str:
    title = f"**{vocabulary.__name__}**: {vocabulary.title()}\n\n"
    return title + table(
        ("value", "meaning"),
        ((f"`{x.value}`", plain_markdown(x.told) if x.is_added else x.told) for x in questions.choices(vocabulary)),
    )
