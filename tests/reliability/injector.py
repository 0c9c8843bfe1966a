"""Running a command in a process of its own that dies, finds the disk full or waits at its n-th change of the files.

A process that has claimwire imported, the nursery, forks a child for every trial: started anew, each would take as long
as the imports do. What counts as a change is a file opened to be written, renamed, removed or synced, a folder made or
removed, and whatever else alters the tree below the root that is given.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

KILLED = 77
"""Exit status of a child that ended by `os._exit` at its event; nothing of it runs any more, no `finally` either."""

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.symlink", "os.link", "os.truncate", "os.chmod")

WAITED = 60.0
"""Seconds after which a trial that does not go on is a failure."""


@dataclass(frozen=True)
class Trial:
    """A program to run in a child, and what happens at its n-th change of the files below `root`; nothing if None."""

    code: str
    root: Path
    at: int | None = None
    what: str = "kill"


@dataclass(frozen=True)
class Outcome:
    """How a child ended: its exit status, what it printed, and how many changes it made or tried."""

    status: int
    output: str
    changes: int

    @property
    def succeeded(self) -> bool:
        """Whether it said that all went well."""
        return self.status == 0


class Running:
    """A child at work, in a folder of its own for what it says."""

    def __init__(self, nursery: Nursery, folder: Path, number: int) -> None:
        self._nursery, self._folder, self._number = nursery, folder, number

    def until_paused(self) -> bool:
        """Wait until the child is at its event, or has ended; return whether it is at its event."""
        self._wait_for(lambda: (self._folder / "paused").exists() or self._has_ended)
        return not self._has_ended

    def go_on(self) -> None:
        """Let a child that waits at its event go on."""
        (self._folder / "go").touch()

    def end(self) -> Outcome:
        """Wait for the end of the child."""
        self._wait_for(lambda: self._has_ended)
        status = json.loads((self._folder / "status").read_text())
        changes = self._folder / "changes"
        output = (self._folder / "output").read_text(errors="replace")
        return Outcome(status, output, int(changes.read_text()) if changes.exists() else 0)

    @property
    def _has_ended(self) -> bool:
        return (self._folder / "status").exists()

    def _wait_for(self, condition: Any) -> None:
        until = time.monotonic() + WAITED
        while not condition():
            self._nursery.require_alive()
            if time.monotonic() > until:
                raise TimeoutError(f"child {self._number} does not go on: {(self._folder / 'output').read_text()}")
            time.sleep(0.002)


class Nursery:
    """The process that forks children."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="claimwire-trials-")
        self._count = 0
        environment = os.environ | {"HF_HUB_OFFLINE": "1", "NO_COLOR": "1"}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, text=True, env=environment, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._folder.cleanup()

    def start(self, trial: Trial) -> Running:
        """Begin a trial."""
        self._count += 1
        folder = Path(self._folder.name) / str(self._count)
        folder.mkdir()
        request = {"code": trial.code, "root": str(trial.root), "at": trial.at, "what": trial.what}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request | {"folder": str(folder)}) + "\n")
        self._process.stdin.flush()
        return Running(self, folder, self._count)

    def run(self, trial: Trial) -> Outcome:
        """Run a trial to its end."""
        return self.start(trial).end()

    def require_alive(self) -> None:
        """Raise `ChildProcessError` if the process has ended."""
        if self._process.poll() is not None:
            raise ChildProcessError(f"the nursery has ended with {self._process.returncode}")


def _main() -> None:
    """Fork a child for every request on standard input."""
    import threading

    import claimwire.api
    import claimwire.checks
    import claimwire.cli.writing
    import claimwire.hydration
    import claimwire.labelstudio.files
    import claimwire.release.build
    import claimwire.release.documents  # noqa: F401

    children: dict[int, Path] = {}
    waiting = threading.Event()

    def reap() -> None:
        while True:
            waiting.wait()
            try:
                number, status = os.wait()
            except ChildProcessError:
                waiting.clear()
                continue
            beside = children[number] / "status.new"
            beside.write_text(json.dumps(os.waitstatus_to_exitcode(status)))
            beside.rename(children[number] / "status")

    threading.Thread(target=reap, daemon=True).start()
    for line in sys.stdin:
        request = json.loads(line)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)  # the parent has noted the child
            _child(request)
        os.close(read)
        children[child] = Path(request["folder"])
        os.write(write, b"x")
        os.close(write)
        waiting.set()


def _child(request: Mapping[str, Any]) -> None:
    folder = Path(request["folder"])
    output = os.open(folder / "output", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(request["root"])
    hook = _Hook(request["root"], request["at"], request["what"], folder)
    real_sync = os.fsync

    def sync(descriptor: Any) -> None:
        hook.change()
        real_sync(descriptor)

    os.fsync = sync
    status = 70
    try:
        sys.addaudithook(hook)
        exec(compile(request["code"], "trial", "exec"), {"__name__": "trial"})
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}")
        status = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        hook.at = None
        (folder / "changes").write_text(str(hook.count))
        os._exit(status)


class _Hook:
    """Counts the changes below a root, and does at one of them what was asked for."""

    def __init__(self, root: str, at: int | None, what: str, folder: Path) -> None:
        self.root, self.at, self.what, self.folder = root, at, what, folder
        self.count = 0

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event in CHANGES:
            self._seen(*args[:2])
        elif event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self._seen(path)

    def _seen(self, *paths: Any) -> None:
        if any(str(os.fspath(x)).startswith(self.root) for x in paths if isinstance(x, str | bytes | os.PathLike)):
            self.change()

    def change(self) -> None:
        """Note a change; the one asked for does not happen."""
        self.count += 1
        if self.at is None or self.count - 1 != self.at:
            return
        if self.what == "kill":
            os._exit(KILLED)
        if self.what == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        (self.folder / "paused").touch()
        until = time.monotonic() + WAITED
        while not (self.folder / "go").exists() and time.monotonic() < until:
            time.sleep(0.002)


if __name__ == "__main__":
    _main()
