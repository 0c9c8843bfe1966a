"""Text as it is safe to print on a terminal: what would control the terminal or reorder a line is shown as an escape.

A text of a record or a file name may contain escape sequences that write the clipboard or change colours permanently,
and bidirectional controls that show a line in another order than it has. Every command prints such strings with
`visible`, and lines of JSON with `visible_json`.
"""

from __future__ import annotations

import re

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0 and C1 controls except tab and line feed, Unicode's bidirectional controls, and halves of surrogate pairs."""


def visible(text: str) -> str:
    r"""Return a text with every control shown as an escape such as `\x1b` or `\u202e`; the rest stays as it is."""
    return CONTROLS.sub(lambda found: _escape(found[0]), text)


def visible_offset(text: str, offset: int) -> int:
    """Return where an offset of a text, in code points, is in `visible(text)`."""
    return len(visible(text[:offset]))


def visible_json(line: str) -> str:
    r"""Return JSON with every control in a string written as `\u001b`: other bytes, the same value."""
    return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
