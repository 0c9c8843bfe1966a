"""Matches of spans: against nervaluate where its order of matching makes no difference, and by hand where it does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate import Evaluator
from scored import claim, gold_of, span_scores

from claimwire.scoring.claims import ClaimToScore
from claimwire.scoring.matching import equal_pairs, matches_of, put_together
from claimwire.scoring.spans import count

LABELS = ("attributed_statement", "historical_background", "casualty_figure")
Entities = list[tuple[str, int, int]]

CELL = 10
"""Each document is cut in cells of this length, and a cell has one claim of either side at most."""


def in_cells(offsets: st.SearchStrategy[tuple[int, int]]) -> st.SearchStrategy[list[tuple[str, int, int] | None]]:
    one = st.tuples(st.sampled_from(LABELS), offsets).map(lambda x: (x[0], *sorted(x[1])))
    return st.lists(st.none() | one, min_size=4, max_size=4)


def entities(cells: list[tuple[str, int, int] | None]) -> Entities:
    return [(x[0], CELL * n + x[1], CELL * n + x[2]) for n, x in enumerate(cells) if x is not None and x[1] < x[2]]


SIDE = in_cells(st.tuples(st.integers(0, 9), st.integers(0, 9))).map(entities)
DOCUMENTS = st.lists(st.tuples(SIDE, SIDE), min_size=1, max_size=4)


def as_claims(own: Entities) -> tuple[ClaimToScore, ...]:
    return tuple(claim(label, (start, end)) for label, start, end in own)


def by_nervaluate(documents: list[tuple[Entities, Entities]]) -> dict[str, Any]:
    """Return what nervaluate says; its ends are inclusive."""
    sides = [
        [[{"label": label, "start": start, "end": end - 1} for label, start, end in pair[side]] for pair in documents]
        for side in (0, 1)
    ]
    result: dict[str, Any] = Evaluator(sides[0], sides[1], tags=list(LABELS), loader="dict").evaluate()
    return result


@given(DOCUMENTS)
def test_where_claims_do_not_compete_the_scores_are_those_of_nervaluate(
    documents: list[tuple[Entities, Entities]],
) -> None:
    gold = gold_of({f"d{n}": as_claims(own) for n, (own, _) in enumerate(documents)})
    found = span_scores(gold, {f"d{n}": as_claims(said) for n, (_, said) in enumerate(documents)})
    expected = by_nervaluate(documents)
    for label, results in expected["entities"].items():
        for ours, theirs in (("exact", "strict"), ("partial", "partial"), ("overlap", "ent_type")):
            for name in ("precision", "recall", "f1"):
                value = found[label][f"{ours}_{name}"]
                assert (value or 0) == pytest.approx(getattr(results[theirs], name)), (label, ours, name)
    if expected["entities"]:
        together = found["all labels"]
        assert (together["exact_f1"] or 0) == pytest.approx(expected["overall"]["strict"].f1)
        assert (together["boundaries_f1"] or 0) == pytest.approx(expected["overall"]["exact"].f1)


CROWDED = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda x: (LABELS[0], x[0], x[0] + x[1])), max_size=5
)


@given(CROWDED, CROWDED)
def test_where_claims_compete_no_other_pairing_gives_more_than_ours(own: Entities, said: Entities) -> None:
    """nervaluate takes what comes first, and so never more than a best pairing."""
    found = matches_of(as_claims(own), as_claims(said))
    if own or said:
        theirs = by_nervaluate([(own, said)])["overall"]
        assert len(found.exact) >= theirs["strict"].correct
        assert found.partial >= theirs["partial"].correct + 0.5 * theirs["partial"].partial
        assert len(found.overlap) >= theirs["ent_type"].correct
    assert found.partial == best_credit(own, said)


def best_credit(own: Entities, said: Entities) -> float:
    """Return the most credit that a pairing can have, by trying all."""
    if not said:
        return 0.0
    (_, start, end), *rest = said
    best = best_credit(own, rest)
    for number, (_, start2, end2) in enumerate(own):
        if start < end2 and start2 < end:
            credit = 1.0 if (start, end) == (start2, end2) else 0.5
            best = max(best, credit + best_credit(own[:number] + own[number + 1 :], rest))
    return best


def test_a_later_exact_match_is_not_taken_by_an_earlier_claim_that_only_overlaps() -> None:
    own = as_claims([(LABELS[0], 0, 10)])
    found = matches_of(own, as_claims([(LABELS[0], 5, 10), (LABELS[0], 0, 10)]))
    assert (found.exact, found.inexact, found.overlap) == ((1,), (), (0,))


def test_spans_that_touch_do_not_overlap_and_one_code_point_is_enough() -> None:
    own = [claim(LABELS[0], (0, 10))]
    assert matches_of(own, [claim(LABELS[0], (10, 20))]).overlap == ()
    assert matches_of(own, [claim(LABELS[0], (9, 20))]).overlap == (0,)


def test_a_claim_of_several_pieces_is_exact_only_with_all_of_them() -> None:
    own = [claim(LABELS[0], (0, 4), (8, 12))]
    assert matches_of(own, [claim(LABELS[0], (0, 4), (8, 12))]).exact == (0,)
    joined = matches_of(own, [claim(LABELS[0], (0, 12))])
    assert (joined.exact, joined.inexact) == ((), (0,))
    between = matches_of(own, [claim(LABELS[0], (4, 8))])
    assert between.overlap == ()


def test_two_equal_claims_match_two_and_not_one_twice() -> None:
    assert equal_pairs(["x", "y"], ["x", "x", "y"]) == {0: 0, 2: 1}
    assert equal_pairs(["x", "x"], ["x"]) == {0: 0}


def test_of_two_claims_on_one_of_gold_the_more_probable_is_right() -> None:
    gold = gold_of({"d": (claim(LABELS[0], (0, 10)),)})
    low, high = claim(LABELS[0], (0, 5), score=0.2), claim(LABELS[0], (5, 10), score=0.9)
    found = span_scores(gold, {"d": (low, high)})[LABELS[0]]
    assert found["average_precision"] == 1.0
    assert found["brier"] == pytest.approx((0.2**2 + 0.1**2) / 2)
    without = span_scores(gold, {"d": (low, claim(LABELS[0], (5, 10)))})[LABELS[0]]
    assert "average_precision" not in without


def test_documents_do_not_mix_and_a_document_without_a_line_counts_as_nothing_predicted() -> None:
    own = claim(LABELS[0], (0, 10))
    gold = gold_of({"a": (), "b": (own,), "c": (), "d": (own, own)})
    found = put_together(gold.claims, {"b": (own,), "d": (claim(LABELS[1], (0, 10)), own), "e": (own,)})
    assert found == {"a": {}, "b": {0: 0}, "c": {}, "d": {1: 0}}
    scores = span_scores(gold, {"b": (own,)})[LABELS[0]]
    assert (scores["exact_precision"], scores["exact_recall"]) == (1.0, pytest.approx(1 / 3))


def test_starts_and_ends_are_told_apart() -> None:
    gold = gold_of({"d": (claim(LABELS[0], (0, 10)), claim(LABELS[0], (20, 30)))})
    found = span_scores(gold, {"d": (claim(LABELS[0], (0, 9)), claim(LABELS[0], (20, 30)))})[LABELS[0]]
    assert (found["start_right"], found["end_right"]) == (1.0, 0.5)


def test_labels_that_neither_side_has_are_not_counted_in_the_mean() -> None:
    gold = gold_of({"d": (claim(LABELS[0], (0, 10)), claim(LABELS[1], (20, 30)))})
    counted = count(gold, {"d": (claim(LABELS[0], (0, 10)),)})
    assert [x.about for x in counted] == [LABELS[0], LABELS[1], "all labels", "mean of labels"]
    found = span_scores(gold, {"d": (claim(LABELS[0], (0, 10)),)})
    assert found["mean of labels"]["exact_f1"] == 0.5
    assert found["all labels"]["exact_f1"] == pytest.approx(2 / 3)


def test_a_label_of_which_nothing_is_found_has_an_average_precision_of_nothing() -> None:
    gold = gold_of({"a": as_claims([(label, 10 * n, 10 * n + 5) for n, label in enumerate(LABELS)])})
    found = [replace(one, score=0.9) for one in gold.claims["a"][:2]]
    values = {own.about: own.values(np.ones((1, 1))) for own in count(gold, {"a": tuple(found)})}
    assert [values[label]["average_precision"][0] for label in LABELS] == [1.0, 1.0, 0.0]
    assert values["mean of labels"]["average_precision"][0] == pytest.approx(2 / 3)
    assert not any("average_precision" in own.values(np.ones((1, 1))) for own in count(gold, {"a": ()}))
