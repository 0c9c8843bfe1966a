"""Exported Label Studio tasks as layers: pure, without network.

What an annotator did wrong in the page becomes a problem with task, annotation, region and advice. What cannot be taken
is refused, as little as makes sense of the rest, and the rest is kept; a layer of which something was refused is not
complete. A layer that somebody else has changed in Label Studio becomes that person's own, with claim ids of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...corpus.records import sha256_text
from ...errors import LabelStudioError
from ...schema import Annotation, Article, claim_order
from ..page.controls import COMPLETE, LAYER, TEXT, YES
from .claims import RawClaim, raw_claim, read_claims
from .metadata import LayerNote, annotation_key, layer_fingerprint, new_claim_id
from .problems import Findings, Problem, refusing
from .regions import taken_apart
from .relations import ClaimMark, tied
from .repair import refused_task

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
"""Date and time as Label Studio writes them, in UTC, up to the seconds."""

Users = Mapping[str | int, str]


@dataclass
class Read:
    """What an exported task holds: its layers, what is wrong in it, and the annotations to repair."""

    layers: list[Annotation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    """The task once more for each annotation of which a part was refused, with that annotation alone; see `repair`."""


def layers(
    exported_task: Mapping[str, Any], article: Article, annotator_of: Users, *, tool: str = "label-studio"
) -> Read:
    """Return the layers of an exported task, one for each submitted annotation, and what could not be read.

    `annotator_of` gives the annotator of a Label Studio user, by e-mail address or by number. `tool` is recorded as
    the tool of layers that were made or changed in Label Studio, best with its version. A stand-off article needs no
    text: the task's is taken, if its hash is the article's.

    Raises `LabelStudioError` where the task is that of another article.
    """
    data = exported_task.get("data")
    if not isinstance(data, dict) or data.get("article_id") != article.article_id:
        named = data.get("article_id") if isinstance(data, dict) else None
        raise LabelStudioError(f"task {exported_task.get('id')} is of article {named!r}, not {article.article_id}")
    name = f"{exported_task.get('id', '?')} ({article.article_id})"
    read = Read()
    findings = Findings(name)
    if exported_task.get("drafts"):
        findings.add("draft-unsubmitted", f"drafts that were not read: {len(_listed(exported_task['drafts']))}")
    text = data.get(TEXT)
    if not isinstance(text, str) or sha256_text(text) != article.text_sha256:
        findings.add("text-changed", "its text is not the article's")
        read.refused.append(refused_task(exported_task, _listed(exported_task.get("annotations")), findings.problems))
        read.problems += findings.problems
        return read
    read.problems += findings.problems
    annotations = _in_order(_listed(exported_task.get("annotations")))
    reader = _Reader(article, text, annotator_of, tool, str(data.get("guideline_version")))
    for annotation in annotations:
        findings = Findings(name, str(annotation.get("id", annotation.get("unique_id", "?"))))
        layer = reader.layer(annotation, findings)
        if refusing(findings.problems):
            read.refused.append(refused_task(exported_task, [annotation], findings.problems))
        read.problems += findings.problems
        if layer is not None:
            read.layers.append(layer)
    return read


def article_id_of(exported_task: Any) -> str | None:
    """Return the id of the article that a task shows; None where it is no task of claimwire."""
    data = exported_task.get("data") if isinstance(exported_task, dict) else None
    found = data.get("article_id") if isinstance(data, dict) else None
    return found if isinstance(found, str) else None


def _in_order(annotations: Sequence[Any]) -> list[dict[str, Any]]:
    """Return annotations in the order of reading: what was sent before its copies, of others the last edited first."""

    def place(annotation: dict[str, Any]) -> tuple[bool, bool, int]:
        note, number = _note(annotation), annotation.get("id")
        sent = note is not None and annotation.get("unique_id") == annotation_key(note.annotation_id)
        return not sent, note is None, number if note and isinstance(number, int) else 0

    found = [annotation for annotation in annotations if isinstance(annotation, dict)]
    return sorted(sorted(found, key=lambda a: str(a.get("updated_at") or ""), reverse=True), key=place)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _note(annotation: Mapping[str, Any]) -> LayerNote | None:
    """Return what travelled unseen with an annotation."""
    for entry in _listed(annotation.get("result")):
        if isinstance(entry, dict) and entry.get("from_name") == LAYER:
            value = entry.get("value")
            texts = value.get("text") if isinstance(value, dict) else None
            return LayerNote.parse(texts[0] if isinstance(texts, list) and texts else texts)
    return None


@dataclass(frozen=True)
class _Identity:
    """Whose layer an annotation is: the fields of a layer that the page does not hold, as JSON values."""

    fields: Mapping[str, Any]
    sent: bool
    """Whether its claims keep the ids they were sent with."""

    @property
    def annotation_id(self) -> str:
        """The id of the layer."""
        return str(self.fields["annotation_id"])


@dataclass
class _Reader:
    """Reads the annotations of one task; remembers which layers it has read."""

    article: Article
    text: str
    annotator_of: Users
    tool: str
    guideline_version: str
    seen: set[str] = field(default_factory=set)

    def layer(self, annotation: Mapping[str, Any], findings: Findings) -> Annotation | None:
        """Return the layer of an annotation; None where it is none, or was refused whole."""
        if annotation.get("was_cancelled"):
            findings.add("annotation-skipped", "the annotator skipped the task")
            return None
        marks = taken_apart(_listed(annotation.get("result")), findings)
        for control in sorted(marks.whole.keys() - {COMPLETE, LAYER}):
            findings.add("control-unknown", f"it has a value of {control!r} about the whole text")
        claims = tied(marks, self.text, findings)
        raw = {region_id: raw_claim(mark) for region_id, mark in claims.items()}
        complete = marks.whole.get(COMPLETE) == [YES]
        identity = self._identity(annotation, raw, complete)
        if identity is None:
            user = annotation.get("completed_by")
            named = user.get("email") if isinstance(user, dict) else user
            findings.add("annotator-unknown", f"it was completed by the account {named!r}")
            return None
        if identity.annotation_id in self.seen:
            findings.add("layer-twice", f"{identity.fields['annotator_id']} has two annotations of the task")
            return None
        self.seen.add(identity.annotation_id)
        ids = {region_id: _claim_id(mark, identity) for region_id, mark in claims.items()}
        found = read_claims(raw, ids, self.article, self.text, findings)
        records = [read.claim for read in found]
        if not all(read.unchanged for read in found) or not identity.sent:
            records.sort(key=claim_order)
        return Annotation(
            **identity.fields,
            article_id=self.article.article_id,
            lead_time_seconds=_seconds(annotation.get("lead_time")),
            complete=complete and not refusing(findings.problems),
            claims=tuple(records),  # type: ignore[arg-type]
        )

    def _identity(self, annotation: Mapping[str, Any], raw: Mapping[str, RawClaim], complete: bool) -> _Identity | None:
        """Return whose layer an annotation is; None where nobody knows."""
        note = _note(annotation)
        editor = self._user(annotation, "updated_by")
        if note is not None and note.annotation_id not in self.seen:
            prints = [(region_id, came_back.fingerprint) for region_id, came_back in raw.items()]
            if layer_fingerprint(prints, complete) == note.fingerprint:
                return _Identity(note.fields, sent=True)
            if editor in (None, note.annotator_id):
                kept = {
                    name: value
                    for name, value in note.fields.items()
                    if name in ("annotation_id", "annotator_id", "batch")
                }
                return _Identity(kept | self._made_here(annotation), sent=True)
        completed_by = self._user(annotation, "completed_by")
        annotator_id = completed_by if note is None else editor or completed_by
        if annotator_id is None:
            return None
        own = {"annotation_id": f"{self.article.article_id}_{annotator_id}", "annotator_id": annotator_id}
        return _Identity(own | self._made_here(annotation), sent=False)

    def _made_here(self, annotation: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is recorded of a layer that was made or changed in Label Studio."""
        found = {"guideline_version": self.guideline_version, "tool": self.tool, "date": _moment(annotation)}
        return {name: value for name, value in found.items() if value is not None}

    def _user(self, annotation: Mapping[str, Any], key: str) -> str | None:
        """Return the annotator that a user of Label Studio is."""
        user = annotation.get(key)
        names = (user.get("email"), user.get("id")) if isinstance(user, dict) else (user,)
        known = (name for name in names if isinstance(name, str | int) and name in self.annotator_of)
        return next((self.annotator_of[name] for name in known), None)


def _claim_id(mark: ClaimMark, identity: _Identity) -> str:
    """Return the id that a claim was sent with, or a new one of the layer's own."""
    region_id = mark.mark.region_id
    if identity.sent and mark.mark.hidden.get("claim_id") == region_id:
        return region_id
    return new_claim_id(identity.annotation_id, region_id)


def _seconds(value: Any) -> float | None:
    """Return the time spent on an annotation; None where the export has no such number."""
    return float(value) if isinstance(value, int | float) and value >= 0 else None


def _moment(annotation: Mapping[str, Any]) -> str | None:
    """Return when an annotation was last submitted, to the second; None where the export does not tell."""
    moment = annotation.get("updated_at") or annotation.get("created_at")
    found = MOMENT.match(moment) if isinstance(moment, str) else None
    return None if found is None else f"{found[0]}Z"
