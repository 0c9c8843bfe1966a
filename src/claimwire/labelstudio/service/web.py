"""The service over HTTP, on the standard library alone: JSON in and out, errors too.

Label Studio waits one second for `/health` and `/webhook`, and three for `/setup`, so these do no more than they must.
"""

from __future__ import annotations

import io
import json
import re
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from ...corpus.jsontext import parse_json
from ...errors import ClaimwireError
from .deadline import DeadlineReader, discard
from .headers import Answer, has_password, names_host, wrong_length
from .model_service import ModelService

MOST_BYTES = 64 * 1024 * 1024
"""Most bytes of a request: what Label Studio sends of a hundred long articles is a tenth of that."""

AT_ONCE = 8
"""Most requests for predictions that are worked on at once; further ones are asked to come again.

What is submitted is told only once, so it needs no place.
"""

MOST_CONNECTIONS = 100
"""Most connections at once; further ones are closed."""

SECONDS, WHOLE_SECONDS = 30, 120
"""How long a client may be silent, and how long it may take to send a request."""

LEFT_BYTES, LEFT_SECONDS = 1024 * 1024, 1.0
"""How much of a refused request is read, and for how long, so that the client sees why it was refused."""

HERE = ("127.0.0.1", "localhost", "::1")
"""What this machine calls itself."""

JSON_TYPE = "application/json"

WRONG_HOST = "this service is {url}, and without --password-file it answers under no other name"
WRONG_PASSWORD: Answer = 401, {"error": "the password is missing or wrong"}


class ModelServer(ThreadingHTTPServer):
    """A server of a `ModelService`.

    With a password every request needs it, by HTTP Basic, with any user's name. Without one, a request has to name this
    machine as its host, so that no page of the web, whose name was made to lead here, can send one from a browser.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, service: ModelService, host: str, port: int, password: str | None = None) -> None:
        self.service = service
        self.password = password
        self.places = threading.BoundedSemaphore(AT_ONCE)
        self.connections = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), ModelRequestHandler)
        names = {_in_address(name).lower() for name in (*HERE, host, str(self.server_address[0]))}
        bound = self.server_address[1]
        self.hosts = {f"{name}:{bound}" for name in names} | (names if bound == 80 else set())

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread of its own, unless there are too many."""
        if not self.connections.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self.connections.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a connection until it ends."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.release()

    @property
    def url(self) -> str:
        """The address."""
        return f"http://{_in_address(str(self.server_address[0]))}:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away."""


class ModelRequestHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    server_version = "claimwire"
    sys_version = ""
    timeout = SECONDS
    server: ModelServer

    ASKED: ClassVar[Mapping[str, Callable[[ModelService], Mapping[str, Any]]]] = {
        "/": ModelService.health,
        "/health": ModelService.health,
        "/versions": ModelService.versions,
    }
    TOLD: ClassVar[Mapping[str, Callable[[ModelService, Mapping[str, Any]], Mapping[str, Any]]]] = {
        "/setup": ModelService.setup,
        "/predict": ModelService.predict,
        "/webhook": ModelService.webhook,
    }

    def setup(self) -> None:
        """Read with a deadline."""
        super().setup()
        self.rfile.close()
        self._reader = DeadlineReader(self.connection, SECONDS, WHOLE_SECONDS)
        self.rfile = io.BufferedReader(self._reader)
        self._has_unread = False

    def handle_one_request(self) -> None:
        """Answer a request, for which the client has its time anew."""
        self._reader.begin()
        super().handle_one_request()

    def handle_expect_100(self) -> bool:
        """Say only later that the body may come, when it is going to be read."""
        return True

    def finish(self) -> None:
        """End the connection so that the client sees the answer."""
        super().finish()
        if self._has_unread:
            discard(self.connection, LEFT_BYTES, LEFT_SECONDS)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request with GET or POST, in JSON too."""
        if self.request_version == "HTTP/0.9":  # so it is called where the first line cannot be read
            self.request_version = self.protocol_version
        if code == 501:
            answer: Answer = 405, {"error": f"there is nothing to {str(self.command)[:20]}: ask with GET or POST"}
        else:
            answer = int(code), {"error": message or "this is not a valid request"}
        self._answer(self._unread(answer))

    def do_GET(self) -> None:
        """Answer a request without a body."""
        self._answer(self._get())

    def do_POST(self) -> None:
        """Answer a request with one."""
        self._answer(self._post())

    def _get(self) -> Answer:
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            return self._unread((400, {"error": "a request with GET has no body"}))
        refused = self._refused()
        if refused is not None:
            return refused
        asked = self.ASKED.get(self._path)
        if asked is not None:
            return 200, asked(self.server.service)
        return self._not_there(self.TOLD, "POST")

    def _post(self) -> Answer:
        told = self.TOLD.get(self._path)
        refused = self._refused()
        if refused is None and told is None:
            refused = self._not_there(self.ASKED, "GET")
        if refused is None and self.headers.get_content_type() != JSON_TYPE:
            refused = 415, {"error": f"the body has to be {JSON_TYPE}"}
        if refused is None:
            refused = wrong_length(self.headers, MOST_BYTES)
        if refused is not None or told is None:
            return self._unread(refused or (404, {}))
        content = self._body()
        if content is None:
            return self._unread((400, {"error": "the body is shorter than its Content-Length"}))
        if told is not ModelService.predict:
            return self._told(told, content)
        if not self.server.places.acquire(blocking=False):
            return 503, {"error": f"{AT_ONCE} requests are being worked on; try again"}
        try:
            return self._told(told, content)
        finally:
            self.server.places.release()

    def _refused(self) -> Answer | None:
        """Return why a request is refused by what its header says of who asks whom; None if it is not."""
        server = self.server
        if server.password is not None:
            return None if has_password(self.headers, server.password) else WRONG_PASSWORD
        return None if names_host(self.headers, server.hosts) else (421, {"error": WRONG_HOST.format(url=server.url)})

    def _unread(self, answer: Answer) -> Answer:
        """Return an answer to a request whose body is left unread, so that the connection ends."""
        self.close_connection = self._has_unread = True
        return answer

    def _told(self, told: Callable[[ModelService, Mapping[str, Any]], Mapping[str, Any]], content: bytes) -> Answer:
        try:
            request = parse_json(content.decode("utf-8"))
        except ValueError as error:
            return 400, {"error": f"the body is not JSON in UTF-8: {error}"}
        if not isinstance(request, dict):
            return 400, {"error": "the body has to be a JSON object"}
        try:
            return 200, told(self.server.service, request)
        except ClaimwireError as error:
            return 400, {"error": str(error)}
        except Exception as error:  # whatever goes wrong, the client gets an answer, and the service goes on
            self.server.service.log(f"{self._path}: a defect of claimwire: {type(error).__name__}: {error}")
            return 500, {"error": f"a defect of claimwire: {type(error).__name__}"}

    def _body(self) -> bytes | None:
        """Return the body of a request; None if the client ends before all of it has come."""
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        length = int(self.headers["Content-Length"])
        content = self.rfile.read(length)
        return content if len(content) == length else None

    @property
    def _path(self) -> str:
        return f"/{self.path.partition('?')[0].strip('/')}"

    def _not_there(self, others: Mapping[str, Any], method: str) -> Answer:
        if self._path in others:
            return 405, {"error": f"{self._path} is asked for with {method}"}
        return 404, {"error": f"there is no {self._path!r}: there are {', '.join([*self.ASKED, *self.TOLD])}"}

    def _answer(self, answer: Answer) -> None:
        status, value = answer
        content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        # Label Studio shows people the reason of an error, and not the body
        reason = re.sub("[^ -~]", "?", str(value.get("error", ""))[:200])
        self.send_response(status, reason or None)
        self.send_header("Content-Type", JSON_TYPE)
        self.send_header("Content-Length", str(len(content)))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="claimwire"')
        if status == 405:
            self.send_header("Allow", "GET, POST")
        if status == 503:
            self.send_header("Retry-After", "1")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Write nothing: the service says itself what it does."""


def _in_address(host: str) -> str:
    """Return a host as an address has it."""
    return f"[{host}]" if ":" in host else host
