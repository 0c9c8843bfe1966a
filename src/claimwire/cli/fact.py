"""`claimwire fact`: what is true in the world of texts that were written for the purpose."""

from __future__ import annotations

import click

from ..schema import Fact
from ..schema.vocab import Harm
from ..upkeep.world import made, put_fact
from .groups import NamedGroup
from .options import Name
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table
from .writing import editing_corpus, wait_option


@click.group(name="fact", cls=NamedGroup)
def command() -> None:
    """List or add facts, which verdicts on claims rest on."""


@command.command(name="add")
@click.argument("corpus")
@click.argument("fact_id", metavar="FACT")
@click.option("--event", "event_id", required=True, metavar="EVENT", help="The event it is about.")
@click.option("--statement", required=True, help="The fact in one sentence.")
@click.option("--time", metavar="EDTF", help="When it happened or held.")
@click.option("--lower", type=int, help="Lower bound of its figure, inclusive.")
@click.option("--upper", type=int, help="Upper bound of its figure, inclusive.")
@click.option("--harm", type=Name(Harm.names()), help="What happened to the people counted.")
@click.option("--note", help="A remark.")
@click.option("--replace", is_flag=True, help="Replace the fact that has this id.")
@click.option("--dry-run", is_flag=True, help="Check everything, but write nothing.")
@wait_option
def add_command(
    corpus: str,
    fact_id: str,
    event_id: str,
    statement: str,
    time: str | None,
    lower: int | None,
    upper: int | None,
    harm: str | None,
    note: str | None,
    replace: bool,
    dry_run: bool,
    wait: float,
) -> None:
    r"""Add the fact FACT, an id of your own such as ferry_f01, to CORPUS.

    \b
    Example:
      claimwire fact add mycorpus ferry_f01 --event ferry_2031 --lower 3 --upper 3 --harm killed \
          --statement "Three people died when the ferry hit the pier." --time 2031-06-03
    """
    workspace = repository()
    fact = made(
        Fact,
        fact_id=fact_id,
        event_id=event_id,
        statement=statement,
        time=time,
        lower=lower,
        upper=upper,
        harm=None if harm is None else Harm[harm.upper()],
        note=note,
    )
    events = workspace.event_ids()
    known = [x for other in workspace.corpus_ids() for x in workspace.corpus(other).facts]
    with editing_corpus(workspace, corpus, wait, dry_run=dry_run) as edit:
        status = put_fact(edit, fact, events, known, replace=replace)
    click.echo(f"{'dry run: ' if dry_run else ''}{status}: {fact_id}")


@command.command(name="list")
@click.argument("corpora", nargs=-1, metavar="[CORPUS]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per fact.")
def list_command(corpora: tuple[str, ...], as_json: bool) -> None:
    r"""List the facts of all corpora, or of CORPUS.

    \b
    Example:
      claimwire fact list mycorpus
    """
    workspace = repository()
    chosen = workspace.corpora(corpora or tuple(workspace.corpus_ids()))
    facts = [fact for corpus in chosen for fact in corpus.facts.values()]
    if as_json:
        for fact in facts:
            echo_json(fact.model_dump(mode="json", exclude_defaults=True))
        return
    if facts:
        rows = [(fact.fact_id, fact.event_id, fact.time or "", fact.statement) for fact in facts]
        wide_table(wide_console(), ("fact", "event", "time", "statement"), rows)
    click.echo(f"{len(facts)} facts")
