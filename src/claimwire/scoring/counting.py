"""What a task has counted of some predictions, in a form from which every measure follows for any weights of documents.

Weights have a row per resample and a column per document; the first row is the study itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ..iaa.arrays.measures import ratio
from ..ranges import Flags, Floats, Ints
from .calibration import ReliabilityBin, calibration, reliability_bins
from .measures import AT_PREVALENCE, Values, at_prevalence, average_precision, by_rank, by_threshold


class Counted(Protocol):
    """Counts about one thing."""

    @property
    def about(self) -> str:
        """What is counted."""
        ...

    def values(self, weights: Floats) -> Values:
        """Return each measure for each row of weights."""
        ...

    def numbers(self, wanted: Flags) -> dict[str, int]:
        """Return how many units there are in some documents."""
        ...

    def reliability(self, wanted: Flags) -> tuple[ReliabilityBin, ...]:
        """Return the bins of the scores in some documents; none without scores."""
        ...


@dataclass(frozen=True)
class YesNo:
    """Rows that are positive or not, what was said of each, and the scores from 0 to 1, if there are any.

    `document` has the number of each row's document. With `prevalence`, average precision is also given as it would be
    at that share of positives.
    """

    about: str
    document: Ints
    truth: Flags
    said: Flags
    scores: Floats | None
    prevalence: float | None = None

    def values(self, weights: Floats) -> Values:
        """Return precision, recall, F1 and macro-F1; with scores average precision, AUC and calibration, too."""
        own, rows = _counting(weights, self.document)
        truth = self.truth[own]
        found = by_threshold(self.said[own], truth, rows)
        if self.scores is None:
            return found
        scores = self.scores[own]
        found |= by_rank(scores, truth, rows) | calibration(scores, truth, rows)
        if self.prevalence is not None:
            found[AT_PREVALENCE] = at_prevalence(scores, truth, rows, self.prevalence)
        return found

    def numbers(self, wanted: Flags) -> dict[str, int]:
        """Return the rows, and how many are positive and said to be."""
        own = wanted[self.document]
        return {"rows": int(own.sum()), "gold": int(self.truth[own].sum()), "predicted": int(self.said[own].sum())}

    def reliability(self, wanted: Flags) -> tuple[ReliabilityBin, ...]:
        """Return the bins of the scores."""
        own = wanted[self.document]
        return () if self.scores is None else reliability_bins(self.scores[own], self.truth[own])


@dataclass(frozen=True)
class Matches:
    """How much of what was predicted matches gold, each an array with a value per document.

    `hits` is the credit of the matches, and so at most the smaller of the other two.
    """

    hits: Floats
    predicted: Floats
    gold: Floats

    def plus(self, other: Matches) -> Matches:
        """Return the counts of both."""
        return Matches(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    def values(self, weights: Floats, prefix: str) -> Values:
        """Return precision, recall and F1 under names with a prefix."""
        hits, predicted, gold = (weights @ x for x in (self.hits, self.predicted, self.gold))
        return {
            f"{prefix}precision": ratio(hits, predicted),
            f"{prefix}recall": ratio(hits, gold),
            f"{prefix}f1": ratio(2 * hits, predicted + gold),
        }


@dataclass(frozen=True)
class RankedClaims:
    """Predicted claims with their scores, and which of them match gold: for average precision and calibration."""

    document: Ints
    scores: Floats
    hits: Flags
    gold: Floats
    """Claims of gold in each document."""

    def values(self, weights: Floats) -> Values:
        """Return average precision and calibration."""
        own, rows = _counting(weights, self.document)
        scores, hits = self.scores[own], self.hits[own]
        precision = average_precision(scores, hits, rows, weights @ self.gold)
        return {"average_precision": precision} | calibration(scores, hits, rows)


@dataclass(frozen=True)
class MatchCounts:
    """Matches by the prefix of their measures, and shares of hits in trials by name; with scores, a ranking as well."""

    about: str
    matches: Mapping[str, Matches]
    shares: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)
    ranked: RankedClaims | None = None

    def values(self, weights: Floats) -> Values:
        """Return precision, recall and F1 of each kind of matches, the shares, and what a ranking gives."""
        found: Values = {}
        for prefix, matches in self.matches.items():
            found |= matches.values(weights, prefix)
        for name, (hits, trials) in self.shares.items():
            found[name] = ratio(weights @ hits, weights @ trials)
        return found | ({} if self.ranked is None else self.ranked.values(weights))

    def numbers(self, wanted: Flags) -> dict[str, int]:
        """Return what there is of gold and of predictions, by the first kind of matches, and the trials of a share."""
        first = next(iter(self.matches.values()))
        found = {"gold": int(first.gold[wanted].sum()), "predicted": int(first.predicted[wanted].sum())}
        return found | {f"{name}_of": int(trials[wanted].sum()) for name, (_, trials) in self.shares.items()}

    def reliability(self, wanted: Flags) -> tuple[ReliabilityBin, ...]:
        """Return the bins of the scores."""
        if self.ranked is None:
            return ()
        own = wanted[self.ranked.document]
        return reliability_bins(self.ranked.scores[own], self.ranked.hits[own])


@dataclass(frozen=True)
class MeanOf:
    """The means over several things, each counting alike: macro-averages. Where a value is undefined it does not count.

    `names` are the measures that are given, under the same names.
    """

    about: str
    parts: Sequence[Counted]
    names: tuple[str, ...]

    def values(self, weights: Floats) -> Values:
        """Return the mean of each measure that all parts have."""
        found = [part.values(weights) for part in self.parts]
        return {name: nan_mean([own[name] for own in found]) for name in self.names if all(name in x for x in found)}

    def numbers(self, wanted: Flags) -> dict[str, int]:
        """Return of how many things it is the mean."""
        return {"parts": len(self.parts)}

    def reliability(self, wanted: Flags) -> tuple[ReliabilityBin, ...]:
        """Return no bins: those of the parts are not added up."""
        return ()


@dataclass(frozen=True)
class Means:
    """Numbers of some rows, of which the means count; `document` has the number of each row's document."""

    about: str
    document: Ints
    columns: Mapping[str, Floats]

    def values(self, weights: Floats) -> Values:
        """Return the mean of each column."""
        own, rows = _counting(weights, self.document)
        return {name: ratio(rows @ column[own], rows.sum(axis=1)) for name, column in self.columns.items()}

    def numbers(self, wanted: Flags) -> dict[str, int]:
        """Return the rows."""
        return {"rows": int(wanted[self.document].sum())}

    def reliability(self, wanted: Flags) -> tuple[ReliabilityBin, ...]:
        """Return no bins: there are no scores."""
        return ()


def _counting(weights: Floats, document: Ints) -> tuple[Flags, Floats]:
    """Return which rows are of documents that count, and their weights; the first row of weights says which do."""
    own = weights[0, document] > 0
    return own, weights[:, document[own]]


def nan_mean(values: Sequence[Floats]) -> Floats:
    """Return the means of several arrays, place by place, over those that are no NaN; NaN where all are."""
    stacked = np.stack(values)
    return ratio(np.nansum(stacked, axis=0), (~np.isnan(stacked)).sum(axis=0).astype(np.float64))
