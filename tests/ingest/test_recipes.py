"""Every recipe: the traps of its documents, and that it changes nothing, whatever it accepts."""

from __future__ import annotations

import json
import re

import pytest
from faithful_articles import assert_faithful
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from invented import CORPUS, document_for
from raw_documents import EXAMPLES, HTML, ICONS, JSONL, PLAIN, RAW_TEXTS, RT, SPUTNIK, TASS, Example
from strategies import TEXT

from claimwire.errors import RecipeError
from claimwire.ingest.article import ingest
from claimwire.ingest.recipes import RECIPES, recipe_named
from claimwire.ingest.recipes.html import decode_page
from claimwire.ingest.recipes.jsonl_field import record_names
from claimwire.schema import Article
from claimwire.schema.vocab import SegmentKind

NAMES = [recipe.name for recipe in RECIPES]


def read(recipe: str, content: str | bytes, record: str | None = None) -> Article:
    content = content.encode() if isinstance(content, str) else content
    return ingest(document_for(recipe, record), content, CORPUS)


def raw_of(recipe: str, content: str | bytes, record: str | None = None) -> str:
    content = content.encode() if isinstance(content, str) else content
    return recipe_named(recipe).extract(content, record)[0]


def pieces(article: Article, raw: str) -> list[tuple[str, str]]:
    """Return kind and words of an article's pieces, without the white space between them."""
    told = [segment for segment in article.segments if segment.kind is not SegmentKind.SEPARATOR]
    return [(segment.kind.value, raw[segment.raw_start : segment.raw_end]) for segment in told]


def kinds(recipe: str, content: str) -> list[str]:
    return [kind for kind, _ in pieces(read(recipe, content), content)]


# Every recipe


@pytest.mark.parametrize("name", NAMES)
def test_every_recipe_has_an_example_and_documents_to_draw(name: str) -> None:
    assert name in {example.recipe for example in EXAMPLES}
    assert name in RAW_TEXTS


def test_recipes_have_names_of_their_own_and_say_what_they_read() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for recipe in RECIPES:
        assert recipe_named(recipe.name) is recipe
        assert recipe_named(f"{recipe.name}/{recipe.version}") is recipe
        assert recipe.describes


def test_an_unknown_recipe_is_told_with_those_there_are() -> None:
    with pytest.raises(RecipeError, match=r"no recipe is called 'rt-text/99'; did you mean 'rt-text/1'\? there are: "):
        recipe_named("rt-text/99")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_read_as_what_it_is(example: Example) -> None:
    article = read(example.recipe, example.content, example.record)
    raw = raw_of(example.recipe, example.content, example.record)
    assert tuple(pieces(article, raw)) == example.pieces
    assert (article.publication.date, article.publication.found.value) == (example.published, example.found)
    assert article.url == example.url
    piece = next(words for kind, words in example.pieces if kind == "headline")
    assert article.headline == (example.headline or piece)
    assert article.recipe.startswith(f"{example.recipe}/")
    assert_faithful(article, raw)


LINE_ENDS = [example for example in EXAMPLES if example.recipe.endswith("-text")]


@pytest.mark.parametrize("example", LINE_ENDS, ids=lambda example: example.name)
@pytest.mark.parametrize("change", ["crlf", "byte order mark", "no last line end", "blank lines around"])
def test_line_ends_and_a_byte_order_mark_change_no_piece(example: Example, change: str) -> None:
    raw = example.content.decode()
    changed = {
        "crlf": raw.replace("\n", "\r\n"),
        "byte order mark": "\ufeff" + raw,
        "no last line end": raw.rstrip(),
        "blank lines around": f"\n \n{raw}\n\t\n",
    }[change]
    article = read(example.recipe, changed)
    assert_faithful(article, changed)
    found = [(kind, words.replace("\r\n", "\n")) for kind, words in pieces(article, changed) if words.strip("\ufeff ")]
    assert tuple(found) == example.pieces


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_recipe_accepts_is_read_faithfully(name: str, data: st.DataObject) -> None:
    documents, record = RAW_TEXTS[name]
    content = data.draw(documents)
    try:
        article = read(name, content, record)
    except RecipeError:
        assume(False)
    else:
        assert_faithful(article, raw_of(name, content, record))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "html"])
