"""Invented corpora with conflicts that are known, and with pairs that look like conflicts and are none.

Everything is planted by hand: articles of three outlets in stand-off form, claims with the slots that matter, links.
`CONFLICTS` and `LINKS` say what has to be found; whatever else is found is invented.
"""

from __future__ import annotations

import random
from itertools import count
from pathlib import Path
from typing import Any

from invented import CORPUS

from claimwire.conflicts.conflict_index import ConflictIndex
from claimwire.corpus.corpus import Corpus
from claimwire.schema import (
    Article,
    AttributedStatement,
    CasualtyFigure,
    ClaimBase,
    Event,
    HistoricalBackground,
    Link,
    Outlet,
    Publication,
    Span,
)
from claimwire.schema.vocab import (
    CueClass,
    DateEvidence,
    EventType,
    FigureScope,
    Harm,
    Label,
    LinkKind,
    Mention,
    OutletKind,
    Polarity,
    PresentedAs,
    Qualifier,
    QuantityForm,
    QuoteType,
    SourceKind,
    TimeResolution,
    VictimGroup,
    VictimStatus,
)

PUBLISHED: dict[str, tuple[str, str | None]] = {
    "a": ("orlan_post", "2041-06-01"),
    "b": ("tarn_wire", "2041-06-01"),
    "c": ("quay_radio", "2041-06-03"),
    "d": ("orlan_post", None),
}
"""The articles: outlet and day. `a` and `b` are of one day, `c` is of a later one, the day of `d` is not known."""

OUTLETS = {
    outlet_id: Outlet(
        outlet_id=outlet_id,
        name=outlet_id.replace("_", " ").title(),
        country="Rovia",
        language="en",
        domain="example.org",
        kind=OutletKind.PRIVATE,
        licence="CC BY 4.0",
        text_redistributable=True,
        invented=True,
    )
    for outlet_id, _ in PUBLISHED.values()
}
QUALIFIED: dict[Qualifier, tuple[bool, bool]] = {
    Qualifier.EXACT: (True, True),
    Qualifier.BETWEEN: (True, True),
    Qualifier.AT_LEAST: (True, False),
    Qualifier.MORE_THAN: (True, False),
    Qualifier.AT_MOST: (False, True),
    Qualifier.UP_TO: (False, True),
    Qualifier.LESS_THAN: (False, True),
    Qualifier.ZERO: (True, True),
}
"""Whether a qualifier has a lower and an upper bound."""


class Planting:
    """Collects the claims, links and events of a corpus; a claim's id is `<article>_<name>`."""

    def __init__(self) -> None:
        self.claims: dict[str, ClaimBase] = {}
        self.links: list[Link] = []
        self.conflicts: set[tuple[str, str, str]] = set()
        self.developments: set[tuple[str, str]] = set()
        self.proposals: set[tuple[str, str]] = set()
        self._places = count(0, 100)

    def _add(self, model: type[Any], name: str, statement: str, length: int, **fields: Any) -> str:
        start = next(self._places)
        base = {
            "claim_id": name,
            "article_id": f"heron_{name[0]}",
            "spans": (Span(start=start, end=start + length),),
            "statement": statement,
            "presented_as": PresentedAs.ASSERTED,
        }
        self.claims[name] = model(**(base | fields))
        return name

    def figure(self, name: str, event: str | None, qualifier: Qualifier, *numbers: int, **fields: Any) -> str:
        """Plant a figure; `numbers` are its bounds, one for both where there is one."""
        bounds: dict[str, Any] = {}
        if qualifier in QUALIFIED:
            has_lower, has_upper = QUALIFIED[qualifier]
            low, high = (numbers * 2)[:2] if numbers else (0, 0)
            bounds |= {"lower": low} if has_lower else {}
            bounds |= {"upper": high} if has_upper else {}
        base = {
            "label": Label.CASUALTY_FIGURE,
            "event_id": event,
            "qualifier": qualifier,
            "quantity_form": QuantityForm.DIGITS,
            "harm": Harm.KILLED,
            "victim_status": VictimStatus.UNSPECIFIED,
            "scope": FigureScope.SINGLE_EVENT,
        }
        statement = fields.pop("statement", f"Figure {name} of {event} counts people.")
        return self._add(CasualtyFigure, name, statement, 10, **(base | bounds | fields))

    def told(self, name: str, event: str | None, time: str | None, **fields: Any) -> str:
        """Plant a background claim."""
        base = {
            "label": Label.HISTORICAL_BACKGROUND,
            "event_id": event,
            "event_name": None if event else "something",
            "event_type": EventType.AGREEMENT,
            "time": time,
            "time_resolution": TimeResolution.EXPLICIT,
        }
        statement = fields.pop("statement", f"Background {name} of {event}.")
        return self._add(HistoricalBackground, name, statement, 30, **(base | fields))

    def said(self, name: str, event: str | None, source: str, statement: str, **fields: Any) -> str:
        """Plant an attributed statement of a named source."""
        base = {
            "label": Label.ATTRIBUTED_STATEMENT,
            "event_id": event,
            "source_name": (source,) if source else (),
            "source_kind": SourceKind.WITNESS,
            "mention": Mention.NAMED,
            "cue_class": CueClass.NEUTRAL,
            "quote_type": QuoteType.INDIRECT,
        }
        length = fields.pop("length", 40)
        return self._add(AttributedStatement, name, statement, length, **(base | fields))

    def link(self, kind: LinkKind, *names: str) -> None:
        """Link claims."""
        number = len(self.links) + 1
        self.links.append(Link(link_id=f"heron_l{number:02d}", kind=kind, claim_ids=names, annotator_id="ada"))

    def conflict(self, kind: str, one: str, other: str) -> None:
        """Say that two claims are in conflict."""
        first, second = sorted((one, other))
        self.conflicts.add((kind, first, second))

    def data(self, folder: Path = Path()) -> Corpus:
        """Return the corpus."""
        events = {c.event_id for c in self.claims.values() if c.event_id is not None}
        return Corpus.of(
            CORPUS,
            folder,
            articles=map(article, PUBLISHED),
            claims=self.claims.values(),
            events=map(event, sorted(events)),
            links=self.links,
        )

    def index(self) -> ConflictIndex:
        """Return what conflicts are computed from."""
        return ConflictIndex(self.data(), OUTLETS)


