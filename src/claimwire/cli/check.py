"""`claimwire check`: every record, level by level."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ..checks import CHECKS, LEVELS, load, run, summary
from ..corpus.workspace import Workspace
from .output import echo_json


@click.command(name="check")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option(
    "--level", type=click.IntRange(min(LEVELS), max(LEVELS)), default=max(LEVELS), help="Run levels 1 to this one."
)
@click.option(
    "--only", metavar="ID", type=click.Choice([check.check_id for check in CHECKS]), help="Run this check alone."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a problem.")
@click.option("--list", "list_checks", is_flag=True, help="List the checks and exit.")
@click.option(
    "--corpus-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A corpus folder outside the repository, such as a hydrated one, in place of the one of its id.",
)
def command(
    corpora: tuple[str, ...],
    level: int,
    only: str | None,
    as_json: bool,
    list_checks: bool,
    corpus_dir: Path | None,
) -> None:
    r"""Check every record of the repository, or only the problems of some CORPUS.

    A problem is a line: place, record, id of the check, what was found, what to do. The levels build on each other:
    fix those of a lower level first. docs/checks.md says what each check finds. Exit status 0 means no problems,
    1 problems, 2 that the input cannot be used.

    \b
    Examples:
      claimwire check
      claimwire check mycorpus --level 3
      claimwire check --only span-cuts-word --corpus-dir ~/texts/mycorpus
      claimwire check --json | jq -r .check_id | sort | uniq -c
    """
    if list_checks:
        for check in CHECKS:
            click.echo(f"{check.level}  {check.check_id:30} {check.finds}")
        return
    workspace = Workspace.find()
    for corpus_id in corpora:
        workspace.corpus_folder(corpus_id)
    checks = [check for check in CHECKS if only in (None, check.check_id)]
    with load(workspace, () if corpus_dir is None else (corpus_dir,)) as repository:
        problems = run(repository, checks, level, corpora)
    for problem in problems:
        if as_json:
            echo_json(asdict(problem))
        else:
            click.echo(str(problem))
    extent = f"at level{'s 1 to' if level > 1 else ''} {level}" if only is None else f"of {only}"
    click.echo(summary(repository, len(problems), extent, corpora), err=as_json)
    raise SystemExit(1 if problems else 0)
