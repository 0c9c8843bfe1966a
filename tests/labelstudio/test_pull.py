"""A pull against a server in memory: what comes back lands in its place, once, and is written whole or not at all."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_server import FakeServer
from ferry import layer_of
from hypothesis import given
from invented import plain_article
from strategies import layers_of

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import record_json
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError, RecordError
from claimwire.garbage import collection_paused
from claimwire.labelstudio.lines import LayerLine, layers_by_id
from claimwire.labelstudio.server.collect import ExportOrigin, PulledLayers, read_export
from claimwire.labelstudio.server.compare import SHOWN, LayerChange, change_lines, layer_change, layer_changes
from claimwire.labelstudio.server.making import download_export
from claimwire.labelstudio.server.protocol import OutcomeUnknownError, Snapshot
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.session import require_known
from claimwire.labelstudio.tasks.read import TaskReading
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Article, Claim

ANNA, BEN = Queue("heron", "anna", "pilot"), Queue("heron", "ben")
TOOL = "label-studio 1.0"
SHA = "0" * 64


def article(number: int) -> Article:
    raw = f"Gate {number} shut\n\nA gate is shut.\n\nThe gate was shut, Ada Lorn said."
    return plain_article(raw, article_id=f"heron_{number}")


ARTICLES = {f"heron_{number}": article(number) for number in range(3)}


def layer(article_id: str, annotator: str, **given: Any) -> Annotation:
    facts: dict[str, Any] = {"guideline_version": "2.0.0", "tool": "by hand", "complete": True, "claims": ()}
    names = {"article_id": article_id, "annotator_id": annotator, "annotation_id": f"{article_id}_{annotator}"}
    return Annotation(**(facts | names | given))


def loss(claim_id: str) -> Claim:
    [claim] = layer_of("loss").claims
    return claim.model_copy(update={"claim_id": claim_id})


def collected(
    readings: list[TaskReading], queue: Queue = ANNA, stored: dict[str, LayerLine] | None = None
) -> PulledLayers:
    pulled = PulledLayers()
    pulled.collect(ExportOrigin(queue, SHA, TOOL), readings, stored or {})
    return pulled


@pytest.mark.parametrize("line", ['{"annotation_id": "a"}', "[]", "3", "{"])
def test_a_line_that_is_not_a_layer_is_reported(tmp_path: Path, line: str) -> None:
    path = tmp_path / "annotations.jsonl"
    path.write_text(record_json(layer("heron_1", "anna")) + f"\n{line}\n")
    with pytest.raises(RecordError, match=r"annotations\.jsonl:2: this is not a layer"):
        layers_by_id(path)


def test_a_line_with_a_fault_is_reported_when_its_layer_is_asked_for() -> None:
    line = LayerLine.parse(record_json(layer("heron_1", "anna")).replace('"complete":true', '"complete":7'))
    with pytest.raises(RecordError, match=r"layer heron_1_anna: complete: "):
        _ = line.layer


def test_a_layer_made_in_label_studio_says_where_it_was_read() -> None:
    made, sent = layer("heron_1", "anna", tool=TOOL), layer("heron_2", "anna")
    pulled = collected([TaskReading([made, sent])])
    assert pulled.layers["heron_1_anna"].layer == made.model_copy(update={"batch": "pilot", "source_sha256": SHA})
    assert pulled.layers["heron_2_anna"].layer == sent
    assert pulled.annotators == {"anna"}


@pytest.mark.parametrize(
    ("queue", "of_layer", "batch"),
    [(ANNA, "first", "first"), (ANNA, None, "pilot"), (BEN, "first", "first"), (BEN, None, None)],
)
def test_a_layer_keeps_its_batch_and_gets_that_of_the_queue_only_if_it_has_none(
    queue: Queue, of_layer: str | None, batch: str | None
) -> None:
    made = layer("heron_1", "anna", tool=TOOL, batch=of_layer)
    assert collected([TaskReading([made])], queue).layers["heron_1_anna"].layer.batch == batch


def test_a_layer_that_is_the_same_keeps_the_export_it_was_first_read_from() -> None:
    first = layer("heron_1", "anna", tool="label-studio 0.9", batch="pilot", source_sha256="1" * 64)
    stored = {first.annotation_id: LayerLine.of(first)}
    again = first.model_copy(update={"tool": TOOL, "batch": None, "source_sha256": None})
    assert collected([TaskReading([again])], stored=stored).layers == stored
    other = again.model_copy(update={"complete": False})
    changed = collected([TaskReading([other])], stored=stored).layers[first.annotation_id].layer
    assert (changed.source_sha256, changed.tool, changed.batch) == (SHA, TOOL, "pilot")


@pytest.mark.parametrize("tool", ["claimwire anchor 0.1.0", "another-label-studio 1.0", "label studio 1.0"])
def test_a_layer_of_another_tool_is_replaced_even_if_it_is_the_same_except_for_that(tool: str) -> None:
    """Made elsewhere and then submitted in Label Studio, it says from then on that it was made there."""
    first = layer("heron_1", "anna", tool=tool, batch="pilot", source_sha256="1" * 64)
    again = first.model_copy(update={"tool": TOOL, "source_sha256": None})
    pulled = collected([TaskReading([again])], stored={first.annotation_id: LayerLine.of(first)})
    assert pulled.layers[first.annotation_id].layer == again.model_copy(update={"source_sha256": SHA})


def test_of_two_layers_that_of_the_annotators_own_queue_is_read_and_the_other_reported() -> None:
    own, stray = layer("heron_1", "ben", lead_time_seconds=1.0), layer("heron_1", "ben", lead_time_seconds=2.0)
    for order in ((ANNA, BEN), (BEN, ANNA)):
        pulled = PulledLayers()
        for queue in order:
            made = own if queue == BEN else stray
            pulled.collect(ExportOrigin(queue, SHA, TOOL), [TaskReading([made])], {})
        assert pulled.layers["heron_1_ben"].layer == own
        assert [problem.problem_id for problem in pulled.problems] == ["layer-twice"]


def test_a_layer_that_is_the_same_in_two_queues_is_no_problem() -> None:
    pulled = PulledLayers()
    for queue in (ANNA, BEN):
        pulled.collect(ExportOrigin(queue, SHA, TOOL), [TaskReading([layer("heron_1", "ben")])], {})
    assert (list(pulled.layers), pulled.problems) == (["heron_1_ben"], [])


def test_progress_is_reported_task_by_task() -> None:
    reported: list[int] = []
    pulled = PulledLayers()
    pulled.collect(ExportOrigin(ANNA, SHA, TOOL), [TaskReading(), TaskReading()], {}, reported.append)
    assert reported == [1, 1]
    assert pulled.tasks == 2


def test_an_export_is_read_task_by_task_and_tasks_of_others_are_reported(tmp_path: Path) -> None:
    remote = FakeServer()
    remote.create_project(ANNA.title, ANNA.description, "<View/>")
    own = [make_task(a, [layer(a.article_id, "anna")], guideline_version="2.0.0") for a in ARTICLES.values()]
    empty: list[Any] = []
    stranger = {"data": {"text": "x"}, "annotations": [{"result": []}], "predictions": empty}
    remote.import_tasks(1, list(map(json.dumps, [*own, stranger, stranger | {"annotations": empty}])))
    kept = download_export(remote, remote.projects()[0], tmp_path, "anna")
    assert remote.requests[-1] == "discard"
    readings = list(read_export(kept.path, ARTICLES, {"admin@localhost": "anna"}, TOOL))
    assert [len(read.layers) for read in readings] == [1, 1, 1, 0, 0]
    assert [p.problem_id for read in readings for p in read.problems] == ["task-without-article"]


def test_a_download_that_breaks_off_is_made_again_and_then_given_up(tmp_path: Path) -> None:
    remote = FakeServer(cut=2)
    remote.create_project(ANNA.title, ANNA.description, "<View/>")
    remote.import_tasks(1, [json.dumps(make_task(a, guideline_version="2.0.0")) for a in ARTICLES.values()])
    project = remote.projects()[0]
    kept = download_export(remote, project, tmp_path, "anna")
    assert kept.path.is_file()
    remote.cut = 3
    with pytest.raises(OutcomeUnknownError, match="broke off"):
        download_export(remote, project, tmp_path, "anna")


def test_an_export_that_arrives_otherwise_than_it_was_made_is_not_kept(tmp_path: Path) -> None:
    class Altering(FakeServer):
        def download(self, project: int, snapshot: Snapshot) -> Iterator[bytes]:
            yield b"".join(super().download(project, snapshot)) + b" "

    remote = Altering()
    remote.create_project(ANNA.title, ANNA.description, "<View/>")
    with pytest.raises(OutcomeUnknownError, match="did not arrive whole"):
        download_export(remote, remote.projects()[0], tmp_path, "anna")
    assert list(tmp_path.iterdir()) == []


def test_somebody_the_repository_does_not_know_is_reported_with_the_line_to_add(tmp_path: Path) -> None:
    line = '{{"annotator_id":"{}","annotator_kind":"human","description":"Invented."}}\n'
    write_text(tmp_path / "annotations" / "annotators.jsonl", line.format("anna") + line.format("ben"))
    workspace = Workspace(tmp_path)
    require_known(workspace, ["anna"])
    with pytest.raises(LabelStudioError, match="does not know cleo, dora") as caught:
        require_known(workspace, ["anna", "dora", "cleo"])
    to_add = str(caught.value).split("such as ", 1)[1].split("}", 1)[0] + "}"
    assert json.loads(to_add)["annotator_id"] == "cleo"


@given(layers_of("heron_1", 60, "anna"), layers_of("heron_1", 60, "anna"))
def test_a_comparison_names_every_claim_that_differs(before: Annotation, after: Annotation) -> None:
    change = layer_change("heron_1_anna", before, after)
    old, new = ({claim.claim_id: claim for claim in made.claims} for made in (before, after))
    assert (change.kind == "same") == (before == after)
    assert set(change.added) == new.keys() - old.keys()
    assert set(change.removed) == old.keys() - new.keys()
    assert set(change.changed) == {key for key in old.keys() & new.keys() if old[key] != new[key]}
    assert layer_change("x", None, after).kind == "new"
    assert layer_change("x", before, None).kind == "not there"


def test_a_comparison_names_claims_in_the_order_of_their_ids() -> None:
    names = tuple("hbfdagce")
    kept, gone = (tuple(loss(f"{kind}_{name}") for name in names) for kind in ("kept", "gone"))
    changed = tuple(claim.model_copy(update={"comment": "another"}) for claim in kept)
    full, less = layer("heron_1", "anna", claims=(*kept, *gone)), layer("heron_1", "anna", claims=changed)
    there, back = layer_change("heron_1_anna", full, less), layer_change("heron_1_anna", less, full)
    assert there.removed == back.added == tuple(f"gone_{name}" for name in sorted(names))
    assert there.changed == back.changed == tuple(f"kept_{name}" for name in sorted(names))
    assert there.added == back.removed == ()


def test_a_line_that_is_the_same_on_the_server_is_not_parsed_to_be_compared() -> None:
    """One that cannot be parsed is shown by the line that differs from it."""
    faulty = LayerLine.parse(record_json(layer("heron_1", "anna")).replace('"complete":true', '"complete":7'))
    lines = {"heron_1_anna": faulty}
    assert list(layer_changes(lines, dict(lines), {"anna"})) == []
    with pytest.raises(RecordError, match="complete: "):
        list(layer_changes(lines, {"heron_1_anna": LayerLine.of(layer("heron_1", "anna"))}, {"anna"}))


@given(layers_of("heron_1", 60, "anna"), layers_of("heron_1", 60, "anna"))
def test_whatever_is_gone_makes_a_layer_worse_and_is_named(before: Annotation, after: Annotation) -> None:
    change = layer_change("heron_1_anna", before, after)
    kept = {claim.claim_id: claim for claim in after.claims}
    gone = {
        (name, claim.claim_id)
        for claim in before.claims
        if claim.claim_id in kept
        for name in type(claim).model_fields
        if getattr(claim, name) not in (None, ()) and getattr(kept[claim.claim_id], name, None) in (None, ())
    }
    named = {(name, claim_id) for name, ids in change.lost for claim_id in ids}
    assert {pair for pair in gone if pair[0] not in ("proposed_slots", "origin")} <= named
    assert change.is_worse == bool(change.removed or named or before.complete > after.complete)
    assert ("no longer complete" in str(change)) == (before.complete > after.complete)
    assert all(f"{name} of " in str(change) for name, _ in named)


def test_a_line_says_what_came_and_went_and_in_full_which_claims() -> None:
    old = layer("heron_1", "anna", claims=tuple(map(loss, "abc")))
    less = loss("b").model_copy(update={"comment": None, "event_name": "another"})
    new = layer("heron_1", "anna", complete=False, claims=(loss("a"), less, loss("d")))
    change = layer_change("heron_1_anna", old, new)
    line = (
        "~ heron_1_anna: 3 claims -> 3; 1 added, 1 removed, 1 changed (comment 1, event_name 1); lost: comment of b; "
        "no longer complete; facts: complete"
    )
    assert str(change) == line
    assert change.in_full() == f"{line}; added: d; removed: c; changed: b"
    assert str(LayerChange("x", "new", (0, 1))) == "+ x: 1 claim"
    assert str(LayerChange("x", "not there")) == "- x"
    better = layer_change("heron_1_anna", new, layer("heron_1", "anna", claims=(*new.claims, loss("e"))))
    assert str(better) == "~ heron_1_anna: 3 claims -> 4; 1 added; facts: complete"
    assert not better.is_worse


def test_a_value_of_several_parts_that_loses_one_is_less_and_one_that_changes_a_part_is_not() -> None:
    whole = loss("a")
    spans = whole.spans
    more = whole.model_copy(update={"spans": (*spans, *spans)})
    other = whole.model_copy(update={"spans": tuple(span.model_copy(update={"end": span.end - 1}) for span in spans)})
    one, two, three = (layer("heron_1", "anna", claims=(claim,)) for claim in (whole, more, other))
    assert layer_change("x", two, one).lost == (("spans", ("a",)),)
    assert layer_change("x", one, two).lost == layer_change("x", one, three).lost == ()


def test_of_many_layers_the_first_are_shown_with_a_count_and_of_worse_ones_all() -> None:
    names = [f"heron_{number:03d}" for number in range(4 * SHOWN)]
    full = {n: LayerLine.of(layer(n, "anna", claims=(loss(n),))) for n in names}
    empty = {n: LayerLine.of(layer(n, "anna")) for n in names}
    worse = list(change_lines(full, empty))
    assert len(worse) == len(names)
    assert all(line.startswith("~ heron_") for line in worse)
    new = list(change_lines({}, full))
    assert (len(new), new[0], new[-1]) == (SHOWN + 1, "+ heron_000: 1 claim", f"... and {3 * SHOWN} new layers more")
    there = {f"{name}_anna": line for name, line in empty.items() if name < names[SHOWN + 2]}
    both = list(change_lines(there, {f"{name}_anna": line for name, line in full.items()}))
    assert (len(both), both[-1]) == (SHOWN + 1, f"... and 2 changed and {3 * SHOWN - 2} new layers more")
    assert list(change_lines({}, dict(list(full.items())[:SHOWN])))[-1].startswith("+ ")
    assert list(change_lines({}, {})) == []


def test_reading_layers_leaves_nothing_for_the_search_of_cycles_which_is_paused_meanwhile(tmp_path: Path) -> None:
    """What `collection_paused` relies on: memory would grow with the tasks if each left a cycle behind."""
    tasks = [make_task(made, guideline_version="2.0.0") for made in ARTICLES.values()]
    for number, task in enumerate(tasks, start=1):
        answer = {"id": number, "completed_by": {"email": "anna@localhost"}, "result": [{"id": 7}]}
        task |= {"id": number, "annotations": [answer], "drafts": []}
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks * 50))

    def cycles() -> int:
        gc.collect()
        with collection_paused():
            pulled = PulledLayers()
            readings = read_export(path, ARTICLES, {"anna@localhost": "anna"}, TOOL)
            pulled.collect(ExportOrigin(ANNA, SHA, TOOL), readings, {})
            assert (pulled.tasks, len(pulled.layers), len(pulled.refused)) == (150, 3, 150)
            del pulled, readings
            return gc.collect()

    cycles()
    assert cycles() < 50
