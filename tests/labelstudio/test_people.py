"""What people do in the page: relations drawn either way, words selected with a space, layers changed and copied."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from ferry import FERRY, export_of, layer_of

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.tasks.metadata import annotation_key
from claimwire.labelstudio.tasks.read import article_id_of, read_task
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Span

USERS: dict[str | int, str] = {1: "anna", 2: "ben", "cleo@example.org": "cleo"}


def entries(export: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    """Return the entries of the first annotation's result that have the given fields."""
    result = export["annotations"][0]["result"]
    return [entry for entry in result if all(entry.get(name) == value for name, value in fields.items())]


def value_of(export: dict[str, Any], claim: str, control: str) -> dict[str, Any]:
    """Return the value of a claim's control."""
    found: dict[str, Any] = entries(export, id=f"heron_1_anna_{claim}", from_name=control)[0]["value"]
    return found


def read(export: dict[str, Any]) -> list[Annotation]:
    """Return the layers of an export that has no problems."""
    found = read_task(export, FERRY, USERS, tool="label-studio 1.23.2")
    assert [str(problem) for problem in found.problems] == []
    return found.layers


def claim_of(layer: Annotation, name: str) -> Any:
    return next(claim for claim in layer.claims if claim.claim_id == f"{layer.annotation_id}_{name}")


def test_an_unchanged_layer_keeps_its_tool_and_date_and_a_changed_one_gets_new_ones() -> None:
    layer = layer_of().model_copy(update={"date": "2031-10-19", "batch": "pilot", "source_sha256": "0" * 64})
    export = export_of(layer)
    assert read(export) == [layer]
    value_of(export, "loss", "comment")["text"] = ["The ship was the Heron."]
    [changed] = read(export)
    assert (changed.annotation_id, changed.annotator_id, changed.batch) == ("heron_1_anna", "anna", "pilot")
    assert (changed.tool, changed.date) == ("label-studio 1.23.2", "2031-10-20T08:30:00Z")
    assert changed.source_sha256 is None
    assert claim_of(changed, "loss").comment == "The ship was the Heron."
    assert [c for c in changed.claims if not c.claim_id.endswith("loss")] == [
        c for c in layer.claims if not c.claim_id.endswith("loss")
    ]


@pytest.mark.parametrize(
    ("moments", "date"),
    [
        ({"updated_at": "2031-10-21T09:00:00Z", "created_at": "2031-10-20T08:30:00Z"}, "2031-10-21T09:00:00Z"),
        ({"updated_at": "2031-10-21T09:00:00.9Z", "created_at": None}, "2031-10-21T09:00:00Z"),
        ({"updated_at": None, "created_at": "2031-10-20T08:30:00.123456Z"}, "2031-10-20T08:30:00Z"),
        ({"updated_at": "", "created_at": "2031-10-20T08:30:00+00:00"}, "2031-10-20T08:30:00Z"),
        ({"updated_at": "yesterday", "created_at": "2031-10-20T08:30:00Z"}, None),
        ({"updated_at": None, "created_at": None}, None),
        ({"updated_at": 7, "created_at": None}, None),
    ],
)
def test_the_date_of_a_layer_is_that_of_its_last_submission(moments: dict[str, Any], date: str | None) -> None:
    export = export_of(layer_of("loss"))
    value_of(export, "loss", "comment")["text"] = ["The ship was the Heron."]
    export["annotations"][0] |= moments
    [layer] = read(export)
    assert layer.date == date


def test_fields_that_the_page_does_not_show_are_kept_and_a_review_only_with_its_claim() -> None:
    export = export_of(layer_of())
    [layer] = read(export)
    assert claim_of(layer, "drowned").event_id == "sinking"
    assert claim_of(layer, "drowned").review.verdict == "contradicted"
    value_of(export, "drowned", "casualty_figure__harm")["choices"] = ["injured"]
    changed = read_task(export, FERRY, USERS)
    assert claim_of(changed.layers[0], "drowned").event_id == "sinking"
    assert claim_of(changed.layers[0], "drowned").review is None
    assert [problem.problem_id for problem in changed.problems] == ["review-outdated"]


