"""How many phrases of the test list claimwire, text2num and quantulum3 read right, and how long each takes a phrase.

Run it as `python benchmarks/quantities.py`, in the repository. text2num is installed with claimwire; quantulum3 is not:
`pip install quantulum3` in an environment of its own that has claimwire too. The list is
`tests/quantities/phrases.jsonl`. What is compared is the whole numbers that each finds, in order: text2num's are the
digits in the text that `alpha2digit` returns, quantulum3's the values of the quantities without a unit. A phrase
without a number of people is right if none is found; one that claimwire calls unclear is left out of the comparison.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from claimwire.quantities import read_quantity

LIST = Path("tests/quantities/phrases.jsonl")
Reader = Callable[[str], tuple[int, ...]]


def of_claimwire(words: str) -> tuple[int, ...]:
    """Return the numbers that claimwire finds."""
    read = read_quantity(words)
    return () if read is None else read.numbers


def of_text2num(words: str) -> tuple[int, ...]:
    """Return the numbers in digits in the text that text2num makes."""
    from text_to_num import alpha2digit

    found = re.findall(r"\d+(?:[,. ]\d+)*", alpha2digit(words, "en"))
    values = [float(digits.replace(",", "").replace(" ", "")) for digits in found if digits.count(".") < 2]
    return tuple(int(value) for value in values if value.is_integer())


def of_quantulum3(words: str) -> tuple[int, ...]:
    """Return the whole values of the quantities without a unit that quantulum3 finds, both ends of a range."""
    from quantulum3 import parser

    values: list[float] = []
    for quantity in parser.parse(words):
        if quantity.unit.name == "dimensionless":
            spread = quantity.uncertainty or 0
            values += [quantity.value - spread, quantity.value + spread] if spread else [quantity.value]
    return tuple(int(value) for value in values if float(value).is_integer())


def measured(read: Reader, phrases: list[dict[str, object]], rounds: int) -> tuple[int, int, int, float]:
    """Return how many phrases are right, wrong, and not found, and the median seconds a phrase."""
    right = wrong = missed = 0
    for phrase in phrases:
        expected = tuple(phrase.get("numbers", ()))  # type: ignore[arg-type]
        try:
            found = read(str(phrase["words"]))
        except Exception:  # another library's answer to words that it cannot read
            found = ()
        right += found == expected
        missed += found != expected and not found
        wrong += found != expected and bool(found)
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        for phrase in phrases:
            try:
                read(str(phrase["words"]))
            except Exception:  # as above
                continue
        times.append((time.perf_counter() - begin) / len(phrases))
    return right, wrong, missed, statistics.median(times)


def main() -> None:
    """Print a row for each reader."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rounds", type=int, default=5)
    rounds = given.parse_args().rounds
    phrases = [phrase for line in LIST.read_text().splitlines() if not (phrase := json.loads(line)).get("unclear")]
    readers: dict[str, Reader] = {"claimwire": of_claimwire, "text2num": of_text2num, "quantulum3": of_quantulum3}
    print(f"{len(phrases)} phrases\n\n| reader | right | wrong | none found | ms a phrase |\n|---|--:|--:|--:|--:|")
    for name, read in readers.items():
        try:
            read("12")
        except ImportError:
            print(f"| {name} | not installed | | | |")
            continue
        right, wrong, missed, seconds = measured(read, phrases, rounds)
        print(f"| {name} | {right} | {wrong} | {missed} | {seconds * 1000:.3f} |")


if __name__ == "__main__":
    main()
