"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .context import Context
from .findings import Finding


@dataclass(frozen=True)
class Check:
    """One thing that must be true. The id is permanent: people name it in commands and in remarks.

    `find` is called with the repository's shared records, and then with the records of each article alone; it yields
    what is wrong with the records it is called with.
    """

    check_id: str
    level: int
    finds: str
    advice: str
    find: Callable[[Context], Iterator[Finding]]
