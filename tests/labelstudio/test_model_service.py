"""The service of a model without Label Studio: what it answers and refuses, and that it learns while it is asked."""

from __future__ import annotations

import base64
import copy
import http.client
import json
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest
from exported import exported
from ferry import layer_of
from invented import SHIP, plain_article
from stub_models import WordModel, claim_at

from claimwire.baselines.contract import ArticleModel, LabelledArticle
from claimwire.baselines.models import model_named
from claimwire.baselines.predictions import ArticlePrediction, ModelIdentity
from claimwire.errors import LabelStudioError, LockedError, RequestError
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.page.passes import Pass
from claimwire.labelstudio.service import model_service, web
from claimwire.labelstudio.service.deadline import DeadlineReader
from claimwire.labelstudio.service.kept import MARKER, KeptFolder
from claimwire.labelstudio.service.learning import Learner, ServedModel, SubmittedAnswer
from claimwire.labelstudio.service.limits import ANYTHING, Limits
from claimwire.labelstudio.service.model_service import ModelService
from claimwire.labelstudio.service.task_articles import task_article
from claimwire.labelstudio.service.web import ModelServer
from claimwire.labelstudio.tasks.read import read_task
from claimwire.labelstudio.tasks.shown import ShownPrediction
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Article

Json = dict[str, Any]
GATE = plain_article("Gate shut 🚢\n\nThe gate was shut, and the ferry sank.", article_id="heron_2")


def task_of(article: Article, number: int = 7) -> Json:
    """Return a task as Label Studio sends it to a model."""
    return {"id": number, "project": 1, **make_task(article, guideline_version="2.0.0"), "annotations": []}


def answer(words: str, article: Article = GATE, number: int = 1, complete: bool = True, **facts: Any) -> Json:
    """Return what Label Studio tells of an annotation in which somebody marked some words as background."""
    start = (article.text or "").index(words)
    claim = claim_at(article, "heron_anna_1", start, start + len(words))
    layer = layer_of(annotator_id="anna").model_copy(
        update={"claims": (claim,), "article_id": article.article_id, "complete": complete}
    )
    task = exported(make_task(article, [layer], guideline_version="2.0.0"))
    [annotation] = task["annotations"]
    return {
        "action": "ANNOTATION_CREATED",
        "task": {"id": task["id"], "data": task["data"]},
        "annotation": annotation | {"id": number, "completed_by": 3} | facts,
    }


def service(model: ArticleModel | None = None, least: int = 1, limits: Limits = ANYTHING, **given: Any) -> ModelService:
    learner = Learner(ServedModel.of(model or WordModel(gate=0.7)), quiet=0.0, least=least, limits=limits)
    return ModelService(learner, **given)


@contextmanager
def answering(made: ModelService, password: str | None = None) -> Iterator[Callable[..., tuple[int, Json]]]:
    """Give what asks a server of a service, which ends at the end."""
    server = ModelServer(made, "127.0.0.1", 0, password)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(path: str, body: object = None, kind: str = "application/json", **headers: str) -> tuple[int, Json]:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        if body is None:
            connection.request("GET", path, headers=headers)
        else:
            connection.request("POST", path, content, headers | {"Content-Type": kind})
        reply = connection.getresponse()
        told = reply.status, json.loads(reply.read())
        connection.close()
        return told

    try:
        yield ask
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        made.learner.close()


def regions(prediction: Json) -> list[tuple[str, float]]:
    """Return the words of each region of a prediction with its score."""
    return [(x["value"]["text"], x["score"]) for x in prediction["result"] if x["type"] == "labels"]


def test_the_requests_of_label_studio_are_answered() -> None:
    made = service()
    version = made.learner.first.version
    with answering(made) as ask:
        assert ask("/health") == (200, {"status": "UP", "model_version": version})
        assert ask("/") == ask("/health")
        assert ask("/versions") == (200, {"versions": [version]})
        setup = {"project": "1.2", "schema": label_config(), "hostname": "", "access_token": "", "extra_params": None}
        assert ask("/setup", setup) == (200, {"model_version": version})
        asked = {"tasks": [task_of(GATE), {"id": 8, "data": {"image": "x.png"}}], "label_config": label_config()}
        status, told = ask("/predict/", asked)
    assert (status, told["model_version"]) == (200, version)
    first, second = told["results"]
    assert regions(first) == [("gate", 0.7)]
    assert {x["model_version"] for x in told["results"]} == {version}
    assert first["result"][0]["value"]["start"] == (GATE.text or "").index("gate"), "after a character of two units"
    assert (second["result"], second["score"]) == ([], 1.0), "the lowest scores are offered first"


def test_what_it_proposes_comes_back_as_its_prediction() -> None:
    with answering(service()) as ask:
        [prediction] = ask("/predict", {"tasks": [task_of(GATE)]})[1]["results"]
    task = exported(task_of(GATE)) | {"predictions": [prediction | {"id": 31}]}
    result = [x | {"origin": "prediction"} for x in prediction["result"]]
    dates = {"created_at": "2031-10-19T17:05:00Z", "updated_at": "2031-10-19T17:05:00Z"}
    task["annotations"] = [{"id": 1, "completed_by": 1, "parent_prediction": 31, "result": result, **dates}]
    [layer] = read_task(task, GATE, {1: "anna"}).layers
    assert [claim.origin for claim in layer.claims] == ["prediction"]
    assert layer.began_from == prediction["model_version"].split(" ")[0]


