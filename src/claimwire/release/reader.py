"""What the card says of how far a reader of the codebook, a model, agrees with people, on texts that people labelled.

The figures are measured outside a build, on texts that are not in the repository, and kept in a file of `annotations/`.
"""

from __future__ import annotations

from pydantic import Field, ValidationError

from ..corpus.records import validation_messages
from ..corpus.workspace import Workspace
from ..errors import ReleaseError
from ..regions import table
from ..schema.base import OwnWords, Record
from ..schema.vocab import Label

READER_FILE = "reader_against_people.json"
"""The file in `annotations/` with the figures; a dataset may have none."""


class ReaderFigures(Record):
    """Precision, recall and F1 of a reader's sentences against those of people, of one label on one set of texts."""

    label: Label = Field(description="the label that was asked for")
    texts: str = Field(description="the set of texts that people labelled")
    view: OwnWords = Field(description="which of the reader's sentences count")
    sentences: int = Field(ge=1, description="sentences that were read")
    by_people: int = Field(ge=0, description="sentences that people gave the label")
    precision: float = Field(ge=0, le=1, description="share of the reader's sentences that people labelled")
    recall: float = Field(ge=0, le=1, description="share of the people's sentences that the reader labelled")
    f1: float = Field(ge=0, le=1, description="harmonic mean of both")
    low: float | None = Field(default=None, ge=0, le=1, description="lower end of the 95 % interval of F1")
    high: float | None = Field(default=None, ge=0, le=1, description="upper end of the 95 % interval of F1")


class DisagreementCount(Record):
    """How many sentences one side alone gave a label, for one reason."""

    label: Label = Field(description="the label")
    labelled_by: str = Field(description="the side that alone gave it: reader or people")
    why: OwnWords = Field(description="the kind of disagreement")
    sentences: int = Field(ge=1, description="how many sentences")


class ReaderMeasure(Record):
    """How far a reader agrees with people: the content of the file."""

    note: OwnWords = Field(description="what has to be known to read the figures")
    figures: tuple[ReaderFigures, ...] = Field(description="by label and texts")
    disagreements: tuple[DisagreementCount, ...] = Field(default=(), description="by label, side and kind")


def reader_measure(workspace: Workspace) -> ReaderMeasure | None:
    """Return what was measured; None if there is no such file. Raises `ReleaseError` if it is not what it should be."""
    path = workspace.annotations / READER_FILE
    if not path.is_file():
        return None
    try:
        return ReaderMeasure.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ReleaseError(f"{path}: {validation_messages(error)}") from error


def reader_tables(measure: ReaderMeasure | None) -> str:
    """Return the card's region: the note, the figures and the kinds of disagreement, as Markdown."""
    if measure is None:
        return "Not measured.\n"
    figures = [
        (
            f"`{row.label.value}`",
            row.texts,
            row.view,
            row.sentences,
            row.by_people,
            f"{row.precision:.2f}",
            f"{row.recall:.2f}",
            f"{row.f1:.2f}" + ("" if row.low is None or row.high is None else f" [{row.low:.2f}, {row.high:.2f}]"),
        )
        for row in measure.figures
    ]
    head = ("label", "texts", "counted", "sentences", "by people", "precision", "recall", "F1, 95 % interval")
    kinds = [(f"`{x.label.value}`", x.labelled_by, x.why, x.sentences) for x in measure.disagreements]
    parts = [f"{measure.note}\n", table(head, figures)]
    if kinds:
        parts.append(table(("label", "labelled by", "why the other side did not", "sentences"), kinds))
    return "\n".join(parts)
