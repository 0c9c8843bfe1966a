"""A stand-in for Zenodo on this machine: of InvenioRDM's REST API what a deposit asks, and no more.

It holds records in memory, knows whose token is whose, can be told to answer badly, and remembers what it was asked. A
failure of status 200 is none: what happens meanwhile happens, and the answer is as ever.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from hub_server import Failure, Response, as_json
from listening import StandIn, listening

TOKEN, TOKEN_OF_ANOTHER = "zenodo_invented_for_tests", "zenodo_of_somebody_else"
NATIVE = "application/vnd.inveniordm.v1+json"
DAY = "2031-12-03"


@dataclass
class HeldFile:
    """A file of a record; it counts as soon as it is committed."""

    content: bytes | None = None
    is_committed: bool = False

    def shown(self, name: str) -> dict[str, Any]:
        if not self.is_committed or self.content is None:
            return {"key": name, "status": "pending"}
        md5 = hashlib.md5(self.content).hexdigest()
        return {"key": name, "status": "completed", "checksum": f"md5:{md5}", "size": len(self.content)}


@dataclass
class Held:
    """A version of a record, as Zenodo holds it."""

    number: int
    concept: int
    owner: str
    metadata: dict[str, Any]
    files: dict[str, HeldFile] = field(default_factory=dict)
    doi: str | None = None
    is_published: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> None:
        """Have a file, as somebody puts it there on the page of the record."""
        self.files[name] = HeldFile(content, True)

    def content(self) -> dict[str, bytes]:
        return {name: file.content or b"" for name, file in self.files.items() if file.is_committed}


@dataclass
class ZenodoServer:
    """The records by number, failures to come, and what was asked."""

    prefix: str = "10.5072"
    """That of its DOIs: this is the one of the sandbox."""
    address: str = ""
    records: dict[int, Held] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    last: int = 100

    def number(self) -> int:
        self.last += 1
        return self.last

    def create(self, metadata: dict[str, Any], owner: str = TOKEN) -> Held:
        """Make a draft of a record of its own."""
        concept = self.number()
        held = Held(self.number(), concept, owner, metadata)
        self.records[held.number] = held
        return held

    def publish(self, held: Held) -> None:
        held.doi = held.doi or f"{self.prefix}/zenodo.{held.number}"
        held.is_published = True

    def versions(self, concept: int) -> list[Held]:
        return [held for held in self.records.values() if held.concept == concept]

    def count(self, request: str) -> int:
        """Return how many requests matched."""
        return sum(re.search(request, line) is not None for line in self.asked)

    def only(self) -> Held:
        (held,) = self.records.values()
        return held


def refused(status: int, message: str, errors: list[dict[str, Any]] | None = None) -> Response:
    return as_json({"status": status, "message": message, **({"errors": errors} if errors else {})}, status)


class Answers:
    """What Zenodo answers, by the path that is asked."""

    def __init__(self, server: ZenodoServer) -> None:
        self.server = server

    def shown(self, held: Held) -> dict[str, Any]:
        published = any(other.is_published for other in self.server.versions(held.concept))
        parent_doi = {"doi": {"identifier": f"{self.server.prefix}/zenodo.{held.concept}"}} if published else {}
        pids = {"doi": {"identifier": held.doi, "provider": "datacite", "client": "datacite"}} if held.doi else {}
        return {
            "id": str(held.number),
            "created": f"{DAY}T10:00:00.000000+00:00",
            "is_published": held.is_published,
            "metadata": held.metadata,
            "parent": {"id": str(held.concept), "pids": parent_doi},
            "pids": pids,
            **held.more,
        }

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], body: bytes, token: str, accept: str
    ) -> Response:
        if token not in (TOKEN, TOKEN_OF_ANOTHER):
            return refused(401, f"the token {token} is not known here")
        if accept != NATIVE:
            return as_json({"metadata": {"upload_type": "the older form"}})
        for wanted, pattern, found in self.routes():
            match = re.fullmatch(pattern, path)
            if method == wanted and match:
                return found(*map(unquote, match.groups()), query=query, body=body, token=token)
        return refused(404, f"no such page: {method} {path}")

    def routes(self) -> list[tuple[str, str, Callable[..., Response]]]:
        record, draft = r"/api/records/(\d+)", r"/api/records/(\d+)/draft"
        own = self.own_draft
        return [
            ("GET", r"/api/user/records", self.listed),
            ("POST", r"/api/records", self.created),
            ("GET", record, self.read),
            ("GET", rf"{record}/files", self.files),
            ("POST", rf"{record}/versions", self.new_version),
            ("GET", draft, own(lambda held, **_: as_json(self.shown(held)))),
            ("PUT", draft, own(self.written)),
            ("POST", rf"{draft}/pids/doi", own(self.reserved)),
            ("GET", rf"{draft}/files", own(self.draft_files)),
            ("POST", rf"{draft}/files", own(self.started)),
            ("PUT", rf"{draft}/files/([^/]+)/content", own(self.put)),
            ("POST", rf"{draft}/files/([^/]+)/commit", own(self.committed)),
            ("DELETE", rf"{draft}/files/([^/]+)", own(self.deleted)),
            ("POST", rf"{draft}/actions/publish", own(self.published)),
        ]

    def own_draft(self, found: Callable[..., Response]) -> Callable[..., Response]:
        """Return what answers for a draft that is there and belongs to whoever asks."""

        def answered(number: str, *words: str, token: str, **given: Any) -> Response:
            held = self.server.records.get(int(number))
            if held is None or held.is_published:
                return refused(404, "The persistent identifier does not exist.")
            if held.owner != token:
                return refused(403, "Permission denied.")
            return found(held, *words, **given)

        return answered

    def listed(self, *, query: dict[str, list[str]], token: str, **_: Any) -> Response:
        size, page = int(query["size"][0]), int(query["page"][0])
        mine = [held for held in self.server.records.values() if held.owner == token]
        if query.get("allversions") != ["true"]:
            mine = [held for held in mine if held is self.server.versions(held.concept)[-1]]
        hits = [self.shown(held) for held in mine[(page - 1) * size : page * size]]
        return as_json({"hits": {"hits": hits, "total": len(mine)}})

    def created(self, *, body: bytes, token: str, **_: Any) -> Response:
        asked = json.loads(body)
        assert asked["files"] == {"enabled": True}
        held = self.server.create(asked["metadata"], token)
        return as_json(self.shown(held) | self.errors(held), 201)

    def errors(self, held: Held) -> dict[str, Any]:
        """Return what is wrong with the metadata, as InvenioRDM says of a draft that it makes all the same."""
        lacking = [
            name for name in ("title", "creators", "resource_type", "publication_date") if name not in held.metadata
        ]
        wrong = [{"field": f"metadata.{name}", "messages": ["Missing data for required field."]} for name in lacking]
        return {"errors": wrong} if wrong else {}

    def read(self, number: str, **_: Any) -> Response:
        held = self.server.records.get(int(number))
        if held is None or not held.is_published:
            return refused(404, "The persistent identifier does not exist.")
        return as_json(self.shown(held))

    def files(self, number: str, **_: Any) -> Response:
        held = self.server.records[int(number)]
        if not held.is_published:
            return refused(404, "The persistent identifier does not exist.")
        return self.draft_files(held)

    def new_version(self, number: str, *, token: str, **_: Any) -> Response:
        before = self.server.records[int(number)]
        if before.owner != token:
            return refused(403, "Permission denied.")
        there = [held for held in self.server.versions(before.concept) if not held.is_published]
        if not there:
            kept = {key: value for key, value in before.metadata.items() if key not in ("version", "publication_date")}
            there = [Held(self.server.number(), before.concept, token, kept)]
            self.server.records[there[0].number] = there[0]
        return as_json(self.shown(there[0]), 201)

    def written(self, held: Held, *, body: bytes, **_: Any) -> Response:
        asked = json.loads(body)
        held.metadata = asked["metadata"]
        if not asked.get("pids"):
            held.doi = None
        held.more = {"custom_fields": asked["custom_fields"]} if "custom_fields" in asked else {}
        return as_json(self.shown(held) | self.errors(held))

    def reserved(self, held: Held, **_: Any) -> Response:
        if held.doi:
            return refused(400, "A validation error occurred.", [{"field": "pids.doi", "messages": ["exists"]}])
        held.doi = f"{self.server.prefix}/zenodo.{held.number}"
        return as_json(self.shown(held), 201)

    def draft_files(self, held: Held, **_: Any) -> Response:
        return as_json({"enabled": True, "entries": [file.shown(name) for name, file in held.files.items()]})

    def started(self, held: Held, *, body: bytes, **_: Any) -> Response:
        names = [item["key"] for item in json.loads(body)]
        for name in names:
            if name in held.files:
                return refused(400, f"File with key {name} already exists.")
            held.files[name] = HeldFile()
        return as_json({"entries": [held.files[name].shown(name) for name in names]}, 201)

    def put(self, held: Held, name: str, *, body: bytes, **_: Any) -> Response:
        held.files[name].content = body
        return as_json(held.files[name].shown(name))

    def committed(self, held: Held, name: str, **_: Any) -> Response:
        if held.files[name].content is None:
            return refused(400, "the file has no content")
        held.files[name].is_committed = True
        return as_json(held.files[name].shown(name))

    def deleted(self, held: Held, name: str, **_: Any) -> Response:
        if held.files.pop(name, None) is None:
            return refused(404, "no such file")
        return Response(204)

    def published(self, held: Held, **_: Any) -> Response:
        if not held.content() or "version" not in held.metadata:
            return refused(400, "A validation error occurred.")
        self.server.publish(held)
        return as_json(self.shown(held), 202)


@contextmanager
def zenodo_serving(prefix: str = "10.5072") -> Iterator[ZenodoServer]:
    """Give a stand-in for Zenodo on a free port of this machine."""
    server = ZenodoServer(prefix)
    answers = Answers(server)
    one_at_a_time = threading.Lock()

    class Handler(StandIn):
        def _serve(self) -> None:
            split = urlsplit(self.path)
            line = f"{self.command} {split.path}"
            token = self.token
            length = int(self.headers.get("Content-Length") or 0)
            with one_at_a_time:
                server.asked.append(line)
                failure = next((x for x in server.failures if x.times and re.search(x.request, line)), None)
                if failure is not None and failure.status is None and not failure.after:
                    failure.times -= 1
                    failure.meanwhile()
                    self.rfile.read(length // 2)  # the connection ends in the middle
                    self.cut()
                    return
                body = self.rfile.read(length)
                asked = self.command, split.path, parse_qs(split.query), body, token, self.headers.get("Accept") or ""
                if failure is not None:
                    failure.times -= 1
                    failure.meanwhile()
                if failure is not None and failure.status != 200:
                    if failure.after:
                        answers.answer(*asked)
                    if failure.status is None:
                        self.cut()
                        return
                    response = refused(failure.status, f"told to fail {token}")
                else:
                    response = answers.answer(*asked)
            self.give(response.status, response.headers, response.body)

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    with listening(Handler) as address:
        server.address = address
        yield server
