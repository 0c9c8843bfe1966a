"""Names of one key are one proposal: of the entity that has the name, or of a new one."""

from __future__ import annotations

from claims_of import article, corpus_of, entity, figure, span_of, statement

from claimwire.corpus.workspace import Workspace
from claimwire.entities.proposing import EntityProposal, propose
from claimwire.schema import ClaimBase, Entity
from claimwire.schema.vocab import EntityKind


def only(*claims: ClaimBase, entities: tuple[Entity, ...] = (), elsewhere: tuple[Entity, ...] = ()) -> EntityProposal:
    (found,) = propose(corpus_of(*claims, entities=entities), elsewhere)
    return found


def kind_of(*claims: ClaimBase) -> str:
    return str(only(*claims).record["entity_kind"])


def test_a_name_that_no_entity_has_is_a_new_one_with_its_uses_and_grounds() -> None:
    found = only(statement(1, "Lena Moor"), statement(2, addressee_name=["Lena Moor"], article_id="heron_2"))
    assert (found.state, found.doubts) == ("new", ())
    assert found.record["entity_id"] == "lena_moor"
    assert found.record["name"] == "Lena Moor"
    assert found.record["aliases"] == []
    assert found.record["public_role"] is None
    assert [(use.claim.claim_id, use.field, use.name) for use in found.uses] == [
        ("heron_1_c01", "source_ids", "Lena Moor"),
        ("heron_2_c02", "addressee_ids", "Lena Moor"),
    ]
    assert found.grounds[:3] == (
        "in 2 claims of 2 articles",
        "as addressee_ids (1), source_ids (1)",
        "told as “Lena Moor” (2)",
    )
    assert found.grounds[3].startswith("guessed to be of kind person: ")
    line = found.as_json()
    assert line["accept"] is None
    assert line["uses"][0] == {"claim": "heron_1_c01", "field": "source_ids", "name": "Lena Moor"}


def test_spellings_of_one_key_are_one_entity_in_doubt_called_by_the_fullest_one() -> None:
    claims = [statement(n, name) for n, name in enumerate(("Zoe Mars", "Zoe Mars", "Judge Zoë Marš", "Zoë Marš"), 1)]
    found = only(*claims)
    assert found.record["name"] == "Zoë Marš", "diacritics come before frequency, no title before both"
    assert found.record["aliases"] == ["Judge Zoë Marš", "Zoe Mars"]
    assert found.doubts == ("it is spelled in 3 ways: “Judge Zoë Marš”, “Zoe Mars”, “Zoë Marš”",)
    assert found.record["entity_kind"] == "person", "one spelling has a title"


def test_without_diacritics_the_most_frequent_spelling_counts_then_the_first() -> None:
    assert (
        only(statement(1, "MIRA OSS"), statement(2, "MIRA OSS"), statement(3, "Mira Oss")).record["name"] == "MIRA OSS"
    )
    assert only(statement(1, "MIRA OSS"), statement(2, "Mira Oss")).record["name"] == "Mira Oss"
    assert only(statement(1, "Mira-Oss"), statement(2, "Mira Oss")).record["name"] == "Mira Oss"


def test_a_name_or_alias_of_an_entity_is_known_without_doubt() -> None:
    vell = entity("vell_front", "Vell Front", "Vell fighters")
    for name in ("Vell Front", "Vell fighters"):
        found = only(statement(1, name), entities=(vell,))
        assert (found.state, found.doubts, found.record["entity_id"]) == ("known", (), "vell_front")
        assert found.record["aliases"] == ["Vell fighters"]
        assert "annotator_id" not in found.record


def test_another_spelling_of_a_known_name_is_in_doubt_and_becomes_an_alias() -> None:
    found = only(statement(1, "the VELL Front"), entities=(entity("vell_front", "Vell Front"),))
    assert found.state == "known"
    assert found.record["aliases"] == ["the VELL Front"]
    assert found.doubts == ("“the VELL Front” is spelled unlike “Vell Front”",)


def test_of_two_entities_of_one_key_the_one_that_is_spelled_so_is_proposed_and_the_other_told() -> None:
    two = (entity("a_vell", "VELL"), entity("vell", "Vell", description="The valley."))
    found = only(statement(1, "Vell"), entities=two)
    assert found.record["entity_id"] == "vell"
    assert found.doubts == ("a_vell (VELL) is named alike",)


def test_an_entity_of_another_corpus_keeps_its_id_name_and_kind() -> None:
    found = only(statement(1, "Vell Front"), elsewhere=(entity("vf", "Vell Front", kind=EntityKind.GROUP),))
    assert (found.state, found.record["entity_id"], found.record["entity_kind"]) == ("known", "vf", "group")
    assert found.grounds[-1] == "known in another corpus"


def test_an_entity_that_lives_in_an_article_is_never_one_by_its_names() -> None:
    diver = entity("heron_1_e01", None, "Vell", article_id="heron_1", description="A diver.")
    assert only(statement(1, "Vell"), entities=(diver,)).state == "new"


def test_an_id_that_is_taken_gets_a_number() -> None:
    found = propose(corpus_of(statement(1, "Ove"), statement(2, "Öve-Ÿ"), entities=(entity("ove", "Someone Else"),)))
    assert [proposal.record["entity_id"] for proposal in found] == ["ove_2", "ove_y"]


