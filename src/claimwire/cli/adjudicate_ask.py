"""Questions of a review in the terminal and the answers to them, plain enough to come from a file."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from ..adjudication.editing import Options, chosen_option


def say(console: Console, text: str, style: str = "") -> None:
    """Print a line, with its brackets as they are."""
    console.print(Text(text, style=style))


def ask(text: str, suffix: str = ": ") -> str:
    """Return what a person types, without white space around it; raises `click.Abort` at the end of the input."""
    return str(click.prompt(text, default="", show_default=False, prompt_suffix=suffix)).strip()


def list_options(console: Console, options: Options) -> None:
    """Print values to choose from, with their numbers."""
    for number, (value, meaning) in enumerate(options, start=1):
        say(console, f"{number:3} {value}{': ' if meaning else ''}{meaning}")


def ask_for_one(console: Console, options: Options, what: str) -> str:
    """Return the value that a person names by number or as it is; raises `ClaimwireError` if it is none of them."""
    list_options(console, options)
    return chosen_option(ask(what), options)
