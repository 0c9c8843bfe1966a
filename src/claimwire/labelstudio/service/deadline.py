"""Reading from a connection for no longer than a while, however slowly the other side sends."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from typing import Any


class DeadlineReader(io.RawIOBase):
    """Reads a connection: the other side may be silent for `idle` seconds, and a request takes at most `whole` seconds.

    The time of a request begins with its first byte. Reading raises `TimeoutError` when the time is over.
    """

    def __init__(
        self, connection: socket.socket, idle: float, whole: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.connection, self.idle, self.whole, self.clock = connection, idle, whole, clock
        self._end: float | None = None

    def begin(self) -> None:
        """Begin with another request."""
        self._end = None

    def readable(self) -> bool:
        """Return that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, at least one byte, or 0 at the end."""
        left = self.idle if self._end is None else min(self.idle, self._end - self.clock())
        if left <= 0:
            raise TimeoutError("the request took too long")
        self.connection.settimeout(left)
        try:
            count = self.connection.recv_into(buffer)
        finally:
            self.connection.settimeout(self.idle)
        if self._end is None:
            self._end = self.clock() + self.whole
        return count


def discard(connection: socket.socket, most: int, seconds: float) -> None:
    """End sending, and read what the other side still sends, up to some bytes and seconds.

    If a connection is closed while something is unread, the other side may never see the answer.
    """
    end = time.monotonic() + seconds
    try:
        connection.shutdown(socket.SHUT_WR)
        while most > 0 and (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            count = len(connection.recv(min(most, 65536)))
            if not count:
                return
            most -= count
    except OSError:
        return
