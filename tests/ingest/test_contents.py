"""The kind of a file is known by its content: the recipe need not be named, and a folder means what is in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from raw_documents import CSV, CSV_FIELDS, DAY_PAGE, FRONT_MATTER, HTML, JSONL, PLAIN, TSV
from small import OPEN
from test_add import HEAD, OUTLETS, POST, added, corpus_in, saved

from claimwire.cli import group
from claimwire.corpus.corpus import Corpus, read_corpus
from claimwire.corpus.records import canonical_json
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecipeError
from claimwire.ingest.add import read_documents
from claimwire.ingest.choosing import recipe_for
from claimwire.ingest.facts import DocumentFacts
from claimwire.ingest.walking import files_meant

LINES = "".join(canonical_json(row) + "\n" for row in JSONL)

KINDS = {
    "text": ("a.txt", PLAIN, "plain-text"),
    "two lines": ("a.txt", "Ferry sinks\nPORT ORLAN, May 3 (Meridian Wire) — A ferry sank.", "plain-text"),
    "page": ("a.html", HTML, "html"),
    "page called text": ("a.txt", HTML, "html"),
    "page called records": ("a.jsonl", HTML, "html"),
    "page called table": ("a.csv", HTML, "html"),
    "lines": ("a.jsonl", LINES, "jsonl-field"),
    "lines called text": ("a.txt", LINES, "jsonl-field"),
    "table": ("a.csv", CSV_FIELDS, "csv-field"),
    "table called text": ("a.txt", CSV_FIELDS, "csv-field"),
    "table with other columns": ("a.csv", "name;words\na;b\n", "csv-field"),
    "wiki table": ("a.csv", CSV, "wikinews-csv"),
    "parallel texts": ("a.tsv", TSV, "parallel-tsv"),
    "day page": ("2031-03-03-index.md", DAY_PAGE, "day-item"),
    "front matter": ("a.md", FRONT_MATTER, "front-matter"),
    "front matter that cannot be read": ("a.md", "---\nheadline: a: b\n---\nA ferry sank.\n", "front-matter"),
    "rules around words": ("a.txt", "---\nFerry sinks\n---\nA ferry sank.\n", "plain-text"),
    "text that mentions tags": ("a.txt", "Of <html>\nIt is a tag.\nNobody minds.\n", "plain-text"),
    "text with commas": ("a.txt", "Headline, text\nA ferry, they said, sank.\n", "plain-text"),
}


@pytest.mark.parametrize(("name", "text", "recipe"), KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("own", ["plain-text", "html"])
def test_a_document_is_read_by_the_recipe_for_what_it_is(name: str, text: str, recipe: str, own: str) -> None:
    assert recipe_for(name, text.encode(), own) == recipe


def test_a_corpus_keeps_its_own_recipe_for_what_that_reads() -> None:
    assert recipe_for("a.txt", PLAIN.encode(), "tass-text") == "tass-text"
    assert recipe_for("a.html", HTML.encode(), "tass-text") == "html"
    assert recipe_for("a.html", HTML.encode(), "html/1") == "html/1"
    assert recipe_for("a.csv", CSV.encode(), "wikinews-csv") == "wikinews-csv"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n%\xe2\xe3\n", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\0\0", b"\0\x01\x02"]
)
def test_what_no_recipe_reads_is_left_to_the_corpuss_own(content: bytes) -> None:
    assert recipe_for("a.txt", content, "plain-text") == "plain-text"


def test_a_page_in_another_encoding_is_a_page() -> None:
    assert recipe_for("a", HTML.encode("utf-16"), "plain-text") == "html"
    assert recipe_for("a", HTML.replace("utf-8", "latin-1").encode("latin-1", "replace"), "plain-text") == "html"


def test_a_pdf_is_refused_with_what_to_do(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron")
    (tmp_path / "ferry.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\n")
    with pytest.raises(RecipeError, match=r"^ferry\.txt: the document is a PDF file; save its text as .*`pdftotext"):
        added(data, str(tmp_path / "ferry.txt"))


def test_several_kinds_are_one_call_and_the_recipe_is_recorded_where_it_is_another(tmp_path: Path) -> None:
    """Regression: a page was taken for a plain text whose headline began with its doctype."""
    data = corpus_in(tmp_path / "heron")
    names = [
        saved(tmp_path, name, text)
        for name, text in {"a.txt": PLAIN, "b.html": HTML, "c.jsonl": LINES, "d.csv": CSV_FIELDS}.items()
    ]
    assert added(data, *names) == ["new"] * (2 + len(JSONL) + 2)
    recipes = {item.file.partition("#")[0]: item.recipe for item in read_corpus(data.folder).info.documents}
    assert recipes == {"a.txt": None, "b.html": "html", "c.jsonl": "jsonl-field", "d.csv": "csv-field"}
    assert set(added(data, *names)) == {"unchanged"}


def test_a_recorded_recipe_wins_and_another_content_is_refused(tmp_path: Path) -> None:
    listed = HEAD + '[[documents]]\narticle_id = "heron_a"\nfile = "a.txt"\noutlet_id = "orlan_post"\n'
    data = corpus_in(tmp_path / "heron", listed)
    with pytest.raises(RecipeError, match=r"^a\.txt: the document is an HTML page, .*; use --recipe html"):
        added(data, saved(tmp_path, "a.txt", HTML), facts=DocumentFacts())
    named = DocumentFacts(recipe="html")
    assert added(data, saved(tmp_path, "a.txt", HTML), facts=named, replace=True) == ["new"]


def test_a_named_recipe_is_held_against_the_content(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron")
    facts = DocumentFacts(outlet_id="orlan_post", recipe="plain-text")
    with pytest.raises(RecipeError, match="the document is an HTML page"):
        read_documents(data, [saved(tmp_path, "a.txt", HTML)], facts, OUTLETS)


def test_a_table_without_the_columns_is_refused_by_their_names(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron")
    with pytest.raises(RecipeError, match=r"without the columns id, headline, text; its first line has name, words"):
        added(data, saved(tmp_path, "a.csv", "name;words\na;b\n"))


TABLES = {
    "a cell too few": ("id,headline,text\n1,a\n", "line 2 has 2 fields, expected 3"),
    "no id": ("id,headline,text\n ,a,b\n", "line 2 has no id to tell it from the others"),
    "an id twice": ("id,headline,text\n1,a,b\n1,c,d\n", "line 3 is called '1' like an earlier row"),
    "a column twice": ("id,headline,text,text\n1,a,b,c\n", "two columns called text"),
    "an open quote": ('id,headline,text\n1,a,"b\n', "not a CSV file that can be read"),
    "no rows": ("id,headline,text\n", "has no records; write one row per article"),
    "no words": ("id,headline,text\n1,a,\n", "record '1' has no field `text`"),
}


@pytest.mark.parametrize(("text", "message"), TABLES.values(), ids=TABLES)
def test_a_faulty_table_is_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    data = corpus_in(tmp_path / "heron")
    with pytest.raises(RecipeError, match=message):
        added(data, saved(tmp_path, "a.csv", text))


# Folders


def test_a_folder_means_all_files_in_it_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "in/d.txt", "a.txt", "in/deep/c.txt"):
        saved((tmp_path / name).parent, Path(name).name)
    found, skipped = files_meant([str(tmp_path)])
    assert found == [str(tmp_path / name) for name in ("a.txt", "b.txt", "in/d.txt", "in/deep/c.txt")]
    assert skipped == []


def test_what_of_a_folder_is_left_out_is_told(tmp_path: Path) -> None:
    saved(tmp_path, "a.txt")
    saved(tmp_path, ".hidden.txt")
    saved(tmp_path / ".git", "b.txt")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\0")
    (tmp_path / "away").symlink_to(tmp_path.parent)
    os.mkfifo(tmp_path / "pipe")
    found, skipped = files_meant([str(tmp_path)])
    assert found == [str(tmp_path / "a.txt")]
    assert [(item.path.name, item.why) for item in skipped] == [
        (".git", "hidden"),
        (".hidden.txt", "hidden"),
        ("away", "a link to a folder"),
        ("logo.png", "an image"),
        ("pipe", "no plain file"),
    ]


def test_a_file_that_is_named_is_meant_whatever_it_is(tmp_path: Path) -> None:
    name = saved(tmp_path, ".hidden.txt")
    assert files_meant([name]) == ([name], [])


def test_a_folder_without_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"is a folder without a file to read$"):
        files_meant([str(tmp_path)])
    saved(tmp_path, ".a.txt")
    with pytest.raises(RecipeError, match=r"without a file to read; left out: \.a\.txt \(hidden\)$"):
        files_meant([str(tmp_path)])


def test_the_command_reads_a_folder_of_several_kinds(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    for name, text in {"a.txt": PLAIN, "b.txt": HTML, ".c.txt": PLAIN}.items():
        saved(small.root / "texts", name, text)
    line = ["ingest", OPEN, "texts", "--outlet", "lakeside_post"]
    done = CliRunner().invoke(group, line)
    assert done.exit_code == 0, done.output
    assert done.stderr == f"left out: {Path('texts/.c.txt')} (hidden)\n"
    assert [line.split()[2] for line in done.stdout.splitlines()[:2]] == ["plain-text/2", "html/2"]
    assert POST.outlet_id == "orlan_post"


def test_two_files_of_one_name_in_a_folder_are_refused(tmp_path: Path) -> None:
    data: Corpus = corpus_in(tmp_path / "heron")
    saved(tmp_path / "texts", "a.txt")
    saved(tmp_path / "texts" / "in", "a.txt")
    names, _ = files_meant([str(tmp_path / "texts")])
    with pytest.raises(RecipeError, match="and documents are found by their file name"):
        added(data, *names)
