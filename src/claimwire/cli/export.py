"""`claimwire export`: layers or adjudicated claims as files of another format."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import WorkspaceError
from ..formats import FORMATS
from ..formats.folder import export_layers
from ..labelstudio.server.session import require_outside, with_texts
from ..naming import alternatives
from .options import Name
from .session import repository

WRITTEN = {form.format_id: form for form in FORMATS if form.write is not None}


@click.command(name="export")
@click.argument("corpus")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--format",
    "format_id",
    type=Name(list(WRITTEN)),
    default="quoted",
    show_default=True,
    help="What to write.",
)
@click.option("--annotator", help="Whose layers; the adjudicated claims if nobody is named.")
@click.option("--article", "articles", multiple=True, help="Only this article. Repeat for several.")
@click.option("--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
def command(
    corpus: str, folder: Path, format_id: str, annotator: str | None, articles: tuple[str, ...], texts: Path | None
) -> None:
    r"""Write claims of CORPUS into FOLDER as files of another format, one per article.

    Quoted files (`claimwire anchor` reads them) have the words of every span, so those of a stand-off corpus go outside
    the repository. A claim that the format cannot say without loss is named, and its file is not written.

    \b
    Examples:
      claimwire export mycorpus work/
      claimwire export mycorpus ~/layers --annotator anna --from ~/texts
    """
    data = with_texts(repository().corpus(corpus), texts)
    require_outside(data.info, folder / "any")
    chosen = [data.article(article_id) for article_id in articles] or list(data.articles.values())
    count = 0
    for path, claims in export_layers(data, chosen, annotator, WRITTEN[format_id], folder):
        click.echo(f"wrote {path}: {claims} claims")
        count += 1
    if not count:
        whose = "adjudicated claims" if annotator is None else f"layer of {annotator}"
        known = {layer.annotator_id: None for layer in data.layers.values()}
        others = "" if annotator is None or annotator in known else f"; {alternatives(annotator, known)}"
        raise WorkspaceError(f"{corpus} has no {whose}{' of these articles' if articles else ''}{others}")
