"""`claimwire annotator`: who or what annotates."""

from __future__ import annotations

import click

from ..schema import Annotator
from ..schema.vocab import AnnotatorKind
from ..upkeep.people import add_annotator
from ..upkeep.world import made
from .groups import NamedGroup
from .options import Name
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table
from .writing import wait_option


@click.group(name="annotator", cls=NamedGroup)
def command() -> None:
    """List or add annotators: layers and decisions name them."""


@command.command(name="add")
@click.argument("annotator_id", metavar="ID")
@click.option("--kind", required=True, type=Name(AnnotatorKind.names()), help="Who or what annotates.")
@click.option(
    "--description", required=True, help="Who or what that is, with version where known, and what was not checked."
)
@click.option("--dry-run", is_flag=True, help="Check everything, but write nothing.")
@wait_option
def add_command(annotator_id: str, kind: str, description: str, dry_run: bool, wait: float) -> None:
    r"""Add the annotator ID to annotations/annotators.jsonl.

    An id belongs to one annotator for good. The id and the description are published: the id of a person does not have
    to be their name. Say what is true: agreement between models is never shown as agreement between people.

    \b
    Examples:
      claimwire annotator add anna --kind human --description "A journalist; read the codebook, no training."
      claimwire annotator add model_x --kind model --description "Model X 1.2, by prompt; nobody checked its work."
    """
    annotator = made(
        Annotator, annotator_id=annotator_id, annotator_kind=AnnotatorKind[kind.upper()], description=description
    )
    status = add_annotator(repository(), annotator, dry_run=dry_run, wait=wait)
    click.echo(f"{'dry run: ' if dry_run else ''}{status}: {annotator_id}")


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per annotator.")
def list_command(as_json: bool) -> None:
    r"""List who or what annotates.

    \b
    Example:
      claimwire annotator list
    """
    annotators = [row.record for row in repository().annotators()[0]]
    if as_json:
        for annotator in annotators:
            echo_json(annotator.model_dump(mode="json"))
        return
    if annotators:
        rows = [(x.annotator_id, x.annotator_kind.value, x.description) for x in annotators]
        wide_table(wide_console(), ("id", "kind", "description"), rows)
    click.echo(f"{len(annotators)} annotators")
