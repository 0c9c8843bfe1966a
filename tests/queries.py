"""The queries of `docs/queries.md`, and how each of their blocks is run in the folder of a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from documents import blocks
from repository import ROOT

PAGE = ROOT / "docs" / "queries.md"
IN_A_RELEASE = "# in the folder of a release\n"
"""The first line of a block of Python that is run there and not at the top of the repository."""

Table = tuple[list[str], list[list[Any]]]
"""The names of columns, and the rows."""


@dataclass(frozen=True)
class Query:
    """A question of the page with its block for each library."""

    question: str
    duckdb: str
    polars: str
    pandas: str


def queries() -> list[Query]:
    """Return the queries of the page; each heading of the second level that has blocks has three, in this order."""
    starts = {
        line: text[3:]
        for line, text in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), start=1)
        if text.startswith("## ")
    }
    found: dict[str, list[str]] = {}
    for block in blocks(PAGE):
        question = starts[max(line for line in starts if line < block.line)]
        found.setdefault(question, []).append(block.code)
    return [Query(question, *code) for question, code in found.items()]


def answer_of_sql(code: str) -> Table:
    """Return what duckdb answers in the current folder."""
    asked = duckdb.sql(code)
    assert asked is not None, "no SELECT"
    found = asked.to_arrow_table()
    return found.column_names, _plain_rows(found)


def answer_of_python(code: str) -> Table:
    """Return what stands in `answer` after some code has run in the current folder."""
    assert code.startswith(IN_A_RELEASE), code
    names: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    answer = names["answer"]
    if isinstance(answer, pl.DataFrame):
        return answer.columns, _plain_rows(answer.to_arrow())
    assert isinstance(answer, pd.DataFrame)
    return list(answer.columns), [[_plain(value) for value in row] for row in answer.itertuples(index=False, name=None)]


def _plain_rows(table: pa.Table) -> list[list[Any]]:
    return [[_plain(value) for value in row.values()] for row in table.to_pylist()]


def _plain(value: Any) -> Any:
    """Return a value as Python has it, whatever a library makes of lists, numbers and nothing."""
    if isinstance(value, np.ndarray | list):
        return [_plain(item) for item in value]
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, date):
        return value.isoformat()[:10]
    return round(value, 9) if isinstance(value, float) else value
