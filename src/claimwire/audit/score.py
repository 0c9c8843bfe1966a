"""Scoring an audit: how many of the adjudicated claims in the sampled sentences are wrong, with intervals.

Two differences are not errors: names that an auditor words differently (a source, an event, a cause), which are counted
apart, and which claim a claim names (`voice_id`, `part_of_id`), which may be outside the sample.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from pydantic import Field

from ..errors import ClaimwireError
from ..iaa.slots import Slot
from ..schema import LABELS, Annotation, Article, ClaimBase, Record
from ..schema.base import OwnWords
from .pairs import KINDS, Difference, Pairing, pair_claims
from .sample import Sample


class DifferenceVerdict(Record):
    """Who is right where the auditor differs."""

    difference: str = Field(description="the difference, as `claimwire audit score` names it")
    right: Literal["adjudicated", "auditor", "either"] = Field(description="whose version is right; either if both are")
    reason: OwnWords = Field(description="why, in our own words")


@dataclass(frozen=True)
class Rate:
    """How many of how many, with the 95 % interval of Wilson (1927)."""

    what: str
    hits: int
    trials: int

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper bound; 0 and 1 if there were no trials."""
        return wilson(self.hits, self.trials)

    @property
    def shown(self) -> str:
        """The share with its interval, as people read it: `12.5 % [2.2, 47.1]`; a dash if there were no trials."""
        if self.trials == 0:
            return "—"
        low, high = self.interval
        return f"{100 * self.hits / self.trials:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"

    def as_json(self) -> dict[str, str | int | float]:
        """Return the rate as JSON values, its interval included."""
        low, high = self.interval
        return {"what": self.what, "hits": self.hits, "trials": self.trials, "low": low, "high": high}


@dataclass(frozen=True)
class Score:
    """The result of an audit: the share of sentences with an error, rates by label and of all, and every difference."""

    sentences: Rate
    rates: Mapping[str, tuple[Rate, ...]]
    """The rates of each label that was found, by its name, and those of `all labels`."""

    slots: tuple[Rate, ...]
    """How often each slot differs between claims that are the same, before verdicts."""

    differences: tuple[Difference, ...]
    idle: tuple[str, ...]
    """Verdicts that are about no difference, as they are after the adjudicated claims were corrected."""


def wilson(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927), which is good for few trials and near 0 and 1, too.

    0 and 1 if there are no trials; `level` is the confidence level.
    """
    if trials == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / trials
    middle = share + z * z / (2 * trials)
    reach = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    return (
        0.0 if hits == 0 else (middle - reach) / whole,
        1.0 if hits == trials else (middle + reach) / whole,
    )


def score(
    sample: Sample,
    articles: Mapping[str, Article],
    claims: Sequence[ClaimBase],
    layers: Sequence[Annotation],
    verdicts: Mapping[str, DifferenceVerdict],
) -> Score:
    """Return how the adjudicated claims in the sampled sentences compare with the auditor's layers.

    A difference counts as an error unless a verdict, by its name, says that the adjudicated claim is right. Raises
    `ClaimwireError` if an article is not the one that was sampled, or does not have exactly one layer.
    """
    for article_id, text_hash in sample.texts.items():
        if article_id not in articles or articles[article_id].text_sha256 != text_hash:
            raise ClaimwireError(f"{article_id} no longer has the text that was sampled; draw a new sample")
        if sum(layer.article_id == article_id for layer in layers) != 1:
            raise ClaimwireError(f"{article_id} needs one layer by the auditor, even if it finds nothing there")
    pairings, slots = pair_claims(sample, articles, claims, layers)
    differences = tuple(difference for pairing in pairings for difference in pairing.differences())
    errors = {d for d in differences if d.kind != "names" and _counts(verdicts.get(d.name))}
    labels = [x.label.value for x in LABELS if any(pairing.label == x.label.value for pairing in pairings)]
    by_label = {label: [p for p in pairings if p.label == label] for label in labels} | {"all labels": pairings}
    faulty = {sentence for difference in errors for sentence in difference.sentences}
    return Score(
        sentences=Rate("sentences with an error", len(faulty), len(sample.sentences)),
        rates={name: _rates(some, errors) for name, some in by_label.items()},
        slots=tuple(_slot_rates(pairings, slots)),
        differences=differences,
        idle=tuple(sorted(set(verdicts) - {difference.name for difference in differences})),
    )


def _counts(verdict: DifferenceVerdict | None) -> bool:
    """Return whether a difference with that verdict, or without any, counts as an error."""
    return verdict is None or verdict.right == "auditor"


def _rates(pairings: Sequence[Pairing], errors: Collection[Difference]) -> tuple[Rate, ...]:
    differences = [d for pairing in pairings for d in pairing.differences()]
    faults = [d for d in differences if d in errors]
    claims = sum(pairing.adjudicated is not None for pairing in pairings)
    audited = sum(pairing.auditor is not None for pairing in pairings)
    wrong = {d.adjudicated for d in faults if d.adjudicated is not None}
    different = {d.adjudicated for d in differences if d.adjudicated is not None and d.kind != "names"}
    counts = Counter(d.kind for d in faults)
    return (
        Rate("claims that differ, before verdicts", len(different), claims),
        Rate("claims with an error", len(wrong), claims),
        *(Rate(kind, counts[kind], claims) for kind in KINDS if kind not in ("missed", "names")),
        Rate("missed (of the auditor's)", counts["missed"], audited),
        Rate("names differ (no error)", sum(d.kind == "names" for d in differences), claims),
    )


def _slot_rates(pairings: Sequence[Pairing], slots: Sequence[Slot]) -> Iterable[Rate]:
    """Yield how often each slot differs between claims that are the same, before any verdict."""
    for slot in slots:
        both = [p for p in pairings if p.adjudicated and p.auditor and p.auditor.label == p.label == slot.label]
        same = [pairing for pairing in both if slot.name not in pairing.not_asked]
        yield Rate(f"{slot.label}.{slot.name}", sum(slot in pairing.slots for pairing in same), len(same))
