"""`claimwire show`: an article's claims for people, or their offsets for programs."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..errors import HydrationError
from ..hydration import hydrated_corpus
from ..hydration.offsets import article_for_offsets, omissions
from ..schema import DECLARATION_OF, LABELS, Article, ClaimBase
from ..show import offsets_json, place, slot_summary, styled_spans
from ..terminal import visible, visible_json, visible_offset
from .output import new_console
from .session import repository


@click.command(name="show")
@click.argument("corpus")
@click.argument("articles", nargs=-1)
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option(
    "--label", "labels", multiple=True, type=click.Choice([x.label.value for x in LABELS]), help="Only these."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per claim: label and offsets, no text.")
@click.option("--offsets", type=click.Choice(["text", "raw"]), default="text", help="What the JSON's offsets count in.")
def command(
    corpus: str, articles: tuple[str, ...], source: Path | None, labels: tuple[str, ...], as_json: bool, offsets: str
) -> None:
    r"""Show the claims of CORPUS, or of some of its ARTICLES.

    If the text is at hand (in the repository, or restored with --from) it is shown with its claims in colour: sources
    in italics, cues and quantities bold, times underlined. Control characters of a text are shown as escapes (\x1b).

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
    """
    data = repository().corpus(corpus)
    report = None
    if source is not None:
        data, report = hydrated_corpus(data, source)
    raw = as_json and offsets == "raw"
    console = new_console()
    problems = []
    for article in [data.article(name) for name in articles] or data.articles.values():
        claims = [c for c in data.claims_of_article[article.article_id] if not labels or c.label.value in labels]
        try:
            counted, copy = (article, None) if report is None else article_for_offsets(article, report, raw=raw)
            problems += [] if report is None else omissions(article, report)
        except HydrationError as error:
            problems.append(str(error))
            if as_json:
                continue
        if as_json:
            for claim in claims:
                click.echo(
                    visible_json(json.dumps(offsets_json(claim, counted, raw=raw, copy=copy), ensure_ascii=False))
                )
        else:
            _print(console, article, claims)
    if report is not None and {item.text for item in report.articles} == {"not found"}:
        problems = [f"no article of {corpus} was found in {source}"]
    for problem in problems:
        click.echo(f"problem: {problem}", err=True)
    raise SystemExit(1 if problems else 0)


def _print(console: Console, article: Article, claims: list[ClaimBase]) -> None:
    console.rule(Text(visible(f"{article.article_id}: {article.headline}")))
    line = (
        f"{article.outlet_id}, {article.publication.date} ({article.publication.found}), {len(article.sentences)} "
        f"sentences, {len(claims)} claims" + ("" if article.text else ", no text here: restore it with --from")
    )
    console.print(Text(visible(line)))
    if article.text is not None:
        console.print(_styled(article.text, claims))
    console.print(_table(claims))


def _styled(content: str, claims: list[ClaimBase]) -> Text:
    """Return an article's text with its claims in colour."""
    text = Text(visible(content))
    for styled in styled_spans(claims):
        text.stylize(styled.style, *(visible_offset(content, end) for end in (styled.span.start, styled.span.end)))
    return text


def _table(claims: list[ClaimBase]) -> Table:
    table = Table(expand=True)
    table.add_column("claim", no_wrap=True)
    table.add_column("statement", ratio=1)
    table.add_column("slots", ratio=1)
    for claim in claims:
        label = DECLARATION_OF[claim.label]
        name = claim.claim_id.removeprefix(f"{claim.article_id}_")
        verdict = f" [{claim.review.verdict}]" if claim.review else ""
        table.add_row(
            Text(f"{name} {label.title.split()[0].lower()}\n", style=label.color).append(place(claim), style="dim"),
            Text(visible(claim.said) + verdict),
            Text(visible(f"{claim.presented_as}; {slot_summary(claim)}"), style="dim"),
        )
    return table
