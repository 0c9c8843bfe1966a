"""What Label Studio makes of a task: its export after an import, and after an annotator submitted the page unchanged.

Both were seen on Label Studio 1.23.2; tests/live holds them against a server.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

CREATED = "2031-10-19T17:05:00.654321Z"
UPDATED = "2031-10-20T08:30:00.123456Z"


def exported(task: dict[str, Any], number: int = 7) -> dict[str, Any]:
    """Return a task as it is exported after its import: with numbers, dates, and a `unique_id` of the server's own."""
    made = json.loads(json.dumps(task))
    for place, annotation in enumerate(made["annotations"]):
        annotation["id"] = 100 * number + place
        annotation["unique_id"] = str(uuid.UUID(int=annotation["id"]))
        annotation.setdefault("completed_by", 1)
        annotation.setdefault("lead_time", None)
        annotation |= {"created_at": CREATED, "updated_at": UPDATED, "updated_by": None, "task": number}
    return made | {"id": number, "drafts": [], "meta": {}, "project": 1, "file_upload": None}


def submitted(task: dict[str, Any], user: int = 1) -> dict[str, Any]:
    """Return an exported task after an annotator submitted every annotation of it without changing it."""
    made = json.loads(json.dumps(task))
    for annotation in made["annotations"]:
        metas = {entry["id"]: entry["meta"] for entry in annotation["result"] if "meta" in entry}
        annotation["result"] = [_rewritten(entry, metas) for entry in annotation["result"]]
        annotation |= {"updated_by": user, "lead_time": (annotation["lead_time"] or 0) + 1.5}
    return made


def _rewritten(entry: dict[str, Any], metas: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of a result as the page writes it: unknown keys left out, words of a region not to be trusted."""
    if entry["type"] == "relation":
        labels = {"labels": entry["labels"]} if entry["labels"] else {}
        return {name: entry[name] for name in ("from_id", "to_id", "type", "direction")} | labels
    value = dict(entry["value"])
    if isinstance(value.get("text"), str):
        value["text"] = " ".join(value["text"].replace("\n", "\\n").split())
    meta = {"meta": metas[entry["id"]]} if entry["id"] in metas else {}
    kept = {name: entry[name] for name in ("id", "from_name", "to_name", "type")}
    return kept | {"value": value, "origin": "manual"} | meta