@settings(deadline=None, max_examples=100)
@given(content=TEXT | st.lists(TEXT).map("\n".join) | st.binary(max_size=40))
def test_a_recipe_reads_anything_or_says_why_not(name: str, content: str | bytes) -> None:
    record = RAW_TEXTS[name][1]
    try:
        article = read(name, content, record)
    except RecipeError:
        return
    assert_faithful(article, raw_of(name, content, record))


@pytest.mark.parametrize("name", NAMES)
def test_bytes_that_are_not_utf_8_are_refused_with_their_place(name: str) -> None:
    with pytest.raises(RecipeError, match=r"byte 4 of the document is not UTF-8; convert the document first"):
        read(name, b"Malm\xc3 ", RAW_TEXTS[name][1])


@pytest.mark.parametrize("name", [name for name in NAMES if RAW_TEXTS[name][1] is None])
def test_a_document_of_one_text_has_no_records(name: str) -> None:
    with pytest.raises(RecipeError, match=r"holds one text, not records; leave `#7` out of its file name"):
        read(name, PLAIN, "7")


# RT


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (RT.replace("3 Mar, 2031 09:05", "March 3"), "no line such as `20 Sep, 2023 11:29` was found"),
        (RT[: RT.index("09:05") + 5], "nothing follows the date line"),
        ("3 Mar, 2031 09:05\nFerry sinks\n", "nothing follows the date line"),
        (RT.replace("3 Mar, 2031", "31 Feb, 2031"), "'31 Feb, 2031 09:05' is not a date such as"),
        (RT.replace("3 Mar, 2031", "3 Mrz, 2031"), "'3 Mrz, 2031 09:05' is not a date such as"),
        (RT.replace("09:05", "24:05"), "is not a date such as"),
    ],
)
def test_a_page_that_is_not_rts_is_refused(content: str, message: str) -> None:
    with pytest.raises(RecipeError) as raised:
        read("rt-text", content)
    assert message in str(raised.value)


def test_the_headline_is_repeated_at_the_head_of_the_body_only() -> None:
    """Where it comes back further down, an outlet says it once more, and the body keeps it."""
    assert kinds("rt-text", RT.replace("Podcasts", "Ferry sinks off Port Orlan\n"))[-5:-1] == ["body"] * 4
    assert kinds("rt-text", RT).count("duplicate") == 1


def test_an_rt_page_of_a_headline_and_a_paragraph_is_read() -> None:
    assert kinds("rt-text", "3 Mar, 2031 09:05\nFerry sinks\nFerry sinks\n") == ["metadata", "headline", "duplicate"]
    assert kinds("rt-text", "3 Mar, 2031 09:05\nFerry sinks\nIt sank.\n") == ["metadata", "headline", "lead"]


def test_rt_without_icons_and_player_is_read_too() -> None:
    assert kinds("rt-text", RT.replace(ICONS, "").split("Podcasts")[0]) == [
        "metadata",
        "headline",
        "lead",
        "duplicate",
        "body",
        "body",
    ]


# Sputnik


@pytest.mark.parametrize(
    "content",
    ["", "Ferry sinks", SPUTNIK.replace(" date", "dated"), " date 2031-03-03 https://a.example/b\n\nFerry sinks\n"],
)
def test_a_page_that_is_not_sputniks_is_refused(content: str) -> None:
    with pytest.raises(RecipeError, match=r"the first line is not `date 2023-09-20 URL`, or nothing follows"):
        read("sputnik-text", content)


