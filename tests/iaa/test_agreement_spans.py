"""Which claims are taken to be the same: exactly, by overlap, aligned; against plain and exhaustive ways."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_study import BACKGROUND, FIGURE, STATEMENT, mark, study

from claimwire.iaa import Mark, Options, Report, Study, measure_agreement
from claimwire.iaa.arrays.layout import AnnotatorMarks, lay_out
from claimwire.iaa.arrays.spans import aligned, label_conflicts, largest_pairing, paired_by_overlap
from claimwire.pieces import merge_pieces

SPAN = st.tuples(st.integers(0, 90), st.integers(1, 12)).map(lambda s: (s[0], min(s[0] + s[1], 100)))
MARKS = st.lists(
    st.tuples(
        st.sampled_from((STATEMENT, BACKGROUND)), st.lists(SPAN, min_size=1, max_size=2), st.lists(SPAN, max_size=1)
    ),
    max_size=6,
)


def layer(rows: list[tuple[str, list[tuple[int, int]], list[tuple[int, int]]]]) -> list[Mark]:
    return [mark(f"m{n}", label, *spans, cue_spans=cues) for n, (label, spans, cues) in enumerate(rows)]


def laid_out(*layers: list[Mark]) -> list[AnnotatorMarks]:
    own = study({f"coder{n}": {"d": marks} for n, marks in enumerate(layers)})
    return list(lay_out(own, (STATEMENT, BACKGROUND, FIGURE)).annotators.values())


def places(own: Mark, slot: str = "spans") -> set[int]:
    return {p for start, end in own.pieces.get(slot, ()) for p in range(start, end)}


def like(a: Mark, b: Mark) -> float:
    common = places(a) & places(b)
    if not common:
        return 0.0
    return len(common) / len(places(a) | places(b)) + (0.5 if places(a, "cue_spans") & places(b, "cue_spans") else 0)


@given(MARKS, MARKS)
@settings(deadline=None)
def test_alignment_takes_the_likest_pair_that_is_left(first: list, second: list) -> None:  # type: ignore[type-arg]
    one, other = laid_out(layer(first), layer(second))
    groups = aligned([one, other]).tolist()
    pairs = [(one.marks[a], other.marks[b]) for a, b in groups if a >= 0 and b >= 0]
    assert sorted(a for a, _ in groups if a >= 0) == list(range(len(one.marks)))
    assert sorted(b for _, b in groups if b >= 0) == list(range(len(other.marks)))
    for a, b in pairs:
        assert a.label == b.label
        assert like(a, b) >= 0.3
    # no two claims could be aligned that are liker than those they are aligned with
    partner = {a.mark_id: like(a, b) for a, b in pairs}, {b.mark_id: like(a, b) for a, b in pairs}
    for a in one.marks:
        for b in other.marks:
            if a.label == b.label and like(a, b) >= 0.3:
                assert max(partner[0].get(a.mark_id, 0), partner[1].get(b.mark_id, 0)) >= like(a, b) - 1e-12


@given(MARKS, MARKS)
@settings(deadline=None)
def test_alignment_does_not_know_who_is_first(first: list, second: list) -> None:  # type: ignore[type-arg]
    one, other = laid_out(layer(first), layer(second))
    forward = {(a, b) for a, b in aligned([one, other]).tolist()}
    assert forward == {(a, b) for b, a in aligned([other, one]).tolist()}


@given(st.lists(MARKS, min_size=3, max_size=4))
@settings(deadline=None)
def test_groups_of_many_have_one_label_and_one_claim_of_each(layers: list) -> None:  # type: ignore[type-arg]
    laid = laid_out(*(layer(rows) for rows in layers))
    groups = aligned(laid)
    for column, own in enumerate(laid):
        assert sorted(n for n in groups[:, column].tolist() if n >= 0) == list(range(len(own.marks)))
    for row in groups.tolist():
        labels = {own.marks[n].label for own, n in zip(laid, row, strict=True) if n >= 0}
        assert len(labels) == 1


@given(st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 5), unique=True, min_size=1), max_size=6))
def test_the_pairing_is_the_largest_there_is(partners: dict[int, list[int]]) -> None:
    def largest(keys: list[int], taken: frozenset[int]) -> int:
        if not keys:
            return 0
        rest = largest(keys[1:], taken)
        free = [p for p in partners[keys[0]] if p not in taken]
        return max([rest, *(1 + largest(keys[1:], taken | {p}) for p in free)])

    found = largest_pairing(partners)
    assert len(set(found)) == len(found) == largest(list(partners), frozenset())
    assert set(found) <= set(partners)


def test_a_chain_of_overlaps_is_paired_to_the_end() -> None:
    # Each claim of the second layer overlaps two of the first; greedy pairing from the middle would leave ends over.
    first = [mark(f"a{n}", STATEMENT, (10 * n, 10 * n + 8)) for n in range(9)]
    second = [mark(f"b{n}", STATEMENT, (10 * n + 5, 10 * n + 13)) for n in range(9)]
    one, other = laid_out(first, second)
    assert paired_by_overlap(one, other).tolist() == list(range(9))


def test_a_very_long_chain_does_not_exhaust_the_stack() -> None:
    partners = {n: [n, n + 1] for n in range(5000)}
    partners[5000] = [0]
    assert len(largest_pairing(partners)) == 5001


def test_claims_of_two_labels_at_one_place_are_paired_only_where_both_are_alone() -> None:
    first = [mark("a0", STATEMENT, (0, 20)), mark("a1", FIGURE, (30, 50)), mark("a2", BACKGROUND, (60, 80))]
    second = [mark("b0", BACKGROUND, (1, 20)), mark("b1", FIGURE, (30, 50)), mark("b2", STATEMENT, (32, 50))]
    one, other = laid_out(first, second)
    crossed = label_conflicts(one, other, aligned([one, other]))
    assert crossed == [(0, 0)]


@given(st.lists(SPAN))
def test_joined_ranges_cover_the_same_places_once(ranges: list[tuple[int, int]]) -> None:
    found = merge_pieces(ranges)
    assert sorted({p for s, e in ranges for p in range(s, e)}) == [p for s, e in found for p in range(s, e)]
    assert all(a[1] < b[0] for a, b in pairwise(found))


def report(first: list[Mark], second: list[Mark]) -> Report:
    return measure_agreement(study({"coder0": {"d": first}, "coder1": {"d": second}}), Options(resamples=0))


def values(own: Report, section: str = "spans") -> dict[tuple[str, str], float | None]:
    return {key: estimate.value for key, estimate in own.of(own.groups[0].name, section).items()}


@given(MARKS.filter(bool), MARKS.filter(bool))
@settings(deadline=None)
def test_precision_is_the_recall_of_the_swapped_pair(first: list, second: list) -> None:  # type: ignore[type-arg]
    forward, backward = values(report(layer(first), layer(second))), values(report(layer(second), layer(first)))
    for (about, measure_name), value in forward.items():
        swapped = {"precision": "recall", "recall": "precision"}
        *how, last = measure_name.split(" ")
        other = backward[about, " ".join([*how, swapped.get(last, last)])]
        assert value == pytest.approx(other, nan_ok=True, abs=1e-9), (about, measure_name)


@given(MARKS.filter(bool), MARKS.filter(bool))
@settings(deadline=None)
def test_overlap_is_at_least_as_good_as_exact(first: list, second: list) -> None:  # type: ignore[type-arg]
    found = values(report(layer(first), layer(second)))
    for about in {about for about, _ in found}:
        for which in ("precision", "recall", "F1"):
            exact, overlap = found[about, f"exact {which}"], found[about, f"overlap {which}"]
            assert exact is None or (overlap is not None and exact <= overlap + 1e-12)


@given(MARKS.filter(bool))
@settings(deadline=None)
def test_equal_layers_agree_in_everything(rows: list) -> None:  # type: ignore[type-arg]
    own = report(layer(rows), layer(rows))
    for section in ("sentences", "spans", "words", "slots"):
        for (about, name), value in values(own, section).items():
            if name != "prevalence":
                assert value is None or value == pytest.approx(1), (section, about, name)
    (confusion,) = own.confusion.values()
    assert all(a == b for a, b in confusion)
    (kinds,) = own.disagreement.values()
    assert all(set(counts) <= {"same"} for counts in kinds.values())


def test_equal_claims_count_as_often_as_both_layers_have_them() -> None:
    twice = [mark("a", STATEMENT, (0, 9)), mark("b", STATEMENT, (0, 9))]
    found = values(report(twice, twice[:1]))
    assert found[STATEMENT, "exact precision"] == 1
    assert found[STATEMENT, "exact recall"] == 0.5
    assert found[STATEMENT, "exact F1"] == pytest.approx(2 / 3)


def test_documents_do_not_touch_on_the_line() -> None:
    ends = mark("a", STATEMENT, (90, 100))
    begins = mark("b", STATEMENT, (0, 10))
    own: Study = study({"coder0": {"d": [ends], "e": []}, "coder1": {"d": [], "e": [begins]}})
    found = values(measure_agreement(own, Options(resamples=0)))
    assert found[STATEMENT, "overlap F1"] == 0
