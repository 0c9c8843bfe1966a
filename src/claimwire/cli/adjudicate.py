"""`claimwire adjudicate`: several layers become one, with a reason for every decision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from ..adjudication import RULES, Rule, adjudicate, draft, rule_named
from ..adjudication.decisions import write_decisions
from ..adjudication.review import Pile, Sheet
from ..corpus.corpus import Corpus
from ..corpus.records import json_lines, records_of, write_jsonl
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError
from ..hydrate import hydrated_corpus
from ..schema import Adjudication, Annotation, Article, ClaimBase, claim_order
from .adjudicate_review import Terminal

RULE_IDS = [rule.rule_id for rule in RULES]


@click.command(name="adjudicate")
@click.argument("corpus")
@click.argument("decisions", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--adjudicator", help="Id of who decides (annotations/annotators.jsonl).")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    type=click.Choice(RULE_IDS),
    default=RULE_IDS[:1],
    show_default=True,
    help="What is taken without a person; once for each, the first that holds is named.",
)
@click.option("--article", "articles", multiple=True, help="Draft or review only this one; once for each.")
@click.option(
    "--draft", "drafting", is_flag=True, help="Write files to begin with into DECISIONS; none is overwritten."
)
@click.option("--review", "reviewing", is_flag=True, help="Decide in the terminal what no rule takes; stop any time.")
@click.option(
    "--soft",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the share of annotators per label and slot value into this file, .jsonl or .parquet.",
)
@click.option("--dry-run", is_flag=True, help="Check the decisions and write nothing.")
def command(
    corpus: str,
    decisions: Path | None,
    adjudicator: str | None,
    source: Path | None,
    rules: tuple[str, ...],
    articles: tuple[str, ...],
    drafting: bool,
    reviewing: bool,
    soft: Path | None,
    dry_run: bool,
) -> None:
    r"""Make one layer of several: decide what their claims become, in the files of DECISIONS, and apply that to CORPUS.

    With --review, claims that a rule takes are taken, and every other is shown in the terminal to be decided. With
    --draft, the same is laid out in files to be decided in an editor: ARTICLE_ID.jsonl each. With neither, the files
    are applied: claims.jsonl and adjudications.jsonl are written if every claim of every layer is decided on. Each
    decision names who took it, the rule or the reason, and how sure; what sort of decision it was is computed.

    docs/adjudicating.md goes through it. To decide in Label Studio see `claimwire labelstudio adjudicate`.

    \b
    Examples:
      claimwire adjudicate openwire work/ --review --adjudicator anna
      claimwire adjudicate karabakh work/ --draft --from ~/texts
      claimwire adjudicate openwire work/ --adjudicator anna --soft soft.parquet
      claimwire adjudicate openwire --soft soft.jsonl
    """
    workspace = Workspace.find()
    data = workspace.corpus(corpus)
    if decisions is None:
        if soft is None or drafting or reviewing:
            raise click.UsageError("name the folder of the decisions files: claimwire adjudicate CORPUS DECISIONS")
        _write_soft(workspace, data, records_of(data.rows.adjudications), soft)
        return
    texts = hydrated_corpus(data, source)[0] if source else data
    if drafting or reviewing:
        chosen = [texts.article(name) for name in articles] or list(texts.articles.values())
        asked = [rule_named(name) for name in rules]
        if drafting:
            _draft(data, decisions, chosen, asked)
        if reviewing:
            if adjudicator is None:
                raise click.UsageError("name who decides with --adjudicator")
            _require_known(workspace, adjudicator)
            _review(data, decisions, chosen, asked, adjudicator)
        return
    if adjudicator is None:
        raise click.UsageError("name who decided with --adjudicator")
    claims, adjudications, problems = _applied(data, list(texts.articles.values()), decisions, adjudicator)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo(f"{len(claims)} claims, {len(adjudications)} decisions")
    if not dry_run:
        write_jsonl(data.file("claims"), claims)
        write_jsonl(data.file("adjudications"), adjudications)
        if soft is not None:
            _write_soft(workspace, data, adjudications, soft)


def _layers(data: Corpus, article: Article) -> list[Annotation]:
    return [x.record for x in data.rows.annotations if x.record.article_id == article.article_id]


def _draft(data: Corpus, decisions: Path, articles: Sequence[Article], rules: Sequence[Rule]) -> None:
    for article in articles:
        layers, path = _layers(data, article), decisions / f"{article.article_id}.jsonl"
        if layers and not path.exists():
            write_decisions(path, draft(article, layers, rules))
            click.echo(f"wrote {path}")


def _review(
    data: Corpus, decisions: Path, articles: Sequence[Article], rules: Sequence[Rule], adjudicator: str
) -> None:
    sheets = [
        Sheet.opened(article, layers, decisions / f"{article.article_id}.jsonl", rules)
        for article in articles
        if (layers := _layers(data, article))
    ]
    pile = Pile(sheets)
    taken = ", ".join(f"{count} by {rule}" for rule, count in pile.by_rule().items())
    click.echo(f"taken without a person: {taken or 'nothing'}; for a person: {len(pile.places)}, {pile.left} left")
    try:
        Terminal(pile, adjudicator, Console()).run()
    except click.Abort:
        click.echo()
    if pile.left:
        click.echo(f"{pile.left} of {len(pile.places)} are left; the same command goes on with them")
    else:
        click.echo("all is decided; to apply it:")
        click.echo(f"  claimwire adjudicate {data.info.corpus_id} {decisions} --adjudicator {adjudicator}")


def _applied(
    data: Corpus, articles: Sequence[Article], decisions: Path, adjudicator: str
) -> tuple[list[ClaimBase], list[Adjudication], list[str]]:
    """Return the claims, the records and the problems that the decisions files make, in the order of the files."""
    claims: list[ClaimBase] = []
    adjudications: list[Adjudication] = []
    problems: list[str] = []
    for article in articles:
        layers, path = _layers(data, article), decisions / f"{article.article_id}.jsonl"
        if path.exists():
            made = adjudicate(article, layers, list(json_lines(path)), adjudicator, str(path))
            claims += made.claims
            adjudications += made.adjudications
            problems += made.problems
        elif layers:
            problems.append(f"{path} is missing; make it with --review or --draft")
    claims.sort(key=claim_order)
    adjudications.sort(key=lambda decision: decision.adjudication_id)
    return claims, adjudications, problems


def _write_soft(workspace: Workspace, data: Corpus, adjudications: Sequence[Adjudication], path: Path) -> None:
    from ..tables.soft import soft_label_rows, write_soft_labels

    kinds = {item.record.annotator_id: item.record.annotator_kind for item in workspace.annotators()[0]}
    rows = soft_label_rows(records_of(data.rows.articles), records_of(data.rows.annotations), adjudications, kinds)
    write_soft_labels(path, rows)
    click.echo(f"wrote {path}: {len(rows)} soft labels")


def _require_known(workspace: Workspace, adjudicator: str) -> None:
    """Raise `ClaimwireError` where nobody of that id is described."""
    known = [item.record.annotator_id for item in workspace.annotators()[0]]
    if adjudicator not in known:
        raise ClaimwireError(
            f"nobody is called {adjudicator!r} in annotations/annotators.jsonl, which has {', '.join(known)}; "
            "add a line that says who that is"
        )
