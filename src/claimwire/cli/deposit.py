"""`claimwire deposit`: a release goes to Zenodo as a draft, and gets a DOI if it is published there."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..errors import PublishError
from ..publishing.datacite import DATACITE
from ..publishing.depositing import (
    CANNOT_BE_UNDONE,
    Deposit,
    contact_problem,
    copy_to,
    deposit_draft,
    look,
    prepared,
    publish_draft,
)
from ..publishing.readiness import look_at
from ..publishing.recording import doi_of, record_doi
from ..publishing.zenodo import Zenodo, ZenodoRecord
from ..release.named import published_folder
from .inspected import require_sound, show_inspected
from .options import NewPlace, not_with, only_with
from .output import shown_status

SHOWN = 16
"""Characters of a hash that are shown."""


@click.command(name="deposit")
@click.argument("version")
@click.option("--push", is_flag=True, help="Make the draft, or continue it. Without this nothing is sent.")
@click.option("--live", is_flag=True, help="Use Zenodo itself; otherwise its sandbox, where nothing lasts.")
@click.option("--publish", is_flag=True, help="Publish the draft: this registers its DOI for good. Asks first.")
@click.option(
    "--to",
    type=NewPlace(file_okay=False),
    help="A folder to write archive, hash and datacite.json into.",
)
@click.option("--offline", is_flag=True, help="Do not check what is on Zenodo.")
def command(version: str, push: bool, live: bool, publish: bool, to: Path | None, offline: bool) -> None:
    r"""Deposit the release dataset/VERSION/ on Zenodo: a draft with its archive, and the DOI that is reserved for it.

    Without --push nothing is sent: it shows the files, the description for DataCite, what was checked and found, and
    what is on Zenodo already. With --push a draft is made or continued, which only you can see and delete. Only
    --publish publishes it, which cannot be undone. As with `claimwire publish`, nothing is sent if any problem was
    found; nor is it while the plan names no contact.

    If it is interrupted, run it again: files that arrived are not sent again. A version that is published is never
    changed; the next one becomes a new version of the same record. Then its DOI is in dataset/dois.jsonl, citation and
    card: run it again if you have published the draft on its page.

    The token is taken from ZENODO_SANDBOX_TOKEN, with --live from ZENODO_TOKEN. See docs/publishing.md.

    \b
    Examples:
      claimwire deposit 1.2.0 --offline
      claimwire deposit 1.2.0 --offline --to ~/deposit
      claimwire deposit 1.2.0 --push
      claimwire deposit 1.2.0 --live --push
      claimwire deposit 1.2.0 --live --push --publish
    """
    not_with(offline, "--offline", "push")
    only_with(push, "--push", "publish")
    workspace = Workspace.find()
    folder = published_folder(workspace, version)
    zenodo = Zenodo(live)
    with shown_status("reading") as show:
        candidate = look_at(workspace, folder, show)
    if candidate.problems:
        show_inspected(candidate)
    require_sound(candidate, "deposited")
    with shown_status("writing the archive") as show, prepared(workspace, version, show) as deposit:
        _show(deposit)
        show_inspected(candidate)
        for path in copy_to(deposit, to) if to is not None else ():
            click.echo(f"wrote {path}")
        if not push:
            show(f"checking what is on {zenodo.name}")
            _show_dry_run(zenodo, deposit, offline=offline)
            return
        deposited = deposit_draft(zenodo, deposit, show)
        for line in deposited.did:
            click.echo(line)
        record = deposited.record
        if publish and not record.is_published:
            record = _publish(zenodo, deposit, record)
        if to is not None:
            copy_to(deposit.with_doi(record.doi), to)
    _show_record(workspace, zenodo, record, has_changed=bool(deposited.did))


def _publish(zenodo: Zenodo, deposit: Deposit, draft: ZenodoRecord) -> ZenodoRecord:
    """Publish a draft if the user says so; otherwise it stays as it is, and the command ends."""
    click.echo(CANNOT_BE_UNDONE)
    click.confirm(f"Publish {zenodo.page_of(draft)}, and register {draft.doi}, on {zenodo.name}?", abort=True)
    return publish_draft(zenodo, deposit, draft)


def _show(deposit: Deposit) -> None:
    """Print the files, and how they are described."""
    size = sum(file.size for file in deposit.files)
    click.echo(f"{deposit.manifest.name} {deposit.manifest.data_version}: {len(deposit.files)} files, {size:,} bytes")
    for file in deposit.files:
        click.echo(f"  {file.size:>12,}  {file.sha256[:SHOWN]}  {file.name}")
    click.echo(f"\n{DATACITE}:\n{deposit.description.path.read_text(encoding='utf-8')}")


def _show_dry_run(zenodo: Zenodo, deposit: Deposit, *, offline: bool) -> None:
    """Print what is on Zenodo, and what --push would do."""
    click.echo(CANNOT_BE_UNDONE)
    would = f"would make a draft of {len(deposit.files)} files"
    if offline:
        click.echo(f"{zenodo.name}: not looked at {zenodo.address}, for --offline")
    else:
        try:
            would = _seen(zenodo, deposit)
        except PublishError as error:
            click.echo(f"{zenodo.name}: {error}")
            would = "might be refused, for the reason above"
    problems = [*deposit.problems, *([told] if (told := contact_problem(deposit)) else [])]
    if problems:
        would = f"would be refused: {'; '.join(problems)}"
    click.echo(f"dry run: nothing was sent; --push {would}")


def _seen(zenodo: Zenodo, deposit: Deposit) -> str:
    """Print what is on Zenodo, and return what --push would do."""
    seen = look(zenodo, deposit)
    versions = ", ".join(record.version or "without a version" for record in seen.found.published) or "none"
    click.echo(f"{zenodo.name}: published versions: {versions}")
    if seen.record is None:
        after = f", after version {seen.found.latest.version}" if seen.found.latest else ""
        return f"would make a draft of {len(deposit.files)} files{after}"
    page = zenodo.page_of(seen.record)
    if seen.record.is_published:
        return f"would do nothing on {zenodo.name}: {page} is this version, published as {seen.record.doi}"
    files = deposit.with_doi(seen.record.doi).files
    sent = [file.name for file in files if not file.is_there(seen.files)]
    reserved = f"; {seen.record.doi} is reserved" if seen.record.doi else ""
    click.echo(f"{zenodo.name}: {page} is a draft, with {len(seen.files)} files{reserved}")
    return f"would go on with {page}, and send {', '.join(sent) or 'no file, for all are there'}"


def _show_record(workspace: Workspace, zenodo: Zenodo, record: ZenodoRecord, *, has_changed: bool) -> None:
    """Print where the release is; record its DOI if it is published on Zenodo itself."""
    page = zenodo.page_of(record)
    if not record.is_published:
        told = "a draft, which you alone see" if has_changed else "a draft, there already; nothing was sent"
        click.echo(f"{page}: {told}; {record.doi} is reserved, and registered when it is published")
        return
    click.echo(f"{page}: published as {record.doi}")
    if not zenodo.is_live:
        click.echo("the DOI is not recorded: one of the sandbox leads nowhere")
        return
    updated = record_doi(workspace, doi_of(record))
    click.echo(f"{workspace.shown(workspace.dois_file)} has its DOI, and {record.concept_doi} of all versions")
    for path in updated:
        click.echo(f"{workspace.shown(path)}: brought up to date")
