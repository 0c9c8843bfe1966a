"""What the card says of items checked one by one."""

from __future__ import annotations

import pytest
from small import OPEN, STANDOFF

from claimwire.audit.rates import CheckTally
from claimwire.corpus.atomic import write_text
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import build
from claimwire.release.item_checks import checks_table, people_line, people_row
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


def row_of(shown: str, *start: str) -> list[str]:
    """Return the cells of the row of a table that starts with some cells."""
    (line,) = [line for line in shown.splitlines() if line.startswith(f"| {' | '.join(start)} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_row_has_who_where_what_and_the_interval_and_rates_without_a_trial_have_none(small_built: Workspace) -> None:
    shown = checks_table(tallied(small_built), None)
    by_model = row_of(shown, "a model", "`rook`", "test")
    assert by_model[3:6] == [
        "2 of 5: 40.0 % [11.8, 76.9]",
        "1 of 5: 20.0 % [3.6, 62.4]",
        "1 of 1: 100.0 % [20.7, 100.0]",
    ]
    assert by_model[6:] == ["1 of 2", "0 of 1", "1 of 2", "0 of 6 items"]
    by_people = row_of(shown, "people", "`rook`", "test")
    assert by_people[3:] == ["—", "—", "0 of 2: 0.0 % [0.0, 65.8]", "—", "—", "—", "0 of 2 items"]


def test_the_protocol_is_named_and_what_changed_since_is_told(small: Workspace) -> None:
    with editing(small.corpus_folder(STANDOFF)) as edit:
        named = [x for x in edit.records("checks") if x.annotator_id == "dora"]
        edit.merge("checks", [check.model_copy(update={"protocol_id": "items_1"}) for check in named])
        edit.merge("claims", [edit.corpus.claims["rook_b_c05"].model_copy(update={"statement": "Other words."})])
    shown = checks_table(tallied(small), None)
    row = row_of(shown, "a model (`items_1`)", "`rook`", "test")
    assert (row[3], row[-1]) == ("2 of 5: 40.0 % [11.8, 76.9]", "1 of 6 items")


def test_the_card_of_a_release_has_them_and_the_checkers_among_the_annotators(small: Workspace) -> None:
    plan = small.annotations / "release.toml"
    write_text(plan, plan.read_text() + "\n[people_check]\nitems = 9\n")
    card = (build(small).folder / "README.md").read_text(encoding="utf-8")
    region = card.partition("<!-- generated: checks -->\n")[2].partition("<!-- /generated -->")[0]
    assert region.startswith("Checked by people: 2 of 9 items of the test split.\n")
    assert row_of(region, "a model", "`rook`", "test")[3].startswith("2 of 5: ")
    assert row_of(region, "people", "`heron`", "train")[3].startswith("0 of 1: ")


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
