"""The features of a sentence: their names, and that each kind sees what it is for."""

from __future__ import annotations

import numpy as np
import pytest

from claimwire.baselines.contract import SentenceRow
from claimwire.baselines.features import BESIDE, NAMES, OWN, feature_rows, features_of


def test_there_are_about_a_hundred_and_each_has_one_name() -> None:
    assert 90 <= len(OWN) <= 140
    assert len(set(NAMES)) == len(NAMES) == len(OWN) + 2 * (1 + len(BESIDE))
    assert set(BESIDE) <= set(OWN)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The road is open, Minister Lorn said.",
            {"report", "report_last", "name_reports", "report_after_comma", "say"},
        ),
        ("Lorn said that the road is open.", {"report_that", "report_early"}),
        ("“The road is open,” he said.", {"quotes", "quote_of_clause", "begins_quoted", "pronoun_reports"}),
        ("According to the ministry, it is open.", {"according", "papers"}),
        ("The driver reportedly fell asleep.", {"hearsay", "cue_hearsay"}),
        ("A study shows the road sinks.", {"paper_shows", "papers"}),
        ("We don't know.", {"first_plural", "contractions"}),
        ("Should the road be closed?", {"question", "must"}),
        ("Road is safe — ministry", {"dash_end", "no_stop"}),
        ("The road was built in 1987.", {"years", "time_was", "passive_past"}),
        ("In 1987 the road had been shut.", {"begins_dated", "time_had", "had_past"}),
        ("It has been shut since 1987.", {"since_year", "since"}),
        ("It sank three years ago, last month and on Friday.", {"numbers_ago", "last_unit", "weekdays"}),
        (
            "Nine people were killed.",
            {"counts_of_people", "count_near_harm", "harm_killed", "harm_passive"},
        ),
        ("A fire killed 12 villagers.", {"harm_then_count", "people_and_harm", "causes"}),
        ("A man was hurt.", {"person_and_harm", "harm_injured"}),
        ("Prices rose by 12 per cent to $30.", {"percent", "money"}),
    ],
)
def test_features_see_what_they_are_for(text: str, names: set[str]) -> None:
    found = features_of(SentenceRow(text))
    assert {name for name in names if not found[name]} == set()
    plain = features_of(SentenceRow("Ferries are safe and quick there."))
    assert {name for name in names if plain[name] >= found[name]} == set()


def test_cues_within_quotations_do_not_count() -> None:
    assert features_of(SentenceRow("“Lorn denied it.”"))["cue_denial"] == 0
    assert features_of(SentenceRow("Lorn denied it."))["cue_denial"] > 0


def test_neighbours_have_features_where_they_are_known_and_zeros_elsewhere() -> None:
    alone = features_of(SentenceRow("He left."))
    beside = features_of(SentenceRow("He left.", before="“Go,” she said.", after="It was in 1987."))
    assert all(alone[f"{side}_{name}"] == 0 for side in ("before", "after") for name in ("known", *BESIDE))
    assert (beside["before_known"], beside["after_known"]) == (1, 1)
    assert beside["before_quotes"] > 0
    assert beside["after_years"] > 0
    assert {name: beside[name] for name in OWN} == {name: alone[name] for name in OWN}


@pytest.mark.parametrize("text", ["", " ", "…", "“", "12", "a" * 5000, "Ä “ö” – 1.000.000 \u0301 🚢"])
def test_every_text_has_finite_features(text: str) -> None:
    rows = feature_rows([SentenceRow(text)])
    assert rows.shape == (1, len(NAMES))
    assert np.isfinite(rows).all()
    assert feature_rows([]).shape == (0, len(NAMES))
