"""Who says a claim and since when, which claims have different sources, and which are linked."""

from __future__ import annotations

import pytest
from planted import OUTLETS, Planting

from claimwire.conflicts import Attribution, ConflictIndex, conflicts
from claimwire.conflicts.conflict_index import source_name
from claimwire.schema import AttributedStatement, CasualtyFigure
from claimwire.schema.vocab import LinkKind, PresentedAs, Qualifier, SourceKind

SAME = LinkKind.SAME_FIGURE


def attributed(planting: Planting, name: str) -> Attribution:
    return planting.index().attribution(planting.claims[name])


def test_the_outlet_says_what_no_statement_is_around() -> None:
    planting = Planting()
    planting.figure("a_count", "crash", Qualifier.EXACT, 4)
    assert attributed(planting, "a_count") == Attribution("Orlan Post", "", "2041-06-01")
    unknown = ConflictIndex(planting.data(), {})
    assert unknown.attribution(planting.claims["a_count"]).outlet == "orlan_post", "its id, if it has no record"


@pytest.mark.parametrize(
    ("time", "since"),
    [("2041-05-30", "2041-05-30"), ("2041-05-29/2041-05-31", "2041-05-29"), ("../2041-05-31", "2041-06-01")],
)
def test_a_source_says_it_since_the_first_day_of_its_statement_or_else_of_the_article(time: str, since: str) -> None:
    planting = Planting()
    planting.said("a_said", "crash", "Ines Valmer", "Ines Valmer counts.", time=time, speaks_for_name="Orlan")
    planting.figure("a_count", "crash", Qualifier.EXACT, 4, voice_id="a_said")
    expected = Attribution("Orlan Post", "Ines Valmer (for Orlan)", since)
    assert attributed(planting, "a_said") == attributed(planting, "a_count") == expected


def test_of_an_article_without_a_date_nothing_is_known_of_the_day() -> None:
    planting = Planting()
    planting.figure("d_count", "crash", Qualifier.EXACT, 4)
    assert attributed(planting, "d_count").since == ""


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (SourceKind.WITNESS, "a witness not named"),
        (SourceKind.EXPERT, "an expert not named"),
        (SourceKind.INDIVIDUAL, "people not named"),
        (SourceKind.DOCUMENT, "a document not named"),
        (SourceKind.MEDIA, "media not named"),
        (SourceKind.GOVERNMENT, "a source not named"),
    ],
)
def test_a_source_without_a_name_is_called_by_its_kind(kind: SourceKind, name: str) -> None:
    planting = Planting()
    planting.said("a_said", "crash", "", "Somebody counts.", source_kind=kind)
    statement = planting.claims["a_said"]
    assert isinstance(statement, AttributedStatement)
    assert source_name(statement) == name
    several = statement.model_copy(update={"source_name": ("Ada Lorn", "Ben Ulm")})
    assert source_name(several) == "Ada Lorn, Ben Ulm"


def test_two_articles_are_two_sources_and_so_are_two_voices_of_one() -> None:
    planting = Planting()
    for letter in "ab":
        planting.said(f"{letter}_said", "crash", "Ines Valmer", "Ines Valmer counts.")
        planting.said(f"{letter}_other", "crash", "Omar Dend", "Omar Dend counts.")
        for number, voice in enumerate((None, None, f"{letter}_said", f"{letter}_said", f"{letter}_other")):
            planting.figure(f"{letter}_{number}", "crash", Qualifier.EXACT, number, voice_id=voice)
    index, claims = planting.index(), planting.claims
    different = {
        (one, other)
        for one in ("a_0", "a_2", "a_4", "a_said")
        for other in ("a_1", "a_3", "a_4", "a_said", "b_0", "b_3")
        if index.different_sources(claims[one], claims[other])
    }
    same = {("a_0", "a_1"), ("a_2", "a_3"), ("a_2", "a_said"), ("a_4", "a_4"), ("a_said", "a_3"), ("a_said", "a_said")}
    assert len(different) == 24 - len(same)
    assert not different & same


