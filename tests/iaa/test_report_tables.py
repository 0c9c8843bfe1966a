"""A report's tables in a terminal of any width: no number, name or word is cut."""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from recomputed_agreement import report_on
from rich.console import Console

from claimwire.cli import group
from claimwire.cli.tables import print_report_table
from claimwire.corpus.workspace import Workspace
from claimwire.iaa import Report
from claimwire.iaa.tables import ReportTable, all_tables

BRAT = Path(__file__).parent / "brat"
CELL = re.compile(r"[│┃]([^│┃\n]*)(?=[│┃])")


@pytest.fixture(scope="module")
def report(small_built: Workspace) -> Report:
    return report_on(small_built, "heron", pooled=True)


def printed(table: ReportTable, width: int) -> list[str]:
    out = StringIO()
    print_report_table(Console(file=out, width=width), table)
    return out.getvalue().splitlines()


def rows_of(lines: list[str]) -> list[list[str]]:
    return [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in lines if line.startswith(("│", "┃"))]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_every_number_and_name_of_a_report_is_whole(report: Report, width: int) -> None:
    for table in all_tables(report):
        lines = printed(table, width)
        assert max(len(line) for line in lines if line.startswith(("│", "┃", "┏"))) <= width
        cells = {cell for row in rows_of(lines) for cell in row}
        assert not [cell for cell in cells if "…" in cell]
        for row in table.rows:
            for value in row[table.left :]:
                assert value in cells or set(re.split(r" (?=[\[(])", value)) <= cells, value
            assert row[1 if table.sections else 0] in cells or width < 80


NUMBERS = ReportTable(
    "Tolls", ("boat", "dead", "missing"), (("Heron", "0.971 [0.91, 1.00]", "6 (3 %)"), ("Quay", "—", "12 (6 %)"))
)


def test_a_table_that_fits_is_one_table_with_numbers_on_the_right() -> None:
    # 5 of the longest boat, 18 of the longest interval, 8 of "12 (6 %)", 3 for each column's border, and 1
    lines = printed(NUMBERS, 5 + 18 + 8 + 3 * 3 + 1)
    assert lines[0] == "Tolls"
    assert len([line for line in lines if line.startswith("┏")]) == 1
    assert rows_of(lines) == [["boat", "dead", "missing"], ["Heron", *NUMBERS.rows[0][1:]], ["Quay", "—", "12 (6 %)"]]
    assert "│ Heron │ 0.971 [0.91, 1.00] │  6 (3 %) │" in lines


def test_one_column_less_breaks_numbers_before_their_intervals() -> None:
    rows = rows_of(printed(NUMBERS, 5 + 18 + 8 + 3 * 3))
    assert rows == [
        ["boat", "dead", "missing"],
        ["Heron", "0.971", "6"],
        ["", "[0.91, 1.00]", "(3 %)"],
        ["Quay", "—", "12"],
        ["", "", "(6 %)"],
    ]


def test_what_does_not_fit_even_so_is_several_tables_each_with_the_names() -> None:
    # broken, the numbers are 12 and 7 ("missing") wide
    assert len([x for x in printed(NUMBERS, 5 + 12 + 7 + 3 * 3 + 1) if x.startswith("┏")]) == 1
    lines = printed(NUMBERS, 5 + 12 + 7 + 3 * 3)
    assert len([line for line in lines if line.startswith("┏")]) == 2
    assert rows_of(lines) == [
        ["boat", "dead"],
        ["Heron", "0.971 [0.91, 1.00]"],
        ["Quay", "—"],
        ["boat", "missing"],
        ["Heron", "6 (3 %)"],
        ["Quay", "12 (6 %)"],
    ]


def test_names_are_folded_only_if_a_single_column_of_numbers_does_not_fit() -> None:
    table = ReportTable("Tolls", ("boat", "dead"), (("TheHeronOfTheSouthernQuay", "3 [2, 4]"),))
    assert rows_of(printed(table, 25 + 6 + 3 * 2 + 1))[1] == ["TheHeronOfTheSouthernQuay", "3"]
    folded = rows_of(printed(table, 25 + 6 + 3 * 2))
    assert "".join(row[0] for row in folded[1:]) == "TheHeronOfTheSouthernQuay"
    assert len(folded) == 1 + 2


def test_sections_are_headings_and_notes_are_below() -> None:
    table = ReportTable(
        "Slots",
        ("label", "slot", "same"),
        (("a", "x", "1.0"), ("b", "y", "0.5"), ("a", "z", "0.2")),
        2,
        True,
        ("Note.",),
    )
    lines = printed(table, 80)
    assert [line for line in lines if line in ("Slots", "a", "b", "Note.")] == ["Slots", "a", "b", "Note."]
    assert rows_of(lines) == [["slot", "same"], ["x", "1.0"], ["z", "0.2"], ["slot", "same"], ["y", "0.5"]]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_long_names_of_annotators_are_folded_and_not_cut(
    width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    name = "thereaderwithalongnamewithoutanybreakinit"
    for who in (name, "reader2", "reader3"):
        shutil.copy(BRAT / "attributions" / "ferry_a1.ann", tmp_path / f"ferry_{who}.ann")
    shutil.copy(BRAT / "text" / "ferry.txt", tmp_path / "ferry.txt")
    result = CliRunner().invoke(group, ["agreement", "--brat", f"human:{tmp_path}"])
    assert result.exit_code == 0, result.output
    assert "…" not in result.output
    assert max(len(line) for line in result.output.split("\n") if line.startswith(("│", "┃", "┏"))) <= width
    flat = re.sub(r"[\s│┃]", "", result.output)
    assert "all3humanannotators" in flat
    assert name in flat
