"""Adjudication: what sort of decision each line was is computed, nothing stays undecided, and references hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from strategies import layers_of

from claimwire.adjudication import Adjudicated, adjudicate, aligned, decision_kind, draft
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.ingest.article import dehydrated
from claimwire.schema import Annotation, ClaimBase, Span, reference_fields
from claimwire.schema.vocab import Confidence, Decision, Factuality

INNER = STATEMENT | {
    "id": "04",
    "sentences": [3],
    "spans": "it sank at dawn",
    "source_spans": "The minister",
    "mention": "nominal",
    "quote_type": "indirect",
}


def layer(annotator: str, *entries: dict[str, Any]) -> Annotation:
    lines = [(number, json.dumps(entry)) for number, entry in enumerate(entries, start=1)]
    found, problems = quoted_layer(SHIP, lines, LayerFacts(annotator, "1.0.0", "tool"), "layer.jsonl")
    assert problems == []
    return found


def decided(layers: list[Annotation], *lines: dict[str, Any], article=SHIP) -> Adjudicated:
    texts = [(n, json.dumps({"reason": "The rule."} | line)) for n, line in enumerate(lines, start=1)]
    return adjudicate(article, layers, texts, "judge", "heron_1.jsonl")


def problems(layers: list[Annotation], *lines: dict[str, Any], article=SHIP) -> list[str]:
    return [problem.removeprefix("heron_1.jsonl") for problem in decided(layers, *lines, article=article).problems]


def one(annotator_entries: dict[str, dict[str, Any]], line: dict[str, Any]) -> tuple[ClaimBase | None, Any]:
    """Return the claim and the decision that one line makes of one claim a layer."""
    layers = [layer(annotator, entry) for annotator, entry in annotator_entries.items()]
    found = decided(layers, line)
    assert found.problems == []
    return (found.claims or [None])[0], found.adjudications[0]


# What sort of decision it was

BOTH = {"from": ["ann/01", "ben/01"], "id": "01"}
YEAR = {"time": "1999"}
NAME = {"event_name": "The losses"}


@pytest.mark.parametrize(
    ("layers", "line", "kind", "differing", "changed"),
    [
        ({"ann": {}, "ben": {}}, BOTH, Decision.AGREED, (), ()),
        ({"ann": {}, "ben": {"statement": "Ships sank.", "confidence": "low"}}, BOTH, Decision.AGREED, (), ()),
        ({"ann": {}}, {"from": ["ann/01"], "id": "01"}, Decision.CHOSEN, (), ()),
        ({"ann": {}, "ben": YEAR}, BOTH, Decision.CHOSEN, ("time",), ()),
        ({"ann": {}, "ben": YEAR}, BOTH | {"set": YEAR}, Decision.CHOSEN, ("time",), ("time",)),
        ({"ann": YEAR, "ben": NAME}, BOTH | {"set": NAME}, Decision.MERGED, ("event_name", "time"), ("event_name",)),
        ({"ann": YEAR, "ben": NAME}, BOTH | {"unset": ["time"]}, Decision.MERGED, ("event_name", "time"), ("time",)),
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
def test_the_sort_of_decision_is_computed(
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
    ],
)
def test_every_sort_of_decision(layers: list[dict[str, str]], gold: dict[str, str] | None, kind: Decision) -> None:
    assert decision_kind(layers, gold) is kind


def test_the_decision_says_what_was_decided_and_by_whom() -> None:
    claim, decision = one(
        {"ann": BACKGROUND, "ben": BACKGROUND | YEAR},
        BOTH | {"reason": "The year is told.", "borderline": True, "confidence": "medium", "set": YEAR},
    )
    assert claim is not None
    assert (decision.adjudication_id, decision.article_id, decision.claim_id) == (
        "heron_1_d001",
        "heron_1",
        "heron_1_c01",
    )
    assert decision.layer_claim_ids == ("heron_1_ann_01", "heron_1_ben_01")
    assert (decision.reason, decision.borderline, decision.confidence) == ("The year is told.", True, Confidence.MEDIUM)
    assert decision.adjudicator_id == "judge"


def test_the_first_named_is_taken_without_its_comment_with_what_is_set() -> None:
    claim, _ = one(
        {"ann": BACKGROUND | {"comment": "Or is it?"}, "ben": BACKGROUND | {"statement": "Ships sank."}},
        BOTH | {"from": ["ben/01", "ann/01"], "set": {"factuality": "possible"}, "event_id": "losses"},
    )
    assert claim is not None
    assert (claim.statement, claim.comment, claim.factuality) == ("Ships sank.", None, Factuality.POSSIBLE)
    assert claim.event_id == "losses"


def test_a_label_can_be_changed() -> None:
    figure = {name: value for name, value in FIGURE.items() if name not in ("id", "sentences", "spans", "statement")}
    unset = ["event_name", "event_type", "time_resolution"]
    claim, decision = one({"ann": BACKGROUND}, {"from": ["ann/01"], "id": "01", "set": figure, "unset": unset})
    assert claim is not None
    assert claim.label == "casualty_figure"
    assert claim.spans[0].of(SHIP.text or "") == "Ferries sank in 1999"
    assert {"label", "event_name", "harm"} <= set(decision.changed)


# Everything is decided on, once

ANN = layer("ann", BACKGROUND, STATEMENT)
BEN = layer("ben", BACKGROUND)
FIRST, SECOND = {"id": "01", "from": ["ann/01", "ben/01"]}, {"id": "02", "from": ["ann/02"]}


def test_what_is_not_decided_on_is_told() -> None:
    assert problems([ANN, BEN], FIRST) == [": nothing is decided on ann/02"]
    assert problems([ANN, BEN]) == [f": nothing is decided on {name}" for name in ("ann/02", "ann/01", "ben/01")]
    assert problems([ANN, BEN], FIRST, SECOND) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([FIRST, SECOND, {"id": "03", "from": ["ben/01"]}], [":3: ben/01 was decided on at line 1 already"]),
        ([FIRST, SECOND, {"reject": ["ann/02"]}], [":3: ann/02 was decided on at line 2 already"]),
        ([FIRST, {"id": "02", "from": ["ann/02", "ann/02"]}], [":2: ann/02 was decided on at line 2 already"]),
        ([FIRST, SECOND | {"id": "01"}], [":2: id '01' stands on line 1 already"]),
        ([FIRST, SECOND, {"reject": ["cy/01"]}], [":3: cy/01 is no claim of a layer; write ANNOTATOR/ID"]),
        ([FIRST, SECOND, {"reject": ["ann_01"]}], [":3: ann_01 is no claim of a layer; write ANNOTATOR/ID"]),
    ],
)  # fmt: skip
def test_what_is_decided_on_twice_or_is_not_there_is_told(lines: list[dict[str, Any]], found: list[str]) -> None:
    """Two lines of one id, and one claim named twice in a line, were taken without a word."""
    assert problems([ANN, BEN], *lines) == found


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"from": ["ann/02"]}, "a line needs an `id`, or `reject`"),
        ({"id": "02", "from": ["ann/02"], "reason": ""}, "reason: "),
        ({"id": "02", "from": ["ann/02"], "differs": {}}, "differs: Extra inputs are not permitted"),
        ({"id": "02", "from": ["ann/02"], "confidence": "sure"}, "confidence: "),
        ({"id": "No Id", "from": ["ann/02"]}, "claim_id: "),
        ({"id": "02", "from": ["ann/02"], "set": {"colour": 1}}, "colour: Extra inputs are not permitted"),
        ({"id": "02", "from": ["ann/02"], "set": {"label": "opinion"}}, "label 'opinion' is none of"),
        ({"id": "02", "from": ["ann/02"], "set": {"spans": "swam"}}, "spans: 'swam' does not stand in the article"),
        ({"id": "02", "from": ["ann/02"], "set": {"spans": "We"}, "sentences": [70]}, "`sentences` is [70], expected"),
        ({"id": "02", "from": ["ann/02"], "unset": ["tyme"]}, "`unset` names tyme, which no claim has"),
        ({"id": "02", "from": ["ann/02"], "unset": ["mention"]}, "mention: Field required"),
        ({"id": "02", "from": ["ann/02"], "reject": ["ann/02"]}, "a line with `reject` makes no claim; give `from`"),
        ({"reject": ["ann/02"], "set": {"time": "1999"}}, "a line with `reject` makes no claim"),
    ],
)
def test_a_line_that_decides_nothing_is_told(line: dict[str, Any], message: str) -> None:
    """A line that took one claim and rejected another lost both; a misspelt name in `unset` did nothing."""
    told = [problem for problem in problems([ANN, BEN], FIRST, line) if message in problem]
    assert len(told) == 1
    assert told[0].startswith(":2: ")


def test_a_line_that_is_no_json_is_told() -> None:
    found = adjudicate(SHIP, [], [(3, "{")], "judge", "heron_1.jsonl")
    assert found.problems[0].startswith("heron_1.jsonl:3: record: Invalid JSON")
    assert (found.claims, found.adjudications) == ([], [])


def test_a_quote_needs_the_text_and_a_decision_without_one_does_not() -> None:
    """The quote was said not to stand in the article."""
    standoff = dehydrated(SHIP)
    assert problems([BEN], {"id": "01", "from": ["ben/01"]}, article=standoff) == []
    line = {"id": "01", "from": ["ben/01"], "set": {"time_spans": "1999"}}
    assert problems([BEN], line, article=standoff) == [":1: heron_1 holds no text to find quotes in; hydrate it first"]


def test_decisions_are_numbered_in_order() -> None:
    found = decided([ANN, BEN], SECOND, {"reject": ["ann/01"]}, {"reject": ["ben/01"]})
    assert [(a.adjudication_id, a.claim_id) for a in found.adjudications] == [
        ("heron_1_d001", "heron_1_c02"),
        ("heron_1_d002", None),
        ("heron_1_d003", None),
    ]


# References

NESTED = layer(
    "ann", STATEMENT, INNER | {"parent_id": "02"}, FIGURE | {"voice": "02", "part_of": "05"}, FIGURE | {"id": "05"}
)
TAKEN = [{"id": f"1{n}", "from": [f"ann/0{n}"]} for n in (2, 3, 4, 5)]


def test_references_to_claims_of_a_layer_name_what_became_of_them() -> None:
    found = decided([NESTED], *TAKEN)
    assert found.problems == []
    claims: dict[str, Any] = {claim.claim_id: claim for claim in found.claims}
    assert (claims["heron_1_c14"].parent_id, claims["heron_1_c14"].voice) == ("heron_1_c12", "heron_1_c12")
    assert (claims["heron_1_c13"].voice, claims["heron_1_c13"].part_of) == ("heron_1_c12", "heron_1_c15")
    assert all(adjudication.decision is Decision.CHOSEN for adjudication in found.adjudications)


def test_layers_that_refer_to_the_same_claims_agree() -> None:
    other = layer("ben", STATEMENT | {"id": "a"}, INNER | {"id": "b", "parent_id": "a"})
    ann = layer("ann", STATEMENT, INNER | {"parent_id": "02"})
    found = decided([ann, other], {"id": "1", "from": ["ann/02", "ben/a"]}, {"id": "2", "from": ["ann/04", "ben/b"]})
    assert [a.decision for a in found.adjudications] == [Decision.AGREED, Decision.AGREED]


def test_a_reference_to_a_rejected_claim_is_dropped() -> None:
    found = decided([NESTED], {"reject": ["ann/02", "ann/05"]}, *TAKEN[1:3])
    assert found.problems == []
    assert len(found.claims) == 2
    assert [getattr(c, name) for c in found.claims for name in reference_fields(type(c))] == [None] * 4


def test_references_that_are_set_name_lines() -> None:
    lines = [TAKEN[0], TAKEN[1], TAKEN[2] | {"set": {"parent_id": None, "voice": None}}, TAKEN[3]]
    found = decided([NESTED], TAKEN[0], TAKEN[1] | {"set": {"voice": "14", "part_of": None}}, TAKEN[2], TAKEN[3])
    claims: dict[str, Any] = {claim.claim_id: claim for claim in found.claims}
    assert found.problems == []
    assert (claims["heron_1_c13"].voice, claims["heron_1_c13"].part_of) == ("heron_1_c14", None)
    claims = {claim.claim_id: claim for claim in decided([NESTED], *lines).claims}
    assert (claims["heron_1_c14"].parent_id, claims["heron_1_c14"].voice) == (None, None)


def test_a_parent_is_the_voice_unless_another_voice_is_set() -> None:
    """The voice that was set gave way to the parent."""
    layers = [layer("ann", STATEMENT, INNER)]
    lines = [{"id": "1", "from": ["ann/02"]}, {"id": "2", "from": ["ann/04"], "set": {"parent_id": "1"}}]
    claims: list[Any] = decided(layers, *lines).claims
    assert (claims[1].parent_id, claims[1].voice) == ("heron_1_c1", "heron_1_c1")
    lines[1]["set"] = {"parent_id": "1", "voice": None}
    claims = decided(layers, *lines).claims
    assert (claims[1].parent_id, claims[1].voice) == ("heron_1_c1", None)


def test_a_reference_to_no_claim_is_told() -> None:
    found = problems([BEN], {"id": "01", "from": ["ben/01"], "set": {"voice": "09"}})
    assert found == [": heron_1_c01 names heron_1_c09, which is no claim"]


# Alignment


def test_claims_that_overlap_most_are_put_together() -> None:
    ann = layer(
        "ann",
        BACKGROUND,
        BACKGROUND | {"id": "02", "spans": "sank at dawn", "sentences": [1]},
        STATEMENT | {"id": "03"},
    )
    ben = layer(
        "ben",
        BACKGROUND | {"id": "05", "spans": "Ferries sank"},
        BACKGROUND | {"id": "06", "spans": "Ferries sank in 1999. “We wait,” she said"},
        BACKGROUND | {"id": "07", "spans": "The ferry sank", "sentences": [1]},
        INNER,
    )  # fmt: skip
    found = [[claim.claim_id.removeprefix("heron_1_") for claim in group] for group in aligned([ann, ben])]
    assert found == [
        ["ben_07"],
        ["ann_02"],
        ["ann_03"],
        ["ben_04"],
        ["ben_06"],
        ["ann_01", "ben_05"],
    ], "dawn: 4 of 22 code points are common, too few; 1999: 12 of 20 against 20 of 41"


def spanned(annotator: str, start: int, end: int, cue: tuple[int, int] | None = None) -> Annotation:
    """Return a layer of one statement from one code point to another."""
    statement = layer(annotator, STATEMENT).claims[0]
    cues = (Span(start=cue[0], end=cue[1]),) if cue else ()
    changed = statement.model_copy(update={"spans": (Span(start=start, end=end),), "cue_spans": cues})
    return layer(annotator, STATEMENT).model_copy(update={"claims": (changed,)})


@pytest.mark.parametrize(
    ("span", "cue", "together"),
    [
        ((0, 100), None, True),
        ((0, 30), None, True),
        ((0, 29), None, False),
        ((70, 130), None, False),
        ((77, 100), None, False),
        ((77, 130), (40, 45), True),
        ((77, 130), (50, 55), False),
        ((100, 130), (40, 45), False),
    ],
)
def test_a_third_in_common_or_the_same_cue_puts_claims_together(
    span: tuple[int, int], cue: tuple[int, int] | None, together: bool
) -> None:
    """0 to 100 against 70 to 130 has 30 of 130 code points in common, less than 0.3; a common cue counts 0.5."""
    groups = aligned([spanned("ann", 0, 100, (44, 50)), spanned("ben", *span, cue)])
    assert [len(group) for group in groups] == ([2] if together else [1, 1])


def test_claims_of_two_labels_are_never_put_together() -> None:
    assert len(aligned([layer("ann", BACKGROUND), layer("ben", FIGURE | {"spans": "Ferries sank in 1999"})])) == 2


def test_without_layers_there_is_nothing_to_align() -> None:
    assert aligned([]) == []
    assert [[c.claim_id for c in group] for group in aligned([ANN])] == [["heron_1_ann_02"], ["heron_1_ann_01"]]


LAYERS = st.integers(0, 3).flatmap(
    lambda n: st.tuples(*[layers_of("heron_1", SHIP.text_length, f"ann{i}") for i in range(n)])
)


@settings(deadline=None, max_examples=50)
@given(LAYERS)
def test_every_claim_is_in_one_group_and_no_group_has_two_of_a_layer(layers: tuple[Annotation, ...]) -> None:
    groups = aligned(layers)
    ids = [claim.claim_id for group in groups for claim in group]
    assert sorted(ids) == sorted(claim.claim_id for layer in layers for claim in layer.claims)
    for group in groups:
        assert len({claim.claim_id.rsplit("_", 1)[0] for claim in group}) == len(group)
        assert len({claim.label for claim in group}) == 1
    starts = [group[0].spans[0].start for group in groups]
    assert starts == sorted(starts)


# Drafts


def applied(layers: list[Annotation]) -> Adjudicated:
    lines = [json.dumps(line) for line in draft(SHIP, layers)]
    return adjudicate(SHIP, layers, list(enumerate(lines, start=1)), "judge", "heron_1.jsonl")


def renamed(old: Annotation, annotator: str) -> Annotation:
    """Return the same layer as another annotator's."""
    name = f"{old.article_id}_{annotator}"
    claims = []
    for claim in old.claims:
        fields = {f: getattr(claim, f) for f in ("claim_id", *reference_fields(type(claim)))}
        claims.append(claim.model_copy(update={f: v and v.replace(old.annotation_id, name) for f, v in fields.items()}))
    return old.model_copy(update={"annotation_id": name, "annotator_id": annotator, "claims": tuple(claims)})


