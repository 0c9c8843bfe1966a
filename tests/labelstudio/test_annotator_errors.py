"""What an annotator can do wrong in the page: a small faulty export each, with what is said of it and what is kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ferry import FERRY, export_of, layer_of

from claimwire.labelstudio.page.controls import LAYER
from claimwire.labelstudio.tasks.problems import ADVICE, NOTICES
from claimwire.labelstudio.tasks.read import TaskReading, read_task
from claimwire.labelstudio.tasks.refused import AS_WRITTEN, write_refused

FAULTS = Path(__file__).parent / "faults"


def read_of(kind: str) -> TaskReading:
    """Read the faulty export of a kind: a list of one task."""
    task: dict[str, Any] = json.loads((FAULTS / f"{kind}.json").read_text())[0]
    return read_task(task, FERRY, {"anna@example.org": "anna", 1: "anna"})


def told(read: TaskReading) -> list[str]:
    """Return what a fault's text file has: the problems, the layers with their claims, the number of refused tasks."""
    kept = [
        f"kept {layer.annotation_id}{'' if layer.complete else ', not complete'}: "
        + " ".join(claim.claim_id.removeprefix("heron_1_anna_") for claim in layer.claims)
        for layer in read.layers
    ]
    return [*map(str, read.problems), *(line.rstrip() for line in kept), f"refused {len(read.refused)}"]


def test_every_kind_of_problem_has_a_faulty_export() -> None:
    assert {path.stem for path in FAULTS.glob("*.json")} == set(ADVICE) == {path.stem for path in FAULTS.glob("*.txt")}
    assert set(ADVICE) > NOTICES


@pytest.mark.parametrize("kind", ADVICE)
def test_an_error_is_reported_and_the_rest_is_kept(kind: str) -> None:
    read = read_of(kind)
    assert told(read) == (FAULTS / f"{kind}.txt").read_text().splitlines()
    assert kind in {problem.problem_id for problem in read.problems}


@pytest.mark.parametrize("kind", sorted(set(ADVICE) - NOTICES))
def test_a_refused_part_makes_the_layer_incomplete_and_is_in_the_file_to_fix(kind: str) -> None:
    read = read_of(kind)
    assert len(read.refused) == 1
    assert [problem["problem_id"] for problem in read.refused[0]["problems"]] == [p.problem_id for p in read.problems]
    assert all(not layer.complete for layer in read.layers) or kind == "layer-twice"


def test_the_faulty_exports_differ_from_a_sound_one_by_their_fault_alone() -> None:
    sound = export_of(layer_of("loss"))
    assert told(read_task(sound, FERRY, {})) == ["kept heron_1_anna: loss", "refused 0"]
    faulty = json.loads((FAULTS / "part-without-claim.json").read_text())[0]["annotations"][0]["result"]
    part, relation = (entry for entry in sound["annotations"][0]["result"] if entry not in faulty)
    assert [entry for entry in faulty if entry not in sound["annotations"][0]["result"]] == [
        part | {"id": "Xq3v_9bTzE", "value": part["value"] | {"labels": ["cue"]}}
    ]
    assert relation == (
        {
            "type": "relation",
            "from_id": "heron_1_anna_loss_TIME_0",
            "to_id": "heron_1_anna_loss",
            "direction": "right",
            "labels": [],
        }
    )


def test_unknown_controls_about_the_whole_text_are_reported_in_the_order_of_their_names() -> None:
    task = export_of(layer_of("loss"))
    names = ["mood", "topic", "author", "style", "place", "angle"]
    for name in names:
        entry = {"id": name, "from_name": name, "to_name": "text", "type": "textarea", "value": {"text": ["x"]}}
        task["annotations"][0]["result"].append(entry)
    read = read_task(task, FERRY, {})
    assert [problem.message for problem in read.problems] == [
        f"it has a value of {name!r} about the whole text" for name in sorted(names)
    ]


@pytest.mark.parametrize("value", [None, "x", 3, [], {}, {"text": []}, {"text": 3}])
def test_what_is_not_the_metadata_of_a_layer_is_ignored(value: object) -> None:
    """The annotation is then that of whoever completed it."""
    task = export_of(layer_of("loss"))
    [entry] = [entry for entry in task["annotations"][0]["result"] if entry.get("from_name") == LAYER]
    entry["value"] = value
    [layer] = read_task(task, FERRY, {1: "ben"}).layers
    assert (layer.annotation_id, len(layer.claims)) == ("heron_1_ben", 1)


