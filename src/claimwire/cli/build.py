"""`claimwire build`: the repository's records become a release."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..release.build import Built, build
from ..release.copies import corpora_of_copies
from ..release.loadback import load_back
from ..release.open_texts import open_corpora
from ..release.with_texts import build_with_texts
from .bars import counted_steps
from .options import NewPlace, not_with, only_with
from .writing import wait_option


@click.command(name="build")
@click.option("--hydrated", type=click.Path(exists=True, path_type=Path), help="Your copy of the texts to put in.")
@click.option("--to", type=NewPlace(), help="Where the full-text variant goes; outside the repository.")
@click.option(
    "--max-lost", type=click.FloatRange(0, 1), default=0.0, help="Share of a corpus's spans that your copy may lack."
)
@click.option("--open-texts", is_flag=True, help="Put in only texts under open licences, which a release may have.")
@click.option(
    "--open-texts-from",
    type=click.Path(exists=True, path_type=Path),
    help="A copy of the texts under open licences; the manifest names the build with them.",
)
@click.option("--release", is_flag=True, help="Publish it: dataset/VERSION/, which never changes again.")
@click.option("--load/--no-load", default=True, help="Load the release back with datasets.load_dataset and compare.")
@wait_option
def command(
    hydrated: Path | None,
    to: Path | None,
    max_lost: float,
    open_texts: bool,
    open_texts_from: Path | None,
    release: bool,
    load: bool,
    wait: float,
) -> None:
    r"""Build what annotations/release.toml plans: a draft at dataset/draft/, or with --release that release.

    A draft loads like a release and may be built over as often as you like. A release is at dataset/VERSION/ and never
    changes: if the planned version is published, it is built beside and compared. Nothing is built while `claimwire
    check --level 4` finds a problem, or while a published release does not match its checksums. The same records give
    the same bytes. The command says which version the changes since the previous release require at least, and refuses
    to release a lower one. What is left out is named: a new article that would join groups of different splits, an
    event that nothing tells, and in a draft the articles that are not annotated and adjudicated yet. Card, README and
    CITATION.cff get the numbers of the latest release.

    With --hydrated and --to, a variant with all texts in your copy is built for local use; corpora of which your copy
    has nothing stay without text. If --open-texts is given too, the variant may be published: it has only the texts
    whose licence allows it, of corpora whose corpus.toml says `text_in_release = "open"`. The manifest of a release
    names that build by its hash if --open-texts-from has the texts; every later build of that version with open texts
    has to be the same.

    \b
    Examples:
      claimwire build
      claimwire build --release
      claimwire build --hydrated ~/texts --to ~/claimwire-full
      claimwire build --release --open-texts-from ~/texts
      claimwire build --hydrated ~/texts --to ~/claimwire-open --open-texts
    """
    workspace = Workspace.find()
    with counted_steps("reading") as steps:
        if (hydrated is None) != (to is None):
            raise click.UsageError("--hydrated and --to go together")
        only_with(hydrated is not None, "--hydrated", "max_lost", "open_texts")
        not_with(open_texts, "--open-texts, which takes no text that differs", "max_lost")
        not_with(hydrated is not None, "--hydrated", "open_texts_from")
        if release and hydrated is not None:
            raise click.UsageError("--release and --hydrated exclude each other: texts are not published")
        if hydrated is not None and to is not None:
            if open_texts:
                built = build_with_texts(
                    workspace, open_corpora(workspace, hydrated, steps), to, steps, texts="open", count=steps.count
                )
            else:
                copies = corpora_of_copies(workspace, dict.fromkeys(workspace.plan().corpora, hydrated), max_lost)
                for line in copies.told:
                    click.echo(line, err=True)
                built = build_with_texts(workspace, copies.corpora, to, steps, count=steps.count)
        else:
            known = () if open_texts_from is None else open_corpora(workspace, open_texts_from, steps)
            built = build(workspace, steps, release=release, with_open_texts=known, wait=wait, count=steps.count)
            for path in built.updated:
                click.echo(f"{workspace.shown(path)}: brought up to date")
        if load:
            steps("loading it back")
            rows = load_back(built.folder)
    _report(built)
    if load:
        click.echo(f"loaded back with datasets.load_dataset: {rows} rows, all as built")


def _report(built: Built) -> None:
    verb = "reproduced, nothing changed" if built.already_released else "a draft" if built.is_draft else "released"
    click.echo(f"{built.folder}: {verb}, content {built.manifest.content_sha256[:16]}")
    for table in built.manifest.tables:
        click.echo(f"  {table.config:20} {table.split:10} {table.rows:6} rows")
    for line in built.demand.lines() if built.demand else ():
        click.echo(f"  {line}")
    for line in built.left_out.lines():
        click.echo(f"  {line}")
    if built.not_compared:
        click.echo(
            f"  not compared with other texts: {', '.join(built.not_compared)}; see `claimwire duplicates --help`"
        )
    if built.differing_files:
        writers = " and ".join(built.changed_writers)
        why = f"{writers} wrote them in another version" if writers else "what describes the rows has changed since"
        click.echo(f"  the same rows, but other bytes in {', '.join(built.differing_files)}: {why}")
