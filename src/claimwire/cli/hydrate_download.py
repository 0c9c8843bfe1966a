"""What `claimwire hydrate --download` does before the texts are restored: the files are listed, or fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ..corpus.corpus import Corpus
from ..hydration.download import (
    Download,
    NotDownloaded,
    Patience,
    WantedFile,
    download,
    download_folder,
    files_folder,
    is_there,
    wanted_files,
)
from .output import echo_json, shown_status

PATIENCE = Patience()
"""How hosts are waited for."""

SHOWN = 5
"""Files, or documents, that are told of in full."""


@dataclass(frozen=True)
class Fetched:
    """The files of a corpus that could be had."""

    files: Path
    """The folder that they are in."""
    plain: dict[str, object]
    """What became of each, for JSON."""
    credits: tuple[str, ...]
    """Whom to credit, and under which licence."""


def fetch_files(data: Corpus, *, dry_run: bool, as_json: bool, place: Path, need_all: bool) -> Fetched:
    """Download the files that the texts of a corpus are in; with `dry_run` list them instead, and end.

    Ends with status 1, after messages, if no host can be reached, if no file could be had, or, with `need_all`, if one
    is missing. Raises `HydrationError` if the corpus has no sources.
    """
    wanted, unknown = wanted_files(data)
    folder = download_folder(data.corpus_id)
    if unknown:
        more = f" and {len(unknown) - SHOWN} more" if unknown[SHOWN:] else ""
        click.echo(f"no [[sources]] of {data.corpus_id} has {', '.join(unknown[:SHOWN])}{more}", err=True)
    if dry_run:
        _list(wanted, folder, as_json=as_json)
        raise SystemExit(0)
    with shown_status("checking what is there") as show:
        done = download(wanted, folder, PATIENCE, show)
    plain = _plain(done)
    if done.unreachable or (done.missing and (need_all or not done.there)):
        if as_json:
            echo_json({"corpus_id": data.corpus_id, "place": None} | plain)
        _tell(done)
        click.echo(f"nothing was written to {place}", err=True)
        raise SystemExit(1)
    _tell(done)
    if not as_json:
        got = [item for item in done.there if item.address is not None]
        size = sum(item.size for item in got)
        click.echo(f"downloaded {len(got)} files, {size:,} bytes; {len(done.there) - len(got)} were there: {folder}")
    return Fetched(files_folder(folder), plain, _credits(wanted))


def _list(wanted: Sequence[WantedFile], folder: Path, *, as_json: bool) -> None:
    """Print what would be fetched."""
    sizes = {item.name: is_there(item, folder) for item in wanted}
    if as_json:
        files = [
            {
                "file": item.name,
                "size": sizes[item.name] or item.source.size,
                "there": sizes[item.name] is not None,
                "licence": item.source.licence,
                "attribution": item.source.attribution,
                "sha256": item.source.sha256,
                "addresses": item.addresses,
            }
            for item in wanted
        ]
        echo_json({"files": files, "folder": str(folder)})
        return
    missing = sum(size is None for size in sizes.values())
    click.echo(f"{missing} of {len(wanted)} files would be fetched")
    for item in wanted:
        size = sizes[item.name] or item.source.size
        length = "size not known" if size is None else f"{size:,} bytes"
        where = item.addresses[0] if sizes[item.name] is None else "there already"
        click.echo(f"{item.name}: {length}, {item.source.licence}, {where}")
    for credit in _credits(wanted):
        click.echo(credit)
    click.echo("dry run: nothing was fetched")


def _credits(wanted: Sequence[WantedFile]) -> tuple[str, ...]:
    lines = (f"credit: {item.source.attribution} ({item.source.licence})" for item in wanted)
    return tuple(dict.fromkeys(lines))


def _plain(done: Download) -> dict[str, object]:
    return {
        "downloaded": [{"file": item.file.name, "size": item.size, "address": item.address} for item in done.there],
        "not_downloaded": [
            {"file": item.file.name, "answers": [{"address": at, "told": told} for at, told in item.answers]}
            for item in done.missing
        ],
    }


def _tell(done: Download) -> None:
    """Say on standard error which files could not be had, why, and what to do."""
    if done.unreachable:
        click.echo(
            f"offline: no host could be reached: {', '.join(done.unreachable)}; run the command again when you are "
            "online (what has arrived is kept), or restore the texts from your own copy with --from",
            err=True,
        )
        return
    for item in done.missing[:SHOWN]:
        click.echo(_told(item, files_folder(done.folder)), err=True)
    if done.missing[SHOWN:]:
        click.echo(f"and {len(done.missing) - SHOWN} more files (--json lists them)", err=True)


def _told(item: NotDownloaded, files: Path) -> str:
    expected = f" with SHA-256 {item.file.source.sha256}" if item.file.source.sha256 else ""
    return "\n".join(
        [
            f"{item.file.name} could not be had:",
            *(f"  {address} {told}" for address, told in item.answers),
            f"  try again later; or get the file{expected} by hand and put it at {files / item.file.name}, or in a "
            "folder of your own that --from names",
        ]
    )
