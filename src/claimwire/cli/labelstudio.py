"""`claimwire labelstudio`: articles go to Label Studio as tasks and come back as layers, by a server or by files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..corpus.atomic import PRIVATE, write_bytes, write_text
from ..labelstudio.files import import_results, tasks_of
from ..labelstudio.parcel import parcel_files, zipped
from ..labelstudio.server.accounts import accounts_of
from ..labelstudio.server.answers import TOOL
from ..labelstudio.server.session import require_outside, with_texts
from . import labelstudio_remote
from .groups import LazyGroup
from .options import NewPlace, only_with
from .session import repository
from .writing import wait_option


@click.group(
    name="labelstudio",
    cls=LazyGroup,
    modules={"adjudicate": "labelstudio_adjudicate", "server": "labelstudio_server"},
)
def command() -> None:
    r"""Annotate in Label Studio.

    With a server: `push` sends articles into annotators' queues, `pull` reads what they submitted. Without one:
    `export-tasks` writes a file that any Label Studio imports, `import-results` reads the JSON it exports; `parcel`
    is for people without claimwire. The labelling page is schema/label_config.xml. docs/annotating.md goes from
    nothing to an adjudicated batch, step by step.

    \b
    Examples:
      claimwire labelstudio server start -a anna -a ben
      claimwire labelstudio push mycorpus -a anna -a ben --each 2
      claimwire labelstudio pull mycorpus
      claimwire labelstudio adjudicate push mycorpus -a cleo
      claimwire labelstudio export-tasks mycorpus tasks.json
      claimwire labelstudio parcel mycorpus mycorpus.zip
    """


for subcommand in (
    labelstudio_remote.push,
    labelstudio_remote.pull,
    labelstudio_remote.status,
    labelstudio_remote.diff,
):
    command.add_command(subcommand)


article_option = click.option(
    "--article", "articles", multiple=True, help="Only this article; may be given more than once."
)
prediction_option = click.option(
    "--prediction",
    "predictions",
    multiple=True,
    metavar="ANNOTATOR",
    help="Add this annotator's layers as predictions.",
)
texts_option = click.option(
    "--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts."
)


@command.command(name="export-tasks")
@click.argument("corpus")
@click.argument("file", type=NewPlace(dir_okay=False))
@article_option
@click.option("--layer", "layers", multiple=True, metavar="ANNOTATOR", help="Add this annotator's layers, to continue.")
@prediction_option
@click.option("--user", "users", multiple=True, metavar="ANNOTATOR=ACCOUNT", help="Whose account a layer belongs to.")
@texts_option
def export_tasks(
    corpus: str,
    file: Path,
    articles: tuple[str, ...],
    layers: tuple[str, ...],
    predictions: tuple[str, ...],
    users: tuple[str, ...],
    texts: Path | None,
) -> None:
    r"""Write the articles of CORPUS as tasks into FILE, which any Label Studio imports.

    Make a project with schema/label_config.xml as its labelling interface first, then import FILE. The file has the
    texts, so that of a stand-off corpus must be outside the repository.

    \b
    Examples:
      claimwire labelstudio export-tasks mycorpus tasks.json
      claimwire labelstudio export-tasks mycorpus tasks.json --prediction model_a
      claimwire labelstudio export-tasks mycorpus ~/tasks.json --from ~/texts --article mycorpus_1
    """
    only_with(bool(layers), "--layer", "users")
    workspace = repository()
    data = with_texts(workspace.corpus(corpus), texts)
    require_outside(data.info, file)
    tasks = tasks_of(data, articles, layers, predictions, accounts_of(users), workspace.questions())
    write_text(file, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", PRIVATE)
    layer_count, prediction_count = (sum(len(task[kind]) for task in tasks) for kind in ("annotations", "predictions"))
    click.echo(f"wrote {file}: {len(tasks)} tasks, {layer_count} layers, {prediction_count} predictions")


@command.command()
@click.argument("corpus")
@click.argument("file", type=NewPlace(dir_okay=False))
@article_option
@prediction_option
@texts_option
def parcel(
    corpus: str, file: Path, articles: tuple[str, ...], predictions: tuple[str, ...], texts: Path | None
) -> None:
    r"""Write a zip FILE for people who annotate articles of CORPUS in their own Label Studio, without claimwire.

    It has the labelling page, the tasks, the codebook and a README that says what to do. `import-results` reads what
    their Label Studio exports. The file has the texts, so that of a stand-off corpus must be outside the repository.

    \b
    Examples:
      claimwire labelstudio parcel mycorpus mycorpus.zip
      claimwire labelstudio parcel mycorpus ~/for-anna.zip --article mycorpus_1 --prediction rules
    """
    workspace = repository()
    data = with_texts(workspace.corpus(corpus), texts)
    require_outside(data.info, file)
    files = parcel_files(workspace, data, articles, predictions)
    write_bytes(file, zipped(files, corpus), PRIVATE)
    click.echo(f"wrote {file}: {', '.join(sorted(files))}")


@command.command(name="import-results")
@click.argument("corpus")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--user",
    "users",
    multiple=True,
    metavar="ANNOTATOR=ACCOUNT",
    help="Annotator of an account, which is an e-mail address or a number, as in the file.",
)
@click.option("--tool", default=TOOL, show_default=True, help="Tool of new layers, best with its version.")
@click.option("--refused", type=NewPlace(dir_okay=False), help="Where to write what has to be fixed.")
@labelstudio_remote.accept_empty_option
@click.option(
    "--accept-older",
    "accept_older",
    multiple=True,
    metavar="TASK",
    help="Let the task with this number replace a layer with an earlier answer, or one of the same second (repeat).",
)
@click.option("--dry-run", is_flag=True, help="Read and report, and write nothing.")
@wait_option
def import_results_command(
    corpus: str,
    file: Path,
    users: tuple[str, ...],
    tool: str,
    refused: Path | None,
    accept_empty: tuple[str, ...],
    accept_older: tuple[str, ...],
    dry_run: bool,
    wait: float,
) -> None:
    r"""Read what annotators did from FILE, exported from Label Studio as JSON, into the annotations.jsonl of CORPUS.

    What cannot be read is listed with advice, and written to a file to fix it in (FILE with `.refused` before
    its ending, or --refused; with a number if you have changed that file); the rest is read. Fix that file and give it
    to this command: it has the whole layers. A line for each layer that is new (+) or changed (~) says what was added,
    removed and changed. A layer that would be emptied or be left with fewer than half of its claims stays as it is
    until --accept-empty names the task, and a layer from an answer that was submitted later, or in the same second,
    stays until --accept-older names the task. Exit status 1 means that there is something to fix.

    \b
    Examples:
      claimwire labelstudio import-results mycorpus export.json --user anna=anna@example.org --user ben=3
      claimwire labelstudio import-results mycorpus export.refused.json --user anna=anna@example.org
    """
    workspace = repository()
    user_of = accounts_of(users)
    data = workspace.corpus(corpus)
    outcome = import_results(
        workspace,
        data,
        file,
        user_of,
        tool,
        refused,
        accept_empty=accept_empty,
        accept_older=accept_older,
        dry_run=dry_run,
        wait=wait,
    )
    labelstudio_remote.report_problems(outcome)
    if outcome.refused_file is not None:
        click.echo(f"what was refused is in {outcome.refused_file}: fix it there and read it again", err=True)
    click.echo(
        f"{outcome.pulled.tasks} tasks, {len(outcome.pulled.layers)} layers, {outcome.new_or_changed} of them new or "
        f"changed; {workspace.shown(outcome.file)} {'changed' if outcome.is_file_changed else 'left as it is'}"
    )
    raise SystemExit(1 if outcome.needs_fixing else 0)
