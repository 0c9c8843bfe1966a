"""`claimwire link`: proposals of links, for a person to accept or refuse."""

from __future__ import annotations

import click
from rich.console import Console
from rich.text import Text

from ..conflicts.linking import Linking
from ..conflicts.links import Measured, Proposal, measure, proposals
from ..conflicts.scene import Scene, scene_of
from ..corpus.records import canonical_json
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from ..schema import ClaimBase
from ..show import slot_summary
from .tables import wide_console, wide_table

KEYS = {"y": "accept", "n": "refuse", "s": "skip", "q": "quit"}


@click.command(name="link")
@click.argument("corpus")
@click.option("--annotator", help="Id of who decides (annotations/annotators.jsonl).")
@click.option("--dry-run", is_flag=True, help="List the proposals and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="List them, one JSON object each, and change nothing.")
@click.option("--measure", "measuring", is_flag=True, help="Tell how well proposals find the links there are.")
def command(corpus: str, annotator: str | None, dry_run: bool, as_json: bool, measuring: bool) -> None:
    r"""Propose links between claims of CORPUS that may tell the same thing, and ask about them one at a time.

    A link joins claims of different articles: the same statement, earlier event or figure. Proposed is what has the
    same event and label, slots that agree, and a similar statement. Answer with y (accept), n (refuse), s (skip) or
    q (quit). Every answer is kept at once: links in links.jsonl, refused pairs in links_refused.jsonl of the corpus's
    folder, so that you can stop and go on later. Links change the data: raise data_version before the next build.

    \b
    Examples:
      claimwire link openwire --annotator anna
      claimwire link openwire --dry-run
      claimwire link karabakh --measure
    """
    workspace = Workspace.find()
    data = workspace.corpus(corpus)
    if data.faults:
        fault = data.faults[0]
        raise WorkspaceError(f"{workspace.shown(fault.path)}:{fault.line}: {fault.message}; run `claimwire check`")
    scene = scene_of(data, workspace.outlets())
    if measuring:
        wide_table(wide_console(), MEASURED, _measured(measure(scene)), right=1)
    elif as_json or dry_run:
        _list(proposals(scene, (item.record.claim_ids for item in data.rows.links_refused)), as_json)
    else:
        known = [item.record.annotator_id for item in workspace.annotators()[0]]
        if annotator is None or annotator not in known:
            raise click.UsageError(f"name who decides with --annotator: one of {', '.join(known)}")
        _ask(Linking.begin(data, scene, annotator))


def _list(found: list[Proposal], as_json: bool) -> None:
    for item in found:
        if as_json:
            line = {"kind": item.kind, "claim_ids": item.pair, "score": round(item.score, 4), "grounds": item.grounds}
            click.echo(canonical_json(line))
        else:
            click.echo(f"{item.score:.2f} {item.kind} {' '.join(item.pair)}: {', '.join(item.grounds)}")
    click.echo(f"{len(found)} proposals", err=True)


def _ask(linking: Linking) -> None:
    console = wide_console()
    while left := linking.left():
        proposal = left[0]
        _show(console, linking.scene, proposal, len(left))
        answer = ""
        while answer not in KEYS:
            click.echo(", ".join(f"{key} {meaning}" for key, meaning in KEYS.items()) + "? ", nl=False)
            answer = click.getchar().lower()
            click.echo(KEYS.get(answer, "?"))
        if answer == "y":
            link = linking.accept(proposal)
            click.echo(f"{link.link_id}: {', '.join(link.claim_ids)}")
        elif answer == "n":
            linking.refuse(proposal)
        elif answer == "s":
            linking.skip(proposal)
        else:
            break
    click.echo(f"{len(linking.left())} proposals left, {len(linking.skipped)} skipped")


def _show(console: Console, scene: Scene, proposal: Proposal, left: int) -> None:
    console.rule(f"{proposal.kind}, {left} left")
    event = scene.events.get(proposal.one.event_id or "")
    console.print(Text(f"{event.name if event else ''}: {', '.join(proposal.grounds)}"))
    rows = [
        (Text.assemble(_who(scene, claim), "\n", (claim.claim_id, "dim")), _told(claim))
        for claim in (proposal.one, proposal.other)
    ]
    wide_table(console, ("who", "in our words"), rows, lines=True)


def _told(claim: ClaimBase) -> Text:
    return Text.assemble(claim.statement, "\n", (slot_summary(claim), "dim"))


def _who(scene: Scene, claim: ClaimBase) -> str:
    told = scene.telling(claim)
    return ", ".join(part for part in (told.since, told.outlet, told.source) if part)


MEASURED = ("kind", "proposed", "of them linked", "linked", "precision", "recall")


def _measured(rows: list[Measured]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for row in rows:
        shares = ("" if share is None else f"{share:.2f}" for share in (row.precision, row.recall))
        found.append((row.kind, str(row.proposed), str(row.found), str(row.linked), *shares))
    return found
