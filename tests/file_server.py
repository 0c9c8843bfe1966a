"""A server of files on this machine that can be told to answer badly, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from listening import listening


@dataclass(frozen=True)
class Answer:
    """How one request is answered; without a status the file is sent, as far as it is asked for."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    """In place of the file."""
    cut: int | None = None
    """So many bytes of the body are sent, and then the connection ends."""
    length: int | None = None
    """What is said of the length, whatever it is."""
    ranges: bool = True
    etag: str | None = None


@dataclass(frozen=True)
class Asked:
    """A request."""

    path: str
    range: str | None
    if_range: str | None
    agent: str | None


@dataclass
class FileServer:
    """What is served, and what was asked."""

    address: str
    files: dict[str, bytes] = field(default_factory=dict)
    next: dict[str, list[Answer]] = field(default_factory=dict)
    """The next answers to requests for a path; when they are used up the file is sent."""
    asked: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def at(self, path: str) -> str:
        """Return the address of a path."""
        return f"{self.address}{path}"


@contextmanager
def serving() -> Iterator[FileServer]:
    """Give a server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            headers = self.headers
            served.asked.append(
                Asked(self.path, headers.get("Range"), headers.get("If-Range"), headers.get("User-Agent"))
            )
            waiting = served.next.get(self.path, [])
            self._answer(waiting.pop(0) if waiting else Answer())

        def _answer(self, answer: Answer) -> None:
            body = served.files.get(self.path) if answer.body is None else answer.body
            status = answer.status or (404 if body is None else 200)
            body = body or b""
            extra = list(answer.headers)
            asked, same = self.headers.get("Range"), self.headers.get("If-Range")
            if status == 200 and answer.ranges and asked and same in (None, answer.etag):
                start = int(asked.removeprefix("bytes=").removesuffix("-"))
                if start >= len(body):
                    status, body = 416, b""
                else:
                    extra.append(("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}"))
                    status, body = 206, body[start:]
            if answer.etag:
                extra.append(("ETag", answer.etag))
            self.send_response(status)
            for name, value in extra:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
            self.end_headers()
            self.wfile.write(body[: answer.cut])
            self.wfile.flush()
            if answer.cut is not None:
                self.connection.shutdown(2)

    with listening(Handler) as address:
        served = FileServer(address)
        yield served
