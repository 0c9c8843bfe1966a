"""A local Label Studio: set up in an environment of its own, run on loopback, nothing sent outside. Files only.

The server's environment has the exact versions of `requirements.txt` beside this module; it cannot be claimwire's own,
since the two need different versions of pyarrow. Everything is in the user's cache folder (see `paths`).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from ...corpus.atomic import PRIVATE, write_text
from ...errors import LabelStudioError
from ..server.client import answers
from .paths import Places

Say = Callable[[str], None]

ADMIN = "admin"
HOST = "127.0.0.1"
SECONDS_TO_START = 300
SECONDS_TO_STOP = 30
DATABASE = "label_studio.sqlite3"
NOWHERE = "http://127.0.0.1:9"
"""A proxy that nothing answers at: what a library of the server would send outside ends there."""


@dataclass(frozen=True)
class User:
    """Somebody who can log in to the local server: an annotator, or the administrator."""

    annotator_id: str
    email: str
    password: str
    token: str
    created: bool = False


@dataclass(frozen=True)
class Server:
    """A data folder and the process that serves it."""

    data: Path
    url: str
    pid: int | None

    @property
    def key_file(self) -> Path:
        """The file that holds the administrator's key, for `--key-file`."""
        return self.data / "admin.key"

    @property
    def users_file(self) -> Path:
        """The file that holds the users' passwords."""
        return self.data / "users.json"

    @property
    def log(self) -> Path:
        """What the server wrote since it was last started."""
        return self.data / "server.log"


def server_requirements() -> str:
    """Return the exact versions that the server's environment has, as a requirements file of pip."""
    return (files("claimwire.labelstudio.local") / "requirements.txt").read_text(encoding="utf-8")


def setup(places: Places, say: Say, requirements: str | None = None) -> Path:
    """Return the folder of the server's environment, which is made first if it is not there yet.

    A migrated data folder is made beside it, of which `start` takes a copy. Several may call this at once. The
    environment has the packages of `server_requirements`, unless other `requirements` are given.

    Raises `LabelStudioError` if the installation fails.
    """
    requirements = server_requirements() if requirements is None else requirements
    environment = places.environment(requirements)
    blank = _blank(environment)
    if blank.is_dir():
        return environment
    with locked(places.root / "setup.lock"):
        done = environment / "claimwire-done"
        if not done.exists():
            say(f"installing Label Studio into {environment} (1 GB, a few minutes)")
            _run([sys.executable, "-m", "venv", "--clear", str(environment)])
            pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            pinned = environment / "requirements.txt"
            write_text(pinned, requirements)
            _run([*pip, "--disable-pip-version-check", "-r", str(pinned)])
            done.touch()
        if not blank.is_dir():
            say("making an empty database (less than a minute)")
            scratch = blank.with_name(f"{blank.name}.new")
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(mode=0o700)
            _label_studio(environment, scratch, "init", "--quiet")
            (scratch / ".env").unlink()  # the secret of this folder; every copy gets one of its own
            scratch.rename(blank)
    return environment


def start(
    environment: Path,
    data: Path,
    annotators: Sequence[str] = (),
    port: int = 0,
    say: Say = lambda _: None,
    extra: Mapping[str, str] | None = None,
) -> Server:
    """Start a server on a data folder and return it when it answers; one that runs there already is left alone.

    The folder is made where it is missing. It gets an administrator and a user for each annotator that has none yet;
    their passwords and keys are made up here and kept in files that only the owner may read. Port 0 takes the one of
    the last time, or any that is free. `extra` is added to the server's environment variables.

    Raises `LabelStudioError`, with the end of the server's log, where it does not start.
    """
    prepare(environment, data, annotators, say)
    standing = found(data)
    if standing.pid is not None:
        _wait(standing, say)
        return standing
    port = port or _free_port(standing.url)
    server = Server(data, f"http://{HOST}:{port}", None)
    command = ["start", "--no-browser", "--internal-host", HOST, "--port", str(port), "--data-dir", str(data)]
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            [str(environment / "bin" / "label-studio"), *command],
            env=server_variables(environment, data) | dict(extra or {}),
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = replace(server, pid=process.pid)
    _remember(server)
    _wait(server, say)
    return server


def prepare(environment: Path, data: Path, annotators: Sequence[str], say: Say) -> None:
    """Make a data folder where it is missing, and those of its users that it lacks; the server need not run."""
    _make_data(environment, data)
    _create_users(environment, data, annotators, say)


def found(data: Path) -> Server:
    """Return the server of a data folder; its `pid` is None where it does not run."""
    path = data / "running.json"
    state: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    pid = state.get("pid")
    return Server(data, state.get("url", ""), pid if pid is not None and str(data) in _command_of(pid) else None)


