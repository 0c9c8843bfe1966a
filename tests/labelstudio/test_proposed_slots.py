"""What an annotator leaves blank and a program can read off the words is filled in on the way back, and is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from ferry import CLAIMS, FERRY, export_of, layer_of

from claimwire.labelstudio.page.controls import CONTROLS, controls_of
from claimwire.labelstudio.tasks import claims as reading
from claimwire.labelstudio.tasks.read import TaskReading, read_task
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import LABELS, Annotation, ClaimBase, slots_needed
from claimwire.schema.vocab import Label

USERS: dict[str | int, str] = {1: "anna", 2: "ben"}
BLANK = {"quantity_form", "qualifier", "lower", "polarity"}
"""Proposed slots of the figure of the drowned that tests leave blank."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """Let a program propose one value for each slot, and return what it is asked with."""
    calls: list[Mapping[str, Any]] = []

    def proposed(model: type[ClaimBase], fields: Mapping[str, Any], text: str) -> dict[str, Any]:
        calls.append(dict(fields))
        assert text == FERRY.text
        every = {
            "polarity": "negative",
            "quantity_form": "words",
            "qualifier": "at_least",
            "lower": 41,
            "mention": "pronoun",
            "cue_class": "hearsay",
            "harm": "injured",
            "unheard_of": 1,
        }
        return {name: value for name, value in every.items() if name not in fields}

    monkeypatch.setattr(reading, "proposed", proposed)
    return calls


def drawn(export: dict[str, Any], *names: str, without: set[str]) -> dict[str, Any]:
    """Return an export in which claims were drawn anew, some of their slots left blank."""
    ids = {f"heron_1_anna_{name}" for name in names}
    for annotation in export["annotations"]:
        annotation["result"] = [
            {key: value for key, value in entry.items() if key != "meta" or entry["id"] not in ids}
            for entry in annotation["result"]
            if entry.get("id") not in ids or entry["from_name"].split("__")[-1] not in without
        ]
    return export


def entry_of(export: dict[str, Any], claim: str, slot: str) -> dict[str, Any]:
    """Return the value of a claim's slot."""
    found: list[dict[str, Any]] = [
        entry["value"]
        for entry in export["annotations"][0]["result"]
        if entry.get("id") == f"heron_1_anna_{claim}" and entry["from_name"].split("__")[-1] == slot
    ]
    assert len(found) == 1
    return found[0]


def read(export: dict[str, Any]) -> TaskReading:
    return read_task(json.loads(json.dumps(export)), FERRY, USERS, tool="label-studio 1.23.2")


def claim_said(layer: Annotation, name: str) -> Any:
    """Return the claim whose statement is that of a claim of the ferry."""
    return next(claim for claim in layer.claims if claim.statement == CLAIMS[name]["statement"])


def told(found: TaskReading) -> list[str]:
    return [problem.problem_id for problem in found.problems]


def test_what_is_left_blank_is_filled_in_and_named_and_what_is_entered_is_not(asked: list[Any]) -> None:
    found = read(drawn(export_of(layer_of("toll", "drowned")), "drowned", without=BLANK))
    assert told(found) == []
    [layer] = found.layers
    claim = claim_said(layer, "drowned")
    assert (claim.quantity_form, claim.qualifier, claim.lower, claim.polarity) == ("words", "at_least", 41, "negative")
    assert claim.proposed_slots == tuple(sorted(BLANK))
    assert claim.harm == "killed"
    [fields] = asked
    assert fields["quantity_spans"] == [{"start": 73, "end": 85}]
    assert fields["label"] == "casualty_figure"
    assert None not in fields.values()
    assert not set(fields) & BLANK


@pytest.mark.parametrize(("version", "polarity"), [("1.9.9", None), ("2.0.0", "negative"), ("2.0.1", "negative")])
def test_what_the_codebook_does_not_ask_is_not_filled_in(asked: list[Any], version: str, polarity: str | None) -> None:
    """So that a slot that was not asked is never read as an answer; the form of the quantity was asked always."""
    export = drawn(export_of(layer_of("toll", "drowned")), "drowned", without={"polarity", "quantity_form"})
    export["data"]["guideline_version"] = version
    [layer] = read(export).layers
    claim = claim_said(layer, "drowned")
    assert (claim.polarity, claim.quantity_form) == (polarity, "words")


def test_a_slot_that_is_not_proposed_is_never_filled_in(asked: list[Any]) -> None:
    found = read(drawn(export_of(layer_of("toll", "drowned")), "drowned", without={"harm"}))
    assert told(found) == ["slot-missing"]
    assert "harm is not filled in" in found.problems[0].message


