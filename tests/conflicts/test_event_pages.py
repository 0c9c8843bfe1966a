"""Pages of conflicts: one per event, one section per dispute, one row per claim; titles, names and notes."""

from __future__ import annotations

import pytest
from planted import Planting, figures, wording

from claimwire.conflicts import disputes
from claimwire.conflicts.dispute import main_event
from claimwire.conflicts.page import NO_EVENT, DisputeSection, EventPage, event_pages
from claimwire.conflicts.wording import names_used
from claimwire.schema.vocab import FigureScope, LinkKind, Qualifier, VictimStatus


def pages_of(planting: Planting) -> list[EventPage]:
    index = planting.index()
    return event_pages(index, disputes(index))


def of_title(pages: list[EventPage], title: str) -> DisputeSection:
    return next(section for page in pages for section in page.sections if section.title.startswith(title))


def test_a_page_is_an_event_with_everything_said_of_it_in_more_than_one_way() -> None:
    pages = pages_of(figures())
    names = ["avalanche", "blaze", "crash", "fire", "flood", "gust", "mudslide", "quake", "raid", "school"]
    assert [page.event_id for page in pages] == [*names, "storm", "war", "wave", "wreck"]
    crash = pages[names.index("crash")]
    assert crash.description == "What crash is."
    assert crash.conflicts == 2
    toll = of_title([crash], "How many were killed")
    assert [(row.claim_id, row.says, row.since, row.outlet, row.in_conflict) for row in toll.rows] == [
        ("a_crash", "12", "2041-06-01", "Orlan Post", True),
        ("b_crash", "15", "2041-06-01", "Tarn Wire", True),
        ("c_crash", "at least 10", "2041-06-03", "Quay Radio", False),
    ]
    assert toll.summary == "1 pair of claims in conflict"


def test_a_row_says_whom_the_outlet_has_it_from_and_since_when() -> None:
    planting = Planting()
    planting.said("a_said", "crash", "Ines Valmer", "Ines Valmer counts.", time="2041-05-30", speaks_for_name="Orlan")
    planting.figure("a_count", "crash", Qualifier.EXACT, 4, voice_id="a_said")
    planting.figure("b_count", "crash", Qualifier.EXACT, 5)
    first, second = pages_of(planting)[0].sections[0].rows
    assert (first.who, first.since) == ("Orlan Post: Ines Valmer (for Orlan)", "2041-05-30")
    assert (second.who, second.since) == ("Tarn Wire", "2041-06-01")


def test_the_note_of_a_link_is_shown_with_what_it_joins() -> None:
    planting = Planting()
    for name, number in (("a_count", 4), ("b_count", 5), ("c_other", 4)):
        planting.figure(name, "crash" if name != "c_other" else "storm", Qualifier.EXACT, number)
    planting.link(LinkKind.SAME_FIGURE, "a_count", "b_count")
    planting.link(LinkKind.SAME_BACKGROUND, "a_count", "c_other")
    notes = ("Both count the crew.", "Only one of them is shown.")
    planting.links = [x.model_copy(update={"note": note}) for x, note in zip(planting.links, notes, strict=True)]
    assert pages_of(planting)[0].sections[0].notes == ("Both count the crew.",)


def test_claims_of_no_event_and_of_an_event_without_a_record_have_a_page() -> None:
    planting = Planting()
    for name, event in (("a_one", None), ("b_one", None), ("a_two", "gone"), ("b_two", "gone")):
        planting.told(name, event, "1998" if name[0] == "a" else "1999")
    planting.link(LinkKind.SAME_BACKGROUND, "a_one", "b_one")
    index = planting.index()
    del index.corpus.events["gone"]
    assert [(page.event_id, page.name, page.description) for page in event_pages(index, disputes(index))] == [
        (NO_EVENT, NO_EVENT, ""),
        ("gone", "gone", ""),
    ]


def test_a_dispute_is_about_the_event_that_most_of_its_claims_are_about() -> None:
    planting = Planting()
    for name, event, number in (("a_one", "mine", 4), ("b_one", "quarry", 5), ("c_one", "quarry", 6)):
        planting.figure(name, event, Qualifier.EXACT, number)
    planting.link(LinkKind.SAME_FIGURE, "a_one", "b_one", "c_one")
    (dispute,) = disputes(planting.index())
    assert dispute.event_id == "quarry"
    assert len(dispute.conflicts) == 3
    assert main_event([planting.claims["b_one"], planting.claims["a_one"]]) == "mine", "of as many, the first by id"
    assert main_event([]) is None


