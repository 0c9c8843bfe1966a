"""The service over HTTP, on the standard library alone: JSON in and out, errors too.

Label Studio waits one second for `/health` and `/webhook`, and three for `/setup`, so these do no more than they must.
"""

from __future__ import annotations

import base64
import hmac
import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from ...corpus.jsontext import parse_json
from ...errors import ClaimwireError
from .model_service import ModelService

MOST_BYTES = 64 * 1024 * 1024
"""Most bytes of a request: what Label Studio sends of a hundred long articles is a tenth of that."""

AT_ONCE = 8
"""Most requests that are worked on at once; further ones are asked to come again."""

SECONDS = 30
"""How long a client may be silent."""

JSON_TYPE = "application/json"

Answer = tuple[int, Mapping[str, Any]]


class ModelServer(ThreadingHTTPServer):
    """A server of a `ModelService`; with a password every request needs it, by HTTP Basic, with any user's name."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, service: ModelService, host: str, port: int, password: str | None = None) -> None:
        self.service = service
        self.password = password
        self.places = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((host, port), ModelRequestHandler)

    @property
    def url(self) -> str:
        """The address."""
        host = str(self.server_address[0])
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}"

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

    def do_GET(self) -> None:
        """Answer a request without a body."""
        self._answer(self._get())

    def do_POST(self) -> None:
        """Answer a request with one."""
        self._answer(self._post())

    def _get(self) -> Answer:
        if not self._is_allowed():
            return 401, {"error": "the password is missing or wrong"}
        asked = self.ASKED.get(self._path)
        if asked is not None:
            return 200, asked(self.server.service)
        return self._not_there(self.TOLD, "POST")

    def _post(self) -> Answer:
        refused, content = self._body()
        if refused is not None:
            return refused
        if not self._is_allowed():
            return 401, {"error": "the password is missing or wrong"}
        told = self.TOLD.get(self._path)
        if told is None:
            return self._not_there(self.ASKED, "GET")
        if self.headers.get_content_type() != JSON_TYPE:
            return 415, {"error": f"the body has to be {JSON_TYPE}"}
        if not self.server.places.acquire(blocking=False):
            return 503, {"error": f"{AT_ONCE} requests are being worked on; try again"}
        try:
            return self._told(told, content)
        finally:
            self.server.places.release()

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

    def _body(self) -> tuple[Answer | None, bytes]:
        """Return why a request's body is not read, or the body; what is not read is left, so the connection ends."""
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            self.close_connection = True
            return (411, {"error": "the request has to say its Content-Length"}), b""
        if int(length) > MOST_BYTES:
            self.close_connection = True
            return (413, {"error": f"the request has {length} bytes; {MOST_BYTES} are the most"}), b""
        return None, self.rfile.read(int(length))

    @property
    def _path(self) -> str:
        return f"/{self.path.partition('?')[0].strip('/')}"

    def _not_there(self, others: Mapping[str, Any], method: str) -> Answer:
        if self._path in others:
            return 405, {"error": f"{self._path} is asked for with {method}"}
        return 404, {"error": f"there is no {self._path!r}: there are {', '.join([*self.ASKED, *self.TOLD])}"}

    def _is_allowed(self) -> bool:
        if self.server.password is None:
            return True
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        try:
            told = base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
        except ValueError:
            return False
        return kind.lower() == "basic" and hmac.compare_digest(told.encode(), self.server.password.encode())

    def _answer(self, answer: Answer) -> None:
        status, value = answer
        content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        # Label Studio shows people the reason of an error, and not the body
        reason = str(value.get("error", ""))[:200].encode("ascii", "replace").decode().replace("\n", " ")
        self.send_response(status, reason or None)
        self.send_header("Content-Type", JSON_TYPE)
        self.send_header("Content-Length", str(len(content)))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="claimwire"')
        if status == 503:
            self.send_header("Retry-After", "1")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Write nothing: the service says itself what it does."""
