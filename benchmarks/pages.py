"""How many paragraphs of the invented pages each version of the recipe for HTML keeps, loses, and keeps wrongly.

Run it as `python benchmarks/pages.py`. The pages, with what has to be read in them, are those of `tests/ingest/pages`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimwire.errors import RecipeError
from claimwire.ingest.reading import compose
from claimwire.ingest.recipes import recipe_named

PAGES = Path(__file__).resolve().parent.parent / "tests" / "ingest" / "pages"
VERSIONS = ("html/1", "html/2")


@dataclass(frozen=True)
class Counts:
    """Headline, leads, headings and paragraphs of a page that are kept and lost, and other lines that are kept."""

    kept: int
    lost: int
    wrong: int
    date: bool
    """Whether the date of publication is the right one."""


def counted(page: bytes, told: dict[str, Any], version: str) -> Counts:
    """Return what a version of the recipe makes of a page; a page that it refuses is lost."""
    wanted = [told["headline"], *told["lead"], *told["body"], *told.get("headings", [])]
    try:
        raw, reading = recipe_named(version).extract(page, None)
        text, date = compose(raw, reading.pieces)[0], reading.publication.date
    except RecipeError:
        text, date = "", None
    kept = sum(" ".join(paragraph.split()) in text for paragraph in wanted)
    wrong = sum(words in text for words in told["left_out"])
    return Counts(kept, len(wanted) - kept, wrong, date == told["published"])


def main() -> None:
    """Print a table with a row for each page."""
    print(f"{'page':24}" + "".join(f"{version:>8}  kept  lost  wrong  date" for version in VERSIONS))
    sums = {version: [0, 0, 0, 0] for version in VERSIONS}
    for path in sorted(PAGES.glob("*.html")):
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        row = f"{path.stem:24}"
        for version in VERSIONS:
            found = counted(path.read_bytes(), told, version)
            values = [found.kept, found.lost, found.wrong, int(found.date)]
            sums[version] = [a + b for a, b in zip(sums[version], values, strict=True)]
            row += _row(values)
        print(row)
    print(f"{'all':24}" + "".join(_row(sums[version]) for version in VERSIONS))


def _row(values: list[int]) -> str:
    return " " * 8 + "{:6}{:6}{:7}{:6}".format(*values)


if __name__ == "__main__":
    main()
