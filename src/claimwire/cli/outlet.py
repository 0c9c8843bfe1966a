"""`claimwire outlet`: who publishes articles."""

from __future__ import annotations

import click

from ..corpus.workspace import Workspace
from ..schema import AddedValue
from ..schema.vocab import OutletKind
from ..starting.adding import add_outlet
from ..starting.beginning import RESERVED, OutletFacts
from .groups import NamedGroup
from .options import ListedName


@click.group(name="outlet", cls=NamedGroup)
def command() -> None:
    """Add outlets to the repository."""


@command.command(name="add")
@click.argument("outlet_id", metavar="ID")
@click.option("--name", help="Its name; made from the id if not given.")
@click.option("--country", help="The country it publishes from or is owned in.")
@click.option("--language", default="en", show_default=True, metavar="ISO", help="Language of its texts.")
@click.option("--domain", help="Its domain name.")
@click.option(
    "--kind",
    type=ListedName(OutletKind),
    default=OutletKind.UNKNOWN.value,
    show_default=True,
    help="What sort of publisher it is; also one that annotations/release.toml adds.",
)
@click.option("--licence", metavar="NAME", default=RESERVED, show_default=True, help="Licence of its texts.")
@click.option("--open-texts/--stand-off", default=False, show_default=True, help="Whether its texts may be passed on.")
@click.option("--invented", is_flag=True, help="It exists only in invented texts.")
@click.option("--dry-run", is_flag=True, help="Show the name of the file, but write nothing.")
def add(
    outlet_id: str,
    name: str | None,
    country: str | None,
    language: str,
    domain: str | None,
    kind: OutletKind | AddedValue,
    licence: str,
    open_texts: bool,
    invented: bool,
    dry_run: bool,
) -> None:
    r"""Write the file of an outlet, annotations/outlets/ID.toml.

    \b
    Example:
      claimwire outlet add post --name "Lantern Post" --country Elvery --domain lantern-post.example --kind private
    """
    workspace = Workspace.find()
    facts = OutletFacts(
        outlet_id,
        name,
        country,
        language,
        domain,
        kind,
        licence,
        open_texts,
        invented,
    )
    path = add_outlet(workspace, facts, dry_run=dry_run)
    click.echo(f"{'would write' if dry_run else 'wrote'} {workspace.shown(path)}")