def event(name: str) -> Event:
    return Event(event_id=name, name=name, event_type=EventType.OTHER, description=f"What {name} is.")


def article(letter: str) -> Article:
    """Return a stand-off article with nothing in it but who published it, and when."""
    outlet_id, day = PUBLISHED[letter]
    nothing = "0" * 64
    return Article(
        article_id=f"heron_{letter}",
        corpus_id="heron",
        outlet_id=outlet_id,
        headline="Invented",
        language="en",
        publication=Publication(date=day, found=DateEvidence.SUPPLIED if day else DateEvidence.UNKNOWN),
        document="file",
        document_sha256=nothing,
        recipe="plain-text/1",
        raw_sha256=nothing,
        raw_length=100_000,
        text_sha256=nothing,
        text_length=100_000,
        segments=(),
        sentence_recipe="sentencex/1",
        sentences=(),
    )


def figures() -> Planting:
    """Return a corpus of figures: 16 conflicts, twelve counts that changed with time, and what looks like more."""
    p = Planting()
    differ = "figures_differ"
    cumulative, snapshot = {"scope": FigureScope.CUMULATIVE}, {"scope": FigureScope.SNAPSHOT}
    civilian, fighters = {"victim_status": VictimStatus.CIVILIAN}, {"victim_status": VictimStatus.COMBATANT}
    # two tolls of one crash; "at least 10" goes with both, and a toll that is only possible contradicts nothing
    p.figure("a_crash", "crash", Qualifier.EXACT, 12)
    p.figure("b_crash", "crash", Qualifier.EXACT, 15)
    p.figure("c_crash", "crash", Qualifier.AT_LEAST, 10)
    p.figure("c_crash_maybe", "crash", Qualifier.LESS_THAN, 5, presented_as=PresentedAs.POSSIBLE)
    p.figure("c_crash_else", "another_crash", Qualifier.EXACT, 99)
    p.conflict(differ, "a_crash", "b_crash")
    # parts that are the same group of the same whole; the whole and its part are no pair
    children = {"victim_groups": (VictimGroup.CHILDREN,), "victim_status": VictimStatus.CIVILIAN}
    p.figure("a_crash_children", "crash", Qualifier.EXACT, 3, part_of_id="a_crash", **children)
    p.figure("b_crash_children", "crash", Qualifier.EXACT, 5, part_of_id="b_crash", **children)
    p.conflict(differ, "a_crash_children", "b_crash_children")
    # parts of the same whole that are no group of their own: which part is meant, the slots do not say
    p.figure("a_crash_part", "crash", Qualifier.EXACT, 7, part_of_id="a_crash")
    p.figure("b_crash_part", "crash", Qualifier.EXACT, 4, part_of_id="b_crash")
    # a bound that is not itself possible; the bare number does not meet it
    p.figure("a_fled", "flood", Qualifier.MORE_THAN, 2000, harm=Harm.DISPLACED, **civilian)
    p.figure("b_fled", "flood", Qualifier.EXACT, 2000, harm=Harm.DISPLACED, **civilian)
    p.figure("c_fled", "flood", Qualifier.AT_LEAST, 2000, harm=Harm.DISPLACED, **civilian)
    p.conflict(differ, "a_fled", "b_fled")
    # nobody against a vague plural
    p.figure("a_hurt", "flood", Qualifier.ZERO, harm=Harm.INJURED)
    p.figure("c_hurt", "flood", Qualifier.SEVERAL, harm=Harm.INJURED)
    p.conflict(differ, "a_hurt", "c_hurt")
    # fighters of one side by a link; those of the other side, and of no link, are nobody's pair
    p.figure("a_rebels", "raid", Qualifier.UP_TO, 60, **fighters)
    p.figure("b_rebels", "raid", Qualifier.MORE_THAN, 60, **fighters)
    p.link(LinkKind.SAME_FIGURE, "a_rebels", "b_rebels")
    p.figure("a_soldiers", "raid", Qualifier.EXACT, 13, **fighters)
    p.figure("c_soldiers", "raid", Qualifier.EXACT, 13, **fighters)
    p.link(LinkKind.SAME_FIGURE, "a_soldiers", "c_soldiers")
    p.figure("c_guards", "raid", Qualifier.EXACT, 9, **fighters)
    p.conflict(differ, "a_rebels", "b_rebels")
    # a rounded number stands for what rounds to it
    p.figure("a_saved", "wreck", Qualifier.EXACT, 230, approximate=True, harm=Harm.RESCUED)
    p.figure("b_saved", "wreck", Qualifier.EXACT, 227, harm=Harm.RESCUED)
    p.figure("c_saved", "wreck", Qualifier.EXACT, 236, harm=Harm.RESCUED)
    p.link(LinkKind.SAME_FIGURE, "a_saved", "b_saved", "c_saved")
    p.conflict(differ, "a_saved", "c_saved")
    p.conflict(differ, "b_saved", "c_saved")
    # the same harm in other hands, without a link: slots do not say who saved whom
    p.figure("a_saved_by_boats", "wreck", Qualifier.EXACT, 31, harm=Harm.RESCUED)
    # a past war: a range and a rounded number, and two numbers of a source put at a distance by links
    p.figure("a_war", "war", Qualifier.BETWEEN, 10_000, 12_500, scope=FigureScope.PERIOD_TOTAL)
    p.figure("b_war", "war", Qualifier.EXACT, 9000, approximate=True, scope=FigureScope.PERIOD_TOTAL)
    p.figure("c_war", "war", Qualifier.THOUSANDS, scope=FigureScope.PERIOD_TOTAL)
    p.conflict(differ, "a_war", "b_war")
    # a growing toll: another day is a development, the same day a conflict, a smaller one later a conflict
    p.figure("a_toll", "quake", Qualifier.EXACT, 128, **cumulative)
    p.figure("b_toll", "quake", Qualifier.EXACT, 131, **cumulative)
    p.figure("c_toll", "quake", Qualifier.EXACT, 140, **cumulative)
    p.conflict(differ, "a_toll", "b_toll")
    p.developments |= {("a_toll", "c_toll"), ("b_toll", "c_toll")}
    p.figure("a_shrunk", "fire", Qualifier.EXACT, 40, **cumulative)
    p.figure("c_shrunk", "fire", Qualifier.EXACT, 30, **cumulative)
    p.conflict(differ, "a_shrunk", "c_shrunk")
    # the missing of another day may be fewer; the day that a claim gives counts before that of its article
    p.figure("a_missing", "fire", Qualifier.EXACT, 57, harm=Harm.MISSING, time="2041-06-01", **snapshot)
    p.figure("c_missing", "fire", Qualifier.EXACT, 54, harm=Harm.MISSING, **snapshot)
    p.developments.add(("a_missing", "c_missing"))
    # told on one day: a count without a day of its own may be from before the dated one; a toll is then lower
    p.figure("a_buried", "mudslide", Qualifier.EXACT, 20, **cumulative)
    p.figure("b_buried", "mudslide", Qualifier.EXACT, 25, time="2041-06-01", **cumulative)
    p.developments.add(("a_buried", "b_buried"))
    p.figure("a_blaze", "blaze", Qualifier.EXACT, 30, **cumulative)
    p.figure("b_blaze", "blaze", Qualifier.EXACT, 25, time="2041-06-01", **cumulative)
    p.conflict(differ, "a_blaze", "b_blaze")
    p.figure("a_lost", "avalanche", Qualifier.EXACT, 9, harm=Harm.MISSING, **snapshot)
    p.figure("b_lost", "avalanche", Qualifier.EXACT, 7, harm=Harm.MISSING, time="2041-06-01", **snapshot)
    p.developments.add(("a_lost", "b_lost"))
    # a headline's count is dated by the same count below; of another count of its article it is not
    p.figure("a_storm", "storm", Qualifier.EXACT, 18, **cumulative)
    p.figure("b_storm", "storm", Qualifier.MORE_THAN, 20, **cumulative)
    p.figure("b_storm_below", "storm", Qualifier.EXACT, 21, time="2041-06-01", **cumulative)
    p.figure("b_storm_of_may", "storm", Qualifier.EXACT, 19, time="2041-05-31", **cumulative)
    p.link(LinkKind.SAME_FIGURE, "a_storm", "b_storm", "b_storm_below", "b_storm_of_may")
    p.developments |= {("a_storm", "b_storm"), ("a_storm", "b_storm_below")}
    p.conflict(differ, "a_storm", "b_storm_of_may")
    # a figure of the whole that does not grow is no earlier state of one that does
    p.figure("a_gust", "gust", Qualifier.EXACT, 3)
    p.figure("b_gust", "gust", Qualifier.EXACT, 4, time="2041-06-01", **cumulative)
    p.conflict(differ, "a_gust", "b_gust")
    # counts that a link says follow each other: also a toll that was corrected downwards, over two links, on one day
    p.figure("a_wave", "wave", Qualifier.EXACT, 60, **cumulative)
    p.figure("b_wave", "wave", Qualifier.EXACT, 50)
    p.figure("c_wave", "wave", Qualifier.EXACT, 55, **cumulative)
    p.figure("d_wave", "wave", Qualifier.EXACT, 99)
    p.link(LinkKind.SUPERSEDES, "a_wave", "b_wave")
    p.link(LinkKind.SUPERSEDES, "b_wave", "c_wave")
    p.developments |= {("a_wave", "b_wave"), ("a_wave", "c_wave"), ("b_wave", "c_wave")}
    p.developments |= {("a_wave", "d_wave"), ("c_wave", "d_wave")}
    p.conflict(differ, "b_wave", "d_wave")
    # two happenings of one series, on days of their own
    p.figure("a_bombing", "bombings", Qualifier.EXACT, 4, time="2041-05-01")
    p.figure("b_bombing", "bombings", Qualifier.EXACT, 6, time="2041-05-09")
    # two voices within one article; the outlet against itself is no pair
    p.said("c_nurse", "school", "Ines Valmer", "Ines Valmer counts the dead of the school.")
    p.figure("c_school", "school", Qualifier.EXACT, 6)
    p.figure("c_school_again", "school", Qualifier.MORE_THAN, 5)
    p.figure("c_school_nurse", "school", Qualifier.EXACT, 14, voice_id="c_nurse")
    p.figure("c_school_later", "school", Qualifier.EXACT, 6)
    p.conflict(differ, "c_school", "c_school_nurse")
    p.conflict(differ, "c_school_nurse", "c_school_later")
    return p


