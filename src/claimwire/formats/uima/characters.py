"""Text that XML 1.0 can hold: what is forbidden there has another character in its place, so that offsets stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML 1.0 cannot hold, not even as a reference; each is one code unit of UTF-16."""

IN_PLACE = "\ufffd"
"""The replacement character of Unicode, which is one code unit, too."""


def xml_text(text: str) -> str:
    """Return a text of the same length without the characters that XML 1.0 forbids."""
    return FORBIDDEN.sub(IN_PLACE, text)


def xml_json(values: Mapping[str, Any]) -> str:
    """Return values as JSON in which the characters that XML 1.0 forbids are written as escapes."""
    line = json.dumps(values, ensure_ascii=False)
    return FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def replaced(text: str) -> str | None:
    """Return what to tell people of the characters of a text that are replaced; None if there are none."""
    found = list(FORBIDDEN.finditer(text))
    if not found:
        return None
    shown = ", ".join(f"U+{ord(match[0]):04X} at {match.start()}" for match in found[:3])
    more = ", ..." if len(found) > 3 else ""
    return f"XML cannot hold {len(found)} characters of the text ({shown}{more}); U+FFFD is in their place"
