"""A report as tables of text, the same for the terminal and for documents. Every title says whose agreement it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..schema import ATTRIBUTION_PARTS
from .annotator_groups import AnnotatorGroup
from .arrays.bootstrap import Estimate
from .disagreement import KINDS, NONE
from .report import Report

PARTLY = "†"
"""The mark of a number that is undefined in some resamples."""

PART_MEASURES = ("alpha", "word F1", "exact F1", "overlap F1")
"""What is shown of source, cue and content one by one; a report has precision and recall of pairs, too."""

DISTANCES = {
    "nominal": "nominal",
    "log count": "interval, ln(1 + n)",
    "days": "interval, days",
    "reference": "nominal, by alignment",
    "spans": "exact pieces",
}


@dataclass(frozen=True)
class ReportTable:
    """A table of text: its title, the names of its columns, and its rows."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1
    """How many columns say what a row is about; those to the right of them are numbers."""
    sections: bool = False
    """Whether the first column is the same in many rows, so that it may be shown once, as a heading."""
    notes: tuple[str, ...] = ()
    """What is said below the table."""


def number(value: float | None) -> str:
    """Return a measured value with three decimals, a dash for None, and never 1.000 for what is less than 1."""
    if value is None:
        return "—"
    return "> 0.999" if 0.9995 <= value < 1 - 1e-12 else f"{value:.3f}"


@dataclass
class EstimateCells:
    """The estimates of a table as text; those that are undefined in some resamples are marked and noted."""

    report: Report
    partly_defined: list[str] = field(default_factory=list)

    def cell(self, group: AnnotatorGroup, about: str, estimate: Estimate | None) -> str:
        """Return an estimate with its interval, `0.971 [0.91, 1.00]`; a dash if there is none or it is undefined.

        `about` says in the note, if there is one, which number it is.
        """
        if estimate is None or estimate.value is None:
            return "—"
        interval = "" if estimate.low is None or estimate.high is None else f"{estimate.low:.2f}, {estimate.high:.2f}"
        text = number(estimate.value) + (f" [{interval}]" if interval else "")
        if estimate.resamples == self._resamples(group):
            return text
        self.partly_defined.append(f"{about} in {estimate.resamples}")
        return f"{text} {PARTLY}"

    def notes(self) -> tuple[str, ...]:
        """Return the note on the marked numbers; none if no number is marked."""
        if not self.partly_defined:
            return ()
        defined = "; ".join(self.partly_defined)
        return (
            f"{PARTLY} undefined in some of the {self.report.options.resamples} resamples, which its interval leaves "
            f"out. Defined: {defined}.",
        )

    def _resamples(self, group: AnnotatorGroup) -> int:
        """Return in how many resamples a number can be defined; one document is not resampled."""
        return self.report.options.resamples if self.report.documents[group.name] > 1 else 0


def all_tables(report: Report) -> Iterator[ReportTable]:
    """Yield the tables of a report: who annotated, an overview of the groups, then each group's own."""
    yield annotators(report)
    yield overview(report)
    for group in report.groups:
        yield from group_tables(report, group)


def annotators(report: Report) -> ReportTable:
    """Return who annotated how much."""
    rows = (
        (
            counts.annotator.annotator_id,
            counts.annotator.annotator_kind.value,
            str(counts.documents),
            *(str(counts.claims[label]) for label in report.labels),
        )
        for counts in report.counts
    )
    header = ("annotator", "kind", "documents", *map(spaced, report.labels))
    return ReportTable(f"{report.name}: annotators, and claims in their layers", header, tuple(rows), 2)


def who(report: Report) -> list[str]:
    """Return one line per annotator: who or what that is."""
    annotators = [counts.annotator for counts in report.counts]
    return [f"{a.annotator_id} ({a.annotator_kind}): {a.description}" for a in annotators]


def overview(report: Report) -> ReportTable:
    """Return the main numbers of every group."""
    rows, cells = [], EstimateCells(report)
    several = len({group.statement for group in report.groups}) > 1
    for group in report.groups:
        sentences, spans = report.of(group.name, "sentences"), report.of(group.name, "spans")
        for about in dict.fromkeys(about for about, _ in spans):
            rows.append(
                (
                    about,
                    f"{group.name}: {group.statement}" if several else group.name,
                    str(report.documents[group.name]),
                    cells.cell(group, f"{group.name}, {about}: sentence alpha", sentences.get((about, "alpha"))),
                    cells.cell(group, f"{group.name}, {about}: exact F1", spans[about, "exact F1"]),
                    cells.cell(group, f"{group.name}, {about}: unitizing alpha", spans[about, "unitizing alpha"]),
                )
            )
    header = ("label", "annotators", "documents", "sentence alpha", "span exact F1", "unitizing alpha")
    return ReportTable(f"{report.name}: {statements(report)}. Overview", header, tuple(rows), 2, notes=cells.notes())


def spaced(name: str) -> str:
    """Return a label as the head of a column, which may wrap between words."""
    return name.replace("_", " ")


def statements(report: Report) -> str:
    """Return in words what kinds of agreement a report has."""
    return "; ".join(dict.fromkeys(group.statement for group in report.groups))


def group_tables(report: Report, group: AnnotatorGroup) -> Iterator[ReportTable]:
    """Yield the tables of one group."""
    yield from (
        table
        for table in (_sentences(report, group), _spans(report, group), _words(report, group), _slots(report, group))
        if table.rows
    )
    if group.name in report.confusion:
        yield _confusion(report, group)
        yield _disagreement(report, group)


