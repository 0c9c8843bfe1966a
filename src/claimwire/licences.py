"""Licences of Creative Commons: their SPDX ids and the addresses of their texts, by what people call them."""

from __future__ import annotations

import re
from dataclasses import dataclass

ATTRIBUTION = re.compile(r"CC[ -](?P<kind>BY(?:-NC)?(?:-SA|-ND)?)[ -](?P<version>[0-9]\.[0-9])", re.IGNORECASE)
ZERO = re.compile(r"CC0[ -](?P<version>1\.0)", re.IGNORECASE)


@dataclass(frozen=True)
class CreativeCommons:
    """A licence, or the dedication to the public domain, by its SPDX id such as `CC-BY-4.0`, and where its text is."""

    spdx_id: str
    address: str


def creative_commons(name: str) -> CreativeCommons | None:
    """Return the licence of Creative Commons that a name such as `CC BY-SA 4.0` or `CC-BY-SA-4.0` is of; else None."""
    found = ATTRIBUTION.fullmatch(name)
    if found is not None:
        kind, version = found["kind"], found["version"]
        return CreativeCommons(
            f"CC-{kind.upper()}-{version}", f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
        )
    found = ZERO.fullmatch(name)
    if found is not None:
        version = found["version"]
        return CreativeCommons(f"CC0-{version}", f"https://creativecommons.org/publicdomain/zero/{version}/")
    return None
