"""Slots: what counts as the same, what overlaps, what is not scored."""

from __future__ import annotations

from typing import Any

import pytest
from scored import claim, gold_of, slot_scores, spans

from claimwire.iaa.grades import EXPERIMENTAL
from claimwire.schema import LABELS
from claimwire.schema.fields import shapes
from claimwire.scoring import score
from claimwire.scoring.entities import NameTable, same_entities
from claimwire.scoring.slot_kinds import scored_slots

SAID, BACKGROUND, FIGURE = "attributed_statement", "historical_background", "casualty_figure"


def two(label: str, own: dict[str, Any], said: dict[str, Any]) -> dict[str, dict[str, float | None]]:
    """Return the scores of one predicted claim on one of gold at the same place."""
    return slot_scores(gold_of({"d": (claim(label, (0, 10), **own),)}), {"d": (claim(label, (0, 10), **said),)})


def test_every_slot_that_annotators_judge_is_scored_and_bounds_are_scored_together() -> None:
    found = {(slot.label, field) for slot in scored_slots() for field in slot.fields}
    judged = {(x.label.value, y.name) for x in LABELS for y in shapes(x.model) if y.role == "judgement"}
    assert found == judged
    names = [slot.about for slot in scored_slots()]
    assert names[:2] == ["attributed_statement.source+cue+content", "casualty_figure.bounds"]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("own", "said", "right", "near"),
    [
        ((3, 3), (3, 3), 1, 1),
        ((3, None), (3, None), 1, 1),
        ((3, 3), (3, None), 0, 1),
        ((3, 5), (5, 9), 0, 1),
        ((3, 5), (6, 9), 0, 0),
        ((None, 4), (5, None), 0, 0),
        ((None, 5), (5, None), 0, 1),
        ((0, 0), (1, None), 0, 0),
        ((5, 3), (5, 3), 1, 1),
    ],
    ids=["same", "open", "closed", "touch", "above", "apart", "meet", "zero", "upside_down"],
)
def test_bounds_are_right_or_overlap(
    own: tuple[int | None, int | None], said: tuple[int | None, int | None], right: int, near: int
) -> None:
    names = ("lower", "upper")
    found = two(FIGURE, dict(zip(names, own, strict=True)), dict(zip(names, said, strict=True)))[f"{FIGURE}.bounds"]
    assert (found["f1"], found["overlapping_f1"]) == (right, near)


@pytest.mark.parametrize(
    ("own", "said", "right", "near"),
    [
        ("2020-11-09", "2020-11-09", 1, 1),
        ("2020-11", "2020-11-01/2020-11-30", 1, 1),
        ("2020-11", "2020-11-30", 0, 1),
        ("2020-11", "2020-12-01", 0, 0),
        ("../1991", "1991-12-31/..", 0, 1),
        ("../1991", "1992/..", 0, 0),
        ("199X", "1992", 0, 1),
        ("XXXX-12-25", "XXXX-12-25", 1, 1),
        ("XXXX-12-25", "1999-12-25", 0, 0),
    ],
    ids=["day", "month", "within", "after", "meet", "apart", "decade", "no_bounds", "one_without"],
)
def test_times_are_the_same_days_or_overlap(own: str, said: str, right: int, near: int) -> None:
    found = two(BACKGROUND, {"time": own}, {"time": said})[f"{BACKGROUND}.time"]
    assert (found["f1"], found["overlapping_f1"]) == (right, near)


def test_a_triple_is_right_if_source_cue_and_content_are_and_overlaps_if_each_does() -> None:
    own = {"source_spans": spans((11, 15)), "cue_spans": spans((16, 20))}
    about = f"{SAID}.source+cue+content"
    assert two(SAID, own, own)[about]["f1"] == 1
    near = two(SAID, own, own | {"source_spans": spans((11, 13))})[about]
    assert (near["f1"], near["overlapping_f1"]) == (0, 1)
    lost = two(SAID, own, own | {"source_spans": []})[about]
    assert (lost["f1"], lost["overlapping_f1"]) == (0, 0)
    both = own | {"source_spans": []}
    assert two(SAID, both, both)[about]["overlapping_f1"] == 1


def entity(name: str, *aliases: str, article: str | None = None) -> dict[str, Any]:
    return {"entity_id": name.lower().replace(" ", "_"), "name": name, "aliases": aliases, "article_id": article}


def test_a_source_is_resolved_to_its_entity_by_any_of_its_names() -> None:
    table = NameTable([entity("Vera Lorn", "Minister Lorn"), entity("Lorn Bank"), entity("The mill", article="e")])
    gold = gold_of({"d": (claim(SAID, (0, 9), source_name=["Vera Lorn"], source_ids=["vera_lorn"]),)}, entities=table)
    for name, right in (("Minister Lorn", 1), ("Dr. VERA Lorn", 1), ("Lorn Bank", 0), ("Venn", 0)):
        found = slot_scores(gold, {"d": (claim(SAID, (0, 9), source_name=[name]),)})
        assert found[f"{SAID}.source_name"]["f1"] == right, name
    by_id = slot_scores(gold, {"d": (claim(SAID, (0, 9), source_ids=["vera_lorn"]),)})
    assert by_id[f"{SAID}.source_name"]["f1"] == 1