def title(report: Report, group: AnnotatorGroup, about: str) -> str:
    """Return a title that says whose agreement it is."""
    return f"{report.name}, {group.name}: {group.statement}. {about}"


def _sentences(report: Report, group: AnnotatorGroup) -> ReportTable:
    numbers, cells = report.of(group.name, "sentences"), EstimateCells(report)
    measures = ("prevalence", "positive agreement", "alpha")
    rows = tuple(
        (
            label,
            str(numbers[label, "alpha"].units),
            *(cells.cell(group, f"{label}: {measure}", numbers[label, measure]) for measure in measures),
        )
        for label in report.labels
        if (label, "alpha") in numbers
    )
    header = ("label", "sentences", "prevalence", "positive agreement", "Krippendorff's alpha")
    about = "Sentences with a claim of the label"
    return ReportTable(title(report, group, about), header, rows, notes=cells.notes())


def _spans(report: Report, group: AnnotatorGroup) -> ReportTable:
    numbers, cells = report.of(group.name, "spans"), EstimateCells(report)
    rows, pair = [], len(group.ids) == 2
    for about in dict.fromkeys(about for about, _ in numbers):
        row = [about, str(numbers[about, "exact F1"].units)]
        for how in ("exact", "overlap"):
            if pair:
                row += [number(numbers[about, f"{how} {which}"].value) for which in ("precision", "recall")]
            row.append(cells.cell(group, f"{about}: {how} F1", numbers[about, f"{how} F1"]))
        rows.append((*row, cells.cell(group, f"{about}: unitizing alpha", numbers[about, "unitizing alpha"])))
    columns = [f"{how} {which}" for how in ("exact", "overlap") for which in (("P", "R", "F1") if pair else ("F1",))]
    about = "Claims as spans" + (f"; {group.ids[1]} against {group.ids[0]}" if pair else "")
    header = ("label", "claims", *columns, "unitizing alpha")
    return ReportTable(title(report, group, about), header, tuple(rows), notes=cells.notes())


def _words(report: Report, group: AnnotatorGroup) -> ReportTable:
    numbers, cells = report.of(group.name, "words"), EstimateCells(report)
    order = [(part, measure) for part in ATTRIBUTION_PARTS for measure in PART_MEASURES]
    order += [("source, cue and content", "alpha"), *(key for key in numbers if key[0] == "whole attribution")]
    by_word = {"alpha": f"alpha by {report.word_unit}", "word F1": f"F1 by {report.word_unit}"}
    rows = [
        (
            about,
            by_word.get(measure, measure),
            str(numbers[about, measure].units),
            cells.cell(group, f"{about}: {measure}", numbers[about, measure]),
        )
        for about, measure in order
        if (about, measure) in numbers
    ]
    about = "Attributed statements: source, cue and content"
    header = ("what", "measure", "units", "value")
    return ReportTable(title(report, group, about), header, tuple(rows), 2, notes=cells.notes())


def _slots(report: Report, group: AnnotatorGroup) -> ReportTable:
    numbers, cells = report.of(group.name, "slots"), EstimateCells(report)
    rows = []
    for slot in report.slots:
        about = f"{slot.label}.{slot.name}"
        same, alpha = numbers[about, "same"], numbers.get((about, "alpha"))
        distance = DISTANCES[slot.distance] + (", names" if slot.names else "")
        share = cells.cell(group, f"{about}: same", same)
        above_chance = cells.cell(group, f"{about}: alpha", alpha)
        rows.append((slot.label, slot.name, distance, str(same.units), share, _units(alpha), above_chance))
        if (about, "same days") in numbers:
            days = numbers[about, "same days"]
            share = cells.cell(group, f"{about}: same days", days)
            rows.append((slot.label, slot.name, "same first and last day", str(days.units), share, "—", "—"))
    header = ("label", "slot", "distance", "given", "same where given", "claims", "Krippendorff's alpha")
    return ReportTable(title(report, group, "Slots of aligned claims"), header, tuple(rows), 3, True, cells.notes())


def _units(estimate: Estimate | None) -> str:
    return "—" if estimate is None else str(estimate.units)


def _confusion(report: Report, group: AnnotatorGroup) -> ReportTable:
    counts = report.confusion[group.name]
    names = (*report.labels, NONE)
    rows = tuple((row, *(str(counts.get((row, column), 0)) for column in names)) for row in names)
    about = f"Labels at one place: rows {group.ids[0]}, columns {group.ids[1]}"
    return ReportTable(title(report, group, about), ("", *map(spaced, names)), rows)


def _disagreement(report: Report, group: AnnotatorGroup) -> ReportTable:
    rows = []
    for label in report.labels:
        counts = report.disagreement[group.name][label]
        total = sum(counts.values())
        rows.append((label, str(total), *(share(counts, kind) for kind in KINDS)))
    about = "Claims of both annotators, by how they differ from the other's"
    return ReportTable(title(report, group, about), ("label", "claims", *KINDS), tuple(rows))


def share(counts: Mapping[str, int], kind: str) -> str:
    """Return a count and its share of all, `6 (3 %)`; a dash if it is 0."""
    count = counts.get(kind, 0)
    return f"{count} ({100 * count / sum(counts.values()):.0f} %)" if count else "—"
