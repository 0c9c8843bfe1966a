"""`claimwire event`: the events of a corpus, and which claims are about them."""

from __future__ import annotations

from collections import Counter

import click

from ..corpus.workspace import Workspace
from ..schema import AddedValue, Event
from ..schema.vocab import EventType
from ..upkeep.world import assign_event, made, put_event
from .groups import NamedGroup
from .options import ListedName
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table
from .writing import editing_corpus, wait_option

dry_run_option = click.option("--dry-run", is_flag=True, help="Check everything, but write nothing.")


@click.group(name="event", cls=NamedGroup)
def command() -> None:
    """List or add events, and say which claims are about them: conflicts are found event by event."""


@command.command(name="add")
@click.argument("corpus")
@click.argument("event_id", metavar="EVENT")
@click.option("--name", required=True, help="A short name.")
@click.option(
    "--type",
    "event_type",
    required=True,
    type=ListedName(EventType),
    help="What sort of event it is; also one that annotations/release.toml adds.",
)
@click.option("--description", required=True, help="What it is, in your own words.")
@click.option("--part-of", metavar="EVENT", help="The larger event that it belongs to.")
@click.option("--same-as", multiple=True, metavar="URL", help="Its page in Wikipedia or Wikidata; once for each.")
@click.option("--replace", is_flag=True, help="Replace the event that has this id.")
@dry_run_option
@wait_option
def add_command(
    corpus: str,
    event_id: str,
    name: str,
    event_type: EventType | AddedValue,
    description: str,
    part_of: str | None,
    same_as: tuple[str, ...],
    replace: bool,
    dry_run: bool,
    wait: float,
) -> None:
    r"""Add the event EVENT, an id of your own such as ferry_2031, to CORPUS.

    Dates are not given: they are those of the claims about it. Any corpus's claims, articles and facts can name it.

    \b
    Examples:
      claimwire event add mycorpus ferry_2031 --name "Orlan ferry" --type disaster \
          --description "The ferry hit the pier of Port Orlan."
      claimwire ingest mycorpus ferry.txt --outlet myoutlet --episode ferry_2031
    """
    workspace = repository()
    event = made(
        Event,
        event_id=event_id,
        name=name,
        event_type=event_type,
        description=description,
        part_of_id=part_of,
        same_as=same_as,
    )
    known = workspace.event_ids()
    with editing_corpus(workspace, corpus, wait, dry_run=dry_run) as edit:
        status = put_event(edit, event, known, replace=replace)
    click.echo(f"{'dry run: ' if dry_run else ''}{status}: {event_id}")


@command.command(name="assign")
@click.argument("corpus")
@click.argument("event_id", metavar="EVENT")
@click.argument("names", nargs=-1, required=True, metavar="CLAIM...")
@click.option("--replace", is_flag=True, help="Also for claims that are about another event.")
@dry_run_option
@wait_option
def assign_command(
    corpus: str, event_id: str, names: tuple[str, ...], replace: bool, dry_run: bool, wait: float
) -> None:
    r"""Say that adjudicated claims of CORPUS are about EVENT; an article's id means all of its claims.

    Figures of one event are compared by `claimwire conflicts` also without a link between them.

    \b
    Examples:
      claimwire event assign mycorpus ferry_2031 mycorpus_ferry --dry-run
      claimwire event assign mycorpus ferry_2031 mycorpus_ferry_c01 mycorpus_pier_c02
    """
    _assign(corpus, event_id, names, replace=replace, dry_run=dry_run, wait=wait)


@command.command(name="unassign")
@click.argument("corpus")
@click.argument("names", nargs=-1, required=True, metavar="CLAIM...")
@dry_run_option
@wait_option
def unassign_command(corpus: str, names: tuple[str, ...], dry_run: bool, wait: float) -> None:
    r"""Say that adjudicated claims of CORPUS are about no event; an article's id means all of its claims.

    \b
    Example:
      claimwire event unassign mycorpus mycorpus_ferry_c01
    """
    _assign(corpus, None, names, replace=True, dry_run=dry_run, wait=wait)


def _assign(
    corpus: str, event_id: str | None, names: tuple[str, ...], *, replace: bool, dry_run: bool, wait: float
) -> None:
    workspace = repository()
    known = workspace.event_ids()
    with editing_corpus(workspace, corpus, wait, dry_run=dry_run) as edit:
        changed = assign_event(edit, names, event_id, known, replace=replace)
    for item in changed:
        click.echo(str(item))
    click.echo(f"{'dry run: ' if dry_run else ''}{len(changed)} claims {'would change' if dry_run else 'changed'}")


@command.command(name="list")
@click.argument("corpora", nargs=-1, metavar="[CORPUS]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per event.")
def list_command(corpora: tuple[str, ...], as_json: bool) -> None:
    r"""List the events of all corpora, or of CORPUS: how many articles report them, how many claims are about them.

    \b
    Examples:
      claimwire event list
      claimwire event list mycorpus --json
    """
    workspace = repository()
    articles, claims = _told(workspace)
    events = [
        event
        for corpus in workspace.corpora(corpora or tuple(workspace.corpus_ids()))
        for event in corpus.events.values()
    ]
    if as_json:
        for event in events:
            counts = {"articles": articles[event.event_id], "claims": claims[event.event_id]}
            echo_json(event.model_dump(mode="json", exclude_defaults=True) | counts)
        return
    rows = [
        (x.event_id, x.event_type.value, str(articles[x.event_id]), str(claims[x.event_id]), x.part_of_id or "", x.name)
        for x in events
    ]
    if rows:
        wide_table(wide_console(), ("event", "type", "articles", "claims", "part of", "name"), rows)
    click.echo(f"{len(events)} events")


def _told(workspace: Workspace) -> tuple[Counter[str | None], Counter[str | None]]:
    """Return how many articles of all corpora report each event, and how many claims are about it."""
    every = workspace.corpora(tuple(workspace.corpus_ids()))
    return (
        Counter(article.episode_id for corpus in every for article in corpus.articles.values()),
        Counter(claim.event_id for corpus in every for claim in corpus.claims.values()),
    )
