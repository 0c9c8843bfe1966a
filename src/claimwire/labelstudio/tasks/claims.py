"""Claims read from the regions of an annotation.

A claim whose fields are those that were sent is read as it is. A new or changed one is trimmed (white space at the
edges of a selection or of what was typed); a program fills in what the codebook asks, the words tell and the annotator
left blank; then the claim is compared with what the page asks for. A claim that fails is refused whole, since a claim
without a slot that its annotator filled in would be another claim.

A proposed slot of a claim that was sent is shown like any other. It stays proposed as long as its value stays, also
where other slots of the claim change; whoever wants it read off the new words empties it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from ...corpus.records import validation_messages
from ...dates import bounds
from ...errors import EdtfError
from ...pairs import greater_than_whole, repeated
from ...proposals import proposed
from ...schema import (
    CLAIM_ADAPTER,
    STANDARD_QUESTIONS,
    Article,
    CasualtyFigure,
    ClaimBase,
    Questions,
    Span,
    claim_fields_in_role,
    slots_asked,
    slots_needed,
)
from ...schema.fields import shapes
from ...schema.vocab import Label
from ..page.controls import CONTROL_BY_NAME, LABEL_BY_VALUE, YES, Control, controls_by_name, controls_of
from .marked import ClaimRegion, trimmed_span
from .metadata import NOTE, ORIGIN, claim_fingerprint, sent_proposals
from .origins import NOTHING, Beginning
from .problems import Findings, quoted

HALF_PAIR = re.compile("[\ud800-\udfff]")

TEXTS = frozenset({str})

Fault = tuple[str, str]
"""Kind of a problem and what was found."""


@dataclass(frozen=True)
class RawClaim:
    """A claim's region as it came back: its fields as JSON values, with the claims it names as region ids.

    `faults` keep it from being read as it is, `remarks` do not. The fingerprint is to be compared with what was sent.
    """

    region: ClaimRegion
    fields: Mapping[str, Any]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    fingerprint: str

    @property
    def region_id(self) -> str:
        """The id of the claim's region."""
        return self.region.region.region_id

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The metadata that came back with the region."""
        return self.region.region.metadata

    @property
    def is_as_sent(self) -> bool:
        """Whether its fields are those with which it was sent."""
        return _is_as_sent(self, self.fingerprint)


@dataclass(frozen=True)
class ReadClaim:
    """A claim that was read, and whether it is the one that was sent."""

    claim: ClaimBase
    unchanged: bool


def raw_claim(region: ClaimRegion, names: Mapping[str, str], questions: Questions = STANDARD_QUESTIONS) -> RawClaim:
    """Return a claim's region as it came back; `names` are regions as people know them, by id.

    A choice that neither the schema nor `questions` has cannot be read.
    """
    fields, faults, remarks = _fields(region, names, controls_by_name(questions))
    return RawClaim(region, fields, tuple(faults), tuple(remarks), _fingerprint(region, fields))


def read_claims(
    raw: Mapping[str, RawClaim],
    ids: Mapping[str, str],
    article: Article,
    text: str,
    findings: Findings,
    codebook: str | None = None,
    beginning: Beginning = NOTHING,
) -> list[ReadClaim]:
    """Return the claims that can be read, in the order of their regions; what cannot becomes problems.

    `ids` has the claim id of every region. `codebook` is the version that says which slots every claim has; without
    one only their models do. `beginning` is what the annotation began from.
    """
    claims: dict[str, ReadClaim] = {}
    for region_id, claim in raw.items():
        read = _read_claim(claim, ids, article, text, findings, codebook, beginning)
        if read is not None:
            claims[region_id] = read
    _leave_out_repeated(claims, ids, findings)
    return [
        _with_fitting_whole(one, region_id, claims, findings)
        for region_id, one in _without_dangling(claims, raw, findings).items()
    ]


def _without_dangling(
    claims: dict[str, ReadClaim], raw: Mapping[str, RawClaim], findings: Findings
) -> dict[str, ReadClaim]:
    """Leave out claims that name a refused one, then those that name these, until there is none."""
    while True:
        dangling = {
            region_id: (field, named)
            for region_id in claims
            for field, regions in raw[region_id].region.references.items()
            for named in regions
            if named not in claims
        }
        if not dangling:
            return claims
        for region_id, (field, named) in dangling.items():
            name = findings.names[named]
            findings.add("names-refused-claim", f"its {field} is {name}, which was refused", region_id)
            del claims[region_id]


def _leave_out_repeated(claims: dict[str, ReadClaim], ids: Mapping[str, str], findings: Findings) -> None:
    """Leave out every claim that was drawn a second time; two that came back as they were sent stay."""
    region_of = {ids[region_id]: region_id for region_id in claims}
    for first, second in list(repeated(one.claim for one in claims.values())):
        one, other = region_of[first.claim_id], region_of[second.claim_id]
        if not (claims[one].unchanged and claims[other].unchanged):
            twice = other if claims[one].unchanged or not claims[other].unchanged else one
            findings.add("claim-twice", "another region has the same label, words and slots", twice)
            del claims[twice]


def _with_fitting_whole(
    read: ReadClaim, region_id: str, claims: Mapping[str, ReadClaim], findings: Findings
) -> ReadClaim:
    """Return a figure without the one it is drawn as a part of if it is greater; any other claim as it is."""
    by_id = {one.claim.claim_id: one.claim for one in claims.values()}
    whole = by_id.get(getattr(read.claim, "part_of_id", None) or "")
    if read.unchanged or not isinstance(read.claim, CasualtyFigure) or not isinstance(whole, CasualtyFigure):
        return read
    found = greater_than_whole(read.claim, whole)
    if found is None:
        return read
    findings.add("part-greater", f"it is drawn as a part of a smaller figure: {found}", region_id)
    return replace(read, claim=read.claim.model_copy(update={"part_of_id": None}))


def _read_claim(
    raw: RawClaim,
    ids: Mapping[str, str],
    article: Article,
    text: str,
    findings: Findings,
    codebook: str | None,
    beginning: Beginning,
) -> ReadClaim | None:
    if raw.region.region.note not in ("", raw.metadata.get(NOTE)):
        findings.add("note-in-region-info", f"its info has a note: {raw.region.region.note!r}", raw.region_id)
    if raw.region.refused_parts:
        refused = ", ".join(findings.names[part] for part in raw.region.refused_parts)
        findings.add("part-refused", f"its {refused} was refused", raw.region_id)
        return None
    fields, faults = raw.fields, list(raw.faults)
    fingerprints = {raw.fingerprint}
    unchanged = raw.is_as_sent
    if not unchanged:
        # white space may be all that differs, so that what is trimmed is what was sent after all
        fields = _trimmed_fields(fields, text)
        fingerprints.add(_fingerprint(raw.region, fields))
        unchanged = any(_is_as_sent(raw, found) for found in fingerprints)
    model = LABEL_BY_VALUE[raw.region.label].model
    needed, answered = slots_needed(model, codebook), _answered(raw.region)
    asked = frozenset(model.model_fields) if codebook is None else slots_asked(model, codebook)
    filled = _filled_in(fields, model, text, (needed if unchanged else asked) - answered)
    stay = [name for name, value in sent_proposals(raw.metadata) if unchanged or _is_kept(fields.get(name), value)]
    fields = {**fields, **filled}
    faults += _missing(fields, raw.region.label, needed - answered)
    if not unchanged:
        faults += _faults(fields, raw.region, text)
    for kind, message in (*raw.remarks, *faults):
        findings.add(kind, message, raw.region_id)
    if faults:
        return None
    record = {name: value for name, value in fields.items() if value is not None}
    record |= {name: ids[record[name]] for name in raw.region.references}
    record |= {"claim_id": ids[raw.region_id], "article_id": article.article_id}
    record |= {"proposed_slots": stay if unchanged and not filled else sorted({*stay, *filled})}
    record |= _adjudicated_fields(raw, unchanged, findings)
    record |= {ORIGIN: beginning.origin(raw.region.region, fingerprints)}
    try:
        return ReadClaim(CLAIM_ADAPTER.validate_json(json.dumps(record)), unchanged)
    except ValidationError as error:
        findings.add("claim-invalid", validation_messages(error), raw.region_id)
        return None


def _is_as_sent(raw: RawClaim, fingerprint: str) -> bool:
    return not raw.faults and fingerprint == raw.metadata.get("fingerprint")


def _fingerprint(region: ClaimRegion, fields: Mapping[str, Any]) -> str:
    return claim_fingerprint(fields, LABEL_BY_VALUE[region.label].model)


def _adjudicated_fields(raw: RawClaim, unchanged: bool, findings: Findings) -> dict[str, Any]:
    """Return the fields of a claim that belong to its adjudication, from its metadata.

    A review is of the claim that was sent: it is left out, with a finding, if the claim was changed.
    """
    kept = {name: raw.metadata[name] for name in claim_fields_in_role("adjudication") if name in raw.metadata}
    if "review" in kept and not unchanged:
        review = kept.pop("review")
        verdict = review.get("verdict") if isinstance(review, dict) else review
        findings.add("review-outdated", f"its review was {verdict!r}", raw.region_id)
    return kept


def _fields(
    region: ClaimRegion, names: Mapping[str, str], known: Mapping[str, Control]
) -> tuple[dict[str, Any], list[Fault], list[Fault]]:
    """Return a claim's fields, what cannot be read of them, and what is left aside."""
    fields: dict[str, Any] = {"label": region.label.value}
    faults: list[Fault] = []
    remarks: list[Fault] = []
    for name, value in region.region.values.items():
        control = known.get(name)
        if control is None:
            remarks.append(("control-unknown", f"it has a value of {name!r}: {value!r:.60}"))
        elif region.label not in control.labels:
            remarks.append(("slot-of-other-label", f"a {region.label} has a value of {name}: {value!r:.60}"))
        else:
            fields[control.shape.name], fault = _value(control, value)
            faults += [fault] if fault else []
    for name, spans in region.parts.items():
        fields[name] = [{"start": start, "end": end} for start, end in sorted((x.start, x.end) for x in spans)]
    for name, regions in region.references.items():
        # several are none that was ever sent, so that the layer counts as changed whichever of them was
        fields[name] = " and also ".join(sorted(regions))
        if len(regions) > 1:
            named = " and also ".join(names[region_id] for region_id in sorted(regions))
            faults.append(("claim-named-twice", f"its {name} is {named}"))
    return fields, faults, remarks


