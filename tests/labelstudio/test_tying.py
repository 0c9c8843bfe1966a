"""Parts without a relation are tied to the claim that alone can have them, and stay untied where that is not clear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.labelstudio.page.controls import LABEL_BY_VALUE, PART_BY_FIELD, PART_BY_VALUE, PARTS
from claimwire.labelstudio.page.ties import TIES, tie_of, tied_to
from claimwire.labelstudio.tasks.tying import LoosePart, Owner, tie
from claimwire.schema import Span, span_slots

SENTENCES = (Span(start=0, end=40), Span(start=41, end=80), Span(start=82, end=120))
"""Two sentences of a paragraph, and one of the next."""


def claim(label: str, *spans: tuple[int, int], has: tuple[str, ...] = ()) -> Owner:
    """Return a claim of a label, with its pieces and what relations gave it."""
    fields = frozenset(span_slots(LABEL_BY_VALUE[label].model))
    return Owner(tuple(Span(start=a, end=b) for a, b in spans), fields, frozenset(PART_BY_VALUE[x].field for x in has))


def statement(*spans: tuple[int, int], has: tuple[str, ...] = ()) -> Owner:
    return claim("attributed_statement", *spans, has=has)


def figure(*spans: tuple[int, int], has: tuple[str, ...] = ()) -> Owner:
    return claim("casualty_figure", *spans, has=has)


def background(*spans: tuple[int, int], has: tuple[str, ...] = ()) -> Owner:
    return claim("historical_background", *spans, has=has)


def tied(owners: dict[str, Owner], **parts: tuple[int, int]) -> dict[str, str]:
    """Return to which claims parts are tied; a part is named after its kind, with a number if there are several."""
    loose = {
        name: LoosePart(PART_BY_VALUE[name.rstrip("0123456789")].field, Span(start=a, end=b))
        for name, (a, b) in parts.items()
    }
    return tie(owners, loose, SENTENCES)


# inside


@pytest.mark.parametrize("words", [(10, 20), (10, 12), (18, 20), (13, 14)])
def test_quoted_words_belong_to_the_statement_that_they_lie_in(words: tuple[int, int]) -> None:
    assert tied({"a": statement((10, 20))}, quoted=words) == {"quoted": "a"}


@pytest.mark.parametrize("words", [(9, 20), (10, 21), (9, 10), (20, 21), (0, 40)])
def test_quoted_words_that_are_one_code_point_outside_are_not_tied(words: tuple[int, int]) -> None:
    assert tied({"a": statement((10, 20))}, quoted=words) == {}


def test_a_statement_and_a_figure_of_the_same_words_each_get_what_their_label_has() -> None:
    owners = {"said": statement((10, 30)), "hurt": figure((10, 30))}
    assert tied(owners, quoted=(10, 30), quantity=(10, 15)) == {"quoted": "said", "quantity": "hurt"}


def test_of_claims_within_each_other_the_innermost_gets_the_part_if_each_has_one() -> None:
    owners = {"all": figure((0, 30)), "some": figure((15, 30))}
    assert tied(owners, quantity1=(0, 5), quantity2=(15, 20)) == {"quantity1": "all", "quantity2": "some"}


def test_of_claims_within_each_other_none_gets_the_part_if_the_outer_has_none() -> None:
    assert tied({"outer": statement((0, 30)), "inner": statement((15, 30))}, quoted=(20, 30)) == {}


def test_what_a_relation_gave_the_outer_claim_counts() -> None:
    owners = {"all": figure((0, 30), has=("quantity",)), "some": figure((15, 30))}
    assert tied(owners, quantity=(15, 20)) == {"quantity": "some"}


def test_of_claims_that_only_overlap_none_is_the_innermost() -> None:
    owners = {"a": figure((0, 20), has=("quantity",)), "b": figure((10, 30), has=("quantity",))}
    assert tied(owners, quantity=(12, 15)) == {}


def test_of_claims_with_the_same_words_none_is_the_innermost() -> None:
    assert tied({"a": figure((0, 20)), "b": figure((0, 20))}, quantity1=(0, 5), quantity2=(0, 4)) == {}


def test_a_claim_may_have_several_quoted_parts() -> None:
    assert tied({"a": statement((0, 30))}, quoted1=(0, 5), quoted2=(10, 15)) == {"quoted1": "a", "quoted2": "a"}


def test_quoted_words_may_lie_in_a_further_piece_but_not_reach_over_the_gap() -> None:
    owners = {"a": statement((0, 10), (20, 30))}
    assert tied(owners, quoted=(22, 30)) == {"quoted": "a"}
    assert tied(owners, quoted=(5, 25)) == {}


# beside


def test_source_and_cue_belong_to_the_only_statement_of_their_sentence() -> None:
    owners = {"a": statement((10, 40)), "b": statement((41, 60)), "hurt": figure((12, 20))}
    assert tied(owners, source=(0, 3), cue=(4, 9)) == {"source": "a", "cue": "a"}


@pytest.mark.parametrize(("words", "expected"), [((4, 10), {"cue": "a"}), ((4, 11), {}), ((10, 11), {})])
def test_a_cue_may_touch_its_claim_but_not_share_a_code_point(words: tuple[int, int], expected: dict[str, str]) -> None:
    assert tied({"a": statement((10, 40))}, cue=words) == expected


@pytest.mark.parametrize(("words", "expected"), [((35, 41), {}), ((35, 42), {"cue": "b"}), ((81, 82), {})])
def test_a_part_in_no_sentence_of_a_claim_is_not_tied(words: tuple[int, int], expected: dict[str, str]) -> None:
    assert tied({"b": statement((50, 80))}, cue=words) == expected


def test_a_part_of_the_next_paragraph_is_not_tied() -> None:
    assert tied({"a": statement((41, 80))}, source=(82, 90)) == {}


def test_a_claim_over_two_sentences_has_its_source_in_either() -> None:
    owners = {"a": statement((10, 60))}
    assert tied(owners, source=(0, 9)) == tied(owners, source=(61, 70)) == {"source": "a"}


def test_of_two_statements_each_gets_the_nearest_source() -> None:
    owners = {"a": statement((5, 12)), "b": statement((25, 35))}
    assert tied(owners, source1=(0, 4), source2=(20, 24)) == {"source1": "a", "source2": "b"}


def test_one_source_of_two_statements_is_not_tied() -> None:
    assert tied({"a": statement((5, 12)), "b": statement((25, 35))}, source=(0, 4)) == {}


def test_a_part_as_far_from_one_claim_as_from_another_is_not_tied() -> None:
    owners = {"a": statement((0, 10), has=("cue",)), "b": statement((20, 30))}
    assert tied(owners, cue=(12, 18)) == {}
    assert tied(owners, cue=(13, 18)) == {"cue": "b"}
    assert tied(owners, cue=(12, 17)) == {}, "the nearest has one"


def test_a_claim_that_a_relation_gave_a_source_gets_no_second_one() -> None:
    assert tied({"a": statement((10, 30), has=("source",))}, source=(0, 5), cue=(31, 35)) == {"cue": "a"}


def test_two_sources_of_one_claim_are_not_tied() -> None:
    assert tied({"a": statement((10, 20))}, source1=(0, 5), source2=(25, 30)) == {}


# in the same sentence


def test_time_place_actor_and_cause_belong_to_the_only_claim_of_their_sentence_inside_or_beside() -> None:
    parts = {"time": (0, 3), "place": (12, 15), "actor": (30, 40), "cause": (19, 25)}
    assert tied({"hurt": figure((10, 20))}, **parts) == dict.fromkeys(parts, "hurt")


def test_a_place_is_never_of_a_statement() -> None:
    assert tied({"said": statement((10, 30)), "hurt": figure((12, 20))}, place=(25, 30)) == {"place": "hurt"}
    assert tied({"said": statement((10, 30))}, place=(25, 30)) == {}


def test_a_time_between_two_claims_is_not_tied() -> None:
    assert tied({"hurt": figure((0, 10)), "past": background((20, 30))}, time=(12, 15)) == {}


# further pieces


def test_a_piece_belongs_to_the_only_claim_of_its_sentence_and_what_lies_in_it_too() -> None:
    assert tied({"a": statement((0, 10))}, quoted=(20, 25), piece=(20, 30)) == {"quoted": "a", "piece": "a"}


@pytest.mark.parametrize("piece", [(8, 20), (0, 30), (2, 4)])
def test_a_piece_that_shares_words_with_the_only_claim_is_not_tied(piece: tuple[int, int]) -> None:
    assert tied({"a": statement((0, 10))}, piece=piece) == {}


def test_a_piece_beside_two_claims_is_not_tied() -> None:
    assert tied({"a": statement((0, 10)), "b": figure((0, 5))}, piece=(20, 30)) == {}


# declared


def test_every_rule_is_of_a_part_and_every_part_has_a_rule_in_words() -> None:
    assert set(TIES) <= set(PART_BY_FIELD)
    assert all(tied_to(part) == tie_of(part.field).words for part in PARTS)
    assert [part.value for part in PARTS if part.field not in TIES] == ["time", "place", "actor", "cause"]


def spans_in(end: int) -> st.SearchStrategy[tuple[int, int]]:
    pairs = st.tuples(st.integers(0, end), st.integers(0, end))
    return pairs.filter(lambda pair: pair[0] != pair[1]).map(lambda pair: (min(pair), max(pair)))


@given(
    st.dictionaries(
        st.sampled_from("abcd"),
        st.tuples(st.sampled_from(sorted(LABEL_BY_VALUE)), spans_in(120)),
        max_size=4,
    ),
    st.dictionaries(
        st.sampled_from([f"{part.value}{number}" for part in PARTS for number in (1, 2)]), spans_in(120), max_size=6
    ),
)
def test_a_tie_is_always_to_a_claim_that_may_have_such_a_part_and_does_not_depend_on_the_order(
    drawn: dict[str, tuple[str, tuple[int, int]]], parts: dict[str, tuple[int, int]]
) -> None:
    owners = {name: claim(label, span) for name, (label, span) in drawn.items()}
    found = tied(owners, **parts)
    for part, owner in found.items():
        assert PART_BY_VALUE[part.rstrip("12")].field in owners[owner].may_have
    turned = dict(reversed(owners.items()))
    assert found == tied(turned, **dict(reversed(parts.items())))
