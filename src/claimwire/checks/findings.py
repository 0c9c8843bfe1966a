"""What a check finds, and the problem that people are shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LEVELS: dict[int, str] = {
    1: "files and records",
    2: "ids and offsets",
    3: "slots against spans and against each other",
    4: "records against each other",
    5: "what a release needs, and releases against each other",
}
"""The levels, lowest first. A fault of one level may bring others above it: fix the lower one first."""


@dataclass(frozen=True)
class Place:
    """Where something was found: a file, a line of it, and the record there."""

    path: Path
    line: int | None = None
    kind: str | None = None
    record_id: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a check says of a place: what was found there and what was expected.

    `about` is the file that the finding is about, if that is not the file of the place, such as a list of files.
    """

    place: Place
    message: str
    about: Path | None = None

    @property
    def file(self) -> Path:
        """The file that the finding is about."""
        return self.about or self.place.path


@dataclass(frozen=True)
class Problem:
    """A finding with the check that made it and the path as people are shown it."""

    check_id: str
    path: str
    line: int | None
    kind: str | None
    record_id: str | None
    message: str
    advice: str

    @property
    def where(self) -> str:
        """The place of the problem, with its record if there is one."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return place if self.record_id is None else f"{place}: {self.kind} {self.record_id}"

    def __str__(self) -> str:
        """Return the problem in one line: place, record, check, what was found, what to do."""
        return f"{self.where}: {self.check_id}: {self.message}; {self.advice}"
