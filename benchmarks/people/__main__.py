"""The command of this benchmark: see the package."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from claimwire.regions import table

from . import __doc__ as about
from .documents import LABELS, LabelledText, read_documents, sheet
from .scoring import KINDS, Answer, counts, disagreements, f1_interval, view

HERE = Path(__file__).parent
ANSWERS, DISAGREEMENTS = HERE / "answers.jsonl", HERE / "disagreements.jsonl"
VIEWS = {
    "attributed_statement": ("all", "sure"),
    "historical_background": ("all", "sure", "old"),
    "casualty_figure": ("all", "sure", "counted"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sheets, or print the tables."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sheets", "score", "disagreements"])
    parser.add_argument("validation", type=Path, metavar="VALIDATION")
    parser.add_argument("--to", type=Path, help="folder for the sheets")
    chosen = parser.parse_args(arguments)
    documents = read_documents(chosen.validation)
    if chosen.what == "sheets":
        if chosen.to is None:
            parser.error("sheets need --to FOLDER, outside the repository")
        for file in LABELS:
            text = "\n".join(sheet(document) for document in documents if document.file == file)
            (chosen.to / f"{file}.txt").write_text(text, encoding="utf-8")
        return 0
    answers = read_answers(ANSWERS)
    if chosen.what == "disagreements":
        for document_id, sentence, label, side in disagreements(documents, answers):
            print(json.dumps({"document": document_id, "sentence": sentence, "label": label, "only": side}))
        return 0
    print(scores_table(documents, answers))
    if DISAGREEMENTS.exists():
        print(kinds_table(documents, answers))
    return 0


def read_answers(path: Path) -> list[Answer]:
    """Return the answers of a file of JSON Lines."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Answer(
            row["document"],
            row["sentence"],
            row["label"],
            row.get("confidence", "high"),
            row.get("counted"),
            row.get("older_than_two_months"),
        )
        for row in rows
    ]


def scores_table(documents: Sequence[LabelledText], answers: Sequence[Answer]) -> str:
    """Return a Markdown table: precision, recall and F1 with interval by label, view and file."""
    rows = []
    for label, views in VIEWS.items():
        files = [file for file, labels in LABELS.items() if label in labels]
        for name in views:
            kept = view(answers, name)
            for group in ([*files], *([file] for file in files if len(files) > 1)):
                some = [document for document in documents if document.file in group]
                found = counts(some, kept, label)
                low, high = f1_interval(some, kept, label)
                rows.append(
                    (
                        label,
                        name,
                        "all" if group == files else group[0],
                        str(sum(len(document.sentences) for document in some)),
                        str(found.both + found.people),
                        f"{found.precision:.3f}",
                        f"{found.recall:.3f}",
                        f"{found.f1:.3f} ({low:.3f} to {high:.3f})",
                    )
                )
    head = ("label", "view", "texts", "sentences", "by people", "precision", "recall", "F1 (95 % by document)")
    return table(head, rows)


def kinds_table(documents: Sequence[LabelledText], answers: Sequence[Answer]) -> str:
    """Return a Markdown table of the disagreements by kind; those that nobody has looked at are counted too."""
    said = {}
    for line in DISAGREEMENTS.read_text("utf-8").splitlines():
        row = json.loads(line)
        said[row["document"], row["sentence"], row["label"]] = row["kind"]
    tally: Counter[tuple[str, str, str]] = Counter()
    for document_id, sentence, label, side in disagreements(documents, answers):
        tally[label, side, said.get((document_id, sentence, label), "not looked at")] += 1
    rows = [(label, side, KINDS.get(kind, kind), str(number)) for (label, side, kind), number in sorted(tally.items())]
    return table(("label", "labelled by", "why", "sentences"), rows)


if __name__ == "__main__":
    raise SystemExit(main())
