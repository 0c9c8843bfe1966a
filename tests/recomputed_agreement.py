"""Holding a report on agreement against the plain recomputation: every number of every annotator group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import plain_agreement as plain
import pytest

from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.iaa import AnnotatorGroup, Options, Report, corpus_study, measure_agreement
from claimwire.iaa.slots import Slot

NAMES = {
    *("source_name", "speaks_for_name", "addressee_name", "event_name"),
    *("place_name", "actor_name", "victim_side_name"),
}
"""The slots whose values annotators write out as names."""


def report_on(workspace: Workspace, corpus_id: str, *, pooled: bool = False) -> Report:
    """Return the report on a corpus, without intervals."""
    corpus = workspace.corpus(corpus_id)
    annotators = records_of(workspace.annotators()[0])
    study = corpus_study(corpus_id, corpus.articles.values(), corpus.layers.values(), annotators)
    return measure_agreement(study, Options(resamples=0, pooled=pooled))


@dataclass(frozen=True)
class Recomputed:
    """What a report says of one annotator group, and the same study for the plain recomputation."""

    report: Report
    group: AnnotatorGroup
    study: plain.PlainStudy

    @classmethod
    def of(cls, workspace: Workspace, corpus_id: str, report: Report, group: AnnotatorGroup) -> Recomputed:
        return cls(report, group, plain.PlainStudy(workspace.corpus_folder(corpus_id), group.ids))

    @property
    def is_pair(self) -> bool:
        return len(self.group.ids) == 2

    def numbers(self, section: str) -> dict[tuple[str, str], float | None]:
        return {key: estimate.value for key, estimate in self.report.of(self.group.name, section).items()}

    def check_sentences(self) -> None:
        numbers = self.numbers("sentences")
        for label in plain.LABELS:
            units = plain.sentence_units(self.study, label)
            prevalence = plain.share(sum(map(sum, units)), sum(map(len, units)))
            assert agrees(numbers.pop((label, "prevalence")), prevalence)
            assert agrees(numbers.pop((label, "positive agreement")), plain.positive_agreement(units))
            assert agrees(numbers.pop((label, "alpha")), plain.alpha(units, plain.nominal))
        assert not numbers

    def check_spans(self) -> None:
        numbers = self.numbers("spans")
        for about, labels in [*((label, [label]) for label in plain.LABELS), ("all labels", list(plain.LABELS))]:
            ways = {"exact": plain.exact(self.study, labels), "overlap": plain.overlap(self.study, labels)}
            for how, values in ways.items():
                for which in ("precision", "recall", "F1") if self.is_pair else ("F1",):
                    assert agrees(numbers.pop((about, f"{how} {which}")), values[which]), (about, how, which)
            assert agrees(numbers.pop((about, "unitizing alpha")), plain.unitizing(self.study, labels))
        assert not numbers

    def check_words(self) -> None:
        numbers = self.numbers("words")
        parts = {part: plain.word_units(self.study, part) for part in plain.PARTS}
        for part, units in parts.items():
            assert agrees(numbers.pop((part, "alpha")), plain.alpha(units, plain.nominal))
            assert agrees(numbers.pop((part, "word F1")), plain.positive_agreement(units))
            ways = {"exact": plain.exact_parts(self.study, part), "overlap": plain.overlapping_parts(self.study, part)}
            for how, values in ways.items():
                for which in ("precision", "recall", "F1") if self.is_pair else ("F1",):
                    assert agrees(numbers.pop((part, f"{how} {which}")), values[which]), (part, how, which)
        roles = [list(zip(*rows, strict=True)) for rows in zip(*parts.values(), strict=True)]
        assert agrees(numbers.pop(("source, cue and content", "alpha")), plain.alpha(roles, plain.nominal))
        whole = plain.exact(self.study, plain.LABELS[:1], ("source_spans", "cue_spans", "spans"))
        for which in ("precision", "recall", "F1") if self.is_pair else ("F1",):
            assert agrees(numbers.pop(("whole attribution", f"exact {which}")), whole[which])
        assert not numbers

    def check_slots(self) -> None:
        numbers = self.numbers("slots")
        for slot in self.report.slots:
            about, values = f"{slot.label}.{slot.name}", self.values(slot)
            assert agrees(numbers.pop((about, "same")), plain.same_share(values)), about
            if slot.distance == "days":
                dates = [[x if x is None else plain.meant(x) for x in group] for group in values]
                assert agrees(numbers.pop((about, "same days")), plain.same_share(dates)), about
                closed = [[plain.days(x) for x in group if x is not None and plain.days(x)] for group in values]
                assert agrees(numbers.pop((about, "alpha")), plain.alpha(closed, plain.squared)), about
            elif slot.distance == "log count":
                logs = [[plain.log_count(x) for x in group if x is not None] for group in values]
                assert agrees(numbers.pop((about, "alpha")), plain.alpha(logs, plain.squared)), about
            elif slot.distance != "spans":
                assert agrees(numbers.pop((about, "alpha")), plain.alpha(values, plain.nominal)), about
        assert not numbers

    def check_confusion_and_disagreement(self) -> None:
        if not self.is_pair:
            assert self.group.name not in {**self.report.confusion, **self.report.disagreement}
            return
        assert self.report.confusion[self.group.name] == dict(plain.confusion(self.study))
        expected = plain.disagreement(self.study, self.differing, NAMES)
        assert self.report.disagreement[self.group.name] == {label: dict(counts) for label, counts in expected.items()}

    def values(self, slot: Slot) -> list[list[Any]]:
        return plain.slot_values(self.study, slot.label, slot.name, slot.distance == "reference")

    @cached_property
    def differing(self) -> dict[str, set[str]]:
        """The slots in which a claim's group differs, by the ids of its claims."""
        slots: dict[str, set[str]] = {}
        for slot in self.report.slots:
            groups = [group for group in self.study.groups if plain.label_of(group) == slot.label]
            for group, values in zip(groups, self.values(slot), strict=True):
                if len(set(values)) > 1:
                    for claim in group.values():
                        slots.setdefault(claim["claim_id"], set()).add(slot.name)
        return slots


def agrees(value: float | None, expected: float | None) -> bool:
    return (value is None and expected is None) or value == pytest.approx(expected, abs=1e-9)


CHECKS = {
    "sentences": Recomputed.check_sentences,
    "spans": Recomputed.check_spans,
    "words": Recomputed.check_words,
    "slots": Recomputed.check_slots,
    "confusion and disagreement": Recomputed.check_confusion_and_disagreement,
}
"""What is recomputed of a report, section by section."""
