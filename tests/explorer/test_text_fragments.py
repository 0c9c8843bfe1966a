"""Links to originals: at the words of a claim, of open articles alone, and never of restricted outlets."""

from __future__ import annotations

import pytest

from claimwire.explorer.originals import EDGE, WHOLE, address_at, fragment, link_to

TEXT = "One two-three, four & five six seven eight nine ten.\nA 🐦 sang."


def span(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("One", "text=One"),
        ("two-three, four & five", "text=two%2Dthree%2C%20four%20%26%20five"),
        (
            "One two-three, four & five six seven eight",
            "text=One%20two%2Dthree%2C%20four%20%26%20five%20six%20seven%20eight",
        ),
        (
            "One two-three, four & five six seven eight nine",
            "text=One%20two%2Dthree%2C%20four%20%26,six%20seven%20eight%20nine",
        ),
        ("ten.\nA 🐦", "text=ten.%20A%20%F0%9F%90%A6"),
    ],
    ids=[
        "one word",
        "marks with a meaning",
        "as many words as are given whole",
        "one more",
        "a line break, code points",
    ],
)
def test_a_fragment_has_the_words_or_the_first_and_last_of_them(words: str, expected: str) -> None:
    if words.startswith("One two-three, four & five six seven eight"):
        assert (len(words.split()) > WHOLE) is ("," in expected)
    assert fragment(TEXT, [span(words)]) == f":~:{expected}"
    assert EDGE * 2 <= WHOLE


def test_each_piece_of_a_claim_has_a_directive_of_its_own_and_blanks_have_none() -> None:
    assert fragment(TEXT, [span("One"), span("ten")]) == ":~:text=One&text=ten"
    assert fragment("a   b", [{"start": 1, "end": 3}]) == ""


def test_an_address_keeps_no_fragment_of_its_own_beside_the_words() -> None:
    assert address_at("https://x.example/a#top", TEXT, [span("One")]) == "https://x.example/a#:~:text=One"
    assert address_at("https://x.example/a#top", None, [span("One")]) == "https://x.example/a#top"


OPEN = {"outlet_id": "quay", "text_url": "https://x.example/a", "text_licence": "CC BY 4.0"}


@pytest.mark.parametrize(
    ("changed", "restricted", "is_linked"),
    [
        ({}, (), True),
        ({"text_licence": "public domain (inferred)"}, (), True),
        ({"text_licence": "all rights reserved"}, (), False),
        ({}, ("quay",), False),
        ({"text_url": "https://x.example/a-…"}, (), False),
        ({"text_url": "javascript:alert(1)"}, (), False),
        ({"text_url": None, "url": "https://x.example/b"}, (), True),
        ({"text_url": None}, (), False),
    ],
    ids=["open", "public domain", "reserved", "restricted", "cut", "no address of the web", "its own", "none"],
)
def test_open_articles_of_outlets_that_are_not_restricted_have_a_link(
    changed: dict[str, str | None], restricted: tuple[str, ...], is_linked: bool
) -> None:
    assert (link_to({**OPEN, **changed}, restricted) is not None) is is_linked
