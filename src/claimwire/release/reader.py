"""What the card says of how far a reader of the codebook, a model, agrees with people, on texts that people labelled.

The figures are measured outside a build, on texts that are not in the repository, and kept in a file of `annotations/`.
"""

from __future__ import annotations

from collections.abc import Iterable

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

    @property
    def shown(self) -> str:
        """F1 with its interval, as people read it: `0.95 [0.92, 0.98]`."""
        return f"{self.f1:.2f}" + (
            "" if self.low is None or self.high is None else f" [{self.low:.2f}, {self.high:.2f}]"
        )


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

    @property
    def in_short(self) -> tuple[ReaderFigures, ...]:
        """The figures of the view that is given first: of each label and set of texts one."""
        return tuple(row for row in self.figures if row.view == self.figures[0].view)


def reader_measure(workspace: Workspace) -> ReaderMeasure | None:
    """Return what was measured; None if there is no such file. Raises `ReleaseError` if it is not what it should be."""
    path = workspace.annotations / READER_FILE
    if not path.is_file():
        return None
    try:
        return ReaderMeasure.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ReleaseError(f"{path}: {validation_messages(error)}") from error


NOT_MEASURED = "Not measured.\n"


def reader_table(measure: ReaderMeasure | None) -> str:
    """Return the card's region: the note, and the figures in their first view, with how many there are of others."""
    if measure is None:
        return NOT_MEASURED
    figures = measure.in_short
    rest = len(measure.figures) - len(figures)
    more = f"\n{rest} more figures, of other views, are at the end of this card.\n" if rest else ""
    return f"{measure.note}\n\n{_figures(figures)}{more}"


def reader_details(measure: ReaderMeasure | None) -> str:
    """Return the card's region with the figures in their other views and the kinds of disagreement, as Markdown."""
    if measure is None:
        return NOT_MEASURED
    parts = []
    others = [row for row in measure.figures if row not in measure.in_short]
    if others:
        parts.append(_figures(others))
    if measure.disagreements:
        kinds = [(f"`{x.label.value}`", x.labelled_by, x.why, x.sentences) for x in measure.disagreements]
        parts.append(table(("label", "labelled by", "why the other side did not", "sentences"), kinds))
    return "\n".join(parts) or "No more was measured.\n"


def _figures(figures: Iterable[ReaderFigures]) -> str:
    rows = [
        (
            f"`{row.label.value}`",
            row.texts,
            row.view,
            row.sentences,
            row.by_people,
            f"{row.precision:.2f}",
            f"{row.recall:.2f}",
            row.shown,
        )
        for row in figures
    ]
    return table(
        ("label", "texts", "counted", "sentences", "by people", "precision", "recall", "F1, 95 % interval"), rows
    )
