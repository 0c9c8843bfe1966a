"""What the service answers: the requests of Label Studio as Python values, without the network.

The paths and fields are those that Label Studio 1.23.2 sends (`label_studio/ml/api_connector.py`,
`label_studio/webhooks/models.py`): `/setup`, `/predict` and `/versions` for predictions, `/webhook` for what happens in
a project.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...baselines.contract import LabelledArticle
from ...baselines.predictions import predict_article
from ...errors import ClaimwireError, RequestError
from ...schema import STANDARD_QUESTIONS, Article, Questions
from ...schema.base import VERSION_PATTERN
from ..page.controls import LABEL, PART, TEXT
from ..progress import Log, ignore
from ..tasks.read import read_task
from ..tasks.shown import ShownPrediction
from ..tasks.write import predicted
from .learning import Learner, ServedModel, SubmittedAnswer
from .task_articles import task_article

MOST_TASKS = 1000
"""Most tasks of one request; Label Studio asks for fewer at once."""

MOST_TEXT = 10_000_000
"""Most code points of the texts of one request, all together."""

NAME = re.compile(r"""\bname=(?:"([^"]*)"|'([^']*)')""")

NO_CODEBOOK = "0.0.0"
"""The version of the codebook of a task that names none; nothing of a prediction depends on it."""

LARGEST_NUMBER = 2**63
"""Numbers of projects, tasks and annotations are smaller: those of a database."""

LEARNS_FROM = ("ANNOTATION_CREATED", "ANNOTATIONS_CREATED", "ANNOTATION_UPDATED")
FORGETS_AT = "ANNOTATIONS_DELETED"
START = "START_TRAINING"


