"""How long work reports what it does: in lines of text, and by how much of it is done."""

from __future__ import annotations

from collections.abc import Callable

Log = Callable[[str], None]
"""Takes a line that says what happens."""

Advance = Callable[[int], None]
"""Takes how many more of the work's units are done."""


def ignore(_: object) -> None:
    """Report nothing: the default of every `Log` and `Advance`."""