def sputnik_body(body: str, lead: str = "A ferry sank.") -> list[tuple[str, str]]:
    raw = f" date 2031-03-03 https://orlan.example/a\n\nFerry sinks\n\n{lead}\n\n{body}\n"
    return pieces(read("sputnik-text", raw), raw)[3:]


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("It sank.Boats left.", ["It sank.", "Boats left."]),
        ("He asked: why?Nobody knew!Boats left.", ["He asked: why?", "Nobody knew!", "Boats left."]),
        ("It was “cold.”Boats left.", ["It was “cold.”", "Boats left."]),
        ('It was "cold."Boats left.', ['It was "cold."', "Boats left."]),
        ('It was "cold." Boats left.', ['It was "cold." Boats left.']),
        ("He left.“We wait,” she said.", ["He left.", "“We wait,” she said."]),
        ('He said: "It sank." "Boats left."', ['He said: "It sank." "Boats left."']),
        ('"It sank.""Boats left."', ['"It sank."', '"Boats left."']),
        ("The U.S.Navy left.", ["The U.S.Navy left."]),
        ("It was 3.Five boats.", ["It was 3.Five boats."]),
        ("See orlan.example/a.B or 2.5.", ["See orlan.example/a.", "B or 2.5."]),
    ],
)
def test_paragraphs_are_parted_where_they_were_glued(body: str, paragraphs: list[str]) -> None:
    assert sputnik_body(body) == [("body", paragraph) for paragraph in paragraphs]


@pytest.mark.parametrize(
    ("lead", "body", "found"),
    [
        ("A ferry sank.", "A ferry sank.Boats left.", [("duplicate", "A ferry sank."), ("body", "Boats left.")]),
        ("A ferry sank", "A ferry sankBoats left.", [("duplicate", "A ferry sank"), ("body", "Boats left.")]),
        ("A ferry sank.", "A ferry sank.", [("duplicate", "A ferry sank.")]),
        ("A ferry sank.", "A ferry sank. Boats left.", [("duplicate", "A ferry sank."), ("body", "Boats left.")]),
        ("A ferry sank", "A ferry sank off Orlan.", [("body", "A ferry sank off Orlan.")]),
        ("A ferry", "A ferry's crew left.", [("body", "A ferry's crew left.")]),
        ("A.Ferry sank.", "A.Ferry sank.It was cold.Boats left.",
         [("duplicate", "A.Ferry sank."), ("body", "It was cold."), ("body", "Boats left.")]),
    ],
)  # fmt: skip
def test_the_second_lead_is_a_copy_and_not_the_beginning_of_another_sentence(
    lead: str, body: str, found: list[tuple[str, str]]
) -> None:
    assert sputnik_body(body, lead) == found


def test_without_a_time_stamp_the_first_line_dates_the_page() -> None:
    article = read("sputnik-text", SPUTNIK.replace("+0000", ""))
    assert (article.publication.date, article.publication.found.value) == ("2031-03-03", "url")


# TASS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TASS.replace("/TASS/", "/SSAT/"), "no dateline such as `MOSCOW, September 20. /TASS/.` was found"),
        (TASS[TASS.index("PORT") :], "there is no headline before the dateline"),
        ("All news\n\n" + TASS[TASS.index("PORT") :], "there is no headline before the dateline"),
        (TASS.replace("March 3.", "March 32."), "'March 32' in the dateline is not a day such as `September 20`"),
        (TASS.replace("March 3.", "Ventose 3."), "'Ventose 3' in the dateline is not a day"),
        (TASS.replace("March 3.", "February 29, 2031."), "'February 29' in the dateline is not a day"),
    ],
)
def test_a_page_that_is_not_tass_is_refused(content: str, message: str) -> None:
    with pytest.raises(RecipeError) as raised:
        read("tass-text", content)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("day", "date", "found"),
    [
        ("March 3", "XXXX-03-03", "dateline_without_year"),
        ("February 29", "XXXX-02-29", "dateline_without_year"),
        ("March 3, 2031", "2031-03-03", "dateline"),
    ],
)
def test_a_year_that_the_dateline_does_not_give_is_not_guessed(day: str, date: str, found: str) -> None:
    article = read("tass-text", TASS.replace("March 3", day))
    assert (article.publication.date, article.publication.found.value) == (date, found)


