"""Showing what was looked at before a release leaves the machine, and stopping where something was found."""

from __future__ import annotations

import click

from ..publishing.readiness import Inspected


def show_inspected(candidate: Inspected) -> None:
    """Print what was looked at; on standard error what was found."""
    for line in candidate.told:
        click.echo(line)
    for line in candidate.needed:
        click.echo(f"before --push: {line}")
    for problem in candidate.problems:
        click.echo(f"problem: {problem}", err=True)


def require_sound(candidate: Inspected, doing: str) -> None:
    """End the command with status 1 if something was found; `doing` is what is to be done then, as `published`."""
    if candidate.problems:
        version = candidate.manifest.data_version
        click.echo(f"nothing was sent: what was found has to be fixed before {version} is {doing}", err=True)
        raise SystemExit(1)