def also_voiced(task: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return an exported task in which statements, by their names in the layer, are also voices of the drowned."""
    drawn = {"type": "relation", "direction": "right", "labels": ["voice_id"], "from_id": "heron_1_anna_drowned"}
    task["annotations"][0]["result"] += [drawn | {"to_id": f"heron_1_anna_{name}"} for name in names]
    return task


@pytest.mark.parametrize(("sent", "added"), [("old", "toll"), ("toll", "old")])
@pytest.mark.parametrize("annotator", ["anna", "ben"])
def test_a_layer_in_which_a_claim_names_another_one_too_was_changed(sent: str, added: str, annotator: str) -> None:
    layer = layer_of("old", "toll", "drowned")
    voice = {"voice_id": f"heron_1_anna_{sent}"}
    claims = tuple(x.model_copy(update=voice) if x.claim_id == "heron_1_anna_drowned" else x for x in layer.claims)
    task = also_voiced(export_of(layer.model_copy(update={"claims": claims})), added)
    read = read_task(task, FERRY, {1: annotator}, tool="label-studio 1.0")
    assert "claim-named-twice" in [problem.problem_id for problem in read.problems]
    made = [(layer.annotator_id, layer.tool, layer.date) for layer in read.layers]
    assert made == [(annotator, "label-studio 1.0", "2031-10-20T08:30:00Z")]


def test_claims_that_are_named_together_are_reported_in_the_order_of_their_ids() -> None:
    layer, names = layer_of("old", "toll", "drowned"), tuple("hbfdagce")
    old = next(claim for claim in layer.claims if claim.claim_id == "heron_1_anna_old")
    more = (old.model_copy(update={"claim_id": f"heron_1_anna_{name}"}) for name in names)
    task = also_voiced(export_of(layer.model_copy(update={"claims": (*layer.claims, *more)})), *names)
    [problem] = read_task(task, FERRY, {1: "anna"}).problems
    assert problem.message == "its voice_id is " + " and also ".join(
        "attributed_statement "
        + ("“The ferry was old,”" if name != "toll" else "“More than 40 people drowned, including…”")
        for name in (*sorted(names), "toll")
    )


def test_an_id_is_kebab_case_and_an_advice_is_a_clause() -> None:
    for kind, advice in ADVICE.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", kind)
        assert advice[0] == advice[0].lower()
        assert not advice.endswith((".", ";"))


@pytest.mark.parametrize(
    ("version", "told"),
    [(None, "missing: guideline_version"), (3, "guideline_version: expected text in quotes"), ("x", "x")],
)
def test_a_task_with_an_ill_formed_version_of_the_guidelines_is_refused_alone(version: object, told: str) -> None:
    """It failed as a whole, so that no other task of the file was read."""
    task = json.loads((FAULTS / "layer-invalid.json").read_text())[0]
    task["annotations"][0]["lead_time"] = 12.5
    task["data"]["guideline_version"] = version
    read = read_task(task, FERRY, {"anna@example.org": "anna"})
    assert [problem.problem_id for problem in read.problems] == ["layer-invalid"]
    assert told in read.problems[0].message
    assert (read.layers, len(read.refused)) == ([], 1)


@pytest.mark.parametrize(("seconds", "refused"), [(0, 0), (1.5e308, 0), (1e400, 0), (-1e400, 0), (float("nan"), 0)])
def test_the_time_that_an_annotation_took_is_a_finite_number(seconds: float, refused: int) -> None:
    """What is no time at all, such as less than 0 or without end, is left out."""
    task = json.loads((FAULTS / "layer-invalid.json").read_text())[0]
    task["data"]["guideline_version"] = "2.0.0"
    task["annotations"][0]["lead_time"] = seconds
    read = read_task(task, FERRY, {"anna@example.org": "anna"})
    assert len(read.refused) == refused
    assert len(read.layers) == 1 - refused


def test_refused_tasks_with_half_of_a_surrogate_pair_can_be_written_and_read_again(tmp_path: Path) -> None:
    task = {"id": 1, "data": {"text": "half \ud800, \u202e turned, 😀 whole"}}
    write_refused(tmp_path / "refused.json", [task])
    content = (tmp_path / "refused.json").read_text(encoding="utf-8")
    assert "\\ud800, \\u202e turned, 😀" in content
    (read,) = json.loads(content)
    assert read == task | {AS_WRITTEN: read[AS_WRITTEN]}
