"""Card and Croissant description of a release that was built again without what is withdrawn.

They are those of the release, changed where they tell of its files; what they count was counted before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ..checks.releases import HASH, OLD_FOLDER
from ..corpus.workspace import MANIFEST
from ..regions import REGION, refill
from ..schema import ManifestTable, ReleaseManifest
from ..tables.rewriting import arrow_bytes
from .card import HEAD
from .card_head import as_yaml, content_digest
from .withdrawal_regions import withdrawn_notice

NOTICE = "withdrawn"
"""The region of the card that tells of withdrawals."""

DIGEST = re.compile(r"^content [0-9a-f]+$")
SPLIT_DIGESTS = re.compile(r"; content [\w: ]+$")
"""What ends the description of a config in the head of a card: as it is now, and as it was up to data 0.2.0."""

COUNTS = re.compile(r"/count(_\w+)?$")
"""The end of the id of what counts rows in a Croissant description, in all, by split and by label."""
TITLE = re.compile(r"^# .*\n", re.MULTILINE)


def card_again(card: str, manifest: ReleaseManifest, folder: Path) -> str:
    """Return the card of a release with the files that it has now, and what was withdrawn below its title."""
    found = HEAD.match(card)
    if found is not None:
        head = yaml.safe_load(found[0].strip().strip("-"))
        card = f"---\n{as_yaml(_head_again(head, manifest, folder))}---\n{card[found.end() :]}"
    notice = withdrawn_notice(manifest)
    if any(match["name"] == NOTICE for match in REGION.finditer(card)):
        return refill(card, {NOTICE: notice})
    title = TITLE.search(card, 0 if found is None else len(card) - len(HEAD.sub("", card, count=1)))
    place = 0 if title is None else title.end()
    return f"{card[:place]}\n<!-- generated: {NOTICE} -->\n{notice}<!-- /generated -->\n{card[place:]}"


def _head_again(head: dict[str, Any], manifest: ReleaseManifest, folder: Path) -> dict[str, Any]:
    """Return the head of a card with the configs, splits and sizes of the tables that are there."""
    by_config: dict[str, list[ManifestTable]] = {}
    for table in manifest.tables:
        by_config.setdefault(table.config, []).append(table)
    parts = {
        "configs": [
            _config_again(item, manifest, by_config[item["config_name"]])
            for item in head.get("configs", [])
            if item["config_name"] in by_config
        ],
        "dataset_info": [
            _info_again(item, by_config[item["config_name"]], folder)
            for item in head.get("dataset_info", [])
            if item["config_name"] in by_config
        ],
    }
    return {key: parts.get(key, value) for key, value in head.items()}


def _config_again(item: dict[str, Any], manifest: ReleaseManifest, tables: list[ManifestTable]) -> dict[str, Any]:
    splits = {table.split.value for table in tables}
    digest = " ".join(f"{table.split}:{table.content_sha256[:16]}" for table in tables)
    kept: dict[str, Any] = {"data_files": [entry for entry in item["data_files"] if entry["split"] in splits]}
    described = str(item.get("description", ""))
    if DIGEST.match(described):
        kept["description"] = f"content {content_digest(item['config_name'], manifest)}"
    elif SPLIT_DIGESTS.search(described):
        kept["description"] = SPLIT_DIGESTS.sub(f"; content {digest}", described)
    return item | kept


def _info_again(item: dict[str, Any], tables: list[ManifestTable], folder: Path) -> dict[str, Any]:
    splits: list[dict[str, Any]] = [
        {
            "name": name,
            "num_bytes": sum(arrow_bytes(folder / table.path) for table in tables if table.split == name),
            "num_examples": sum(table.rows for table in tables if table.split == name),
        }
        for name in dict.fromkeys(table.split.value for table in tables)
    ]
    download = sum((folder / table.path).stat().st_size for table in tables)
    size = sum(split["num_bytes"] for split in splits)
    return item | {"splits": splits, "download_size": download, "dataset_size": size}


def croissant_again(text: str, manifest: ReleaseManifest, manifest_sha256: str, folder: Path) -> str:
    """Return a Croissant description with the files that are there, and their hashes.

    What it counts in tables that lost rows or values is taken out, for it was counted before.
    """
    document = json.loads(text)
    tables = {table.path: table for table in manifest.tables}
    configs = {table.config for table in manifest.tables}
    old = {str(item.get("includes")).partition("/")[0] for item in document["distribution"] if "includes" in item}
    document["distribution"] = list(_files_again(document["distribution"], tables, configs, manifest_sha256, folder))
    lost = {loss.config for rebuild in manifest.withdrawn or () for loss in rebuild.tables}
    document["recordSet"] = [
        _uncounted(item) if item["@id"] in lost else item
        for item in document["recordSet"]
        if item["@id"] not in old - configs
    ]
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _uncounted(node: Any) -> Any:
    """Return a node of a Croissant description without the annotations in it that count rows."""
    if isinstance(node, list):
        return [_uncounted(item) for item in node]
    if not isinstance(node, dict):
        return node
    left = {key: _uncounted(value) for key, value in node.items() if key != "annotation"}
    told = node.get("annotation")
    items = told if isinstance(told, list) else [] if told is None else [told]
    kept = [item for item in items if not COUNTS.search(str(item.get("@id", "")))]
    return {key: kept if key == "annotation" else left[key] for key in node if key != "annotation" or kept}


def _files_again(
    items: list[dict[str, Any]],
    tables: Mapping[str, ManifestTable],
    configs: set[str],
    manifest_sha256: str,
    folder: Path,
) -> Iterator[dict[str, Any]]:
    """Yield the files of a Croissant description that are still there; a hash that was none stays what it was."""
    for item in items:
        place = str(item.get("contentUrl", ""))
        if "includes" in item:
            if str(item["includes"]).partition("/")[0] in configs:
                yield item
        elif place in tables:
            size = {"contentSize": f"{(folder / place).stat().st_size} B"} if "contentSize" in item else {}
            yield item | size | {"sha256": tables[place].sha256}
        elif not place.endswith(".parquet"):
            is_hash = HASH.fullmatch(str(item.get("sha256"))) is not None
            yield item | ({"sha256": manifest_sha256} if place in (MANIFEST, OLD_FOLDER) and is_hash else {})
