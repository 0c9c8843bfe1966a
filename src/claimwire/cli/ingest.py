"""`claimwire ingest`: raw documents become articles of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..ingest.add import SHOWN, IngestedDocument, add_articles, read_documents
from ..ingest.facts import DocumentFacts
from ..ingest.metadata import read_metadata
from ..ingest.recipes import all_recipes
from ..ingest.walking import Skipped, files_meant
from ..schema.vocab import SegmentKind
from .bars import counted
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
    "--metadata",
    "table",
    metavar="FILE.csv",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What to record about each document, one row each; see below.",
)
@click.option(
    "--replace", is_flag=True, help="Replace articles whose document, recipe or recorded facts have changed since."
)
@click.option("--dry-run", is_flag=True, help="Check everything, but write nothing.")
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
    table: Path | None,
    replace: bool,
    dry_run: bool,
    every: bool,
    wait: float,
) -> None:
    r"""Read raw documents FILES into the corpus CORPUS: files and folders, of several kinds in one call.

    The kind of a file is known by its content: a text, a text below front matter, an HTML page, a JSON Lines or CSV
    file of articles. The corpus's own recipe reads it if it is for files of that kind; otherwise the recipe for that
    kind does. --recipe names another one. The recipe that is recorded for a document stays. A file that no recipe
    reads, such as a PDF, is refused, and the message says what to do. All files of a folder are read, except hidden
    files, images, sound and programs, which are listed.

    A recipe says what every piece of the document is; nothing is corrected, and the raw document can be made again from
    the article. Of an HTML page the headline, the lead, the paragraphs and the headings between them are kept; anything
    unusual (words that only its own description has, several dates) is a warning.

    In a stand-off corpus no text is written, only offsets and hashes. If any documents cannot be ingested, all of them
    are named and nothing is written. Documents are in UTF-8; an HTML page may also be in the encoding that it declares
    or marks. A text has at most 16 MB, a file of many records 64 MB, and a headline of a stand-off corpus 40 words,
    because it is published.

    --outlet, --recipe, --published and --episode are recorded in corpus.toml, for all documents of a call. --metadata
    is a CSV file with a row for each document: the column `file` with its name (FILE#ID for a record), and as needed
    outlet, published, episode, url and headline. A text may say the same in front matter. Options, table, front matter
    and the document itself must agree: each document that contradicts one of them is named and refused. A document that
    is there already and recorded differently is refused, too; with --replace the new facts are recorded, and facts that
    nobody gives stay. An article is never replaced if its claims would then have other words.

    \b
    Examples:
      claimwire ingest mycorpus ~/texts --metadata ~/texts/facts.csv --dry-run
      claimwire ingest mycorpus ferry.txt page.html --outlet myoutlet --published 2031-06-05
      claimwire ingest wikinews articles.jsonl --outlet wikinews
      claimwire ingest mycorpus page.html --published 2031-05-06 --replace
    """
    workspace = repository()
    facts = DocumentFacts(outlet_id=outlet, recipe=recipe, published=published, episode_id=episode)
    rows = {} if table is None else read_metadata(table)
    names, skipped = files_meant(files, () if table is None else (table,))
    _print_skipped(skipped, every=every)
    with editing_corpus(workspace, corpus, wait, dry_run=dry_run) as edit:
        with counted("reading") as progress:
            added = read_documents(
                edit.corpus,
                names,
                facts,
                workspace.outlets(),
                workspace.event_ids(),
                rows=rows,
                progress=progress,
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


def _print_skipped(skipped: Sequence[Skipped], *, every: bool) -> None:
    """Say what of folders is not read."""
    for item in skipped if every else skipped[:SHOWN]:
        click.echo(f"left out: {item.path} ({item.why})", err=True)
    if not every and skipped[SHOWN:]:
        click.echo(f"and {len(skipped) - SHOWN} more left out; --all prints them too", err=True)


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
