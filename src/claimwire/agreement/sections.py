"""What is measured of a party: agreement on sentences, on spans, on words, and on slots, a row a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

import numpy as np

from .bootstrap import Estimate, Resampling
from .compare import Aligned, SlotValues, codes_of, differs, number_tables, sameness, slot_alpha
from .line import Flags, Floats, Ints, Line, Ranges, characters, covered, per_document
from .measures import MISSING, Share, library_alpha, nominal, positive_agreement, prevalence
from .parties import Party
from .slots import Slot
from .spans import aligned, misnamed, paired_by_overlap, same
from .unitizing import Jointly, unitizing
from .units import SPANS

Section = Literal["sentences", "spans", "words", "slots"]

ATTRIBUTED = "attributed_statement"

PARTS = {"source": "source_spans", "cue": "cue_spans", "content": SPANS}
"""The parts of an attributed statement and the span slots they stand in."""

ALL = "all labels"


@dataclass(frozen=True)
class Row:
    """One measured number: of which party, about what, by which measure."""

    party: str
    section: Section
    about: str
    measure: str
    estimate: Estimate


@dataclass(frozen=True)
class Setting:
    """What the sections of one party work on."""

    line: Line
    party: Party
    resampling: Resampling
    values: SlotValues
    slots: tuple[Slot, ...]

    @property
    def documents(self) -> int:
        """How many documents the line has."""
        return len(self.line.base)

    @cached_property
    def aligned(self) -> Aligned:
        """The claims of the party's annotators in groups that are the same."""
        layers = [self.line.layers[name] for name in self.party.ids]
        return Aligned.of(self.line, self.party.ids, self._counted(aligned(layers)))

    def _counted(self, groups: Ints) -> Ints:
        """Return the groups of documents that two or more of the party annotated."""
        kept = np.zeros(len(groups), dtype=np.bool_)
        for column, name in enumerate(self.party.ids):
            there = groups[:, column] >= 0
            kept[there] |= counting(self.line, self.party)[self.line.layers[name].document[groups[there, column]]]
        return groups[kept]

    def row(self, section: Section, about: str, measure: str, estimate: Estimate) -> Row:
        """Return a row of this party."""
        return Row(self.party.name, section, about, measure, estimate)

    def share(self, section: Section, about: str, measure: str, share: Share) -> Row:
        """Return the row of a share; its units are the trials."""
        return self.row(section, about, measure, self.resampling.estimate(share, int(share.trials.sum())))

    def nominal(
        self, section: Section, about: str, measure: str, values: Ints, document: Ints, size: Ints | None = None
    ) -> Row:
        """Return the row of a nominal alpha over units that two or more valued; see `library_alpha` for its value."""
        statistic = nominal(values, document, self.documents, size)
        valued = (values != MISSING).sum(axis=1) > 1
        units = int(valued.sum() if size is None else size[valued].sum())
        estimate = self.resampling.estimate(
            statistic, units, lambda: library_alpha(values[valued], "nominal") if size is None else None
        )
        return self.row(section, about, measure, estimate)


def counting(line: Line, party: Party) -> Flags:
    """Tell for each document whether two or more of the party annotated it."""
    flags: Flags = np.sum([line.layers[name].present for name in party.ids], axis=0) > 1
    return flags


def sentence_table(line: Line, annotators: Sequence[str], label: int) -> Ints:
    """Return for each sentence and annotator whether they marked a claim of the label in it: 1, 0 or `MISSING`."""
    return _yes_no(line, line.sentences, {name: _pieces(line, name, SPANS, label) for name in annotators})


def sentences(setting: Setting) -> Iterator[Row]:
    """Yield, for each label, agreement on which sentences hold a claim of it."""
    line = setting.line
    if not len(line.sentences.start):
        return
    for number, label in enumerate(line.labels):
        table = sentence_table(line, setting.party.ids, number)
        home = line.sentences.owner
        yield setting.share("sentences", label, "prevalence", prevalence(table, home, setting.documents))
        yield setting.share(
            "sentences", label, "positive agreement", positive_agreement(table, home, setting.documents)
        )
        yield setting.nominal("sentences", label, "alpha", table, home)


