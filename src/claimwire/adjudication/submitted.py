"""A layer that an adjudicator submitted in Label Studio as a decisions file: pure, without network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..alignment import MIN_SIMILARITY
from ..schema import Annotation, Article, ClaimBase, reference_fields
from ..schema.fields import fields_in_role
from . import NOT_COMPARED, Group, Rule, aligned, compared, differing
from .alignment import gold_claim_id, layer_names, mapped, similarity_of
from .decisions import Line
from .drafting import differs
from .rules import first_holding

KEPT_OUT = fields_in_role(ClaimBase, "identity", "remark", "adjudication")
"""Fields of a submitted claim that are none of its values: ids, the reason, and what is not asked for."""


def decided(
    article: Article,
    layers: Sequence[Annotation],
    gold: Annotation,
    origins: Mapping[str, str],
    rules: Sequence[Rule],
    adjudicator_id: str,
) -> list[Line]:
    """Return the decisions file that a submitted layer amounts to.

    `origins` names, by the id that a submitted claim has, the layers' claim whose region it is.

    A claim with a comment is decided, the comment being the reason. Without one it is decided where a rule takes it as
    it was submitted; else it is left to be reviewed, with what was submitted as a proposal. Of a group of which nothing
    was left the rejection is proposed; one of which several claims were left without comment is as in a draft.
    """
    groups = aligned(layers)
    made = [_Made(claim, origins.get(claim.claim_id)) for claim in gold.claims]
    stayed: list[list[_Made]] = [[] for _ in groups]
    added: list[_Share] = []
    for one in made:
        at = _group_of(one, groups)
        if at is None:
            added.append(_Share((), (one,)))
        else:
            stayed[at].append(one)
    shares = [share for group, own in zip(groups, stayed, strict=True) for share in _shares(group, own)]
    desk = _Desk(article, layers, dict(enumerate([*shares, *added], start=1)), rules, adjudicator_id)
    return [desk.line(number) for number in desk.shares]


@dataclass(frozen=True)
class _Made:
    """A submitted claim, and the id of the layers' claim whose region it is, where it was taken over."""

    claim: ClaimBase
    origin: str | None

    def closeness(self, source: ClaimBase) -> tuple[bool, float, int, int]:
        """Return how near a layers' claim is: the one it was taken from, then by words, other fields, and naming."""
        apart = len(_apart(_said(source), _said(self.claim)))
        naming = len(_naming(source) ^ _naming(self.claim))
        return source.claim_id == self.origin, similarity_of(source, self.claim), -apart, -naming


@dataclass(frozen=True)
class _Share:
    """Claims of the layers, and those that an adjudicator made of them."""

    sources: tuple[ClaimBase, ...]
    made: tuple[_Made, ...]

    @property
    def origin(self) -> ClaimBase | None:
        """The claim that the first submitted one was made of; None where it is of no layer."""
        return max(self.sources, key=self.made[0].closeness, default=None) if self.made else None


def _group_of(made: _Made, groups: Sequence[Sequence[ClaimBase]]) -> int | None:
    """Return the place of the group that a claim was made of; None where it overlaps with none enough."""
    best = [max(made.closeness(source) for source in group)[:2] for group in groups]
    at = max(range(len(groups)), key=lambda place: best[place], default=None)
    return None if at is None or not (best[at][0] or best[at][1] >= MIN_SIMILARITY) else at


def _shares(group: Sequence[ClaimBase], made: Sequence[_Made]) -> list[_Share]:
    """Return a group with what was made of it, apart where several claims stayed, each for a reason."""
    if len(made) < 2 or not all(one.claim.comment for one in made):
        return [_Share(tuple(group), tuple(made))]
    nearest = [max(made, key=lambda one, source=source: one.closeness(source)) for source in group]  # type: ignore[misc]
    return [
        _Share(tuple(source for source, one in zip(group, nearest, strict=True) if one is own), (own,)) for own in made
    ]