def _value(control: Control, value: Any) -> tuple[Any, Fault | None]:
    """Return the value of a slot as JSON, or None and what is wrong with it."""
    name = control.shape.name
    if control.kind == "number":
        whole = type(value) is int or (type(value) is float and value.is_integer())
        if not whole or value < 0:
            return None, ("number-not-whole", f"{name} is {value!r}")
        return int(value), None
    if not isinstance(value, list) or not TEXTS.issuperset(map(type, value)):
        return None, ("claim-invalid", f"{name} is {value!r:.60}, not a list of texts")
    unknown = [x for x in value if x not in control.values] if control.kind == "choices" else value
    if halves := [x for x in unknown if HALF_PAIR.search(x)]:
        found = f"{name} has half of a surrogate pair, which is not a character: {halves[0]!r:.60}"
        return None, ("claim-invalid", found)
    if control.kind == "textarea":
        value = [x for x in value if x]
        if control.shape.many:
            return value, None
        if len(value) > 1:
            return None, ("answer-twice", f"{name} has {len(value)} answers: {' / '.join(value)!r:.80}")
        return (value[0] if value else None), None
    if len(value) > 1 and not control.shape.many:
        return None, ("choice-twice", f"{name} has {len(value)} choices: {' and '.join(value)}")
    if unknown:
        return None, ("choice-unknown", f"{name} is {unknown[0]!r}, none of {', '.join(control.values)}")
    if control.shape.many:
        return value, None
    if control.shape.shape == "boolean":
        return (value[0] == YES if value else None), None
    return (value[0] if value else None), None


