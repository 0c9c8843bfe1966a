"""The review in the terminal: a case, a person's answer, a line of the decisions file, and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import click
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from ..adjudication.editing import editable, offered, sentences_of, value_of
from ..adjudication.review import Case, Choice, Pile, Sheet
from ..corpus.records import validation_messages
from ..errors import ClaimwireError
from ..schema import LABELS, ClaimBase
from ..schema.fields import FieldShape, shapes
from ..schema.vocab import Confidence
from .adjudicate_ask import ask, ask_for_one, list_options, say
from .adjudicate_view import letters, pending_text, print_case, value_text

NONE = "-"
"""The answer for a field without a value."""

SHORTEST = 3
"""Characters a reason has at least, so that a slip of the key is none."""


class Step(Enum):
    """What a person does with a case beside deciding it."""

    SKIP = "skip"
    BACK = "back"


@dataclass
class Terminal:
    """A review under way: the cases, who decides, and where things are shown."""

    pile: Pile
    adjudicator_id: str
    console: Console

    def run(self) -> None:
        """Show case after case until all are decided or skipped; raises `click.Abort` where the person stops."""
        at = self.pile.next_open()
        while at is not None:
            sheet, number = self.pile.places[at]
            step = _Turn(self, at, sheet, number, sheet.case(number)).taken()
            if step is Step.BACK:
                at = self._back_to(at - 1)
            elif (following := self.pile.next_open(at + 1)) is not None:
                at = following
            else:
                at = self._back_to(at) if ask("that was the last: Enter to end, u to go back").lower() == "u" else None

    def _back_to(self, at: int) -> int:
        """Return the place to go on from, that before or the first, with its case open again."""
        if at < 0:
            say(self.console, "this is the first one")
            return 0
        sheet, number = self.pile.places[at]
        sheet.reopen(number)
        return at


@dataclass
class _Turn:
    """One case before the person, until it is decided or left."""

    terminal: Terminal
    at: int
    sheet: Sheet
    number: int
    case: Case

    def taken(self) -> Step | None:
        """Ask until the case is decided, or left; what was changed meanwhile counts for the next answer."""
        pile = self.terminal.pile
        print_case(self.terminal.console, self.case, f"{self.at + 1} of {len(pile.places)}, {pile.left} left")
        if self.case.proposed is not None:
            self._show(f"proposed ({self.case.line.get('proposed') or 'in the file'})", self.case.proposed)
        self._menu()
        pending = Choice(None, **self.case.remarks)
        while True:
            answer = ask(">", " ").lower()
            if answer in ("k", "u"):
                return Step.SKIP if answer == "k" else Step.BACK
            if answer == "q":
                raise click.Abort
            with self._told():
                adjusted = self._adjusted(answer, pending)
                if adjusted is not None:
                    pending = adjusted
                    self._show("so far", pending)
                    continue
                choice = self._decision(answer, pending)
                if choice is None:
                    self._menu()
                elif self._recorded(choice):
                    return None

    def _adjusted(self, answer: str, pending: Choice) -> Choice | None:
        """Return what is pending after an answer that changes it; None where it is none of these."""
        if answer == "m":
            return replace(pending, borderline=not pending.borderline)
        if answer == "s":
            chosen = ask_for_one(self.terminal.console, [(x.value, x.description) for x in Confidence], "how sure")
            return replace(pending, confidence=Confidence[chosen.upper()])
        if answer == "n":
            return replace(pending, note=ask("note") or None)
        if answer == "z":
            return Choice(None)
        return self._edited(pending) if answer == "e" and self._model() is not None else None

    def _decision(self, answer: str, pending: Choice) -> Choice | None:
        """Return what an answer decides; None where it decides nothing."""
        by_letter = letters(self.case)
        if answer in by_letter:
            return replace(pending, taken=by_letter[answer])
        if answer == "x" and by_letter:
            return replace(pending, reject=True, take={}, set={}, unset=())
        if answer == "f" and self.case.differing:
            return self._field_by_field(pending)
        if answer == "p" and self.case.proposed is not None:
            return _added(self.case.proposed, pending)
        return None

    def _recorded(self, choice: Choice) -> bool:
        """Ask for the reason and write the decision; false where no reason was given."""
        reasons = self.terminal.pile.reasons(self.at)
        for place, known in enumerate(reasons, start=1):
            say(self.terminal.console, f"{place:3} {known}", "dim")
        reason = ask("reason, or the number of one above" if reasons else "reason")
        if reason.isdecimal() and 0 < int(reason) <= len(reasons):
            reason = reasons[int(reason) - 1]
        if len(reason) < SHORTEST:
            say(self.terminal.console, "a decision needs a reason in words")
            return False
        self.sheet.decide(self.number, choice, reason, self.terminal.adjudicator_id)
        return True

    def _field_by_field(self, pending: Choice) -> Choice:
        """Ask for every differing field whose value to take; the claim that most are of is the first one named."""
        by_letter = letters(self.case)
        first = next(iter(by_letter.values()))
        picked: dict[str, str] = {}
        edits = pending
        for shape in shapes(type(self.case.claims[first])):
            values = [getattr(claim, shape.name, None) for claim in self.case.claims.values()]
            worded = shape.name == "statement" and len(set(values)) > 1
            if not worded and shape.name not in self.case.differing:
                continue
            for letter, value in zip(by_letter, values, strict=False):
                say(self.terminal.console, f"  {letter} {value_text(shape, value, self.case, brief=True).plain}")
            answer = ask(f"{shape.name} ({'/'.join(by_letter)}, e to write it, Enter for a)").lower() or "a"
            while answer != "e" and answer not in by_letter:
                answer = ask(f"{shape.name}: one of {', '.join(by_letter)}, e").lower() or "a"
            if answer == "e":
                edits = self._with_value(edits, shape)
            else:
                picked[shape.name] = by_letter[answer]
        unset = tuple(name for name in edits.unset if name not in picked)
        edits = replace(edits, set={k: v for k, v in edits.set.items() if k not in picked}, unset=unset)
        votes = Counter(picked.values())
        base = max(by_letter.values(), key=lambda name: votes[name]) if picked else first
        claims = self.case.claims
        take = {
            field: name
            for field, name in picked.items()
            if getattr(claims[name], field, None) != getattr(claims[base], field, None)
        }
        return replace(edits, taken=base, take=take)

    def _edited(self, pending: Choice) -> Choice:
        """Ask which field to give which value."""
        model = self._model()
        assert model is not None
        fields = editable(model)
        name = ask_for_one(self.terminal.console, [(shape.name, shape.description) for shape in fields], "field")
        return self._with_value(pending, next(shape for shape in fields if shape.name == name))

    def _with_value(self, pending: Choice, shape: FieldShape) -> Choice:
        model = self._model()
        assert model is not None
        options = offered(shape, self.sheet, self.number)
        list_options(self.terminal.console, options)
        hint = {"spans": " (quotes; … between pieces)"}.get(shape.shape, " (; between several)" if shape.many else "")
        answer = ask(f"{shape.name}{hint}, {NONE} for none")
        rest = {name: value for name, value in pending.set.items() if name != shape.name}
        kept = tuple(name for name in pending.unset if name != shape.name)
        if answer == NONE:
            return replace(pending, set=rest, unset=(*kept, shape.name))
        where = sentences_of(self.case.article, list(self.case.claims.values())) or list(
            range(len(self.case.article.sentences))
        )
        value = value_of(shape, answer, options, model, self.case.article, where)
        return replace(pending, set=rest | {shape.name: value}, unset=kept)

    def _model(self) -> type[ClaimBase] | None:
        """Return the model of the case's claims, or of the one that its line would add."""
        claim = next(iter(self.case.claims.values()), None)
        if claim is not None:
            return type(claim)
        label = (self.case.line.get("set") or {}).get("label")
        return next((x.model for x in LABELS if x.label.value == label), None)

    def _show(self, title: str, choice: Choice) -> None:
        text = pending_text(choice, self.case)
        if text is not None:
            self.terminal.console.print(Text(f"{title}: ").append_text(text))

    def _menu(self) -> None:
        takes = [f"{letter} {name.split('/')[0]}" for letter, name in letters(self.case).items()]
        takes += ["f field by field"] if self.case.differing else []
        takes += ["p as proposed"] if self.case.proposed is not None else []
        takes += ["x reject"] if self.case.claims else []
        others = "e edit a field, m borderline, s how sure, n note, z forget changes, k skip, u undo, q quit"
        say(self.terminal.console, f"{', '.join(takes)}; {others}", "dim")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Print what a person cannot do, and go on."""
        try:
            yield
        except ValidationError as error:
            say(self.terminal.console, f"that makes no claim: {validation_messages(error)}", "red")
        except ClaimwireError as error:
            say(self.terminal.console, str(error), "red")


def _added(proposed: Choice, pending: Choice) -> Choice:
    """Return a proposal with what was changed since."""
    changed = [*pending.set, *pending.unset]
    kept: dict[str, Any] = {name: value for name, value in proposed.set.items() if name not in changed}
    return replace(
        pending,
        taken=proposed.taken,
        reject=proposed.reject,
        take={name: value for name, value in proposed.take.items() if name not in changed},
        set=kept | dict(pending.set),
        unset=(*(name for name in proposed.unset if name not in changed), *pending.unset),
    )