def test_joint_sources_are_right_with_all_of_them_and_an_entity_of_one_article_is_known_there_alone() -> None:
    table = NameTable([entity("Vera Lorn"), entity("Ada Venn"), entity("The mill", "mill", article="d")])
    one, both = table.meanings("d", ["Ada Venn"], []), table.meanings("d", ["Ada Venn", "Vera Lorn"], [])
    assert same_entities(both, table.meanings("d", [], ["vera_lorn", "ada_venn"]))
    assert not same_entities(both, one)
    assert not same_entities(both, table.meanings("d", ["Ada Venn", "Ada Venn"], []))
    assert same_entities(table.meanings("d", ["mill"], []), table.meanings("d", [], ["the_mill"]))
    assert not same_entities(table.meanings("e", ["mill"], []), table.meanings("e", [], ["the_mill"]))
    assert table.meanings("d", ["Ada Venn", "Nobody Known"], ["ada_venn"]) == (
        frozenset({"ada_venn"}),
        frozenset({"name: nobody known"}),
    )


def test_a_reference_is_right_if_it_leads_to_the_claim_that_is_put_together_with_that_of_gold() -> None:
    own = (claim(SAID, (0, 50), claim_id="g1"), claim(FIGURE, (0, 9), claim_id="g2", voice_id="g1"))
    gold = gold_of({"d": own})
    about = f"{FIGURE}.voice_id"
    right = (claim(SAID, (0, 48), claim_id="x"), claim(FIGURE, (0, 9), claim_id="y", voice_id="x"))
    assert slot_scores(gold, {"d": right})[about]["f1"] == 1
    wrong = (*right[:1], claim(SAID, (60, 70), claim_id="z"), claim(FIGURE, (0, 9), claim_id="y", voice_id="z"))
    assert slot_scores(gold, {"d": wrong})[about]["f1"] == 0
    nowhere = (claim(FIGURE, (0, 9), claim_id="y", voice_id="q"),)
    assert slot_scores(gold, {"d": nowhere})[about]["f1"] == 0


def test_no_value_on_both_sides_is_right_and_counts_neither_as_given_nor_as_missed() -> None:
    gold = gold_of({"d": (claim(FIGURE, (0, 9), harm="killed"), claim(FIGURE, (20, 29)))})
    said = (claim(FIGURE, (0, 9), harm="injured"), claim(FIGURE, (20, 29)), claim(FIGURE, (40, 49), harm="killed"))
    found = slot_scores(gold, {"d": said})[f"{FIGURE}.harm"]
    assert (found["right"], found["precision"], found["recall"]) == (0.5, 0, 0)


def test_claims_that_were_not_asked_do_not_count_nor_does_what_is_predicted_of_them() -> None:
    own = (claim(FIGURE, (0, 9), harm="killed"), claim(FIGURE, (20, 29), not_asked=["harm"]))
    said = (claim(FIGURE, (0, 9), harm="killed"), claim(FIGURE, (20, 29), harm="injured"))
    found = slot_scores(gold_of({"d": own}), {"d": said})[f"{FIGURE}.harm"]
    assert (found["right"], found["precision"], found["recall"]) == (1, 1, 1)


def test_what_the_card_calls_experimental_is_not_scored_and_told() -> None:
    own = claim(FIGURE, (0, 9), harm="killed", lower=3, upper=3, scope="single_event")
    grades = {(FIGURE, "upper"): EXPERIMENTAL, (FIGURE, "scope"): EXPERIMENTAL, (FIGURE, "harm"): "usable"}
    scores = score("slots", gold_of({"d": (own,)}, grades), {"d": (own,)}, resamples=0)
    assert {row.about for row in scores.rows} == {f"{FIGURE}.harm"}
    assert f"experimental, not scored: {FIGURE}.scope, {FIGURE}.upper" in scores.notes
    free = score("slots", gold_of({"d": (own,)}), {"d": (own,)}, resamples=0)
    assert {row.about for row in free.rows} == {f"{FIGURE}.{name}" for name in ("harm", "bounds", "scope")}
    assert "no card grades the slots of this gold: all are scored" in free.notes


def test_a_slot_that_no_prediction_has_is_named_and_not_scored() -> None:
    own = claim(FIGURE, (0, 9), harm="killed", scope="single_event", approximate=False)
    scores = score("slots", gold_of({"d": (own,)}), {"d": (claim(FIGURE, (0, 9), approximate=False),)}, resamples=0)
    assert [row.about for row in scores.rows if row.predictions == "given"] == [f"{FIGURE}.approximate"]
    (lacking,) = [note for note in scores.notes if note.startswith("no prediction has")]
    assert f"{FIGURE}.harm" in lacking
    assert f"{FIGURE}.approximate" not in lacking


def test_majority_has_the_spans_of_gold_and_the_commonest_value() -> None:
    own = tuple(
        claim(FIGURE, (20 * n, 20 * n + 9), harm=harm) for n, harm in enumerate(["killed", "killed", "missing"])
    )
    scores = score("slots", gold_of({"d": own}), {"d": own}, resamples=0)
    assert scores.value(f"{FIGURE}.harm", "right", "majority, spans given") == pytest.approx(2 / 3)
    assert scores.value(f"{FIGURE}.harm", "right") == 1
