"""What an address of the web may be, wherever people, documents or records give one."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

IN_NO_DOMAIN = frozenset(":/\\@?#")
"""Characters of addresses that no domain name has."""


def is_web_address(address: str) -> bool:
    """Return whether an address is one of the web: http or https, a host, and no user name, white space or control.

    Addresses that do something else when they are opened (`javascript:`, `data:`, `file:`) are none.
    """
    try:
        split = urlsplit(address)
        has_host = bool(split.hostname) and "@" not in split.netloc and (split.port is None or split.port > 0)
    except ValueError:
        return False
    return split.scheme in ("http", "https") and has_host and "\\" not in address and not has_space_or_control(address)


def web_address(address: str) -> str:
    """Return an address; raises `ValueError` if it is not one of the web."""
    if not is_web_address(address):
        raise ValueError(
            "not an address of the web; write one that begins with https:// or http:// and a host, without spaces and "
            "without a user name"
        )
    return address


def domain_name(domain: str) -> str:
    """Return the domain name of an outlet, or the words that stand where nobody knows it.

    Raises `ValueError` if it is an address or has controls.
    """
    if IN_NO_DOMAIN.intersection(domain) or any(unicodedata.category(character) == "Cc" for character in domain):
        raise ValueError("not a domain name; write it without https:// and without a path, such as post.example")
    return domain


def has_space_or_control(text: str) -> bool:
    """Return whether a text has white space or a control character."""
    return any(character.isspace() or unicodedata.category(character) == "Cc" for character in text)
