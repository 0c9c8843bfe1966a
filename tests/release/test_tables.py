"""Rows, Parquet files and content hashes."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.errors import ReleaseError
from claimwire.schema import Span
from claimwire.tables.column import Column
from claimwire.tables.columns import CONFIGS, features
from claimwire.tables.content import rows_hash
from claimwire.tables.parquet import BATCH, TableWriter, read_rows, write_table

TEXT = st.text(max_size=20)
VALUES = {
    "text": TEXT,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "date": st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "spans": st.lists(st.fixed_dictionaries({"start": st.integers(0, 2**31 - 1), "end": st.integers(0, 2**31 - 1)})),
}


def values(column: Column) -> st.SearchStrategy[Any]:
    if column.shape == "spans":
        return VALUES["spans"]
    if column.record is not None:
        inner = st.fixed_dictionaries({c.name: values(c) for c in column.parts()})
    elif column.vocabulary is not None:
        inner = st.sampled_from(column.vocabulary.names())
    else:
        inner = VALUES[column.shape]
    return st.lists(inner, max_size=3) if column.many else st.none() | inner


def rows(config: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({c.name: values(c) for c in CONFIGS[config]}), min_size=1, max_size=3)


@pytest.mark.parametrize("config", CONFIGS)
def test_rows_come_back_from_parquet_as_they_were(config: str, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp(config)

    @settings(max_examples=15, deadline=None)
    @given(rows(config))
    def check(given_rows) -> None:
        path = folder / "t.parquet"
        write_table(config, given_rows, path)
        assert read_rows(config, path) == given_rows
        assert rows_hash(read_rows(config, path)) == rows_hash(given_rows)

    check()


def test_the_content_hash_ignores_the_writer_and_sees_every_value(tmp_path: Path) -> None:
    row = {c.name: [] if c.many or c.shape == "spans" else None for c in CONFIGS["facts"]}
    one = [row | {"fact_id": "f1", "upper": 3}]
    write_table("facts", one, tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    pq.write_table(table, tmp_path / "b.parquet", compression="snappy")
    assert (tmp_path / "a.parquet").read_bytes() != (tmp_path / "b.parquet").read_bytes()
    assert rows_hash(read_rows("facts", tmp_path / "b.parquet")) == rows_hash(one)
    assert rows_hash([row | {"fact_id": "f1", "upper": 4}]) != rows_hash(one)


def test_a_value_outside_its_vocabulary_is_refused_with_column_and_values(tmp_path: Path) -> None:
    row = {c.name: None for c in CONFIGS["facts"]}
    with pytest.raises(ReleaseError, match=r"column harm: 'eaten' is not one of killed"):
        write_table("facts", [row | {"fact_id": "f1", "harm": "eaten"}], tmp_path / "x.parquet")
    assert not (tmp_path / "x.parquet").exists()


def test_a_row_group_holds_at_most_32000_rows(tmp_path: Path) -> None:
    """With 50,000 and more, leaving a streaming loop early hangs at exit (apache/arrow#45214)."""
    row = {c.name: [] if c.many else None for c in CONFIGS["links"]}
    write_table("links", [row | {"link_id": f"l{n}"} for n in range(70_000)], tmp_path / "t.parquet")
    meta = pq.ParquetFile(tmp_path / "t.parquet").metadata
    assert [meta.row_group(n).num_rows for n in range(meta.num_row_groups)] == [32_000, 32_000, 6_000]


def test_spans_are_lists_of_start_and_end() -> None:
    assert list(Span.model_fields) == ["start", "end"]
    assert list(features("claims")["spans"].feature) == ["start", "end"]


def test_all_columns_of_a_table_that_are_not_known_are_named_in_alphabetical_order(tmp_path: Path) -> None:
    unknown = [f"column_{letter}" for letter in "abcdefgh"]
    pq.write_table(pa.table({name: ["x"] for name in ("link_id", *reversed(unknown))}), tmp_path / "links.parquet")
    with pytest.raises(ReleaseError, match=f"a table of links has columns .*: {', '.join(unknown)}$"):
        read_rows("links", tmp_path / "links.parquet")


def waiting_bytes(folder: Path, notes: list[str]) -> int:
    """Return the size of the rows that wait to be written after a batch of links with each of the notes."""
    row = {c.name: [] if c.many else None for c in CONFIGS["links"]}
    writer = TableWriter("links", "train", folder)
    for note in notes:
        for number in range(BATCH):
            writer.add(row | {"link_id": f"l{number}", "note": note})
    return writer.waiting_bytes


def test_the_waiting_bytes_are_those_of_all_batches(tmp_path: Path) -> None:
    short, long = waiting_bytes(tmp_path, ["short"]), waiting_bytes(tmp_path, ["long " * 100])
    assert 0 < short < long
    assert waiting_bytes(tmp_path, ["short", "long " * 100]) == short + long


def test_rows_that_fill_no_batch_do_not_count_as_waiting(tmp_path: Path) -> None:
    assert waiting_bytes(tmp_path, []) == 0
