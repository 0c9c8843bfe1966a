"""Applying decisions: the kind of each is computed, nothing stays undecided, and references hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from quay import INNER
from quay import layer as quoted

from claimwire.adjudication import Adjudicated, adjudicate, decision_kind
from claimwire.ingest.article import dehydrated
from claimwire.schema import (
    Annotation,
    Article,
    AttributedStatement,
    ClaimBase,
    HistoricalBackground,
    reference_fields,
)
from claimwire.schema.vocab import Confidence, Decision, PresentedAs


def layer(annotator: str, *entries: dict[str, Any]) -> Annotation:
    return quoted(SHIP, annotator, entries)


def decided(layers: list[Annotation], *lines: dict[str, Any], article: Article = SHIP) -> Adjudicated:
    texts = [(n, json.dumps({"reason": "The rule."} | line)) for n, line in enumerate(lines, start=1)]
    return adjudicate(article, layers, texts, "judge", "heron_1.jsonl")


def problems(layers: list[Annotation], *lines: dict[str, Any], article: Article = SHIP) -> list[str]:
    return [problem.removeprefix("heron_1.jsonl") for problem in decided(layers, *lines, article=article).problems]


def one(annotator_entries: dict[str, dict[str, Any]], line: dict[str, Any]) -> tuple[ClaimBase | None, Any]:
    """Return the claim and the decision that one line makes of one claim a layer."""
    layers = [layer(annotator, entry) for annotator, entry in annotator_entries.items()]
    found = decided(layers, line)
    assert found.problems == []
    return (found.claims or [None])[0], found.adjudications[0]


# The kind of decision

BOTH = {"from": ["ann/01", "ben/01"], "id": "01"}
YEAR = {"time": "1999"}
STATE = {"event_type": "lasting_state"}
NAME = {"event_name": "The losses"}


@pytest.mark.parametrize(
    ("layers", "line", "kind", "differing", "changed"),
    [
        ({"ann": {}, "ben": {}}, BOTH, Decision.AGREED, (), ()),
        ({"ann": {}, "ben": {"statement": "Ships sank.", "confidence": "low"}}, BOTH, Decision.AGREED, (), ()),
        ({"ann": {}}, {"from": ["ann/01"], "id": "01"}, Decision.CHOSEN, (), ()),
        ({"ann": {}, "ben": YEAR}, BOTH, Decision.CHOSEN, ("time",), ()),
        ({"ann": {}, "ben": YEAR}, BOTH | {"set": YEAR}, Decision.CHOSEN, ("time",), ("time",)),
        ({"ann": {}, "ben": NAME}, BOTH, Decision.AGREED, (), ()),
        ({"ann": YEAR, "ben": STATE}, BOTH | {"set": STATE}, Decision.MERGED, ("event_type", "time"), ("event_type",)),
        ({"ann": YEAR, "ben": STATE}, BOTH | {"unset": ["time"]}, Decision.MERGED, ("event_type", "time"), ("time",)),
        ({"ann": YEAR, "ben": {}}, BOTH | {"set": {"time": "1999-05"}}, Decision.CHANGED, ("time",), ("time",)),
        ({"ann": {}, "ben": {}}, BOTH | {"set": YEAR}, Decision.CHANGED, (), ("time",)),
        (
            {"ann": {}, "ben": {}},
            BOTH | {"set": {"spans": "sank in 1999"}, "sentences": [4]},
            Decision.CHANGED,
            (),
            ("spans",),
        ),
        ({"ann": {}, "ben": {}}, BOTH | {"set": {"comment": "Why."}}, Decision.AGREED, (), ()),
        ({"ann": {}, "ben": {}}, {"reject": ["ann/01", "ben/01"]}, Decision.REJECTED, (), ()),
        ({"ann": YEAR, "ben": {}}, {"reject": ["ann/01", "ben/01"]}, Decision.REJECTED, ("time",), ()),
    ],
)  # fmt: skip
def test_the_kind_of_decision_is_computed(
    layers: dict[str, dict[str, Any]],
    line: dict[str, Any],
    kind: Decision,
    differing: tuple[str, ...],
    changed: tuple[str, ...],
) -> None:
    _, decision = one({name: BACKGROUND | entry for name, entry in layers.items()}, line)
    assert (decision.decision, decision.differing, decision.changed) == (kind, differing, changed)


def test_a_claim_that_no_layer_has_is_added() -> None:
    added = {name: value for name, value in BACKGROUND.items() if name not in ("id", "sentences")}
    found = decided([], {"id": "07", "set": added, "sentences": [4], "event_id": "losses_1999"})
    assert found.problems == []
    (claim,), (decision,) = found.claims, found.adjudications
    assert (claim.claim_id, claim.event_id, claim.spans[0].of(SHIP.text or "")) == (
        "heron_1_c07",
        "losses_1999",
        "Ferries sank in 1999",
    )
    assert (decision.decision, decision.layer_claim_ids, decision.changed) == (Decision.ADDED, (), ())


@pytest.mark.parametrize(
    ("layers", "gold", "kind"),
    [
        ([], None, Decision.REJECTED),
        ([{"a": "1"}], None, Decision.REJECTED),
        ([], {"a": "1"}, Decision.ADDED),
        ([{"a": "1"}, {"a": "1"}], {"a": "1"}, Decision.AGREED),
        ([{"a": "1"}, {"a": "1"}, {"a": "2"}], {"a": "1"}, Decision.CHOSEN),
        ([{"a": "1"}, {"a": "2"}], {"a": "2"}, Decision.CHOSEN),
        ([{"a": "1", "b": "1"}, {"a": "2", "b": "2"}], {"a": "1", "b": "2"}, Decision.MERGED),
        ([{"a": "1"}, {"b": "1"}], {"a": "1", "b": "1"}, Decision.MERGED),
        ([{"a": "1"}, {"b": "1"}], {}, Decision.MERGED),
        ([{"a": "1"}, {"a": "2"}], {"a": "3"}, Decision.CHANGED),
        ([{"a": "1"}, {"a": "2"}], {}, Decision.CHANGED),
        ([{"a": "1"}], {"a": "1", "b": "1"}, Decision.CHANGED),
        ([{"a": "1"}], {"a": "1"}, Decision.CHOSEN),
        ([{"a": "1"}] * 3, {"a": "1"}, Decision.AGREED),
        ([{"a": "1"}, {"a": "1"}, {"a": "2"}], {"a": "2"}, Decision.CHOSEN),
        ([{"a": "2"}, {"a": "1"}, {"a": "1"}, {"a": "1"}], {"a": "1"}, Decision.CHOSEN),
        ([{"a": "1"}] * 3, {"a": "2"}, Decision.CHANGED),
        ([{"a": "1", "b": "1"}, {"a": "1", "b": "1"}, {"a": "2", "b": "2"}], {"a": "1", "b": "2"}, Decision.MERGED),
        ([{"a": "1"}, {"b": "1"}, {"c": "1"}], {"a": "1", "b": "1", "c": "1"}, Decision.MERGED),
        ([{"a": "1"}, {"a": "1"}, {"a": "1", "b": "1"}], {"b": "1"}, Decision.CHANGED),
        ([{"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "4"}], {"a": "5"}, Decision.CHANGED),
    ],
)
def test_every_kind_of_decision(layers: list[dict[str, str]], gold: dict[str, str] | None, kind: Decision) -> None:
    assert decision_kind(layers, gold) is kind


def test_the_decision_says_what_was_decided_and_by_whom() -> None:
    claim, decision = one(
        {"ann": BACKGROUND, "ben": BACKGROUND | YEAR},
        BOTH | {"reason": "The year is told.", "confidence": "medium", "set": YEAR},
    )
    assert claim is not None
    assert (decision.adjudication_id, decision.article_id, decision.claim_id) == (
        "heron_1_d001",
        "heron_1",
        "heron_1_c01",
    )
    assert decision.layer_claim_ids == ("heron_1_ann_01", "heron_1_ben_01")
    assert (decision.reason, decision.confidence) == ("The year is told.", Confidence.MEDIUM)
    assert decision.adjudicator_id == "judge"


def test_the_first_named_is_taken_with_what_is_set_and_without_the_comments_of_others() -> None:
    claim, _ = one(
        {"ann": BACKGROUND | {"comment": "Or is it?"}, "ben": BACKGROUND | {"statement": "Ships sank."}},
        BOTH | {"from": ["ben/01", "ann/01"], "set": {"presented_as": "possible"}, "event_id": "losses"},
    )
    assert claim is not None
    assert (claim.statement, claim.comment, claim.presented_as) == ("Ships sank.", None, PresentedAs.POSSIBLE)
    assert claim.event_id == "losses"


def test_a_field_can_be_taken_from_the_third_layer() -> None:
    entries = {"ann": BACKGROUND, "ben": BACKGROUND, "cy": BACKGROUND | YEAR | STATE}
    line = {"id": "01", "from": ["ann/01", "ben/01", "cy/01"], "take": {"time": "cy/01"}}
    claim, decision = one(entries, line)
    assert isinstance(claim, HistoricalBackground)
    assert (claim.time, claim.event_type) == ("1999", BACKGROUND["event_type"])
    assert decision.layer_claim_ids == ("heron_1_ann_01", "heron_1_ben_01", "heron_1_cy_01")
    assert (decision.decision, decision.differing, decision.changed) == (
        Decision.MERGED,
        ("event_type", "time"),
        ("time",),
    )


def test_a_field_can_be_taken_from_a_claim_that_leaves_it_out() -> None:
    bare = {name: value for name, value in STATEMENT.items() if name not in ("source_spans", "cue_spans")}
    line = {"id": "01", "from": ["ann/02", "ben/02"], "take": {"source_spans": "ben/02", "cue_spans": "ben/02"}}
    claim, decision = one({"ann": STATEMENT, "ben": bare}, line)
    assert isinstance(claim, AttributedStatement)
    assert (claim.source_spans, claim.cue_spans) == ((), ())
    assert (decision.decision, decision.changed) == (Decision.CHOSEN, ("cue_spans", "source_spans"))


def test_a_line_names_who_decided_and_may_be_of_another() -> None:
    for line, adjudicator in (({}, "judge"), ({"adjudicator": "dan"}, "dan")):
        _, decision = one({"ann": BACKGROUND}, {"id": "01", "from": ["ann/01"]} | line)
        assert decision.adjudicator_id == adjudicator


def test_a_label_can_be_changed() -> None:
    figure = {name: value for name, value in FIGURE.items() if name not in ("id", "sentences", "spans", "statement")}
    unset = ["event_name", "event_type", "time_resolution"]
    claim, decision = one({"ann": BACKGROUND}, {"from": ["ann/01"], "id": "01", "set": figure, "unset": unset})
    assert claim is not None
    assert claim.label == "casualty_figure"
    assert claim.spans[0].of(SHIP.text or "") == "Ferries sank in 1999"
    assert {"label", "event_type", "harm"} <= set(decision.changed)


# What a codebook did not ask, and what comes with a decision


BARE = {name: value for name, value in BACKGROUND.items() if name != "polarity"}
"""A claim without the slot that codebook 2 asks for."""


def of_codebook(version: str, annotator: str, entry: dict[str, Any]) -> Annotation:
    return layer(annotator, entry).model_copy(update={"guideline_version": version})


@pytest.mark.parametrize(
    ("versions", "kind"),
    [
        (("1.0.0", "1.0.0"), Decision.AGREED),
        (("1.9.9", "1.0.0"), Decision.AGREED),
        (("2.0.0", "1.0.0"), Decision.CHANGED),
        (("2.0.0", "2.0.0"), Decision.CHANGED),
    ],
)
def test_a_slot_that_no_layer_was_asked_for_makes_no_difference(versions: tuple[str, str], kind: Decision) -> None:
    """The adjudicator gives it: of codebook 2 that changes what the layers say, of codebook 1 it adds to it."""
    layers = [of_codebook(v, name, BARE) for v, name in zip(versions, ("ann", "ben"), strict=True)]
    line = BOTH | {"set": {"polarity": "positive", "place_name": "Orlan"}}
    found = decided(layers, line)
    assert found.problems == []
    assert found.adjudications[0].decision is kind
    assert found.adjudications[0].changed == ("place_name", "polarity")
    by_rule = decided(layers, line | {"rule": "all-agree"})
    assert (by_rule.problems == []) is (kind is Decision.AGREED)


def test_a_slot_that_was_asked_for_makes_a_difference_beside_one_that_was_not() -> None:
    layers = [of_codebook("1.0.0", name, BARE) for name in ("ann", "ben")]
    found = decided(layers, BOTH | {"set": {"polarity": "positive", "time": "1999"}})
    assert found.adjudications[0].decision is Decision.CHANGED


def test_an_event_stands_for_its_name() -> None:
    layers = {"ann": BACKGROUND, "ben": BACKGROUND}
    claim, decision = one(layers, BOTH | {"event_id": "losses_1999", "rule": "all-agree"})
    assert isinstance(claim, HistoricalBackground)
    assert (claim.event_id, claim.event_name) == ("losses_1999", None)
    assert (decision.decision, decision.changed, decision.other_readings) == (Decision.AGREED, (), ())
    claim, decision = one({"ann": BACKGROUND, "ben": BACKGROUND | NAME}, BOTH | {"event_id": "losses_1999"})
    assert (decision.decision, decision.differing) == (Decision.AGREED, ()), "names are wording"
    claim, _ = one(layers, BOTH)
    assert isinstance(claim, HistoricalBackground)
    assert claim.event_name == BACKGROUND["event_name"]


def test_what_was_not_taken_is_said_with_who_says_it() -> None:
    entries = {"ann": BACKGROUND, "ben": BACKGROUND | YEAR | {"comment": "Dated."}, "cy": BACKGROUND | STATE | NAME}
    line = {"id": "01", "from": ["ann/01", "ben/01", "cy/01"]}
    _, decision = one(entries, line)
    assert decision.other_readings == ('ben/01: time "1999" (Dated.)', 'cy/01: event_type "lasting_state"')
    _, decision = one(entries, line | {"from": ["ben/01", "ann/01", "cy/01"]})
    assert decision.other_readings == ("ann/01: no time", 'cy/01: event_type "lasting_state", no time')
    _, decision = one({"ann": BACKGROUND | {"comment": "Hm."}}, {"reject": ["ann/01"]})
    assert decision.other_readings == ("ann/01: a claim (Hm.)",)


def test_what_a_layer_was_not_asked_is_no_other_reading_of_it() -> None:
    line = BOTH | {"set": {"polarity": "positive"}}
    for version, readings in (("1.0.0", ()), ("2.0.0", ("ann/01: no polarity", "ben/01: no polarity"))):
        layers = [of_codebook(version, name, BARE) for name in ("ann", "ben")]
        assert decided(layers, line).adjudications[0].other_readings == readings


def test_the_rulings_that_a_decision_follows_from_are_in_its_record() -> None:
    _, decision = one({"ann": BACKGROUND}, {"id": "01", "from": ["ann/01"], "rulings": ["R-PRES-3", "R-TIME-12"]})
    assert decision.ruling_ids == ("R-PRES-3", "R-TIME-12")
    for wrong in ("R-PRES", "r-pres-3", "PRES-3", "R-P-3"):
        assert problems([layer("ann", BACKGROUND)], {"id": "01", "from": ["ann/01"], "rulings": [wrong]})


def test_the_comment_of_the_reading_that_is_taken_is_kept() -> None:
    entries = {"ann": BACKGROUND | {"comment": "Or is it?"}, "ben": BACKGROUND | {"comment": "It is."}}
    for line, comment in (
        (BOTH, "Or is it?"),
        (BOTH | {"from": ["ben/01", "ann/01"]}, "It is."),
        (BOTH | {"unset": ["comment"]}, None),
        (BOTH | {"set": {"comment": "So be it."}}, "So be it."),
    ):
        claim, _ = one(entries, line)
        assert claim is not None
        assert claim.comment == comment


# Everything is decided on, once

ANN = layer("ann", BACKGROUND, STATEMENT)
BEN = layer("ben", BACKGROUND)
FIRST, SECOND = {"id": "01", "from": ["ann/01", "ben/01"]}, {"id": "02", "from": ["ann/02"]}


def test_notes_for_the_person_who_decides_may_stay_in_a_decided_line() -> None:
    """Regression: `differs` of a draft had to be deleted from every line by hand."""
    notes = {"differs": "only one layer has it", "proposed": "Take it.", "notice": "Read it again."}
    plain, noted = decided([ANN, BEN], FIRST, SECOND), decided([ANN, BEN], FIRST, SECOND | notes)
    assert noted.problems == []
    assert (noted.claims, noted.adjudications) == (plain.claims, plain.adjudications)


def test_what_is_not_decided_on_is_a_problem() -> None:
    assert problems([ANN, BEN], FIRST) == [": no line decides on ann/02"]
    assert problems([ANN, BEN]) == [f": no line decides on {name}" for name in ("ann/02", "ann/01", "ben/01")]
    assert problems([ANN, BEN], FIRST, SECOND) == []


ONCE = "already; decide on a claim once"
NO_CLAIM = "is not a claim of any layer; write ANNOTATOR/ID"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([FIRST, SECOND, {"id": "03", "from": ["ben/01"]}], f":3: ben/01 is named on line 1 {ONCE}"),
        ([FIRST, SECOND, {"reject": ["ann/02"]}], f":3: ann/02 is named on line 2 {ONCE}"),
        ([FIRST, {"id": "02", "from": ["ann/02", "ann/02"]}], f":2: ann/02 is named on line 2 {ONCE}"),
        ([FIRST, SECOND | {"id": "01"}], ":2: duplicate id '01': line 1 has it too; use another"),
        ([FIRST, SECOND, {"reject": ["cy/01"]}], f":3: cy/01 {NO_CLAIM}"),
        ([FIRST, SECOND, {"reject": ["ann_01"]}], f":3: ann_01 {NO_CLAIM}"),
        ([FIRST, SECOND | {"from": ["ann/02", "cy/01"]}], f":2: cy/01 {NO_CLAIM}"),
    ],
)
def test_what_is_decided_on_twice_or_is_not_there_is_a_problem(lines: list[dict[str, Any]], problem: str) -> None:
    """Two lines of one id, and one claim named twice in a line, were taken without a word."""
    assert problems([ANN, BEN], *lines) == [problem]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"from": ["ann/02"]}, "a line needs an `id`, or `reject`"),
        ({"id": "02", "from": ["ann/02"], "reason": ""}, "not decided yet: write a `reason`"),
        ({"id": "02", "from": ["ann/02"], "reason": " \n"}, "not decided yet: write a `reason`"),
        ({"id": "02", "from": ["ann/02"], "reason": None}, "not decided yet: write a `reason`"),
        ({"id": "02", "from": ["ann/02"], "confidence": "sure"}, "confidence: "),
        ({"id": "No Id", "from": ["ann/02"]}, "claim_id: "),
        ({"id": "02", "from": ["ann/02"], "set": {"colour": 1}}, "no field is called colour"),
        ({"id": "02", "from": ["ann/02"], "set": {"label": "opinion"}}, "label 'opinion' is not one of"),
        ({"id": "02", "from": ["ann/02"], "set": {"spans": "swam"}}, "spans: 'swam' is not in the article"),
        ({"id": "02", "from": ["ann/02"], "set": {"spans": "We"}, "sentences": [70]}, "`sentences` is [70], expected"),
        ({"id": "02", "from": ["ann/02"], "unset": ["tyme"]}, "`unset` names tyme, which no claim has"),
        ({"id": "02", "from": ["ann/02"], "unset": ["mention"]}, "missing: mention"),
        ({"id": "02", "from": ["ann/02"], "reject": ["ann/02"]}, "a line with `reject` makes no claim; put `from`"),
        ({"reject": ["ann/02"], "set": {"time": "1999"}}, "a line with `reject` makes no claim"),
    ],
)
def test_a_line_that_decides_nothing_is_a_problem(line: dict[str, Any], message: str) -> None:
    """A line that took one claim and rejected another lost both; a misspelt name in `unset` did nothing."""
    faulty = [problem for problem in problems([ANN, BEN], FIRST, line) if message in problem]
    assert len(faulty) == 1
    assert faulty[0].startswith(":2: ")


def test_what_an_undecided_line_names_is_not_reported_twice() -> None:
    assert len(problems([ANN, BEN], FIRST, SECOND | {"reason": "", "differs": "only one layer has it"})) == 1


def test_a_line_that_is_not_an_object_is_a_problem() -> None:
    found = adjudicate(SHIP, [], [(3, "{")], "judge", "heron_1.jsonl")
    assert found.problems[0].startswith("heron_1.jsonl:3: not JSON: ")
    assert (found.claims, found.adjudications) == ([], [])
    found = adjudicate(SHIP, [BEN], [(1, '["ben/01"]')], "judge", "heron_1.jsonl")
    assert found.problems[0] == 'heron_1.jsonl:1: ["ben/01"] is not an object; write a decision in braces'


def test_a_quote_needs_the_text_and_a_decision_without_one_does_not() -> None:
    """The quote was said not to stand in the article."""
    standoff = dehydrated(SHIP)
    assert problems([BEN], {"id": "01", "from": ["ben/01"]}, article=standoff) == []
    line = {"id": "01", "from": ["ben/01"], "set": {"time_spans": "1999"}}
    assert problems([BEN], line, article=standoff) == [":1: heron_1 has no text to find quotes in; hydrate it first"]


LENGTH = SHIP.text_length


@pytest.mark.parametrize(
    ("start", "end", "is_a_span"),
    [
        (0, 1, True),
        (-1, 1, False),
        (LENGTH - 1, LENGTH, True),
        (LENGTH - 1, LENGTH + 1, False),
        (9, 10, True),
        (9, 9, False),
        (10, 9, False),
    ],
)
def test_offsets_are_within_the_text(start: int, end: int, is_a_span: bool) -> None:
    found = decided([BEN], {"id": "01", "from": ["ben/01"], "set": {"spans": [{"start": start, "end": end}]}})
    if is_a_span:
        assert [(span.start, span.end) for span in found.claims[0].spans] == [(start, end)]
    else:
        expected = f"heron_1.jsonl:1: spans: {start} to {end} is not a span of a text of {LENGTH} code points"
        assert found.problems == [expected]


@pytest.mark.parametrize(
    "spans", [[{"start": True, "end": 9}], [{"start": 0, "end": 9, "exact": "Ferry"}], [{"start": 0}], ["Ferry", {}]]
)
def test_what_is_not_quite_offsets_is_read_as_a_quote(spans: list[Any]) -> None:
    (problem,) = problems([BEN], {"id": "01", "from": ["ben/01"], "set": {"spans": spans}})
    assert problem.startswith(":1: spans: ")


def test_problems_are_in_the_order_of_the_lines() -> None:
    found = problems([ANN, BEN], FIRST | {"set": {"spans": "swam"}}, {"reject": ["cy/01"]}, {"reject": ["ann/02"]})
    assert [problem[:3] for problem in found] == [":1:", ":2:"]


def test_decisions_are_numbered_in_order() -> None:
    found = decided([ANN, BEN], SECOND, {"reject": ["ann/01"]}, {"reject": ["ben/01"]})
    assert [(a.adjudication_id, a.claim_id) for a in found.adjudications] == [
        ("heron_1_d001", "heron_1_c02"),
        ("heron_1_d002", None),
        ("heron_1_d003", None),
    ]


# References

NESTED = layer(
    "ann", STATEMENT, INNER | {"voice_id": "02"}, FIGURE | {"voice_id": "02", "part_of_id": "05"}, FIGURE | {"id": "05"}
)
TAKEN = [{"id": f"1{n}", "from": [f"ann/0{n}"]} for n in (2, 3, 4, 5)]


def test_references_to_claims_of_a_layer_name_what_became_of_them() -> None:
    found = decided([NESTED], *TAKEN)
    assert found.problems == []
    claims: dict[str, Any] = {claim.claim_id: claim for claim in found.claims}
    assert claims["heron_1_c14"].voice_id == "heron_1_c12"
    assert (claims["heron_1_c13"].voice_id, claims["heron_1_c13"].part_of_id) == ("heron_1_c12", "heron_1_c15")
    assert all(adjudication.decision is Decision.CHOSEN for adjudication in found.adjudications)


def test_layers_that_refer_to_the_same_claims_agree() -> None:
    other = layer("ben", STATEMENT | {"id": "a"}, INNER | {"id": "b", "voice_id": "a"})
    ann = layer("ann", STATEMENT, INNER | {"voice_id": "02"})
    found = decided([ann, other], {"id": "1", "from": ["ann/02", "ben/a"]}, {"id": "2", "from": ["ann/04", "ben/b"]})
    assert [a.decision for a in found.adjudications] == [Decision.AGREED, Decision.AGREED]


def test_a_reference_to_a_rejected_claim_is_dropped() -> None:
    found = decided([NESTED], {"reject": ["ann/02", "ann/05"]}, *TAKEN[1:3])
    assert found.problems == []
    assert len(found.claims) == 2
    assert [getattr(c, name) for c in found.claims for name in reference_fields(type(c))] == [None] * 3


def test_references_that_are_set_name_lines() -> None:
    lines = [TAKEN[0], TAKEN[1], TAKEN[2] | {"set": {"voice_id": None}}, TAKEN[3]]
    found = decided([NESTED], TAKEN[0], TAKEN[1] | {"set": {"voice_id": "14", "part_of_id": None}}, TAKEN[2], TAKEN[3])
    claims: dict[str, Any] = {claim.claim_id: claim for claim in found.claims}
    assert found.problems == []
    assert (claims["heron_1_c13"].voice_id, claims["heron_1_c13"].part_of_id) == ("heron_1_c14", None)
    claims = {claim.claim_id: claim for claim in decided([NESTED], *lines).claims}
    assert claims["heron_1_c14"].voice_id is None


def test_a_reference_to_no_claim_is_a_problem() -> None:
    found = problems([BEN], {"id": "01", "from": ["ben/01"], "set": {"voice_id": "09"}})
    assert found == [": heron_1_c01: voice_id names heron_1_c09, which is not a claim that this file makes"]
