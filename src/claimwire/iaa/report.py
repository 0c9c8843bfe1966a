"""The report on a study: every measure for every annotator group, and the counts behind the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ClaimwireError
from ..garbage import collection_paused
from ..ranges import Floats
from ..schema import LABELS, Annotator
from .annotator_groups import AnnotatorGroup, annotator_groups
from .arrays.bootstrap import LEVEL, RESAMPLES, SEED, Estimate, draw_weights, estimates
from .arrays.index import StudyIndex
from .arrays.layout import lay_out
from .context import GroupContext
from .disagreement import confusion, disagreement
from .predicted import PredictedCount
from .sections import MeasureSpec, Section, sentence_measures, slot_measures, span_measures, word_measures
from .slots import Slot, slots_of
from .study import Study

SECTIONS: Mapping[Section, Callable[[GroupContext], Iterator[MeasureSpec]]] = {
    "sentences": sentence_measures,
    "spans": span_measures,
    "words": word_measures,
    "slots": slot_measures,
}


@dataclass(frozen=True)
class Options:
    """How a study is measured: `pooled` adds a group of all annotators if they are of different kinds."""

    resamples: int = RESAMPLES
    seed: int = SEED
    pooled: bool = False


@dataclass(frozen=True)
class Measurement:
    """One measured number: of which annotator group, about what, by which measure."""

    group: str
    section: Section
    about: str
    measure: str
    estimate: Estimate


@dataclass(frozen=True)
class AnnotatorCounts:
    """How many documents one annotator annotated, and how many claims of each label they marked."""

    annotator: Annotator
    documents: int
    claims: dict[str, int]


@dataclass(frozen=True)
class Report:
    """What was measured. Every annotator group says what kind of agreement its numbers are."""

    name: str
    labels: tuple[str, ...]
    word_unit: str
    """What words are compared by: `token` or `code point`."""
    documents: dict[str, int]
    """By the name of an annotator group, how many documents count for it."""
    groups: tuple[AnnotatorGroup, ...]
    counts: tuple[AnnotatorCounts, ...]
    slots: tuple[Slot, ...]
    measurements: tuple[Measurement, ...]
    confusion: dict[str, dict[tuple[str, str], int]]
    """For each pair, how often claims at one place have which labels."""
    disagreement: dict[str, dict[str, dict[str, int]]]
    """For each pair and label, how many claims differ in what way."""
    notes: tuple[str, ...]
    options: Options
    problems: tuple[str, ...] = ()
    """Lines that could not be read and were left out, each with its place."""
    predicted: PredictedCount | None = None
    """How many claims were predictions, where that can be recorded."""

    def of(self, group: str, section: str) -> dict[tuple[str, str], Estimate]:
        """Return the numbers of a group in a section, by what they are about and the measure."""
        return {(m.about, m.measure): m.estimate for m in self.measurements if (m.group, m.section) == (group, section)}

    def group(self, name: str) -> AnnotatorGroup:
        """Return an annotator group by its name."""
        return next(group for group in self.groups if group.name == name)


@collection_paused()
def measure_agreement(
    study: Study, options: Options | None = None, progress: Callable[[str], None] = lambda _: None
) -> Report:
    """Return the report on a study; `progress` is called with the name of each step.

    Raises `ClaimwireError` if no two annotators have a document in common.
    """
    options = options or Options()
    progress("reading")
    index = _index(study)
    contexts = [GroupContext(index, group) for group in annotator_groups(study.annotators, pooled=options.pooled)]
    contexts = [context for context in contexts if context.counting.any()]
    if not contexts:
        raise ClaimwireError(f"{study.name}: {_too_few_layers(study)}; {study.more_layers}")
    draws: dict[bytes, Floats] = {}  # groups with the same documents are measured on the same resamples
    measurements: list[Measurement] = []
    for context in contexts:
        documents = context.counting.tobytes()
        if documents not in draws:
            draws[documents] = draw_weights(context.counting, options.resamples, options.seed)
        for section, specs_of in SECTIONS.items():
            progress(f"{context.group.name}: {section}")
            measurements += _measurements(context.group.name, list(specs_of(context)), draws[documents])
    pairs = [context for context in contexts if context.is_pair]
    return Report(
        name=study.name,
        labels=index.layout.labels,
        word_unit="token" if index.layout.tokens is not None else "code point",
        documents={context.group.name: int(context.counting.sum()) for context in contexts},
        groups=tuple(context.group for context in contexts),
        counts=tuple(_counts(study, annotator, index.layout.labels) for annotator in study.annotators),
        slots=index.slots,
        measurements=tuple(measurements),
        confusion={context.group.name: dict(confusion(context)) for context in pairs},
        disagreement={
            context.group.name: {label: dict(counts) for label, counts in disagreement(context).items()}
            for context in pairs
        },
        notes=study.notes,
        options=options,
        problems=study.problems,
        predicted=study.predicted,
    )


def _too_few_layers(study: Study) -> str:
    """Return what is missing for two layers of one document."""
    names = [f"{annotator.annotator_id} ({annotator.annotator_kind})" for annotator in study.annotators]
    if not names:
        found = "no document of it has a layer"
    elif len(names) == 1:
        found = f"there are layers by {names[0]} alone"
    else:
        found = f"no document has layers by two of {', '.join(names)}"
    return f"{found}, and agreement compares two annotators' layers of the same document"


def _index(study: Study) -> StudyIndex:
    """Return the index of a study: its labels are those that any annotator used, in the order of the schema."""
    marks = [mark for layers in study.layers.values() for layer in layers.values() for mark in layer]
    used = {mark.label for mark in marks}
    labels = tuple(x.label.value for x in LABELS if x.label.value in used)
    return StudyIndex(lay_out(study, labels), [slot for label in labels for slot in slots_of(label, marks)])


def _measurements(group: str, specs: list[MeasureSpec], weights: Floats) -> Iterator[Measurement]:
    for spec, estimate in zip(specs, estimates(weights, [spec.estimator for spec in specs]), strict=True):
        yield Measurement(group, spec.section, spec.about, spec.measure, estimate)


def _counts(study: Study, annotator: Annotator, labels: tuple[str, ...]) -> AnnotatorCounts:
    layers = study.layers[annotator.annotator_id]
    claims = [mark.label for layer in layers.values() for mark in layer]
    return AnnotatorCounts(annotator, len(layers), {label: claims.count(label) for label in labels})


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as plain values for JSON; the numbers of each group are next to what kind of agreement it is."""
    return {
        "name": report.name,
        "labels": list(report.labels),
        "word_unit": report.word_unit,
        "interval": {
            "level": LEVEL,
            "method": "percentile bootstrap over documents",
            "resamples": report.options.resamples,
            "seed": report.options.seed,
        },
        "annotators": [
            {
                "annotator_id": counts.annotator.annotator_id,
                "annotator_kind": counts.annotator.annotator_kind.value,
                "description": counts.annotator.description,
                "documents": counts.documents,
                "claims": counts.claims,
            }
            for counts in report.counts
        ],
        "parties": [_group_json(report, group) for group in report.groups],
        "predictions": None if report.predicted is None else report.predicted.json(),
        "notes": list(report.notes),
        "problems": list(report.problems),
    }


def _group_json(report: Report, group: AnnotatorGroup) -> dict[str, Any]:
    return {
        "party": group.name,
        "agreement": group.statement,
        "annotators": list(group.ids),
        "kinds": [kind.value for kind in group.kinds],
        "documents": report.documents[group.name],
        "measures": [
            {"section": m.section, "about": m.about, "measure": m.measure, **vars(m.estimate)}
            for m in report.measurements
            if m.group == group.name
        ],
        "confusion": [
            {"first": first, "second": second, "claims": claims}
            for (first, second), claims in sorted(report.confusion.get(group.name, {}).items())
        ],
        "disagreement": report.disagreement.get(group.name, {}),
    }
