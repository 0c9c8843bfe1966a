"""`claimwire rename`: an article that is not published gets another id, and all that names it follows."""

from __future__ import annotations

import click

from ..upkeep.articles import ids_with, rename_article, require_unnamed, require_unpublished
from .remove import counted
from .session import repository
from .writing import editing_corpus, wait_option


@click.command(name="rename")
@click.argument("corpus")
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Check everything, but write nothing.")
@wait_option
def command(corpus: str, old: str, new: str, dry_run: bool, wait: float) -> None:
    r"""Give the article OLD of CORPUS the id NEW.

    The ids of its layers, claims, decisions and checks that begin with OLD begin with NEW then. All that names any of
    them follows: other claims, decisions, checks, links, entities, anchors, corpus.toml, and ids in remarks. An article
    that is published keeps its id. Files of layers, drafts of decisions and tasks on a Label Studio server still have
    the old id: finish them first, or make them again.

    \b
    Examples:
      claimwire rename mycorpus mycorpus_page mycorpus_ferry --dry-run
      claimwire rename mycorpus mycorpus_page mycorpus_ferry
    """
    workspace = repository()
    with editing_corpus(workspace, corpus, wait, dry_run=dry_run) as edit:
        require_unpublished(workspace, [old])
        others = [workspace.corpus(other) for other in workspace.corpus_ids() if other != corpus]
        changed = rename_article(edit, old, new, others)
        require_unnamed(others, ids_with(edit.corpus, old))
    click.echo(f"{'dry run: would change' if dry_run else 'changed'}: {counted(changed)}")
