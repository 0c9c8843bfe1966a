"""Near-duplicates: every planted one is found, none is invented, and the shares are those of plain sets."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_news import excerpt, heavy, light, medium, plain_shingles, reworded, sentence, story, typeset

from claimwire.duplicates import shingle_index
from claimwire.duplicates.near import ARTICLES, STATEMENTS, DuplicateRule, near_duplicates
from claimwire.duplicates.shingle_index import sharing_pairs
from claimwire.errors import ClaimwireError
from claimwire.splits.groups import GroupEdge, connected_articles

EDITS = {"light": light, "medium": medium, "heavy": heavy, "excerpt": excerpt, "typeset": typeset}
STORIES = {f"story_{number:03d}": story(number) for number in range(60)}
SENTENCE = sentence(random.Random(77), 14)
PLANTED = {
    f"{edit}_{number:03d}": (f"story_{number:03d}", EDITS[edit](STORIES[f"story_{number:03d}"], number))
    for place, edit in enumerate(EDITS)
    for number in range(8 * place, 8 * place + 8)
}
"""Forty copies, eight of each sort: name -> original and text."""

CORPUS = (
    STORIES
    | {name: text for name, (_, text) in PLANTED.items()}
    | {f"recurring_{number}": f"{story(900 + number, 18)} {SENTENCE}" for number in range(30)}
)
"""The stories, the copies, and thirty articles that have one sentence in common, too little to be duplicates."""


def plain_pairs(texts: Mapping[str, str], rule: DuplicateRule) -> dict[tuple[str, str], int]:
    """Return the pairs that the rule names, all against all, with how many shingles they share."""
    held = {name: plain_shingles(text, rule.words) for name, text in sorted(texts.items())}
    found = {}
    for one, other in itertools.combinations(held, 2):
        shared = len(held[one] & held[other])
        whole = len(held[one] | held[other]) if rule.symmetric else min(len(held[one]), len(held[other]))
        if shared >= rule.least_shared and shared >= rule.least_share * whole:
            found[one, other] = shared
    return found


def test_every_planted_copy_is_found_and_none_is_invented() -> None:
    found = {(pair.one, pair.other) for pair in near_duplicates(CORPUS, ARTICLES)}
    planted = {(min(name, original), max(name, original)) for name, (original, _) in PLANTED.items()}
    assert len(planted) == 40
    assert found == planted


def test_shares_are_those_of_plain_sets() -> None:
    found = {(pair.one, pair.other): pair.shared for pair in near_duplicates(CORPUS, ARTICLES)}
    assert found == plain_pairs(CORPUS, ARTICLES)


@pytest.mark.parametrize(
    ("sizes", "shared", "is_found"),
    [
        ((100, 300), 8, True),
        ((101, 300), 8, False),
        ((112, 300), 9, True),
        ((113, 300), 9, False),
        ((20, 300), 8, True),
        ((20, 300), 7, False),
    ],
)
def test_the_least_share_of_the_shorter_text_and_the_least_number_decide(
    sizes: tuple[int, int], shared: int, is_found: bool
) -> None:
    """8 % of 100 are 8, of 112 less than 9, of 113 more; n + 4 words have n shingles."""
    words = [f"w{number}" for number in range(1000)]
    texts = {
        "one": " ".join([*words[: shared + 4], *words[500 : 500 + sizes[0] - shared]]),
        "other": " ".join([*words[600 : 600 + sizes[1] - shared], *words[: shared + 4]]),
    }
    assert tuple(len(plain_shingles(text, 5)) for text in texts.values()) == sizes
    assert bool(near_duplicates(texts, ARTICLES)) is is_found


@pytest.mark.parametrize(
    ("shared", "sizes", "fits"),
    [(6, (8, 8), True), (6, (8, 9), False), (4, (5, 5), True), (3, (4, 4), False), (4, (4, 4), True)],
)
def test_statements_share_six_tenths_of_what_either_has_and_four(
    shared: int, sizes: tuple[int, int], fits: bool
) -> None:
    assert STATEMENTS.fits(shared, *sizes) is fits
    assert STATEMENTS.fits(shared, *reversed(sizes)) is fits


def test_texts_without_shingles_share_nothing() -> None:
    assert ARTICLES.share(0, 0, 0) == STATEMENTS.share(0, 0, 0) == 0


def test_a_candidate_has_half_of_what_the_rule_asks_for() -> None:
    assert ARTICLES.candidate_bounds() == (0.04, 4)
    assert STATEMENTS.candidate_bounds() == (pytest.approx(0.375), 2)
    assert DuplicateRule(5, 0.5, 1).candidate_bounds() == (0.25, 1)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 60))
def test_what_fits_the_rule_of_statements_is_a_candidate_twice_over(one: int, other: int, shared: int) -> None:
    share, number = STATEMENTS.candidate_bounds()
    shared = min(shared, one, other)
    if STATEMENTS.fits(shared, one, other):
        assert shared >= 2 * number
        assert shared / min(one, other) >= 2 * share - 1e-9


@pytest.mark.parametrize(("common", "is_found"), [(8, True), (7, False)])
def test_a_pair_is_found_though_half_of_what_it_shares_is_in_many_texts(common: int, is_found: bool) -> None:
    """A set phrase of four shingles is in forty texts, so that the index does not count it for every pair.

    Two of them, far from each other in length, share four more shingles or three: 8 or 7 of 100.
    """
    words = iter(f"w{number}" for number in range(10**6))

    def fresh(count: int) -> list[str]:
        return [next(words) for _ in range(count)]

    phrase, passage = fresh(8), fresh(common)
    texts = {f"text_{size}": " ".join(fresh(size - 4) + phrase) for size in range(60, 140, 2) if size not in (100, 120)}
    for size in (100, 120):
        texts[f"text_{size}"] = " ".join([*passage, *fresh(size + 4 - 8 - common), *phrase])
    assert len(plain_shingles(texts["text_100"], 5)) == 100
    pairs = [(pair.ids, pair.shared) for pair in near_duplicates(texts, ARTICLES)]
    assert pairs == ([(("text_100", "text_120"), common)] if is_found else [])


def test_equal_words_are_duplicates_however_few() -> None:
    pairs = near_duplicates({"a": "Ferry sinks", "b": "“Ferry” sinks!", "c": "Ferry sank", "d": "", "e": "…"}, ARTICLES)
    assert [(pair.one, pair.other, pair.same_words) for pair in pairs] == [("a", "b", True)]


def test_statements_are_compared_as_wholes() -> None:
    """Twelve words differ in one: 9 of 13 pairs of neighbours are common; a part of a statement is no duplicate."""
    statements = {
        "a": "Ten soldiers of Ostrelle were killed in the fighting of May 2031.",
        "b": "Nine soldiers of Ostrelle were killed in the fighting of May 2031.",
        "c": "Ten soldiers of Ostrelle were killed in the fighting of May 2031, which its ministry denied at first.",
        "d": "Ten people died when a ferry sank off Tamsin Quay.",
    }
    pairs = near_duplicates(statements, STATEMENTS)
    assert [(pair.one, pair.other, pair.shared) for pair in pairs] == [("a", "b", 10), ("a", "c", 11)]
    assert [round(STATEMENTS.share(pair.shared, *pair.sizes), 3) for pair in pairs] == [
        round(10 / 12, 3),
        round(11 / 17, 3),
    ]
    assert plain_pairs(statements, STATEMENTS) == {("a", "b"): 10, ("a", "c"): 11}


# The index

SETS = st.lists(st.sets(st.integers(0, 40), max_size=25), max_size=12)


def spread(numbers: set[int]) -> np.ndarray:
    """Return numbers as hashes, spread over all bits."""
    return np.array(sorted(number * 0x0123456789ABCDEF % 2**64 for number in numbers), dtype=np.uint64)


@settings(deadline=None)
@given(SETS, st.floats(0.05, 1), st.integers(1, 6))
def test_the_index_finds_what_all_against_all_finds(sets: list[set[int]], share: float, least: int) -> None:
    found = {tuple(sorted(pair)) for pair in sharing_pairs(map(spread, sets), share, least, 20)}
    expected = set()
    for (one, first), (other, second) in itertools.combinations(enumerate(sets), 2):
        shared = len(first & second)
        if shared >= least and shared >= share * min(len(first), len(second)):
            expected.add((one, other))
    assert found == expected


def found_by_one_shingle(count: int, crowd: int) -> set[tuple[int, int]]:
    """Return the pairs of some texts that have one shingle, the same, in common, each with one of its own."""
    sets = ({0, number + 1} for number in range(count))
    return set(sharing_pairs(map(spread, sets), 0.1, 1, crowd))


@pytest.mark.parametrize("crowd", [2, 5, 20])
def test_a_shingle_of_as_many_texts_as_make_a_crowd_counts_for_every_pair(crowd: int) -> None:
    assert found_by_one_shingle(crowd, crowd) == set(itertools.combinations(range(crowd), 2))


@pytest.mark.parametrize("count", [8, 21, 40])
def test_in_a_crowd_texts_are_paired_with_neighbours_and_with_the_shortest_and_longest(count: int) -> None:
    expected = {
        (one, other)
        for one, other in itertools.combinations(range(count), 2)
        if other - one <= 2 or one < 2 or other >= count - 2
    }
    assert found_by_one_shingle(count, 7) == expected
    assert len(expected) < count * (count - 1) / 2


def test_texts_that_an_entry_cannot_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shingle_index, "_TEXT", np.uint64(3))
    sets = [spread({number}) for number in range(5)]
    assert list(sharing_pairs(sets[:4], 0.5, 1, 20)) == []
    with pytest.raises(ClaimwireError, match="more than 4 texts to compare; compare them in parts"):
        list(sharing_pairs(sets, 0.5, 1, 20))


def test_files_and_small_buffers_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = near_duplicates(CORPUS, ARTICLES)
    monkeypatch.setattr(shingle_index, "BUFFER", 500)
    monkeypatch.setattr(shingle_index, "SPOOL", 16)
    assert near_duplicates(CORPUS, ARTICLES) == expected


def joined(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the group of each text."""
    return connected_articles(
        texts, [GroupEdge("text", (pair.one, pair.other)) for pair in near_duplicates(texts, ARTICLES)]
    )


