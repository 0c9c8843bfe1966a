"""Adding documents to a corpus: what they become, what is written, and what is refused."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from invented import CORPUS
from raw_documents import JSONL, PLAIN
from strategies import TEXT, WORDS

from claimwire.corpus.corpus import Corpus, read_corpus
from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.records import read_toml, records_of
from claimwire.corpus.transaction import editing
from claimwire.errors import RecipeError
from claimwire.ingest.add import IngestedDocument, add_articles, read_documents
from claimwire.ingest.article import dehydrated, reconstruct
from claimwire.ingest.facts import DocumentFacts
from claimwire.ingest.wanted import wanted_documents
from claimwire.schema import CorpusInfo, Document, Outlet
from claimwire.schema.vocab import OutletKind
from claimwire.versions import SCHEMA_VERSION

HEAD = f"""# What heron is, in the words of whoever keeps it.
corpus_id = "heron"
title = "Heron"
description = "Invented articles."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = true   # all of them
text_licence = "CC BY 4.0"
annotation_licence = "CC BY 4.0"
schema_version = "{SCHEMA_VERSION}"
guideline_version = "1.0.0"
recipe = "plain-text"
not_checked = "Everything."
"""
LISTED = """
[[documents]]
article_id = "heron_first"
file = "ferry.txt"
outlet_id = "orlan_post"
published = 2031-03-03
"""
OUTLETS = {
    outlet_id: Outlet(
        outlet_id=outlet_id,
        name=outlet_id,
        country="Rovia",
        language="en",
        domain="post.example",
        kind=OutletKind.PRIVATE,
        licence="CC BY 4.0" if free else "all rights reserved",
        text_redistributable=free,
        invented=True,
    )
    for outlet_id, free in (("orlan_post", True), ("another", True), ("closed_post", False))
}
POST = DocumentFacts(outlet_id="orlan_post")


def corpus_in(folder: Path, toml: str = HEAD) -> Corpus:
    folder.mkdir(exist_ok=True)
    (folder / "corpus.toml").write_text(toml)
    return read_corpus(folder)


@pytest.fixture
def data(tmp_path: Path) -> Corpus:
    return corpus_in(tmp_path / "heron")


def saved(folder: Path, name: str = "ferry.txt", text: str = PLAIN) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return str(folder / name)


def files(data: Corpus) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.folder.iterdir() if path.name != LOCK_FILE}


def added(data: Corpus, *names: str, facts: DocumentFacts = POST, replace: bool = False) -> list[str]:
    """Read and write documents; return the status of each."""
    with editing(data.folder) as edit:
        found = read_documents(edit.corpus, names, facts, OUTLETS)
        add_articles(edit, found, replace=replace)
    return [item.status for item in found]


def add(folder: Path, found: list[IngestedDocument]) -> list[Path]:
    with editing(folder) as edit:
        return add_articles(edit, found)


# Reading


def test_reading_writes_nothing(data: Corpus, tmp_path: Path) -> None:
    before = files(data)
    (item,) = read_documents(data, [saved(tmp_path)], POST, OUTLETS)
    assert (item.status, item.listed, item.article.article_id) == ("new", False, "heron_ferry")
    assert files(data) == before


def test_a_document_that_the_corpus_lists_has_the_facts_of_the_list(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron", HEAD + LISTED)
    (item,) = read_documents(data, [saved(tmp_path)], DocumentFacts(), OUTLETS)
    assert (item.listed, item.article.article_id, item.article.outlet_id) == (True, "heron_first", "orlan_post")
    assert item.article.publication.date == "2031-03-03"
    assert item.differences == ()


def test_a_document_that_the_corpus_does_not_list_needs_an_outlet(data: Corpus, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"^ferry\.txt is not among the documents of corpus\.toml; name its outlet"):
        read_documents(data, [saved(tmp_path)], DocumentFacts(), OUTLETS)


@pytest.mark.parametrize(
    ("file", "article_id"),
    [
        ("ferry.txt", "heron_ferry"),
        ("Ferry No 7 (März).txt", "heron_ferry_no_7_marz"),
        ("heron_ferry.txt", "heron_ferry"),
        ("船.txt", "heron_8239"),
    ],
)
def test_an_article_is_named_for_its_document(data: Corpus, tmp_path: Path, file: str, article_id: str) -> None:
    (item,) = read_documents(data, [saved(tmp_path, file)], POST, OUTLETS)
    assert (item.article.article_id, item.article.document) == (article_id, file)


def test_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron", HEAD + LISTED.replace("heron_first", "heron_ferry"))
    names = [saved(tmp_path, name) for name in ("Ferry.txt", "ferry.md", "ferry.txt")]
    found = read_documents(data, names, POST, OUTLETS)
    assert [item.article.article_id for item in found] == ["heron_ferry_2", "heron_ferry_3", "heron_ferry"]


def test_a_document_named_twice_is_read_once(data: Corpus, tmp_path: Path) -> None:
    """It became two articles."""
    name = saved(tmp_path)
    problems: list[str] = []
    (item,) = wanted_documents(data.info, [name, name, f"{tmp_path}/./ferry.txt"], POST, problems)
    assert problems == []
    assert item.document.article_id == "heron_ferry"


def test_two_documents_of_one_name_are_refused(data: Corpus, tmp_path: Path) -> None:
    """Their records could not be told apart by whoever restores their texts."""
    names = [saved(tmp_path / "a"), saved(tmp_path / "b")]
    with pytest.raises(RecipeError, match=r"b/ferry\.txt has the name of .*a/ferry\.txt"):
        read_documents(data, names, POST, OUTLETS)


def test_a_file_that_is_not_there_is_named(data: Corpus, tmp_path: Path) -> None:
    """It was a traceback."""
    for facts in (POST, DocumentFacts(outlet_id="orlan_post", recipe="jsonl-field")):
        with pytest.raises(RecipeError, match=r"none\.txt: there is no such file$"):
            read_documents(data, [str(tmp_path / "none.txt")], facts, OUTLETS)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            DocumentFacts(outlet_id="Orlan Post"),
            r"^--outlet: no outlet is called 'Orlan Post'; did you mean 'orlan_post'\? there are: another, ",
        ),
        (
            DocumentFacts(outlet_id="orlan_post", episode_id="A b"),
            r"^--episode: no event is called 'A b'; there are: none",
        ),
        (
            DocumentFacts(outlet_id="orlan_post", published="3 March"),
            r"^--published: '3 March' is not an EDTF date; write YYYY-MM-DD",
        ),
        (DocumentFacts(outlet_id="orlan_post", recipe="telex"), r"no recipe is called 'telex'"),
    ],
)
def test_facts_that_are_none_are_told(data: Corpus, tmp_path: Path, facts: DocumentFacts, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        read_documents(data, [saved(tmp_path)], facts, OUTLETS)


@pytest.mark.parametrize("redistributable", [True, False])
def test_a_text_that_may_not_be_redistributed_is_not_written(tmp_path: Path, redistributable: bool) -> None:
    """It was, and only a later check complained."""
    data = corpus_in(tmp_path / "heron", HEAD if redistributable else HEAD.replace("able = true", "able = false"))
    before = files(data)
    if redistributable:
        with pytest.raises(RecipeError, match=r"^ferry\.txt: the texts of closed_post may not be redistributed \(all"):
            added(data, saved(tmp_path), facts=DocumentFacts(outlet_id="closed_post"))
        assert files(data) == before
    else:
        assert added(data, saved(tmp_path), facts=DocumentFacts(outlet_id="closed_post")) == ["new"]


def test_so_is_that_of_a_document_the_corpus_lists(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron", HEAD + LISTED.replace("orlan_post", "closed_post"))
    with pytest.raises(RecipeError, match=r"^ferry\.txt: the texts of closed_post may not be redistributed"):
        added(data, saved(tmp_path), facts=DocumentFacts())


def test_an_outlet_without_a_file_is_refused(tmp_path: Path) -> None:
    """It was taken, and only a later check complained."""
    data = corpus_in(tmp_path / "heron", HEAD)
    with pytest.raises(RecipeError, match=r"^--outlet: no outlet is called 'orlan_pots'; did you mean 'orlan_post'\?"):
        added(data, saved(tmp_path), facts=DocumentFacts(outlet_id="orlan_pots"))
    data = corpus_in(tmp_path / "heron", HEAD + LISTED.replace("orlan_post", "orlan_pots"))
    with pytest.raises(RecipeError, match=r"^ferry\.txt: no outlet is called 'orlan_pots'"):
        added(data, saved(tmp_path), facts=DocumentFacts())


@pytest.mark.parametrize("published", ["2020-13", "2031-02-29", "2031-03-03T25:00:00", "XXXX-02-30", "20x"])
def test_a_date_that_does_not_exist_is_refused(data: Corpus, tmp_path: Path, published: str) -> None:
    """Only its characters were looked at."""
    before = files(data)
    with pytest.raises(RecipeError, match=rf"^--published: '{published}'"):
        added(data, saved(tmp_path), facts=DocumentFacts(outlet_id="orlan_post", published=published))
    assert files(data) == before


@pytest.mark.parametrize(
    "published", ["2031", "2031-03", "2031-03-03/2031-03-05", "XXXX-02-29", "2031-03-03T09:05:00Z"]
)
def test_a_date_may_be_less_than_a_day(data: Corpus, tmp_path: Path, published: str) -> None:
    assert added(data, saved(tmp_path), facts=DocumentFacts("orlan_post", published=published)) == ["new"]
    assert records_of(read_corpus(data.folder).rows.articles)[0].publication.date == published


def test_the_problems_of_all_documents_are_told_and_nothing_is_written(data: Corpus, tmp_path: Path) -> None:
    """The first one hid the others."""
    before = files(data)
    names = [
        saved(tmp_path),
        str(tmp_path / "none.txt"),
        saved(tmp_path, "short.txt", "Ferry\n"),
        saved(tmp_path / "b"),
    ]
    with pytest.raises(RecipeError) as caught:
        added(data, *names)
    first, *told = str(caught.value).splitlines()
    assert first == "3 problems, so no document was added:"
    assert [line.split(": ")[0].split("/")[-1] for line in told] == [
        "none.txt",
        f"ferry.txt has the name of {tmp_path}/ferry.txt, and documents are found by their file name".split("/")[-1],
        "short.txt",
    ]
    assert files(data) == before


# Files of several records


def jsonl(folder: Path) -> str:
    return saved(folder, "news.jsonl", "".join(json.dumps(row) + "\n" for row in JSONL))


SEVERAL = DocumentFacts(outlet_id="orlan_post", recipe="jsonl-field")


def test_a_file_of_records_means_all_of_them(data: Corpus, tmp_path: Path) -> None:
    found = read_documents(data, [jsonl(tmp_path)], SEVERAL, OUTLETS)
    assert [item.document.file for item in found] == ["news.jsonl#wn-1", "news.jsonl#wn-2"]
    assert [item.article.article_id for item in found] == ["heron_wn_1", "heron_wn_2"]


def test_a_record_is_named_behind_a_number_sign(data: Corpus, tmp_path: Path) -> None:
    name = jsonl(tmp_path)
    (item,) = read_documents(data, [f"{name}#wn-2"], SEVERAL, OUTLETS)
    assert item.article.document == "news.jsonl#wn-2"
    assert len(read_documents(data, [f"{name}#wn-2", name], SEVERAL, OUTLETS)) == 2
    with pytest.raises(RecipeError, match=r"^news\.jsonl#wn-9: no record is called 'wn-9'"):
        read_documents(data, [f"{name}#wn-9"], SEVERAL, OUTLETS)


def test_a_file_of_records_that_is_none_is_named(data: Corpus, tmp_path: Path) -> None:
    """The message named a line, and not of which file."""
    names = [saved(tmp_path, "bad.jsonl", "{}\n"), saved(tmp_path, "worse.jsonl", "no\n")]
    with pytest.raises(RecipeError, match=r"^2 problems, .*\nbad\.jsonl: line 1 has no .*\nworse\.jsonl: line 1 is no"):
        added(data, *names, facts=SEVERAL)


def test_records_of_a_corpus_whose_recipe_reads_records_need_no_recipe(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron", HEAD.replace("plain-text", "jsonl-field"))
    assert added(data, jsonl(tmp_path)) == ["new", "new"]
    again = read_corpus(data.folder)
    assert added(again, jsonl(tmp_path), facts=DocumentFacts()) == ["unchanged", "unchanged"]


# Writing


def test_a_new_document_becomes_a_record_and_an_entry(data: Corpus, tmp_path: Path) -> None:
    assert added(data, saved(tmp_path)) == ["new"]
    again = read_corpus(data.folder)
    (article,) = records_of(again.rows.articles)
    assert reconstruct(article) == PLAIN
    assert again.info.documents == (Document(article_id="heron_ferry", file="ferry.txt", outlet_id="orlan_post"),)
    assert again.info.model_copy(update={"documents": ()}) == CORPUS
    assert (data.folder / "corpus.toml").read_text().startswith(HEAD), "what people wrote stays, remarks included"


def test_articles_are_kept_sorted_by_id(data: Corpus, tmp_path: Path) -> None:
    added(data, *[saved(tmp_path, name) for name in ("b.txt", "c.txt", "a.txt")])
    assert list(read_corpus(data.folder).articles) == ["heron_a", "heron_b", "heron_c"]


def test_what_is_unchanged_is_not_written(data: Corpus, tmp_path: Path) -> None:
    name = saved(tmp_path)
    added(data, name)
    before = {path: path.stat().st_mtime_ns for path in data.folder.glob("[!.]*")}
    again = read_corpus(data.folder)
    found = read_documents(again, [name], DocumentFacts(), OUTLETS)
    assert [item.status for item in found] == ["unchanged"]
    assert add(again.folder, found) == []
    assert {path: path.stat().st_mtime_ns for path in data.folder.glob("[!.]*")} == before


def test_a_changed_document_is_refused_and_nothing_is_written(data: Corpus, tmp_path: Path) -> None:
    added(data, saved(tmp_path))
    before = files(data)
    names = [saved(tmp_path, text=PLAIN + "It was cold.\n"), saved(tmp_path, "new.txt")]
    found = read_documents(read_corpus(data.folder), names, POST, OUTLETS)
    assert [item.status for item in found] == ["changed", "new"]
    with pytest.raises(RecipeError, match=r"^ferry\.txt: the corpus has another article from it, .*use --replace"):
        add(data.folder, found)
    assert files(data) == before


def test_a_changed_document_replaces_the_old_where_that_is_asked_for(data: Corpus, tmp_path: Path) -> None:
    added(data, saved(tmp_path))
    text = PLAIN + "\nIt was cold.\n"
    assert added(data, saved(tmp_path, text=text), replace=True) == ["changed"]
    (article,) = records_of(read_corpus(data.folder).rows.articles)
    assert reconstruct(article) == text
    assert len(tomllib.loads((data.folder / "corpus.toml").read_text())["documents"]) == 1, "it is not listed twice"


def test_a_standoff_corpus_gets_no_text(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron", HEAD.replace("text_redistributable = true", "text_redistributable = false"))
    name = saved(tmp_path)
    assert added(data, name) == ["new"]
    (stored,) = records_of(read_corpus(data.folder).rows.articles)
    assert stored == dehydrated(stored)
    assert b"Two boats" not in data.file("articles").read_bytes()
    assert added(read_corpus(data.folder), name, facts=DocumentFacts()) == ["unchanged"]


@pytest.mark.parametrize(
    "toml", [HEAD + "documents = []\n", HEAD + 'documents = [{ article_id = "a", file = "b", outlet_id = "c" }]\n']
)
def test_a_list_of_documents_that_cannot_be_continued_is_left_as_it_is(tmp_path: Path, toml: str) -> None:
    """An entry was appended to it, and the corpus could not be read any more."""
    data = corpus_in(tmp_path / "heron", toml)
    before = files(data)
    with pytest.raises(RecipeError, match=r"documents cannot be listed at the end of .*corpus\.toml: not TOML"):
        added(data, saved(tmp_path))
    assert files(data) == before


def test_what_somebody_else_wrote_before_stays(data: Corpus, tmp_path: Path) -> None:
    """`data` was read before; what counts is what is there now."""
    (data.folder / "corpus.toml").write_text(HEAD.replace("Heron", "Grey heron"))
    added(data, saved(tmp_path))
    again = read_corpus(data.folder)
    assert again.info.title == "Grey heron"
    assert [document.file for document in again.info.documents] == ["ferry.txt"]


def test_line_ends_of_a_corpus_file_stay(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron")
    (data.folder / "corpus.toml").write_bytes((HEAD + LISTED).replace("\n", "\r\n").encode())
    assert added(read_corpus(data.folder), saved(tmp_path, "b.txt")) == ["new"]
    assert (data.folder / "corpus.toml").read_bytes().startswith((HEAD + LISTED).replace("\n", "\r\n").encode())
    assert len(read_corpus(data.folder).info.documents) == 2


@given(TEXT, WORDS)
def test_any_name_is_written_as_toml_that_says_the_same(tmp_path_factory, file: str, recipe: str) -> None:
    """Control characters in the name of a record made a file that was no TOML."""
    from claimwire.ingest.listing import toml_entry

    document = Document(article_id="a", file=file, outlet_id="b", recipe=recipe)
    path = tmp_path_factory.getbasetemp() / "corpus.toml"
    path.write_bytes((HEAD + toml_entry(document)).encode())
    assert read_toml(path, CorpusInfo).documents == (document,)
