"""Spans as selectors of the W3C model: what each kind selects, that several agree, and what is refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, SHIP, plain_article

from claimwire.errors import AnchorError
from claimwire.formats.quotes import read_quoted_claims
from claimwire.formats.selectors import SelectorScope, selected
from claimwire.schema import Article

TEXT = "Mill 🏭 shut. The mill shut at Tarvik, the mill said. A mill is a mill. Old millers left."
QUOTE, POSITION = "TextQuoteSelector", "TextPositionSelector"


def found(value: Any, text: str = TEXT, window: tuple[int, int] | None = None) -> list[tuple[int, int]]:
    spans = selected(value, SelectorScope("spans", text, window or (0, len(text))))
    return [(span.start, span.end) for span in spans]


def at(words: str, start: int = 0) -> tuple[int, int]:
    place = TEXT.index(words, start)
    return place, place + len(words)


def position(words: str, **more: Any) -> dict[str, Any]:
    start, end = at(words)
    return {"type": POSITION, "start": start, "end": end} | more


def quote(exact: str, **more: Any) -> dict[str, Any]:
    return {"type": QUOTE, "exact": exact} | more


TARVIK = {
    "a string": "Tarvik",
    "a quote without type": {"exact": "Tarvik"},
    "a quote": quote("Tarvik"),
    "a quote with its surroundings": quote("Tarvik", prefix="at ", suffix=","),
    "a type with prefix": quote("Tarvik") | {"type": "oa:TextQuoteSelector"},
    "a list of types": quote("Tarvik") | {"type": [QUOTE]},
    "JSON-LD's own key": {"@type": QUOTE, "exact": "Tarvik"},
    "offsets": position("Tarvik"),
    "offsets without type": {"start": at("Tarvik")[0], "end": at("Tarvik")[1]},
    "offsets with their quote": position("Tarvik", exact="Tarvik", prefix="at "),
    "a selector in an object": {"selector": quote("Tarvik")},
    "a target": {"source": "https://example.org/1", "selector": [quote("Tarvik"), position("Tarvik")]},
    "a specific resource": {"type": "SpecificResource", "source": "x", "selector": [position("Tarvik")]},
    "a list of both kinds": [quote("Tarvik"), position("Tarvik")],
    "the other way round": [position("Tarvik"), quote("Tarvik")],
    "refined by a quote": quote("shut at Tarvik, the") | {"refinedBy": quote("Tarvik")},
    "refined by offsets": quote("at Tarvik") | {"refinedBy": {"type": POSITION, "start": 3, "end": 9}},
    "refined twice": position("The mill shut at Tarvik") | {"refinedBy": quote("at Tarvik", refinedBy=quote("Tarvik"))},
}


@pytest.mark.parametrize("how", TARVIK)
def test_words_are_selected_in_every_way(how: str) -> None:
    assert found(TARVIK[how]) == [at("Tarvik")]


def test_several_quotes_are_several_pieces_and_so_are_several_offsets() -> None:
    assert found([quote("Tarvik"), quote("Old")]) == [at("Tarvik"), at("Old")]
    assert found([position("Tarvik"), position("Old")]) == [at("Tarvik"), at("Old")]
    assert found([quote("Tarvik"), position("Old"), quote("left")]) == [at("Tarvik"), at("Old"), at("left")]
    assert found([]) == []


def test_offsets_say_which_of_several_places_of_a_quote_is_meant() -> None:
    start = TEXT.index("the mill")
    place = {"type": POSITION, "start": start + 4, "end": start + 8}
    for both in ([quote("mill"), place], [place, quote("mill")], {"selector": [quote("mill"), place]}):
        assert found(both) == [(start + 4, start + 8)]


@pytest.mark.parametrize(
    "value",
    [
        [quote("Tarvik"), position("Old")],
        [position("Old"), quote("Tarvik")],
        {"selector": [quote("Tarvik"), position("Old")]},
        {"selector": [quote("Tarvik"), quote("Old")]},
        {"selector": [position("Tarvik"), position("Old")]},
        position("Old", exact="Tarvik"),
    ],
)
def test_selectors_that_select_different_words_are_told(value: Any) -> None:
    with pytest.raises(AnchorError, match=r"^spans: its selectors select different words: .*; correct one, or leave"):
        found(value)


@pytest.mark.parametrize("value", [lambda x: [quote("Tarvik"), x], lambda x: x | {"exact": "Tarvik"}])
def test_offsets_in_utf_16_are_told_as_such_and_not_shifted(value: Any) -> None:
    start, end = at("Tarvik")
    with pytest.raises(AnchorError, match=r"; its offsets count UTF-16 code units: give code points$"):
        found(value({"type": POSITION, "start": start + 1, "end": end + 1}))


@pytest.mark.parametrize(
    "kind",
    [
        "RangeSelector",
        "FragmentSelector",
        "CssSelector",
        "XPathSelector",
        "DataPositionSelector",
        "SvgSelector",
        7,
        ["x"],
    ],
)
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: [x], lambda x: {"selector": x}, lambda x: {"selector": [x]}])
def test_selectors_of_other_types_are_refused_by_name(kind: Any, wrap: Any) -> None:
    named = kind[0] if isinstance(kind, list) else kind
    with pytest.raises(
        AnchorError, match=rf"^spans: a selector of the type {named!r} is not read; write a TextQuoteSel"
    ):
        found(wrap({"type": kind, "value": "char=0,4", "exact": "Tarvik"}))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (quote("Tarvik", value=1), "is not a quote; write a string or {exact, prefix, suffix}, or {start, end}"),
        ({"type": QUOTE}, "is not a quote"),
        ({"type": QUOTE, "start": 0, "end": 4}, "is not a quote"),
        ({"type": POSITION, "exact": "Tarvik"}, "is not a quote"),
        ({"type": POSITION, "start": 0}, "is not a quote"),
        ({"type": POSITION, "start": 4, "end": 0}, "it reaches from 4 to 0; expected code points from 0 to "),
        ({"type": POSITION, "start": 0, "end": 0}, "it reaches from 0 to 0"),
        ({"type": POSITION, "start": -1, "end": 4}, "it reaches from -1 to 4"),
        ({"type": POSITION, "start": 0, "end": len(TEXT) + 1}, f"to {len(TEXT) + 1}; expected code points from 0 to"),
        ({"type": POSITION, "start": "0", "end": "4"}, "it reaches from '0' to '4'"),
        ({"type": POSITION, "start": True, "end": 4}, "it reaches from True to 4"),
        ({"type": POSITION, "start": 0.0, "end": 4.0}, "it reaches from 0.0 to 4.0"),
        ({"type": POSITION, "start": 1, "end": 4}, "from 1 to 4 is 'ill', which cuts a word"),
        (quote("Old millers") | {"refinedBy": quote("Old mill")}, "cuts a word"),
        (quote("Old mill", suffix="ers"), "cuts a word wherever it is"),
        (quote("Tarvik") | {"refinedBy": quote("Old")}, "'Old' is not in the article"),
        ({"selector": []}, "a list of selectors is empty"),
        ({"selector": None}, "None is not a quote"),
        ({"selector": "Tarvik", "other": 1}, "is not a quote"),
        ([[]], "[] is not a quote"),
        (None, "None is not a quote"),
        (quote("mill"), "'mill' is there 4 times: "),
        (quote("mill"), 'give `prefix` or `suffix`, or as `occurrence` a number or "all"'),
    ],
)
def test_what_selects_nothing_or_is_no_selector_is_told(value: Any, told: str) -> None:
    with pytest.raises(AnchorError) as caught:
        found(value)
    assert str(caught.value).startswith("spans: ")
    assert told in str(caught.value)


def test_the_end_of_the_text_may_be_selected_by_offsets() -> None:
    assert found({"type": POSITION, "start": 0, "end": len(TEXT)}) == [(0, len(TEXT))]


# Occurrences

PLACES = [(place, place + 4) for place in range(len(TEXT)) if TEXT[place : place + 5] in ("mill ", "mill.")]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_an_occurrence_is_counted_in_the_order_of_the_text_where_no_word_is_cut(number: int) -> None:
    assert len(PLACES) == 4
    assert found(quote("mill", occurrence=number)) == [PLACES[number - 1]]
    assert found({"exact": "mill", "occurrence": number}) == [PLACES[number - 1]]


def test_all_occurrences_are_all_places() -> None:
    assert found(quote("mill", occurrence="all")) == PLACES
    assert found(quote("mill", prefix="the ", occurrence="all")) == [PLACES[1]]
    assert found(quote("Tarvik", occurrence="all")) == [at("Tarvik")]


def test_occurrences_are_those_in_the_sentences_of_the_claim_if_there_are_any() -> None:
    window = at("A mill is a mill.")
    assert found(quote("mill", occurrence="all"), window=window) == PLACES[2:]
    assert found(quote("mill", occurrence=1), window=window) == [PLACES[2]]
    assert found(quote("Tarvik", occurrence="all"), window=window) == [at("Tarvik")]


def test_occurrences_do_not_overlap_each_other() -> None:
    assert found({"exact": "o o", "occurrence": "all"}, "o o o o o") == [(0, 3), (4, 7)]


@pytest.mark.parametrize("occurrence", [0, 5, -1, "first", "1", True, 1.0, None, [1], "ALL"])
def test_an_occurrence_that_there_is_none_of_is_told(occurrence: Any) -> None:
    with pytest.raises(AnchorError, match=r"'mill' is there 4 times; expected a number from 1 to 4, or \"all\"$"):
        found(quote("mill", occurrence=occurrence))


# Lines


def lines(*entries: Any, article: Article = SHIP) -> tuple[list[Any], list[str]]:
    return read_quoted_claims(list(enumerate(map(json.dumps, entries), 1)), article, "heron_1_ann_", "layer.jsonl")


def test_a_line_may_be_a_w3c_annotation_with_the_fields_of_a_claim() -> None:
    plain = lines(BACKGROUND)[0]
    target = {"source": "https://example.org/1", "selector": [quote("Ferries sank in 1999")]}
    w3c = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": target}
    without = {name: value for name, value in BACKGROUND.items() if name != "spans"}
    assert lines(w3c | without) == (plain, [])
    assert lines(w3c | without | {"target": [target]}) == (plain, [])
    (told,) = lines(w3c | BACKGROUND)[1]
    assert "`target` and `spans` both say where the claim is" in told
    (told,) = lines(w3c | without | {"body": {"value": "x"}})[1]
    assert "`body` is not read; write the claim's label and slots as fields of the line" in told
    (told,) = lines(BACKGROUND | {"type": "Claim"})[1]
    assert "no field is called type" in told


def test_a_number_as_an_id_is_its_digits_also_in_what_names_it() -> None:
    claims, problems = lines(BACKGROUND | {"id": 17, "voice_id": 2}, BACKGROUND | {"id": "2"})
    assert problems == []
    assert [claim.claim_id for claim in claims] == ["heron_1_ann_17", "heron_1_ann_2"]
    assert claims[0].voice_id == "heron_1_ann_2"
    (told,) = lines(BACKGROUND | {"id": 17}, BACKGROUND | {"id": "17"})[1]
    assert told == "layer.jsonl:2: duplicate id '17': line 1 has it too"


def test_a_claim_at_all_places_of_its_words() -> None:
    article = plain_article("Mill shut\n\nThe mill shut in 1999. The mill shut.\n\nNobody came.\n")
    entry = BACKGROUND | {"sentences": [1, 2], "spans": {"exact": "The mill shut", "occurrence": "all"}}
    claims, problems = lines(entry, article=article)
    assert problems == []
    assert [span.of(article.text or "") for span in claims[0].spans] == ["The mill shut", "The mill shut"]


VALUES = st.recursive(
    st.sampled_from([None, True, 0, 3, -1, 10**30, 1.5, "", "Ferries", "ferry", QUOTE, POSITION, "all", "\u0000"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["exact", "prefix", "suffix", "start", "end", "type", "selector", "refinedBy", "occurrence"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from([*BACKGROUND, "target", "body", "@context", "type"]), VALUES, max_size=3))
def test_any_values_give_a_claim_or_a_problem(changed: dict[str, Any]) -> None:
    claims, problems = lines(BACKGROUND | changed)
    assert len(claims) == 1 or problems
    for claim in claims:
        assert all(0 <= span.start < span.end <= SHIP.text_length for span in claim.spans)


@pytest.mark.parametrize("depth", [50, 300, 900, 50_000])
def test_selectors_within_selectors_end_somewhere(depth: int) -> None:
    line = json.dumps(BACKGROUND | {"spans": "HERE"}).replace('"HERE"', '{"selector":' * depth + '"x"' + "}" * depth)
    claims, problems = read_quoted_claims([(1, line)], SHIP, "heron_1_ann_", "layer.jsonl")
    assert claims == []
    assert len(problems) == 1


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_any_damage_to_a_line_gives_a_claim_or_a_problem(data: st.DataObject) -> None:
    content = bytearray(json.dumps(BACKGROUND | {"spans": quote("Ferries", occurrence=1)}).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, max(0, len(content) - 1)))
        if data.draw(st.booleans()):
            del content[place : place + data.draw(st.integers(1, 9))]
        elif content:
            content[place] = data.draw(st.integers(0, 127))
    claims, problems = read_quoted_claims([(1, content.decode())], SHIP, "heron_1_ann_", "layer.jsonl")
    assert len(claims) == 1 or problems
