"""What is measured of a party: agreement on sentences, on spans, on words, and on slots, a question a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

import numpy as np

from ..ranges import Flags, Floats, Ints
from ..schema import ATTRIBUTION_PARTS
from .arrays.bootstrap import Question
from .arrays.compare import Aligned, differs, number_tables, sameness, slot_alpha, slot_table
from .arrays.index import ATTRIBUTED, Ground
from .arrays.layout import Line, per_document
from .arrays.measures import MISSING, Share, Statistic, nominal, positive_agreement, prevalence
from .arrays.spans import aligned, misnamed, paired_by_overlap, same
from .arrays.unitizing import Jointly, unitizing
from .parties import Party
from .slots import Slot
from .units import SPANS

Section = Literal["sentences", "spans", "words", "slots"]

ALL = "all labels"


@dataclass(frozen=True)
class Asked:
    """A number that is wanted: about what, by which measure, and what it is estimated from."""

    section: Section
    about: str
    measure: str
    question: Question


@dataclass(frozen=True)
class Setting:
    """One party and the ground it is measured on."""

    ground: Ground
    party: Party

    @property
    def line(self) -> Line:
        """The line of the study."""
        return self.ground.line

    @cached_property
    def counting(self) -> Flags:
        """For each document, whether two or more of the party annotated it."""
        flags: Flags = np.sum([self.line.layers[name].present for name in self.party.ids], axis=0) > 1
        return flags

    @cached_property
    def aligned(self) -> Aligned:
        """The claims of the party's annotators in groups that are the same, of the documents that count."""
        layers = [self.line.layers[name] for name in self.party.ids]
        found = Aligned.of(self.line, self.party.ids, aligned(layers))
        return found.only(self.counting[found.document])

    @cached_property
    def misnamed(self) -> tuple[dict[int, int], dict[int, int]]:
        """The marks of a pair that stand at one place under two labels: of the first the second's, and back."""
        first, second = (self.line.layers[name] for name in self.party.ids)
        pairs = misnamed(first, second, self.aligned.groups)
        return dict(pairs), {b: a for a, b in pairs}

    def table(self, columns: Mapping[str, Ints]) -> Ints:
        """Return the columns of the party's annotators as a table."""
        return np.stack([columns[name] for name in self.party.ids], axis=1)


def sentences(setting: Setting) -> Iterator[Asked]:
    """Yield, for each label, agreement on which sentences hold a claim of it."""
    home, documents = setting.line.sentences.owner, setting.ground.documents
    if not len(home):
        return
    for label, columns in zip(setting.line.labels, setting.ground.sentences, strict=True):
        table = setting.table(columns)
        yield _share("sentences", label, "prevalence", prevalence(table, home, documents))
        yield _share("sentences", label, "positive agreement", positive_agreement(table, home, documents))
        yield _nominal("sentences", label, table, home, documents)


def spans(setting: Setting) -> Iterator[Asked]:
    """Yield agreement on claims as spans: exact, by overlap, and on the continuum; precision takes the first as key."""
    line = setting.line
    keys = setting.ground.same((SPANS,))
    exact = _pair_counts(setting, lambda one, other: same(keys[one], keys[other]))
    overlap = _pair_counts(setting, lambda one, other: paired_by_overlap(line.layers[one], line.layers[other]))
    parts = [unitizing(line, setting.party.ids, number) for number in range(len(line.labels))]
    for about, labels in _label_sets(line):
        yield from _precision_recall_f1(setting, "spans", about, "exact", [exact[n] for n in labels])
        yield from _precision_recall_f1(setting, "spans", about, "overlap", [overlap[n] for n in labels])
        units = int(sum(parts[n].units.sum() for n in labels))
        yield Asked("spans", about, "unitizing alpha", Question(Jointly([parts[n] for n in labels]), units))


def words(setting: Setting) -> Iterator[Asked]:
    """Yield agreement on which words are source, cue and content, and on whole attributions."""
    if ATTRIBUTED not in setting.line.labels:
        return
    units, documents = setting.ground.words, setting.ground.documents
    for place, part in enumerate(ATTRIBUTION_PARTS):
        yield _nominal("words", part, setting.table(units.part(place)), units.owner, documents, units.size)
    roles = setting.table(units.roles)
    yield _nominal("words", "source, cue and content", roles, units.owner, documents, units.size)
    keys = setting.ground.same(tuple(ATTRIBUTION_PARTS.values()))
    whole = _pair_counts(setting, lambda one, other: same(keys[one], keys[other]))
    label = setting.line.labels.index(ATTRIBUTED)
    yield from _precision_recall_f1(setting, "words", "whole attribution", "exact", [whole[label]])


