"""Offsets of a task that count otherwise are converted if its words say how, and told; else the region is refused."""

from __future__ import annotations

import copy
import html
import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from exported import exported
from ferry import CLAIMS, FERRY, export_of, layer_of
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, plain_article

from claimwire.corpus.records import canonical_json
from claimwire.errors import ClaimwireError
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.labelstudio.tasks.offsets import words_agree
from claimwire.labelstudio.tasks.read import TaskReading, read_task
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Article

Width = Callable[[str], int]


def utf16(prefix: str) -> int:
    return len(prefix.encode("utf-16-le")) // 2


WAYS: dict[str, tuple[Width, str]] = {
    "UTF-16 code units": (utf16, "UTF-16 code units"),
    "bytes": (lambda prefix: len(prefix.encode()), "bytes of UTF-8"),
    "CRLF": (lambda prefix: len(prefix.replace("\n", "\r\n")), "a line end as two"),
    "UTF-16, CRLF": (lambda prefix: utf16(prefix.replace("\n", "\r\n")), "UTF-16 code units, a line end as two"),
    "NFD": (lambda prefix: len(unicodedata.normalize("NFD", prefix)), "the text in Unicode's form NFD"),
    "HTML": (lambda prefix: len(html.escape(prefix, quote=False)), "escapes of HTML"),
}
"""How many each prefix of a text is in another way of counting, the plain way; and what is told."""

TEXT = """Café & mill close

Oda Brenn 🏭 said the café at Tarvik 👩‍🏭 <closed> in 1999.

The mill 🏭 closed in 2001.

Nobody came.
"""
ARTICLE = plain_article(TEXT)
PLACES = ({"spans": "closed in", "sentences": [2], "time_spans": "2001"}, {"spans": "Oda Brenn", "time_spans": "1999"})


def layer(article: Article = ARTICLE, *changed: dict[str, Any]) -> Annotation:
    entries = [BACKGROUND | {"id": f"c{n}", "sentences": [1]} | places for n, places in enumerate(changed or PLACES)]
    lines = list(enumerate(map(canonical_json, entries), 1))
    made, problems = quoted_layer(article, lines, LayerFacts("anna", "2.0.0", "claimwire anchor 0.1.0"), "mill")
    assert problems == []
    return made


def task_of(article: Article = ARTICLE, *changed: dict[str, Any]) -> dict[str, Any]:
    return exported(make_task(article, [layer(article, *changed)], guideline_version="2.0.0"))


