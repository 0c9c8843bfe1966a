"""What is measured of an annotator group: agreement on sentences, on spans, on words, and on slots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Literal

import numpy as np

from ..ranges import Floats, Ints
from ..schema import ATTRIBUTION_PARTS
from .arrays.bootstrap import Estimator
from .arrays.compare import AlignedMarks, number_tables, sameness, slot_alpha, slot_table
from .arrays.index import ATTRIBUTED, StudyIndex
from .arrays.layout import Layout, per_document
from .arrays.measures import MISSING, Share, nominal_alpha, positive_agreement, prevalence
from .arrays.spans import equal_marks, paired_by_overlap
from .arrays.unitizing import PooledUnitizing, unitizing_alpha
from .context import GroupContext
from .slots import Slot
from .study import SPANS

Section = Literal["sentences", "spans", "words", "slots"]

ALL = "all labels"


@dataclass(frozen=True)
class MeasureSpec:
    """A number to be measured: about what, by which measure, and what it is estimated from."""

    section: Section
    about: str
    measure: str
    estimator: Estimator


def sentence_measures(context: GroupContext) -> Iterator[MeasureSpec]:
    """Yield, for each label, agreement on which sentences have a claim of it."""
    document, documents = context.layout.sentences.owner, context.index.documents
    if not len(document):
        return
    for label, columns in zip(context.layout.labels, context.index.sentences, strict=True):
        table = context.table(columns)
        yield _share("sentences", label, "prevalence", prevalence(table, document, documents))
        yield _share("sentences", label, "positive agreement", positive_agreement(table, document, documents))
        yield _nominal("sentences", label, table, document, documents)


def span_measures(context: GroupContext) -> Iterator[MeasureSpec]:
    """Yield agreement on claims as spans: exact, by overlap, and on the continuum; the first annotator is the key."""
    layout, keys = context.layout, context.index.place_keys((SPANS,))
    exact = _pair_counts(context, lambda one, other: equal_marks(keys[one], keys[other]))
    overlap = _pair_counts(
        context, lambda one, other: paired_by_overlap(layout.annotators[one], layout.annotators[other])
    )
    parts = [unitizing_alpha(layout, context.group.ids, label) for label in range(len(layout.labels))]
    for about, labels in _label_sets(layout):
        yield from _precision_recall_f1(context, "spans", about, "exact", [exact[label] for label in labels])
        yield from _precision_recall_f1(context, "spans", about, "overlap", [overlap[label] for label in labels])
        units = int(sum(parts[label].units.sum() for label in labels))
        pooled = PooledUnitizing([parts[label] for label in labels])
        yield MeasureSpec("spans", about, "unitizing alpha", Estimator(pooled, units))


def word_measures(context: GroupContext) -> Iterator[MeasureSpec]:
    """Yield agreement on source, cue and content, by words and as spans, and on whole attributions."""
    if ATTRIBUTED not in context.layout.labels:
        return
    label = context.layout.labels.index(ATTRIBUTED)
    words, documents = context.index.words, context.index.documents
    for place, (part, slot) in enumerate(ATTRIBUTION_PARTS.items()):
        table = context.table(words.part(place))
        yield _nominal("words", part, table, words.owner, documents, words.size)
        yield _share("words", part, "word F1", positive_agreement(table, words.owner, documents, words.size))
        for how, match in (("exact", _equal_parts), ("overlap", _overlapping_parts)):
            counts = _pair_counts(context, partial(match, context, slot), slot)[label]
            yield from _precision_recall_f1(context, "words", part, how, [counts])
    roles = context.table(words.roles)
    yield _nominal("words", "source, cue and content", roles, words.owner, documents, words.size)
    keys = context.index.place_keys(tuple(ATTRIBUTION_PARTS.values()))
    whole = _pair_counts(context, lambda one, other: equal_marks(keys[one], keys[other]))
    yield from _precision_recall_f1(context, "words", "whole attribution", "exact", [whole[label]])


def slot_measures(context: GroupContext) -> Iterator[MeasureSpec]:
    """Yield agreement on each slot of aligned claims: how often it is the same, and alpha at its distance."""
    index, everything = context.index, context.aligned
    by_label = [everything.only(everything.label == label) for label in range(len(index.layout.labels))]
    for slot in index.slots:
        own = by_label[index.layout.labels.index(slot.label)]
        about = f"{slot.label}.{slot.name}"
        table = slot_table(index, slot, own, everything)
        yield _share("slots", about, "same", sameness(table, own.document, index.documents))
        if slot.distance == "days":
            days = slot_table(index, slot, own, everything, "days")
            yield _share("slots", about, "same days", sameness(days, own.document, index.documents))
        statistic = slot_alpha(index, slot, table, own)
        if statistic is not None:
            yield MeasureSpec("slots", about, "alpha", Estimator(statistic, _valued(index, slot, table, own)))


def _valued(index: StudyIndex, slot: Slot, table: Ints, own: AlignedMarks) -> int:
    """Return how many groups of claims have values of two or more annotators, for the alpha of a slot."""
    if slot.distance in ("nominal", "reference"):
        return int(((table != MISSING).sum(axis=1) > 1).sum())
    given = np.logical_and.reduce([~np.isnan(numbers) for numbers in number_tables(index, slot, own)])
    return int((given.sum(axis=1) > 1).sum())


def _share(section: Section, about: str, measure: str, share: Share) -> MeasureSpec:
    """Return what a share is measured from; its units are the trials."""
    return MeasureSpec(section, about, measure, Estimator(share, int(share.trials.sum())))


def _nominal(
    section: Section, about: str, values: Ints, document: Ints, documents: int, size: Ints | None = None
) -> MeasureSpec:
    """Return what a nominal alpha is measured from; its units are those that two or more annotators valued."""
    valued = (values != MISSING).sum(axis=1) > 1
    units = int(valued.sum() if size is None else size[valued].sum())
    return MeasureSpec(section, about, "alpha", Estimator(nominal_alpha(values, document, documents, size), units))


@dataclass(frozen=True)
class PairCounts:
    """For each document, how many marks match, and how many the first and the second annotators have."""

    matched: Floats
    first: Floats
    second: Floats


def _equal_parts(context: GroupContext, slot: str, one: str, other: str) -> Ints:
    """Return the marks of an annotator that have the pieces of a part which a mark of another annotator has."""
    keys = context.index.place_keys((slot,))
    mine, theirs = (context.layout.annotators[name].having(slot) for name in (one, other))
    return mine[equal_marks(keys[one][mine], keys[other][theirs])]


def _overlapping_parts(context: GroupContext, slot: str, one: str, other: str) -> Ints:
    """Return the marks of an annotator in a largest pairing of those whose parts share a code point."""
    annotators = context.layout.annotators
    return paired_by_overlap(annotators[one], annotators[other], slot)


def _pair_counts(context: GroupContext, match: Callable[[str, str], Ints], slot: str = SPANS) -> list[PairCounts]:
    """Return for each label the counts over all pairs of the group, in documents that both of a pair annotated.

    `match` returns the marks of the first of two annotators that have a counterpart; marks without the span slot do not
    count.
    """
    layout, documents = context.layout, context.index.documents
    counts = [[np.zeros(documents) for _ in range(3)] for _ in layout.labels]
    for one, other in combinations(context.group.ids, 2):
        mine, theirs = layout.annotators[one], layout.annotators[other]
        both = mine.present & theirs.present
        matched = match(one, other)
        columns = tuple(
            (own.document[marks], own.label[marks])
            for own, marks in ((mine, matched), (mine, mine.having(slot)), (theirs, theirs.having(slot)))
        )
        for column, (document, label) in enumerate(columns):
            for number in range(len(layout.labels)):
                counts[number][column] += per_document(document[(label == number) & both[document]], documents)
    return [PairCounts(*columns) for columns in counts]


def _precision_recall_f1(
    context: GroupContext, section: Section, about: str, how: str, counts: Sequence[PairCounts]
) -> Iterator[MeasureSpec]:
    """Yield precision and recall of the second annotator against the first, and F1; only F1 for more than two."""
    matched, first, second = (
        np.sum([getattr(count, name) for count in counts], axis=0) for name in ("matched", "first", "second")
    )
    if context.is_pair:
        yield _share(section, about, f"{how} precision", Share(matched, second))
        yield _share(section, about, f"{how} recall", Share(matched, first))
    yield _share(section, about, f"{how} F1", Share(2 * matched, first + second))


def _label_sets(layout: Layout) -> list[tuple[str, list[int]]]:
    """Return each label by itself, and all of them if there are several."""
    single = [(label, [number]) for number, label in enumerate(layout.labels)]
    return single + ([(ALL, list(range(len(layout.labels))))] if len(layout.labels) > 1 else [])
