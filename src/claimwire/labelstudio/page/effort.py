"""What it takes to make a claim in the labelling page, and to correct a suggestion: keys, clicks, drags, characters.

Counted is the shortest way, as `tests/live/test_page_at_work.py` goes it in a browser: a key with others held down
counts once, and so do Tab and Esc. The rules:

- A claim that is made: a key and a drag for each region, its own, its further pieces and its parts; a key to go to it;
  then its slots. Parts are tied by themselves; naming another claim takes a key and two clicks.
- A slot: a choice takes its key, or a click if it has none. What is typed takes Tabs to its field and its characters,
  an answer of several Enter too. What a program reads off the words as it should be takes nothing.
- A suggestion that stands takes nothing. One that is edited takes a click to select it, a drag for each edge of its
  words that is elsewhere, and each slot that differs; a part or piece that is too much takes a click and a key, one
  that lacks a key and a drag. Where that is more than to delete it and make the claim, that is what it takes.
- A suggestion that is no claim takes a click and a key to delete; its parts go with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from ...proposals import proposable, proposed
from ...schema import ClaimBase, Span, references, span_slots
from ...schema.vocab import Label
from .controls import Control, controls_of
from .keys import choice_key

Fields = Mapping[str, Any]
"""The fields of a claim as JSON values."""

NOT_COUNTED = ("wording", "remark", "certainty")
"""Roles of slots that are an annotator's own words or doubts: nobody needs them, and no suggestion has them."""


