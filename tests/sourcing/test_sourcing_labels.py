"""Every number of a sourcing label, counted by hand on a body of 100 code points."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import DOCUMENTS, OPEN, STANDOFF
from sourced import article, background, entity, figure, said, spans, world
from strategies import articles, claims_of

import claimwire
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Article, AttributedStatement, ClaimBase
from claimwire.schema.vocab import CuePolarity, EntityKind, SourceNaming
from claimwire.sourcing import SourcingLabel, corpus_labels, sourcing_label


def told(claims: Iterable[ClaimBase], of: Article | None = None) -> tuple[float | None, dict[str, int], dict[str, int]]:
    """Return the share told by others, and the code points told by kind and by naming."""
    label = sourcing_label(article() if of is None else of, claims)
    return (
        label.told_share,
        {str(x.source_kind): x.told_length for x in label.kinds},
        {str(x.source_naming): x.told_length for x in label.namings},
    )


def sources(label: SourcingLabel) -> dict[str, tuple[int, int]]:
    return {str(x.source_kind): (x.sources_least, x.sources_most) for x in label.kinds}


# What is told by others


def test_an_article_without_claims_is_told_by_its_outlet() -> None:
    label = sourcing_label(article(), [])
    assert (label.body_length, label.told_length, label.told_share, label.anonymous_share) == (100, 0, 0.0, 0.0)
    assert (label.statements, label.sources_least, label.sources_most, label.claims) == (0, 0, 0, 0)
    assert [len(x) for x in (label.kinds, label.namings, label.silences, label.sides)] == [0, 0, 0, 0]
    assert (label.oldest_background, label.oldest_background_years, label.annotator_kinds) == (None, None, ())


def test_the_contents_of_statements_are_told_by_others_and_figures_are_not() -> None:
    claims = [said(1, (20, 45)), figure(2, spans=spans((50, 60))), background(3, "1990", spans=spans((60, 70)))]
    assert told(claims) == (0.25, {"witness": 25}, {"described": 25})


def test_an_article_without_a_body_has_no_shares() -> None:
    headline = article().model_copy(update={"sentences": spans((0, 20))})
    label = sourcing_label(headline, [said(1, (0, 10), source_naming="anonymous")])
    assert (label.body_length, label.told_share, label.anonymous_share) == (0, None, None)
    assert label.sources_least == 1


def test_the_headline_is_no_body_and_its_source_counts() -> None:
    assert told([said(1, (0, 20)), said(2, (10, 30))]) == (0.1, {"witness": 10}, {"described": 10})
    assert sources(sourcing_label(article(), [said(1, (0, 20), source_kind="court")])) == {"court": (1, 1)}


def test_what_is_no_sentence_is_no_body() -> None:
    """Of 40 to 70, ten code points stand between the sentences."""
    of = article((20, 50), (60, 110))
    assert sourcing_label(of, []).body_length == 80
    assert told([said(1, (40, 70))], of)[0] == 20 / 80


def test_the_gap_of_a_statement_in_pieces_is_not_told_by_it() -> None:
    assert told([said(1, (20, 30), (50, 60))])[0] == 0.2


def test_what_several_statements_cover_counts_once() -> None:
    one, other = said(1, (20, 60), by="Ada Lorn"), said(2, (40, 80), by="Ilse Tann")
    assert told([one, other])[0] == 0.6


def test_within_a_statement_the_inner_one_tells() -> None:
    """A news agency tells 40, of which an officer tells 20; he is anonymous, so these rest on him."""
    agency = said(1, (20, 60), source_kind="media", source_naming="named", by="Tamsin Wire")
    officer = said(2, (30, 50), source_kind="military", source_naming="anonymous", within=1)
    assert told([agency, officer]) == (0.4, {"military": 20, "media": 20}, {"named": 20, "anonymous": 20})
    assert sourcing_label(article(), [agency, officer]).anonymous_share == 0.2


def test_what_a_nameless_source_tells_of_a_named_one_rests_on_the_nameless() -> None:
    """An anonymous officer tells 40; what the king is to have said within it rests on him, too."""
    officer = said(1, (20, 60), source_kind="military", source_naming="anonymous")
    king = said(2, (30, 50), source_kind="government", source_naming="named", by="Tamër Olv", within=1)
    deeper = said(3, (35, 40), source_kind="court", source_naming="described", within=2)
    assert told([officer, king, deeper]) == (
        0.4,
        {"military": 20, "government": 15, "court": 5},
        {"named": 0, "described": 0, "anonymous": 40},
    )


def test_what_two_sources_tell_on_their_own_rests_on_the_better_named() -> None:
    """The same words: of a court that is named, and by hearsay; then of two that are named, the first kind."""
    hearsay = said(1, (20, 40), source_kind="not_told", source_naming="none", mention="implicit")
    court = said(2, (20, 40), source_kind="court", source_naming="named", by="Court of Corrin")
    assert told([hearsay, court]) == (0.2, {"court": 20, "not_told": 0}, {"named": 20, "none": 0})
    police = said(3, (20, 40), source_kind="police_and_rescue", source_naming="named", by="Corrin Police")
    assert told([court, police])[1] == {"police_and_rescue": 20, "court": 0}


def test_all_can_be_anonymous() -> None:
    label = sourcing_label(article(), [said(n, (20, 120), source_naming="anonymous") for n in range(3)])
    assert (label.told_share, label.anonymous_share) == (1.0, 1.0)
    assert [(x.source_naming, x.sources_least, x.sources_most) for x in label.namings] == [("anonymous", 1, 3)]


def test_what_was_not_said_tells_nothing() -> None:
    """Nor is it a link between what is said and what that stands within."""
    silent = said(1, (20, 60), cue_polarity="negative", source_naming="anonymous")
    inner = said(2, (30, 50), source_naming="named", by="Ada Lorn", within=1)
    assert told([silent, inner]) == (0.2, {"witness": 20}, {"named": 20})


def test_a_circle_of_voices_ends() -> None:
    """A check refuses it; whoever counts before that gets numbers."""
    circle = [said(1, (20, 60), within=2), said(2, (30, 50), within=1), said(3, (70, 80), within=3)]
    assert told(circle)[0] == 0.5


def test_slots_that_the_codebook_did_not_ask_are_told_apart() -> None:
    label = sourcing_label(article(), [said(1, (20, 30), source_kind=None, source_naming=None, by="Ada Lorn")])
    assert [(x.source_kind, x.sources_least, x.told_length) for x in label.kinds] == [(None, 1, 10)]
    assert [(x.source_naming, x.sources_least, x.told_length) for x in label.namings] == [(None, 1, 10)]


# Sources


def test_a_source_counts_once_however_it_is_named() -> None:
    claims = [
        said(n, by=name, source_kind="government") for n, name in enumerate(["Zoë Marš", "Zoe Mars", "the Zoë Marš"])
    ]
    assert sources(sourcing_label(article(), claims)) == {"government": (1, 1)}


def test_ids_count_before_names_and_a_name_of_an_entity_is_that_entity() -> None:
    lorn = entity("ada_lorn", EntityKind.PERSON, "Ada Lorn")
    claims = [said(1, by="Ada", source_ids=("ada_lorn",)), said(2, by="Ada Lorn"), said(3, source_ids=("nurse",))]
    assert sources(sourcing_label(article(), claims, world(lorn))) == {"witness": (2, 2)}
    assert sources(sourcing_label(article(), claims)) == {"witness": (3, 3)}, "without entities, names are names"


def test_a_name_of_two_entities_is_none_of_them() -> None:
    two = [entity(key, EntityKind.PERSON, "Ada Lorn") for key in ("one", "two")]
    claims = [said(1, source_ids=("one",)), said(2, by="Ada Lorn")]
    assert sourcing_label(article(), claims, world(*two)).sources_least == 2


def test_sources_that_nothing_tells_apart_are_one_for_each_kind_and_naming_at_least() -> None:
    claims = [
        said(1),
        said(2, mention="pronoun"),
        said(3, source_naming="named"),
        said(4, source_kind="court"),
        said(5, by="Ada Lorn"),
    ]
    label = sourcing_label(article(), claims)
    assert sources(label) == {"witness": (3, 4), "court": (1, 1)}
    assert (label.sources_least, label.sources_most, label.statements) == (4, 5, 5)


def test_hearsay_is_no_source() -> None:
    told_of_nobody = said(1, source_kind="not_told", source_naming="none", mention="implicit")
    not_asked = said(2, source_kind=None, source_naming=None, mention="implicit")
    going_on = said(3, mention="implicit")
    label = sourcing_label(article(), [told_of_nobody, not_asked, going_on])
    assert sources(label) == {"witness": (1, 1), "not_told": (0, 0), "None": (0, 0)}
    assert [x.statements for x in label.kinds] == [1, 1, 1]


def test_a_joint_statement_has_several_sources_and_the_kind_of_the_first() -> None:
    """The society is an organisation by its own statement; the mayor has the kind that he mostly speaks in."""
    joint = said(1, source_name=("Ada Lorn", "Lamp Society"), source_kind="government")
    own = said(2, by="Lamp Society", source_kind="organisation")
    candidate = said(3, by="Ada Lorn", source_kind="party")
    assert sources(sourcing_label(article(), [joint])) == {"government": (2, 2)}
    assert sources(sourcing_label(article(), [joint, own])) == {"government": (1, 1), "organisation": (1, 1)}
    often = [joint, said(4, by="Ada Lorn", source_kind="government"), candidate]
    assert sources(sourcing_label(article(), often)) == {"government": (2, 2), "party": (0, 0)}


def test_a_source_is_named_as_well_as_it_is_anywhere() -> None:
    claims = [said(1, by="Ada Lorn"), said(2, by="Ada Lorn", source_naming="named")]
    label = sourcing_label(article(), claims)
    assert [(x.source_naming, x.sources_least, x.statements) for x in label.namings] == [
        ("named", 1, 1),
        ("described", 0, 1),
    ]


def test_kinds_come_by_what_they_tell_and_namings_by_how_well() -> None:
    claims = [said(1, (20, 30), source_kind="court", source_naming="anonymous"), said(2, (30, 60), by="Ada Lorn")]
    label = sourcing_label(article(), claims)
    assert [x.source_kind for x in label.kinds] == ["witness", "court"]
    assert [x.source_naming for x in label.namings] == ["described", "anonymous"]


# Who said nothing


def test_silences_are_told_once_with_whether_their_source_speaks_elsewhere() -> None:
    no = {"cue_polarity": "negative"}
    claims = [
        said(1, (20, 30), by="Ada Lorn", source_kind="government", **no),
        said(2, (30, 40), by="Ada Lorn", source_kind="government", **no),
        said(3, (40, 50), by="Three Capes Line", source_kind="company", **no),
        said(4, (50, 60), source_kind="armed_group", source_naming="none", **no),
        said(5, (60, 70), by="Ada Lorn", source_kind="government"),
    ]
    label = sourcing_label(article(), claims)
    assert [(x.name, x.source_kind, x.speaks_elsewhere) for x in label.silences] == [
        ("Ada Lorn", "government", True),
        ("Three Capes Line", "company", False),
        (None, "armed_group", None),
    ]
    assert (label.statements, label.sources_least, label.told_length) == (1, 1, 10)


def test_a_silent_entity_has_its_own_name() -> None:
    silent = said(1, by="the Line", source_ids=("three_capes",), cue_polarity="negative")
    there = world(entity("three_capes", EntityKind.ORGANISATION, "Three Capes Line"))
    assert [x.name for x in sourcing_label(article(), [silent], there).silences] == ["Three Capes Line"]
    assert [x.name for x in sourcing_label(article(), [silent]).silences] == ["the Line"]


# Background and checks


@pytest.mark.parametrize(
    ("times", "oldest", "undated"),
    [
        (["2001", "1996/1998", "1997-05"], "1996/1998", 0),
        (["199X", "1992"], "199X", 0),
        (["../1950", "1980/..", None], "1980/..", 2),
        (["../1950", None], None, 2),
        ([], None, 0),
    ],
)
def test_the_oldest_background_has_the_earliest_first_day(
    times: list[str | None], oldest: str | None, undated: int
) -> None:
    label = sourcing_label(article(), [background(n, time) for n, time in enumerate(times)])
    assert (label.oldest_background, label.background_claims, label.background_undated) == (oldest, len(times), undated)


@pytest.mark.parametrize(
    ("time", "published", "years"),
    [
        ("2030-06-15", "2031-06-15", 1),
        ("2030-06-16", "2031-06-15", 0),
        ("1996/1998", "2031-06-15", 35),
        ("2004-02-29", "2005-02-28", 0),
        ("2031-06-15", "2031-06-15", 0),
        ("2031-06-16", "2031-06-15", None),
        ("1990", None, None),
        ("1990", "XXXX-06-15", None),
        ("1990", "2031-06-15T18:30:00Z", 41),
    ],
)
def test_years_are_full_years_before_publication(time: str, published: str | None, years: int | None) -> None:
    label = sourcing_label(article(published=published), [background(1, time)])
    assert label.oldest_background_years == years


def test_the_oldest_background_has_the_name_of_its_event() -> None:
    claims = [background(1, "1996", event_id="war"), background(2, "1996", spans=spans((40, 50)))]
    there = world(events={"war": "Sorrava War"})
    assert sourcing_label(article(), claims, there).oldest_background_name == "Sorrava War"
    assert sourcing_label(article(), claims).oldest_background_name is None
    own = background(1, "1996", event_name="the war")
    assert sourcing_label(article(), [own], there).oldest_background_name == "the war"


def test_notes_on_checks_and_doubtful_claims_are_counted() -> None:
    claims = [
        said(1, outlet_check="not_verified"),
        said(2, outlet_check="not_verified", cue_polarity="negative"),
        said(3, outlet_check="verified", confidence="low"),
        figure(4, confidence="low"),
        background(5, None, confidence="medium"),
    ]
    label = sourcing_label(article(), claims)
    assert (label.not_verified, label.verified) == (2, 1)
    assert (label.claims, label.claims_low_confidence) == (5, 2)


# Corpora


def test_who_annotated_and_decided_is_known(small_built: Workspace) -> None:
    labels = claimwire.sourcing_labels(small_built.corpus(OPEN), small_built)
    assert {key: list(label.annotator_kinds) for key, label in labels.items() if key in ("heron_a", "heron_g")} == {
        "heron_a": ["human"],
        "heron_g": ["human", "model", "rule"],
    }


def test_what_is_not_adjudicated_has_no_label(small_built: Workspace) -> None:
    """An article of which a layer says that there is no claim has one."""
    corpus = small_built.corpus(OPEN)
    undecided = corpus.with_rows(claims=[], adjudications=[])
    assert corpus_labels(undecided, {}) == {}
    empty = [
        type(row)(row.record.model_copy(update={"claims": ()}), row.path, row.line) for row in corpus.rows.annotations
    ]
    assert list(corpus_labels(undecided.with_rows(annotations=empty), {})) == list(corpus.articles)
    assert corpus_labels(undecided.with_rows(annotations=[]), {}) == {}


def test_labels_are_the_same_with_and_without_a_text(small_built: Workspace) -> None:
    standoff = small_built.corpus(STANDOFF)
    hydrated, _ = claimwire.hydrate(standoff, DOCUMENTS)
    assert all(article.text is not None for article in hydrated.articles.values())
    assert claimwire.sourcing_labels(hydrated, small_built) == claimwire.sourcing_labels(standoff, small_built)


# Anything


@st.composite
def told_articles(draw: st.DrawFn) -> tuple[Article, list[ClaimBase]]:
    """Draw an article with up to six claims on it, which may stand within each other, or in circles."""
    of = draw(articles())
    names = tuple(f"c{number}" for number in range(draw(st.integers(0, 6))))
    return of, [draw(claims_of(of.article_id, 220, name, names)) for name in names]


@given(told_articles(), st.randoms(use_true_random=False))
def test_numbers_agree_with_each_other_and_no_order_counts(
    drawn: tuple[Article, list[ClaimBase]], random: Random
) -> None:
    of, claims = drawn
    label = sourcing_label(of, claims)
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert sourcing_label(of.model_copy(update={"text": None}), shuffled) == label
    for groups in (label.kinds, label.namings):
        assert sum(x.told_length for x in groups) == label.told_length
        assert sum(x.sources_least for x in groups) == label.sources_least <= label.sources_most
        assert sum(x.sources_most for x in groups) == label.sources_most
        assert sum(x.statements for x in groups) == label.statements
    assert (label.told_share is None) == (label.body_length == 0)
    if label.told_share is not None and label.anonymous_share is not None:
        assert 0 <= label.anonymous_share <= label.told_share <= 1
    assert SourcingLabel.model_validate_json(label.model_dump_json()) == label


@given(told_articles())
def test_the_code_points_told_are_those_of_plain_sets(drawn: tuple[Article, list[ClaimBase]]) -> None:
    of, claims = drawn
    body = {
        place
        for segment in of.segments
        if segment.kind.value == "body" and segment.start is not None and segment.end is not None
        for sentence in of.sentences
        for place in range(max(segment.start, sentence.start), min(segment.end, sentence.end))
    }
    statements = [x for x in claims if isinstance(x, AttributedStatement) and x.cue_polarity != CuePolarity.NEGATIVE]
    covered = {place for x in statements for span in x.spans for place in range(span.start, span.end)}
    label = sourcing_label(of, claims)
    assert (label.body_length, label.told_length) == (len(body), len(body & covered))
    nameless = {x.claim_id for x in statements if x.source_naming is SourceNaming.ANONYMOUS}
    if not nameless:
        assert not label.anonymous_share
