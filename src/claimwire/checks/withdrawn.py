"""Level 5: what is withdrawn is known, and is in no published release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..corpus.workspace import MANIFEST
from ..errors import ClaimwireError
from ..schema import ReleaseManifest
from ..tables.gone import ReleaseTables, TableFile, find_gone
from .check import Check
from .context import Context
from .findings import Finding, Place
from .releases import readable_manifest

IDS = (("articles", "article_id"), ("claims", "claim_id"), ("annotations", "claim_id"), ("entities", "entity_id"))
"""The configs and columns that have the ids of what can be withdrawn."""


def _withdrawn_unknown(context: Context) -> Iterator[Finding]:
    """Find ids that nothing has or had; one that was taken out of every table is known by the day in a manifest."""
    rows = context.repository.withdrawn if context.is_shared else []
    unknown = [row for row in rows if not _is_recorded(context, row.record.withdrawn_id)]
    releases = dict(_releases(context)) if unknown else {}
    for row in unknown:
        item = row.record
        taken_out = (x.date for manifest in releases.values() for x in manifest.withdrawn or ())
        if any(date >= item.date for date in taken_out):
            continue
        if not any(_has(_tables(folder, manifest), item.withdrawn_id) for folder, manifest in releases.items()):
            place = Place(row.path, row.line, "withdrawal of", item.withdrawn_id)
            yield Finding(place, "no article, claim or entity has that id, in no corpus and in no release")


def _withdrawn_published(context: Context) -> Iterator[Finding]:
    if not context.is_shared or not context.repository.withdrawn:
        return
    try:
        ids = context.repository.workspace.withdrawn_ids()
    except ClaimwireError:
        return  # a line is no record; `line-invalid` says so
    for folder, manifest in _releases(context):
        gone = find_gone(_tables(folder, manifest), ids)
        if not gone.is_nothing:
            counts = {"articles": gone.articles, "claims": gone.claims, "entities": gone.entities}
            told = ", ".join(f"{kind} {len(found)}" for kind, found in counts.items() if found)
            yield Finding(Place(folder / MANIFEST), f"the release still has what is withdrawn: {told}")


def _is_recorded(context: Context, withdrawn_id: str) -> bool:
    repository = context.repository
    is_claim = repository.index.claim(withdrawn_id) is not None
    return is_claim or withdrawn_id in repository.index.articles or withdrawn_id in repository.entities


def _releases(context: Context) -> Iterator[tuple[Path, ReleaseManifest]]:
    """Yield the releases that have a manifest and all their tables; what is damaged other checks say."""
    for folder in context.repository.workspace.releases():
        manifest = readable_manifest(folder)
        if manifest is not None and all((folder / table.path).is_file() for table in manifest.tables):
            yield folder, manifest


def _tables(folder: Path, manifest: ReleaseManifest) -> ReleaseTables:
    return ReleaseTables(TableFile(table.config, table.split, folder / table.path) for table in manifest.tables)


def _has(tables: ReleaseTables, withdrawn_id: str) -> bool:
    return any(row[column] == withdrawn_id for config, column in IDS for row in tables.rows(config, column))


CHECKS = (
    Check(
        "withdrawn-unknown",
        5,
        "annotations/withdrawn.jsonl names an id that no article, claim or entity has, in no corpus and in no release",
        "fix the id; `claimwire withdraw` writes the line for you",
        _withdrawn_unknown,
    ),
    Check(
        "withdrawn-published",
        5,
        "a release still has something that is withdrawn",
        "take it out with `claimwire withdraw --write`, and publish the release again",
        _withdrawn_published,
    ),
)
