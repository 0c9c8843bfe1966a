"""Where a claim comes from: a prediction that was left as it was, one that was edited, or the annotator alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from exported import CREATED, UPDATED, exported
from ferry import CLAIMS, FERRY, layer_of

from claimwire.labelstudio.tasks.origins import annotator_of
from claimwire.labelstudio.tasks.read import read_task
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation
from claimwire.schema.vocab import ClaimOrigin

USERS: dict[str | int, str] = {1: "anna", 2: "ben"}
UNTOUCHED, EDITED, OWN = ClaimOrigin.PREDICTION, ClaimOrigin.PREDICTION_EDITED, ClaimOrigin.OWN
Json = dict[str, Any]
Change = Callable[[list[Json]], None]

VERSION = "model_a (claimwire anchor 0.1.0)"


def begun(change: Change = lambda result: None, mark: str = "prediction", **facts: Any) -> Json:
    """Return the export of a task in which anna began from model_a's layer, changed something and submitted."""
    task = exported(make_task(FERRY, (), [layer_of(annotator_id="model_a")], guideline_version="2.0.0"))
    [prediction] = task["predictions"]
    prediction["id"] = 31
    metas = {item["id"]: item["meta"] for item in prediction["result"] if "meta" in item}
    result = []
    for item in json.loads(json.dumps(prediction["result"])):
        extra = {"origin": mark} if "id" in item else {}
        result.append(item | extra | ({"meta": metas[item["id"]]} if item.get("id") in metas else {}))
    change(result)
    complete = {"id": "C", "from_name": "complete", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}}
    dates = {"created_at": CREATED, "updated_at": UPDATED}
    annotation = {"id": 1, "completed_by": 1, "updated_by": 1, "parent_prediction": 31, "lead_time": 9.5, **dates}
    task["annotations"] = [annotation | {"result": [*result, complete], "prediction": prediction} | facts]
    return task


def read(task: Json) -> Annotation:
    [layer] = read_task(json.loads(json.dumps(task)), FERRY, USERS, tool="label-studio 1.23.2").layers
    return layer


def origins(layer: Annotation) -> dict[str, ClaimOrigin | None]:
    names = {claim["statement"]: name for name, claim in CLAIMS.items()}
    return {names.get(claim.said, claim.said): claim.origin for claim in layer.claims}


def of(result: list[Json], claim: str, slot: str = "label") -> Json:
    ids = {f"heron_1_model_a_{claim}"}
    [item] = [x for x in result if x.get("id") in ids and x["from_name"].split("__")[-1] == slot]
    return item


def part(result: list[Json], claim: str, kind: str) -> Json:
    [item] = [x for x in result if str(x.get("id", "")).startswith(f"heron_1_model_a_{claim}_{kind}")]
    return item


ALL_UNTOUCHED = dict.fromkeys(CLAIMS, UNTOUCHED)


def test_what_is_submitted_as_it_was_predicted_is_untouched() -> None:
    layer = read(begun())
    assert origins(layer) == ALL_UNTOUCHED
    assert (layer.annotator_id, layer.began_from) == ("anna", "model_a")


def other_slot(result: list[Json]) -> None:
    of(result, "loss", "event_type")["value"]["choices"] = ["decision"]


def other_statement(result: list[Json]) -> None:
    of(result, "loss", "statement")["value"]["text"] = ["Something else."]


def no_slot(result: list[Json]) -> None:
    result.remove(of(result, "loss", "comment"))


def moved(result: list[Json]) -> None:
    for item in result:
        if item.get("id") == "heron_1_model_a_loss":
            item["value"]["end"] -= len(" in 1999")
            if item["type"] != "textarea":
                item["value"]["text"] = "The line lost a ferry"


def part_deleted(result: list[Json]) -> None:
    gone = part(result, "loss", "TIME")["id"]
    result[:] = [x for x in result if gone not in (x.get("id"), x.get("from_id"))]


def part_moved(result: list[Json]) -> None:
    part(result, "loss", "TIME")["value"] |= {
        "start": part(result, "loss", "TIME")["value"]["start"] + 1,
        "text": "999",
    }


