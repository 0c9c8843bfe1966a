"""`claimwire sentences`: the sentences of an article with their numbers, or those of a corpus, found anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ..corpus.corpus import Corpus
from ..corpus.records import records_of
from ..corpus.workspace import Workspace
from ..errors import HydrationError
from ..hydration import load_texts, make_anchors, spans_by_article
from ..ingest.article import with_sentences_anew
from ..schema import Article, ArticleAnchors
from .options import not_with
from .recorded_texts import with_recorded_texts
from .session import repository
from .writing import editing_corpus, texts_of, wait_option


@click.command(name="sentences")
@click.argument("name", metavar="CORPUS|ARTICLE")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Your copy of texts that are not in the repository: a folder, a file or an archive.",
)
@click.option("--dry-run", is_flag=True, help="Say which articles' sentences change, and write nothing.")
@wait_option
def command(name: str, source: Path | None, dry_run: bool, wait: float) -> None:
    r"""Print the sentences of ARTICLE with their numbers, or find those of all articles of CORPUS again.

    The numbers are those that `claimwire anchor` takes. Of a text that is not in the repository, your copy is read.

    With a corpus, its sentences are found again, with the current recipe. An article keeps the sentences that it was
    recorded with, and the name of the recipe that found them; this replaces them with those of the current recipe.
    Texts, segments, claims and everything else stay. Where the texts are not in the repository, all of them have to be
    in your copy, as recorded; the anchors, which are cut sentence by sentence, are remade too. Drafts of decisions and
    sheets of audits refer to sentences by number: finish those first. Checks of sentences without a claim keep their
    numbers, and count as made before the sentence changed.

    \b
    Examples:
      claimwire sentences mycorpus_ferry
      claimwire sentences mycorpus --dry-run
      claimwire sentences mycorpus --from ~/texts
    """
    workspace = repository()
    if name not in workspace.corpus_ids():
        not_with(True, "an article", "dry_run", "wait")
        _print_sentences(workspace, name, source)
        return
    corpus = name
    if dry_run:
        data = workspace.corpus(corpus)
        count = len(_changed(data, _texts(data, source)))
        click.echo(f"dry run: {count} articles would be written")
        return
    texts = _texts(workspace.corpus(corpus), source)
    with editing_corpus(workspace, corpus, wait, texts) as edit:
        data = edit.corpus
        changed = _changed(data, texts)
        edit.merge("articles", changed)
        if data.rows.anchors:
            edit.merge("anchors", _anchors(data, changed, texts))
    click.echo(f"wrote {len(changed)} articles of {workspace.corpus_folder(corpus)}")


def _print_sentences(workspace: Workspace, name: str, source: Path | None) -> None:
    """Print the sentences of an article.

    Raises `WorkspaceError` if no corpus has it, `HydrationError` if its text is not at hand.
    """
    data = workspace.corpus_of_article(name)
    text = texts_of(with_recorded_texts(data.only([name]), source)).get(name)
    if text is None:
        raise HydrationError(f"{name} has no text here; name your copy with --from")
    for number, sentence in enumerate(data.article(name).sentences):
        click.echo(f"{number:>3}  {' '.join(sentence.of(text).split())}")


def _anchors(data: Corpus, changed: list[Article], texts: dict[str, str]) -> list[ArticleAnchors]:
    """Return the anchors of those of some articles that have anchors, made anew from their texts."""
    spans = spans_by_article(data)
    anchored = {item.record.article_id for item in data.rows.anchors}
    whole = (article.model_copy(update={"text": texts[article.article_id]}) for article in changed)
    return [
        make_anchors(article, spans.get(article.article_id, ())) for article in whole if article.article_id in anchored
    ]


def _texts(data: Corpus, source: Path | None) -> dict[str, str]:
    """Return the texts of all articles of a corpus; raises `HydrationError`, naming them, if some are not at hand."""
    texts = texts_of(data) | ({} if source is None else load_texts(data, source))
    missing = [article_id for article_id in data.articles if article_id not in texts]
    if missing:
        where = "the repository; name your copy with --from" if source is None else f"{source} as recorded"
        raise HydrationError(
            f"{len(missing)} of {len(data.articles)} texts are not in {where}: {', '.join(missing[:5])}"
        )
    return texts


def _changed(data: Corpus, texts: dict[str, str]) -> list[Article]:
    """Return the articles that the present recipe changes, and say of each article what becomes of it."""
    changed = []
    for article in records_of(data.rows.articles):
        if article.article_id not in texts:
            raise HydrationError(f"{article.article_id} was added meanwhile; run the command again")
        after = with_sentences_anew(article, texts[article.article_id])
        click.echo("  ".join(_line(article, after)))
        if after != article:
            changed.append(after)
    return changed


def _line(before: Article, after: Article) -> Iterator[str]:
    yield f"{'unchanged' if before.sentences == after.sentences else 'changed':9}"
    yield before.article_id
    if before.sentence_recipe != after.sentence_recipe:
        yield f"{before.sentence_recipe} -> {after.sentence_recipe}"
    gone, new = set(before.sentences) - set(after.sentences), set(after.sentences) - set(before.sentences)
    yield f"{len(after.sentences)} sentences" + (
        f", {len(gone)} of before replaced by {len(new)}" if gone or new else ""
    )
