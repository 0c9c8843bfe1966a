"""The one module that talks to a Label Studio server.

`label_studio_sdk` takes a second to import and comes with the extra `labelstudio`: it is imported in `connect`. Its
base client is used: the one that adds conveniences to it imports pandas and more, which takes as long again and 100 MB.
"""

from __future__ import annotations

import contextlib
import itertools
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ...errors import LabelStudioError
from ..access import checked_address, is_loopback, responds
from .protocol import OutcomeUnknownError, RefusedError, ServerProject, ServerTask, ServerUser, Snapshot

if TYPE_CHECKING:
    from label_studio_sdk.base_client import LabelStudioBase
    from label_studio_sdk.core.pagination import SyncPager

T = TypeVar("T")

PROJECTS_PER_PAGE = 100
TASKS_PER_PAGE = 250
"""The server needs less time per task the fewer it is asked for at once, down to about this number."""

SECONDS_OF_PATIENCE = 120.0
"""How long to wait for a server that is away."""

SECONDS_FOR_AN_ANSWER = 1800.0
"""How long one request may take; what became of a change is unknown after that."""

SNAPSHOT_TITLE = "claimwire pull"
EVERYTHING: Any = {
    "annotations__completed_by": {"only_id": False},
    "predictions": {"only_id": False},
    "drafts": {"only_id": False},
}
"""Options of an export that loses nothing: by default users and predictions come as numbers."""


def connect(url: str, key: str, patience: float = SECONDS_OF_PATIENCE) -> Client:
    """Return a client of the server at an address; `patience` is how many seconds to wait for one that is away.

    Raises `LabelStudioError` if the address may not be used, nothing responds there, or the server refuses the key.
    """
    address = checked_address(url)
    if not responds(address):
        raise LabelStudioError(f"nothing responds at {address}/health; is that the address, and has it been started?")
    try:
        import httpx
        from label_studio_sdk.base_client import LabelStudioBase
        from label_studio_sdk.core.api_error import ApiError
    except ImportError as error:
        raise LabelStudioError("label-studio-sdk is missing; pip install 'claimwire[labelstudio]'") from error
    own_machine = is_loopback(urllib.parse.urlsplit(address).hostname or "")
    transfer = httpx.Client(
        timeout=httpx.Timeout(SECONDS_FOR_AN_ANSWER, connect=10),
        follow_redirects=False,
        trust_env=not own_machine,  # a proxy has no business between two processes of one machine
    )
    try:
        sdk = LabelStudioBase(base_url=address, api_key=key, httpx_client=transfer, max_retries=0)
    except ApiError as error:
        raise LabelStudioError(_message(f"the key for {address}", error.status_code, error.body, key)) from None
    client = Client(sdk, address, key, patience)
    client.users()
    return client