def part_added(result: list[Json]) -> None:
    value = {"start": of(result, "loss")["value"]["start"], "end": of(result, "loss")["value"]["start"] + 8}
    words = (FERRY.text or "")[value["start"] : value["end"]]
    new = {"id": "New", "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}
    result.append(new | {"value": value | {"text": words, "labels": ["place"]}})
    ends = {"from_id": "New", "to_id": "heron_1_model_a_loss"}
    result.append({"type": "relation", "direction": "right", "labels": [], **ends})


@pytest.mark.parametrize(
    "change",
    [other_slot, other_statement, no_slot, moved, part_deleted, part_moved, part_added],
    ids=lambda x: x.__name__,
)
@pytest.mark.parametrize("mark", ["prediction", "prediction-changed"])
def test_a_claim_of_which_anything_was_changed_is_edited_whatever_label_studio_marks(change: Change, mark: str) -> None:
    found = origins(read(begun(change, mark)))
    [edited] = found.keys() & {"loss", "Something else."}
    assert found == {name: EDITED if name == edited else UNTOUCHED for name in found}
    assert len(found) == len(CLAIMS)


def test_what_was_changed_and_set_back_is_untouched() -> None:
    assert origins(read(begun(mark="prediction-changed"))) == ALL_UNTOUCHED


def test_a_claim_that_no_longer_names_another_is_edited() -> None:
    def deleted(result: list[Json]) -> None:
        gone = "heron_1_model_a_drowned"
        shared = {x["from_id"] for x in result if x.get("to_id") == gone and x["from_id"].endswith("_4")}
        result[:] = [x for x in result if not {gone, *shared} & {x.get("id"), x.get("from_id"), x.get("to_id")}]
        result[:] = [x for x in result if not str(x.get("id", "")).startswith(f"{gone}_")]

    found = origins(read(begun(deleted)))
    assert "drowned" not in found
    assert (found["children"], found["old"], found["loss"]) == (EDITED, UNTOUCHED, UNTOUCHED)


def test_a_claim_that_the_annotator_drew_is_own() -> None:
    def drawn(result: list[Json]) -> None:
        for item in [dict(x) for x in result if x.get("id") == "heron_1_model_a_loss"]:
            result.append({k: v for k, v in item.items() if k != "meta"} | {"id": "Drawn", "origin": "manual"})
        of(result, "loss", "statement")["value"] = {"start": 0, "end": 5, "text": ["The predicted one."]}

    found = read(begun(drawn))
    assert origins(found)["loss"] is OWN
    assert origins(found)["The predicted one."] is EDITED


def test_blanks_around_words_are_no_change() -> None:
    def blank(result: list[Json]) -> None:
        of(result, "loss", "statement")["value"]["text"] = [CLAIMS["loss"]["statement"] + " "]

    assert origins(read(begun(blank))) == ALL_UNTOUCHED


def test_an_annotation_that_was_a_draft_has_no_parent_and_is_read_alike() -> None:
    assert read(begun(parent_prediction=None)) == read(begun())


@pytest.mark.parametrize("predictions", [[31], [], None])
def test_an_export_without_the_predictions_is_read_alike(predictions: Any) -> None:
    assert read(begun() | {"predictions": predictions}) == read(begun())


def without_metadata(result: list[Json]) -> None:
    for item in result:
        item.pop("meta", None)


def test_claims_without_our_metadata_are_compared_with_the_prediction_of_the_export() -> None:
    layer = read(begun(without_metadata))
    assert (origins(layer), layer.began_from) == (ALL_UNTOUCHED, "model_a")

    def both(result: list[Json]) -> None:
        without_metadata(result)
        part_deleted(result)

    assert origins(read(begun(both))) == ALL_UNTOUCHED | {"loss": EDITED}


def test_without_any_prediction_to_compare_label_studio_is_believed() -> None:
    bare: Json = {"prediction": None, "parent_prediction": None}
    layer = read(begun(without_metadata, **bare) | {"predictions": []})
    assert (origins(layer), layer.began_from) == (ALL_UNTOUCHED, None)
    layer = read(begun(without_metadata, mark="prediction-changed", **bare) | {"predictions": []})
    assert origins(layer) == dict.fromkeys(CLAIMS, EDITED)


def test_a_layer_begun_from_nothing_is_own() -> None:
    def redrawn(result: list[Json]) -> None:
        without_metadata(result)
        for item in result:
            if "id" in item:
                item["origin"] = "manual"

    layer = read(begun(redrawn, parent_prediction=None, prediction={}))
    assert (origins(layer), layer.began_from) == (dict.fromkeys(CLAIMS, OWN), None)


def sent(layer: Annotation, change: Change = lambda result: None, user: int = 1) -> Annotation:
    """Return a layer that was sent as the annotator's own, after somebody changed something of it."""
    task = exported(make_task(FERRY, [layer], guideline_version="2.0.0"))
    [annotation] = task["annotations"]
    change(annotation["result"])
    annotation |= {"completed_by": user, "updated_by": user}
    return read(task)


def test_a_layer_that_is_sent_as_the_annotators_own_keeps_what_is_recorded() -> None:
    layer = read(begun(other_slot))
    assert sent(layer) == layer
    unrecorded = layer_of()
    assert origins(sent(unrecorded)) == dict.fromkeys(CLAIMS)
    assert sent(unrecorded).began_from is None


def test_an_untouched_prediction_that_is_changed_later_is_edited_then() -> None:
    layer = read(begun())
    old = next(claim.claim_id for claim in layer.claims if claim.said == CLAIMS["loss"]["statement"])

    def later(result: list[Json]) -> None:
        [item] = [x for x in result if x.get("id") == old and x["from_name"].endswith("event_type")]
        item["value"]["choices"] = ["decision"]

    found = sent(layer, later)
    assert (origins(found), found.began_from) == (ALL_UNTOUCHED | {"loss": EDITED}, "model_a")


def test_a_copy_of_somebody_elses_layer_is_what_was_taken_over() -> None:
    def other(result: list[Json]) -> None:
        [item] = [x for x in result if x.get("id") == "heron_1_anna_loss" and x["from_name"].endswith("event_type")]
        item["value"]["choices"] = ["decision"]

    found = sent(layer_of(), other, user=2)
    assert (found.annotator_id, found.began_from) == ("ben", "anna")
    assert origins(found) == ALL_UNTOUCHED | {"loss": EDITED}


def test_the_origins_of_a_layer_are_nothing_of_it_as_a_prediction() -> None:
    layer = read(begun(other_slot)).model_copy(update={"annotator_id": "model_a"})
    made = make_task(FERRY, (), [layer], guideline_version="2.0.0")
    metas = [item["meta"]["claimwire"] for item in made["predictions"][0]["result"] if "meta" in item]
    assert {meta["predicted_by"] for meta in metas} == {"model_a"}
    assert not any("origin" in meta for meta in metas)


@pytest.mark.parametrize(
    ("version", "name"),
    [(VERSION, "model_a"), ("model_a", "model_a"), ("My Model 2", None), ("", None), ("None", None)],
)
def test_who_made_a_prediction(version: str, name: str | None) -> None:
    assert annotator_of(version) == name