def _trimmed_fields(fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return fields without white space at the edges of spans and of what was typed."""
    trimmed: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            trimmed[name] = value.strip() or None
        elif isinstance(value, list) and value and isinstance(value[0], str):
            trimmed[name] = [x.strip() for x in value if x.strip()]
        elif isinstance(value, list):
            trimmed[name] = [trimmed_span(Span(**span), text).model_dump() for span in value]
        else:
            trimmed[name] = value
    return trimmed


def _filled_in(fields: Mapping[str, Any], model: type[ClaimBase], text: str, among: Set[str]) -> dict[str, Any]:
    """Return those of some slots that a claim lacks and that a program can read off the words, as JSON."""
    lacking = {name for name in _proposed_slots(model) if name in among and fields.get(name) is None}
    if not lacking:
        return {}
    found = proposed(model, {name: value for name, value in fields.items() if value is not None}, text)
    return {name: value for name, value in found.items() if name in lacking and value is not None}


@cache
def _proposed_slots(model: type[ClaimBase]) -> tuple[str, ...]:
    return tuple(shape.name for shape in shapes(model) if shape.proposed)


def _is_kept(value: Any, sent: Any) -> bool:
    return value is not None and value == sent


def _missing(fields: Mapping[str, Any], label: Label, needed: Set[str]) -> Iterator[Fault]:
    """Yield those of some slots that the page has and a claim lacks, in the order of the page."""
    slots = _slots_on_page(label)
    lacking = {name for name in needed & slots.keys() if fields.get(name) is None}
    for name in slots if lacking else ():
        if name in lacking:
            yield "slot-missing", f"{name} is not filled in: {slots[name]}"


@cache
def _slots_on_page(label: Label) -> dict[str, str]:
    """Return what each slot is that the page has for a label, in the order of the page."""
    return {control.shape.name: control.shape.description for control in controls_of(label)}


def _faults(fields: Mapping[str, Any], region: ClaimRegion, text: str) -> Iterator[Fault]:
    """Yield what else is wrong with a new or changed claim."""
    for control in controls_of(region.label):
        name, value = control.shape.name, fields.get(control.shape.name)
        if control.shape.meaning == "edtf" and value is not None:
            try:
                bounds(value)
            except EdtfError as error:
                yield "date-not-edtf", f"{name}: {error}"
    for name in region.parts:
        for before, after in pairwise(fields[name]):
            if after["start"] < before["end"]:
                words = [quoted(Span(**span).of(text)) for span in (after, before)]
                yield "pieces-overlap", f"of its {name} {words[0]} begins before {words[1]} ends"


def _answered(region: ClaimRegion) -> set[str]:
    """Return the slots that have some answer, even one that cannot be read."""
    answered = (name for name, value in region.region.values.items() if value and name in CONTROL_BY_NAME)
    return {CONTROL_BY_NAME[name].shape.name for name in answered}
