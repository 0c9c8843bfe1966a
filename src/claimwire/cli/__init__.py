"""The `claimwire` command. Each subcommand is a module of this package with a click command called `command`.

A subcommand's module is imported only when it is used, so that `claimwire --help` is quick; it parses its arguments,
calls the package and prints, nothing more.
"""

from __future__ import annotations

import importlib
import signal
import sys

import click

from ..errors import ClaimwireError
from ..versions import __version__

COMMANDS: dict[str, str] = {
    "schema": "Print or write what is made from the record models.",
    "ingest": "Read raw documents into a corpus.",
    "anchor": "Turn a layer of quoted claims into offsets.",
    "export": "Write layers or adjudicated claims in another format.",
    "labelstudio": "Annotate in Label Studio: send articles, read layers.",
    "agreement": "Measure how far annotators agree.",
    "adjudicate": "Make one layer of several, with a reason for every decision.",
    "link": "Propose links between claims that say the same thing.",
    "conflicts": "Show where sources contradict each other, event by event.",
    "show": "Show an article's claims.",
    "duplicates": "List near-duplicate articles and statements.",
    "check": "Check every record, level by level.",
    "hydrate": "Restore the texts of a stand-off corpus from your own copy.",
    "dehydrate": "Make the stand-off records of a hydrated corpus.",
    "build": "Build the release and verify it.",
    "audit": "Draw a sample for blind re-annotation, and score it.",
    "diff": "Tell what changed between two releases.",
}
"""Every subcommand and the line that `claimwire --help` shows of it; the module is named for the command."""


class LazyGroup(click.Group):
    """A click group that imports a subcommand's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the subcommands, in the order in which data goes through them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a subcommand; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{cmd_name.replace('-', '_')}", __name__)
        command = module.command
        assert isinstance(command, click.Command)
        return _with_line_breaks(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _with_line_breaks(command: click.Command) -> click.Command:
    r"""Turn the `\b` of raw docstrings into the character by which click keeps the lines of a paragraph apart."""
    command.help = command.help and command.help.replace("\\b\n", "\b\n")
    for part in getattr(command, "commands", {}).values():
        _with_line_breaks(part)
    return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="claimwire")
def group() -> None:
    """Claims in news articles: annotate, check, restore, publish.

    The data goes: raw document -> ingest -> annotate -> adjudicate -> check -> build -> load_dataset.
    Run it inside a claimwire repository; `claimwire COMMAND --help` explains each step.
    """


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Run the command; an error about the input is one message and exit status 2, not a traceback.

    A command that is asked to end (SIGTERM, SIGHUP) puts away what it has half written, as it does at Ctrl+C. A signal
    that the command was started to ignore, as `nohup` and a shell's `&` do, stays ignored.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    try:
        group(standalone_mode=True)
    except ClaimwireError as error:
        click.echo(f"claimwire: {error}", err=True)
        sys.exit(2)