class Client:
    """A Label Studio server, reached through its SDK. The key stays in here: no message and no `repr` shows it."""

    def __init__(self, sdk: LabelStudioBase, url: str, key: str, patience: float) -> None:
        self.url = url
        self._sdk = sdk
        self._key = key
        self._patience = patience
        self.public_url = ""

    @property
    def shown_url(self) -> str:
        """The address that people are told: the one at which a proxy shows the server to others, if there is one."""
        return self.public_url or self.url

    def __repr__(self) -> str:
        return f"Client({self.url})"

    def version(self) -> str:
        """Return the server's version."""
        return str(self._read("asking for the version", self._sdk.versions.get).release)

    def users(self) -> list[ServerUser]:
        """Return everybody who has an account."""
        users = self._read("listing the users", lambda: list(self._sdk.users.list()))
        return [ServerUser(user.id, user.email) for user in users]

    def invite_path(self) -> str:
        """Return the link by which somebody makes an account, from the server's address on."""
        link = self._read("asking for the invite link", self._sdk.organizations.invites.get_invite_link)
        parts = urllib.parse.urlsplit(link.invite_url or "")
        return f"{parts.path}?{parts.query}"

    def projects(self) -> list[ServerProject]:
        """Return all projects."""

        def ask() -> list[Any]:
            return _all_of(lambda page: self._sdk.projects.list(page=page, page_size=PROJECTS_PER_PAGE), "count")

        return [_server_project(project) for project in self._read("listing the projects", ask)]

    def create_project(self, title: str, description: str, page: str, annotations: int = 1) -> ServerProject:
        """Make a project and return it: so many annotations per task, which may be empty, and tasks in their order."""
        with self._faults(f"making the project {title!r}"):
            made = self._sdk.projects.create(
                title=title,
                description=description,
                label_config=page,
                enable_empty_annotation=True,
                maximum_annotations=annotations,
                sampling="Sequential sampling",
            )
        return _server_project(made)

    def set_page(self, project: int, page: str) -> None:
        """Give a project another labelling page."""
        self._write("changing the labelling page", lambda: self._sdk.projects.update(id=project, label_config=page))

    def set_description(self, project: int, description: str) -> None:
        """Give a project another description."""
        update = self._sdk.projects.update
        self._write("changing the description", lambda: update(id=project, description=description))

    def set_annotations_per_task(self, project: int, annotations: int) -> None:
        """Have a project offer its tasks until each has so many annotations."""
        update = self._sdk.projects.update
        self._write("changing annotations per task", lambda: update(id=project, maximum_annotations=annotations))

    def task_count(self, project: int) -> int:
        """Return how many tasks a project has."""
        answer = self._read("counting the tasks", lambda: self._sdk.projects.get(id=project))
        return answer.task_number or 0

    def tasks(self, project: int) -> list[ServerTask]:
        """Return a project's tasks by number."""
        include = (
            "id,data,total_annotations,cancelled_annotations,predictions_model_versions,annotators,draft_exists,"
            "updated_by"
        )

        def ask() -> list[Any]:
            listed = partial(self._sdk.tasks.list, project=project, page_size=TASKS_PER_PAGE)
            return _all_of(lambda page: listed(page=page, include=include, fields="all"), "total")

        tasks = []
        for task in self._read("listing the tasks", ask):
            data = task.data if isinstance(task.data, dict) else {}
            tasks.append(
                ServerTask(
                    number=task.id,
                    doc_key=str(data.get("doc_key", "")),
                    text_sha256=str(data.get("text_sha256", "")),
                    annotations=task.total_annotations or 0,
                    skipped=task.cancelled_annotations or 0,
                    models=str(getattr(task, "predictions_model_versions", None) or ""),
                    annotators=tuple(sorted(_account_numbers(getattr(task, "annotators", None) or ()))),
                    has_draft=getattr(task, "draft_exists", None),
                    editors=tuple(sorted(_account_numbers(getattr(task, "updated_by", None) or ()))),
                )
            )
        return sorted(tasks, key=lambda task: task.number)

    def import_tasks(self, project: int, tasks: Sequence[str]) -> None:
        """Add tasks, each as JSON, to a project: all of them or none.

        The SDK's own method takes as long to walk through the tasks as the server to store them, so the body goes
        through its connection as it is. That connection is a private attribute: `tests/test_libraries.py` fails when it
        goes, or when the SDK offers a public one.
        """
        from label_studio_sdk.core.api_error import ApiError

        def post() -> None:
            reply = self._sdk._client_wrapper.httpx_client.request(
                f"api/projects/{project}/import",
                method="POST",
                content=f"[{','.join(tasks)}]".encode(),
                headers={"Content-Type": "application/json"},
            )
            if not reply.is_success:
                raise ApiError(status_code=reply.status_code, body=reply.text)

        self._write(f"importing {len(tasks)} tasks", post)

    def add_annotation(self, task: int, annotation: dict[str, Any]) -> None:
        """Add an annotation to a task; one whose `unique_id` is there already is left as it is."""
        self._write("adding an annotation", lambda: self._sdk.annotations.create(id=task, **annotation), (409,))

    def add_predictions(self, project: int, predictions: Sequence[dict[str, Any]]) -> None:
        """Add predictions to tasks of a project; each names its `task`."""
        self._write(
            f"adding {len(predictions)} predictions",
            lambda: self._sdk.projects.import_predictions(id=project, request=list(predictions)),
        )

    def task_results(self, task: int) -> list[list[dict[str, Any]]]:
        """Return the results of a task's annotations."""
        return [_field(entry, "result") for entry in self._annotations(task)]

    def exported_task(self, task: int) -> dict[str, Any]:
        """Return a task with its annotations, as an export has them."""
        answer = self._read("reading a task", lambda: self._sdk.tasks.get(id=str(task)))
        return {"id": answer.id, "data": answer.data, "annotations": list(answer.annotations or ())}

    def draft_count(self, task: int) -> int:
        """Return how many drafts a task has, whoever made them.

        A task itself shows only the drafts of who asks, and the SDK has no method for all of them, so it is asked for
        through the SDK's connection, as in `import_tasks`.
        """
        from label_studio_sdk.core.api_error import ApiError

        def ask() -> int:
            reply = self._sdk._client_wrapper.httpx_client.request(f"api/tasks/{task}/drafts", method="GET")
            try:
                drafts = reply.json() if reply.is_success else None
            except ValueError:
                drafts = None
            if not isinstance(drafts, list):
                raise ApiError(status_code=reply.status_code, body=reply.text)
            return len(drafts)

        return self._read("listing the drafts of a task", ask)

    def delete_task(self, task: int) -> None:
        """Remove a task with everything in it; one that is no longer there is not an error."""
        self._write("removing a task", lambda: self._sdk.tasks.delete(id=str(task)), (404,))

    def snapshot(self, project: int) -> Snapshot:
        """Make an export of a project, with all annotations, drafts and predictions, and return it when it is done."""
        title = f"{SNAPSHOT_TITLE} {uuid.uuid4().hex}"
        exports = self._sdk.projects.exports
        begun = False
        for _ in self._while_patient():
            if not begun:
                with contextlib.suppress(OutcomeUnknownError):
                    self._write(
                        "making an export",
                        lambda: exports.create(project, title=title, serialization_options=EVERYTHING),
                    )
            listed = self._read("listing the exports", lambda: list(exports.list(project)))
            for export in listed:
                if export.title == title and export.status == "completed":
                    return Snapshot(export.id or 0, export.md5 or "")
                if export.title == title and export.status == "failed":
                    raise LabelStudioError(f"{self.url}: the server failed to make the export; see its log")
            begun = any(export.title == title for export in listed)  # if not, the request never reached the server
        raise OutcomeUnknownError(f"{self.url}: the server did not make the export; run the command again")

    def download(self, project: int, snapshot: Snapshot) -> Iterator[bytes]:
        """Yield an export's bytes: JSON, a list of tasks. Raises `OutcomeUnknownError` if the transfer breaks off."""
        with self._faults("downloading the export"):
            yield from self._sdk.projects.exports.download(
                id=project, export_pk=snapshot.number, export_type="JSON", request_options={"chunk_size": 1 << 20}
            )

    def discard(self, project: int, snapshot: Snapshot) -> None:
        """Remove an export from the server."""
        delete = self._sdk.projects.exports.delete
        self._write("removing the export", lambda: delete(id=project, export_pk=snapshot.number), (404,))

    def wait(self) -> None:
        """Return when the server answers; raises `OutcomeUnknownError` if it does not for a while."""
        for _ in self._while_patient():
            if responds(self.url):
                return
        raise OutcomeUnknownError(f"{self.url} does not answer; run the command again when it does")

    def _annotations(self, task: int) -> list[Any]:
        """Return a task's annotations, each as an object of the SDK or as a plain one."""
        return list(self.exported_task(task)["annotations"])

    def _read(self, what: str, ask: Callable[[], T]) -> T:
        """Ask for something that changes nothing, again and again while the server is away."""
        for is_last in self._while_patient():
            try:
                with self._faults(what):
                    return ask()
            except OutcomeUnknownError:
                if is_last:
                    raise
        raise AssertionError("patience ends with a last try")

    def _write(self, what: str, ask: Callable[[], object], harmless: tuple[int, ...] = ()) -> None:
        """Ask once for a change; answers with the `harmless` numbers count as success."""
        with self._faults(what, harmless):
            ask()

    def _while_patient(self) -> Iterator[bool]:
        """Yield False, more and more slowly, until patience ends; then True."""
        end, pause = time.monotonic() + self._patience, 0.1
        while time.monotonic() < end:
            yield False
            time.sleep(min(pause, max(0.0, end - time.monotonic())))
            pause = min(pause * 1.5, 5.0)
        yield True

    @contextlib.contextmanager
    def _faults(self, what: str, harmless: tuple[int, ...] = ()) -> Iterator[None]:
        """Turn the SDK's exceptions into ours; those of the SDK show headers and bodies."""
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        try:
            yield
        except ApiError as error:
            status = error.status_code or 0
            if status in harmless:
                return
            message = _message(f"{self.url}: {what}", status, error.body, self._key)
            unsure = status >= 500 or status in (0, 408, 429)
            raise (OutcomeUnknownError if unsure else RefusedError)(message) from None
        except httpx.HTTPError as error:
            text = str(error).replace(self._key, "***")
            raise OutcomeUnknownError(f"{self.url}: {what}: {type(error).__name__}: {text}") from None