def stop(data: Path) -> bool:
    """End the server of a data folder and return whether there was one; what it has stored stays."""
    server = found(data)
    if server.pid is None:
        return False
    for number, patience in ((signal.SIGTERM, SECONDS_TO_STOP), (signal.SIGKILL, SECONDS_TO_STOP)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.pid, number)
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not _command_of(server.pid) and _is_free(_port(server.url)):  # a process that ends lets go of it late
                _remember(replace(server, pid=None))
                return True
            time.sleep(0.05)
    raise LabelStudioError(f"process {server.pid}, the Label Studio at {server.url}, does not end")


def users(data: Path) -> list[User]:
    """Return the users that were created on a data folder, the administrator first."""
    path = Server(data, "", None).users_file
    return [User(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))] if path.is_file() else []


def server_variables(environment: Path, data: Path) -> dict[str, str]:
    """Return all environment variables of the server: none of the caller's, and whatever reports outside is off."""
    return {
        "PATH": f"{environment / 'bin'}:/usr/bin:/bin",
        "HOME": str(data),
        "LANG": "C.UTF-8",
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "FEATURE_FLAGS_OFFLINE": "true",
        "ML_BLOCK_LOCAL_IP": "false",
        "SSRF_PROTECTION_ENABLED": "false",
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "no_proxy": "127.0.0.1,localhost",
    }


def _blank(environment: Path) -> Path:
    return environment.with_name(environment.name.replace("environment-", "migrated-"))


def _make_data(environment: Path, data: Path) -> None:
    if (data / DATABASE).is_file():
        return
    if data.exists() and any(data.iterdir()):
        raise LabelStudioError(f"{data} is not empty and holds no {DATABASE}; name another folder")
    data.parent.mkdir(parents=True, exist_ok=True)
    scratch = data.with_name(f".{data.name}.new")
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(_blank(environment), scratch)
    scratch.chmod(0o700)
    scratch.rename(data)


def _create_users(environment: Path, data: Path, annotators: Sequence[str], say: Say) -> None:
    known = users(data)
    names = {user.annotator_id for user in known}
    for name in (ADMIN, *annotators):
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise LabelStudioError(f"{name!r} is no id of an annotator: it may have the characters a-z, 0-9 and _")
        if name not in names:
            names.add(name)
            known.append(User(name, f"{name}@localhost", secrets.token_urlsafe(12), secrets.token_hex(20)))
    for place, user in enumerate(known):
        if user.created:
            continue
        _write_users(data, known)
        say(f"creating the user {user.email}")
        variables = {"USERNAME": user.email, "PASSWORD": user.password, "USER_TOKEN": user.token}
        extra = {f"LABEL_STUDIO_{name}": value for name, value in variables.items()}
        _label_studio(environment, data, "init", "--quiet", extra=extra)
        known[place] = replace(user, created=True)
        _write_users(data, known)


def _write_users(data: Path, known: Sequence[User]) -> None:
    server = Server(data, "", None)
    write_text(server.users_file, json.dumps([asdict(user) for user in known], indent=1) + "\n", PRIVATE)
    write_text(server.key_file, known[0].token + "\n", PRIVATE)


def _label_studio(environment: Path, data: Path, *arguments: str, extra: Mapping[str, str] | None = None) -> None:
    variables = server_variables(environment, data) | dict(extra or {})
    _run([str(environment / "bin" / "label-studio"), *arguments], variables)


def _run(command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise LabelStudioError(f"{' '.join(command)} failed:\n{_tail(done.stdout + done.stderr)}")


def _tail(text: str) -> str:
    return "\n".join(text.splitlines()[-15:])


def _free_port(last_url: str) -> int:
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


def _remember(server: Server) -> None:
    text = json.dumps({"pid": server.pid, "url": server.url}) + "\n"
    write_text(server.data / "running.json", text, PRIVATE)


def _wait(server: Server, say: Say) -> None:
    begun = time.monotonic()
    while not answers(server.url):
        seconds = time.monotonic() - begun
        if found(server.data).pid is None:
            raise LabelStudioError(f"Label Studio ended while it started; {server.log} ends with:\n{_log_tail(server)}")
        if seconds > SECONDS_TO_START:
            stop(server.data)
            raise LabelStudioError(f"Label Studio did not answer within {seconds:.0f} s; see {server.log}")
        say(f"waiting for Label Studio at {server.url}, {seconds:.0f} s")
        time.sleep(0.2)


def _log_tail(server: Server) -> str:
    return _tail(server.log.read_text(encoding="utf-8", errors="replace"))


def _command_of(pid: int) -> str:
    """Return the command line of a process; empty where there is none, or where it has ended and awaits its parent."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    done = subprocess.run(["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True)
    return "" if done.stdout.startswith("Z") else done.stdout


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process holds a lock file, and hold it."""
    import fcntl  # POSIX only, like the rest of what runs a server here; a server elsewhere can be used from anywhere

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
