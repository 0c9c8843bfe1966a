"""Level 5: the files beside the records that the next release needs, or that its records were made by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from ..corpus.dois import DOI_REGION
from ..corpus.records import read_utf8, records_of
from ..corpus.workspace import GUIDELINES_FILE, SUMS, Workspace
from ..errors import ClaimwireError
from ..proposals.cues import cue_table
from ..regions import fill, region_names
from ..schema import Questions, Ruling
from ..schema.codebook import codebook_regions
from ..templates import CARD_TEMPLATE, template
from ..versions import SCHEMA_VERSION
from .check import Check
from .context import Context
from .documents import BASELINES_REGION, CARD_SOURCE, README
from .findings import Finding, Place

LABEL_CONFIG = "label_config.xml"
"""The labelling page as a file, in `schema/`."""


def release_lacks(workspace: Workspace) -> Iterator[Finding]:
    """Yield what a repository lacks that no release can be built without: card, its regions, published schema."""
    card, readme = workspace.root / CARD_SOURCE, workspace.root / README
    needed = set(region_names(template(CARD_TEMPLATE))) - {DOI_REGION}
    made = {*needed, DOI_REGION, BASELINES_REGION}
    if card.is_file():
        yield from _region_faults(card, made, needed)
    else:
        yield Finding(Place(card), "there is no card; a new repository has one with every region (`claimwire init`)")
    if readme.is_file():
        yield from _region_faults(readme, made, ())
    sums = workspace.schema / SCHEMA_VERSION / SUMS
    if not sums.is_file():
        yield Finding(Place(sums), f"schema {SCHEMA_VERSION} is not written; run `claimwire schema --write`")


def _region_faults(path: Path, made: Collection[str], needed: Collection[str]) -> Iterator[Finding]:
    """Yield which regions a document has that nothing makes, and which it lacks."""
    try:
        names = region_names(read_utf8(path))
    except ClaimwireError as error:
        yield Finding(Place(path), str(error).removeprefix(f"{path}: "))
        return
    for name in sorted(set(names) - set(made)):
        yield Finding(Place(path), f"nothing is generated for `<!-- generated: {name} -->`; remove it")
    for name in sorted(set(needed) - set(names)):
        lines = f"a line `<!-- generated: {name} -->` and below it `<!-- /generated -->`"
        yield Finding(Place(path), f"it has no place for {name}: {lines}")


def _release_lacks(context: Context) -> Iterator[Finding]:
    if not context.is_shared:
        return
    for finding in release_lacks(context.repository.workspace):
        if finding.place.path.name != SUMS or not finding.place.path.parent.is_dir():  # else `schema-changed` says it
            yield finding


def _codebook_stale(context: Context) -> Iterator[Finding]:
    if context.is_shared:
        repository = context.repository
        yield from codebook_stale(repository.workspace, records_of(repository.rulings), repository.questions)


def codebook_stale(workspace: Workspace, rulings: list[Ruling], questions: Questions) -> Iterator[Finding]:
    """Yield where codebook and labelling page are missing, or the codebook has other tables than it should have.

    They are those of the models, of `rulings`, and of the values that `questions` adds to open lists.
    """
    path, page = workspace.annotations / GUIDELINES_FILE, workspace.schema / LABEL_CONFIG
    if not path.is_file():
        yield Finding(Place(path), "there is no codebook; put it back, or take one that `claimwire init` makes")
    else:
        try:
            text = read_utf8(path)
            regions = codebook_regions(rulings, cue_table(), questions)
            if text != fill(text, regions, str(path)):
                yield Finding(Place(path), "its tables do not match the models and annotations/rulings.jsonl")
        except ClaimwireError as error:
            yield Finding(Place(path), str(error).removeprefix(f"{path}: "))
    if not page.is_file():
        yield Finding(Place(page), "there is no labelling page")


CHECKS = (
    Check(
        "release-lacks",
        5,
        "the card or the published schema is missing, or card or README have other generated regions "
        "than this claimwire writes",
        "fix what it names, or put the file back",
        _release_lacks,
    ),
    Check(
        "codebook-stale",
        5,
        "the codebook or the labelling page is missing, or the codebook's tables are out of date",
        "run `claimwire schema --write`, which makes the tables and the page",
        _codebook_stale,
    ),
)
