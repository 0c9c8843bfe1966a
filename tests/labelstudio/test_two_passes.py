"""The pages of the two passes, the queues they are in, and what of the first goes on to the second; no server here."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from ferry import FERRY
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.page.config import label_config, page_version
from claimwire.labelstudio.page.controls import LABEL, LABEL_BY_VALUE, PART, PARTS
from claimwire.labelstudio.page.keys import UNUSED_KEY
from claimwire.labelstudio.page.passes import Pass
from claimwire.labelstudio.server.prepare import PushRequest
from claimwire.labelstudio.server.queues import EVERYBODY, Queue
from claimwire.labelstudio.tasks.marks import Marks, read_marks
from claimwire.schema.vocab import Label

IDS = st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True)
ANNA = frozenset({"anna@example.org", 2})


def page(step: Pass) -> ET.Element:
    return ET.fromstring(label_config(step=step))


def hotkeys(root: ET.Element, tag: str) -> set[str]:
    return {found.get("hotkey", "") for found in root.iter(tag)} - {UNUSED_KEY}


def test_the_page_of_spans_has_labels_and_no_slot() -> None:
    root = page(Pass.SPANS)
    assert hotkeys(root, "Label") == hotkeys(page(Pass.WHOLE), "Label") != set()
    assert not [found for found in root.iter() if found.get("perRegion")]
    assert [found.get("name") for found in root.iter("Choices")] == ["complete"]


def test_the_page_of_slots_has_all_slots_and_no_key_of_a_label() -> None:
    root, whole = page(Pass.SLOTS), page(Pass.WHOLE)
    assert hotkeys(root, "Label") == set()
    slots = {found.get("name") for found in root.iter() if found.get("perRegion")}
    assert slots == {found.get("name") for found in whole.iter() if found.get("perRegion")}
    assert hotkeys(root, "Choice") == hotkeys(whole, "Choice")


def test_every_page_has_the_same_labels_so_that_what_is_marked_on_one_is_there_on_the_next() -> None:
    for name in (LABEL, PART):
        values = {
            step: {
                x.get("value")
                for found in page(step).iter("Labels")
                if found.get("name") == name
                for x in found.iter("Label")
            }
            for step in Pass
        }
        assert len({frozenset(found) for found in values.values()}) == 1
    assert len({page_version(step) for step in Pass}) == len(Pass)


@given(IDS, IDS, st.one_of(st.just(""), IDS), st.sampled_from(list(Pass)), st.booleans())
def test_a_queue_is_known_by_the_description_of_its_project(
    corpus: str, annotator: str, batch: str, step: Pass, adjudicates: bool
) -> None:
    queue = Queue(corpus, annotator, batch, adjudicates and step is Pass.WHOLE, step)
    assert Queue.of(queue.description) == queue


def test_queues_of_one_annotator_have_names_and_titles_of_their_own() -> None:
    queues = [Queue("harbour", "anna"), Queue("harbour", "anna", adjudicates=True)]
    queues += [Queue("harbour", "anna", step=step) for step in (Pass.SPANS, Pass.SLOTS)]
    assert [queue.name for queue in queues] == ["anna", "anna.adjudication", "anna.spans", "anna.slots"]
    assert len({queue.title for queue in queues}) == len(queues)


def test_nobody_is_called_as_the_queue_of_all() -> None:
    with pytest.raises(LabelStudioError, match="'everybody' is no annotator: --shared makes one project for all"):
        PushRequest("harbour", ["anna", EVERYBODY])
    assert PushRequest("harbour", [EVERYBODY], shared=True).queue(EVERYBODY).is_shared


TEXT = FERRY.text or ""
LABEL_VALUE = next(iter(LABEL_BY_VALUE))


def region(name: str, start: int, end: int, label: str = LABEL_VALUE, control: str = LABEL) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": name, "from_name": control, "to_name": "text", "type": "labels", "value": value, "origin": "manual"}


def complete(value: str) -> dict[str, Any]:
    return {"id": "C", "from_name": "complete", "to_name": "text", "type": "choices", "value": {"choices": [value]}}


def task(*annotations: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    return {"id": 3, "data": {"text": text, "article_id": FERRY.article_id}, "annotations": list(annotations)}


def annotation(*result: dict[str, Any], by: Any = 2, **more: Any) -> dict[str, Any]:
    return {"id": 7, "completed_by": by, "result": list(result), "updated_at": "2031-06-03T10:00:00Z"} | more


def read(exported: dict[str, Any]) -> Marks | None:
    return read_marks(exported, FERRY, "anna", ANNA)


def test_what_goes_on_is_marks_with_who_made_them_and_nothing_else() -> None:
    slot = region("a", 0, 5) | {
        "from_name": "confidence",
        "type": "choices",
        "value": {"start": 0, "end": 5, "choices": ["low"]},
    }
    marks = read(task(annotation(region("a", 0, 5), slot, complete("yes"))))
    assert marks is not None
    assert marks.settled
    [entry] = marks.result
    assert entry["meta"] == {"claimwire": {"marked_by": "anna"}}
    assert "origin" not in entry
    assert marks.prediction["model_version"].startswith("anna (spans ")


def test_marks_are_settled_when_every_sentence_was_considered() -> None:
    for value, settled in (("yes", True), ("no", False)):
        marks = read(task(annotation(region("a", 0, 5), complete(value))))
        assert marks is not None
        assert marks.settled is settled
    unsaid = read(task(annotation(region("a", 0, 5))))
    assert unsaid is not None
    assert not unsaid.settled


def test_a_region_that_cannot_be_read_keeps_an_article_from_going_on() -> None:
    marks = read(task(annotation(region("a", 5, 5), complete("yes"))))
    assert marks is not None
    assert not marks.settled
    assert [problem.problem_id for problem in marks.problems] == ["region-empty"]


def test_marks_over_another_text_do_not_go_on() -> None:
    marks = read(task(annotation(region("a", 0, 5), complete("yes")), text=f"{TEXT}."))
    assert marks is not None
    assert not marks.settled
    assert [problem.problem_id for problem in marks.problems] == ["text-changed"]


@pytest.mark.parametrize(
    "exported",
    [
        task(),
        task(annotation(complete("yes"), by=3)),
        task(annotation(complete("yes"), by={"id": 3, "email": "ben@example.org"})),
        task(annotation(complete("yes"), was_cancelled=True)),
        task(annotation(complete("yes")) | {"result": None}),
        {"id": 3, "data": {"text": TEXT}, "annotations": None},
    ],
)
def test_what_the_annotator_has_not_submitted_is_nothing(exported: dict[str, Any]) -> None:
    assert read(exported) is None


def test_of_two_submissions_of_one_annotator_the_later_counts() -> None:
    early = annotation(region("a", 0, 5), complete("yes"))
    late = annotation(region("b", 0, 6), complete("yes"), updated_at="2031-06-03T11:00:00Z")
    for order in ((early, late), (late, early)):
        marks = read(task(*order))
        assert marks is not None
        assert [entry["id"] for entry in marks.result] == ["b"]


def test_other_marks_are_another_prediction() -> None:
    first, second = (read(task(annotation(region("a", 0, end), complete("yes")))) for end in (5, 6))
    assert first is not None
    assert second is not None
    assert first.model_version != second.model_version


def test_a_part_that_no_relation_ties_goes_on_tied() -> None:
    source = next(part for part in PARTS if part.value == "source")
    statement = Label.ATTRIBUTED_STATEMENT.value
    at = TEXT.index("\n\n") + 2 if "\n\n" in TEXT else 0
    words = TEXT[at:].split(" ")
    first = at + len(words[0])
    claim = region("a", first + 1, first + 1 + len(words[1]), statement)
    part = region("b", at, first, source.value, PART)
    marks = read(task(annotation(claim, part, complete("yes"))))
    assert marks is not None
    assert marks.problems == []
    assert [(x["from_id"], x["to_id"]) for x in marks.result if x.get("type") == "relation"] == [("b", "a")]
