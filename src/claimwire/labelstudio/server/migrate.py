"""Another labelling page for a project that is in use: only if no annotation is lost by it."""

from __future__ import annotations

import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...corpus.records import canonical_json, sha256_text
from ...errors import LabelStudioError
from ..progress import Log, ignore
from .exports import keep, tasks_in
from .protocol import Remote, ServerProject

VALUE_TAGS = {"labels": "Label", "choices": "Choice"}
"""The kinds of control that offer a choice of values, and the tag of a value."""

MENTIONED = 5
"""How many things a message names before it stops."""


def migrate_page(remote: Remote, project: ServerProject, page: str, log: Log = ignore) -> None:
    """Give a project another labelling page if that shows everything that was annotated so far.

    Raises `LabelStudioError`, and leaves the page as it was, if a region, a choice or a relation of an annotation or
    draft is not on the new one, or if any of them is not the same afterwards.
    """
    before = _fingerprints(remote, project, page) if project.tasks else {}
    remote.set_page(project.number, page)
    after = _fingerprints(remote, project, page) if project.tasks else {}
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    if changed:
        remote.set_page(project.number, project.page)
        raise LabelStudioError(
            f"{project.title}: {len(changed)} annotations or drafts are not the same under the new labelling page "
            f"(the first: {changed[0]}), so the old one was put back; is somebody at work? try again when nobody is"
        )
    log(f"{project.title}: the labelling page was changed; all {len(before)} annotations and drafts are as they were")


def losses(result: list[dict[str, Any]], page: str) -> list[str]:
    """Return what of an annotation is not on a labelling page."""
    controls, relations = controls_on(page)
    lost: list[str] = []
    for item in result:
        kind = item.get("type", "")
        if kind == "relation":
            lost += [f"the relation {name}" for name in item.get("labels") or () if name not in relations]
            continue
        name = item.get("from_name", "")
        if controls.get(name, ("",))[0] != kind:
            lost.append(f"{name}, which is {kind}")
        elif kind in VALUE_TAGS:
            values = controls[name][1]
            lost += [f"{value} of {name}" for value in item.get("value", {}).get(kind, ()) if value not in values]
    return lost


@lru_cache(maxsize=2)
def controls_on(page: str) -> tuple[dict[str, tuple[str, frozenset[str]]], frozenset[str]]:
    """Return kind and values of the controls of a labelling page by name, and the names of its relations.

    Raises `LabelStudioError` if the page is not XML.
    """
    try:
        root = ET.fromstring(page)
    except ET.ParseError as error:
        raise LabelStudioError(f"the labelling page is not XML: {error}") from error
    controls = {}
    for element in root.iter():
        if "name" in element.attrib and "toName" in element.attrib:
            kind = element.tag.lower()
            tag = VALUE_TAGS.get(kind)
            offered = element.iter(tag) if tag else ()
            values = (value.get("alias") or str(value.get("value")) for value in offered)
            controls[element.attrib["name"]] = (kind, frozenset(values))
    return controls, frozenset(str(relation.get("value")) for relation in root.iter("Relation"))


def _fingerprints(remote: Remote, project: ServerProject, page: str) -> Mapping[str, str]:
    """Return a hash of every annotation and draft of a project; raises if the page does not have all of one."""
    fingerprints: dict[str, str] = {}
    snapshot = remote.snapshot(project.number)
    with tempfile.TemporaryDirectory() as folder:
        kept = keep(remote.download(project.number, snapshot), Path(folder), "migration")
        remote.discard(project.number, snapshot)
        for task in tasks_in(kept.path):
            if not isinstance(task, dict):
                raise LabelStudioError(f"{project.title}: its export has {task!r:.60} in place of a task; try again")
            for key, result in _results(task):
                if lost := losses(result, page):
                    raise LabelStudioError(
                        f"{project.title}: {key} of task {task['id']} would lose {', '.join(lost[:MENTIONED])} under "
                        "the new labelling page; finish this queue with the old version of claimwire"
                    )
                fingerprints[key] = sha256_text(canonical_json(result))
    return fingerprints


def _results(task: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the result of every annotation and draft of a task, with a name for it."""
    for kind in ("annotations", "drafts"):
        for answer in task.get(kind) or ():
            yield f"{kind.removesuffix('s')} {answer['id']}", answer.get("result") or []
