"""`claimwire ingest`: raw documents become articles of a corpus."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ..corpus.workspace import Workspace
from ..ingest.add import SHOWN, IngestedDocument, add_articles, read_documents
from ..ingest.facts import DocumentFacts
from ..ingest.recipes import all_recipes
from ..schema.vocab import SegmentKind
from .output import shown_status
from .session import repository
from .writing import editing_corpus, wait_option


def _recipes(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        for recipe in all_recipes():
            click.echo(f"{recipe.name}/{recipe.version}: {recipe.describes}")
        ctx.exit()


@click.command(name="ingest")
@click.argument("corpus")
@click.argument("files", nargs=-1, required=True)
@click.option("--outlet", metavar="ID", help="Who published them (annotations/outlets/).")
@click.option("--recipe", help="Recipe to read them with, where it is not the corpus's own.")
@click.option("--published", metavar="EDTF", help="Their date of publication, where they do not give it in full.")
@click.option("--episode", metavar="ID", help="Id of the event they report (events.jsonl of a corpus).")
@click.option(
    "--replace", is_flag=True, help="Replace articles whose document, recipe or recorded facts are now others."
)
@click.option("--dry-run", is_flag=True, help="Do everything but write: also what would be refused is refused.")
@click.option("--all", "every", is_flag=True, help=f"Print a line for every document, also if more than {SHOWN}.")
@click.option("--recipes", is_flag=True, is_eager=True, expose_value=False, callback=_recipes, help="List the recipes.")
@wait_option
def command(
    corpus: str,
    files: tuple[str, ...],
    outlet: str | None,
    recipe: str | None,
    published: str | None,
    episode: str | None,
    replace: bool,
    dry_run: bool,
    every: bool,
    wait: float,
) -> None:
    r"""Read raw documents FILES into the corpus CORPUS.

    A recipe says of every piece of the document what it is; nothing is corrected, and the raw document can be made
    again from the article. Of an HTML page the headline, the lead, the paragraphs and the headings between them are
    kept; what is odd about it (words that only its own description has, several dates) is told as a warning. A
    document that is another kind of file than its recipe reads is refused.

    In a stand-off corpus no text is written, only offsets and hashes. Where any document cannot be taken in, all such
    are named and nothing is written. Documents are in UTF-8; an HTML page may also be in the encoding that it declares
    or marks. A text has at most 16 MB, a file of many records 64 MB, and a headline of a stand-off corpus 40 words,
    because it is published.

    --outlet, --recipe, --published and --episode are recorded in corpus.toml, for all documents of a call. If one of
    them says something else of a document that is there already, the document is refused, or with --replace recorded
    as the option says; what no option names stays as it is recorded. An article whose claims would then be of other
    words is never replaced.

    \b
    Examples:
      claimwire ingest mycorpus ~/texts/*.txt --dry-run
      claimwire ingest mycorpus page.html --recipe html --outlet myoutlet
      claimwire ingest wikinews articles.jsonl --outlet wikinews
      claimwire ingest mycorpus page.html --published 2031-05-06 --replace
    """
    workspace = repository()
    facts = DocumentFacts(outlet_id=outlet, recipe=recipe, published=published, episode_id=episode)
    events = () if episode is None else _events(workspace)
    with editing_corpus(workspace, corpus, wait, dry_run=dry_run) as edit:
        with shown_status("reading") as show:
            added = read_documents(
                edit.corpus,
                files,
                facts,
                workspace.outlets(),
                events,
                progress=lambda done, of: show(f"reading: {done} of {of} documents"),
            )
        if dry_run:
            _print(added, every=every)
        paths = add_articles(edit, added, replace=replace)
    if not dry_run:
        _print(added, every=every)
    if dry_run:
        count = sum(item.status != "unchanged" for item in added)
        click.echo(f"dry run: {count} articles would be written")
        return
    for path in paths:
        click.echo(f"wrote {path}")


def _events(workspace: Workspace) -> list[str]:
    """Return the ids of the events of all corpora."""
    return [event_id for corpus_id in workspace.corpus_ids() for event_id in workspace.corpus(corpus_id).events]


def _print(added: Sequence[IngestedDocument], *, every: bool) -> None:
    """Print a line for each document, or for the first ones of each status if there are many, and how many they are."""
    for status in dict.fromkeys(item.status for item in added):
        items = [item for item in added if item.status == status]
        for item in items if every else items[:SHOWN]:
            click.echo(_line(item))
        if not every and items[SHOWN:]:
            click.echo(f"and {len(items) - SHOWN} more {status}; --all prints them too")
    notes = [f"warning: {item.document.file}: {note}" for item in added for note in item.notes]
    for note in notes if every else notes[:SHOWN]:
        click.echo(note, err=True)
    if not every and notes[SHOWN:]:
        click.echo(f"and {len(notes) - SHOWN} more warnings; --all prints them too", err=True)


def _line(item: IngestedDocument) -> str:
    article = item.article
    left_out = [s for s in article.segments if s.start is None and s.kind is not SegmentKind.SEPARATOR]
    published = f"{article.publication.date or 'no date'} ({article.publication.found})"
    changes = "".join(f"; {difference.change}" for difference in item.differences)
    return (
        f"{item.status:9}  {article.article_id}  {article.recipe}  {published}  {len(article.sentences)} sentences, "
        f"{len(left_out)} pieces left out  {article.headline}{changes}"
    )
