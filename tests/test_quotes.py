"""Quoted claims: where a quote is found, what is refused, and that the offsets mark the quote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT, plain_article

from claimwire.errors import AnchorError
from claimwire.formats.quotes import located_spans, read_quoted_claims
from claimwire.ingest.article import dehydrated
from claimwire.schema import AttributedStatement, ClaimBase, HistoricalBackground

ARTICLE = SHIP
SENTENCES = {
    0: "Ferry sinks, and ferry line closes",
    1: "The ferry sank at dawn.",
    2: "“The ferry,” said Ada Lorn, “was old.”",
    3: "The minister said it sank at dawn.",
    4: "Ferries sank in 1999.",
    5: "“We wait,” she said.",
    6: "“We wait,” she said again.",
}


def quoted(*entries: dict[str, Any] | str, article=ARTICLE) -> tuple[list[ClaimBase], list[str]]:
    lines = [(n, entry if isinstance(entry, str) else json.dumps(entry)) for n, entry in enumerate(entries, start=1)]
    return read_quoted_claims(lines, article, "heron_1_ann_", "layer.jsonl")


def claim(**changed: Any) -> ClaimBase:
    claims, problems = quoted(BACKGROUND | changed)
    assert not problems
    return claims[0]


def quotes(found: ClaimBase, slot: str = "spans") -> list[str]:
    return [span.of(ARTICLE.text or "") for span in getattr(found, slot)]


def problem(**changed: Any) -> str:
    claims, problems = quoted(BACKGROUND | changed)
    assert claims == []
    assert len(problems) == 1
    return problems[0].removeprefix("layer.jsonl:1: ")


def sentence_of(found: ClaimBase) -> int:
    return next(n for n, s in enumerate(ARTICLE.sentences) if s.contains(found.spans[0]))


def test_the_sentences_are_those_the_tests_speak_of() -> None:
    assert {n: span.of(ARTICLE.text or "") for n, span in enumerate(ARTICLE.sentences)} == SENTENCES


# Finding


def test_a_quote_that_is_there_once_is_found() -> None:
    found = claim()
    assert (found.claim_id, found.article_id) == ("heron_1_ann_01", "heron_1")
    assert quotes(found) == ["Ferries sank in 1999"]


def test_several_pieces_are_found_and_put_in_text_order() -> None:
    claims, problems = quoted(STATEMENT | {"spans": ["“was old.”", "“The ferry,”"]})
    assert problems == []
    assert quotes(claims[0]) == ["“The ferry,”", "“was old.”"]
    assert quotes(claims[0], "source_spans") == ["Ada Lorn"]
    assert quotes(claims[0], "cue_spans") == ["said"], "within the sentence, and not that of the next"


@pytest.mark.parametrize(("sentences", "at"), [([1], 1), ([3], 3), ([3, 4], 3), ([4, 3], 3)])
def test_a_quote_is_looked_for_in_its_sentences_first(sentences: list[int], at: int) -> None:
    assert sentence_of(claim(spans="sank at dawn", sentences=sentences)) == at


THRICE = plain_article("Gate shut\n\nIt is shut.\n\nNobody came. Nobody came. Nobody came.\n")


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_quote_that_is_the_whole_of_its_sentence_is_in_it(number: int) -> None:
    fields = located_spans({"spans": "Nobody came."}, HistoricalBackground, THRICE, [number])
    assert fields["spans"] == [THRICE.sentences[number].model_dump()]


@pytest.mark.parametrize(("sentences", "place"), [([2, 3], 0), ([3, 4], 1)])
def test_a_quote_that_runs_out_of_its_sentences_is_not_in_them(sentences: list[int], place: int) -> None:
    """The quote is there twice: from the first sentence into the second, and from the second into the third."""
    quote = "came. Nobody"
    fields = located_spans({"spans": quote}, HistoricalBackground, THRICE, sentences)
    starts = [start for start in range(THRICE.text_length) if (THRICE.text or "").startswith(quote, start)]
    assert [span["start"] for span in fields["spans"]] == [starts[place]]
    for one in (2, 3, 4):
        with pytest.raises(AnchorError, match="is there 2 times"):
            located_spans({"spans": quote}, HistoricalBackground, THRICE, [one])


def test_a_quote_that_is_not_in_its_sentences_is_refused_with_the_right_numbers() -> None:
    """Regression: a claim was taken from the sentence after the one that its line named, without a word."""
    assert problem(spans="Ada Lorn", sentences=[5]) == (
        "`sentences` is [5], and spans has 'Ada Lorn' in [2]; write the numbers that `claimwire sentences heron_1` "
        "prints, or leave `sentences` out"
    )
    assert "'Ada Lorn' in [2, 4]; write" in problem(spans=["Ferries sank", "Ada Lorn"], sentences=[4])
    assert quotes(claim(spans=["Ferries sank", "Ada Lorn"], sentences=[2, 4])) == ["Ada Lorn", "Ferries sank"]


def test_the_words_of_other_slots_may_be_in_other_sentences() -> None:
    line = STATEMENT | {"spans": "it sank at dawn", "sentences": [3], "source_spans": "Ada Lorn"}
    claims, problems = quoted(line)
    assert problems == []
    assert sentence_of(claims[0]) == 3
    assert quotes(claims[0], "source_spans") == ["Ada Lorn"]


@pytest.mark.parametrize("left_out", [{"sentences": None}, {"sentences": []}, {}])
def test_without_sentences_a_quote_is_looked_for_everywhere(left_out: dict[str, Any]) -> None:
    line = {key: value for key, value in BACKGROUND.items() if key != "sentences"} | left_out
    claims, problems = quoted(line | {"spans": "Ada Lorn"})
    assert problems == []
    assert sentence_of(claims[0]) == 2
    assert "is there 2 times" in problem(spans="sank at dawn", sentences=[5])


@pytest.mark.parametrize(
    ("quote", "at"),
    [
        ({"exact": "“We wait,”", "suffix": " she said."}, 5),
        ({"exact": "“We wait,”", "suffix": " she said again"}, 6),
        ({"exact": "“We wait,”", "prefix": "1999. "}, 5),
        ({"exact": "“We wait,”", "prefix": "999. ", "suffix": " sh"}, 5),
    ],
)
def test_neighbouring_words_distinguish_places_even_parts_of_words(quote: dict[str, str], at: int) -> None:
    """A neighbour that began or ended in the middle of a word was said not to stand in the article."""
    found = claim(spans=quote, sentences=[])
    assert quotes(found) == ["“We wait,”"]
    assert sentence_of(found) == at


def test_a_quote_is_found_where_it_cuts_no_word() -> None:
    assert sentence_of(claim(spans="ferry", sentences=[0])) == 0
    assert sentence_of(claim(spans="“We wait,” she said", sentences=[5])) == 5
    assert quotes(claim(spans={"exact": "ferry", "prefix": "and "}, sentences=[0])) == ["ferry"]


@pytest.mark.parametrize("quote", ["erry", "Ferrie", {"exact": "erry", "prefix": "f", "suffix": " line"}, "awn."])
def test_a_quote_that_cuts_a_word_is_refused(quote: Any) -> None:
    """With a neighbour it passed, and the check of offsets complained of it much later."""
    assert "cuts a word wherever it is; copy it from the text" in problem(spans=quote)


@settings(deadline=None)
@given(st.data())
def test_any_passage_with_its_neighbours_is_found_where_it_is(data: st.DataObject) -> None:
    text = ARTICLE.text or ""
    edges = [at for at in range(len(text) + 1) if not (0 < at < len(text) and (text[at - 1] + text[at]).isalnum())]
    start, end = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True)))
    quote = {"exact": text[start:end], "prefix": text[:start], "suffix": text[end:]}
    found = located_spans({"spans": quote}, HistoricalBackground, ARTICLE, data.draw(st.sampled_from([None, [0], [6]])))
    assert found == {"spans": [{"start": start, "end": end}]}


def test_other_fields_are_left_as_they_are() -> None:
    fields = {"time": "1999", "spans": "Ada Lorn", "source_spans": None, "voice_id": "07"}
    found = located_spans(fields, AttributedStatement, ARTICLE, [2])
    assert {name: found[name] for name in ("time", "source_spans", "voice_id")} == {
        "time": "1999",
        "source_spans": None,
        "voice_id": "07",
    }


# What is refused


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"spans": "Ferries swam"}, "spans: 'Ferries swam' is not in the article; copy it from the text"),
        ({"spans": '"We wait,"'}, "typography included"),
        (
            {"spans": {"exact": "Ferries", "suffix": " swam"}},
            "spans: 'Ferries' is in the article, but its suffix ' swam'",
        ),
        ({"spans": "“We wait,”", "sentences": [5, 6]}, "spans: '“We wait,”' is there 2 times: '"),
        ({"spans": "“We wait,”", "sentences": [5, 6]}, "'; give `prefix` or `suffix`"),
        ({"spans": "ferry", "sentences": [3]}, "is there 3 times"),
        ({"spans": ""}, "spans: {'exact': ''} is not a quote; write a string or {exact, prefix, suffix}"),
        ({"spans": 7}, "spans: 7 is not a quote"),
        ({"spans": {"prefix": "Ferries"}}, "is not a quote"),
        ({"spans": {"exact": "Ferries", "start": 3}}, "is not a quote"),
        ({"spans": {"exact": 7}}, "is not a quote"),
        ({"spans": {"exact": "Ferries", "suffix": None}}, "is not a quote"),
        ({"spans": []}, "missing: spans"),
        ({"spans": None}, "missing: spans"),
        ({"time_spans": ["1999", "2000"]}, "time_spans: '2000' is not in the article"),
        ({"sentences": 0}, "`sentences` is 0, expected numbers between 0 and 6"),
        ({"sentences": ""}, "`sentences` is '', expected numbers"),
        ({"sentences": [7]}, "`sentences` is [7], expected numbers between 0 and 6"),
        ({"sentences": [-1]}, "expected numbers between 0 and 6"),
        ({"sentences": [True]}, "expected numbers between 0 and 6"),
        ({"sentences": ["4"]}, "expected numbers between 0 and 6"),
        ({"sentences": 4}, "`sentences` is 4, expected numbers"),
        (
            {"label": "opinion"},
            "label 'opinion' is not one of attributed_statement, historical_background, casualty_figure",
        ),
        ({"label": None}, "label None is not one of"),
        ({"label": ["x"]}, "label ['x'] is not one of"),
        ({"id": None}, "expected an object with an `id`"),
        ({"id": 7.0}, "expected an object with an `id`, a string or a whole number; found 7.0"),
        ({"id": True}, "expected an object with an `id`, a string or a whole number; found True"),
        ({"id": [7]}, "expected an object with an `id`"),
        ({"id": ""}, "expected an object with an `id`"),
        ({"id": -7}, "`id` is '-7'; it may have lowercase letters from a to z, digits and `_`"),
        ({"id": "Not An Id"}, "`id` is 'Not An Id'; it may have "),
        ({"time": "last year"}, "time: "),
        ({"event_type": "A flood"}, "event_type: "),
        ({"colour": "red"}, "no field is called colour"),
        ({"voice_id": ["02"]}, "voice_id: "),
        ({"statement": "half \ud83d a pair"}, "half of a surrogate pair"),
    ],
)
def test_a_line_without_a_valid_claim_is_reported(changed: dict[str, Any], message: str) -> None:
    """A label or a quote of another type than a string was a traceback."""
    assert message in problem(**changed)


def test_the_places_of_a_quote_are_shown_with_their_neighbours() -> None:
    told = problem(spans="“We wait,”", sentences=[0])
    assert r"'.\n\nFerries sank in 1999. “We wait,” she said. “We wait,” she', " in told
    assert "'99. “We wait,” she said. “We wait,” she said again.'; " in told


def test_a_quote_may_end_where_the_text_ends() -> None:
    article = plain_article("Ferry sinks\n\nFerry sank.\n\nIt was cold")
    claims, problems = quoted(BACKGROUND | {"spans": ["Ferry sinks", "was cold"], "sentences": [0, 2]}, article=article)
    assert problems == []
    assert [span.of(article.text or "") for span in claims[0].spans] == ["Ferry sinks", "was cold"]


def test_a_place_at_the_head_of_the_text_is_shown_whole() -> None:
    article = plain_article("Ferry sinks\n\nFerry sank.\n\nIt was cold.\n")
    _, (told,) = quoted(BACKGROUND | {"spans": "Ferry", "sentences": [2]}, article=article)
    assert "'Ferry sinks\\n\\nFerry sank.\\n\\nIt w', 'Ferry sinks" in told


def test_lines_that_are_not_objects_are_reported_and_the_others_read() -> None:
    claims, problems = quoted("{", "[]", BACKGROUND, '"x"')
    assert [c.claim_id for c in claims] == ["heron_1_ann_01"]
    assert problems[0] == "layer.jsonl:1: column 2: a key in double quotes was expected, but the text ends"
    assert problems[1:] == [
        "layer.jsonl:2: here begins a list, and not an object; write one object per line, without brackets around them "
        "and commas between",
        "layer.jsonl:4: expected an object with an `id`, found '\"x\"'",
    ]


def test_an_id_is_used_once() -> None:
    claims, problems = quoted(BACKGROUND, STATEMENT, BACKGROUND | {"spans": "1999"})
    assert len(claims) == 2
    assert problems == ["layer.jsonl:3: duplicate id '01': line 1 has it too"]


def test_an_article_without_text_has_no_quotes() -> None:
    with pytest.raises(AnchorError, match="heron_1 has no text to find quotes in; hydrate it first"):
        quoted(BACKGROUND, article=dehydrated(ARTICLE))
    with pytest.raises(AnchorError, match="heron_1 has no text to find quotes in; hydrate it first"):
        located_spans({"spans": "1999"}, HistoricalBackground, dehydrated(ARTICLE), None)


# References


def test_references_name_other_lines_wherever_they_are() -> None:
    inner = STATEMENT | {"id": "01", "sentences": [3], "spans": "it sank at dawn", "source_spans": "The minister"}
    claims, problems = quoted(
        inner | {"voice_id": "02"}, STATEMENT, FIGURE | {"voice_id": "01", "part_of_id": "04"}, FIGURE | {"id": "04"}
    )
    assert problems == []
    assert claims[0].voice_id == "heron_1_ann_02"
    assert claims[1].voice_id is None
    assert (claims[2].part_of_id, claims[2].voice_id) == ("heron_1_ann_04", "heron_1_ann_01")  # type: ignore[attr-defined]


def test_a_reference_to_no_line_is_reported() -> None:
    claims, problems = quoted(BACKGROUND | {"voice_id": "99"})
    assert len(claims) == 1
    assert problems == ["layer.jsonl: heron_1_ann_01: voice_id names heron_1_ann_99, which no line has"]


def test_a_line_with_another_fault_is_still_one_that_others_may_name() -> None:
    _, problems = quoted(BACKGROUND | {"voice_id": "02"}, STATEMENT | {"spans": "nowhere"})
    assert len(problems) == 1
    assert "nowhere" in problems[0]
