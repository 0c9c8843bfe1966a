"""No answer in the repository is lost by a damaged, emptied or copied one, and no file that somebody has fixed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drawn import shown
from exported import exported
from hypothesis import given, settings
from hypothesis import strategies as st
from small import OPEN
from test_task_round_trip import ODD, break_entry

from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError
from claimwire.labelstudio.files import import_results, tasks_of
from claimwire.labelstudio.lines import LayerLine
from claimwire.labelstudio.page.controls import PARTS
from claimwire.labelstudio.server.accounts import Account
from claimwire.labelstudio.server.collect import ExportOrigin, PulledLayers
from claimwire.labelstudio.server.compare import change_lines
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.store import StoredLayers, is_far_fewer, refuse_far_fewer
from claimwire.labelstudio.tasks.read import read_task
from claimwire.labelstudio.tasks.refused import is_as_written, remove_refused, write_refused
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Article

USERS: dict[str, Account] = {"ada": 1, "bela": 2}
Change = Callable[[dict[str, Any]], Any]


def export_of(small: Workspace, *annotators: str, article: str = "heron_a") -> list[dict[str, Any]]:
    """Return an article as Label Studio exports it after layers were sent, each with its annotator's account."""
    tasks = tasks_of(small.corpus(OPEN), [article], annotators, user_of=USERS)
    return [exported(task) for task in tasks]


def annotation_of(tasks: list[dict[str, Any]], place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = tasks[0]["annotations"][place]
    return found


def imported(small: Workspace, tasks: Any, **given: Any) -> StoredLayers:
    file = small.root.parent / "export.json"
    file.write_text(tasks if isinstance(tasks, str) else json.dumps(tasks))
    return import_results(small, small.corpus(OPEN), file, given.pop("users", USERS), **given)


def layers(small: Workspace) -> dict[str, Annotation]:
    return dict(small.corpus(OPEN).layers)


def kinds(outcome: StoredLayers) -> list[str]:
    return [problem.problem_id for problem in outcome.pulled.problems]


def regions(annotation: dict[str, Any], label: str) -> list[str]:
    """Return the ids of an annotation's regions of a label."""
    return [x["id"] for x in annotation["result"] if x.get("value", {}).get("labels") == [label]]


def without_claims(annotation: dict[str, Any], count: int) -> None:
    """Delete the first regions of claims, as the page does: with their relations, the regions of their parts too."""
    gone = set(regions(annotation, "attributed_statement")[:count])
    assert len(gone) == count
    marked = {region for part in PARTS for region in regions(annotation, part.value)}
    parts = {x["from_id"] for x in annotation["result"] if x.get("to_id") in gone} & marked
    kept = {x["from_id"] for x in annotation["result"] if x.get("type") == "relation" and x["to_id"] not in gone}
    gone |= parts - kept
    annotation["result"] = [
        x for x in annotation["result"] if not {x.get("id"), x.get("from_id"), x.get("to_id")} & gone
    ]


@pytest.mark.parametrize("result", [None, "[]", '[{"id": "x"}]', {}, {"0": []}, 0, 7.5, True])
def test_an_annotation_whose_result_is_not_a_list_is_refused_and_the_others_are_read(
    small: Workspace, result: Any
) -> None:
    before = layers(small)
    tasks = export_of(small, "ada", "bela")
    annotation_of(tasks)["result"] = result
    annotation_of(tasks, 1)["lead_time"] = 12.5
    outcome = imported(small, tasks)
    assert kinds(outcome) == ["annotation-unreadable"]
    assert outcome.needs_fixing
    assert outcome.refused_file is not None
    [refused] = json.loads(outcome.refused_file.read_text())
    assert refused["annotations"] == [annotation_of(tasks)]
    after = layers(small)
    assert after.pop("heron_a_bela").lead_time_seconds == 12.5
    assert after == {key: layer for key, layer in before.items() if key != "heron_a_bela"}


def test_an_annotation_without_a_result_is_refused(small: Workspace) -> None:
    before = layers(small)
    tasks = export_of(small, "ada")
    del annotation_of(tasks)["result"]
    assert kinds(imported(small, tasks)) == ["annotation-unreadable"]
    assert layers(small) == before


@pytest.mark.parametrize("annotation", [None, 3, "x", []])
def test_an_annotation_that_is_not_an_object_is_refused(small: Workspace, annotation: Any) -> None:
    before = layers(small)
    tasks = export_of(small, "ada")
    tasks[0]["annotations"].append(annotation)
    outcome = imported(small, tasks)
    assert kinds(outcome) == ["annotation-unreadable"]
    assert (outcome.needs_fixing, layers(small)) == (True, before)


@pytest.mark.parametrize("annotations", [None, {}, {"0": {}}, "[]", 0, 3])
def test_annotations_that_are_not_a_list_are_a_problem(small: Workspace, annotations: Any) -> None:
    before = layers(small)
    tasks = export_of(small, "ada")
    tasks[0]["annotations"] = annotations
    outcome = imported(small, tasks)
    assert kinds(outcome) == ["annotations-unreadable"]
    assert (outcome.needs_fixing, layers(small)) == (True, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[", "]\n[{}]"),
        ("[", "] GARBAGE"),
        ("[", ",]"),
        ("[,", "]"),
        ("[", ",,{}]"),
        ("[", "{}]"),
        ("[", ""),
    ],
)
def test_of_a_file_that_is_not_one_list_of_tasks_nothing_is_read(small: Workspace, before: str, after: str) -> None:
    file = small.corpus_folder(OPEN) / "annotations.jsonl"
    stored = file.read_bytes()
    tasks = export_of(small, "ada")
    without_claims(annotation_of(tasks), 1)
    with pytest.raises(LabelStudioError, match=r"after task 1 of the file|with no task before it"):
        imported(small, before + json.dumps(tasks[0]) + after)
    assert file.read_bytes() == stored
    assert not (small.root.parent / "export.refused.json").exists()