@dataclass
class Effort:
    """What somebody did: keys pressed, one with others held down counting once; clicks; drags; characters typed."""

    keys: int = 0
    clicks: int = 0
    drags: int = 0
    characters: int = 0

    def copy(self) -> Effort:
        """Return what was done up to now."""
        return Effort(*astuple(self))

    def __add__(self, other: Effort) -> Effort:
        """Return both together."""
        return Effort(*(one + another for one, another in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: Effort) -> Effort:
        """Return what was done since."""
        return Effort(*(now - then for now, then in zip(astuple(self), astuple(other), strict=True)))

    @property
    def actions(self) -> int:
        """Keys, clicks and drags together."""
        return self.keys + self.clicks + self.drags

    def is_at_most_half_of(self, other: Effort) -> bool:
        """Return whether there are at most half as many keys, clicks and characters."""
        mine, others = (self.keys, self.clicks, self.characters), (other.keys, other.clicks, other.characters)
        return all(2 * one <= another for one, another in zip(mine, others, strict=True))


NO_NAMES: Mapping[str, str] = {}
"""No suggestion stands for any claim."""

REGION = Effort(keys=1, drags=1)
"""A region that is drawn."""
GO_TO = Effort(keys=1)
"""The key that selects the next region."""
SELECT = Effort(clicks=1)
"""A region that is selected in the text."""
DELETE = Effort(keys=1, clicks=1)
"""A region that is selected and deleted."""
RELATION = Effort(keys=1, clicks=2)
"""A region that is selected, and related to another."""
EDGE = Effort(drags=1)
"""An edge of the selected region that is drawn elsewhere."""


def made(claim: ClaimBase, text: str) -> Effort:
    """Return what it takes to make a claim over a text."""
    fields = _filled_in(claim)
    took = GO_TO + _slots(claim.label, {}, fields, _read_off(claim, fields, text))
    for _ in _regions(claim):
        took = took + REGION
    return sum((RELATION for _ in references(claim)), took)


def corrected(suggested: ClaimBase, claim: ClaimBase, text: str, names: Mapping[str, str] = NO_NAMES) -> Effort:
    """Return what it takes to make a claim of a suggestion of the same label; nothing if it stands as it is.

    `names` has the claims that other suggestions stand for, by their ids: by these a suggestion names another claim.
    """
    edited, anew = _edited(suggested, claim, text, names), DELETE + made(claim, text)
    return edited if edited.actions <= anew.actions else anew


def _edited(suggested: ClaimBase, claim: ClaimBase, text: str, names: Mapping[str, str]) -> Effort:
    fields = _filled_in(claim)
    found = _edges(suggested.spans[0], claim.spans[0])
    found = found + _slots(claim.label, _filled_in(suggested), fields, _read_off(claim, fields, text))
    took = SELECT + found if found != Effort() else Effort()
    before, after = _regions(suggested)[1:], _regions(claim)[1:]
    for _ in range(sum(region not in after for region in before)):
        took = took + DELETE
    for _ in range(sum(region not in before for region in after)):
        took = took + REGION
    for field in references_that_differ(suggested, claim, names):
        took = took + (RELATION if field in references(claim) else DELETE)
    return took


def references_that_differ(suggested: ClaimBase, claim: ClaimBase, names: Mapping[str, str] = NO_NAMES) -> list[str]:
    """Return the fields by which a suggestion does not name the claim that it should; `names` is as for `corrected`."""
    before, after = references(suggested), references(claim)
    return [field for field in {**before, **after} if names.get(before.get(field, "")) != after.get(field)]


def slots_that_differ(suggested: ClaimBase, claim: ClaimBase, text: str) -> list[str]:
    """Return the slots of a suggestion that have to be changed, spans of parts by their fields."""
    fields, before = _filled_in(claim), _filled_in(suggested)
    read = _read_off(claim, fields, text)
    spans = [name for name in span_slots(type(claim)) if fields.get(name) != before.get(name)]
    shown = [c.shape.name for c in _counted(claim.label) if _is_changed(c, before, fields, read)]
    return [*spans, *shown]


def _filled_in(claim: ClaimBase) -> dict[str, Any]:
    """Return the fields of a claim as JSON values, without those that have the value of one that is left empty."""
    return claim.model_dump(mode="json", exclude_defaults=True)


def _counted(label: Label) -> list[Control]:
    return [control for control in controls_of(label) if control.shape.role not in NOT_COUNTED]


def _regions(claim: ClaimBase) -> list[tuple[str, Span]]:
    """Return the regions of a claim: its own first span, its further pieces, its parts."""
    own = [("spans", span) for span in claim.spans]
    parts = [name for name in span_slots(type(claim)) if name != "spans"]
    return own + [(name, span) for name in parts for span in getattr(claim, name)]


def _edges(before: Span, after: Span) -> Effort:
    moved = (before.start != after.start) + (before.end != after.end)
    return Effort(drags=moved)


def _read_off(claim: ClaimBase, fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return what a program reads off the words of a claim, for all slots that it may."""
    open_slots = {shape.name for shape in proposable(type(claim))}
    known = {name: value for name, value in fields.items() if name not in open_slots and value not in (None, [])}
    return proposed(type(claim), known, text)


def _is_changed(
    control: Control, before: Mapping[str, Any], fields: Mapping[str, Any], read: Mapping[str, Any]
) -> bool:
    """Return whether somebody has to change a slot: it differs, and is not read off the words where it is empty."""
    name = control.shape.name
    if _value(before.get(name)) == _value(fields.get(name)):
        return False
    is_empty = _value(before.get(name)) is None
    return not (is_empty and control.shape.proposed and _value(read.get(name)) == _value(fields.get(name)))


def _value(value: Any) -> Any:
    return None if value in (None, []) else value


def _slots(label: Label, before: Fields, fields: Fields, read: Fields) -> Effort:
    """Return what it takes to change the slots of the selected claim; Tab goes through the fields in their order."""
    took, at = Effort(), 0
    for control in _counted(label):
        if control.kind == "choices" and _is_changed(control, before, fields, read):
            took = took + _choices(control, before.get(control.shape.name), fields.get(control.shape.name))
    for number, control in enumerate(_fields_in_order(label), start=1):
        if _is_changed(control, before, fields, read):
            took = took + Effort(keys=number - at) + _typed(control, before.get(control.shape.name), fields)
            at = number
    return took


def _fields_in_order(label: Label) -> list[Control]:
    """Return the slots that are typed, in the order of Tab: those a person fills in, then those read off the words."""
    typed = [control for control in _counted(label) if control.kind != "choices"]
    return sorted(typed, key=lambda control: control.shape.proposed)


def _choices(control: Control, before: Any, after: Any) -> Effort:
    took = Effort()
    for value in _values(before) ^ _values(after) if control.shape.many else _values(after) or _values(before):
        took = took + (Effort(clicks=1) if choice_key(control.name, value) is None else Effort(keys=1))
    return took


def _values(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    return set() if value is None else {str(one) for one in (value if isinstance(value, list) else [value])}


def _typed(control: Control, before: Any, fields: Mapping[str, Any]) -> Effort:
    """Return what it takes to type the answers that lack, and to clear those that are there and wrong."""
    old, new = (_answers(value) for value in (before, fields.get(control.shape.name)))
    gone, come = [x for x in old if x not in new], [x for x in new if x not in old]
    enter = max(0, len(come) - 1) if control.shape.many else 0  # the last is entered by leaving the field
    return Effort(keys=len(gone) + enter, characters=sum(map(len, come)))


def _answers(value: Any) -> Sequence[str]:
    return [] if value is None else [str(one) for one in (value if isinstance(value, list) else [value])]
