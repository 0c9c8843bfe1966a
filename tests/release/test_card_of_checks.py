"""What the card says of items checked one by one."""

from __future__ import annotations

import pytest
from small import OPEN, STANDOFF

from claimwire.audit.rates import CheckTally
from claimwire.corpus.atomic import write_text
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import build
from claimwire.release.item_checks import check_rows, checks_table, people_line, people_row
from claimwire.schema import PeopleCheck
from claimwire.schema.vocab import AnnotatorKind


def tallied(workspace: Workspace, split: str = "test") -> CheckTally:
    tally = CheckTally({"bela": AnnotatorKind.HUMAN, "dora": AnnotatorKind.MODEL})
    for corpus in workspace.corpora((OPEN, STANDOFF)):
        tally.add(corpus, dict.fromkeys(corpus.articles, split if corpus.corpus_id == STANDOFF else "train"))
    return tally


@pytest.mark.parametrize(
    ("planned", "shown"),
    [(None, "2 items"), (200, "2 of 200 items"), (2, "2 of 2 items"), (1, "2 items")],
)
def test_people_are_counted_by_items_of_the_test_split(planned: int | None, shown: str, small_built: Workspace) -> None:
    plan = None if planned is None else PeopleCheck(items=planned)
    assert people_row(tallied(small_built), plan) == ("checked by people", shown)


def test_until_somebody_has_checked_it_says_so(small_built: Workspace) -> None:
    planned = PeopleCheck(items=200)
    assert checks_table(CheckTally({}), planned) == "Checked by people: 0 of 200 items of the test split.\n"
    assert people_row(tallied(small_built, split="train"), planned) == ("checked by people", "0 of 200 items")


def test_a_row_has_who_where_what_and_the_interval_and_rates_without_a_trial_have_none(small_built: Workspace) -> None:
    rows = [row[1:6] for row in check_rows(tallied(small_built)) if row[0] == "a model"]
    assert rows == [
        ("`rook`", "test", "claims that are wrong", "2", "5"),
        ("`rook`", "test", "claims wrong in label or span", "1", "5"),
        ("`rook`", "test", "claims that are wrong: attributed_statement", "1", "2"),
        ("`rook`", "test", "claims that are wrong: historical_background", "0", "1"),
        ("`rook`", "test", "claims that are wrong: casualty_figure", "1", "2"),
        ("`rook`", "test", "empty sentences with something missed", "1", "1"),
    ]
    people = [row[1:6] for row in check_rows(tallied(small_built)) if row[0] == "people"]
    assert ("`rook`", "test", "empty sentences with something missed", "0", "2") in people
    assert not [row for row in people if row[0] == "`rook`" and row[2].startswith("claims")]


def test_the_protocol_is_named_and_what_changed_since_is_told(small: Workspace) -> None:
    with editing(small.corpus_folder(STANDOFF)) as edit:
        named = [x for x in edit.records("checks") if x.annotator_id == "dora"]
        edit.merge("checks", [check.model_copy(update={"protocol_id": "items_1"}) for check in named])
        edit.merge("claims", [edit.corpus.claims["rook_b_c05"].model_copy(update={"statement": "Other words."})])
    shown = checks_table(tallied(small), None)
    assert "| a model (`items_1`) | `rook` | test | claims that are wrong | 2 | 5 | 40.0 % [11.8, 76.9] |" in shown
    assert shown.endswith("Of the 6 items of `rook` (test) checked by a model, 1 have changed since.\n")


def test_the_card_of_a_release_has_them_and_the_checkers_among_the_annotators(small: Workspace) -> None:
    plan = small.annotations / "release.toml"
    write_text(plan, plan.read_text() + "\n[people_check]\nitems = 9\n")
    card = (build(small).folder / "README.md").read_text(encoding="utf-8")
    region = card.partition("<!-- generated: checks -->\n")[2].partition("<!-- /generated -->")[0]
    assert region.startswith("Checked by people: 2 of 9 items of the test split.\n")
    assert "| a model | `rook` | test | claims that are wrong | 2 | 5 |" in region
    assert "| people | `heron` | train | claims that are wrong | 0 | 1 |" in region


def test_a_checker_who_did_nothing_else_is_named_as_annotator(small: Workspace) -> None:
    path = small.annotations / "annotators.jsonl"
    eva = '{"annotator_id":"eva","annotator_kind":"human","description":"Somebody who checks."}\n'
    write_text(path, path.read_text() + eva)
    with editing(small.corpus_folder(STANDOFF)) as edit:
        known = edit.records("checks")
        edit.replace("checks", [check.model_copy(update={"annotator_id": "eva"}) for check in known])
    card = (build(small).folder / "README.md").read_text(encoding="utf-8")
    assert "| `eva` | human | Somebody who checks. |" in card


@pytest.mark.parametrize(
    ("planned", "line"),
    [
        (None, "**Checked by people: nothing**; no items have been drawn for them.\n"),
        (PeopleCheck(items=200), "**Checked by people: 0 of 200 items** of the test split.\n"),
    ],
)
def test_the_first_screen_says_that_nobody_checked_anything(planned: PeopleCheck | None, line: str) -> None:
    assert people_line(CheckTally({}), planned) == line
