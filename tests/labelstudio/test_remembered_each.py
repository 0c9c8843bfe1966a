"""How many annotators an article gets is remembered with the queues; who may annotate; what a push says it has done."""

from __future__ import annotations

import pytest
from fake_server import FakeServer
from small import OPEN
from test_whole_rounds import ACCOUNTS, pushed, task_of, tasks

from claimwire.corpus.records import record_json
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError
from claimwire.labelstudio.server.prepare import PushRequest, prepare_push
from claimwire.labelstudio.server.queues import each_of


@pytest.fixture
def server() -> FakeServer:
    return FakeServer(accounts=ACCOUNTS)


def numbers(server: FakeServer) -> list[int | None]:
    return [each_of(project.description) for project in server.kept.values()]


def test_each_is_remembered_and_nothing_is_sent_twice_without_it(server: FakeServer, small: Workspace) -> None:
    """Regression: a plain push sent every article to the other annotator as well."""
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=1))
    assert numbers(server) == [1, 1]
    before = tasks(server)
    for request in (PushRequest(OPEN), PushRequest(OPEN, ["ada", "bela"]), PushRequest(OPEN, ["bela", "ada"], each=1)):
        prepared = pushed(server, small, request)
        assert prepared.is_done
        told = () if request.each else ("an article gets 1 annotator, as the queues say; --each changes it",)
        assert tuple(prepared.notices) == told
    assert tasks(server) == before


def test_another_number_is_told_and_remembered_from_then_on(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=1))
    server.kept[1].description += "\nHands off, please."
    prepared = pushed(server, small, PushRequest(OPEN, each=2))
    assert prepared.notices[:1] == ["until now an article got 1 annotator, from now on 2; who has an article keeps it"]
    assert numbers(server) == [2, 2]
    assert server.kept[1].description.endswith("Hands off, please.")
    assert {name: len(ids) for name, ids in tasks(server).items()} == {"ada": 8, "bela": 8}
    assert pushed(server, small, PushRequest(OPEN)).is_done


def test_queues_made_before_learn_the_number_when_it_is_given(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"]))
    assert numbers(server) == [None, None], "nobody gave one"
    assert pushed(server, small, PushRequest(OPEN)).notices == []
    prepared = pushed(server, small, PushRequest(OPEN, each=2))
    assert (prepared.task_count, prepared.summary()) == (0, "remembered --each with 2 queues")
    assert numbers(server) == [2, 2]


def test_somebody_new_gets_the_number_too_and_a_batch_has_its_own(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=1, articles=["heron_a", "heron_b"]))
    pushed(server, small, PushRequest(OPEN, ["ada", "bela", "cleo"]))
    assert numbers(server) == [1, 1, 1]
    assert sorted(key for ids in tasks(server).values() for key in ids) == sorted(small.corpus(OPEN).articles)
    assert prepare_push(server, small, PushRequest(OPEN, ["ada"], batch="pilot", articles=["heron_g"])).notices == []


def test_fewer_annotators_than_the_number_is_no_error_unless_it_was_given(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=2, articles=["heron_a"]))
    assert prepare_push(server, small, PushRequest(OPEN, ["ada"], articles=["heron_b"])).task_count == 1
    with pytest.raises(LabelStudioError, match="cannot have 2 of 1 annotators"):
        prepare_push(server, small, PushRequest(OPEN, ["ada"], each=2, articles=["heron_b"]))


def test_queues_that_do_not_agree_need_a_number(server: FakeServer, small: Workspace) -> None:
    """As after a push with another number that was broken off."""
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=1))
    last = server.kept[max(server.kept)]
    last.description = last.description.replace("each 1", "each 2")
    with pytest.raises(LabelStudioError, match=r"\(ada 1, bela 2\): give one with --each"):
        prepare_push(server, small, PushRequest(OPEN))
    told = pushed(server, small, PushRequest(OPEN, each=1)).notices
    assert told[:1] == [
        "until now an article got 1 annotator or 2 annotators, from now on 1; who has an article keeps it"
    ]
    assert numbers(server) == [1, 1]