def dates() -> Planting:
    """Return a corpus of dates: five conflicts, and dates that look apart and share days."""
    p = Planting()
    differ = "dates_differ"
    p.told("a_truce", "truce", "1998-11-16")
    p.told("b_truce", "truce", "1998-11-17")
    p.told("c_truce", "truce", "1998-11")
    p.told("c_truce_year", "truce", "1999")
    p.told("c_truce_undated", "truce", None, time_resolution=TimeResolution.UNRESOLVED)
    p.told("c_truce_asked", "truce", "2005", presented_as=PresentedAs.HYPOTHETICAL)
    for one, other in (("a_truce", "b_truce"), ("a_truce", "c_truce_year"), ("b_truce", "c_truce_year")):
        p.conflict(differ, one, other)
    # open ends, ranges and decades meet
    p.told("a_war", "war", "../1999")
    p.told("d_war", "war", "2010", polarity=Polarity.NEGATIVE, statement="There was no war in 2010.")
    p.told("b_war", "war", "1996/1998")
    p.told("c_war", "war", "199X")
    # another event, and the day on which something was said, are no pair
    p.told("a_vote", "vote_of_2003", "2003-09")
    p.told("b_vote", "vote_of_2008", "2008-03")
    p.said("c_vote", "vote_of_2003", "Ada Lorn", "Ada Lorn recalls the vote.", time="2041-06-02")
    # events that were registered apart, joined by a link
    p.told("a_treaty", "treaty", "2001")
    p.told("b_treaty", "accord", "2002-02")
    p.link(LinkKind.SAME_BACKGROUND, "a_treaty", "b_treaty")
    p.conflict(differ, "a_treaty", "b_treaty")
    # one that an article's source dates otherwise than the article
    p.said("c_guide", "castle", "Piers Oban", "Piers Oban tells of the castle.")
    p.told("c_castle", "castle", "1612")
    p.told("c_castle_guide", "castle", "1640", voice_id="c_guide")
    p.conflict(differ, "c_castle", "c_castle_guide")
    return p


