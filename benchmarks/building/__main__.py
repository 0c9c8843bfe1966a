"""CPU time and memory of `claimwire build` beside two ways of making Parquet from the same records.

Run it as `python -m benchmarks.building --copies 40 --rounds 3 --to benchmarks/building.json`, in the environment of
the repository: it grows a corpus in a temporary folder and does each way in a process of its own, in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from claimwire.corpus.atomic import write_text

from .growing import grow

CORPUS = "openwire"

BUILD = "from claimwire.cli import group; group.main(['build', '--no-load'], standalone_mode=False)"
PLAIN = "from pathlib import Path; from benchmarks.building import plain; plain.{way}(Path({folder!r}), Path({to!r}))"
METER = (
    "import resource, sys; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=open({memory!r}, 'w'))"
)
"""What the processes run, and what they say at the end: the largest memory that they had, in MB."""

WAYS = {
    "build": "`claimwire build`: every check, splits, duplicates, all tables",
    "records": "plain: every line through its model, `Dataset.from_list`, `to_parquet`; no check across records",
    "arrow": "`pyarrow.json` read, Parquet written, nothing checked",
}
"""What is measured, in words."""


def measured(way: str, repository: Path, out: Path) -> tuple[float, float]:
    """Return the CPU seconds and the largest memory in MB of a process that goes one of the ways."""
    folder = repository / "annotations" / CORPUS
    code = BUILD if way == "build" else PLAIN.format(way=way, folder=str(folder), to=str(out))
    place = repository if way == "build" else Path.cwd()
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = out.with_suffix(".memory")
    script = f"{code}\n{METER.format(memory=str(memory))}\n"
    done = subprocess.run([sys.executable, "-c", script], cwd=place, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, float(memory.read_text(encoding="utf-8"))


def main() -> None:
    """Measure every way some rounds in turn, print the medians, and write them to a file if one is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--copies", type=int, default=40, help="copies of the corpus (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each way is gone (default: %(default)s)")
    parser.add_argument("--to", type=Path, help="JSON file for the figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimwire-building-") as name:
        repository, out = Path(name) / "grown", Path(name) / "out"
        articles, claims = grow(Path.cwd(), repository, CORPUS, given.copies)
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
        for _ in range(given.rounds):
            for way in WAYS:
                found[way].append(measured(way, repository, out))
                shutil.rmtree(out, ignore_errors=True)
    ways: dict[str, dict[str, Any]] = {
        way: {
            "cpu_seconds": round(statistics.median(seconds for seconds, _ in runs), 1),
            "peak_mb": round(statistics.median(memory for _, memory in runs)),
        }
        for way, runs in found.items()
    }
    told = {
        "articles": articles,
        "claims": claims,
        "rounds": given.rounds,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {name: version(name) for name in ("datasets", "pyarrow", "pydantic")},
        "ways": ways,
    }
    print(json.dumps(told, indent=1))
    if given.to is not None:
        write_text(given.to, json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
