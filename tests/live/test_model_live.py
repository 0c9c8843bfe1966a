"""A model as Label Studio has it: the order it gives to tasks, its predictions in the page, and what it learns."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from invented_corpus import Invented
from stub_models import WordModel
from test_losses import api
from test_round_trip import pulled_layers, queue
from world import Live, Repository

from claimwire.baselines.models import model_named
from claimwire.baselines.predictions import ArticlePrediction, ModelIdentity, predict_article
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.reach import Reach
from claimwire.labelstudio.service.learning import Learner, ServedModel
from claimwire.labelstudio.service.model_service import ModelService
from claimwire.labelstudio.service.web import ModelServer
from claimwire.schema.vocab import ClaimOrigin

RULES = model_named("rules")
SLOTS = {
    "historical_background__event_type": "disaster",
    "historical_background__time_resolution": "unresolved",
    "presented_as": "asserted",
}
"""What WordModel proposes, by the controls of the page."""


@pytest.fixture
def reaching(live: Live, tmp_path: Path) -> Iterator[Live]:
    """Return a server of its own that may ask services of this machine."""
    prepared = live.environment.with_name(live.environment.name.replace("environment-", "tested-"))
    data = tmp_path / "reaching"
    shutil.copytree(prepared, data)
    server = local.start(live.environment, data, reach=Reach(with_loopback=True))
    yield Live(live.environment, server, live.network_log, {})
    local.stop(data)


@contextmanager
def serving(model: Any, articles: dict[str, Any]) -> Iterator[ModelServer]:
    """Give a service that learns from the first answer at once, and end it."""
    learner = Learner(ServedModel.of(model), quiet=0.0, least=1)
    server = ModelServer(ModelService(learner, articles=articles), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        learner.close()


def predicted_file(repository: Repository, corpus: Invented, certain: dict[str, float]) -> Path:
    """Write predictions of a corpus that are as uncertain as is said."""
    identity = ModelIdentity.of(RULES)
    path = repository.root.parent / "predicted.jsonl"
    lines = []
    for key, article in corpus.articles.items():
        made = predict_article(RULES, identity, article, "2.0.0", 0.0)
        lines.append(ArticlePrediction(**(vars(made) | {"uncertainty": certain[key]})).line() + "\n")
    path.write_text("".join(lines))
    return path


def offered(live: Live, project: int, annotator: str, count: int) -> list[str]:
    """Return the articles that the server offers somebody one after another, each submitted empty."""
    article_of = {task.number: task.doc_key for task in live.client().tasks(project)}
    found = []
    for _ in range(count):
        number = api(live, annotator, "GET", f"projects/{project}/next")["id"]
        found.append(article_of[number])
        live.client(annotator).add_annotation(number, {"result": [], "ground_truth": False})
    return found


@pytest.mark.long
def test_the_server_offers_the_most_uncertain_articles_first(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    """By the order of a push (anna), and by Label Studio's own sampling of tasks in another order (ben)."""
    keys = list(corpus.articles)
    order = [keys[n] for n in (3, 0, 5, 1, 4, 2)]
    file = predicted_file(repository, corpus, {key: float(9 - place) for place, key in enumerate(order)})
    repository.push(corpus.name, "-a", "anna", "--predictions", str(file), "--order", "uncertain")
    repository.push(corpus.name, "-a", "anna", "-a", "ben", "--each", "2", "--predictions", str(file))
    assert "nothing to do" in repository.push(corpus.name, "--predictions", str(file)), "no prediction is sent twice"
    anna, ben = (queue(live, corpus.name, name).number for name in ("anna", "ben"))
    assert [task.doc_key for task in live.client().tasks(ben)] == keys
    assert offered(live, anna, "anna", 6) == order
    [version] = {task.models for task in live.client().tasks(ben)}
    api(live, "admin", "PATCH", f"projects/{ben}", {"sampling": "Uncertainty sampling", "model_version": version})
    assert offered(live, ben, "ben", 6) == order


def predictions(live: Live, task: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api(live, "admin", "GET", f"predictions?task={task}")
    return found


@pytest.mark.long
def test_label_studio_asks_the_service_and_tells_it_what_was_submitted(
    reaching: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    there = Repository(repository.root, reaching)
    first, second = list(corpus.articles)[:2]
    there.push(corpus.name, "-a", "anna", "--article", first, "--article", second)
    project, anna = queue(reaching, corpus.name, "anna").number, reaching.user("anna")
    tasks = {task.doc_key: task.number for task in reaching.client().tasks(project)}
    words = "sank a freighter"
    with serving(WordModel(**{words: 0.7}), dict(corpus.articles)) as server, chromium(tmp_path) as page:
        version = server.service.learner.current.version
        backend = api(reaching, "admin", "POST", "ml", {"url": server.url, "project": project, "title": "words"})
        assert (backend["readable_state"], backend["model_version"]) == ("Connected", version)
        ask(reaching, project)
        text = corpus.articles[first].text or ""
        [shown] = predictions(reaching, tasks[first])
        asked = {"tasks": [{"data": api(reaching, "admin", "GET", f"tasks/{tasks[first]}")["data"]}]}
        [made] = server.service.predict(asked)["results"]
        assert (shown["model_version"], shown["result"], shown["score"]) == (version, made["result"], made["score"])
        label = next(entry for entry in shown["result"] if entry["from_name"] == "label")
        assert text[label["value"]["start"] : label["value"]["end"]] == words
        assert label["score"] == 0.7

        page.log_in(reaching.url, anna.email, anna.password)
        page.open(f"{reaching.url}/projects/{project}/data?task={tasks[first]}")
        page.until(lambda: any(words in region.text for region in page.regions()))
        page.select(words)
        for slot, value in SLOTS.items():
            assert page._box(slot, value).is_selected(), f"{slot} is not shown as {value}"
        page.leave()
        page.check("yes")
        page.submit()
        page.until(lambda: server.service.learner.answers)
        assert server.service.learner.wait(20)

        learned = server.service.learner.current
        answers = server.service.learner.answers.values()
        assert [answer.labelled.article.article_id for answer in answers] == [first]
        assert all(answer.unique_id for answer in answers), "what tells answers of two servers apart"
        assert learned.version != version
        ask(reaching, project)
        assert {x["model_version"] for x in predictions(reaching, tasks[second])} == {version, learned.version}
    there.pull(corpus.name)
    layer = pulled_layers(there, corpus.name)[f"{first}_anna"]
    assert layer.began_from == version.split(" ")[0]
    assert [(claim.spans[0].of(text), claim.origin) for claim in layer.claims] == [(words, ClaimOrigin.PREDICTION)]


def ask(live: Live, project: int) -> None:
    """Have the server ask its model for predictions of all tasks, as the Data Manager's menu does."""
    selected = {"selectedItems": {"all": True, "excluded": []}}
    api(live, "admin", "POST", f"dm/actions?id=retrieve_tasks_predictions&project={project}", selected)