def denials() -> Planting:
    """Return a corpus of denials: ten conflicts by all four ways to know them, and denials of other things."""
    p = Planting()
    kind = "asserted_and_denied"
    denied = {"presented_as": PresentedAs.DENIED, "cue_class": CueClass.DENIAL}
    unsaid, negative = denied | {"polarity": Polarity.NEGATIVE}, {"polarity": Polarity.NEGATIVE}
    # the denial tells what it denies; a denial linked to it stands beside it
    p.said("a_denial", "shells", "Gor Tamm", "Gor Tamm rejects talk of Rovian guns on the mill.", **denied)
    p.said("a_talk", "shells", "", "Talk has it that the mill was hit by Rovian guns.", voice_id="a_denial")
    p.said("b_denial", "shells", "Gor Tamm", "The colonel would have none of it.", **denied)
    p.link(LinkKind.SAME_STATEMENT, "a_denial", "b_denial")
    p.conflict(kind, "a_denial", "a_talk")
    p.conflict(kind, "b_denial", "a_talk")
    # it takes up the statement before it, not one of another event that stands between, nor its own source's
    p.said("c_charge", "dam", "Ada Lorn", "Ada Lorn charges the wardens with sleep on duty.")
    p.said("c_between", "harvest", "Ben Ulm", "Ben Ulm expects a poor harvest.")
    p.said("c_wardens", "dam", "the wardens", "The wardens point to their logs.")
    p.said("c_denies_it", "dam", "the wardens", "The wardens deny that.", length=4, **denied)
    p.conflict(kind, "c_charge", "c_denies_it")
    # what it takes up may be worded in the negative; a short denial that holds a claim of its own takes nothing up
    p.said("a_levee", "levee", "Ada Lorn", "Ada Lorn points to the levee.")
    p.said("a_nobody", "levee", "Ben Ulm", "Ben Ulm says nobody drowned.", polarity=Polarity.NEGATIVE)
    p.said("a_rejects", "levee", "the nurses", "The nurses reject this.", length=4, **denied)
    p.said("b_shots", "calm", "the post", "The post counts three shots.")
    p.said("b_calm", "calm", "", "Word is that nobody is hurt.", length=9, polarity=Polarity.NEGATIVE)
    p.figure("b_unhurt", "calm", Qualifier.ZERO, 0, voice_id="b_calm")
    p.conflict(kind, "a_nobody", "a_rejects")
    # who denies that nothing happened says that it did; a negation that no source denies stands against it
    p.said("c_silent", "siren", "Lea Moor", "Lea Moor rejects that the siren never sounded at the port.", **unsaid)
    p.said("b_silent", "siren", "Nils Roan", "Nils Roan notes that the siren never sounded.", **negative)
    p.conflict(kind, "b_silent", "c_silent")
    # worded alike in two articles; the same words about another event, and other words about this one, are no pair
    p.said("a_ferry", "ferry", "Ines Valmer", "Ines Valmer stated that the ferry crossed before the corvette.")
    p.said("b_ferry", "ferry", "Omar Dend", "Omar Dend rejected that the ferry crossed before the corvette.", **denied)
    p.said("c_ferry", "ferry", "Zoe Karr", "Zoe Karr praised the lifeboat crews of Orlan.")
    p.said("c_ferry_else", "other", "Zoe Karr", "Zoe Karr stated that the ferry crossed before the corvette.")
    p.conflict(kind, "a_ferry", "b_ferry")
    # two navies of like names that speak of other things
    p.said("a_navy", "gulf", "Joint Fleet Board of Elvery", "Joint Fleet Board of Elvery announced dates.")
    p.said("b_navy", "gulf", "Joint Fleet Chiefs of Elvery", "Joint Fleet Chiefs of Elvery denied spying.", **denied)
    # who asked for it asserts nothing, and the same source may take a word back
    p.said("a_tax", "tax", "Lea Moor", "Lea Moor asks for a tax on salt.", presented_as=PresentedAs.REQUESTED)
    p.said("b_tax", "tax", "Nils Roan", "Nils Roan denies that there is a tax on salt.", **denied)
    p.said("c_tax", "tax", "Nils Roan", "Nils Roan says that there is a tax on salt.")
    # figures that a link or their slots make the same; a denied number leaves other numbers alone
    captured = {"harm": Harm.CAPTURED, "victim_status": VictimStatus.COMBATANT}
    nobody = {"presented_as": PresentedAs.DENIED, "quantity_form": QuantityForm.NONE}
    p.figure("a_held", "raid", Qualifier.EXACT, 4, **captured)
    p.figure("b_held", "raid", Qualifier.NONE_STATED, **captured, **nobody)
    p.link(LinkKind.SAME_FIGURE, "a_held", "b_held")
    p.figure("c_held", "raid", Qualifier.EXACT, 7, **captured)
    p.conflict(kind, "a_held", "b_held")
    p.figure("a_dead", "gale", Qualifier.AT_LEAST, 3)
    p.figure("b_dead", "gale", Qualifier.NONE_STATED, **nobody)
    p.conflict(kind, "a_dead", "b_dead")
    p.figure("a_thirty", "hail", Qualifier.EXACT, 12)
    p.figure("b_thirty", "hail", Qualifier.EXACT, 30, presented_as=PresentedAs.DENIED)
    # an earlier event that one article has denied
    p.told("a_pact", "pact", "2019")
    p.told("b_pact", "pact", None, presented_as=PresentedAs.DENIED)
    p.link(LinkKind.SAME_BACKGROUND, "a_pact", "b_pact")
    p.conflict(kind, "a_pact", "b_pact")
    # whoever tells the same as the asserted side is contradicted, too
    p.said("b_ferry_echo", "strait", "Ines Valmer", "The captain has the vessel ahead of the warship.")
    p.link(LinkKind.SAME_STATEMENT, "a_ferry", "b_ferry_echo")
    p.conflict(kind, "b_ferry", "b_ferry_echo")
    return p