@pytest.mark.parametrize(
    ("claim", "slot", "version", "missing"),
    [
        ("toll", "source_kind", "1.9.9", []),
        ("toll", "source_kind", "2.0.0", ["source_kind"]),
        ("toll", "source_kind", "2.0.1", ["source_kind"]),
        ("toll", "presented_as", "1.9.9", ["presented_as"]),
        ("toll", "outlet_check", "2.0.0", []),
        ("toll", "statement", "2.0.0", []),
        ("drowned", "scope", "1.9.9", []),
        ("drowned", "scope", "2.0.0", ["scope"]),
        ("drowned", "named_victim", "2.0.0", ["named_victim"]),
    ],
)
def test_a_claim_has_what_its_model_and_the_codebook_of_its_layer_need(
    asked: list[Any], claim: str, slot: str, version: str, missing: list[str]
) -> None:
    export = drawn(export_of(layer_of("toll", "drowned")), claim, without={slot})
    export["data"]["guideline_version"] = version
    found = read(export)
    named = [x.message.split(" ")[0] for x in found.problems if x.problem_id == "slot-missing"]
    assert named == missing
    assert all(x.region == f"heron_1_anna_{claim}" for x in found.problems if x.problem_id == "slot-missing")
    assert all(layer.complete is not bool(missing) for layer in found.layers)


@pytest.mark.parametrize("slot", ["mention", "polarity"])
def test_a_proposed_slot_that_the_words_do_not_tell_is_missing_if_every_claim_has_it(
    monkeypatch: pytest.MonkeyPatch, slot: str
) -> None:
    """One is required by the model, the other by the codebook."""
    monkeypatch.setattr(reading, "proposed", lambda *_: {"mention": None} if slot == "mention" else {})
    found = read(drawn(export_of(layer_of("toll", "drowned")), "toll", without={slot}))
    assert told(found) == ["slot-missing", "names-refused-claim"]
    assert found.problems[0].message.startswith(f"{slot} is not filled in: ")


def test_an_answer_that_cannot_be_read_is_not_replaced_by_a_proposal(asked: list[Any]) -> None:
    export = export_of(layer_of("toll", "drowned"))
    entry_of(export, "drowned", "lower")["number"] = 1.5
    found = read(export)
    assert told(found) == ["number-not-whole"]
    assert [claim.label for claim in found.layers[0].claims] == [Label.ATTRIBUTED_STATEMENT]


def test_a_layer_that_comes_back_as_it_was_sent_is_equal_whatever_was_proposed(asked: list[Any]) -> None:
    layer = layer_of("toll", "drowned")
    odd = [
        claim.model_copy(update={"proposed_slots": ("qualifier", "lower", "gone", "lower"), "polarity": None})
        for claim in layer.claims
    ]
    sent = layer.model_copy(update={"claims": tuple(odd)})
    found = read(export_of(sent))
    assert (told(found), found.layers, asked) == ([], [sent], [])


def test_a_proposal_stays_one_as_long_as_its_value_stays(asked: list[Any]) -> None:
    """Those of the drowned are the lower bound and its qualifier; the claim is changed in other slots and in one."""
    assert claim_said(layer_of("toll", "drowned"), "drowned").proposed_slots == ("lower", "qualifier")
    export = export_of(layer_of("toll", "drowned"))
    entry_of(export, "drowned", "harm")["choices"] = ["missing"]
    [layer] = read(export).layers
    claim = claim_said(layer, "drowned")
    assert (claim.lower, claim.qualifier, claim.proposed_slots) == (40, "more_than", ("lower", "qualifier"))
    entry_of(export, "drowned", "qualifier")["choices"] = ["exact"]
    [layer] = read(export).layers
    claim = claim_said(layer, "drowned")
    assert (claim.lower, claim.qualifier, claim.proposed_slots) == (40, "exact", ("lower",))


def test_a_proposal_that_is_emptied_is_read_off_anew(asked: list[Any]) -> None:
    export = drawn(export_of(layer_of("toll", "drowned")), without=set())
    export["annotations"][0]["result"] = [
        entry
        for entry in export["annotations"][0]["result"]
        if (entry.get("id"), entry.get("from_name")) != ("heron_1_anna_drowned", "casualty_figure__lower")
    ]
    [layer] = read(export).layers
    claim = claim_said(layer, "drowned")
    assert (claim.lower, claim.qualifier, claim.proposed_slots) == (41, "more_than", ("lower", "qualifier"))


@pytest.mark.parametrize("proposed", [7, {}, ["lower"], [["lower"]], [["lower", 40, 1]], [[3, 40]], [[None, None]]])
def test_damaged_metadata_of_proposals_is_left_aside(asked: list[Any], proposed: Any) -> None:
    export = export_of(layer_of("toll", "drowned"))
    for entry in export["annotations"][0]["result"]:
        if entry.get("id") == "heron_1_anna_drowned" and "meta" in entry:
            entry["meta"]["claimwire"]["proposed"] = proposed
    entry_of(export, "drowned", "harm")["choices"] = ["missing"]
    [layer] = read(export).layers
    assert claim_said(layer, "drowned").proposed_slots == ()


