"""What is read of an annotation in which parts have no relation: tied, left over from a deleted claim, or refused."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import pytest
from drawn import shown
from exported import exported
from ferry import FERRY, export_of, layer_of
from hypothesis import given

from claimwire.labelstudio.page.controls import LABEL_BY_VALUE, MARKS, PART_BY_VALUE
from claimwire.labelstudio.tasks.leftovers import part_region_id
from claimwire.labelstudio.tasks.origins import without_origins
from claimwire.labelstudio.tasks.read import TaskReading, read_task
from claimwire.labelstudio.tasks.tying import LoosePart, Owner, tie
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Article, Span, span_slots

Task = dict[str, Any]


def result_of(task: Task) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = task["annotations"][0]["result"]
    return result


def with_drawn_parts(task: Task) -> Task:
    """Return an exported task whose parts have ids as the page gives them to what somebody draws."""
    text = json.dumps(task)
    for number, region_id in enumerate(part_ids(task)):
        text = text.replace(json.dumps(region_id), json.dumps(f"drawn{number:05}"))
    changed: Task = json.loads(text)
    return changed


def part_ids(task: Task) -> list[str]:
    labels = {e["id"]: e["value"]["labels"][0] for e in result_of(task) if e.get("from_name") in MARKS}
    return sorted((x for x, label in labels.items() if label in PART_BY_VALUE), key=len, reverse=True)


def without_relations(task: Task, parts: Collection[str]) -> Task:
    """Return an exported task without the relations of some parts."""
    changed: Task = json.loads(json.dumps(task))
    changed["annotations"][0]["result"] = [entry for entry in result_of(changed) if entry.get("from_id") not in parts]
    return changed


def without_claim(task: Task, claim_id: str) -> Task:
    """Return an exported task as it is after somebody deleted a claim: its relations go too, its parts stay."""
    changed: Task = json.loads(json.dumps(task))
    changed["annotations"][0]["result"] = [
        entry
        for entry in result_of(changed)
        if claim_id not in (entry.get("id"), entry.get("from_id"), entry.get("to_id"))
    ]
    return changed


def told(read: TaskReading) -> list[tuple[str, str | None]]:
    return [(problem.problem_id, problem.words) for problem in read.problems]


# tied


def findable(layer: Annotation, article: Article, task: Task) -> list[str]:
    """Return the parts that are tied to their own claim again if all their relations are taken away together."""
    owners_of: dict[str, list[str]] = {}
    for entry in result_of(task):
        if entry.get("type") == "relation" and not entry["labels"]:
            owners_of.setdefault(entry["from_id"], []).append(entry["to_id"])
    regions = {e["id"]: e for e in result_of(task) if e.get("from_name") in MARKS}
    loose = [x for x in part_ids(task) if len(owners_of[x]) == 1]
    while True:
        parts = {x: regions[x]["value"] for x in part_ids(task)}
        named = {
            x: LoosePart(PART_BY_VALUE[v["labels"][0]].field, Span(start=v["start"], end=v["end"]))
            for x, v in parts.items()
        }
        owners = {}
        for claim in layer.claims:
            own = [named[x] for x in named if x not in loose and claim.claim_id in owners_of[x]]
            pieces = [part.span for part in own if part.field == "spans"]
            fields = frozenset(span_slots(LABEL_BY_VALUE[claim.label.value].model))
            spans = (claim.spans[0], *pieces)
            owners[claim.claim_id] = Owner(spans, fields, frozenset(part.field for part in own))
        tied = tie(owners, {x: named[x] for x in loose}, article.sentences)
        right = [x for x in loose if tied.get(x) == owners_of[x][0]]
        if right == loose:
            return loose
        loose = right


@given(shown())
def test_relations_that_the_rules_find_again_may_be_missing(drawn: tuple[Article, list[Annotation]]) -> None:
    article, layers = drawn
    for layer in layers:
        trimmed = all(
            s.of(article.text or "").strip() == s.of(article.text or "") for c in layer.claims for s in c.spans
        )
        task = with_drawn_parts(exported(make_task(article, [layer], guideline_version="2.0.0")))
        loose = findable(layer, article, task) if trimmed else []
        read = read_task(without_relations(task, loose), article, {})
        assert (read.layers, read.problems) == ([layer], [])


def test_no_part_of_a_plain_article_needs_a_relation() -> None:
    layer = layer_of()
    task = with_drawn_parts(export_of(layer))
    loose = findable(layer, FERRY, task)
    read = read_task(without_relations(task, loose), FERRY, {})
    assert (read.layers, read.problems) == ([layer], [])
    assert (len(loose), len(part_ids(task))) == (9, 9)


def test_a_relation_that_somebody_drew_wins() -> None:
    """The place of the nine children is drawn to be that of all who drowned, too far for any rule."""
    layer = layer_of("toll", "drowned", "children")
    task = with_drawn_parts(export_of(layer))
    nine = next(e for e in result_of(task) if e.get("value", {}).get("text") == "nine")
    relation = next(e for e in result_of(task) if e.get("from_id") == nine["id"])
    relation["to_id"] = "heron_1_anna_drowned"
    [read] = read_task(task, FERRY, {1: "anna"}).layers
    spans = {c.claim_id: len(getattr(c, "quantity_spans", ())) for c in read.claims}
    assert spans["heron_1_anna_drowned"] == 2
    assert spans.get("heron_1_anna_children", 0) == 0


def test_white_space_at_the_edge_of_a_part_does_not_matter() -> None:
    task = with_drawn_parts(export_of(layer_of("toll", "drowned", "children")))
    nine = next(e for e in result_of(task) if e.get("value", {}).get("text") == "nine")
    nine["value"] |= {"end": nine["value"]["end"] + 1, "text": "nine "}
    read = read_task(without_relations(task, [nine["id"]]), FERRY, {1: "anna"})
    assert read.problems == []


def test_a_part_is_not_tied_to_another_claim_in_place_of_one_that_was_refused() -> None:
    """The statement of the sentence has no label; its source must not go to the one that somebody drew inside it."""
    task = with_drawn_parts(export_of(layer_of("toll")))
    result = result_of(task)
    source = next(e["id"] for e in result if e.get("value", {}).get("labels") == ["source"])
    other = [
        json.loads(json.dumps(e).replace("heron_1_anna_toll", "otherclaim"))
        for e in result
        if e.get("id") == "heron_1_anna_toll"
    ]
    for entry in other:
        entry["value"]["start"] = entry["value"]["end"] - len("children")
        if isinstance(entry["value"]["text"], str):
            entry["value"]["text"] = "children"
    first = next(e for e in result if e["id"] == "heron_1_anna_toll" and e["from_name"] == "label")
    first["value"]["labels"] = []
    task["annotations"][0]["result"] = [*result, *other]
    read = read_task(without_relations(task, [source]), FERRY, {1: "anna"})
    assert ("part-without-claim", "source “she”") in told(read)


# left over


def test_parts_of_a_deleted_claim_that_was_sent_are_let_go_with_a_line_each() -> None:
    read = read_task(without_claim(export_of(layer_of("old", "loss")), "heron_1_anna_old"), FERRY, {1: "anna"})
    assert [(p.problem_id, p.words) for p in read.problems] == [
        ("part-left-over", "piece “and slow.”"),
        ("part-left-over", "source “Ada Lorn”"),
        ("part-left-over", "cue “said”"),
        ("part-left-over", "time “Monday”"),
    ]
    [layer] = read.layers
    assert (layer.complete, [c.claim_id for c in layer.claims], read.refused) == (True, ["heron_1_anna_loss"], [])


def test_a_part_that_was_left_over_never_becomes_that_of_another_claim() -> None:
    """The source of the deleted statement stands alone with a statement that has none."""
    layer = layer_of("toll")
    other = layer.claims[0].model_copy(update={"claim_id": "heron_1_anna_x", "source_spans": (), "cue_spans": ()})
    task = export_of(layer.model_copy(update={"claims": (layer.claims[0], other)}))
    [read] = read_task(without_claim(task, "heron_1_anna_toll"), FERRY, {1: "anna"}).layers
    assert [claim.model_dump()["source_spans"] for claim in read.claims] == [()]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("prediction", ["part-left-over"]),
        ("prediction-changed", ["part-left-over"]),
        ("manual", ["part-without-claim"]),
        ("", ["part-without-claim"]),
    ],
)
def test_of_parts_that_nobody_sent_only_those_of_a_prediction_are_let_go(origin: str, expected: list[str]) -> None:
    task = with_drawn_parts(export_of(layer_of("loss")))
    part = next(e for e in result_of(task) if e.get("value", {}).get("labels") == ["time"])
    part["value"]["labels"] = ["cue"]
    part["origin"] = origin
    read = read_task(without_relations(task, [part["id"]]), FERRY, {1: "anna"})
    assert [problem.problem_id for problem in read.problems] == expected
    assert [layer.complete for layer in read.layers] == [expected == ["part-left-over"]]


def test_a_part_of_a_prediction_with_a_relation_stays_and_one_with_half_a_relation_goes() -> None:
    task = export_of(layer_of("loss"))
    for entry in result_of(task):
        entry["origin"] = "prediction"
    [layer] = read_task(task, FERRY, {1: "anna"}).layers
    assert without_origins(layer.claims) == list(layer_of("loss").claims)
    drawn = with_drawn_parts(task)
    relation = next(entry for entry in result_of(drawn) if entry.get("type") == "relation")
    relation["to_id"] = "gone"
    assert told(read_task(drawn, FERRY, {1: "anna"})) == [("part-left-over", "time “1999”")]


def test_a_part_that_was_sent_and_whose_claim_is_still_there_is_no_leftover() -> None:
    """Somebody deleted the relation alone: the part is tied again, or refused where that is not clear."""
    task = export_of(layer_of("loss"))
    [part] = part_ids(task)
    loose = without_relations(task, [part])
    assert read_task(loose, FERRY, {}).layers == [layer_of("loss")]
    next(e for e in result_of(loose) if e["id"] == part)["value"] |= {"start": 0, "end": 5, "text": "Ferry"}
    assert told(read_task(loose, FERRY, {1: "anna"})) == [("part-without-claim", "time “Ferry”")]


def test_the_ids_of_parts_that_are_sent_are_told_from_those_that_the_page_makes() -> None:
    task = make_task(FERRY, [layer_of()], guideline_version="2.0.0")
    parts = part_ids(task)
    assert part_region_id("heron_1_anna_loss", "time", 8) in parts
    assert len(parts) == 9


def test_a_layer_that_comes_back_unchanged_has_no_part_left_over() -> None:
    read = read_task(export_of(layer_of()), FERRY, {})
    assert (read.layers, read.problems) == ([layer_of()], [])