def spans(setting: Setting) -> Iterator[Row]:
    """Yield agreement on claims as spans: exact, by overlap, and on the continuum; precision takes the first as key."""
    line = setting.line
    exact = _pair_counts(setting, lambda one, other: same(line.layers[one], line.layers[other]))
    overlap = _pair_counts(setting, lambda one, other: paired_by_overlap(line.layers[one], line.layers[other]))
    for about, labels in _label_sets(line):
        yield from _precision_recall_f1(setting, "spans", about, "exact", [exact[n] for n in labels])
        yield from _precision_recall_f1(setting, "spans", about, "overlap", [overlap[n] for n in labels])
        parts = [unitizing(line, setting.party.ids, n) for n in labels]
        units = int(sum(part.units.sum() for part in parts))
        yield setting.row("spans", about, "unitizing alpha", setting.resampling.estimate(Jointly(parts), units))


def words(setting: Setting) -> Iterator[Row]:
    """Yield agreement on which words are source, cue and content, and on whole attributions."""
    line = setting.line
    if ATTRIBUTED not in line.labels:
        return
    label = line.labels.index(ATTRIBUTED)
    pieces = {name: {p: _pieces(line, name, slot, label) for p, slot in PARTS.items()} for name in setting.party.ids}
    if line.tokens is not None:
        units, size = line.tokens, None
    else:
        units = characters(line, (ranges for own in pieces.values() for ranges in own.values()))
        size = units.end - units.start
    roles: Ints = np.zeros((len(units.start), len(setting.party.ids)), dtype=np.int64)
    for place, part in enumerate(PARTS):
        table = _yes_no(line, units, {name: own[part] for name, own in pieces.items()})
        yield setting.nominal("words", part, "alpha", table, units.owner, size)
        roles = np.where(table == MISSING, MISSING, roles + table * 2**place)
    yield setting.nominal("words", "source, cue and content", "alpha", roles, units.owner, size)
    whole = _pair_counts(setting, lambda one, other: same(line.layers[one], line.layers[other], tuple(PARTS.values())))
    yield from _precision_recall_f1(setting, "words", "whole attribution", "exact", [whole[label]])


def slots(setting: Setting) -> Iterator[Row]:
    """Yield agreement on each slot of aligned claims: how often it is the same, and alpha at its distance."""
    by_label = [setting.aligned.with_label(number) for number in range(len(setting.line.labels))]
    for slot in setting.slots:
        own = by_label[setting.line.labels.index(slot.label)]
        about = f"{slot.label}.{slot.name}"
        table = own.taken(codes_of(setting.values, slot, setting.aligned), MISSING).astype(np.int64)
        yield setting.share("slots", about, "same", sameness(table, own.document, setting.documents))
        if slot.distance == "days":
            days = own.taken(setting.values.codes(slot, "days"), MISSING).astype(np.int64)
            yield setting.share("slots", about, "same days", sameness(days, own.document, setting.documents))
        if slot.closed:
            yield setting.nominal("slots", about, "alpha", table, own.document)
        elif slot.distance != "spans":
            yield setting.row("slots", about, "alpha", _open_alpha(setting, slot, table, own))


def _open_alpha(setting: Setting, slot: Slot, table: Ints, own: Aligned) -> Estimate:
    """Return the alpha of a slot that is no vocabulary, over groups in which two or more gave a value."""
    statistic = slot_alpha(setting.values, slot, table, own, setting.documents)
    assert statistic is not None
    if slot.distance in ("nominal", "reference"):
        return setting.resampling.estimate(statistic, int(((table != MISSING).sum(axis=1) > 1).sum()))
    tables = number_tables(setting.values, slot, own)
    valued = np.logical_and.reduce([~np.isnan(numbers) for numbers in tables]).sum(axis=1) > 1
    return setting.resampling.estimate(
        statistic,
        int(valued.sum()),
        lambda: library_alpha(tables[0][valued], "interval") if len(tables) == 1 else None,
    )


def confusion(setting: Setting) -> Counter[tuple[str, str]]:
    """Return how often a pair's claims at one place have which labels: (of the first, of the second), or `none`."""
    first, second = (setting.line.layers[name] for name in setting.party.ids)
    groups = setting.aligned.groups
    crossed = misnamed(first, second, groups)
    found: Counter[tuple[str, str]] = Counter()
    names = [*setting.line.labels, "none"]
    for a, b in zip(first.label[crossed.one].tolist(), second.label[crossed.other].tolist(), strict=True):
        found[names[a], names[b]] += 1
    used = set(crossed.one.tolist()), set(crossed.other.tolist())
    for (a, b), label in zip(groups.tolist(), setting.aligned.label.tolist(), strict=True):
        if (a < 0 or a not in used[0]) and (b < 0 or b not in used[1]):
            found[names[label if a >= 0 else -1], names[label if b >= 0 else -1]] += 1
    return found


