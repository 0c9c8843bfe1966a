"""Generated regions: filled, nothing else touched, and no region or content left over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import ClaimwireError
from claimwire.regions import fill, region_names, table

PAGE = """# Codebook

<!-- generated: labels -->
old
old
<!-- /generated -->
By hand.
<!-- generated: slots common -->
<!-- /generated -->
The end."""

TEXT = st.text().filter(lambda text: "<!--" not in text and "-->" not in text)


def region(name: str, body: str) -> str:
    return f"<!-- generated: {name} -->\n{body}<!-- /generated -->"


def test_regions_are_filled_and_the_rest_stays() -> None:
    assert fill(PAGE, {"labels": "| new |\n\n\n", "slots common": "x"}, "page.md") == (
        "# Codebook\n\n<!-- generated: labels -->\n| new |\n<!-- /generated -->\nBy hand.\n"
        "<!-- generated: slots common -->\nx\n<!-- /generated -->\nThe end."
    )


@given(
    st.dictionaries(st.from_regex(r"[a-z0-9_-]+( [a-z]+)?", fullmatch=True), st.tuples(TEXT, TEXT), max_size=4), TEXT
)
def test_filling_twice_is_filling_once_and_what_is_written_by_hand_stays(regions, between: str) -> None:
    page = between + between.join(f"{region(name, old)}\n" for name, (old, _) in regions.items())
    contents = {name: new for name, (_, new) in regions.items()}
    filled = fill(page, contents, "page.md")
    assert fill(filled, contents, "page.md") == filled
    expected = between + between.join(f"{region(name, new.rstrip() + chr(10))}\n" for name, new in contents.items())
    assert filled == expected


def test_the_names_of_the_regions_of_a_page_in_order() -> None:
    assert region_names(PAGE) == ["labels", "slots common"]
    assert region_names("<!-- generated: open -->\nno end\n") == region_names("") == []


def test_a_content_is_taken_literally() -> None:
    assert fill(region("labels", ""), {"labels": r"a \1 \g<name> \n"}, "page.md") == region(
        "labels", "a \\1 \\g<name> \\n\n"
    )


def test_a_region_may_be_in_two_places() -> None:
    assert fill(region("labels", "") * 2, {"labels": "x"}, "page.md") == region("labels", "x\n") * 2


@pytest.mark.parametrize(
    ("page", "contents", "message"),
    [
        (region("labels", "x\n"), {}, r"page\.md: nothing is generated for labels; remove their"),
        (
            "By hand.",
            {"labels": "x"},
            r"page\.md: it has no place for labels; put a line `<!-- generated",
        ),
        (region("b", "") + region("a", ""), {"c": ""}, r"no place for c; .*; nothing is generated for a, b;"),
        ("<!-- generated: labels -->\nnever closed", {"labels": "x"}, r"it has no place for labels;"),
        (region("a", region("b", "")), {"a": "x", "b": "y"}, r"it has no place for b;"),
        ("<!-- generated: labels --> x <!-- /generated -->", {"labels": "x"}, r"it has no place for labels;"),
    ],
)
def test_what_does_not_match_is_reported(page: str, contents: dict[str, str], message: str) -> None:
    with pytest.raises(ClaimwireError, match=message):
        fill(page, contents, "page.md")


def test_a_table_has_one_row_per_line() -> None:
    assert table(("name", "n"), [("a|b", 1), ("c\nd", None)]) == (
        "| name | n |\n| --- | --- |\n| a\\|b | 1 |\n| c d | None |\n"
    )
    assert table(("name",), []) == "| name |\n| --- |\n"
