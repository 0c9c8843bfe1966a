"""The client asks as it should, says what is known of the outcome, and shows the key in no message."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.access import responds
from claimwire.labelstudio.server.client import connect
from claimwire.labelstudio.server.protocol import OutcomeUnknownError, RefusedError, ServerProject, ServerTask, Snapshot

KEY = "5ecret5ecret5ecret5ecret5ecret5ecret5ecr"
Answer = Callable[[str], tuple[int, str]]


@pytest.fixture
def serving() -> Iterator[Callable[[Answer], tuple[str, list[str]]]]:
    """Serve answers made by a function of the path; return address and requests, and keep the bodies that came."""
    servers: list[ThreadingHTTPServer] = []

    def serve(answer: Answer, bodies: list[bytes] | None = None) -> tuple[str, list[str]]:
        seen: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply()

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if bodies is not None:
                    bodies.append(content)
                self._reply()

            def _reply(self) -> None:
                seen.append(f"{self.command} {self.path} {self.headers.get('Authorization', '')}".strip())
                status, body = (200, "{}") if self.path == "/health" else answer(self.path)
                self.send_response(status)
                if status in (301, 302):
                    self.send_header("Location", "http://other.example.org/")
                self.send_header("Content-Length", str(len(body.encode())))
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}", seen

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_address_at_which_nothing_responds_is_reported_at_once() -> None:
    assert not responds("http://127.0.0.1:9")
    with pytest.raises(LabelStudioError, match="nothing responds at"):
        connect("http://127.0.0.1:9", KEY)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, '{"detail": "Invalid token."}', "check the key"),
        (403, '{"detail": "no"}', "may not do this"),
        (404, "<html>", "is that the address"),
        (302, "", "give the address it points to"),
        (400, f'{{"detail": "you sent {KEY}"}}', "400"),
        (200, "<html>not json</html>", "200"),
    ],
)
def test_what_a_server_refuses_is_reported_without_the_key(serving, status: int, body: str, told: str) -> None:
    url, seen = serving(lambda _: (status, body))
    with pytest.raises(LabelStudioError, match=told) as caught:
        connect(url, KEY)
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert KEY not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert len([request for request in seen if KEY in request]) == 1


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{"detail": "Invalid\\n  token.", "status_code": 400}', "Invalid token."),
        ('{"title": ["too long"]}', "{'title': ['too long']}"),
        ('"no"', "no"),
        (f'"{"x" * 501}"', "x" * 500),
    ],
)
def test_a_message_has_the_detail_of_an_answer_or_else_the_answer_shortened(serving, body: str, shown: str) -> None:
    url, _ = serving(lambda _: (400, body))
    with pytest.raises(RefusedError) as caught:
        connect(url, KEY)
    assert str(caught.value) == f"{url}: listing the users: 400 {shown}"


def test_what_only_reads_is_asked_again_and_what_writes_is_not(serving) -> None:
    failures = ["503"] * 3

    def answer(path: str) -> tuple[int, str]:
        if path.startswith("/api/users"):
            return (503, "busy") if failures and failures.pop() else (200, "[]")
        return 500, f"the key was {KEY}"

    url, seen = serving(answer)
    client = connect(url, KEY)
    assert client.users() == []
    assert KEY not in repr(client)
    with pytest.raises(OutcomeUnknownError) as caught:
        client.import_tasks(1, ['{"data": {}}'])
    assert KEY not in str(caught.value)
    assert len([request for request in seen if request.startswith("POST")]) == 1


def test_patience_ends(serving) -> None:
    asked = []
    url, _ = serving(lambda path: (200, "[]") if not asked and not asked.append(path) else (503, "down"))
    client = connect(url, KEY, patience=0.3)
    with pytest.raises(OutcomeUnknownError, match="503"):
        client.users()


def test_a_server_that_answers_again_is_not_waited_for_any_longer(serving) -> None:
    url, seen = serving(lambda _: (200, "[]"))
    client = connect(url, KEY, patience=30)
    seen.clear()
    client.wait()
    assert seen == ["GET /health"]


def test_a_server_that_stays_away_is_waited_for_as_long_as_patience_lasts(serving) -> None:
    url, _ = serving(lambda _: (200, "[]"))
    client = connect(url, KEY, patience=0.2)
    client.url = "http://127.0.0.1:9"
    with pytest.raises(OutcomeUnknownError, match=r"127\.0\.0\.1:9 does not answer"):
        client.wait()


def test_an_expired_key_of_the_new_kind_is_reported_without_showing_it(serving) -> None:
    import jwt

    key = jwt.encode({"exp": 1, "token_type": "refresh"}, "x" * 32)
    url, seen = serving(lambda _: (200, "[]"))
    with pytest.raises(LabelStudioError, match="expired") as caught:
        connect(url, key)
    assert key not in f"{caught.value!r} {caught.value.__context__!r}"
    assert seen == ["GET /health"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_drafts_are_counted_whoever_made_them(serving, count: int) -> None:
    """The task itself shows only the drafts of who asks; its list of drafts has everybody's."""
    drafts = json.dumps([{"id": number, "user": "anna@localhost"} for number in range(count)])
    url, seen = serving(lambda path: (200, drafts) if path.endswith("/drafts") else (200, "[]"))
    assert connect(url, KEY).draft_count(7) == count
    assert seen[-1] == f"GET /api/tasks/7/drafts Token {KEY}"


