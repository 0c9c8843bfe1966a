"""How long is waited, how often is asked again, and which hosts are left alone for the rest of a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FAILURES = 3
"""So many files in a row that a host did not give after all tries, and it is asked no more in this run."""


@dataclass(frozen=True)
class Patience:
    """Waiting times, in seconds."""

    tries: int = 4
    """How often one address is asked for one file."""
    first_pause: float = 1.0
    """Before the second try; it doubles with every further one."""
    longest_pause: float = 120.0
    """A host that asks for a longer one is left alone."""
    between: float = 0.5
    """From an answer to the next request."""
    timeout: float = 30.0
    """Without a byte."""
    sleep: Callable[[float], None] = time.sleep

    def pause(self, failed: int, asked: float | None) -> float:
        """Return how long to wait after some failed tries, or the longer time that the host asks for."""
        return max(min(self.first_pause * float(2 ** (failed - 1)), self.longest_pause), asked or 0.0)


def seconds_asked(header: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a `Retry-After` asks to wait, a number or a date; None if it says neither."""
    value = (header or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


@dataclass
class Hosts:
    """What is known of hosts after the requests of a run."""

    left_alone: dict[str, str] = field(default_factory=dict)
    """Why a host is asked no more."""
    unreachable: set[str] = field(default_factory=set)
    """Those of them that no connection could be made to."""
    answered: set[str] = field(default_factory=set)
    failures: dict[str, int] = field(default_factory=dict)
    """Files in a row that a host did not give after all tries."""

    def has_answered(self, host: str) -> None:
        """Note that a host gave a file, or said clearly that it has none."""
        self.answered.add(host)
        self.failures[host] = 0

    def has_failed(self, host: str, why: str, *, for_good: bool, connected: bool) -> None:
        """Note that a host did not give a file after all tries; `for_good` if it would not help to ask for another."""
        self.failures[host] = self.failures.get(host, 0) + 1
        if connected:
            self.answered.add(host)
        else:
            self.unreachable.add(host)
        if for_good or self.failures[host] >= FAILURES:
            self.left_alone[host] = why

    @property
    def offline(self) -> bool:
        """Whether hosts were asked and none of them could be reached."""
        return bool(self.unreachable) and not self.answered
