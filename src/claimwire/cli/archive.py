"""`claimwire archive`: a published release as one file."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..release.archive import plan_archive, write_archive
from ..release.packing import packed_name
from .options import NewPlace
from .output import shown_status


@click.command(name="archive")
@click.argument("version")
@click.option("--to", type=NewPlace(), help="The file to write; by default NAME-VERSION.tar.gz, in this folder.")
@click.option("--dry-run", is_flag=True, help="Verify the release and list the files, but write nothing.")
def command(version: str, to: Path | None, dry_run: bool) -> None:
    r"""Write the published release VERSION, dataset/VERSION/, as one file, with all that is in it.

    The release is verified first, and what was written once more. The archive, a .tar.gz with the one folder
    NAME-VERSION/, has the same bytes whenever and wherever it is made of the same release, so that its hash can be
    published; Python with another library in zlib's place compresses to other bytes of the same files. FILE.sha256
    beside it has the hash, as `sha256sum -c` reads it. A file that is there already is not written over, and drafts are
    refused.

    \b
    Examples:
      claimwire archive 0.2.0 --dry-run
      claimwire archive 0.2.0 --to ~/claimwire-0.2.0.tar.gz
      claimwire verify ~/claimwire-0.2.0.tar.gz
    """
    with shown_status("verifying the release"):
        planned = plan_archive(Workspace.find(), version, to)
    if dry_run:
        for name in planned.names:
            click.echo(f"{packed_name(planned.manifest)}/{name}")
        click.echo(f"{planned.place}: {len(planned.names)} files, not written", err=True)
        return
    with shown_status("writing and verifying the archive"):
        sha256 = write_archive(planned)
    click.echo(f"{planned.place}: {len(planned.names)} files, {planned.place.stat().st_size} bytes, SHA-256 {sha256}")
    click.echo(f"{planned.sums}: its hash, for `sha256sum -c`")