def test_a_voice_that_is_not_a_statement_is_none() -> None:
    planting = Planting()
    planting.figure("a_0", "crash", Qualifier.EXACT, 1)
    planting.figure("a_1", "crash", Qualifier.EXACT, 2, voice_id="a_0")
    planting.figure("a_2", "crash", Qualifier.EXACT, 2, voice_id="a_gone")
    index = planting.index()
    assert [index.statement_of(planting.claims[name]) for name in ("a_0", "a_1", "a_2")] == [None, None, None]


def test_links_join_claims_by_kind() -> None:
    planting = Planting()
    for name in ("a_0", "b_0", "c_0", "a_1", "b_1"):
        planting.figure(name, "crash", Qualifier.EXACT, 4)
    planting.link(SAME, "b_0", "a_0")
    planting.link(SAME, "a_0", "c_0")
    planting.link(SAME, "a_1", "b_1")
    planting.link(LinkKind.SAME_BACKGROUND, "a_0", "a_1")
    index = planting.index()

    def pair(one: str, other: str, kind: LinkKind = SAME) -> tuple[bool, bool]:
        claims = planting.claims[one], planting.claims[other]
        return index.linked(*claims, kind), index.linked_separately(*claims, kind)

    assert pair("a_0", "b_0") == (True, False)
    assert pair("b_0", "c_0") == (False, True), "each is linked with a_0, not with the other"
    assert pair("a_0", "b_1") == (False, True)
    assert pair("a_0", "a_1", LinkKind.SAME_BACKGROUND) == (True, False)
    assert pair("b_0", "b_1", LinkKind.SAME_BACKGROUND) == (False, False)
    assert index.linked_ids("a_0", SAME) == ["a_0", "b_0", "c_0"]
    assert index.linked_ids("b_0", SAME) == ["a_0", "b_0"]
    assert index.linked_ids("b_0", LinkKind.SAME_STATEMENT) == ["b_0"]
    bare = index.with_links(planting.links[:1])
    assert bare.linked_ids("a_0", SAME) == ["a_0", "b_0"]
    assert bare.similarity is index.similarity, "which does not depend on links"
    assert index.linked_ids("a_0", SAME) == ["a_0", "b_0", "c_0"], "the first index stays as it was"


def test_pairs_share_an_event_or_a_link_and_say_how_things_are() -> None:
    planting = Planting()
    planting.figure("a_0", "crash", Qualifier.EXACT, 1)
    planting.figure("b_0", "crash", Qualifier.EXACT, 1, presented_as=PresentedAs.PRESUPPOSED)
    planting.figure("c_0", "crash", Qualifier.EXACT, 1, presented_as=PresentedAs.HOPED)
    planting.figure("c_1", "storm", Qualifier.EXACT, 1)
    planting.figure("c_2", None, Qualifier.EXACT, 1)
    planting.figure("d_2", None, Qualifier.EXACT, 1)
    planting.told("a_told", "crash", "1998")
    planting.link(SAME, "c_1", "a_0", "b_gone")
    index = planting.index()

    def ids(*, as_fact: bool) -> list[tuple[str, str]]:
        return [(a.claim_id, b.claim_id) for a, b in index.pairs(CasualtyFigure, as_fact=as_fact)]

    assert ids(as_fact=True) == [("a_0", "b_0"), ("a_0", "c_1")]
    assert ids(as_fact=False) == [("a_0", "b_0"), ("a_0", "c_0"), ("a_0", "c_1"), ("b_0", "c_0")]


def test_claims_of_an_article_that_is_not_there_are_left_out() -> None:
    planting = Planting()
    planting.figure("a_count", "crash", Qualifier.EXACT, 4)
    planting.figure("z_count", "crash", Qualifier.EXACT, 5)
    index = ConflictIndex(planting.data(), OUTLETS)
    assert list(index.corpus.claims) == ["a_count"]
    assert conflicts(index) == []
