"""The examples of rulings as a test: what somebody who annotates, a person or a program, makes of each.

An answers file is JSON Lines: a line has the `example` (`R-PRES-3/2`), its `text`, and in `claims` what the annotator
finds there: label, `spans` as quotes, and slots as in a quoted layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from .errors import ClaimwireError
from .schema import Ruling, RulingClaim, RulingExample


class ExampleAnswer(BaseModel):
    """What an annotator finds in an example."""

    model_config = ConfigDict(extra="forbid")

    example: str
    text: str = ""
    claims: list[dict[str, Any]] = []


@dataclass(frozen=True)
class ExampleScore:
    """What is wrong with an answer to an example; nothing if it is right."""

    example_id: str
    ruling_id: str
    faults: tuple[str, ...]


def examples(rulings: Iterable[Ruling]) -> dict[str, tuple[Ruling, RulingExample]]:
    """Return every example of rulings by its id: the ruling's and the number of the example, from 1."""
    return {
        f"{ruling.ruling_id}/{number}": (ruling, example)
        for ruling in rulings
        for number, example in enumerate(ruling.examples, start=1)
    }


def sheet(rulings: Iterable[Ruling]) -> list[ExampleAnswer]:
    """Return a blank answer for each example, in an order that does not put the examples of a ruling side by side."""
    every = examples(rulings)
    return [ExampleAnswer(example=name, text=every[name][1].text) for name in sorted(every, key=_far_apart)]


def score(rulings: Sequence[Ruling], answers: Iterable[ExampleAnswer]) -> list[ExampleScore]:
    """Return what is wrong with each answer; an example without an answer has none right.

    Raises `ClaimwireError` if an answer is to no example, or two are to one.
    """
    every = examples(rulings)
    given: dict[str, ExampleAnswer] = {}
    for answer in answers:
        if answer.example not in every:
            raise ClaimwireError(f"there is no example {answer.example!r}; take the ids of the sheet")
        if answer.example in given:
            raise ClaimwireError(f"{answer.example} is answered twice; keep one answer")
        given[answer.example] = answer
    return [
        ExampleScore(name, ruling.ruling_id, _faults(example, given.get(name)))
        for name, (ruling, example) in every.items()
    ]


def _far_apart(name: str) -> tuple[str, str]:
    ruling_id, number = name.split("/")
    return number, ruling_id


def _faults(example: RulingExample, answer: ExampleAnswer | None) -> tuple[str, ...]:
    if answer is None:
        return ("it is not answered",)
    missing = [_missing(claim, answer.claims) for claim in example.claims]
    wrong = [
        f"{_named(claim)} is not a claim" for claim in example.no_claims if _found(claim, answer.claims) is not None
    ]
    return (*(fault for fault in missing if fault), *wrong)


def _missing(claim: RulingClaim, answered: Sequence[Mapping[str, Any]]) -> str | None:
    """Return what is wrong with the answer to a claim that is there; None if nothing is."""
    found = _found(claim, answered)
    if found is None:
        return f"{_named(claim)} is missing"
    differing = [
        f"{name} is {found.get(name)!r}, expected {value!r}"
        for name, value in claim.slots.items()
        if _plain(found.get(name)) != _plain(value)
    ]
    return f"{_named(claim)}: {'; '.join(differing)}" if differing else None


def _found(claim: RulingClaim, answered: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return next(
        (x for x in answered if x.get("label") == claim.label and _plain(x.get("spans")) == tuple(claim.quotes)), None
    )


def _plain(value: Any) -> Any:
    """Return a value as it is compared: one value in a list as itself in a list, nothing as None."""
    if value in (None, "", [], (), False):
        return None
    if isinstance(value, list | tuple):
        return tuple(x.get("exact") if isinstance(x, dict) else x for x in value)
    return (value,) if isinstance(value, str) else value


def _named(claim: RulingClaim) -> str:
    return f"{claim.label} [{' … '.join(claim.quotes)}]"
