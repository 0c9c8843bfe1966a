"""`claimwire ingest`: raw documents become articles of a corpus."""

from __future__ import annotations

import click

from ..corpus.corpus import Corpus
from ..ingest.add import DocumentFacts, IngestedDocument, add_articles, read_documents
from ..ingest.recipes import all_recipes
from ..schema.vocab import SegmentKind
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
@click.option("--outlet", help="Outlet of documents that corpus.toml does not list yet (annotations/outlets/).")
@click.option("--recipe", help="Recipe to read them with, where it is not the corpus's own.")
@click.option("--published", metavar="EDTF", help="Their date of publication, where they do not give it in full.")
@click.option("--episode", help="Id of the event they report.")
@click.option("--replace", is_flag=True, help="Replace articles whose document or recipe changed.")
@click.option("--dry-run", is_flag=True, help="Show what would be read and written, and write nothing.")
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

    \b
    Examples:
      claimwire ingest mycorpus ~/texts/*.txt --dry-run
      claimwire ingest mycorpus page.html --recipe html --outlet myoutlet
      claimwire ingest wikinews articles.jsonl --outlet wikinews
    """
    workspace = repository()
    facts = DocumentFacts(outlet_id=outlet, recipe=recipe, published=published, episode_id=episode)

    def read(data: Corpus) -> list[IngestedDocument]:
        added = read_documents(data, files, facts, workspace.outlets())
        for item in added:
            click.echo(_line(item))
            for note in item.notes:
                click.echo(f"warning: {item.document.file}: {note}", err=True)
        return added

    if dry_run:
        count = sum(item.status != "unchanged" for item in read(workspace.corpus(corpus)))
        click.echo(f"dry run: {count} articles would be written")
        return
    with editing_corpus(workspace, corpus, wait) as edit:
        paths = add_articles(edit, read(edit.corpus), replace=replace)
    for path in paths:
        click.echo(f"wrote {path}")


def _line(item: IngestedDocument) -> str:
    article = item.article
    left_out = [s for s in article.segments if s.start is None and s.kind is not SegmentKind.SEPARATOR]
    published = f"{article.publication.date or 'no date'} ({article.publication.found})"
    return (
        f"{item.status:9}  {article.article_id}  {article.recipe}  {published}  {len(article.sentences)} sentences, "
        f"{len(left_out)} pieces left out  {article.headline}"
    )
