"""The service of a model without Label Studio: what it answers and refuses, and that it learns while it is asked."""

from __future__ import annotations

import base64
import http.client
import json
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
from claimwire.errors import LabelStudioError, LockedError
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.page.passes import Pass
from claimwire.labelstudio.service import web
from claimwire.labelstudio.service.kept import KeptFolder
from claimwire.labelstudio.service.learning import Learner, ServedModel, SubmittedAnswer
from claimwire.labelstudio.service.model_service import ModelService
from claimwire.labelstudio.service.task_articles import task_article
from claimwire.labelstudio.service.web import ModelServer
from claimwire.labelstudio.tasks.read import read_task
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


def service(model: ArticleModel | None = None, least: int = 1, **given: Any) -> ModelService:
    learner = Learner(ServedModel.of(model or WordModel(gate=0.7)), quiet=0.0, least=least)
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
    assert second["result"] == []


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
    [{"text": ""}, {"text": 3}, {"text": "x" * 1_000_001}, {}, None],
    ids=["empty", "number", "long", "none", "no-data"],
)
def test_what_shows_no_article_is_none(data: object) -> None:
    assert task_article({"data": data}, {}) is None


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


def test_nothing_is_learned_from_an_article_that_is_held_out() -> None:
    made = service(held_out={GATE.article_id})
    assert made.webhook(answer("ferry"))["taken"] == 0
    made.learner.close()


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
        status, told = ask("/webhook", {})
        leave.set()
        assert (status, told["error"]) == (503, "1 requests are being worked on; try again")
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
        learner = Learner(ServedModel.of(WordModel(gate=0.7)), quiet=0.0, least=1, keep=kept.keep, kept=kept.keep_model)
        ModelService(learner).webhook(answer("ferry sank"))
        assert learner.wait(10)
        learner.close()
        with pytest.raises(LockedError), KeptFolder(tmp_path / "keep").open():
            pass
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    files = [path for path in kept.folder.rglob("*") if path.is_file() and path.name != ".lock"]
    assert {path.name for path in files} == {"answers.jsonl", "model.json", "weights.npz"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert kept.answers() == learner.answers
    assert ServedModel.of(WordModel.load(kept.folder / "model")).version == learner.current.version


def test_a_faulty_line_that_was_kept_is_told(tmp_path: Path) -> None:
    kept = KeptFolder(tmp_path)
    kept.keep({"heron_2": SubmittedAnswer("1", LabelledArticle(GATE, ()))})
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
