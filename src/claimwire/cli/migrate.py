"""`claimwire migrate`: a corpus of an older schema brought to the newest."""

from __future__ import annotations

import click

from ..adjudication import recounted
from ..corpus.migration import migrate_corpus, migration_of
from ..versions import SCHEMA_VERSION
from .session import repository
from .writing import editing_corpus, wait_option


@click.command(name="migrate")
@click.argument("corpus")
@click.option("--write", is_flag=True, help="Write the files; without it only what would change is shown.")
@wait_option
def command(corpus: str, write: bool, wait: float) -> None:
    r"""Bring the records of CORPUS from an older schema to the newest.

    Shows which files would change, and writes all of them or none with --write. Slots that the older schema does not
    have stay absent: layers keep the version of the codebook they were made with, and slots that it did not ask for are
    listed as not asked. What is computed from decisions (their kind, the fields that differ) is recomputed.

    \b
    Examples:
      claimwire migrate mycorpus
      claimwire migrate mycorpus --write
    """
    workspace = repository()
    folder = workspace.corpus_folder(corpus)
    found = migrate_corpus(folder, wait=wait) if write else migration_of(folder)
    if write and found.files:
        with editing_corpus(workspace, corpus, wait) as edit:
            edit.merge("adjudications", recounted(edit.corpus, edit.corpus.articles, workspace.programs()))
    if not found.texts:
        click.echo(f"{corpus} is in schema {SCHEMA_VERSION} already")
        return
    for name, text in found.texts.items():
        click.echo(f"{'wrote' if write else 'would write'} {folder / name} ({text.count(chr(10))} lines)")
    if not write:
        click.echo(f"schema {found.version} -> {SCHEMA_VERSION}; nothing was written; use --write")
