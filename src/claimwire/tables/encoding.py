"""Values of rows as Arrow takes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from ..errors import ReleaseError
from ..schema import STANDARD_QUESTIONS, Questions
from ..schema.vocab import Label
from .column import Column
from .columns import arrow_schema, columns_of
from .row import Row

Encoder = Callable[[Any], Any]
"""Returns a value that is not None as Arrow takes it."""


def encoders(columns: Iterable[Column], questions: Questions) -> dict[str, Encoder]:
    """Return what turns values into what Arrow takes, for the columns that need it, by their names.

    Names of labels become numbers, those of other vocabularies stay text. They raise `ReleaseError` if a value is
    neither of its column's vocabulary nor added to it by `questions`.
    """
    made = ((column.name, _encoder(column, questions)) for column in columns)
    return {name: encoder for name, encoder in made if encoder is not None}


def _encoder(column: Column, questions: Questions) -> Encoder | None:
    if column.record is not None:
        return _record_encoder(column, questions)
    if column.vocabulary is None:
        return None
    names = questions.values(column.vocabulary)
    codes: dict[str, Any] = {name: number if column.is_class else name for number, name in enumerate(names)}

    def code(value: str) -> Any:
        found = codes.get(value)
        if found is None:
            raise ReleaseError(f"column {column.name}: {value!r} is not one of {', '.join(names)}")
        return found

    return (lambda values: [code(value) for value in values]) if column.many else code


def _record_encoder(column: Column, questions: Questions) -> Encoder:
    """Return what encodes a list of records: each with the fields that the column has, null where it lacks one."""
    names = [part.name for part in column.parts()]
    inner = encoders(column.parts(), questions)

    def encode(records: Iterable[Row]) -> list[Row]:
        made = []
        for record in records:
            encoded = {name: record.get(name) for name in names}
            for name, encode_part in inner.items():
                if encoded[name] is not None:
                    encoded[name] = encode_part(encoded[name])
            made.append(encoded)
        return made

    return encode


class RowsToArrow:
    """What turns rows of a config into Arrow tables."""

    def __init__(self, config: str, questions: Questions = STANDARD_QUESTIONS) -> None:
        self.schema = arrow_schema(config)
        self._encoders = encoders(columns_of(config), questions)

    def encoded(self, row: Row) -> Row:
        """Return a row as Arrow takes it; raises `ReleaseError` as its `encoders` do."""
        made = row.copy()
        for name, encode in self._encoders.items():
            if made[name] is not None:
                made[name] = encode(made[name])
        return made

    def table(self, encoded: list[Row]) -> Any:
        """Return encoded rows as an Arrow table."""
        import pyarrow as pa

        return pa.Table.from_pylist(encoded, schema=self.schema)


def value_counts(table: Any, name: str) -> Counter[str]:
    """Return how often each text stands in a column of an Arrow table, or in its lists; classes by their names."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = table.column(name)
    if pa.types.is_list(values.type):
        values = pc.list_flatten(values)
    counted = pc.value_counts(values)
    found = zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
    names = Label.names()
    return Counter({names[value] if isinstance(value, int) else value: n for value, n in found if value is not None})
