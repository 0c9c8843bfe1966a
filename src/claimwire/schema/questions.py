"""What a repository asks its annotators: what is not asked of the codebook, and what is added to its open lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from ..naming import alternatives, suggestion
from ..regions import one_line
from .claims import LABELS
from .fields import FieldShape, shapes
from .not_asked import EVERYTHING_IS_ASKED, NotAsked
from .open_lists import OPEN_LISTS, VALUE_FORM, VALUE_PATTERN, AddedValue
from .vocab import Vocabulary

AddedValues = dict[str, dict[str, str]]
"""The table `[added_values]` of a release plan: name of an open list -> value -> what it means."""

NAME_OF_LIST: Mapping[type[Vocabulary], str] = {vocabulary: name for name, vocabulary in OPEN_LISTS.items()}


@dataclass(frozen=True)
class ListedValue:
    """A value of a list and what it means; `is_added` says that the dataset has added it."""

    value: str
    description: str
    is_added: bool = False

    @property
    def told(self) -> str:
        """What it means, and that it is added, if it is."""
        return f"{self.description} (added by this dataset)" if self.is_added else self.description


@dataclass(frozen=True)
class Unlisted:
    """A value of a record that neither the schema nor the dataset has."""

    field: str
    value: str
    list_name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        """Say what was found, what was expected, and how to add it, in a repository."""
        return self.told("annotations/release.toml")

    def told(self, where: str) -> str:
        """Say what was found and what was expected, with the file that can add values."""
        return (
            f"{self.field} is {self.value!r}{suggestion(self.value, self.known)}; it is one of "
            f"{', '.join(self.known)}, or what {where} adds to {self.list_name} (`added_values`)"
        )


@dataclass(frozen=True)
class Questions:
    """What is not asked, and which values are added: each the name of its list, the value, and what it means."""

    not_asked: NotAsked = EVERYTHING_IS_ASKED
    added: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(
        cls, added_values: Mapping[str, Mapping[str, str]] | None, not_asked: NotAsked = EVERYTHING_IS_ASKED
    ) -> Questions:
        """Return the questions of a plan or of a release's manifest."""
        tables = (added_values or {}).items()
        return cls(not_asked, tuple((name, value, told) for name, table in tables for value, told in table.items()))

    def choices(self, vocabulary: type[Vocabulary]) -> tuple[ListedValue, ...]:
        """Return the values of a list in their order: those of the schema, then those that are added."""
        name = NAME_OF_LIST.get(vocabulary)
        own = tuple(ListedValue(member.value, member.description) for member in vocabulary)
        known = {member.value for member in vocabulary}
        added = (value for value in self.added if value[0] == name and value[1] not in known)
        return own + tuple(ListedValue(value, told, is_added=True) for _, value, told in added)

    def values(self, vocabulary: type[Vocabulary]) -> tuple[str, ...]:
        """Return the values of a list, without what they mean."""
        return tuple(choice.value for choice in self.choices(vocabulary))

    def meaning(self, vocabulary: type[Vocabulary], value: str) -> str:
        """Return what a value of a list means; nothing for one that is not listed."""
        return next((choice.told for choice in self.choices(vocabulary) if choice.value == value), "")

    def unlisted(self, record: BaseModel) -> Iterator[Unlisted]:
        """Yield the values of a record's open lists that neither the schema has nor the dataset adds."""
        for shape in open_fields(type(record)):
            found = getattr(record, shape.name)
            assert shape.vocabulary is not None
            for value in found if shape.many else (found,):
                if isinstance(value, AddedValue):
                    known = self.values(shape.vocabulary)
                    if value not in known:
                        yield Unlisted(shape.name, value.value, NAME_OF_LIST[shape.vocabulary], known)


STANDARD_QUESTIONS = Questions()
"""Everything that the codebook asks, and no value but those of the schema."""


def open_fields(model: type[BaseModel]) -> tuple[FieldShape, ...]:
    """Return the fields of a model that take values of an open list."""
    return tuple(shape for shape in shapes(model) if shape.is_open)


@cache
def _closed_lists() -> frozenset[str]:
    """Return the slots of all labels that take values of a closed list."""
    every = (shape for declaration in LABELS for shape in shapes(declaration.model))
    return frozenset(shape.name for shape in every if shape.vocabulary is not None and not shape.is_open)


def can_be_added(added: AddedValues) -> AddedValues:
    """Return the table of added values; raises `ValueError` that says what is wrong with the first that is."""
    for name, table in added.items():
        if name not in OPEN_LISTS:
            what = "a closed list, by which programs decide" if name in _closed_lists() else "no list of values"
            raise ValueError(f"{name!r} is {what}; for values that can be added, {alternatives(name, OPEN_LISTS)}")
        for value, told in table.items():
            place = f"{name}.{value}"
            if re.fullmatch(VALUE_PATTERN[1:-1], value) is None:
                raise ValueError(f"{place}: a value is written in {VALUE_FORM}")
            if value in OPEN_LISTS[name].names():
                raise ValueError(f"{place}: the schema has this value; take the line out")
            if not told.strip():
                raise ValueError(f"{place}: say what the value means, in quotes")
            if one_line(told) != told:
                raise ValueError(f"{place}: say what the value means in one line, without control characters")
    return added
