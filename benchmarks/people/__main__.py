"""The command of this benchmark: see the package."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from claimwire.corpus.atomic import write_text
from claimwire.release.reader import (
    READER_FILE,
    DisagreementCount,
    ReaderFigures,
    ReaderMeasure,
    reader_details,
    reader_table,
)
from claimwire.schema.vocab import Label

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
SHOWN_VIEWS = {
    "all": "all",
    "sure": "without those of low confidence",
    "old": "without those surely younger than two months",
    "counted": "with a quantity",
}
TEXTS = {
    "polnear": "PolNeAR",
    "gum": "GUM",
    "newsdiscourse": "NewsDiscourse",
    "humset": "HumSet",
    "msa": "Stanford MSA",
    "wikievents": "WikiEvents",
}
NOTE = (
    "A sentence counts as labelled if a claim is at least partly in it. The reader is the model that "
    "annotated, in other runs; it may have read these texts and their labels before. People labelled by "
    "definitions of their own: GUM marks no answers of interviews, NewsDiscourse gives a sentence one role "
    "(only documents with such a sentence were read), and in HumSet and Stanford MSA only some quantities of "
    "harmed people are marked as such. The kinds of disagreement were told by the same model, which saw both "
    "sides."
)
RESULT = Path(__file__).parents[2] / "annotations" / READER_FILE


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sheets, or print the tables."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sheets", "score", "disagreements"])
    parser.add_argument("validation", type=Path, metavar="VALIDATION")
    parser.add_argument("--to", type=Path, help="folder for the sheets")
    parser.add_argument("--write", action="store_true", help="write the figures for the card")
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
    measure = measured(documents, answers)
    print(reader_table(measure))
    print(reader_details(measure))
    if chosen.write:
        write_text(RESULT, measure.model_dump_json(indent=2, exclude_none=True) + "\n")
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


def measured(documents: Sequence[LabelledText], answers: Sequence[Answer]) -> ReaderMeasure:
    """Return the figures by label, view and file, and the disagreements by kind, counted also where nobody looked."""
    figures = []
    for label, views in VIEWS.items():
        files = [file for file, labels in LABELS.items() if label in labels]
        for name in views:
            for file in files:
                figures += _figures(label, name, file, documents, view(answers, name))
    said = {}
    for line in DISAGREEMENTS.read_text("utf-8").splitlines() if DISAGREEMENTS.exists() else []:
        row = json.loads(line)
        said[row["document"], row["sentence"], row["label"]] = row["kind"]
    tally: Counter[tuple[str, str, str]] = Counter()
    for document_id, sentence, label, side in disagreements(documents, answers):
        tally[label, side, said.get((document_id, sentence, label), "not looked at")] += 1
    kinds = tuple(
        DisagreementCount(label=Label(label), labelled_by=side, why=KINDS.get(kind, kind), sentences=number)
        for (label, side, kind), number in sorted(tally.items())
    )
    return ReaderMeasure(note=NOTE, figures=tuple(figures), disagreements=kinds)


def _figures(
    label: str, name: str, file: str, documents: Sequence[LabelledText], answers: Sequence[Answer]
) -> list[ReaderFigures]:
    """Return the figures of a file; none if neither side gave any of its sentences the label."""
    some = [document for document in documents if document.file == file]
    found = counts(some, answers, label)
    if not found.both + found.people:
        return []
    low, high = f1_interval(some, answers, label)
    return [
        ReaderFigures(
            label=Label(label),
            texts=TEXTS[file],
            view=SHOWN_VIEWS[name],
            sentences=sum(len(document.sentences) for document in some),
            by_people=found.both + found.people,
            precision=round(found.precision, 3),
            recall=round(found.recall, 3),
            f1=round(found.f1, 3),
            low=round(low, 3),
            high=round(high, 3),
        )
    ]


if __name__ == "__main__":
    raise SystemExit(main())
