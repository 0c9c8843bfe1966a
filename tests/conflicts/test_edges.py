"""Near misses: at each bound of a rule the case that is found, and the one past it that is not."""

from __future__ import annotations

from typing import Any

import pytest
from planted import Planting

from claimwire.conflicts import ConflictIndex, conflicts, disputes
from claimwire.conflicts.casualties import day_of_count, time_of_count
from claimwire.conflicts.conflict_index import stance
from claimwire.conflicts.link_proposals import proposals
from claimwire.conflicts.similarity import Similarity
from claimwire.schema import CasualtyFigure
from claimwire.schema.vocab import (
    CueClass,
    CuePolarity,
    EventType,
    FigureScope,
    Harm,
    LinkKind,
    Polarity,
    PresentedAs,
    Qualifier,
    QuantityForm,
    QuoteType,
    VictimGroup,
    VictimStatus,
)

DENIED = {"presented_as": PresentedAs.DENIED, "cue_class": CueClass.DENIAL}
REFUGEES = {"victim_status": VictimStatus.CIVILIAN, "victim_groups": (VictimGroup.REFUGEES,)}
CUMULATIVE, SNAPSHOT = {"scope": FigureScope.CUMULATIVE}, {"scope": FigureScope.SNAPSHOT}
DURING, WHOLE = {"scope": FigureScope.PERIOD_TOTAL}, {"scope": FigureScope.SINGLE_EVENT}


class Fixed(Similarity):
    """Says that any two statements are so similar, and the names of any two sources."""

    def __init__(self, words: float, names: float = 0) -> None:
        self.words, self.names = words, names

    def between(self, one: str, other: str, without: frozenset[str] = frozenset()) -> float:
        return self.words

    def of_stems(self, one: frozenset[str], other: frozenset[str]) -> float:
        return self.names


def kinds(planting: Planting, similarity: Similarity | None = None) -> list[str]:
    """Return the kinds of the conflicts, and `grown` for every pair that changed with time."""
    index = planting.index()
    if similarity is not None:
        index.similarity = similarity
    grown = [pair for dispute in disputes(index) for pair in dispute.developments]
    return [item.kind for item in conflicts(index)] + ["grown"] * len(grown)


def two_figures(one: dict[str, Any], other: dict[str, Any], *, letters: str = "ab", linked: bool = False) -> Planting:
    """Plant two tolls of one event, 10 and 20, with some slots each."""
    planting = Planting()
    for letter, number, slots in zip(letters, (10, 20), (one, other), strict=True):
        planting.figure(f"{letter}_{number}", "crash", Qualifier.EXACT, number, **slots)
    if linked:
        planting.link(LinkKind.SAME_FIGURE, *planting.claims)
    return planting


# Figures


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (WHOLE, WHOLE, ["figures_differ"]),
        (WHOLE, CUMULATIVE, ["figures_differ"]),
        (WHOLE, {"scope": None}, ["figures_differ"]),
        (WHOLE, SNAPSHOT, []),
        (WHOLE, DURING, []),
        (CUMULATIVE, DURING, []),
        (DURING, {"scope": None}, ["figures_differ"]),
        (WHOLE | {"time": "2041-05"}, WHOLE | {"time": "2041-05-31"}, ["figures_differ"]),
        (WHOLE | {"time": "2041-05"}, WHOLE | {"time": "2041-06-01"}, []),
        (DURING | {"time": "2040"}, DURING | {"time": "2041"}, []),
        ({"harm": Harm.DISPLACED}, {"harm": Harm.DISPLACED}, ["figures_differ"]),
        ({"harm": Harm.EVACUATED}, {"harm": Harm.EVACUATED}, []),
        ({"harm": Harm.KILLED}, {"harm": Harm.KILLED_OR_INJURED}, []),
        (REFUGEES, REFUGEES, ["figures_differ"]),
        (REFUGEES, {"victim_status": VictimStatus.UNSPECIFIED}, []),
        ({"victim_status": VictimStatus.COMBATANT}, {"victim_status": VictimStatus.COMBATANT}, []),
        ({"victim_groups": (VictimGroup.WOMEN,)}, {"victim_groups": ()}, []),
        ({"part_of_id": "a_20"}, {}, []),
        ({"presented_as": PresentedAs.PRESUPPOSED}, {}, ["figures_differ"]),
        ({"presented_as": PresentedAs.POSSIBLE}, {}, []),
    ],
)
def test_which_slots_say_that_two_figures_count_the_same(
    one: dict[str, Any], other: dict[str, Any], expected: list[str]
) -> None:
    assert kinds(two_figures(one, other)) == expected
    swapped = Planting()
    swapped.figure("a_20", "crash", Qualifier.EXACT, 20, **other)
    swapped.figure("b_10", "crash", Qualifier.EXACT, 10, **one)
    assert kinds(swapped) == expected