@dataclass(frozen=True)
class _Desk:
    """An article's layers and what was made of them, by the numbers of the lines that tell it."""

    article: Article
    layers: Sequence[Annotation]
    shares: Mapping[int, _Share]
    rules: Sequence[Rule]
    adjudicator_id: str

    @cached_property
    def names(self) -> dict[str, str]:
        """The layers' claims as decisions name them."""
        return layer_names(self.layers)

    @cached_property
    def became(self) -> dict[str, str]:
        """The claims that the layers' claims and the submitted ones become, by their ids."""
        return {
            claim.claim_id: gold_claim_id(self.article.article_id, f"{number:02d}")
            for number, share in self.shares.items()
            if share.made
            for claim in (*share.sources, *(one.claim for one in share.made))
        }

    def line(self, number: int) -> Line:
        """Return a line of the decisions file."""
        share = self.shares[number]
        names = [self.names[claim.claim_id] for claim in share.sources]
        line: Line = {"id": f"{number:02d}"}
        if not share.made:
            return line | {"reject": names, "reason": "", "proposed": f"{self.adjudicator_id} left none of them"}
        values = [mapped(source, self.became) for source in share.sources]
        if share.made[1:]:
            fields = differing([compared(value) for value in values])
            told = differs(self.article, share.sources, fields, len(self.layers))
            return line | {"from": names, "reason": "", "differs": told}
        claim = share.made[0].claim
        wanted = self._wanted(share)
        line |= self._changes(share, wanted, values, names)
        if claim.comment and claim.comment not in {source.comment for source in share.sources}:
            return line | {"reason": claim.comment, "adjudicator": self.adjudicator_id}
        found = first_holding(self.rules, Group(tuple(map(compared, values)), len(self.layers)))
        if found is not None and not set(_apart(values[found[1]], wanted)) - NOT_COMPARED:
            return line | {"rule": found[0].rule_id, "reason": found[0].reason}
        return line | {"reason": "", "proposed": f"{self.adjudicator_id} submitted it so"}

    def _wanted(self, share: _Share) -> dict[str, Any]:
        """Return a submitted claim's fields, with the references that went when another choice was deleted.

        Where a claim names one of several to choose from, and that one is deleted and another stays, Label Studio
        takes the relation away with it; the claim then names the one that stayed.
        """
        claim = share.made[0].claim
        wanted = {k: v for k, v in mapped(claim, self.became).items() if k not in KEPT_OUT and v is not None}
        if share.origin is not None:
            sent = mapped(share.origin, self.became)
            for name in reference_fields(type(share.origin)):
                if name not in wanted and sent.get(name) and self._was_replaced(getattr(share.origin, name)):
                    wanted[name] = sent[name]
        return wanted

    def _was_replaced(self, claim_id: str) -> bool:
        """Tell whether of the claims to choose from in a group another one than this stayed."""
        for share in self.shares.values():
            if len(share.made) == 1 and any(source.claim_id == claim_id for source in share.sources):
                return share.origin is not None and share.origin.claim_id != claim_id
        return False

    def _changes(
        self, share: _Share, wanted: Mapping[str, Any], values: Sequence[Mapping[str, Any]], names: Sequence[str]
    ) -> Line:
        """Return which layers' claim a submitted one is nearest to, and in what it is another."""
        claim = share.made[0].claim
        apart = [_apart(value, wanted) for value in values] or [sorted(wanted)]
        at = min(range(len(apart)), key=lambda n: (len(apart[n]), values and share.sources[n] is not share.origin))
        line: Line = {"from": [names[at], *names[:at], *names[at + 1 :]]} if values else {}
        take, changed, unset = {}, {}, []
        for name in apart[at]:
            other = next(
                (n for n, value in zip(names, values, strict=True) if value.get(name) == wanted.get(name)), None
            )
            if name not in wanted:
                unset.append(name)
            elif other is not None:
                take[name] = other
            else:
                changed[name] = self._written(claim, name, wanted[name])
        if "parent_id" in changed:
            voice = wanted.get("voice")
            changed["voice"] = None if voice is None else self._written(claim, "voice", voice)
        line |= {name: part for name, part in (("take", take), ("set", changed), ("unset", unset)) if part}
        return line | ({"confidence": claim.confidence.value} if values and "confidence" in apart[at] else {})

    def _written(self, claim: ClaimBase, name: str, value: Any) -> Any:
        """Return a value as a decisions file has it: a reference as the number of its line."""
        prefix = gold_claim_id(self.article.article_id, "")
        return value.removeprefix(prefix) if name in reference_fields(type(claim)) else value


def _said(claim: ClaimBase) -> dict[str, Any]:
    """Return a claim's fields but for the claims it names."""
    return claim.model_dump(mode="json", exclude_defaults=True, exclude=set(reference_fields(type(claim))))


def _naming(claim: ClaimBase) -> set[str]:
    """Return the fields in which a claim names another."""
    return {name for name in reference_fields(type(claim)) if getattr(claim, name) is not None}


def _apart(value: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Return the fields in which a layer's claim is not what is wanted."""
    names = sorted({*value, *wanted} - KEPT_OUT)
    return [name for name in names if value.get(name) != wanted.get(name)]
