"""Going through what the rules leave open: cases in a fixed order, decided one by one; the files are the only state.

Every decision is written at once, in a whole file, so that whoever stops at any moment loses the current case at most.
Which case comes next, and which reasons are offered, follows from the files alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..corpus.atomic import FILE
from ..errors import ClaimwireError
from ..ingest.article import dehydrated
from ..schema import STANDARD_QUESTIONS, Annotation, Article, ClaimBase, Questions
from ..schema.vocab import Confidence
from .comparison import differing_fields
from .context import ArticleContext
from .decisions import (
    DecisionJson,
    DecisionLine,
    UndecidedLine,
    is_decided,
    lines_of_claims,
    named_claims,
    read_decisions,
    write_decisions,
)
from .drafting import brought_up_to_date, with_offsets
from .gold import gold_claim
from .rules import DEFAULT_RULES, Rule

OFFERED_REASONS = 9
"""How many of the reasons given before are offered."""


@dataclass(frozen=True)
class Choice:
    """What a person decides on a case: the claim taken, by name, and changes to it; or that all are rejected.

    `taken` is None for a claim that no layer has, all of whose fields are in `set`.
    """

    taken: str | None
    take: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)
    unset: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH
    note: str | None = None
    reject: bool = False


def told(claim: ClaimBase, article: Article) -> str:
    """Return what a claim says: its statement, without one its words, without the text where these stand."""
    if claim.statement or article.text is None:
        return claim.statement or " … ".join(f"{span.start}-{span.end}" for span in claim.spans)
    return " … ".join(span.of(article.text) for span in claim.spans)


@dataclass(frozen=True)
class Case:
    """Claims of an article's layers on which a person decides: one line of the article's decisions file."""

    article: Article
    line: DecisionJson
    claims: Mapping[str, ClaimBase]
    """The layers' claims by name (`ANNOTATOR/ID`), in the order of the layers."""

    differing: tuple[str, ...]
    without: tuple[str, ...]
    """The annotators who have no such claim."""

    others: Mapping[str, str]
    """What every claim of the layers says, with the id of its line, by claim id."""

    questions: Questions = STANDARD_QUESTIONS

    @property
    def proposed(self) -> Choice | None:
        """What the line says already, for a person to confirm; None if the line is as a draft left it."""
        line = UndecidedLine.model_validate(self.line)
        if not (line.reject or line.take or line.set or line.unset or line.proposed):
            return None
        choice = self.unchanged
        return Choice(
            taken=next(iter(line.taken_from), None),
            take=line.take,
            set=line.set,
            unset=tuple(line.unset),
            confidence=choice.confidence,
            note=choice.note,
            reject=bool(line.reject),
        )

    @property
    def unchanged(self) -> Choice:
        """The choice before a person says anything: nothing taken, and the remarks that the line has."""
        line = UndecidedLine.model_validate(self.line)
        return Choice(None, confidence=line.confidence, note=line.note)


