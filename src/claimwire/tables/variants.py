"""The tables that have rows of another one: of every article but without its words, of one label alone.

A base table has a row of everything. The table of its own name has the rows of those articles alone whose text is at
hand, if it has words of them; the others that are made with it are parts of it, taken as Arrow columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .column import Column
from .columns import OF_LABELS, arrow_schema, columns_of, has_words, standoff


def made_with(config: str) -> tuple[str, ...]:
    """Return the tables that have rows of a base table: itself, that of all articles, those of one label."""
    return tuple(dict.fromkeys((config, standoff(config), *(OF_LABELS if config == "claims" else ()))))


class Variants:
    """What makes the tables that have rows of a base table of Arrow tables of its rows."""

    def __init__(self, config: str) -> None:
        self._needs_text = {name: has_words(name) for name in made_with(config)}
        self._schemas = {name: arrow_schema(name) for name in self._needs_text}

    def of(self, table: Any, with_text: Sequence[bool]) -> Iterator[tuple[str, Any]]:
        """Yield name and rows of every table that has any; `with_text` says of each row if its text is at hand."""
        import pyarrow as pa

        has_all, shown = all(with_text), pa.array(with_text, pa.bool_())
        for name, needs_text in self._needs_text.items():
            rows = table if has_all or not needs_text else table.filter(shown)
            if name in OF_LABELS:
                rows = _of_label(rows, name)
            if rows.num_rows:
                yield name, _columns(rows, name, self._schemas[name])


def _of_label(table: Any, label: str) -> Any:
    import pyarrow.compute as pc

    return table.filter(pc.equal(table.column("label_name"), label))


def _columns(table: Any, config: str, schema: Any) -> Any:
    """Return the columns that a table has of another one, with the records in them as it has them."""
    import pyarrow as pa

    if table.schema == schema:
        return table
    columns = [_column(table.column(column.name), column, schema) for column in columns_of(config)]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(values: Any, column: Column, schema: Any) -> Any:
    """Return the values of a column; of lists of records with words of articles, the fields without them."""
    import pyarrow as pa

    if not column.stand_off:
        return values
    kind = schema.field(column.name).type
    return pa.chunked_array([_fewer_fields(chunk, kind) for chunk in values.chunks], kind)


def _fewer_fields(lists: Any, kind: Any) -> Any:
    """Return lists of records with those fields alone that a type of list has."""
    import pyarrow as pa
    import pyarrow.compute as pc

    records = lists.flatten()
    fields = [kind.value_type.field(number) for number in range(kind.value_type.num_fields)]
    fewer = pa.StructArray.from_arrays([pc.struct_field(records, field.name) for field in fields], fields=fields)
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    ends = pc.cumulative_sum(lengths).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pa.ListArray.from_arrays(offsets, fewer, type=kind, mask=lists.is_null() if lists.null_count else None)
