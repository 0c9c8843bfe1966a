"""Which runs of an article are placed in a copy: just enough is placed, and a bit less is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from claimwire.hydration.alignment import align
from claimwire.hydration.anchors import run_hash
from claimwire.schema import ArticleAnchors, WordRun

ID = "heron_1"
DIGITS = 5
"""Digits of a hash: 20 bits."""


def own(first: int, end: int) -> list[str]:
    """Return words of the article, by number; no two are equal."""
    return [f"own{n}" for n in range(first, end)]


def other(count: int) -> list[str]:
    """Return words that the article does not have."""
    return [f"other{n}" for n in range(count)]


def run(first: int, words: int, digits: int = DIGITS, *, repeated: bool = False) -> WordRun:
    return WordRun(first=first, words=words, hash=run_hash(ID, own(first, first + words), digits), repeated=repeated)


def runs_of(sizes: Iterable[int], first: int = 0) -> list[WordRun]:
    """Return runs of so many words, one directly after the other."""
    runs = []
    for size in sizes:
        runs.append(run(first, size))
        first += size
    return runs


def shifts(runs: Sequence[WordRun], copy: Sequence[str]) -> list[int | None]:
    end = max(run.first + run.words for run in runs)
    anchors = ArticleAnchors(
        article_id=ID, text_sha256="0" * 64, recipe="word-runs/1", words=end, runs=tuple(runs), anchors=()
    )
    return align(anchors, copy)


def test_a_lone_run_may_be_chance_and_two_together_may_not() -> None:
    """20 bits of hash are not enough, 40 are."""
    runs = runs_of([6, 6])
    assert shifts(runs, [*other(5), *own(0, 6)]) == [None, None]
    assert shifts(runs, [*other(5), *own(6, 12)]) == [None, None]
    assert shifts(runs, [*other(5), *own(0, 12)]) == [5, 5]


def test_two_runs_with_a_digit_less_of_hash_may_be_chance() -> None:
    """36 bits."""
    runs = [run(0, 6, 5), run(6, 6, 4)]
    assert shifts(runs, own(0, 12)) == [None, None]


def test_a_lone_run_of_the_headline_may_be_chance_too() -> None:
    """32 bits."""
    runs = [run(0, 6, 8), run(6, 6)]
    assert shifts(runs, [*own(0, 6), *other(9)]) == [None, None]


@pytest.mark.parametrize(("between", "expected"), [(32, [3, 3]), (33, [None, None])])
def test_runs_that_moved_equally_are_together_if_they_are_close(between: int, expected: list[int | None]) -> None:
    runs = [run(0, 6), run(6 + between, 6)]
    assert shifts(runs, [*other(3), *own(0, 12 + between)]) == expected


def test_runs_that_moved_differently_are_not_together() -> None:
    runs = runs_of([6, 6])
    assert shifts(runs, [*own(0, 6), "other", *own(6, 12)]) == [None, None]


def test_a_run_that_is_in_the_article_twice_is_not_certain() -> None:
    runs = [run(0, 6), run(6, 6, repeated=True)]
    assert shifts(runs, own(0, 12)) == [None, None]


def test_a_run_that_is_in_the_copy_twice_is_not_certain() -> None:
    runs = runs_of([6, 6])
    assert shifts(runs, [*own(0, 12), *own(6, 12)]) == [None, None]


@pytest.mark.parametrize(("moved", "is_placed"), [([6, 6, 6, 6, 6], True), ([6, 6, 6, 11], False)])
def test_a_passage_out_of_order_needs_30_words(moved: list[int], is_placed: bool) -> None:
    rest = [6] * 10
    runs = runs_of([*rest, *moved])
    copy = [*own(60, 60 + sum(moved)), *own(0, 60)]
    assert shifts(runs, copy) == [sum(moved)] * 10 + [-60 if is_placed else None] * len(moved)


def test_of_two_passages_in_exchanged_order_the_longer_one_is_in_order() -> None:
    runs = runs_of([6, 6, 7, 7])
    assert shifts(runs, [*own(12, 26), *own(0, 12)]) == [None, None, -12, -12]


@pytest.mark.parametrize(("sizes", "is_copy"), [([6] * 6, True), ([7] * 5, False)], ids=["36 words", "35 words"])
def test_a_copy_has_three_in_ten_of_the_hashed_words(sizes: list[int], is_copy: bool) -> None:
    """Of 120 hashed words; the first run is not in the copy."""
    present = runs_of(sizes, 120 - sum(sizes))
    absent = runs_of([(120 - sum(sizes)) // 4] * 3)
    last = absent[-1].first + absent[-1].words
    absent.append(run(last, 120 - sum(sizes) - last))
    expected = [None] * 4 + [(0 if is_copy else None)] * len(sizes)
    result = shifts([*absent, *present], [*other(120 - sum(sizes)), *own(120 - sum(sizes), 120)])
    assert result == expected


@pytest.mark.parametrize(("sizes", "is_copy"), [([6] * 4, True), ([6, 6, 11], False)], ids=["24 words", "23 words"])
def test_with_the_first_run_two_in_ten_of_the_hashed_words_are_enough(sizes: list[int], is_copy: bool) -> None:
    """Of 120 hashed words."""
    rest = 120 - sum(sizes)
    runs = [*runs_of(sizes), *runs_of([rest // 2, rest - rest // 2], sum(sizes))]
    assert shifts(runs, own(0, sum(sizes))) == [0 if is_copy else None] * len(sizes) + [None, None]


def test_the_first_run_counts_only_if_it_begins_the_article() -> None:
    runs = [run(1, 6), run(7, 6), run(13, 6), run(19, 6), run(25, 48), run(73, 48)]
    assert shifts(runs, own(0, 25)) == [None] * 6


@pytest.mark.parametrize(("room", "expected"), [(2**14, 0), (2**14 + 1, None)])
def test_a_lone_run_with_a_longer_hash_is_placed_if_there_is_little_room_for_chance(
    room: int, expected: int | None
) -> None:
    """32 bits of hash are 18 more than 14: that many words of the copy may come before the next placed run."""
    runs = [run(0, 6, 8), run(10, 6), run(16, 6)]
    copy = [*own(0, 6), *other(room - 6), *own(10, 22)]
    assert shifts(runs, copy) == [expected, room - 10, room - 10]


def test_what_lies_between_runs_that_moved_equally_is_placed_although_it_is_repeated() -> None:
    """With words between that have no hash, so that no run directly follows another."""
    runs = [run(0, 6), run(6, 6), run(14, 6, repeated=True), run(22, 6), run(28, 6)]
    assert shifts(runs, [*other(3), *own(0, 34)]) == [3] * 5
    assert shifts(runs, [*other(3), *own(0, 20), "other", *own(20, 34)]) == [3, 3, None, 4, 4]


def test_a_repeated_run_after_the_last_placed_one_is_placed_if_it_follows_directly() -> None:
    runs = [run(0, 6), run(6, 6), run(12, 6, repeated=True)]
    assert shifts(runs, own(0, 18)) == [0, 0, 0]
    assert shifts(runs, [*own(0, 12), "other", *own(12, 18)]) == [0, 0, None]


def test_a_repeated_run_before_the_first_placed_one_is_placed_if_it_precedes_directly() -> None:
    runs = [run(0, 6, repeated=True), run(6, 6), run(12, 6)]
    assert shifts(runs, [*other(2), *own(0, 18)]) == [2, 2, 2]
    assert shifts(runs, [*other(2), *own(0, 6), "other", *own(6, 18)]) == [None, 3, 3]


def test_repeated_runs_are_placed_one_after_the_other_up_to_the_first_that_does_not_follow() -> None:
    runs = [run(0, 6), run(6, 6), *(run(first, 6, repeated=True) for first in (12, 18, 24))]
    copy = [*own(0, 18), "other", *own(18, 30)]
    assert shifts(runs, copy) == [0, 0, 0, None, None]


def test_an_article_without_runs_has_no_shifts() -> None:
    anchors = ArticleAnchors(article_id=ID, text_sha256="0" * 64, recipe="word-runs/1", words=0, runs=(), anchors=())
    assert align(anchors, own(0, 5)) == []


def test_a_copy_of_fewer_words_than_a_run_has_none() -> None:
    runs = runs_of([6, 6])
    assert shifts(runs, own(0, 5)) == [None, None]
    assert shifts(runs, []) == [None, None]


def test_a_stretch_goes_on_from_its_last_run_however_long_it_is() -> None:
    """After another stretch, and with a run at its end that directly follows none."""
    runs = [*runs_of([6] * 9), run(55, 6)]
    assert shifts(runs, [*own(0, 12), *other(3), *own(12, 61)]) == [0, 0] + [3] * 8


def test_two_passages_with_nothing_between_them_in_the_copy_are_in_order() -> None:
    runs = [*runs_of([6, 6]), *runs_of([6, 6], 20)]
    assert shifts(runs, [*own(0, 12), *own(20, 32)]) == [0, 0, -8, -8]


def test_of_passages_before_another_one_the_longest_is_in_order_with_it() -> None:
    runs = runs_of([6, 6, 6, 6, 6, 6, 6])
    copy = [*own(18, 30), *own(0, 18), *own(30, 42)]
    assert shifts(runs, copy) == [12, 12, 12, None, None, 0, 0]


def test_a_passage_within_the_place_of_another_one_is_out_of_order() -> None:
    """The first is two runs with words between them that have no hash, and the second stands there in the copy."""
    runs = [run(0, 6), run(30, 6), run(36, 6), run(42, 6)]
    copy = [*own(0, 6), *own(36, 48), *other(12), *own(30, 36)]
    assert shifts(runs, copy) == [0, 0, None, None]


@pytest.mark.parametrize("before", [0, 14])
def test_a_run_that_is_in_the_copy_again_before_the_placed_ones_is_placed_after_them(before: int) -> None:
    runs = [run(0, 6), run(6, 6), run(12, 6)]
    copy = [*other(before), *own(12, 18), *other(3), *own(0, 18)]
    assert shifts(runs, copy) == [before + 9] * 3


def test_a_run_with_a_longer_hash_is_not_placed_for_that_if_it_is_repeated() -> None:
    runs = [run(0, 6, 8, repeated=True), run(10, 6), run(16, 6)]
    assert shifts(runs, [*own(0, 6), *other(3), *own(10, 22)]) == [None, -1, -1]


@pytest.mark.parametrize(("room", "expected"), [(2**14, 1), (2**14 + 1, None)])
def test_the_room_for_chance_after_the_last_placed_run_begins_there(room: int, expected: int | None) -> None:
    runs = [run(0, 6), run(6, 6), run(14, 6, 8)]
    copy = [*own(0, 14), "other", *own(14, 20), *other(room - 9)]
    assert shifts(runs, copy) == [0, 0, expected]


def test_a_run_that_moved_between_runs_that_did_not_is_not_placed() -> None:
    runs = [*runs_of([6, 6]), run(14, 6), *runs_of([6, 6], 28)]
    copy = [*own(0, 12), *other(8), *own(14, 20), "other", "other", *own(28, 40)]
    assert shifts(runs, copy) == [0, 0, None, 0, 0]


def test_repeated_runs_are_placed_one_before_the_other_too() -> None:
    runs = [*(run(first, 6, repeated=True) for first in (0, 6, 12)), run(18, 6), run(24, 6)]
    assert shifts(runs, [*other(2), *own(0, 30)]) == [2] * 5
