"""The task `verdicts`: what evidence says of a claim, and which facts say so; on corpora whose world has facts.

`with_evidence` is the score of FEVER (Thorne and others 2018): the share of the claims whose verdict is right and,
unless the evidence is not enough, whose evidence is all named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from pydantic import Field

from ..errors import GoldError, PredictionError
from ..iaa.arrays.layout import per_document
from ..ranges import Flags, Floats, Ints
from ..schema.base import Name
from ..schema.vocab import Verdict
from ..tables.columns import STANDOFF
from .built import build_documents, splits_with, table_rows
from .counting import Counted, MatchCounts, Matches, MeanOf, RankedClaims
from .gold import GoldBase, GoldDocument
from .lines import DocumentLine, Probability, by_id
from .task import ScoringTask

ALL, MEAN = "all verdicts", "mean of verdicts"
EVIDENCE = "evidence_"
COLUMNS = ("claim_id", "article_id", "review_verdict", "review_evidence_ids")


class VerdictLine(DocumentLine):
    """The verdict on a claim, predicted or of a gold of lines."""

    claim_id: Name = Field(description="the claim")
    verdict: Verdict = Field(description="what the evidence says")
    evidence_ids: tuple[Name, ...] = Field(default=(), description="ids of the facts that say so")
    score: Probability | None = Field(default=None, description="how probable it is that the verdict is right")
    article_id: Name | None = Field(default=None, description="document of the claim, in a gold of lines")


@dataclass(frozen=True)
class GoldVerdict:
    """The verdict on a claim, and the facts that decide it."""

    document_id: str
    verdict: str
    evidence: frozenset[str]


@dataclass(frozen=True)
class VerdictGold(GoldBase):
    """The verdicts by claim, and the ids of all facts; none where the gold does not tell them."""

    verdicts: Mapping[str, GoldVerdict] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()


def read_gold(path: Path, split: str) -> VerdictGold:
    """Return the verdicts of a split of a build, or of a file of lines; raises `GoldError` if there is none."""
    return _gold_of_build(path, split) if path.is_dir() else _gold_of_lines(path)


def _gold_of_build(folder: Path, split: str) -> VerdictGold:
    documents = build_documents(folder, split)
    verdicts = {
        row["claim_id"]: GoldVerdict(
            row["article_id"], row["review_verdict"], frozenset(row["review_evidence_ids"] or ())
        )
        for row in table_rows(folder, f"claims{STANDOFF}", split, COLUMNS)
        if row["review_verdict"] is not None
    }
    if not verdicts:
        others = splits_with(folder, "facts")
        advice = f"choose --split {' or '.join(others)}, which has facts" if others else "this build has no facts"
        raise GoldError(f"{folder} has no claim with a verdict in split {split}; {advice}")
    used = {own.document_id for own in verdicts.values()}
    facts = {
        row["fact_id"]
        for other in splits_with(folder, "facts")
        for row in table_rows(folder, "facts", other, ("fact_id",))
    }
    kept = {key: document for key, (document, _) in documents.items() if key in used}
    return VerdictGold(str(folder), split, kept, verdicts=verdicts, facts=frozenset(facts))


def _gold_of_lines(path: Path) -> VerdictGold:
    documents: dict[str, GoldDocument] = {}
    verdicts = {}
    for claim_id, (_, line) in by_id(path, VerdictLine, lambda line: line.claim_id).items():
        own = line.article_id or claim_id
        documents.setdefault(own, GoldDocument(own, line.corpus_id, line.outlet_id, line.text_origin, line.episode_id))
        verdicts[claim_id] = GoldVerdict(own, line.verdict.value, frozenset(line.evidence_ids))
    if not verdicts:
        raise GoldError(f"{path} has no verdict")
    return VerdictGold(str(path), None, documents, verdicts=verdicts)


def read_predictions(path: Path, gold: VerdictGold) -> dict[str, VerdictLine]:
    """Return what a file predicts, by claim.

    Raises `PredictionError` about a line that is none, a second one about its claim, or a fact that there is not.
    """
    found = by_id(path, VerdictLine, lambda line: line.claim_id)
    for place, line in found.values():
        unknown = sorted(set(line.evidence_ids) - gold.facts) if gold.facts else []
        if unknown:
            raise PredictionError(f"{place}: no fact is called {unknown[0]}; the table `facts` has their ids")
    return {claim_id: line for claim_id, (_, line) in found.items()}


def count(gold: VerdictGold, predictions: Mapping[str, VerdictLine]) -> list[Counted]:
    """Return the counts of each verdict, of all together with their evidence, and the mean of the verdicts."""
    places = gold.place_of(own.document_id for own in gold.verdicts.values())
    lines = [predictions.get(claim_id) for claim_id in gold.verdicts]
    truth = np.array([own.verdict for own in gold.verdicts.values()])
    said = np.array(["" if line is None else line.verdict.value for line in lines])
    documents = len(gold.documents)
    parts = [
        MatchCounts(name, {"": _matches(places, documents, truth == name, said == name)})
        for name in Verdict.names()
        if name in truth or name in said
    ]
    return [*parts, _all(gold, lines, places, truth == said), MeanOf(MEAN, parts, ("f1", "precision", "recall"))]


def _matches(places: Ints, documents: int, truth: Flags, said: Flags) -> Matches:
    return Matches(*(per_document(places[own], documents) for own in (truth & said, said, truth)))


def _all(gold: VerdictGold, lines: list[VerdictLine | None], places: Ints, right: Flags) -> MatchCounts:
    evidence = [frozenset[str]() if line is None else frozenset(line.evidence_ids) for line in lines]
    pairs = list(zip(gold.verdicts.values(), evidence, strict=True))
    documents = len(gold.documents)
    is_full = np.array(
        [own.verdict == Verdict.NOT_ENOUGH_EVIDENCE or own.evidence <= given for own, given in pairs], dtype=np.bool_
    )
    trials = per_document(places, documents)
    sizes = (
        [len(own.evidence & given) for own, given in pairs],
        [len(given) for _, given in pairs],
        [len(own.evidence) for own, _ in pairs],
    )
    matches = Matches(*(per_document(places, documents, np.array(x, dtype=np.int64)) for x in sizes))
    shares = {
        "right": (per_document(places[right], documents), trials),
        "with_evidence": (per_document(places[right & is_full], documents), trials),
    }
    return MatchCounts(ALL, {EVIDENCE: matches}, shares, _ranked(lines, places, right, trials))


def _ranked(lines: list[VerdictLine | None], places: Ints, right: Flags, trials: Floats) -> RankedClaims | None:
    """Return the verdicts by their scores; None unless each has one."""
    given = np.array([line is not None for line in lines], dtype=np.bool_)
    scores = [line.score for line in lines if line is not None]
    if not scores or any(score is None for score in scores):
        return None
    return RankedClaims(places[given], np.array(scores, dtype=np.float64), right[given], trials)


def trivial(gold: VerdictGold) -> dict[str, dict[str, VerdictLine]]:
    """Return always-yes, which supports every claim, and majority, the commonest verdict; neither names evidence."""
    commonest = Counter(own.verdict for own in gold.verdicts.values()).most_common(1)[0][0]
    verdicts = {"always-yes": Verdict.SUPPORTED, "majority": next(x for x in Verdict if x.value == commonest)}
    return {
        name: {claim_id: VerdictLine(claim_id=claim_id, verdict=verdict) for claim_id in gold.verdicts}
        for name, verdict in verdicts.items()
    }


def not_scored(gold: VerdictGold, predictions: Mapping[str, VerdictLine]) -> list[str]:
    """Return whether scores are lacking."""
    if all(line.score is not None for line in predictions.values()):
        return []
    return ["not every verdict has a score: no calibration"]


VERDICTS = ScoringTask(
    name="verdicts",
    what="what the facts of an invented world say of a claim, and which do",
    unit="claims",
    headline=("with_evidence", "f1"),
    shown=("right", "precision", "recall", "evidence_f1", "brier", "calibration_error"),
    read_gold=read_gold,
    read_predictions=read_predictions,
    units=lambda gold: gold.verdicts,
    count=count,
    trivial=trivial,
    not_scored=not_scored,
)
