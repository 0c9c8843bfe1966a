"""A local Label Studio as a process: started on loopback, found again, stopped."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...corpus.atomic import PRIVATE, write_text
from ...corpus.records import read_json
from ...errors import LabelStudioError
from ..access import responds
from ..progress import Log, ignore
from .environment import empty_data, last_lines, server_variables
from .reach import Reach
from .users import create_users, key_file, users_file

HOST = "127.0.0.1"
SECONDS_TO_START = 300
SECONDS_TO_STOP = 30
DATABASE = "label_studio.sqlite3"


@dataclass(frozen=True)
class LocalServer:
    """A data folder and the process that serves it; `pid` is None if none does.

    `public_url` is where others reach it, behind a proxy; empty if nobody does.
    """

    data: Path
    url: str
    pid: int | None
    public_url: str = ""

    @property
    def key_file(self) -> Path:
        """The file that has the administrator's key, for `--key-file`."""
        return key_file(self.data)

    @property
    def users_file(self) -> Path:
        """The file that has the users' passwords."""
        return users_file(self.data)

    @property
    def log_file(self) -> Path:
        """What the server wrote since it was last started."""
        return self.data / "server.log"


def start(
    environment: Path,
    data: Path,
    annotators: Sequence[str] = (),
    port: int = 0,
    log: Log = ignore,
    extra: Mapping[str, str] | None = None,
    reach: Reach | None = None,
) -> LocalServer:
    """Start a server on a data folder and return it when it answers; one that runs there already is left alone.

    The folder is made if it is missing. It gets an administrator and a user for each annotator that has none yet;
    their passwords and keys are in files that only the owner may read. Port 0 is the last one used, or any free one.
    `extra` is added to the server's environment variables. `reach` is by default that of the last time, without
    services of this machine.

    Raises `LabelStudioError`, with the end of the server's log, if it does not start, or if a server that runs there
    would have to be started anew to reach so far.
    """
    prepare(environment, data, annotators, log)
    running = server_on(data)
    if running.pid is not None:
        if reach is not None and (reach.with_loopback or reach.public_url != running.public_url):
            raise LabelStudioError(
                f"a server is already running on {data} with other access settings: stop it, then start it with these"
            )
        _wait(running, log)
        return running
    reach = reach or Reach(running.public_url)
    port = port or _free_port(running.url)
    server = LocalServer(data, f"http://{HOST}:{port}", None, reach.public_url)
    command = ["start", "--no-browser", "--internal-host", HOST, "--port", str(port), "--data-dir", str(data)]
    with server.log_file.open("wb") as written:
        process = subprocess.Popen(
            [str(environment / "bin" / "label-studio"), *command],
            env=server_variables(environment, data) | reach.variables() | dict(extra or {}),
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = replace(server, pid=process.pid)
    _remember(server)
    _wait(server, log)
    return server


def prepare(environment: Path, data: Path, annotators: Sequence[str], log: Log) -> None:
    """Make a data folder if it is missing, and the users that it does not have yet; the server need not run.

    Raises `LabelStudioError` if the folder has other files in it.
    """
    _make_data(environment, data)
    create_users(environment, data, annotators, log)


def server_on(data: Path) -> LocalServer:
    """Return the server of a data folder; its `pid` is None if it does not run."""
    path = data / "running.json"
    state: dict[str, Any] = read_json(path) if path.is_file() else {}
    pid = state.get("pid")
    # the number may belong to another process by now; a server of ours has its data folder in its command line
    is_ours = pid is not None and str(data) in _command_line(pid)
    return LocalServer(data, state.get("url", ""), pid if is_ours else None, state.get("public_url", ""))


def stop(data: Path) -> bool:
    """End the server of a data folder and return whether there was one; what it has stored stays.

    Raises `LabelStudioError` if the process does not end.
    """
    server = server_on(data)
    if server.pid is None:
        return False
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.pid, signal_number)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while time.monotonic() < deadline:
            # a process that ends lets go of its port late
            if not _command_line(server.pid) and _is_free(_port(server.url)):
                _remember(replace(server, pid=None))
                return True
            time.sleep(0.05)
    raise LabelStudioError(f"process {server.pid}, the Label Studio at {server.url}, does not end")


def _make_data(environment: Path, data: Path) -> None:
    if (data / DATABASE).is_file():
        return
    if data.exists() and any(data.iterdir()):
        raise LabelStudioError(f"{data} is not empty and has no {DATABASE}; name another folder")
    data.parent.mkdir(parents=True, exist_ok=True)
    scratch = data.with_name(f".{data.name}.new")
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(empty_data(environment), scratch)
    scratch.chmod(0o700)
    scratch.rename(data)


def _free_port(last_url: str) -> int:
    """Return the port of the last time if it is free, else any free port."""
    if last_url and _is_free(_port(last_url)):
        return _port(last_url)
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _port(url: str) -> int:
    return int(url.rsplit(":", 1)[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _remember(server: LocalServer) -> None:
    text = json.dumps({"pid": server.pid, "url": server.url, "public_url": server.public_url}) + "\n"
    write_text(server.data / "running.json", text, PRIVATE)


def _wait(server: LocalServer, log: Log) -> None:
    begun = time.monotonic()
    while not responds(server.url):
        seconds = time.monotonic() - begun
        if server_on(server.data).pid is None:
            written = server.log_file.read_text(encoding="utf-8", errors="replace")
            raise LabelStudioError(
                f"Label Studio ended while it started; {server.log_file} ends with:\n{last_lines(written)}"
            )
        if seconds > SECONDS_TO_START:
            stop(server.data)
            raise LabelStudioError(f"Label Studio did not answer within {seconds:.0f} s; see {server.log_file}")
        log(f"waiting for Label Studio at {server.url}, {seconds:.0f} s")
        time.sleep(0.2)


def _command_line(pid: int) -> str:
    """Return the command line of a process; empty if there is none, or if it has ended and waits for its parent."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    done = subprocess.run(["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True)
    return "" if done.stdout.startswith("Z") else done.stdout