@dataclass(frozen=True)
class ModelService:
    """Predictions of the model that serves now, and what it is to learn from.

    `articles` are those that are known with their pieces, `questions` those of their repository.
    """

    learner: Learner
    threshold: float | None = None
    articles: Mapping[str, Article] = field(default_factory=dict)
    log: Log = ignore
    questions: Questions = STANDARD_QUESTIONS

    def health(self) -> dict[str, Any]:
        """Return that the service is there, and which model serves."""
        return {"status": "UP", "model_version": self.learner.current.version}

    def versions(self) -> dict[str, Any]:
        """Return the versions that may be asked for: the model that serves, and no other."""
        return {"versions": [self.learner.current.version]}

    def setup(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return which model serves; raises `RequestError` if the project's page is not one of claimwire."""
        page = request.get("schema")
        if isinstance(page, str) and page.strip() and not {LABEL, PART} <= control_names(page):
            raise RequestError("the labelling page of the project is not claimwire's; push the articles, or import it")
        return {"model_version": self.learner.current.version}

    def predict(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return a prediction for each task, in their order, all of one model; one without a text has no region.

        Raises `RequestError` if there is no list of tasks, or too long a one, or with too much text.
        """
        tasks, page = request.get("tasks"), request.get("label_config")
        if not isinstance(tasks, list):
            raise RequestError("a request for predictions has a list `tasks`")
        if len(tasks) > MOST_TASKS:
            raise RequestError(f"{len(tasks)} tasks at once; ask for at most {MOST_TASKS}")
        length = sum(map(_length, tasks))
        if length > MOST_TEXT:
            raise RequestError(f"texts of {length} characters at once; ask for at most {MOST_TEXT}, with fewer tasks")
        names = control_names(page) if isinstance(page, str) and page.strip() else None
        served = self.learner.current
        return {
            "results": [self._prediction(served, task, names) for task in tasks],
            "model_version": served.version,
        }

    def _prediction(self, served: ServedModel, task: Any, names: Collection[str] | None) -> dict[str, Any]:
        article = task_article(task, self.articles)
        if article is None:
            # nothing is uncertain here: the lowest scores are offered first
            return {"result": [], "score": 1.0, "model_version": served.version}
        codebook = task["data"].get("guideline_version")
        codebook = codebook if isinstance(codebook, str) and re.fullmatch(VERSION_PATTERN, codebook) else NO_CODEBOOK
        made = predict_article(served.model, served.identity, article, codebook, self.threshold)
        shown = predicted(article, ShownPrediction.of_model(made))
        return shown | {"result": shown["result"] if names is None else on_page(shown["result"], names)}

    def webhook(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Take what happened in a project; whatever is no answer changes nothing."""
        action = request.get("action")
        taken = 0
        if action in LEARNS_FROM:
            for task, annotation in _answered(request):
                taken += self._take(request, task, annotation)
        elif action == FORGETS_AT:
            for annotation in _listed(request.get("annotations")):
                if isinstance(annotation, dict):
                    self._forget(request, annotation)
        elif action == START:
            return {"started": self.learner.begin(), "answers": self.learner.count}
        return {"taken": taken, "answers": self.learner.count}

    def _take(self, request: Mapping[str, Any], task: Mapping[str, Any], annotation: Mapping[str, Any]) -> bool:
        """Learn from an annotation if it is whole: every sentence was considered, and all of it can be read."""
        number, article = _number(annotation.get("id")), task_article(task, self.articles)
        if number is None or article is None:
            return False
        key, unique_id = _key(_project(request, annotation), number), annotation.get("unique_id")
        unique_id = unique_id if isinstance(unique_id, str) else None
        if self.learner.is_of_another_server(key, unique_id):
            self.log(
                f"an answer to {article.article_id} is not learned from: this service knows another annotation by its "
                f"number {number}; run a service for each Label Studio server, each with its own --keep"
            )
            return False
        exported = {"id": task.get("id"), "data": task["data"], "annotations": [dict(annotation)], "predictions": []}
        try:
            reading = read_task(exported, article, _accounts(annotation), questions=self.questions)
        except ClaimwireError:
            self.log(f"an answer to task {_number(task.get('id'))} is of another article, and not learned from")
            return False
        if not reading.layers or not reading.layers[0].complete:
            self.learner.forget(key)
            return False
        return self.learner.take(SubmittedAnswer(key, LabelledArticle(article, reading.layers[0].claims), unique_id))

    def _forget(self, request: Mapping[str, Any], annotation: Mapping[str, Any]) -> None:
        """Forget an annotation that was deleted; a webhook of all projects does not tell of which it was."""
        number, project = _number(annotation.get("id")), _project(request, annotation)
        if number is None:
            return
        found = [key for key in list(self.learner.answers) if key.endswith(f":{number}")]
        if project is None and len(found) == 1:
            self.learner.forget(found[0])
        else:
            self.learner.forget(_key(project, number))


def on_page(result: Sequence[Mapping[str, Any]], names: Collection[str]) -> list[Mapping[str, Any]]:
    """Return the entries of a result whose controls a page has, and the relations between regions that are left."""
    entries = [x for x in result if x["type"] != "relation" and x["from_name"] in names]
    left = {x["id"] for x in entries}
    return entries + [x for x in result if x["type"] == "relation" and {x["from_id"], x["to_id"]} <= left]


def control_names(page: str) -> set[str]:
    """Return the names of the controls of a labelling page."""
    return {one or other for one, other in NAME.findall(page)}


def _answered(request: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield the annotations of a request with their tasks; of several, Label Studio lists both in one order."""
    annotations, tasks = _listed(request.get("annotation")), _listed(request.get("task"))
    by_number = {_number(task.get("id")): task for task in tasks if isinstance(task, dict)}
    for annotation in annotations:
        if isinstance(annotation, dict):
            named = by_number.get(_number(annotation.get("task")))
            task = tasks[0] if named is None and len(tasks) == 1 else named
            if isinstance(task, dict) and isinstance(task.get("data"), dict):
                yield task, annotation


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _length(task: Any) -> int:
    """Return how many code points the text of a task has."""
    data = task.get("data") if isinstance(task, dict) else None
    text = data.get(TEXT) if isinstance(data, dict) else None
    return len(text) if isinstance(text, str) else 0


def _number(value: Any) -> int | None:
    """Return a number that Label Studio gave to something; None if it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_NUMBER else None


def _project(request: Mapping[str, Any], annotation: Mapping[str, Any]) -> int | None:
    """Return the number of the project that something happened in; None if it is not told."""
    project = request.get("project") or annotation.get("project")
    return _number(project.get("id") if isinstance(project, dict) else project)


def _key(project: int | None, number: int) -> str:
    """Return what an answer is called: the numbers of its project, if that is told, and of its annotation."""
    return f"{'' if project is None else project}:{number}"


def _accounts(annotation: Mapping[str, Any]) -> dict[str | int, str]:
    """Return a name for each account that an annotation names: who it is does not matter for learning."""
    found: dict[str | int, str] = {}
    for key in ("completed_by", "updated_by"):
        user = annotation.get(key)
        for account in (user.get("id"), user.get("email")) if isinstance(user, dict) else (user,):
            if isinstance(account, str | int):
                found[account] = "somebody"
    return found