def test_a_task_that_nobody_has_annotated_is_no_problem(small: Workspace) -> None:
    tasks = export_of(small)
    assert kinds(imported(small, tasks)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda task: task["data"].update(guideline_version=None),
        lambda task: task["data"].update(guideline_version="one"),
        lambda task: task["data"].pop("guideline_version"),
    ],
)
def test_a_field_that_no_layer_may_have_is_a_problem_of_its_annotation_alone(small: Workspace, change: Change) -> None:
    tasks = export_of(small, "ada", "bela")
    before = layers(small)
    without_claims(annotation_of(tasks), 1)
    change(tasks[0])
    outcome = imported(small, tasks)
    assert kinds(outcome) == ["layer-invalid"]
    assert "guideline_version" in outcome.pulled.problems[0].message
    assert layers(small) == before


@pytest.mark.parametrize("time", ["1e999", "-1", "null", '"long"'])
def test_a_time_that_is_none_is_left_out(small: Workspace, time: str) -> None:
    tasks = export_of(small, "ada")
    annotation_of(tasks)["lead_time"] = "TIME"
    outcome = imported(small, json.dumps(tasks).replace('"TIME"', time))
    assert kinds(outcome) == []
    assert layers(small)["heron_a_ada"].lead_time_seconds is None


@pytest.mark.parametrize("annotator", ["ada", "bela"])
@pytest.mark.parametrize("number", [10**10, 10**10 + 1, 2**63, 10**30, 1e30])
def test_a_number_beyond_the_bound_is_refused_with_its_region(small: Workspace, annotator: str, number: float) -> None:
    tasks = export_of(small, annotator)
    annotation = annotation_of(tasks)
    entry = next(x for x in annotation["result"] if x.get("from_name") == "casualty_figure__lower")
    entry["value"]["number"] = number
    [layer] = imported(small, tasks, dry_run=True).pulled.problems or [None]
    refused = layer is not None and layer.problem_id == "claim-invalid"
    assert refused == (number > 10**10)
    if layer is not None and refused:
        assert layer.region == entry["id"]
        assert "lower: expected at most 10000000000" in layer.message


def test_a_layer_that_loses_claims_is_reported_with_both_counts(small: Workspace) -> None:
    tasks = export_of(small, "ada", "bela")
    count = len(layers(small)["heron_a_ada"].claims)
    without_claims(annotation_of(tasks), 1)
    outcome = imported(small, tasks)
    assert said(outcome) == [f"~ heron_a_ada: {count} claims -> {count - 1}; 1 removed"]
    assert len(layers(small)["heron_a_ada"].claims) == count - 1
    assert imported(small, tasks).changes == ()


