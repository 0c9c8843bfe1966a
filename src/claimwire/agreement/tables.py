"""A report as tables of text, the same for the terminal and for documents. Every title says whose agreement it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..schema import ATTRIBUTION_PARTS
from .arrays.bootstrap import Estimate
from .parties import Party
from .report import Report
from .sections import KINDS

NONE = "none"

PARTLY = "†"
"""Marks a number that is undefined in some resamples."""

DISTANCES = {
    "nominal": "nominal",
    "log count": "interval, ln(1 + n)",
    "days": "interval, days",
    "reference": "nominal, by alignment",
    "spans": "exact pieces",
}


@dataclass(frozen=True)
class Table:
    """A table: what it shows, the names of its columns, its rows; the columns after the first `left` hold numbers.

    With `sections`, the first column is the same for many rows and may be told once. `notes` stand below.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1
    sections: bool = False
    notes: tuple[str, ...] = ()


def number(value: float | None) -> str:
    """Return a measured value as it is shown: three decimals, and never 1.000 for what is less."""
    if value is None:
        return "—"
    return "> 0.999" if 0.9995 <= value < 1 - 1e-12 else f"{value:.3f}"


@dataclass
class Shown:
    """The estimates of a table as text; those that are undefined in some resamples are marked and told in a note."""

    report: Report
    partly: list[str] = field(default_factory=list)

    def cell(self, party: Party, about: str, estimate: Estimate | None) -> str:
        """Return an estimate with its interval, `0.971 [0.91, 1.00]`; a dash where there is none or it is undefined."""
        if estimate is None or estimate.value is None:
            return "—"
        interval = "" if estimate.low is None or estimate.high is None else f"{estimate.low:.2f}, {estimate.high:.2f}"
        shown = number(estimate.value) + (f" [{interval}]" if interval else "")
        if estimate.resamples == self._resamples(party):
            return shown
        self.partly.append(f"{about} in {estimate.resamples}")
        return f"{shown} {PARTLY}"

    def notes(self) -> tuple[str, ...]:
        """Return the note on the marks; none where nothing is marked."""
        if not self.partly:
            return ()
        defined = "; ".join(self.partly)
        return (
            f"{PARTLY} undefined in some of the {self.report.options.resamples} resamples, which its interval leaves "
            f"out. Defined: {defined}.",
        )

    def _resamples(self, party: Party) -> int:
        """Return in how many resamples a number can be defined at most; of one document there are none."""
        return self.report.options.resamples if self.report.documents[party.name] > 1 else 0


def all_tables(report: Report) -> Iterator[Table]:
    """Yield the tables of a report: who annotated, an overview of the parties, then each party's own."""
    yield annotators(report)
    yield overview(report)
    for party in report.parties:
        yield from party_tables(report, party)


def annotators(report: Report) -> Table:
    """Return who annotated how much."""
    rows = (
        (
            counted.annotator.annotator_id,
            counted.annotator.annotator_kind.value,
            str(counted.documents),
            *(str(counted.claims[label]) for label in report.labels),
        )
        for counted in report.counted
    )
    header = ("annotator", "kind", "documents", *map(spaced, report.labels))
    return Table(f"{report.name}: annotators, and claims in their layers", header, tuple(rows), 2)


def who(report: Report) -> list[str]:
    """Return a line about each annotator: who or what that is."""
    people = [counted.annotator for counted in report.counted]
    return [f"{a.annotator_id} ({a.annotator_kind}): {a.description}" for a in people]


def overview(report: Report) -> Table:
    """Return the main numbers of every party."""
    rows, own = [], Shown(report)
    several = len({party.statement for party in report.parties}) > 1
    for party in report.parties:
        sentences, spans = report.of(party.name, "sentences"), report.of(party.name, "spans")
        for about in dict.fromkeys(about for about, _ in spans):
            rows.append(
                (
                    about,
                    f"{party.name}: {party.statement}" if several else party.name,
                    str(report.documents[party.name]),
                    own.cell(party, f"{party.name}, {about}: sentence alpha", sentences.get((about, "alpha"))),
                    own.cell(party, f"{party.name}, {about}: exact F1", spans[about, "exact F1"]),
                    own.cell(party, f"{party.name}, {about}: unitizing alpha", spans[about, "unitizing alpha"]),
                )
            )
    header = ("label", "annotators", "documents", "sentence alpha", "span exact F1", "unitizing alpha")
    return Table(f"{report.name}: {statements(report)}. Overview", header, tuple(rows), 2, notes=own.notes())


def spaced(name: str) -> str:
    """Return a label as the head of a column, which is to wrap."""
    return name.replace("_", " ")


def statements(report: Report) -> str:
    """Return what kinds of agreement a report has."""
    return "; ".join(dict.fromkeys(party.statement for party in report.parties))


