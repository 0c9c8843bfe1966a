"""A push against a server in memory: each article once in each queue, wherever it was broken off."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from fake_server import FakeServer, Killed
from hypothesis import given
from hypothesis import strategies as st
from invented import plain_article

from claimwire.errors import ClaimwireError, LabelStudioError
from claimwire.labelstudio.lines import LayerLine
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.server.plan import QueuePlan, duplicate_tasks
from claimwire.labelstudio.server.plan import blockers as blockers_of
from claimwire.labelstudio.server.predicting import PredictedLine
from claimwire.labelstudio.server.protocol import OutcomeUnknownError, ServerProject, ServerTask
from claimwire.labelstudio.server.push import TaskSource, plan_queues, push_queue
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.session import queues_of
from claimwire.schema import Annotation, Article

ANNA, BEN = Queue("heron", "anna"), Queue("heron", "ben")
ARTICLES = {
    f"heron_{number}": plain_article(
        f"Gate {number} shut\n\nA gate is shut.\n\nThe gate was shut, Ada Lorn said.", article_id=f"heron_{number}"
    )
    for number in range(7)
}
USERS = {"anna": 2, "ben": 3}


def layer(article: Article, annotator: str, **given: object) -> LayerLine:
    facts = {"guideline_version": "2.0.0", "tool": "by hand", "complete": True, "claims": ()}
    return LayerLine.of(
        Annotation.model_validate(
            {
                "annotation_id": f"{article.article_id}_{annotator}",
                "article_id": article.article_id,
                "annotator_id": annotator,
                **facts,
                **given,
            }
        )
    )


def source(articles: Mapping[str, Article] = ARTICLES, **given: object) -> TaskSource:
    return replace(TaskSource(articles, "2.0.0", {}, {}, USERS), **given)  # type: ignore[arg-type]


def everything(queues: tuple[Queue, ...] = (ANNA, BEN), made: TaskSource | None = None) -> dict[Queue, list[str]]:
    return {queue: list((made or source()).articles) for queue in queues}


def planned(server: FakeServer, made: TaskSource, queues: Mapping[Queue, list[str]]) -> list[QueuePlan]:
    return plan_queues(server, made, queues, queues_of(server, "heron"))


def run(server: FakeServer, made: TaskSource, queues: Mapping[Queue, list[str]], batch: int = 3) -> None:
    for item in planned(server, made, queues):
        push_queue(server, made, item, batch=batch)


def contents(server: FakeServer) -> dict[str, list[str]]:
    return {p.title: sorted(t["data"]["doc_key"] for t in p.tasks.values()) for p in server.kept.values()}


WHOLE = {queue.title: sorted(ARTICLES) for queue in (ANNA, BEN)}


def test_a_second_push_asks_for_no_change() -> None:
    server = FakeServer()
    run(server, source(), everything())
    assert contents(server) == WHOLE
    server.requests.clear()
    run(server, source(), everything())
    assert server.requests == []
    assert all(item.is_done for item in planned(server, source(), everything()))


@given(
    st.lists(st.sampled_from(["ok", "before", "after", "late", "kill-before", "kill-after"]), max_size=12),
    st.booleans(),
    st.integers(1, 4),
)
def test_whatever_fails_the_next_pushes_leave_every_article_once(faults: list[str], layers: bool, batch: int) -> None:
    own = {ANNA: {key: layer(article, "anna") for key, article in ARTICLES.items()}} if layers else {}
    server, made = FakeServer(faults), source(layers=own)
    for _ in range(len(faults) + 2):
        try:
            run(server, made, everything(made=made), batch)
        except (OutcomeUnknownError, Killed):
            continue
    server.faults.clear()
    server.arrive()
    run(server, made, everything(made=made), batch)
    assert contents(server) == WHOLE
    for task in next(p for p in server.kept.values() if p.title == ANNA.title).tasks.values():
        assert len(task["annotations"]) == (1 if layers else 0)


def test_an_answer_of_500_after_the_work_was_done_sends_nothing_twice() -> None:
    server = FakeServer(["after", "after", "ok", "after"])
    run(server, source(), everything())
    assert contents(server) == WHOLE
    assert [request for request in server.requests if request.startswith("import")] == [
        *("import 3", "import 3", "import 1"),
        *("import 3", "import 3", "import 1"),
    ]


def test_what_the_server_refuses_ends_the_push() -> None:
    server = FakeServer(["ok", "refuse"])
    with pytest.raises(LabelStudioError, match="400"):
        run(server, source(), everything())


def changed(key: str) -> TaskSource:
    other = plain_article("Gate shut for good\n\nIt is.\n\nNobody knows why.", article_id=key)
    return source(ARTICLES | {key: other})


def blockers(server: FakeServer, made: TaskSource, **given: bool) -> list[str]:
    options = {"replace_changed": False, "migrate": False} | given
    return blockers_of(planned(server, made, everything(made=made)), **options)


def test_a_changed_text_is_found_before_anything_is_sent_and_replaced_only_on_request() -> None:
    server = FakeServer()
    run(server, source(), everything())
    made = changed("heron_3")
    assert "heron_3" in blockers(server, made)[0]
    assert "--replace-changed" in blockers(server, made)[0]
    assert blockers(server, made, replace_changed=True) == []
    run(server, made, everything(made=made))
    assert contents(server) == WHOLE
    assert blockers(server, made) == []


def test_a_changed_text_that_was_worked_on_stays() -> None:
    server = FakeServer()
    run(server, source(), everything())
    number = next(t.number for t in server.tasks(1) if t.doc_key == "heron_3")
    server.add_annotation(number, {"unique_id": "u", "result": [], "completed_by": 2})
    assert "pull first" in blockers(server, changed("heron_3"), replace_changed=True)[0]


def test_a_changed_text_with_a_draft_is_not_deleted() -> None:
    server = FakeServer()
    run(server, source(), everything())
    number = next(t.number for t in server.tasks(1) if t.doc_key == "heron_3")
    server.kept[1].tasks[number]["drafts"].append({"result": [{"id": "r"}]})
    with pytest.raises(LabelStudioError, match="begun to work"):
        run(server, changed("heron_3"), everything())
    assert number in server.kept[1].tasks


def test_a_changed_text_with_a_draft_blocks_the_push_before_anything_is_sent() -> None:
    server = FakeServer()
    run(server, source(), everything())
    number = next(t.number for t in server.tasks(1) if t.doc_key == "heron_3")
    server.kept[1].tasks[number]["drafts"].append({"result": []})
    [reason] = blockers(server, changed("heron_3"), replace_changed=True)
    assert f"is not that of task {number}, of which somebody has a draft" in reason
    assert blockers(server, changed("heron_2"), replace_changed=True) == []


@pytest.mark.parametrize("result", [[], [{"id": "r"}], "sent"])
def test_a_task_twice_of_which_one_has_a_draft_keeps_that_one(result: object) -> None:
    """A draft counts whatever is in it, also if it is what the task was sent with."""
    own = {ANNA: {key: layer(article, "anna") for key, article in ARTICLES.items()}}
    server, made = FakeServer(), source(layers=own)
    run(server, made, everything())
    server.import_tasks(1, [json.dumps(made.task(ANNA, "heron_2"))])
    first, second = sorted(number for number, t in server.kept[1].tasks.items() if t["data"]["doc_key"] == "heron_2")
    sent = server.kept[1].tasks[second]["annotations"][0]["result"]
    server.kept[1].tasks[second]["drafts"].append({"result": sent if result == "sent" else result})
    run(server, made, everything())
    assert contents(server) == WHOLE
    assert second in server.kept[1].tasks
    assert first not in server.kept[1].tasks


def test_two_tasks_of_an_article_with_drafts_block_the_push() -> None:
    server, made = FakeServer(), source()
    run(server, made, everything())
    server.import_tasks(1, [json.dumps(made.task(ANNA, "heron_2"))])
    for task in server.kept[1].tasks.values():
        if task["data"]["doc_key"] == "heron_2":
            task["drafts"].append({"result": []})
    assert "worked on in several tasks" in blockers(server, made)[0]


def test_a_draft_that_is_begun_after_the_plan_was_made_is_not_deleted() -> None:
    server = FakeServer()
    run(server, source(), everything())
    made = changed("heron_3")
    [anna, _] = planned(server, made, everything(made=made))
    assert anna.begun == ()
    number = anna.changed[0].number
    server.kept[1].tasks[number]["drafts"].append({"result": []})
    with pytest.raises(LabelStudioError, match=f"begun to work on task {number}"):
        push_queue(server, made, anna)
    assert number in server.kept[1].tasks


def test_a_task_twice_of_which_one_was_worked_on_keeps_that_one() -> None:
    server, made = FakeServer(), source()
    run(server, made, everything())
    server.import_tasks(1, [json.dumps(made.task(ANNA, "heron_2"))])
    second = max(server.kept[1].tasks)
    server.add_annotation(second, {"unique_id": "u", "result": [], "completed_by": 2})
    run(server, made, everything())
    assert contents(server) == WHOLE
    assert second in server.kept[1].tasks


def test_of_tasks_that_arrived_twice_the_oldest_comes_first_in_whatever_order_they_are_listed() -> None:
    tasks = [ServerTask(number, key, "0" * 64, 0, 0, "") for number, key in ((9, "b"), (7, "a"), (3, "b"), (5, ""))]
    tasks += [ServerTask(number, "", "0" * 64, 0, 0, "") for number in (1, 2)]
    for listed in (tasks, tasks[::-1]):
        assert [[task.number for task in group] for group in duplicate_tasks(listed)] == [[3, 9]]


def test_two_tasks_of_an_article_that_were_both_worked_on_block_the_push() -> None:
    server, made = FakeServer(), source()
    run(server, made, everything())
    server.import_tasks(1, [json.dumps(made.task(ANNA, "heron_2"))])
    for task in server.tasks(1):
        if task.doc_key == "heron_2":
            server.add_annotation(task.number, {"unique_id": str(task.number), "result": [], "completed_by": 2})
    assert "worked on in several tasks" in blockers(server, made)[0]


def test_layers_and_predictions_that_come_later_are_added_once() -> None:
    server = FakeServer()
    run(server, source(), everything())
    own = {ANNA: {"heron_1": layer(ARTICLES["heron_1"], "anna")}}
    predicted = {"heron_1": [PredictedLine.of_layer(layer(ARTICLES["heron_1"], "model_a", tool="a model 1"))]}
    made = source(layers=own, predictions=predicted)
    for _ in range(2):
        run(server, made, everything())
    annotated = [t for t in server.tasks(1) if t.annotations]
    assert [(t.doc_key, t.annotations) for t in annotated] == [("heron_1", 1)]
    for project in (1, *(p for p in server.kept if p != 1)):
        models = [t.models for t in server.tasks(project) if t.doc_key == "heron_1"]
        assert models == ["model_a (a model 1)"]


def test_of_two_predictions_only_the_one_that_a_task_does_not_have_is_added() -> None:
    server = FakeServer()
    layers = (layer(ARTICLES["heron_1"], f"model_{x}", tool="a model 1") for x in "ab")
    first, second = map(PredictedLine.of_layer, layers)
    for predictions in ([first], [first, second]):
        run(server, source(predictions={"heron_1": predictions}), everything((ANNA,)))
    [models] = [task.models for task in server.tasks(1) if task.doc_key == "heron_1"]
    assert models == "model_a (a model 1),model_b (a model 1)"


def test_a_task_that_was_skipped_gets_no_layer() -> None:
    """The annotator has decided about it; a layer of another day would hide that."""
    server, made = FakeServer(), source()
    run(server, made, everything())
    skipped, untouched = (next(t.number for t in server.tasks(1) if t.doc_key == f"heron_{n}") for n in (1, 2))
    server.add_annotation(skipped, {"unique_id": "u", "result": [], "was_cancelled": True, "completed_by": 2})
    own = {ANNA: {key: layer(ARTICLES[key], "anna") for key in ("heron_1", "heron_2")}}
    made = source(layers=own)
    [plan, _] = planned(server, made, everything())
    assert [task.number for task in plan.annotate] == [untouched]
    run(server, made, everything())
    assert len(server.kept[1].tasks[skipped]["annotations"]) == 1
    assert len(server.kept[1].tasks[untouched]["annotations"]) == 1


@pytest.mark.parametrize(("batch", "told"), [(1, "a task that was"), (4, "4 tasks that were")])
def test_a_batch_that_was_thought_lost_and_arrives_during_the_push_is_removed_by_it(batch: int, told: str) -> None:
    class Slow(FakeServer):
        def task_count(self, project: int) -> int:
            self.arrive()
            return super().task_count(project)

    server, said = Slow(["ok", "late"]), []
    [plan] = planned(server, source(), {ANNA: list(ARTICLES)})
    push_queue(server, source(), plan, log=said.append, batch=batch)
    assert contents(server) == {ANNA.title: sorted(ARTICLES)}
    assert server.requests.count("delete_task") == batch
    assert said[-1].endswith(f"removed {told} there twice, or had another text or older layers")


def test_tasks_are_listed_once_if_no_more_arrive_than_were_sent() -> None:
    """A server needs seconds to list thousands of tasks."""

    class Counting(FakeServer):
        listed = 0

        def tasks(self, project: int) -> list[ServerTask]:
            self.listed += 1
            return super().tasks(project)

    server = Counting()
    some = {key: ARTICLES[key] for key in list(ARTICLES)[:3]}
    run(server, source(some), {ANNA: list(some)})
    assert server.listed == 0, "a project that is made now has no tasks"
    run(server, source(), {ANNA: list(ARTICLES)})
    assert server.listed == 1
    run(server, changed("heron_3"), {ANNA: list(ARTICLES)})
    assert server.listed == 2
    assert contents(server) == {ANNA.title: sorted(ARTICLES)}


def test_progress_is_reported_batch_by_batch() -> None:
    server, reported = FakeServer(), []
    [plan] = planned(server, source(), {ANNA: list(ARTICLES)})
    push_queue(server, source(), plan, reported.append, batch=4)
    assert reported == [4, 3]


def test_a_request_has_a_hundred_tasks_at_most() -> None:
    server, reported = FakeServer(), []
    article = ARTICLES["heron_1"]
    made = source({f"heron_{n}": article.model_copy(update={"article_id": f"heron_{n}"}) for n in range(201)})
    [plan] = planned(server, made, everything((ANNA,), made))
    push_queue(server, made, plan, reported.append)
    assert reported == [100, 100, 1]


def test_the_first_tasks_are_made_while_the_server_makes_the_project() -> None:
    is_read = threading.Event()

    class Read(dict[str, Article]):
        def __getitem__(self, key: str) -> Article:
            is_read.set()
            return super().__getitem__(key)

    class Waiting(FakeServer):
        def create_project(self, *given: Any) -> ServerProject:
            assert is_read.wait(10), "no task was made before the project"
            return super().create_project(*given)

    server = Waiting()
    run(server, source(Read(ARTICLES)), {ANNA: list(ARTICLES)})
    assert contents(server) == {ANNA.title: sorted(ARTICLES)}


def test_a_task_that_cannot_be_made_is_an_error_and_is_sent_when_it_can_be() -> None:
    server = FakeServer()
    twice = {**ARTICLES, "heron_3": ARTICLES["heron_3"].model_copy(update={"text": None})}
    with pytest.raises(ClaimwireError):
        run(server, source(twice), {ANNA: list(ARTICLES)})
    run(server, source(), {ANNA: list(ARTICLES)})
    assert contents(server) == {ANNA.title: sorted(ARTICLES)}


def test_a_server_that_never_says_what_became_of_a_batch_ends_the_push_after_five_attempts() -> None:
    server = FakeServer(["ok", *["before"] * 5])
    with pytest.raises(OutcomeUnknownError, match="not done"):
        run(server, source(), {ANNA: list(ARTICLES)})
    server = FakeServer(["ok", *["before"] * 4])
    run(server, source(), {ANNA: list(ARTICLES)})
    assert contents(server) == {ANNA.title: sorted(ARTICLES)}


def test_two_projects_of_one_queue_are_an_error() -> None:
    server = FakeServer()
    for _ in range(2):
        server.create_project(ANNA.title, ANNA.description, label_config())
    with pytest.raises(LabelStudioError, match="both the queue anna"):
        planned(server, source(), everything())


def test_tasks_that_nobody_pushed_are_left_alone() -> None:
    server = FakeServer()
    run(server, source(), everything())
    server.import_tasks(1, [json.dumps({"data": {"text": "by hand"}, "annotations": [], "predictions": []})])
    before = set(server.kept[1].tasks)
    run(server, source(), everything())
    assert set(server.kept[1].tasks) == before


def test_an_empty_page_is_changed_and_a_page_in_use_only_on_request() -> None:
    server, made = FakeServer(), source()
    run(server, made, everything())
    for project in server.kept.values():
        project.page = label_config().replace("<View", "<View className='old'", 1)
    assert blockers(server, made) == []
    number = next(iter(server.kept[1].tasks))
    server.add_annotation(number, {"unique_id": "u", "result": [], "completed_by": 2})
    assert "--migrate" in blockers(server, made)[0]
    assert blockers(server, made, migrate=True) == []
    run(server, made, everything())
    assert {p.page for p in server.kept.values()} == {label_config().strip()}
