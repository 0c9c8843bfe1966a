"""Items of day pages: what a line shows, where an item stands, how it is called, and exports of their history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import CORPUS, document_for
from raw_documents import DAY_PAGE

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import sha256_text
from claimwire.errors import RecipeError
from claimwire.hydration import hydrated_corpus
from claimwire.ingest.article import dehydrated, ingest, ingest_with_notes
from claimwire.ingest.day_pages import (
    exact_place_of,
    exported_versions,
    is_export,
    is_outside,
    page_with,
    place_of,
    read_page,
)
from claimwire.ingest.markdown import shown
from claimwire.ingest.recipes import record_recipe_of
from claimwire.schema import Article

QUAY = "[(Quay Radio)](https://quay.example/a)"
STORM = [{"section": "Disasters"}, {"pages": [{"title": "Storm *Ada*", "url": "https://en.wikipedia.org/wiki/Storm"}]}]


def item(line: str, **given: object) -> Article:
    """Return the article of an item under a storm's page."""
    document = document_for("day-item", exact_place_of(line), **given)
    return ingest(document, page_with("2031-03-03", STORM, line), CORPUS)


def test_a_source_with_another_address_is_no_source() -> None:
    line = f"The boat came. {QUAY} [(Orlan)](javascript:alert(1)) [(Mail)](mailto:anna@quay.example)"
    document = document_for("day-item", exact_place_of(line))
    article, notes = ingest_with_notes(document, page_with("2031-03-03", STORM, line), CORPUS)
    assert [source.url for source in article.cited] == ["https://quay.example/a"]
    assert [note.partition(",")[0] for note in notes] == [
        "it cites javascript:alert(1)",
        "it cites mailto:anna@quay.example",
    ]


def body(line: str) -> str:
    return (item(line).text or "").partition("\n\n")[2]


# what a line shows


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("plain words", "plain words"),
        ('[Orlan](https://a.example/b "A title \\"x\\"") fell', "Orlan fell"),
        ("[a](https://a.example/b_(c)) and [d](<https://a.example/e f>)", "a and d"),
        ("[a]( https://a.example ) stays", "[a]( https://a.example ) stays"),
        ("[[a]](https://a.example/b)", "[a]"),
        ("[a\\]b](https://a.example)", "a]b"),
        ("[a] (b)", "[a] (b)"),
        ("*one* and **two** and ***three***", "one and two and three"),
        ("_one_ of snake_case_words", "one of snake_case_words"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("*[Stella](https://a.example)*'s crew", "Stella's crew"),
        ("\\*f\\*\\*k\\* and a\\b", "*f**k* and a\\b"),
        ("*open and **closed**", "*open and closed"),
        ("**two open* one", "*two open one"),
        ("Ada &amp; Omar &#38; Tarn &nosuch; &", "Ada & Omar & Tarn &nosuch; &"),
        ("see <https://a.example/b> now", "see https://a.example/b now"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("", ""),
    ],
)
def test_a_line_shows_its_words(line: str, text: str) -> None:
    assert shown(line).text == text


def test_links_are_ranges_of_the_shown_words() -> None:
    seen = shown("A *[ferry](https://a.example/1)* and [(*Post*)](https://a.example/2)")
    found = [(seen.text[x.start : x.end], x.address) for x in seen.links]
    assert found == [("ferry", "https://a.example/1"), ("(Post)", "https://a.example/2")]


@given(st.text(st.sampled_from('ab *_[]()<>\\&;\n"h:/.'), max_size=60))
def test_any_line_shows_something_and_links_lie_in_it(line: str) -> None:
    seen = shown(line)
    assert len(seen.text) <= len(line)
    assert all(0 <= link.start <= link.end <= len(seen.text) for link in seen.links)


# the page


def test_items_stand_under_the_nearest_heading_that_names_a_page() -> None:
    assert [(i.heading, i.line[:9]) for _, i in read_page(DAY_PAGE.encode()).named] == [
        ("Sinking of the Stella, Rovia at sea", "The [ferr"),
        ("Disasters and accidents", "The bridg"),
        ("Law and crime", "A judge i"),
        ("Law and crime", "A judge i"),
    ]