def test_what_has_its_ids_is_proposed_no_more() -> None:
    vell = entity("vell_front", "Vell Front")
    assert propose(corpus_of(statement(1, "Vell Front", source_ids=["vell_front"]), entities=(vell,))) == []
    assert propose(corpus_of(statement(1, "the front", source_ids=["vell_front"]), entities=(vell,))) == []
    joint = statement(1, "VELL FRONT", "Corrin", source_ids=["vell_front"])
    (left,) = propose(corpus_of(joint, entities=(vell,)))
    assert [use.name for use in left.uses] == ["Corrin"]
    assert propose(corpus_of(figure(1, place_name="Orrin", place_id="orrin"), statement(2))) == []


def test_a_kind_is_guessed_by_title_word_field_and_source_kind() -> None:
    assert kind_of(figure(1, place_name="Orrin Bridge")) == "place"
    assert kind_of(figure(1, place_name="Ministry Square")) == "place"
    assert kind_of(figure(1, place_name="Orrin"), statement(2, "Orrin")) == "state"
    assert kind_of(figure(1, actor_name=["Orrin"])) == "state"
    assert kind_of(figure(1, victim_side_name=["Sons of Orrin"])) == "group"
    assert kind_of(figure(1, actor_name=["Orrin army"])) == "force"
    assert kind_of(statement(1, "Judge Ina Roth", source_kind="document")) == "person"
    assert kind_of(statement(1, "Ministry of Ports", source_kind="document")) == "body"
    assert kind_of(statement(1, "register of ships", source_kind="document")) == "document"
    assert kind_of(statement(1, "Lantern", source_kind="media")) == "media"
    assert kind_of(statement(1, "Orrin", source_kind="government")) == "state"
    assert kind_of(statement(1, "Ilo Brandt", source_kind="government")) == "person"
    assert kind_of(statement(1, "LSO", source_kind="organisation")) == "organisation"
    assert kind_of(statement(1, "Orrin Coal", source_kind="company")) == "person", "nothing in the name says otherwise"
    speaker = statement(1, speaks_for_name="Orrin Coal", source_kind="company")
    assert kind_of(speaker) == "organisation"
    assert kind_of(statement(1, speaks_for_name="Orrin Coal", source_kind="military")) == "force"
    assert kind_of(speaker, statement(2, "Orrin Coal", source_kind="company")) == "person"


def nameless(number: int, words: str, article_id: str = "heron_1", mention: str = "nominal") -> ClaimBase:
    return statement(number, article_id=article_id, source_spans=[span_of(words)], mention=mention)


def test_nameless_sources_are_proposed_on_demand_by_their_words_in_an_article() -> None:
    claims = [nameless(1, "A diver"), nameless(2, "The diver"), nameless(3, "A diver", "heron_2"), statement(4)]
    corpus = corpus_of(*claims, articles=[article(), article("heron_2")])
    assert propose(corpus) == []
    found = propose(corpus, nameless=True)
    assert [(x.record["entity_id"], x.record["article_id"], len(x.uses)) for x in found] == [
        ("heron_1_e01", "heron_1", 2),
        ("heron_2_e01", "heron_2", 1),
    ]
    assert all(x.record["name"] is x.record["description"] is None for x in found)
    assert found[0].grounds[:2] == ("a source without a name in 2 claims", "told as “A diver”")
    assert found[0].uses[0].name is None
    assert found[0].doubts == ()


def test_a_pronoun_and_a_text_that_is_not_at_hand_are_a_proposal_each() -> None:
    pronouns = [nameless(n, "He", mention="pronoun") for n in (1, 2)]
    assert [
        x.doubts[0].partition(",")[0] for x in propose(corpus_of(*pronouns, articles=[article()]), nameless=True)
    ] == ["it is named by a pronoun"] * 2
    found = propose(corpus_of(nameless(1, "A diver"), nameless(2, "The diver")), nameless=True)
    assert [x.record["entity_id"] for x in found] == ["heron_1_e01", "heron_1_e02"]
    assert [x.doubts[0].partition(":")[0] for x in found] == ["the text is not available"] * 2
    assert not any("told as" in ground for x in found for ground in x.grounds)


def test_five_words_of_a_nameless_source_are_quoted_and_no_sixth() -> None:
    claims = [nameless(1, "an old man from the"), nameless(2, "an old man from the far")]
    found = propose(corpus_of(*claims, articles=[article()]), nameless=True)
    assert [x.grounds[1] for x in found] == ["told as “an old man from the”", "told as “an old man from the …”"]


def test_ids_of_nameless_sources_follow_the_last_of_their_article() -> None:
    known = entity("heron_1_e07", None, article_id="heron_1", description="Somebody.")
    corpus = corpus_of(nameless(1, "A diver"), entities=[known], articles=[article()])
    (found,) = propose(corpus, nameless=True)
    assert found.record["entity_id"] == "heron_1_e08"
    done = corpus_of(statement(1, source_spans=[span_of("A diver")], source_ids=["heron_1_e07"]), entities=[known])
    assert propose(done, nameless=True) == []


def test_the_small_repository_has_names_known_and_new(small_built: Workspace) -> None:
    heron, rook = small_built.corpora()
    found = propose(heron, rook.entities.values())
    assert {x.record["entity_id"] for x in found if x.state == "known"} == {"vell_front"}
    assert "zoe_mars" in {x.record["entity_id"] for x in found if x.state == "new"}