def forms() -> Planting:
    """Return a corpus of one statement in several forms: four conflicts."""
    p = Planting()
    kind = "direct_and_indirect"
    p.said("a_word", "speech", "Ada Lorn", "Ada Lorn says the road stays.", quote_type=QuoteType.DIRECT)
    p.said("b_word", "speech", "Ada Lorn", "Ada Lorn says the road stays open.")
    p.said("c_word", "speech", "Ada Lorn", "Ada Lorn wants the road to stay.", quote_type=QuoteType.MIXED)
    p.said("c_word_too", "speech", "Ada Lorn", "Ada Lorn is for the road.")
    p.link(LinkKind.SAME_STATEMENT, "a_word", "b_word", "c_word", "c_word_too")
    p.conflict(kind, "a_word", "b_word")
    p.conflict(kind, "a_word", "c_word_too")
    p.conflict(kind, "b_word", "c_word")
    # a name in quotation marks here, bare there; hopes count as well as facts
    p.said("a_name", "plan", "Rovia", "Rovia hopes for a cleansing.", presented_as=PresentedAs.HOPED)
    scare = {"quote_type": QuoteType.SCARE_QUOTE, "presented_as": PresentedAs.HOPED}
    p.said("b_name", "plan", "Rovia", "Rovia hopes for what it calls a cleansing.", **scare)
    p.link(LinkKind.SAME_STATEMENT, "a_name", "b_name")
    p.conflict(kind, "a_name", "b_name")
    # no link, no pair; two that quote, and two that do not, are none either
    p.said("c_plan", "plan", "Rovia", "Rovia hopes for a cleansing.", quote_type=QuoteType.DIRECT)
    p.said("a_pair", "play", "Ben Ulm", "Ben Ulm sings.", quote_type=QuoteType.DIRECT)
    p.said("b_pair", "play", "Ben Ulm", "Ben Ulm hums.", quote_type=QuoteType.MIXED)
    p.link(LinkKind.SAME_STATEMENT, "a_pair", "b_pair")
    return p


