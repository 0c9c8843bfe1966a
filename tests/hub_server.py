"""A stand-in for the Hugging Face Hub on this machine: what its client and `datasets` ask, and no more.

It holds repositories with commits, tags and large files in memory, can be told to answer badly, and remembers what it
was asked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from listening import StandIn, listening

TOKEN = "hf_invented_for_tests"
DATE = "2031-12-01T00:00:00.000Z"


def git_id(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content)).hexdigest()


@dataclass(frozen=True)
class Stored:
    """A file of a commit."""

    content: bytes
    large: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def pointer(self) -> bytes:
        lines = f"oid sha256:{self.sha256}\nsize {len(self.content)}\n"
        return f"version https://git-lfs.github.com/spec/v1\n{lines}".encode()

    def shown(self, name: str) -> dict[str, Any]:
        size, oid = len(self.content), git_id(self.pointer if self.large else self.content)
        lfs = {"lfs": {"oid": self.sha256, "size": size, "pointerSize": len(self.pointer)}} if self.large else {}
        return {"type": "file", "path": name, "size": size, "oid": oid, **lfs}


@dataclass(frozen=True)
class StoredCommit:
    """A commit: all files as they are after it."""

    commit_id: str
    title: str
    files: dict[str, Stored]


@dataclass
class Repo:
    """A dataset repository; the last commit is the head of its main branch, `others` has those of other branches."""

    private: bool = False
    commits: list[StoredCommit] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    others: dict[str, list[StoredCommit]] = field(default_factory=dict)
    gone: list[StoredCommit] = field(default_factory=list)
    """Commits of branches that were deleted."""

    @property
    def head(self) -> StoredCommit:
        return self.commits[-1]

    def at(self, revision: str) -> StoredCommit | None:
        wanted = self.branch(revision)[-1].commit_id if self.branch(revision) else self.tags.get(revision, revision)
        every = [*self.commits, *self.gone, *(commit for some in self.others.values() for commit in some)]
        return next((commit for commit in every if commit.commit_id == wanted), None)

    def branch(self, name: str) -> list[StoredCommit]:
        """Return the commits of a branch, the oldest first; none if there is no such branch."""
        return self.commits if name == "main" else self.others.get(name, [])

    def add(self, title: str, files: dict[str, Stored], branch: str = "main") -> StoredCommit:
        own = self.branch(branch)
        seed = json.dumps([title, branch, len(own), sorted((name, x.sha256) for name, x in files.items())])
        own.append(StoredCommit(hashlib.sha1(seed.encode()).hexdigest(), title, files))
        return own[-1]

    def edit(self, name: str, content: bytes) -> StoredCommit:
        """Commit a file, as somebody does on the page of the repository."""
        return self.add(f"Update {name}", {**self.head.files, name: Stored(content, False)})

    def files(self, revision: str = "main") -> dict[str, bytes]:
        commit = self.at(revision)
        assert commit is not None, revision
        return {name: stored.content for name, stored in commit.files.items()}


@dataclass
class Failure:
    """How requests are answered whose method and path match: by a status, or by an end of the connection."""

    request: str
    """A regular expression for `METHOD PATH`."""
    status: int | None = None
    after: bool = False
    """Whether what was asked is done all the same, before the bad answer."""
    times: int = 1
    meanwhile: Callable[[], object] = lambda: None
    """What happens before the answer."""


@dataclass
class HubServer:
    """The repositories by name, large files by SHA-256, failures to come, and what was asked."""

    address: str = ""
    repos: dict[str, Repo] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    """Names that a `.gitignore` of the repository has."""

    def create(self, name: str, *, private: bool = False) -> Repo:
        """Make a repository as the Hub does: with one commit, of `.gitattributes`."""
        repo = self.repos[name] = Repo(private)
        repo.add("initial commit", {".gitattributes": Stored(b"*.parquet filter=lfs\n", False)})
        return repo

    def count(self, request: str) -> int:
        """Return how many requests matched."""
        return sum(re.search(request, line) is not None for line in self.asked)

    def failure(self, line: str) -> Failure | None:
        """Return the next failure for a request, and use it up."""
        for failure in self.failures:
            if failure.times and re.search(failure.request, line):
                failure.times -= 1
                return failure
        return None


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def as_json(value: Any, status: int = 200, *headers: tuple[str, str]) -> Response:
    return Response(status, json.dumps(value).encode(), (("Content-Type", "application/json"), *headers))


def refused(status: int, message: str, code: str = "") -> Response:
    headers = [("X-Error-Message", message), *([("X-Error-Code", code)] if code else [])]
    return as_json({"error": message}, status, *headers)


class Answers:
    """What the Hub answers, by the path that is asked."""

    def __init__(self, hub: HubServer) -> None:
        self.hub = hub

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: bytes, token: str | None) -> Response:
        writes = method == "DELETE" or (
            method == "POST" and "/paths-info/" not in path and not path.endswith("/validate-yaml")
        )
        if writes and token != TOKEN:
            return refused(401, "Invalid credentials in Authorization header")
        for pattern, found in self.routes(method):
            match = re.fullmatch(pattern, path)
            if match:
                return found(*(unquote(word) for word in match.groups() if word), query=query, body=body)
        return refused(404, f"no such page: {method} {path}")

    def routes(self, method: str) -> list[tuple[str, Callable[..., Response]]]:
        repo = r"/api/datasets/([^/]+/[^/]+)"
        if method == "PUT":
            return [(r"/large/(\w+)", self.put)]
        if method == "DELETE":
            return [
                (rf"{repo}/tag/([^/]+)", self.on_repo(self.delete_tag)),
                (rf"{repo}/branch/([^/]+)", self.on_repo(self.delete_branch)),
            ]
        if method == "POST":
            return [
                (rf"{repo}/branch/([^/]+)", self.on_repo(self.branch)),
                (r"/api/repos/create", self.create),
                (r"/api/validate-yaml", lambda query, body: as_json({"errors": [], "warnings": []})),
                (rf"{repo}/preupload/([^/]+)", self.on_repo(self.preupload)),
                (rf"{repo}/commit/([^/]+)", self.on_repo(self.commit)),
                (rf"{repo}/tag/([^/]+)", self.on_repo(self.tag)),
                (rf"{repo}/paths-info/([^/]+)", self.on_repo(self.paths_info)),
                (r"/datasets/([^/]+/[^/]+)\.git/info/lfs/objects/batch", self.on_repo(self.batch)),
                (r"/large/verify", self.verify),
            ]
        return [
            (repo, self.on_repo(self.info)),
            (rf"{repo}/revision/([^/]+)", self.on_repo(self.info)),
            (rf"{repo}/refs", self.on_repo(self.refs)),
            (rf"{repo}/tree/([^/]+)(?:/(.*))?", self.on_repo(self.tree)),
            (rf"{repo}/commits/([^/]+)", self.on_repo(self.commits)),
            (r"/datasets/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", self.on_repo(self.resolve)),
        ]

    def on_repo(self, found: Callable[..., Response]) -> Callable[..., Response]:
        def answered(name: str, *words: str, **given: Any) -> Response:
            repo = self.hub.repos.get(name)
            if repo is None:
                return refused(404, "Repository not found", "RepoNotFound")
            return found(name, repo, *words, **given)

        return answered

    def create(self, query: dict[str, list[str]], body: bytes) -> Response:
        asked = json.loads(body)
        name = f"{asked['organization']}/{asked['name']}"
        if name in self.hub.repos:
            return refused(409, "You already created this dataset repo")
        self.hub.create(name, private=asked.get("visibility") == "private")
        return as_json({"url": f"{self.hub.address}/datasets/{name}"})

    def info(self, name: str, repo: Repo, revision: str = "main", **_: Any) -> Response:
        commit = repo.at(revision)
        if commit is None:
            return refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        siblings = [{"rfilename": path} for path in sorted(commit.files)]
        plain = {"id": name, "sha": commit.commit_id, "private": repo.private, "siblings": siblings, "tags": []}
        return as_json(plain | {"lastModified": DATE, "cardData": {}, "gated": False, "disabled": False})

    def refs(self, name: str, repo: Repo, **_: Any) -> Response:
        heads = [
            {"name": name, "ref": f"refs/heads/{name}", "targetCommit": repo.branch(name)[-1].commit_id}
            for name in ("main", *repo.others)
        ]
        tags = [{"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": at} for tag, at in repo.tags.items()]
        return as_json({"branches": heads, "converts": [], "tags": tags})

    def tree(self, name: str, repo: Repo, revision: str, below: str | None = None, **given: Any) -> Response:
        commit = repo.at(revision)
        if commit is None:
            return refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        start = f"{below}/" if below else ""
        names = [path for path in sorted(commit.files) if path.startswith(start)]
        if below and not names:
            return refused(404, f"{below} does not exist", "EntryNotFound")
        folders = {start + path[len(start) :].rpartition("/")[0] for path in names if "/" in path[len(start) :]}
        shown = [{"type": "directory", "path": folder, "size": 0, "oid": "0" * 40} for folder in sorted(folders)]
        if given["query"].get("recursive", ["false"])[0].lower() != "true":
            names = [path for path in names if "/" not in path[len(start) :]]
        return as_json([*shown, *(commit.files[path].shown(path) for path in names)])

    def commits(self, name: str, repo: Repo, revision: str, **_: Any) -> Response:
        return as_json(
            [
                {"id": x.commit_id, "title": x.title, "message": "", "authors": [{"user": "me"}], "date": DATE}
                for x in reversed(repo.branch(revision))
            ]
        )

    def paths_info(self, name: str, repo: Repo, revision: str, *, body: bytes, **_: Any) -> Response:
        commit = repo.at(revision)
        assert commit is not None
        wanted = parse_qs(body.decode()).get("paths") or json.loads(body or b"{}").get("paths", [])
        return as_json([commit.files[path].shown(path) for path in wanted if path in commit.files])

    def preupload(self, name: str, repo: Repo, revision: str, *, body: bytes, **_: Any) -> Response:
        files = []
        for item in json.loads(body)["files"]:
            path = item["path"]
            there = repo.branch(revision)[-1].files.get(path)
            mode = "lfs" if path.endswith(".parquet") else "regular"
            oid = None if there is None else there.sha256 if there.large else git_id(there.content)
            ignored = path in self.hub.ignored
            files.append({"path": path, "uploadMode": mode, "shouldIgnore": ignored, **({"oid": oid} if oid else {})})
        return as_json({"files": files})

    def batch(self, name: str, repo: Repo, *, body: bytes, **_: Any) -> Response:
        objects = []
        for item in json.loads(body)["objects"]:
            verify = {"href": f"{self.hub.address}/large/verify"}
            upload = {"href": f"{self.hub.address}/large/{item['oid']}"}
            actions = {} if item["oid"] in self.hub.large else {"actions": {"upload": upload, "verify": verify}}
            objects.append({"oid": item["oid"], "size": item["size"], **actions})
        return as_json({"transfer": "basic", "objects": objects})

    def put(self, oid: str, body: bytes, **_: Any) -> Response:
        if hashlib.sha256(body).hexdigest() != oid:
            return refused(400, "content is not what was announced")
        self.hub.large[oid] = body
        return Response(200)

    def verify(self, body: bytes, **_: Any) -> Response:
        return Response(200) if json.loads(body)["oid"] in self.hub.large else refused(404, "no such object")

    def commit(self, name: str, repo: Repo, revision: str, *, body: bytes, **_: Any) -> Response:
        head, *lines = (json.loads(line) for line in body.decode().splitlines())
        parent = head["value"].get("parentCommit")
        before = repo.branch(revision)[-1]
        if parent is not None and parent != before.commit_id:
            return refused(412, "A commit has happened since. Please refresh and try again.")
        files = dict(before.files)
        for line in lines:
            value = line["value"]
            if line["key"] == "file":
                files[value["path"]] = Stored(base64.b64decode(value["content"]), False)
            elif line["key"] == "lfsFile":
                if value["oid"] not in self.hub.large:
                    return refused(400, f"{value['path']} was not uploaded")
                files[value["path"]] = Stored(self.hub.large[value["oid"]], True)
            else:
                assert line["key"] == "deletedFile", line
                del files[value["path"]]
        made = repo.add(head["value"]["summary"], files, revision)
        address = f"{self.hub.address}/datasets/{name}/commit/{made.commit_id}"
        return as_json({"success": True, "commitOid": made.commit_id, "commitUrl": address})

    def tag(self, name: str, repo: Repo, revision: str, *, body: bytes, **_: Any) -> Response:
        tag, commit = json.loads(body)["tag"], repo.at(revision)
        if commit is None:
            return refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        if tag in repo.tags:
            return refused(409, "Tag reference exists already")
        repo.tags[tag] = commit.commit_id
        return as_json({"success": True})

    def delete_tag(self, name: str, repo: Repo, tag: str, **_: Any) -> Response:
        if tag not in repo.tags:
            return refused(404, f"no tag {tag}", "RevisionNotFound")
        del repo.tags[tag]
        return Response(200)

    def branch(self, name: str, repo: Repo, branch: str, *, body: bytes, **_: Any) -> Response:
        if repo.branch(branch):
            return refused(409, "Reference already exists")
        start = repo.at(json.loads(body or b"{}").get("startingPoint", "main"))
        if start is None:
            return refused(404, "Invalid rev id", "RevisionNotFound")
        repo.others[branch] = [start]
        return as_json({"success": True})

    def delete_branch(self, name: str, repo: Repo, branch: str, **_: Any) -> Response:
        if branch not in repo.others:
            return refused(404, f"no branch {branch}", "RevisionNotFound")
        repo.gone += repo.others.pop(branch)
        return Response(200)

    def resolve(self, name: str, repo: Repo, revision: str, path: str, **_: Any) -> Response:
        commit = repo.at(revision)
        if commit is None:
            return refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        stored = commit.files.get(path)
        if stored is None:
            return Response(404, b"", (("X-Error-Code", "EntryNotFound"), ("X-Repo-Commit", commit.commit_id)))
        etag = stored.sha256 if stored.large else git_id(stored.content)
        return Response(200, stored.content, (("ETag", f'"{etag}"'), ("X-Repo-Commit", commit.commit_id)))


@contextmanager
def hub_serving() -> Iterator[HubServer]:
    """Give a stand-in for the Hub on a free port of this machine."""
    hub = HubServer()
    answers = Answers(hub)
    one_at_a_time = threading.Lock()

    class Handler(StandIn):
        def _read(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _serve(self) -> None:
            split = urlsplit(self.path)
            body = self._read()
            line = f"{self.command} {split.path}"
            method = "GET" if self.command == "HEAD" else self.command
            token = self.token or None
            with one_at_a_time:
                hub.asked.append(line)
                failure = hub.failure(line)
                given = answers.answer, (method, split.path, parse_qs(split.query), body, token)
                if failure is not None:
                    failure.meanwhile()
                    if failure.after:
                        given[0](*given[1])
                    if failure.status is None:
                        self.cut()
                        return
                    self._send(refused(failure.status, "told to fail"))
                    return
                response = given[0](*given[1])
            self._send(response)

        def _send(self, response: Response) -> None:
            status, body, headers = response.status, response.body, list(response.headers)
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
            if status == 200 and asked and body:
                start, end = int(asked[1]), min(int(asked[2] or len(body)), len(body) - 1)
                headers.append(("Content-Range", f"bytes {start}-{end}/{len(body)}"))
                status, body = 206, body[start : end + 1]
            self.give(status, headers, body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    with listening(Handler) as address:
        hub.address = address
        yield hub
