"""The flat table of casualty figures: its values, worked out by hand from the small repository."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from small import OPEN

from claimwire.corpus.corpus import Corpus
from claimwire.schema import CasualtyFigure
from claimwire.schema.vocab import Qualifier
from claimwire.tables.columns import CONFIGS
from claimwire.tables.figures import stated
from claimwire.tables.row import Row

Rows = Callable[[str, str], dict[str, Row]]


def figure(corpora: dict[str, Corpus], **slots: object) -> CasualtyFigure:
    """Return a figure of the small repository with other slots."""
    claim = corpora[OPEN].claims["heron_a_c01"]
    assert isinstance(claim, CasualtyFigure)
    return claim.model_copy(update={"lower": None, "upper": None, "approximate": False, **slots})


@pytest.mark.parametrize(
    ("qualifier", "lower", "upper", "words"),
    [
        (Qualifier.EXACT, 12, 12, "12"),
        (Qualifier.EXACT, 0, 0, "0"),
        (Qualifier.AT_LEAST, 1200, None, "at least 1,200"),
        (Qualifier.MORE_THAN, 20, None, "more than 20"),
        (Qualifier.AT_MOST, None, 4, "at most 4"),
        (Qualifier.UP_TO, None, 300, "up to 300"),
        (Qualifier.LESS_THAN, None, 50, "fewer than 50"),
        (Qualifier.BETWEEN, 200, 220, "200 to 220"),
        (Qualifier.ZERO, 0, 0, "none"),
        (Qualifier.TENS_OF_THOUSANDS, None, None, "tens of thousands"),
        (Qualifier.SEVERAL, None, None, "several"),
    ],
)
def test_a_quantity_is_said_in_words_of_ours(
    corpora: dict[str, Corpus], qualifier: Qualifier, lower: int | None, upper: int | None, words: str
) -> None:
    assert stated(figure(corpora, qualifier=qualifier, lower=lower, upper=upper)) == words


def test_what_is_approximate_is_said_to_be(corpora: dict[str, Corpus]) -> None:
    about = {"approximate": True}
    assert stated(figure(corpora, qualifier=Qualifier.EXACT, lower=40, upper=40, **about)) == "about 40"
    assert stated(figure(corpora, qualifier=Qualifier.BETWEEN, lower=2, upper=3, **about)) == "about 2 to 3"
    assert stated(figure(corpora, qualifier=Qualifier.AT_LEAST, lower=7, **about)) == "at least about 7"


def test_every_qualifier_of_a_quantity_has_words_of_its_own(corpora: dict[str, Corpus]) -> None:
    said = [stated(figure(corpora, qualifier=x, lower=1, upper=2)) for x in Qualifier]
    assert len(set(said)) == len(Qualifier)


def test_a_figure_has_the_event_the_source_and_the_outlet_in_one_row(rows: Rows) -> None:
    row = rows("figures", "heron_a")["heron_a_c04"]
    assert {name: row[name] for name in ("event_id", "event_name", "event_type", "lower", "upper", "stated")} == {
        "event_id": "ferry_sinking_2031",
        "event_name": row["event_name"],
        "event_type": "disaster",
        "lower": 12,
        "upper": None,
        "stated": "at least 12",
    }
    assert "ferry" in row["event_name"].casefold()
    assert (row["source_name"], row["source_kind"]) == (["Ministry of Ports"], "government")
    assert row["voice_id"] == "heron_a_c03"
    assert (row["outlet_name"], row["article_id"], row["layers"]) == ("Lakeside Post", "heron_a", 2)
    assert isinstance(row["time_lower"], date | None)
    assert row["since"] == "claims heron_a_c04"


def test_of_what_the_outlet_tells_itself_there_is_no_source(rows: Rows) -> None:
    row = rows("figures", "heron_b")["heron_b_c01"]
    assert (row["voice_id"], row["source_name"], row["source_kind"], row["source_naming"]) == (None, [], None, None)


def test_mentions_without_a_quantity_are_no_figures_and_no_number_is_called_the_best(rows: Rows) -> None:
    claims = rows("claims", "heron_d")
    counted = {key for key, row in claims.items() if row["casualty_counted"]}
    uncounted = {key for key, row in claims.items() if row["casualty_counted"] is False}
    assert uncounted
    assert set(rows("figures", "heron_d")) == counted
    assert not {"best", "sum", "total"} & {column.name for column in CONFIGS["figures"]}


def test_a_stand_off_article_has_its_figures_too(rows: Rows) -> None:
    found = rows("figures", "rook_b")
    assert [row["stated"] for row in found.values()] == ["none", "3", "2", "dozens"]
    assert not [column.name for column in CONFIGS["figures"] if column.third_party]
