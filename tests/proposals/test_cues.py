"""What cues do, and which are negated."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from claimwire.proposals.cues import cue_class, cue_polarity, cue_table, inflected
from claimwire.schema.vocab import CueClass

RULINGS = {
    "neutral": "declined to comment|refused to say|is believed to|"
    "said|told|according to|noted|announced|believes|puts|puts at|put at|describes|cites|reported|"
    "says jointly",
    "assertive": "declared|warned|claimed|maintains|conceded|alleged|stressed|insisted|confirmed|reiterated|"
    "has admitted",
    "denial": "denied|rejected|refuted|flatly denied|were rejected|ruled out|refused",
    "accusation": "accused|blamed|trade blame|holds responsible|held the whole army responsible|allegations",
    "directive": "called on|calling on|calls for|urged|demanded|ordered|asked|was screaming at",
    "commissive": "pledged|vowed|promised|agreed|undertook|had threatened",
    "evaluative": "considers|condemned|welcomed|praised|criticised|has been criticized",
    "emotive": "feared|fear|expressed concern|voiced concern|regretted|mourned|expressed regret",
    "expectation": "hoped|expects|plans|planned|is ready to|are ready to|expressed hope",
    "labelling": "called|described as|described it as|dubbed|branded|labelled|labeled",
    "hearsay": "reportedly|allegedly|is said to|are said to|according to reports|it is reported|reports say",
}
CUES = [(kind, cue) for kind, cues in RULINGS.items() for cue in cues.split("|")]


@pytest.mark.parametrize(("kind", "cue"), CUES, ids=[cue for _, cue in CUES])
def test_cues_have_the_class_that_is_ruled(kind: str, cue: str) -> None:
    assert cue_class(cue) == kind
    assert cue_class(cue.upper()) == kind


def test_the_longest_entry_decides_then_the_last_verb() -> None:
    assert cue_class("called") == "labelling"
    assert cue_class("called on") == "directive"
    assert cue_class("according to") == "neutral"
    assert cue_class("according to reports") == "hearsay"
    assert cue_class("refused to comment") == "neutral"
    assert cue_class("refused") == "denial"
    assert cue_class("warned in a statement") == "assertive"
    assert cue_class("reportedly told reporters") == "hearsay"


def test_one_word_may_stand_within_an_entry_and_not_two_unless_it_has_a_gap() -> None:
    assert cue_class("was widely reported") == "hearsay"
    assert cue_class("was asked and reported") == "neutral"
    assert cue_class("holds one two three four five six responsible") == "accusation"
    assert cue_class("holds one two three four five six seven responsible") is None


def test_words_that_are_no_cue_have_no_class() -> None:
    assert cue_class("") is None
    assert cue_class("ambled") is None


NEGATED = (
    "declined to comment|refused to comment|did not say|didn't say|didn’t say|has not commented|never said|no comment|"
    "could not confirm|neither confirmed nor denied|failed to say|stopped short of blaming|refused to say|"
    "without saying"
)


@pytest.mark.parametrize("cue", NEGATED.split("|"))
def test_negated_cues_are_negative(cue: str) -> None:
    assert cue_polarity(cue) == "negative"


def test_cues_that_only_look_negated_are_positive() -> None:
    assert cue_polarity("said") == "positive"
    assert cue_polarity("denied") == "positive"
    assert cue_polarity("refused") == "positive"
    assert cue_polarity("not only said") == "positive"
    assert cue_polarity("pleaded not guilty") == "positive"
    assert cue_polarity("noted") == "positive"


def test_a_source_that_is_nobody_negates_its_cue() -> None:
    assert cue_polarity("has claimed", "no group") == "negative"
    assert cue_polarity("has claimed", "Nobody") == "negative"
    assert cue_polarity("has claimed", "a group of nobody") == "positive"


def test_verbs_are_inflected() -> None:
    assert inflected("say") >= {"say", "says", "said", "saying"}
    assert inflected("deny") == {"deny", "denies", "denied", "denying"}
    assert inflected("convey") == {"convey", "conveys", "conveyed", "conveying"}
    assert inflected("praise") == {"praise", "praises", "praised", "praising"}
    assert inflected("admit") == {"admit", "admits", "admitted", "admitting"}
    assert inflected("stress") == {"stress", "stresses", "stressed", "stressing"}
    assert inflected("label") >= {"labelled", "labeled", "labelling", "labeling"}


def table() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("claimwire.proposals").joinpath("cues.toml").read_text(encoding="utf-8")
    )["classes"]
    return found


def test_every_class_has_entries_and_no_entry_stands_in_two() -> None:
    assert list(table()) == CueClass.names()
    entries = [entry for part in table().values() for entry in part["verbs"] + part["phrases"] + part.get("always", [])]
    assert len(entries) >= 200
    assert sorted(entries) == sorted(set(entries))


def test_every_entry_has_the_class_that_it_stands_under() -> None:
    for kind, part in table().items():
        for entry in part["verbs"] + part["phrases"] + part.get("always", []):
            assert cue_class(entry.replace(" ...", "")) == kind, entry


def test_the_list_for_people_has_every_entry() -> None:
    listed = cue_table()
    for kind, part in table().items():
        entries = [entry for entries in part.values() for entry in entries]
        assert sorted(entries) == sorted(cue for found, cues in listed.items() for cue in cues if found.value == kind)
