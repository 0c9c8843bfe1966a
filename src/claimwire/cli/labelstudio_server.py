"""`claimwire labelstudio server`: a local Label Studio, set up, started and stopped."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..labelstudio.local import server as local
from ..labelstudio.local.environment import setup as set_up_environment
from ..labelstudio.local.paths import CacheFolders
from ..labelstudio.local.users import users
from ..labelstudio.server.session import require_outside
from .labelstudio_remote import push
from .options import NamedGroup, only_with
from .output import shown_status

data_option = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder.  [default: in the user's cache]"
)


@click.group(name="server", cls=NamedGroup)
def command() -> None:
    r"""Run a Label Studio of your own on this machine: no container, and nothing is sent outside.

    It is installed into an environment of its own in your cache folder ($CLAIMWIRE_CACHE, else ~/.cache/claimwire),
    listens to this machine only, and keeps what it stores when it is stopped.

    \b
    Examples:
      claimwire labelstudio server start -a anna -a ben
      claimwire labelstudio server status
      claimwire labelstudio server stop
    """


@command.command()
def setup() -> None:
    """Install Label Studio in the exact versions that this claimwire was tested with; quick if that is done."""
    click.echo(_set_up())


@command.command()
@click.argument("corpus", required=False)
@click.option("-a", "--annotator", "annotators", multiple=True, help="Make a user for each; with CORPUS, a queue too.")
@click.option("--each", type=click.IntRange(min=1), help="Annotators per article.")
@click.option("--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port; 0 takes the last one, or any free one.")
@data_option
@click.pass_context
def start(
    ctx: click.Context,
    corpus: str | None,
    annotators: tuple[str, ...],
    each: int | None,
    texts: Path | None,
    port: int,
    data: Path | None,
) -> None:
    r"""Start the server, with users for the annotators, and send them CORPUS if it is named.

    \b
    Examples:
      claimwire labelstudio server start
      claimwire labelstudio server start mycorpus -a anna -a ben
    """
    only_with(corpus is not None, "CORPUS", "each", "texts")
    if corpus is not None:
        require_outside(Workspace.find().corpus(corpus).info, _folder(data))
    environment = _set_up()
    with shown_status("starting Label Studio") as waiting:
        server = local.start(environment, _folder(data), annotators, port, waiting)
    click.echo(f"Label Studio runs at {server.url}; `stop` ends it, and what it has stored stays in {server.data}")
    click.echo(f"log in as {', '.join(user.email for user in users(server.data))}")
    click.echo(f"the passwords are in {server.users_file}, which only you can read")
    if corpus is not None:
        ctx.invoke(
            push,
            corpus=corpus,
            annotators=annotators,
            each=each,
            texts=texts,
            url=server.url,
            key_file=server.key_file,
        )


@command.command()
@data_option
def stop(data: Path | None) -> None:
    """End the server; what it has stored stays."""
    click.echo("stopped" if local.stop(_folder(data)) else "no server was running")


@command.command()
@data_option
def status(data: Path | None) -> None:
    """Show whether the server runs, and where; exit status 1 if it does not."""
    server = local.server_on(_folder(data))
    if server.pid is None:
        click.echo(f"no server runs on {server.data}")
        raise SystemExit(1)
    click.echo(f"{server.url} (process {server.pid}, data in {server.data}, log in {server.log_file})")


def _set_up() -> Path:
    with shown_status("setting up Label Studio") as waiting:
        return set_up_environment(CacheFolders.of(), waiting)


def _folder(data: Path | None) -> Path:
    return (data or CacheFolders.of().data).absolute()