def party_tables(report: Report, party: Party) -> Iterator[Table]:
    """Yield the tables of one party."""
    yield from (
        table
        for table in (_sentences(report, party), _spans(report, party), _words(report, party), _slots(report, party))
        if table.rows
    )
    if party.name in report.confusion:
        yield _confusion(report, party)
        yield _disagreement(report, party)


def title(report: Report, party: Party, about: str) -> str:
    """Return a title that says whose agreement it is."""
    return f"{report.name}, {party.name}: {party.statement}. {about}"


def _sentences(report: Report, party: Party) -> Table:
    found, own = report.of(party.name, "sentences"), Shown(report)
    measures = ("prevalence", "positive agreement", "alpha")
    rows = tuple(
        (
            label,
            str(found[label, "alpha"].units),
            *(own.cell(party, f"{label}: {measure}", found[label, measure]) for measure in measures),
        )
        for label in report.labels
        if (label, "alpha") in found
    )
    header = ("label", "sentences", "prevalence", "positive agreement", "Krippendorff's alpha")
    about = "Sentences that hold a claim of the label"
    return Table(title(report, party, about), header, rows, notes=own.notes())


def _spans(report: Report, party: Party) -> Table:
    found, own = report.of(party.name, "spans"), Shown(report)
    rows = []
    for about in dict.fromkeys(about for about, _ in found):
        cells = [about, str(found[about, "exact F1"].units)]
        for how in ("exact", "overlap"):
            if len(party.ids) == 2:
                cells += [number(found[about, f"{how} {which}"].value) for which in ("precision", "recall")]
            cells.append(own.cell(party, f"{about}: {how} F1", found[about, f"{how} F1"]))
        rows.append((*cells, own.cell(party, f"{about}: unitizing alpha", found[about, "unitizing alpha"])))
    single = ("P", "R", "F1") if len(party.ids) == 2 else ("F1",)
    columns = [f"{how} {which}" for how in ("exact", "overlap") for which in single]
    about = "Claims as spans" + (f"; {party.ids[1]} against {party.ids[0]}" if len(party.ids) == 2 else "")
    header = ("label", "claims", *columns, "unitizing alpha")
    return Table(title(report, party, about), header, tuple(rows), notes=own.notes())


def _words(report: Report, party: Party) -> Table:
    found, own = report.of(party.name, "words"), Shown(report)
    order = [(about, "alpha") for about in (*ATTRIBUTION_PARTS, "source, cue and content")]
    order += [key for key in found if key[0] == "whole attribution"]
    rows = [
        (
            about,
            f"alpha by {report.word_unit}" if measure == "alpha" else measure,
            str(found[about, measure].units),
            own.cell(party, f"{about}: {measure}", found[about, measure]),
        )
        for about, measure in order
        if (about, measure) in found
    ]
    about = "Attributed statements: which words are source, cue and content"
    return Table(title(report, party, about), ("what", "measure", "units", "value"), tuple(rows), 2, notes=own.notes())


def _slots(report: Report, party: Party) -> Table:
    found, own = report.of(party.name, "slots"), Shown(report)
    rows = []
    for slot in report.slots:
        about = f"{slot.label}.{slot.name}"
        same, alpha = found[about, "same"], found.get((about, "alpha"))
        distance = DISTANCES[slot.distance] + (", names" if slot.names else "")
        share = own.cell(party, f"{about}: same", same)
        chance = own.cell(party, f"{about}: alpha", alpha)
        rows.append((slot.label, slot.name, distance, str(same.units), share, _units(alpha), chance))
        if (about, "same days") in found:
            days = found[about, "same days"]
            share = own.cell(party, f"{about}: same days", days)
            rows.append((slot.label, slot.name, "same first and last day", str(days.units), share, "—", "—"))
    header = ("label", "slot", "distance", "given", "same where given", "claims", "Krippendorff's alpha")
    return Table(title(report, party, "Slots of aligned claims"), header, tuple(rows), 3, True, own.notes())


def _units(estimate: Estimate | None) -> str:
    return "—" if estimate is None else str(estimate.units)


def _confusion(report: Report, party: Party) -> Table:
    counts = report.confusion[party.name]
    names = (*report.labels, NONE)
    rows = tuple((row, *(str(counts.get((row, column), 0)) for column in names)) for row in names)
    about = f"Labels at one place: rows {party.ids[0]}, columns {party.ids[1]}"
    return Table(title(report, party, about), ("", *map(spaced, names)), rows)


def _disagreement(report: Report, party: Party) -> Table:
    rows = []
    for label in report.labels:
        counts = report.disagreement[party.name][label]
        total = sum(counts.values())
        rows.append((label, str(total), *(share(counts, kind) for kind in KINDS)))
    about = "Claims of both by how they stand to the other's"
    return Table(title(report, party, about), ("label", "claims", *KINDS), tuple(rows))


def share(counts: Mapping[str, int], kind: str) -> str:
    """Return a count and its share of all, `6 (3 %)`; a dash where it is 0."""
    count = counts.get(kind, 0)
    return f"{count} ({100 * count / sum(counts.values()):.0f} %)" if count else "—"