KINDS = ("same", "names", "slots", "span", "span and slots", "other label", "only one")
"""How a claim stands to the other annotator's: the same in all that is compared; different only in names written out
(sources, events, causes); different in other slots; in its span; in its span and in slots or names; at the place of a
claim of another label; without a counterpart."""


def disagreement(setting: Setting) -> dict[str, Counter[str]]:
    """Return for each label how many claims, of both annotators of a pair, stand how to the other's; see `KINDS`."""
    first, second = (setting.line.layers[name] for name in setting.party.ids)
    own = setting.aligned
    crossed = misnamed(first, second, own.groups)
    other_label = set(crossed.one.tolist()), set(crossed.other.tolist())
    slot_differs = differs(setting.values, setting.slots, own)
    names = np.array([slot.names for slot in setting.slots], dtype=np.bool_)
    found: dict[str, Counter[str]] = {label: Counter() for label in setting.line.labels}
    slot, name = (np.asarray(slot_differs[:, which].any(axis=1)).tolist() for which in (~names, names))
    for (a, b), label, in_slots, in_names in zip(own.groups.tolist(), own.label.tolist(), slot, name, strict=True):
        tally = found[setting.line.labels[label]]
        if a < 0 or b < 0:
            tally["other label" if a in other_label[0] or b in other_label[1] else "only one"] += 1
        elif first.marks[a].pieces[SPANS] != second.marks[b].pieces[SPANS]:
            tally["span and slots" if in_slots or in_names else "span"] += 2
        else:
            tally["slots" if in_slots else "names" if in_names else "same"] += 2
    return found


def _pieces(line: Line, annotator: str, slot: str, label: int) -> Ranges:
    layers = line.layers[annotator]
    return layers.ranges(slot).of(layers.label == label) if len(layers.marks) else layers.ranges(slot)


def _yes_no(line: Line, units: Ranges, pieces: Mapping[str, Ranges]) -> Ints:
    """Return for each unit and annotator whether their pieces touch it: 1 or 0, `MISSING` where they did not look."""
    columns = []
    for name, own in pieces.items():
        present = line.layers[name].present[units.owner]
        columns.append(np.where(present, covered(units, own).astype(np.int64), MISSING))
    return np.stack(columns, axis=1)


@dataclass(frozen=True)
class PairCounts:
    """For each document, how many claims match, and how many there are of the first and of the second annotators."""

    matched: Floats
    first: Floats
    second: Floats


def _pair_counts(setting: Setting, match: Callable[[str, str], Ints]) -> list[PairCounts]:
    """Return for each label the counts over all pairs of the party, in documents that both of a pair annotated.

    `match` names the marks of the first of two annotators that have a counterpart.
    """
    line, documents = setting.line, setting.documents
    found = [[np.zeros(documents) for _ in range(3)] for _ in line.labels]
    for one, other in combinations(setting.party.ids, 2):
        mine, theirs = line.layers[one], line.layers[other]
        both = mine.present & theirs.present
        matched = match(one, other)
        sets = ((mine.document[matched], mine.label[matched]), (mine.document, mine.label))
        for place, (document, label) in enumerate((*sets, (theirs.document, theirs.label))):
            for number in range(len(line.labels)):
                own = document[(label == number) & both[document]]
                found[number][place] += per_document(own, documents)
    return [PairCounts(*counts) for counts in found]


def _precision_recall_f1(
    setting: Setting, section: Section, about: str, how: str, counts: Sequence[PairCounts]
) -> Iterator[Row]:
    """Yield precision and recall of the second annotator against the first, and F1; only F1 for more than two."""
    matched, first, second = (
        np.sum([getattr(count, name) for count in counts], axis=0) for name in ("matched", "first", "second")
    )
    if len(setting.party.ids) == 2:
        yield setting.share(section, about, f"{how} precision", Share(matched, second))
        yield setting.share(section, about, f"{how} recall", Share(matched, first))
    yield setting.share(section, about, f"{how} F1", Share(2 * matched, first + second))


def _label_sets(line: Line) -> list[tuple[str, list[int]]]:
    """Return each label by itself, and all of them where there are several."""
    single = [(label, [number]) for number, label in enumerate(line.labels)]
    return single + ([(ALL, list(range(len(line.labels))))] if len(line.labels) > 1 else [])
