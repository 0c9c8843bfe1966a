"""Records of an older schema as records of a newer one: pure functions from JSON objects to JSON objects.

What an older record did not ask stays absent, so that it never reads as an answer. Nothing is looked up in a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import ClaimwireError
from ..versions import SCHEMA_VERSION, is_read_as_it_is

Json = dict[str, Any]
Migration = Callable[[Json], Json]

SOURCE_KINDS: Mapping[str, str] = {
    "government": "government",
    "ministry": "government",
    "military": "military",
    "peacekeepers": "military",
    "de_facto_authority": "de_facto_authority",
    "international_organisation": "international_organisation",
    "armed_group": "armed_group",
    "media": "media",
    "document": "document",
}
"""Kinds of sources of 1.0.0 that say in what capacity a source speaks; the others do not (person, crowd, organisation,
unnamed)."""

EVENT_TYPES: Mapping[str, str] = {
    "armed_conflict": "armed_conflict",
    "hostilities": "armed_conflict",
    "territorial_change": "armed_conflict",
    "deployment": "armed_conflict",
    "tension": "armed_conflict",
    "ceasefire": "agreement",
    "agreement": "agreement",
    "negotiation": "agreement",
    "recognition": "decision",
    "declaration": "decision",
    "status_change": "decision",
    "political_movement": "politics",
    "protest": "politics",
    "lasting_state": "lasting_state",
    "disaster": "disaster",
    "election": "politics",
    "other": "other",
}

CHANNELS: Mapping[str, str] = {
    "statement": "statement",
    "communique": "statement",
    "press release": "statement",
    "conference": "press_conference",
    "briefing": "press_conference",
    "interview": "interview",
    "telegram": "social_media",
    "post": "social_media",
    "message": "letter",
    "social": "social_media",
    "television": "broadcast",
    "radio": "broadcast",
    "broadcast": "broadcast",
    "video": "broadcast",
    "speech": "speech",
    "address": "speech",
    "phone": "call",
    "telephone": "call",
    "call": "call",
    "meeting": "meeting",
    "summit": "meeting",
    "talks": "meeting",
    "letter": "letter",
    "note": "letter",
    "report": "report",
    "data": "report",
    "hearing": "proceedings",
    "parliament": "proceedings",
}
"""Words of the free text `medium` of 1.0.0, and the channel they mean; the first that it has decides."""

VICTIMS: Mapping[str, tuple[str, str | None]] = {
    "civilian": ("civilian", None),
    "combatant": ("combatant", None),
    "peacekeeper": ("unspecified", "peacekeepers"),
    "prisoner": ("unspecified", "prisoners"),
    "refugee": ("civilian", "refugees"),
    "mixed": ("mixed", None),
    "unspecified": ("unspecified", None),
}
"""Victims of 1.0.0: whether they take part in fighting, and the group that the status was."""


def migrate(kind: str, record: Mapping[str, Any], version: str) -> Json:
    """Return a record of a schema version as a record of the newest; `kind` is a key of `RECORDS`.

    Raises `ClaimwireError` if there is no way from that version.
    """
    if is_read_as_it_is(version):
        return dict(record)
    if version not in MIGRATIONS:
        raise ClaimwireError(
            f"there is no way from schema {version} to {SCHEMA_VERSION}; known: {', '.join(MIGRATIONS)}"
        )
    return MIGRATIONS[version].get(kind, dict)(dict(record))


def claim_1_to_2(claim: Json) -> Json:
    """Return a claim of schema 1.0.0 as one of 2.0.0.

    `voice` stands for `parent_id` too, which 1.0.0 took for the voice where none was given; `event_id` for the
    event's name; the qualifier for the flags that say whether bounds are inclusive. Free text of 1.0.0 (`cause`) goes.
    """
    new = {name: value for name, value in claim.items() if name not in ("parent_id", "cause")}
    if claim.get("parent_id") is not None:
        new.setdefault("voice", claim["parent_id"])
    _rename(new, factuality="presented_as", voice="voice_id", part_of="part_of_id")
    made = LABELS_1_TO_2.get(claim["label"])
    return made(new) if made else new


def _statement_1_to_2(claim: Json) -> Json:
    kind = SOURCE_KINDS.get(claim.pop("source_kind", ""))
    medium = claim.pop("medium", None)
    if kind is not None:
        claim["source_kind"] = kind
    if medium is not None:
        words = medium.casefold()
        claim["channel"] = next((channel for word, channel in CHANNELS.items() if word in words), "other")
    return claim


def _background_1_to_2(claim: Json) -> Json:
    claim["event_type"] = EVENT_TYPES[claim["event_type"]]
    if claim.get("event_id") is not None:
        claim.pop("event_name", None)
    return claim


def _figure_1_to_2(claim: Json) -> Json:
    status, group = VICTIMS[claim["victim_status"]]
    old_group = claim.pop("victim_group", "none")
    groups = sorted({name for name in (group, old_group) if name not in (None, "none")})
    claim["victim_status"] = status
    if groups:
        claim["victim_groups"] = groups
    if claim["qualifier"] == "approximately":
        claim |= {"qualifier": "exact", "approximate": True}
    if claim.get("scope") == "unspecified":
        del claim["scope"]
    for flag in ("lower_inclusive", "upper_inclusive"):
        claim.pop(flag, None)
    return claim


def _annotation_1_to_2(layer: Json) -> Json:
    return layer | {"claims": [claim_1_to_2(claim) for claim in layer["claims"]]}


def _adjudication_1_to_2(decision: Json) -> Json:
    """Return a decision; fields that it names and that have another name now are named by that."""
    decision.pop("borderline", None)
    for key in ("differing", "changed"):
        if key in decision:
            names = dict.fromkeys(FIELD_NAMES.get(name, name) for name in decision[key])
            decision[key] = sorted(name for name in names if name is not None)
    return decision


def _event_1_to_2(event: Json) -> Json:
    _rename(event, part_of="part_of_id")
    return event | {"event_type": EVENT_TYPES[event["event_type"]]}


def _corpus_1_to_2(corpus: Json) -> Json:
    return corpus | {"schema_version": SCHEMA_VERSION}


def _rename(record: Json, **names: str) -> None:
    for old, new in names.items():
        if old in record:
            record[new] = record.pop(old)


FIELD_NAMES: Mapping[str, str | None] = {
    "factuality": "presented_as",
    "voice": "voice_id",
    "parent_id": "voice_id",
    "part_of": "part_of_id",
    "medium": "channel",
    "victim_group": "victim_groups",
    "cause": None,
    "lower_inclusive": "qualifier",
    "upper_inclusive": "qualifier",
}
"""The fields of claims of 1.0.0 that have another name in 2.0.0, or none."""

LABELS_1_TO_2: Mapping[str, Migration] = {
    "attributed_statement": _statement_1_to_2,
    "historical_background": _background_1_to_2,
    "casualty_figure": _figure_1_to_2,
}

MIGRATIONS: Mapping[str, Mapping[str, Migration]] = {
    "1.0.0": {
        "claim": claim_1_to_2,
        "annotation": _annotation_1_to_2,
        "adjudication": _adjudication_1_to_2,
        "event": _event_1_to_2,
        "corpus": _corpus_1_to_2,
    }
}
"""How each kind of record of an older version becomes one of the newest; a kind that is not named stays as it is."""