REFUSED: list[Any] = [
    pytest.param("/predict", b"{", "application/json", 400, "not JSON", id="no-json"),
    pytest.param("/predict", b"\xff", "application/json", 400, "not JSON in UTF-8", id="no-utf8"),
    pytest.param("/predict", [], "application/json", 400, "has to be a JSON object", id="list"),
    pytest.param("/predict", {"tasks": 3}, "application/json", 400, "has a list `tasks`", id="no-tasks"),
    pytest.param("/predict", {"tasks": [{}] * 1001}, "application/json", 400, "at most 1000", id="many"),
    pytest.param("/predict", {"tasks": []}, "text/plain", 415, "application/json", id="type"),
    pytest.param("/predict", None, "", 405, "asked for with POST", id="get"),
    pytest.param("/health", {}, "application/json", 405, "asked for with GET", id="post"),
    pytest.param("/train", {}, "application/json", 404, "there is no '/train'", id="unknown"),
    pytest.param("/setup", {"schema": "<View/>"}, "application/json", 400, "is not claimwire's", id="page"),
]


@pytest.mark.parametrize(("path", "body", "kind", "status", "told"), REFUSED)
def test_what_cannot_be_answered_is_refused_as_json(path: str, body: object, kind: str, status: int, told: str) -> None:
    with answering(service()) as ask:
        answered, value = ask(path, body, kind)
        assert (answered, told in value["error"]) == (status, True), value
        assert ask("/health")[0] == 200


def test_a_thousand_tasks_are_answered_and_a_body_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    body = json.dumps({"tasks": [{}] * 1000}).encode()
    with answering(service()) as ask:
        monkeypatch.setattr(web, "MOST_BYTES", len(body))
        assert len(ask("/predict", body)[1]["results"]) == 1000
        assert ask("/predict", body + b" ")[0] == 413


def test_a_request_without_its_length_is_refused() -> None:
    made = service()
    server = ModelServer(made, "127.0.0.1", 0)
    threading.Thread(target=server.handle_request).start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    connection.request("POST", "/predict", iter([b"{}"]), {"Content-Type": "application/json"}, encode_chunked=True)
    assert connection.getresponse().status == 411
    connection.close()
    server.server_close()
    made.learner.close()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        pytest.param("Basic " + base64.b64encode(b"anybody:heron").decode(), 200, id="right"),
        pytest.param("Basic " + base64.b64encode(b"anybody:heron2").decode(), 401, id="wrong"),
        pytest.param("Basic ~", 401, id="no-base64"),
        pytest.param("Bearer heron", 401, id="other-kind"),
        pytest.param("", 401, id="none"),
    ],
)
def test_with_a_password_every_request_needs_it(given: str, status: int) -> None:
    made = service()
    with answering(made, "heron") as ask:
        assert ask("/health", Authorization=given)[0] == status
        assert ask("/webhook", answer("ferry"), Authorization=given)[0] == status
    assert bool(made.learner.answers) == (status == 200)


def test_a_page_of_the_first_pass_gets_spans_without_slots() -> None:
    made = service()
    whole, spans = (
        made.predict({"tasks": [task_of(GATE)], "label_config": label_config(step=step)})["results"][0]["result"]
        for step in (Pass.WHOLE, Pass.SPANS)
    )
    assert [x for x in whole if x["from_name"] in ("label", "part")] == spans != whole
    made.learner.close()


def test_an_article_that_is_known_is_the_one_the_model_sees() -> None:
    assert task_article(task_of(SHIP), {SHIP.article_id: SHIP}) is SHIP
    other = task_article(task_of(SHIP), {})
    assert other is not None
    assert (other.text, other.article_id, other.headline) == (SHIP.text, SHIP.article_id, SHIP.headline)
    assert [piece.kind for piece in other.segments] == ["headline", "body"]
    changed = task_of(SHIP)
    changed["data"]["text"] += " More."
    assert task_article(changed, {SHIP.article_id: SHIP}) not in (None, SHIP)


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": 3},
        {"text": "x" * 1_000_001},
        {},
        None,
        {"text": "x \ud83d"},
        {"text": "Das Tor", "language": "de"},
        {"text": "Das Tor", "language": "de-AT"},
    ],
    ids=["empty", "number", "long", "none", "no-data", "half", "german", "region"],
)
def test_what_shows_no_article_is_none(data: object) -> None:
    assert task_article({"data": data}, {}) is None


@pytest.mark.parametrize("language", ["en", "en_GB", "eng", "English", "", None, 3])
def test_a_task_in_english_or_in_no_language_that_is_told_shows_an_article(language: object) -> None:
    found = task_article({"data": {"text": "The gate", "language": language, "headline": "\ud83d"}}, {})
    assert found is not None
    assert found.language == "en"


def test_a_known_article_in_another_language_is_none() -> None:
    german = GATE.model_copy(update={"language": "de"})
    assert task_article(task_of(GATE), {GATE.article_id: german}) is None


