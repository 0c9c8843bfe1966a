"""Whether the card of a release is complete, and what of it is shown before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml

from ..regions import REGION
from ..release.card import HEAD
from ..schema import ReleaseManifest
from ..tables.columns import HUB_CONFIGS

MARKS = ("<!-- generated:", "<!-- /generated -->")
LONG = ("configs", "dataset_info")
"""The parts of a head that are pages long; of them the names of the configs are shown."""


def card_problems(card: str, manifest: ReleaseManifest) -> Iterator[str]:
    """Yield what a card lacks: a head with name, licence and configs of the release, generated regions with content."""
    try:
        head, body = parts(card)
    except ValueError as error:
        yield str(error)
        return
    for key in ("pretty_name", "license"):
        if not isinstance(head.get(key), str) or not head[key].strip():
            yield f"its head has no {key}"
    if head.get("license") == "other":
        yield "its head has the license other, which says nothing; name one in annotations/release.toml"
    listed = [item.get("config_name") for item in head.get("configs") or [] if isinstance(item, dict)]
    tables = {table.config for table in manifest.tables}
    if not tables & HUB_CONFIGS.keys() <= set(listed) <= tables:
        yield f"its head has the configs {', '.join(map(str, listed)) or 'none'}, and the manifest has others"
    regions = list(REGION.finditer(body))
    if not regions:
        yield "it has no generated region"
    for region in regions:
        if not region["body"].strip():
            yield f"its generated region {region['name']!r} is empty"
    if any(body.count(mark) != len(regions) for mark in MARKS):
        yield "a generated region of it has no end, or no beginning"


def parts(card: str) -> tuple[dict[str, Any], str]:
    """Return the head of a card and what follows it; raises `ValueError`, in words, if it has no head that is YAML."""
    found = HEAD.match(card)
    if found is None:
        raise ValueError("it has no head between two lines of ---")
    try:
        head = yaml.safe_load(found[0].strip().strip("-"))
    except yaml.YAMLError as error:
        raise ValueError(f"its head is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(head, dict):
        raise ValueError("its head has no keys")
    return head, card[found.end() :]


def head_shown(head: dict[str, Any]) -> str:
    """Return the head of a card as it is shown: YAML, with the names of the configs in place of all they say."""
    short = {key: value for key, value in head.items() if key not in LONG}
    configs = [str(item.get("config_name")) for item in head.get("configs") or [] if isinstance(item, dict)]
    return str(
        yaml.safe_dump(short | {"configs": configs}, sort_keys=False, allow_unicode=True, default_flow_style=None)
    )


def first_screen(body: str, lines: int) -> str:
    """Return the first lines of a card below its head."""
    return "\n".join(islice(body.strip("\n").split("\n"), lines))
