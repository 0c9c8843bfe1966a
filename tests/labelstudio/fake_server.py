"""A Label Studio server in memory, which fails as it is told: before a change, after it, or by the client's death."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimwire.labelstudio.server.protocol import (
    OutcomeUnknownError,
    RefusedError,
    ServerProject,
    ServerTask,
    ServerUser,
    Snapshot,
)

USERS = (ServerUser(1, "admin@localhost"), ServerUser(2, "anna@localhost"), ServerUser(3, "ben@localhost"))


class Killed(BaseException):
    """The client's process was ended here."""


@dataclass
class FakeProject:
    number: int
    title: str
    description: str
    page: str
    per_task: int = 1
    tasks: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass
class FakeServer:
    """`faults` are used up by the changes asked for: ok, before, after, late, kill-before, kill-after."""

    faults: list[str] = field(default_factory=list)
    url: str = "http://fake"
    kept: dict[int, FakeProject] = field(default_factory=dict)
    late: list[tuple[int, list[dict[str, Any]]]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    cut: int = 0
    last: int = 0
    accounts: tuple[ServerUser, ...] = USERS
    tells_drafts: bool = True

    def number(self) -> int:
        self.last += 1
        return self.last

    def version(self) -> str:
        return "0.0.0"

    def users(self) -> list[ServerUser]:
        return list(self.accounts)

    def projects(self) -> list[ServerProject]:
        return [
            ServerProject(p.number, p.title, p.description, p.page, len(p.tasks), self._annotations(p))
            for p in self.kept.values()
        ]

    def set_annotations_per_task(self, project: int, annotations: int) -> None:
        self._write("set_annotations_per_task", lambda: setattr(self.kept[project], "per_task", annotations))

    def create_project(self, title: str, description: str, page: str, annotations: int = 1) -> ServerProject:
        def change() -> None:
            number = self.number()
            self.kept[number] = FakeProject(number, title, description, page.strip(), per_task=annotations)

        self._write("create_project", change)
        return self.projects()[-1]

    def set_page(self, project: int, page: str) -> None:
        self._write("set_page", lambda: setattr(self.kept[project], "page", page.strip()))

    def set_description(self, project: int, description: str) -> None:
        self._write("set_description", lambda: setattr(self.kept[project], "description", description))

    def task_count(self, project: int) -> int:
        return len(self.kept[project].tasks)

    def tasks(self, project: int) -> list[ServerTask]:
        return [
            ServerTask(
                number,
                task["data"].get("doc_key", ""),
                task["data"].get("text_sha256", ""),
                sum(not a.get("was_cancelled") for a in task["annotations"]),
                sum(bool(a.get("was_cancelled")) for a in task["annotations"]),
                ",".join(p["model_version"] for p in task["predictions"]),
                tuple(sorted({a["completed_by"]["id"] for a in task["annotations"]})),
                bool(task["drafts"]) if self.tells_drafts else None,
                tuple(sorted({a["updated_by"] for a in task["annotations"] if a.get("updated_by")})),
            )
            for number, task in self.kept[project].tasks.items()
        ]

    def import_tasks(self, project: int, tasks: Sequence[str]) -> None:
        copies = [json.loads(task) for task in tasks]
        if self.faults[:1] == ["late"]:
            self.faults.pop(0)
            self.late.append((project, copies))
            raise OutcomeUnknownError("no answer within the time")
        self._write(f"import {len(tasks)}", lambda: self._add(project, copies))

    def arrive(self) -> None:
        """Finish what the client gave up waiting for."""
        for project, tasks in self.late:
            self._add(project, tasks)
        self.late.clear()

    def add_annotation(self, task: int, annotation: dict[str, Any]) -> None:
        def change() -> None:
            found = self._task(task)["annotations"]
            if annotation["unique_id"] not in [a.get("unique_id") for a in found]:
                self._annotate(found, annotation)

        self._write("add_annotation", change)

    def add_predictions(self, project: int, predictions: Sequence[dict[str, Any]]) -> None:
        def change() -> None:
            for prediction in predictions:
                self._task(prediction["task"])["predictions"].append(dict(prediction))

        self._write(f"add_predictions {len(predictions)}", change)

    def task_results(self, task: int) -> list[list[dict[str, Any]]]:
        return [answer["result"] for answer in self._task(task)["annotations"]]

    def exported_task(self, task: int) -> dict[str, Any]:
        self.requests.append("exported_task")
        found: dict[str, Any] = json.loads(json.dumps(self._task(task)))
        return {"id": task, "data": found["data"], "annotations": found["annotations"]}

    def draft_count(self, task: int) -> int:
        return len(self._task(task)["drafts"])

    def delete_task(self, task: int) -> None:
        def change() -> None:
            for project in self.kept.values():
                project.tasks.pop(task, None)

        self._write("delete_task", change)

    def snapshot(self, project: int) -> Snapshot:
        return Snapshot(project, hashlib.md5(self._export(project)).hexdigest())

    def download(self, project: int, snapshot: Snapshot) -> Iterator[bytes]:
        content = self._export(project)
        for begin in range(0, len(content), 1000):
            if self.cut and begin >= 1000:
                self.cut -= 1
                raise OutcomeUnknownError("the transfer broke off")
            yield content[begin : begin + 1000]

    def discard(self, project: int, snapshot: Snapshot) -> None:
        self.requests.append("discard")

    def wait(self) -> None:
        self.requests.append("wait")

    def _write(self, what: str, change: Any) -> None:
        self.requests.append(what)
        fault = self.faults.pop(0) if self.faults else "ok"
        if fault == "refuse":
            raise RefusedError("400")
        if fault.endswith("before") or fault == "late":
            raise Killed if fault.startswith("kill") else OutcomeUnknownError("500, not done")
        change()
        if fault.endswith("after"):
            raise Killed if fault.startswith("kill") else OutcomeUnknownError("500, but done")

    def _add(self, project: int, tasks: list[dict[str, Any]]) -> None:
        for task in tasks:
            number = self.number()
            made: dict[str, Any] = {"id": number, "data": task["data"], "annotations": [], "drafts": []}
            for annotation in task["annotations"]:
                self._annotate(made["annotations"], {k: v for k, v in annotation.items() if k != "unique_id"})
            self.kept[project].tasks[number] = made | {"predictions": task["predictions"]}

    def _annotate(self, found: list[dict[str, Any]], annotation: dict[str, Any]) -> None:
        by = annotation.get("completed_by", 1)
        user = next(user for user in self.accounts if by in (user.number, {"email": user.email}))
        person = {"id": user.number, "email": user.email}
        found.append({"was_cancelled": False} | annotation | {"id": self.number(), "completed_by": person})

    def _task(self, number: int) -> dict[str, Any]:
        return next(project.tasks[number] for project in self.kept.values() if number in project.tasks)

    def _annotations(self, project: FakeProject) -> int:
        return sum(len(task["annotations"]) for task in project.tasks.values())

    def _export(self, project: int) -> bytes:
        return json.dumps(list(self.kept[project].tasks.values()), ensure_ascii=False).encode()
