"""What is said of single documents: in a table with a row each, in front matter, and how that goes together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from raw_documents import CSV_FIELDS, FRONT_MATTER, PLAIN
from small import OPEN
from strategies import WORDS
from test_add import HEAD, OUTLETS, corpus_in, saved

from claimwire.cli import group
from claimwire.corpus.corpus import Corpus, read_corpus
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecipeError
from claimwire.ingest.add import add_articles, read_documents
from claimwire.ingest.facts import DocumentFacts
from claimwire.ingest.front_matter import front_matter
from claimwire.ingest.metadata import metadata_rows, read_metadata, together

EVENTS = ("ferry_2031",)
POST = DocumentFacts(outlet_id="orlan_post")


def added(
    data: Corpus, *names: str, table: str = "", facts: DocumentFacts = POST, replace: bool = False
) -> Iterator[str]:
    """Read and write documents, with a table of metadata; yield status and changes of each."""
    with editing(data.folder) as edit:
        rows = metadata_rows(table, "facts.csv") if table else {}
        found = read_documents(edit.corpus, names, facts, OUTLETS, EVENTS, rows=rows)
        add_articles(edit, found, replace=replace)
    for item in found:
        yield " ".join([item.status, *(difference.change for difference in item.differences)])


@pytest.fixture
def data(tmp_path: Path) -> Corpus:
    return corpus_in(tmp_path / "heron")


def test_five_articles_of_five_days_are_one_call(data: Corpus, tmp_path: Path) -> None:
    names = [saved(tmp_path / "texts", f"{day}.txt") for day in range(1, 6)]
    table = "file,outlet,published,episode,url\n" + "".join(
        f"texts/{day}.txt,{'another' if day == 2 else ''},2031-03-0{day},{'ferry_2031' if day > 3 else ''},"
        f"https://post.example/{day}\n"
        for day in range(1, 6)
    )
    outlets = DocumentFacts()
    with pytest.raises(RecipeError, match=r"^4 problems, .*\n1\.txt is not among the documents"):
        list(added(data, *names, table=table, facts=outlets))
    table = table.replace(",,2031", ",orlan_post,2031")
    assert list(added(data, *names, table=table, facts=outlets)) == ["new"] * 5
    articles = list(read_corpus(data.folder).articles.values())
    assert [article.publication.date for article in articles] == [f"2031-03-0{day}" for day in range(1, 6)]
    assert [article.outlet_id for article in articles] == ["orlan_post", "another", *["orlan_post"] * 3]
    assert [article.episode_id for article in articles] == [None, None, None, "ferry_2031", "ferry_2031"]
    assert [article.url for article in articles] == [f"https://post.example/{day}" for day in range(1, 6)]
    assert list(added(data, *names, table=table, facts=outlets)) == ["unchanged"] * 5


def test_what_a_table_says_of_a_known_document_is_refused_or_replaces(data: Corpus, tmp_path: Path) -> None:
    name = saved(tmp_path)
    assert list(added(data, name)) == ["new"]
    table = "file;published;url\nferry.txt;2031-03-04;https://post.example/a\n"
    with pytest.raises(RecipeError) as raised:
        list(added(data, name, table=table, facts=DocumentFacts()))
    assert str(raised.value).splitlines()[:2] == [
        "ferry.txt: no date of publication is recorded, and facts.csv:2 says 2031-03-04",
        "ferry.txt: it is recorded with no url, and facts.csv:2 says https://post.example/a",
    ]
    (told,) = added(data, name, table=table, facts=DocumentFacts(), replace=True)
    assert told == "changed published none -> 2031-03-04 url none -> https://post.example/a"
    (article,) = read_corpus(data.folder).articles.values()
    assert (article.publication.date, article.url) == ("2031-03-04", "https://post.example/a")


def test_records_of_a_file_have_rows_of_their_own_or_that_of_the_file(data: Corpus, tmp_path: Path) -> None:
    name = saved(tmp_path, "a.csv", CSV_FIELDS)
    table = "file,outlet,episode\na.csv,orlan_post,ferry_2031\na.csv#r,another,\n"
    assert list(added(data, name, table=table, facts=DocumentFacts())) == ["new", "new"]
    documents = read_corpus(data.folder).info.documents
    assert [(item.file, item.outlet_id, item.episode_id) for item in documents] == [
        ("a.csv#q", "orlan_post", "ferry_2031"),
        ("a.csv#r", "another", None),
    ]


def test_a_row_about_no_document_of_the_call_is_refused(data: Corpus, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"rows about fery\.txt, which this call does not read"):
        list(added(data, saved(tmp_path), table="file,published\nfery.txt,2031\n"))


TABLES = {
    "unknown column": ("file,publishd\na,2031\n", r"the column 'publishd' is not read; did you mean 'published'\?"),
    "no file column": ("outlet\na\n", "there is no column 'file' in the first line"),
    "empty": ("", "there is no column 'file'"),
    "a column twice": ("file,url,url\na,b,c\n", "two columns are called 'url'"),
    "a field too many": ("file,headline\na,One, two\n", "line 2 has 3 fields, and there are 2 columns; put quotes"),
    "no name": ("file,outlet\n,orlan_post\n", "line 2 names no file"),
    "a file twice": ("file,outlet\nx/a,\n\ny/a,b\n", "line 4 is about a like line 2"),
    "an open quote": ('file,outlet\n"a,b\n', "not a CSV file that can be read"),
}


@pytest.mark.parametrize(("table", "message"), TABLES.values(), ids=TABLES)
def test_a_faulty_table_is_refused_with_the_place(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        read_metadata(Path(saved(tmp_path, "facts.csv", table)))


def test_a_table_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_bytes("file,headline\na,Mühle\n".encode("latin-1"))
    with pytest.raises(RecipeError, match=r"facts\.csv: byte 17 is not UTF-8; save the file as UTF-8"):
        read_metadata(tmp_path / "facts.csv")


def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_bytes('\ufefffile;headline\r\na.txt;"One; two"\r\n'.encode())
    (facts,) = read_metadata(tmp_path / "facts.csv").values()
    assert (facts.headline, facts.teller("headline")) == ("One; two", "facts.csv:2")


VALUES = {
    "date in words": ("published", "May 4, 2031", r"facts\.csv:2: 'May 4, 2031' is not an EDTF date; write YYYY-MM-DD"),
    "yesterday": ("published", "yesterday", r"'yesterday' is not an EDTF date; write YYYY-MM-DD"),
    "no such day": ("published", "2031-02-30", "no such day"),
    "outlet": ("outlet", "orlan_pots", r"facts\.csv:2: no outlet is called 'orlan_pots'; did you mean 'orlan_post'\?"),
    "episode": ("episode", "Ferry-2031", r"facts\.csv:2: no event is called 'Ferry-2031'; did you mean 'ferry_2031'"),
    "script": ("url", "javascript:alert(1)", r"facts\.csv:2: the url 'javascript:alert\(1\)' is not an address of the"),
    "headline": ("headline", "Another", r"facts\.csv:2 says the headline is 'Another', and the document has 'Ferry"),
}


@pytest.mark.parametrize(("column", "value", "message"), VALUES.values(), ids=VALUES)
def test_a_value_that_there_is_not_is_refused_with_the_place(
    data: Corpus, tmp_path: Path, column: str, value: str, message: str
) -> None:
    facts = DocumentFacts() if column == "outlet" else POST
    with pytest.raises(RecipeError, match=message):
        list(added(data, saved(tmp_path), table=f'file,{column}\nferry.txt,"{value}"\n', facts=facts))
    assert read_corpus(data.folder).info.documents == ()


def test_a_headline_is_for_a_document_without_one(data: Corpus, tmp_path: Path) -> None:
    name = saved(tmp_path, "a.csv", "id,headline,text\n1,Boats,A boat came.\n")
    assert list(added(data, name, table="file,headline\na.csv#1,Boats\n")) == ["new"]


def test_what_two_say_must_agree() -> None:
    one = DocumentFacts.said({"published": "2031", "outlet_id": "a"}, {"published": "facts.csv:2"})
    other = DocumentFacts(published="2031-03", outlet_id="a")
    assert together([one, DocumentFacts(outlet_id="a"), DocumentFacts()]).values() == one.values()
    with pytest.raises(RecipeError, match=r"^published: facts\.csv:2 says 2031, --published says 2031-03; say it in "):
        together([one, other])


@given(st.lists(st.dictionaries(st.sampled_from(["outlet_id", "url", "published"]), st.sampled_from("ab"))))
def test_facts_together_are_all_that_is_said(every: list[dict[str, str]]) -> None:
    said = [DocumentFacts.said(facts, {}) for facts in every]
    if any(len({facts[name] for facts in every if name in facts}) > 1 for name in ("outlet_id", "url", "published")):
        with pytest.raises(RecipeError, match="say it in one place"):
            together(said)
    else:
        assert together(said).values() == {name: value for facts in every for name, value in facts.items()}


def test_an_address_with_words_of_the_text_is_shortened_in_a_stand_off_corpus(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron", HEAD.replace("redistributable = true", "redistributable = false"))
    name = saved(tmp_path)
    table = "file,url\nferry.txt,https://post.example/ferry-sinks-off-port-orlan-at-dawn\n"
    assert list(added(data, name, table=table)) == ["new"]
    assert list(added(data, name, table=table)) == ["unchanged"]
    read = read_corpus(data.folder)
    assert [item.url for item in read.info.documents] == ["https://post.example/…"]
    assert [item.url for item in read.articles.values()] == ["https://post.example/…"]


# Front matter


def test_front_matter_says_who_published_a_text_and_what_it_reports(data: Corpus, tmp_path: Path) -> None:
    text = FRONT_MATTER.replace("outlet: orlan_post", "outlet: orlan_post\nepisode: 'ferry_2031'")
    assert list(added(data, saved(tmp_path, "a.md", text), facts=DocumentFacts())) == ["new"]
    read = read_corpus(data.folder)
    (document,) = read.info.documents
    assert (document.outlet_id, document.episode_id, document.recipe) == ("orlan_post", "ferry_2031", "front-matter")
    assert document.published is None
    (article,) = read.articles.values()
    assert (article.publication.date, article.publication.found.value) == ("2031-03-03", "metadata")
    assert article.text is not None
    assert article.text.startswith("Ferry sinks off Port Orlan\n\nPORT ORLAN, March 3")
    assert list(added(read, str(tmp_path / "a.md"), facts=DocumentFacts())) == ["unchanged"]


def test_front_matter_and_an_option_must_agree(data: Corpus, tmp_path: Path) -> None:
    name = saved(tmp_path, "a.md", FRONT_MATTER)
    with pytest.raises(RecipeError, match=r"^a\.md: outlet: --outlet says another, its front matter says orlan_post"):
        list(added(data, name, facts=DocumentFacts(outlet_id="another")))
    with pytest.raises(RecipeError, match=r"says 2031-03-04, the document says 2031-03-03"):
        list(added(data, name, facts=DocumentFacts(published="2031-03-04")))
    with pytest.raises(RecipeError, match=r"its address is https://b\.example, the document says https://orlan-post"):
        list(added(data, name, table="file,url\na.md,https://b.example\n"))


def test_an_option_is_refused_for_each_document_that_has_another_date(data: Corpus, tmp_path: Path) -> None:
    names = [
        saved(tmp_path, "a.md", FRONT_MATTER),
        saved(tmp_path, "b.csv", "id,headline,text,published\nq,Boats,A boat came.,2031-07-01\n"),
        saved(tmp_path, "c.jsonl", '{"id": "r", "headline": "x", "text": "y", "published": "2031-03"}\n'),
        saved(tmp_path, "d.txt"),
    ]
    with pytest.raises(RecipeError) as raised:
        list(added(data, *names, facts=replace(POST, published="2031-05-06")))
    first, *told = str(raised.value).splitlines()
    assert first == "3 problems, so no document was added:"
    assert [line.partition(";")[0] for line in told] == [
        "a.md: the corpus (or --published) says 2031-05-06, the document says 2031-03-03",
        "b.csv#q: the corpus (or --published) says 2031-05-06, the document says 2031-07-01",
        "c.jsonl#r: the corpus (or --published) says 2031-05-06, the document says 2031-03",
    ]
    assert read_corpus(data.folder).info.documents == ()


@pytest.mark.parametrize(
    ("file", "article_id"),
    [("Größe.txt", "heron_grosse"), ("Паром 1.txt", "heron_parom_1"), ("…​.txt", "heron_article")],
)
def test_the_id_of_an_article_is_made_of_any_letters(data: Corpus, tmp_path: Path, file: str, article_id: str) -> None:
    assert list(added(data, saved(tmp_path, file))) == ["new"]
    assert list(read_corpus(data.folder).articles) == [article_id]


HEADS = {
    "no YAML": ("headline: Ferry: it sank\n", r"line 2: the front matter is not YAML: .*; put quotes around a value"),
    "a key twice": ("url: a\nurl: b\n", "has url twice"),
    "a fact twice": ("date: 2031\npublished: 2031\n", "has date and published, which say the same"),
    "a list": ("published: [2031]\n", "has a list or a table as published"),
    "a date in words": (
        "published: yesterday\n",
        r"line 2: published: 'yesterday' is not an EDTF date",
    ),
    "a script for an address": (
        "headline: Boats\nurl: javascript:alert(1)\n",
        r"line 3: url: not an address of the web; write one that begins with https://.*, found 'javascript:alert\(1\)'",
    ),
    "an escape": ('headline: "Caf\\u00e9 burns"\n', "the headline in the front matter has escapes or several lines"),
    "several lines": ("headline: >\n  Ferry\n  sinks\n", "has escapes or several lines"),
}


@pytest.mark.parametrize(("head", "message"), HEADS.values(), ids=HEADS)
def test_faulty_front_matter_is_refused(data: Corpus, tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(RecipeError, match=rf"(?s)^a\.md: .*{message}"):
        list(added(data, saved(tmp_path, "a.md", f"---\n{head}---\n{PLAIN}")))


def test_a_key_that_is_not_read_is_told(data: Corpus, tmp_path: Path) -> None:
    name = saved(tmp_path, "a.md", f"---\ntags: [sea, ferry]\nheadlin: Boats\n---\n{PLAIN}")
    (item,) = read_documents(data, [name], POST, OUTLETS)
    assert [note.partition(";")[0] for note in item.notes] == [
        "its front matter has 'tags', which is not read",
        "its front matter has 'headlin', which is not read",
    ]
    assert "did you mean 'headline'?" in item.notes[1]
    assert item.article.headline == "Ferry sinks off Port Orlan"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(line_end: str, mark: str) -> None:
    raw = mark + FRONT_MATTER.replace("\n", line_end)
    found = front_matter(raw)
    assert found is not None
    assert found.values == {
        "headline": "Ferry sinks off Port Orlan",
        "published": "2031-03-03",
        "url": "https://orlan-post.example/ferry",
        "outlet": "orlan_post",
    }
    assert all(raw[start:end] == found.values[fact] for fact, (start, end) in found.places.items())
    assert raw[found.end :].lstrip().startswith("Ferry sinks off Port Orlan")


@pytest.mark.parametrize(
    "text",
    ["", "---", "---\n", "---\n---\nA\n", "---\nHe said: this.\nA: b\n", " ---\nurl: a\n", "----\nurl: a\n"],
)
def test_what_is_no_block_is_no_front_matter(text: str) -> None:
    assert front_matter(text) is None


UNCLOSED = {
    "no end": ("---\nheadline: Boats\ndate: 2031\n\nA boat came.\n", "line 1: .* does not end; .* below line 3"),
    "an end of four hyphens": ("---\nurl: https://a.example\n----\n\nA boat came.\n", "line 1: .* below line 2"),
    "an end that is indented": ("---\nurl: https://a.example\n ---\nA boat came.\n", "line 1: .* below line 2"),
    "nothing else": ("---\nurl: https://a.example\n", "line 1: .* below line 2"),
    "windows": ("\ufeff---\r\nurl: https://a.example\r\n\r\nA boat.\r\n", "line 1: .* below line 2"),
    "an end too far below": (f"---\ndate: 2031\n{'# a remark' * 7000}\n---\nA boat.\n", "line 1: .* does not end"),
    "blank lines above": ("\n \n---\ndate: 2031\n---\nA boat.\n", "line 3: front matter begins below blank lines"),
    "blank lines above, no end": ("\n\n---\ndate: 2031\nA boat.\n", "line 3: .* does not end; .* below line 4"),
}


@pytest.mark.parametrize(("text", "message"), UNCLOSED.values(), ids=UNCLOSED)
def test_front_matter_that_does_not_end_is_no_plain_text(data: Corpus, tmp_path: Path, text: str, message: str) -> None:
    name = saved(tmp_path, "a.txt", text)
    with pytest.raises(RecipeError, match=rf"^a\.txt: {message}"):
        list(added(data, name))
    assert read_corpus(data.folder).info.documents == ()


def test_a_rule_above_a_text_is_read_by_a_recipe_that_is_named(data: Corpus, tmp_path: Path) -> None:
    text = "---\nBREAKING: A boat came.\n\nIt was late on Monday.\n\nNobody was hurt.\n"
    name = saved(tmp_path, "a.txt", text)
    with pytest.raises(RecipeError, match="or name the recipe plain-text"):
        list(added(data, name))
    assert list(added(data, name, facts=replace(POST, recipe="plain-text"))) == ["new"]
    other = saved(tmp_path, "b.txt", "---\nA boat came.\n\nIt was late on Monday.\n\nNobody was hurt.\n")
    assert list(added(read_corpus(data.folder), other)) == ["new"]


@given(WORDS, st.sampled_from(["", "'", '"']))
def test_the_place_of_a_headline_has_its_words(words: str, quote: str) -> None:
    raw = f"---\nurl: a\nheadline: {quote}{words}{quote}\n---\nA\n"
    try:
        found = front_matter(raw)
    except RecipeError:
        return
    if found is not None and raw[slice(*found.places.get("headline", (0, 0)))].strip() == found.values.get("headline"):
        assert raw[: found.places["headline"][0]].count("\n") == 2


def test_the_command_takes_a_table_that_is_in_the_folder(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    for name in ("a.txt", "b.txt"):
        saved(small.root / "texts", name)
    saved(
        small.root / "texts", "facts.csv", "file,outlet,published\na.txt,lakeside_post,2031-05-04\nb.txt,,2031-05-05\n"
    )
    line = ["ingest", OPEN, "texts", "--metadata", "texts/facts.csv"]
    refused = CliRunner().invoke(group, line)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "b.txt is not among the documents of corpus.toml; name its outlet with --outlet" in str(refused.exception)
    done = CliRunner().invoke(group, [*line, "--outlet", "lakeside_post"])
    assert done.exit_code == 0, done.output
    assert "2031-05-04 (supplied)" in done.stdout
    assert "2031-05-05 (supplied)" in done.stdout
    assert HEAD.startswith("# What heron is")
