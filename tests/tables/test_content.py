"""The content hash of a table: it is of what the rows say, and of nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from datasets import ClassLabel, Features, List, Value
from hypothesis import given
from hypothesis import strategies as st

from claimwire.schema.vocab import ContentRecipe
from claimwire.tables.content import ColumnsHash, content_hash, rows_hash, table_hash

FEATURES = Features(
    {
        "text": Value("string"),
        "number": Value("int64"),
        "share": Value("float64"),
        "yes": Value("bool"),
        "day": Value("date32"),
        "label": ClassLabel(names=["said", "told"]),
        "spans": List({"start": Value("int32"), "end": Value("int32")}),
        "names": List(Value("string")),
        "votes": List({"value": Value("string"), "by": List(Value("string"))}),
    }
)
WORDS = st.none() | st.text(max_size=4)
ROW = st.fixed_dictionaries(
    {
        "text": WORDS,
        "number": st.none() | st.integers(-5, 5),
        "share": st.none() | st.sampled_from([0.0, 0.5, 1.0]),
        "yes": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(2030, 1, 1), date(2030, 1, 3)),
        "label": st.none() | st.integers(0, 1),
        "spans": st.lists(st.fixed_dictionaries({"start": st.integers(0, 2), "end": st.integers(0, 2)}), max_size=2),
        "names": st.lists(WORDS, max_size=2),
        "votes": st.lists(
            st.fixed_dictionaries({"value": WORDS, "by": st.lists(st.text(max_size=2), max_size=2)}), max_size=2
        ),
    }
)
ROWS = st.lists(ROW, min_size=1, max_size=5)


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=FEATURES.arrow_schema)


def hashed(*tables: pa.Table, features: Features = FEATURES) -> str:
    return content_hash(ContentRecipe.COLUMNS, tables, features)


@given(ROWS, st.integers(0, 5))
def test_how_the_rows_are_spread_over_tables_makes_no_difference(rows: list[dict[str, Any]], cut: int) -> None:
    whole = table(rows)
    assert (
        hashed(whole) == hashed(whole.slice(0, cut), whole.slice(cut)) == hashed(*map(table, ([row] for row in rows)))
    )
    assert hashed(whole) == hashed(pa.concat_tables([whole.slice(0, cut), whole.slice(cut)]))


@given(ROWS, ROWS)
def test_tables_have_one_hash_if_and_only_if_their_rows_are_the_same(
    one: list[dict[str, Any]], other: list[dict[str, Any]]
) -> None:
    assert (hashed(table(one)) == hashed(table(other))) == (one == other)


def row(**values: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] if isinstance(kind, List) else None for name, kind in FEATURES.items()}
    return empty | values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([row(text="")], [row(text=None)]),
        ([row(number=0)], [row(number=None)]),
        ([row(yes=False)], [row(yes=None)]),
        ([row(share=0.0)], [row(share=None)]),
        ([row(day=date(1970, 1, 1))], [row(day=None)]),
        ([row(label=0)], [row(label=None)]),
        ([row(text="ab"), row(text="c")], [row(text="a"), row(text="bc")]),
        ([row(names=["a", "b"]), row()], [row(names=["a"]), row(names=["b"])]),
        ([row(names=["ab"])], [row(names=["a", "b"])]),
        ([row(names=[None])], [row(names=[])]),
        ([row(names=[""])], [row(names=[None])]),
        ([row(votes=[{"value": None, "by": []}])], [row()]),
        ([row(text="a"), row(text="b")], [row(text="b"), row(text="a")]),
        ([row(), row()], [row()]),
    ],
)
def test_what_is_nearly_the_same_has_another_hash(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    assert hashed(table(one)) != hashed(table(other))


def test_class_numbers_count_as_their_names_and_widths_do_not_count() -> None:
    turned = Features({**FEATURES, "label": ClassLabel(names=["told", "said"])})
    told, said = row(label=1, number=7, text="a"), row(label=0, number=7, text="a")
    assert hashed(table([told])) == hashed(table([said]), features=turned) != hashed(table([said]))
    narrow = table([told]).set_column(1, "number", pa.array([7], pa.int16()))
    large = narrow.set_column(0, "text", pa.array(["a"], pa.large_string()))
    assert hashed(large) == hashed(table([told]))


def test_the_order_of_columns_does_not_count_and_their_names_do() -> None:
    rows = table([row(text="a", number=1)])
    names = rows.column_names
    assert hashed(rows.select(names[::-1])) == hashed(rows)
    assert hashed(rows.rename_columns(["words", *names[1:]])) != hashed(rows)


def test_a_value_under_a_null_does_not_count() -> None:
    """Arrow keeps some value under a null, and what it is depends on who wrote it."""
    hidden = pa.Array.from_buffers(pa.int64(), 2, [pa.py_buffer(b"\x01"), pa.py_buffer((7).to_bytes(8, "little") * 2)])
    plain = pa.array([7, None], pa.int64())
    features = {"number": Value("int64")}
    assert content_hash(ContentRecipe.COLUMNS, [pa.table({"number": hidden})], features) == content_hash(
        ContentRecipe.COLUMNS, [pa.table({"number": plain})], features
    )


def test_a_type_that_no_column_has_is_refused() -> None:
    digest = ColumnsHash({})
    with pytest.raises(TypeError, match=r"odd: a column of type binary has no content hash"):
        digest.add(pa.table({"odd": pa.array([b"x"])}))


@given(ROWS)
def test_the_older_recipe_is_over_rows_with_names_of_classes(rows: list[dict[str, Any]]) -> None:
    named = [one | {"label": None if one["label"] is None else ["said", "told"][one["label"]]} for one in rows]
    digest = table_hash(ContentRecipe.ROWS_JSON, FEATURES)
    digest.add(table(rows))
    assert digest.hexdigest() == rows_hash(named)


def test_the_hash_of_a_known_table_stays() -> None:
    """A published content hash must never change; this one was computed by hand from the description of the recipe."""
    import hashlib

    def sha(content: bytes) -> str:
        return hashlib.sha256(content).hexdigest()

    lines = [
        "rows 2",
        f"names items {sha((1).to_bytes(8, 'little') + (0).to_bytes(8, 'little'))}",
        f"names null {sha(bytes([0, 0]))}",
        f"names[] bytes {sha((2).to_bytes(8, 'little'))}",
        f"names[] null {sha(bytes([0]))}",
        f"names[] text {sha('é'.encode())}",
        f"number null {sha(bytes([0, 1]))}",
        f"number value {sha((3).to_bytes(8, 'little') + bytes(8))}",
    ]
    expected = sha("".join(f"{line}\n" for line in lines).encode())
    made = pa.table({"number": pa.array([3, None], pa.int64()), "names": pa.array([["é"], []], pa.list_(pa.string()))})
    assert content_hash(ContentRecipe.COLUMNS, [made], {"names": List(Value("string"))}) == expected
