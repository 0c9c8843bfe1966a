"""The environment that a local Label Studio runs in: exact versions, an empty database, no reports to the outside.

It has the exact versions of `requirements.txt` beside this module. It cannot be claimwire's own environment, since the
two need different versions of pyarrow.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from filelock import FileLock

from ...corpus.atomic import write_text
from ...errors import LabelStudioError
from ..progress import Log
from .paths import CacheFolders

NOWHERE = "http://127.0.0.1:9"
"""A proxy at which nothing answers: what a library of the server would send outside ends there."""

INSTALLED = "claimwire-done"
"""A file in an environment that is complete."""

LINES_OF_A_LOG = 15
"""How many of its last lines a message shows of what a command wrote."""


def server_requirements() -> str:
    """Return the exact versions that the server's environment has, as a requirements file of pip."""
    return (files("claimwire.labelstudio.local") / "requirements.txt").read_text(encoding="utf-8")


def setup(folders: CacheFolders, log: Log, requirements: str | None = None) -> Path:
    """Return the folder of the server's environment, which is made first if it is not there yet.

    A folder with an empty database is made beside it (`empty_data`), which `server.start` copies. Several processes
    may call this at once. The environment has the packages of `server_requirements`, unless others are given.

    Raises `LabelStudioError` if the installation fails.
    """
    requirements = server_requirements() if requirements is None else requirements
    environment = folders.environment(requirements)
    if empty_data(environment).is_dir():
        return environment
    with FileLock(folders.root / "setup.lock"):
        if not is_installed(environment):
            log(f"installing Label Studio into {environment} (1 GB, a few minutes)")
            install(environment, requirements)
        if not empty_data(environment).is_dir():
            log("making an empty database (less than a minute)")
            _make_empty_data(environment)
    return environment


def empty_data(environment: Path) -> Path:
    """Return the data folder with an empty database that belongs to an environment."""
    return environment.with_name(environment.name.replace("environment-", "migrated-"))


def is_installed(environment: Path) -> bool:
    """Return whether `install` has made this environment, to its end."""
    return (environment / INSTALLED).exists()


def install(environment: Path, requirements: str) -> None:
    """Make an environment of this Python with exact versions, in a folder that is emptied first.

    `requirements` is the content of a requirements file of pip. Raises `LabelStudioError` if the installation fails.
    """
    run([sys.executable, "-m", "venv", "--clear", str(environment)])
    pinned = environment / "requirements.txt"
    write_text(pinned, requirements)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "-r", str(pinned)])
    (environment / INSTALLED).touch()


def _make_empty_data(environment: Path) -> None:
    folder = empty_data(environment)
    scratch = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    run_label_studio(environment, scratch, "init", "--quiet")
    (scratch / ".env").unlink()  # the secret of this folder; every copy gets one of its own
    scratch.rename(folder)


def run_label_studio(environment: Path, data: Path, *arguments: str, extra: Mapping[str, str] | None = None) -> None:
    """Run the server's command on a data folder until it ends; `extra` is added to its environment variables.

    Raises `LabelStudioError`, with the end of what it wrote, if it fails.
    """
    variables = server_variables(environment, data) | dict(extra or {})
    run([str(environment / "bin" / "label-studio"), *arguments], variables)


def run(command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
    """Run a command until it ends; raises `LabelStudioError`, with the end of what it wrote, if it fails."""
    done = subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise LabelStudioError(f"{' '.join(command)} failed:\n{last_lines(done.stdout + done.stderr)}")


def last_lines(text: str) -> str:
    """Return the last lines of a log, as many as a message shows."""
    return "\n".join(text.splitlines()[-LINES_OF_A_LOG:])


def server_variables(environment: Path, data: Path) -> dict[str, str]:
    """Return all environment variables of the server: none of the caller's, and whatever reports outside is off.

    What the server may ask is left at its safe default; `Reach` has the exceptions.
    """
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
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "no_proxy": "127.0.0.1,localhost",
    }
