"""How long dates take: one at a time, beside the edtf package, and in `claimwire check`, beside an older claimwire.

Run it as `python benchmarks/dates.py [--against FOLDER] [--runs N]`, in the repository. FOLDER is the `src` of another
checkout: its `claimwire check` runs alternately with ours on this repository, so that both meet the same load. It fails
if the two do not say the same. The package gives strict bounds; both sides read each string for the first time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from edtf import parse_edtf

from claimwire.dates import bounds

SOURCE = Path(__file__).resolve().parent.parent / "src"

CHECK = "from claimwire.cli import main; main()"


def strings(count: int) -> dict[str, list[str]]:
    """Return different dates of each kind."""
    days = [date(1950, 1, 1) + timedelta(days=397 * number) for number in range(count)]
    return {
        "day": [str(day) for day in days],
        "month": [str(day)[:7] for day in days],
        "year": [f"{1000 + number}" for number in range(count)],
        "decade": [f"{100 + number}X" for number in range(count)],
        "interval": [f"{day}/{day.year + 1}" for day in days],
        "open interval": [f"{day}/.." for day in days],
        "set": [f"[{day},{day.year + 1},{day.year + 2}..{day.year + 4}]" for day in days],
    }


def package(text: str) -> None:
    """Compute what the package says."""
    parsed = parse_edtf(text)
    parsed.lower_strict()
    parsed.upper_strict()


def median_seconds(function: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return how long a function takes for one of some strings."""
    taken = []
    for text in texts:
        begin = time.perf_counter()
        function(text)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def check(source: Path) -> tuple[float, str]:
    """Return how long `claimwire check` takes with the package in a folder, and what it says."""
    environment = os.environ | {"PYTHONPATH": str(source)}
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", CHECK, "check"], env=environment, capture_output=True, text=True)
    return time.perf_counter() - begin, done.stdout


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--against", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    for kind, texts in strings(100).items():
        ours, theirs = median_seconds(bounds, texts), median_seconds(package, texts)
        print(f"{kind:14} {ours * 1e6:8.1f} µs, edtf {theirs * 1e6:8.0f} µs: {theirs / ours:6.0f} times")
    sources = [SOURCE] if given.against is None else [SOURCE, given.against.resolve()]
    runs = [[check(source) for source in sources] for _ in range(given.runs)]
    medians = [statistics.median(seconds for seconds, _ in times) for times in zip(*runs, strict=True)]
    print(f"claimwire check: {medians[0]:.2f} s, the median of {given.runs}")
    if given.against is not None:
        ratio = statistics.median(older / newer for (newer, _), (older, _) in runs)
        print(f"with {given.against}: {medians[1]:.2f} s; {ratio:.2f} times as long, the median of the ratios")
        if len({said for pair in runs for _, said in pair}) > 1:
            raise SystemExit("the two do not say the same")


if __name__ == "__main__":
    main()
