"""The YAML head of a card: what the Hub shows and filters by, and the configs.

It is as short as loading allows. Features and class names are in the Parquet files alone, where `datasets` finds them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..schema import CorpusInfo, ReleaseManifest, ReleasePlan
from ..schema.vocab import AnnotatorKind, TextOrigin
from ..tables.columns import HUB_CONFIGS, standoff
from .tally import ReleaseTally

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
TAGS = ("attribution", "claim-detection", "news")
"""What every release is found by on the Hub, whatever its plan adds."""

VERDICT_TAG = "fact-checking"
"""What a release is found by that has verdicts on claims."""

BY_MACHINE, OTHER = "machine-generated", "other"
"""The Hub's words for texts and annotations that a program made, and for those of which no more is known."""


DIGITS = 16
"""Digits of a content's hash that a config gives."""


@dataclass(frozen=True)
class TableFacts:
    """What one file of a table has: of which split, and how many rows."""

    config: str
    split: str
    rows: int


def card_head(tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts]) -> dict[str, Any]:
    """Return the YAML head: what the Hub shows and filters by, and the configs with their files.

    The `description` of a config is a digest of its content, because `datasets` keys its cache for a local folder by
    the head alone: without one, a draft that was built again would give the rows of the last.
    """
    infos = [corpus.info for corpus in tally.corpora.values()]
    stand_off = [] if all(info.text_redistributable for info in infos) else ["stand-off"]
    verdicts = [VERDICT_TAG] if any(corpus.counts["claims with a verdict"] for corpus in tally.corpora.values()) else []
    licence = tally.plan.licence
    present = configs_of(facts)
    return {
        "pretty_name": manifest.name + (" (hydrated, for local use only)" if manifest.hydrated else ""),
        "license": "other" if manifest.hydrated or licence is None else licence.lower(),
        "language": sorted(tally.languages),
        "size_categories": [_size(sum(fact.rows for fact in facts if fact.config == standoff("claims")))],
        "task_categories": ["text-classification", "token-classification"],
        "annotations_creators": sorted({_annotated_by(kind, tally.plan) for kind in tally.kinds}),
        "language_creators": sorted(set(map(_written_by, infos))),
        "multilinguality": ["monolingual" if len(tally.languages) == 1 else "multilingual"],
        "source_datasets": ["original"],
        "tags": [*verdicts, *TAGS, *stand_off, *tally.plan.keywords, f"articles:{tally.articles}"],
        "configs": [_config(config, manifest, facts, is_default=config == present[0]) for config in present],
    }


def _annotated_by(kind: str, plan: ReleasePlan) -> str:
    """Return the Hub's word for annotators of a kind: of people what the plan says of them."""
    return (plan.human_annotators or OTHER) if kind == AnnotatorKind.HUMAN else BY_MACHINE


def _written_by(info: CorpusInfo) -> str:
    """Return the Hub's word for who wrote the texts of a corpus."""
    if info.text_origin is TextOrigin.PUBLISHED:
        return "found"
    return OTHER if info.written_by in (None, AnnotatorKind.HUMAN) else BY_MACHINE


def configs_of(facts: Iterable[TableFacts]) -> list[str]:
    """Return the configs of a release, the default one first: those of its tables that are meant to be one."""
    present = {fact.config for fact in facts}
    return [config for config in HUB_CONFIGS if config in present]


def content_digest(config: str, manifest: ReleaseManifest) -> str:
    """Return what the head of a card says of the content of a config, in hexadecimal."""
    own = "".join(f"{t.split} {t.content_sha256}\n" for t in manifest.tables if t.config == config)
    return hashlib.sha256(own.encode()).hexdigest()[:DIGITS]


def _config(config: str, manifest: ReleaseManifest, facts: list[TableFacts], *, is_default: bool) -> dict[str, Any]:
    splits = list(dict.fromkeys(fact.split for fact in facts if fact.config == config))
    return {
        "config_name": config,
        **({"default": True} if is_default else {}),
        "version": manifest.data_version,
        "description": f"content {content_digest(config, manifest)}",
        "data_files": [{"split": split, "path": f"{config}/{split}-*.parquet"} for split in splits],
    }


def _size(count: int) -> str:
    return next((name for limit, name in SIZES if count < limit), "n>1M")


def as_yaml(head: Mapping[str, Any]) -> str:
    """Return a head as YAML, with short lists in one line."""
    import yaml

    return str(yaml.safe_dump(dict(head), sort_keys=False, allow_unicode=True, default_flow_style=None, width=10_000))
