"""What the header of a request says, before its body is read: which host it is for, from whom, and of what length."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection, Mapping
from email.message import Message
from typing import Any

Answer = tuple[int, Mapping[str, Any]]
"""A status of HTTP, and what the body has as JSON."""

LONGEST_LENGTH = 12
"""Most digits of the length of a request that are read."""


def names_host(headers: Message, hosts: Collection[str]) -> bool:
    """Return whether a request is for one of some hosts, which are in lower case and with their ports."""
    found = headers.get_all("Host", [])
    return len(found) == 1 and str(found[0]).strip().lower() in hosts


def has_password(headers: Message, password: str) -> bool:
    """Return whether a request has a password, by HTTP Basic, with any user's name."""
    kind, _, given = str(headers.get("Authorization", "")).partition(" ")
    try:
        told = base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
    except ValueError:
        return False
    return kind.lower() == "basic" and hmac.compare_digest(told.encode(), password.encode())


def wrong_length(headers: Message, most: int) -> Answer | None:
    """Return why a body of the length that a request says, in bytes, is not read; None if it is."""
    lengths = headers.get_all("Content-Length", [])
    length = str(lengths[0]) if len(lengths) == 1 and "Transfer-Encoding" not in headers else ""
    if not length.isascii() or not length.isdigit():
        return 411, {"error": "the request has to say its Content-Length, once"}
    if len(length) > LONGEST_LENGTH:
        return 413, {"error": f"the request has a length of {len(length)} digits; {most} bytes are the most"}
    if int(length) > most:
        return 413, {"error": f"the request has {length} bytes; {most} are the most"}
    return None