def test_a_link_counts_for_more_than_slots_but_not_than_harm_and_group() -> None:
    fighters = {"victim_status": VictimStatus.COMBATANT}
    assert kinds(two_figures(WHOLE | fighters, DURING, linked=True)) == ["figures_differ"]
    assert kinds(two_figures({"victim_groups": (VictimGroup.WOMEN,)}, {}, linked=True)) == []
    assert kinds(two_figures({}, {"harm": Harm.INJURED}, linked=True)) == ["called_differently"]


@pytest.mark.parametrize(("later", "slots"), [(20, {}), (5, {}), (20, {"time": "2041-05-01"})])
def test_a_count_that_supersedes_another_is_no_conflict_also_if_it_fell(later: int, slots: dict[str, Any]) -> None:
    planting = Planting()
    planting.figure("a_10", "crash", Qualifier.EXACT, 10, **slots)
    planting.figure("b_later", "crash", Qualifier.EXACT, later)
    assert kinds(planting) == ["figures_differ"]
    planting.link(LinkKind.SUPERSEDES, "a_10", "b_later")
    assert kinds(planting) == ["grown"]
    assert len(disputes(planting.index())) == 1, "one line"


def test_counts_follow_each_other_over_several_links_and_no_further() -> None:
    planting = Planting()
    for letter, number in zip("abcd", (10, 9, 12, 30), strict=True):
        planting.figure(f"{letter}_dead", None, Qualifier.EXACT, number)
    planting.link(LinkKind.SUPERSEDES, "a_dead", "b_dead")
    planting.link(LinkKind.SUPERSEDES, "b_dead", "c_dead")
    assert kinds(planting) == ["grown"] * 3
    planting.link(LinkKind.SAME_FIGURE, "c_dead", "d_dead")
    assert kinds(planting) == ["figures_differ"] + ["grown"] * 3


def test_counts_that_follow_each_other_and_meet_are_nothing_to_show() -> None:
    planting = Planting()
    planting.figure("a_10", "crash", Qualifier.AT_LEAST, 10)
    planting.figure("b_11", "crash", Qualifier.EXACT, 11)
    planting.link(LinkKind.SUPERSEDES, "a_10", "b_11")
    assert kinds(planting) == []


def test_figures_that_two_links_keep_apart_are_not_compared() -> None:
    planting = two_figures({}, {})
    planting.figure("c_15", "crash", Qualifier.EXACT, 10)
    planting.link(LinkKind.SAME_FIGURE, "a_10", "c_15")
    assert kinds(planting) == ["figures_differ", "figures_differ"]
    planting.figure("d_20", "crash", Qualifier.EXACT, 20)
    planting.link(LinkKind.SAME_FIGURE, "b_20", "d_20")
    # a and c, b and d are linked: a toll of one link is not compared with one of the other
    assert kinds(planting) == []


def test_a_figure_without_a_number_is_compared_by_a_link_alone() -> None:
    uncounted = {"quantity_form": QuantityForm.NONE}
    for linked, expected in ((False, []), (True, ["figures_differ"])):
        planting = Planting()
        planting.figure("a_some", "crash", Qualifier.NONE_STATED, **uncounted)
        planting.figure("b_zero", "crash", Qualifier.ZERO)
        if linked:
            planting.link(LinkKind.SAME_FIGURE, "a_some", "b_zero")
        assert kinds(planting) == expected


