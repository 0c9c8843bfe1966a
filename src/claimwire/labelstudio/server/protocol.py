"""What a push and a pull need from a Label Studio server, and how it may fail; `client` is the real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ...errors import LabelStudioError


class RefusedError(LabelStudioError):
    """Label Studio refused what it was asked to do; nothing has changed there."""


class OutcomeUnknownError(LabelStudioError):
    """Label Studio did not answer, or with an error of its own: what it was asked to do may be done or not."""


@dataclass(frozen=True)
class ServerUser:
    """Somebody with an account."""

    number: int
    email: str


@dataclass(frozen=True)
class ServerProject:
    """A project: its labelling page, and how many tasks and annotations it has."""

    number: int
    title: str
    description: str
    page: str
    tasks: int
    annotations: int


@dataclass(frozen=True)
class ServerTask:
    """A task as far as a push has to know it.

    `doc_key` is empty if the task was not made by a push; `models` are the versions of its predictions, joined.
    `annotators` are the numbers of the accounts that submitted or skipped it, `has_draft` is whether anybody has a
    draft of it; None if the server does not say. `editors` are the numbers of those who last changed what was
    submitted.
    """

    number: int
    doc_key: str
    text_sha256: str
    annotations: int
    skipped: int
    models: str
    annotators: tuple[int, ...] = ()
    has_draft: bool | None = None
    editors: tuple[int, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """A finished export on the server, and the MD5 hash the server made of it."""

    number: int
    md5: str


@dataclass(frozen=True)
class Replacing:
    """A request that deletes or replaces something on the server: the client's method, what it sends, and when.

    `goes` is what is no longer there afterwards, `kept` why no work of anybody is among it.
    """

    method: str
    request: str
    when: str
    goes: str
    kept: str


REPLACING = (
    Replacing(
        "delete_task",
        "DELETE /api/tasks/ID",
        "a push, of a task that is there twice, and with `--replace-changed` of one whose text has changed",
        "the task with everything in it",
        "only a task in which nobody has an annotation of their own or a draft, which is asked for right before",
    ),
    Replacing(
        "set_page",
        "PATCH /api/projects/ID",
        "a push with `--migrate`, or without it of a queue that nobody has submitted anything in",
        "the queue's labelling page",
        "every annotation and draft is held against the new page before, and compared after; if one differs, the old "
        "page comes back",
    ),
    Replacing(
        "set_description",
        "PATCH /api/projects/ID",
        "a push with another `--each` than the queue has",
        "the line of the project's description that says the number",
        "tasks, annotations and drafts are no part of it, and the other lines stay",
    ),
    Replacing(
        "set_annotations_per_task",
        "PATCH /api/projects/ID",
        "a push with `--shared` and another `--each` than the project has",
        "the number of annotations after which the project offers a task to nobody",
        "tasks, annotations and drafts are no part of it",
    ),
    Replacing(
        "discard",
        "DELETE /api/projects/ID/exports/ID",
        "a pull, a `diff` and `--migrate`, after the download",
        "the export that this command made",
        "an export is a copy",
    ),
)
"""Every request of ours that deletes or replaces something on a server; all others read or add."""


class Remote(Protocol):
    """A Label Studio server.

    Reading is tried again for a while if the server does not answer. Writing is tried once: it raises `RefusedError`
    if nothing has changed, `OutcomeUnknownError` if that is not known.
    """

    url: str

    def version(self) -> str:
        """Return the server's version."""
        ...

    def users(self) -> list[ServerUser]:
        """Return everybody who has an account."""
        ...

    def projects(self) -> list[ServerProject]:
        """Return all projects."""
        ...

    def create_project(self, title: str, description: str, page: str, annotations: int = 1) -> ServerProject:
        """Make a project, whose tasks get so many annotations, and return it."""
        ...

    def set_annotations_per_task(self, project: int, annotations: int) -> None:
        """Have a project offer its tasks until each has so many annotations."""
        ...

    def set_page(self, project: int, page: str) -> None:
        """Give a project another labelling page."""
        ...

    def set_description(self, project: int, description: str) -> None:
        """Give a project another description."""
        ...

    def task_count(self, project: int) -> int:
        """Return how many tasks a project has."""
        ...

    def tasks(self, project: int) -> list[ServerTask]:
        """Return a project's tasks by number."""
        ...

    def import_tasks(self, project: int, tasks: Sequence[str]) -> None:
        """Add tasks, each as JSON, to a project: all of them or none."""
        ...

    def add_annotation(self, task: int, annotation: dict[str, Any]) -> None:
        """Add an annotation to a task; one whose `unique_id` is there already is left as it is."""
        ...

    def add_predictions(self, project: int, predictions: Sequence[dict[str, Any]]) -> None:
        """Add predictions to tasks of a project; each names its `task`."""
        ...

    def task_results(self, task: int) -> list[list[dict[str, Any]]]:
        """Return the results of a task's annotations."""
        ...

    def exported_task(self, task: int) -> dict[str, Any]:
        """Return a task with its annotations, as an export has them."""
        ...

    def draft_count(self, task: int) -> int:
        """Return how many drafts a task has, whoever made them."""
        ...

    def delete_task(self, task: int) -> None:
        """Remove a task with everything in it."""
        ...

    def snapshot(self, project: int) -> Snapshot:
        """Make an export of a project, with all annotations, drafts and predictions, and return it when it is done."""
        ...

    def download(self, project: int, snapshot: Snapshot) -> Iterator[bytes]:
        """Yield an export's bytes: JSON, a list of tasks. Raises `OutcomeUnknownError` if the transfer breaks off."""
        ...

    def discard(self, project: int, snapshot: Snapshot) -> None:
        """Remove an export from the server."""
        ...

    def wait(self) -> None:
        """Return when the server answers; raises `OutcomeUnknownError` if it does not for a while."""
        ...
