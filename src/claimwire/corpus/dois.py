"""The DOIs of the published releases, as recorded in `dataset/dois.jsonl`, and how documents show them.

What is rendered here is pure: card, README and citation are made of it. DOIs for tests are in no record, so that no
document has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from packaging.version import Version

from ..citation import RESOLVER, Dois
from ..schema import ReleaseDoi
from .records import records_of
from .workspace import Workspace

DOI_REGION = "doi"
"""The generated region of a card or README that says which DOIs there are; a document may be without it."""


@dataclass(frozen=True)
class RecordedDois:
    """The DOI of all versions, if there is one, and the DOIs of single versions, by version, the oldest first."""

    concept: str | None = None
    of_version: Mapping[str, str] = field(default_factory=dict)

    def of(self, version: str) -> Dois:
        """Return by which DOIs a version is cited."""
        return Dois(self.of_version.get(version), self.concept)

    def before(self, version: str) -> RecordedDois:
        """Return those that there were before a version had one."""
        own = Version(version)
        earlier = {known: doi for known, doi in self.of_version.items() if Version(known) < own}
        return RecordedDois(self.concept if earlier else None, earlier)


def dois_from(records: Iterable[ReleaseDoi]) -> RecordedDois:
    """Return the DOIs that records have; the DOI of all versions is that of the latest."""
    ordered = sorted(records, key=lambda record: Version(record.data_version))
    by_version = {record.data_version: record.doi for record in ordered}
    return RecordedDois(ordered[-1].concept_doi if ordered else None, by_version)


def dois_of(workspace: Workspace) -> RecordedDois:
    """Return the DOIs of the releases of a repository; lines that hold none are left out, as of other records."""
    return dois_from(records_of(workspace.dois()[0]))


def doi_lines(dois: RecordedDois, version: str) -> list[str]:
    """Return Markdown lines, items of a list, that say which DOIs there are up to a version; none if there are none."""
    shown = {known: doi for known, doi in dois.of_version.items() if Version(known) <= Version(version)}
    if dois.concept is None:
        return []
    of_all = f"- All versions: <{RESOLVER}{dois.concept}>, which leads to the latest"
    return [of_all, *(f"- Version {known}: <{RESOLVER}{doi}>" for known, doi in reversed(shown.items()))]


def doi_region(dois: RecordedDois, version: str) -> str:
    """Return the content of the region `doi` for a version; it is never empty."""
    return "\n".join(doi_lines(dois, version) or ["No version has a DOI yet."]) + "\n"
