"""Open lists: vocabularies to which a dataset can add values of its own, in `annotations/release.toml`.

Which lists are open is declared here alone. All others are closed: programs decide by their values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Annotated, TypeVar, Union

from pydantic import Field, PlainValidator, StringConstraints

from .vocab import Channel, EventType, OutletKind, VictimGroup, Vocabulary

V = TypeVar("V", bound=Vocabulary)

OPEN_LISTS: Mapping[str, type[Vocabulary]] = {
    "channel": Channel,
    "event_type": EventType,
    "outlet_kind": OutletKind,
    "victim_groups": VictimGroup,
}
"""The open lists by the name that `[added_values]` calls them."""

VALUE_PATTERN = r"^[a-z][a-z0-9_]*$"
"""How an added value is written."""

VALUE_FORM = "lower-case letters, digits and _, a letter first"
"""The same in words."""


class AddedValue(str):
    """A value of an open list that the schema does not have; the dataset says what it means.

    It is text that has `value`, as the members of a vocabulary have.
    """

    __slots__ = ()

    @property
    def value(self) -> str:
        """The value as plain text."""
        return str(self)


def open_value(vocabulary: type[V], value: object) -> V | AddedValue:
    """Return a value of an open list: a member of the vocabulary, or one of the form that a dataset can add.

    Raises `ValueError` for anything else.
    """
    if isinstance(value, str):
        for member in vocabulary:
            if member.value == value:
                return member
        if re.fullmatch(VALUE_PATTERN[1:-1], value):
            return AddedValue(value)
    known = ", ".join(vocabulary.names())
    raise ValueError(f"expected one of {known}, or a value that the dataset adds ({VALUE_FORM})")


AddedText = Annotated[
    str,
    StringConstraints(pattern=VALUE_PATTERN),
    Field(description="a value that the dataset adds to this open list"),
]
"""What JSON Schema says of an added value."""


def opened(vocabulary: type[Vocabulary]) -> PlainValidator:
    """Return how pydantic reads a value of an open list: as `open_value` does.

    Records cannot know what their dataset adds: `claimwire.schema.Questions` tells whether a value is listed. Raises
    `TypeError` for a list that is closed.
    """
    if vocabulary not in OPEN_LISTS.values():
        raise TypeError(f"{vocabulary.__name__} is a closed list; open ones are in OPEN_LISTS")
    listed = Union[vocabulary, AddedText]  # type: ignore[valid-type]  # noqa: UP007
    return PlainValidator(partial(open_value, vocabulary), json_schema_input_type=listed)


OpenChannel = Annotated[Channel | AddedValue, opened(Channel)]
OpenEventType = Annotated[EventType | AddedValue, opened(EventType)]
OpenOutletKind = Annotated[OutletKind | AddedValue, opened(OutletKind)]
OpenVictimGroup = Annotated[VictimGroup | AddedValue, opened(VictimGroup)]
