"""`claimwire remove`: articles that are not published go from a corpus, with all that belongs to them."""

from __future__ import annotations

from collections import Counter

import click

from ..upkeep.articles import ids_with, remove_articles, require_unnamed, require_unpublished
from .session import repository
from .writing import editing_corpus, wait_option


@click.command(name="remove")
@click.argument("corpus")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--with-annotations", is_flag=True, help="Remove their layers, claims, decisions and checks as well.")
@click.option("--dry-run", is_flag=True, help="Check everything, but write nothing.")
@wait_option
def command(corpus: str, articles: tuple[str, ...], with_annotations: bool, dry_run: bool, wait: float) -> None:
    r"""Take articles out of CORPUS, by their ids: their records, and their documents in corpus.toml.

    What people made of them (layers, claims, decisions, checks) goes only with --with-annotations, and with it links
    that would join no two articles. Events and facts stay. The raw documents are not touched; `claimwire ingest` takes
    them in again. An article that is published keeps its records: `claimwire withdraw` takes it out of every version.
    Tasks that a Label Studio server has of it are not removed there.

    \b
    Examples:
      claimwire remove mycorpus mycorpus_page --dry-run
      claimwire remove mycorpus mycorpus_page mycorpus_ferry --with-annotations
    """
    workspace = repository()
    with editing_corpus(workspace, corpus, wait, dry_run=dry_run) as edit:
        require_unpublished(workspace, articles)
        gone = remove_articles(edit, articles, with_annotations=with_annotations)
        ids = {x for article_id in articles for x in ids_with(edit.corpus, article_id)}
        require_unnamed((workspace.corpus(other) for other in workspace.corpus_ids() if other != corpus), ids)
    click.echo(f"{'dry run: would be removed' if dry_run else 'removed'}: {counted(gone)}")


def counted(lines: Counter[str]) -> str:
    """Return how many lines of which tables are meant: `2 of articles, 3 of claims`."""
    return ", ".join(f"{count} of {name}" for name, count in lines.items() if count)
