"""An adjudicator's queue: what is sent to choose from, and what decisions come of what is submitted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT, plain_article
from strategies import layers_of

from claimwire.adjudication import DEFAULT_RULES, adjudicate
from claimwire.adjudication.decisions import is_decided
from claimwire.adjudication.submitted import submitted_decisions
from claimwire.corpus.records import canonical_json
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.labelstudio.server.adjudication import (
    adjudication_source,
    choices,
    queue_origins,
)
from claimwire.labelstudio.server.plan import queue_projects
from claimwire.labelstudio.server.protocol import ServerProject
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.shown import CHOICES
from claimwire.labelstudio.tasks.metadata import new_claim_id
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, ClaimBase, Span, claim_fields_in_role, reference_fields

PART = FIGURE | {"id": "04", "spans": "sank", "part_of_id": "03", "statement": "Some of them."}


def layer(annotator: str, *entries: dict[str, Any]) -> Annotation:
    lines = [(number, json.dumps(entry)) for number, entry in enumerate(entries, start=1)]
    found, problems = quoted_layer(SHIP, lines, LayerFacts(annotator, "2.0.0", "tool"), "layer.jsonl")
    assert problems == []
    return found


ANN = layer("ann", BACKGROUND | {"comment": "Or is it?"}, STATEMENT, FIGURE, PART)
BEN = layer("ben", BACKGROUND | {"time": "1999"}, STATEMENT, FIGURE | {"harm": "injured"}, PART)
LAYERS = [ANN, BEN]


def local(claim: ClaimBase) -> str:
    return claim.claim_id.removeprefix("heron_1_")


def submitted(*left: str, comments: dict[str, str] | None = None, **changes: dict[str, Any]) -> Annotation:
    """Return what a judge submits who leaves the named ones of the claims to choose from, as Label Studio gives it.

    Ids are new; a relation to a claim that was deleted is gone.
    """
    names = {f"heron_1_{name}": f"heron_1_judge_{name}" for name in left}
    claims = []
    for claim in choices(SHIP, LAYERS, DEFAULT_RULES).claims:
        if claim.claim_id in names:
            name = local(claim)
            fields: dict[str, Any] = {f: names.get(getattr(claim, f) or "") for f in reference_fields(type(claim))}
            fields |= {"claim_id": names[claim.claim_id], "comment": (comments or {}).get(name)}
            claims.append(claim.model_copy(update=fields | changes.get(name, {})))
    return ANN.model_copy(update={"annotation_id": "heron_1_judge", "annotator_id": "judge", "claims": tuple(claims)})


def lines(gold: Annotation) -> dict[str, dict[str, Any]]:
    """Return the decisions of what was submitted, by the first claim they name."""
    found = submitted_decisions(SHIP, LAYERS, gold, queue_origins(gold, LAYERS), DEFAULT_RULES, "judge")
    return {(line.get("from") or line.get("reject") or [line["id"]])[0]: line for line in found}


def test_what_a_rule_takes_is_there_once_and_every_layers_claim_of_the_rest() -> None:
    offered = choices(SHIP, LAYERS, DEFAULT_RULES)
    assert sorted(map(local, offered.claims)) == ["ann_01", "ann_02", "ann_03", "ann_04", "ben_01", "ben_03"]
    assert all(claim.comment is None for claim in offered.claims)
    made = make_task(SHIP, (), [offered], guideline_version="2.0.0")
    assert made["predictions"][0]["model_version"].startswith(CHOICES)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["ann", "ben", "cy"]), min_size=1, unique=True).flatmap(
    lambda names: st.tuples(*(layers_of("heron_1", SHIP.text_length, name) for name in names))
))  # fmt: skip
def test_claims_to_choose_from_name_only_each_other(layers: tuple[Annotation, ...]) -> None:
    offered = choices(SHIP, layers, DEFAULT_RULES)
    ids = {claim.claim_id for claim in offered.claims}
    assert ids <= {claim.claim_id for layer in layers for claim in layer.claims}
    named = {getattr(claim, field) for claim in offered.claims for field in reference_fields(type(claim))}
    assert named - {None} <= ids


def test_an_article_without_layers_is_not_sent() -> None:
    found = adjudication_source(
        [SHIP, plain_article("Calm\n\nAll is calm.\n\nIt is.", article_id="heron_9")],
        {"heron_1": LAYERS},
        DEFAULT_RULES,
        "2.0.0",
    )
    assert list(found.articles) == ["heron_1"]
    held = found.task(Queue("heron", "judge", adjudicates=True), "heron_1")
    assert [p["model_version"].split(" ")[0] for p in held["predictions"]] == ["ann", "ben", CHOICES], (
        "Label Studio begins from what came last"
    )
    assert held["annotations"] == []


def test_a_comment_is_the_reason_and_the_claim_that_stayed_is_taken() -> None:
    gold = submitted("ann_02", "ben_01", "ben_03", "ann_04", comments={"ben_01": "It is dated.", "ben_03": "Hurt."})
    found = lines(gold)
    assert found["ben/01"] == {
        "id": "02",
        "from": ["ben/01", "ann/01"],
        "reason": "It is dated.",
        "adjudicator": "judge",
    }
    assert found["ann/02"] == {
        "id": "01",
        "from": ["ann/02", "ben/02"],
        "rule": "all-agree",
        "reason": "The layers agree.",
    }
    assert found["ann/04"]["rule"] == "all-agree", "it named the claim that was deleted, and names the one that stayed"
    made = applied(found.values())
    parts = {claim.statement: getattr(claim, "part_of_id", None) for claim in made.claims}
    whole = next(claim.claim_id for claim in made.claims if claim.statement == FIGURE["statement"])
    assert parts == {**dict.fromkeys(parts), "Some of them.": whole}
    assert len(parts) == 4


def applied(found: Any) -> Any:
    texts = list(enumerate(map(canonical_json, found), start=1))
    made = adjudicate(SHIP, LAYERS, texts, "judge", "file")
    assert made.problems == []
    return made


def test_without_a_comment_a_decision_is_left_with_what_was_submitted() -> None:
    gold = submitted("ann_02", "ben_01", "ann_03", "ann_04", ben_01={"time": "1998"})
    line = lines(gold)["ann/01"]
    assert (line["set"], line["reason"], line["proposed"]) == ({"time": "1998"}, "", "judge submitted it so")
    assert not is_decided(line)


def test_a_comment_of_a_layer_is_not_a_reason() -> None:
    line = lines(submitted("ann_02", "ann_01", "ann_03", "ann_04", comments={"ann_01": "Or is it?"}))["ann/01"]
    assert (line["reason"], "adjudicator" in line) == ("", False)


def test_a_claim_that_was_taken_over_and_moved_is_still_known() -> None:
    gold = submitted("ann_02", "ben_01", "ann_03", "ann_04", comments={"ben_01": "It is in the headline."})
    spans = (Span(start=0, end=5),)
    moved = [
        c.model_copy(update={"spans": spans, "claim_id": new_claim_id(gold.annotation_id, "heron_1_ben_01")})
        if c.comment
        else c
        for c in gold.claims
    ]
    line = lines(gold.model_copy(update={"claims": tuple(moved)}))["ben/01"]
    assert line["set"] == {"spans": [{"start": 0, "end": 5}]}


def test_where_several_were_left_without_comment_nothing_is_decided() -> None:
    gold = submitted("ann_02", "ann_01", "ben_01", "ann_03", "ann_04")
    line = lines(gold)["ann/01"]
    assert (line["from"], line["reason"]) == (["ann/01", "ben/01"], "")
    assert line["differs"] == {"time": [None, "1999"]}


def test_several_that_were_left_for_a_reason_are_each_a_claim() -> None:
    both = {"ann_01": "One loss.", "ben_01": "Another loss."}
    gold = submitted("ann_02", "ann_01", "ben_01", "ann_03", "ann_04", comments=both | {"ann_03": "Killed."})
    found = lines(gold)
    assert (found["ann/01"]["from"], found["ben/01"]["from"]) == (["ann/01"], ["ben/01"])
    assert len(applied(found.values()).claims) == 5


def test_what_was_deleted_is_proposed_for_rejection_whatever_a_rule_says() -> None:
    found = lines(submitted("ann_01", "ann_03", "ann_04", comments={"ann_01": "So."}))
    assert found["ann/02"] == {
        "id": "01",
        "reject": ["ann/02", "ben/02"],
        "reason": "",
        "proposed": "judge left none of them",
    }


def test_a_relation_that_was_deleted_by_itself_is_gone() -> None:
    names = ("ann_02", "ann_01", "ann_03", "ann_04")
    gold = submitted(*names, comments={"ann_01": "So.", "ann_03": "Killed."}, ann_04={"part_of_id": None})
    line = lines(gold)["ann/04"]
    assert (line["unset"], line["reason"]) == (["part_of_id"], "")


def test_layers_without_claims_give_no_decisions() -> None:
    empty = [one.model_copy(update={"claims": ()}) for one in LAYERS]
    assert submitted_decisions(SHIP, empty, empty[0], {}, DEFAULT_RULES, "judge") == []


def plain(claims: Any) -> list[str]:
    """Return claims by what they say, sorted; those they name by what these say."""
    by_id = {claim.claim_id: claim for claim in claims}

    def said(claim: ClaimBase) -> dict[str, Any]:
        named = set(reference_fields(type(claim)))
        return claim.model_dump(
            mode="json", exclude={"claim_id", "comment", *claim_fields_in_role("adjudication", "origin"), *named}
        )

    shown = []
    for claim in claims:
        named = {f: getattr(claim, f) for f in reference_fields(type(claim))}
        shown.append(canonical_json(said(claim) | {f: v and said(by_id[v]) for f, v in named.items()}))
    return sorted(shown)


def not_adjudicated(claim: ClaimBase) -> ClaimBase:
    """Return a claim without what only adjudication fills in."""
    declared = {name: type(claim).model_fields.get(name) for name in claim_fields_in_role("adjudication")}
    return claim.model_copy(update={name: field.default for name, field in declared.items() if field is not None})


def without_references(layer: Annotation) -> Annotation:
    claims = [c.model_copy(update=dict.fromkeys(reference_fields(type(c)))) for c in layer.claims]
    return layer.model_copy(update={"claims": tuple(claims)})


def without_events(layer: Annotation) -> Annotation:
    """Return a layer as annotators make them: it is adjudication that says which event a claim is about."""
    claims = [claim.model_copy(update={"event_id": None}) for claim in layer.claims]
    return layer.model_copy(update={"claims": tuple(claims)})


@settings(deadline=None, max_examples=150)
@given(
    layers_of("heron_1", SHIP.text_length, "ann"),
    layers_of("heron_1", SHIP.text_length, "ben"),
    layers_of("heron_1", SHIP.text_length, "judge"),
    st.booleans(),
)
def test_whatever_is_submitted_with_reasons_is_what_comes_out(
    ann: Annotation, ben: Annotation, other: Annotation, takes_ben: bool
) -> None:
    if not takes_ben:
        ann, ben = (without_references(one) for one in (ann, ben))
    ann, ben, other = (without_events(one) for one in (ann, ben, other))
    source = ben if takes_ben else other
    names = {claim.claim_id: claim.claim_id.replace("_ben_", "_judge_") for claim in source.claims}
    claims = []
    for claim in source.claims:
        fields: dict[str, Any] = {f: names.get(getattr(claim, f) or "") for f in reference_fields(type(claim))}
        bare = {"claim_id": names[claim.claim_id], "comment": "Why."}
        claims.append(not_adjudicated(claim).model_copy(update=fields | bare))
    gold = other.model_copy(update={"claims": tuple(claims)})
    found = submitted_decisions(SHIP, [ann, ben], gold, queue_origins(gold, [ann, ben]), DEFAULT_RULES, "judge")
    for line in found:
        if not is_decided(line):
            assert "reject" in line
            line["reason"] = "Nothing."
            del line["proposed"]
    made = adjudicate(SHIP, [ann, ben], list(enumerate(map(canonical_json, found), start=1)), "judge", "file")
    assert made.problems == []
    assert plain(made.claims) == plain(gold.claims)


def test_of_two_layers_claims_that_say_the_same_the_one_that_names_as_much_is_meant() -> None:
    """Regression: a statement that named none got the parent of the other layer's claim of the same words."""
    said = next(claim for claim in ANN.claims if claim.label == "attributed_statement")
    inner, outer = (said.model_copy(update={"claim_id": f"heron_1_ann_{n}"}) for n in ("01", "02"))
    ann = ANN.model_copy(update={"claims": (inner.model_copy(update={"voice_id": outer.claim_id}), outer)})
    short = said.model_copy(update={"spans": (Span(start=said.spans[0].start, end=said.spans[0].end - 1),)})
    apart = [said.model_copy(update={"claim_id": "01"}), short.model_copy(update={"claim_id": "02"})]
    ben, judge = (
        ANN.model_copy(
            update={
                "annotation_id": f"heron_1_{name}",
                "annotator_id": name,
                "claims": tuple(
                    c.model_copy(update={"claim_id": f"heron_1_{name}_{c.claim_id}", "comment": comment}) for c in apart
                ),
            }
        )
        for name, comment in (("ben", None), ("judge", "Why."))
    )
    found = submitted_decisions(SHIP, [ann, ben], judge, queue_origins(judge, [ann, ben]), DEFAULT_RULES, "judge")
    made = adjudicate(SHIP, [ann, ben], list(enumerate(map(canonical_json, found), start=1)), "judge", "file")
    assert made.problems == []
    assert plain(made.claims) == plain(judge.claims)


@pytest.mark.parametrize("batch", ["", "pilot"])
def test_an_adjudicators_queue_is_not_an_annotators(batch: str) -> None:
    plain_queue, queue = Queue("heron", "ann", batch), Queue("heron", "ann", batch, adjudicates=True)
    assert Queue.of(queue.description) == queue
    assert queue.title != plain_queue.title
    assert queue.name == f"{plain_queue.name}.adjudication"
    projects = [ServerProject(n, q.title, q.description, "", 0, 0) for n, q in enumerate((plain_queue, queue))]
    assert queue_projects(projects, "heron") == ({plain_queue: projects[0]}, [])
    assert queue_projects(projects, "heron", adjudicates=True) == ({queue: projects[1]}, [])


def test_of_two_projects_of_one_queue_the_older_counts_and_both_are_named() -> None:
    queue = Queue("heron", "ann", "")
    newer, older = (ServerProject(n, queue.title, queue.description, "", 0, 0) for n in (9, 4))
    project_of, (problem,) = queue_projects([newer, older], "heron")
    assert project_of == {queue: older}
    assert problem.startswith("projects 4 and 9 are both the queue")
