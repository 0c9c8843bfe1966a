"""Texts come back from whatever copy somebody has, and what is not the article is not taken for it."""

from __future__ import annotations

import gzip
import html
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from invented import CORPUS, document_for
from standoff_copy import ARTICLE, OTHER_ARTICLE, Standoff, edit_document

from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.hydration import hydrated_corpus, load_texts
from claimwire.hydration.folder import write_hydrated
from claimwire.hydration.readings import documents, readings
from claimwire.hydration.report import HydrationReport
from claimwire.hydration.sources import SourceFile
from claimwire.ingest.article import dehydrated, ingest, reconstruct
from claimwire.schema import Article


def article(data: Corpus, article_id: str = ARTICLE) -> Article:
    return data.article(article_id)


def text_of(standoff: Standoff, article_id: str = ARTICLE) -> str:
    return standoff.full.article(article_id).text or ""


def quotes(data: Corpus, article_id: str = ARTICLE) -> dict[str, list[str]]:
    """Return the quotes of an article's gold claims."""
    text = data.article(article_id).text or ""
    return {
        c.claim_id: [s.of(text) for s in c.spans] for c in records_of(data.rows.claims) if c.article_id == article_id
    }


def status(report: HydrationReport, article_id: str = ARTICLE) -> str:
    return next(item.text for item in report.articles if item.article_id == article_id)


def problems(report: HydrationReport, word: str) -> list[str]:
    return [problem for problem in report.problems if word in problem]


def as_is(documents: Path, to: Path) -> Path:
    return documents


def as_zip(documents: Path, to: Path) -> Path:
    return Path(shutil.make_archive(str(to), "zip", documents))


def as_tar(documents: Path, to: Path) -> Path:
    return Path(shutil.make_archive(str(to), "gztar", documents))


def renamed(documents: Path, to: Path) -> Path:
    for number, path in enumerate(sorted(documents.iterdir())):
        (to / "deeper").mkdir(parents=True, exist_ok=True)
        ending = path.suffix if path.suffix == ".jsonl" else ".bin"
        shutil.copy(path, to / "deeper" / f"download ({number}){ending}")
    return to


def with_windows_line_ends(documents: Path, to: Path) -> Path:
    for path in documents.iterdir():
        to.mkdir(exist_ok=True)
        (to / path.name).write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return to


@pytest.mark.parametrize("prepare", [as_is, as_zip, as_tar, renamed, with_windows_line_ends])
def test_the_recorded_texts_come_back_character_for_character(
    standoff: Standoff, tmp_path: Path, prepare: Callable[[Path, Path], Path]
) -> None:
    restored, report = hydrated_corpus(standoff.corpus(), prepare(standoff.documents, tmp_path / "copy"))
    assert {a.article_id: a.text for a in records_of(restored.rows.articles)} == {
        a.article_id: a.text for a in records_of(standoff.full.rows.articles)
    }
    assert {item.text for item in report.articles} == {"identical"}
    assert sum(item.exact for item in report.articles) == report.spans > 250
    assert (report.problems, report.lost, report.share_lost) == ((), (), 0.0)
    assert records_of(restored.rows.claims) == records_of(standoff.full.rows.claims)


@pytest.mark.parametrize("prepare", [as_is, as_zip, renamed])
def test_so_do_the_raw_documents(standoff: Standoff, tmp_path: Path, prepare: Callable[[Path, Path], Path]) -> None:
    restored, _ = hydrated_corpus(standoff.corpus(), prepare(standoff.documents, tmp_path / "copy"))
    assert [reconstruct(a) for a in records_of(restored.rows.articles)] == [
        reconstruct(a) for a in records_of(standoff.full.rows.articles)
    ]
    assert records_of(restored.rows.articles) == records_of(standoff.full.rows.articles)


def test_a_hydrated_corpus_is_a_source(standoff: Standoff, tmp_path: Path) -> None:
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    write_hydrated(restored, report, tmp_path / "hydrated")
    for source in (
        tmp_path / "hydrated",
        tmp_path / "hydrated" / "articles.jsonl",
        as_zip(tmp_path / "hydrated", tmp_path / "h"),
    ):
        again, report = hydrated_corpus(standoff.corpus(), source)
        assert records_of(again.rows.articles) == records_of(standoff.full.rows.articles)
        assert {item.text for item in report.articles} == {"identical"}


