"""Decisions of what an adjudicator submitted, made of the claims of two to five layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from quay import INNER, renamed
from quay import layer as quoted
from strategies import layers_of

from claimwire.adjudication import DEFAULT_RULES, RULES, Adjudicated, adjudicate
from claimwire.adjudication.decisions import DecisionJson, is_decided
from claimwire.adjudication.submitted import submitted_decisions
from claimwire.corpus.records import canonical_json
from claimwire.schema import Annotation, ClaimBase, Span, claim_fields_in_role, reference_fields
from claimwire.schema.vocab import Confidence, EventType, PresentedAs

NAMES = ("ann", "ben", "cy", "dan", "eva")


def layer(annotator: str, *entries: dict[str, Any]) -> Annotation:
    return quoted(SHIP, annotator, entries)


def submission(
    claims: Iterable[ClaimBase], comment: str | None = "Why.", **changes: Any
) -> tuple[Annotation, dict[str, str]]:
    """Return a layer in which a judge left some of the layers' claims, changed alike, and where each comes from.

    References to claims that are not left are gone, as Label Studio takes them away.
    """
    left = list(claims)
    new_id = {claim.claim_id: f"heron_1_judge_{number:02d}" for number, claim in enumerate(left)}
    made = []
    for claim in left:
        ids = {name: new_id.get(getattr(claim, name) or "") for name in reference_fields(type(claim))}
        made.append(
            claim.model_copy(update={"comment": comment} | ids | changes | {"claim_id": new_id[claim.claim_id]})
        )
    judge = layer("judge").model_copy(update={"claims": tuple(made)})
    return judge, {new: old for old, new in new_id.items()}


def lines_of(layers: Sequence[Annotation], submitted: Annotation, origins: dict[str, str]) -> list[DecisionJson]:
    return submitted_decisions(SHIP, layers, submitted, origins, DEFAULT_RULES, "judge")


def applied(layers: Sequence[Annotation], lines: Iterable[DecisionJson]) -> Adjudicated:
    texts = list(enumerate(map(canonical_json, lines), start=1))
    return adjudicate(SHIP, layers, texts, "judge", "file")


THREE = [
    layer("ann", BACKGROUND),
    layer("ben", BACKGROUND | {"time": "1999"}),
    layer("cy", BACKGROUND | {"time": "1999", "event_type": "lasting_state"}),
]
ANN, BEN, CY = (one.claims[0] for one in THREE)


@pytest.mark.parametrize(("left", "first"), [(ANN, "ann/01"), (BEN, "ben/01"), (CY, "cy/01")])
def test_the_claim_that_is_left_is_taken_of_the_layer_it_comes_from(left: ClaimBase, first: str) -> None:
    (line,) = lines_of(THREE, *submission([left]))
    others = [f"{name}/01" for name in NAMES[:3] if f"{name}/01" != first]
    assert line == {"id": "01", "from": [first, *others], "reason": "Why.", "adjudicator": "judge"}


def test_a_field_that_the_third_layer_has_is_taken_from_it_and_one_that_none_has_is_set() -> None:
    (line,) = lines_of(THREE, *submission([ANN], event_type=EventType.LASTING_STATE))
    assert (line["from"][0], line["take"]) == ("ann/01", {"event_type": "cy/01"})
    assert "set" not in line
    (line,) = lines_of(THREE, *submission([ANN], event_type=EventType.POLITICS, time="1998"))
    assert (line["from"][0], line["set"]) == ("ann/01", {"event_type": "politics", "time": "1998"})
    (line,) = lines_of(THREE, *submission([CY], time=None))
    assert (line["from"][0], line["unset"]) == ("cy/01", ["time"])


def test_the_nearest_claim_is_named_first_and_of_equally_near_ones_the_origin() -> None:
    (line,) = lines_of(THREE, *submission([ANN], event_type=EventType.LASTING_STATE, time="1999"))
    assert line["from"] == ["cy/01", "ann/01", "ben/01"], "it says what cy says, whatever it was made of"
    equal = [renamed(THREE[0], name) for name in NAMES[:4]]
    for one in equal:
        (line,) = lines_of(equal, *submission([one.claims[0]]))
        assert line["from"][0] == f"{one.annotator_id}/01"
    judge, _ = submission([equal[2].claims[0]])
    (line,) = lines_of(equal, judge, {})
    assert line["from"][0] == "ann/01", "if it is not known, the first"


def test_two_of_three_that_are_left_for_reasons_are_two_claims_and_the_third_goes_to_the_nearer() -> None:
    first, second = lines_of(THREE, *submission([ANN, CY]))
    assert (first["from"], second["from"]) == (["ann/01", "ben/01"], ["cy/01"])
    assert len(applied(THREE, [first, second]).claims) == 2


def test_all_three_that_are_left_for_reasons_are_three_claims() -> None:
    lines = lines_of(THREE, *submission([ANN, BEN, CY]))
    assert [line["from"] for line in lines] == [["ann/01"], ["ben/01"], ["cy/01"]]


def test_of_several_that_are_left_all_need_a_reason() -> None:
    judge, origins = submission([ANN, CY])
    first, second = judge.claims
    half = judge.model_copy(update={"claims": (first, second.model_copy(update={"comment": None}))})
    (line,) = lines_of(THREE, half, origins)
    assert (line["from"], line["reason"]) == (["ann/01", "ben/01", "cy/01"], "")
    assert line["differs"] == {
        "event_type": ["disaster", "disaster", "lasting_state"],
        "time": [None, "1999", "1999"],
    }


def test_a_claim_that_none_of_the_layers_has_is_added() -> None:
    added = layer("dan", STATEMENT, INNER | {"voice_id": "02"}).claims
    judge, origins = submission([ANN, *added])
    lines = lines_of(THREE, judge, {new: old for new, old in origins.items() if old == ANN.claim_id})
    assert ["from" in line for line in lines] == [True, False, False]
    made = applied(THREE, lines)
    assert made.problems == []
    assert [a.decision.value for a in made.adjudications] == ["chosen", "added", "added"]
    outer, inner = lines[1:]
    assert inner["set"]["voice_id"] == outer["id"]


def test_the_voice_of_an_added_claim_is_that_which_was_submitted() -> None:
    outer, inner = layer("dan", STATEMENT, INNER | {"voice_id": "02"}).claims
    judge, _ = submission([outer, inner.model_copy(update={"voice_id": None})])
    lines = lines_of(THREE, judge, {})
    assert lines[-1]["set"].get("voice_id") is None
    claims = {claim.claim_id: claim for claim in applied(THREE, [*lines, {"reject": []}]).claims}
    assert [claims[f"heron_1_c{line['id']}"].voice_id for line in lines[-2:]] == [None, None]


@pytest.mark.parametrize(("start", "of_the_group"), [(7, True), (8, False)])
def test_a_claim_is_of_a_group_from_three_tenths_in_common_on(start: int, of_the_group: bool) -> None:
    """0 to 13 and 7 to 20 have 6 of 20 code points in common; 0 to 13 and 8 to 21 have 5 of 21."""
    claim = ANN.model_copy(update={"spans": (Span(start=0, end=13),)})
    judge, origins = submission([ANN], spans=(Span(start=start, end=start + 13),))
    layers = [THREE[0].model_copy(update={"claims": (claim,)})]
    assert len(lines_of(layers, judge, {})) == (1 if of_the_group else 2)
    assert len(lines_of(layers, judge, origins)) == 1, "it is known to be made of it"


def test_how_sure_the_adjudicator_was_is_in_the_line_if_the_layers_say_otherwise() -> None:
    (line,) = lines_of(THREE, *submission([ANN], confidence=Confidence.LOW))
    assert (line["confidence"], line["set"]) == ("low", {"confidence": "low"})
    (line,) = lines_of(THREE, *submission([ANN]))
    assert "confidence" not in line
    unsure = [layer(name, BACKGROUND | {"confidence": "low"}) for name in NAMES[:3]]
    (line,) = lines_of(unsure, *submission([unsure[0].claims[0]], confidence=Confidence.HIGH))
    assert (line["confidence"], line["unset"]) == ("high", ["confidence"])


def test_without_a_comment_only_a_rule_decides() -> None:
    equal = [renamed(THREE[0], name) for name in NAMES[:3]]
    (line,) = lines_of(equal, *submission([equal[0].claims[0]], None))
    assert line["rule"] == "all-agree"
    for changes in ({"time": "1999"}, {"presented_as": PresentedAs.DENIED}):
        (line,) = lines_of(equal, *submission([equal[0].claims[0]], None, **changes))
        assert (line["reason"], line["proposed"]) == ("", "judge submitted it so")
    (line,) = lines_of(equal, *submission([equal[0].claims[0]], None, statement="Ships sank."))
    assert (line["rule"], line["set"]) == ("all-agree", {"statement": "Ships sank."}), "wording is not compared"
    two = [THREE[0], THREE[1], renamed(THREE[1], "cy")]
    judge, origins = submission([two[1].claims[0]], None)
    (line,) = submitted_decisions(SHIP, two, judge, origins, RULES, "judge")
    assert line["rule"] == "majority"
    judge, origins = submission([two[0].claims[0]], None)
    (line,) = submitted_decisions(SHIP, two, judge, origins, RULES, "judge")
    assert "rule" not in line, "the majority says otherwise"


def test_what_names_a_deleted_claim_names_the_one_of_its_group_that_was_left() -> None:
    figure = FIGURE | {"voice_id": "02"}
    layers = [
        layer(name, STATEMENT | {"mention": mention}, figure)
        for name, mention in zip(NAMES, ("named", "nominal", "pronoun"), strict=False)
    ]
    ids = {(one.annotator_id, claim.label.value): claim for one in layers for claim in one.claims}
    statement, other = ids["cy", "attributed_statement"], ids["ann", "casualty_figure"]
    lines = lines_of(layers, *submission([statement, other]))
    made = applied(layers, lines)
    assert made.problems == []
    by_label = {claim.label.value: claim for claim in made.claims}
    assert by_label["casualty_figure"].voice_id == by_label["attributed_statement"].claim_id
    lines = lines_of(layers, *submission([other]))
    assert (
        applied(layers, [line | {"reason": "No."} if "reject" in line else line for line in settled(lines)])
        .claims[0]
        .voice_id
        is None
    )


def test_a_reference_that_the_adjudicator_took_away_is_gone() -> None:
    """It comes back only if the claim it names gave way to another of its group."""
    layers = [layer(name, STATEMENT, FIGURE | {"voice_id": "02"}) for name in NAMES[:3]]
    statement, figure = layers[0].claims
    judge, origins = submission([statement, figure])
    gone = tuple(c.model_copy(update={"voice_id": None}) for c in judge.claims)
    _, line = lines_of(layers, judge.model_copy(update={"claims": gone}), origins)
    assert (line["from"][0], line["unset"]) == ("ann/03", ["voice_id"])
    assert "set" not in line


def test_changed_fields_are_in_the_order_of_their_names() -> None:
    changes = {"time": None, "event_name": "A flood", "presented_as": PresentedAs.DENIED, "event_type": EventType.OTHER}
    (line,) = lines_of([THREE[1]], *submission([BEN], **changes))
    assert list(line["set"]) == ["event_name", "event_type", "presented_as"]
    full = STATEMENT | {"channel": "call", "addressee_name": ["Ben"], "source_name": ["Ada Lorn"], "time": "1999"}
    (claim,) = layer("ann", full).claims
    bare = {"channel": None, "addressee_name": (), "source_name": (), "time": None}
    (line,) = lines_of([layer("ann", full)], *submission([claim], **bare))
    assert line["unset"] == sorted(bare)


def settled(lines: Iterable[DecisionJson]) -> list[DecisionJson]:
    """Return lines with a reason for what is only proposed."""
    return [
        line if is_decided(line) else {k: v for k, v in line.items() if k != "proposed"} | {"reason": "So."}
        for line in lines
    ]


def without_references(one: Annotation) -> Annotation:
    claims = [claim.model_copy(update=dict.fromkeys(reference_fields(type(claim)))) for claim in one.claims]
    return one.model_copy(update={"claims": tuple(claims)})


def without_events(one: Annotation) -> Annotation:
    """Return a layer as annotators make them: it is adjudication that says which event a claim is about."""
    claims = [claim.model_copy(update={"event_id": None}) for claim in one.claims]
    return one.model_copy(update={"claims": tuple(claims)})


def wordings(claims: Sequence[ClaimBase]) -> list[str]:
    """Return what claims say, sorted, the claims that they name by what these say."""
    by_id = {claim.claim_id: claim for claim in claims}
    left_out = claim_fields_in_role("remark", "origin", "adjudication") | {"claim_id"}

    def own(claim: ClaimBase) -> dict[str, Any]:
        return claim.model_dump(mode="json", exclude={*left_out, *reference_fields(type(claim))})

    shown = []
    for claim in claims:
        named = {name: getattr(claim, name) for name in reference_fields(type(claim))}
        shown.append(canonical_json(own(claim) | {name: key and own(by_id[key]) for name, key in named.items()}))
    return sorted(shown)


@settings(deadline=None, max_examples=50)
@given(
    st.integers(2, 5).flatmap(lambda n: st.tuples(*[layers_of("heron_1", SHIP.text_length, a) for a in NAMES[:n]])),
    layers_of("heron_1", SHIP.text_length, "dan_2"),
    st.integers(0, 5),
)
def test_whatever_is_submitted_with_reasons_is_what_comes_out(
    layers: tuple[Annotation, ...], other: Annotation, taken: int
) -> None:
    """What is submitted is one of the layers, or a layer that nobody has; then the layers name no claims."""
    if taken >= len(layers):
        layers = tuple(map(without_references, layers))
    layers, other = tuple(map(without_events, layers)), without_events(other)
    source = other if taken >= len(layers) else layers[taken]
    judge, origins = submission(source.claims, event_id=None, review=None)
    lines = settled(lines_of(layers, judge, {} if source is other else origins))
    made = applied(layers, lines)
    assert made.problems == []
    assert wordings(made.claims) == wordings(judge.claims)
    named = [name for line in lines for name in (*line.get("from", ()), *line.get("reject", ()))]
    assert len(named) == len(set(named)) == sum(len(one.claims) for one in layers)
