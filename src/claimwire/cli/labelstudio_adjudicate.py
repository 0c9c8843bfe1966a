"""`claimwire labelstudio adjudicate`: an adjudicator decides in Label Studio, and the decisions come back as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..adjudication import RULES, rule_named
from ..adjudication.decisions import is_decided
from ..labelstudio.server.adjudication import (
    SubmittedArticle,
    left_lines,
    prepare_adjudication,
    store_decisions,
    submitted_articles,
)
from ..labelstudio.server.pull import QueueReader
from ..labelstudio.server.session import connected, queues_of
from .groups import NamedGroup
from .labelstudio_remote import log, send, server_options, where_to_click
from .options import Name, NewPlace
from .session import repository

RULE_IDS = [rule.rule_id for rule in RULES]


def rule_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that says which rules decide claims without a person."""
    return click.option(
        "--rule",
        "rules",
        multiple=True,
        type=Name(RULE_IDS),
        default=RULE_IDS[:1],
        show_default=True,
        help="Rule that decides without a person (repeat).",
    )(command)


@click.group(name="adjudicate", cls=NamedGroup)
def command() -> None:
    r"""Decide in Label Studio what becomes of annotators' layers.

    `push` makes a queue for the adjudicator. Each article there has a prediction for every layer, and one of everything
    there is to choose from: what a rule accepts once, of the rest every layer's claim. The adjudicator begins from that
    one, deletes what is not to stay, corrects what stays, and writes the reason into a claim's comment. `pull` makes
    decisions files of what was submitted; annotations.jsonl stays as it is. What was left without a reason is then
    decided with `claimwire adjudicate --review`.

    \b
    Examples:
      claimwire labelstudio adjudicate push mycorpus -a cleo
      claimwire labelstudio adjudicate pull mycorpus work/ -a cleo
      claimwire adjudicate mycorpus work/ --review --adjudicator cleo
      claimwire adjudicate mycorpus work/ --adjudicator cleo
    """


@command.command(name="push")
@click.argument("corpus")
@click.option("-a", "--adjudicator", required=True, help="Who decides.")
@click.option("--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--article", "articles", multiple=True, help="Only this one (repeat).  [default: all with layers]")
@rule_option
@click.option("--dry-run", is_flag=True, help="Show what would be done and do nothing.")
@server_options
def push(
    corpus: str,
    adjudicator: str,
    texts: Path | None,
    articles: tuple[str, ...],
    rules: tuple[str, ...],
    dry_run: bool,
    url: str | None,
    key_file: Path | None,
    users: tuple[str, ...],
) -> None:
    r"""Send the articles of CORPUS that have layers to an adjudicator's queue; run it again after anything went wrong.

    \b
    Examples:
      claimwire labelstudio adjudicate push mycorpus -a cleo
      claimwire labelstudio adjudicate push mycorpus -a cleo --from ~/texts
    """
    client = connected(url, key_file)
    asked = [rule_named(name) for name in rules]
    prepared = prepare_adjudication(client, repository(), corpus, adjudicator, asked, articles, texts, users)
    for line in left_lines(prepared.plans):
        click.echo(line, err=True)
    if send(prepared, prepared.blockers(), dry_run=dry_run):
        projects = queues_of(client, corpus, adjudicates=True)
        where_to_click(client, {plan.queue: projects[plan.queue] for plan in prepared.plans})


@command.command(name="pull")
@click.argument("corpus")
@click.argument("decisions", type=NewPlace(file_okay=False))
@click.option("-a", "--adjudicator", required=True, help="Who decided.")
@click.option("--exports", type=NewPlace(file_okay=False), help="Where exports are kept.")
@rule_option
@server_options
def pull(
    corpus: str,
    decisions: Path,
    adjudicator: str,
    exports: Path | None,
    rules: tuple[str, ...],
    url: str | None,
    key_file: Path | None,
    users: tuple[str, ...],
) -> None:
    r"""Make decisions files in DECISIONS from what an adjudicator submitted for CORPUS; no file is overwritten.

    A claim's comment is the reason of its decision. An article is left out and reported if something in it could not be
    read or not every sentence was considered; exit status 1 means that there was one.

    \b
    Example:
      claimwire labelstudio adjudicate pull mycorpus work/ -a cleo
    """
    workspace = repository()
    data = workspace.corpus(corpus)
    client = connected(url, key_file)
    reader = QueueReader.of(client, workspace, corpus, [adjudicator], users, exports, adjudicates=True)
    asked, programs = [rule_named(name) for name in rules], workspace.programs()
    is_something_left_out, still_open = False, []
    for queue in reader.projects:
        kept = reader.export(queue)
        log(f"{queue.name}: kept {kept.path}")
        for submitted in submitted_articles(reader, queue, kept, data, adjudicator, asked, programs):
            is_something_left_out |= submitted.is_left_out
            still_open += [submitted.article_id] if submitted.is_open else []
            _report(submitted, decisions / f"{submitted.article_id}.jsonl")
    if still_open:
        click.echo(f"not annotated yet: {', '.join(still_open)}")
    raise SystemExit(1 if is_something_left_out else 0)


def _report(submitted: SubmittedArticle, path: Path) -> None:
    """Print what is wrong with what was submitted, or write it and print how far it is decided."""
    for problem in submitted.problems:
        click.echo(problem, err=True)
    if submitted.left_out:
        click.echo(f"{submitted.article_id}: what was submitted {submitted.left_out}; it was left out", err=True)
    if submitted.decisions is None:
        return
    if not store_decisions(path, submitted.decisions):
        click.echo(f"{path} already exists and is left as it is; delete it to read the article again")
        return
    undecided = sum(not is_decided(line) for line in submitted.decisions)
    click.echo(f"wrote {path}: {len(submitted.decisions)} lines, {undecided} to be reviewed")
