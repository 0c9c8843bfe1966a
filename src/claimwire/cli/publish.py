"""`claimwire publish`: a release goes to the Hugging Face Hub, as one commit and a tag."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..errors import PublishError
from ..publishing.card import first_screen, head_shown, parts
from ..publishing.files import HubDifference, ReleaseFile, difference
from ..publishing.hub import Hub, NoRepositoryError, OnHub
from ..publishing.opened import with_open_texts_of
from ..publishing.readiness import Inspected, look_at
from ..publishing.sending import send
from ..publishing.tags import retired_tags
from ..release.named import published_folder
from .inspected import require_sound, show_inspected
from .options import not_with, only_with
from .output import shown_status

SCREEN = 24
"""Lines of the card that are shown below its head."""

SHOWN = 10
"""Files of a kind on the Hub that are named."""


@click.command(name="publish")
@click.argument("version")
@click.option("--repo", "repository", required=True, metavar="USER/NAME", help="The dataset repository on the Hub.")
@click.option("--push", is_flag=True, help="Send it. Without this nothing is sent.")
@click.option("--create", is_flag=True, help="Create the repository if there is none.")
@click.option("--private", is_flag=True, help="Create it so that only you can see it.")
@click.option(
    "--hydrated",
    type=click.Path(exists=True, path_type=Path),
    help="A copy of the texts: those under open licences are put in, to make the build that the manifest names.",
)
@click.option("--offline", is_flag=True, help="Do not check what is on the Hub.")
def command(
    version: str, repository: str, push: bool, create: bool, private: bool, hydrated: Path | None, offline: bool
) -> None:
    r"""Publish the release dataset/VERSION/ on the Hugging Face Hub: one commit, and the tag vVERSION.

    Without --push nothing is sent: it shows the files, the card as the Hub will show it, what was checked and found,
    and what is on the Hub already. With --push it is sent, unless anything was found: the files are as SHA256SUMS and
    the manifest say, the card is complete, no check finds a problem, no duplicates are in different splits, and no row
    has words of an article whose licence does not allow it, or is only inferred.

    If it is interrupted, run it again: it continues from what is there. A tag is never moved, and a repository that
    somebody else has changed meanwhile is left as it is.

    The token is taken from HF_TOKEN, or from `hf auth login`; HF_ENDPOINT names another Hub. See docs/publishing.md.

    \b
    Examples:
      claimwire publish 1.2.0 --repo me/mydata
      claimwire publish 1.2.0 --repo me/mydata --offline
      claimwire publish 1.2.0 --repo me/mydata --push
      claimwire publish 1.2.0 --repo me/mydata --push --create --private
      claimwire publish 1.2.0 --repo me/mydata-texts --hydrated ~/texts --push
    """
    not_with(offline, "--offline", "push")
    only_with(push, "--push", "create")
    only_with(create, "--create", "private")
    if repository.count("/") != 1 or not all(repository.split("/")):
        raise click.UsageError(f"--repo is {repository!r}; write USER/NAME")
    workspace = Workspace.find()
    folder = published_folder(workspace, version)
    with shown_status("reading") as show:
        opened = nullcontext(folder) if hydrated is None else with_open_texts_of(workspace, folder, hydrated, show)
        with opened as place:
            candidate = look_at(workspace, place, show)
            _show(candidate)
            hub = Hub(repository)
            if push and candidate.needed and not candidate.problems:
                for line in candidate.needed:
                    click.echo(line, err=True)
                click.echo("nothing was sent: first provide what is listed above", err=True)
                raise SystemExit(1)
            if push and not candidate.problems:
                published = send(hub, candidate, show, create=create, private=private)
                for line in published.did:
                    click.echo(line)
                what = "published" if published.did else "there already, nothing was sent"
                click.echo(f"{hub.address} at {published.tag}: {what}")
                return
            if not push:
                show("checking what is on the Hub")
                _show_hub(hub, candidate, offline=offline)
    require_sound(candidate, "published")


def _show(candidate: Inspected) -> None:
    """Print the files, the card and what was looked at; on standard error what was found."""
    manifest = candidate.manifest
    click.echo(f"{manifest.name} {manifest.data_version}: {len(candidate.files)} files, {candidate.size:,} bytes")
    for file in candidate.files:
        click.echo(f"  {file.size:>12,}  {file.name}")
    try:
        head, body = parts(candidate.card)
    except ValueError:
        pass  # it is among the problems
    else:
        click.echo(f"\nthe card's head:\n{head_shown(head)}\nand its first screen:\n{first_screen(body, SCREEN)}\n")
    show_inspected(candidate)


def _show_hub(hub: Hub, candidate: Inspected, *, offline: bool) -> None:
    """Print what is on the Hub, and what --push would do."""
    there: OnHub | None = None
    if offline:
        click.echo(f"the Hub: not looked at {hub.address}, for --offline")
    else:
        try:
            there = hub.look()
        except NoRepositoryError as error:
            click.echo(f"the Hub: {error}")
        except PublishError as error:
            click.echo(f"the Hub: could not read what is there: {error}")
    sent, goes = candidate.files, ""
    if there is not None:
        change = difference(candidate.files, there.files)
        _show_difference(hub, there, change)
        sent = tuple(file for file in candidate.files if file.name in {*change.new, *change.changed})
        retired = retired_tags(there.tags, candidate.tag)
        goes = f", and delete {', '.join(retired)}, which has withdrawn records" if retired else ""
        if candidate.tag in there.tags:
            is_this = difference(candidate.files, hub.files_at(candidate.tag)).is_none
            told = "already there, unchanged" if is_this else "at something else, and --push would be refused"
            click.echo(f"dry run: nothing was sent; {candidate.tag} is {told}{goes}")
            return
    click.echo(f"dry run: nothing was sent; --push would commit {_sizes(sent)} and tag them {candidate.tag}{goes}")


def _show_difference(hub: Hub, there: OnHub, change: HubDifference) -> None:
    tags = ", ".join(sorted(there.tags)) or "none"
    click.echo(f"the Hub: {hub.address} is at {there.head or 'no commit'}; tags: {tags}")
    kinds = {
        "new": change.new,
        "changed": change.changed,
        "the same": change.same,
        "to be deleted": change.deleted,
        "not ours, left": change.left,
    }
    for kind, names in kinds.items():
        if names:
            more = f" and {len(names) - SHOWN} more" if names[SHOWN:] else ""
            click.echo(f"  {len(names)} {kind}: {', '.join(names[:SHOWN])}{more}")


def _sizes(files: tuple[ReleaseFile, ...]) -> str:
    return f"{len(files)} files, {sum(file.size for file in files):,} bytes,"
