"""A proxy between client and server that fails on request."""

from __future__ import annotations

import http.client
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Decide = Callable[[str, str], str]
"""What to do with a request, by method and path: pass; deny (500, not passed on); deny-after (passed on, then 500);
stall (passed on, and the answer withheld until the client has gone); stall-body (the answer's first half only)."""


@contextmanager
def between(url: str, decide: Decide) -> Iterator[str]:
    """Give the address of a proxy to a server."""
    target = urllib.parse.urlsplit(url)
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on()

        def do_POST(self) -> None:
            self._pass_on()

        def do_PATCH(self) -> None:
            self._pass_on()

        def do_DELETE(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            action = decide(self.command, self.path)
            if action == "deny":
                self._answer(500, b"denied", {})
                return
            connection = http.client.HTTPConnection(target.hostname or "", target.port)
            try:
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
                connection.request(self.command, self.path, body, headers)
                reply = connection.getresponse()
                content = reply.read()
            except OSError:
                self._answer(502, b"the server is away", {})
                return
            finally:
                connection.close()
            if action == "deny-after":
                self._answer(500, b"denied", {})
            elif action == "stall":
                ended.wait(60)
            else:
                kept = ("content-type", "content-disposition")
                given = {k: v for k, v in reply.getheaders() if k.lower() in kept}
                self._answer(reply.status, content, given, half=action == "stall-body")

        def _answer(self, status: int, content: bytes, headers: dict[str, str], half: bool = False) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if half else content)
            if half:
                self.wfile.flush()
                ended.wait(60)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
