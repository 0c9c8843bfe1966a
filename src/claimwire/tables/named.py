"""The features that a Parquet file says it has, and rows with the names of classes in place of their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .row import Row

if TYPE_CHECKING:
    import datasets
    import pyarrow


def own_features(path: Path) -> datasets.Features:
    """Return the features that a Parquet file says it has."""
    import pyarrow.parquet as pq

    return features_of(pq.read_schema(path))


def features_of(schema: pyarrow.Schema) -> datasets.Features:
    """Return the features that the schema of a Parquet file says it has."""
    from datasets import Features

    said = (schema.metadata or {}).get(b"huggingface")
    return Features.from_arrow_schema(schema) if said is None else _features_said(said, schema.remove_metadata())


@lru_cache(maxsize=256)
def _features_said(said: bytes, schema: pyarrow.Schema) -> datasets.Features:
    """Return the features of a schema with what is said of them; many files of a release have the same."""
    from datasets import Features

    return Features.from_arrow_schema(schema.with_metadata({b"huggingface": said}))


def named_rows(rows: Iterable[Row], features: Mapping[str, Any]) -> Iterator[Row]:
    """Yield rows with every class number in them as the name that the features have for it."""
    named = {name: feature for name, feature in features.items() if _has_names(feature)}
    for row in rows:
        yield {name: _named(value, named[name]) if name in named else value for name, value in row.items()}


def _has_names(feature: Any) -> bool:
    from datasets import ClassLabel, List

    if isinstance(feature, List):
        return _has_names(feature.feature)
    if isinstance(feature, dict):
        return any(map(_has_names, feature.values()))
    return isinstance(feature, ClassLabel)


def _named(value: Any, feature: Any) -> Any:
    """Return a value with every class number in it as the name that the file has for it."""
    from datasets import ClassLabel, List

    if value is None:
        return None
    if isinstance(feature, ClassLabel):
        return feature.names[value]
    if isinstance(feature, List):
        return [_named(item, feature.feature) for item in value]
    return {name: _named(item, feature[name]) for name, item in value.items()} if isinstance(feature, dict) else value