@pytest.mark.parametrize(
    ("children", "expected"),
    [((VictimGroup.CHILDREN,), 2), ((), 1)],
    ids=["a group of its own", "any part"],
)
def test_parts_count_the_same_if_they_are_one_group_of_the_same_whole(
    children: tuple[VictimGroup, ...], expected: int
) -> None:
    def planted() -> Planting:
        planting = two_figures({}, {})
        for letter, number in (("a", 10), ("b", 20)):
            whole = f"{letter}_{number}"
            planting.figure(
                f"{letter}_part", "crash", Qualifier.EXACT, number // 2, part_of_id=whole, victim_groups=children
            )
        return planting

    assert kinds(planted()) == ["figures_differ"] * expected
    apart = planted()
    apart.claims["b_20"] = apart.claims["b_20"].model_copy(update={"harm": Harm.INJURED})
    assert kinds(apart) == []
    linked = planted()
    fighters = {"victim_status": VictimStatus.COMBATANT}
    for name in ("a_10", "b_20"):
        linked.claims[name] = linked.claims[name].model_copy(update=fighters)
    assert kinds(linked) == [], "the wholes may be of two sides"
    linked.link(LinkKind.SAME_FIGURE, "a_10", "b_20")
    assert kinds(linked) == ["figures_differ"] * expected


# Counts that change with time: the day decides, and a toll does not fall

BEFORE, SAME_DAY = {"time": "2041-05-31"}, {"time": "2041-06-01"}


@pytest.mark.parametrize(
    ("one", "other", "letters", "expected"),
    [
        # 10 and 20 published on one day, neither or both dated to it
        (CUMULATIVE, CUMULATIVE, "ab", "figures_differ"),
        (CUMULATIVE | SAME_DAY, CUMULATIVE | SAME_DAY, "ab", "figures_differ"),
        # one dated to the day: the other may be older if it is lower
        (CUMULATIVE, CUMULATIVE | SAME_DAY, "ab", "grown"),
        (CUMULATIVE | SAME_DAY, CUMULATIVE, "ab", "figures_differ"),
        (CUMULATIVE, SNAPSHOT | SAME_DAY, "ab", "grown"),
        (WHOLE, CUMULATIVE | SAME_DAY, "ab", "figures_differ"),
        (SNAPSHOT | SAME_DAY, SNAPSHOT, "ab", "grown"),
        (SNAPSHOT, SNAPSHOT | SAME_DAY, "ab", "grown"),
        # another day: 20 after 10 has grown, 20 before 10 would be a fall
        (CUMULATIVE | BEFORE, CUMULATIVE, "ab", "grown"),
        (CUMULATIVE, CUMULATIVE | BEFORE, "ab", "figures_differ"),
        (CUMULATIVE, CUMULATIVE, "ac", "grown"),
        (CUMULATIVE, CUMULATIVE, "ca", "figures_differ"),
        (SNAPSHOT, SNAPSHOT, "ca", "grown"),
        # a whole figure is of the day of its article, whatever it dates
        (WHOLE | BEFORE, CUMULATIVE, "ab", "figures_differ"),
        (WHOLE, CUMULATIVE, "ac", "grown"),
        (CUMULATIVE, WHOLE, "ca", "grown"),
        # a day that is not known
        (CUMULATIVE, CUMULATIVE, "ad", "grown"),
        (CUMULATIVE, CUMULATIVE, "da", "grown"),
        (WHOLE, WHOLE, "da", "figures_differ"),
    ],
)
def test_what_two_counts_are_to_each_other(
    one: dict[str, Any], other: dict[str, Any], letters: str, expected: str
) -> None:
    mixed = {one["scope"], other["scope"]} == {FigureScope.CUMULATIVE, FigureScope.SNAPSHOT}
    assert kinds(two_figures(one, other, letters=letters, linked=mixed)) == [expected]


