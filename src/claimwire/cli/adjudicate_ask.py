"""Questions of a review in the terminal and the answers to them, plain enough to come from a file."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.text import Text

from ..errors import ClaimwireError

Options = Sequence[tuple[str, str]]
"""Values to choose from, each with its meaning."""


def say(console: Console, text: str, style: str = "") -> None:
    """Print a line, its brackets as they are."""
    console.print(Text(text, style=style))


def ask(text: str, suffix: str = ": ") -> str:
    """Return what a person types, without white space around it; raises `click.Abort` at the end of the input."""
    return str(click.prompt(text, default="", show_default=False, prompt_suffix=suffix)).strip()


def list_options(console: Console, options: Options) -> None:
    """Print values to choose from by number."""
    for place, (value, meaning) in enumerate(options, start=1):
        say(console, f"{place:3} {value}{': ' if meaning else ''}{meaning}")


def ask_for_one(console: Console, options: Options, what: str) -> str:
    """Return the value that a person gives by number or name; raises `ClaimwireError` where it is none of them."""
    list_options(console, options)
    answer = ask(what)
    values = [value for value, _ in options]
    chosen = values[int(answer) - 1] if answer.isdecimal() and 0 < int(answer) <= len(values) else answer
    if chosen not in values:
        raise ClaimwireError(f"{answer!r} is none of these; give the number of one of {len(values)}")
    return chosen