def test_the_headline_of_an_item_under_several_pages_is_the_name_of_the_first() -> None:
    """The text has all of them, as the page shows it; the record, which is published, one."""
    name, stella = read_page(DAY_PAGE.encode()).named[0]
    article = ingest(document_for("day-item", name), DAY_PAGE.encode(), CORPUS)
    assert stella.under == ("Sinking of the Stella", "Rovia at sea")
    assert article.headline == "Sinking of the Stella"
    assert (article.text or "").startswith("Sinking of the Stella, Rovia at sea\n")


def test_a_heading_without_a_page_is_passed_over_and_an_item_is_no_heading() -> None:
    page = (
        "#### War\n* [A](https://en.wikipedia.org/wiki/A)\n  * Words alone\n"
        f"    * One. {QUAY}\n      * Two. [(Post)](https://post.example/2)\n* Three. [(Post)](https://post.example/3)\n"
    )
    assert [i.heading for _, i in read_page(page.encode()).named] == ["A", "A", "War"]


def test_an_item_is_called_by_its_sources_whatever_its_words() -> None:
    one, other = f"One fell. {QUAY}", f"Two [fell](https://en.wikipedia.org/wiki/Fall). {QUAY} {QUAY}"
    assert place_of(one) == place_of(other) == sha256_text("https://quay.example/a")[:8]
    assert exact_place_of(one) != exact_place_of(other)
    assert place_of(f"One fell. {QUAY} [(Post)](https://post.example)") != place_of(one)
    with pytest.raises(RecipeError, match="cites no source outside Wikipedia"):
        place_of("[A](https://en.wikipedia.org/wiki/A)")


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("https://en.wikipedia.org/wiki/A", False),
        ("http://wikipedia.org", False),
        ("https://EN.Wikipedia.org?a", False),
        ("https://notwikipedia.org/a", True),
        ("https://wikipedia.org.example/a", True),
        ("https://a.example/en.wikipedia.org/", True),
    ],
)
def test_a_source_is_what_is_no_page_of_wikipedia(address: str, outside: bool) -> None:
    assert is_outside(address) is outside


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("546b8250", "several items are called '546b8250'; name one of 546b8250-309c, 546b8250-46db"),
        ("00000000", "no item is called '00000000'; the page has 927cb1dc, 7c82c973, 546b8250-309c, 546b8250-46db"),
        (None, "the page holds several items; name one as FILE#PLACE"),
    ],
)
def test_what_is_no_item_is_told(record: str | None, message: str) -> None:
    with pytest.raises(RecipeError) as raised:
        ingest(document_for("day-item", record), DAY_PAGE.encode(), CORPUS)
    assert message in str(raised.value)


def test_items_that_are_alike_have_no_name() -> None:
    page = f"#### War\n* One. {QUAY}\n* One. {QUAY}\n"
    assert read_page(page.encode()).named == ()
    with pytest.raises(RecipeError, match="no other name: they are alike"):
        ingest(document_for("day-item", place_of(QUAY)), page.encode(), CORPUS)


# the article


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (f"One fell. {QUAY}", "One fell."),
        (f"One fell {QUAY}.", "One fell"),
        (f"One fell.{QUAY}{QUAY}", "One fell."),
        (f"One {QUAY} fell.", "One (Quay Radio) fell."),
        (f'"One fell." {QUAY} Two fell.', '"One fell."\n\nTwo fell.'),
        ("The [Quay](https://quay.example/a) tells it.", "The Quay tells it."),
        ("One fell. ([Quay](https://quay.example/a))", "One fell."),
        ("One fell. [[Quay](https://quay.example/a)]", "One fell."),
        (f"{QUAY} One fell.", "One fell."),
    ],
)
def test_sources_at_the_end_and_between_sentences_are_left_out(line: str, text: str) -> None:
    assert body(line) == text


def test_an_item_of_sources_alone_is_refused() -> None:
    with pytest.raises(RecipeError, match="has no words besides its sources"):
        item(QUAY)


