"""`claimwire diff`: what changed between two releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from ..release.added import value_changes
from ..release.changelog import changelog, claims_of, folded, short
from ..release.changes import Change
from ..release.demanded import demand
from ..release.manifest import read_manifest
from ..release.named import named_release
from ..release.plan_changes import plan_changes
from ..release.published import release_changes
from ..schema.vocab import ChangeKind
from ..tables.parquet import write_table
from .options import NewPlace
from .tables import wide_console, wide_table


@click.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--parquet", type=NewPlace(dir_okay=False), help="Write the changes to this file.")
@click.option("--changelog", "drafting", is_flag=True, help="Print a draft of the section of CHANGELOG.md.")
def command(old: str, new: str, parquet: Path | None, drafting: bool) -> None:
    r"""Show what changed from the release OLD to the release NEW, each a version or the folder of a release.

    Shown are articles and claims that are new, gone, moved (other spans or split) or relabelled, and every slot that
    has another value, with the adjudication's reason where it differs from the one before. A claim keeps its id
    whatever else about it changes. What annotators are no longer asked for, or again asked for, is told first, and
    which values were added to open lists, or taken out. Text is not compared; text_sha256 of an article tells whether
    it changed. The last line says which version NEW must have at least; for that, every value of every table counts.

    \b
    Examples:
      claimwire diff 0.1.0 0.2.0
      claimwire diff 0.1.0 ~/downloads/claimwire --parquet changes.parquet
      claimwire diff 0.1.0 0.2.0 --changelog >> CHANGELOG.md
    """
    before, after = named_release(old), named_release(new)
    found = list(release_changes(before, after))
    told = plan_changes(read_manifest(before), read_manifest(after))
    values = list(value_changes(read_manifest(before), read_manifest(after)))
    if parquet is not None:
        write_table("changes", [change.row() for change in found], parquet)
        click.echo(f"wrote {parquet}: {len(found)} changes", err=True)
    if drafting:
        click.echo(changelog(found, read_manifest(after), told, values), nl=False)
        return
    for line in (*told, *map(str, values)):
        click.echo(line)
    if found:
        wide_table(wide_console(), HEADER, _rows(found), lines=True)
    counts = Counter(change.change for change in found)
    counted = ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])
    click.echo(counted or ("no changes in articles and claims" if values else "no changes"))
    click.echo(str(demand(before, after)))


HEADER = ("what", "old", "new", "reason")


def _rows(found: Sequence[Change]) -> list[tuple[str, ...]]:
    """Return one row per change; the claims of an article that is new or gone are counted in its row."""
    rows: list[tuple[str, ...]] = []
    for change in folded(found):
        what = change.claim_id or change.article_id
        if change.change in (ChangeKind.ARTICLE_ADDED, ChangeKind.ARTICLE_REMOVED):
            what += f" with {claims_of(found, change.article_id)}"
        what += "\n" + " ".join(part for part in (change.change.value, change.field) if part)
        old, new = ("" if change.field is None else short(value) for value in (change.old, change.new))
        rows.append((what, old, new, change.reason or ""))
    return rows
