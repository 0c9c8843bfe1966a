"""How long the first view of an explorer's site takes in headless Chromium, opened from the disk.

    PYTHONPATH=. python benchmarks/explorer.py dataset/0.3.0 --claims 50000

The rows of a release are taken again and again, under new ids, until there are as many claims; texts that stand in the
release are taken with them. The site is written as `claimwire explore` writes it. Measured is the time from the start
of the navigation until the first view is drawn (`claimwire-shown`), each time in a new browser, and how long a search
and a filter take. Printed are the medians, in milliseconds, and what was loaded for the first view, in bytes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from selenium import webdriver

from claimwire.explorer.rows import ExplorerRows, read_explorer_rows
from claimwire.explorer.site import SiteOptions, write_site
from claimwire.explorer.texts import shown_texts
from claimwire.tables.row import Row

SHOWN = """
const mark = performance.getEntriesByName("claimwire-shown")[0];
const count = () => document.querySelector(".count").textContent;
return mark ? [mark.startTime, document.querySelectorAll(".item").length, count()] : null;
"""
"""When the first view was drawn, in milliseconds, how many items it has, and what it counts; null before that."""

SEARCH = """
const [hash, done] = arguments;
const start = performance.now();
location.hash = hash;
const wait = () => document.documentElement.dataset.shown === hash
  ? done([performance.now() - start, document.querySelector(".count").textContent])
  : requestAnimationFrame(wait);
wait();
"""
"""Goes to an address and tells how long it takes to be drawn, in milliseconds, and what it counts."""

IDS = ("article_id", "claim_id", "voice_id", "part_of_id", "reference_claim_id", "annotation_id", "earlier_id")


def multiplied(rows: ExplorerRows, claims: int) -> ExplorerRows:
    """Return rows with at least so many claims: copies of the same articles under ids of their own.

    Events, links and tolls are those of the first copy, whose ids stay.
    """
    made = replace(rows, articles={}, texts={}, claims={}, layers={}, sourcing={})
    copy = 0
    while made.claim_count < claims:
        for article_id, article in rows.articles.items():
            own = _renamed(article, copy)
            new_id = own["article_id"]
            made.articles[new_id] = own
            if article_id in rows.texts:
                made.texts[new_id] = rows.texts[article_id]
            made.claims[new_id] = [_renamed(claim, copy) for claim in rows.claims.get(article_id, ())]
            made.layers[new_id] = [_renamed(claim, copy) for claim in rows.layers.get(article_id, ())]
            if article_id in rows.sourcing:
                made.sourcing[new_id] = _renamed(rows.sourcing[article_id], copy)
        copy += 1
    return made


def _renamed(row: Row, copy: int) -> Row:
    return row if not copy else {**row, **{name: f"x{copy}_{row[name]}" for name in IDS if name in row}}


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Give a new headless Chromium."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,900"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def measured(page: Path, times: int) -> dict[str, Any]:
    """Return the medians over several browsers: first view, a search and a filter, in milliseconds."""
    found: dict[str, list[float]] = {"first view": [], "search": [], "filter": []}
    told: dict[str, str] = {}
    for _ in range(times):
        with browser() as driver:
            driver.get(page.as_uri())
            while (shown := driver.execute_script(SHOWN)) is None:
                time.sleep(0.02)
            found["first view"].append(shown[0])
            assert shown[1] == 50, shown
            told["first view"] = shown[2]
            for name, address in (("search", "#/?q=killed"), ("filter", "#/?slot=harm%3Akilled")):
                took, told[name] = driver.execute_async_script(SEARCH, address)
                found[name].append(took)
    return {name: {"ms": round(statistics.median(own)), "shown": told[name]} for name, own in found.items()}


def main() -> None:
    """Print what was measured as a JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", type=Path)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    rows = multiplied(read_explorer_rows(given.release, ()), given.claims)
    with tempfile.TemporaryDirectory(prefix="claimwire-explorer-") as name:
        start = time.perf_counter()
        site = write_site(Path(name) / "site", rows, shown_texts(rows, rows.texts, every=False), SiteOptions("-"))
        took = time.perf_counter() - start
        first = [site.place / "index.html", site.place / "data" / "index.js", *(site.place / "page").iterdir()]
        told = {
            "claims": site.claims,
            "articles": site.articles,
            "written in seconds": round(took, 1),
            "bytes of the first view": sum(path.stat().st_size for path in first),
            **measured(site.place / "index.html", given.times),
        }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