def reason(planting: Planting) -> str:
    (item,) = conflicts(planting.index())
    return item.reason


def test_a_conflict_of_figures_says_which_numbers_and_which_days() -> None:
    assert reason(two_figures({}, {})) == "no number is both 10 and 20"
    about = Planting()
    about.figure("b_about", "crash", Qualifier.EXACT, 30, approximate=True)
    about.figure("a_more", "crash", Qualifier.MORE_THAN, 40)
    assert reason(about) == "no number is both more than 40 (41 or more) and about 30 (25 to 35)"
    assert reason(two_figures(CUMULATIVE, CUMULATIVE)) == "no number is both 10 and 20, both on 2041-06-01"
    for day in range(10, 20):
        fallen = two_figures(CUMULATIVE, CUMULATIVE | {"time": f"2041-05-{day}"})
        expected = f"no number is both 10 and 20, and a toll does not shrink from 2041-05-{day} to 2041-06-01"
        assert reason(fallen) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"), [((10, 20, 20, 30), []), ((10, 19, 20, 30), ["figures_differ"])], ids=["touch", "apart"]
)
def test_ranges_that_touch_meet(numbers: tuple[int, int, int, int], expected: list[str]) -> None:
    planting = Planting()
    planting.figure("a_some", "crash", Qualifier.BETWEEN, *numbers[:2])
    planting.figure("b_more", "crash", Qualifier.BETWEEN, *numbers[2:])
    assert kinds(planting) == expected


@pytest.mark.parametrize(
    ("slots", "day"),
    [
        ({"time": "2041-05-31"}, "2041-05-31"),
        ({"time": "2041-05-31", "scope": FigureScope.SNAPSHOT}, "2041-06-01"),
        ({"time": "2041-05-31", "voice_id": "a_said"}, "2041-06-01"),
        ({"time": "2041-05-31", "numbers": 11}, "2041-06-01"),
        ({}, "2041-06-01"),
    ],
    ids=["dated", "of another scope", "of another voice", "another number", "undated"],
)
def test_a_headline_is_dated_by_the_same_count_below_it(slots: dict[str, Any], day: str) -> None:
    planting = Planting()
    planting.said("a_said", "crash", "Ines Valmer", "Ines Valmer counts.")
    planting.figure("a_head", "crash", Qualifier.EXACT, 10, **CUMULATIVE)
    given = CUMULATIVE | slots
    planting.figure("a_text", "crash", Qualifier.AT_LEAST, given.pop("numbers", 10), **given)
    planting.link(LinkKind.SAME_FIGURE, "a_head", "a_text")
    index = planting.index()
    headline = planting.claims["a_head"]
    assert isinstance(headline, CasualtyFigure)
    assert str(day_of_count(index, headline)) == day
    assert time_of_count(index.with_links(()), headline) is None


# Denials


@pytest.mark.parametrize(("length", "expected"), [(20, ["asserted_and_denied"]), (21, [])])
def test_a_denial_of_twenty_code_points_refers_to_what_is_before_it(length: int, expected: list[str]) -> None:
    planting = Planting()
    planting.said("a_charge", "dam", "Ada Lorn", "Ada Lorn charges the wardens with sleep.")
    planting.said("a_denies", "dam", "the wardens", "Nothing of the kind.", length=length, **DENIED)
    assert kinds(planting) == expected


