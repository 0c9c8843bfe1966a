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
from quay import ARTICLES, ENTRIES, layer, planted, review, run, write
from repository import ROOT

from claimwire.adjudication import NOT_COMPARED, adjudicate, draft, soft_labels
from claimwire.corpus.records import canonical_json, records_of
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Annotation
from claimwire.schema.vocab import AnnotatorKind
from claimwire.tables.columns import CONFIGS
from claimwire.tables.parquet import read_rows
from claimwire.tables.soft import soft_label_rows

SHIP = ARTICLES["heron_1"]
HUMAN, MODEL = AnnotatorKind.HUMAN, AnnotatorKind.MODEL
BACKGROUND = ENTRIES["heron_1"][0]


def counted_plainly(corpus_id: str, kinds: dict[str, str]) -> Counter[tuple[Any, ...]]:
    """Return votes and voters of every decision's values, from the lines of the files alone."""
    folder = ROOT / "annotations" / corpus_id
    layers = [json.loads(line) for line in (folder / "annotations.jsonl").read_text().splitlines()]
    decisions = [json.loads(line) for line in (folder / "adjudications.jsonl").read_text().splitlines()]
    owner = {claim["claim_id"]: (x["annotator_id"], claim) for x in layers for claim in x["claims"]}
    gold = {key: d.get("claim_id") for d in decisions for key in d["layer_claim_ids"]}
    found: Counter[tuple[Any, ...]] = Counter()
    for decision in decisions:
        here = [x["annotator_id"] for x in layers if x["article_id"] == decision["article_id"]]
        by = {owner[key][0]: owner[key][1] for key in decision["layer_claim_ids"]}
        for kind in sorted(set(kinds.values())):
            people = [name for name in here if kinds[name] == kind]
            fields = {field for name in people if name in by for field in by[name]}
            for name in people:
                label = by[name]["label"] if name in by else None
                found[decision["adjudication_id"], kind, "label", label, len(people)] += 1
            for field in fields - NOT_COMPARED - {"label", "article_id"}:
                having = [name for name in people if name in by]
                values = {name: by[name].get(field) for name in having}
                if field in ("voice", "parent_id", "part_of"):
                    values = {name: gold.get(value) for name, value in values.items()}
                if any(value is not None for value in values.values()):
                    for value in values.values():
                        shown = value if value is None or isinstance(value, str) else canonical_json(value)
                        found[decision["adjudication_id"], kind, field, shown, len(having)] += 1
    return found


@pytest.mark.parametrize("corpus_id", ["openwire", "karabakh"])
def test_the_shares_are_what_plain_counting_gives(corpus_id: str) -> None:
    workspace = Workspace(ROOT)
    kinds = {x.record.annotator_id: x.record.annotator_kind for x in workspace.annotators()[0]}
    data = workspace.corpus(corpus_id)
    rows = soft_label_rows(
        records_of(data.rows.articles), records_of(data.rows.annotations), records_of(data.rows.adjudications), kinds
    )
    counted = {
        (row["adjudication_id"], row["annotator_kind"], row["field"], row["value"], row["voters"]): row["votes"]
        for row in rows
        if row["adjudication_id"]
    }
    assert len(rows) > len(counted) > 1000
    assert counted == counted_plainly(corpus_id, {name: kind.value for name, kind in kinds.items()})
    assert all(row["share"] == row["votes"] / row["voters"] for row in rows)
    assert all(len(row["annotator_ids"]) == row["votes"] <= row["voters"] for row in rows)
    totals: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        if row["adjudication_id"]:
            key = (row["adjudication_id"], row["annotator_kind"], row["field"])
            totals[key] += Fraction(row["votes"], row["voters"])  # type: ignore[assignment]
    assert set(totals.values()) == {1}


@pytest.mark.parametrize("corpus_id", ["openwire", "karabakh"])
def test_the_shares_of_sentences_are_what_plain_counting_gives(corpus_id: str) -> None:
    workspace = Workspace(ROOT)
    kinds = {x.record.annotator_id: x.record.annotator_kind for x in workspace.annotators()[0]}
    data = workspace.corpus(corpus_id)
    rows = soft_label_rows(records_of(data.rows.articles), records_of(data.rows.annotations), [], kinds)
    expected = {}
    for article in records_of(data.rows.articles):
        for number, sentence in enumerate(article.sentences):
            points = set(range(sentence.start, sentence.end))
            for label in ("attributed_statement", "historical_background", "casualty_figure"):
                names = [
                    one.annotator_id
                    for one in records_of(data.rows.annotations)
                    if one.article_id == article.article_id
                    and any(
                        c.label == label and points & set(range(s.start, s.end)) for c in one.claims for s in c.spans
                    )
                ]
                if names:
                    expected[f"{article.article_id}_s{number:03d}", label] = (sorted(names), 2)
    found = {(row["sentence_id"], row["value"]): (row["annotator_ids"], row["voters"]) for row in rows}
    assert found == expected


