"""`claimwire link`: proposals of links, for a person to accept or refuse."""

from __future__ import annotations

from functools import partial

import click
from rich.console import Console
from rich.text import Text

from ..conflicts import ConflictIndex
from ..conflicts.link_proposals import LinkProposal, ProposalQuality, measure_proposals, proposals
from ..conflicts.linking import LinkSession, Propose
from ..errors import ClaimwireError, WorkspaceError
from ..naming import shown
from ..schema import ClaimBase
from ..show import slot_summary
from ..terminal import visible
from ..tolls import is_certain, toll_proposals
from .options import not_with
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table
from .writing import editing_corpus, wait_option

KEYS = {"y": "accept", "n": "refuse", "s": "skip", "q": "quit"}


@click.command(name="link")
@click.argument("corpus")
@click.option("--annotator", help="Id of who decides (annotations/annotators.jsonl).")
@click.option("--dry-run", is_flag=True, help="List the proposals and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="List them, one JSON object each, and change nothing.")
@click.option("--tolls", is_flag=True, help="Propose links between figures that count the same people over time.")
@click.option("--certain", is_flag=True, help="With --tolls: accept what the rule is certain of, and ask nothing.")
@click.option("--measure", "measuring", is_flag=True, help="Print how well proposals find the existing links.")
@wait_option
def command(
    corpus: str,
    annotator: str | None,
    dry_run: bool,
    as_json: bool,
    tolls: bool,
    certain: bool,
    measuring: bool,
    wait: float,
) -> None:
    r"""Propose links between claims of CORPUS that may say the same thing, and ask about them one at a time.

    A link joins claims of different articles: the same statement, earlier event or figure. Two claims are proposed if
    they have the same event and label, slots that agree, and similar statements. Answer with y (accept), n (refuse), s
    (skip) or q (quit). Every answer is saved at once: links in links.jsonl, refused pairs in links_refused.jsonl of the
    corpus's folder, so that you can stop and continue later. Links change the data: raise data_version before the next
    build.

    With --tolls, a link joins figures of one event that count the same people at different times. Those of an item that
    was rewritten in place are certain if their slots are alike; see docs/tolls.md.

    \b
    Examples:
      claimwire link mycorpus --annotator anna
      claimwire link mycorpus --dry-run
      claimwire link mycorpus --measure
      claimwire link mycorpus --tolls --certain --annotator rule
    """
    not_with(measuring, "--measure", "annotator", "dry_run", "as_json", "tolls")
    if certain and not tolls:
        raise click.UsageError("--certain is about tolls; give --tolls with it")
    not_with(dry_run or as_json, "--dry-run and --json, which decide nothing", "annotator")
    workspace = repository()
    data = workspace.corpus(corpus)
    if data.faults:
        fault = data.faults[0]
        raise WorkspaceError(f"{workspace.shown(fault.path)}:{fault.line}: {fault.message}; run `claimwire check`")
    index = ConflictIndex(data, workspace.outlets())
    propose: Propose = toll_proposals if tolls else proposals
    if measuring:
        wide_table(wide_console(), MEASURED, [_measured(row) for row in measure_proposals(index)], right=1)
    elif as_json or dry_run:
        found = propose(index, (refused.claim_ids for refused in data.refused_links))
        _list([item for item in found if is_certain(item) or not certain], as_json)
    else:
        if annotator is None:
            raise click.UsageError(f"name who decides with --annotator: {shown(workspace.annotator_ids())}")
        workspace.require_annotator(annotator)
        session = LinkSession(index, annotator, partial(editing_corpus, workspace, corpus, wait), propose)
        if certain:
            _accept_certain(session)
        else:
            _ask(session)


def _list(found: list[LinkProposal], as_json: bool) -> None:
    for item in found:
        if as_json:
            line = {"kind": item.kind, "claim_ids": item.pair, "score": round(item.score, 4), "grounds": item.grounds}
            echo_json(line)
        else:
            click.echo(f"{item.score:.2f} {item.kind} {' '.join(item.pair)}: {', '.join(item.grounds)}")
    click.echo(f"{len(found)} proposals", err=True)


def _ask(session: LinkSession) -> None:
    console = wide_console()
    while left := session.left():
        proposal = left[0]
        _print(console, session.index, proposal, len(left))
        answer = ""
        while answer not in KEYS:
            click.echo(", ".join(f"{key} {meaning}" for key, meaning in KEYS.items()) + "? ", nl=False)
            answer = _answer()
            click.echo(KEYS.get(answer, "?"))
        if answer == "y":
            link = session.accept(proposal)
            click.echo(f"{link.link_id}: {', '.join(link.claim_ids)}")
        elif answer == "n":
            session.refuse(proposal)
        elif answer == "s":
            session.skip(proposal)
        else:
            break
    click.echo(f"{len(session.left())} proposals left, {len(session.skipped)} skipped")


def _accept_certain(session: LinkSession) -> None:
    """Accept the proposals that the rule is certain of, until there is none."""
    count = 0
    while proposal := next((item for item in session.left() if is_certain(item)), None):
        session.accept(proposal)
        count += 1
    click.echo(f"{count} links accepted by rule; {len(session.left())} proposals left to decide by hand")


def _answer() -> str:
    """Return the key that was pressed; raises `ClaimwireError` if there is no terminal to ask in."""
    try:
        return click.getchar().lower()
    except OSError as error:
        raise ClaimwireError(
            "links are decided in a terminal, and this is not one; --dry-run or --json lists the proposals"
        ) from error


def _print(console: Console, index: ConflictIndex, proposal: LinkProposal, left: int) -> None:
    console.rule(f"{proposal.kind}, {left} left")
    event = index.corpus.events.get(proposal.one.event_id or "")
    console.print(Text(visible(f"{event.name if event else ''}: {', '.join(proposal.grounds)}")))
    rows = [(_who(index, claim), _says(claim)) for claim in (proposal.one, proposal.other)]
    wide_table(console, ("who", "in our words"), rows, lines=True)


def _says(claim: ClaimBase) -> Text:
    """Return the statement of a claim, with its slots below."""
    return Text.assemble(visible(claim.said), "\n", (visible(slot_summary(claim)), "dim"))


def _who(index: ConflictIndex, claim: ClaimBase) -> Text:
    """Return who says a claim and since when, with the claim's id below."""
    who = index.attribution(claim)
    line = ", ".join(part for part in (who.since, who.outlet, who.source) if part)
    return Text.assemble(visible(line), "\n", (claim.claim_id, "dim"))


MEASURED = ("kind", "proposed", "of them linked", "linked", "precision", "recall")


def _measured(row: ProposalQuality) -> tuple[str, ...]:
    shares = ("" if share is None else f"{share:.2f}" for share in (row.precision, row.recall))
    return (row.kind, str(row.proposed), str(row.both), str(row.linked), *shares)