def values(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the values of regions of a task."""
    return [
        entry["value"]
        for annotation in task["annotations"]
        for entry in annotation["result"]
        if "start" in entry.get("value", ())
    ]


def recounted(task: dict[str, Any], width: Width) -> dict[str, Any]:
    made = copy.deepcopy(task)
    text = task["data"]["text"]
    for value in values(made):
        value |= {key: width(text[: value[key]]) for key in ("start", "end")}
    return made


def kinds(read: TaskReading) -> list[str]:
    return [problem.problem_id for problem in read.problems]


@pytest.mark.parametrize("name", WAYS)
def test_offsets_of_a_task_are_converted_and_told_once(name: str) -> None:
    width, told = WAYS[name]
    task = task_of()
    read = read_task(recounted(task, width), ARTICLE, {})
    assert read.layers == read_task(task, ARTICLE, {}).layers == [layer()]
    (problem,) = read.problems
    assert problem.message.startswith(f"its offsets count {told}: ")
    assert (problem.problem_id, read.refused) == ("offsets-converted", [])


@pytest.mark.parametrize(
    "text",
    [
        "🏭 Mill shut\n\nOda Brenn waited in 1999.\n\nNobody came.\n",
        "Mill shut\n\n🏭🏭🏭 Oda Brenn waited in 1999.\n\nNobody came.\n",
        "Mill shut\n\nOda Brenn🏭 waited in 1999.\n\nNobody came.\n",
        "Mill shut\n\n🏭Oda Brenn waited in 1999🏭.\n\nNobody came.\n",
        "Mill shut\n\n👩‍🏭 Oda Brenn waited in 1999.\n\nNobody came.\n",
    ],
)
def test_emoji_before_between_and_at_the_edge_of_spans(text: str) -> None:
    article = plain_article(text)
    spans = {"spans": "🏭Oda Brenn" if "🏭Oda" in text else "Oda Brenn", "time_spans": "1999"}
    task = task_of(article, spans)
    moved = recounted(task, utf16)
    assert moved != task
    read = read_task(moved, article, {})
    assert read.layers == [layer(article, spans)]
    assert kinds(read) == ["offsets-converted"]


@pytest.mark.parametrize("name", ["UTF-16 code units", "bytes", "NFD"])
def test_of_plain_letters_there_is_nothing_to_decide(name: str) -> None:
    article = plain_article("Mill shut\n\nOda Brenn waited in 1999.\n\nNobody came.\n")
    spans = {"spans": "Oda Brenn", "time_spans": "1999"}
    task = task_of(article, spans)
    assert recounted(task, WAYS[name][0]) == task
    read = read_task(task, article, {})
    assert (read.problems, read.layers) == ([], [layer(article, spans)])


def test_without_words_offsets_are_taken_as_before() -> None:
    task = recounted(task_of(), utf16)
    for value in values(task):
        if isinstance(value.get("text"), str):
            del value["text"]
    read = read_task(task, ARTICLE, {1: "anna"})
    assert kinds(read) == []
    starts = [claim.spans[0].start for claim in read.layers[0].claims]
    assert starts == [utf16(task["data"]["text"].partition(words)[0]) for words in ("Oda Brenn", "closed in 2001")]


def test_a_region_without_words_goes_with_those_that_have_them() -> None:
    task = recounted(task_of(), utf16)
    for entry in task["annotations"][0]["result"]:
        if entry.get("value", {}).get("labels") == ["time"]:
            del entry["value"]["text"]
    read = read_task(task, ARTICLE, {})
    assert read.layers == [layer()]


def test_what_no_way_explains_is_refused_and_the_rest_kept() -> None:
    task = task_of()
    value = next(x for x in values(task) if x.get("labels") == ["historical_background"] and x["text"] == "Oda Brenn")
    value |= {"start": value["start"] - 1, "end": value["end"] - 1}
    read = read_task(task, ARTICLE, {})
    assert kinds(read) == ["words-differ"]
    assert "its words are 'Oda Brenn', those of the text from " in read.problems[0].message
    assert [claim.claim_id for claim in read.layers[0].claims] == ["heron_1_anna_c0"]
    assert not read.layers[0].complete
    assert len(read.refused) == 1


def test_regions_that_count_differently_are_not_guessed_one_by_one() -> None:
    """Some as the page counts, some in UTF-16: those that differ are refused."""
    task = task_of()
    text = task["data"]["text"]
    entry = next(x for x in values(task) if x.get("labels") == ["time"] and x["text"] == "1999")
    entry |= {key: utf16(text[: entry[key]]) for key in ("start", "end")}
    read = read_task(task, ARTICLE, {})
    assert kinds(read) == ["words-differ", "part-refused"]


def test_two_ways_that_put_regions_at_different_places_are_not_guessed() -> None:
    """One word that is there twice: once where UTF-16 says, once where bytes say."""
    article = plain_article("Gate shut\n\nIn 🏭 o o o o o o 1999.\n\nNobody came.\n")
    spans = {"spans": {"exact": "o", "prefix": "🏭 o o "}, "time_spans": "1999"}
    task = task_of(article, spans)
    text = task["data"]["text"]
    for value in values(task):
        if value.get("labels") == ["time"]:
            value |= {"start": 0, "end": 4, "text": "Gate"}
        else:
            value |= {key: value[key] + 1 for key in ("start", "end")}
            place = value["start"]
    assert [text[place], text[place - 1], text[place - 3]] == [" ", "o", "o"], (
        "a blank, what UTF-16 says, what bytes say"
    )
    assert kinds(read_task(task, article, {})) == ["region-empty"]


@pytest.mark.parametrize(
    "words",
    [
        *(" Oda Brenn", "Oda Brenn\n", "Oda  Brenn", "Oda\\nBrenn", "Oda\u00a0Brenn", "OdaBrenn", ["Oda Brenn"]),
        *("", "  ", None, []),
    ],
)
def test_white_space_in_words_does_not_count_and_no_words_are_none(words: Any) -> None:
    task = task_of()
    for value in values(task):
        if value.get("labels") and value["text"] == "Oda Brenn":
            value["text"] = words
    read = read_task(task, ARTICLE, {})
    assert (read.problems, read.layers) == ([], [layer()])


def test_words_with_escapes_or_in_another_form_are_those_of_the_text() -> None:
    article = plain_article("Mill shut\n\nThe café & mill waited in 1999.\n\nNobody came.\n")
    spans = {"spans": "café & mill", "time_spans": "1999"}
    for words in ("café &amp; mill", unicodedata.normalize("NFD", "café & mill")):
        task = task_of(article, spans)
        for value in values(task):
            if value.get("labels") and value["text"] == "café & mill":
                value["text"] = words
        assert read_task(task, article, {}).layers == [layer(article, spans)]


def in_html(value: dict[str, Any], key: str) -> None:
    """Make the offsets of a value those of a page of HTML: a path in the document, and offsets beside it."""
    start, end = value["start"], value["end"]
    beside = {"globalOffsets": {"start": start, "end": end}} if key == "globalOffsets" else {}
    value |= {"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "endOffset": 1} | beside
    if key == "startOffset":
        value |= {"startOffset": start, "endOffset": end}


@pytest.mark.parametrize("key", ["globalOffsets", "startOffset"])
@pytest.mark.parametrize("width", [len, utf16])
def test_offsets_of_a_page_of_html_are_read_if_their_words_agree(key: str, width: Width) -> None:
    task = recounted(task_of(), width)
    for value in values(task):
        in_html(value, key)
    read = read_task(task, ARTICLE, {})
    assert read.layers == [layer()]
    assert kinds(read) == ["offsets-converted"]


def test_offsets_of_a_page_of_html_without_words_are_refused_as_before() -> None:
    task = task_of()
    for value in values(task):
        in_html(value, "globalOffsets")
        if isinstance(value["text"], str):
            del value["text"]
    assert set(kinds(read_task(task, ARTICLE, {}))) >= {"region-outside-text"}


def test_a_leading_blank_that_was_not_counted() -> None:
    """The text of a task is the article's, so this is seen only where that begins with white space."""
    task = task_of()
    read = read_task(recounted(task, lambda prefix: len(prefix.lstrip())), ARTICLE, {})
    assert read.problems == []


# Damage

DAMAGED = [None, True, 7, -1, 1.5, "x", [], {}, [[]], {"text": 3}, "\ud800", 10**30]


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Return every container of a value with each of its keys."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places_in(value[key])]


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_damage_to_an_export_gives_layers_or_a_named_error(data: st.DataObject) -> None:
    task = copy.deepcopy(export_of(layer_of(*data.draw(st.sampled_from([("loss",), tuple(CLAIMS)])))))
    for _ in range(data.draw(st.integers(1, 4))):
        container, key = data.draw(st.sampled_from(places_in(task)))
        if isinstance(container, dict) and data.draw(st.booleans()):
            container.pop(key, None)
        elif isinstance(container, dict) or key < len(container):
            container[key] = copy.deepcopy(data.draw(st.sampled_from(DAMAGED)))
    try:
        read = read_task(task, FERRY, {1: "anna"})
    except ClaimwireError:
        return
    for made in read.layers:
        for claim in made.claims:
            assert all(0 <= span.start < span.end <= FERRY.text_length for span in claim.spans)
    json.dumps(read.refused)
    assert all(map(str, read.problems))


@pytest.mark.parametrize(
    ("words", "found", "agree"),
    [
        ("sank.\\n\\nBoats", "sank.\r\n\r\nBoats", True),
        ("C:\\new", "C:\\new", True),
        ("in C:\\new.\\nBoats", "in C:\\new.\nBoats", True),
        ("in C:\\old.\\nBoats", "in C:\\new.\nBoats", False),
        ("a\\nb", "a\\tb", False),
    ],
)
def test_a_line_end_is_written_as_words_that_may_stand_in_the_text(words: str, found: str, agree: bool) -> None:
    """With both in one region its words were told to differ."""
    assert words_agree(words, found) is agree
