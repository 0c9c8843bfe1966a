"""Whether suggestions help, on the split test of a build with texts; and which articles to annotate first.

Run it as `python -m benchmarks.preannotation --build FOLDER`. Models that are trained are fitted on the split train
alone. `--to` writes what was measured as JSON, of which `tools/regenerate preannotation` makes the tables of
`docs/preannotating.md`. Nothing of a text is in it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from claimwire.baselines.classifiers import CLASSIFIERS
from claimwire.baselines.contract import LabelledArticle
from claimwire.baselines.models import MODELS, READY, model_named
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import read_json, sha256_file
from claimwire.schema.vocab import Split

from .data import ARTICLES, read_articles
from .help import helped
from .order import RANDOM, UNCERTAIN, ClaimLearning, Learning, SentenceLearning, curve, points_json
from .report import tables

STEPS = (4, 8, 16, 32, 64)


def measured(
    build: Path, models: list[str], orders: list[str], steps: tuple[int, ...], seeds: tuple[int, ...]
) -> dict[str, Any]:
    """Return what is measured of a build: suggestions of `models`, and the orders with what learns in `orders`."""
    test = read_articles(build, Split.TEST)
    suggested = [
        {"model": name, "unit": unit} | helped(model_named(name), articles).json()
        for name in models
        for unit, articles in test.items()
    ]
    train = read_articles(build, Split.TRAIN)[ARTICLES] if orders else []
    points = [
        point
        for name in orders
        for seed in seeds
        for order in (RANDOM, UNCERTAIN)
        for point in curve(_learning(name), order, train, _whole(test), steps, seed)
    ]
    return {"build": _facts(build), "helped": suggested, "order": points_json(points)}


def _whole(split: dict[str, list[LabelledArticle]]) -> list[LabelledArticle]:
    return split.get(ARTICLES, [])


def _learning(name: str) -> Learning:
    return ClaimLearning(name) if name in MODELS else SentenceLearning(name)


def _facts(build: Path) -> dict[str, str]:
    """Return what a build is, as its manifest says."""
    manifest = read_json(build / "manifest.json")
    return {"data_version": str(manifest["data_version"]), "sums_sha256": sha256_file(build / "SHA256SUMS")}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preannotation", description=(__doc__ or ""))
    parser.add_argument("--build", type=Path, required=True, help="a build with all texts")
    parser.add_argument("--model", action="append", metavar="MODEL", help="a model, or a folder of one (rules)")
    trainable = [*(name for name in MODELS if name not in READY), *CLASSIFIERS]
    parser.add_argument("--order", action="append", choices=trainable, default=[], help="what learns in which order")
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS, help="numbers of annotated articles")
    parser.add_argument("--seeds", type=int, nargs="+", default=(1, 2, 3), help="of the random order")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--to", type=Path, help="file for the JSON")
    parser.add_argument("--add", action="store_true", help="keep what the file of --to has of other models")
    given = parser.parse_args()
    found = measured(given.build, given.model or ["rules"], given.order, tuple(given.steps), tuple(given.seeds))
    if given.add and given.to is not None and given.to.is_file():
        found = _joined(read_json(given.to), found)
    if given.to is not None:
        write_text(given.to, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(tables(found).values()))


def _joined(before: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Return what was measured before of the same build, with what is new of a model in the place of what was there."""
    if before["build"] != found["build"]:
        raise SystemExit("the file is of another build; leave --add out")
    joined = {"build": found["build"]}
    for part in ("helped", "order"):
        new = {entry["model"] for entry in found[part]}
        joined[part] = [*(entry for entry in before[part] if entry["model"] not in new), *found[part]]
    return joined


if __name__ == "__main__":
    main()
