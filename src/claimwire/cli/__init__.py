"""The `claimwire` command. Each subcommand is a module of this package with a click command called `command`.

A subcommand's module is imported only when it is used, so that `claimwire --help` is quick; it parses its arguments,
calls the package and prints, nothing more.

Exit status: 0 if all is well, 1 if there is something to fix, 2 if the input or a file cannot be used, 70 for a defect
of claimwire.
"""

from __future__ import annotations

import os
import platform
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from ..errors import ClaimwireError
from ..terminal import safe_streams
from ..versions import __version__
from .groups import LazyGroup, debug_option
from .session import Session

UNUSABLE = 2
"""Exit status if the input or a file cannot be used."""

DEFECT = 70
"""Exit status of a defect of claimwire: `EX_SOFTWARE` of `sysexits.h`."""


COMMANDS: dict[str, str] = {
    "init": "Make a repository of your own.",
    "corpus": "Add a corpus to the repository.",
    "outlet": "Add an outlet to the repository.",
    "schema": "Print or write what is made from the record models.",
    "migrate": "Bring a corpus of an older schema to the newest.",
    "rulings": "Show the rulings of the codebook, or test an annotator on them.",
    "ingest": "Read raw documents into a corpus.",
    "remove": "Take articles that are not published out of a corpus.",
    "rename": "Give an article that is not published another id.",
    "sentences": "Print an article's sentences, or find those of a corpus again.",
    "annotator": "List or add annotators.",
    "anchor": "Turn a layer of quoted claims into offsets.",
    "import": "Read layers from files of another format.",
    "annotate": "Let a program make a layer of every article.",
    "preannotate": "Let a model propose claims, for people to start from.",
    "serve-model": "Serve a model that Label Studio asks and that learns from answers.",
    "export": "Write claims of a corpus or a release in another format.",
    "labelstudio": "Annotate in Label Studio: send articles, read layers.",
    "agreement": "Measure how far annotators agree.",
    "adjudicate": "Merge several layers into one, with a reason for every decision.",
    "revise": "Change adjudicated claims afterwards, by rulings.",
    "entities": "Propose which entities the names in claims refer to.",
    "event": "List or add events, and say which claims are about them.",
    "fact": "List or add facts, which verdicts rest on.",
    "link": "Propose links between claims that say the same thing.",
    "conflicts": "Show where sources contradict each other, event by event.",
    "predict": "Find the claims of an article with a model.",
    "baselines": "List models and classifiers, or train one.",
    "show": "Show an article's claims.",
    "sourcing": "Show who an article's content comes from: how much, how many, who is silent.",
    "tolls": "Show what was known of each toll at each hour, and score predictions.",
    "explore": "Write a release as pages to search and read.",
    "score": "Score predictions on a release, next to trivial ones.",
    "duplicates": "List near-duplicate articles and statements.",
    "fmt": "Rewrite records in the form that `claimwire check` asks for.",
    "check": "Check every record, level by level.",
    "hydrate": "Restore the texts of a stand-off corpus from your own copy.",
    "dehydrate": "Make the stand-off records of a hydrated corpus.",
    "build": "Build the release and verify it.",
    "publish": "Publish a release on the Hugging Face Hub.",
    "deposit": "Deposit a release on Zenodo, for a DOI.",
    "audit": "Draw a sample for blind re-annotation, and score it.",
    "diff": "Show what changed between two releases.",
    "verify": "Compare a release with its own list of hashes.",
    "archive": "Write a published release as one file.",
    "withdraw": "Withdraw an article, claim or entity from every version.",
}
"""Every subcommand and the line that `claimwire --help` shows of it; the module is named for the command."""

MODULE_OF = {"import": "import_layers"}
"""The modules that cannot have the names of their commands, which are words of Python."""


class CommandLine(LazyGroup):
    """The command itself: its subcommands are in the order in which data goes through them."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command; no control of a text reaches the terminal."""
        with safe_streams():
            return super().main(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; at the end it says which faulty lines it left out."""
        if ctx.obj is None:
            ctx.obj = Session.from_environment()
        with ctx.obj.reporting():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=CommandLine,
    modules={name: MODULE_OF.get(name, name.replace("-", "_")) for name in COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="claimwire")
@debug_option
def group() -> None:
    """Claims in news articles: annotate, check, restore, publish.

    The data goes: raw document -> ingest -> annotate -> adjudicate -> check -> build -> load_dataset.
    Run it inside a claimwire repository; `claimwire COMMAND --help` explains each step.

    Exit status: 0 if all is well; 1 if there is something to fix, also if faulty lines were left out; 2 if the input or
    a file cannot be used; 70 for a defect in claimwire.
    """


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Run the command; an error about the input is one message and exit status 2, a defect a request and 70.

    A command that is asked to end (SIGTERM, SIGHUP) cleans up what it has half written, as on Ctrl+C. A signal
    that the command was started to ignore, as `nohup` and a shell's `&` do, stays ignored.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    session = Session.from_environment()
    with safe_streams():
        try:
            group(standalone_mode=True, obj=session)
        except Exception as error:
            if session.debug:
                traceback.print_exc()
            status, message = _outcome(error)
            click.echo(message, err=True)
            sys.exit(status)


def _outcome(error: Exception) -> tuple[int, str]:
    """Return the exit status of an error and what to print of it."""
    if isinstance(error, ClaimwireError):
        return UNUSABLE, f"claimwire: {error}"
    if isinstance(error, OSError):
        return UNUSABLE, f"claimwire: {_os_message(error)}"
    return DEFECT, _defect_message(error)


def _os_message(error: OSError) -> str:
    """Return which file could not be read or written, and why; of one that may only be read also what to do."""
    from ..corpus.writable import DENIED, not_writable

    reason = error.strerror or str(error) or type(error).__name__
    names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    denied = not_writable(Path(names[-1])) if names and error.errno in DENIED else None
    return f"{' -> '.join(names)}: {denied or reason}" if names else reason


def _defect_message(error: Exception) -> str:
    """Return what to report of an error that claimwire did not expect: what it is and the place in its code."""
    frames = traceback.extract_tb(error.__traceback__)
    inner = next((frame for frame in reversed(frames) if "claimwire" in frame.filename), frames[-1] if frames else None)
    place = "" if inner is None else f", in {inner.name} ({Path(inner.filename).name}:{inner.lineno})"
    return (
        "claimwire: this is a defect in claimwire, please report it with this:\n"
        f"  {type(error).__name__}: {error}{place}\n"
        f"  claimwire {__version__}, Python {platform.python_version()}, {platform.system()}\n"
        "Run the command again with --debug for the traceback."
    )
