"""Fetch one file from one address: ask, go on where an earlier answer broke off, check what arrived."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from .patience import Hosts, Patience, seconds_asked
from .unfinished import CopyState, Unfinished
from .wanted import WantedFile
from .web import BrokenOff, NotConnected, Reply, ask, host_of

CHUNK = 64 * 1024
OK, PARTIAL, RANGE_NOT_THERE = 200, 206, 416
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed later."""

BUSY = frozenset({429, 503})
"""Those of them that are about the host and not about the file."""

Arrived = Callable[[int, int | None], None]
"""Takes how many bytes of a file are there, and how many it has, if that is known."""


class NotGiven(Exception):  # noqa: N818
    """An address does not give the file; the message says what it answered."""


class _Later(Exception):  # noqa: N818
    """An address did not give the file now; it may if it is asked again."""

    def __init__(self, told: str, *, asked: float | None = None, about_host: bool = False, connected: bool = True):
        super().__init__(told)
        self.asked, self.about_host, self.connected = asked, about_host, connected


def fetch(
    wanted: WantedFile, address: str, unfinished: Unfinished, hosts: Hosts, patience: Patience, arrived: Arrived
) -> bytes:
    """Have a file from an address in its unfinished place, and return its bytes, which are the right ones.

    Raises `NotGiven` after all tries; what has arrived by then is kept to go on with, unless it is wrong.
    """
    host = host_of(address)
    for tried in range(1, patience.tries + 1):
        try:
            content = _once(wanted, address, unfinished, patience, arrived)
        except _Later as later:
            too_long = later.asked is not None and later.asked > patience.longest_pause
            last = tried == patience.tries or too_long or (not later.connected and tried > 1)
            if not last:
                patience.sleep(patience.pause(tried, later.asked))
                continue
            told = f"{later}, {tried} times" if tried > 1 else str(later)
            if later.asked is not None and too_long:
                told = f"{later} and asks to wait {later.asked:.0f} s"
            for_good = later.about_host or not later.connected
            hosts.has_failed(host, told, for_good=for_good, connected=later.connected)
            raise NotGiven(told) from later
        except NotGiven:
            hosts.has_answered(host)
            raise
        hosts.has_answered(host)
        return content
    raise AssertionError("an address is asked at least once")


def _once(
    wanted: WantedFile,
    address: str,
    unfinished: Unfinished,
    patience: Patience,
    arrived: Arrived,
    *,
    anew: bool = False,
) -> bytes:
    """Ask once, or twice if what was kept and what came do not make up the file; return the right bytes."""
    known = None if anew else unfinished.so_far(address)
    if known is not None and known[0] == known[1].length and wanted.fault(content := unfinished.content()) is None:
        return content
    headers = {}
    if known is not None:
        headers["Range"] = f"bytes={known[0]}-"
        if known[1].validator is not None:
            headers["If-Range"] = known[1].validator
    try:
        with ask(address, headers, patience.timeout) as reply:
            goes_on = known is not None and _goes_on(reply, *known)
            starts = reply.status == OK
            if goes_on or starts:
                _receive(wanted, address, unfinished, reply, known[0] if known and goes_on else 0, arrived)
            elif known is None or reply.status not in (PARTIAL, RANGE_NOT_THERE):
                raise _refusal(reply)
    except NotConnected as error:
        raise _Later(f"was not reached: {error}", connected=False) from error
    except BrokenOff as error:
        raise _Later(f"broke off: {error}") from error
    fault = wanted.fault(unfinished.content()) if goes_on or starts else "sent another part than was asked for"
    if fault is None:
        return unfinished.content()
    unfinished.remove()
    if known is not None and not starts:
        patience.sleep(patience.between)
        return _once(wanted, address, unfinished, patience, arrived, anew=True)
    raise NotGiven(fault)


def _goes_on(reply: Reply, size: int, state: CopyState) -> bool:
    """Return whether an answer is the rest of the copy of which some bytes are there."""
    told = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", reply.headers.get("content-range", "").strip())
    if reply.status != PARTIAL or told is None or int(told[1]) != size:
        return False
    total = None if told[3] == "*" else int(told[3])
    now = CopyState.told(state.address, reply.headers, total)
    return all(
        old is None or new is None or old == new
        for old, new in ((state.length, now.length), (state.etag, now.etag), (state.changed, now.changed))
    )


def _receive(
    wanted: WantedFile, address: str, unfinished: Unfinished, reply: Reply, offset: int, arrived: Arrived
) -> None:
    """Write the body of an answer behind the bytes that are there; raises `NotGiven` if it cannot be the file."""
    coding = reply.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise NotGiven(f"sent it as {coding}, which was not asked for")
    length = _length(reply)
    total = None if length is None else offset + length
    expected = wanted.source.size
    if total is not None and (total > wanted.limit or (expected is not None and total != expected)):
        unfinished.remove()
        raise NotGiven(f"has {total:,} bytes, expected {_expected(wanted)}")
    size = offset
    state = CopyState.told(address, reply.headers, total)
    with unfinished.going_on() if offset else unfinished.beginning(state) as write:
        while content := reply.read(CHUNK):
            size += len(content)
            if size > wanted.limit:
                break
            write(content)
            arrived(size, total if total is not None else expected)
    if size > wanted.limit:
        unfinished.remove()
        raise NotGiven(f"sent more than {wanted.limit:,} bytes, expected {_expected(wanted)}")
    if total is not None and size < total:
        raise _Later(f"broke off after {size:,} of {total:,} bytes")


def _expected(wanted: WantedFile) -> str:
    return f"at most {wanted.limit:,}" if wanted.source.size is None else f"{wanted.source.size:,}"


def _length(reply: Reply) -> int | None:
    """Return how many bytes the body of an answer has, as it says itself; None if it does not."""
    with suppress(ValueError):
        length = int(reply.headers.get("content-length", ""))
        return length if length >= 0 else None
    return None


def _refusal(reply: Reply) -> Exception:
    """Return the error for an answer that has no file."""
    told = f"answered {reply.status} {reply.reason}".rstrip()
    if reply.status in TRY_AGAIN:
        asked = seconds_asked(reply.headers.get("retry-after"))
        return _Later(told, asked=asked, about_host=reply.status in BUSY)
    return NotGiven(told)