def wording() -> Planting:
    """Return a corpus of names: six conflicts, and names of other things."""
    p = Planting()
    kind = "called_differently"
    naming = {"cue_class": CueClass.LABELLING}
    p.said("a_named", "march", "Rovia", "Rovia calls the march of May into Tarn valley a rescue.", **naming)
    p.said("b_named", "march", "Tarn", "Tarn calls the march of May into its valley a robbery.", **naming)
    p.said("c_named", "march", "Rovia", "Rovia calls the march of May into Tarn valley a duty.", **naming)
    p.said("c_other_thing", "march", "Zoe Karr", "Zoe Karr describes her boots as soaked.", **naming)
    p.said("c_not_named", "march", "Tarn", "Tarn says that the march of May reached its valley.")
    p.conflict(kind, "a_named", "b_named")
    p.conflict(kind, "b_named", "c_named")
    # one naming that two articles give to sources of their own, which a link makes the same
    p.said("a_flood", "flood", "Navy of Tarn", "The Navy of Tarn calls the flood a trick of Rovia.", **naming)
    p.said("b_flood", "flood", "Admiral Oban", "Admiral Oban calls the flood a trick of Rovia.", **naming)
    p.link(LinkKind.SAME_STATEMENT, "a_flood", "b_flood")
    # an article that changes its own words
    p.told("c_brawl", "brawl", "2018", event_type=EventType.POLITICS)
    p.told("c_brawl_again", "brawl", "2018", event_type=EventType.CRIME_AND_JUSTICE)
    # what sort of event it was; a state that lasts, and the type other, are no name for an act
    p.told("a_strife", "strife", "2019", event_type=EventType.ARMED_CONFLICT)
    p.told("b_strife", "strife", "2019", event_type=EventType.CRIME_AND_JUSTICE)
    p.told("c_strife", "strife", "2019", event_type=EventType.LASTING_STATE)
    p.told("c_strife_part", "march_on_mill", "2019", event_type=EventType.POLITICS)
    p.conflict(kind, "a_strife", "b_strife")
    p.told("a_riot", "riot", "2020", event_type=EventType.POLITICS)
    p.told("b_uprising", "uprising", "2020", event_type=EventType.ARMED_CONFLICT)
    p.link(LinkKind.SAME_BACKGROUND, "a_riot", "b_uprising")
    p.conflict(kind, "a_riot", "b_uprising")
    # whom and what a linked figure counts; `unspecified` goes with everything
    p.figure("a_gone", "slick", Qualifier.EXACT, 600, harm=Harm.DISPLACED)
    p.figure("b_gone", "slick", Qualifier.EXACT, 600, harm=Harm.EVACUATED)
    p.link(LinkKind.SAME_FIGURE, "a_gone", "b_gone")
    p.conflict(kind, "a_gone", "b_gone")
    p.figure("a_slain", "siege", Qualifier.EXACT, 9, victim_status=VictimStatus.CIVILIAN)
    p.figure("b_slain", "siege", Qualifier.EXACT, 9, victim_status=VictimStatus.COMBATANT)
    p.figure("c_slain", "siege", Qualifier.EXACT, 9)
    p.link(LinkKind.SAME_FIGURE, "a_slain", "b_slain", "c_slain")
    p.conflict(kind, "a_slain", "b_slain")
    return p


