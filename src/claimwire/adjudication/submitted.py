"""What an adjudicator submitted in Label Studio, as a decisions file. No network here: layers in, lines out.

An adjudicator starts from all claims there are to choose from, deletes some, changes others and writes reasons into
their comments. Three steps make decisions of that: every submitted claim is assigned to the group of layers' claims
that it was made of (`_outcomes`); for each group, what was submitted is compared with what the layers have
(`made_of`); and the line says what was decided, or proposes it to a person (`DecisionWriter.line`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..alignment import MIN_SIMILARITY
from ..schema import Annotation, Article, ClaimBase, claim_fields_in_role, reference_fields, references
from .alignment import aligned, similarity_of
from .comparison import NOT_COMPARED, claim_fields
from .context import ArticleContext
from .decisions import DecisionJson
from .drafting import differences
from .rules import Rule, first_rule_for

NOT_SUBMITTED = claim_fields_in_role("identity", "remark", "origin", "adjudication")
"""Fields of a submitted claim that are not values to be decided on: ids, the reason, what the page does not ask for."""

(CERTAINTY,) = claim_fields_in_role("certainty")


def submitted_decisions(
    article: Article,
    layers: Sequence[Annotation],
    submitted: Annotation,
    origins: Mapping[str, str],
    rules: Sequence[Rule],
    adjudicator_id: str,
    programs: Collection[str] = frozenset(),
) -> list[DecisionJson]:
    """Return the decisions file that a submitted layer amounts to: a line per group of claims, then the added claims.

    `origins` has the id of the layers' claim that a submitted claim was made of, by the id of the submitted claim, for
    those that kept the region of a layers' claim. `programs` are the annotators that are rule programs.

    - A claim with a comment is decided, and the comment is the reason; a comment that a layer has does not count.
    - A claim without one is decided if a rule takes the claim as submitted; otherwise the line proposes it.
    - If nothing was left of a group, the line proposes to reject it.
    - If several claims of a group were left, each is decided if all have comments; otherwise the line is as in a draft.
    """
    claims = [SubmittedClaim(claim, origins.get(claim.claim_id)) for claim in submitted.claims]
    outcomes = dict(enumerate(_outcomes(aligned(layers), claims), start=1))
    context = ArticleContext(article, layers, programs=programs)
    lines = [
        (_line_id(number), [context.names[source.claim_id] for source in outcome.sources])
        for number, outcome in outcomes.items()
        if outcome.submitted
    ]
    writer = DecisionWriter(context.with_lines(lines), outcomes, rules, adjudicator_id)
    return [writer.line(number) for number in outcomes]


@dataclass(frozen=True)
class SubmittedClaim:
    """A submitted claim, and the id of the layers' claim that it was made of, if that is known."""

    claim: ClaimBase
    origin_id: str | None

    def closeness(self, source: ClaimBase) -> tuple[bool, float, int, int]:
        """Return how close a layers' claim is, to be compared: made of it, similarity, fields and references alike."""
        differing = len(_unlike(_without_references(source), _without_references(self.claim)))
        references_unlike = len(set(references(source)) ^ set(references(self.claim)))
        return source.claim_id == self.origin_id, similarity_of(source, self.claim), -differing, -references_unlike


@dataclass(frozen=True)
class GroupOutcome:
    """Aligned claims of the layers, and the submitted claims that were made of them; one of the two may be empty."""

    sources: tuple[ClaimBase, ...]
    submitted: tuple[SubmittedClaim, ...]

    @property
    def origin(self) -> ClaimBase | None:
        """The layers' claim that the first submitted one was made of; None if there is none, or nothing was left."""
        return max(self.sources, key=self.submitted[0].closeness, default=None) if self.submitted else None


def _outcomes(groups: Sequence[Sequence[ClaimBase]], submitted: Sequence[SubmittedClaim]) -> list[GroupOutcome]:
    """Return what became of each group, in the order of the groups, then the claims that are of no group."""
    left: list[list[SubmittedClaim]] = [[] for _ in groups]
    added: list[GroupOutcome] = []
    for claim in submitted:
        closest = [max(map(claim.closeness, group))[:2] for group in groups]
        index = max(range(len(groups)), key=closest.__getitem__, default=None)
        made_of_it, similarity = (False, 0.0) if index is None else closest[index]
        if index is not None and (made_of_it or similarity >= MIN_SIMILARITY):
            left[index].append(claim)
        else:
            added.append(GroupOutcome((), (claim,)))
    split = [outcome for group, some in zip(groups, left, strict=True) for outcome in _split(group, some)]
    return [*split, *added]


def _split(group: Sequence[ClaimBase], submitted: Sequence[SubmittedClaim]) -> list[GroupOutcome]:
    """Return a group with what was left of it: apart, claim by claim, if several were left and each has a comment."""
    if len(submitted) < 2 or not all(one.claim.comment for one in submitted):
        return [GroupOutcome(tuple(group), tuple(submitted))]
    sources: list[list[ClaimBase]] = [[] for _ in submitted]
    for source in group:
        closest = max(range(len(submitted)), key=lambda index, source=source: submitted[index].closeness(source))  # type: ignore[misc]
        sources[closest].append(source)
    return [GroupOutcome(tuple(own), (one,)) for own, one in zip(sources, submitted, strict=True)]


