"""CSV for spreadsheets: what pandas and duckdb read of it, and what a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from small import OPEN
from strategies import TEXT

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import FormatError
from claimwire.formats.contract import Material, NamedFile, TableOfRows
from claimwire.formats.csv_tables import CSV, FORMULA, SEPARATOR, cell
from claimwire.schema import CasualtyFigure
from claimwire.tables.columns import CONFIGS
from claimwire.tables.derived import is_counted


def export(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> str:
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(group, ["export", *map(str, arguments)])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_pandas_and_duckdb_read_the_claims(small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    claims = small.corpus(OPEN).claims
    told = export(small, monkeypatch, OPEN, tmp_path, "--format", "csv")
    path = tmp_path / "claims.csv"
    assert told == f"wrote {path}: {len(claims)} claims\n"
    frame = pd.read_csv(path, keep_default_na=False, dtype=str)
    assert list(frame.columns) == [column.name for column in CONFIGS["claims"]]
    assert set(frame["claim_id"]) == set(claims)
    for row in frame.to_dict("records"):
        claim = claims[row["claim_id"]]
        article = small.corpus(OPEN).article(claim.article_id)
        assert row["label_name"] == claim.label.value
        assert row["spans"] == SEPARATOR.join(f"{span.start}-{span.end}" for span in claim.spans)
        assert row["text"].lstrip("'") == " … ".join(span.of(article.text or "") for span in claim.spans)
        assert row["statement"] == claim.statement
        assert row["lower"] == str("" if getattr(claim, "lower", None) is None else claim.lower)
        assert row["source_name"] == SEPARATOR.join(getattr(claim, "source_name", ()))
    query = "SELECT label_name, count(*) FROM read_csv(?, header = true) GROUP BY label_name ORDER BY 1"
    counted = duckdb.execute(query, [str(path)]).fetchall()
    labels = [claim.label.value for claim in claims.values()]
    assert counted == sorted((label, labels.count(label)) for label in set(labels))


def test_figures_are_those_with_a_quantity(small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = export(small, monkeypatch, OPEN, tmp_path, "--format", "figures_csv")
    figures = [x for x in small.corpus(OPEN).claims.values() if isinstance(x, CasualtyFigure) and is_counted(x)]
    assert told.endswith(f"figures.csv: {len(figures)} figures\n")
    query = "SELECT claim_id, lower, upper, harm FROM read_csv(?, header = true)"
    read = duckdb.execute(query, [str(tmp_path / "figures.csv")]).fetchall()
    assert sorted(read) == sorted((x.claim_id, x.lower, x.upper, x.harm.value) for x in figures)
    assert len(read) > 5


def test_one_annotator_and_one_article_are_the_table_of_annotations(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export(small, monkeypatch, OPEN, tmp_path, "--format", "csv", "--annotator", "ada", "--article", "heron_a")
    frame = pd.read_csv(tmp_path / "claims.csv", keep_default_na=False, dtype=str)
    (layer,) = [x for x in small.corpus(OPEN).layers_of_article["heron_a"] if x.annotator_id == "ada"]
    assert sorted(frame["claim_id"]) == sorted(claim.claim_id for claim in layer.claims)
    assert list(frame.columns) == [column.name for column in CONFIGS["annotations"]]


def test_there_are_no_figures_of_one_annotator(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(small.root)
    line = ["export", OPEN, str(tmp_path / "out"), "--format", "figures_csv", "--annotator", "ada"]
    result = CliRunner().invoke(group, line)
    assert isinstance(result.exception, FormatError)
    assert "has no table of figures; adjudicated claims" in str(result.exception)
    assert not (tmp_path / "out").exists()


def written(*rows: dict[str, Any]) -> NamedFile:
    columns = tuple(rows[0])
    (file,) = CSV.write(Material((), {"claims": lambda: TableOfRows(columns, rows)}))
    return file


@given(text=TEXT)
def test_no_text_is_a_formula_and_all_of_it_is_there(text: str) -> None:
    file = written({"id": "1", "text": text, "many": [text, "b"]})
    header, row = csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""))
    assert header == ["id", "text", "many"]
    assert not row[1].startswith(FORMULA)
    assert not row[2].startswith(FORMULA)
    assert row[1] in (text, f"'{text}")
    assert (row[1] == text) is not text.startswith(FORMULA)
    assert row[2].removeprefix("'" if text.startswith(FORMULA) else "") == f"{text} | b"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (0.5, "0.5"),
        ("=1+1", "'=1+1"),
        ("-3", "'-3"),
        ("@x", "'@x"),
        ("a=b", "a=b"),
        ([], ""),
        (["=a", "b"], "'=a | b"),
        ([{"start": 3, "end": 5}, {"start": 7, "end": 9}], "3-5 | 7-9"),
    ],
)
def test_a_value_is_a_cell(value: Any, expected: str) -> None:
    assert cell(value) == expected


def test_a_record_is_no_cell() -> None:
    with pytest.raises(FormatError, match="a cell of CSV cannot hold"):
        cell({"a": 1})
