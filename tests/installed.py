"""The package as somebody has it who installed it: a wheel of this tree, in an environment of its own.

The libraries that it needs are those of the environment that runs the tests, so that no network is needed; claimwire
itself is the wheel's, and no file of this repository is in sight.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def build_wheel(to: Path) -> Path:
    """Build the wheel of this tree in a copy, so that nothing is left in the tree, and return its path."""
    project = to / "project"
    shutil.copytree(ROOT / "src", project / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / name, project)
    pip("wheel", "--wheel-dir", str(to), str(project))
    [wheel] = to.glob("claimwire-*.whl")
    return wheel


def install(wheel: Path, environment: Path) -> Path:
    """Install a wheel, without what it needs, into a new environment that sees our libraries; return its `bin`."""
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    pip("--python", str(python), "install", "--no-index", str(wheel))
    [own] = (environment / "lib").glob("python*/site-packages")
    (own / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return environment / "bin"


def pip(*arguments: str) -> None:
    """Run pip without installing what anything needs."""
    at = arguments.index("install") + 1 if "install" in arguments else 1
    command = [sys.executable, "-m", "pip", *arguments[:at], "--quiet", "--no-deps", *arguments[at:]]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
