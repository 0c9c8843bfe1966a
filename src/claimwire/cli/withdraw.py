"""`claimwire withdraw`: something that was published is taken back, out of every version."""

from __future__ import annotations

import re
from datetime import date

import click

from ..corpus.workspace import Workspace
from ..release.rebuilding import Rebuild
from ..release.withdrawing import PlannedWithdrawal, plan_withdrawal, withdraw
from ..schema import Withdrawal
from ..schema.base import ID_PATTERN
from ..schema.vocab import WithdrawalReason
from .options import Name
from .output import shown_status
from .session import repository
from .writing import wait_option


class RecordId(click.ParamType[str]):
    """The id of a record."""

    name = "id"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id as it was given; raises `click.BadParameter` if no record can have it."""
        if re.fullmatch(ID_PATTERN[1:-1], value) is None:
            self.fail(f"{value!r} is not an id; ids have the characters a-z, 0-9 and _", param, ctx)
        return value


@click.command(name="withdraw")
@click.argument("withdrawn_id", metavar="[ID]", type=RecordId(), required=False)
@click.option("--reason", metavar="KIND", type=Name(WithdrawalReason.names()), help="The kind of reason; see below.")
@click.option("--write", is_flag=True, help="Record it, and rebuild what contains it. Without this nothing is written.")
@wait_option
def command(withdrawn_id: str | None, reason: str | None, write: bool, wait: float) -> None:
    r"""Withdraw the article, claim or entity ID from every version: published ones, the draft, and all later ones.

    With an article, all that was made from it is withdrawn too; with a claim (adjudicated, or of an annotator's layer),
    what was decided on together with it; with an entity, the claims that name it. Without --write it lists how many
    rows of which table of which version are removed or changed, and what would be built again.

    With --write, annotations/withdrawn.jsonl gets a line with the id, today's date and the kind of reason, nothing
    else. Every command leaves out what it names from then on. The folders below dataset/ that have any of it are built
    again without it, the one exception to a published version never changing; their manifests say so. Then publish
    them again. Without ID it does what is still to be done of what is recorded.

    Kinds of reason: privacy, safety, rights, law, mistake. The records below annotations/ keep what is withdrawn, and
    so does the history of git; docs/ethics.md says what that means and what else cannot be undone.

    \b
    Examples:
      claimwire withdraw mycorpus_a_c04 --reason privacy
      claimwire withdraw mycorpus_a_c04 --reason privacy --write
      claimwire withdraw
      claimwire withdraw --write
    """
    if (withdrawn_id is None) != (reason is None):
        raise click.UsageError("ID and --reason go together")
    workspace = repository()
    new = None
    if withdrawn_id is not None and reason is not None:
        today = date.today().isoformat()
        new = Withdrawal(withdrawn_id=withdrawn_id, date=today, reason=WithdrawalReason[reason.upper()])
    with shown_status("reading") as show:
        planned = withdraw(workspace, new, show, wait=wait) if write else plan_withdrawal(workspace, new, show)
    _report(workspace, planned, withdrawn_id, write=write)


def _report(workspace: Workspace, planned: PlannedWithdrawal, withdrawn_id: str | None, *, write: bool) -> None:
    if withdrawn_id is not None and planned.new is None:
        click.echo(f"{withdrawn_id} is withdrawn already: {workspace.shown(workspace.withdrawn_file)} has it")
    for (corpus_id, table), number in planned.records.items():
        click.echo(f"annotations/{corpus_id}/{table}.jsonl: {_counted(number)} left out, or without a name it had")
    for rebuild in planned.rebuilds:
        _show(workspace, rebuild)
    if planned.new is None and not planned.rebuilds:
        click.echo("nothing to do: no release has anything of what is withdrawn")
    elif not write:
        record = "" if planned.new is None else f"record it in {workspace.shown(workspace.withdrawn_file)} and "
        names = ", ".join(workspace.shown(rebuild.folder) for rebuild in planned.rebuilds) or "no release"
        click.echo(f"nothing was written; --write would {record}build {names} again", err=True)
    else:
        _say_what_is_left(workspace, planned)


def _counted(number: int) -> str:
    return f"{number} record{'' if number == 1 else 's'}"


def _show(workspace: Workspace, rebuild: Rebuild) -> None:
    click.echo(f"{workspace.shown(rebuild.folder)}: {rebuild.removed} rows go")
    for table in rebuild.tables:
        click.echo(f"  {table.config:22} {table.split:10} {table.removed:6} go {table.changed:6} change")


def _say_what_is_left(workspace: Workspace, planned: PlannedWithdrawal) -> None:
    """Say what was written, and what has still to be done by hand."""
    if planned.new is not None:
        click.echo(f"{workspace.shown(workspace.withdrawn_file)}: {planned.new.withdrawn_id} recorded")
    for rebuild in planned.rebuilds:
        click.echo(f"{workspace.shown(rebuild.folder)}: built again")
        if rebuild.folder != workspace.draft:
            click.echo(f"  if it is on the Hub: claimwire publish {rebuild.folder.name} --repo USER/NAME --push")
    click.echo("pages, exports, archives and copies made before still have it: make them again (docs/ethics.md)")