@pytest.mark.parametrize(("name", "kind"), [("dora", "model"), ("tally", "rule")])
def test_who_is_no_person_gets_no_queue_but_its_layers_may_be_looked_at(
    server: FakeServer, small: Workspace, name: str, kind: str
) -> None:
    with pytest.raises(LabelStudioError, match=f"{name} is a {kind}, and nobody would work in its queue: --layers"):
        prepare_push(server, small, PushRequest(OPEN, ["ada", name]))
    assert server.kept == {}
    pushed(server, small, PushRequest(OPEN, [name], layers=True))
    assert list(tasks(server)) == [name]
    with pytest.raises(LabelStudioError, match="has no queue yet"):
        prepare_push(server, small, PushRequest(OPEN))
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=["heron_a"]))
    plans = prepare_push(server, small, PushRequest(OPEN)).plans
    assert [plan.queue.annotator_id for plan in plans] == ["ada"], "a plain push gives it no article"


def test_who_has_no_account_gets_no_queue(server: FakeServer, small: Workspace) -> None:
    server.accounts = ACCOUNTS[:2]
    with pytest.raises(LabelStudioError, match="bela: no account on http://fake; make one with"):
        prepare_push(server, small, PushRequest(OPEN, ["ada", "bela"]))
    assert prepare_push(server, small, PushRequest(OPEN, ["bela"]), users=["bela=admin@localhost"]).task_count == 8
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=["heron_a"]))
    server.accounts = ACCOUNTS[:1]
    with pytest.raises(LabelStudioError, match="ada: no account"):
        prepare_push(server, small, PushRequest(OPEN))


def test_who_has_annotated_the_articles_already_is_told_and_layers_are_asked_for(
    server: FakeServer, small: Workspace
) -> None:
    count = sum(layer.annotator_id == "bela" for layer in small.corpus(OPEN).layers.values())
    prepared = prepare_push(server, small, PushRequest(OPEN, ["bela", "cleo"]))
    assert prepared.notices == [
        f"bela: the repository has a layer of theirs over {count} of the articles that are sent; they go as empty "
        "tasks, to be annotated anew: `push heron -a bela --layers` sends the layers with them"
    ]
    assert prepare_push(server, small, PushRequest(OPEN, ["bela"], layers=True)).notices == []
    assert prepare_push(server, small, PushRequest(OPEN, ["bela"], articles=["heron_b"])).notices == []
    pushed(server, small, PushRequest(OPEN, ["bela"]))
    assert prepare_push(server, small, PushRequest(OPEN, ["bela"])).notices == [], "nothing is sent any more"


def test_a_push_says_what_it_has_sent_whether_tasks_were_among_it(
    server: FakeServer, small: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Regression: `sent 0 tasks` when layers and predictions were sent."""
    file = tmp_path_factory.mktemp("predicted") / "predicted.jsonl"
    layer = small.corpus(OPEN).layers["heron_a_bela"].model_copy(update={"annotator_id": "model_x", "tool": "x 1"})
    file.write_text(record_json(layer) + "\n")
    articles = ["heron_a", "heron_c"]
    prepared = pushed(server, small, PushRequest(OPEN, ["bela"], articles=articles))
    assert prepared.summary() == "sent 2 tasks"
    prepared = pushed(server, small, PushRequest(OPEN, ["bela"], articles=articles, layers=True), predictions=file)
    assert prepared.summary() == "sent 2 layers, 1 prediction"
    assert [len(task_of(server, "bela", key)["predictions"]) for key in articles] == [1, 0]
    every = prepare_push(server, small, PushRequest(OPEN, ["ada"], articles=articles, layers=True), predictions=file)
    assert every.summary() == "sent 2 tasks, 2 layers, 1 prediction"


def test_who_has_all_articles_in_another_batch_gets_no_empty_queue(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"]))
    prepared = pushed(server, small, PushRequest(OPEN, ["ada"], batch="again"))
    assert (list(prepared.plans), prepared.without_articles, prepared.changed_queues) == ([], ("ada",), [])
    assert list(tasks(server)) == ["ada"]


def test_only_queues_with_something_to_do_are_pointed_to(server: FakeServer, small: Workspace) -> None:
    pushed(server, small, PushRequest(OPEN, ["ada"], articles=["heron_a"]))
    prepared = prepare_push(server, small, PushRequest(OPEN, ["ada", "bela"], articles=["heron_a"]))
    assert [plan.queue.name for plan in prepared.plans] == ["ada", "bela"]
    assert [queue.name for queue in prepared.changed_queues] == ["bela"]
