"""What may be wrong in an exported task: each kind of problem with its id and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something in an exported task that could not be taken as it is. `str()` is the line that is printed."""

    problem_id: str
    task: str
    annotation: str | None
    region: str | None
    message: str
    advice: str
