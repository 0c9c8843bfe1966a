"""What a build did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..schema import ReleaseManifest
from .left_out import LeftOut
from .versions import Demand

Progress = Callable[[str], None]
"""Takes what is done now."""

Count = Callable[[int, int], None]
"""Takes how much of that is done, and of how much."""


def not_counted(_: int, of: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class BuildProgress:
    """What is told of a build while it goes on: each step, and how much of it is done."""

    step: Progress = lambda _: None
    count: Count = not_counted


@dataclass(frozen=True)
class Built:
    """What a build did."""

    folder: Path
    manifest: ReleaseManifest
    already_released: bool
    differing_files: tuple[str, ...] = ()
    changed_writers: tuple[str, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)
    not_compared: tuple[str, ...] = ()
    is_draft: bool = False
    updated: tuple[Path, ...] = ()
    """Card, README and citation, if they were not up to date with the latest release."""
    demand: Demand | None = None
    """What the change since the release before demands of the version; None if there is none, or nothing was made."""
