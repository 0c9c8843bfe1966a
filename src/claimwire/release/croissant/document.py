"""The whole description: `croissant.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...schema import ReleaseManifest, ReleasePlan
from ...tables.columns import ALL_CONFIGS, columns_of
from ..tally import ReleaseTally
from .attribution import agents, annotator_set
from .files import file_objects, file_set
from .licences import parts, release_licences
from .provenance import activities, sources
from .record_sets import record_set, with_parts
from .responsible import rai_texts
from .terms import CONFORMS_TO, CONTEXT, one_or_list
from .vocabularies import split_set, vocabulary_sets

DESCRIPTION = (
    "Claims found in news articles, each an exact span with a label and typed slots, with every annotator's layer."
)
"""What a dataset is if its plan does not say it."""


def croissant_json(
    manifest: ReleaseManifest,
    tally: ReleaseTally,
    manifest_sha256: str,
    sizes: Mapping[str, int],
    before: str | None = None,
) -> str:
    """Return the content of `croissant.json`.

    The hash is that of the manifest's file, `sizes` are the bytes of the tables' files by path, and `before` is the
    version of the release before, if there is one.
    """
    configs = [config for config in ALL_CONFIGS if any(table.config == config for table in manifest.tables)]
    columns = [column for config in configs for column in with_parts(columns_of(config))]
    document = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": manifest.name,
        "conformsTo": list(CONFORMS_TO),
        "license": release_licences(tally),
        "version": manifest.data_version,
        "datePublished": manifest.date,
        "inLanguage": one_or_list(sorted(tally.languages)),
        "isLiveDataset": False,
        **_about(tally, manifest),
        **rai_texts(tally),
        "prov:wasDerivedFrom": sources(tally, before),
        "prov:wasGeneratedBy": activities(tally, manifest),
        "prov:wasAttributedTo": agents(tally),
        "usageInfo": parts(tally),
        "distribution": [*file_objects(manifest, manifest_sha256, sizes), *(file_set(config) for config in configs)],
        "recordSet": [
            split_set(manifest),
            *(record_set(config, tally, manifest) for config in configs),
            annotator_set(tally),
            *vocabulary_sets(columns, manifest.questions),
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _about(tally: ReleaseTally, manifest: ReleaseManifest) -> dict[str, Any]:
    """Return what a release is and how it is cited, without what nobody wrote."""
    described = tally.plan.description or DESCRIPTION
    infos = [corpus.info for corpus in tally.corpora.values()]
    texts = {
        "description": " ".join([described, *(f"{info.title}: {info.description}" for info in infos)]),
        "citeAs": _citation(tally.plan, manifest),
        "creator": [{"@type": "sc:Organization", "name": name} for name in tally.plan.authors],
        "url": tally.plan.url,
        "keywords": list(tally.plan.keywords),
    }
    return {key: value for key, value in texts.items() if value}


def _citation(plan: ReleasePlan, manifest: ReleaseManifest) -> str:
    """Return how a release is cited: as its plan says, or made of authors, name, version and year."""
    if plan.citation is not None:
        return plan.citation
    authors = f"{'; '.join(plan.authors)}. " if plan.authors else ""
    return f"{authors}{manifest.name}, data version {manifest.data_version}. {manifest.date[:4]}."
