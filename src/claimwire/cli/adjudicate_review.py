"""The review in the terminal: a case, a person's answer, a line of the decisions file, and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import click
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from ..adjudication.editing import FieldEditor, editable_fields, options_for, sentences_of
from ..adjudication.review import ArticleReview, Case, Choice, ReviewQueue
from ..corpus.records import validation_messages
from ..errors import ClaimwireError
from ..schema import LABELS, ClaimBase, claim_fields_in_role
from ..schema.fields import FieldShape, shapes
from ..schema.vocab import Confidence
from .adjudicate_ask import ask, ask_for_one, list_options, say
from .adjudicate_view import letters, pending_text, print_case, value_text

(CERTAINTY,) = claim_fields_in_role("certainty")

NO_VALUE = "-"
"""The answer for a field without a value."""

SHORTEST_REASON = 3
"""The fewest characters of a reason, so that a slip of the finger is not one."""


class Step(Enum):
    """What a person does with a case other than deciding it."""

    SKIP = "skip"
    BACK = "back"


@dataclass
class Terminal:
    """A review in progress: the cases, who decides, and where things are shown."""

    queue: ReviewQueue
    adjudicator_id: str
    console: Console

    def run(self) -> None:
        """Show case after case until all are decided or skipped; raises `click.Abort` if the person stops."""
        number = self.queue.next_open()
        while number is not None:
            review, place = self.queue.cases[number]
            step = Prompt(self, number, review, place, review.case(place)).answered()
            if step is Step.BACK:
                number = self._back_to(number - 1)
            elif (following := self.queue.next_open(number + 1)) is not None:
                number = following
            else:
                again = ask("that was the last case: Enter to finish, u to go back").lower() == "u"
                number = self._back_to(number) if again else None

    def _back_to(self, number: int) -> int:
        """Open a case again and return its number; for the one before the first, return the first."""
        if number < 0:
            say(self.console, "this is the first case")
            return 0
        review, place = self.queue.cases[number]
        review.reopen(place)
        return number


@dataclass
class Prompt:
    """One case in front of the person, until it is decided or left."""

    terminal: Terminal
    number: int
    review: ArticleReview
    place: int
    case: Case

    def answered(self) -> Step | None:
        """Ask until the case is decided (None), or left; changes made before the decision are part of it."""
        queue = self.terminal.queue
        print_case(
            self.terminal.console, self.case, f"{self.number + 1} of {len(queue.cases)}, {queue.open_count} left"
        )
        if notice := self.case.line.get("notice"):
            say(self.terminal.console, f"note: {notice}")
        if self.case.proposed is not None:
            self._show(f"proposed ({self.case.line.get('proposed') or 'in the file'})", self.case.proposed)
        self._menu()
        pending = self.case.unchanged
        while True:
            answer = ask(">", " ").lower()
            if answer in ("k", "u"):
                return Step.SKIP if answer == "k" else Step.BACK
            if answer == "q":
                raise click.Abort
            with self._errors_shown():
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
        """Return the pending choice after an answer that changes it; None if the answer is not of that kind."""
        if answer == "m":
            return replace(pending, set=_with_low_confidence(pending.set))
        if answer == "s":
            chosen = ask_for_one(self.terminal.console, [(x.value, x.description) for x in Confidence], "how sure")
            return replace(pending, confidence=Confidence[chosen.upper()])
        if answer == "n":
            return replace(pending, note=ask("note") or None)
        if answer == "z":
            return Choice(None)
        if answer == "e" and (model := self._model()) is not None:
            return self._edited(pending, model)
        return None

    def _decision(self, answer: str, pending: Choice) -> Choice | None:
        """Return what an answer decides; None if it decides nothing."""
        by_letter = letters(self.case)
        if answer in by_letter:
            return replace(pending, taken=by_letter[answer])
        if answer == "x" and by_letter:
            return replace(pending, reject=True, take={}, set={}, unset=())
        if answer == "f" and self.case.differing:
            return self._field_by_field(pending)
        if answer == "p" and self.case.proposed is not None:
            return _with_changes(self.case.proposed, pending)
        return None

    def _recorded(self, choice: Choice) -> bool:
        """Ask for the reason and write the decision; returns false if no reason was given."""
        reasons = self.terminal.queue.reasons(self.number)
        for number, known in enumerate(reasons, start=1):
            say(self.terminal.console, f"{number:3} {known}", "dim")
        reason = ask("reason, or the number of one above" if reasons else "reason")
        if reason.isdecimal() and 0 < int(reason) <= len(reasons):
            reason = reasons[int(reason) - 1]
        if len(reason) < SHORTEST_REASON:
            say(self.terminal.console, "a decision needs a reason in words")
            return False
        self.review.decide(self.place, choice, reason, self.terminal.adjudicator_id)
        return True

    def _field_by_field(self, pending: Choice) -> Choice:
        """Ask from which claim to take each differing field; the claim that most are taken from comes first."""
        claims, by_letter = self.case.claims, letters(self.case)
        first = next(iter(by_letter.values()))
        picked: dict[str, str] = {}
        edited = pending
        for shape in shapes(type(claims[first])):
            values = [getattr(claims[name], shape.name, None) for name in by_letter.values()]
            worded_otherwise = shape.role == "wording" and len(set(values)) > 1
            if not worded_otherwise and shape.name not in self.case.differing:
                continue
            for letter, value in zip(by_letter, values, strict=True):
                say(self.terminal.console, f"  {letter} {value_text(shape, value, self.case, brief=True).plain}")
            answer = ask(f"{shape.name} ({'/'.join(by_letter)}, e to write it, Enter for a)").lower() or "a"
            while answer != "e" and answer not in by_letter:
                answer = ask(f"{shape.name}: one of {', '.join(by_letter)}, e").lower() or "a"
            if answer == "e":
                edited = self._with_value(edited, shape, type(claims[first]))
            else:
                picked[shape.name] = by_letter[answer]
        votes = Counter(picked.values())
        base = max(by_letter.values(), key=lambda name: votes[name])
        return replace(
            edited,
            taken=base,
            take={
                field: name
                for field, name in picked.items()
                if getattr(claims[name], field, None) != getattr(claims[base], field, None)
            },
            set={name: value for name, value in edited.set.items() if name not in picked},
            unset=tuple(name for name in edited.unset if name not in picked),
        )

    def _edited(self, pending: Choice, model: type[ClaimBase]) -> Choice:
        """Ask which field gets which value."""
        fields = {shape.name: shape for shape in editable_fields(model)}
        name = ask_for_one(self.terminal.console, [(s.name, s.description) for s in fields.values()], "field")
        return self._with_value(pending, fields[name], model)

    def _with_value(self, pending: Choice, shape: FieldShape, model: type[ClaimBase]) -> Choice:
        options = options_for(shape, self.review, self.place)
        list_options(self.terminal.console, options)
        hint = {"spans": " (quotes; … between pieces)"}.get(shape.shape, " (; between several)" if shape.many else "")
        answer = ask(f"{shape.name}{hint}, {NO_VALUE} for none")
        others = {name: value for name, value in pending.set.items() if name != shape.name}
        unset = tuple(name for name in pending.unset if name != shape.name)
        if answer == NO_VALUE:
            return replace(pending, set=others, unset=(*unset, shape.name))
        article = self.case.article
        near = sentences_of(article, self.case.claims.values()) or range(len(article.sentences))
        value = FieldEditor(model, article, near).value(shape, answer, options)
        return replace(pending, set=others | {shape.name: value}, unset=unset)

    def _model(self) -> type[ClaimBase] | None:
        """Return the model of the case's claims, or of the claim that its line would add."""
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
        others = "e edit a field, m low confidence, s how sure, n note, z forget changes, k skip, u undo, q quit"
        say(self.terminal.console, f"{', '.join(takes)}; {others}", "dim")

    @contextmanager
    def _errors_shown(self) -> Iterator[None]:
        """Print what cannot be done, and go on."""
        try:
            yield
        except ValidationError as error:
            say(self.terminal.console, f"the result is not a valid claim: {validation_messages(error)}", "red")
        except ClaimwireError as error:
            say(self.terminal.console, str(error), "red")


def _with_changes(proposed: Choice, pending: Choice) -> Choice:
    """Return a proposal with the changes made since it was shown."""
    changed = {*pending.set, *pending.unset}
    return replace(
        pending,
        taken=proposed.taken,
        reject=proposed.reject,
        take={name: value for name, value in proposed.take.items() if name not in changed},
        set={name: value for name, value in proposed.set.items() if name not in changed} | dict(pending.set),
        unset=(*(name for name in proposed.unset if name not in changed), *pending.unset),
    )


def _with_low_confidence(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes of fields that also make the claim one of low confidence, or no longer do so."""
    others = {name: value for name, value in changes.items() if name != CERTAINTY}
    return others if changes.get(CERTAINTY) == Confidence.LOW.value else others | {CERTAINTY: Confidence.LOW.value}
