"""Links to originals: at the words of a claim, of open articles alone, and never of restricted outlets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.explorer.fragments import AROUND, EDGE, WHOLE, PageText, folded, fragment
from claimwire.explorer.originals import address_at, link_to

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
        ("ten.\nA 🐦", "text=ten.,A%20%F0%9F%90%A6"),
    ],
    ids=[
        "one word",
        "marks with a meaning",
        "as many words as are given whole",
        "one more",
        "two paragraphs, code points",
    ],
)
def test_a_fragment_has_the_words_or_the_first_and_last_of_them(words: str, expected: str) -> None:
    if words.startswith("One two-three, four & five six seven eight"):
        assert (len(words.split()) > WHOLE) is ("," in expected)
    assert fragment(TEXT, [span(words)]) == f":~:{expected}"
    assert EDGE * 2 <= WHOLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six died. [Six died]", "text=died.-,Six%20died"),
        ("six Died. [Six died]", "text=Died.-,Six%20died"),
        ("Sixty died. [Six died]", "text=Six%20died"),
        ("He said six died; she said [six died] too", "text=she%20said-,six%20died"),
        ("A six died; a [six died] b", "text=died%3B%20a-,six%20died"),
        ("x six died y\n\nx [six died] z", "text=six%20died,-z"),
        ("Joé: six\ndied. Joe: [six died]", "text=died.%20Joe%3A-,six%20died"),
        ("six died (six died) ([six died])", "text=died%29%20%28-,six%20died"),
        ("The end.\n\nSix died.\n\n[Six died]", "text=died.-,Six%20died"),
        (
            "[One two three four five six seven one two] end one two",
            "text=One%20two%20three%20four,six%20seven%20one%20two",
        ),
        (
            "[One two three four five seven six one two three four seven six one two] end",
            "text=One%20two%20three%20four,seven%20six%20one%20two,-end",
        ),
        ("six died six died [six died] six died", "text=died%20six%20died-,six%20died"),
    ],
)
def test_words_that_were_there_before_have_words_around_them(text: str, expected: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    assert fragment(plain, [{"start": start, "end": end}]) == f":~:{expected}"


def test_the_same_again_with_all_the_same_around_it_leads_to_the_first() -> None:
    same = f"{'a ' * AROUND}six died {'b ' * AROUND}"
    text = same + same
    start = text.rindex("six died")
    assert fragment(text, [{"start": start, "end": start + 8}]) == ":~:text=six%20died"


@given(st.text(alphabet="ab ,-\n“”", min_size=1, max_size=40), st.data())
def test_a_fragment_leads_to_the_words_or_to_the_same_words_before(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    page = PageText(text, folded(text))
    directive = page.directive(start, end)
    assert (directive is None) == (not text[start:end].strip())
    found = None if directive is None else page.found_by(directive)
    cuts = any(0 < at < len(text) and text[at - 1 : at + 1].isalnum() for at in edges(text, start, end))
    assert cuts or directive is None or found is not None
    if found is not None and directive is not None and not directive.last:
        assert page.folded[found[0] : found[1]] == folded(text[start:end].strip())


def edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of a span without the white space at them."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


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