def test_a_hydrated_article_that_was_edited_by_hand_is_left_out(standoff: Standoff, tmp_path: Path) -> None:
    edited = standoff.full.article(ARTICLE).model_copy(update={"text": text_of(standoff).replace("1,200", "1,300")})
    write_text(tmp_path / "h" / "articles.jsonl", edited.model_dump_json() + "\n")
    _, report = hydrated_corpus(standoff.corpus(), tmp_path / "h")
    assert status(report) == "not found"
    assert problems(report, "the text does not match its own record")


def test_what_is_not_there_stays_without_text_and_is_told(standoff: Standoff) -> None:
    standoff.document().unlink()
    data = standoff.corpus()
    restored, report = hydrated_corpus(data, standoff.documents)
    assert article(restored) == article(data)
    assert [c for c in records_of(restored.rows.claims) if c.article_id == ARTICLE] == [
        c for c in records_of(data.rows.claims) if c.article_id == ARTICLE
    ]
    (told,) = report.problems
    assert "is heron_f, “Vell holds the pass as 30 soldiers fall” of corrin_television, 2031-10-13; " in told
    assert "expected one named heron_f.txt or with its words" in told
    (row,) = [item for item in report.articles if item.article_id == ARTICLE]
    assert (row.lost, row.exact, row.document) == (row.spans, 0, None)
    assert report.share_lost == row.spans / report.spans


def straight(text: str) -> str:
    return text.replace("“", '"').replace("”", '"')


def edited(standoff: Standoff, name: str = "heron_f.txt") -> str:
    """Replace an article's document by a copy in which a sentence is new and a word differs; return it."""
    edit_document(standoff, "Residents fear", "Nothing of it could be checked. Residents fear")
    edit_document(standoff, "Two peacekeepers", "Three peacekeepers")
    raw = straight(standoff.document().read_text(encoding="utf-8"))
    standoff.document().unlink()
    write_text(standoff.documents / name, raw)
    return raw


@pytest.mark.parametrize("name", ["heron_f.txt", "something else.txt"])
def test_spans_move_with_an_edited_copy(standoff: Standoff, name: str) -> None:
    edited(standoff, name)
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    assert status(report) == "altered"
    moved, original = quotes(restored), quotes(standoff.full)
    lost = {item.claim_id for item in report.lost if item.left_out and item.layer_id is None}
    assert set(moved) == set(original) - lost
    assert len(moved) > 0.8 * len(original)
    assert moved == {k: [straight(quote) for quote in original[k]] for k in moved}
    assert any("peacekeepers" in q for k in lost for q in original[k])
    (row,) = [item for item in report.articles if item.article_id == ARTICLE]
    assert row.exact + row.relocated + row.lost == row.spans
    assert min(row.exact, row.relocated, row.lost) > 0
    assert row.document == name
    assert problems(report, "have no anchor") == []


def test_the_record_of_an_edited_copy_fits_its_text(standoff: Standoff) -> None:
    raw = edited(standoff)
    found = article(hydrated_corpus(standoff.corpus(), standoff.documents)[0])
    document = next(d for d in standoff.full.info.documents if d.article_id == ARTICLE)
    assert found == ingest(document, raw.encode(), standoff.full.info)
    assert reconstruct(found) == raw


def test_exact_takes_no_altered_text(standoff: Standoff) -> None:
    edited(standoff)
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents, exact=True)
    assert article(restored).text is None
    assert status(report) == "not found"
    assert report.lost == ()
    assert set(load_texts(standoff.corpus(), standoff.documents)) == {
        a.article_id for a in records_of(standoff.full.rows.articles) if a.article_id != ARTICLE
    }


