"""`claimwire show`: an article's claims for people, or their offsets for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..corpus.corpus import Corpus
from ..errors import HydrationError, WorkspaceError
from ..hydration import hydrated_corpus
from ..hydration.offsets import article_for_offsets, omissions
from ..naming import alternatives
from ..schema import DECLARATION_OF, LABELS, Article, ClaimBase
from ..schema.claims import claim_order
from ..show import full_json, marked, numbered_pieces, offsets_json, place, slot_summary, styled_spans, text_marks
from ..terminal import visible, visible_json, visible_offset
from .options import Name, not_with, only_with
from .output import new_console
from .session import repository


@click.command(name="show")
@click.argument("corpus")
@click.argument("articles", nargs=-1)
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--label", "labels", multiple=True, type=Name([x.label.value for x in LABELS]), help="Only these.")
@click.option("--annotator", help="Show this annotator's layers in place of the adjudicated claims.")
@click.option(
    "--sentences", "numbered", is_flag=True, help="Show a sentence per line, with the number that layers name it by."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per claim: label and offsets, no text.")
@click.option("--full", is_flag=True, help="With --json: the whole record, and its words if the text is at hand.")
@click.option("--offsets", type=Name(["text", "raw"]), default="text", help="What the JSON's offsets count in.")
def command(
    corpus: str,
    articles: tuple[str, ...],
    source: Path | None,
    labels: tuple[str, ...],
    annotator: str | None,
    numbered: bool,
    as_json: bool,
    full: bool,
    offsets: str,
) -> None:
    r"""Show the claims of CORPUS, or of some of its ARTICLES.

    If the text is at hand (in the repository, or restored with --from) it is shown with its claims. On a terminal they
    are in colour: sources in italics, cues and quantities bold, times underlined. In a file or another program they are
    in brackets with the claim's id, [c01 like this]; a bracket that closes another claim than the one opened last has
    its id, ]c01. Control characters of a text are shown as escapes (\x1b).

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
      claimwire show mycorpus --from ~/texts mycorpus_042
      claimwire show mycorpus --from ~/texts --offsets raw --json
      claimwire show mycorpus mycorpus_042 --annotator anna --sentences
      claimwire show mycorpus --json --full | jq -r .statement
    """
    only_with(as_json, "--json", "offsets", "full")
    not_with(as_json, "--json", "numbered")
    not_with(full, "--full, whose offsets count in the text", "offsets")
    data = repository().corpus(corpus)
    known = dict.fromkeys(layer.annotator_id for layer in data.layers.values())
    if annotator is not None and annotator not in known:
        raise WorkspaceError(f"{corpus} has no layer of {annotator!r}; {alternatives(annotator, known)}")
    report = None
    if source is not None:
        data, report = hydrated_corpus(data, source)
    raw = as_json and offsets == "raw"
    console = new_console()
    problems = []
    for article in [data.article(name) for name in articles] or data.articles.values():
        shown = {name: c for name, c in _claims(data, article, annotator).items() if not labels or c.label in labels}
        claims = list(shown.values())
        try:
            counted, copy = (article, None) if report is None else article_for_offsets(article, report, raw=raw)
            problems += [] if report is None else omissions(article, report)
        except HydrationError as error:
            problems.append(str(error))
            if as_json:
                continue
        if as_json:
            for claim in claims:
                found = full_json(claim, article.text) if full else offsets_json(claim, counted, raw=raw, copy=copy)
                click.echo(visible_json(json.dumps(found, ensure_ascii=False)))
        else:
            _print(console, article, shown, "" if annotator else _layers(data, article), numbered=numbered)
    if report is not None and {item.text for item in report.articles} == {"not found"}:
        problems = [f"no article of {corpus} was found in {source}"]
    for problem in problems:
        click.echo(f"problem: {problem}", err=True)
    raise SystemExit(1 if problems else 0)


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
    return f"; nothing is adjudicated, see the layers with --annotator: {counts}"


def _print(console: Console, article: Article, claims: Mapping[str, ClaimBase], more: str, *, numbered: bool) -> None:
    """Print an article with its claims, which are by the names to be shown."""
    console.rule(Text(visible(f"{article.article_id}: {article.headline}")))
    line = (
        f"{article.outlet_id}, {article.publication.date} ({article.publication.found}), {len(article.sentences)} "
        f"sentences, {len(claims)} claims{more}" + ("" if article.text else ", no text here: restore it with --from")
    )
    console.print(Text(visible(line)))
    if article.text is not None:
        _print_text(console, article, article.text, claims, numbered=numbered)
    if claims:
        console.print(_table(claims))


def _print_text(
    console: Console, article: Article, text: str, claims: Mapping[str, ClaimBase], *, numbered: bool
) -> None:
    """Print a text with its claims in colour, or in brackets where there are no colours, by sentences or as it is."""
    marks = text_marks(claims) if console.color_system is None else []
    styled = _styled(text, [] if marks else list(claims.values()))
    for number, start, end in numbered_pieces(article) if numbered else [(None, 0, len(text))]:
        shown = Text("" if not numbered else f"{'' if number is None else number:>4}  ")
        if marks:
            shown.append("".join(map(visible, marked(text, marks, start, end))))
        else:
            shown.append_text(styled[visible_offset(text, start) : visible_offset(text, end)])
        if numbered:
            shown.rstrip()
        console.print(shown, soft_wrap=numbered)


def print_marked(console: Console, article: Article, claims: Mapping[str, ClaimBase]) -> None:
    """Print the text of an article with its claims, which are by the names to be shown."""
    _print_text(console, article, article.text or "", claims, numbered=False)


def _styled(content: str, claims: list[ClaimBase]) -> Text:
    """Return an article's text with its claims in colour."""
    text = Text(visible(content))
    for styled in styled_spans(claims):
        text.stylize(styled.style, *(visible_offset(content, end) for end in (styled.span.start, styled.span.end)))
    return text


def _table(claims: Mapping[str, ClaimBase]) -> Table:
    table = Table(expand=True)
    table.add_column("claim", no_wrap=True)
    table.add_column("statement", ratio=1)
    table.add_column("slots", ratio=1)
    for name, claim in claims.items():
        label = DECLARATION_OF[claim.label]
        verdict = f" [{claim.review.verdict}]" if claim.review else ""
        table.add_row(
            Text(f"{name} {label.title.split()[0].lower()}\n", style=label.color).append(place(claim), style="dim"),
            Text(visible(claim.said) + verdict),
            Text(visible(f"{claim.presented_as}; {slot_summary(claim)}"), style="dim"),
        )
    return table
