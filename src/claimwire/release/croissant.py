"""The release described in Croissant 1.1 (MLCommons), so that data catalogues and loaders can read it.

One record set a config, one a vocabulary; every file with its SHA-256. The responsible-AI terms are those of
Croissant RAI 1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..schema import ReleaseManifest
from ..schema.vocab import Vocabulary
from ..tables.columns import ALL_CONFIGS, CONFIG_DESCRIPTIONS, Column, columns_of, model_columns

REPOSITORY = "repo"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
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


def croissant_json(manifest: ReleaseManifest, about: dict[str, str]) -> str:
    """Return the content of `croissant.json`; `about` has the description and the responsible-AI texts by key."""
    configs = [config for config in ALL_CONFIGS if any(table.config == config for table in manifest.tables)]
    vocabularies = sorted(
        {v for config in configs for v in _vocabularies(columns_of(config))}, key=lambda v: v.__name__
    )
    document = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": manifest.name,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "license": LICENCE,
        "version": manifest.data_version,
        "datePublished": manifest.date,
        "inLanguage": "en",
        "isLiveDataset": False,
        **about,
        "distribution": [_repository(), *_files(manifest), *(_file_set(config) for config in configs)],
        "recordSet": [
            *(_record_set(config) for config in configs),
            *(_vocabulary_set(vocabulary) for vocabulary in vocabularies),
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _repository() -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": REPOSITORY,
        "name": REPOSITORY,
        "description": "The folder of this release.",
        "contentUrl": ".",
        "encodingFormat": "git+https",
        "sha256": "https://github.com/mlcommons/croissant/issues/80",
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
    if column.many or column.shape == "spans":
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
    return model_columns(column.record) if column.record is not None else []


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
        "description": (vocabulary.__doc__ or "").splitlines()[0],
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