def link_pairs() -> Planting:
    """Return a corpus without links: eight pairs that a link may join, and pairs that it may not."""
    p = Planting()
    p.proposals |= {("a_truce", "b_truce"), ("a_truce", "c_truce"), ("b_truce", "c_truce")}
    p.told("a_truce", "truce", "1998")
    p.told("b_truce", "truce", "1999")
    p.told("c_truce", "truce", None)
    p.told("a_war", "war", "1996/1998")
    # whole figures of no side are proposed by their slots, others where their statements are alike
    p.proposals.add(("a_dead", "b_dead"))
    p.figure("a_dead", "crash", Qualifier.EXACT, 12, statement="Twelve people died in the crash.")
    p.figure("b_dead", "crash", Qualifier.AT_LEAST, 15, statement="The accident cost no fewer than 15 lives.")
    p.figure("c_hurt", "crash", Qualifier.EXACT, 12, harm=Harm.INJURED)
    p.figure("c_part", "crash", Qualifier.EXACT, 2, part_of_id="a_dead")
    p.figure("c_uncounted", "crash", Qualifier.NONE_STATED, quantity_form=QuantityForm.NONE)
    p.figure("c_elsewhere", "storm", Qualifier.EXACT, 12)
    p.proposals.add(("a_guards", "b_guards"))
    fighters = {"victim_status": VictimStatus.COMBATANT}
    p.figure("a_guards", "raid", Qualifier.EXACT, 9, statement="Nine mill guards of Tarn fell.", **fighters)
    p.figure("b_guards", "raid", Qualifier.EXACT, 7, statement="Seven mill guards of Tarn fell.", **fighters)
    p.figure("c_riders", "raid", Qualifier.EXACT, 7, statement="Some horsemen were shot near Elvery.", **fighters)
    # statements of one source in like words
    p.proposals |= {("a_toll", "b_toll"), ("a_thanks", "c_thanks")}
    p.said("a_toll", "raid", "Council of Tarn", "The Council of Tarn gives the dead of the mill as nine.")
    p.said("b_toll", "raid", "Health Office of the Council of Tarn", "Its health office gives the mill nine dead.")
    p.said("c_grain", "raid", "Council of Tarn", "The Council of Tarn sells grain to Orlan.")
    p.said("a_thanks", "gift", "Ada Lorn", "Ada Lorn thanked the divers for their courage at night.")
    p.said("c_thanks", "gift", "Ada Lorn", "Ada Lorn thanked the divers for courage.")
    p.said("b_thanks", "gift", "Ada Lorn", "Ada Lorn thanked the divers.", presented_as=PresentedAs.REQUESTED)
    p.said("b_no_event", "raid", "Ada Lorn", "Ada Lorn thanked the divers for their courage at night.")
    # of one article, or of two labels, nothing is proposed
    p.said("a_again", "gift", "Ada Lorn", "Ada Lorn thanked the divers for courage and calm.")
    p.proposals.add(("a_again", "c_thanks"))
    return p


CORPORA = {
    "figures": figures,
    "dates": dates,
    "denials": denials,
    "forms": forms,
    "wording": wording,
}
"""The planted corpora, each for one kind of conflict; what the other kinds find in one is checked, too."""


