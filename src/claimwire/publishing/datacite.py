"""A release described for DataCite, by version 4.6 of its schema, in DataCite's own JSON form.

This is what libraries harvest, and what a record on Zenodo is made of (`zenodo_metadata`). All of it comes from the
manifest, the plan and the corpora of the release, and from what people wrote into `CITATION.cff`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from packaging.version import Version

from ..corpus.dois import RecordedDois
from ..corpus.workspace import SUMS
from ..licences import creative_commons
from ..release.croissant import DESCRIPTION, of_corpora
from ..schema import CorpusInfo, ReleaseManifest, ReleasePlan

DATACITE = "datacite.json"
SCHEMA = "http://datacite.org/schema/kernel-4"
SPDX = "https://spdx.org/licenses/"
PUBLISHER = "Zenodo"
FORMATS = ("application/gzip", "application/vnd.apache.parquet")


@dataclass(frozen=True)
class CitationWords:
    """What people wrote into the citation of a dataset; the plan goes before it."""

    title: str | None = None
    abstract: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Described:
    """What a release is described from. `infos` are the corpora in it, `archive_bytes` is the size of its archive."""

    manifest: ReleaseManifest
    plan: ReleasePlan
    infos: tuple[CorpusInfo, ...]
    archive_bytes: int
    cited: CitationWords = field(default_factory=CitationWords)
    dois: RecordedDois = field(default_factory=RecordedDois)

    @property
    def title(self) -> str:
        """The title of the dataset: that of its citation, or its name."""
        return self.cited.title or self.manifest.name


def datacite_problems(described: Described) -> Iterator[str]:
    """Yield what DataCite requires and nobody has said."""
    if not described.plan.authors:
        yield "annotations/release.toml names no authors; DataCite requires at least one creator"


def datacite_json(described: Described, doi: str | None) -> str:
    """Return the content of `datacite.json`; `doi` is that of the version, None as long as it has none."""
    return json.dumps(datacite_record(described, doi), indent=1, ensure_ascii=False) + "\n"


def datacite_record(described: Described, doi: str | None) -> dict[str, Any]:
    """Return a release in DataCite's JSON form, without the properties that nothing is known of."""
    manifest, plan = described.manifest, described.plan
    subjects = plan.keywords or described.cited.keywords
    languages = sorted({info.language for info in described.infos})
    record: dict[str, Any] = {
        "doi": doi,
        "creators": [_named(name) for name in plan.authors],
        "titles": [{"title": described.title}],
        "publisher": {"name": PUBLISHER},
        "publicationYear": manifest.date[:4],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Annotations"},
        "subjects": [{"subject": subject} for subject in dict.fromkeys(subjects)],
        "contributors": [{**_named(plan.contact), "contributorType": "ContactPerson"}] if plan.contact else [],
        "dates": [{"date": manifest.date, "dateType": "Issued"}],
        "language": languages[0] if len(languages) == 1 else None,
        "relatedIdentifiers": list(_related(described)),
        "sizes": [f"{described.archive_bytes} bytes", f"{sum(table.rows for table in manifest.tables)} rows"],
        "formats": list(FORMATS),
        "version": manifest.data_version,
        "rightsList": list(_rights(plan, described.infos)),
        "descriptions": list(_descriptions(described)),
        "schemaVersion": SCHEMA,
    }
    return {key: value for key, value in record.items() if value}


def _named(name: str) -> dict[str, str]:
    """Return somebody: `Family, Given` is a person, every other name one of an organisation or group."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given and "," not in given:
        return {"name": name, "nameType": "Personal", "familyName": family, "givenName": given}
    return {"name": name, "nameType": "Organizational"}


def _related(described: Described) -> Iterator[dict[str, str]]:
    """Yield the version before, all versions together and the home page, as far as they are known."""
    own = Version(described.manifest.data_version)
    before = [doi for version, doi in described.dois.of_version.items() if Version(version) < own]
    if before:
        yield {"relatedIdentifier": before[-1], "relatedIdentifierType": "DOI", "relationType": "IsNewVersionOf"}
    if described.dois.concept is not None:
        concept = described.dois.concept
        yield {"relatedIdentifier": concept, "relatedIdentifierType": "DOI", "relationType": "IsVersionOf"}
    if described.plan.url:
        url = described.plan.url
        yield {"relatedIdentifier": url, "relatedIdentifierType": "URL", "relationType": "IsDescribedBy"}


def _rights(plan: ReleasePlan, infos: Sequence[CorpusInfo]) -> Iterator[dict[str, str]]:
    """Yield the licence of the release, then that of each part that is under another one."""
    if plan.licence:
        known = {"rightsUri": plan.licence_url} if plan.licence_url else {}
        yield {"rights": plan.licence, **known, **_spdx(plan.licence)}
    own = creative_commons(plan.licence or "")
    parts: dict[tuple[str, str, str], list[str]] = {}
    for info in infos:
        where = "" if info.text_redistributable else ", not in the files"
        parts.setdefault((info.annotation_licence, "annotations", ""), []).append(info.corpus_id)
        parts.setdefault((info.text_licence, "texts", where), []).append(info.corpus_id)
    for (licence, what, where), corpora in parts.items():
        found = creative_commons(licence)
        if found is None or found != own:
            known = {} if found is None else {"rightsUri": found.address, **_spdx(found.spdx_id)}
            yield {"rights": f"{what} of {', '.join(corpora)}{where}: {licence}", **known}


def _spdx(licence: str) -> dict[str, str]:
    return {"rightsIdentifier": licence.lower(), "rightsIdentifierScheme": "SPDX", "schemeUri": SPDX}


def _descriptions(described: Described) -> Iterator[dict[str, str]]:
    infos, manifest = described.infos, described.manifest
    about = described.plan.description or described.cited.abstract or DESCRIPTION
    said = {
        "Abstract": " ".join([about, *(f"{info.title}: {info.description}" for info in infos)]),
        "Methods": " ".join(of_corpora(infos, "protocol")),
        "TechnicalInfo": f"The archive has one folder; its files are those that {SUMS} lists. SHA-256 of the rows: "
        f"{manifest.content_sha256}. Record models: version {manifest.schema_version}.",
        "Other": f"Not checked: {' '.join(of_corpora(infos, 'not_checked'))}" if infos else "",
    }
    yield from ({"description": text, "descriptionType": kind} for kind, text in said.items() if text)


def corpora_of(manifest: ReleaseManifest, infos: Iterable[CorpusInfo]) -> tuple[CorpusInfo, ...]:
    """Return the corpora that a release was made of, of those that there are."""
    inputs = {item.path for item in manifest.inputs}
    return tuple(info for info in infos if f"annotations/{info.corpus_id}/corpus.toml" in inputs)
