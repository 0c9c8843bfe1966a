"""The key stays secret, and goes only where it is safe."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from claimwire.cache import cache_folder
from claimwire.corpus.atomic import PRIVATE, write_text
from claimwire.errors import LabelStudioError
from claimwire.labelstudio.access import checked_address, read_key, require_private, responds
from claimwire.labelstudio.local.paths import CacheFolders
from claimwire.labelstudio.server.client import connect
from claimwire.labelstudio.server.protocol import OutcomeUnknownError

KEY = "5ecret5ecret5ecret5ecret5ecret5ecret5ecr"
Answer = Callable[[str], tuple[int, str]]


@pytest.mark.parametrize(
    "url",
    [
        *("http://labels.example.org", "http://10.0.0.7:8080", "http://localhost.example.org", "http://[2001:db8::1]"),
        *("ftp://localhost", "labels.example.org", "https://", "https://anna:pw@labels.example.org"),
        *("https://labels.example.org/?token=1", "http://0.0.0.0:8080"),
    ],
)
def test_an_address_over_which_the_key_would_leak_is_refused(url: str) -> None:
    with pytest.raises(LabelStudioError) as caught:
        checked_address(url)
    assert "pw@" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://labels.example.org/", "http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080/"]
)
def test_an_encrypted_address_or_this_machine_is_taken(url: str) -> None:
    assert checked_address(url) == url.rstrip("/")


def test_a_key_is_read_from_a_file_that_only_its_owner_may_read(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_text(path, KEY + "\n", PRIVATE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path, {}) == KEY
    for mode in (0o640, 0o604, 0o620, 0o644):
        path.chmod(mode)
        with pytest.raises(LabelStudioError, match="chmod 600") as caught:
            read_key(path, {"LABEL_STUDIO_API_KEY": KEY})
        assert KEY not in str(caught.value)


def test_a_key_comes_from_the_environment_where_no_file_is_named(tmp_path: Path) -> None:
    assert read_key(None, {"LABEL_STUDIO_API_KEY": f" {KEY}\n"}) == KEY
    for missing in ({}, {"LABEL_STUDIO_API_KEY": " "}):
        with pytest.raises(LabelStudioError, match="LABEL_STUDIO_API_KEY"):
            read_key(None, missing)
    with pytest.raises(LabelStudioError, match="missing"):
        read_key(tmp_path / "nothing", {})
    write_text(tmp_path / "two", "one two", PRIVATE)
    with pytest.raises(LabelStudioError, match="one line"):
        read_key(tmp_path / "two", {})


def test_places_follow_the_environment(tmp_path: Path) -> None:
    assert cache_folder({"CLAIMWIRE_CACHE": str(tmp_path)}) == tmp_path
    assert CacheFolders.of({"CLAIMWIRE_CACHE": str(tmp_path)}).exports("heron").is_relative_to(tmp_path)


def test_a_readable_file_is_not_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch(0o600)
    require_private(path)
    path.chmod(0o601)
    with pytest.raises(LabelStudioError):
        require_private(path)


@pytest.fixture
def serving() -> Iterator[Callable[[Answer], tuple[str, list[str]]]]:
    """Serve answers made by a function of the path; return address and the requests that came."""
    servers: list[ThreadingHTTPServer] = []

    def serve(answer: Answer) -> tuple[str, list[str]]:
        seen: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
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
        threading.Thread(target=server.serve_forever, daemon=True).start()
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
def test_what_a_server_refuses_is_told_without_the_key(serving, status: int, body: str, told: str) -> None:
    url, seen = serving(lambda _: (status, body))
    with pytest.raises(LabelStudioError, match=told) as caught:
        connect(url, KEY)
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert KEY not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert len([request for request in seen if KEY in request]) == 1


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


def test_an_expired_key_of_the_new_kind_is_told_without_showing_it(serving) -> None:
    import jwt

    key = jwt.encode({"exp": 1, "token_type": "refresh"}, "x" * 32)
    url, seen = serving(lambda _: (200, "[]"))
    with pytest.raises(LabelStudioError, match="expired") as caught:
        connect(url, key)
    assert key not in f"{caught.value!r} {caught.value.__context__!r}"
    assert seen == ["GET /health"]
