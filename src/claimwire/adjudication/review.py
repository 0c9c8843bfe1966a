"""Going through what the rules leave open: cases in a fixed order, decided one by one, the files being the state.

Every decision is written at once, whole, so that whoever stops at any moment loses at most the case at hand; what comes
next, and which reasons are offered, follows from the files alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import ClaimwireError
from ..schema import Annotation, Article, ClaimBase
from ..schema.vocab import Confidence
from .alignment import compared, differing, gold_claims, layer_names, mapped
from .applying import made_claim
from .decisions import DecisionLine, Line, is_decided, named_in, read_decisions, write_decisions
from .drafting import completed, line_claims
from .rules import DEFAULT_RULES, Rule

OFFERED = 9
"""How many reasons given before are offered."""


@dataclass(frozen=True)
class Choice:
    """What a person decides on a case: the claim taken, by name, or none where all are rejected, and what differs."""

    taken: str | None
    take: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)
    unset: tuple[str, ...] = ()
    borderline: bool = False
    confidence: Confidence = Confidence.HIGH
    note: str | None = None
    reject: bool = False


@dataclass(frozen=True)
class Case:
    """Claims of an article's layers on which a person decides: a line of the article's decisions file."""

    article: Article
    line: Line
    claims: Mapping[str, ClaimBase]
    """The layers' claims by name (`ANNOTATOR/ID`), in the order of the layers."""

    differing: tuple[str, ...]
    without: tuple[str, ...]
    """The annotators who have no such claim."""

    others: Mapping[str, str]
    """What the other claims of the layers say, each with the line it is on, by their ids."""

    @property
    def proposed(self) -> Choice | None:
        """What the line says already, for a person to confirm; None where it is as the draft left it."""
        line = self.line
        made = any(line.get(name) for name in ("reject", "take", "set", "unset", "proposed"))
        if not made:
            return None
        names = line.get("from") or [None]
        return Choice(
            taken=names[0],
            take=line.get("take", {}),
            set=line.get("set", {}),
            unset=tuple(line.get("unset", ())),
            reject=bool(line.get("reject")),
            **self.remarks,
        )

    @property
    def remarks(self) -> dict[str, Any]:
        """What the line says of borderline, confidence and note, as fields of a `Choice`."""
        line = self.line
        return {
            "borderline": line.get("borderline", False),
            "confidence": next((x for x in Confidence if x.value == line.get("confidence")), Confidence.HIGH),
            "note": line.get("note"),
        }


