"""A pull against a server in memory: what comes back lands in its place, once, and is written whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_server import FakeServer
from hypothesis import given
from hypothesis import strategies as st
from invented import plain_article
from strategies import layers_of

from claimwire.corpus.records import record_json, write_jsonl
from claimwire.errors import LabelStudioError, RecordError
from claimwire.formats.layers import merged
from claimwire.labelstudio.server import pull
from claimwire.labelstudio.server.plan import compared
from claimwire.labelstudio.server.protocol import Snapshot, UnsureError
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.tasks.read import Read
from claimwire.labelstudio.tasks.write import task
from claimwire.schema import Annotation, Article

ANNA, BEN = Queue("heron", "anna", "pilot"), Queue("heron", "ben")
TOOL = "label-studio 1.0"
SHA = "0" * 64


def article(number: int) -> Article:
    raw = f"Gate {number} shut\n\nA gate is shut.\n\nThe gate was shut, Ada Lorn said."
    return plain_article(raw, article_id=f"heron_{number}")


ARTICLES = {f"heron_{number}": article(number) for number in range(3)}


def layer(article_id: str, annotator: str, **given: Any) -> Annotation:
    facts: dict[str, Any] = {"guideline_version": "1.0.0", "tool": "by hand", "complete": True, "claims": ()}
    names = {"article_id": article_id, "annotator_id": annotator, "annotation_id": f"{article_id}_{annotator}"}
    return Annotation(**(facts | names | given))


def collected(reads: list[Read], queue: Queue = ANNA, standing: dict[str, str] | None = None) -> pull.Pulled:
    pulled = pull.Pulled()
    pull.collect(pulled, pull.Origin(queue, SHA, TOOL), reads, standing or {}, lambda: None)
    return pulled


NAMES = st.tuples(st.sampled_from(["heron_1", "heron_2"]), st.sampled_from(["anna", "ben", "model_a"]))
LAYERS = st.lists(st.tuples(NAMES, st.floats(0, 99)), unique_by=lambda drawn: drawn[0], max_size=5).map(
    lambda drawn: [layer(*names, lead_time_seconds=seconds) for names, seconds in drawn]
)


@given(LAYERS, LAYERS)
def test_pulled_layers_are_merged_as_records_are(standing: list[Annotation], new: list[Annotation]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annotations.jsonl"
        write_jsonl(path, standing)
        pull.merge_into(path, {made.annotation_id: record_json(made) for made in new})
        assert path.read_text() == "".join(record_json(made) + "\n" for made in merged(standing, new))


def test_nothing_new_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "annotations.jsonl"
    write_jsonl(path, [layer("heron_1", "anna"), layer("heron_1", "ben")])
    before = path.stat().st_ino
    assert pull.merge_into(path, pull.standing_layers(path)) is False
    assert path.stat().st_ino == before
    assert pull.merge_into(path, {"heron_2_anna": record_json(layer("heron_2", "anna"))}) is True
    assert len(path.read_text().splitlines()) == 3


def test_a_line_that_is_no_layer_is_told(tmp_path: Path) -> None:
    path = tmp_path / "annotations.jsonl"
    path.write_text('{"annotation_id": "a"}\n')
    with pytest.raises(RecordError, match=r"annotations\.jsonl:1"):
        pull.standing_layers(path)


def test_a_layer_made_in_label_studio_says_where_it_was_read(tmp_path: Path) -> None:
    made, sent = layer("heron_1", "anna", tool=TOOL), layer("heron_2", "anna")
    pulled = collected([Read([made, sent])])
    assert pull.parsed(pulled.layers["heron_1_anna"]) == made.model_copy(
        update={"batch": "pilot", "source_sha256": SHA}
    )
    assert pull.parsed(pulled.layers["heron_2_anna"]) == sent


def test_a_layer_that_is_the_same_keeps_the_export_it_was_first_read_from() -> None:
    first = layer("heron_1", "anna", tool="label-studio 0.9", batch="pilot", source_sha256="1" * 64)
    standing = {first.annotation_id: record_json(first)}
    again = first.model_copy(update={"tool": TOOL, "batch": None, "source_sha256": None})
    assert collected([Read([again])], standing=standing).layers == standing
    other = again.model_copy(update={"complete": False})
    changed = pull.parsed(collected([Read([other])], standing=standing).layers[first.annotation_id])
    assert changed is not None
    assert (changed.source_sha256, changed.tool) == (SHA, TOOL)


def test_of_two_layers_that_of_the_annotators_own_queue_is_taken_and_the_other_told() -> None:
    own, stray = layer("heron_1", "ben", lead_time_seconds=1.0), layer("heron_1", "ben", lead_time_seconds=2.0)
    for order in ((ANNA, BEN), (BEN, ANNA)):
        pulled = pull.Pulled()
        for queue in order:
            made = own if queue == BEN else stray
            pull.collect(pulled, pull.Origin(queue, SHA, TOOL), [Read([made])], {}, lambda: None)
        assert pull.parsed(pulled.layers["heron_1_ben"]) == own
        assert [problem.problem_id for problem in pulled.problems] == ["layer-twice"]


def test_an_export_is_read_task_by_task_and_strangers_are_told(tmp_path: Path) -> None:
    remote = FakeServer()
    remote.create_project(ANNA.title, ANNA.description, "<View/>")
    own = [task(a, [layer(a.article_id, "anna")], guideline_version="1.0.0") for a in ARTICLES.values()]
    empty: list[Any] = []
    stranger = {"data": {"text": "x"}, "annotations": [{"result": []}], "predictions": empty}
    remote.import_tasks(1, list(map(json.dumps, [*own, stranger, stranger | {"annotations": empty}])))
    kept = pull.kept_export(remote, remote.projects()[0], tmp_path, "anna")
    assert remote.requests[-1] == "discard"
    reads = list(pull.read_export(kept.path, ARTICLES, {"admin@localhost": "anna"}, TOOL))
    assert [len(read.layers) for read in reads] == [1, 1, 1, 0, 0]
    assert [p.problem_id for read in reads for p in read.problems] == ["task-without-article"]


def test_a_download_that_breaks_off_is_made_again_and_then_given_up(tmp_path: Path) -> None:
    remote = FakeServer(cut=2)
    remote.create_project(ANNA.title, ANNA.description, "<View/>")
    remote.import_tasks(1, [json.dumps(task(a, guideline_version="1.0.0")) for a in ARTICLES.values()])
    project = remote.projects()[0]
    kept = pull.kept_export(remote, project, tmp_path, "anna")
    assert kept.path.is_file()
    remote.cut = 3
    with pytest.raises(UnsureError, match="broke off"):
        pull.kept_export(remote, project, tmp_path, "anna")


def test_an_export_that_arrives_otherwise_than_it_was_made_is_not_kept(tmp_path: Path) -> None:
    class Altering(FakeServer):
        def download(self, project: int, snapshot: Snapshot) -> Iterator[bytes]:
            yield b"".join(super().download(project, snapshot)) + b" "

    remote = Altering()
    remote.create_project(ANNA.title, ANNA.description, "<View/>")
    with pytest.raises(UnsureError, match="did not arrive whole"):
        pull.kept_export(remote, remote.projects()[0], tmp_path, "anna")
    assert list(tmp_path.iterdir()) == []


def test_somebody_the_repository_does_not_know_is_told_with_the_line_to_add() -> None:
    pull.require_known(["anna"], ["anna", "ben"])
    with pytest.raises(LabelStudioError, match="does not know cleo") as caught:
        pull.require_known(["anna", "cleo"], ["anna", "ben"])
    line = str(caught.value).split("such as ", 1)[1].split("}", 1)[0] + "}"
    assert json.loads(line)["annotator_id"] == "cleo"


@given(layers_of("heron_1", 60, "anna"), layers_of("heron_1", 60, "anna"))
def test_a_comparison_tells_every_claim_that_differs(before: Annotation, after: Annotation) -> None:
    change = compared("heron_1_anna", before, after)
    old, new = ({claim.claim_id: claim for claim in made.claims} for made in (before, after))
    assert (change.kind == "same") == (before == after)
    assert set(change.added) == new.keys() - old.keys()
    assert set(change.removed) == old.keys() - new.keys()
    assert set(change.altered) == {key for key in old.keys() & new.keys() if old[key] != new[key]}
    assert compared("x", None, after).kind == "new"
    assert compared("x", before, None).kind == "not there"
