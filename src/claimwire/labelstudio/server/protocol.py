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
    """

    number: int
    doc_key: str
    text_sha256: str
    annotations: int
    skipped: int
    models: str


@dataclass(frozen=True)
class Snapshot:
    """A finished export on the server, and the MD5 hash the server made of it."""

    number: int
    md5: str


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

    def create_project(self, title: str, description: str, page: str) -> ServerProject:
        """Make a project and return it."""
        ...

    def set_page(self, project: int, page: str) -> None:
        """Give a project another labelling page."""
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