def test_a_dateline_on_a_line_of_its_own_is_a_paragraph() -> None:
    """Nothing parted it from the first sentence, and both were glued together in the text."""
    raw = TASS.replace("/TASS/. Rovia", "/TASS/.\n\nRovia")
    article = read("tass-text", raw)
    assert_faithful(article, raw)
    assert "PORT ORLAN, March 3. /TASS/.\n\nRovia is concerned" in (article.text or "")


def test_the_dateline_stands_in_the_text_and_in_no_sentence() -> None:
    article = read("tass-text", TASS)
    text = article.text or ""
    assert "PORT ORLAN, March 3. /TASS/. Rovia is concerned, Minister" in text
    assert not any("/TASS/" in sentence.of(text) for sentence in article.sentences)
    assert "Rovia is concerned, Minister Ada Lorn told reporters." in [s.of(text) for s in article.sentences]


# Plain text


DATED = "PORT ORLAN, March 3 (Meridian Wire) — Boats left.\n"


@pytest.mark.parametrize(
    "text", ["", "\n \n", "Ferry sinks\n", "\ufeffFerry sinks", "Ferry sinks\n\nORLAN, March 3 —\n"]
)
def test_a_plain_text_needs_a_headline_and_a_paragraph(text: str) -> None:
    with pytest.raises(RecipeError, match=r"^\w* ?.*[012] lines that are not blank; expected a headline, a lead if"):
        read("plain-text", text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ferry sinks\n\nBoats left.\n", ["headline", "body"]),
        (f"Ferry sinks\n{DATED}", ["headline", "dateline", "body"]),
        (f"Ferry sinks\n{DATED}\nIt was cold.\n", ["headline", "dateline", "body", "body"]),
        (
            f"Ferry sinks\n{DATED}\nWhat is known\nIt was cold.\n",
            ["headline", "dateline", "body", "section_heading", "body"],
        ),
        ("Ferry sinks\nORLAN, March 3 —\nIt was cold.\n", ["headline", "dateline", "body"]),
        ("Ferry sinks\n\nBoats left.\n\nIt was cold.\n", ["headline", "lead", "body"]),
        (f"Ferry sinks\nBoats left.\n{DATED}", ["headline", "lead", "dateline", "body"]),
        ("Ferry sinks\nBoats\n", ["headline", "body"]),
    ],
)
def test_a_line_is_the_lead_if_another_follows_and_it_has_no_dateline(text: str, found: list[str]) -> None:
    """Regression: a headline and a paragraph were refused, and a paragraph with its dateline was the lead."""
    assert kinds("plain-text", text) == found
    assert_faithful(read("plain-text", text), text)


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT ORLAN, March 3 (Meridian Wire) — ",
        "PORT ORLAN, March 3 (Meridian Wire) - ",
        "ORLAN, Oct. 11 (Meridian Wire) - ",
        "ORLAN, 12 October (Selmepress) -- ",
        "KËMRASH, October 12 /SNA/ — ",
        "ORLAN, 12 October – ",
        "PORT ORLAN, October 13 (Meridian)—",
        "ST. ORLAN-ON-SEA, 3 May 2031 — ",
        "ORLAN, Monday (Meridian Wire) — ",
        "ORLAN, March 3 —  \u00a0",
        "UL, March 3 — ",
        f"{'O' * 41}, March 3 — ",
        "ORLAN, 3.3 (Meridian) — ",
        f"ORLAN, {'3' * 20} — ",
    ],
)
def test_the_dateline_is_parted_from_the_first_sentence(dateline: str) -> None:
    raw = PLAIN.replace("PORT ORLAN, March 3 (Meridian Wire) — ", dateline)
    article = read("plain-text", raw)
    assert pieces(article, raw)[2:4] == [("dateline", dateline), ("body", "Two boats left at dawn.")]
    assert_faithful(article, raw)


