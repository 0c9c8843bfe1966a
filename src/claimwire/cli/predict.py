"""`claimwire predict`: the claims that a model finds in articles, for people or for programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text

from ..baselines.contract import ScoredClaim
from ..baselines.models import DEFAULT, as_line, predicted
from ..errors import RecipeError
from ..ingest.unlisted import article_of_document, id_of
from ..naming import alternatives
from ..schema import DECLARATION_OF, Article
from ..show import place, slot_summary
from ..terminal import visible
from .options import EdtfDate, not_with, only_with
from .output import echo_json, new_console
from .recorded_texts import with_recorded_texts
from .session import repository
from .show_text import print_marked

STDIN = "-"


@click.command(name="predict")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--model", default=DEFAULT, show_default=True, help="A model of `claimwire baselines list`, or a folder.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="Lowest score of a claim; by default the one that the model learnt for the best F1 of each label.",
)
@click.option("--published", type=EdtfDate(), help="Day of publication, which relative dates count from.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON per article: its id and its claims.")
@click.option("--corpus", "corpus_id", metavar="ID", help="Read articles of this corpus of the repository instead.")
@click.option("--article", "article_ids", multiple=True, metavar="ID", help="Only this article of it (repeat).")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Your copy of the texts of a stand-off corpus.",
)
def command(
    files: tuple[Path, ...],
    model: str,
    threshold: float | None,
    published: str | None,
    as_json: bool,
    corpus_id: str | None,
    article_ids: tuple[str, ...],
    source: Path | None,
) -> None:
    r"""Find the claims of English news articles: FILES with a text or a page (HTML) each, - for standard input.

    A score says how probable the model takes it to be that a reader of the codebook marks the claim. The model that
    comes with the package was trained on labels that a language model decided; nobody has checked what it finds. No
    repository is needed.

    On a terminal claims are in colour, elsewhere in brackets with a number, as `claimwire show` marks them. With --json
    each claim is a record of the schema and a score. Offsets are code points of the text that is given; for a page, of
    the text that the recipe for pages keeps (needs the extra `html`).

    \b
    Examples:
      claimwire predict article.txt
      claimwire predict page.html --published 2031-05-06
      claimwire predict *.txt --json > predictions.jsonl
      claimwire predict --corpus mycorpus --article mycorpus_042
    """
    only_with(corpus_id is not None, "--corpus", "article_ids", "source")
    not_with(corpus_id is not None, "--corpus, whose articles have a date of publication", "files", "published")
    if corpus_id is None and not files:
        raise click.UsageError("name a file, - for standard input, or a corpus with --corpus")
    articles = _of_corpus(corpus_id, article_ids, source) if corpus_id else _of_files(files, published)
    for article, claims in zip(articles, predicted(model, articles, threshold), strict=True):
        if as_json:
            echo_json(as_line(article, claims))
        else:
            _print(article, claims)


def _of_files(files: Sequence[Path], published: str | None) -> list[Article]:
    """Return the articles of files; raises `RecipeError` if one cannot be read."""
    taken: set[str] = set()
    found = []
    for file in files:
        name = "standard input" if str(file) == STDIN else str(file)
        try:
            content = sys.stdin.buffer.read() if str(file) == STDIN else file.read_bytes()
        except OSError as error:
            raise RecipeError(
                f"{name} cannot be read: {error.strerror}; give a file with the text of an article"
            ) from error
        found.append(
            article_of_document(content, name, id_of("stdin" if str(file) == STDIN else file.stem, taken), published)
        )
    return found


def _of_corpus(corpus_id: str, article_ids: Sequence[str], source: Path | None) -> list[Article]:
    """Return articles of a corpus; raises `RecipeError` if one is not there or has no text at hand."""
    data = with_recorded_texts(repository().corpus(corpus_id), source)
    for article_id in article_ids:
        if article_id not in data.articles:
            raise RecipeError(f"{corpus_id} has no article {article_id!r}; {alternatives(article_id, data.articles)}")
    chosen = [article for key, article in data.articles.items() if not article_ids or key in article_ids]
    if not chosen:
        raise RecipeError(f"{corpus_id} has no articles; name another corpus, or files")
    missing = [article.article_id for article in chosen if article.text is None]
    if missing:
        more = f" and {len(missing) - 1} others have" if missing[1:] else " has"
        raise RecipeError(f"{missing[0]}{more} no text available; name your copies with --from, or other articles")
    return chosen


def _print(article: Article, claims: Sequence[ScoredClaim]) -> None:
    console = new_console()
    console.rule(Text(visible(f"{article.article_id}: {article.headline}")))
    named = {f"{number:02}": one for number, one in enumerate(claims, start=1)}
    print_marked(console, article, {name: one.claim for name, one in named.items()})
    for name, one in named.items():
        label = DECLARATION_OF[one.claim.label]
        line = Text(f"{name} {one.score:.2f} ").append(label.title.lower(), style=label.color)
        console.print(line.append(visible(f" {place(one.claim)}: {slot_summary(one.claim)}"), style="dim"))
    if not claims:
        console.print(Text("no claims"))
