"""`claimwire conflicts`: where tellers do not go together, a page an event."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from ..conflicts import KINDS, facts, scene_of
from ..conflicts.chart import bar, scale
from ..conflicts.html import html_page
from ..conflicts.page import Page, Row, Section, conflict_json, pages
from ..corpus.atomic import write_text
from ..corpus.records import canonical_json
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from .tables import wide_console, wide_table


@click.command(name="conflicts")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option("--event", metavar="ID", help="Only this event and its parts.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([kind.kind_id for kind in KINDS]), help="Only this kind."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a conflict.")
@click.option("--html", "html", type=click.Path(dir_okay=False, path_type=Path), help="Write the pages to this file.")
@click.option("--list", "list_kinds", is_flag=True, help="List the kinds of conflict and end.")
def command(
    corpora: tuple[str, ...],
    event: str | None,
    kinds: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    list_kinds: bool,
) -> None:
    r"""Show where the claims of some CORPUS (all of the release plan by default) do not go together.

    Conflicts are computed from slots, events and links; nobody annotates them. A page is an event: what is told in
    more than one way, who says what, since when, and figures over time as a chart where there are three or more.
    A figure that changed because a count went on is shown and is no conflict. An id stays as long as its claims do.

    \b
    Examples:
      claimwire conflicts karabakh
      claimwire conflicts openwire --event sorrava_shelling_2031_10 --kind figures_differ
      claimwire conflicts --html conflicts.html
      claimwire conflicts --json | jq -r .kind | sort | uniq -c
    """
    if list_kinds:
        for kind in KINDS:
            click.echo(f"{kind.kind_id:20} {kind.finds}")
        return
    workspace = Workspace.find()
    outlets = workspace.outlets()
    scenes = [scene_of(data, outlets) for data in workspace.corpora(corpora or None)]
    if event is not None and not any(event in scene.events for scene in scenes):
        raise WorkspaceError(f"no event is called {event!r} there; events.jsonl of the corpus lists them")
    if as_json:
        for scene in scenes:
            for fact in facts(scene, kinds):
                if event is None or scene.event_tree.is_within(fact.event_id, event):
                    for item in fact.conflicts:
                        click.echo(canonical_json(conflict_json(scene, fact, item)))
        return
    found = [page for scene in scenes for page in pages(scene, facts(scene, kinds), event)]
    total = sum(page.conflicts for page in found)
    if html is not None:
        write_text(html, html_page(found, "Conflicts between sources"))
        click.echo(f"wrote {html}; events: {len(found)}, conflicts: {total}")
        return
    console = wide_console()
    for page in found:
        _print(console, page)
    click.echo(f"events: {len(found)}, conflicts: {total}")


def _print(console: Console, page: Page) -> None:
    console.rule()
    console.print(Text.assemble((page.name, "bold"), f" ({page.event_id})"))
    console.print(Text(page.description))
    for section in page.sections:
        _print_section(console, section)


def _print_section(console: Console, section: Section) -> None:
    console.print(Text(f"\n{section.title}", "bold"))
    for line in (f"{section.kind.title}: {section.summary}", *section.notes):
        console.print(Text(line, "dim"))
    rows = [(_who(row), Text(row.says, "red" if row.in_conflict else ""), row.statement) for row in section.rows]
    wide_table(console, ("who", "says", "in our words"), rows)
    for reason in section.reasons:
        console.print(Text(f"- {reason}"))
    if section.charted:
        _print_chart(console, section)


def _who(row: Row) -> Text:
    """Return who tells a claim, and since when, with the claim's id below."""
    told = " ".join(part for part in (row.since, row.who) if part)
    return Text.assemble(told, "\n", (row.claim_id, "dim"))


def _print_chart(console: Console, section: Section) -> None:
    """Print figures as bars, a line each, with the figure and who gives it behind them; the lines are not cut."""
    own = scale([row.numbers for row in section.charted if row.numbers is not None])
    says = max(len(row.says) for row in section.charted)
    for row in section.charted:
        line = f"{row.day or ''!s:10} {bar(own, row)} {row.says:{says}} {row.who}"
        console.print(Text(line), soft_wrap=True)
    console.print(Text(f"from {own.low:,} to {own.high:,} people; ● in conflict, ○ not; ◀ ▶ an open end", "dim"))
