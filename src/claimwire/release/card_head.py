"""The YAML head of a card: what the Hub shows and filters by, the configs, and their features and splits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..schema import ReleaseManifest
from ..tables.columns import CONFIG_DESCRIPTIONS, HUB_CONFIGS, features, standoff
from .tally import ReleaseTally

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
TAGS = ("fact-checking", "attribution", "claim-detection", "news")
"""What every release is found by on the Hub, whatever its plan adds."""

CREATORS = {"human": "expert-generated", "model": "machine-generated", "rule": "machine-generated"}
"""The Hub's word for who annotated, by kind of annotator."""


@dataclass(frozen=True)
class TableFacts:
    """Size of one file of a config's split: rows, bytes as Arrow, bytes as Parquet."""

    config: str
    split: str
    rows: int
    num_bytes: int
    file_bytes: int


def card_head(tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts]) -> dict[str, Any]:
    """Return the YAML head: what the Hub shows and filters by, the configs, and their features and splits.

    Features and class names come from the same object as the Arrow schema. The `description` of a config is a digest
    of its content, because `datasets` keys its cache for a local folder by the head alone.
    """
    infos = [corpus.info for corpus in tally.corpora.values()]
    origins = sorted({info.text_origin.value for info in infos})
    stand_off = [] if all(info.text_redistributable for info in infos) else ["stand-off"]
    licence = tally.plan.licence
    present = _present(facts)
    return {
        "pretty_name": manifest.name + (" (hydrated, for local use only)" if manifest.hydrated else ""),
        "license": "other" if manifest.hydrated or licence is None else licence.lower(),
        "language": sorted(tally.languages),
        "size_categories": [_size(sum(fact.rows for fact in facts if fact.config == standoff("claims")))],
        "task_categories": ["text-classification", "token-classification"],
        "annotations_creators": sorted({CREATORS[kind] for kind in tally.kinds}),
        "language_creators": ["found" if origin == "published" else "machine-generated" for origin in origins],
        "multilinguality": ["monolingual" if len(tally.languages) == 1 else "multilingual"],
        "source_datasets": ["original"],
        "tags": [*TAGS, *stand_off, *tally.plan.keywords, f"articles:{tally.articles}"],
        "configs": [_config(config, manifest, facts, is_default=config == present[0]) for config in present],
        "dataset_info": [_info(config, facts) for config in present],
    }


def _present(facts: list[TableFacts]) -> list[str]:
    return [config for config in HUB_CONFIGS if any(fact.config == config for fact in facts)]


def _config(config: str, manifest: ReleaseManifest, facts: list[TableFacts], *, is_default: bool) -> dict[str, Any]:
    digest = [f"{t.split}:{t.content_sha256[:16]}" for t in manifest.tables if t.config == config]
    splits = list(dict.fromkeys(fact.split for fact in facts if fact.config == config))
    return {
        "config_name": config,
        **({"default": True} if is_default else {}),
        "version": manifest.data_version,
        "description": f"{CONFIG_DESCRIPTIONS[config]}; content {' '.join(digest)}",
        "batch_size": 1000,
        "data_files": [{"split": split, "path": f"{config}/{split}-*.parquet"} for split in splits],
    }


def _info(config: str, facts: list[TableFacts]) -> dict[str, Any]:
    own = [fact for fact in facts if fact.config == config]
    return {
        "config_name": config,
        "features": features(config)._to_yaml_list(),
        "splits": [
            {
                "name": split,
                "num_bytes": sum(fact.num_bytes for fact in own if fact.split == split),
                "num_examples": sum(fact.rows for fact in own if fact.split == split),
            }
            for split in dict.fromkeys(fact.split for fact in own)
        ],
        "download_size": sum(fact.file_bytes for fact in own),
        "dataset_size": sum(fact.num_bytes for fact in own),
    }


def _size(count: int) -> str:
    return next((name for limit, name in SIZES if count < limit), "n>1M")


def as_yaml(head: Mapping[str, Any]) -> str:
    """Return a head as YAML."""
    import yaml

    return str(yaml.safe_dump(dict(head), sort_keys=False, allow_unicode=True, width=10_000))
