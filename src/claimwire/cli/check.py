"""`claimwire check`: every record, level by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from ..checks import CHECKS, LEVELS, load, run, summary
from ..checks.findings import Problem
from ..corpus.corpus import CORPUS_FILE
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from .bars import counted
from .options import Name, not_with
from .output import echo_json

SHOWN = 5
"""Problems of a check that are printed; the others are counted, unless there is only one more."""


@click.command(name="check")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option(
    "--level", type=click.IntRange(min(LEVELS), max(LEVELS)), default=max(LEVELS), help="Run levels 1 to this one."
)
@click.option("--only", metavar="ID", type=Name([check.check_id for check in CHECKS]), help="Run this check alone.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per problem.")
@click.option("--all", "every", is_flag=True, help=f"Print every problem, not only the first {SHOWN} of a check.")
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
    every: bool,
    list_checks: bool,
    corpus_dir: Path | None,
) -> None:
    r"""Check every record of the repository, or only the problems of some CORPUS.

    Problems are grouped by check: a line with the id of the check, how many there are and what to do, and below it a
    line per problem with its place, its record and what was found, of each check the first five or, with --all, all.
    The levels build on each other: fix those of a lower level first. docs/checks.md says what each check finds. Exit
    status 0 means no problems, 1 problems, 2 that the input cannot be used.

    \b
    Examples:
      claimwire check
      claimwire check mycorpus --level 3
      claimwire check --all > problems.txt
      claimwire check --only span-cuts-word --corpus-dir ~/texts/mycorpus
      claimwire check --json | jq -r .check_id | sort | uniq -c
    """
    not_with(list_checks, "--list", "corpora", "level", "only", "as_json", "every", "corpus_dir")
    not_with(as_json, "--json, which has every problem", "every")
    not_with(only is not None, "--only, which runs one check of whatever level", "level")
    if list_checks:
        for check in CHECKS:
            click.echo(f"{check.level}  {check.check_id:30} {check.finds}")
        return
    if corpus_dir is not None and not (corpus_dir / CORPUS_FILE).is_file():
        raise WorkspaceError(f"{corpus_dir} has no {CORPUS_FILE}; name the folder of a corpus")
    workspace = Workspace.find()
    for corpus_id in corpora:
        workspace.corpus_folder(corpus_id)
    checks = [check for check in CHECKS if only in (None, check.check_id)]
    with (
        load(workspace, () if corpus_dir is None else (corpus_dir,)) as repository,
        counted("checking articles") as progress,
    ):
        articles = sum(counts["articles"] for counts in repository.counts.values())
        problems = run(repository, checks, level, corpora, lambda done: progress(done, articles))
    if as_json:
        for problem in problems:
            echo_json(asdict(problem))
    else:
        _print(problems, every=every or only is not None)
    extent = f"at level{'s 1 to' if level > 1 else ''} {level}" if only is None else f"of {only}"
    click.echo(summary(repository, len(problems), extent, corpora), err=as_json)
    raise SystemExit(1 if problems else 0)


def _print(problems: Sequence[Problem], *, every: bool) -> None:
    """Print problems by check: how many there are and what to do, and below it a line each, the first few or all."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.check_id, []).append(problem)
    for check_id, found in groups.items():
        click.echo(f"{check_id}, {len(found)} problem{'s' if found[1:] else ''}: {found[0].advice}")
        shown = found if every or len(found) <= SHOWN + 1 else found[:SHOWN]
        for problem in shown:
            click.echo(f"  {problem.where}: {problem.message}")
        if len(shown) < len(found):
            click.echo(f"  and {len(found) - len(shown)} more; --all shows them")
