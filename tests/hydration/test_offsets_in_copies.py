"""`claimwire show --from COPY --offsets raw --json`: an offset is right in the document it names, or is not given."""

from __future__ import annotations

import codecs
import hashlib
import html
import json
import re
import shutil
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from standoff_copy import ARTICLE, CORPUS_ID, OTHER_ARTICLE, RECORD_ARTICLE, Standoff, set_redistributable

from claimwire.cli import group
from claimwire.hydration.words import words
from claimwire.ingest.article import reconstruct
from claimwire.schema import ClaimBase, span_slots

Row = dict[str, Any]
"""A claim with its offsets, as `claimwire show --json` prints it."""


@pytest.fixture(autouse=True)
def repository(standoff: Standoff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(standoff.workspace.root)


def show(source: Path, *more: str, expect: int = 0) -> Result:
    arguments = ["show", CORPUS_ID, "--from", str(source), "--json", *more]
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code == expect, result.output
    return result


def raw_rows(source: Path, expect: int = 0) -> list[Row]:
    return [json.loads(line) for line in show(source, "--offsets", "raw", expect=expect).stdout.splitlines()]


def edited(change: Callable[[bytes], bytes], name: Callable[[str], str] = str) -> Callable[[Path, Path], Path]:
    """Return what writes a copy in which the plain texts are changed and renamed, and JSON Lines are as they were."""

    def make(documents: Path, to: Path) -> Path:
        shutil.copytree(documents, to)
        for path in sorted(to.glob("*.txt")):
            content = change(path.read_bytes())
            path.unlink()
            path.with_name(name(path.name)).write_bytes(content)
        return to

    return make


def with_spaces_collapsed(content: bytes) -> bytes:
    return re.sub(r"[^\S\n]+", " ", re.sub(r"\n+", "\n", "  " + content.decode())).encode()


def with_spaces_doubled(content: bytes) -> bytes:
    return content.replace(b" ", b"  ")


def with_sentences_dropped(content: bytes) -> bytes:
    paragraphs = content.decode().split("\n\n")
    return "\n\n".join(paragraphs[:3] + paragraphs[4:]).encode()


def in_windows_1252(content: bytes) -> bytes:
    return content.decode().encode("cp1252")


def as_page(content: bytes) -> bytes:
    headline, *paragraphs = [html.escape(part) for part in content.decode().strip().split("\n\n")]
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    head = f"<!DOCTYPE html><html><head><title>{headline}</title></head>"
    return f"{head}<body><article><h1>{headline}</h1>{body}</article></body></html>".encode()


def claims_of(standoff: Standoff, article_ids: Collection[str]) -> list[ClaimBase]:
    return [claim for claim in standoff.full.claims.values() if claim.article_id in article_ids]


def span_count(claims: Iterable[ClaimBase]) -> int:
    """Return how many spans the slots of claims have."""
    return sum(len(getattr(claim, slot)) for claim in claims for slot in span_slots(type(claim)))


def articles_with_offsets_of_their_own(rows: list[Row]) -> set[str]:
    return {row["article_id"] for row in rows if "copy" in row}


def changed_articles(standoff: Standoff, copy: Path) -> set[str]:
    """Return the articles of which a copy has other documents."""
    originals = {path.name: path.read_bytes() for path in standoff.documents.iterdir()}
    return {path.stem for path in copy.iterdir() if path.read_bytes() != originals[path.name]}


def as_is(documents: Path, to: Path) -> Path:
    return documents


def as_zip(documents: Path, to: Path) -> Path:
    return Path(shutil.make_archive(str(to), "zip", documents))


WITH_BOM = edited(lambda content: codecs.BOM_UTF8 + content)
WINDOWS_ENDS = edited(lambda content: content.replace(b"\n", b"\r\n"))
COLLAPSED, DOUBLED = edited(with_spaces_collapsed), edited(with_spaces_doubled)
DROPPED = edited(with_sentences_dropped)
PAGES = edited(as_page, lambda name: name.replace(".txt", ".html"))


def text_of(row: Row, standoff: Standoff, source: Path) -> str:
    """Return the text that the offsets of a row count in: the recorded document's, or the copy's own."""
    if "copy" not in row:
        assert "document_sha256" not in row
        return reconstruct(standoff.full.article(row["article_id"]))
    content: bytes = (source / row["document"]).read_bytes()
    assert (row["copy"], row["document_sha256"]) == (True, hashlib.sha256(content).hexdigest())
    return content.decode("utf-8")


def forms(text: str) -> list[str]:
    return [word.form for word in words(text)]


def assert_right(rows: list[Row], standoff: Standoff, source: Path) -> int:
    """Fail where an offset marks other words than the claim has; return how many spans were looked at."""
    count = 0
    for row in rows:
        text = text_of(row, standoff, source)
        claim = standoff.full.claims[row["claim_id"]]
        recorded = standoff.full.article(claim.article_id).text or ""
        for slot in span_slots(type(claim)):
            found = [forms(text[span["start"] : span["end"]]) for span in row[slot]]
            wanted = [forms(span.of(recorded)) for span in getattr(claim, slot)]
            assert all(quote in wanted for quote in found), f"{row['claim_id']} {slot}"
            assert slot != "spans" or found == wanted
            count += len(found)
    return count


@pytest.mark.parametrize("prepare", [as_is, as_zip])
def test_the_recorded_documents_have_the_recorded_offsets(
    standoff: Standoff, tmp_path: Path, prepare: Callable[[Path, Path], Path]
) -> None:
    rows = raw_rows(prepare(standoff.documents, tmp_path / "copy"))
    assert {row["claim_id"] for row in rows} == standoff.full.claims.keys()
    assert articles_with_offsets_of_their_own(rows) == set()
    assert assert_right(rows, standoff, standoff.documents) == span_count(standoff.full.claims.values())
    without = CliRunner().invoke(group, ["show", CORPUS_ID, "--json", "--offsets", "raw"]).stdout
    assert [json.loads(line) for line in without.splitlines()] == rows


@pytest.mark.parametrize("prepare", [WITH_BOM, WINDOWS_ENDS, COLLAPSED, DOUBLED])
def test_another_file_with_the_words_has_offsets_of_its_own(
    standoff: Standoff, tmp_path: Path, prepare: Callable[[Path, Path], Path]
) -> None:
    """They counted in the recorded document for some copies and in the copy for others, under the recorded name."""
    copy = prepare(standoff.documents, tmp_path / "copy")
    rows = raw_rows(copy)
    assert {row["claim_id"] for row in rows} == standoff.full.claims.keys()
    assert articles_with_offsets_of_their_own(rows) == standoff.plain_articles
    assert assert_right(rows, standoff, copy) == span_count(standoff.full.claims.values())


def test_claims_whose_words_a_copy_lacks_are_told(standoff: Standoff, tmp_path: Path) -> None:
    copy = DROPPED(standoff.documents, tmp_path / "copy")
    result = show(copy, "--offsets", "raw", expect=1)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert assert_right(rows, standoff, copy) > 0.75 * span_count(standoff.full.claims.values())
    missing = standoff.full.claims.keys() - {row["claim_id"] for row in rows}
    assert missing
    assert all(claim_id in result.stderr for claim_id in missing)
    assert "left out, because their words were not found with certainty" in result.stderr


def test_pages_have_no_raw_offsets(standoff: Standoff, tmp_path: Path) -> None:
    """Most of them were right in the recorded document, by chance, and none in the page."""
    pages = PAGES(standoff.documents, tmp_path / "pages")
    result = show(pages, "--offsets", "raw", expect=1)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["claim_id"] for row in rows} == {c.claim_id for c in claims_of(standoff, {RECORD_ARTICLE})}
    assert articles_with_offsets_of_their_own(rows) == set()
    assert assert_right(rows, standoff, pages) == span_count(claims_of(standoff, {RECORD_ARTICLE}))
    for article_id in standoff.plain_articles:
        assert f"{article_id}: {article_id}.html is not the recorded raw document" in result.stderr
    assert "not a plain text, so offsets cannot be counted in it" in result.stderr


