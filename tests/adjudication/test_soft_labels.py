"""Soft labels: the shares, counted once more in a plain way, and kinds of annotators never counted together."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND
from plain_votes import plain_decision_votes, plain_sentence_votes
from quay import ARTICLES, ENTRIES, layer, planted, renamed, review, run, write
from strategies import layers_of

from claimwire.adjudication import NOT_COMPARED, SoftLabel, adjudicate, draft, soft_labels
from claimwire.corpus.records import canonical_json
from claimwire.schema import Adjudication, Annotation
from claimwire.schema.vocab import AnnotatorKind
from claimwire.tables.columns import CONFIGS
from claimwire.tables.parquet import read_rows

SHIP = ARTICLES["heron_1"]
HUMAN, MODEL, RULE = AnnotatorKind.HUMAN, AnnotatorKind.MODEL, AnnotatorKind.RULE

NAMES = ("ann", "ben", "cy", "dan", "eva")


def votes_of(labels: list[SoftLabel]) -> dict[tuple[Any, ...], tuple[list[str], int]]:
    """Return who gives which value, and how many could, by what the soft labels are about."""
    return {
        (x.adjudication_id or x.sentence, x.annotator_kind.value, x.field, x.value): (list(x.annotator_ids), x.voters)
        for x in labels
    }


def decided(layers: list[Annotation]) -> list[Adjudication]:
    lines = [line | {"reason": "Because."} for line in draft(SHIP, layers)]
    for line in lines:
        line.pop("differs", None)
    return adjudicate(SHIP, layers, list(enumerate(map(canonical_json, lines), start=1)), "judge", "").adjudications


def shares(layers: list[Annotation], kinds: dict[str, AnnotatorKind], field: str) -> list[tuple[Any, ...]]:
    found = soft_labels(SHIP, layers, decided(layers), kinds)
    return [
        (x.annotator_kind.value, x.value, x.votes, x.voters) for x in found if x.adjudication_id and x.field == field
    ]


def test_people_and_models_are_counted_apart() -> None:
    layers = [
        layer(SHIP, name, [BACKGROUND | {"time": time}])
        for name, time in (("a", "1999"), ("b", "1998"), ("c", "1999"), ("d", "1998"))
    ]
    kinds = {"a": HUMAN, "b": HUMAN, "c": MODEL, "d": HUMAN}
    assert shares(layers, kinds, "time") == [
        ("human", "1998", 2, 3),
        ("human", "1999", 1, 3),
    ]
    kinds |= {"b": MODEL}
    assert shares(layers, kinds, "time") == [
        ("human", "1998", 1, 2),
        ("human", "1999", 1, 2),
        ("model", "1998", 1, 2),
        ("model", "1999", 1, 2),
    ]


def test_there_is_no_share_of_a_kind_of_which_one_layer_stands() -> None:
    """Also not in sentences; a second one, even if it is not complete, is enough."""
    one, other, machine = layer(SHIP, "a", [BACKGROUND]), incomplete(layer(SHIP, "b", [])), layer(SHIP, "c", [])
    kinds = {"a": HUMAN, "b": HUMAN, "c": MODEL}
    assert soft_labels(SHIP, [one], decided([one]), kinds) == []
    assert soft_labels(SHIP, [one, machine], decided([one, machine]), kinds) == []
    assert {x.annotator_kind for x in soft_labels(SHIP, [one, other, machine], decided([one]), kinds)} == {HUMAN}


def test_who_has_no_such_claim_votes_for_none_and_not_on_its_slots() -> None:
    layers = [layer(SHIP, "a", [BACKGROUND | {"time": "1999"}]), layer(SHIP, "b", []), layer(SHIP, "c", [BACKGROUND])]
    kinds = dict.fromkeys("abc", HUMAN)
    assert shares(layers, kinds, "label") == [("human", "historical_background", 2, 3), ("human", None, 1, 3)]
    assert shares(layers, kinds, "time") == [("human", "1999", 1, 2), ("human", None, 1, 2)]
    assert shares(layers, kinds, "voice_id") == []


def sentence_votes(layers: list[Annotation]) -> list[tuple[Any, ...]]:
    found = soft_labels(SHIP, layers, decided(layers), dict.fromkeys(NAMES, HUMAN))
    return [(x.sentence, x.value, x.annotator_ids, x.voters) for x in found if x.sentence is not None]


def incomplete(one: Annotation) -> Annotation:
    return one.model_copy(update={"complete": False})


def test_a_layer_that_is_not_complete_has_no_vote_where_it_has_no_claim() -> None:
    layers = [layer(SHIP, "ann", [BACKGROUND]), incomplete(layer(SHIP, "ben", []))]
    kinds = {"ann": HUMAN, "ben": HUMAN}
    assert shares(layers, kinds, "label") == [("human", "historical_background", 1, 1)]
    assert sentence_votes(layers) == [(4, "historical_background", ("ann",), 1)]


def test_a_layer_that_is_not_complete_has_a_vote_where_it_has_a_claim() -> None:
    layers = [layer(SHIP, "ann", []), incomplete(layer(SHIP, "ben", [BACKGROUND]))]
    kinds = {"ann": HUMAN, "ben": HUMAN}
    assert shares(layers, kinds, "label") == [("human", "historical_background", 1, 2), ("human", None, 1, 2)]
    assert sentence_votes(layers) == [(4, "historical_background", ("ben",), 2)]


def test_a_claim_of_another_label_is_a_vote_on_the_sentence() -> None:
    figure = ENTRIES["heron_1"][2] | {"voice_id": None}
    layers = [layer(SHIP, "ann", [BACKGROUND]), incomplete(layer(SHIP, "ben", [figure]))]
    assert sentence_votes(layers) == [
        (4, "historical_background", ("ann",), 2),
        (4, "casualty_figure", ("ben",), 2),
    ]


def test_a_decision_that_only_incomplete_layers_lack_has_no_voter_without_the_claim() -> None:
    layers = [incomplete(layer(SHIP, name, [BACKGROUND] if name == "cy" else [])) for name in NAMES[:4]]
    kinds = {"ann": HUMAN, "ben": HUMAN, "cy": MODEL, "dan": MODEL}
    assert shares(layers, kinds, "label") == [("model", "historical_background", 1, 1)]


def test_without_layers_there_are_no_soft_labels() -> None:
    decisions = decided([layer(SHIP, "ann", [BACKGROUND])])
    assert soft_labels(SHIP, [], decisions, {}) == []


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 5).flatmap(lambda n: st.tuples(*[layers_of("heron_1", SHIP.text_length, a) for a in NAMES[:n]])),
    st.lists(st.sampled_from([HUMAN, MODEL, RULE]), min_size=5, max_size=5),
    st.lists(st.integers(0, 2), min_size=5, max_size=5),
)
def test_the_votes_of_up_to_five_layers_are_what_plain_counting_gives(
    drawn: tuple[Annotation, ...], kinds: list[AnnotatorKind], copied: list[int]
) -> None:
    layers: list[Annotation] = []
    for number, one in enumerate(drawn):
        same = renamed(layers[copied[number] % number], one.annotator_id) if number and copied[number] else one
        layers.append(same.model_copy(update={"complete": one.complete}))
    decisions = decided(layers)
    kind_of = dict(zip(NAMES, kinds, strict=True))
    labels = soft_labels(SHIP, layers, decisions, kind_of)
    plain = plain_decision_votes(layers, decisions, kind_of) | plain_sentence_votes(SHIP, layers, kind_of)
    assert votes_of(labels) == plain
    totals: Counter[tuple[Any, ...]] = Counter()
    for label in labels:
        assert label.votes == len(label.annotator_ids) <= label.voters
        assert label.share == label.votes / label.voters
        if label.adjudication_id is not None:
            totals[label.adjudication_id, label.annotator_kind, label.field] += Fraction(label.votes, label.voters)  # type: ignore[assignment]
    assert set(totals.values()) <= {1}


def test_no_free_wording_is_in_soft_labels() -> None:
    layers = [*planted("ann", ())[:1], *planted("ben", ())[:1]]
    fields = {x.field for x in soft_labels(SHIP, layers, decided(layers), dict.fromkeys(NAMES, HUMAN))}
    assert not fields & NOT_COMPARED
    assert {"label", "spans", "presented_as"} <= fields


@settings(deadline=None, max_examples=40)
@given(st.permutations(["time", "spans", "voice"]), st.permutations(range(4)))
def test_the_order_of_layers_and_decisions_counts_for_nothing(plants: list[str], order: list[int]) -> None:
    layers = [planted(name, own)[0] for name, own in zip(NAMES, ((), plants[:2], plants[1:], ()), strict=False)]
    decisions = decided(layers)
    kinds = {"ann": HUMAN, "ben": MODEL, "cy": HUMAN, "dan": HUMAN}
    found = soft_labels(SHIP, layers, decisions, kinds)
    assert soft_labels(SHIP, [layers[number] for number in order], decisions[::-1], kinds) == found


def test_votes_come_first_then_the_value_then_none() -> None:
    times = [None, "1999", "1998", "1999", None]
    layers = [layer(SHIP, n, [BACKGROUND | ({"time": t} if t else {})]) for n, t in zip(NAMES, times, strict=True)]
    kinds = dict.fromkeys(NAMES, HUMAN)
    assert shares(layers, kinds, "time") == [
        ("human", "1999", 2, 5),
        ("human", None, 2, 5),
        ("human", "1998", 1, 5),
    ]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_the_command_writes_them_beside_gold_and_later(ending: str, tmp_path: Path) -> None:
    write(tmp_path, [*planted("ann", ()), *planted("ben", ("time",))])
    review(tmp_path, ["b", "It is dated."])
    shown = run(tmp_path, "work", "--adjudicator", "judge", "--soft", f"one.{ending}").output
    run(tmp_path, "--soft", f"two.{ending}")
    one, two = (tmp_path / f"{name}.{ending}" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    rows = read_rows("soft_labels", one) if ending == "parquet" else list(map(json.loads, one.read_text().splitlines()))
    assert f"soft labels of {len(rows)} decisions" in shown
    assert {frozenset(row) for row in rows} == {frozenset(column.name for column in CONFIGS["soft_labels"])}
    dated = [
        (vote["value"], vote["share"])
        for row in rows
        for vote in row["votes"]
        if vote["field"] == "time" and row["claim_id"] == "heron_1_c03"
    ]
    assert dated == [("1999", 0.5), ("1999~", 0.5)]


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    write(tmp_path, [*planted("ann", ()), *planted("nemo", ())])
    refused = run(tmp_path, "--soft", "soft.jsonl", expect=1).exception
    assert "does not say what nemo is" in str(refused)
    write(tmp_path, planted("ann", ()))
    assert ".jsonl or .parquet" in str(run(tmp_path, "--soft", "soft.csv", expect=1).exception)
    assert "name the folder" in run(tmp_path, expect=2).output
    assert "name the folder" in run(tmp_path, "--review", "--soft", "x.jsonl", expect=2).output