def said(outcome: StoredLayers) -> list[str]:
    """Return the lines about layers, without the fields beside their claims."""
    return [line.split("; facts: ")[0] for line in outcome.changes]


def test_claims_that_are_gone_are_reported_although_there_are_as_many(small: Workspace) -> None:
    tasks = export_of(small, "ada")
    count = len(layers(small)["heron_a_ada"].claims)
    first = regions(annotation_of(tasks), "attributed_statement")[0]
    for entry in annotation_of(tasks)["result"]:
        entry |= {key: "Redrawn" for key in ("id", "from_id", "to_id") if entry.get(key) == first}
    assert said(imported(small, tasks)) == [f"~ heron_a_ada: {count} claims -> {count}; 1 added, 1 removed"]


def test_a_layer_that_is_no_longer_complete_is_reported(small: Workspace) -> None:
    tasks = export_of(small, "ada")
    [choice] = [x for x in annotation_of(tasks)["result"] if x.get("from_name") == "complete"]
    choice["value"]["choices"] = ["no"]
    count = len(layers(small)["heron_a_ada"].claims)
    assert said(imported(small, tasks)) == [f"~ heron_a_ada: {count} claims; no longer complete"]


def emptied(annotation: dict[str, Any]) -> None:
    annotation["result"] = [x for x in annotation["result"] if x.get("from_name") in ("complete", "layer")]


@pytest.mark.parametrize("change", [emptied, lambda annotation: annotation.update(result=[])])
def test_an_empty_layer_takes_the_place_of_a_finished_one_only_on_request(small: Workspace, change: Change) -> None:
    before = layers(small)
    tasks = export_of(small, "ada", "bela")
    change(annotation_of(tasks))
    annotation_of(tasks, 1)["lead_time"] = 12.5
    outcome = imported(small, tasks)
    assert kinds(outcome) == ["layer-emptied"]
    assert f"heron_a_ada: {len(before['heron_a_ada'].claims)} claims, finished -> 0 claims" in str(
        outcome.pulled.problems[0]
    )
    assert "--accept-empty 7" in outcome.pulled.problems[0].advice
    assert outcome.refused_file is not None
    assert json.loads(outcome.refused_file.read_text())[0]["annotations"] == [annotation_of(tasks)]
    assert layers(small)["heron_a_ada"] == before["heron_a_ada"]
    assert layers(small)["heron_a_bela"].lead_time_seconds == 12.5, "the others are read"
    assert kinds(imported(small, tasks, accept_empty=["8", "heron_a"])) == ["layer-emptied"]
    outcome = imported(small, tasks, accept_empty=["7"])
    assert kinds(outcome) == []
    assert outcome.changes[0].startswith(f"~ heron_a_ada: {len(before['heron_a_ada'].claims)} claims -> 0")
    assert layers(small)["heron_a_ada"].claims == ()


def test_a_layer_without_claims_that_stays_so_or_was_not_there_needs_no_request(small: Workspace) -> None:
    tasks = export_of(small, "ada")
    emptied(annotation_of(tasks))
    imported(small, tasks, accept_empty=["7"])
    annotation_of(tasks)["lead_time"] = 3.5
    outcome = imported(small, tasks)
    assert (kinds(outcome), outcome.new_or_changed) == ([], 1)
    annotation_of(tasks)["result"] = []
    annotation_of(tasks)["completed_by"] = 1
    annotation_of(tasks)["updated_at"] = "2031-10-21T00:00:00Z"
    outcome = imported(small, tasks)
    assert kinds(outcome) == ["layer-emptied"], "finished without claims is an answer too"
    (small.corpus_folder(OPEN) / "annotations.jsonl").write_text("")
    assert kinds(imported(small, tasks)) == []


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        (8, 4, False),
        (8, 3, True),
        (7, 4, False),
        (7, 3, True),
        (3, 2, False),
        (3, 1, True),
        (2, 1, False),
        (1, 1, False),
        (1, 0, True),
        (0, 0, False),
        (0, 5, False),
    ],
)
def test_far_fewer_claims_are_fewer_than_half(before: int, after: int, is_refused: bool) -> None:
    assert is_far_fewer(before, after) == is_refused


