"""`claimwire labelstudio server`: a local Label Studio, set up, started and stopped."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..labelstudio.local import backups
from ..labelstudio.local import server as local
from ..labelstudio.local.environment import setup as set_up_environment
from ..labelstudio.local.paths import CacheFolders
from ..labelstudio.local.reach import Reach
from ..labelstudio.local.users import user_named, users
from ..labelstudio.server.session import connected_to, require_outside
from .groups import NamedGroup
from .labelstudio_remote import push
from .options import NewPlace, only_with
from .output import shown_status

data_option = click.option(
    "--data", type=NewPlace(file_okay=False), help="Data folder.  [default: in the user's cache]"
)


@click.group(name="server", cls=NamedGroup)
def command() -> None:
    r"""Run a Label Studio of your own on this machine: no container, and nothing is sent outside.

    It is installed into an environment of its own in your cache folder ($CLAIMWIRE_CACHE, else ~/.cache/claimwire),
    accepts connections from this machine only, and keeps its data when it is stopped. Annotators on other machines
    reach it through a proxy (docs/label-studio-server.md).

    \b
    Examples:
      claimwire labelstudio server start -a anna -a ben
      claimwire labelstudio server password anna
      claimwire labelstudio server status
      claimwire labelstudio server backup ~/label-studio.tar.gz
      claimwire labelstudio server stop
    """


@command.command()
def setup() -> None:
    """Install Label Studio in the exact versions that this claimwire was tested with; quick if already done."""
    click.echo(_set_up())


@command.command()
@click.argument("corpus", required=False)
@click.option("-a", "--annotator", "annotators", multiple=True, help="Make a user for each; with CORPUS, a queue too.")
@click.option("--each", type=click.IntRange(min=1), help="Annotators per article.")
@click.option("--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port; 0 takes the last one, or any free one.")
@click.option("--public-url", help="Address at which a proxy shows it to others (https); remembered, '' to forget it.")
@click.option(
    "--allow-loopback",
    is_flag=True,
    help="Let it send requests to this machine, such as to a model. Its users can then make it read them too.",
)
@data_option
@click.pass_context
def start(
    ctx: click.Context,
    corpus: str | None,
    annotators: tuple[str, ...],
    each: int | None,
    texts: Path | None,
    port: int,
    public_url: str | None,
    allow_loopback: bool,
    data: Path | None,
) -> None:
    r"""Start the server, with users for the annotators, and send them CORPUS if it is named.

    The server sends no requests to this machine or the network around it, whatever address a user gives it;
    --allow-loopback makes one exception until it is stopped: this machine itself.

    \b
    Examples:
      claimwire labelstudio server start
      claimwire labelstudio server start mycorpus -a anna -a ben
      claimwire labelstudio server start --public-url https://labels.example.org --port 8089
    """
    only_with(corpus is not None, "CORPUS", "each", "texts")
    if corpus is not None:
        require_outside(Workspace.find().corpus(corpus).info, _folder(data))
    reach = _reach(_folder(data), public_url, allow_loopback=allow_loopback)
    environment = _set_up()
    with shown_status("starting Label Studio") as waiting:
        server = local.start(environment, _folder(data), annotators, port, waiting, reach=reach)
    click.echo(f"Label Studio runs at {server.url}; `stop` ends it, and what it has stored stays in {server.data}")
    if server.public_url:
        click.echo(f"others reach it at {server.public_url}, if a proxy there forwards to {server.url}")
    click.echo(f"log in as {', '.join(user.email for user in users(server.data))}")
    click.echo(f"the passwords are in {server.users_file}, which only you can read; `server password NAME` shows one")
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
    """Stop the server; its data is kept."""
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
    if server.public_url:
        click.echo(f"others reach it at {server.public_url}")


@command.command()
@click.argument("name")
@data_option
def password(name: str, data: Path | None) -> None:
    r"""Print how somebody logs in: the e-mail address and the password of NAME, an annotator or `admin`.

    This works for users that `start` made. Whoever registered through an invite link has chosen their own password.

    \b
    Example:
      claimwire labelstudio server password anna
    """
    user = user_named(_folder(data), name)
    click.echo(f"{user.email} {user.password}")


@command.command()
@data_option
def invite(data: Path | None) -> None:
    r"""Print the link with which annotators make their own accounts; anyone who has the link can.

    The part of their e-mail address before the @ is their annotator's id: anna@example.org is anna.

    \b
    Example:
      claimwire labelstudio server invite
    """
    server = local.server_on(_folder(data))
    client = connected_to(server)
    click.echo(f"{server.public_url or server.url}{client.invite_path()}")


@command.command()
@click.argument("file", type=NewPlace(dir_okay=False))
@data_option
def backup(file: Path, data: Path | None) -> None:
    r"""Write everything that the server has stored into FILE, while it runs: tasks, annotations, drafts, users, keys.

    Only you can read FILE, which has texts and passwords: keep it where both are allowed.

    \b
    Example:
      claimwire labelstudio server backup ~/label-studio-2031-06-05.tar.gz
    """
    count = backups.back_up(_folder(data), file)
    click.echo(f"wrote {file}: the database as it is at this moment, and {count - 1} other files")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
def restore(file: Path, data: Path | None) -> None:
    r"""Make a data folder from FILE, which `backup` wrote; an existing one is left as it is.

    \b
    Examples:
      claimwire labelstudio server restore ~/label-studio-2031-06-05.tar.gz
      claimwire labelstudio server restore ~/label-studio-2031-06-05.tar.gz --data ~/looked-at
    """
    folder = _folder(data)
    is_of_these_versions = backups.restore(file, folder)
    click.echo(f"{folder} is as it was when {file} was written; start it with `claimwire labelstudio server start`")
    if not is_of_these_versions:
        click.echo("it was written by another version of Label Studio, which brings its database up to date", err=True)


def _reach(data: Path, public_url: str | None, *, allow_loopback: bool) -> Reach | None:
    """Return how far a server is to reach; None if that is as the last time."""
    if public_url is None and not allow_loopback:
        return None
    return Reach(local.server_on(data).public_url if public_url is None else public_url, allow_loopback)


def _set_up() -> Path:
    with shown_status("setting up Label Studio") as waiting:
        return set_up_environment(CacheFolders.of(), waiting)


def _folder(data: Path | None) -> Path:
    return (data or CacheFolders.of().data).absolute()
