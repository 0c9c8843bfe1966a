"""`claimwire show`: an article's claims for people, as a page for a browser, or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus
from ..corpus.places import may_hold_text, mode_for_text
from ..errors import HydrationError, WorkspaceError
from ..hydration import hydrated_corpus
from ..hydration.offsets import article_for_offsets, omissions
from ..naming import alternatives
from ..schema import LABELS, Article, ClaimBase
from ..schema.claims import claim_order
from ..show import CopyFile, claim_json
from ..show.page import ShownArticle, article_page
from ..terminal import visible_json
from .options import Name, NewPlace, not_with, only_with
from .paging import print_paged
from .session import repository
from .show_text import print_article

PRIVATE_NOTICE = (
    "This page has words of texts that may not be redistributed. It is for you alone: do not pass it on, and do not "
    "put it online."
)


@dataclass(frozen=True)
class Chosen:
    """An article that is shown: its claims by the names to be shown, and where the offsets of its JSON count."""

    article: Article
    claims: Mapping[str, ClaimBase]
    counted: Article
    copy: CopyFile | None


@click.command(name="show")
@click.argument("corpus")
@click.argument("articles", nargs=-1)
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--label", "labels", multiple=True, type=Name([x.label.value for x in LABELS]), help="Only these.")
@click.option(
    "--layer",
    "--annotator",
    "annotator",
    metavar="ANNOTATOR",
    help="Show this annotator's layers in place of the adjudicated claims.",
)
@click.option(
    "--sentences", "numbered", is_flag=True, help="Show a sentence per line, with the number that layers name it by."
)
@click.option("--html", type=NewPlace(dir_okay=False), help="Write a page for a browser to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per claim, with everything known of it.")
@click.option("--full", is_flag=True, help="With --json: also the words of a text that may not be redistributed.")
@click.option("--offsets", type=Name(["text", "raw"]), default="text", help="What the offsets of the JSON refer to.")
@click.option("--no-pager", is_flag=True, help="Print long output on a terminal at once, without your PAGER.")
def command(
    corpus: str,
    articles: tuple[str, ...],
    source: Path | None,
    labels: tuple[str, ...],
    annotator: str | None,
    numbered: bool,
    html: Path | None,
    as_json: bool,
    full: bool,
    offsets: str,
    no_pager: bool,
) -> None:
    r"""Show the claims of CORPUS, or of some of its ARTICLES.

    If the text is available (in the repository, or restored with --from) it is shown with its claims, each in brackets
    with its id, [c01 like this]; a bracket that closes another claim than the one opened last has its id, ]c01. On a
    terminal they are in colour: sources in italics, cues and quantities bold, times underlined. Long output goes
    through the program that the variable PAGER names. Control characters of a text are shown as escapes (\x1b).

    --html writes one file that needs nothing else: claims that overlap have a line each, slots are shown where the
    mouse or the keyboard is. With words of a text that may not be redistributed it has to be outside the repository.

    --json prints the whole record of every claim, the document, and its words (`quotes`) if the text is available.
    Offsets are Unicode code points, counted from 0, ends exclusive; a byte order mark and both characters of a line
    end \r\n count. With --offsets text they count in the article's text; with --offsets raw in the recorded raw
    document, decoded as UTF-8, that `document` names (of an HTML page or a JSON Lines record: in the text that the
    article's recipe extracted). With --from they count in your file only if it differs from the recorded document:
    `document` is then its name, `document_sha256` its hash, and `copy` is true. There are no raw offsets for a copy
    that is an HTML page or a record, none for an article of which no copy was found, and none for words that your copy
    does not have; stderr says so, the rest is printed, and the exit status is 1.

    \b
    Examples:
      claimwire show mycorpus mycorpus_042
      claimwire show mycorpus mycorpus_042 --layer anna --sentences
      claimwire show mycorpus mycorpus_042 --html page.html
      claimwire show mycorpus --from ~/texts mycorpus_042
      claimwire show mycorpus --from ~/texts --html ~/mycorpus.html
      claimwire show mycorpus --json | jq -r .statement
      claimwire show mycorpus --from ~/texts --offsets raw --json
    """
    only_with(as_json, "--json", "offsets", "full")
    not_with(as_json, "--json", "numbered", "html", "no_pager")
    not_with(html is not None, "--html", "numbered", "no_pager")
    data = repository().corpus(corpus)
    known = dict.fromkeys(layer.annotator_id for layer in data.layers.values())
    if annotator is not None and annotator not in known:
        raise WorkspaceError(f"{corpus} has no layer of {annotator!r}; {alternatives(annotator, known)}")
    if html is not None and source is not None and not may_hold_text(data.info, html):
        raise WorkspaceError(
            f"{html} is in the repository, where the texts of {corpus} may not be; name a place outside with --html"
        )
    report = None
    if source is not None:
        data, report = hydrated_corpus(data, source)
    raw = as_json and offsets == "raw"
    problems: list[str] = []
    chosen: list[Chosen] = []
    for article in [data.article(name) for name in articles] or data.articles.values():
        claims = {name: c for name, c in _claims(data, article, annotator).items() if not labels or c.label in labels}
        try:
            counted, copy = (article, None) if report is None else article_for_offsets(article, report, raw=raw)
            problems += [] if report is None else omissions(article, report)
        except HydrationError as error:
            problems.append(str(error))
            if as_json:
                continue
            counted, copy = article, None
        chosen.append(Chosen(article, claims, counted, copy))
    if as_json:
        words = full or data.info.text_redistributable
        for line in _json_lines(chosen, raw=raw, words=words):
            click.echo(line)
    elif html is not None:
        write_text(html, _page(data, chosen, annotator), mode_for_text(data.info))
        click.echo(f"wrote {html}: {len(chosen)} articles, {sum(len(item.claims) for item in chosen)} claims")
    else:
        parts = (
            partial(
                print_article,
                article=item.article,
                claims=item.claims,
                more="" if annotator else _layers(data, item.article),
                numbered=numbered,
            )
            for item in chosen
        )
        print_paged(parts, pager=not no_pager)
    if report is not None and {item.text for item in report.articles} == {"not found"}:
        problems = [f"no article of {corpus} was found in {source}"]
    for problem in problems:
        click.echo(f"problem: {problem}", err=True)
    raise SystemExit(1 if problems else 0)


def _json_lines(chosen: Sequence[Chosen], *, raw: bool, words: bool) -> Iterator[str]:
    """Yield a line of JSON for every claim, with its words if that is wanted and there is a text."""
    for item in chosen:
        text = item.article.text if words else None
        for claim in item.claims.values():
            found = claim_json(claim, item.counted, text, raw=raw, copy=item.copy)
            yield visible_json(json.dumps(found, ensure_ascii=False))


def _page(data: Corpus, chosen: Sequence[Chosen], annotator: str | None) -> str:
    """Return the page of some articles; if it has words that may not be passed on, it says so."""
    outlets = repository().outlets()
    whose = "adjudicated claims" if annotator is None else f"the layer of {annotator}"
    shown = [
        ShownArticle(
            item.article,
            outlets[item.article.outlet_id].name if item.article.outlet_id in outlets else item.article.outlet_id,
            item.claims,
            f"{len(item.claims)} {'adjudicated claims' if annotator is None else f'claims of {annotator}'}",
        )
        for item in chosen
    ]
    has_text = any(item.article.text is not None for item in chosen)
    notice = PRIVATE_NOTICE if has_text and not data.info.text_redistributable else ""
    return article_page(shown, f"{data.corpus_id}: {whose}", notice)


def _claims(data: Corpus, article: Article, annotator: str | None) -> dict[str, ClaimBase]:
    """Return an article's adjudicated claims, or those of an annotator's layers, by a short name, in text order."""
    if annotator is None:
        adjudicated = data.claims_of_article[article.article_id]
        return {claim.claim_id.removeprefix(f"{article.article_id}_"): claim for claim in adjudicated}
    layers = [layer for layer in data.layers_of_article[article.article_id] if layer.annotator_id == annotator]
    claims = sorted((claim for layer in layers for claim in layer.claims), key=claim_order)
    if len(layers) == 1:
        return {claim.claim_id.removeprefix(f"{layers[0].annotation_id}_"): claim for claim in claims}
    return {claim.claim_id.removeprefix(f"{article.article_id}_"): claim for claim in claims}


def _layers(data: Corpus, article: Article) -> str:
    """Return which layers an article without adjudicated claims has."""
    layers = data.layers_of_article[article.article_id]
    if data.claims_of_article[article.article_id] or not layers:
        return ""
    counts = ", ".join(f"{layer.annotator_id} ({len(layer.claims)})" for layer in layers)
    return f"; nothing is adjudicated, see the layers with --layer: {counts}"
