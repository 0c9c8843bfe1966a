"""What there is on Zenodo of a dataset, as seen from a version that is to be deposited: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from ..errors import PublishError
from .zenodo import ZenodoRecord

PageOf = Callable[[ZenodoRecord], str]
"""Returns the address of the page of a record."""


@dataclass(frozen=True)
class Standing:
    """The published versions of a dataset, the oldest first, and the draft of the next, if there is one."""

    published: tuple[ZenodoRecord, ...] = ()
    draft: ZenodoRecord | None = None

    @property
    def latest(self) -> ZenodoRecord | None:
        """The latest published version."""
        return self.published[-1] if self.published else None

    def of_version(self, version: str) -> ZenodoRecord | None:
        """Return the published record of a version; None if there is none."""
        return next((record for record in reversed(self.published) if record.version == version), None)


def standing(
    records: Iterable[ZenodoRecord], title: str, concept_doi: str | None, version: str, page_of: PageOf
) -> Standing:
    """Return what there is of a dataset among the records of somebody.

    It is known by the DOI of all its versions, if that is recorded, otherwise by its title. Raises `PublishError` if
    none of the records has that DOI; if several datasets have the title; if a newer version is published, after which
    this one would be taken for the latest; or if there is a draft of another version.
    """
    mine = list(records)
    if concept_doi is not None:
        concepts = {record.concept_id for record in mine if record.concept_doi == concept_doi}
        if not concepts:
            raise PublishError(
                f"dataset/dois.jsonl says that {concept_doi} is the DOI of all versions, but none of your records has "
                "it; whoever made that record has to deposit the next version, or to share it with you"
            )
    else:
        concepts = {record.concept_id for record in mine if record.title == title}
    if len(concepts) > 1:
        shown = ", ".join(page_of(record) for record in mine if record.concept_id in concepts)
        raise PublishError(
            f"you have {len(concepts)} records with the title {title!r}, and nothing says which is this dataset: "
            f"{shown}; delete the drafts that are not wanted, or give the others another title"
        )
    own = [record for record in mine if record.concept_id in concepts]
    published = tuple(sorted((record for record in own if record.is_published), key=_order))
    draft = next((record for record in own if not record.is_published), None)
    found = Standing(published, draft)
    if found.of_version(version) is None:
        _require_next(found, version, page_of)
    return found


def _require_next(found: Standing, version: str, page_of: PageOf) -> None:
    """Raise `PublishError` if a version cannot be the next of a dataset."""
    newer = [record for record in found.published if _version(record) > Version(version)]
    if newer:
        raise PublishError(
            f"{page_of(newer[-1])} has version {newer[-1].version}, which is newer; {version} would be taken for the "
            "latest, to which the DOI of all versions leads. Nothing was sent"
        )
    if found.draft is not None and found.draft.version not in (None, version):
        raise PublishError(
            f"{page_of(found.draft)} is a draft of version {found.draft.version}, and Zenodo has one draft of a "
            f"dataset at a time; publish or delete it before {version} is deposited. Nothing was sent"
        )


def _version(record: ZenodoRecord) -> Version:
    try:
        return Version((record.version or "0").removeprefix("v"))
    except InvalidVersion:
        return Version("0")


def _order(record: ZenodoRecord) -> tuple[Version, str, int, str]:
    return _version(record), record.day, len(record.record_id), record.record_id