@pytest.mark.parametrize("direction", ["right", "left"])
def test_a_relation_without_a_label_says_what_two_labels_can_say_of_each_other(direction: str) -> None:
    export = export_of(layer_of("old", "toll", "drowned", "children"))
    inner, outer = "heron_1_anna_toll", "heron_1_anna_old"
    ends = (inner, outer) if direction == "right" else (outer, inner)
    result = export["annotations"][0]["result"]
    for entry in entries(export, type="relation"):
        entry.pop("labels")
    result.append({"type": "relation", "from_id": ends[0], "to_id": ends[1], "direction": direction})
    [layer] = read(export)
    assert claim_of(layer, "toll").voice_id == outer
    assert claim_of(layer, "drowned").voice_id == inner
    assert claim_of(layer, "children").part_of_id == "heron_1_anna_drowned"


def test_a_part_may_be_tied_either_way_to_several_claims_or_by_its_place_in_the_list() -> None:
    export = export_of(layer_of("old", "toll"))
    parts = {entry["value"]["labels"][0]: entry["id"] for entry in entries(export, type="labels")}
    for entry in entries(export, type="relation"):
        entry["from_id"], entry["to_id"] = entry["to_id"], entry["from_id"]
    time = {"type": "relation", "from_id": "heron_1_anna_toll", "to_id": parts["time"], "direction": "bi"}
    export["annotations"][0]["result"].append(time)
    [layer] = read(export)
    assert claim_of(layer, "toll").time_spans == claim_of(layer, "old").time_spans != ()

    export = export_of(layer_of("loss"))
    export["annotations"][0]["result"] = [entry for entry in entries(export) if entry["type"] != "relation"]
    entries(export, id="heron_1_anna_loss_TIME_0")[0]["parentID"] = "heron_1_anna_loss"
    assert read(export) == [layer_of("loss")]


def test_white_space_at_the_edges_of_what_somebody_selects_or_types_is_left_out() -> None:
    export = export_of(layer_of("loss"))
    for entry in entries(export, id="heron_1_anna_loss"):
        entry["value"]["start"] -= 2
    value_of(export, "loss", "statement")["text"] = [" The ferry line lost a ship. \n"]
    value_of(export, "loss", "comment")["text"] = ["  "]
    [layer] = read(export)
    assert FERRY.text is not None
    assert claim_of(layer, "loss").spans[0].of(FERRY.text) == "The line lost a ferry in 1999"
    assert claim_of(layer, "loss").statement == "The ferry line lost a ship."
    assert claim_of(layer, "loss").comment is None


def test_a_layer_that_somebody_else_changes_becomes_that_persons_own() -> None:
    export = export_of(layer_of("loss"))
    export["annotations"][0] |= {"updated_by": 2, "completed_by": 1}
    assert read(export) == [layer_of("loss")]
    value_of(export, "loss", "presented_as")["choices"] = ["possible"]
    [layer] = read(export)
    assert (layer.annotation_id, layer.annotator_id) == ("heron_1_ben", "ben")
    assert layer.claims[0].claim_id.startswith("heron_1_ben_")
    assert layer.claims[0].presented_as == "possible"


def test_a_copy_made_in_label_studio_is_a_layer_of_who_made_it() -> None:
    export = export_of(layer_of("loss"))
    copied = copy.deepcopy(export["annotations"][0])
    copied |= {"id": 1, "completed_by": {"id": 5, "email": "cleo@example.org"}}
    export["annotations"][0]["unique_id"] = annotation_key("heron_1_anna")
    export["annotations"].append(copied)
    first, second = read(export)
    assert first == layer_of("loss")
    assert (second.annotation_id, second.annotator_id) == ("heron_1_cleo", "cleo")


