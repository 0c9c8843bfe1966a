"""The commands that README and docs name: where they are, what they need, and a fresh clone to run them in.

A block of commands is fenced as `sh`. Above it may stand what it needs that a fresh clone and the environment do not
have, `<!-- needs: NEED -->`, and with what exit status its last command ends, `<!-- exits with N: WHY -->`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from repository import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "DATASET_CARD.md",
    *sorted((ROOT / "docs").glob("*.md")),
]

NEEDS = {
    "texts of your own": "`tests/starting/test_newcomer.py` runs it from a wheel, on texts of its own",
    "network": "installs packages; the build machine runs it",
    "server": "a Label Studio server; `tests/live` runs what it can be run with",
    "a copy of the texts": "texts that may not be redistributed; `tests/realtext` runs it where they are",
    "PolNeAR": "a corpus that others publish",
    "a corpus that others publish": "`tests/cli/test_import_human.py` runs it on invented files of the same shape",
    "a release of the version that is planned": "`test_publishing_real_texts.py` makes and publishes one",
    "a build with all texts": "the repository has few; `tests/release` trains on a small build",
    "a GPU and a model": "torch is in no requirement; `tests/baselines` runs it on a tiny random model where it is",
    "an environment with spaCy": "its small model is in no requirement; measured by hand",
    "sentences that others labelled": "kept for measuring alone; `tests/baselines` runs it on invented ones",
    "torch": "in no requirement of ours; `tests/ourdata/test_training_page.py` runs it in an environment that has it",
    "Chromium": "a browser; `tests/live` runs what the block runs",
    "hours": "takes too long for a test",
    "answers": "what somebody wrote who checked items; `tests/audit` and `tests/labelstudio` run it",
}
"""What a block may need, and who runs it then."""

BLOCK = re.compile(
    r"(?P<marks>(?:^<!-- (?:needs|exits with)[^\n]* -->\n)*)^```(?P<language>\w*)\n(?P<code>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
NEED = re.compile(r"<!-- needs: (.*?) -->")
EXIT = re.compile(r"<!-- exits with (\d+): .+? -->")
PROGRAMS = re.compile(r"(?:[A-Z_]+=\S+ +)?(claimwire|scripts/|tools/|examples/|\.ci/|python|pytest|pip|git|source)\b")
TYPED = "a\nThe article does not say more.\n" * 9
"""What a person answers in a review: the first layer's claim, and a reason."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    code: str
    need: str | None
    status: int

    @property
    def commands(self) -> list[str]:
        """The commands, one a line; what stands in a here-document and behind a number sign is none."""
        code = re.sub(r"<<'(\w+)'\n.*?^\1$", "", self.code.replace("\\\n", " "), flags=re.MULTILINE | re.DOTALL)
        return [line.split(" #")[0].strip() for line in code.splitlines() if line.split("#")[0].strip()]


def blocks(path: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    text = path.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        need, status = NEED.search(found["marks"]), EXIT.search(found["marks"])
        yield Block(
            path.relative_to(ROOT).as_posix(),
            text.count("\n", 0, found.start()) + 1,
            found["language"],
            found["code"],
            need and need[1],
            int(status[1]) if status else 0,
        )


def named_in_prose(path: Path) -> list[str]:
    """Return the commands that a page names between its words."""
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    return [code for code in re.findall(r"`([^`\n]+)`", text) if PROGRAMS.match(code)]


def fresh_clone(to: Path) -> Path:
    """Return a clone of this repository as it stands here, with the environment that runs the tests as its own."""
    git = ["git", "-c", "safe.directory=*"]
    subprocess.run([*git, "clone", "-q", str(ROOT), str(to)], check=True)
    listed = [*git, "-C", str(ROOT), "ls-files", "-z", "--modified", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0"):
        place = ROOT / name
        if name and place.is_file() and not place.is_relative_to(ROOT / ".venv"):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(place, to / name)
        elif name and not place.exists():
            (to / name).unlink(missing_ok=True)
    if not (to / ".venv").exists():
        (to / ".venv").symlink_to(sys.prefix)
    return to


def run_block(block: Block, clone: Path, home: Path, variables: Mapping[str, str] | None = None) -> str:
    """Run a block in a clone, without a network, and return what it printed; it has to end as its page says."""
    home.mkdir(exist_ok=True)
    environment = {
        "HOME": str(home),
        "PATH": f"{Path(sys.prefix) / 'bin'}:/usr/bin:/bin",
        "PYTHONPATH": f"{clone / 'src'}:{clone}",
        "HF_HUB_OFFLINE": "1",
        "LANG": "C.UTF-8",
        **(variables or {}),
    }
    program = [sys.executable, "-c"] if block.language == "python" else ["bash", "-euo", "pipefail", "-c"]
    done = subprocess.run(
        [*program, block.code],
        cwd=clone,
        env=environment,
        input=TYPED if "--review" in block.code else "",
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == block.status, f"{block.page}:{block.line}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    assert "Traceback" not in done.stderr
    return done.stdout


def words_of(command: str) -> list[str]:
    """Return the words of a command without variables before it and what it is piped to."""
    words = shlex.split(command.split("|")[0].split(">")[0])
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    return words
