"""`claimwire adjudicate`: several layers become one, with a reason for every decision."""

from __future__ import annotations

from pathlib import Path

import click

from ..adjudication import adjudicate, draft
from ..hydrate import hydrated_corpus
from ..records import canonical_json, json_lines, write_jsonl, write_text
from ..schema import Adjudication, ClaimBase, claim_order
from ..workspace import Workspace, records_of


@click.command(name="adjudicate")
@click.argument("corpus")
@click.argument("decisions", type=click.Path(file_okay=False, path_type=Path))
@click.option("--adjudicator", help="Id of who decides (annotations/annotators.jsonl).")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option(
    "--draft", "drafting", is_flag=True, help="Write files to begin with into DECISIONS; none is overwritten."
)
@click.option("--dry-run", is_flag=True, help="Check the decisions and write nothing.")
def command(
    corpus: str, decisions: Path, adjudicator: str | None, source: Path | None, drafting: bool, dry_run: bool
) -> None:
    r"""Apply the decisions files in DECISIONS, ARTICLE_ID.jsonl each, to the layers of CORPUS.

    A decision names the layers' claims it is about and gives a reason; what sort of decision it was, and in which
    fields the layers differed, is computed. Every claim of every layer has to be decided on, or nothing is written.

    \b
    Examples:
      claimwire adjudicate karabakh work/ --draft --from ~/texts
      claimwire adjudicate karabakh work/ --adjudicator model_c --from ~/texts
    """
    data = Workspace.find().corpus(corpus)
    texts = hydrated_corpus(data, source)[0] if source else data
    claims: list[ClaimBase] = []
    adjudications: list[Adjudication] = []
    problems: list[str] = []
    for article in records_of(texts.articles):
        layers = [x.record for x in data.annotations if x.record.article_id == article.article_id]
        path = decisions / f"{article.article_id}.jsonl"
        if drafting:
            if layers and not path.exists():
                write_text(path, "".join(canonical_json(line) + "\n" for line in draft(article, layers)))
                click.echo(f"wrote {path}")
        elif path.exists():
            if adjudicator is None:
                raise click.UsageError("name who decided with --adjudicator")
            made = adjudicate(article, layers, list(json_lines(path)), adjudicator, str(path))
            claims += made.claims
            adjudications += made.adjudications
            problems += made.problems
        elif layers:
            problems.append(f"{path} is missing; make it with --draft")
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    if not drafting:
        click.echo(f"{len(claims)} claims, {len(adjudications)} decisions")
        if not dry_run:
            claims.sort(key=claim_order)
            adjudications.sort(key=lambda decision: decision.adjudication_id)
            write_jsonl(data.file("claims"), claims)
            write_jsonl(data.file("adjudications"), adjudications)