def test_an_article_has_its_sources_its_day_and_what_the_corpus_says_of_its_text() -> None:
    line = f"One fell. {QUAY} [Post](https://post.example/b)"
    given = {"as_of": "2031-03-03T10:00:00Z", "first_text": False, "earlier_id": "heron_0"}
    article = item(line, **given)
    assert [(x.name, x.url) for x in article.cited] == [
        ("Quay Radio", "https://quay.example/a"),
        ("Post", "https://post.example/b"),
    ]
    assert (article.headline, article.publication.date) == ("Storm Ada", "2031-03-03")
    assert (article.as_of, article.first_text, article.earlier_id) == ("2031-03-03T10:00:00Z", False, "heron_0")
    assert article.document_sha256 == sha256_text(line)


def test_long_wordings_in_addresses_of_sources_stay_out_of_the_record() -> None:
    article = item("One fell. [(Quay)](https://quay.example/one-fell-off-the-bridge-of-orlan-1)")
    assert dehydrated(article).cited[0].url == "https://quay.example/…"


# exports of the history


def export(*versions: str, day: str = "2031-03-03") -> bytes:
    rows = [{"first_commit": f"abc{number}", "line": line} for number, line in enumerate(versions)]
    row = {"day": day, "now": 1, "sources": [], "under": STORM, "versions": rows}
    return json.dumps(row).encode() + b"\n"


def test_every_version_of_an_export_is_a_page() -> None:
    found = list(exported_versions(export(f"One. {QUAY}", f"Two. {QUAY}")))
    assert [name for name, _ in found] == ["2031-03-03-index.md@abc0", "2031-03-03-index.md@abc1"]
    assert [read_page(page).named[0][1].line for _, page in found] == [f"One. {QUAY}", f"Two. {QUAY}"]


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"{}", b'{"day": "2031-03-03", "versions": 7, "under": []}', export("One.", day="2031-3-3")],
)
def test_lines_that_are_none_of_an_export_are_left_out(line: bytes) -> None:
    assert list(exported_versions(line)) == []


def test_an_export_is_known_by_its_first_line() -> None:
    recipe = record_recipe_of("day-item")
    assert recipe is not None
    assert is_export(export("One."))
    assert recipe.holds("a.jsonl", export("One."))
    assert not recipe.holds("a.txt", export("One."))
    assert not recipe.holds("a.jsonl", b'{"id": "a", "headline": "versions", "text": "day"}\n')
    assert not recipe.holds("2031-3-3-index.md", DAY_PAGE.encode())
    assert recipe.holds("2031-03-03-index.md@abc0", DAY_PAGE.encode())


# texts come back


def standoff(folder: Path, *articles: Article) -> Corpus:
    return Corpus.of(CORPUS, folder, articles=map(dehydrated, articles))


@pytest.mark.parametrize("copy", ["page", "other commit", "export"])
def test_an_item_comes_back_from_its_page_any_later_page_and_the_export(tmp_path: Path, copy: str) -> None:
    line, other = f"One fell. {QUAY}", f"One fell, and two. {QUAY}"
    articles = [item(line), item(other, article_id="heron_2")]
    copies = tmp_path / "copies"
    copies.mkdir()
    names = {"page": "2031-03-03-index.md", "other commit": "2031-03-03-index.md@fff"}
    if copy == "export":
        (copies / "revisions.jsonl").write_bytes(export(line, other))
    else:
        more = b"* Three fell. [(Post)](https://post.example/3)\n"
        (copies / names[copy]).write_bytes(page_with("2031-03-03", STORM, line) + more)
    restored, report = hydrated_corpus(standoff(tmp_path, *articles), copies)
    expected = [True, copy == "export"]
    assert [bool(article.text) for article in restored.articles.values()] == expected
    assert [article == full for article, full in zip(restored.articles.values(), articles, strict=True)] == expected
    assert [x.text for x in report.articles] == ["identical", "identical" if copy == "export" else "not found"]


def test_an_item_that_shares_its_sources_comes_back_by_its_exact_place(tmp_path: Path) -> None:
    page = DAY_PAGE.encode()
    places = ("546b8250-309c", "546b8250-46db")
    articles = [ingest(document_for("day-item", x, article_id=f"heron_{x[-4:]}"), page, CORPUS) for x in places]
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "2031-03-03-index.md").write_bytes(page)
    restored, _ = hydrated_corpus(standoff(tmp_path, *articles), copies)
    assert list(restored.articles.values()) == articles
