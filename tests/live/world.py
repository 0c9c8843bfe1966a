"""What the live tests work with: the running server, and a repository in which the commands are run."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from claimwire.cli import group
from claimwire.errors import ClaimwireError
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.users import LocalUser, users
from claimwire.labelstudio.server.client import Client, connect

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
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


def own_code() -> dict[str, str]:
    """Return the variables with which COMMAND runs the code of this repository, whatever its environment has."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))}


@dataclass
class Live:
    """A running server, its users, and what it did with the network."""

    environment: Path
    server: local.LocalServer
    network_log: Path
    extra: dict[str, str]
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url

    def user(self, name: str) -> LocalUser:
        return next(user for user in users(self.server.data) if user.annotator_id == name)

    def client(self, name: str = "admin") -> Client:
        if name not in self.clients:
            self.clients[name] = connect(self.url, self.user(name).token)
        return self.clients[name]

    def restart(self) -> None:
        local.stop(self.server.data)
        self.server = local.start(self.environment, self.server.data, extra=self.extra)


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

    def command(self, *arguments: str, url: str) -> subprocess.Popen[str]:
        """Begin `claimwire labelstudio ...` as the administrator in a process of its own, to be killed."""
        environment = os.environ | own_code() | {"LABEL_STUDIO_API_KEY": self.live.user("admin").token}
        command = [str(COMMAND), "labelstudio", *arguments, "--url", url]
        return subprocess.Popen(
            command, cwd=self.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str, expect: int = 0, url: str = "", key: str = "") -> str:
        """Run `claimwire labelstudio ...` and return what it printed; its exit status must be the expected one."""
        key = key or self.live.user("admin").token
        printed = self.files(*arguments, "--url", url or self.live.url, expect=expect, key=key)
        assert key not in printed
        return printed

    def files(self, *arguments: str, expect: int = 0, key: str = "") -> str:
        """Run `claimwire labelstudio ...` as `run` does, without naming the server."""
        environment = {"LABEL_STUDIO_API_KEY": key, "COLUMNS": "200"}
        with contextlib.chdir(self.root):
            done = CliRunner().invoke(group, ["labelstudio", *arguments], env=environment)
        status, printed = done.exit_code, done.output
        if isinstance(done.exception, ClaimwireError):
            status, printed = 2, f"{printed}\n{done.exception}"
        elif done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert status == expect, f"{arguments}: {status}\n{printed}"
        return printed

    def push(self, corpus: str, *arguments: str, expect: int = 0, url: str = "") -> str:
        return self.run("push", corpus, *arguments, expect=expect, url=url)

    def pull(self, corpus: str, *arguments: str, expect: int = 0, url: str = "") -> str:
        return self.run("pull", corpus, "--exports", str(self.exports), *arguments, expect=expect, url=url)
