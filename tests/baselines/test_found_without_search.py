"""What makes predicting quick changes nothing: what is skipped has nothing in it, what is kept is kept as by pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.baselines.counts import COUNTING, QUANTITY
from claimwire.baselines.dated import DATED, KIND_OF, PATTERN, READERS, dates_in
from claimwire.baselines.lexicon import table
from claimwire.baselines.matching import shared
from claimwire.baselines.pipeline.candidates import CandidateClaim, kept
from claimwire.baselines.pipeline.proposals import Proposal
from claimwire.baselines.rules.annotator import _by_place, _voice
from claimwire.baselines.rules.passage import Draft
from claimwire.baselines.sentence import Sentence
from claimwire.baselines.tagging import tokens_within
from claimwire.pieces import Pieces, merge_pieces
from claimwire.schema.vocab import Label

TIME, HARM = table("time"), table("harm")["words"]
WORDS = (
    *(name for names in TIME["months"] for name in names), *TIME["weekdays"], *TIME["numbers"], *TIME["units"],
    *HARM["number_words"], *HARM["vague"], *HARM["modifiers"],
    "last", "ago", "earlier", "Yesterday", "tonight", "in", "since", "early", "1987", "12", "2010s", "May", "years",
    "people", "killed", "mid-may", "a", "_", "-", ",", "the", "boat",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@given(TEXTS)
def test_a_sentence_that_is_not_searched_has_no_date_and_no_quantity(text: str) -> None:
    sentence = Sentence(text)
    if not sentence.has_digit:
        assert not PATTERN.search(text) or not sentence.runs.isdisjoint(DATED)
        assert not QUANTITY.search(text) or not sentence.runs.isdisjoint(COUNTING)


@given(TEXTS)
def test_the_last_group_of_a_match_says_what_the_first_of_the_table_says(text: str) -> None:
    for match in PATTERN.finditer(text):
        assert KIND_OF[str(match.lastgroup)] == next(name for name in READERS if match[name] is not None)


@pytest.mark.parametrize("text", ["mid-May 2020", "(May)", "On 3 May", "x1987", "_1987", "the 1980s", "3.1987"])
def test_dates_begin_at_the_edge_of_a_word(text: str) -> None:
    assert all(not text[: date.start][-1:].isalnum() for date in dates_in(text))


SPANS: st.SearchStrategy[Pieces] = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 200)), min_size=1, max_size=3
).map(lambda found: merge_pieces((start, start + length) for start, length in found))
LABELS = st.sampled_from(list(Label))
PROPOSALS = st.tuples(LABELS, SPANS).map(lambda pair: Proposal(*pair))
DRAFTS = st.tuples(LABELS, SPANS).map(lambda pair: Draft(pair[0], list(pair[1])))


def points(pieces: Pieces) -> set[int]:
    return {point for start, end in pieces for point in range(start, end)}


@given(SPANS, SPANS)
def test_the_share_of_pieces_is_that_of_their_points(one: Pieces, other: Pieces) -> None:
    assert shared(one, other) == len(points(one) & points(other)) / len(points(one) | points(other))


@given(st.lists(PROPOSALS, max_size=12))
def test_kept_are_those_that_share_no_words_with_a_better_one_but_lie_within_it(found: list[Proposal]) -> None:
    ranks = np.array([(7 * n) % 11 / 10 for n in range(len(found))])
    assert kept([CandidateClaim(one, ()) for one in found], ranks) == plainly_kept(found, ranks.tolist())


def plainly_kept(found: Sequence[Proposal], ranks: Sequence[float]) -> list[int]:
    chosen: list[int] = []
    for number in sorted(range(len(found)), key=lambda n: -ranks[n]):
        if ranks[number] >= 0.05 and not any(are_same(found[number], found[other]) for other in chosen):
            chosen.append(number)
    return sorted(chosen)


def are_same(one: Proposal, other: Proposal) -> bool:
    own, others = points(one.spans), points(other.spans)
    if one.label is not other.label or not own & others:
        return False
    shorter, longer = sorted((len(own), len(others)))
    nested = one.label is Label.ATTRIBUTED_STATEMENT and len(own & others) == shorter
    return not nested or shorter > longer / 2


@given(st.lists(DRAFTS, max_size=9))
def test_the_voice_of_a_draft_is_the_shortest_statement_that_holds_it(drafts: list[Draft]) -> None:
    places = _by_place(drafts)
    for draft in drafts:
        holding = [
            other
            for other in drafts
            if other.label is Label.ATTRIBUTED_STATEMENT
            and other is not draft
            and all(any(a <= start and end <= b for a, b in other.spans) for start, end in draft.spans)
            and (other.length > draft.length or draft.label is not Label.ATTRIBUTED_STATEMENT)
        ]
        assert _voice(draft, places) is min(holding, key=lambda other: other.length, default=None)


TOKENS: Pieces = ((2, 5), (6, 7), (7, 12), (15, 16))


@given(st.integers(0, 18), st.integers(0, 18))
def test_tokens_within_a_piece_are_those_wholly_in_it(start: int, end: int) -> None:
    expected = [n for n, (a, b) in enumerate(TOKENS) if start <= a and b <= end]
    assert list(tokens_within(TOKENS, (start, end))) == expected