@pytest.mark.parametrize("line", ["orlan_post, published 2031-05-06", "x, published soon", 3, None])
def test_the_day_of_an_article_is_read_off_its_byline(line: object) -> None:
    task = {"data": {"text": "x" * 1_000_000, "byline": line}}
    found = task_article(task, {})
    assert found is not None
    assert found.publication.date == ("2031-05-06" if str(line).endswith("-06") else None)


def test_it_learns_from_a_submitted_answer_and_the_next_prediction_is_of_a_new_version() -> None:
    made = service()
    first = made.learner.first.version
    with answering(made) as ask:
        assert ask("/webhook", answer("ferry sank")) == (200, {"taken": 1, "answers": 1})
        assert made.learner.wait(10)
        told = ask("/predict", {"tasks": [task_of(GATE)]})[1]
        assert ask("/setup", {})[1]["model_version"] == told["model_version"] != first
    assert regions(told["results"][0]) == [("gate", 0.7), ("ferry sank", 0.9)]
    assert made.learner.first.version == first, "the first model was not touched"


def test_the_last_answer_of_an_article_counts_and_a_deleted_one_is_forgotten() -> None:
    made = service()
    with answering(made) as ask:
        ask("/webhook", answer("ferry sank"))
        ask("/webhook", answer("was shut", action="ANNOTATION_UPDATED") | {"action": "ANNOTATION_UPDATED"})
        assert made.learner.wait(10)
        learned = ask("/predict", {"tasks": [task_of(GATE)]})[1]["results"][0]
        assert [words for words, _ in regions(learned)] == ["gate", "was shut"]
        ask("/webhook", {"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 99}]})
        assert len(made.learner.answers) == 1
        ask("/webhook", {"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 1}]})
        assert made.learner.wait(10)
        assert made.learner.current == made.learner.first


def test_an_earlier_answer_to_an_article_counts_again_when_the_last_one_is_deleted() -> None:
    made = service(WordModel())
    made.webhook(answer("ferry sank", number=1))
    assert made.webhook(answer("was shut", number=2)) == {"taken": 1, "answers": 1}
    assert made.learner.wait(10)
    assert isinstance(made.learner.current.model, WordModel)
    assert set(made.learner.current.model.scores) == {"was shut"}
    assert made.webhook({"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 2}]})["answers"] == 1
    assert made.learner.wait(10)
    assert set(made.learner.current.model.scores) == {"ferry sank"}
    made.learner.close()


@pytest.mark.parametrize(
    ("project", "left"),
    [(1, {"2:1"}), (2, {"1:1"}), (3, {"1:1", "2:1"}), (None, {"1:1", "2:1"})],
    ids=["first", "second", "other", "untold"],
)
def test_an_annotation_is_known_by_its_project_and_number(project: int | None, left: set[str]) -> None:
    made = service(least=9)
    made.webhook(answer("ferry") | {"project": {"id": 1}})
    made.webhook(answer("Ferry", SHIP) | {"project": {"id": 2}})
    told = {"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 1}]}
    made.webhook(told if project is None else told | {"project": {"id": project}})
    assert set(made.learner.answers) == left
    made.learner.close()


@pytest.mark.parametrize("complete", [True, False])
def test_an_annotation_of_another_server_with_the_same_number_is_told_and_changes_nothing(complete: bool) -> None:
    told: list[str] = []
    made = service(least=9, log=told.append)
    first = answer("ferry", unique_id="00000000-0000-0000-0000-00000000000a") | {"project": {"id": 1}}
    assert made.webhook(first) == {"taken": 1, "answers": 1}
    other = answer("Ferry", SHIP, complete=complete, unique_id="00000000-0000-0000-0000-00000000000b")
    assert made.webhook(other | {"project": {"id": 1}}) == {"taken": 0, "answers": 1}
    assert "run a service for each Label Studio server" in told[-1]
    again = answer("gate was", unique_id="00000000-0000-0000-0000-00000000000a") | {"project": {"id": 1}}
    assert made.webhook(again) == {"taken": 1, "answers": 1}, "the same annotation may change"
    [kept] = made.learner.answers.values()
    assert kept.unique_id == "00000000-0000-0000-0000-00000000000a"
    made.learner.close()


def test_an_annotation_of_one_project_alone_is_forgotten_also_if_the_project_is_not_told() -> None:
    made = service(least=9)
    made.webhook(answer("ferry") | {"project": {"id": 1}})
    assert made.webhook({"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 1}]})["answers"] == 0
    made.learner.close()


def test_forgetting_does_not_make_it_learn_from_fewer_answers_than_it_should() -> None:
    made = service(least=3)
    made.webhook(answer("ferry"))
    made.webhook(answer("Ferry", SHIP, number=2))
    made.webhook({"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 1}]})
    assert made.learner.wait(0)
    assert made.learner.current is made.learner.first
    made.learner.close()


NOT_LEARNED: list[Any] = [
    pytest.param(answer("ferry", complete=False), id="incomplete"),
    pytest.param(answer("ferry", was_cancelled=True), id="skipped"),
    pytest.param(answer("ferry", result=3), id="unreadable"),
    pytest.param(answer("ferry") | {"action": "TASKS_CREATED"}, id="other-action"),
    pytest.param(answer("ferry") | {"task": {"id": 3, "data": {}}}, id="no-text"),
    pytest.param(answer("ferry") | {"task": None}, id="no-task"),
    pytest.param(answer("ferry", article=SHIP) | {"annotation": [3]}, id="no-annotation"),
    pytest.param({}, id="empty"),
]


@pytest.mark.parametrize("told", NOT_LEARNED)
def test_nothing_is_learned_from_what_is_no_whole_answer(told: Json) -> None:
    made = service()
    assert made.webhook(json.loads(json.dumps(told))) == {"taken": 0, "answers": 0}
    assert made.webhook({"action": "START_TRAINING"}) == {"started": False, "answers": 0}
    made.learner.close()


@pytest.mark.parametrize("held", [GATE.article_id, GATE.text_sha256], ids=["id", "text"])
def test_nothing_is_learned_from_an_article_that_is_held_out(held: str) -> None:
    made = service(limits=Limits.of([GATE], {held}))
    assert made.webhook(answer("ferry"))["taken"] == 0
    assert made.learner.limits.against(SHIP) is None
    made.learner.close()


@pytest.mark.parametrize("article_id", ["heron_9", None], ids=["another", "none"])
def test_a_text_that_is_held_out_is_not_learned_from_under_another_id(article_id: str | None) -> None:
    made = service(limits=Limits.of([GATE], {GATE.article_id}))
    told = answer("ferry")
    told["task"]["data"]["article_id"] = article_id
    assert made.webhook(told)["taken"] == 0
    made.learner.close()


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_a_text_that_is_held_out_is_so_with_other_line_ends(end: str) -> None:
    limits = Limits.of([GATE], {GATE.article_id})
    text = (GATE.text or "").replace("\n", end)
    shown = task_article({"data": {"text": text}}, {})
    assert shown is not None
    assert shown.text_sha256 != GATE.text_sha256
    assert limits.against(shown) is not None


def test_another_text_under_a_known_id_is_not_learned_from_and_the_article_stays() -> None:
    base = [LabelledArticle(GATE, (claim_at(GATE, "heron_1_1", 0, 4),))]
    learner = Learner(ServedModel.of(WordModel()), base, quiet=0.0, least=1, limits=Limits.of([GATE], ()))
    made = ModelService(learner)
    other = plain_article("Bell rings\n\nThe bell rang.", article_id=GATE.article_id)
    assert made.webhook(answer("bell", other))["taken"] == 0
    assert made.webhook(answer("Ferry", SHIP))["taken"] == 1
    assert learner.wait(10)
    assert isinstance(learner.current.model, WordModel)
    assert set(learner.current.model.scores) == {"Gate", "Ferry"}
    learner.close()


def test_answers_that_were_kept_are_learned_from_but_for_those_held_out() -> None:
    told: list[str] = []
    kept = [SubmittedAnswer(f"1:{n}", LabelledArticle(x, ())) for n, x in enumerate((GATE, SHIP))]
    limits = Limits.of([], {GATE.text_sha256})
    learner = Learner(ServedModel.of(WordModel()), quiet=0.0, least=1, limits=limits, log=told.append)
    learner.restore(kept)
    assert learner.wait(10)
    assert list(learner.answers) == ["1:1"]
    assert told[0] == "1 of 2 kept answers are not learned from: held out, or changed"
    assert told[1].startswith("learned from 1 answers")
    learner.close()


def test_an_answer_that_is_no_longer_whole_is_forgotten() -> None:
    made = service(least=3)
    made.webhook(answer("ferry"))
    assert made.webhook(answer("ferry", complete=False) | {"action": "ANNOTATION_UPDATED"})["answers"] == 0
    made.learner.close()


def test_it_waits_for_enough_answers_unless_it_is_told_to_begin() -> None:
    made = service(least=2)
    made.webhook(answer("ferry"))
    assert made.learner.wait(0)
    assert made.learner.current is made.learner.first
    assert made.webhook({"action": "START_TRAINING"}) == {"started": True, "answers": 1}
    assert made.learner.wait(10)
    assert made.learner.current != made.learner.first
    made.learner.close()


def test_answers_are_learned_beside_the_base_in_whatever_order_they_came() -> None:
    base = [LabelledArticle(SHIP, (claim_at(SHIP, "heron_1_1", 0, 5),))]
    found = []
    for order in ((1, 2), (2, 1)):
        learner = Learner(ServedModel.of(WordModel()), base, quiet=0.0, least=2)
        made = ModelService(learner)
        other = plain_article("Gate open\n\nThe gate was open.", article_id="heron_3")
        answers = {1: answer("ferry", number=1), 2: answer("was open", other, number=2)}
        for number in order:
            made.webhook(answers[number])
        assert learner.wait(10)
        found.append(learner.current.version)
        assert isinstance(learner.current.model, WordModel)
        assert set(learner.current.model.scores) == {"ferry", "was open", "Ferry"}
        learner.close()
    assert found[0] == found[1]


class SlowModel(WordModel):
    """Fits until it is let go, and tells when it has begun."""

    begun, let_go = threading.Event(), threading.Event()

    def __deepcopy__(self, memo: object) -> SlowModel:
        return SlowModel(**self.scores)

    def fit(self, articles: Sequence[LabelledArticle], seed: int) -> Self:
        self.begun.set()
        assert self.let_go.wait(20)
        return super().fit(articles, seed)


def test_concurrent_calls_during_a_fit_get_one_model_or_the_other_whole() -> None:
    SlowModel.begun.clear()
    SlowModel.let_go.clear()
    made = service(SlowModel(gate=0.7))
    first = made.learner.first.version
    asked = {"tasks": [task_of(GATE, number) for number in range(5)]}
    stop = threading.Event()

    def keep_asking() -> list[Json]:
        told: list[Json] = []
        while not stop.is_set():
            status, value = ask("/predict", asked)
            assert status == 200
            told.append(value)
        return told

    with answering(made) as ask, ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(keep_asking) for _ in range(4)]
        try:
            assert ask("/webhook", answer("ferry sank"))[0] == 200
            assert SlowModel.begun.wait(10)
            assert ask("/predict", asked)[1]["model_version"] == first, "the former serves while the next is fitted"
            SlowModel.let_go.set()
            assert made.learner.wait(10)
            last = ask("/predict", asked)[1]
        finally:
            SlowModel.let_go.set()
            stop.set()
        told = [value for future in futures for value in future.result()]
    new = last["model_version"]
    assert {value["model_version"] for value in told} <= {first, new}
    words = {first: ["gate"], new: ["gate", "ferry sank"]}
    for value in told:
        assert {x["model_version"] for x in value["results"]} == {value["model_version"]}
        assert {tuple(w for w, _ in regions(x)) for x in value["results"]} == {tuple(words[value["model_version"]])}


def test_more_requests_than_there_are_places_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "AT_ONCE", 1)
    entered, leave = threading.Event(), threading.Event()

    class Waiting(WordModel):
        def predict(self, article: Article, prefix: str) -> Any:
            entered.set()
            assert leave.wait(20)
            return super().predict(article, prefix)

    with answering(service(Waiting(gate=0.7))) as ask, ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, "/predict", {"tasks": [task_of(GATE)]})
        assert entered.wait(10)
        status, told = ask("/predict", {"tasks": []})
        taken = ask("/webhook", answer("ferry"))
        leave.set()
        assert (status, told["error"]) == (503, "1 requests are being worked on; try again")
        assert taken == (200, {"taken": 1, "answers": 1}), "what is submitted is told once, and needs no place"
        assert first.result()[0] == 200
        assert ask("/health")[0] == 200


@pytest.mark.parametrize("fault", [ValueError("x"), RuntimeError("x")], ids=["expected", "defect"])
def test_a_fit_that_fails_leaves_the_former_model_and_the_service_goes_on(fault: Exception) -> None:
    class Failing(WordModel):
        fails = True

        def fit(self, articles: Sequence[LabelledArticle], seed: int) -> Self:
            if Failing.fails:
                raise fault
            return super().fit(articles, seed)

    told: list[str] = []
    learner = Learner(ServedModel.of(Failing(gate=0.7)), quiet=0.0, least=1, log=told.append)
    made = ModelService(learner)
    made.webhook(answer("ferry"))
    assert learner.wait(10)
    assert learner.current is learner.first
    assert told == [f"nothing was learned from 1 answers: {type(fault).__name__}: x; {learner.first.version} goes on"]
    Failing.fails = False
    made.webhook(answer("ferry"))
    assert learner.wait(10)
    assert learner.current is not learner.first
    learner.close()


def test_a_defect_of_a_model_is_an_answer_too() -> None:
    class Broken(WordModel):
        def predict(self, article: Article, prefix: str) -> Any:
            raise RuntimeError(article.text)

    told: list[str] = []
    with answering(service(Broken(), log=lambda line: told.append("told"))) as ask:
        status, value = ask("/predict", {"tasks": [task_of(GATE)]})
        assert (status, value) == (500, {"error": "a defect of claimwire: RuntimeError"})
        assert ask("/health")[0] == 200
    assert told == ["told"]


def test_what_is_kept_is_private_and_is_gone_on_with(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path / "keep")
    with kept.open():
        learner = Learner(ServedModel.of(WordModel(gate=0.7)), quiet=0.0, least=1, keeper=kept)
        made = ModelService(learner)
        made.webhook(answer("was shut", number=1))
        made.webhook(answer("ferry sank", number=2))
        made.webhook(answer("gate", number=3))
        made.webhook({"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 3}]})
        assert learner.wait(10)
        learner.close()
        with pytest.raises(LockedError), KeptFolder(tmp_path / "keep").open():
            pass
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    files = [path for path in kept.folder.rglob("*") if path.is_file() and path.name != ".lock"]
    assert {path.name for path in files} == {"answers.jsonl", "model.json", "weights.npz", MARKER}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert kept.answers() == list(learner.answers.values())
    assert len((kept.folder / "answers.jsonl").read_text().splitlines()) == 4, "each change is a line"
    assert ServedModel.of(WordModel.load(kept.folder / "model")).version == learner.current.version
    with kept.open():
        assert len((kept.folder / "answers.jsonl").read_text().splitlines()) == 2
        assert kept.answers() == list(learner.answers.values())


@pytest.mark.parametrize("name", ["model/thesis.txt", "notes.txt", "answers.jsonl"])
def test_a_folder_of_somebody_is_left_as_it_was(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("years of work")
    tmp_path.chmod(0o755)
    with pytest.raises(LabelStudioError, match="has files that no service put there"), KeptFolder(tmp_path).open():
        pass
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / name]
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_an_empty_folder_becomes_its_own_and_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for _ in range(2):
        with KeptFolder(tmp_path).open():
            pass
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_model_that_no_service_put_there_is_not_overwritten(tmp_path: Path, when: str) -> None:
    kept, thesis = KeptFolder(tmp_path / "keep"), tmp_path / "keep" / "model" / "thesis.txt"
    with kept.open():
        thesis.parent.mkdir()
        thesis.write_text("years of work")
        if when == "meanwhile":
            with pytest.raises(LabelStudioError, match="is no model that a service put there"):
                kept.keep_model(ServedModel.of(WordModel()))
    with pytest.raises(LabelStudioError, match="is no model that a service put there"), kept.open():
        pass
    assert thesis.read_text() == "years of work"


class FullDisk(KeptFolder):
    """Cannot be written to, for a while."""

    is_full = True

    def add(self, annotation: str, answer: SubmittedAnswer | None) -> None:
        if FullDisk.is_full:
            raise OSError(28, "No space left on device")
        super().add(annotation, answer)


def test_an_answer_counts_though_the_disk_is_full_and_is_written_with_the_next(tmp_path: Path) -> None:
    told: list[str] = []
    kept = FullDisk(tmp_path)
    with kept.open():
        learner = Learner(ServedModel.of(WordModel()), quiet=0.0, least=1, keeper=kept, log=told.append)
        made = ModelService(learner)
        assert made.webhook(answer("ferry")) == {"taken": 1, "answers": 1}
        assert learner.wait(10)
        assert learner.current is not learner.first
        assert told[0].startswith("answers could not be kept (No space left on device)")
        assert kept.answers() == []
        FullDisk.is_full = False
        made.webhook(answer("Ferry", SHIP, number=2))
        assert kept.answers() == list(learner.answers.values())
        assert len(learner.answers) == 2
        learner.close()


def test_a_line_that_cannot_be_written_whole_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    kept, one = KeptFolder(tmp_path), SubmittedAnswer("1:1", LabelledArticle(GATE, ()))
    kept.add("1:1", one)
    before = (tmp_path / "answers.jsonl").read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        kept.add("1:1", None)
    assert (tmp_path / "answers.jsonl").read_bytes() == before


def test_a_line_that_was_broken_off_is_left_out_and_one_is_written_after_it(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path)
    one, two = (SubmittedAnswer(f"1:{number}", LabelledArticle(GATE, ())) for number in (1, 2))
    with kept.open():
        kept.add("1:1", one)
        kept.add("1:2", two)
    file = tmp_path / "answers.jsonl"
    file.write_bytes(file.read_bytes()[:-9])
    with kept.open():
        kept.add("1:2", two)
        assert kept.answers() == [one, two]


def test_a_faulty_line_that_was_kept_is_told(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path)
    kept.add("1:1", SubmittedAnswer("1:1", LabelledArticle(GATE, ())))
    file = tmp_path / "answers.jsonl"
    file.write_text(file.read_text() + '{"annotation": "2", "article": {}, "claims": []}\n')
    with pytest.raises(LabelStudioError, match=r"answers\.jsonl:2: this is no answer that a service kept"):
        kept.answers()


def test_nothing_is_kept_in_a_repository(tmp_path: Path) -> None:
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "release.toml").touch()
    with pytest.raises(LabelStudioError, match="is in a claimwire repository"), KeptFolder(tmp_path / "keep").open():
        pass
    assert not (tmp_path / "keep").exists()


def test_the_words_of_a_text_are_in_no_line_that_it_prints() -> None:
    told: list[str] = []
    learner = Learner(ServedModel.of(WordModel()), quiet=0.0, least=1, log=told.append)
    made = ModelService(learner, log=told.append)
    made.webhook(answer("ferry sank"))
    wrong = answer("ferry")
    wrong["task"]["data"]["text"] += " Another."
    made.webhook(wrong)
    assert learner.wait(10)
    learner.close()
    assert told
    assert not [line for line in told if "ferry" in line or "gate" in line.lower()]


@contextmanager
def serving(password: str | None = None, host: str = "127.0.0.1") -> Iterator[tuple[ModelService, ModelServer]]:
    """Give a service and its server, which end at the end."""
    made = service()
    server = ModelServer(made, host, 0, password)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made, server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        made.learner.close()


def sent(server: ModelServer, content: str, host: str | None = None) -> tuple[int, Json, bytes]:
    """Send some lines to a server, without more; return status, JSON and all of what it sends until it ends."""
    port = server.server_address[1]
    lines = content.format(host=f"127.0.0.1:{port}" if host is None else host.format(port=port))
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(lines.replace("\n", "\r\n").encode())
        found = b""
        while part := connection.recv(65536):
            found += part
    head, _, body = found.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body or b"{}"), found


POST = "POST {path} HTTP/1.1\nHost: {{host}}\nContent-Type: application/json\n"
AT_ONCE: list[Any] = [
    pytest.param(POST.format(path="/predict") + "Content-Length: 999\n\n", "heron", 401, "password", id="password"),
    pytest.param(POST.format(path="/predict") + "Content-Length: 999\n\n", None, 421, "no other name", id="host"),
    pytest.param(POST.format(path="/no") + "Content-Length: 999\n\n", "", 404, "there is no", id="path"),
    pytest.param(
        POST.format(path="/predict") + f"Content-Length: {'9' * 5000}\n\n", "", 413, "5000 digits", id="digits"
    ),
    pytest.param(
        POST.format(path="/predict") + "Content-Length: 1\nContent-Length: 2\n\n", "", 411, "once", id="twice"
    ),
    pytest.param(
        POST.format(path="/predict") + "Content-Length: 2\nTransfer-Encoding: chunked\n\n",
        "",
        411,
        "once",
        id="chunked",
    ),
    pytest.param("GET /health HTTP/1.1\nHost: {host}\nContent-Length: 9\n\n", "", 400, "no body", id="get"),
    pytest.param("GET /health HTTP/1.1\nHost: {host}\nContent-Length: x\n\n", "", 400, "no body", id="get-odd"),
    pytest.param("PUT /predict HTTP/1.1\nHost: {host}\nContent-Length: 9\n\n", "", 405, "with GET or POST", id="put"),
    pytest.param("DELETE / HTTP/1.1\nHost: {host}\n\n", "", 405, "with GET or POST", id="delete"),
    pytest.param("OPTIONS /predict HTTP/1.1\nHost: {host}\n\n", "", 405, "with GET or POST", id="options"),
    pytest.param("nonsense of four words\n\n", "", 400, "Bad request", id="nonsense"),
]


@pytest.mark.parametrize(("content", "refused_by", "status", "told"), AT_ONCE)
def test_what_is_refused_is_refused_before_its_body_comes(
    content: str, refused_by: str | None, status: int, told: str
) -> None:
    with serving("heron" if refused_by == "heron" else None) as (_, server):
        answered, value, _ = sent(server, content, "heron.example:{port}" if refused_by is None else None)
    assert (answered, told in value["error"]) == (status, True), value


def test_who_sends_a_long_body_without_the_password_sees_why_it_is_refused() -> None:
    with answering(service(), "heron") as ask:
        for _ in range(3):
            assert ask("/webhook", b" " * 900_000)[0] == 401


@pytest.mark.parametrize(("host", "first"), [("{host}", b"100"), ("heron.example", b"421")], ids=["taken", "refused"])
def test_a_client_that_asks_whether_to_send_a_body_is_told(host: str, first: bytes) -> None:
    with serving() as (_, server), socket.create_connection(server.server_address[:2], timeout=20) as connection:
        header = POST.format(path="/webhook").format(host=host.format(host=f"127.0.0.1:{server.server_address[1]}"))
        header += "Content-Length: 2\nExpect: 100-continue\nConnection: close\n\n"
        connection.sendall(header.replace("\n", "\r\n").encode())
        answered = connection.recv(65536)
        assert answered.split()[1] == first
        if first == b"100":
            connection.sendall(b"{}")
            assert connection.recv(65536).split()[1] == b"200"


def test_a_body_of_a_get_is_not_run_as_the_next_request() -> None:
    hidden = "POST /webhook HTTP/1.1\nHost: {host}\nContent-Type: application/json\nContent-Length: 2\n\n{{}}"
    with serving() as (_, server):
        found = sent(server, f"GET /health HTTP/1.1\nHost: {{host}}\nContent-Length: 99\n\n{hidden}")[2]
    assert found.count(b"HTTP/1.1") == 1


def test_a_head_gets_no_body() -> None:
    with serving() as (_, server):
        assert sent(server, "HEAD /health HTTP/1.1\nHost: {host}\n\n")[:2] == (405, {})


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1:{port}", 200, id="address"),
        pytest.param("LocalHost:{port}", 200, id="localhost"),
        pytest.param("[::1]:{port}", 200, id="ipv6"),
        pytest.param("127.0.0.1", 421, id="no-port"),
        pytest.param("127.0.0.1:1{port}", 421, id="other-port"),
        pytest.param("heron.example:{port}", 421, id="other-name"),
        pytest.param("127.0.0.1:{port}.heron.example", 421, id="begins-so"),
        pytest.param("", 421, id="empty"),
    ],
)
def test_without_a_password_it_answers_only_under_the_names_of_this_machine(host: str, status: int) -> None:
    request = "GET /health HTTP/1.1\nHost: {host}\nConnection: close\n\n"
    with serving() as (_, server):
        assert sent(server, request, host)[0] == status
        assert sent(server, request.replace("Host", "X-Host"), host)[0] == 421
        assert sent(server, request.replace("Host", "Host: {host}\nHost"), host)[0] == 421


def test_the_name_that_it_listens_at_is_one_of_its_own() -> None:
    with serving(host="127.0.0.2") as (_, server):
        port = server.server_address[1]
        assert server.hosts >= {f"127.0.0.2:{port}", f"localhost:{port}"}


def test_it_listens_at_the_loopback_of_ipv6_too() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving(host="::1") as (_, server):
        connection = http.client.HTTPConnection("::1", server.server_address[1], timeout=20)
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200
        connection.close()
        assert server.url.startswith("http://[::1]:")


def test_more_connections_than_there_may_be_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_CONNECTIONS", 1)
    request = "GET /health HTTP/1.1\nHost: {host}\nConnection: close\n\n"
    with serving() as (_, server):
        with socket.create_connection(server.server_address[:2], timeout=20) as idle:
            idle.sendall(b"GET /health HTTP/1.1\r\n")
            with socket.create_connection(server.server_address[:2], timeout=20) as second:
                assert second.recv(1) == b""
        while server.connections.acquire(blocking=False) is False:
            pass
        server.connections.release()
        assert sent(server, request)[0] == 200


def test_a_request_has_a_time_however_slowly_it_comes() -> None:
    now = [0.0]
    one, other = socket.socketpair()
    with one, other:
        reader = DeadlineReader(one, 30, 100, lambda: now[0])
        for now[0] in (1000.0, 1029.0, 1099.0):  # the time begins with the first byte
            other.sendall(b"x")
            assert reader.read(9) == b"x"
        now[0] = 1100.0
        other.sendall(b"x")
        with pytest.raises(TimeoutError):
            reader.read(9)
        reader.begin()
        assert reader.read(9) == b"x"
        reader.idle = 0.01
        with pytest.raises(TimeoutError):
            reader.read(9)


def test_the_text_of_one_request_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    length = len(GATE.text or "")
    monkeypatch.setattr(model_service, "MOST_TEXT", 2 * length)
    made = service()
    assert len(made.predict({"tasks": [task_of(GATE)] * 2})["results"]) == 2
    with pytest.raises(RequestError, match=f"texts of {3 * length} characters at once"):
        made.predict({"tasks": [task_of(GATE)] * 3})
    made.learner.close()


ODD: list[Any] = [None, True, 0, -1, 1.5, 10**400, "", "x\n", "\ud83d", [], {}, [[]], {"a": 1}, [None]]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each value in a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from places(one, (*path, key))


def with_odd(request: Json, path: tuple[Any, ...], value: Any) -> Json:
    """Return a request with another value at one place."""
    changed = copy.deepcopy(request)
    at: Any = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return changed


@pytest.mark.parametrize("odd", ODD, ids=[f"odd{number}" for number in range(len(ODD))])
def test_an_odd_value_anywhere_in_a_webhook_or_a_task_is_no_defect(odd: Any) -> None:
    made = service(least=sys.maxsize)
    told = answer("ferry", parent_prediction=3, lead_time=3.5) | {"project": {"id": 1}}
    told["annotation"]["result"][0] |= {"origin": "prediction", "meta": {"claimwire": {"fingerprint": "x"}}}
    for path in places(told):
        made.webhook(with_odd(told, path, odd))
    for path in places(task_of(GATE), ("tasks", 0)):
        made.predict(with_odd({"tasks": [task_of(GATE)]}, path, odd))
    deleted = {"action": "ANNOTATIONS_DELETED", "annotations": [{"id": 1}], "project": {"id": 1}}
    for path in places(deleted):
        made.webhook(with_odd(deleted, path, odd))
    made.learner.close()


def test_a_page_without_some_controls_gets_no_relation_of_what_it_lacks() -> None:
    text = "Storm\n\nThe mayor, Ann Reed, said on Monday that the storm had killed 12 people in the port."
    made = service(model_named("rules"))
    asked = {"tasks": [task_of(plain_article(text, article_id="heron_4"))]}

    def entries(page: str) -> list[Json]:
        return list(made.predict(asked | {"label_config": page})["results"][0]["result"])

    whole = entries(label_config())
    assert [x for x in whole if x["type"] == "relation"]
    assert entries(label_config()) == made.predict(asked)["results"][0]["result"]
    assert entries('<View><Labels name="nothing" toName="text"/></View>') == []
    labels = entries('<View><Labels name="label" toName="text"/></View>')
    assert {x["from_name"] for x in labels if x["type"] != "relation"} == {"label"}
    ids = {x["id"] for x in labels if x["type"] != "relation"}
    assert all({x["from_id"], x["to_id"]} <= ids for x in labels if x["type"] == "relation")
    made.learner.close()


def test_the_scores_of_short_texts_keep_the_order_of_their_uncertainty() -> None:
    scores = []
    for uncertain in (0.0, 6.2, 299.9999, 300.0, 1000.0, 1000.0001):
        made = ArticlePrediction(
            GATE.article_id, GATE.text_sha256, "2.0.0", ModelIdentity("words", "1", "0" * 64), None, uncertain, ()
        )
        scores.append(ShownPrediction.of_model(made).score)
    assert scores == sorted(set(scores), reverse=True), "the most uncertain has the lowest, and no two are the same"
    assert scores[0] == 1.0
