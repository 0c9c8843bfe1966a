"""The small repository is valid, is made in moments, and has something of every sort."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from claimwire.adjudication.rules import RULES
from claimwire.checks import load, run
from claimwire.conflicts import KINDS, ConflictIndex, disputes
from claimwire.corpus.corpus import TABLES
from claimwire.corpus.records import records_of, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.schema import LABELS, Event, Link, RefusedLink, slots_missing, slots_not_asked, span_slots, vocab

from . import OPEN, SPLIT_OF, STANDOFF, part_of_small
from .material import texts

NOT_ALL = (vocab.ChangeKind, vocab.DateEvidence, vocab.Answer)
"""Vocabularies with values that the repository lacks: changes need two releases, some evidence other recipes,
answers are computed."""

NO_FILE = (vocab.ExampleKind,)
"""Vocabularies of records that no file of a corpus holds: rulings of the codebook."""

VOCABULARIES = [
    value
    for value in vars(vocab).values()
    if isinstance(value, type)
    and issubclass(value, vocab.Vocabulary)
    and value not in (vocab.Vocabulary, *NOT_ALL, *NO_FILE)
]


def values_in(value: Any) -> Iterator[vocab.Vocabulary]:
    """Yield every value of a vocabulary that a record has in any field."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from values_in(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from values_in(part)
    elif isinstance(value, vocab.Vocabulary):
        yield value


@pytest.fixture(scope="session")
def all_records(small_built: Workspace) -> list[BaseModel]:
    corpora = small_built.corpora()
    records: list[BaseModel] = [corpus.info for corpus in corpora]
    records += [row.record for corpus in corpora for table in TABLES for row in corpus.rows.of(table.name)]
    records += [*small_built.outlets().values(), *records_of(small_built.annotators()[0])]
    return records + records_of(small_built.splits()[0])


def test_it_passes_every_check(small_built: Workspace) -> None:
    assert [str(problem) for problem in run(load(small_built, texts=texts()))] == []
    assert [str(problem) for problem in run(load(small_built))] == []


ELSEWHERE = {
    vocab.SegmentKind.CREDIT,  # only recipes for files of several documents tell these two apart: test_record_recipes
    vocab.SegmentKind.SHARE_LINE,
    vocab.CorpusUnit.ITEMS,  # test_corpora_tables
    vocab.TextInRelease.OPEN,  # test_open_texts
    *vocab.LicenceEvidence,  # test_text_sources, test_open_texts
    *vocab.WithdrawalReason,  # test_withdrawing
    *vocab.ContentRecipe,  # test_content, test_content_recipes
    *vocab.ClaimOrigin,  # test_origins: what comes back from Label Studio
}
"""Values that the tests named have, so that the small repository stays small."""


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_it_has_every_value_of_a_vocabulary(vocabulary: type[vocab.Vocabulary], all_records: list[BaseModel]) -> None:
    used = {value for record in all_records for value in values_in(record) if isinstance(value, vocabulary)}
    assert set(vocabulary) - used - ELSEWHERE == set()


def test_it_has_lines_in_every_table(small_built: Workspace) -> None:
    assert [corpus.corpus_id for corpus in small_built.corpora()] == [OPEN, STANDOFF]
    for table in TABLES:
        assert any(corpus.rows.of(table.name) for corpus in small_built.corpora()), table.name


def test_it_has_every_slot_of_every_label(small_built: Workspace) -> None:
    corpora = small_built.corpora()
    claims = [claim for corpus in corpora for claim in corpus.claims.values()]
    of_layers = [claim for corpus in corpora for layer in corpus.layers.values() for claim in layer.claims]
    for declaration in LABELS:
        own = [claim for claim in claims if claim.label is declaration.label]
        also = own + [claim for claim in of_layers if claim.label is declaration.label]
        for name, field in declaration.model.model_fields.items():
            if name not in ("comment", "proposed_slots", "origin"):
                assert any(getattr(claim, name) not in (None, ()) for claim in own), f"{declaration.label} {name}"
                # only layers may leave the statement out
                assert field.is_required() or any(getattr(claim, name) == field.default for claim in also), name
    assert all(any(getattr(claim, name) for claim in claims) for name in ("comment", "proposed_slots"))


def test_a_claim_of_a_layer_has_what_its_codebook_asks(small_built: Workspace) -> None:
    codebooks = {}
    for corpus in small_built.corpora():
        codebooks[corpus.corpus_id] = {layer.guideline_version for layer in corpus.layers.values()}
        for layer in corpus.layers.values():
            missing = {claim.claim_id: slots_missing(claim, layer.guideline_version) for claim in layer.claims}
            assert not any(missing.values()), missing
    assert codebooks == {OPEN: {"1.0.0", "2.0.0"}, STANDOFF: {"2.0.0"}}
    old = [x for x in small_built.corpus(OPEN).layers.values() if x.guideline_version == "1.0.0"]
    not_asked = [slots_not_asked(claim, layer.guideline_version) for layer in old for claim in layer.claims]
    assert all("polarity" in names for names in not_asked)


