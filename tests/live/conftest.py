"""A real Label Studio, started once a run on a copy of a prepared data folder, and a repository to work in.

The server's environment and the prepared folder are cached outside the repository (see `claimwire.labelstudio.places`);
the first run makes them, which takes some minutes. Where the server cannot start, these tests fail and say why.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import invented_corpus
import pytest

from claimwire.labelstudio import server as local
from claimwire.labelstudio.client import Client, connect
from claimwire.labelstudio.places import Places
from claimwire.records import write_jsonl
from claimwire.schema import Annotator
from claimwire.schema.vocab import AnnotatorKind

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements" / "label-studio.txt"
COMMAND = Path(sys.executable).with_name("claimwire")
ANNOTATORS = ("anna", "ben", "model_a", "model_b")

AUDIT = """
import sys
def audit(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        with open({log!r}, "a") as stream:
            print(event, arguments[1:] if event != "socket.getaddrinfo" else arguments[:2], file=stream)
sys.addaudithook(audit)
"""
"""What the server's Python runs first: every connection and every look-up of a name is written down."""


@dataclass
class Live:
    """A running server, its users, and what it did with the network."""

    environment: Path
    server: local.Server
    network_log: Path
    extra: dict[str, str]

    @property
    def url(self) -> str:
        return self.server.url

    def user(self, name: str) -> local.User:
        return next(user for user in local.users(self.server.data) if user.annotator_id == name)

    def client(self, name: str = "admin") -> Client:
        return connect(self.url, self.user(name).token)

    def restart(self) -> None:
        local.stop(self.server.data)
        self.server = local.start(self.environment, self.server.data, extra=self.extra)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Return a server with the users of ANNOTATORS; it ends with the run."""
    environment = local.setup(Places.of(), REQUIREMENTS, print)
    prepared = environment.with_name(environment.name.replace("environment-", "tested-"))
    with local.locked(Places.of().root / "tested.lock"):
        if not prepared.is_dir():
            scratch = prepared.with_name(f"{prepared.name}.new")
            shutil.rmtree(scratch, ignore_errors=True)
            local.prepare(environment, scratch, ANNOTATORS, print)
            scratch.rename(prepared)
    folder = tmp_path_factory.mktemp("label-studio")
    shutil.copytree(prepared, folder / "data")
    log = folder / "network.log"
    (folder / "first").mkdir()
    (folder / "first" / "sitecustomize.py").write_text(AUDIT.format(log=str(log)))
    extra = {"PYTHONPATH": str(folder / "first")}
    server = local.start(environment, folder / "data", extra=extra)
    found = Live(environment, server, log, extra)
    yield found
    local.stop(folder / "data")
    shutil.rmtree(folder / "data")


@dataclass(frozen=True)
class Repository:
    """A repository with corpora of its own, and the command run in it."""

    root: Path
    live: Live

    def annotations(self, corpus: str) -> Path:
        return self.root / "annotations" / corpus / "annotations.jsonl"

    @property
    def exports(self) -> Path:
        return self.root.parent / "exports"

    def command(self, *arguments: str, url: str = "", key: str = "") -> subprocess.Popen[str]:
        """Begin `claimwire labelstudio ...` as the administrator, or with another key."""
        environment = os.environ | {"LABEL_STUDIO_API_KEY": key or self.live.user("admin").token, "COLUMNS": "200"}
        return subprocess.Popen(
            [sys.executable, "/tmp/cw.py", "labelstudio", *arguments, "--url", url or self.live.url],
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, expect: int = 0, url: str = "", key: str = "") -> str:
        """Run a command to its end and return what it printed; its exit status must be the expected one."""
        process = self.command(*arguments, url=url, key=key)
        out, err = process.communicate(timeout=300)
        assert process.returncode == expect, f"{arguments}: {process.returncode}\n{out}\n{err}"
        assert (key or self.live.user("admin").token) not in out + err
        return out + err

    def push(self, corpus: str, *arguments: str, expect: int = 0, url: str = "") -> str:
        return self.run("push", corpus, *arguments, expect=expect, url=url)

    def pull(self, corpus: str, *arguments: str, expect: int = 0, url: str = "") -> str:
        return self.run("pull", corpus, "--exports", str(self.exports), *arguments, expect=expect, url=url)


@pytest.fixture
def repository(live: Live, tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """Return an empty repository that knows the annotators."""
    root = tmp_path / "repository"
    (root / "annotations").mkdir(parents=True)
    (root / "annotations" / "release.toml").write_text(
        'name = "live"\ndata_version = "1.0.0"\ncorpora = ["x"]\nsplit_ratios = { train = 1.0 }\n'
    )
    write_jsonl(
        root / "annotations" / "annotators.jsonl",
        [Annotator(annotator_id=n, annotator_kind=AnnotatorKind.HUMAN, description="Invented.") for n in ANNOTATORS],
    )
    return Repository(root, live)


@pytest.fixture
def corpus(repository: Repository, request: pytest.FixtureRequest) -> invented_corpus.Invented:
    """Return a corpus of six invented articles in the repository, called after the test, with layers to annotate."""
    name = re.sub(r"[^a-z0-9]+", "_", request.node.name.removeprefix("test_"))[:40]
    return invented_corpus.write(repository.root / "annotations", name)
