"""Records of schema 1.0.0 as records of 2.0.0: every value has a successor, or is gone on purpose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import ClaimwireError
from claimwire.schema import CLAIM_ADAPTER, RECORDS, ClaimBase
from claimwire.schema.migrations import MIGRATIONS, SOURCE_KINDS, migrate
from claimwire.versions import SCHEMA_VERSION, SCHEMA_VERSIONS, is_read_as_it_is

ROOT = Path(__file__).resolve().parents[1]
OLD = "1.0.0"
RELEASE = ROOT / "dataset" / "0.1.0"
SCHEMA = json.loads((ROOT / "schema" / OLD / "claim.schema.json").read_text(encoding="utf-8"))["$defs"]

COMMON = {
    "claim_id": "heron_a_c01",
    "article_id": "heron_a",
    "spans": [{"start": 3, "end": 9}],
    "statement": "A ferry sank.",
    "factuality": "asserted",
}
STATEMENT = COMMON | {
    "label": "attributed_statement",
    "source_kind": "ministry",
    "mention": "named",
    "cue_class": "neutral",
    "quote_type": "indirect",
}
BACKGROUND = COMMON | {
    "label": "historical_background",
    "event_name": "loss of a ferry",
    "event_type": "disaster",
    "time_resolution": "unresolved",
}
FIGURE = COMMON | {
    "label": "casualty_figure",
    "quantity_form": "digits",
    "qualifier": "exact",
    "lower": 9,
    "upper": 9,
    "lower_inclusive": True,
    "upper_inclusive": True,
    "harm": "killed",
    "victim_status": "civilian",
    "victim_group": "none",
    "scope": "single_event",
}
CLAIMS = {claim["label"]: claim for claim in (STATEMENT, BACKGROUND, FIGURE)}
MODELS = {"attributed_statement": "AttributedStatement", "historical_background": "HistoricalBackground"} | {
    "casualty_figure": "CasualtyFigure"
}

SUCCESSORS: dict[tuple[str, str], dict[str, Any]] = {
    **{
        ("event_type", x): {"event_type": "armed_conflict"} for x in ("hostilities", "territorial_change", "deployment")
    },
    ("event_type", "tension"): {"event_type": "armed_conflict"},
    **{("event_type", x): {"event_type": "agreement"} for x in ("ceasefire", "negotiation")},
    **{("event_type", x): {"event_type": "decision"} for x in ("recognition", "declaration", "status_change")},
    **{("event_type", x): {"event_type": "politics"} for x in ("political_movement", "protest", "election")},
    ("source_kind", "ministry"): {"source_kind": "government"},
    ("source_kind", "peacekeepers"): {"source_kind": "military"},
    **{("source_kind", x): {"source_kind": None} for x in ("person", "organisation", "crowd", "unnamed")},
    ("qualifier", "approximately"): {"qualifier": "exact", "approximate": True},
    ("scope", "unspecified"): {"scope": None},
    ("victim_status", "peacekeeper"): {"victim_status": "unspecified", "victim_groups": ["peacekeepers"]},
    ("victim_status", "prisoner"): {"victim_status": "unspecified", "victim_groups": ["prisoners"]},
    ("victim_status", "refugee"): {"victim_status": "civilian", "victim_groups": ["refugees"]},
    **{("victim_group", x): {"victim_groups": [x]} for x in ("children", "women", "elderly")},
    ("victim_group", "none"): {"victim_groups": []},
}
"""What became of a value of 1.0.0 that is not the same value of the same field now; None where nothing did."""

RENAMED = {"factuality": "presented_as"}


def new_claim(old: dict[str, Any]) -> ClaimBase:
    return CLAIM_ADAPTER.validate_json(json.dumps(migrate("claim", old, OLD)))


def dumped(claim: ClaimBase) -> dict[str, Any]:
    return claim.model_dump(mode="json")


def values() -> list[tuple[str, str, str]]:
    """Return every value of every vocabulary that a field of a claim of 1.0.0 takes: label, field, value."""
    found = []
    for label, model in MODELS.items():
        for field, about in SCHEMA[model]["properties"].items():
            reference = about.get("$ref") or next((x["$ref"] for x in about.get("anyOf", ()) if "$ref" in x), "")
            for value in SCHEMA.get(reference.rpartition("/")[2], {}).get("enum", ()):
                found.append((label, field, value))
    return found


VALUES = values()


def test_all_vocabularies_are_tried() -> None:
    fields = {(label, field) for label, field, _ in VALUES}
    assert len(fields) == 19, "two of every label, and 4, 3 and 6 of their own"
    assert {("casualty_figure", "scope"), ("historical_background", "time_meaning")} <= fields


@pytest.mark.parametrize(("label", "field", "value"), VALUES)
def test_every_value_has_a_successor_or_is_gone_on_purpose(label: str, field: str, value: str) -> None:
    made = dumped(new_claim(CLAIMS[label] | {field: value}))
    expected = SUCCESSORS.get((field, value), {RENAMED.get(field, field): value})
    assert {name: made[name] for name in expected} == expected


def test_every_successor_is_of_a_value_that_there_was() -> None:
    assert SUCCESSORS.keys() <= {(field, value) for _, field, value in VALUES}
    assert set(SOURCE_KINDS) < {value for _, field, value in VALUES if field == "source_kind"}


@pytest.mark.parametrize("label", MODELS)
def test_every_field_has_a_successor_or_is_gone_on_purpose(label: str) -> None:
    gone = {"parent_id", "cause", "lower_inclusive", "upper_inclusive"}
    renamed = {"factuality": "presented_as", "voice": "voice_id", "part_of": "part_of_id"}
    renamed |= {"medium": "channel", "victim_group": "victim_groups"}
    fields = RECORDS["claim"].json_schema()["$defs"][MODELS[label]]["properties"]
    for name in SCHEMA[MODELS[label]]["properties"].keys() - gone:
        assert renamed.get(name, name) in fields, name


@pytest.mark.parametrize(
    ("status", "group", "groups"),
    [
        ("civilian", "none", []),
        ("refugee", "none", ["refugees"]),
        ("refugee", "children", ["children", "refugees"]),
        ("prisoner", "women", ["prisoners", "women"]),
        ("combatant", "elderly", ["elderly"]),
    ],
)
def test_status_and_group_become_groups_in_order(status: str, group: str, groups: list[str]) -> None:
    made = migrate("claim", FIGURE | {"victim_status": status, "victim_group": group}, OLD)
    assert made.get("victim_groups", []) == groups
    assert ("victim_groups" in made) == bool(groups)


def test_an_approximate_number_keeps_its_bounds() -> None:
    made = new_claim(FIGURE | {"qualifier": "approximately"})
    assert (made.lower, made.upper, made.lower_inclusive, made.upper_inclusive) == (9, 9, True, True)
    assert not new_claim(FIGURE).approximate


def test_the_event_names_what_the_claim_named_itself() -> None:
    assert new_claim(BACKGROUND).event_name == "loss of a ferry"
    made = new_claim(BACKGROUND | {"event_id": "ferry_sinking"})
    assert (made.event_id, made.event_name) == ("ferry_sinking", None)
    assert new_claim(BACKGROUND | {"event_id": None}).event_name == "loss of a ferry"


@pytest.mark.parametrize(
    ("old", "voice"),
    [
        ({}, None),
        ({"voice": "v"}, "v"),
        ({"parent_id": "p"}, "p"),
        ({"parent_id": "p", "voice": "p"}, "p"),
        ({"parent_id": "p", "voice": "v"}, "v"),
        ({"parent_id": "p", "voice": None}, None),
        ({"parent_id": None}, None),
    ],
)
def test_the_voice_stands_for_the_parent(old: dict[str, str | None], voice: str | None) -> None:
    """1.0.0 took the parent for the voice of a line that did not have any."""
    assert new_claim(STATEMENT | old).voice_id == voice


@pytest.mark.parametrize(
    ("medium", "channel"),
    [
        ("a telephone call", "call"),
        ("press conference", "press_conference"),
        ("a joint statement", "statement"),
        ("his Telegram channel", "social_media"),
        ("Radio", "broadcast"),
        ("smoke signals", "other"),
    ],
)
def test_a_medium_is_the_channel_that_it_names(medium: str, channel: str) -> None:
    assert dumped(new_claim(STATEMENT | {"medium": medium}))["channel"] == channel


def test_what_was_not_asked_is_absent() -> None:
    for old in CLAIMS.values():
        made = migrate("claim", old, OLD)
        asked = {"polarity", "source_naming", "cue_polarity", "named_victim", "place_name", "proposed_slots"}
        assert not asked & made.keys()


def test_a_version_without_a_way_is_refused_and_the_newest_stays_as_it_is() -> None:
    for version in ("0.9.0", "1.0.1", "3.0.0", ""):
        with pytest.raises(ClaimwireError, match=f"no way from schema {version} to {SCHEMA_VERSION}"):
            migrate("claim", STATEMENT, version)
    same = [version for version in SCHEMA_VERSIONS if is_read_as_it_is(version)]
    assert same == ["2.0.0", "2.1.0", SCHEMA_VERSION]
    assert all(migrate("claim", {"any": 1}, version) == {"any": 1} for version in same)
    assert set(MIGRATIONS) == set(SCHEMA_VERSIONS) - set(same)
    assert all(kinds.keys() <= RECORDS.keys() for kinds in MIGRATIONS.values())


def test_nothing_of_the_record_given_changes() -> None:
    given = FIGURE | {"qualifier": "approximately", "victim_status": "refugee", "scope": "unspecified"}
    layer = {"claims": [given], "annotation_id": "a"}
    before = json.dumps([given, layer])
    migrate("claim", given, OLD)
    migrate("annotation", layer, OLD)
    assert json.dumps([given, layer]) == before


@given(st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5)))
def test_a_kind_of_record_that_did_not_change_stays_as_it_is(record: dict[str, Any]) -> None:
    for kind in RECORDS.keys() - MIGRATIONS[OLD].keys():
        assert migrate(kind, record, OLD) == record


@given(st.lists(st.sampled_from(VALUES), min_size=1, max_size=6))
def test_values_together_make_a_claim_too(drawn: list[tuple[str, str, str]]) -> None:
    label = drawn[0][0]
    made = new_claim(CLAIMS[label] | {field: value for own, field, value in drawn if own == label})
    assert (made.claim_id, made.label, made.spans[0].start) == ("heron_a_c01", label, 3)


# Other records


def test_a_decision_names_fields_as_they_are_called_now() -> None:
    old = {
        "adjudication_id": "heron_a_d001",
        "article_id": "heron_a",
        "claim_id": "heron_a_c01",
        "layer_claim_ids": ["heron_a_ada_01"],
        "decision": "changed",
        "differing": ["cause", "factuality", "lower_inclusive", "upper_inclusive", "qualifier", "time", "voice"],
        "changed": ["cause"],
        "reason": "So.",
        "borderline": True,
        "adjudicator_id": "cleo",
        "confidence": "low",
    }
    made = migrate("adjudication", old, OLD)
    assert made["differing"] == ["presented_as", "qualifier", "time", "voice_id"]
    assert made["changed"] == []
    assert "borderline" not in made
    assert RECORDS["adjudication"].validate_json(json.dumps(made))
    bare = {name: value for name, value in old.items() if name not in ("differing", "changed")}
    assert not {"differing", "changed"} & migrate("adjudication", bare, OLD).keys()


def test_an_event_and_a_corpus() -> None:
    event = {
        "event_id": "raid",
        "name": "raid",
        "event_type": "hostilities",
        "description": "A raid.",
        "part_of": "war",
    }
    made = migrate("event", event, OLD)
    assert (made["event_type"], made["part_of_id"], "part_of" in made) == ("armed_conflict", "war", False)
    assert RECORDS["event"].validate_json(json.dumps(made))
    assert migrate("corpus", {"schema_version": OLD, "title": "t"}, OLD) == {
        "schema_version": SCHEMA_VERSION,
        "title": "t",
    }


# Data 0.1.0


def rows(config: str) -> list[dict[str, Any]]:
    """Return the rows of a config of the published release, classes by name, without what is null or empty."""
    found = []
    for path in sorted((RELEASE / config).glob("*.parquet")):
        table = pq.read_table(path)
        features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
        names = {name: about["names"] for name, about in features.items() if about.get("_type") == "ClassLabel"}
        for row in table.to_pylist():
            given = {name: value for name, value in row.items() if value not in (None, [])}
            found.append({name: names[name][x] if name in names else x for name, x in given.items()})
    return found


def record(row: dict[str, Any], model: str) -> dict[str, Any]:
    """Return the record of 1.0.0 that a row is of, without the columns that are not of it."""
    made = {name: row[name] for name in SCHEMA[model]["properties"] if name in row}
    review = {name.removeprefix("review_"): value for name, value in row.items() if name.startswith("review_")}
    return made | ({"review": review} if review else {})


@pytest.mark.parametrize(("config", "count"), [("claims", 562), ("annotations", 1118)])
def test_every_claim_of_the_release_becomes_one_of_now(config: str, count: int) -> None:
    found = rows(config)
    assert len(found) == count
    for row in found:
        old = record(row, MODELS[row["label"]])
        made = dumped(new_claim(old))
        same = {"claim_id", "article_id", "label", "spans", "statement", "time", "confidence", "comment", "review"}
        assert {name: made[name] for name in same & old.keys() - {"review"}} == {
            name: old[name] for name in same & old.keys() - {"review"}
        }
        assert (made["presented_as"], made["voice_id"]) == (old["factuality"], old.get("voice"))
        if row["label"] == "casualty_figure":
            claim: Any = new_claim(old)
            flags = (claim.lower_inclusive, claim.upper_inclusive)
            assert flags == (old.get("lower_inclusive"), old.get("upper_inclusive")), claim.claim_id


def test_every_event_and_link_of_the_release_becomes_one_of_now() -> None:
    for config, kind in (("events", "event"), ("links", "link")):
        fields = json.loads((ROOT / "schema" / OLD / f"{kind}.schema.json").read_text(encoding="utf-8"))["properties"]
        found = rows(config)
        assert len(found) > 60
        for row in found:
            old = {name: value for name, value in row.items() if name in fields}
            made = RECORDS[kind].validate_json(json.dumps(migrate(kind, old, OLD)))
            assert getattr(made, f"{kind}_id") == old[f"{kind}_id"]
