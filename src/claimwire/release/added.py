"""What changed between two releases in the values that the dataset adds to open lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..schema import ReleaseManifest


@dataclass(frozen=True)
class ValueChange:
    """An added value that is new, gone, or means something else; None where a release does not have it."""

    list_name: str
    value: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        """Say it in a line: `value added to channel: podcast, An audio programme`."""
        if self.old is None:
            return f"value added to {self.list_name}: {self.value}, {self.new}"
        if self.new is None:
            return f"value taken out of {self.list_name}: {self.value}, {self.old}"
        return f"value of {self.list_name} with another meaning: {self.value}, {self.new}; before: {self.old}"


def value_changes(before: ReleaseManifest, after: ReleaseManifest) -> Iterator[ValueChange]:
    """Yield the added values that differ between two releases, by list and value."""
    old, new = _meanings(before), _meanings(after)
    for list_name, value in sorted(old.keys() | new.keys()):
        was, now = old.get((list_name, value)), new.get((list_name, value))
        if was != now:
            yield ValueChange(list_name, value, was, now)


def _meanings(manifest: ReleaseManifest) -> dict[tuple[str, str], str]:
    return {(list_name, value): told for list_name, value, told in manifest.questions.added}