@pytest.mark.parametrize(
    "paragraph",
    [
        "NATO, she said – the alliance – will help.",
        "UN, more than once - and in vain - asked for help.",
        "In Orlan, 3 boats – all old – left.",
        "ORLAN, March 3. Two boats left.",
        "Orlan, March 3 (Meridian Wire) — Two boats left.",
        "U, March 3 (Meridian Wire) — Two boats left.",
        f"{'O' * 42}, March 3 (Meridian Wire) — Two boats left.",
        "ORLAN, 33 (Meridian Wire) — Two boats left.",
        f"ORLAN, {'3' * 21} — two boats left.",
    ],
)
def test_a_sentence_is_no_dateline(paragraph: str) -> None:
    raw = f"Ferry sinks\n\nMany are missing.\n\n{paragraph}\n"
    assert pieces(read("plain-text", raw), raw)[2:] == [("body", paragraph)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What is known so far today", "section_heading"),
        ("What is known so far about it", "body"),
        ("What is known?", "body"),
        ("He wept.", "body"),
    ],
)
def test_a_short_line_without_a_full_stop_is_a_heading(line: str, kind: str) -> None:
    assert kinds("plain-text", PLAIN.replace("What is known", line))[4] == kind
    assert kinds("tass-text", TASS.replace("History of the line", line))[6] == kind


# JSON Lines


def rows(*changed: dict[str, object]) -> bytes:
    return "".join(json.dumps(JSONL[0] | row) + "\n" for row in changed).encode()


def test_all_records_of_a_file_are_named_in_order() -> None:
    assert record_names(rows({"article_id": "b"}, {"article_id": None, "id": "a"}) + b"\n \n" + rows({"id": "c"})) == [
        "b",
        "a",
        "wn-1",
    ]


@pytest.mark.parametrize(("given", "name"), [(17, "17"), (0, "0"), (-3, "-3"), (10**20, "1" + "0" * 20)])
@pytest.mark.parametrize("field", ["article_id", "id"])
def test_a_record_may_have_a_number_as_its_id(field: str, given: int, name: str) -> None:
    content = rows({"article_id": None, field: given})
    assert record_names(content) == [name]
    raw, _ = recipe_named("jsonl-field").extract(content, name)
    assert raw.startswith(JSONL[0]["headline"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{\n", "line 1 is not JSON: "),
        (rows({}) + b"[]\n", "line 2: here begins a list, and not an object; write one object per line"),
        (rows({"article_id": 7.0, "id": None}), "line 1 has no article_id or id to tell it from the others, a string "),
        (rows({"article_id": 7.0, "id": None}), "or a whole number: its article_id is 7.0 and its id is None"),
        (rows({"article_id": True, "id": [7]}), "its article_id is True and its id is [7]"),
        (b'{"doc": 7, "text": "x"}', "line 1 has no article_id or id to tell it from the others, a string or a whole "),
        (b'{"doc": 7, "text": "x"}', "number: its fields are doc, text"),
        (
            rows({"article_id": 7}, {"article_id": "7"}),
            "line 2 is called '7' like line 1; each record needs a name of its own",
        ),
        (rows({"article_id": "", "id": ""}), "line 1 has no article_id or id"),
        (rows({}, {"article_id": "b"}, {}), "line 3 is called 'wn-1' like line 1; each record needs a name of its own"),
    ],
)
def test_a_file_whose_records_cannot_be_told_apart_is_refused(content: bytes, message: str) -> None:
    """A second record of the same name was never read, and nobody was told."""
    with pytest.raises(RecipeError) as raised:
        record_names(content)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("record", "changed", "message"),
    [
        (None, {}, "the file holds several articles; name one as FILE#RECORD"),
        ("wn-9", {}, "no record is called 'wn-9'; looked at article_id and id of every line"),
        ("wn-1", {"headline": None}, "record 'wn-1' has no field `headline` that is a string with words in it"),
        ("wn-1", {"headline": " \n"}, "record 'wn-1' has no field `headline`"),
        ("wn-1", {"text": 5}, "record 'wn-1' has no field `text`"),
        ("wn-1", {"text": ""}, "record 'wn-1' has no field `text`"),
        ("wn-1", {"text": "A ferry \ud800 sank."}, "half of a surrogate pair is not a character"),
        ("wn-1", {"headline": "Ferry \udfff"}, "half of a surrogate pair is not a character"),
        ("wn-1", {"published": "March 3"}, "no article can be made from it: date: "),
        ("wn-1", {"url": 5}, r"url: record 'wn-1' has 5, expected an address that begins with https:// or"),
        ("wn-1", {"url": "data:text/html,x"}, r"url: record 'wn-1' has 'data:text/html,x', expected an address"),
    ],
)
def test_a_record_that_holds_no_article_is_refused(
    record: str | None, changed: dict[str, object], message: str
) -> None:
    """A blank headline gave its place to the first paragraph; dates and halves of characters ended in a traceback."""
    with pytest.raises(RecipeError) as raised:
        read("jsonl-field", rows(changed), record)
    assert message in str(raised.value)