def test_a_prediction_that_is_taken_over_keeps_what_was_proposed(asked: list[Any]) -> None:
    made = make_task(FERRY, (), [layer_of(annotator_id="model_a")], guideline_version="2.0.0")
    result = made["predictions"][0]["result"]
    annotation = {"id": 1, "completed_by": 2, "result": result, "updated_at": "2031-10-20T08:30:00Z"}
    [layer] = read(made | {"id": 7, "annotations": [annotation]}).layers
    assert layer.annotation_id == "heron_1_ben"
    assert claim_said(layer, "drowned").proposed_slots == ("lower", "qualifier")
    assert asked == []


def older() -> Annotation:
    """Return a layer by an older codebook, without what only the newer one needs."""
    layer = layer_of("toll", "loss")
    lacks = dict.fromkeys(("polarity", "source_kind", "source_naming", "cue_polarity"))
    claims = [
        claim.model_copy(update={name: None for name in lacks if name in type(claim).model_fields})
        for claim in layer.claims
    ]
    return layer.model_copy(update={"guideline_version": "1.0.0", "claims": tuple(claims)})


def test_a_layer_by_an_older_codebook_comes_back_as_it_is(asked: list[Any]) -> None:
    found = read(export_of(older()))
    assert (told(found), found.layers, asked) == ([], [older()], [])


def test_a_layer_that_is_changed_under_a_newer_codebook_has_what_that_needs(asked: list[Any]) -> None:
    """Also its claims that nobody touched: the polarity is read off, the source's kind is missing."""
    export = export_of(older())
    entry_of(export, "loss", "comment")["text"] = ["Which ship?"]
    found = read(export)
    assert {problem.region for problem in found.problems} == {"heron_1_anna_toll"}
    assert [problem.message.split(" ")[0] for problem in found.problems] == [
        "source_kind",
        "source_naming",
        "cue_polarity",
    ]
    [layer] = found.layers
    [claim] = layer.claims
    assert (layer.guideline_version, claim.polarity, claim.proposed_slots) == ("2.0.0", "negative", ("polarity",))


def test_a_claim_that_nobody_touched_gets_no_proposals_that_it_does_not_need(asked: list[Any]) -> None:
    """The figure has no lower bound, as its annotator meant; another claim of the layer was changed."""
    layer = layer_of("toll", "drowned")
    toll, drowned = sorted(layer.claims, key=lambda claim: claim.label)
    bare = drowned.model_copy(update={"lower": None, "proposed_slots": ()})
    export = export_of(layer.model_copy(update={"claims": (toll, bare)}))
    entry_of(export, "toll", "mention")["choices"] = ["named"]
    [read_back] = read(export).layers
    assert claim_said(read_back, "drowned") == bare


@pytest.mark.parametrize("version", ["2", "two", "2.0.0.0", "", "9" * 5000 + ".0.0", None, 2])
def test_a_version_that_is_none_asks_for_nothing(asked: list[Any], version: Any) -> None:
    export = drawn(export_of(layer_of("toll")), "toll", without={"source_kind"})
    export["data"]["guideline_version"] = version
    assert "slot-missing" not in told(read(export))


def test_the_words_themselves_are_read() -> None:
    """With the program as it is, apart from two slots that the ferry's claims have no words for."""
    names = {x.shape.name for x in CONTROLS if x.shape.proposed} - {"source_naming", "quote_type"}
    export = drawn(export_of(layer_of()), *CLAIMS, without=names)
    found = read(export)
    assert told(found) == []
    [layer] = found.layers
    for name in CLAIMS:
        claim, sent = claim_said(layer, name), claim_said(layer_of(), name)
        same = {slot: getattr(claim, slot) == getattr(sent, slot) for slot in names if hasattr(claim, slot)}
        assert all(same.values()), (name, same)
        assert set(claim.proposed_slots) <= names
        assert {"polarity"} <= set(claim.proposed_slots)


@pytest.mark.parametrize("declaration", LABELS, ids=lambda declaration: declaration.label.value)
def test_the_page_requires_what_claims_need_and_nothing_that_is_proposed(declaration: Any) -> None:
    newest = "99.0.0"
    of_label = controls_of(declaration.label)
    required = {control.shape.name for control in of_label if control.is_required}
    proposed = {control.shape.name for control in of_label if control.shape.proposed}
    asked_for = {control.shape.name for control in of_label}
    assert required == (slots_needed(declaration.model, newest) & asked_for) - proposed
    assert "statement" not in required
    assert {"polarity"} <= proposed