@dataclass
class Sheet:
    """An article under review: its layers, and its decisions file as it stands."""

    article: Article
    layers: Sequence[Annotation]
    path: Path
    lines: list[Line]

    @classmethod
    def opened(
        cls, article: Article, layers: Sequence[Annotation], path: Path, rules: Sequence[Rule] = DEFAULT_RULES
    ) -> Sheet:
        """Return an article's sheet, its file made or added to where claims are not in it.

        Raises `ClaimwireError` where the file names claims that no layer has, or a line is no JSON object.
        """
        standing = read_decisions(path) if path.exists() else []
        known = set(layer_names(layers).values())
        for number, line in enumerate(standing, start=1):
            unknown = [name for name in named_in(line) if name not in known]
            if unknown:
                raise ClaimwireError(f"{path}:{number}: {unknown[0]} is no claim of a layer; take the line out")
        lines = completed(article, layers, standing, rules)
        if lines != standing or not path.exists():
            write_decisions(path, lines)
        return cls(article, layers, path, lines)

    def cases(self) -> list[int]:
        """Return the numbers of the lines on which a person decides, or has decided."""
        return [number for number, line in enumerate(self.lines) if not line.get("rule")]

    def case(self, number: int) -> Case:
        """Return the case of a line."""
        line = self.lines[number]
        names = layer_names(self.layers)
        own = set(named_in(line))
        claims = {names[c.claim_id]: c for layer in self.layers for c in layer.claims if names[c.claim_id] in own}
        gold_of = gold_claims(self.article.article_id, names, line_claims(self.lines))
        having = {name.split("/")[0] for name in claims}
        return Case(
            self.article,
            line,
            claims,
            differing([compared(mapped(claim, gold_of)) for claim in claims.values()]),
            tuple(layer.annotator_id for layer in self.layers if layer.annotator_id not in having),
            self._others(names),
        )

    def _others(self, names: Mapping[str, str]) -> dict[str, str]:
        line_of = {name: str(line.get("id", "?")) for line in self.lines for name in named_in(line)}
        return {
            claim.claim_id: f"{line_of.get(names[claim.claim_id], '?')}: {claim.statement}"
            for layer in self.layers
            for claim in layer.claims
        }

    def decide(self, number: int, choice: Choice, reason: str, adjudicator_id: str) -> ClaimBase | None:
        """Write a decision and return the claim it makes; None where the claims are rejected.

        Raises `ClaimwireError` or pydantic's `ValidationError` where it would make no claim; then nothing is written.
        """
        made = _settled(self.case(number), choice, reason, adjudicator_id)
        others = line_claims(line for at, line in enumerate(self.lines) if at != number)
        claim = made_claim(self.article, self.layers, others, DecisionLine.model_validate(made))
        self._put(number, made)
        return claim

    def reopen(self, number: int) -> None:
        """Make a decided line undecided; what it says stays in it as a proposal."""
        if is_decided(self.lines[number]):
            line = {k: v for k, v in self.lines[number].items() if k != "adjudicator"}
            self._put(number, line | {"reason": "", "proposed": "decided before"})

    def _put(self, number: int, line: Line) -> None:
        lines = [*self.lines]
        lines[number] = line
        write_decisions(self.path, lines)
        self.lines = lines


def _settled(case: Case, choice: Choice, reason: str, adjudicator_id: str) -> Line:
    """Return the decided line of a case."""
    line: Line = {"id": case.line.get("id")} if case.line.get("id") is not None else {}
    names = list(case.claims)
    if choice.reject:
        line["reject"] = names
    else:
        if choice.taken is not None:
            line["from"] = [choice.taken, *(name for name in names if name != choice.taken)]
        parts = {"take": dict(choice.take), "set": dict(choice.set), "unset": list(choice.unset)}
        kept = {name: case.line.get(name) for name in ("event_id", "sentences")}
        line |= {name: value for name, value in (parts | kept).items() if value}
    remarks = {"borderline": choice.borderline, "note": choice.note}
    if choice.confidence is not Confidence.HIGH:
        remarks["confidence"] = choice.confidence.value
    line |= {name: value for name, value in remarks.items() if value}
    return line | {"reason": reason, "adjudicator": adjudicator_id}


@dataclass
class Pile:
    """All cases of the articles under review, in the order of articles and lines."""

    sheets: Sequence[Sheet]

    def __post_init__(self) -> None:
        self.places = [(sheet, number) for sheet in self.sheets for number in sheet.cases()]

    def is_open(self, at: int) -> bool:
        """Tell whether the case at a place is still to be decided."""
        sheet, number = self.places[at]
        return not is_decided(sheet.lines[number])

    def next_open(self, begin: int = 0) -> int | None:
        """Return the place of the first open case from a place on; None where there is none."""
        return next((at for at in range(begin, len(self.places)) if self.is_open(at)), None)

    @property
    def left(self) -> int:
        """How many cases are still to be decided."""
        return sum(self.is_open(at) for at in range(len(self.places)))

    def by_rule(self) -> dict[str, int]:
        """Return how many claims each rule took."""
        rules = [line["rule"] for sheet in self.sheets for line in sheet.lines if line.get("rule")]
        return {rule: rules.count(rule) for rule in sorted(set(rules))}

    def reasons(self, at: int) -> list[str]:
        """Return the reasons given for other cases, those of the cases next before this one first, each once."""
        order = [*range(at - 1, -1, -1), *range(at + 1, len(self.places))]
        lines = (self.places[other][0].lines[self.places[other][1]] for other in order)
        return list(dict.fromkeys(line["reason"] for line in lines if is_decided(line)))[:OFFERED]