def test_three_figures_and_more_are_drawn_and_fewer_are_not() -> None:
    pages = pages_of(figures())
    for page in pages:
        for section in page.sections:
            assert len(section.charted) == (len(section.rows) if len(section.rows) >= 3 else 0)
    toll = of_title([page for page in pages if page.event_id == "quake"], "How many")
    assert [row.claim_id for row in toll.charted] == ["a_toll", "b_toll", "c_toll"]
    assert toll.summary == "1 pair of claims in conflict, 2 pairs differ with their days only"


def test_figures_are_drawn_by_the_days_they_are_of_and_those_without_a_number_not_at_all() -> None:
    planting = Planting()
    for name, number, slots in (
        ("a_third", 5, {"time": "2041-06-02"}),
        ("b_first", 4, {"time": "2041-05-30"}),
        ("c_last", 6, {}),
        ("d_unknown", 7, {}),
    ):
        planting.figure(name, "quake", Qualifier.EXACT, number, scope=FigureScope.CUMULATIVE, **slots)
    planting.figure("c_none", "quake", Qualifier.NONE_STATED)
    planting.link(LinkKind.SAME_FIGURE, "b_first", "c_none")
    (page,) = pages_of(planting)
    assert [row.claim_id for row in page.sections[0].charted] == ["d_unknown", "b_first", "a_third", "c_last"]


def test_the_summary_counts_what_there_is() -> None:
    (section,) = pages_of(figures())[0].sections
    assert (section.title, section.summary) == ("How many were missing", "1 pair differs with its day only")
    war = of_title([page for page in pages_of(figures()) if page.event_id == "fire"], "How many were killed")
    assert war.summary == "1 pair of claims in conflict"


# Titles and names


def test_two_disputes_of_one_event_have_titles_that_differ() -> None:
    """Regression: killed fighters and killed soldiers were two sections and charts of one title."""
    planting = Planting()
    fighters = {"victim_status": VictimStatus.COMBATANT}
    for letter, rebels, soldiers in (("a", 9, 13), ("b", 60, 10)):
        for name, count, who in (("rebels", rebels, "rebels"), ("soldiers", soldiers, "soldiers of Tarn")):
            statement = f"{count} {who} were killed in the raid."
            planting.figure(f"{letter}_{name}", "raid", Qualifier.EXACT, count, statement=statement, **fighters)
    planting.link(LinkKind.SAME_FIGURE, "a_rebels", "b_rebels")
    planting.link(LinkKind.SAME_FIGURE, "a_soldiers", "b_soldiers")
    index = planting.index()
    titles = [dispute.title for dispute in disputes(index)]
    assert titles == [
        "How many were killed (combatant): rebels",
        "How many were killed (combatant): soldiers, of, Tarn",
    ]
    assert [dispute.title for dispute in disputes(index, ["figures_differ"])] == titles


def test_disputes_whose_statements_are_the_same_differ_by_a_claim() -> None:
    planting = Planting()
    same = {"victim_status": VictimStatus.COMBATANT, "statement": "Some died."}
    for name, count in (("a_one", 1), ("b_one", 2), ("a_two", 3), ("b_two", 4)):
        planting.figure(name, "raid", Qualifier.EXACT, count, **same)
    planting.link(LinkKind.SAME_FIGURE, "a_one", "b_one")
    planting.link(LinkKind.SAME_FIGURE, "a_two", "b_two")
    titles = [dispute.title for dispute in disputes(planting.index())]
    assert titles == ["How many were killed (combatant): a_one", "How many were killed (combatant): a_two"]


def test_what_a_source_calls_something_is_said_and_the_title_names_it() -> None:
    """Regression: such rows said nothing, and the title was `What it is called`."""
    (section,) = (x for page in pages_of(wording()) if page.event_id == "march" for x in page.sections)
    assert section.title == "What it is called: march"
    assert [(row.claim_id, row.says, row.in_conflict) for row in section.rows] == [
        ("a_named", "rescue", True),
        ("b_named", "robbery", True),
        ("c_named", "duty", True),
    ]
    assert section.reasons == ("“rescue” and “robbery”", "“robbery” and “duty”")


@pytest.mark.parametrize(
    ("statements", "names"),
    [
        (["Ada calls the flood a trick.", "Ben calls the flood an act of God."], ["a trick", "an act of God"]),
        (["A trick is what Ada calls it.", "A feat is what Ben calls it."], ["trick Ada", "feat Ben"]),
        (["They call it a raid.", "They call it a raid."], ["They call it a raid", "They call it a raid"]),
        (["Ada calls the 1,200 a mob.", "Ben calls the 1,200 a crowd-in-arms."], ["mob", "crowd-in-arms"]),
        (["One word.", "Another name."], ["One word", "Another name"]),
    ],
)
def test_the_name_is_what_follows_the_last_word_that_all_share(statements: list[str], names: list[str]) -> None:
    assert names_used(statements) == names
