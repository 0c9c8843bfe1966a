"""The task `spans`: where claims stand, and their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np

from ..iaa.arrays.layout import per_document
from ..ranges import Floats
from ..schema.vocab import Label
from .claim_gold import ClaimGold, Claims, read_claim_gold, read_claim_predictions
from .claims import ClaimToScore
from .counting import Counted, MatchCounts, Matches, MeanOf, RankedClaims
from .matching import DocumentMatches, equal_pairs, matches_of, put_together
from .task import ScoringTask

EXACT, PARTIAL, OVERLAP, BOUNDARIES = "exact_", "partial_", "overlap_", "boundaries_"
"""Prefixes of the measures by kind of match."""

ALL = "all labels"
MEAN = "mean of labels"


def count(gold: ClaimGold, predictions: Claims) -> list[Counted]:
    """Return the counts of each label that gold or a prediction has, of all together, and the mean of the labels."""
    together = put_together(gold.claims, predictions)
    by_label = {label.value: _of_label(gold, predictions, label.value, together) for label in Label}
    used = [own for own in by_label.values() if any(x.gold.any() or x.predicted.any() for x in own.matches.values())]
    means = [f"{kind}{name}" for kind in (EXACT, PARTIAL, OVERLAP) for name in ("f1", "precision", "recall")]
    mean = MeanOf(MEAN, used, (*means, "average_precision"))
    every = _sum_of(list(by_label.values()), _boundaries(gold, predictions))
    return [*used, every, *([mean] if len(used) > 1 else [])]


def _of_label(
    gold: ClaimGold, predictions: Claims, label: str, together: Mapping[str, Mapping[int, int]]
) -> MatchCounts:
    own = {key: [x for x in claims if x.label == label] for key, claims in gold.claims.items()}
    said = {key: [x for x in predictions.get(key, ()) if x.label == label] for key in own}
    found = {key: matches_of(own[key], said[key]) for key in own}
    has, given = _sizes(own), _sizes(said)
    credit = {
        EXACT: [float(len(x.exact)) for x in found.values()],
        PARTIAL: [x.partial for x in found.values()],
        OVERLAP: [float(len(x.overlap)) for x in found.values()],
    }
    return MatchCounts(
        label,
        {kind: Matches(np.array(hits, dtype=np.float64), given, has) for kind, hits in credit.items()},
        _edges(gold, predictions, label, together),
        _ranked(said, found, has) if have_scores(gold, predictions) else None,
    )


def _sizes(claims: Mapping[str, Sequence[ClaimToScore]]) -> Floats:
    return np.array([len(own) for own in claims.values()], dtype=np.float64)


def _edges(
    gold: ClaimGold, predictions: Claims, label: str, together: Mapping[str, Mapping[int, int]]
) -> dict[str, tuple[Floats, Floats]]:
    """Return of the claims that are put together with one of gold how many begin, and how many end, where that does."""
    rows = []
    for place, (key, pairs) in enumerate(together.items()):
        for number, other in pairs.items():
            one, two = predictions[key][number].pieces, gold.claims[key][other].pieces
            if predictions[key][number].label == label:
                rows.append((place, one[0][0] == two[0][0], one[-1][1] == two[-1][1]))
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    trials = per_document(table[:, 0], len(gold.documents))
    return {
        name: (per_document(table[:, 0], len(gold.documents), table[:, column]), trials)
        for column, name in ((1, "start_right"), (2, "end_right"))
    }


def have_scores(gold: ClaimGold, predictions: Claims) -> bool:
    """Return whether claims are predicted in the articles of a gold, and each has a score."""
    own = [claim for key in gold.claims for claim in predictions.get(key, ())]
    return bool(own) and all(claim.score is not None for claim in own)


def _ranked(
    said: Mapping[str, Sequence[ClaimToScore]], found: Mapping[str, DocumentMatches], has: Floats
) -> RankedClaims:
    """Return the claims by their scores, right where they match by overlap."""
    rows = [
        (place, claim.score, number in set(found[key].overlap))
        for place, (key, own) in enumerate(said.items())
        for number, claim in enumerate(own)
    ]
    places, scores, hits = zip(*rows, strict=True) if rows else ((), (), ())
    return RankedClaims(
        np.array(places, dtype=np.int64),
        np.array(scores, dtype=np.float64),
        np.array(hits, dtype=np.bool_),
        has,
    )


def _boundaries(gold: ClaimGold, predictions: Claims) -> Matches:
    """Return the matches of equal pieces, whatever the labels."""
    hits = [
        len(equal_pairs([x.pieces for x in own], [x.pieces for x in predictions.get(key, ())]))
        for key, own in gold.claims.items()
    ]
    given = {key: predictions.get(key, ()) for key in gold.claims}
    return Matches(np.array(hits, dtype=np.float64), _sizes(given), _sizes(gold.claims))


def _sum_of(parts: Sequence[MatchCounts], boundaries: Matches) -> MatchCounts:
    """Return the counts of all labels together: micro-averages."""
    matches = {kind: reduce(Matches.plus, [part.matches[kind] for part in parts]) for kind in parts[0].matches}
    shares = {
        name: (sum(part.shares[name][0] for part in parts), sum(part.shares[name][1] for part in parts))
        for name in parts[0].shares
    }
    return MatchCounts(ALL, matches | {BOUNDARIES: boundaries}, shares)  # type: ignore[arg-type]


def trivial(gold: ClaimGold) -> dict[str, Claims]:
    """Return always-yes, each sentence a claim of every label, and majority, each one of the commonest label.

    There are none where the gold does not tell the sentences.
    """
    if not any(document.sentences for document in gold.documents.values()):
        return {}
    commonest = Counter(claim.label for own in gold.claims.values() for claim in own).most_common(1)[0][0]
    labels = {"always-yes": [label.value for label in Label], "majority": [commonest]}
    return {
        name: {
            key: tuple(ClaimToScore(label, (piece,), {}) for piece in document.sentences for label in own)
            for key, document in gold.documents.items()
        }
        for name, own in labels.items()
    }


def not_scored(gold: ClaimGold, predictions: Claims) -> list[str]:
    """Return whether scores are lacking, and whether trivial predictions are."""
    notes = []
    if not have_scores(gold, predictions):
        notes.append("not every predicted claim has a score: no average precision and calibration")
    if not any(document.sentences for document in gold.documents.values()):
        notes.append("the gold does not say where sentences are: no trivial predictions")
    return notes


SPANS = ScoringTask(
    name="spans",
    what="where claims stand, and their labels",
    unit="articles",
    headline=("partial_f1", "exact_f1"),
    shown=(
        "overlap_f1",
        "boundaries_f1",
        "exact_precision",
        "exact_recall",
        "start_right",
        "end_right",
        "average_precision",
    ),
    read_gold=read_claim_gold,
    read_predictions=read_claim_predictions,
    units=lambda gold: gold.claims,
    count=count,
    trivial=trivial,
    not_scored=not_scored,
)