WORDS = ("ferry", "ferries", "mill", "guns", "river", "treaty", "harvest", "bridge", "captain", "council", "fire")
NAMES = ("Ada Lorn", "Ben Ulm", "Council of Tarn", "")


def drawn(seed: int) -> Planting:
    """Return a corpus of some 30 claims whose slots are drawn, so that many of them nearly agree."""
    rng = random.Random(seed)
    p = Planting()
    for number in range(rng.randint(20, 34)):
        name = f"{rng.choice('aabbccd')}_{number:02d}"
        common = {
            "event_id": rng.choice(("raid", "raid", "raid", "flood", None)),
            "statement": " ".join(rng.choices(WORDS, k=rng.randint(2, 5))),
            "presented_as": rng.choice(
                (PresentedAs.ASSERTED,) * 2 + (PresentedAs.PRESUPPOSED, PresentedAs.DENIED, PresentedAs.HOPED)
            ),
            "polarity": rng.choice((Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE, Polarity.MIXED, None)),
        }
        rng.choice((_draw_statement, _draw_statement, *[_draw_figure] * 4, _draw_background))(p, rng, name, common)
    for kind, model in LINKED.items():
        names = [name for name, claim in p.claims.items() if isinstance(claim, model)]
        for _ in range(rng.randint(0, 3)):
            if len(names) >= 2:
                p.link(kind, *rng.sample(names, min(len(names), rng.randint(2, 3))))
    return p


LINKED: dict[LinkKind, type[ClaimBase]] = {
    LinkKind.SAME_STATEMENT: AttributedStatement,
    LinkKind.SAME_FIGURE: CasualtyFigure,
    LinkKind.SAME_BACKGROUND: HistoricalBackground,
    LinkKind.SUPERSEDES: CasualtyFigure,
}


def _in_article(p: Planting, name: str, model: type[ClaimBase]) -> list[str | None]:
    """Return the claims of a model that are planted in the article already, and None."""
    return [None, *(other for other, claim in p.claims.items() if other[0] == name[0] and isinstance(claim, model))]


def _draw_statement(p: Planting, rng: random.Random, name: str, common: dict[str, Any]) -> None:
    slots = {
        "cue_class": rng.choice((CueClass.NEUTRAL, CueClass.DENIAL, CueClass.LABELLING)),
        "quote_type": rng.choice((QuoteType.DIRECT, QuoteType.INDIRECT, QuoteType.MIXED)),
        "speaks_for_name": rng.choice((None, None, "Council of Tarn")),
        "time": rng.choice((None, None, "2041-05-31", "2041-05-30/2041-06-02")),
        "voice_id": rng.choice(_in_article(p, name, AttributedStatement)),
        "length": rng.choice((4, 20, 21, 40)),
    }
    p.said(name, common.pop("event_id"), rng.choice(NAMES), common.pop("statement"), **(common | slots))


def _draw_figure(p: Planting, rng: random.Random, name: str, common: dict[str, Any]) -> None:
    numbers = sorted(rng.choice((1, 5, 9, 10, 11, 12, 20)) for _ in range(2))
    slots = {
        "harm": rng.choice((Harm.KILLED, Harm.KILLED, Harm.KILLED, Harm.MISSING, Harm.CAPTURED)),
        "victim_status": rng.choice((VictimStatus.UNSPECIFIED,) * 4 + (VictimStatus.CIVILIAN, VictimStatus.COMBATANT)),
        "victim_groups": rng.choice(((),) * 4 + ((VictimGroup.CHILDREN,),)),
        "scope": rng.choice((FigureScope.CUMULATIVE,) * 3 + (None, *FigureScope)),
        "time": rng.choice((None, None, "2041-05-31", "2041-06-01", "2041-06-02")),
        "part_of_id": rng.choice((None, None, *_in_article(p, name, CasualtyFigure))),
        "voice_id": rng.choice((None, None, *_in_article(p, name, AttributedStatement))),
        "approximate": rng.choice((False, False, False, True)),
    }
    qualifier = rng.choice((Qualifier.EXACT,) * 9 + tuple(Qualifier))
    numbers = [0] if qualifier is Qualifier.ZERO else numbers if qualifier is Qualifier.BETWEEN else numbers[:1]
    p.figure(name, common.pop("event_id"), qualifier, *numbers, **(common | slots))


def _draw_background(p: Planting, rng: random.Random, name: str, common: dict[str, Any]) -> None:
    slots = {
        "event_type": rng.choice((EventType.AGREEMENT, EventType.ARMED_CONFLICT, EventType.OTHER)),
        "voice_id": rng.choice(_in_article(p, name, AttributedStatement)),
    }
    time = rng.choice((None, "1998", "1999-01", "1998/1999", "../1997", "1998-12-31"))
    p.told(name, common.pop("event_id"), time, **(common | slots))
