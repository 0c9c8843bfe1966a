"""`claimwire labelstudio push|pull|status|diff`: what goes to a Label Studio server and comes from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..labelstudio.access import KEY_VARIABLE, URL_VARIABLE
from ..labelstudio.lines import ArticleLines, layers_by_id
from ..labelstudio.page.config import page_version
from ..labelstudio.progress import Advance, Log
from ..labelstudio.server.client import Client
from ..labelstudio.server.compare import layer_changes, queue_statuses
from ..labelstudio.server.plan import QueuePlan
from ..labelstudio.server.prepare import PreparedPush, PushRequest, prepare_push
from ..labelstudio.server.protocol import ServerProject
from ..labelstudio.server.pull import Begin, QueueReader, pull_queues
from ..labelstudio.server.pull import pull as pull_corpus
from ..labelstudio.server.push import BATCH
from ..labelstudio.server.queues import Queue
from ..labelstudio.server.session import connected, queues_of
from ..labelstudio.server.store import StoredLayers
from .output import new_console
from .session import repository
from .tables import wide_console, wide_table
from .writing import wait_option

Option = Callable[[Any], Any]

log: Log = partial(click.echo, err=True)
"""Prints what happens on standard error."""


def server_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which server, with which key, and who is who there."""
    options: Sequence[Option] = (
        click.option("--url", envvar=URL_VARIABLE, help="Address of the server.  [default: the local server's]"),
        click.option(
            "--key-file",
            type=click.Path(path_type=Path),
            help=f"File with your key, readable by you alone.  [default: ${KEY_VARIABLE}]",
        ),
        click.option(
            "--user", "users", multiple=True, metavar="ANNOTATOR=EMAIL", help="Whose account is whose, if not clear."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def accept_empty_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that lets tasks empty layers."""
    return click.option(
        "--accept-empty",
        "accept_empty",
        multiple=True,
        metavar="TASK",
        help="Let the task of this number empty a layer that has claims or is finished; once for each.",
    )(command)


def report_problems(outcome: StoredLayers) -> None:
    """Print on standard error what could not be read, what stays as it is, and what layers lose."""
    for line in (*outcome.pulled.problems, *outcome.pulled.notices, *outcome.losses):
        click.echo(line, err=True)


@click.command(name="push")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Who annotates; once for each.")
@click.option("--each", type=click.IntRange(min=1), help="Annotators per article.  [default: 2, if there are two]")
@click.option("--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--article", "articles", multiple=True, help="Only this one; once for each.  [default: all]")
@click.option("--batch", default="", help="Id of the batch, for queues and layers of its own.")
@click.option("--layers", is_flag=True, help="Send the annotators' layers too, to be looked at and changed.")
@click.option(
    "--predictions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON Lines of layers to begin from, shown as predictions.",
)
@click.option(
    "--replace-changed", is_flag=True, help="Send articles again if their text has changed and nobody has begun."
)
@click.option("--migrate", is_flag=True, help="Change the labelling page of queues in use, if no annotation is lost.")
@click.option("--batch-size", type=click.IntRange(1, 500), default=BATCH, help="Tasks per request.")
@click.option("--dry-run", is_flag=True, help="Show what would be done and do nothing.")
@server_options
def push(
    corpus: str,
    annotators: tuple[str, ...],
    each: int | None,
    texts: Path | None,
    articles: tuple[str, ...],
    batch: str,
    layers: bool,
    predictions: Path | None,
    replace_changed: bool,
    migrate: bool,
    batch_size: int,
    dry_run: bool,
    url: str | None,
    key_file: Path | None,
    users: tuple[str, ...],
) -> None:
    r"""Send the articles of CORPUS to a Label Studio server, into a queue (a project) for each annotator.

    Every article goes to as many annotators as --each says, in turn; who has an article keeps it. A push sends only
    what is not there: run it again after anything went wrong. Without --annotator it goes on with those who have a
    queue already.

    \b
    Examples:
      claimwire labelstudio push mycorpus -a anna -a ben -a cleo --each 2
      claimwire labelstudio push mycorpus -a anna --batch pilot --article mycorpus_1
      claimwire labelstudio push mycorpus --from ~/texts -a anna -a ben --dry-run
      claimwire labelstudio push mycorpus -a model_a -a model_b --layers
      claimwire labelstudio push mycorpus -a anna --predictions predicted.jsonl
    """
    workspace = repository()
    client = connected(url, key_file)
    request = PushRequest(corpus, annotators, each, batch, articles, layers)
    prepared = prepare_push(client, workspace, request, texts, predictions, users)
    reasons = prepared.blockers(replace_changed=replace_changed, migrate=migrate)
    if send(prepared, reasons, batch_size, dry_run=dry_run):
        projects = queues_of(client, corpus)
        where_to_click(client, {plan.queue: projects[plan.queue] for plan in prepared.plans})


@click.command(name="pull")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Only these annotators' queues.")
@click.option("--exports", type=click.Path(file_okay=False, path_type=Path), help="Where exports are kept.")
@accept_empty_option
@click.option("--dry-run", is_flag=True, help="Read the exports and report, and write nothing.")
@wait_option
@server_options
def pull(
    corpus: str,
    annotators: tuple[str, ...],
    exports: Path | None,
    accept_empty: tuple[str, ...],
    dry_run: bool,
    wait: float,
    url: str | None,
    key_file: Path | None,
    users: tuple[str, ...],
) -> None:
    r"""Read what annotators submitted for CORPUS into its annotations.jsonl.

    Each queue's export is kept as it came, compressed, with its SHA-256 in the name; it has the texts, so those of a
    stand-off corpus must be outside the repository. What cannot be read is listed with advice and written
    beside the exports, to be fixed; everything else is read. A layer that loses claims is reported with both counts,
    and one that would be emptied stays as it is. Exit status 1 means that there is something to fix.

    \b
    Examples:
      claimwire labelstudio pull mycorpus
      claimwire labelstudio pull mycorpus -a anna --exports ~/label-studio-exports
      claimwire labelstudio pull mycorpus --accept-empty 14
    """
    workspace = repository()
    reader = QueueReader.of(connected(url, key_file), workspace, corpus, annotators, users, exports)
    with queue_bars() as begin:
        outcome = pull_corpus(
            reader, workspace, corpus, begin, log, accept_empty=accept_empty, dry_run=dry_run, wait=wait
        )
    report_problems(outcome)
    if outcome.refused_file is not None:
        click.echo(
            f"what was refused is in {outcome.refused_file}: fix it in Label Studio and pull again, or fix it there "
            "and import the file"
        )
    changed = "changed" if outcome.is_file_changed else "left as it is"
    click.echo(
        f"{outcome.pulled.tasks} tasks, {len(outcome.pulled.layers)} layers; {workspace.shown(outcome.file)} {changed}"
    )
    raise SystemExit(1 if outcome.needs_fixing else 0)


@click.command(name="status")
@click.argument("corpus")
@server_options
def status(corpus: str, url: str | None, key_file: Path | None, users: tuple[str, ...]) -> None:
    r"""Show how far the annotators of CORPUS are, and whether texts or the labelling page have changed.

    \b
    Example:
      claimwire labelstudio status mycorpus
    """
    articles = ArticleLines.read(repository().corpus_folder(corpus) / "articles.jsonl")
    client = connected(url, key_file)
    queues = queues_of(client, corpus)
    rows = []
    for one in queue_statuses(client, queues, articles):
        numbers = (one.tasks, one.done, one.skipped, one.open, one.changed, one.twice)
        rows.append((one.queue.name, *map(str, numbers), page_version() if one.has_current_page else "another"))
    header = ("queue", "tasks", "done", "skipped", "open", "changed", "twice", "page")
    wide_table(wide_console(), header, rows)
    where_to_click(client, queues)


@click.command(name="diff")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Only these annotators' queues.")
@click.option("--exports", type=click.Path(file_okay=False, path_type=Path), help="Where exports are kept.")
@server_options
def diff(
    corpus: str,
    annotators: tuple[str, ...],
    exports: Path | None,
    url: str | None,
    key_file: Path | None,
    users: tuple[str, ...],
) -> None:
    r"""Show how the layers on the server differ from those in annotations.jsonl; nothing is changed.

    One line per layer: + for one that only the server has, - for one that a queue's annotator has only here, ~ for one
    that differs, with its claims. Exit status 1 means that there are differences.

    \b
    Example:
      claimwire labelstudio diff mycorpus -a anna
    """
    workspace = repository()
    reader = QueueReader.of(connected(url, key_file), workspace, corpus, annotators, users, exports)
    stored = layers_by_id(workspace.corpus_folder(corpus) / "annotations.jsonl")
    with queue_bars() as begin:
        pulled = pull_queues(reader, stored, begin, log)
    changes = list(layer_changes(stored, pulled.layers, {queue.annotator_id for queue in reader.projects}))
    for change in changes:
        click.echo(change)
    click.echo(f"{len(changes)} of {len(pulled.layers)} layers on the server differ" if changes else "no difference")
    raise SystemExit(1 if changes else 0)


def send(prepared: PreparedPush, reasons: Sequence[str], batch_size: int = BATCH, *, dry_run: bool) -> bool:
    """Show what a push has to do and do it; return whether anything was sent. Ends the command if it may not begin."""
    wide_table(wide_console(), PLAN, plan_rows(prepared.plans))
    for annotator_id in prepared.without_articles:
        click.echo(
            f"{annotator_id}: there is no article for a queue, and with --layers no layer, so none is made", err=True
        )
    for reason in reasons:
        click.echo(reason, err=True)
    if reasons:
        raise SystemExit(1)
    if dry_run or prepared.is_done:
        click.echo("nothing was sent" if dry_run else "nothing to do: everything is there")
        return False
    with progress_bars() as bars:
        for plan in prepared.plans:
            bar = bars.add_task(plan.queue.title, total=len(plan.to_send))
            prepared.send(plan, partial(bars.advance, bar), log, batch_size)
    click.echo(f"sent {prepared.task_count} tasks")
    return True


PLAN = ("queue", "there", "send", "layers", "predictions", "changed", "twice", "page")


def plan_rows(plans: Sequence[QueuePlan]) -> list[tuple[str, ...]]:
    """Return what a push has to do, one row per queue."""
    rows = []
    for plan in plans:
        lists = (plan.send, plan.annotate, plan.predict, plan.changed, plan.duplicates)
        there = "new" if plan.project is None else str(len(plan.present))
        rows.append((plan.queue.name, there, *(str(len(items)) for items in lists), plan.page))
    return rows


def where_to_click(client: Client, queues: Mapping[Queue, ServerProject]) -> None:
    """Print the address of every queue."""
    for queue, project in sorted(queues.items()):
        click.echo(f"{queue.name}: {client.url}/projects/{project.number}/data")


@contextmanager
def queue_bars() -> Iterator[Begin]:
    """Give what shows a bar for each queue that is read."""
    with progress_bars() as bars:

        def begin(queue: Queue, tasks: int) -> Advance:
            return partial(bars.advance, bars.add_task(queue.name, total=tasks))

        yield begin


def progress_bars() -> Progress:
    """Return bars on standard error that go away when they are done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=new_console(stderr=True), transient=True)