@pytest.mark.parametrize(("status", "body"), [(404, "no"), (200, "<html>"), (200, '{"detail": "no"}'), (200, "null")])
def test_drafts_that_cannot_be_counted_are_an_error_and_not_none(serving, status: int, body: str) -> None:
    url, _ = serving(lambda path: (status, body) if path.endswith("/drafts") else (200, "[]"))
    with pytest.raises(RefusedError, match=f"listing the drafts of a task: {status}"):
        connect(url, KEY).draft_count(7)


def test_an_import_goes_out_as_it_was_made(serving) -> None:
    bodies: list[bytes] = []
    url, seen = serving(lambda path: (201, "{}") if path.endswith("/import") else (200, "[]"), bodies)
    connect(url, KEY).import_tasks(7, ['{"data": {"text": "🚢"}}', '{"data": 2}'])
    assert seen[-1] == f"POST /api/projects/7/import Token {KEY}"
    assert bodies == ['[{"data": {"text": "🚢"}},{"data": 2}]'.encode()]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, RefusedError),
        (407, RefusedError),
        (408, OutcomeUnknownError),
        (428, RefusedError),
        (429, OutcomeUnknownError),
        (499, RefusedError),
        (500, OutcomeUnknownError),
    ],
)
def test_an_answer_says_whether_the_outcome_is_known(serving, status: int, error: type[Exception]) -> None:
    url, _ = serving(lambda path: (status, "no") if path.endswith("/import") else (200, "[]"))
    with pytest.raises(error, match=f"importing 1 tasks: {status} no"):
        connect(url, KEY).import_tasks(1, ["{}"])


def listed(path: str, items: list[dict], name: str, total: str) -> tuple[int, str]:
    """Return the page of a list that a path asks for."""
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)
    page, size = int(asked["page"][0]), int(asked["page_size"][0])
    return 200, json.dumps({name: items[(page - 1) * size : page * size], total: len(items)} | FILLED)


FILLED = {"next": None, "previous": None, "total_annotations": 0, "total_predictions": 0}


@pytest.mark.parametrize("count", [0, 1, 249, 250, 251, 500, 501])
def test_tasks_are_listed_page_by_page_and_no_page_is_asked_for_in_vain(serving, count: int) -> None:
    data = {"doc_key": "heron_1", "text_sha256": "0" * 64}
    task = {"data": data, "total_annotations": 2, "cancelled_annotations": 1, "predictions_model_versions": "m"}
    items = [{"id": count - number} | task for number in range(count)]
    url, seen = serving(lambda path: listed(path, items, "tasks", "total") if "/tasks" in path else (200, "[]"))
    tasks = connect(url, KEY).tasks(3)
    assert [task.number for task in tasks] == list(range(1, count + 1))
    assert all(task == ServerTask(task.number, "heron_1", "0" * 64, 2, 1, "m") for task in tasks)
    assert len([request for request in seen if "/tasks" in request]) == max(1, -(-count // 250))


def test_a_task_that_somebody_else_made_has_no_article(serving) -> None:
    items = [{"id": 1, "data": {"text": "x"}}, {"id": 2, "data": {}}]
    url, _ = serving(lambda path: listed(path, items, "tasks", "total") if "/tasks" in path else (200, "[]"))
    assert connect(url, KEY).tasks(3) == [ServerTask(n, "", "", 0, 0, "") for n in (1, 2)]


def test_an_export_is_waited_for_by_its_title_and_a_failed_one_is_an_error(serving) -> None:
    bodies: list[bytes] = []
    titles: list[str] = []
    states = ["created", "completed"]

    def answer(path: str) -> tuple[int, str]:
        if not path.startswith("/api/projects/5/exports"):
            return 200, "[]"
        if len(bodies) > len(titles):
            titles.append(json.loads(bodies[-1])["title"])
            return 201, "{}"
        state = states.pop(0) if len(states) > 1 else states[0]
        other = {"id": 1, "title": "of somebody else", "status": "completed", "md5": "x"}
        return 200, json.dumps([other, {"id": 9, "title": titles[-1], "status": state, "md5": "abc"}])

    url, _ = serving(answer, bodies)
    client = connect(url, KEY)
    assert client.snapshot(5) == Snapshot(9, "abc")
    assert len(titles) == 1, "it is asked for once"
    states[:] = ["failed"]
    with pytest.raises(LabelStudioError, match="the server failed to make the export"):
        client.snapshot(5)


@pytest.mark.parametrize(("answered", "count"), [("7", 7), ("0", 0), ("null", 0)])
def test_a_project_of_which_the_server_says_no_number_of_tasks_has_none(serving, answered: str, count: int) -> None:
    body = f'{{"id": 3, "label_config": "<View/>", "task_number": {answered}}}'
    url, _ = serving(lambda path: (200, body) if path.startswith("/api/projects/3") else (200, "[]"))
    assert connect(url, KEY).task_count(3) == count


def test_projects_are_listed_with_what_the_server_says_of_them_and_without_what_it_does_not(serving) -> None:
    said = {"title": "Heron", "description": "birds", "label_config": "<View/>"}
    items = [{"id": 3, "task_number": 5, "total_annotations_number": 4} | said, {"id": 4, "label_config": "<View/>"}]
    url, _ = serving(lambda path: listed(path, items, "results", "count") if "/projects" in path else (200, "[]"))
    assert connect(url, KEY).projects() == [
        ServerProject(3, "Heron", "birds", "<View/>", 5, 4),
        ServerProject(4, "", "", "<View/>", 0, 0),
    ]
