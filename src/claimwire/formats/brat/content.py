"""The content of `.ann` and `.txt` files, and what is wrong with it as a whole."""

from __future__ import annotations

import codecs
from pathlib import Path

from ...errors import ClaimwireError

UTF_16_ZEROS = 0.5
"""The share of every other byte that is zero in UTF-16 of most languages, and never in UTF-8."""


class Utf16Error(ClaimwireError):
    """A file is UTF-16."""


def read_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a `.txt` file, and what is wrong with it: bytes that are not UTF-8 become U+FFFD.

    Raises `ClaimwireError` if it cannot be read at all, and `Utf16Error` if it is UTF-16.
    """
    content = content_of(path)
    require_no_utf_16(path, content)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"{path}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8"
        return content.decode("utf-8", "replace"), (problem,)


def require_no_utf_16(path: Path, content: bytes) -> None:
    """Raise `Utf16Error` for content with the byte order mark of UTF-16, or with a zero for half of its bytes."""
    halves = content[::2], content[1::2]
    zeros = max((half.count(0) / len(half) for half in halves if half), default=0)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or zeros > UTF_16_ZEROS:
        raise Utf16Error(f"{path} is UTF-16; save it as UTF-8")


def content_of(path: Path) -> bytes:
    """Return the bytes of a file; raises `ClaimwireError` if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ClaimwireError(f"{path}: cannot be read: {error.strerror}") from error
