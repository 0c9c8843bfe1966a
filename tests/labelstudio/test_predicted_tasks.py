"""What a model proposes as predictions of tasks: scores, exact offsets, the order of tasks, and what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from exported import exported, submitted
from fake_server import FakeServer
from small import OPEN
from test_whole_rounds import ACCOUNTS, pushed

from claimwire.baselines.contract import ScoredClaim
from claimwire.baselines.models import model_named
from claimwire.baselines.predictions import ArticlePrediction, ModelIdentity, predict_article
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError, RecordError
from claimwire.iaa.predicted import PredictedCount, without_untouched
from claimwire.labelstudio.server.predicting import predicted_lines
from claimwire.labelstudio.server.prepare import PushRequest, prepare_push
from claimwire.labelstudio.tasks.read import read_task
from claimwire.labelstudio.tasks.shown import ShownPrediction
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Article
from claimwire.schema.vocab import ClaimOrigin

RULES = model_named("rules")
IDENTITY = ModelIdentity.of(RULES)


def made(article: Article, scores: float | None = None) -> ArticlePrediction:
    found = predict_article(RULES, IDENTITY, article, "2.0.0", 0.0)
    if scores is None:
        return found
    claims = tuple(ScoredClaim(x.claim, scores) for x in found.claims)
    return ArticlePrediction(**{**vars(found), "claims": claims, "uncertainty": 10 * scores})


@pytest.fixture
def file(small: Workspace) -> Path:
    """Return predictions of all articles but the first: the later in the corpus, the more uncertain."""
    articles = list(small.corpus(OPEN).articles.values())
    lines = [made(article, n / 10).line() for n, article in enumerate(articles)][1:]
    path = small.root.parent / "predicted.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_every_entry_of_a_claim_has_its_score_and_its_exact_words(small: Workspace) -> None:
    article = small.corpus(OPEN).article("heron_d")
    prediction = made(article)
    task = make_task(article, (), [ShownPrediction.of_model(prediction)], guideline_version="2.0.0")
    [shown] = task["predictions"]
    assert shown["score"] == pytest.approx(1 / (1 + prediction.uncertainty), abs=1e-4)
    assert shown["model_version"] == f"{IDENTITY.annotator_id} (claimwire preannotate --model rules/1)"
    scores = {x.claim.claim_id: x.score for x in prediction.claims}
    entries = [entry for entry in shown["result"] if entry.get("id") in scores]
    assert {entry["id"] for entry in entries} == set(scores)
    assert all(entry["score"] == scores[entry["id"]] for entry in entries)
    for entry in entries:
        if entry["type"] == "labels":
            start, end = entry["value"]["start"], entry["value"]["end"]
            assert entry["value"]["text"] == (article.text or "")[start:end].strip() != ""


@pytest.mark.parametrize("uncertain", [False, True], ids=["corpus", "uncertain"])
def test_tasks_are_sent_in_the_order_asked_for(uncertain: bool, small: Workspace, file: Path) -> None:
    server, ids = FakeServer(accounts=ACCOUNTS), list(small.corpus(OPEN).articles)
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=1, uncertain_first=uncertain), predictions=file)
    sent = [[task["data"]["doc_key"] for task in project.tasks.values()] for project in server.kept.values()]
    expected = [*reversed(ids[1:]), ids[0]] if uncertain else ids
    assert sent == [[key for key in expected if key in own] for own in sent]
    assert sorted(key for own in sent for key in own) == sorted(ids)
    assert pushed(server, small, PushRequest(OPEN, uncertain_first=uncertain), predictions=file).is_done


def test_a_prediction_that_comes_later_is_added_once(small: Workspace, file: Path) -> None:
    server = FakeServer(accounts=ACCOUNTS)
    pushed(server, small, PushRequest(OPEN, ["ada"]))
    prepared = pushed(server, small, PushRequest(OPEN, ["ada"]), predictions=file)
    assert prepared.summary() == "sent 7 predictions"
    assert pushed(server, small, PushRequest(OPEN, ["ada"]), predictions=file).is_done


def test_the_version_of_a_tool_with_a_comma_is_found_again(small: Workspace) -> None:
    """Regression: Label Studio takes the versions in its list of tasks apart at commas, so each push added one more."""
    layer = small.corpus(OPEN).layers["heron_a_ada"].model_copy(update={"tool": "a model, 2"})
    assert ShownPrediction.of_layer(layer).model_version == "ada (a model; 2)"


def test_predictions_of_another_text_are_refused(small: Workspace, file: Path) -> None:
    file.write_text(file.read_text().replace(small.corpus(OPEN).article("heron_c").text_sha256, "0" * 64))
    with pytest.raises(LabelStudioError, match="predictions of heron_c are of another text"):
        prepare_push(FakeServer(accounts=ACCOUNTS), small, PushRequest(OPEN, ["ada"]), predictions=file)


def test_layers_have_no_uncertainty_to_order_by(small: Workspace) -> None:
    layers = small.corpus_folder(OPEN) / "annotations.jsonl"
    with pytest.raises(LabelStudioError, match="--order uncertain needs a file of `claimwire preannotate`"):
        prepare_push(
            FakeServer(accounts=ACCOUNTS), small, PushRequest(OPEN, ["ada"], uncertain_first=True), predictions=layers
        )


@pytest.mark.parametrize("line", ['{"model": 3}', "[]", "{}"], ids=["model", "list", "nothing"])
def test_a_line_that_is_neither_prediction_nor_layer_is_told(line: str, small: Workspace, file: Path) -> None:
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(RecordError, match=r"predicted\.jsonl:8: this is not a "):
        list(predicted_lines(file))


def answered(article: Article, edit: str = "") -> dict[str, Any]:
    """Return the export of a task in which anna submitted the prediction, one claim of it edited if `edit` says so."""
    task = exported(make_task(article, (), [ShownPrediction.of_model(made(article))], guideline_version="2.0.0"))
    [prediction] = task["predictions"]
    result = json.loads(json.dumps(prediction["result"]))
    for entry in result:
        if "id" in entry:
            entry["origin"] = "prediction"
        if edit and entry.get("id", "").endswith("_001") and entry["from_name"] == edit:
            entry["value"]["choices"] = ["denied"]
            entry["origin"] = "prediction-changed"
    complete = {"id": "C", "from_name": "complete", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}}
    annotation = {"id": 1, "completed_by": 1, "updated_by": 1, "parent_prediction": 31, "lead_time": 9.5}
    dates = {"created_at": "2031-10-19T17:05:00.1Z", "updated_at": "2031-10-19T17:05:00.1Z"}
    prediction["id"] = 31
    task["annotations"] = [annotation | dates | {"result": [*result, complete], "prediction": prediction}]
    return task


def test_the_origin_of_each_claim_comes_back_and_untouched_ones_are_left_out_of_agreement(small: Workspace) -> None:
    article = small.corpus(OPEN).article("heron_d")
    [layer] = read_task(answered(article, "presented_as"), article, {1: "ada"}).layers
    assert (layer.annotator_id, layer.began_from, layer.complete) == ("ada", IDENTITY.annotator_id, True)
    origins = [claim.origin for claim in layer.claims]
    assert origins.count(ClaimOrigin.PREDICTION_EDITED) == 1
    assert origins.count(ClaimOrigin.PREDICTION) == len(origins) - 1 > 0
    assert {claim.spans for claim in layer.claims} == {x.claim.spans for x in made(article).claims}
    [kept], _ = without_untouched([layer], PredictedCount())
    assert [claim.origin for claim in kept.claims] == [ClaimOrigin.PREDICTION_EDITED]


def test_a_submitted_layer_without_a_prediction_is_read_as_before(small: Workspace) -> None:
    article = small.corpus(OPEN).article("heron_d")
    task = submitted(
        exported(make_task(article, small.corpus(OPEN).layers_of_article["heron_d"], guideline_version="2.0.0"))
    )
    assert {layer.began_from for layer in read_task(task, article, {1: "bela"}).layers} == {None}
