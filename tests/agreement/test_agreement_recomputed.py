"""Every number of the two corpora's reports, recomputed by the plain way of `plain_agreement`."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import plain_agreement as plain
import pytest

from claimwire.agreement import Options, Report, corpus_study, measure_agreement
from claimwire.agreement.slots import Slot
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent.parent
CORPORA = ("karabakh", "openwire")
NAMES = {
    "source_name", "speaks_for_name", "medium", "addressee_name", "event_name", "cause",
}  # fmt: skip
NOT_COMPARED = {"claim_id", "article_id", "label", "spans", "statement", "comment", "confidence", "event_id", "review"}


@cache
def report(corpus_id: str) -> Report:
    workspace = Workspace(ROOT)
    data = workspace.corpus(corpus_id)
    people = records_of(workspace.annotators()[0])
    study = corpus_study(corpus_id, records_of(data.rows.articles), records_of(data.rows.annotations), people)
    return measure_agreement(study, Options(resamples=0))


@cache
def corpus(corpus_id: str) -> plain.PlainCorpus:
    return plain.PlainCorpus(ROOT / "annotations" / corpus_id)


def found(corpus_id: str, section: str) -> dict[tuple[str, str], float | None]:
    (party,) = report(corpus_id).groups
    return {key: estimate.value for key, estimate in report(corpus_id).of(party.name, section).items()}


def agrees(value: float | None, expected: float | None) -> bool:
    return (value is None and expected is None) or value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_sentences(corpus_id: str) -> None:
    numbers = found(corpus_id, "sentences")
    for label in plain.LABELS:
        units = plain.sentence_units(corpus(corpus_id), label)
        both, one = sum(a and b for a, b in units), sum(a != b for a, b in units)
        assert agrees(numbers.pop((label, "prevalence")), sum(map(sum, units)) / (2 * len(units)))
        assert agrees(numbers.pop((label, "positive agreement")), 2 * both / (2 * both + one))
        assert agrees(numbers.pop((label, "alpha")), plain.alpha(units, plain.nominal))
    assert not numbers


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_spans(corpus_id: str) -> None:
    numbers, own = found(corpus_id, "spans"), corpus(corpus_id)
    for about, labels in [*((label, [label]) for label in plain.LABELS), ("all labels", list(plain.LABELS))]:
        exact = plain.f1(plain.keys(own.first, labels), plain.keys(own.second, labels))
        paired, first, second = 0, 0, 0
        for _, one, other in own.both():
            for label in labels:
                mine, theirs = ([c for c in claims if c["label"] == label] for claims in (one, other))
                paired += plain.largest_pairing(mine, theirs)
                first += len(mine)
                second += len(theirs)
        overlap = (paired / second, paired / first, 2 * paired / (first + second))
        for how, values in (("exact", exact), ("overlap", overlap)):
            for which, value in zip(("precision", "recall", "F1"), values, strict=True):
                assert agrees(numbers.pop((about, f"{how} {which}")), value), (about, how, which)
        assert agrees(numbers.pop((about, "unitizing alpha")), plain.unitizing(own, labels))
    assert not numbers


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_words(corpus_id: str) -> None:
    numbers, own = found(corpus_id, "words"), corpus(corpus_id)
    parts = {part: plain.word_units(own, part) for part in plain.PARTS}
    for part, units in parts.items():
        assert agrees(numbers.pop((part, "alpha")), plain.alpha(units, plain.nominal))
    roles = [list(zip(*rows, strict=True)) for rows in zip(*parts.values(), strict=True)]
    assert agrees(numbers.pop(("source, cue and content", "alpha")), plain.alpha(roles, plain.nominal))
    slots = ("source_spans", "cue_spans", "spans")
    whole = plain.f1(*(plain.keys(layers, plain.LABELS[:1], slots) for layers in (own.first, own.second)))
    for which, value in zip(("precision", "recall", "F1"), whole, strict=True):
        assert agrees(numbers.pop(("whole attribution", f"exact {which}")), value)
    assert not numbers


def slot_pairs(own: plain.PlainCorpus, slot: Slot) -> list[tuple[Any, Any]]:
    pairs = plain.all_aligned(own)
    values = (
        plain.named(own, pairs, slot.name)
        if slot.distance == "reference"
        else [(plain.slot(a, slot.name), plain.slot(b, slot.name)) for a, b in pairs]
    )
    return [value for value, (a, _) in zip(values, pairs, strict=True) if a["label"] == slot.label]


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_slots(corpus_id: str) -> None:
    numbers, own = found(corpus_id, "slots"), corpus(corpus_id)
    for slot in report(corpus_id).slots:
        about, values = f"{slot.label}.{slot.name}", slot_pairs(own, slot)
        assert agrees(numbers.pop((about, "same")), plain.same_share(values)), about
        if slot.distance == "days":
            dates = [tuple(x if x is None else plain.days(x) or x for x in pair) for pair in values]
            assert agrees(numbers.pop((about, "same days")), plain.same_share(dates)), about  # type: ignore[arg-type]
            closed = [[plain.days(x) for x in pair if x is not None and plain.days(x)] for pair in values]
            assert agrees(numbers.pop((about, "alpha")), plain.alpha(closed, plain.squared)), about
        elif slot.distance == "log count":
            logs = [[plain.log_count(x) for x in pair if x is not None] for pair in values]
            assert agrees(numbers.pop((about, "alpha")), plain.alpha(logs, plain.squared)), about
        elif slot.distance != "spans":
            assert agrees(numbers.pop((about, "alpha")), plain.alpha(values, plain.nominal)), about
    assert not numbers


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_confusion_and_disagreement(corpus_id: str) -> None:
    own = corpus(corpus_id)
    (party,) = report(corpus_id).groups
    assert report(corpus_id).confusion[party.name] == dict(plain.confusion(own))
    pairs = plain.all_aligned(own)
    expected: dict[str, Counter[str]] = {label: Counter() for label in plain.LABELS}
    differing: dict[str, set[str]] = {}
    for slot in report(corpus_id).slots:
        values = (
            plain.named(own, pairs, slot.name)
            if slot.distance == "reference"
            else [(plain.slot(a, slot.name), plain.slot(b, slot.name)) for a, b in pairs]
        )
        for (a, _), (x, y) in zip(pairs, values, strict=True):
            if a["label"] == slot.label and x != y:
                differing.setdefault(a["claim_id"], set()).add(slot.name)
    used = set()
    for a, b in pairs:
        used |= {a["claim_id"], b["claim_id"]}
        slots = differing.get(a["claim_id"], set())
        if plain.points(a) != plain.points(b):
            kind = "span and slots" if slots else "span"
        else:
            kind = "slots" if slots - NAMES else "names" if slots else "same"
        expected[a["label"]][kind] += 2
    for layers in (own.first, own.second):
        for claims in layers.values():
            for claim in claims:
                if claim["claim_id"] not in used:
                    expected[claim["label"]]["only one"] += 1
    assert report(corpus_id).disagreement[party.name] == {k: dict(v) for k, v in expected.items()}


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_every_slot_of_the_claim_models_is_compared_or_left_out_on_purpose(corpus_id: str) -> None:
    from claimwire.schema import LABELS

    for declaration in LABELS:
        compared = {slot.name for slot in report(corpus_id).slots if slot.label == declaration.label.value}
        assert compared - {"bounds"} == set(declaration.model.model_fields) - NOT_COMPARED
