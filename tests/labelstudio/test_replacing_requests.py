"""Every request that deletes or replaces something on a server is declared, and a table in the document has them."""

from __future__ import annotations

import inspect
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from claimwire.labelstudio.server.client import SNAPSHOT_TITLE, Client, connect
from claimwire.labelstudio.server.protocol import REPLACING, Remote, Snapshot
from tools import replacing_page

LIVE = Path(__file__).resolve().parents[1] / "live" / "test_drafts_of_others.py"
PROJECT = '{"id": 3, "label_config": "<View/>", "task_number": 1}'
CALLS: dict[str, Callable[[Client], object]] = {
    "version": lambda client: client.version(),
    "users": lambda client: client.users(),
    "invite_path": lambda client: client.invite_path(),
    "projects": lambda client: client.projects(),
    "create_project": lambda client: client.create_project("t", "d", "<View/>"),
    "set_page": lambda client: client.set_page(3, "<View/>"),
    "set_annotations_per_task": lambda client: client.set_annotations_per_task(3, 2),
    "set_description": lambda client: client.set_description(3, "d"),
    "task_count": lambda client: client.task_count(3),
    "tasks": lambda client: client.tasks(3),
    "import_tasks": lambda client: client.import_tasks(3, ["{}"]),
    "add_annotation": lambda client: client.add_annotation(7, {"result": []}),
    "add_predictions": lambda client: client.add_predictions(3, [{"task": 7, "result": []}]),
    "task_results": lambda client: client.task_results(7),
    "exported_task": lambda client: client.exported_task(7),
    "draft_count": lambda client: client.draft_count(7),
    "delete_task": lambda client: client.delete_task(7),
    "snapshot": lambda client: client.snapshot(3),
    "download": lambda client: list(client.download(3, Snapshot(9, ""))),
    "discard": lambda client: client.discard(3, Snapshot(9, "")),
    "wait": lambda client: client.wait(),
}
"""A call of every method of the client."""

ADDS = {
    "create_project": "POST /api/projects",
    "import_tasks": "POST /api/projects/ID/import",
    "add_annotation": "POST /api/tasks/ID/annotations",
    "add_predictions": "POST /api/projects/ID/import/predictions",
    "snapshot": "POST /api/projects/ID/exports",
}
"""Requests that are not plain reading, and only add something."""


@pytest.fixture
def asked() -> Iterator[tuple[Client, list[str]]]:
    """Return a client of a server that answers everything, and the requests that came."""
    seen: list[str] = []
    titles: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.split("?")[0]
            seen.append(f"{self.command} {re.sub(r'(?<=/)[0-9]+(?=/|$)', 'ID', path).rstrip('/')}")
            if self.command == "POST" and path.endswith("/exports/"):
                titles.append(json.loads(body)["title"])
            content = self.content(path).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def content(self, path: str) -> str:
            if path.endswith("/exports/") and self.command == "GET":
                made = {"id": 9, "title": titles[-1], "status": "completed", "md5": ""}
                return json.dumps([made])
            if path == "/api/projects/" and self.command == "GET":
                return json.dumps({"results": [], "count": 0, "next": None, "previous": None})
            if path == "/api/tasks/" and self.command == "GET":
                return json.dumps({"tasks": [], "total": 0, "total_annotations": 0, "total_predictions": 0})
            if path.startswith("/api/users") or path.endswith("/drafts"):
                return "[]"
            return PROJECT if path.startswith("/api/projects/") else '{"id": 7, "release": "1"}'

        def __getattr__(self, name: str) -> Callable[[], None]:
            if not name.startswith("do_"):
                raise AttributeError(name)
            return self.answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    client = connect(f"http://127.0.0.1:{server.server_port}", "k" * 40, patience=5)
    seen.clear()
    yield client, seen
    server.shutdown()
    server.server_close()


def methods(of: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(of, inspect.isfunction) if not name.startswith("_")}


def test_every_method_of_the_client_is_called_here() -> None:
    assert set(CALLS) == methods(Client)
    assert methods(Remote) <= methods(Client)


@pytest.mark.parametrize("name", CALLS)
def test_a_method_that_deletes_or_replaces_something_is_declared(asked: tuple[Client, list[str]], name: str) -> None:
    client, seen = asked
    CALLS[name](client)
    changes = {request for request in seen if not request.startswith("GET ")}
    declared = {one.request for one in REPLACING if one.method == name}
    assert changes == (declared or ({ADDS[name]} if name in ADDS else set()))
    assert {request.split()[0] for request in declared} <= {"DELETE", "PUT", "PATCH"}


def test_every_declared_request_has_a_live_test_with_a_draft_of_somebody_else() -> None:
    tests = set(re.findall(r"^def test_(\w+)", LIVE.read_text(encoding="utf-8"), re.MULTILINE))
    for one in REPLACING:
        assert any(name.startswith(f"{one.method}_") for name in tests), one.method


def test_the_document_has_the_table_of_what_is_declared() -> None:
    page = replacing_page.table_of(REPLACING)
    assert all(one.request in page and one.goes in page for one in REPLACING)
    assert page in (Path(__file__).resolve().parents[2] / replacing_page.DOCUMENT).read_text(encoding="utf-8")


def test_an_export_that_is_discarded_is_one_of_ours() -> None:
    assert SNAPSHOT_TITLE.startswith("claimwire")