def test_one_copy_that_will_not_do_does_not_hide_the_others(standoff: Standoff) -> None:
    path = standoff.document()
    path.with_suffix(".html").write_bytes(as_page(path.read_bytes()))
    path.unlink()
    rows = raw_rows(standoff.documents, expect=1)
    others = standoff.full.articles.keys() - {ARTICLE}
    assert {row["article_id"] for row in rows} == others
    assert assert_right(rows, standoff, standoff.documents) == span_count(claims_of(standoff, others))


def test_a_document_in_windows_1252_is_the_recorded_one(standoff: Standoff, tmp_path: Path) -> None:
    """It was refused as not UTF-8."""
    copy = edited(in_windows_1252)(standoff.documents, tmp_path / "copy")
    assert changed_articles(standoff, copy) == standoff.plain_articles
    rows = raw_rows(copy)
    assert articles_with_offsets_of_their_own(rows) == set()
    assert assert_right(rows, standoff, copy) == span_count(standoff.full.claims.values())


def test_pages_in_a_declared_encoding_are_copies(standoff: Standoff, tmp_path: Path) -> None:
    """They were refused as not UTF-8."""

    def in_its_charset(content: bytes) -> bytes:
        page = as_page(content).decode().replace("<head>", '<head><meta charset="windows-1252">')
        return page.encode("cp1252", "xmlcharrefreplace")

    def rows(change: Callable[[bytes], bytes], name: str) -> list[Row]:
        pages = edited(change, lambda name: name.replace(".txt", ".html"))(standoff.documents, tmp_path / name)
        shown = [json.loads(line) for line in show(pages).stdout.splitlines()]
        return [{k: v for k, v in row.items() if k != "document_sha256"} for row in shown]

    assert rows(in_its_charset, "charset") == rows(as_page, "utf-8")


