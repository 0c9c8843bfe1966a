"""Exported Label Studio tasks as layers: pure, without network.

The steps: the annotation's result is parsed (`regions`), parts and claims are related (`relations`), claims are read
(`claims`), and the layer gets its identity here. What an annotator did wrong in the page becomes a problem with task,
annotation, region and advice (`problems`). What cannot be read is refused, as little as possible, and the rest is kept;
a layer of which something was refused is not complete. A layer that somebody else has changed in Label Studio becomes
that person's own, with claim ids of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from ...corpus.records import sha256_text, validation_messages
from ...errors import LabelStudioError
from ...schema import STANDARD_QUESTIONS, Annotation, Article, Questions, claim_order
from ..page.controls import COMPLETE, LAYER, TEXT, YES
from .claims import RawClaim, raw_claim, read_claims
from .marked import ClaimRegion
from .metadata import MARKED_BY, LayerMetadata, annotation_key, layer_fingerprint, new_claim_id
from .offsets import AS_IS, OffsetWay, task_offsets, with_line_feeds
from .origins import Beginning, Predictions, beginning_of, predictions_of
from .problems import Findings, TaskPage, TaskProblem, has_refusals, refused_task
from .references import turned
from .regions import ParsedResult, parse_result
from .relations import resolve_relations

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
"""Date and time as Label Studio writes them, in UTC, up to the seconds."""

VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){2}")
"""A version of the codebook that can be compared with others."""

Users = Mapping[str | int, str]
"""Annotators by the e-mail addresses and numbers of their accounts."""


@dataclass(frozen=True)
class AnnotationSource:
    """The annotation that a layer was read from: its task and itself as problems name them, and its place in the task.

    `number` is that of the task as the export has it, or the article's id if it has none. `author` is the annotator
    whose account last edited the annotation; None if that account is nobody's. `moment` is when that was, as the export
    has it. `problems` are those of the annotation, `refused` is its entry among the refused tasks if a part of it was
    refused. `is_fix` says whether the task is from a file of refused tasks; `link` is the page of the server that shows
    the annotation.
    """

    task: str
    number: str
    annotation: str
    place: int
    author: str | None
    moment: str
    problems: tuple[TaskProblem, ...] = ()
    refused: dict[str, Any] | None = None
    is_fix: bool = False
    link: str | None = None


@dataclass
class TaskReading:
    """What is in an exported task: its layers, what is wrong in it, and the annotations to fix.

    `refused` has the task once for each annotation of which a part was refused, with that annotation alone. `sources`
    has the annotation of every layer by the layer's id. `exported` is the task as it came; empty if it is of no
    article.
    """

    layers: list[Annotation] = field(default_factory=list)
    problems: list[TaskProblem] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    sources: dict[str, AnnotationSource] = field(default_factory=dict)
    exported: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


def read_task(
    exported_task: Mapping[str, Any],
    article: Article,
    annotator_of: Users,
    *,
    tool: str = "label-studio",
    address: str | None = None,
    questions: Questions = STANDARD_QUESTIONS,
) -> TaskReading:
    """Return the layers of an exported task, one for each submitted annotation, and what could not be read.

    `annotator_of` has the annotator of a Label Studio user, by e-mail address or by number. `tool` is recorded as the
    tool of layers that were made or changed in Label Studio, best with its version. `address` is that of the tasks of
    their project, if they are on a server. `questions` are those of the repository. A stand-off
    article needs no text: the task's is used, if its hash is the article's.

    Raises `LabelStudioError` if the task is that of another article.
    """
    data = exported_task.get("data")
    if not isinstance(data, dict) or data.get("article_id") != article.article_id:
        named = data.get("article_id") if isinstance(data, dict) else None
        raise LabelStudioError(f"task {exported_task.get('id')} is of article {named!r}, not {article.article_id}")
    name = f"{exported_task.get('id', '?')} ({article.article_id})"
    number = exported_task.get("id")
    page = TaskPage(address, number) if address is not None and isinstance(number, int) else None
    reading, findings = TaskReading(exported=exported_task), Findings(name, page=page)
    if exported_task.get("drafts"):
        findings.add("draft-unsubmitted", f"drafts that were not read: {len(_listed(exported_task['drafts']))}")
    reading.problems = findings.problems
    text, annotations = data.get(TEXT), exported_task.get("annotations")
    if not isinstance(annotations, list):
        findings.add("annotations-unreadable", f"its annotations are {annotations!r:.60}, not a list")
    if isinstance(text, str) and isinstance(annotations, list):
        text = with_line_feeds(text, article, annotations, findings)
    if not has_refusals(findings.problems) and (not isinstance(text, str) or sha256_text(text) != article.text_sha256):
        findings.add("text-changed", "its text is not the article's")
    if not isinstance(annotations, list) or not isinstance(text, str) or has_refusals(findings.problems):
        reading.refused.append(refused_task(exported_task, annotations, findings.problems))
        return reading
    results = [_Result.of(annotation, Findings(name, name_of(annotation), page=page)) for annotation in annotations]
    way = task_offsets([region for one in results for region in one.parsed.regions.values()], text, findings)
    reader = _AnnotationReader(article, text, annotator_of, tool, data.get("guideline_version"), questions, way)
    for place in _in_reading_order(annotations, [one.metadata for one in results]):
        annotation = annotations[place]
        layer = reader.layer(annotation, predictions_of(exported_task, annotation), results[place])
        findings = results[place].findings
        refused = None
        if has_refusals(findings.problems):
            refused = refused_task(exported_task, [annotation], findings.problems)
            reading.refused.append(refused)
        reading.problems += findings.problems
        if layer is not None:
            reading.layers.append(layer)
            reading.sources[layer.annotation_id] = AnnotationSource(
                name,
                str(exported_task.get("id", article.article_id)),
                name_of(annotation),
                place,
                reader.author(annotation),
                str(annotation.get("updated_at")),
                tuple(findings.problems),
                refused,
                is_fix="problems" in exported_task,
                link=None if page is None else page.link(name_of(annotation)),
            )
    return reading


def article_id_of(exported_task: Any) -> str | None:
    """Return the id of the article that a task shows; None if it is not a task of claimwire."""
    data = exported_task.get("data") if isinstance(exported_task, dict) else None
    article_id = data.get("article_id") if isinstance(data, dict) else None
    return article_id if isinstance(article_id, str) else None


def name_of(annotation: Any) -> str:
    """Return what problems call an annotation."""
    return str(annotation.get("id", annotation.get("unique_id", "?"))) if isinstance(annotation, dict) else "?"


def _in_reading_order(annotations: Sequence[Any], sent_with: Sequence[LayerMetadata | None]) -> list[int]:
    """Return the places of annotations in the order of reading: first what was sent, then its copies, then others.

    Of these the last edited comes first. What is not an annotation comes last. `sent_with` has the metadata of each.
    """

    def rank(annotation: Any, metadata: LayerMetadata | None) -> tuple[bool, bool, int]:
        if not isinstance(annotation, dict):
            return True, True, 1
        number = annotation.get("id")
        was_sent = metadata is not None and annotation.get("unique_id") == annotation_key(metadata.annotation_id)
        return not was_sent, metadata is None, number if metadata and isinstance(number, int) else 0

    def edited(annotation: Any) -> str:
        return str(annotation.get("updated_at") or "") if isinstance(annotation, dict) else ""

    places = sorted(range(len(annotations)), key=lambda place: edited(annotations[place]), reverse=True)
    return sorted(places, key=lambda place: rank(annotations[place], sent_with[place]))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _layer_metadata(annotation: Mapping[str, Any]) -> LayerMetadata | None:
    """Return the metadata of the layer that an annotation was sent with; None if it has none."""
    for entry in _listed(annotation.get("result")):
        if isinstance(entry, dict) and entry.get("from_name") == LAYER:
            value = entry.get("value")
            texts = value.get("text") if isinstance(value, dict) else None
            return LayerMetadata.parse(texts[0] if isinstance(texts, list) and texts else texts)
    return None


@dataclass(frozen=True)
class _Identity:
    """Whose layer an annotation is: the fields of a layer that the page does not have, as JSON values.

    `keeps_ids` says whether its claims keep the ids they were sent with, `is_as_sent` whether nothing was changed.
    """

    fields: Mapping[str, Any]
    keeps_ids: bool
    is_as_sent: bool = False

    @property
    def annotation_id(self) -> str:
        """The id of the layer."""
        return str(self.fields["annotation_id"])

    @property
    def codebook(self) -> str | None:
        """The version of the codebook that claims are held against: none where nothing was changed or it is no version.

        A claim that is as it was sent may come from a layer by an older codebook than the changed layer names.
        """
        version = self.fields.get("guideline_version")
        return version if not self.is_as_sent and isinstance(version, str) and VERSION.fullmatch(version) else None


@dataclass
class _Result:
    """What is in an annotation, parsed, and what is wrong with it; nothing if the annotation has no list of results.

    `metadata` is that of the layer that it was sent with or copied from, if there is one.
    """

    parsed: ParsedResult
    findings: Findings
    metadata: LayerMetadata | None

    @classmethod
    def of(cls, annotation: Any, findings: Findings) -> _Result:
        """Return what is in an annotation; its problems are added to the findings."""
        result = annotation.get("result") if isinstance(annotation, dict) else None
        metadata = _layer_metadata(annotation) if isinstance(annotation, dict) else None
        return cls(parse_result(result if isinstance(result, list) else [], findings), findings, metadata)

    def skipped(self) -> Findings:
        """Return findings of a skipped annotation, in which nothing else counts."""
        self.findings.problems.clear()
        return self.findings


@dataclass
class _AnnotationReader:
    """Reads the annotations of one task; remembers which layers it has read."""

    article: Article
    text: str
    annotator_of: Users
    tool: str
    guideline_version: Any
    questions: Questions
    way: OffsetWay = AS_IS
    layers_read: set[str] = field(default_factory=set)

    def layer(self, annotation: Any, predictions: Predictions, read: _Result) -> Annotation | None:
        """Return the layer of an annotation; None if it has none, or was refused whole.

        `predictions` are those that it may have begun from, `read` is what is in it.
        """
        parsed, findings = read.parsed, read.findings
        if not isinstance(annotation, dict):
            findings.add("annotation-unreadable", f"an annotation is {annotation!r:.60}, not an object")
            return None
        if annotation.get("was_cancelled"):
            read.skipped().add("annotation-skipped", "the annotator skipped the task")
            return None
        result = annotation.get("result")
        if not isinstance(result, list):
            findings.add("annotation-unreadable", f"its result is {result!r:.60}, not a list")
            return None
        for control in sorted(parsed.whole_text.keys() - {COMPLETE, LAYER}):
            findings.add("control-unknown", f"it has a value of {control!r} about the whole text")
        regions = resolve_relations(parsed, self.text, self.article.sentences, findings, self.way)
        raw = {region_id: self._raw(region, findings) for region_id, region in regions.items()}
        as_sent = {region_id for region_id, claim in raw.items() if claim.is_as_sent}
        raw |= {x: self._raw(regions[x], findings) for x in turned(regions, as_sent, findings)}
        is_complete = parsed.whole_text.get(COMPLETE) == [YES]
        identity = self._identity(annotation, raw, is_complete, read)
        if identity is None:
            user = annotation.get("completed_by") or annotation.get("updated_by")
            account = user.get("email") if isinstance(user, dict) else user
            findings.add("annotator-unknown", f"it was completed by the account {account!r}")
            return None
        if identity.annotation_id in self.layers_read:
            findings.add("layer-twice", f"{identity.fields['annotator_id']} has two annotations of the task")
            return None
        ids = {region_id: _claim_id(claim, identity) for region_id, claim in raw.items()}
        beginning = self._beginning(annotation, raw, identity, predictions, read.metadata)
        found = read_claims(raw, ids, self.article, self.text, findings, identity.codebook, beginning)
        claims = [one.claim for one in found]
        if not all(one.unchanged for one in found) or not identity.keeps_ids:
            claims.sort(key=claim_order)
        try:
            layer = Annotation(
                **(dict(identity.fields) | {"began_from": beginning.annotator_id}),
                article_id=self.article.article_id,
                lead_time_seconds=_seconds(annotation.get("lead_time")),
                complete=is_complete and not has_refusals(findings.problems),
                claims=tuple(claims),
            )
        except ValidationError as error:
            findings.add("layer-invalid", validation_messages(error))
            return None
        self.layers_read.add(identity.annotation_id)
        return layer

    def _raw(self, region: ClaimRegion, findings: Findings) -> RawClaim:
        return raw_claim(region, findings.names, self.questions)

    def author(self, annotation: Mapping[str, Any]) -> str | None:
        """Return the annotator who last edited an annotation, or else completed it; None if nobody knows."""
        return self._user(annotation, "updated_by") or self._user(annotation, "completed_by")

    def _identity(
        self, annotation: Mapping[str, Any], raw: Mapping[str, RawClaim], is_complete: bool, read: _Result
    ) -> _Identity | None:
        """Return whose layer an annotation is; None if nobody knows.

        One that was changed is of its author, whoever made the layer that it was sent with or copied from.
        """
        metadata, author = read.metadata, self.author(annotation)
        if metadata is not None and metadata.annotation_id not in self.layers_read:
            prints = [(region_id, claim.fingerprint) for region_id, claim in raw.items()]
            if layer_fingerprint(prints, is_complete) == metadata.fingerprint:
                return _Identity(metadata.fields, keeps_ids=True, is_as_sent=True)
            if author is None and self._is_of_unknown_account(annotation):
                return None
            if author in (None, metadata.annotator_id):
                kept = {
                    name: value
                    for name, value in metadata.fields.items()
                    if name in ("annotation_id", "annotator_id", "batch")
                }
                return _Identity(kept | self._made_here(annotation), keeps_ids=True)
            if author == self._user(annotation, "completed_by"):
                told = f"{author} completed it, and it was made from {metadata.annotation_id}"
                read.findings.add("layer-of-other", told)
        annotator_id = self._user(annotation, "completed_by") if metadata is None else author
        if annotator_id is None:
            return None
        names = {"annotation_id": f"{self.article.article_id}_{annotator_id}", "annotator_id": annotator_id}
        return _Identity(names | self._made_here(annotation), keeps_ids=False)

    def _beginning(
        self,
        annotation: Mapping[str, Any],
        raw: Mapping[str, RawClaim],
        identity: _Identity,
        predictions: Predictions,
        metadata: LayerMetadata | None,
    ) -> Beginning:
        """Return what an annotation began from: a layer that it was sent with or copied from, a prediction, nothing."""
        if metadata is None:
            regions = [claim.region.region for claim in raw.values()]
            begun = beginning_of(annotation, predictions, regions, self._fingerprints)
            own_marks = begun.annotator_id == identity.fields["annotator_id"] and any(
                MARKED_BY in region.metadata for region in regions
            )
            return replace(begun, annotator_id=None) if own_marks else begun
        if metadata.annotator_id == identity.fields["annotator_id"]:
            return Beginning(metadata.fields.get("began_from"), is_own_layer=True)
        return Beginning(metadata.annotator_id)

    def _fingerprints(self, result: Sequence[Any]) -> dict[str, str]:
        """Return the fingerprints of the claims in the result of a prediction, by the ids of their regions."""
        unheard = Findings("")
        parsed = parse_result(result, unheard)
        regions = resolve_relations(parsed, self.text, self.article.sentences, unheard, self.way)
        return {region_id: self._raw(region, unheard).fingerprint for region_id, region in regions.items()}

    def _is_of_unknown_account(self, annotation: Mapping[str, Any]) -> bool:
        """Return whether an annotation was completed or edited by an account, and others than it are known."""
        return bool(self.annotator_of) and any(annotation.get(key) for key in ("completed_by", "updated_by"))

    def _made_here(self, annotation: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is recorded of a layer that was made or changed in Label Studio."""
        facts = {"guideline_version": self.guideline_version, "tool": self.tool, "date": _submitted_at(annotation)}
        return {name: value for name, value in facts.items() if value is not None}

    def _user(self, annotation: Mapping[str, Any], key: str) -> str | None:
        """Return the annotator that a user of Label Studio is."""
        user = annotation.get(key)
        accounts = (user.get("email"), user.get("id")) if isinstance(user, dict) else (user,)
        known = (account for account in accounts if isinstance(account, str | int) and account in self.annotator_of)
        return next((self.annotator_of[account] for account in known), None)


def _claim_id(claim: RawClaim, identity: _Identity) -> str:
    """Return the id that a claim was sent with, or a new one of the layer's own."""
    if identity.keeps_ids and claim.metadata.get("claim_id") == claim.region_id:
        return claim.region_id
    return new_claim_id(identity.annotation_id, claim.region_id)


def _seconds(value: Any) -> float | None:
    """Return the time spent on an annotation; None if the export has no such number."""
    if not isinstance(value, int | float) or not 0 <= value <= sys.float_info.max:
        return None
    return float(value)


def _submitted_at(annotation: Mapping[str, Any]) -> str | None:
    """Return when an annotation was last submitted, to the second; None if the export does not say."""
    moment = annotation.get("updated_at") or annotation.get("created_at")
    match = TIMESTAMP.match(moment) if isinstance(moment, str) else None
    return None if match is None else f"{match[0]}Z"