@pytest.mark.parametrize(
    ("charge", "denial", "expected"),
    [
        ({}, {}, 1),
        ({"event": "harvest"}, {}, 0),
        ({"source": "the wardens"}, {}, 0),
        ({"voice_id": "a_first"}, {}, 0),
        ({"presented_as": PresentedAs.HOPED}, {}, 0),
        ({"presented_as": PresentedAs.DENIED}, {}, 1),
        ({"polarity": Polarity.NEGATIVE}, {}, 1),
        ({"polarity": Polarity.MIXED}, {}, 1),
        ({"presented_as": PresentedAs.DENIED, "polarity": Polarity.NEGATIVE}, {}, 1),
        (DENIED, {}, 0),
        ({}, {"voice_id": "a_charge"}, 1),
    ],
)
def test_which_statement_before_it_a_denial_refers_to(
    charge: dict[str, Any], denial: dict[str, Any], expected: int
) -> None:
    slots = {"event": "dam", "source": "Ada Lorn"} | charge
    planting = Planting()
    planting.said("a_first", "elsewhere", "Ben Ulm", "Ben Ulm expects rain.")
    planting.said("a_charge", slots.pop("event"), slots.pop("source"), "Ada Lorn charges the wardens.", **slots)
    planting.said("a_denies", "dam", "the wardens", "Nothing of the kind.", length=4, **(DENIED | denial))
    planting.said("a_behind", "dam", "Zoe Karr", "Zoe Karr has seen enough.")
    assert len(kinds(planting)) == expected


@pytest.mark.parametrize(("similar", "expected"), [(0.4, ["asserted_and_denied"]), (0.399, [])])
def test_from_which_similarity_a_denial_is_of_the_same(similar: float, expected: list[str]) -> None:
    planting = Planting()
    planting.said("a_says", "ferry", "Ines Valmer", "Ines Valmer saw the ferry.")
    planting.said("b_denies", "ferry", "Omar Dend", "Omar Dend saw no ferry.", **DENIED)
    assert kinds(planting, Fixed(similar)) == expected
    for change in ({"event_id": "storm"}, {"event_id": None}, {"source_name": ("Ines Valmer",)}):
        other = planting.claims["b_denies"].model_copy(update=change)
        apart = Planting()
        apart.claims = planting.claims | {"b_denies": other}
        assert kinds(apart, Fixed(similar)) == []


@pytest.mark.parametrize(("denied", "expected"), [(12, ["asserted_and_denied"]), (13, [])])
def test_who_denies_a_number_denies_those_that_meet_it(denied: int, expected: list[str]) -> None:
    for linked in (False, True):
        planting = Planting()
        planting.figure("a_dead", "gale", Qualifier.AT_MOST, 12)
        planting.figure("b_dead", "gale", Qualifier.AT_LEAST, denied, presented_as=PresentedAs.DENIED)
        if linked:
            planting.link(LinkKind.SAME_FIGURE, "a_dead", "b_dead")
        assert kinds(planting) == expected


SO, NOT_SO = "so", "not so"


@pytest.mark.parametrize(
    ("presented", "polarity", "expected"),
    [
        (PresentedAs.ASSERTED, Polarity.POSITIVE, SO),
        (PresentedAs.ASSERTED, Polarity.MIXED, SO),
        (PresentedAs.ASSERTED, None, SO),
        (PresentedAs.ASSERTED, Polarity.NEGATIVE, NOT_SO),
        (PresentedAs.PRESUPPOSED, Polarity.NEGATIVE, NOT_SO),
        (PresentedAs.DENIED, Polarity.POSITIVE, NOT_SO),
        (PresentedAs.DENIED, None, NOT_SO),
        (PresentedAs.DENIED, Polarity.NEGATIVE, SO),
        (PresentedAs.POSSIBLE, Polarity.NEGATIVE, None),
        (PresentedAs.FUTURE, Polarity.POSITIVE, None),
    ],
)
def test_polarity_and_presentation_say_together_whether_it_is_so(
    presented: PresentedAs, polarity: Polarity | None, expected: str | None
) -> None:
    planting = Planting()
    planting.said("a_said", "dam", "Ada Lorn", "Ada Lorn speaks.", presented_as=presented, polarity=polarity)
    planting.figure("a_zero", "dam", Qualifier.ZERO, presented_as=presented, polarity=polarity)
    assert stance(planting.claims["a_said"]) == expected
    silent = planting.claims["a_said"].model_copy(update={"cue_polarity": CuePolarity.NEGATIVE})
    assert stance(silent) is None, "who declined to speak says neither"
    number = {PresentedAs.DENIED: NOT_SO, PresentedAs.POSSIBLE: None, PresentedAs.FUTURE: None}.get(presented, SO)
    assert stance(planting.claims["a_zero"]) == number, "a figure is what its number says"


