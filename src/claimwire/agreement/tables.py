"""A report as tables of text, the same for the terminal and for documents. Every title says whose agreement it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .bootstrap import Estimate
from .ground import PARTS
from .parties import Party
from .report import Report
from .sections import KINDS

NONE = "none"

DISTANCES = {
    "nominal": "nominal",
    "log count": "interval, ln(1 + n)",
    "days": "interval, days",
    "reference": "nominal, by alignment",
    "spans": "exact pieces",
}


@dataclass(frozen=True)
class Table:
    """A table: what it shows, the names of its columns, its rows; the columns after the first `left` hold numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


def number(value: float | None) -> str:
    """Return a measured value as it is shown: three decimals, and never 1.000 for what is less."""
    if value is None:
        return "—"
    return "> 0.999" if 0.9995 <= value < 1 - 1e-12 else f"{value:.3f}"


def shown(estimate: Estimate | None) -> str:
    """Return an estimate with its interval, `0.971 [0.91, 1.00]`; a dash where there is none or it is undefined."""
    if estimate is None or estimate.value is None:
        return "—"
    if estimate.low is None or estimate.high is None:
        return number(estimate.value)
    return f"{number(estimate.value)} [{estimate.low:.2f}, {estimate.high:.2f}]"


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
    rows = []
    several = len({party.statement for party in report.parties}) > 1
    for party in report.parties:
        sentences, spans = report.of(party.name, "sentences"), report.of(party.name, "spans")
        for about in dict.fromkeys(about for about, _ in spans):
            rows.append(
                (
                    about,
                    f"{party.name}: {party.statement}" if several else party.name,
                    str(report.documents[party.name]),
                    shown(sentences.get((about, "alpha"))),
                    shown(spans[about, "exact F1"]),
                    shown(spans[about, "unitizing alpha"]),
                )
            )
    header = ("label", "annotators", "documents", "sentence alpha", "span exact F1", "unitizing alpha")
    return Table(f"{report.name}: {statements(report)}. Overview", header, tuple(rows), 2)


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
    found = report.of(party.name, "sentences")
    rows = tuple(
        (
            label,
            str(found[label, "alpha"].units),
            shown(found[label, "prevalence"]),
            shown(found[label, "positive agreement"]),
            shown(found[label, "alpha"]),
        )
        for label in report.labels
        if (label, "alpha") in found
    )
    header = ("label", "sentences", "prevalence", "positive agreement", "Krippendorff's alpha")
    return Table(title(report, party, "Sentences that hold a claim of the label"), header, rows)


def _spans(report: Report, party: Party) -> Table:
    found = report.of(party.name, "spans")
    rows = []
    for about in dict.fromkeys(about for about, _ in found):
        cells = [about, str(found[about, "exact F1"].units)]
        for how in ("exact", "overlap"):
            if len(party.ids) == 2:
                cells += [number(found[about, f"{how} {which}"].value) for which in ("precision", "recall")]
            cells.append(shown(found[about, f"{how} F1"]))
        rows.append((*cells, shown(found[about, "unitizing alpha"])))
    single = ("P", "R", "F1") if len(party.ids) == 2 else ("F1",)
    columns = [f"{how} {which}" for how in ("exact", "overlap") for which in single]
    about = "Claims as spans" + (f"; {party.ids[1]} against {party.ids[0]}" if len(party.ids) == 2 else "")
    return Table(title(report, party, about), ("label", "claims", *columns, "unitizing alpha"), tuple(rows))


def _words(report: Report, party: Party) -> Table:
    found = report.of(party.name, "words")
    rows = [
        (about, f"alpha by {report.word_unit}", str(found[about, "alpha"].units), shown(found[about, "alpha"]))
        for about in (*PARTS, "source, cue and content")
        if (about, "alpha") in found
    ]
    rows += [
        (about, measure, str(estimate.units), shown(estimate))
        for (about, measure), estimate in found.items()
        if about == "whole attribution"
    ]
    about = "Attributed statements: which words are source, cue and content"
    return Table(title(report, party, about), ("what", "measure", "units", "value"), tuple(rows), 2)


def _slots(report: Report, party: Party) -> Table:
    found = report.of(party.name, "slots")
    rows = []
    for slot in report.slots:
        about = f"{slot.label}.{slot.name}"
        same, alpha = found[about, "same"], found.get((about, "alpha"))
        distance = DISTANCES[slot.distance] + (", names" if slot.names else "")
        rows.append((slot.label, slot.name, distance, str(same.units), shown(same), _units(alpha), shown(alpha)))
        if (about, "same days") in found:
            days = found[about, "same days"]
            rows.append((slot.label, slot.name, "same first and last day", str(days.units), shown(days), "—", "—"))
    header = ("label", "slot", "distance", "given", "same where given", "claims", "Krippendorff's alpha")
    return Table(title(report, party, "Slots of aligned claims"), header, tuple(rows), 3)


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
