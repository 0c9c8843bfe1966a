"""A region is what its first mark says: parts have a control of their own, and had the one of claims before."""

from __future__ import annotations

from typing import Any

import pytest
from ferry import FERRY, export_of, layer_of
from test_people import entries

from claimwire.labelstudio.page.controls import LABEL, PART
from claimwire.labelstudio.tasks.read import TaskReading, read_task


def read(export: dict[str, Any]) -> TaskReading:
    return read_task(export, FERRY, {"anna@example.org": "anna", 1: "anna"})


def test_parts_that_an_earlier_page_marked_with_the_control_of_claims_are_read_as_those_of_this_page() -> None:
    now, before = export_of(layer_of("old", "toll", "loss")), export_of(layer_of("old", "toll", "loss"))
    parts = entries(before, from_name=PART)
    assert parts
    for entry in parts:
        entry["from_name"] = LABEL
    assert not entries(before, from_name=PART)
    assert read(before) == read(now)
    assert not read(before).problems


@pytest.mark.parametrize("first", [PART, LABEL])
def test_of_two_marks_the_first_counts_and_a_part_drawn_while_a_claim_was_selected_is_a_part(first: str) -> None:
    export = export_of(layer_of("loss"))
    [part] = entries(export, from_name=PART)
    again = {**part, "from_name": LABEL, "value": part["value"] | {"labels": ["historical_background"]}}
    result = export["annotations"][0]["result"]
    result.insert(result.index(part) + (first == PART), again)
    found = read(export)
    if first == PART:
        assert not found.problems
        assert found.layers == read(export_of(layer_of("loss"))).layers
    else:
        assert [problem.problem_id for problem in found.problems][:1] == ["claim-marked-as-part"]
        assert not found.layers[0].complete, "it is a claim without slots, which is told"


def test_a_claim_on_which_the_key_of_a_part_was_pressed_stays_as_it_was_sent() -> None:
    export = export_of(layer_of("loss"))
    [claim] = entries(export, from_name=LABEL)
    mark = {"id": claim["id"], "from_name": PART, "to_name": "text", "type": "labels"}
    export["annotations"][0]["result"].append(mark | {"value": claim["value"] | {"labels": ["cue"]}})
    found = read(export)
    assert [problem.problem_id for problem in found.problems] == ["claim-marked-as-part"]
    assert not found.refused
    assert found.layers == read(export_of(layer_of("loss"))).layers
