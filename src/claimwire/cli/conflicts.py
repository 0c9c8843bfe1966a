"""`claimwire conflicts`: where sources contradict each other, one page per event."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from ..conflicts import KINDS, ConflictIndex, disputes
from ..conflicts.html_pages import NO_CHARTS, html_page
from ..conflicts.number_axis import axis_for, text_bar
from ..conflicts.page import ClaimRow, DisputeSection, EventPage, conflict_json, event_pages
from ..corpus.atomic import write_text
from ..drawing import available
from ..errors import WorkspaceError
from ..naming import alternatives
from ..terminal import visible
from .options import Name, NewPlace, not_with
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table


@click.command(name="conflicts")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option("--event", metavar="ID", help="Only this event and its parts.")
@click.option("--kind", "kinds", multiple=True, type=Name([kind.kind_id for kind in KINDS]), help="Only this kind.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per conflict.")
@click.option("--html", "html", type=NewPlace(dir_okay=False), help="Write the pages to this file.")
@click.option("--list", "list_kinds", is_flag=True, help="List the kinds of conflict and exit.")
def command(
    corpora: tuple[str, ...],
    event: str | None,
    kinds: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    list_kinds: bool,
) -> None:
    r"""Show where the claims of some CORPUS (all of the release plan by default) contradict each other.

    Conflicts are computed from slots, events and links; nobody annotates them. Each page is an event: what is said in
    more than one way, who says what, since when, and casualty figures over time as a chart if there are three or more.
    A figure that changed because a count went on is shown and is not a conflict. The id of a conflict stays the same
    as long as its claims do.

    \b
    Examples:
      claimwire conflicts mycorpus
      claimwire conflicts mycorpus --event flood_2031 --kind figures_differ
      claimwire conflicts --html conflicts.html
      claimwire conflicts --json | jq -r .kind | sort | uniq -c
    """
    not_with(list_kinds, "--list", "corpora", "event", "kinds", "as_json", "html")
    not_with(as_json, "--json", "html")
    if list_kinds:
        for kind in KINDS:
            click.echo(f"{kind.kind_id:20} {kind.description}")
        return
    workspace = repository()
    outlets = workspace.outlets()
    indexes = [ConflictIndex(corpus, outlets) for corpus in workspace.corpora(corpora)]
    if event is not None and not any(event in index.corpus.events for index in indexes):
        known = [event_id for index in indexes for event_id in index.corpus.events]
        raise WorkspaceError(f"no event is called {event!r}; {alternatives(event, known)}")
    if as_json:
        for index in indexes:
            for dispute in disputes(index, kinds, event):
                for item in dispute.conflicts:
                    echo_json(conflict_json(index, dispute, item))
        return
    pages = [page for index in indexes for page in event_pages(index, disputes(index, kinds, event))]
    totals = f"events: {len(pages)}, conflicts: {sum(page.conflicts for page in pages)}"
    if html is not None:
        write_text(html, html_page(pages, "Conflicts between sources"))
        click.echo(f"wrote {html}; {totals}")
        if not available():
            click.echo(NO_CHARTS, err=True)
        return
    console = wide_console()
    for page in pages:
        _print(console, page)
    click.echo(totals)


def _print(console: Console, page: EventPage) -> None:
    console.rule()
    console.print(Text.assemble((visible(page.name), "bold"), f" ({page.event_id})"))
    console.print(Text(visible(page.description)))
    for section in page.sections:
        _print_section(console, section)


def _print_section(console: Console, section: DisputeSection) -> None:
    console.print(Text(f"\n{visible(section.title)}", "bold"))
    for line in (f"{section.kind.title}: {section.summary}", *section.notes):
        console.print(Text(visible(line), "dim"))
    wide_table(console, ("who", "says", "in our words"), [_cells(row) for row in section.rows])
    for reason in section.reasons:
        console.print(Text(visible(f"- {reason}")))
    if section.charted:
        _print_chart(console, section)


def _cells(row: ClaimRow) -> tuple[Text, Text, str]:
    """Return who says a claim and since when, with the claim's id below, what it says, and its statement."""
    who = visible(" ".join(part for part in (row.since, row.who) if part))
    says = Text(visible(row.says), "red" if row.in_conflict else "")
    return Text.assemble(who, "\n", (row.claim_id, "dim")), says, visible(row.statement)


def _print_chart(console: Console, section: DisputeSection) -> None:
    """Print figures as bars, one per line, followed by the figure and its source; long lines are not cut."""
    axis = axis_for(row.numbers for row in section.charted if row.numbers is not None)
    longest = max(len(row.says) for row in section.charted)
    for row in section.charted:
        if row.numbers is not None:
            bar = text_bar(axis, row.numbers, "●" if row.in_conflict else "○")
            line = f"{row.day or ''!s:10} {bar} {row.says:{longest}} {row.who}"
            console.print(Text(visible(line)), soft_wrap=True)
    console.print(Text(f"from {axis.low:,} to {axis.high:,} people; ● in conflict, ○ not; ◀ ▶ an open end", "dim"))