@settings(deadline=None, max_examples=60)
@given(layers_of("heron_1", SHIP.text_length, "ann"))
def test_a_draft_of_two_equal_layers_gives_the_layer(ann: Annotation) -> None:
    found = applied([ann, renamed(ann, "ben")])
    assert found.problems == []
    assert {a.decision for a in found.adjudications} <= {Decision.AGREED}
    became = {a.layer_claim_ids[0]: a.claim_id for a in found.adjudications}
    expected = []
    for claim in ann.claims:
        fields: dict[str, Any] = {"claim_id": became[claim.claim_id], "comment": None}
        fields |= {name: became.get(getattr(claim, name)) for name in reference_fields(type(claim))}
        expected.append(claim.model_copy(update=fields))
    assert sorted(found.claims, key=lambda c: c.claim_id) == sorted(expected, key=lambda c: c.claim_id)


def test_a_draft_leaves_open_what_the_layers_differ_in() -> None:
    ben = layer("ben", BACKGROUND | {"time": "1999", "spans": "sank in 1999"}, INNER)
    lines = {line["from"][0]: line for line in draft(SHIP, [ANN, ben])}
    assert lines == {
        "ann/02": {"id": "01", "from": ["ann/02"], "reason": "", "differs": "only one layer has it"},
        "ben/04": {"id": "02", "from": ["ben/04"], "reason": "", "differs": "only one layer has it"},
        "ann/01": {
            "id": "03",
            "from": ["ann/01", "ben/01"],
            "reason": "",
            "differs": {"spans": [["Ferries sank in 1999"], ["sank in 1999"]], "time": [None, "1999"]},
        },
    }
    found = applied([ANN, ben])
    assert found.claims == []
    assert [problem for problem in found.problems if "differs: Extra inputs" in problem and "reason: " in problem]


def test_a_draft_of_layers_that_agree_is_complete() -> None:
    assert draft(SHIP, [ANN, renamed(ANN, "ben")]) == [
        {"id": "01", "from": ["ann/02", "ben/02"], "rule": "all-agree", "reason": "The layers agree."},
        {"id": "02", "from": ["ann/01", "ben/01"], "rule": "all-agree", "reason": "The layers agree."},
    ]


def test_a_draft_without_the_text_shows_offsets() -> None:
    """It showed empty quotes."""
    ben = layer("ben", BACKGROUND | {"spans": "sank in 1999"})
    (line,) = draft(dehydrated(SHIP), [BEN.model_copy(update={"annotator_id": "ann"}), ben])
    first, second = line["differs"]["spans"]
    assert [Span(**span).of(SHIP.text or "") for span in (*first, *second)] == ["Ferries sank in 1999", "sank in 1999"]