def slots(setting: Setting) -> Iterator[Asked]:
    """Yield agreement on each slot of aligned claims: how often it is the same, and alpha at its distance."""
    ground, everything = setting.ground, setting.aligned
    by_label = [everything.only(everything.label == number) for number in range(len(ground.line.labels))]
    for slot in ground.slots:
        own = by_label[ground.line.labels.index(slot.label)]
        about = f"{slot.label}.{slot.name}"
        table = slot_table(ground, slot, own, everything)
        yield _share("slots", about, "same", sameness(table, own.document, ground.documents))
        if slot.distance == "days":
            days = slot_table(ground, slot, own, everything, "days")
            yield _share("slots", about, "same days", sameness(days, own.document, ground.documents))
        if slot.closed:
            yield _nominal("slots", about, table, own.document, ground.documents)
        elif (statistic := slot_alpha(ground, slot, table, own)) is not None:
            yield Asked("slots", about, "alpha", _open_alpha(ground, slot, statistic, table, own))


def _open_alpha(ground: Ground, slot: Slot, statistic: Statistic, table: Ints, own: Aligned) -> Question:
    """Return the question of the alpha of a slot that is no vocabulary."""
    if slot.distance in ("nominal", "reference"):
        return Question(statistic, int(((table != MISSING).sum(axis=1) > 1).sum()))
    tables = number_tables(ground, slot, own)
    valued = np.logical_and.reduce([~np.isnan(numbers) for numbers in tables]).sum(axis=1) > 1
    return Question(statistic, int(valued.sum()))


def confusion(setting: Setting) -> Counter[tuple[str, str]]:
    """Return how often a pair's claims at one place have which labels: (of the first, of the second), or `none`."""
    second = setting.line.layers[setting.party.ids[1]]
    crossed, back = setting.misnamed
    found: Counter[tuple[str, str]] = Counter()
    names = [*setting.line.labels, "none"]
    for (a, b), label in zip(setting.aligned.groups.tolist(), setting.aligned.label.tolist(), strict=True):
        if a in crossed:
            found[names[label], names[int(second.label[crossed[a]])]] += 1
        elif b not in back:
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
    crossed, back = setting.misnamed
    slot_differs = differs(setting.ground, own)
    names = np.array([slot.names for slot in setting.ground.slots], dtype=np.bool_)
    slot, name = (np.asarray(slot_differs[:, which].any(axis=1)).tolist() for which in (~names, names))
    found: dict[str, Counter[str]] = {label: Counter() for label in setting.line.labels}
    for (a, b), label, in_slots, in_names in zip(own.groups.tolist(), own.label.tolist(), slot, name, strict=True):
        tally = found[setting.line.labels[label]]
        if a < 0 or b < 0:
            tally["other label" if a in crossed or b in back else "only one"] += 1
        elif first.marks[a].pieces[SPANS] != second.marks[b].pieces[SPANS]:
            tally["span and slots" if in_slots or in_names else "span"] += 2
        else:
            tally["slots" if in_slots else "names" if in_names else "same"] += 2
    return found


def _share(section: Section, about: str, measure: str, share: Share) -> Asked:
    """Return the question of a share; its units are the trials."""
    return Asked(section, about, measure, Question(share, int(share.trials.sum())))


def _nominal(
    section: Section, about: str, values: Ints, document: Ints, documents: int, size: Ints | None = None
) -> Asked:
    """Return the question of a nominal alpha over units that two or more valued."""
    valued = (values != MISSING).sum(axis=1) > 1
    units = int(valued.sum() if size is None else size[valued].sum())
    statistic = nominal(values, document, documents, size)
    return Asked(section, about, "alpha", Question(statistic, units))


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
    line, documents = setting.line, setting.ground.documents
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
) -> Iterator[Asked]:
    """Yield precision and recall of the second annotator against the first, and F1; only F1 for more than two."""
    matched, first, second = (
        np.sum([getattr(count, name) for count in counts], axis=0) for name in ("matched", "first", "second")
    )
    if len(setting.party.ids) == 2:
        yield _share(section, about, f"{how} precision", Share(matched, second))
        yield _share(section, about, f"{how} recall", Share(matched, first))
    yield _share(section, about, f"{how} F1", Share(2 * matched, first + second))


def _label_sets(line: Line) -> list[tuple[str, list[int]]]:
    """Return each label by itself, and all of them where there are several."""
    single = [(label, [number]) for number, label in enumerate(line.labels)]
    return single + ([(ALL, list(range(len(line.labels))))] if len(line.labels) > 1 else [])