@dataclass(frozen=True)
class DecisionWriter:
    """Writes the lines of an article's decisions file from what became of each group, by the number of the line."""

    context: ArticleContext
    outcomes: Mapping[int, GroupOutcome]
    rules: Sequence[Rule]
    adjudicator_id: str

    @cached_property
    def gold_ids(self) -> dict[str, str]:
        """The gold claim that each layers' claim and each submitted claim becomes, by their ids."""
        return self.context.gold_ids | {
            one.claim.claim_id: self.context.gold_id(_line_id(number))
            for number, outcome in self.outcomes.items()
            for one in outcome.submitted
        }

    def line(self, number: int) -> DecisionJson:
        """Return the line of one group, or of one added claim."""
        outcome = self.outcomes[number]
        names = [self.context.names[source.claim_id] for source in outcome.sources]
        line: DecisionJson = {"id": _line_id(number)}
        if not outcome.submitted:
            return line | {"reject": names, "reason": "", "proposed": f"{self.adjudicator_id} left none of them"}
        if len(outcome.submitted) > 1:
            return line | {"from": names, "reason": "", "differs": differences(self.context, outcome.sources)}
        claim = outcome.submitted[0].claim
        wanted = self._wanted_fields(outcome)
        line |= made_of(self.context, outcome.sources, claim, wanted, outcome.origin)
        if claim.comment and claim.comment not in {source.comment for source in outcome.sources}:
            return line | {"reason": claim.comment, "adjudicator": self.adjudicator_id}
        opinions = self.context.opinions_among(outcome.sources)
        applied = first_rule_for(self.context.group(opinions), self.rules)
        if applied is not None:
            rule, taken = applied
            if set(_unlike(self.context.fields(opinions[taken]), wanted)) <= NOT_COMPARED:
                return line | {"rule": rule.rule_id, "reason": rule.reason}
        return line | {"reason": "", "proposed": f"{self.adjudicator_id} submitted it so"}

    def _wanted_fields(self, outcome: GroupOutcome) -> dict[str, Any]:
        """Return the fields that the gold claim is to have, as JSON values.

        A submitted claim may name one of several claims to choose from. If that one is deleted and another of its
        group is left, Label Studio deletes the relation too; the gold claim then names the one that was left.
        """
        claim, origin = outcome.submitted[0].claim, outcome.origin
        fields = claim_fields(claim, self.gold_ids)
        wanted = {name: v for name, v in fields.items() if name not in NOT_SUBMITTED and v is not None}
        if origin is not None:
            sent = self.context.fields(origin)
            for name, claim_id in references(origin).items():
                if name not in wanted and sent.get(name) and self._was_replaced(claim_id):
                    wanted[name] = sent[name]
        return wanted

    def _was_replaced(self, claim_id: str) -> bool:
        """Return whether, of the group of a layers' claim, another claim was left in its place."""
        for outcome in self.outcomes.values():
            if len(outcome.submitted) == 1 and any(source.claim_id == claim_id for source in outcome.sources):
                return outcome.origin is not None and outcome.origin.claim_id != claim_id
        return False


def made_of(
    context: ArticleContext,
    sources: Sequence[ClaimBase],
    claim: ClaimBase,
    wanted: Mapping[str, Any],
    origin: ClaimBase | None = None,
) -> DecisionJson:
    """Return the keys that make a claim of layers' claims: `from`, `take`, `set`, `unset`, `confidence`.

    `wanted` are the fields that the adjudicated claim is to have, as JSON values; `claim` has its certainty. `origin`
    is the source that it was made of, if that is known.
    """
    names = [context.names[source.claim_id] for source in sources]
    fields = [context.fields(source) for source in sources]
    # The line starts from the source that needs the fewest changes; of several, from the one it was made of.
    # Without sources everything that is wanted is a change.
    unlike = [_unlike(values, wanted) for values in fields] or [sorted(wanted)]
    first = min(range(len(unlike)), key=lambda n: (len(unlike[n]), sources and sources[n] is not origin))
    # In every other field the wanted value is none, or another source has it, or the adjudicator gave it.
    take: dict[str, str] = {}
    changed: dict[str, Any] = {}
    unset: list[str] = []
    for name in unlike[first]:
        same = (n for n, values in zip(names, fields, strict=True) if values.get(name) == wanted.get(name))
        if name not in wanted:
            unset.append(name)
        elif (source_name := next(same, None)) is not None:
            take[name] = source_name
        else:
            changed[name] = _value_for_set(context, claim, name, wanted[name])
    line: DecisionJson = {"from": [names[first], *names[:first], *names[first + 1 :]]} if sources else {}
    line |= {key: value for key, value in (("take", take), ("set", changed), ("unset", unset)) if value}
    return line | ({CERTAINTY: getattr(claim, CERTAINTY).value} if sources and CERTAINTY in unlike[first] else {})


def _value_for_set(context: ArticleContext, claim: ClaimBase, name: str, value: Any) -> Any:
    """Return a value as `set` has it: the id of a line for a gold claim."""
    return value.removeprefix(context.gold_id("")) if name in reference_fields(type(claim)) else value


def _line_id(number: int) -> str:
    return f"{number:02d}"


def _without_references(claim: ClaimBase) -> dict[str, Any]:
    """Return a claim's fields but for the claims it names, which have other ids in every layer."""
    return claim.model_dump(mode="json", exclude_defaults=True, exclude=set(reference_fields(type(claim))))


def _unlike(values: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Return the fields in which a claim's values are not those that are wanted, sorted."""
    names = sorted({*values, *wanted} - NOT_SUBMITTED)
    return [name for name in names if values.get(name) != wanted.get(name)]
