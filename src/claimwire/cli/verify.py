"""`claimwire verify`: whether a release is what it says of itself."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ..release.named import named_release
from ..release.verifying import Verification, verify
from .output import echo_json, shown_status


@click.command(name="verify")
@click.argument("release")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: what it is, and its problems.")
def command(release: str, as_json: bool) -> None:
    r"""Compare a RELEASE with its own SHA256SUMS and manifest.json, file by file.

    RELEASE is the folder of a release, wherever it is, an archive that `claimwire archive` made, or a version below
    dataset/. Every file that is listed has to be there and have its hash, nothing else may be there, and the tables are
    those of the manifest, with as many rows as it says. An archive is also compared with the .sha256 file beside it, if
    there is one. Each fault is printed on one line.

    This finds damage, not forgery, because both lists come with the files: compare the content hash that is printed
    with the one that was published. Exit status 0 means that all is as listed, 1 that something is not.

    \b
    Examples:
      claimwire verify 0.2.0
      claimwire verify ~/downloads/claimwire
      claimwire verify claimwire-0.2.0.tar.gz --json
    """
    place = Path(release) if Path(release).is_file() else named_release(release)
    with shown_status("reading"):
        found = verify(place)
    if as_json:
        echo_json(_as_json(place, found))
    else:
        for problem in found.problems:
            click.echo(str(problem))
        click.echo(_summary(place, found))
    raise SystemExit(1 if found.problems else 0)


def _summary(place: Path, found: Verification) -> str:
    if found.manifest is None or found.problems:
        count = len(found.faulty_files)
        return f"{place}: {count} faulty file{'s'[: count != 1]}"
    manifest, draft = found.manifest, "a draft of " if found.is_draft else ""
    return (
        f"{place}: {draft}{manifest.name} {manifest.data_version}, {found.files} files, {found.rows} rows, "
        f"all as listed; content {manifest.content_sha256[:16]}"
    )


def _as_json(place: Path, found: Verification) -> dict[str, object]:
    manifest = found.manifest
    return {
        "release": str(place),
        "name": manifest and manifest.name,
        "data_version": manifest and manifest.data_version,
        "content_sha256": manifest and manifest.content_sha256,
        "draft": found.is_draft,
        "files": found.files,
        "rows": found.rows,
        "problems": [asdict(problem) for problem in found.problems],
    }
