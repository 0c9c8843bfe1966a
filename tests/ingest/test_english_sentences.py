"""English sentences: a paragraph a line in `english_sentences.txt`, and the golden rules of another package."""

from __future__ import annotations

import ast
import re
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import CHARACTERS

from claimwire.ingest.sentences import split_sentences

ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
LINES = [
    ESCAPE.sub(lambda match: chr(int(match[1], 16)), line)
    for line in Path(__file__).with_name("english_sentences.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("# ")
]
PIECES = [
    *("The ferry sank", "He said", "“We go", "it was cold", "Mr. Lorn", "at 5 p.m", "3.5", "U.S", "é", "al-Orlani"),
    *("1.", "a)", "(i)", "•", "\n", "\n\n", "\u00a0", "\u2028", "\u200f", "...", "…", ". . .", "PORT ORLAN", "June 3"),
    *(
        "(Reuters)",
        " - ",
        "—",
        "‘",
        "’",
        "'",
        '"',
        "(",
        ")",
        "[",
        "]",
        "«",
        "»",
        "😢",
        "#x",
        "www.x",
        "[1]",
        ":)",
        "St",
    ),
    *(". ", "? ", "! ", ".” ", '." ', "…", " ", ", ", ".", "\t", "\u200b", "A.", "I", "!", "?", "No"),
]
PROSE = st.lists(st.sampled_from(PIECES) | st.text(CHARACTERS, max_size=4), max_size=18).map("".join)


def pieces(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize("line", LINES)
def test_sentences_end_where_the_line_says(line: str) -> None:
    text = re.sub(r" ?\| ?", lambda match: " " if " " in match[0] else "", line)
    assert pieces(text) == [piece.strip() for piece in line.split("|")]


@settings(deadline=None, max_examples=400)
@given(PROSE, st.sampled_from(["en", "en-GB", "de", "zxx"]))
def test_the_pairs_cover_all_but_white_space(text: str, language: str) -> None:
    place = 0
    pairs = split_sentences(text, language)
    for start, end in pairs:
        assert place <= start < end <= len(text)
        assert not text[place:start].strip()
        assert text[start:end] == text[start:end].strip()
        place = end
    assert not text[place:].strip()
    if language == "en" and len(pairs) > 1:
        assert all(any(map(str.isalnum, text[start:end])) for start, end in pairs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \u2028\t\n", []),
        ("…", ["…"]),
        ("It sank. …", ["It sank. …"]),
        ("… It sank.", ["… It sank."]),
        ("It sank.\nNobody came.", ["It sank.", "Nobody came."]),
        ("It sank\nin the lake.", ["It sank\nin the lake."]),
        ("It sank\n\nNobody came", ["It sank", "Nobody came"]),
        ("It sank\n \nin the lake", ["It sank", "in the lake"]),
        ("Rules\n- swim\n- row", ["Rules", "- swim", "- row"]),
        ("It sank.\u00a0 \u00a0Nobody came.\u00a0", ["It sank.", "Nobody came."]),
        ("It sank.\r\nNobody came.\r\n", ["It sank.", "Nobody came."]),
        ("\ud800 sank. Nobody came.", ["\ud800 sank.", "Nobody came."]),
    ],
)
def test_white_space_and_what_has_no_words(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_only_english_has_rules_of_its_own() -> None:
    text = "“It sank. Nobody came.”"
    assert pieces(text, "en-GB") == pieces(text, "ENG") == ["“It sank.", "Nobody came.”"]
    assert pieces(text, "de") == [text]


def golden_rules() -> list[tuple[str, list[str]]]:
    """Return the golden rules of English, which lie in pysbd's wheel: texts with the sentences they have."""
    try:
        found = [file for file in files("pysbd") or () if file.name == "english_golden_rules.py"]
    except PackageNotFoundError:
        pytest.skip("pysbd is not installed; the extra `dev` has it")
    (rules,) = [node for node in ast.parse(found[0].read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)]
    read: list[tuple[str, list[str]]] = ast.literal_eval(rules.value)
    return read


def test_the_golden_rules_of_english_hold() -> None:
    rules = golden_rules()
    assert len(rules) == 48
    assert [number for number, (text, expected) in enumerate(rules, start=1) if pieces(text) != expected] == []
