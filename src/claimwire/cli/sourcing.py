"""`claimwire sourcing`: who tells an article, counted from its claims; as text, as JSON, as a card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ..api import sourcing_labels
from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from ..schema import Outlet
from ..sourcing import SourcingLabel
from ..sourcing.card import card
from ..sourcing.wording import Heading, lines, row_words
from .options import NewPlace, not_with
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table


@click.command(name="sourcing")
@click.argument("name", metavar="CORPUS|ARTICLE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per article, as in the table `sourcing`.")
@click.option("--svg", "svg", type=NewPlace(dir_okay=False), help="Draw ARTICLE's card to this file.")
@click.option("--to", "folder", type=NewPlace(file_okay=False), help="Draw one card per article to this folder.")
def command(name: str, as_json: bool, svg: Path | None, folder: Path | None) -> None:
    r"""Show who the content of ARTICLE, or of every article of CORPUS, comes from, by the adjudicated claims.

    It prints what share of the body comes from others and how well they are named, how many sources of each kind there
    are, who is named as a party and whether they speak, who declined or did not say something, how old the oldest
    background is, and whether the article notes that something is not verified. None of this is a score:
    docs/sourcing.md explains what each line means and what it cannot say. No text is needed. `3+` is three sources or
    more.

    \b
    Examples:
      claimwire sourcing mycorpus_042
      claimwire sourcing mycorpus_042 --svg card.svg
      claimwire sourcing mycorpus
      claimwire sourcing mycorpus --json | jq -r 'select(.anonymous_share > 0) | .article_id'
      claimwire sourcing mycorpus --to cards/
    """
    not_with(as_json, "--json", "svg", "folder")
    not_with(svg is not None, "--svg", "folder")
    workspace = repository()
    if name in workspace.corpus_ids():
        if svg is not None:
            raise click.UsageError(f"--svg draws one article, and {name} is a corpus; name a folder with --to")
        _corpus(workspace, workspace.corpus(name), as_json, folder)
    else:
        corpus = workspace.corpus_of_article(name)
        labels = sourcing_labels(corpus.only([name]), workspace)
        if not labels:
            raise WorkspaceError(
                f"nothing is adjudicated in {name}, so nothing can be counted; "
                f"`claimwire show {corpus.corpus_id} {name}` tells which layers it has"
            )
        _article(workspace, corpus, labels[name], as_json, svg if folder is None else folder / f"{name}.svg")


def _article(workspace: Workspace, corpus: Corpus, label: SourcingLabel, as_json: bool, svg: Path | None) -> None:
    if as_json:
        echo_json(label.model_dump(mode="json"))
        return
    heading = _heading(corpus, label, workspace.outlets())
    if svg is not None:
        write_text(svg, card(label, heading))
        click.echo(f"wrote {svg}")
        return
    for line in lines(label, heading):
        click.echo(line)


def _corpus(workspace: Workspace, corpus: Corpus, as_json: bool, folder: Path | None) -> None:
    labels = sourcing_labels(corpus, workspace)
    if folder is not None:
        outlets = workspace.outlets()
        for article_id, label in labels.items():
            write_text(folder / f"{article_id}.svg", card(label, _heading(corpus, label, outlets)))
        click.echo(f"wrote {len(labels)} cards to {folder}")
    elif as_json:
        for label in labels.values():
            echo_json(label.model_dump(mode="json"))
    else:
        header = ("article", "parties without a statement", "told by others", "anonymous", "sources", "declined")
        rows = [row_words(label) for label in labels.values()]
        wide_table(wide_console(), (*header, "years back", "not verified"), rows, right=2)
    left_out = len(corpus.articles) - len(labels)
    if left_out:
        click.echo(f"articles in which nothing is adjudicated, left out: {left_out}", err=True)


def _heading(corpus: Corpus, label: SourcingLabel, outlets: Mapping[str, Outlet]) -> Heading:
    article = corpus.articles[label.article_id]
    outlet = outlets.get(label.outlet_id)
    return Heading(article.headline, label.outlet_id if outlet is None else outlet.name, article.publication.date)