def test_what_did_not_happen_has_no_date_to_differ_in() -> None:
    for polarity, expected in ((Polarity.POSITIVE, ["dates_differ"]), (Polarity.NEGATIVE, [])):
        planting = Planting()
        planting.told("a_pact", "pact", "2018")
        planting.told("b_pact", "pact", "2019", polarity=polarity)
        assert kinds(planting) == expected


def test_one_article_may_deny_what_it_tells_of_another_voice() -> None:
    for voice, expected in ((None, []), ("a_said", ["asserted_and_denied"])):
        planting = Planting()
        planting.said("a_said", "pact", "Ben Ulm", "Ben Ulm recalls it.")
        planting.told("a_pact", "pact", "2019", voice_id=voice)
        planting.told("a_none", "pact", None, presented_as=PresentedAs.DENIED)
        planting.link(LinkKind.SAME_BACKGROUND, "a_pact", "a_none")
        assert kinds(planting) == expected


# Forms and words


def statements(one: dict[str, Any], other: dict[str, Any], *, letters: str = "ab", linked: bool = True) -> Planting:
    planting = Planting()
    for letter, source, slots in zip(letters, ("Ada Lorn", "Ben Ulm"), (one, other), strict=True):
        given = {"event": "speech", "source": source, "statement": f"{source} calls the road a trap."} | slots
        positional = [given.pop(key) for key in ("event", "source", "statement")]
        planting.said(f"{letter}_{len(planting.claims)}", *positional, **given)
    if linked:
        planting.link(LinkKind.SAME_STATEMENT, *planting.claims)
    return planting


DIRECT, MIXED = {"quote_type": QuoteType.DIRECT}, {"quote_type": QuoteType.MIXED}


@pytest.mark.parametrize(
    ("planting", "expected"),
    [
        (statements(DIRECT, {}), ["direct_and_indirect"]),
        (statements({}, {"quote_type": QuoteType.SCARE_QUOTE}), ["direct_and_indirect"]),
        (statements(DIRECT, MIXED), []),
        (statements({}, {}), []),
        (statements(DIRECT, {}, linked=False), []),
        (statements(DIRECT, {}, letters="aa"), []),
        (
            statements(DIRECT | {"presented_as": PresentedAs.FUTURE}, {"presented_as": PresentedAs.FUTURE}),
            ["direct_and_indirect"],
        ),
    ],
)
def test_forms_differ_if_exactly_one_of_two_linked_articles_quotes(planting: Planting, expected: list[str]) -> None:
    assert kinds(planting) == expected


LABELLING = {"cue_class": CueClass.LABELLING}


@pytest.mark.parametrize(
    ("one", "other", "linked", "expected"),
    [
        (LABELLING, LABELLING, False, 1),
        (LABELLING, {}, False, 0),
        (LABELLING, LABELLING, True, 0),
        (LABELLING, LABELLING | {"source": "Ada Lorn"}, False, 0),
        (LABELLING, LABELLING | {"event": "harvest"}, False, 0),
        (LABELLING, LABELLING | {"presented_as": PresentedAs.HYPOTHETICAL}, False, 0),
    ],
)
def test_which_sources_have_names_of_their_own(
    one: dict[str, Any], other: dict[str, Any], linked: bool, expected: int
) -> None:
    assert len(kinds(statements(one, other, linked=linked), Fixed(1))) == expected


def test_names_of_two_voices_of_one_article_differ_too() -> None:
    assert kinds(statements(LABELLING, LABELLING, letters="aa", linked=False), Fixed(1)) == ["called_differently"]


@pytest.mark.parametrize(("similar", "expected"), [(0.1, ["called_differently"]), (0.099, [])])
def test_from_which_similarity_two_names_are_of_the_same(similar: float, expected: list[str]) -> None:
    assert kinds(statements(LABELLING, LABELLING, linked=False), Fixed(similar)) == expected


