"""What a local server may reach, and at which address others reach it: all of it as environment variables.

Label Studio fetches addresses that its users name: files to import, models to ask. By default it refuses those that
lead into this machine or into a network around it, so that nobody who may use the server sees what only its machine may
see. That stays on. A model service on this machine needs the one exception that `with_loopback` makes.
"""

from __future__ import annotations

import urllib.parse
from dataclasses import dataclass

from ...errors import LabelStudioError

LOOPBACK = "127.0.0.0/8"

BANNED_SUBNETS = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    LOOPBACK,
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "233.252.0.0/24",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "::/128",
    "::1/128",
    "::ffff:0:0/96",
    "::ffff:0:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001:0000::/32",
    "2001:20::/28",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
)
"""The networks that the pinned Label Studio never asks: its own list, which it does not let one name in part.

They are the reserved addresses of IPv4 and IPv6 (RFC 6890); a test holds them against the installed server's.
"""


@dataclass(frozen=True)
class Reach:
    """How far a server reaches: the address at which a reverse proxy shows it to others, and what it may ask.

    `public_url` is empty if only this machine uses it. With `with_loopback` it may ask services of this machine.
    """

    public_url: str = ""
    with_loopback: bool = False

    def __post_init__(self) -> None:
        if self.public_url and not _is_for_others(self.public_url):
            raise LabelStudioError(
                f"{self.public_url!r} is not an address under which others reach the server, such as "
                "https://labels.example.org: it begins with https and ends with the host, or with its port"
            )

    def variables(self) -> dict[str, str]:
        """Return the server's environment variables."""
        found: dict[str, str] = {}
        if self.public_url:
            address = self.public_url.rstrip("/")
            found |= {
                "LABEL_STUDIO_HOST": address,
                "CSRF_TRUSTED_ORIGINS": address,
                "SESSION_COOKIE_SECURE": "1",
                "CSRF_COOKIE_SECURE": "1",
            }
        if self.with_loopback:
            others = [network for network in BANNED_SUBNETS if network != LOOPBACK]
            found |= {
                "USE_DEFAULT_BANNED_SUBNETS": "false",
                "USER_ADDITIONAL_BANNED_SUBNETS": ",".join(others),
            }
        return found


def _is_for_others(address: str) -> bool:
    """Return whether an address is https and names a host and perhaps its port, and nothing else."""
    try:
        parts = urllib.parse.urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password
    return parts.scheme == "https" and bool(parts.hostname) and has_port and not rest
