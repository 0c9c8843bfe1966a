"""How sources are mentioned and named, and how much of a content is quoted."""

from __future__ import annotations

from typing import Any

import pytest

from claimwire.proposals import proposed
from claimwire.schema import AttributedStatement

BEFORE = "Rain fell. On Friday "
AFTER = " said the quay was shut. In the end Marlow agreed, and relatives wept."


def read(source: str | None, *, begins: bool = False, **given: Any) -> dict[str, Any]:
    before = "Rain fell. " if begins else BEFORE
    text = before + (source or "It") + AFTER
    start = len(before)
    fields: dict[str, Any] = {"spans": [{"start": text.index("the quay"), "end": text.index(" In the end") - 1}]}
    cue = text.index("said the quay")
    fields["cue_spans"] = [{"start": cue, "end": cue + 4}]
    if source is not None:
        fields["source_spans"] = [{"start": start, "end": start + len(source)}]
    return proposed(AttributedStatement, fields | given, text)


MENTIONS = {
    "named": "Marlow|Ada Marlow|President Marlow|the Ministry of Ports|the Foreign Ministry|the minister, Ada Marlow,|"
    "Ada Marlow, a spokeswoman for the port|spokesman Karl Brenn|the Corrin news agency|Brenn and others",
    "nominal": "the minister|residents|a nurse at Narrow Hospital|a spokesman for the Foreign Ministry|the President|"
    "the Prime Minister|Tsendrian officials|the Council's health department|the Command|"
    "an officer on the boat, the Heron|survivors of the Heron|police in Corrin|a log kept by the Corrin coastguard",
    "pronoun": "he|She|they|it|who|which|those who left|another|he himself",
}
PAIRS = [(kind, source) for kind, sources in MENTIONS.items() for source in sources.split("|")]


@pytest.mark.parametrize(("kind", "source"), PAIRS, ids=[source for _, source in PAIRS])
def test_sources_are_mentioned_like_this(kind: str, source: str) -> None:
    assert read(source)["mention"] == kind


def test_a_source_without_words_is_implicit_and_has_no_name() -> None:
    found = read(None)
    assert (found["mention"], found["source_naming"]) == ("implicit", "none")
    assert read(None, source_name=["Ministry of Ports"])["source_naming"] == "named"


def test_one_word_at_the_beginning_of_a_sentence_is_known_by_the_rest_of_the_text() -> None:
    assert read("Marlow", begins=True)["mention"] == "named"
    assert read("Relatives", begins=True)["mention"] == "nominal"
    assert read("Officials", begins=True)["mention"] == "nominal"
    assert read("UNPOL", begins=True)["mention"] == "named"
    assert "mention" not in read("Ferrymen", begins=True)


def test_naming_follows_where_the_mention_decides_it() -> None:
    assert read("Ada Marlow")["source_naming"] == "named"
    assert read("a nurse")["source_naming"] == "described"
    assert read("the ministry", source_name=["Ministry of Ports"])["source_naming"] == "named"
    assert read("she")["source_naming"] == "described"
    assert read("she", mention="named")["source_naming"] == "named"


def test_without_a_cue_the_class_is_neutral() -> None:
    assert read("Marlow", cue_spans=[])["cue_class"] == "neutral"
    assert read("Marlow", cue_spans=[])["cue_polarity"] == "positive"


def described(content: str) -> dict[str, Any]:
    text = f"Marlow described {content}."
    spans = [{"start": 17, "end": len(text) - 1}]
    return proposed(AttributedStatement, {"spans": spans, "cue_spans": [{"start": 7, "end": 16}]}, text)


def test_as_may_stand_within_the_content() -> None:
    assert described("the vote as a farce")["cue_class"] == "labelling"
    assert described("the asphalt")["cue_class"] == "neutral"


def quoted(content: str, *pieces: str) -> str:
    text = f"Marlow said {content}."
    spans = [{"start": text.index(piece), "end": text.index(piece) + len(piece)} for piece in pieces]
    fields = {"spans": [{"start": 12, "end": len(text) - 1}], "quoted_spans": spans}
    found: str = proposed(AttributedStatement, fields, text)["quote_type"]
    return found


def test_quote_types_at_their_edges() -> None:
    assert quoted("it was shut") == "indirect"
    assert quoted("“it was shut,”", "“it was shut,”") == "direct"
    assert quoted("“it was” – “shut”", "“it was”", "“shut”") == "direct"
    assert quoted("so “it was shut today”", "“it was shut today”") == "mixed"
    assert quoted("so “it was shut”", "“it was shut”") == "scare_quote"
    assert quoted("a “shut” quay and “a wall of water”", "“shut”", "“a wall of water”") == "mixed"
