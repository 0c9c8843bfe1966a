"""Another labelling page for a project that is in use: only if no annotation is lost by it."""

from __future__ import annotations

import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...corpus.records import canonical_json, sha256_text
from ...errors import LabelStudioError
from .exports import keep, tasks_in
from .protocol import Remote, ServerProject

VALUES = {"labels": "Label", "choices": "Choice"}
"""The kinds of control that give a choice of values, and the tag of a value."""


def migrated(remote: Remote, project: ServerProject, page: str, say: Callable[[str], None] = lambda _: None) -> None:
    """Give a project another labelling page after looking whether it shows all that was annotated so far.

    Raises `LabelStudioError`, and leaves the page as it was, where a region, a choice or a relation of an annotation
    or draft has no place on the new one, or where any of them is not the same afterwards.
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
    say(f"{project.title}: the labelling page was changed; all {len(before)} annotations and drafts are as they were")


def losses(result: list[dict[str, Any]], page: str) -> list[str]:
    """Return what of an annotation has no place on a labelling page."""
    controls, relations = controls_on(page)
    found: list[str] = []
    for item in result:
        kind = item.get("type", "")
        if kind == "relation":
            found += [f"the relation {name}" for name in item.get("labels") or () if name not in relations]
            continue
        name = item.get("from_name", "")
        if controls.get(name, ("",))[0] != kind:
            found.append(f"{name}, which is {kind}")
        elif kind in VALUES:
            values = controls[name][1]
            found += [f"{value} of {name}" for value in item.get("value", {}).get(kind, ()) if value not in values]
    return found


def controls_on(page: str) -> tuple[dict[str, tuple[str, frozenset[str]]], frozenset[str]]:
    """Return kind and values of the controls of a labelling page by name, and the names of its relations."""
    try:
        root = ET.fromstring(page)
    except ET.ParseError as error:
        raise LabelStudioError(f"the labelling page is no XML: {error}") from error
    controls = {}
    for element in root.iter():
        if "name" in element.attrib and "toName" in element.attrib:
            kind = element.tag.lower()
            values = (value.get("alias") or str(value.get("value")) for value in element.iter(VALUES.get(kind, "-")))
            controls[element.attrib["name"]] = (kind, frozenset(values))
    return controls, frozenset(str(relation.get("value")) for relation in root.iter("Relation"))


def _fingerprints(remote: Remote, project: ServerProject, page: str) -> Mapping[str, str]:
    """Return a hash of every annotation and draft of a project; raises where the page has no place for one."""
    found: dict[str, str] = {}
    snapshot = remote.snapshot(project.number)
    with tempfile.TemporaryDirectory() as folder:
        kept = keep(remote.download(project.number, snapshot), Path(folder), "migration")
        remote.discard(project.number, snapshot)
        for task in tasks_in(kept.path):
            for key, result in _answers(task):
                if lost := losses(result, page):
                    raise LabelStudioError(
                        f"{project.title}: {key} of task {task['id']} would lose {', '.join(lost[:5])} under the new "
                        "labelling page; finish this queue with the old version of claimwire"
                    )
                found[key] = sha256_text(canonical_json(result))
    return found


def _answers(task: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for kind in ("annotations", "drafts"):
        for answer in task.get(kind) or ():
            yield f"{kind.removesuffix('s')} {answer['id']}", answer.get("result") or []