def test_a_page_in_html(standoff: Standoff, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    headline, *paragraphs = text_of(standoff).split("\n\n")
    body = "".join(f"<p>{html.escape(straight(paragraph))}</p>\n" for paragraph in paragraphs)
    menu = "<nav><ul><li>Home</li><li>World</li></ul></nav>"
    head = f"<!DOCTYPE html><html><head><title>{headline}</title></head><body>{menu}"
    page = f"{head}<article><h1>{headline}</h1>{body}</article></body></html>"
    write_text(tmp_path / "copy" / "page.html", page)
    restored, report = hydrated_corpus(standoff.corpus(), tmp_path / "copy")
    assert status(report) == "altered"
    assert article(restored).recipe == "html/2"
    original = quotes(standoff.full)
    moved = quotes(restored)
    assert len(moved) > 0.9 * len(original)
    assert moved == {k: [straight(quote) for quote in original[k]] for k in moved}


def test_a_record_of_a_json_lines_file(standoff: Standoff, tmp_path: Path) -> None:
    headline, _, rest = text_of(standoff).partition("\n\n")
    rows = [{"id": "other", "headline": "Reeds cut", "text": "The reeds of Amber Lake were cut."}]
    rows.append({"id": "row_7", "headline": headline, "text": rest})
    write_text(tmp_path / "copy" / "news.jsonl", "".join(json.dumps(row) + "\n" for row in rows) + "no JSON\n")
    restored, report = hydrated_corpus(standoff.corpus(), tmp_path / "copy")
    assert quotes(restored) == quotes(standoff.full)
    assert next(item.document for item in report.articles if item.article_id == ARTICLE) == "news.jsonl#row_7"


def test_an_article_that_was_a_record_is_found_in_a_file_with_fewer_records(standoff: Standoff, tmp_path: Path) -> None:
    rows = [{"article_id": f"n{n}", "headline": f"Item {n}", "text": f"The {n} reeds.\nThey grew."} for n in range(3)]
    content = "".join(json.dumps(row) + "\n" for row in rows)
    document = document_for("jsonl-field", article_id="n_1", file="all.jsonl#n1")
    one = ingest(document, content.encode(), standoff.full.info)
    data = standoff.corpus()
    data.rows.articles[:] = [replace(data.rows.articles[0], record=one.model_copy(update={"text": None}))]
    write_text(tmp_path / "copy" / "mine.jsonl", json.dumps(rows[1]) + "\n")
    assert load_texts(data, tmp_path / "copy") == {"n_1": "Item 1\n\nThe 1 reeds.\n\nThey grew."}


def test_text_of_another_article_under_the_name_is_not_taken(standoff: Standoff) -> None:
    shutil.copy(standoff.document(OTHER_ARTICLE), standoff.document())
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    assert article(restored).text is None
    assert problems(report, "heron_f.txt does not have the recorded text of heron_f, and it does not have its words")


def test_a_document_that_cannot_be_read_is_told(standoff: Standoff) -> None:
    standoff.document().write_bytes(b"\x81\xc7h\xe0")  # nor Windows-1252
    _, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    assert problems(report, "byte 0 of the document is not UTF-8; convert the document first")


def test_a_document_with_two_articles_is_not_guessed(standoff: Standoff, tmp_path: Path) -> None:
    both = "\n\n".join(standoff.document(name).read_text(encoding="utf-8") for name in (ARTICLE, OTHER_ARTICLE))
    write_text(tmp_path / "copy" / "both.txt", both)
    _, report = hydrated_corpus(standoff.corpus(), tmp_path / "copy")
    assert {item.text for item in report.articles} == {"not found"}
    assert problems(report, "both.txt has the words of several articles (heron_e, heron_f); split it")


def test_two_equally_good_copies_are_not_guessed(standoff: Standoff, tmp_path: Path) -> None:
    for n in (1, 2):
        write_text(tmp_path / "copy" / f"{n}.txt", f"Page {n} of 2\n\n{text_of(standoff)}")
    _, report = hydrated_corpus(standoff.corpus(), tmp_path / "copy")
    assert status(report) == "not found"
    assert problems(report, "1.txt, 2.txt are equally good copies of heron_f; name the right one heron_f.txt")


def test_the_better_of_two_copies_is_taken(standoff: Standoff, tmp_path: Path) -> None:
    text = text_of(standoff)
    write_text(tmp_path / "copy" / "a.txt", "Page 1 of 2\n\n" + text[: len(text) * 2 // 3])
    write_text(tmp_path / "copy" / "b.txt", "Page 1 of 1\n\n" + text)
    _, report = hydrated_corpus(standoff.corpus(), tmp_path / "copy")
    assert next(item.document for item in report.articles if item.article_id == ARTICLE) == "b.txt"


def test_the_recorded_text_is_taken_before_an_altered_one_of_the_right_name(standoff: Standoff) -> None:
    shutil.copy(standoff.document(), standoff.documents / "zzz.txt")
    edited(standoff)
    _, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    assert status(report) == "identical"


@pytest.mark.parametrize("anchors", ["none", "stale"])
def test_without_anchors_only_the_recorded_text_will_do(standoff: Standoff, anchors: str) -> None:
    data = standoff.corpus()
    data.rows.anchors[:] = [
        replace(item, record=item.record.model_copy(update={"text_sha256": "0" * 64}))
        for item in data.rows.anchors
        if anchors == "stale"
    ]
    edited(standoff)
    _, report = hydrated_corpus(data, standoff.documents)
    assert status(report) == "not found"
    assert problems(report, "without anchors its spans cannot be found there")
    stale = len(data.articles) if anchors == "stale" else 0
    assert len(problems(report, "belong to another text; make them again")) == stale


def test_spans_without_an_anchor_are_lost_in_an_altered_text_and_told(standoff: Standoff) -> None:
    data = standoff.corpus()
    for place, item in enumerate(data.rows.anchors):
        if item.record.article_id == ARTICLE:
            data.rows.anchors[place] = replace(
                item, record=item.record.model_copy(update={"anchors": item.record.anchors[1:]})
            )
    edited(standoff)
    _, report = hydrated_corpus(data, standoff.documents)
    assert problems(report, "1 spans of heron_f have no anchor; make them again")


def test_texts_in_the_repository_need_no_copy(standoff: Standoff, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    restored, report = hydrated_corpus(standoff.full, tmp_path / "empty")
    assert restored.rows.articles == standoff.full.rows.articles
    assert {item.text for item in report.articles} == {"in the repository"}
    assert (report.problems, report.share_lost) == ((), 0.0)


def test_an_empty_source_has_nothing(standoff: Standoff, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    _, report = hydrated_corpus(standoff.corpus(), tmp_path / "empty.zip")
    assert report.share_lost == 1.0
    assert len(report.problems) == len(standoff.full.articles)


def test_progress_names_the_files(standoff: Standoff) -> None:
    seen: list[str] = []
    hydrated_corpus(standoff.corpus(), standoff.documents, progress=seen.append)
    assert seen == sorted(path.name for path in standoff.documents.iterdir())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_copy_with_a_byte_order_mark_is_read_in_the_encoding_that_it_says(standoff: Standoff, encoding: str) -> None:
    """One in UTF-16 was read as Windows-1252, and nothing was found in it."""
    path = standoff.document()
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    assert article(restored).text == text_of(standoff)
    assert status(report) == "identical"


@pytest.mark.parametrize(("ending", "told"), [(".gz", "a gzip archive"), (".pdf", "a PDF file")])
def test_a_copy_that_is_no_text_is_named_where_an_article_is_missing(
    standoff: Standoff, ending: str, told: str
) -> None:
    path = standoff.document()
    content = gzip.compress(path.read_bytes()) if ending == ".gz" else b"%PDF-1.7\n" + path.read_bytes()
    write_bytes(path.with_name(f"copy{ending}"), content)
    write_bytes(path.with_name("picture.png"), b"\x89PNG\r\n\x1a\n" + bytes(40))
    path.unlink()
    _, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    assert status(report) == "not found"
    assert any(f"copy{ending} was left out" in line and f": it is {told}; " in line for line in report.problems)
    assert problems(report, "picture.png") == []


def test_an_article_of_an_earlier_version_of_a_recipe_is_read_with_that_and_with_the_newest() -> None:
    page = (
        b"<html><head><title>Reeds cut again</title></head><body><article><h1>Reeds cut again</h1><p>The reeds of the"
    )
    page += b" marsh were cut on Monday, a farmer said.</p><p>Share this article:</p></article></body></html>"
    made = ingest(document_for("html/1"), page, CORPUS)
    (document,) = documents(SourceFile("reeds.html", page))
    (candidate,), _ = readings(dehydrated(made), document)
    assert (candidate.article.recipe, candidate.article.text, candidate.origin.recorded) == ("html/1", made.text, True)
    altered = dehydrated(made).model_copy(update={"raw_sha256": "0" * 64, "text_sha256": "0" * 64})
    assert [c.article.recipe for c in readings(altered, document)[0]] == ["html/1", "html/2"]