def test_a_layer_that_would_lose_more_than_half_of_its_claims_stays_until_its_task_is_named(small: Workspace) -> None:
    before = layers(small)["heron_a_ada"]
    tasks = export_of(small, "ada")
    claims = [claim for claim in before.claims if claim.label == "attributed_statement"]
    figures = len(before.claims) - len(claims)
    most = len(before.claims) // 2
    half, less = copy.deepcopy(tasks), copy.deepcopy(tasks)
    only(annotation_of(half), len(before.claims) - most)
    only(annotation_of(less), len(before.claims) - most - (1 if len(before.claims) % 2 else 0) - 1)
    assert figures + len(claims) == len(before.claims)
    outcome = imported(small, less)
    assert kinds(outcome) == ["layer-shrunk"]
    assert (outcome.needs_fixing, outcome.changes, layers(small)["heron_a_ada"]) == (True, (), before)
    assert f"heron_a_ada: {len(before.claims)} claims, finished -> " in outcome.pulled.problems[0].message
    assert "claims, fewer than half; it stays as it is" in outcome.pulled.problems[0].message
    assert outcome.pulled.problems[0].advice.endswith("with --accept-empty 7")
    assert outcome.refused_file is not None
    assert json.loads(outcome.refused_file.read_text())[0]["annotations"] == [annotation_of(less)]
    outcome = imported(small, half)
    assert kinds(outcome) == []
    assert f"~ heron_a_ada: {len(before.claims)} claims -> {len(before.claims) - most}" in outcome.changes[0]


def test_few_claims_take_the_place_of_many_if_their_task_is_named(small: Workspace) -> None:
    tasks = export_of(small, "ada")
    only(annotation_of(tasks), 1)
    outcome = imported(small, tasks, accept_empty=["7"])
    assert (kinds(outcome), len(layers(small)["heron_a_ada"].claims)) == ([], 1)


def only(annotation: dict[str, Any], count: int) -> None:
    """Keep the first claims of an annotation and what is theirs alone; relations between claims go."""
    labels = ("attributed_statement", "casualty_figure", "historical_background")
    claims = [region for label in labels for region in regions(annotation, label)]
    kept = set(claims[:count])
    gone = set(claims) - kept
    ends = [(x["from_id"], x["to_id"]) for x in annotation["result"] if x.get("type") == "relation"]
    parts = {end for pair in ends for end in pair} - set(claims)
    gone |= {part for part in parts if not any(part in pair and kept & set(pair) for pair in ends)}
    annotation["result"] = [
        x for x in annotation["result"] if not {x.get("id"), x.get("from_id"), x.get("to_id")} & gone
    ]


def copy_by_ada(small: Workspace) -> list[dict[str, Any]]:
    """Return an export in which ada copied bela's annotation, which was then deleted, and changed the copy."""
    tasks = export_of(small, "bela")
    without_claims(annotation_of(tasks), 1)
    annotation_of(tasks)["completed_by"] = 1
    return tasks


@pytest.mark.parametrize("users", [USERS, {"ada": 1}])
def test_who_completed_a_copy_of_somebodys_layer_is_its_author(small: Workspace, users: dict[str, Account]) -> None:
    before = layers(small)
    outcome = imported(small, copy_by_ada(small), users=users, accept_empty=["7"])
    assert kinds(outcome) == ["layer-of-other"]
    assert "ada completed it, and it was made from heron_a_bela" in outcome.pulled.problems[0].message
    after = layers(small)
    assert after["heron_a_bela"] == before["heron_a_bela"]
    assert len(after["heron_a_ada"].claims) == len(before["heron_a_bela"].claims) - 1