@pytest.mark.parametrize(
    ("one", "other", "letters", "linked", "expected"),
    [
        ({}, {"event_type": EventType.CRIME_AND_JUSTICE}, "ab", False, 1),
        ({}, {"event_type": EventType.CRIME_AND_JUSTICE}, "aa", False, 0),
        ({}, {"event_type": EventType.OTHER}, "ab", False, 0),
        ({}, {}, "ab", False, 0),
        ({}, {"event_type": EventType.CRIME_AND_JUSTICE, "event": "elsewhere"}, "ab", False, 0),
        ({}, {"event_type": EventType.CRIME_AND_JUSTICE, "event": "elsewhere"}, "ab", True, 1),
    ],
)
def test_which_types_of_an_event_differ(
    one: dict[str, Any], other: dict[str, Any], letters: str, linked: bool, expected: int
) -> None:
    planting = Planting()
    for letter, slots in zip(letters, (one, other), strict=True):
        given = dict(slots)
        planting.told(f"{letter}_{len(planting.claims)}", given.pop("event", "strife"), "2019", **given)
    if linked:
        planting.link(LinkKind.SAME_BACKGROUND, *planting.claims)
    assert kinds(planting) == ["called_differently"] * expected


@pytest.mark.parametrize(
    ("other", "letters", "linked", "expected"),
    [
        ({"harm": Harm.INJURED}, "ab", True, 1),
        ({"harm": Harm.INJURED}, "ab", False, 0),
        ({"harm": Harm.INJURED}, "aa", True, 0),
        ({"victim_status": VictimStatus.COMBATANT}, "ab", True, 1),
        ({"victim_status": VictimStatus.MIXED}, "ab", True, 0),
        ({"victim_status": VictimStatus.UNSPECIFIED}, "ab", True, 0),
        ({}, "ab", True, 0),
    ],
)
def test_which_harms_and_victims_differ(other: dict[str, Any], letters: str, linked: bool, expected: int) -> None:
    planting = Planting()
    for letter, slots in zip(letters, ({}, other), strict=True):
        given = {"victim_status": VictimStatus.CIVILIAN} | slots
        planting.figure(f"{letter}_{len(planting.claims)}", "siege", Qualifier.EXACT, 9, **given)
    if linked:
        planting.link(LinkKind.SAME_FIGURE, *planting.claims)
    assert kinds(planting) == ["called_differently"] * expected


# Dates


@pytest.mark.parametrize(
    ("one", "other", "letters", "expected"),
    [
        ("1998-11", "1998-12", "ab", 1),
        ("1998-11", "1998-11-30", "ab", 0),
        ("1998-11", "1998-12-01", "ab", 1),
        ("../1998", "1998-12-31/..", "ab", 0),
        ("../1998", "1999/..", "ab", 1),
        ("1998-11", None, "ab", 0),
        ("1998-11", "1998-12", "aa", 0),
    ],
)
def test_dates_conflict_from_the_day_after(one: str, other: str | None, letters: str, expected: int) -> None:
    planting = Planting()
    for letter, time in zip(letters, (one, other), strict=True):
        planting.told(f"{letter}_{len(planting.claims)}", "truce", time)
    assert kinds(planting) == ["dates_differ"] * expected


# Proposals of links


def proposed(planting: Planting, similarity: Similarity) -> list[tuple[float, tuple[str, ...]]]:
    index = planting.index()
    index.similarity = similarity
    return [(round(item.score, 6), item.grounds) for item in proposals(index)]


@pytest.mark.parametrize(
    ("words", "names", "score"),
    [
        (0.1, 1, 0.4 / 1.3),
        (0.099, 1, None),
        (0.325, 0, 0.25),
        (0.324, 0, None),
        (0.25, 0.25, 0.25),
        (0.25, 0.249, None),
        (1, 1, 1.0),
    ],
)
def test_from_which_similarity_two_statements_are_proposed(words: float, names: float, score: float | None) -> None:
    """The score is (words + 0.3 names) / 1.3; it has to be 0.25, and the words 0.1."""
    found = proposed(statements({}, {}, linked=False), Fixed(words, names))
    assert [item[0] for item in found] == ([] if score is None else [round(score, 6)])
    asked = {"presented_as": PresentedAs.REQUESTED}
    assert proposed(statements({}, asked, linked=False), Fixed(1, 1)) == []