def test_it_has_every_kind_of_conflict_and_a_growing_toll(small_built: Workspace) -> None:
    found = disputes(ConflictIndex(small_built.corpus(OPEN), small_built.outlets()))
    assert {dispute.kind for dispute in found if dispute.conflicts} == {kind.kind_id for kind in KINDS}
    assert any(fact.developments for fact in found)
    assert disputes(ConflictIndex(small_built.corpus(STANDOFF), small_built.outlets()))


@pytest.mark.parametrize(
    ("kind", "claim_ids", "found"),
    [
        ("supersedes", ("heron_c_c03", "heron_c_c04"), []),
        ("same_figure", ("heron_c_c03", "heron_c_c04"), ["all its claims are in heron_c"]),
        ("supersedes", ("heron_a_c01", "heron_a_c03"), ["a claim attributed_statement, expected casualty_figure"]),
    ],
)
def test_counts_that_follow_each_other_may_be_of_one_article(
    small: Workspace, kind: str, claim_ids: tuple[str, ...], found: list[str]
) -> None:
    links = [*records_of(small.corpus(OPEN).rows.links)]
    links.append(Link(link_id="heron_l99", kind=vocab.LinkKind(kind), claim_ids=claim_ids, annotator_id="cleo"))
    write_jsonl(small.corpus_folder(OPEN) / "links.jsonl", links)
    problems = [str(problem) for problem in run(load(small)) if "heron_l99" in str(problem)]
    assert len(problems) == len(found)
    assert all(part in problem for part, problem in zip(found, problems, strict=True))


def test_its_layers_are_of_every_number_and_some_are_incomplete(small_built: Workspace) -> None:
    corpus = small_built.corpus(OPEN)
    assert {len(corpus.layers_of_article[article_id]) for article_id in corpus.articles} == {1, 2, 3}
    assert {layer.complete for layer in corpus.layers.values()} == {True, False}
    assert {decision.rule for decision in corpus.adjudications.values()} == {None, *(rule.rule_id for rule in RULES)}


def test_its_texts_are_hard_on_offsets_and_claims_are_nested_and_discontinuous(small_built: Workspace) -> None:
    for corpus in small_built.corpora():
        text = "".join(texts()[article_id] for article_id in corpus.articles)
        assert any(ord(character) > 0xFFFF for character in text)
        assert any("\u0300" <= character <= "\u036f" for character in text)
        assert {"“", "”", "’", "—"} <= set(text)
        claims = corpus.claims.values()
        assert any(len(claim.spans) > 1 for claim in claims)
        assert any(claim.voice_id for claim in claims)
        slots = [getattr(claim, slot) for claim in claims for slot in span_slots(type(claim))]
        quotes = [span.of(texts()[claim.article_id]) for claim in claims for span in claim.spans]
        assert any(ord(character) > 0xFFFF for quote in quotes for character in quote)
        assert any(len(spans) > 1 for spans in slots)


def test_the_stand_off_corpus_has_no_text(small_built: Workspace) -> None:
    assert {article.text for article in small_built.corpus(STANDOFF).articles.values()} == {None}
    assert None not in {article.text for article in small_built.corpus(OPEN).articles.values()}


def test_a_copy_can_be_changed_and_the_original_stays(small: Workspace, small_built: Workspace) -> None:
    (small.corpus_folder(OPEN) / "claims.jsonl").unlink()
    assert not small.corpus(OPEN).claims
    assert small_built.corpus(OPEN).claims


def test_a_copy_takes_moments(small_built: Workspace, request: pytest.FixtureRequest) -> None:
    began = time.process_time()
    request.getfixturevalue("small")
    assert time.process_time() - began < 0.3


def test_a_part_has_what_belongs_to_its_articles_and_is_valid(small_built: Workspace, small: Workspace) -> None:
    kept = ("heron_e", "heron_g", "rook_a")
    part = part_of_small(small_built, small.root.with_name("part"), kept)
    lacking = {"release-lacks", "codebook-stale"}  # it has no schema, and no document at the top
    problems = run(load(part))
    assert {problem.check_id for problem in problems} == lacking
    assert [str(problem) for problem in problems if problem.check_id not in lacking] == []
    corpus = part.corpus(OPEN)
    assert list(corpus.articles) == ["heron_e", "heron_g"]
    assert {claim.article_id for claim in corpus.claims.values()} == {"heron_e", "heron_g"}
    assert "vell_war_1990" in corpus.events, "an event that another is part of"
    assert corpus.events.keys().isdisjoint({"ferry_sinking_2031", "vell_referendum_1990"})
    assert [link.claim_ids for link in corpus.links.values()] == [
        ("heron_e_c05", "heron_g_c05"),
        ("heron_e_c15", "heron_g_c07"),
    ]
    assert corpus.refused_links == []
    assert set(corpus.facts) == {"heron_f03", "heron_f04"}
    assert "vell_front" in corpus.entities, "the registry stays whole"
    assert "heron_h_e01" not in corpus.entities, "but for who lives in an article that is left out"
    assert set(part.outlets()) == {"tamsin_wire", "lakeside_post", "north_gazette"}
    assert {row.record.article_id for row in part.splits()[0]} == set(kept) < set(SPLIT_OF)
    assert {type(x) for x in (*corpus.events.values(), *small_built.corpus(OPEN).refused_links)} == {Event, RefusedLink}
