"""What it takes to make a claim in the labelling page, and to correct a suggestion: keys, clicks, drags, characters.

Counted is the shortest way, as `tests/live/test_page_at_work.py` goes it in a browser: a key with others held down
counts once, and so do Tab and Esc. The rules:

- A claim that is made: a key and a drag for each region, its own, its further pieces and its parts; a key to go to it;
  then its slots. Parts are tied by themselves; naming another claim takes a key and two clicks.
- A slot: a choice takes its key, or a click if it has none. What is typed takes Tabs to its field and its characters,
  an answer of several Enter too. What a program reads off the words as it should be takes nothing.
- A suggestion that stands takes nothing. One that is edited takes a click to select it, a drag for each edge of its
  words that is elsewhere, and each slot that differs; so does a part or piece with an edge elsewhere. One that is too
  much takes a click and a key, one that lacks a key and a drag. A relation that leads to a wrong claim takes a click
  and a key to delete, and what a right one takes. Where all that is more than to delete the suggestion and make the
  claim, with the relations of others that led to it, that is what it takes.
- A suggestion that is no claim takes a click and a key to delete; its parts go with it, and all its relations.
"""

from __future__ import annotations

from collections import Counter
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

Region = tuple[str, Span]
"""The field of a region, and its words."""

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


def corrected(
    suggested: ClaimBase, claim: ClaimBase, text: str, names: Mapping[str, str] = NO_NAMES, named_by: int = 0
) -> Effort:
    """Return what it takes to make a claim of a suggestion of the same label; nothing if it stands as it is.

    `names` has the claims that other suggestions stand for, by their ids: by these a suggestion names another claim.
    Other suggestions, which stand for no claim, are deleted, and relations to them with them. `named_by` is how many
    suggestions rightly name this one: their relations are drawn again if it is deleted and its claim made.
    """
    edited, anew = _ways(suggested, claim, text, names, named_by)
    return edited if edited.actions <= anew.actions else anew


def corrected_together(pairs: Sequence[tuple[ClaimBase, ClaimBase]], text: str) -> list[Effort]:
    """Return what it takes to make claims of the suggestions of a text that stand for them, as `corrected` for each.

    Where both a suggestion and one that names it are deleted and made, their relation is drawn once, with the latter.
    """
    names = {suggested.claim_id: claim.claim_id for suggested, claim in pairs}
    deleted: set[str] = set()
    while True:
        named_by = named_rightly([pair for pair in pairs if pair[0].claim_id not in deleted], names)
        ways = {one.claim_id: _ways(one, claim, text, names, named_by.get(one.claim_id, 0)) for one, claim in pairs}
        found = {key for key, (edited, anew) in ways.items() if edited.actions > anew.actions}
        if found == deleted:
            return [anew if key in deleted else edited for key, (edited, anew) in ways.items()]
        deleted = found


def _ways(
    suggested: ClaimBase, claim: ClaimBase, text: str, names: Mapping[str, str], named_by: int
) -> tuple[Effort, Effort]:
    """Return what it takes to edit a suggestion, and what to delete it and make its claim, with relations to it."""
    anew = sum((RELATION for _ in range(named_by)), DELETE + made(claim, text))
    return _edited(suggested, claim, text, names), anew


def _edited(suggested: ClaimBase, claim: ClaimBase, text: str, names: Mapping[str, str]) -> Effort:
    fields = _filled_in(claim)
    found = _edges(suggested.spans[0], claim.spans[0])
    found = found + _slots(claim.label, _filled_in(suggested), fields, _read_off(claim, fields, text))
    took = SELECT + found if found != Effort() else Effort()
    took = took + _parts(_regions(suggested)[1:], _regions(claim)[1:])
    for field in references_that_differ(suggested, claim, names):
        is_there = references(suggested).get(field) in names
        took = took + (DELETE if is_there else Effort()) + (RELATION if field in references(claim) else Effort())
    return took


def _parts(before: Sequence[Region], after: Sequence[Region]) -> Effort:
    """Return what it takes to correct parts and further pieces: those with words in common by their edges."""
    gone, lacks = [x for x in before if x not in after], [x for x in after if x not in before]
    common = sorted(
        (_edges(one[1], other[1]).drags, a, b)
        for a, one in enumerate(gone)
        for b, other in enumerate(lacks)
        if one[0] == other[0] and one[1].start < other[1].end and other[1].start < one[1].end
    )
    took, drawn, right = Effort(), set(), set()
    for drags, a, b in common:
        if a not in drawn and b not in right:
            took = took + SELECT + Effort(drags=drags)
            drawn.add(a)
            right.add(b)
    took = sum((DELETE for _ in range(len(gone) - len(drawn))), took)
    return sum((REGION for _ in range(len(lacks) - len(right))), took)


def named_rightly(pairs: Sequence[tuple[ClaimBase, ClaimBase]], names: Mapping[str, str]) -> Mapping[str, int]:
    """Return how many suggestions rightly name each, by its id; `pairs` are suggestions with what they stand for."""
    found: Counter[str] = Counter()
    for suggested, claim in pairs:
        wanted = references(claim)
        told = references(suggested).items()
        found.update(named for field, named in told if named in names and names[named] == wanted.get(field))
    return found


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


def _regions(claim: ClaimBase) -> list[Region]:
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
