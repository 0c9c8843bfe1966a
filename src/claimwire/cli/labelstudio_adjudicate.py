"""`claimwire labelstudio adjudicate`: an adjudicator decides in Label Studio, and the decisions come back as files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ..adjudication import RULES, rule_named
from ..adjudication.decisions import is_decided, write_decisions
from ..adjudication.submitted import submitted_decisions
from ..corpus.corpus import Corpus
from ..corpus.records import records_of
from ..corpus.workspace import Workspace
from ..errors import LabelStudioError
from ..labelstudio.server import plan as sync
from ..labelstudio.server import pull as pulling
from ..labelstudio.server import push as pushing
from ..labelstudio.server import session
from ..labelstudio.server.adjudication import adjudication_material, queue_origins, without_leftovers
from ..labelstudio.server.queues import Queue
from ..labelstudio.tasks.problems import refusing
from ..schema import Annotation
from .labelstudio_remote import plan_table, progress_bars, server_options, where_to_click

RULE_IDS = [rule.rule_id for rule in RULES]


def rule_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that says which rules take claims without a person."""
    return click.option(
        "--rule",
        "rules",
        multiple=True,
        type=click.Choice(RULE_IDS),
        default=RULE_IDS[:1],
        show_default=True,
        help="What is taken without a person; once for each.",
    )(command)


@click.group(name="adjudicate")
def command() -> None:
    r"""Decide in Label Studio what becomes of annotators' layers.

    `push` makes a queue of its own for the adjudicator. Each article there has a prediction for every layer, and one
    of all there is to choose from: what a rule takes once, of the rest every layer's claim. The adjudicator takes that
    over, deletes what is not to stay, mends what stays, and writes the reason into a claim's comment. `pull` makes
    decisions files of what was submitted; annotations.jsonl stays as it is. What was left without a reason is then
    decided with `claimwire adjudicate --review`.

    \b
    Examples:
      claimwire labelstudio adjudicate push openwire -a cleo
      claimwire labelstudio adjudicate pull openwire work/ -a cleo
      claimwire adjudicate openwire work/ --review --adjudicator cleo
      claimwire adjudicate openwire work/ --adjudicator cleo
    """


@command.command(name="push")
@click.argument("corpus")
@click.option("-a", "--adjudicator", required=True, help="Who decides.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--article", "articles", multiple=True, help="Only this one; once for each.  [default: all with layers]")
@rule_option
@click.option("--dry-run", is_flag=True, help="Show what would be done and do nothing.")
@server_options
def push(
    corpus: str,
    adjudicator: str,
    source: Path | None,
    articles: tuple[str, ...],
    rules: tuple[str, ...],
    dry_run: bool,
    url: str | None,
    key_file: Path | None,
    user: tuple[str, ...],
) -> None:
    r"""Send the articles of CORPUS that have layers to an adjudicator's queue; run it again after anything went wrong.

    \b
    Examples:
      claimwire labelstudio adjudicate push openwire -a cleo
      claimwire labelstudio adjudicate push karabakh -a cleo --from ~/texts
    """
    workspace = Workspace.find()
    client = session.connected(url, key_file)
    pulling.require_known([adjudicator], [item.record.annotator_id for item in workspace.annotators()[0]])
    if adjudicator not in session.accounts(client, user).values():
        raise LabelStudioError(f"{adjudicator}: no account on {client.url}; name it with --user ANNOTATOR=EMAIL")
    data = session.with_texts(workspace.corpus(corpus), source)
    chosen = [data.article(name) for name in articles] or records_of(data.rows.articles)
    asked = [rule_named(name) for name in rules]
    material = adjudication_material(chosen, _layers(data), asked, data.info.guideline_version)
    queue = Queue(corpus, adjudicator, adjudicates=True)
    standing = session.queues_of(client, corpus, adjudicates=True)
    (item,) = pushing.plans(client, material, {queue: list(material.articles)}, standing)
    Console().print(plan_table([item]))
    obstacles = sync.obstacles([item], replace_changed=False, migrate=False)
    for obstacle in obstacles:
        click.echo(obstacle, err=True)
    if obstacles:
        raise SystemExit(1)
    if dry_run or item.is_done:
        click.echo("nothing was sent" if dry_run else "nothing to do: everything is there")
        return
    with progress_bars() as progress:
        bar = progress.add_task(queue.title, total=len(item.send))
        pushing.push(client, material, item, partial(progress.advance, bar), partial(click.echo, err=True))
    click.echo(f"sent {len(item.send)} tasks")
    where_to_click(client, {queue: session.queues_of(client, corpus, adjudicates=True)[queue]})


@command.command(name="pull")
@click.argument("corpus")
@click.argument("decisions", type=click.Path(file_okay=False, path_type=Path))
@click.option("-a", "--adjudicator", required=True, help="Who decided.")
@click.option("--exports", type=click.Path(file_okay=False, path_type=Path), help="Where exports are kept.")
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
    user: tuple[str, ...],
) -> None:
    r"""Make decisions files in DECISIONS of what an adjudicator submitted for CORPUS; none is overwritten.

    A claim's comment is the reason of its decision. An article of which something could not be read, or not every
    sentence was considered, is left out and told; exit status 1 means that there was one.

    \b
    Example:
      claimwire labelstudio adjudicate pull openwire work/ -a cleo
    """
    workspace = Workspace.find()
    data = workspace.corpus(corpus)
    client = session.connected(url, key_file)
    reading = session.Reading.of(client, workspace, corpus, [adjudicator], user, exports, adjudicates=True)
    asked = [rule_named(name) for name in rules]
    layers = _layers(data)
    left_out = False
    for queue in reading.projects:
        kept = reading.export(queue)
        click.echo(f"{queue.name}: kept {kept.path}", err=True)
        for read in reading.reads(kept, without_leftovers):
            for problem in read.problems:
                click.echo(problem, err=True)
            left_out |= refusing(read.problems)
            for layer in read.layers:
                if layer.annotator_id == adjudicator and layer.complete:
                    own = layers[layer.article_id]
                    origins = queue_origins(layer, own)
                    lines = submitted_decisions(
                        reading.articles[layer.article_id], own, layer, origins, asked, adjudicator
                    )
                    _keep(decisions / f"{layer.article_id}.jsonl", lines)
                else:
                    left_out = True
                    why = "is not complete" if layer.annotator_id == adjudicator else f"is of {layer.annotator_id}"
                    click.echo(f"{layer.article_id}: what was submitted {why}; it was left out", err=True)
    raise SystemExit(1 if left_out else 0)


def _keep(path: Path, lines: list[dict[str, Any]]) -> None:
    """Write a decisions file where there is none, and say how far it is decided."""
    if path.exists():
        click.echo(f"{path} is there already and stays as it is; delete it to read the article anew")
        return
    write_decisions(path, lines)
    click.echo(f"wrote {path}: {len(lines)} lines, {sum(not is_decided(line) for line in lines)} to be reviewed")


def _layers(data: Corpus) -> dict[str, list[Annotation]]:
    """Return the layers of a corpus by article."""
    found: dict[str, list[Annotation]] = defaultdict(list)
    for layer in records_of(data.rows.annotations):
        found[layer.article_id].append(layer)
    return found