def test_an_old_copy_by_somebody_else_does_not_replace_a_newer_layer(small: Workspace) -> None:
    tasks = export_of(small, "bela")
    later = copy.deepcopy(tasks)
    without_claims(annotation_of(later), 1)
    imported(small, later)
    newer = layers(small)["heron_a_bela"]
    annotation_of(tasks)["completed_by"] = 1
    outcome = imported(small, tasks)
    assert kinds(outcome) == ["layer-of-other"]
    assert layers(small)["heron_a_bela"] == newer
    annotation_of(tasks)["completed_by"] = 2
    assert kinds(imported(small, tasks)) == ["layer-older"], "of the same second; which is later nobody knows"
    annotation_of(tasks)["updated_at"] = "2031-10-21T00:00:00Z"
    assert kinds(imported(small, tasks)) == [], "bela herself may go back to it"
    assert layers(small)["heron_a_bela"] != newer


def misdated(annotation: dict[str, Any]) -> None:
    """Change a layer and give it a date that only a check finds to be none."""
    without_claims(annotation, 1)
    annotation["updated_at"] = "2031-13-45T08:30:00Z"


def test_a_layer_that_would_bring_problems_is_refused_alone_and_the_problems_are_named(small: Workspace) -> None:
    before = layers(small)
    tasks = export_of(small, "ada", "bela")
    misdated(annotation_of(tasks))
    annotation_of(tasks, 1)["lead_time"] = 12.5
    for dry_run in (True, False):
        outcome = imported(small, copy.deepcopy(tasks), dry_run=dry_run)
        assert kinds(outcome) == ["layer-has-problems"]
        assert "heron_a_ada was not read, for it would bring date-invalid: " in outcome.pulled.problems[0].message
        assert outcome.pulled.problems[0].annotation == "700"
        assert outcome.new_or_changed == 1
    after = layers(small)
    assert after["heron_a_ada"] == before["heron_a_ada"]
    assert after["heron_a_bela"].lead_time_seconds == 12.5
    assert outcome.refused_file is not None
    [refused] = json.loads(outcome.refused_file.read_text())
    assert refused["annotations"] == [annotation_of(tasks)]
    assert len(refused["problems"]) == len(outcome.pulled.problems)


def broken(annotation: dict[str, Any]) -> None:
    """Give two choices of one slot."""
    entry = next(x for x in annotation["result"] if x.get("from_name") == "presented_as")
    entry["value"]["choices"] = ["asserted", "possible"]


def test_a_fixed_file_is_not_overwritten_and_the_next_has_a_number(small: Workspace) -> None:
    tasks = export_of(small, "ada")
    broken(annotation_of(tasks))
    first = imported(small, tasks).refused_file
    assert first is not None
    assert first.name == "export.refused.json"
    assert first.stat().st_mode & 0o077 == 0, "it has texts and addresses"
    assert imported(small, tasks).refused_file == first, "nobody has changed it"
    fixed = first.read_text().replace('"possible"', "").replace('"asserted",', '"asserted"')
    first.write_text(fixed)
    second = imported(small, tasks).refused_file
    assert second is not None
    assert (second.name, first.read_text()) == ("export.refused.2.json", fixed)
    second.write_text(fixed + " ")
    third = imported(small, tasks).refused_file
    assert third is not None
    assert (third.name, second.read_text()) == ("export.refused.3.json", fixed + " ")
    assert first.read_text() == fixed


def test_what_was_fixed_by_hand_and_read_stays_when_the_same_export_is_read_again(small: Workspace) -> None:
    tasks = export_of(small, "ada")
    broken(annotation_of(tasks))
    first = imported(small, tasks).refused_file
    assert first is not None
    assert not layers(small)["heron_a_ada"].complete
    refused = json.loads(first.read_text())
    entry = next(x for x in refused[0]["annotations"][0]["result"] if x.get("from_name") == "presented_as")
    entry["value"]["choices"] = ["possible"]
    first.write_text(json.dumps(refused))
    outcome = import_results(small, small.corpus(OPEN), first, USERS)
    assert kinds(outcome) == []
    fixed = layers(small)["heron_a_ada"]
    assert fixed.complete
    again = imported(small, tasks)
    assert (kinds(again), again.needs_fixing, again.refused_file) == ([], False, None)
    assert again.pulled.notices[0].startswith("heron_a_ada stays as it is: it was fixed by hand")
    assert layers(small)["heron_a_ada"] == fixed
    annotation_of(tasks)["updated_at"] = "2031-10-21T00:00:00Z"
    assert imported(small, tasks).needs_fixing, "the annotation has changed on the server since"
    assert not layers(small)["heron_a_ada"].complete


