"""The release described in Croissant 1.1 (MLCommons), so that data catalogues and loaders can read it.

One record set a config, one a vocabulary; every file with its SHA-256. The responsible-AI terms are those of
Croissant RAI 1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ..corpus.workspace import MANIFEST
from ..schema import CorpusInfo, ReleaseManifest, ReleasePlan
from ..schema.vocab import Vocabulary
from ..tables.column import Column
from ..tables.columns import ALL_CONFIGS, CONFIG_DESCRIPTIONS, columns_of
from .agreed import layers_per_article, sentence_alphas
from .tally import ReleaseTally

DESCRIPTION = (
    "Claims found in news articles, each an exact span with a label and typed slots, with every annotator's layer."
)
"""What a dataset is if its plan does not say it."""

REPOSITORY = "repo"
DATA_TYPES = {
    "text": "sc:Text",
    "integer": "cr:Int64",
    "number": "cr:Float64",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}

CROISSANT_TERMS = (
    "citeAs",
    "column",
    "equivalentProperty",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)
"""Words of the Croissant vocabulary that need no more than a prefix."""

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{name: f"cr:{name}" for name in CROISSANT_TERMS},
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}


def croissant_json(manifest: ReleaseManifest, tally: ReleaseTally, manifest_sha256: str) -> str:
    """Return the content of `croissant.json`; the hash is that of the manifest's file."""
    configs = [config for config in ALL_CONFIGS if any(table.config == config for table in manifest.tables)]
    vocabularies = sorted(
        {v for config in configs for v in _vocabularies(columns_of(config))}, key=lambda v: v.__name__
    )
    document = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": manifest.name,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "license": licence(tally),
        "version": manifest.data_version,
        "datePublished": manifest.date,
        "inLanguage": _one_or_list(sorted(tally.languages)),
        "isLiveDataset": False,
        **about(tally, manifest),
        "distribution": [_repository(manifest_sha256), *_files(manifest), *(_file_set(config) for config in configs)],
        "recordSet": [
            *(_record_set(config) for config in configs),
            *(_vocabulary_set(vocabulary) for vocabulary in vocabularies),
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def licence(tally: ReleaseTally) -> str:
    """Return the address of the release's licence; its SPDX address or the licences of the annotations without one."""
    plan = tally.plan
    if plan.licence is None:
        return " and ".join(sorted({corpus.info.annotation_licence for corpus in tally.corpora.values()}))
    return plan.licence_url or f"https://spdx.org/licenses/{plan.licence}.html"


def citation(plan: ReleasePlan, manifest: ReleaseManifest) -> str:
    """Return how a release is cited: as its plan says, or made of authors, name, version and year."""
    if plan.citation is not None:
        return plan.citation
    authors = f"{'; '.join(plan.authors)}. " if plan.authors else ""
    return f"{authors}{manifest.name}, data version {manifest.data_version}. {manifest.date[:4]}."


def about(tally: ReleaseTally, manifest: ReleaseManifest) -> dict[str, Any]:
    """Return description, citation and responsible-AI texts by their keys, without those that nobody wrote."""
    infos = [corpus.info for corpus in tally.corpora.values()]
    described = tally.plan.description or DESCRIPTION
    texts = {
        "description": " ".join([described, *(f"{info.title}: {info.description}" for info in infos)]),
        "citeAs": citation(tally.plan, manifest),
        "creator": [{"@type": "sc:Organization", "name": name} for name in tally.plan.authors],
        "url": tally.plan.url,
        "keywords": list(tally.plan.keywords),
        "rai:dataAnnotationProtocol": of_corpora(infos, "protocol"),
        "rai:annotationsPerItem": layers_per_article(tally.layers_per_article),
        "rai:dataAnnotationAnalysis": f"Kinds of annotators: {', '.join(tally.kinds)}. Krippendorff's alpha over "
        f"sentences: {sentence_alphas(tally.measured)}",
        "rai:dataLimitations": " ".join(f"{info.corpus_id}: {info.not_checked}" for info in infos),
        "rai:dataBiases": of_corpora(infos, "biases"),
        "rai:personalSensitiveInformation": of_corpora(infos, "sensitive_information"),
    }
    return {key: value for key, value in texts.items() if value}


def of_corpora(infos: Sequence[CorpusInfo], field: str) -> str:
    """Return what corpora say in a field: once if all say the same, else each with its id; empty if none says it."""
    said = {info.corpus_id: getattr(info, field) for info in infos if getattr(info, field) is not None}
    if len(said) == len(infos) and len(set(said.values())) == 1:
        return str(next(iter(said.values())))
    return " ".join(f"{corpus_id}: {text}" for corpus_id, text in said.items())


def _one_or_list(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _repository(manifest_sha256: str) -> dict[str, Any]:
    """Return what the files are contained in: a folder, which has no bytes of its own to be hashed.

    Croissant asks for a hash all the same; that of the manifest is one of all tables.
    """
    return {
        "@type": "cr:FileObject",
        "@id": REPOSITORY,
        "name": REPOSITORY,
        "description": f"The folder of this release. Its sha256 is that of {MANIFEST}, which has those of all tables.",
        "contentUrl": ".",
        "encodingFormat": "git+https",
        "sha256": manifest_sha256,
    }


def _files(manifest: ReleaseManifest) -> Iterable[dict[str, Any]]:
    for table in manifest.tables:
        yield {
            "@type": "cr:FileObject",
            "@id": table.path,
            "name": table.path,
            "containedIn": {"@id": REPOSITORY},
            "contentUrl": table.path,
            "encodingFormat": "application/x-parquet",
            "sha256": table.sha256,
        }


def _file_set(config: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{config}-files",
        "name": f"{config}-files",
        "containedIn": {"@id": REPOSITORY},
        "encodingFormat": "application/x-parquet",
        "includes": f"{config}/*.parquet",
    }


def _record_set(config: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": CONFIG_DESCRIPTIONS[config],
        "field": [_field(config, f"{config}-files", column, column.name) for column in columns_of(config)],
    }


def _field(parent: str, files: str, column: Column, top: str, inner: str | None = None) -> dict[str, Any]:
    """Return a field; a list of records has a sub-field for each of theirs."""
    source: dict[str, Any] = {"fileSet": {"@id": files}, "extract": {"column": top}}
    if inner is not None:
        source["transform"] = {"jsonPath": inner}
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{parent}/{column.name}",
        "name": column.name,
        "description": _description(column),
        "source": source,
    }
    if column.many:
        field |= {"cr:isArray": True, "cr:arrayShape": "-1"}
    parts = _parts(column)
    if parts:
        field["subField"] = [_field(field["@id"], files, part, top, part.name) for part in parts]
    else:
        field["dataType"] = "cr:Int64" if column.vocabulary is not None else DATA_TYPES[column.shape]
    return field


def _parts(column: Column) -> list[Column]:
    if column.shape == "spans":
        return [Column("start", "integer", "first code point"), Column("end", "integer", "code point after the last")]
    return column.parts()


def _description(column: Column) -> str:
    if column.vocabulary is None:
        return column.description
    return f"{column.description}; a class number of {column.vocabulary.__name__}"


def _vocabularies(columns: Iterable[Column]) -> set[type[Vocabulary]]:
    found: set[type[Vocabulary]] = set()
    for column in columns:
        if column.vocabulary is not None:
            found.add(column.vocabulary)
        found |= _vocabularies(_parts(column))
    return found


def _vocabulary_set(vocabulary: type[Vocabulary]) -> dict[str, Any]:
    name = vocabulary.__name__
    fields = {"number": ("cr:Int64", "class number"), "name": ("sc:Text", "value"), "meaning": ("sc:Text", "meaning")}
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": vocabulary.title(),
        "key": {"@id": f"{name}/number"},
        "field": [
            {"@type": "cr:Field", "@id": f"{name}/{key}", "name": key, "description": text, "dataType": kind}
            for key, (kind, text) in fields.items()
        ],
        "data": [
            {f"{name}/number": number, f"{name}/name": value.value, f"{name}/meaning": value.description}
            for number, value in enumerate(vocabulary)
        ],
    }
