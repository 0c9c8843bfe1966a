"""`claimwire labelstudio`: articles go to Label Studio as tasks and come back as layers, by a server or by files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..corpus.atomic import write_text
from ..corpus.records import records_of, sha256_file
from ..corpus.workspace import Workspace
from ..errors import LabelStudioError
from ..labelstudio.server import pull as pulling
from ..labelstudio.server.queues import Queue
from ..labelstudio.server.session import with_texts
from ..labelstudio.tasks.problems import refusing
from ..labelstudio.tasks.repair import write_refused
from ..labelstudio.tasks.write import task
from ..schema import CorpusInfo
from . import labelstudio_adjudicate, labelstudio_remote, labelstudio_server


@click.group(name="labelstudio")
def command() -> None:
    r"""Annotate in Label Studio.

    With a server: `push` sends articles into annotators' queues, `pull` reads what they submitted. Without one:
    `export-tasks` writes a file that any Label Studio imports, `import-results` reads the JSON it exports. The
    labelling page is schema/label_config.xml. docs/annotating.md goes through it from nothing to an adjudicated batch.

    \b
    Examples:
      claimwire labelstudio server start -a anna -a ben
      claimwire labelstudio push openwire -a anna -a ben --each 2
      claimwire labelstudio pull openwire
      claimwire labelstudio adjudicate push openwire -a cleo
      claimwire labelstudio export-tasks openwire tasks.json
    """


for part in (
    labelstudio_remote.push,
    labelstudio_remote.pull,
    labelstudio_remote.status,
    labelstudio_remote.diff,
    labelstudio_adjudicate.command,
    labelstudio_server.command,
):
    command.add_command(part)


@command.command(name="export-tasks")
@click.argument("corpus")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--article", "articles", multiple=True, help="Only this article; may be given more than once.")
@click.option("--layer", "layers", multiple=True, metavar="ANNOTATOR", help="Add this annotator's layers, to go on.")
@click.option(
    "--prediction",
    "predictions",
    multiple=True,
    metavar="ANNOTATOR",
    help="Add this annotator's layers as predictions.",
)
@click.option("--user", "users", multiple=True, metavar="ANNOTATOR=EMAIL", help="Whose account a layer belongs to.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
def export_tasks(
    corpus: str,
    file: Path,
    articles: tuple[str, ...],
    layers: tuple[str, ...],
    predictions: tuple[str, ...],
    users: tuple[str, ...],
    source: Path | None,
) -> None:
    r"""Write the articles of CORPUS as tasks into FILE, which any Label Studio imports.

    Make a project with schema/label_config.xml as its labelling interface first, then import FILE. The file holds
    the texts, so that of a stand-off corpus stays out of the repository.

    \b
    Examples:
      claimwire labelstudio export-tasks openwire tasks.json
      claimwire labelstudio export-tasks openwire tasks.json --prediction model_a
      claimwire labelstudio export-tasks karabakh ~/tasks.json --from ~/texts --article karabakh_rt_a
    """
    workspace = Workspace.find()
    data = with_texts(workspace.corpus(corpus), source)
    _require_place(workspace, data.info, file)
    standing = records_of(data.rows.annotations)
    for name in (*layers, *predictions):
        if all(layer.annotator_id != name for layer in standing):
            raise LabelStudioError(f"{corpus} has no layer of {name}; annotations.jsonl says whose it has")
    user_of = _users(users)
    tasks = [
        task(
            article,
            [x for x in standing if x.article_id == article.article_id and x.annotator_id in layers],
            [x for x in standing if x.article_id == article.article_id and x.annotator_id in predictions],
            guideline_version=data.info.guideline_version,
            user_of=user_of,
        )
        for article in ([data.article(name) for name in articles] or records_of(data.rows.articles))
    ]
    write_text(file, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    held = sum(len(item["annotations"]) for item in tasks)
    predicted = sum(len(item["predictions"]) for item in tasks)
    click.echo(f"wrote {file}: {len(tasks)} tasks, {held} layers, {predicted} predictions")


@command.command(name="import-results")
@click.argument("corpus")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--user",
    "users",
    multiple=True,
    metavar="ANNOTATOR=ACCOUNT",
    help="Who an account is, by e-mail address or by number as the file has it.",
)
@click.option("--tool", default=pulling.TOOL, show_default=True, help="Tool of new layers, best with its version.")
@click.option(
    "--refused", type=click.Path(dir_okay=False, path_type=Path), help="Where to write what has to be mended."
)
@click.option("--dry-run", is_flag=True, help="Read and report, but leave annotations.jsonl as it is.")
def import_results(
    corpus: str, file: Path, users: tuple[str, ...], tool: str, refused: Path | None, dry_run: bool
) -> None:
    r"""Read what annotators did from FILE, exported from Label Studio as JSON, into the annotations.jsonl of CORPUS.

    What cannot be taken as it stands is listed with advice, and written to a file to mend (FILE with `.refused` before
    its ending, or --refused); the rest is read. Mend that file and give it to this command in its turn: it holds the
    whole layers. Exit status 1 means that there is something to mend.

    \b
    Examples:
      claimwire labelstudio import-results openwire export.json --user anna=anna@example.org --user ben=3
      claimwire labelstudio import-results openwire export.refused.json --user anna=anna@example.org
    """
    workspace = Workspace.find()
    data = workspace.corpus(corpus)
    place = refused or file.with_name(f"{file.name.split('.')[0]}.refused.json")
    _require_place(workspace, data.info, place)
    path = data.file("annotations")
    standing = pulling.standing_layers(path)
    annotator_of = {account: name for name, account in _users(users).items()}
    origin = pulling.Origin(Queue(corpus, ""), sha256_file(file), tool)
    by_id = {article.article_id: article for article in records_of(data.rows.articles)}
    pulled = pulling.Pulled()
    reads = pulling.read_export(file, by_id, annotator_of, tool)
    pulling.collect(pulled, origin, reads, standing, lambda: None)
    pulling.require_known(pulled.annotators, [item.record.annotator_id for item in workspace.annotators()[0]])
    for problem in pulled.problems:
        click.echo(problem, err=True)
    changed = not dry_run and pulling.merge_into(path, pulled.layers)
    if pulled.refused and not dry_run:
        write_refused(place, pulled.refused)
        click.echo(f"what was refused is in {place}: mend it there and read it again", err=True)
    new = sum(standing.get(name) != line for name, line in pulled.layers.items())
    click.echo(
        f"{pulled.tasks} tasks, {len(pulled.layers)} layers, {new} of them new or changed; "
        f"{workspace.shown(path)} {'changed' if changed else 'left as it is'}"
    )
    raise SystemExit(1 if refusing(pulled.problems) else 0)


def _require_place(workspace: Workspace, corpus: CorpusInfo, file: Path) -> None:
    """Raise `LabelStudioError` where a file with a corpus's texts would stand in the repository, and may not."""
    if not corpus.text_redistributable and file.absolute().is_relative_to(workspace.root):
        raise LabelStudioError(f"{file} would hold texts that may not stand in the repository; write it elsewhere")


def _users(options: tuple[str, ...]) -> dict[str, str | int]:
    """Return the account of each annotator: a number where it is one, else an e-mail address.

    Raises `LabelStudioError` where an option has another form, or names somebody a second time.
    """
    found: dict[str, str | int] = {}
    for option in options:
        name, _, account = option.partition("=")
        if not name or not account:
            raise LabelStudioError(f"--user {option} should name an annotator and an account: anna=anna@example.org")
        user = int(account) if account.isdecimal() else account
        if name in found or user in found.values():
            raise LabelStudioError(f"--user {option}: that annotator or that account was named before")
        found[name] = user
    return found