def test_a_fixed_file_with_a_fault_left_is_read_and_what_is_left_goes_to_the_next(small: Workspace) -> None:
    tasks = export_of(small, "ada")
    broken(annotation_of(tasks))
    annotation_of(tasks)["result"].append({"id": "x", "from_name": "mood", "value": {"start": 0, "end": 5}})
    first = imported(small, tasks).refused_file
    assert first is not None
    before = len(layers(small)["heron_a_ada"].claims)
    first.write_text(first.read_text().replace('"possible"', "").replace('"asserted",', '"asserted"'))
    fixed = first.read_text()
    outcome = import_results(small, small.corpus(OPEN), first, USERS)
    assert outcome.refused_file is not None
    assert (outcome.refused_file.name, first.read_text()) == ("export.refused.2.json", fixed)
    assert len(layers(small)["heron_a_ada"].claims) == before + 1


@settings(max_examples=150, deadline=None)
@given(shown(), st.randoms(use_true_random=False))
def test_however_an_export_is_damaged_no_layer_loses_claims_in_silence(
    drawn: tuple[Article, list[Annotation]], random: Any
) -> None:
    """Every claim of a layer in the repository is there afterwards, or a loss or a problem is reported."""
    article, sent = drawn
    stored = {layer.annotation_id: LayerLine.of(layer) for layer in sent}
    task = exported(json.loads(json.dumps(make_task(article, sent, guideline_version="2.0.0"))))
    for annotation in task["annotations"]:
        for _ in range(random.randrange(3)):
            break_entry(annotation["result"], random)
        if random.random() < 0.4:
            annotation[random.choice(["result", "completed_by", "updated_by", "unique_id"])] = random.choice(
                [*ODD, 1, 2]
            )
    if random.random() < 0.1:
        task["annotations"] = random.choice(ODD)
    pulled = PulledLayers()
    origin = ExportOrigin(Queue(OPEN, "ada"), "0" * 64, "label-studio 1.0")
    pulled.collect(origin, [read_task(task, article, {1: "ada", 2: "bela"}, tool=origin.tool)], stored)
    refuse_far_fewer(pulled, stored)
    changed = {key: line for key, line in pulled.layers.items() if stored.get(key) != line}
    told = "\n".join(change_lines(stored, changed, shown=0))
    for layer_id, line in pulled.layers.items():
        if layer_id in stored and stored[layer_id] != line:
            before, after = stored[layer_id].layer, line.layer
            lost = {claim.claim_id for claim in before.claims} - {claim.claim_id for claim in after.claims}
            if lost or before.complete > after.complete:
                assert f"~ {layer_id}: " in told
            assert not is_far_fewer(len(before.claims), len(after.claims))


REFUSED = st.lists(
    st.dictionaries(
        st.text(max_size=5),
        st.text(max_size=9) | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        max_size=3,
    ),
    min_size=1,
    max_size=3,
)


@given(REFUSED, REFUSED)
def test_a_file_of_refused_tasks_is_replaced_as_long_as_nobody_has_changed_it(
    tmp_path_factory: pytest.TempPathFactory, tasks: list[dict[str, Any]], later: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("refused") / "x.refused.json"
    assert is_as_written(path)
    assert write_refused(path, tasks) == path
    assert is_as_written(path)
    assert write_refused(path, later) == path
    remove_refused(path)
    assert not path.exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "[1]", "null", "[" * 100_000, '[{"id": 1, "sha256_as_written": "0"}]', "\udcff"]
)
def test_a_file_that_was_not_written_so_is_never_overwritten_or_removed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "refused.json"
    path.write_text(content, errors="surrogateescape")
    assert write_refused(path, [{"id": 1}]) == tmp_path / "refused.2.json"
    remove_refused(path)
    assert path.read_text(errors="surrogateescape") == content
    (tmp_path / "refused.3.json").mkdir()
    (tmp_path / "refused.2.json").write_text("mine")
    assert write_refused(path, [{"id": 2}]) == tmp_path / "refused.4.json"
