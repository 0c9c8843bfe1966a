"""`claimwire fmt`: records written by hand come into the one form in which records are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..corpus.corpus import Table
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from ..upkeep.canonical import format_files, record_files
from .writing import wait_option

SHOWN = 5
"""Changes of a file that are printed."""


@click.command(name="fmt")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; end with 1 if a file would change.")
@click.option("--all", "every", is_flag=True, help=f"Print every change, also if a file has more than {SHOWN}.")
@wait_option
def command(files: tuple[Path, ...], only_check: bool, every: bool, wait: float) -> None:
    r"""Bring FILES of records, by default all of the repository, into the form in which claimwire writes them.

    That is one object per line with its keys sorted, no spaces between them, no escapes, no field at its default, no
    blank line; lines in the order of their table. Every record stays what it is. A file with a line that holds no valid
    record, or a key twice, of which one value would be lost, is refused with its line, and nothing is written.

    The files are those of corpora (annotations/CORPUS/*.jsonl), and annotators.jsonl, rulings.jsonl and withdrawn.jsonl
    in annotations/. What is published is left alone.

    \b
    Examples:
      claimwire fmt --check
      claimwire fmt annotations/mycorpus/events.jsonl
    """
    workspace = Workspace.find()
    chosen = _chosen(workspace, files)
    changes, problems = format_files(chosen, write=not only_check, wait=wait)
    for problem in problems:
        click.echo(problem.replace(f"{workspace.root}/", ""), err=True)
    for path, told in changes.items():
        for change in told if every else told[:SHOWN]:
            click.echo(f"{workspace.shown(path)}: {change}")
        if not every and told[SHOWN:]:
            click.echo(f"{workspace.shown(path)}: and {len(told) - SHOWN} more; --all prints them too")
    if problems:
        click.echo("nothing was written: fix these lines first", err=True)
    else:
        verb = "would change" if only_check else "changed"
        click.echo(f"{len(changes)} of {len(chosen)} files {verb}")
    if problems or (only_check and changes):
        raise SystemExit(1)


def _chosen(workspace: Workspace, files: tuple[Path, ...]) -> dict[Path, Table[Any]]:
    """Return the files named, or all; raises `WorkspaceError` if one is no file of records."""
    known = record_files(workspace)
    if not files:
        return known
    by_place = {path.resolve(): path for path in known}
    for file in files:
        if file.resolve() not in by_place:
            raise WorkspaceError(
                f"{file} is not a file of records of this repository; those are annotations/CORPUS/TABLE.jsonl, and "
                "annotators.jsonl, rulings.jsonl and withdrawn.jsonl in annotations/"
            )
    return {path: known[path] for file in files for path in [by_place[file.resolve()]]}
