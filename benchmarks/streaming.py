"""How often a streamed load ends the process with an error, by how the loop over it is left.

Run it as `python benchmarks/streaming.py --runs 40`, in the environment of the repository. It makes a table of invented
numbers in a temporary folder (row groups as those of a release), streams it in a process of its own per run, and prints
for each way how many of the processes did not end with exit status 0 (apache/arrow 45214, huggingface/datasets 7467).
Each way is tried with `batch_size: 1000` in the head of the card and without it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from claimwire.corpus.atomic import write_text
from claimwire.tables.parquet import ROW_GROUP

WAYS = {
    "break": "for row in stream:\n    break",
    "next(iter)": "next(iter(stream))",
    "take(1)": "list(stream.take(1))",
    "to the end": "for row in stream:\n    pass",
}
"""How the stream is left; users are told to read it to the end."""

LOAD = """import sys
from datasets import load_dataset
stream = load_dataset(sys.argv[1], split="train", streaming=True, cache_dir=sys.argv[2])
"""
SECONDS = 120
"""When a run counts as one that hangs."""


def make(folder: Path, rows: int, batch_size: int | None) -> Path:
    """Write a dataset of one table into a folder and return it; `batch_size` stands in its card unless it is None."""
    (folder / "table").mkdir(parents=True)
    numbers = pa.table({"number": pa.array(range(rows)), "word": [f"word {number}" for number in range(rows)]})
    pq.write_table(numbers, folder / "table" / "train-00000-of-00001.parquet", row_group_size=ROW_GROUP)
    config = ["- config_name: table", "  data_files: table/train-*.parquet"]
    if batch_size is not None:
        config.append(f"  batch_size: {batch_size}")
    write_text(folder / "README.md", "\n".join(["---", "configs:", *config, "---", ""]))
    return folder


def ending(folder: Path, way: str, cache: Path) -> str:
    """Return how a process ends that streams the dataset and leaves the loop in this way: `0`, a signal, or `hangs`."""
    code = LOAD + WAYS[way]
    command = [sys.executable, "-c", code, str(folder), str(cache)]
    environment = {"HF_HUB_OFFLINE": "1", "PATH": "/usr/bin:/bin", "HOME": str(cache)}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "hangs"
    if done.returncode > 0:
        sys.exit(done.stderr)
    return str(done.returncode)


def main() -> None:
    """Run every way and print a line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=40, help="processes a way (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the table (default: %(default)s)")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS), help="only these (default: all)")
    given = parser.parse_args()
    print(f"datasets {version('datasets')}, pyarrow {version('pyarrow')}, {given.rows} rows, {given.runs} runs each")
    with tempfile.TemporaryDirectory(prefix="claimwire-streaming-") as name:
        for batch_size in (1000, None):
            folder = make(Path(name) / f"batches_{batch_size}", given.rows, batch_size)
            for way in given.ways:
                endings = [ending(folder, way, Path(name) / "cache") for _ in range(given.runs)]
                wrong = sorted(end for end in endings if end != "0")
                said = f" ({', '.join(f'{wrong.count(end)} x {end}' for end in dict.fromkeys(wrong))})" if wrong else ""
                print(f"batch_size {batch_size}, {way}: {len(wrong)} of {given.runs}{said}", flush=True)


if __name__ == "__main__":
    main()