DAMAGED = b"""{"id": "a", "headline": "Boats", "text": "A boat."}
{broken
[]
{"headline": "x"}
{"id": "b", "headline": "y"}
"""
"""Records of a file of which other lines are none."""


def test_of_a_file_only_the_record_that_is_named_has_to_be_readable() -> None:
    assert raw_of("jsonl-field", DAMAGED, "a") == "Boats\n\nA boat."
    assert raw_of("jsonl-field", b"\xef\xbb\xbfnull\n" + DAMAGED, "a") == "Boats\n\nA boat."
    with pytest.raises(RecipeError, match=r"line 2 is not JSON"):
        record_names(DAMAGED)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("b", r"line 5: record 'b' has no field `text`"),
        ("c", r"no record is called 'c'; looked at article_id and id of every line, and line 2 is not JSON: "),
    ],
)
def test_a_fault_of_a_record_is_told_with_its_line(record: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        read("jsonl-field", DAMAGED, record)


def test_two_lines_of_one_name_are_refused_if_that_is_asked_for() -> None:
    content = DAMAGED + DAMAGED
    with pytest.raises(RecipeError, match="lines 1 and 6 are both called 'a'"):
        read("jsonl-field", content, "a")


def test_a_date_that_is_none_is_told_with_its_line() -> None:
    content = (
        b'{"id": "a", "headline": "x", "text": "y"}\n{"id": "b", "headline": "x", "text": "y", "published": 2031}\n'
    )
    with pytest.raises(RecipeError, match=r"line 2: published: record 'b' has 2031, expected a string"):
        read("jsonl-field", content, "b")


def test_a_headline_of_two_lines_is_one_headline() -> None:
    """Its second line was read as the first paragraph."""
    content = rows({"headline": " Ferry sinks\nMany missing "})
    raw = raw_of("jsonl-field", content, "wn-1")
    article = read("jsonl-field", content, "wn-1")
    assert pieces(article, raw)[0] == ("headline", "Ferry sinks\nMany missing")
    assert_faithful(article, raw)


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("March 3, 2031", "metadata"),
        ("Monday, March 3, 2031 ", "metadata"),
        ("On Monday, March 3, 2031", "metadata"),
        ("Late on Monday, March 3, 2031", "body"),
        ("March 3, 203", "body"),
        ("It sank on a Monday in 2031", "body"),
        ("It sank.", "body"),
    ],
)
def test_a_first_line_that_only_dates_the_article_is_no_text(first: str, kind: str) -> None:
    content = rows({"text": f"{first}\n\nBoats left in 2031"})
    found = pieces(read("jsonl-field", content, "wn-1"), raw_of("jsonl-field", content, "wn-1"))
    assert found[1:] == [(kind, first.strip()), ("body", "Boats left in 2031")]


def test_a_line_separator_in_a_record_ends_no_line() -> None:
    content = json.dumps(JSONL[1], ensure_ascii=False).encode()
    assert record_names(content) == ["wn-2"]


# Dates of publication


