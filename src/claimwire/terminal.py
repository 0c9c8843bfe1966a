"""Text as it is safe to print on a terminal: what would control the terminal or reorder a line is shown as an escape.

A text of a record or a file name may contain escape sequences that write the clipboard or change colours permanently,
and bidirectional controls that show a line in another order than it has. `safe_streams` does this for everything that
is written to standard output and standard error; lines of JSON get `visible_json` before, so that they stay JSON.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0 and C1 controls except tab and line feed, Unicode's bidirectional controls, and halves of surrogate pairs."""


LONG_WORD = re.compile(r"\S{101,}")
"""What is too long for a word of a message: it was meant as something else, or is damage."""


def with_short_words(message: str) -> str:
    """Return a message with the first 60 code points of every word of more than 100, and how many there are."""
    return LONG_WORD.sub(lambda found: f"{found[0][:60]}… ({len(found[0])} code points)", message)


def visible(text: str) -> str:
    r"""Return a text with every control shown as an escape such as `\x1b` or `\u202e`; the rest stays as it is."""
    return CONTROLS.sub(lambda found: _escape(found[0]), text)


def visible_offset(text: str, offset: int) -> int:
    """Return where an offset of a text, in code points, is in `visible(text)`."""
    return len(visible(text[:offset]))


def visible_json(line: str) -> str:
    r"""Return JSON with every control in a string written as `\u001b`: other bytes, the same value."""
    return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


class PlainStream:
    r"""A text stream that writes what its encoding lacks as an escape such as `\u2192`, in place of raising an error.

    Where nobody reads any more, as behind `| head`, the rest goes nowhere, and no error stops a command half way. It
    has no `buffer`, so that nothing is written past it. Everything else is that of the stream.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text and return its length."""
        with self._to_nobody():
            try:
                self.stream.write(text)
            except UnicodeEncodeError as error:
                self.stream.write(text.encode(error.encoding, "backslashreplace").decode(error.encoding))
        return len(text)

    def flush(self) -> None:
        """Write what waits to be written."""
        with self._to_nobody():
            self.stream.flush()

    @contextmanager
    def _to_nobody(self) -> Iterator[None]:
        """Have what is written, and all that follows, go nowhere if nobody reads it any more."""
        try:
            yield
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stream.fileno())
            os.close(nowhere)

    def writelines(self, lines: list[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self.stream, name)


class SafeStream(PlainStream):
    """A text stream that shows every control as an escape."""

    def write(self, text: str) -> int:
        """Write a text and return its length."""
        super().write(visible(text))
        return len(text)


@contextmanager
def safe_streams() -> Iterator[None]:
    """Have everything that is written to standard output and standard error go through a `SafeStream`."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast(TextIO, SafeStream(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def stream_below(stream: TextIO) -> TextIO:
    """Return the stream that a `SafeStream` writes to, or the stream itself, without its check for controls.

    It is for what writes controls of its own, such as colours, and makes those of the text visible itself.
    """
    while isinstance(stream, SafeStream):
        stream = stream.stream
    return cast(TextIO, PlainStream(stream))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
