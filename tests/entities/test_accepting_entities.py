"""Accepted proposals: what they make of a corpus, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from claims_of import corpus_of, entity, figure, statement

from claimwire.corpus.corpus import Corpus
from claimwire.entities.accepting import Accepted, accepted
from claimwire.entities.proposing import propose
from claimwire.entities.records import lacking, merged
from claimwire.schema import ClaimBase, Entity
from claimwire.schema.vocab import EntityKind

MINISTRY = {"entity_id": "ministry", "name": "Ministry", "entity_kind": "body"}


def line(entity: dict[str, Any], *uses: tuple[str, str, str | None], accept: bool | None = True) -> dict[str, Any]:
    told = [{"claim": claim, "field": field, "name": name} for claim, field, name in uses]
    return {"accept": accept, "entity": entity, "uses": told}


def apply(corpus: Corpus, *lines: dict[str, Any], elsewhere: tuple[Entity, ...] = ()) -> Accepted:
    texts = [(number, json.dumps(x)) for number, x in enumerate(lines, 1)]
    return accepted(corpus, elsewhere, texts, "bela", "file")


def problem(corpus: Corpus, *lines: dict[str, Any], elsewhere: tuple[Entity, ...] = ()) -> str:
    (found,) = apply(corpus, *lines, elsewhere=elsewhere).problems
    return found


def test_an_accepted_proposal_makes_an_entity_and_sets_the_ids_and_nothing_else() -> None:
    claim = statement(1, "Ministry")
    corpus = corpus_of(claim, statement(2, "Other"))
    lines = [proposal.as_json() for proposal in propose(corpus)]
    lines[0]["accept"] = True
    made = apply(corpus, *lines)
    assert made.problems == []
    assert made.passed_over == 1
    assert made.entities == {"ministry": entity("ministry", "Ministry").model_copy(update={"annotator_id": "bela"})}
    assert made.claims == {claim.claim_id: claim.model_copy(update={"source_ids": ("ministry",)})}


@pytest.mark.parametrize("accept", [False, None])
def test_what_is_not_accepted_is_passed_over(accept: bool | None) -> None:
    made = apply(corpus_of(statement(1, "Ministry")), line({"no": "entity"}, accept=accept))
    assert (made.entities, made.claims, made.problems, made.passed_over) == ({}, {}, [], 1)


def test_ids_of_a_joint_source_are_in_the_order_of_the_names_behind_those_there_are() -> None:
    corpus = corpus_of(statement(1, "A", "B", "C", source_ids=["a"]))
    of = {x: {"entity_id": x.lower(), "name": x, "entity_kind": "body"} for x in "ABC"}
    lines = [line(of[x], ("heron_1_c01", "source_ids", x)) for x in "CBA"]
    (claim,) = apply(corpus, *lines).claims.values()
    assert claim.source_ids == ("a", "b", "c")  # type: ignore[attr-defined]


def test_a_field_of_one_id_takes_one_and_keeps_the_one_it_has() -> None:
    corpus = corpus_of(figure(1, place_name="Orrin", place_id="orrin"), figure(2, place_name="Orrin"))
    place = {"entity_id": "orrin", "name": "Orrin", "entity_kind": "place"}
    uses = [(f"heron_1_c0{number}", "place_id", "Orrin") for number in (1, 2)]
    made = apply(corpus, line(place, *uses))
    assert made.problems == []
    assert {key: claim.place_id for key, claim in made.claims.items()} == {"heron_1_c02": "orrin"}  # type: ignore[attr-defined]
    found = problem(corpus, line(place | {"entity_id": "orrin_2"}, uses[0]))
    assert found == "file: place_id of heron_1_c01 takes one id; it has orrin, and is given orrin_2"


def test_what_is_known_already_is_no_change_and_keeps_who_accepted_it() -> None:
    known = entity("ministry", "Ministry", "the Ministry")
    corpus = corpus_of(statement(1, "Ministry", source_ids=["ministry"]), entities=[known])
    made = apply(corpus, line(MINISTRY, ("heron_1_c01", "source_ids", "Ministry")))
    assert (made.entities, made.claims) == ({}, {})


def test_a_new_alias_joins_the_others_and_tells_who_accepted_it() -> None:
    known = entity("ministry", "Ministry", "the Ministry", country="Tamsin Lakes")
    made = apply(corpus_of(entities=[known]), line(MINISTRY | {"aliases": ["MINISTRY", "Ministry"]}))
    expected = {"aliases": ("MINISTRY", "the Ministry"), "annotator_id": "bela"}
    assert made.entities == {"ministry": known.model_copy(update=expected)}


def test_two_lines_of_one_entity_are_united() -> None:
    made = apply(corpus_of(), line(MINISTRY | {"aliases": ["A"]}), line(MINISTRY | {"aliases": ["B"]}))
    assert made.entities["ministry"].aliases == ("A", "B")


def test_an_entity_of_another_corpus_is_put_into_this_one() -> None:
    made = apply(corpus_of(), line(MINISTRY), elsewhere=(entity("ministry", "Ministry"),))
    assert made.entities["ministry"].annotator_id == "bela"


REFUSED: list[tuple[dict[str, Any], str]] = [
    (MINISTRY | {"entity_kind": "person"}, "file:1: a person with a name has no public_role"),
    ({"entity_id": "x", "entity_kind": "person", "article_id": "heron_1"}, "file:1: it has no name and no description"),
    ({"entity_id": "x", "entity_kind": "person", "description": "A."}, "file:1: it has no name and no article_id"),
    (MINISTRY | {"wikidata_id": "Q1"}, "file:1: wikidata_id has no wikidata_evidence"),
    (MINISTRY | {"entity_id": "own"}, "file:1: own is the id of “Own” already, not of “Ministry”"),
    (
        MINISTRY | {"entity_id": "far"},
        "file:1: far is the id of “Far”, of kind group, already, not of “Ministry”, body",
    ),
    (
        {"entity_id": "far", "name": "Far", "entity_kind": "body"},
        "file:1: far is the id of “Far”, of kind group, already, not of “Far”, body",
    ),
    (MINISTRY | {"wikidata_id": "1"}, "file:1: entity: wikidata_id: "),
    (MINISTRY | {"annotator": "x"}, "file:1: entity: no field is called annotator"),
]


@pytest.mark.parametrize(("given", "message"), REFUSED)
def test_an_entity_that_lacks_something_or_is_another_is_refused(given: dict[str, Any], message: str) -> None:
    corpus = corpus_of(entities=[entity("own", "Own")])
    assert problem(corpus, line(given), elsewhere=(entity("far", "Far", kind=EntityKind.GROUP),)).startswith(message)


def test_with_what_it_lacked_it_is_taken() -> None:
    taken = [
        MINISTRY | {"entity_kind": "person", "public_role": "minister"},
        {"entity_id": "x", "entity_kind": "person", "article_id": "heron_1", "description": "A."},
        MINISTRY | {"wikidata_id": "Q1", "wikidata_evidence": "Its page."},
        {"entity_id": "own", "name": "Own", "entity_kind": "place"},
    ]
    corpus = corpus_of(entities=[entity("own", "Own")])
    assert [apply(corpus, line(given)).problems for given in taken] == [[]] * len(taken)


def test_two_lines_that_give_an_id_two_names_are_refused() -> None:
    assert problem(corpus_of(), line(MINISTRY), line(MINISTRY | {"name": "Other"})).startswith(
        "file:2: ministry is the"
    )


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (("heron_9_c01", "source_ids", "Ministry"), "no adjudicated claim of the corpus is called 'heron_9_c01'"),
        (("heron_1_c01", "place_id", "Ministry"), "a claim attributed_statement has no ids of entities in 'place_id'"),
        (
            ("heron_1_c01", "statement", "Ministry"),
            "a claim attributed_statement has no ids of entities in 'statement'",
        ),
        (("heron_1_c01", "source_ids", "ministry"), "source_name of heron_1_c01 does not have 'ministry' any more"),
    ],
)
def test_a_use_that_is_not_there_is_refused(use: tuple[str, str, str], message: str) -> None:
    assert problem(corpus_of(statement(1, "Ministry")), line(MINISTRY, use)) == f"file:1: {message}"


def test_who_lives_in_one_article_is_named_in_no_other() -> None:
    corpus = corpus_of(statement(1), statement(2, article_id="heron_2"))
    somebody = {"entity_id": "x", "entity_kind": "person", "article_id": "heron_1", "description": "A diver."}
    assert apply(corpus, line(somebody, ("heron_1_c01", "source_ids", None))).problems == []
    found = problem(corpus, line(somebody, ("heron_2_c02", "source_ids", None)))
    assert found == "file:1: heron_2_c02 is in heron_2, and x lives in heron_1"


@pytest.mark.parametrize("text", ["{", '{"accept": true}', '{"accept": "yes", "entity": {}}', '{"entity": {}, "x": 1}'])
def test_a_line_that_is_none_is_named(text: str) -> None:
    (found,) = accepted(corpus_of(), (), [(3, text)], "bela", "file").problems
    assert found.startswith("file:3: ")


def test_entities_of_several_corpora_become_one_with_all_aliases() -> None:
    one = entity("v", "Vell", "B", country="Corrin")
    other = entity("v", "Vell", "A", country="Orrin", description="A valley.")
    (found,) = merged([one, other]).values()
    assert found.aliases == ("A", "B")
    assert (found.country, found.description) == ("Corrin", "A valley.")
    assert list(merged([entity("b", "B"), entity("a", "A")])) == ["a", "b"]


def test_nothing_is_lacking_without_a_rule_that_says_so() -> None:
    assert lacking(entity("m", "Ministry")) == []
    assert len(lacking(entity("m", None, wikidata_id="Q1"))) == 3


def test_the_claims_given_stay_as_they_are() -> None:
    claim: ClaimBase = statement(1, "Ministry")
    apply(corpus_of(claim), line(MINISTRY, ("heron_1_c01", "source_ids", "Ministry")))
    assert claim == statement(1, "Ministry")
