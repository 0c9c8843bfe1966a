"""Quoted layers whose lines leave out what the words tell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import plain_article

from claimwire.formats.quotes import read_quoted_claims, write_quoted_claims
from claimwire.schema import AttributedStatement, CasualtyFigure, ClaimBase
from claimwire.schema.claims import slots_needed
from claimwire.schema.vocab import CueClass, CuePolarity, Mention, Polarity, Qualifier, QuoteType, SourceNaming

ARTICLE = plain_article("""Ferry sinks

Ada Lorn said about 50 people were hurt.

Nobody ambled away.
""")

FIGURE: dict[str, Any] = {
    "id": "01",
    "sentences": [1],
    "label": "casualty_figure",
    "spans": ["about 50 people were hurt"],
    "quantity_spans": ["about 50"],
    "harm": "injured",
    "victim_status": "unspecified",
    "presented_as": "asserted",
}
STATEMENT: dict[str, Any] = {
    "id": "02",
    "sentences": [1],
    "label": "attributed_statement",
    "spans": ["about 50 people were hurt"],
    "source_spans": ["Ada Lorn"],
    "cue_spans": ["said"],
    "presented_as": "asserted",
}
NEEDED = {"named_victim": False, "scope": "single_event"}


def read(*entries: dict[str, Any], codebook: str | None = None) -> tuple[list[ClaimBase], list[str]]:
    lines = [(number, json.dumps(entry)) for number, entry in enumerate(entries, start=1)]
    return read_quoted_claims(lines, ARTICLE, "h_", "layer.jsonl", codebook)


def figure(**changed: Any) -> CasualtyFigure:
    (claims, problems) = read(FIGURE | changed)
    assert problems == []
    assert isinstance(claims[0], CasualtyFigure)
    return claims[0]


def test_what_is_left_out_is_filled_in_and_named() -> None:
    found = figure()
    assert (found.quantity_form, found.qualifier, found.approximate) == ("digits", "exact", True)
    assert (found.lower, found.upper, found.polarity) == (50, 50, "positive")
    assert found.proposed_slots == ("polarity", "quantity_form", "qualifier", "approximate", "lower", "upper")


def test_what_is_given_is_the_annotators_also_where_it_is_the_same() -> None:
    found = figure(qualifier="exact", lower=49, approximate=False, polarity=None)
    assert (found.lower, found.upper, found.approximate, found.polarity) == (49, 50, False, None)
    assert found.proposed_slots == ("quantity_form", "upper")


def test_slots_that_the_codebook_does_not_ask_for_are_not_filled_in() -> None:
    old, _ = read(FIGURE, codebook="1.9.9")
    new, _ = read(FIGURE | NEEDED, codebook="2.0.0")
    assert (old[0].polarity, new[0].polarity) == (None, Polarity.POSITIVE)
    assert "polarity" not in old[0].proposed_slots


def test_a_needed_slot_that_the_words_do_not_tell_is_a_problem_with_line_and_slot() -> None:
    claims, problems = read(STATEMENT | {"cue_spans": ["sinks"], "sentences": [0, 1]})
    assert (claims, len(problems)) == ([], 1)
    assert problems[0].startswith("layer.jsonl:1: missing: cue_class; every attributed_statement has them")
    _, problems = read(STATEMENT, FIGURE, codebook="2.0.0")
    assert problems == [
        "layer.jsonl:1: missing: source_kind; by codebook 2.0.0 every attributed_statement has them, and the words "
        "do not tell them",
        "layer.jsonl:2: missing: named_victim, scope; by codebook 2.0.0 every casualty_figure has them, and the "
        "words do not tell them",
    ]


def test_all_slots_that_are_missing_are_named_at_once() -> None:
    """Previously those of the words, those of the label and those of the codebook, one kind after the other."""
    bare = {"id": "01", "label": "casualty_figure", "spans": ["sinks"], "sentences": [0, 1]}
    _, problems = read(bare, bare | {"id": "02", "harm": None, "presented_as": []}, codebook="2.0.0")
    names = sorted(slots_needed(CasualtyFigure, "2.0.0") - {"claim_id", "article_id", "label", "spans"})
    for number, problem in enumerate(problems, start=1):
        place, _, told = problem.partition(": missing: ")
        assert place == f"layer.jsonl:{number}"
        lacking = told.partition(";")[0].split(", ")
        assert {"presented_as", "harm", "victim_status", "named_victim", "scope"} <= set(lacking) <= set(names)
    assert len(problems) == 2


def test_a_required_slot_given_as_none_is_a_problem() -> None:
    _, problems = read(FIGURE | {"qualifier": None})
    assert len(problems) == 1
    assert "missing: qualifier" in problems[0]


def written(claim: ClaimBase) -> dict[str, Any]:
    content = write_quoted_claims(ARTICLE, [claim], "h_")
    assert read_quoted_claims([(1, content)], ARTICLE, "h_", "layer") == ([claim], [])
    line: dict[str, Any] = json.loads(content)
    return line


def test_what_was_filled_in_is_not_written() -> None:
    assert written(figure()) == FIGURE
    (statement,), _ = read(STATEMENT)
    assert written(statement) == STATEMENT


def test_what_a_program_would_propose_and_the_claim_lacks_is_written() -> None:
    bare = figure().model_copy(update={"proposed_slots": (), "approximate": False, "lower": None, "polarity": None})
    line = written(bare)
    assert (line["approximate"], line["lower"], line["polarity"], line["upper"]) == (False, None, None, 50)


def test_an_older_proposal_that_would_be_another_now_keeps_its_name() -> None:
    line = written(figure().model_copy(update={"lower": 48}))
    assert (line["lower"], line["proposed_slots"]) == (48, list(figure().proposed_slots))


FIGURES = st.fixed_dictionaries(
    {
        "qualifier": st.sampled_from(list(Qualifier)),
        "approximate": st.booleans(),
        "lower": st.sampled_from([None, 49, 50]),
        "upper": st.sampled_from([None, 50]),
        "polarity": st.sampled_from([None, *Polarity]),
        "proposed_slots": st.lists(st.sampled_from(figure().proposed_slots), max_size=7).map(tuple),
    }
)
STATEMENTS = st.fixed_dictionaries(
    {
        "mention": st.sampled_from(list(Mention)),
        "source_naming": st.sampled_from([None, *SourceNaming]),
        "cue_class": st.sampled_from(list(CueClass)),
        "cue_polarity": st.sampled_from([None, *CuePolarity]),
        "quote_type": st.sampled_from(list(QuoteType)),
        "proposed_slots": st.lists(st.sampled_from(["mention", "source_naming", "cue_class", "polarity"])).map(tuple),
    }
)


@given(FIGURES)
def test_any_figure_comes_back_as_it_was(values: dict[str, Any]) -> None:
    written(figure().model_copy(update=values))


@given(STATEMENTS)
def test_any_statement_comes_back_as_it_was(values: dict[str, Any]) -> None:
    (statement,), _ = read(STATEMENT)
    assert isinstance(statement, AttributedStatement)
    written(statement.model_copy(update=values))


@pytest.mark.parametrize("value", [5, [], {}, "", [5]])
def test_odd_values_are_problems_of_their_line(value: Any) -> None:
    for name in ("mention", "qualifier", "quantity_form", "source_name", "proposed_slots", "cue_class"):
        for entry in (FIGURE, STATEMENT):
            claims, problems = read(entry | {name: value})
            assert len(claims) + len(problems) == 1