@pytest.mark.parametrize(
    ("other", "words", "score"),
    [
        ({}, 0.0, 0.5),
        ({"victim_status": VictimStatus.CIVILIAN}, 0.0, 0.5),
        ({"victim_status": VictimStatus.COMBATANT}, 0.4, (2 / 3 + 0.4) / 2),
        ({"victim_status": VictimStatus.COMBATANT}, 0.399, None),
        ({"harm": Harm.INJURED}, 1.0, None),
        ({"victim_groups": (VictimGroup.WOMEN,)}, 1.0, None),
        ({"part_of_id": "a_0"}, 1.0, None),
        ({"qualifier": Qualifier.NONE_STATED}, 1.0, None),
    ],
)
def test_which_figures_are_proposed(other: dict[str, Any], words: float, score: float | None) -> None:
    planting = Planting()
    for letter, slots in zip("ab", ({}, other), strict=True):
        given = dict(slots)
        qualifier = given.pop("qualifier", Qualifier.EXACT)
        planting.figure(f"{letter}_{len(planting.claims)}", "raid", qualifier, 9, **given)
    found = proposed(planting, Fixed(words))
    assert [item[0] for item in found] == ([] if score is None else [round(score, 6)])


def test_figures_of_two_sides_are_not_proposed() -> None:
    planting = Planting()
    for letter, status in (("a", VictimStatus.CIVILIAN), ("b", VictimStatus.COMBATANT)):
        planting.figure(f"{letter}_0", "raid", Qualifier.EXACT, 9, victim_status=status)
    assert proposed(planting, Fixed(1)) == []


def test_figures_of_helpers_and_without_numbers_are_proposed_by_their_words() -> None:
    for slots in ({"harm": Harm.EVACUATED}, {"qualifier": Qualifier.NONE_STATED}):
        for words, expected in ((0.4, 1), (0.399, 0)):
            planting = Planting()
            for letter in "ab":
                given = dict(slots)
                qualifier = given.pop("qualifier", Qualifier.EXACT)
                planting.figure(f"{letter}_0", "raid", qualifier, 9, **given)
            assert len(proposed(planting, Fixed(words))) == expected


@pytest.mark.parametrize(
    ("other", "grounds"),
    [
        ({}, 2),
        ({"time": "2020"}, 1),
    ],
)
def test_background_of_one_event_is_proposed_and_its_date_counts(other: dict[str, Any], grounds: int) -> None:
    planting = Planting()
    for letter, slots in zip("ab", ({}, other), strict=True):
        given = {"time": "2019"} | slots
        planting.told(f"{letter}_0", "strife", given.pop("time"), **given)
    ((score, named),) = proposed(planting, Fixed(0.5))
    assert score == round((grounds / 2 + 0.5) / 2, 6)
    assert len(named) == grounds + 1


def test_nothing_is_proposed_within_an_article_or_over_events() -> None:
    for letters, events in (("aa", ("strife", "strife")), ("ab", ("strife", "truce")), ("ab", (None, None))):
        planting = Planting()
        for letter, event in zip(letters, events, strict=True):
            planting.told(f"{letter}_{len(planting.claims)}", event, "2019")
        assert proposed(planting, Fixed(1)) == []


def test_an_index_may_be_asked_for_one_event_and_its_parts() -> None:
    planting = two_figures({}, {})
    planting.told("a_old", "storm", "1998")
    planting.told("b_old", "storm", "1999")
    index: ConflictIndex = planting.index()
    assert [x.event_id for x in disputes(index)] == ["crash", "storm"]
    assert [x.event_id for x in disputes(index, event_id="storm")] == ["storm"]
    assert [x.kind for x in disputes(index, ["figures_differ"], "storm")] == []
