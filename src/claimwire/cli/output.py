"""What commands print with, so that nothing of a text reaches the terminal as a control.

`click.echo` and `print` go through a `claimwire.terminal.SafeStream`, which `claimwire.cli` puts in place for commands.
rich writes colours, which are controls, so it writes past that stream; its consoles are made here, and escape what they
are given to print. A test finds consoles made elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from ..corpus.records import canonical_json
from ..terminal import safe_streams, stream_below, visible, visible_json

Update = Callable[[str], None]
"""Takes what a command is doing now."""


class SafeConsole(Console):
    """A console that shows every control of what it prints as an escape; its own controls, such as colours, stay."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the pieces that something is printed as."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)

    def render_str(self, text: str, **options: Any) -> Text:
        """Return a text with its controls as escapes before its width is measured."""
        return super().render_str(visible(text), **options)


def new_console(
    *, stderr: bool = False, file: TextIO | None = None, width: int | None = None, like: Console | None = None
) -> Console:
    """Return a console on a file, on standard output or on standard error, by default as wide as the terminal.

    With `like` it prints what that console would show on its terminal: as wide, in its colours.
    """
    output = file if file is not None else sys.stderr if stderr else sys.stdout
    if like is None:
        terminal: dict[str, Any] = {"width": width}
    else:
        terminal = {"width": like.width, "force_terminal": like.is_terminal, "color_system": like.color_system}
    return SafeConsole(file=stream_below(output), **terminal)


@contextmanager
def shown_status(text: str) -> Iterator[Update]:
    """Show on standard error, if that is a terminal, what a command is doing; give what changes it."""
    with new_console(stderr=True).status(Text(visible(text))) as shown, safe_streams():

        def update(now: str) -> None:
            shown.update(Text(visible(now)))

        yield update


def echo_json(value: Any) -> None:
    r"""Print a value as one line of JSON, with every control in its strings as `\uXXXX`: the same value."""
    click.echo(visible_json(canonical_json(value)))
