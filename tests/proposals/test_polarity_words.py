"""The polarity of words, clause by clause."""

from __future__ import annotations

import pytest

from claimwire.proposals import proposed
from claimwire.proposals.polarity import polarity_of
from claimwire.schema import CasualtyFigure, HistoricalBackground

POSITIVE = (
    "the quay was shut",
    "no fewer than 20 people were hurt",
    "no more than ten people were hurt",
    "not only the quay was shut",
    "there was no doubt that the quay was shut",
    "whether or not the quay was shut",
    "the boat sank without warning",
    "the crew was unable to return",
    "the boat sailed without lights",
    "platoon No. 4 was taken prisoner",
    "the knot was tied and nobles noted it",
)
NEGATIVE = (
    "the quay was not shut",
    "the quay wasn't shut",
    "the quay wasn’t shut",
    "no casualties",
    "nobody was hurt",
    "none of the boats returned",
    "the boat never returned",
    "the quay is no longer shut",
    "the crew failed to return",
    "the crew refused to return",
    "neither the crew nor the boat returned",
    "the crew cannot return",
)
MIXED = (
    "the quay was shut, but the boat was not",
    "the boat sank, and nobody was hurt",
    "the boat had no lights because the crew had left them off",
)


@pytest.mark.parametrize("words", POSITIVE)
def test_words_that_say_it_is_so(words: str) -> None:
    assert polarity_of([words]) == "positive"


@pytest.mark.parametrize("words", NEGATIVE)
def test_words_that_say_it_is_not_so(words: str) -> None:
    assert polarity_of([words]) == "negative"


@pytest.mark.parametrize("words", MIXED)
def test_words_that_say_both(words: str) -> None:
    assert polarity_of([words]) == "mixed"


def test_pieces_are_one_and_a_sentence_of_its_own_is_a_clause() -> None:
    assert polarity_of(["the crew has", "not returned"]) == "negative"
    assert polarity_of(["The quay was shut.", "The boat was not."]) == "mixed"


def test_a_figure_of_zero_is_negative_by_its_quantity() -> None:
    text = "Zero hurt"
    fields = {"spans": [{"start": 5, "end": 9}], "quantity_spans": [{"start": 0, "end": 4}]}
    assert proposed(CasualtyFigure, fields, text)["polarity"] == "negative"
    assert proposed(CasualtyFigure, fields | {"qualifier": "exact"}, text)["polarity"] == "positive"


def test_every_label_has_a_polarity_and_words_are_needed() -> None:
    assert proposed(HistoricalBackground, {"spans": [{"start": 0, "end": 3}]}, "war") == {"polarity": "positive"}
    assert proposed(HistoricalBackground, {}, "war") == {}
