"""`claimwire corpus`: a further corpus of a repository."""

from __future__ import annotations

import click

from ..corpus.workspace import Workspace
from ..schema.vocab import AnnotatorKind
from ..starting.adding import add_corpus
from ..starting.beginning import CorpusFacts
from .corpus_options import language_option, open_texts_option, text_licence_option, written_by_option
from .groups import NamedGroup
from .writing import wait_option


@click.group(name="corpus", cls=NamedGroup)
def command() -> None:
    """Add corpora to the repository."""


@command.command(name="add")
@click.argument("corpus_id", metavar="CORPUS")
@click.option("--title", help="Its title; made from the id if not given.")
@click.option("--description", help="What it is.")
@language_option
@click.option("--recipe", default="plain-text", show_default=True, help="Recipe that its documents are read with.")
@open_texts_option
@text_licence_option
@written_by_option
@click.option("--dry-run", is_flag=True, help="List the files, but write none.")
@wait_option
def add(
    corpus_id: str,
    title: str | None,
    description: str | None,
    language: str,
    recipe: str,
    open_texts: bool,
    text_licence: str | None,
    written_by: str | None,
    dry_run: bool,
    wait: float,
) -> None:
    r"""Make the folder of CORPUS and name it in annotations/release.toml.

    What you do not give here stays as a comment in its corpus.toml, and you can fill it in later. Its annotations have
    the licence of the release.

    \b
    Examples:
      claimwire corpus add bridges --open-texts --text-licence CC0-1.0
      claimwire corpus add archive --stand-off --recipe html --language de
    """
    workspace = Workspace.find()
    licence = workspace.plan().licence
    by = next((kind for kind in AnnotatorKind if kind == written_by), None)
    facts = CorpusFacts(corpus_id, title, description, language, recipe, open_texts, by, text_licence, licence)
    for path in add_corpus(workspace, facts, wait=wait, dry_run=dry_run):
        click.echo(f"{'would write' if dry_run else 'wrote'} {workspace.shown(path)}")