def decided(layers: list[Annotation]) -> Any:
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
        ("model", "1999", 1, 1),
    ]


def test_who_has_no_such_claim_votes_for_none_and_not_on_its_slots() -> None:
    layers = [layer(SHIP, "a", [BACKGROUND | {"time": "1999"}]), layer(SHIP, "b", []), layer(SHIP, "c", [BACKGROUND])]
    kinds = dict.fromkeys("abc", HUMAN)
    assert shares(layers, kinds, "label") == [("human", "historical_background", 2, 3), ("human", None, 1, 3)]
    assert shares(layers, kinds, "time") == [("human", "1999", 1, 2), ("human", None, 1, 2)]
    assert shares(layers, kinds, "voice") == []


def test_a_layer_that_is_not_complete_has_no_vote_where_it_has_no_claim() -> None:
    partial = layer(SHIP, "b", []).model_copy(update={"complete": False})
    layers = [layer(SHIP, "a", [BACKGROUND]), partial]
    kinds = dict.fromkeys("ab", HUMAN)
    assert shares(layers, kinds, "label") == [("human", "historical_background", 1, 1)]
    sentences = [x for x in soft_labels(SHIP, layers, decided(layers), kinds) if x.sentence is not None]
    assert [(x.sentence, x.value, x.votes, x.voters) for x in sentences] == [(4, "historical_background", 1, 1)]


def test_no_free_wording_is_in_soft_labels() -> None:
    fields = {
        x.field for x in soft_labels(SHIP, planted("ann", ())[:1], decided(planted("ann", ())[:1]), {"ann": HUMAN})
    }
    assert not fields & NOT_COMPARED
    assert {"label", "spans", "factuality"} <= fields


@settings(deadline=None, max_examples=40)
@given(st.permutations(["time", "spans", "voice"]), st.booleans())
def test_the_order_of_layers_and_decisions_counts_for_nothing(plants: list[str], turned: bool) -> None:
    layers = [planted("ann", ())[0], planted("ben", plants[:2])[0]]
    decisions = decided(layers)
    kinds = {"ann": HUMAN, "ben": MODEL}
    found = soft_labels(SHIP, layers, decisions, kinds)
    assert soft_labels(SHIP, layers[::-1] if turned else layers, decisions[::-1], kinds) == found


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_the_command_writes_them_beside_gold_and_later(ending: str, tmp_path: Path) -> None:
    write(tmp_path, [*planted("ann", ()), *planted("ben", ("time",))])
    review(tmp_path, ["b", "It is dated."])
    told = run(tmp_path, "work", "--adjudicator", "judge", "--soft", f"one.{ending}").output
    run(tmp_path, "--soft", f"two.{ending}")
    one, two = (tmp_path / f"{name}.{ending}" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    rows = read_rows("soft_labels", one) if ending == "parquet" else list(map(json.loads, one.read_text().splitlines()))
    assert f"{len(rows)} soft labels" in told
    assert {frozenset(row) for row in rows} == {frozenset(column.name for column in CONFIGS["soft_labels"])}
    dated = [
        (row["value"], row["share"]) for row in rows if row["field"] == "time" and row["claim_id"] == "heron_1_c03"
    ]
    assert dated == [("1999", 0.5), (None, 0.5)]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    write(tmp_path, [*planted("ann", ()), *planted("nemo", ())])
    told = run(tmp_path, "--soft", "soft.jsonl", expect=1).exception
    assert "does not say what nemo is" in str(told)
    write(tmp_path, planted("ann", ()))
    assert ".jsonl or .parquet" in str(run(tmp_path, "--soft", "soft.csv", expect=1).exception)
    assert "name the folder" in run(tmp_path, expect=2).output
    assert "name the folder" in run(tmp_path, "--review", "--soft", "x.jsonl", expect=2).output
