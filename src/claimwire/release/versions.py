"""Which version a data release has to have at least, by what changed since the one before it.

A record that is edited, removed or moved to another split is more than a row that is new: with new rows alone, the
version before can still be had from the newer one, by the column `since`. Packaging is less than both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from packaging.version import Version

from ..errors import ReleaseError

SHOWN_COLUMNS = 3
"""Columns that are gone which a line names; of more, it has the number."""


class Extent(IntEnum):
    """How much a release differs from the one before it, the least first."""

    NOTHING = 0
    PACKAGING = 1
    ADDED = 2
    EDITED = 3


def least_version(before: Version, extent: Extent) -> Version:
    """Return the least version that a change since a version demands; before 1.0.0 each number stands a place later."""
    if extent is Extent.NOTHING:
        return before
    numbers = (*before.release, 0, 0)[:3]
    place = Extent.EDITED - extent
    if numbers[0] == 0:
        place = min(place + 1, 2)
    raised = (*numbers[:place], numbers[place] + 1, 0, 0)[:3]
    return Version(".".join(str(number) for number in raised))


@dataclass(frozen=True)
class TableDifference:
    """How many rows of a config differ between two releases.

    `rows` is what one of its rows is called, and several. `late` are new rows that who asks for the version before
    would get too: of a claim or sentence of an earlier version, or of an article that it has.
    """

    rows: tuple[str, str]
    edited: int = 0
    moved: int = 0
    removed: int = 0
    late: int = 0
    added: int = 0
    columns_gone: tuple[str, ...] = ()

    @property
    def extent(self) -> Extent:
        """How much the config differs."""
        if self.edited or self.moved or self.removed or self.late or self.columns_gone:
            return Extent.EDITED
        return Extent.ADDED if self.added else Extent.NOTHING

    def __str__(self) -> str:
        """Return it in words: `12 claims edited, 3 removed`."""
        return ", ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        counts = {
            "edited": self.edited,
            "moved to another split": self.moved,
            "removed": self.removed,
            "added to what was there": self.late,
            "added": self.added,
        }
        told = [(count, what) for what, count in counts.items() if count]
        for number, (count, what) in enumerate(told):
            yield f"{count} {what}" if number else f"{count} {self.rows[count != 1]} {what}"
        if self.columns_gone:
            names = ", ".join(f"`{name}`" for name in self.columns_gone[:SHOWN_COLUMNS])
            more = len(self.columns_gone) - SHOWN_COLUMNS
            gone = f"{names}{f' and {more} more' if more > 0 else ''} gone"
            of = "" if told else f" of {self.rows[1]}"
            yield f"column{'s' if len(self.columns_gone) > 1 else ''}{of} {gone}"


@dataclass(frozen=True)
class Demand:
    """What the change since a release demands of the version of a newer one.

    `before` is the version of the older release, `planned` that of the newer; `tables` has the configs that differ;
    `repackaged` says whether the bytes of any table do.
    """

    before: str
    planned: str
    tables: tuple[TableDifference, ...] = ()
    repackaged: bool = False

    @property
    def extent(self) -> Extent:
        """How much the newer release differs."""
        least = Extent.PACKAGING if self.repackaged else Extent.NOTHING
        return max((least, *(table.extent for table in self.tables)))

    @property
    def least(self) -> Version:
        """The least version that the newer release has to have."""
        return least_version(Version(self.before), self.extent)

    @property
    def is_met(self) -> bool:
        """Whether the version of the newer release is at least that."""
        return Version(self.planned) >= self.least

    def __str__(self) -> str:
        """Return it in a line: `the change since 0.2.0 demands at least 0.3.0: 12 claims edited, 3 removed`."""
        if Version(self.planned) < Version(self.before):
            return f"{self.planned} is older than {self.before}: turned round, `diff` tells what the change demands"
        if self.extent is Extent.NOTHING:
            return f"no table has changed since {self.before}"
        told = "; ".join(map(str, self.tables)) or "the same records in other bytes or columns"
        return f"the change since {self.before} demands at least {self.least}: {told}"

    def lines(self) -> list[str]:
        """Return it in a line, and where the planned version is less, what to do in a second one."""
        return [str(self)] if self.is_met else [str(self), self._advice()]

    def require_met(self) -> None:
        """Raise `ReleaseError` if the version of the newer release is less than the change demands."""
        if not self.is_met:
            raise ReleaseError(f"{self}. Nothing was published, for {self._advice()}")

    def _advice(self) -> str:
        return (
            f'annotations/release.toml plans {self.planned}; write `data_version = "{self.least}"` there '
            "(docs/changes.md has the rule)"
        )