@pytest.mark.parametrize(
    ("recipe", "content"),
    [
        ("sputnik-text", SPUTNIK.replace("date 2031-03-03", "date 2031-13-40").replace("2031-03-03T", "at ")),
        ("sputnik-text", re.sub(r"2031-03-03T\d\d", "2031-03-03T33", SPUTNIK)),
        ("jsonl-field", json.dumps(JSONL[0] | {"id": "r", "article_id": "r", "published": "2031-02-29"})),
    ],
)
def test_a_date_that_does_not_exist_is_refused(recipe: str, content: str) -> None:
    """Any digits were taken."""
    with pytest.raises(
        RecipeError, match=r"^file(#r)?: '2031-.*' is not a(n EDTF date| date of publication: no such day)"
    ):
        read(recipe, content, "r" if recipe == "jsonl-field" else None)


# HTML


WITHOUT_HEADLINE = re.sub(r"<title>.*?</title>|<meta property=.og:title[^>]*>|<h1>.*?</h1>", "", HTML)
WITHOUT_TEXT = re.sub(r"<body>.*</body>", "<body></body>", HTML, flags=re.DOTALL)


@pytest.mark.parametrize("page", ["", "<html><body></body></html>", WITHOUT_HEADLINE, WITHOUT_TEXT])
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(RecipeError, match=r"no article was found in the page, or no headline"):
        read("html", page)


def test_menus_and_footers_are_no_part_of_a_page() -> None:
    raw = raw_of("html", HTML)
    assert "Sport" not in raw
    assert "Copyright" not in raw


def in_charset(declaration: str) -> str:
    accents = HTML.replace("The ferry Stella", "The ferry “Stéllà”").replace("<head>", f"<head>{declaration}")
    assert "“Stéllà”" in accents
    return accents


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ("<META CHARSET = iso-8859-1 />", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Windows-1252">', "cp1252"),
        ('<meta charset="macintosh">', "mac-roman"),
        ('<meta charset="windows-1252">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(declaration: str, encoding: str) -> None:
    """Any other than UTF-8 was refused."""
    page = in_charset(declaration).encode(encoding)
    article = read("html", page)
    assert_faithful(article, raw_of("html", page))
    assert article.raw_sha256 == read("html", in_charset("")).raw_sha256
    assert "“Stéllà”" in (article.text or "")


@pytest.mark.parametrize(
    ("declaration", "encoding", "message"),
    [
        ("", "cp1252", r"byte \d+ of the document is not UTF-8; .* \(the page declares no encoding\)"),
        ("<meta charset=utf-8>", "cp1252", r"neither UTF-8 nor in the encoding it declares, 'utf-8'; save it as UTF-8"),
        ("<meta charset=euc-kr>", "cp1252", r"neither UTF-8 nor in the encoding it declares, 'euc-kr'"),
        ("<meta charset=zip>", "cp1252", r"neither UTF-8 nor in the encoding it declares, 'zip'"),
        ("<meta charset=none-such>", "cp1252", r"neither UTF-8 nor in the encoding it declares, 'none-such'"),
    ],
)
def test_an_encoding_is_never_guessed(declaration: str, encoding: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        read("html", in_charset(declaration).encode(encoding))


@pytest.mark.parametrize(("before", "is_declared"), [(4096 - 20, True), (4096 - 19, False)])
def test_an_encoding_is_declared_in_the_first_4096_bytes(before: int, is_declared: bool) -> None:
    declaration = b"<meta charset=cp1252>"
    assert len(declaration) == 21
    page = b" " * before + declaration + "Stéllà".encode("cp1252")
    if is_declared:
        assert decode_page(page).endswith("Stéllà")
    else:
        with pytest.raises(RecipeError, match="neither UTF-8 nor in the encoding it declares, 'cp125'"):
            decode_page(page)


def test_a_page_without_a_date_has_none() -> None:
    page = HTML.replace('<meta property="article:published_time" content="2031-03-03T09:05:00+00:00"/>', "")
    article = read("html", page.replace("2031", "many"))
    assert (article.publication.date, article.publication.found.value) == (None, "unknown")