def _all_of(ask: Callable[[int], SyncPager[Any, Any]], total: str) -> list[Any]:
    """Return what is on all pages of a list; a field of every page, `total`, says how much that is.

    The SDK's own way goes on until a page is empty: one more request, which the server answers with an error.
    """
    items: list[Any] = []
    for number in itertools.count(1):
        page = ask(number)
        items += page.items or ()
        if not page.items or len(items) >= getattr(page.response, total):
            return items
    raise AssertionError("counting does not end")


def _field(entry: Any, name: str) -> Any:
    """Return a field of an object of the SDK, or of a plain one; None if it has none."""
    return entry.get(name) if isinstance(entry, dict) else getattr(entry, name, None)


def _account_numbers(accounts: Iterable[Any]) -> Iterator[int]:
    """Yield the numbers of accounts, which servers give alone or in objects."""
    for account in accounts:
        number = account if isinstance(account, int) else _field(account, "id") or _field(account, "user_id")
        if isinstance(number, int):
            yield number


def _server_project(project: Any) -> ServerProject:
    return ServerProject(
        number=project.id,
        title=project.title or "",
        description=project.description or "",
        page=project.label_config or "",
        tasks=project.task_number or 0,
        annotations=project.total_annotations_number or 0,
    )


def _message(what: str, status: int | None, body: object, key: str) -> str:
    """Return what went wrong in one line: the server's own words, shortened, and never the key."""
    detail = body.get("detail", body) if isinstance(body, dict) else body
    text = " ".join(str(detail).split())[:500].replace(key, "***")
    hint = {
        301: "; give the address it points to",
        302: "; give the address it points to",
        401: "; check the key, and that the server takes keys of its kind",
        403: "; the key's owner may not do this",
        404: "; is that the address of a Label Studio server?",
    }.get(status or 0, "")
    return f"{what}: {status} {text}{hint}"
