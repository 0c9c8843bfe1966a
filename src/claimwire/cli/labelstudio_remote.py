"""`claimwire labelstudio push|pull|status|diff`: what goes to a Label Studio server and comes from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..labelstudio.access import KEY_VARIABLE, URL_VARIABLE
from ..labelstudio.lines import ArticleLines, layers_by_id
from ..labelstudio.page.config import page_version
from ..labelstudio.page.passes import Pass
from ..labelstudio.progress import Advance, Log, ignore
from ..labelstudio.server.client import Client
from ..labelstudio.server.collect import others_line
from ..labelstudio.server.compare import told_lines
from ..labelstudio.server.plan import QueuePlan
from ..labelstudio.server.prepare import PreparedPush, PushRequest, prepare_push
from ..labelstudio.server.protocol import ServerProject
from ..labelstudio.server.pull import Begin, QueueReader, differences
from ..labelstudio.server.pull import pull as pull_corpus
from ..labelstudio.server.push import BATCH
from ..labelstudio.server.queues import Queue
from ..labelstudio.server.session import annotators_on, connected, queues_of
from ..labelstudio.server.status import queue_statuses
from ..labelstudio.server.store import StoredLayers
from .bars import progress_bars
from .options import Name, NewPlace, not_with, only_with
from .session import repository
from .tables import wide_console, wide_table
from .writing import wait_option

Option = Callable[[Any], Any]

UNCERTAIN = "uncertain"
ORDERS = ("corpus", UNCERTAIN)
"""The orders in which a push sends tasks, which is that in which the server offers them."""

log: Log = partial(click.echo, err=True)
"""Prints what happens on standard error."""


def server_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which server, with which key, and who is who there."""
    options: Sequence[Option] = (
        click.option(
            "--url",
            envvar=URL_VARIABLE,
            help="Address of the server, or the data folder of a local one.  [default: the local server's]",
        ),
        click.option(
            "--key-file",
            type=click.Path(path_type=Path),
            help=f"File with your key, readable by you alone.  [default: ${KEY_VARIABLE}]",
        ),
        click.option(
            "--user", "users", multiple=True, metavar="ANNOTATOR=EMAIL", help="The annotator's account, if not clear."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def accept_empty_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that lets tasks empty layers, or take most of their claims."""
    return click.option(
        "--accept-empty",
        "accept_empty",
        multiple=True,
        metavar="TASK",
        help="Let the task with this number empty a layer, or leave it fewer than half of its claims (repeat).",
    )(command)


def report_problems(outcome: StoredLayers) -> None:
    """Print on standard error what could not be read and what stays as it is, and then what layers have changed."""
    for line in (*outcome.pulled.problems, *outcome.pulled.notices):
        click.echo(line, err=True)
    for line in outcome.changes:
        click.echo(line)


@click.command(name="push")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Id of an annotator (repeat).")
@click.option("--each", type=click.IntRange(min=1), help="Annotators per article.  [default: as before, or 2]")
@click.option("--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--article", "articles", multiple=True, help="Only this one (repeat).  [default: all]")
@click.option("--batch", default="", help="Id of the batch; it gets queues and layers of its own.")
@click.option(
    "--pass",
    "step",
    type=Name([step.value for step in Pass if step is not Pass.WHOLE]),
    help="One of the codebook's two passes: spans and labels, or the slots of claims that are marked.  [default: both]",
)
@click.option("--spans-of", default="", metavar="ANNOTATOR", help="Whose spans get slots.  [default: one's own]")
@click.option("--shared", is_flag=True, help="One project for all: Label Studio gives everyone the next article.")
@click.option("--layers", is_flag=True, help="Send the annotators' layers too, to be looked at and changed.")
@click.option(
    "--predictions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON Lines to start from, shown as predictions: from `claimwire preannotate`, or layers.",
)
@click.option(
    "--order",
    type=Name(ORDERS),
    default=ORDERS[0],
    show_default=True,
    help="Order of new tasks: as in the corpus, or first those for which --predictions is most uncertain.",
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
    step: str | None,
    spans_of: str,
    shared: bool,
    layers: bool,
    predictions: Path | None,
    order: str,
    replace_changed: bool,
    migrate: bool,
    batch_size: int,
    dry_run: bool,
    url: str | None,
    key_file: Path | None,
    users: tuple[str, ...],
) -> None:
    r"""Send the articles of CORPUS to a Label Studio server, into a queue (a project) for each annotator.

    Every article goes to as many annotators as --each says, in turn; annotators keep the articles they have. A push
    sends only what is not there: run it again after anything went wrong. Without --annotator it goes on with those who
    have a queue already, and without --each with the number that was given before. Annotators are people who have an
    account on the server; layers of others go along with --layers or --predictions.

    With --pass spans the page has no slots. What is submitted there becomes no layer: --pass slots sends it on, to a
    page on which nothing can be marked. Annotators mark for themselves, or all fill in the slots of claims that one of
    them has settled (--spans-of).

    \b
    Examples:
      claimwire labelstudio push mycorpus -a anna -a ben -a cleo --each 2
      claimwire labelstudio push mycorpus -a anna --batch pilot --article mycorpus_1
      claimwire labelstudio push mycorpus --from ~/texts -a anna -a ben --dry-run
      claimwire labelstudio push mycorpus -a model_a -a model_b --layers
      claimwire labelstudio push mycorpus -a anna --predictions predicted.jsonl
      claimwire labelstudio push mycorpus -a anna --predictions predicted.jsonl --order uncertain
      claimwire labelstudio push mycorpus -a anna -a ben --pass spans
      claimwire labelstudio push mycorpus -a anna -a ben --pass slots --spans-of cleo
      claimwire labelstudio push mycorpus --shared --each 2
    """
    only_with(step == Pass.SLOTS, "--pass slots", "spans_of")
    not_with(step is not None, "--pass", "layers", "predictions", "shared")
    not_with(shared, "--shared", "annotators", "layers")
    only_with(predictions is not None, "--predictions", "order")
    workspace = repository()
    client = connected(url, key_file)
    work = Pass(step or Pass.WHOLE)
    is_uncertain = order == UNCERTAIN
    request = PushRequest(corpus, annotators, each, batch, articles, layers, work, spans_of, shared, is_uncertain)
    prepared = prepare_push(client, workspace, request, texts, predictions, users)
    reasons = prepared.blockers(replace_changed=replace_changed, migrate=migrate)
    if send(prepared, reasons, batch_size, dry_run=dry_run):
        projects = queues_of(client, corpus)
        where_to_click(client, {queue: projects[queue] for queue in prepared.changed_queues})
        if any(plan.project is None for plan in prepared.plans):
            click.echo(NO_WALLS)


@click.command(name="pull")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Only these annotators' queues.")
@click.option("--exports", type=NewPlace(file_okay=False), help="Where exports are kept.")
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
    beside the exports, to be fixed; everything else is read. A line for each layer that is new (+) or changed (~) says
    what was added, removed and changed. A layer that would be emptied, or be left with fewer than half of its claims,
    stays as it is until --accept-empty names the task. Exit status 1 means that there is something to fix.

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
    r"""Show how far the annotators of CORPUS have got, and whether texts or the labelling page have changed.

    Tasks are done or skipped by the queue's annotator, begun (drafts), or open; those that somebody else has done are
    counted once more under "by others". The addresses of the queues in which something is left to do follow.

    \b
    Example:
      claimwire labelstudio status mycorpus
    """
    workspace = repository()
    articles = ArticleLines.read(workspace.corpus_folder(corpus) / "articles.jsonl")
    questions = workspace.questions()
    client = connected(url, key_file)
    queues, annotator_of = queues_of(client, corpus), annotators_on(client, users)
    statuses = list(queue_statuses(client, queues, articles, annotator_of, questions))
    rows = []
    for one in statuses:
        numbers = (one.tasks, one.done, one.skipped, one.drafts, one.open, one.others, one.changed, one.twice)
        page = page_version(one.queue.step, questions) if one.has_current_page else "another"
        rows.append((one.queue.name, *map(str, numbers), page))
    wide_table(wide_console(), STATUS, rows)
    for one in statuses:
        for annotator_id, ids in one.by_others.items():
            click.echo(others_line(one.queue, annotator_id, ids))
    where_to_click(client, {one.queue: queues[one.queue] for one in statuses if one.needs_somebody})


STATUS = ("queue", "tasks", "done", "skipped", "drafts", "open", "by others", "changed", "twice", "page")


@click.command(name="diff")
@click.argument("corpus")
@click.option("-a", "--annotator", "annotators", multiple=True, help="Only these annotators' layers.")
@click.option("--exports", type=NewPlace(file_okay=False), help="Where to keep the exports.")
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

    One line per layer: + for one that only the server has, - for one of a queue's annotator that is only in the
    repository, ~ for one that differs, with its claims. All queues are read, as somebody may have worked in another's,
    and no export is kept unless --exports says where. Exit status 1 means that there are differences.

    \b
    Example:
      claimwire labelstudio diff mycorpus -a anna
    """
    workspace = repository()
    reader = QueueReader.of(connected(url, key_file), workspace, corpus, (), users, exports)
    stored = layers_by_id(workspace.corpus_folder(corpus) / "annotations.jsonl")
    keeping = nullcontext(reader) if exports else reader.keeping_nothing()
    with keeping as used, queue_bars() as begin:
        changes, count = differences(used, stored, annotators, begin, log if exports else ignore)
    for line in told_lines(changes):
        click.echo(line)
    click.echo(f"{len(changes)} differences; the server has {count} layers" if changes else "no difference")
    raise SystemExit(1 if changes else 0)


def send(prepared: PreparedPush, reasons: Sequence[str], batch_size: int = BATCH, *, dry_run: bool) -> bool:
    """Show what a push has to do and do it; return whether anything was sent. Ends the command if it may not begin."""
    wide_table(wide_console(), PLAN, plan_rows(prepared.plans))
    for annotator_id in prepared.without_articles:
        click.echo(
            f"{annotator_id}: no queue is made: others have the articles or it has them in another batch, or with "
            "--layers it has no layer",
            err=True,
        )
    for line in (*prepared.notices, *reasons):
        click.echo(line, err=True)
    if reasons:
        raise SystemExit(1)
    if dry_run or prepared.is_done:
        click.echo("nothing was sent" if dry_run else "nothing to do: everything is there")
        return False
    with progress_bars() as bars:
        for plan in prepared.plans:
            bar = bars.add_task(plan.queue.title, total=len(plan.to_send))
            prepared.send(plan, partial(bars.advance, bar), log, batch_size)
    click.echo(prepared.summary())
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


NO_WALLS = (
    "every account on this server may open, change and delete every project, since Label Studio's open edition has no "
    "roles: ask annotators to keep to theirs, and to use Label All Tasks; docs/label-studio-server.md has other ways"
)
"""What is told once, when projects are made, of who may see whose work."""


def where_to_click(client: Client, queues: Mapping[Queue, ServerProject]) -> None:
    """Print the address of every queue."""
    for queue, project in sorted(queues.items()):
        click.echo(f"{queue.name}: {client.shown_url}/projects/{project.number}/data")


@contextmanager
def queue_bars() -> Iterator[Begin]:
    """Give what shows a bar for each queue that is read."""
    with progress_bars() as bars:

        def begin(queue: Queue, tasks: int) -> Advance:
            return partial(bars.advance, bars.add_task(queue.name, total=tasks))

        yield begin
