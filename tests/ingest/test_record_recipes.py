"""Recipes for files of several documents: which are read, what a record is, and what is a credit or a share line."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import CORPUS, document_for
from raw_documents import CSV, CSV_FIELDS, DAY_PAGE, JSONL, PLAIN, RAW_TEXTS, TSV
from test_add import HEAD, SEVERAL, added, corpus_in, saved

from claimwire.corpus.corpus import read_corpus
from claimwire.errors import RecipeError
from claimwire.hydration.restore import hydrated_corpus
from claimwire.ingest.article import ingest
from claimwire.ingest.reading import RecordRecipe, TextLine
from claimwire.ingest.recipes import record_recipe_of, record_recipes
from claimwire.ingest.recipes.credits import line_kind, opening_pieces
from claimwire.ingest.recipes.wikinews_csv import page_name
from claimwire.schema.vocab import SegmentKind

FILES = {
    "wikinews-csv": ("a.csv", CSV),
    "csv-field": ("b.csv", CSV_FIELDS),
    "parallel-tsv": ("a.tsv", TSV),
    "day-item": ("2031-03-03-index.md", DAY_PAGE),
}
HASHED = [recipe for recipe in record_recipes() if recipe.hashes_records]


@pytest.mark.parametrize("recipe", HASHED, ids=lambda recipe: recipe.name)
def test_a_record_is_read_alike_out_of_its_file_and_out_of_itself(recipe: RecordRecipe) -> None:
    name, text = FILES[recipe.name]
    records = recipe.records(text.encode())
    assert recipe.holds(name, text.encode())
    assert not recipe.holds(f"{name}.txt", text.encode())
    assert len({record.name for record in records}) == len(records) > 1
    for record in records:
        assert record.content in text.encode()
        assert recipe.extract(record.read_from, record.name) == recipe.extract(text.encode(), record.name)


@pytest.mark.parametrize("name", sorted(FILES))
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_records_tile_what_is_below_the_head(name: str, data: st.DataObject) -> None:
    recipe = record_recipe_of(name)
    assert recipe is not None
    document = data.draw(RAW_TEXTS[name][0]).encode()
    try:
        records = recipe.records(document)
    except RecipeError:
        return
    for record in records:
        assert record.content in document
        try:
            read = recipe.extract(document, record.name)
        except RecipeError:
            continue
        assert recipe.extract(record.read_from, record.name) == read


@pytest.mark.parametrize("controls", [2, 3])
@pytest.mark.parametrize(
    ("name", "long", "short"),
    [
        (
            "wikinews-csv",
            f"url,date,title,text\nhttps://wiki.example/wiki/Long,2031-03-04,Long,{'It rained. ' * 100}\n",
            "https://wiki.example/wiki/Short,2031-03-04,Short,It snowed{}.\n",
        ),
        (
            "parallel-tsv",
            f"eng\trov\nLong\tLongo\n{'It rained. ' * 100}\tPlovo.\n\n",
            "Short\tCurto\nIt snowed{}.\tNevo.\n",
        ),
    ],
    ids=["csv", "tsv"],
)
def test_control_characters_count_within_the_record(name: str, long: str, short: str, controls: int) -> None:
    """A short record with three was refused out of itself and read out of a long file, in which they are few."""
    recipe = record_recipe_of(name)
    assert recipe is not None
    document = (long + short.format("\x02" * controls)).encode()
    first, last = recipe.records(document)
    assert "rained" in recipe.extract(document, first.name)[0]
    if controls == 2:
        assert recipe.extract(document, last.name) == recipe.extract(last.read_from, last.name)
        return
    for read_from in (document, last.read_from):
        with pytest.raises(RecipeError, match=r"the document is not text: it has NUL or other control characters"):
            recipe.extract(read_from, last.name)


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_hash_is_the_records_and_other_records_may_change(name: str) -> None:
    recipe = record_recipe_of(name)
    assert recipe is not None
    text = FILES[name][1]
    record = recipe.records(text.encode())[0]
    document = document_for(name, record.name)
    article = ingest(document, text.encode(), CORPUS)
    assert article.document_sha256 == hashlib.sha256(record.content).hexdigest()
    changed = text.replace("The bridge of Orlan", "A bridge").replace("resigned on Monday", "resigned")
    changed = changed.replace("The bridge closed", "A bridge closed")
    assert changed != text
    assert ingest(document, changed.encode(), CORPUS) == article


@pytest.mark.parametrize(
    ("name", "document", "record", "message"),
    [
        ("wikinews-csv", CSV, "Ferry", "no row has an address that ends in /wiki/Ferry"),
        ("wikinews-csv", CSV.replace("https://wiki.example/wiki/", "https://wiki.example/"), "x", "has no page after"),
        (
            "wikinews-csv",
            CSV.replace("2031-03-04,", ""),
            "x",
            "the row that ends in line 10 has 3 fields, expected url,",
        ),
        (
            "wikinews-csv",
            CSV + CSV.partition("\n")[2],
            "x",
            "is of the page 'Ferry_sinks,_ten_missing' like an earlier row",
        ),
        ("wikinews-csv", CSV + 'a,"b', "x", "it is not a CSV file that can be read: "),
        (
            "wikinews-csv",
            CSV.replace(",Bridge closes,", ", ,"),
            "Bridge_closes",
            "has no words in its title or its text",
        ),
        (
            "wikinews-csv",
            CSV.replace(",The bridge of Orlan closed.", ", "),
            "Bridge_closes",
            "has no words in its title",
        ),
        ("parallel-tsv", TSV, "3", "there is no document '3'; the file has 3, counted from 0"),
        ("parallel-tsv", TSV, "-1", "there is no document '-1'"),
        ("parallel-tsv", TSV, "two", "there is no document 'two'"),
        ("parallel-tsv", TSV.partition("\n")[2], "0", "its first line is not `eng`, a tab and another language"),
        ("parallel-tsv", PLAIN, "0", "its first line is not `eng`, a tab and another language"),
        ("parallel-tsv", "eng\trov\n \tO\n", "0", "document 0 has no words in its first column"),
    ],
)
def test_what_is_no_such_record_is_told(name: str, document: str, record: str, message: str) -> None:
    with pytest.raises(RecipeError) as raised:
        ingest(document_for(name, record), document.encode(), CORPUS)
    assert message in str(raised.value)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_of_records_needs_a_record(name: str) -> None:
    with pytest.raises(RecipeError, match=r"name one as FILE#"):
        ingest(document_for(name), FILES[name][1].encode(), CORPUS)


def test_a_document_without_headline_is_shown_by_what_the_corpus_calls_it() -> None:
    with pytest.raises(RecipeError, match=r"found no headline; if it has none, write in corpus.toml with what"):
        ingest(document_for("parallel-tsv", "1"), TSV.encode(), CORPUS)
    given = document_for("parallel-tsv", "1", headline="Report 1, without headline")
    article = ingest(given, TSV.encode(), CORPUS)
    assert article.headline == "Report 1, without headline"
    assert [segment.kind.value for segment in article.segments if segment.raw_end - segment.raw_start > 2] == [
        "credit",
        "credit",
        "body",
    ]
    own = document_for("parallel-tsv", "0", headline="Another")
    assert ingest(own, TSV.encode(), CORPUS).headline == "Ferry sinks off Port Orlan"


def test_a_caption_glued_to_the_first_sentence_is_cut_off() -> None:
    article = ingest(document_for("parallel-tsv", "2", headline="Report 2"), TSV.encode(), CORPUS)
    assert article.text == "Omar Tresh, the mayor, resigned on Monday.\n\nIt rained."


@pytest.mark.parametrize(
    ("name", "facts_recipe"), [("wikinews-csv", "a.csv"), ("parallel-tsv", "a.tsv")], ids=["csv", "tsv"]
)
def test_a_stand_off_corpus_of_records_comes_back(name: str, facts_recipe: str, tmp_path: Path) -> None:
    """From the file, and from a file of other records, under another name."""
    data = corpus_in(tmp_path / "heron", HEAD.replace("redistributable = true ", "redistributable = false "))
    text = FILES[name][1]
    recipe = record_recipe_of(name)
    assert recipe is not None
    record = recipe.records(text.encode())[0].name
    path = saved(tmp_path, facts_recipe, text)
    facts = replace(SEVERAL, recipe=name)
    assert added(data, f"{path}#{record}", facts=facts) == ["new"]
    recorded = read_corpus(data.folder)
    assert [article.text for article in recorded.articles.values()] == [None]
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / f"other.{facts_recipe[-3:]}").write_text(
        text.replace("bridge of Orlan", "bridge").replace("Boats left in", "It was")
    )
    hydrated = hydrated_corpus(recorded, copies)[0]
    assert [bool(article.text) for article in hydrated.articles.values()] == [True]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Photo by Ada Lorn, CC BY 2.0.", "credit"),
        ("Image by Ada Lorn/Orlan Times, CC BY 2.0.", "credit"),
        ("The harbour, 3 May 2031. Photo by Ada Lorn, CC BY-SA 4.0.", "credit"),
        ("A crane at work. Image: Omar Tresh.", "credit"),
        ("Screenshot of the video [Image by Ada Lorn]", "credit"),
        ("Ada Lorn and Omar Tresh contributed to this report.", "credit"),
        ("Some information for this report came from the Meridian Wire.", "credit"),
        ("#StayAshore", "share_line"),
        ("#StayAshore #Orlan.", "share_line"),
        ("pic.twitter.com/FfEPJTMiz2", "share_line"),
        ("https://orlan.example/a?b=c", "share_line"),
        ("Read more:", "share_line"),
        ("The photo by Ada Lorn shows the ferry sinking, the judge said.", None),
        ("Image rights were sold to the company for a crown.", None),
        ("He contributed to this report because he was there, he said.", None),
        ("#StayAshore was used by 300 people.", None),
        ("Photo by photo, the police went through the album, and nobody was found.", None),
    ],
)
def test_credits_and_share_lines(text: str, kind: str | None) -> None:
    found = line_kind(text)
    assert (found and found.value) == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Photo by Ada Lorn [CC BY-SA 3.0].The mayor spoke.", ["credit", "body"]),
        ("Photo by Ada Lorn [CC BY-SA 3.0].", ["credit"]),
        ("The mayor [Image by Ada Lorn] Omar Tresh spoke.", ["credit", "body"]),
        ("The mayor [Image by Ada Lorn] spoke.", ["body"]),
        ("The mayor spoke.", ["body"]),
    ],
)
def test_what_a_text_begins_with(text: str, kinds: list[str]) -> None:
    pieces = opening_pieces(TextLine(text, 5))
    assert [piece.kind.value for piece in pieces] == kinds
    assert pieces[0].start == 5
    assert pieces[-1].end == 5 + len(text)


def test_jsonl_records_are_named_as_ever() -> None:
    recipe = record_recipe_of("jsonl-field/1")
    assert recipe is not None
    assert not recipe.hashes_records
    text = "".join(json.dumps(row) + "\n" for row in JSONL).encode()
    assert [record.name for record in recipe.records(text)] == ["wn-1", "wn-2"]
    assert recipe.extract(recipe.records(text)[1].content, "wn-2") == recipe.extract(text, "wn-2")
    assert record_recipe_of("plain-text") is None


def test_a_page_has_the_name_that_stands_in_its_address() -> None:
    assert page_name("https://wiki.example//wiki/Caf%C3%A9_closes%2C_again") == "Café_closes,_again"
    for address in ("https://wiki.example/wiki/", "https://wiki.example/Cafe"):
        with pytest.raises(RecipeError, match=r"has no page after /wiki/"):
            page_name(address)


def test_kinds_of_credits_are_not_in_the_text() -> None:
    article = ingest(document_for("parallel-tsv", "0"), TSV.encode(), CORPUS)
    left_out = {segment.kind for segment in article.segments if segment.start is None}
    assert left_out == {SegmentKind.CREDIT, SegmentKind.SHARE_LINE, SegmentKind.SEPARATOR}
    assert "StayAshore" not in (article.text or "")