def family(number: int) -> Iterator[tuple[str, str]]:
    """Yield copies of a story, of three sorts."""
    text = story(number)
    for copy in range(40):
        yield f"{number}_heavy_{copy}", heavy(text, 1000 * number + copy)
        yield f"{number}_light_{copy}", light(text, 1000 * number + copy)
        yield f"{number}_excerpt_{copy}", excerpt(text, 1000 * number + copy)


def test_large_families_are_joined_whole_and_apart() -> None:
    """A shingle of a story told 120 times is too frequent for all pairs; left out, it would lose the family."""
    texts = dict(itertools.chain(family(1), family(2)))
    found = joined(texts)
    assert set(found.values()) == {"1_excerpt_0", "2_excerpt_0"}
    assert all(group.startswith(name[0]) for name, group in found.items())
    assert len(near_duplicates(texts, ARTICLES)) < len(plain_pairs(texts, ARTICLES))


def test_a_crowd_of_edited_copies_is_joined_through_the_original_which_is_longest() -> None:
    """Heavily edited copies have too little in common with each other."""
    copies = {f"copy_{number}": reworded(heavy(story(1, 40), number), 10_000 + number, 0.1) for number in range(60)}
    together = copies | {"a_original": story(1, 40)}
    assert len(plain_pairs(copies, ARTICLES)) < 60
    assert sum("a_original" in pair for pair in plain_pairs(together, ARTICLES)) == 60
    assert set(joined(together).values()) == {"a_original"}


def test_a_crowd_that_draws_on_a_short_text_is_joined_through_it() -> None:
    """Each long article has a passage of it that makes less than the least share of two long ones."""
    passage = story(1, 2)
    long = {f"long_{number}": f"{story(100 + number, 30)} {passage}" for number in range(60)}
    assert plain_pairs(long, ARTICLES) == {}
    assert set(joined(long | {"a_short": f"{passage} {story(2, 1)}"}).values()) == {"a_short"}


def test_a_crowd_of_near_copies_is_joined_without_a_longest_or_shortest_that_all_are_near() -> None:
    """Two stories of equal length with many light copies each; the longest and shortest text are another's."""
    texts = {
        f"{number}_{copy:02d}": light(story(number), 100 * number + copy) for number in (1, 2) for copy in range(50)
    }
    assert set(joined(texts).values()) == {"1_00", "2_00"}
