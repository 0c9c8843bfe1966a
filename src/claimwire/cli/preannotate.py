"""`claimwire preannotate`: a model proposes claims, for annotators to begin from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from ..baselines.models import model_named
from ..baselines.preannotation import Preannotated, Preannotation, preannotate
from ..baselines.predictions import ArticlePrediction, ModelIdentity, asked_for
from ..cache import cache_folder
from ..corpus.corpus import Corpus
from ..corpus.places import may_hold_text, mode_for_text, repository_of
from ..errors import WorkspaceError
from .bars import progress_bars
from .options import NewPlace
from .recorded_texts import articles_with_text, with_recorded_texts
from .session import repository

RECORDED = ("annotations", "dataset", "schema")
"""Folders of a repository that hold what is recorded or released."""


@click.command(name="preannotate")
@click.argument("corpus")
@click.option("--model", "name", required=True, metavar="MODEL", help="A model, or the folder of one that was trained.")
@click.option("--article", "article_ids", multiple=True, metavar="ID", help="Only this article (repeat).")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--to", "file", type=NewPlace(dir_okay=False), help="The file.  [default: in the cache]")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="Lowest score of a claim.  [default: the model's own]",
)
@click.option("--replace", is_flag=True, help="Discard what the file has by another model, or of another corpus.")
@click.option("--dry-run", is_flag=True, help="Predict, count, and write nothing.")
def command(
    corpus: str,
    name: str,
    article_ids: tuple[str, ...],
    source: Path | None,
    file: Path | None,
    threshold: float | None,
    replace: bool,
    dry_run: bool,
) -> None:
    r"""Let a model propose claims in the articles of CORPUS, for people to start from in Label Studio.

    The file has one line per article: its claims with spans, label and slots, each with a score, and which model
    proposed them. Predictions are nobody's opinion: they are not layers, and no agreement, decision or release counts
    them. A file of a stand-off corpus is outside the repository. If the command was interrupted, run it again: it
    continues.
    Lines of other articles that the file has by the same model stay.

    \b
    Examples:
      claimwire preannotate mycorpus --model rules
      claimwire preannotate mycorpus --model rules --from ~/texts --to ~/predicted.jsonl --threshold 0.3
    """
    workspace = repository()
    model = asked_for(model_named(name), threshold)
    identity = ModelIdentity.of(model)
    data = with_recorded_texts(workspace.corpus(corpus), source)
    file = file or cache_folder() / "predictions" / corpus / f"{identity.annotator_id}.jsonl"
    _require_place(data, file)
    articles = {article.article_id: article for article in articles_with_text(data, article_ids)}
    work = Preannotation(model, identity, data.info.guideline_version, threshold, file)
    with progress_bars() as bars:
        bar = partial(bars.advance, bars.add_task(f"{corpus}: {identity.annotator_id}", total=len(articles)))
        if dry_run:
            made = Preannotated([_advanced(work.predict(article), bar) for article in articles.values()])
        else:
            mode = mode_for_text(data.info)
            made = preannotate(work, articles, bar, mode, corpus=data.articles, replace=replace)
    claims = sum(len(prediction.claims) for prediction in made.found)
    told = f"{len(made.found)} articles, {claims} claims by {identity.annotator_id}"
    if made.others:
        told += f"; {made.others} lines of other articles stay"
    if made.gone:
        told += f"; {made.gone} lines of articles whose text or codebook has changed are gone"
    click.echo(f"{told}; nothing was written" if dry_run else f"{told}; {workspace.shown(file)}")


def _advanced(prediction: ArticlePrediction, bar: Callable[[int], None]) -> ArticlePrediction:
    bar(1)
    return prediction


def _require_place(data: Corpus, file: Path) -> None:
    """Raise `WorkspaceError` if predictions would be among the records, or with a stand-off text's words inside."""
    top = repository_of(file)
    if not may_hold_text(data.info, file):
        raise WorkspaceError(
            f"{file} is in the repository, where no words of the texts of {data.corpus_id} may be, and a model may "
            "copy some into its slots; name a place outside with --to"
        )
    if top is not None and any(file.resolve().is_relative_to((top / name).resolve()) for name in RECORDED):
        raise WorkspaceError(
            f"{file} is among the records, releases and schemas, where predictions do not belong: they are not layers; "
            "name another place with --to"
        )
