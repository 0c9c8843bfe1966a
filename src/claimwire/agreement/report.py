"""The report on a study: every measure for every party, as rows of numbers, and the counts behind the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import ClaimwireError
from ..ranges import Floats
from ..schema import LABELS, Annotator
from . import sections
from .arrays.bootstrap import RESAMPLES, SEED, Estimate, drawn, estimates
from .arrays.index import Ground
from .arrays.layout import lay_out
from .parties import Party, parties
from .sections import Asked, Section, Setting
from .slots import Slot, slots_of
from .units import Study, without_cycle_search


@dataclass(frozen=True)
class Options:
    """How a study is measured."""

    resamples: int = RESAMPLES
    seed: int = SEED
    pooled: bool = False


@dataclass(frozen=True)
class Row:
    """One measured number: of which party, about what, by which measure."""

    party: str
    section: Section
    about: str
    measure: str
    estimate: Estimate


@dataclass(frozen=True)
class Counted:
    """What one annotator did: documents, and claims by label."""

    annotator: Annotator
    documents: int
    claims: dict[str, int]


@dataclass(frozen=True)
class Report:
    """What was measured. Every party says what kind of agreement its numbers are."""

    name: str
    labels: tuple[str, ...]
    word_unit: str
    documents: dict[str, int]
    parties: tuple[Party, ...]
    counted: tuple[Counted, ...]
    slots: tuple[Slot, ...]
    rows: tuple[Row, ...]
    confusion: dict[str, dict[tuple[str, str], int]]
    disagreement: dict[str, dict[str, dict[str, int]]]
    notes: tuple[str, ...]
    options: Options

    def of(self, party: str, section: str) -> dict[tuple[str, str], Estimate]:
        """Return the numbers of a party's section, by what they are about and measure."""
        return {(r.about, r.measure): r.estimate for r in self.rows if (r.party, r.section) == (party, section)}

    def party(self, name: str) -> Party:
        """Return a party by its name."""
        return next(party for party in self.parties if party.name == name)


@without_cycle_search()
def measure(study: Study, options: Options | None = None, progress: Callable[[str], None] = lambda _: None) -> Report:
    """Return the report on a study; `progress` is told the name of each step.

    Raises `ClaimwireError` where no two annotators have a document in common.
    """
    options = options or Options()
    marks = [mark for own in study.layers.values() for layer in own.values() for mark in layer]
    used = {mark.label for mark in marks}
    labels = tuple(x.label.value for x in LABELS if x.label.value in used)
    progress("reading")
    line = lay_out(study, labels)
    ground = Ground(line, [slot for label in labels for slot in slots_of(label, marks)])
    settings = [Setting(ground, party) for party in parties(study.annotators, pooled=options.pooled)]
    settings = [setting for setting in settings if setting.counting.any()]
    if not settings:
        names = ", ".join(f"{a.annotator_id} ({a.annotator_kind})" for a in study.annotators) or "nobody"
        raise ClaimwireError(
            f"{study.name}: no two annotators have a document in common, and agreement takes two; there are layers by "
            f"{names}"
        )
    rows: list[Row] = []
    confusion: dict[str, dict[tuple[str, str], int]] = {}
    disagreement: dict[str, dict[str, dict[str, int]]] = {}
    draws: dict[bytes, Floats] = {}
    for setting in settings:
        party, documents = setting.party, setting.counting.tobytes()
        if documents not in draws:
            draws[documents] = drawn(setting.counting, options.resamples, options.seed)
        for section in (sections.sentences, sections.spans, sections.words, sections.slots):
            progress(f"{party.name}: {section.__name__}")
            asked: list[Asked] = list(section(setting))
            found = estimates(draws[documents], [one.question for one in asked])
            rows += (Row(party.name, a.section, a.about, a.measure, e) for a, e in zip(asked, found, strict=True))
        if len(party.ids) == 2:
            confusion[party.name] = dict(sections.confusion(setting))
            disagreement[party.name] = {k: dict(v) for k, v in sections.disagreement(setting).items()}
    return Report(
        name=study.name,
        labels=labels,
        word_unit="token" if line.tokens is not None else "code point",
        documents={setting.party.name: int(setting.counting.sum()) for setting in settings},
        parties=tuple(setting.party for setting in settings),
        counted=tuple(_counted(study, annotator, labels) for annotator in study.annotators),
        slots=ground.slots,
        rows=tuple(rows),
        confusion=confusion,
        disagreement=disagreement,
        notes=study.notes,
        options=options,
    )


def _counted(study: Study, annotator: Annotator, labels: tuple[str, ...]) -> Counted:
    own = study.layers[annotator.annotator_id]
    claims = [mark.label for layer in own.values() for mark in layer]
    return Counted(annotator, len(own), {label: claims.count(label) for label in labels})


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as plain values for JSON; every number stands beside what kind of agreement it is."""
    return {
        "name": report.name,
        "labels": list(report.labels),
        "word_unit": report.word_unit,
        "interval": {
            "level": 0.95,
            "method": "percentile bootstrap over documents",
            "resamples": report.options.resamples,
            "seed": report.options.seed,
        },
        "annotators": [
            {
                "annotator_id": c.annotator.annotator_id,
                "annotator_kind": c.annotator.annotator_kind.value,
                "description": c.annotator.description,
                "documents": c.documents,
                "claims": c.claims,
            }
            for c in report.counted
        ],
        "parties": [
            {
                "party": party.name,
                "agreement": party.statement,
                "annotators": list(party.ids),
                "kinds": [kind.value for kind in party.kinds],
                "documents": report.documents[party.name],
                "measures": [
                    {"section": row.section, "about": row.about, "measure": row.measure, **vars(row.estimate)}
                    for row in report.rows
                    if row.party == party.name
                ],
                "confusion": [
                    {"first": a, "second": b, "claims": n}
                    for (a, b), n in sorted(report.confusion.get(party.name, {}).items())
                ],
                "disagreement": report.disagreement.get(party.name, {}),
            }
            for party in report.parties
        ],
        "notes": list(report.notes),
    }