@dataclass
class ArticleReview:
    """An article under review: its layers, and its decisions file as it is now."""

    context: ArticleContext
    path: Path
    lines: list[DecisionJson]
    mode: int = FILE
    """The mode of the file when it is written."""
    questions: Questions = STANDARD_QUESTIONS

    @classmethod
    def opened(
        cls,
        article: Article,
        layers: Sequence[Annotation],
        path: Path,
        rules: Sequence[Rule] = DEFAULT_RULES,
        *,
        has_words: bool = True,
        mode: int = FILE,
        programs: Collection[str] = frozenset(),
        questions: Questions = STANDARD_QUESTIONS,
    ) -> ArticleReview:
        """Return an article's review; its decisions file is written if it is missing or not up to date.

        Without `has_words` no words of the text are written to the file. `questions` has the values to choose from.
        Raises `ClaimwireError` if a line of the file is not valid or names a claim that no layer has.
        """
        context = ArticleContext(article, layers, programs=programs)
        lines = read_decisions(path) if path.exists() else []
        for number, line in enumerate(lines, start=1):
            unknown = [name for name in named_claims(line) if name not in context.claims]
            if unknown:
                raise ClaimwireError(f"{path}:{number}: {unknown[0]} is not a claim of any layer; delete the line")
        current = brought_up_to_date(article if has_words else dehydrated(article), layers, lines, rules, programs)
        if not has_words:
            current = [with_offsets(context, line) for line in current]
        if current != lines or not path.exists():
            write_decisions(path, current, mode)
        return cls(context, path, current, mode, questions)

    def case_indices(self) -> list[int]:
        """Return the indices of the lines on which a person decides, or has decided."""
        return [index for index, line in enumerate(self.lines) if not line.get("rule")]

    def case(self, index: int) -> Case:
        """Return the case of the line at an index."""
        line = self.lines[index]
        context = self.context.with_lines(lines_of_claims(self.lines))
        named = set(named_claims(line))
        claims = {name: claim for name, claim in context.claims.items() if name in named}
        having = {name.split("/")[0] for name in claims}
        line_id = {name: str(other.get("id", "?")) for other in self.lines for name in named_claims(other)}
        return Case(
            context.article,
            line,
            claims,
            differing_fields(map(context.comparable, claims.values())),
            tuple(layer.annotator_id for layer in context.layers if layer.annotator_id not in having),
            {c.claim_id: f"{line_id.get(name, '?')}: {told(c, context.article)}" for name, c in context.claims.items()},
            self.questions,
        )

    def decide(self, index: int, choice: Choice, reason: str, adjudicator_id: str) -> ClaimBase | None:
        """Write a decision and return the claim it makes; None if the claims are rejected.

        Raises `ClaimwireError` or pydantic's `ValidationError` if it would make no claim, or one with a value
        that is not listed; nothing is written then.
        """
        line = _decided_line(self.case(index), choice, reason, adjudicator_id)
        lines = [*self.lines[:index], line, *self.lines[index + 1 :]]
        context = self.context.with_lines(lines_of_claims(lines))
        claim = gold_claim(context, DecisionLine.model_validate(line))
        for unlisted in () if claim is None else self.questions.unlisted(claim):
            raise ClaimwireError(str(unlisted))
        self._write(lines)
        return claim

    def reopen(self, index: int) -> None:
        """Make a decided line undecided; what it says remains in it as a proposal."""
        line = self.lines[index]
        if is_decided(line):
            open_line = {name: value for name, value in line.items() if name != "adjudicator"}
            open_line |= {"reason": "", "proposed": "decided before"}
            self._write([*self.lines[:index], open_line, *self.lines[index + 1 :]])

    def _write(self, lines: list[DecisionJson]) -> None:
        write_decisions(self.path, lines, self.mode)
        self.lines = lines


def _decided_line(case: Case, choice: Choice, reason: str, adjudicator_id: str) -> DecisionJson:
    """Return the decided line of a case."""
    line: DecisionJson = {"id": case.line.get("id")}
    names = list(case.claims)
    if choice.reject:
        line["reject"] = names
    else:
        if choice.taken is not None:
            line["from"] = [choice.taken, *(name for name in names if name != choice.taken)]
        line |= {"take": dict(choice.take), "set": dict(choice.set), "unset": list(choice.unset)}
        line |= {name: case.line.get(name) for name in ("event_id", "sentences", "rulings")}
    line |= {"note": choice.note}
    if choice.confidence is not Confidence.HIGH:
        line["confidence"] = choice.confidence.value
    given = {name: value for name, value in line.items() if value}
    return given | {"reason": reason, "adjudicator": adjudicator_id}


@dataclass
class ReviewQueue:
    """All cases of the articles under review, in the order of articles and lines, numbered from 0."""

    reviews: Sequence[ArticleReview]

    @cached_property
    def cases(self) -> list[tuple[ArticleReview, int]]:
        """The cases: an article's review, and the index of a line in it."""
        return [(review, index) for review in self.reviews for index in review.case_indices()]

    def is_open(self, number: int) -> bool:
        """Return whether a case is still to be decided."""
        return not is_decided(self._line(number))

    def next_open(self, start: int = 0) -> int | None:
        """Return the first open case from a number on; None if there is none."""
        return next((number for number in range(start, len(self.cases)) if self.is_open(number)), None)

    @property
    def open_count(self) -> int:
        """How many cases are still to be decided."""
        return sum(self.is_open(number) for number in range(len(self.cases)))

    def by_rule(self) -> dict[str, int]:
        """Return how many claims each rule took, by rule id."""
        counts = Counter(line["rule"] for review in self.reviews for line in review.lines if line.get("rule"))
        return dict(sorted(counts.items()))

    def reasons(self, number: int) -> list[str]:
        """Return reasons given for other cases, each once: those of the cases before this one first, backwards."""
        order = [*range(number - 1, -1, -1), *range(number + 1, len(self.cases))]
        return list(dict.fromkeys(self._reasons(order)))[:OFFERED_REASONS]

    def _reasons(self, numbers: Iterable[int]) -> Iterable[str]:
        return (line["reason"] for line in map(self._line, numbers) if is_decided(line))

    def _line(self, number: int) -> DecisionJson:
        review, index = self.cases[number]
        return review.lines[index]
