"""Claims of one annotation that do not go together: drawn twice, related the wrong way, a part above its whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ferry import FERRY, export_of, layer_of

from claimwire.labelstudio.tasks.read import TaskReading, read_task
from claimwire.pairs import greater_than_whole, lies_within, repeated
from claimwire.schema import CasualtyFigure, ClaimBase, Span
from claimwire.schema.vocab import Confidence, QuoteType

Task = dict[str, Any]
TEXT = FERRY.text or ""
TOLL = "More than 40 people drowned, including nine children"
AT = TEXT.index(TOLL)


def result_of(task: Task) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = task["annotations"][0]["result"]
    return result


def with_statement(task: Task, region_id: str, start: int, end: int) -> Task:
    """Return an exported task in which somebody drew one more statement, with the slots of that of the toll."""
    changed: Task = json.loads(json.dumps(task))
    for entry in [e for e in result_of(task) if e.get("id") == "heron_1_anna_toll"]:
        own = {key: value for key, value in entry.items() if key != "meta"}
        value = own["value"] | {"start": start, "end": end}
        if isinstance(value["text"], str):
            value["text"] = TEXT[start:end]
        result_of(changed).append(own | {"id": region_id, "value": value})
    return changed


def relate(task: Task, from_id: str, to_id: str, labels: list[str], direction: str = "right") -> Task:
    drawn = {"type": "relation", "from_id": from_id, "to_id": to_id, "direction": direction, "labels": labels}
    result_of(task).append(drawn)
    return task


def read(task: Task) -> TaskReading:
    return read_task(task, FERRY, {1: "anna"})


def voices(reading: TaskReading) -> list[tuple[Span, Span | None]]:
    """Return the span of each claim and that of its voice."""
    [layer] = reading.layers
    by_id = {claim.claim_id: claim for claim in layer.claims}
    return [(c.spans[0], by_id[c.voice_id].spans[0] if c.voice_id else None) for c in layer.claims]


def kinds(reading: TaskReading) -> list[str]:
    return [problem.problem_id for problem in reading.problems]


# relations between statements

WHOLE = Span(start=AT, end=AT + len(TOLL))


@pytest.mark.parametrize("labels", [[], ["voice_id"]])
@pytest.mark.parametrize("is_turned", [False, True])
def test_of_two_statements_the_outer_one_is_the_voice_whichever_way_it_was_drawn(
    labels: list[str], is_turned: bool
) -> None:
    task = with_statement(export_of(layer_of("toll")), "inner", AT, AT + 12)
    ends = ("heron_1_anna_toll", "inner") if is_turned else ("inner", "heron_1_anna_toll")
    reading = read(relate(task, *ends, labels))
    assert voices(reading) == [(WHOLE, None), (Span(start=AT, end=AT + 12), WHOLE)]
    assert kinds(reading) == (["relation-reversed"] if is_turned else [])
    assert reading.layers[0].complete, "nothing was refused"


def test_an_arrow_to_the_left_is_read_from_its_end() -> None:
    task = with_statement(export_of(layer_of("toll")), "inner", AT, AT + 12)
    reading = read(relate(task, "heron_1_anna_toll", "inner", [], "left"))
    assert (kinds(reading), voices(reading)[1][1]) == ([], WHOLE)


@pytest.mark.parametrize(("start", "end"), [(AT, AT + len(TOLL)), (AT, AT + len(TOLL) + 1), (AT - 1, AT + 12)])
def test_where_no_statement_lies_within_the_other_the_relation_is_read_as_drawn(start: int, end: int) -> None:
    """With the same words, or one code point outside, nobody can tell by them which is the outer one."""
    task = with_statement(export_of(layer_of("toll")), "other", start, end)
    first = next(e for e in result_of(task) if e.get("id") == "other" and e["from_name"] == "presented_as")
    first["value"]["choices"] = ["denied"]
    reading = read(relate(task, "heron_1_anna_toll", "other", ["voice_id"]))
    named = {claim.claim_id: claim.voice_id for claim in reading.layers[0].claims}
    assert "relation-reversed" not in kinds(reading)
    assert named["heron_1_anna_toll"] not in (None, "heron_1_anna_toll")


def test_a_relation_from_a_statement_to_a_figure_in_it_is_turned_and_to_one_elsewhere_unclear() -> None:
    layer = layer_of("old", "toll", "drowned")
    task = export_of(layer)
    relation = next(e for e in result_of(task) if e.get("from_id") == "heron_1_anna_drowned")
    relation |= {"from_id": "heron_1_anna_toll", "to_id": "heron_1_anna_drowned", "labels": []}
    reading = read(task)
    assert (kinds(reading), reading.layers) == (["relation-reversed"], [layer])
    relation["from_id"] = "heron_1_anna_old"
    assert "relation-unclear" in kinds(read(task))


def test_a_layer_that_was_sent_with_a_reversed_voice_comes_back_as_it_is() -> None:
    layer = layer_of("toll")
    [toll] = layer.claims
    inner = toll.model_copy(update={"claim_id": "heron_1_anna_in", "spans": (Span(start=AT, end=AT + 12),)})
    outer = toll.model_copy(update={"voice_id": "heron_1_anna_in"})
    sent = layer.model_copy(update={"claims": (outer, inner)})
    reading = read_task(export_of(sent), FERRY, {})
    assert (reading.layers, reading.problems) == ([sent], [])


# the same claim twice


def test_a_claim_that_was_drawn_twice_is_read_once_and_told_with_its_words() -> None:
    reading = read(with_statement(export_of(layer_of("toll")), "again", WHOLE.start, WHOLE.end))
    bare = read(with_statement(export_of(layer_of("toll")), "again", WHOLE.start, WHOLE.end - 1))
    assert (kinds(bare), len(bare.layers[0].claims)) == ([], 2), "one code point less is another claim"
    assert len(reading.layers[0].claims) == 2, "it has no source and no cue"
    task = with_statement(export_of(layer_of("toll")), "again", WHOLE.start, WHOLE.end)
    for entry in [e for e in result_of(task) if e.get("to_id") == "heron_1_anna_toll"]:
        relate(task, entry["from_id"], "again", [])
    twice = read(task)
    assert [(p.problem_id, p.region) for p in twice.problems] == [("claim-twice", "again")]
    assert twice.problems[0].words == "attributed_statement “More than 40 people drowned, including…”"
    assert [c.claim_id for c in twice.layers[0].claims] == ["heron_1_anna_toll"]
    assert not twice.layers[0].complete


def test_claims_that_were_sent_twice_come_back_twice() -> None:
    layer = layer_of("toll")
    again = layer.claims[0].model_copy(update={"claim_id": "heron_1_anna_x"})
    sent = layer.model_copy(update={"claims": (*layer.claims, again)})
    reading = read_task(export_of(sent), FERRY, {})
    assert (reading.layers, reading.problems) == ([sent], [])


def test_free_text_and_certainty_make_no_other_claim_and_every_slot_does() -> None:
    one = layer_of("toll").claims[0]
    same = {"claim_id": "x", "statement": "Otherwise.", "comment": "!", "confidence": Confidence.LOW}
    again = one.model_copy(update=same)
    assert list(repeated([one, again])) == [(one, again)]
    assert list(repeated([one, again.model_copy(update={"quote_type": QuoteType.DIRECT})])) == []
    assert list(repeated([one, again.model_copy(update={"cue_spans": ()})])) == []
    assert [b for _, b in repeated([one, again, again])] == [again, again]


# figures


def figure(**bounds: int | None) -> CasualtyFigure:
    drowned: ClaimBase = next(c for c in layer_of("toll", "drowned").claims if isinstance(c, CasualtyFigure))
    return CasualtyFigure.model_validate(drowned.model_dump() | {"lower": None, "upper": None} | bounds)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ({"lower": 9}, {"lower": 9}, None),
        ({"lower": 10}, {"lower": 9}, "lower 10 > lower 9"),
        ({"upper": 10}, {"upper": 9}, "upper 10 > upper 9"),
        ({"lower": 10}, {"upper": 9}, "lower 10 > upper 9"),
        ({"upper": 10}, {"lower": 9}, None),
        ({}, {"lower": 9}, None),
    ],
)
def test_a_part_is_at_most_as_great_as_its_whole(part: dict[str, int], whole: dict[str, int], expected: str) -> None:
    assert greater_than_whole(figure(**part), figure(**whole)) == expected


def test_a_figure_drawn_as_a_part_of_a_smaller_one_loses_that_relation_alone() -> None:
    task = export_of(layer_of("toll", "drowned", "children"))
    relation = next(e for e in result_of(task) if "part_of_id" in e.get("labels", ()))
    relation["from_id"], relation["to_id"] = relation["to_id"], relation["from_id"]
    reading = read(task)
    assert "part-greater" in kinds(reading)
    [layer] = reading.layers
    assert [getattr(c, "part_of_id", None) for c in layer.claims] == [None, None, None]
    assert len(layer.claims) == 3


def test_words_lie_within_others_if_none_is_outside_and_they_are_not_the_same() -> None:
    def spans(*pairs: tuple[int, int]) -> tuple[Span, ...]:
        return tuple(Span(start=a, end=b) for a, b in pairs)

    assert lies_within(spans((2, 4)), spans((2, 5)))
    assert lies_within(spans((2, 4), (7, 8)), spans((2, 5), (7, 9)))
    assert not lies_within(spans((2, 5)), spans((2, 5)))
    assert not lies_within(spans((2, 6)), spans((2, 5)))
    assert not lies_within(spans((2, 4), (6, 7)), spans((2, 5)))
    assert not lies_within((), spans((2, 5)))