def test_the_recorded_document_is_taken_before_another_file_with_its_text(standoff: Standoff, tmp_path: Path) -> None:
    WINDOWS_ENDS(standoff.documents, tmp_path / "both")
    shutil.copytree(standoff.documents, tmp_path / "both" / "zz")
    rows = raw_rows(tmp_path / "both")
    assert {row["claim_id"] for row in rows} == standoff.full.claims.keys()
    assert articles_with_offsets_of_their_own(rows) == set()


def test_text_offsets_in_an_altered_copy_say_so(standoff: Standoff, tmp_path: Path) -> None:
    copy = DROPPED(standoff.documents, tmp_path / "copy")
    rows = [json.loads(line) for line in show(copy, expect=1).stdout.splitlines()]
    changed = changed_articles(standoff, copy)
    assert changed >= {ARTICLE, OTHER_ARTICLE}
    assert articles_with_offsets_of_their_own(rows) == changed
    windows = WINDOWS_ENDS(standoff.documents, tmp_path / "windows")
    rows = [json.loads(line) for line in show(windows).stdout.splitlines()]
    assert not any("copy" in row for row in rows), "the text is the recorded one"


@pytest.mark.parametrize("offsets", ["raw", "text"])
def test_an_empty_folder_is_no_copy(tmp_path: Path, offsets: str) -> None:
    """The recorded offsets were printed, as if the copy had been found."""
    (tmp_path / "empty").mkdir()
    result = show(tmp_path / "empty", "--offsets", offsets, expect=1)
    assert result.stdout == ""
    assert result.stderr == f"problem: no article of heron was found in {tmp_path / 'empty'}\n"


def test_an_article_without_a_copy_is_told_and_still_tabled(standoff: Standoff) -> None:
    standoff.document().unlink()
    rows = raw_rows(standoff.documents, expect=1)
    assert ARTICLE not in {row["article_id"] for row in rows}
    result = CliRunner().invoke(group, ["show", CORPUS_ID, ARTICLE, "--from", str(standoff.documents)])
    assert result.exit_code == 1
    assert f"problem: {ARTICLE}: no copy of it was found, expected a document named heron_f.txt" in result.stderr
    assert "no text here" in result.stdout


def test_a_corpus_with_its_texts_needs_no_copy(standoff: Standoff, tmp_path: Path) -> None:
    set_redistributable(standoff.corpus().folder, True)
    shutil.copy(standoff.full.file("articles"), standoff.corpus().file("articles"))
    (tmp_path / "empty").mkdir()
    assert len(raw_rows(tmp_path / "empty")) == len(standoff.full.rows.claims)