def test_claims_taken_over_from_a_prediction_get_ids_of_their_own() -> None:
    made = make_task(FERRY, (), [layer_of(annotator_id="model_a")], guideline_version="2.0.0")
    [prediction] = made["predictions"]
    assert prediction["model_version"] == "model_a (claimwire anchor 0.1.0)"
    assert prediction["score"] == pytest.approx(4 / 5)
    annotation = {"id": 1, "completed_by": 2, "result": prediction["result"], "updated_at": "2031-10-20T08:30:00Z"}
    [layer] = read(made | {"annotations": [annotation]})
    assert layer.annotation_id == "heron_1_ben"
    assert not layer.complete
    ids = {claim.claim_id for claim in layer.claims}
    assert all(name.startswith("heron_1_ben_") for name in ids)
    assert {claim.voice_id for claim in layer.claims} - {None} <= ids
    assert [claim.spans for claim in layer.claims] == [claim.spans for claim in layer_of().claims]


def test_a_layer_without_claims_is_one() -> None:
    layer = layer_of("loss").model_copy(update={"claims": ()})
    assert read(export_of(layer)) == [layer]
    assert read(export_of(layer.model_copy(update={"complete": False})))[0].complete is False


def test_a_task_is_ready_for_json_and_names_what_it_was_made_of() -> None:
    made = make_task(FERRY, [layer_of()], guideline_version="2.0.0", user_of={"anna": "anna@example.org"})
    assert json.loads(json.dumps(made)) == made
    assert made["data"]["doc_key"] == made["data"]["article_id"] == article_id_of(made) == "heron_1"
    assert made["data"]["text"] == FERRY.text
    [annotation] = made["annotations"]
    assert annotation["completed_by"] == {"email": "anna@example.org"}
    assert annotation["ground_truth"] is False
    assert annotation["unique_id"] == annotation_key("heron_1_anna")
    numbered = make_task(FERRY, [layer_of()], guideline_version="2.0.0", user_of={"anna": 4})
    assert numbered["annotations"][0]["completed_by"] == 4


def test_claims_that_share_the_words_of_a_slot_share_a_region() -> None:
    """A claim with a further piece, a source, a cue and a time has five regions; a second one like it, one more."""
    layer = layer_of("old")
    twin = layer.claims[0].model_copy(update={"claim_id": "heron_1_anna_twin", "statement": "She spoke of the ferry."})
    both = layer.model_copy(update={"claims": (*layer.claims, twin)})
    regions = [len(entries(export_of(x), type="labels")) for x in (layer, both)]
    assert regions == [5, 6]
    assert read(export_of(both)) == [both]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"spans": (Span(start=0, end=900),)}, "spans reaches from 0 to 900 in a text of 168 code points"),
        ({"time_spans": (Span(start=11, end=13),)}, "time_spans from 11 to 13 is white space"),
        ({"spans": (Span(start=5, end=9), Span(start=2, end=4))}, "spans from 2 to 4 comes after one that ends at 9"),
        (
            {"voice_id": "heron_1_anna_gone"},
            "voice_id names heron_1_anna_gone, which is not another attributed_statement",
        ),
        ({"article_id": "heron_2"}, "heron_1_anna_loss belongs to heron_2"),
    ],
)
def test_a_layer_that_would_not_come_back_is_not_sent(changes: dict[str, Any], message: str) -> None:
    layer = layer_of("loss")
    claim = layer.claims[0].model_copy(update=changes)
    with pytest.raises(LabelStudioError, match="claimwire check heron") as caught:
        make_task(FERRY, [layer.model_copy(update={"claims": (claim,)})], guideline_version="2.0.0")
    assert message in str(caught.value)


def test_neither_a_text_that_is_not_there_nor_another_articles_layer_is_sent_or_read() -> None:
    with pytest.raises(LabelStudioError, match="has no text to show"):
        make_task(FERRY.model_copy(update={"text": None}), guideline_version="2.0.0")
    with pytest.raises(LabelStudioError, match="it belongs to heron_2"):
        make_task(FERRY, [layer_of("loss").model_copy(update={"article_id": "heron_2"})], guideline_version="2.0.0")
    with pytest.raises(LabelStudioError, match="is of article 'heron_1', not heron_2"):
        read_task(export_of(), FERRY.model_copy(update={"article_id": "heron_2"}), {})
