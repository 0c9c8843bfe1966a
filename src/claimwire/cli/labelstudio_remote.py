"""`claimwire labelstudio push|pull|status|diff`: what goes to a Label Studio server and comes from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ..corpus.workspace import Workspace
from ..labelstudio.local.paths import KEY_VARIABLE, URL_VARIABLE
from ..labelstudio.page.config import label_config, page_version
from ..labelstudio.server import plan as sync
from ..labelstudio.server import pull as pulling
from ..labelstudio.server import push as pushing
from ..labelstudio.server import session
from ..labelstudio.server.client import Client
from ..labelstudio.server.protocol import ServerProject
from ..labelstudio.server.queues import Queue
from ..labelstudio.tasks.article_lines import ArticleLines, text_hashes
from ..labelstudio.tasks.problems import refusing
from ..labelstudio.tasks.repair import write_refused

Option = Callable[[Any], Any]


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
            "--user", "user", multiple=True, metavar="ANNOTATOR=EMAIL", help="Whose account is whose, where not clear."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(name="push")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Who annotates; once for each.")
@click.option("--each", type=click.IntRange(min=1), help="Annotators an article gets.  [default: 2, if there are two]")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--article", "articles", multiple=True, help="Only this one; once for each.  [default: all]")
@click.option("--batch", default="", help="Id of the batch, for queues and layers of its own.")
@click.option("--layers", is_flag=True, help="Send the annotators' layers too, to be looked at and changed.")
@click.option(
    "--predictions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON Lines of layers to begin from, shown as predictions.",
)
@click.option("--replace-changed", is_flag=True, help="Send articles anew whose text has changed, if nobody has begun.")
@click.option("--migrate", is_flag=True, help="Change the labelling page of queues in use, if no annotation is lost.")
@click.option("--batch-size", type=click.IntRange(1, 500), default=pushing.BATCH, help="Tasks a request.")
@click.option("--dry-run", is_flag=True, help="Show what would be done and do nothing.")
@server_options
def push(
    corpus: str,
    annotators: tuple[str, ...],
    each: int | None,
    source: Path | None,
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
    user: tuple[str, ...],
) -> None:
    r"""Send the articles of CORPUS to a Label Studio server, into a queue (a project) for each annotator.

    Every article goes to as many annotators as --each says, in turn; who has an article keeps it. A push sends only
    what is not there: run it again after anything went wrong. Without --annotator it goes on with those who have a
    queue already.

    \b
    Examples:
      claimwire labelstudio push openwire -a anna -a ben -a cleo --each 2
      claimwire labelstudio push openwire -a anna --batch pilot --article openwire_tis_a
      claimwire labelstudio push karabakh --from ~/texts -a anna -a ben --dry-run
      claimwire labelstudio push openwire -a model_a -a model_b --layers
      claimwire labelstudio push openwire -a anna --predictions predicted.jsonl
    """
    workspace = Workspace.find()
    client = session.connected(url, key_file)
    standing = session.queues_of(client, corpus)
    names = annotators or tuple(sorted(queue.annotator_id for queue in standing if queue.batch == batch))
    if not names:
        raise click.UsageError(f"{corpus} has no queue yet: name who annotates with --annotator")
    pulling.require_known(names, [item.record.annotator_id for item in workspace.annotators()[0]])
    order = session.Order(corpus, names, each or min(2, len(names)), batch, articles, layers)
    material = session.material(client, workspace, order, source, predictions, user)
    queues = session.shares(client, material, order, standing)
    plans = pushing.plans(client, material, queues, standing)
    Console().print(plan_table(plans))
    obstacles = sync.obstacles(plans, replace_changed=replace_changed, migrate=migrate)
    for obstacle in obstacles:
        click.echo(obstacle, err=True)
    if obstacles:
        raise SystemExit(1)
    if dry_run or all(item.is_done for item in plans):
        click.echo("nothing was sent" if dry_run else "nothing to do: everything is there")
        return
    with progress_bars() as progress:
        for item in plans:
            bar = progress.add_task(item.queue.title, total=len(item.send) + len(item.changed))
            advance, say = partial(progress.advance, bar), partial(click.echo, err=True)
            pushing.push(client, material, item, advance, say, batch_size)
    click.echo(f"sent {sum(len(item.send) + len(item.changed) for item in plans)} tasks")
    projects = session.queues_of(client, corpus)
    where_to_click(client, {queue: projects[queue] for queue in queues})


@click.command(name="pull")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Only these annotators' queues.")
@click.option("--exports", type=click.Path(file_okay=False, path_type=Path), help="Where exports are kept.")
@click.option("--dry-run", is_flag=True, help="Keep and read the exports, but leave annotations.jsonl as it is.")
@server_options
def pull(
    corpus: str,
    annotators: tuple[str, ...],
    exports: Path | None,
    dry_run: bool,
    url: str | None,
    key_file: Path | None,
    user: tuple[str, ...],
) -> None:
    r"""Read what annotators submitted for CORPUS into its annotations.jsonl.

    Each queue's export is kept as it came, compressed, with its SHA-256 in the name; it holds the texts, so those of a
    stand-off corpus stay out of the repository. What cannot be read as it stands is listed with advice and written
    beside the exports, to be mended; everything else is read. Exit status 1 means that there is something to mend.

    \b
    Examples:
      claimwire labelstudio pull openwire
      claimwire labelstudio pull karabakh -a anna --exports ~/label-studio-exports
    """
    workspace = Workspace.find()
    reading = session.Reading.of(session.connected(url, key_file), workspace, corpus, annotators, user, exports)
    path = workspace.corpus_folder(corpus) / "annotations.jsonl"
    pulled = _collected(reading, pulling.standing_layers(path))
    pulling.require_known(pulled.annotators, [item.record.annotator_id for item in workspace.annotators()[0]])
    for problem in pulled.problems:
        click.echo(problem, err=True)
    refused = reading.folder / "refused.json"
    refused.unlink(missing_ok=True)
    if pulled.refused:
        write_refused(refused, pulled.refused)
        click.echo(f"what was refused is in {refused}: mend it in Label Studio and pull again, or there and import it")
    changed = not dry_run and pulling.merge_into(path, pulled.layers)
    ending = "changed" if changed else "left as it is"
    click.echo(f"{pulled.tasks} tasks, {len(pulled.layers)} layers; {workspace.shown(path)} {ending}")
    raise SystemExit(1 if refusing(pulled.problems) else 0)


@click.command(name="status")
@click.argument("corpus")
@server_options
def status(corpus: str, url: str | None, key_file: Path | None, user: tuple[str, ...]) -> None:
    r"""Show how far the annotators of CORPUS are, and whether texts or the labelling page have changed.

    \b
    Example:
      claimwire labelstudio status openwire
    """
    articles = ArticleLines.read(Workspace.find().corpus_folder(corpus) / "articles.jsonl")
    client = session.connected(url, key_file)
    queues = session.queues_of(client, corpus)
    hashes = text_hashes(articles)
    table = Table("queue", "tasks", "done", "skipped", "open", "changed", "twice", "page")
    for queue, project in sorted(queues.items()):
        tasks = client.tasks(project.number)
        item = sync.plan(queue, project, tasks, sync.Wanted(hashes), label_config())
        done = sum(bool(task.annotations) for task in tasks)
        skipped = sum(bool(task.skipped) and not task.annotations for task in tasks)
        changed, twice = len(item.changed) + len(item.gone), len(sync.duplicates(tasks))
        numbers = (len(tasks), done, skipped, len(tasks) - done - skipped, changed, twice)
        table.add_row(queue.name, *map(str, numbers), page_version() if item.page == "keep" else "another")
    Console().print(table)
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
    user: tuple[str, ...],
) -> None:
    r"""Show how the layers on the server differ from those in annotations.jsonl; nothing is changed.

    A line is a layer: + for one that only the server has, - for one that a queue's annotator has only here, ~ for one
    that differs, with its claims. Exit status 1 means that there are differences.

    \b
    Example:
      claimwire labelstudio diff openwire -a anna
    """
    workspace = Workspace.find()
    reading = session.Reading.of(session.connected(url, key_file), workspace, corpus, annotators, user, exports)
    standing = pulling.standing_layers(workspace.corpus_folder(corpus) / "annotations.jsonl")
    pulled = _collected(reading, standing)
    queued = {queue.annotator_id for queue in reading.projects}
    differences = 0
    for layer_id in sorted(standing.keys() | pulled.layers.keys()):
        before, after = (pulling.parsed(lines.get(layer_id)) for lines in (standing, pulled.layers))
        change = sync.compared(layer_id, before, after)
        if change.kind == "same" or (before is not None and after is None and before.annotator_id not in queued):
            continue
        differences += 1
        details = [f"{name}: {' '.join(values)}" for name, values in change.details().items()]
        click.echo(
            " ".join([{"new": "+", "not there": "-"}.get(change.kind, "~"), layer_id, "; ".join(details)]).strip()
        )
    click.echo(f"{differences} of {len(pulled.layers)} layers on the server differ" if differences else "no difference")
    raise SystemExit(1 if differences else 0)


COMMANDS = (push, pull, status, diff)
"""The commands of this module, for the group `claimwire labelstudio`."""


def plan_table(plans: Sequence[sync.QueuePlan]) -> Table:
    """Return what a push has to do, a line a queue."""
    table = Table("queue", "there", "send", "layers", "predictions", "changed", "twice", "page")
    for item in plans:
        lists = (item.send, item.annotate, item.predict, item.changed, item.surplus)
        there = "new" if item.project is None else str(len(item.present))
        table.add_row(item.queue.name, there, *(str(len(found)) for found in lists), item.page)
    return table


def _collected(reading: session.Reading, standing: Mapping[str, str]) -> pulling.Pulled:
    """Read all queues; the server makes the next one's export meanwhile."""
    pulled = pulling.Pulled()
    with progress_bars() as progress, _at_once(ThreadPoolExecutor(max_workers=1)) as exporter:
        exports = {queue: exporter.submit(reading.export, queue) for queue in reading.projects}
        reading.prepare()
        for queue, project in reading.projects.items():
            bar = progress.add_task(queue.name, total=project.tasks)
            kept = exports[queue].result()
            step = partial(progress.advance, bar)
            pulling.collect(pulled, reading.origin(queue, kept), reading.reads(kept), standing, step)
            click.echo(f"{queue.name}: kept {kept.path}", err=True)
    return pulled


@contextmanager
def _at_once(executor: ThreadPoolExecutor) -> Iterator[ThreadPoolExecutor]:
    """Give an executor; at the end, what it has not begun is not begun any more."""
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def where_to_click(client: Client, queues: Mapping[Queue, ServerProject]) -> None:
    """Print the address of every queue."""
    for queue, project in sorted(queues.items()):
        click.echo(f"{queue.name}: {client.url}/projects/{project.number}/data")


def progress_bars() -> Progress:
    """Return bars on standard error that go away when they are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
