"""What a document is, by its bytes: no page, archive or e-mail is taken for a text, and no text for any of these."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import CORPUS, document_for
from raw_documents import HTML, PLAIN
from strategies import TEXT

from claimwire.errors import RecipeError
from claimwire.ingest.article import ingest
from claimwire.ingest.filekinds import kind_of_bytes, kind_of_text, marked_encoding
from claimwire.ingest.reading import TextRecipe
from claimwire.ingest.recipes import RECIPES

TEXT_RECIPES = [recipe.name for recipe in RECIPES if isinstance(recipe, TextRecipe)]


def zipped(*names: tuple[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in names:
            archive.writestr(name, content)
    return stream.getvalue()


def in_tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo("ferry.txt")
        member.size = len(PLAIN.encode())
        archive.addfile(member, io.BytesIO(PLAIN.encode()))
    return stream.getvalue()


MAIL_HEADERS = "From: Ada Lorn <ada@orlan.example>\nTo: desk@orlan.example\nSubject: Ferry\nDate: Mon, 3 Mar 2031\n\n"
BYTES = {
    "gzip archive": gzip.compress(PLAIN.encode()),
    "bzip2 archive": bz2.compress(PLAIN.encode()),
    "xz archive": lzma.compress(PLAIN.encode()),
    "zstd archive": b"\x28\xb5\x2f\xfd" + PLAIN.encode(),
    "zip archive": zipped(("ferry.txt", PLAIN)),
    "Word document (.docx)": zipped(("[Content_Types].xml", ""), ("word/document.xml", PLAIN)),
    "OpenDocument": zipped(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", PLAIN)),
    "e-book (EPUB)": zipped(("mimetype", "application/epub+zip")),
    "tar archive": in_tar(),
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "PDF file": b"\n%PDF-1.4\n",
    "RTF": b"{\\rtf1\\ansi " + PLAIN.encode() + b"}",
    "PostScript": b"%!PS-Adobe-3.0\n" + PLAIN.encode(),
    "old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "image": b"\xff\xd8\xff\xe0" + PLAIN.encode(),
    "a sound or a film": b"ID3\x04" + bytes(40),
    "SQLite database": b"SQLite format 3\x00" + bytes(40),
    "Parquet": b"PAR1\x15\x04\x15\x00" + PLAIN.encode(),
    "an RTF document": b"\n {\\rtf1\\ansi " + PLAIN.encode() + b"}",
    "is not text: it has NUL": b"Ferry sinks\0\n\nIt sank.\n",
    "not text: it has NUL or other": "Паром\0 затонул".encode(),
    "a web archive": b"WARC/0.18\r\nWARC-Type: x\r\n\r\n",
    "is an image": b"GIF89a\x10\x00\x10\x00\xf7\x00\x00",
    "a program": b"\x7fELF\x02\x01" + bytes(40),
    "program": b"MZ\x90\x00\x03" + bytes(40),
    "web archive (WARC)": b"WARC/1.0\r\nWARC-Type: response\r\n",
    "Safari web archive": b"bplist00\xd1\x01\x02",
    "NUL or other control characters": PLAIN.encode() + b"\0",
    "other control characters": PLAIN.replace("At", "\x1b[1mAt\x1b[0m\x07").encode(),
    "text in UTF-16-LE": b"\xff\xfe" + PLAIN.encode("utf-16-le"),
    "text in UTF-16-BE": PLAIN.encode("utf-16-be"),
    "UTF-16-LE": PLAIN.encode("utf-16-le"),
    "in UTF-16-LE": "Паром затонул\n\nВчера.\n\nЕщё раз.".encode("utf-16-le"),
    "text in UTF-32-LE": PLAIN.encode("utf-32"),
    "text in UTF-32-BE": PLAIN.encode("utf-32-be"),
}
TEXTS = {
    "an HTML page": HTML,
    "HTML page": "\n<!-- saved -->\n<HTML>\n<BODY>" + PLAIN,
    "HTML": '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-">\n<html xmlns="a">' + PLAIN,
    "page": "".join(f"<p>{line}</p>\n" for line in PLAIN.split("\n\n")),
    "HTML page, not the text": f"<div><p>{PLAIN}</p></div>".replace("\n", ""),
    "use --recipe html": PLAIN.replace("\n\n", "<br>\n"),
    "a feed (RSS or Atom)": '<?xml version="1.0"?><rss version="2.0"><channel>' + PLAIN,
    "feed": '<feed xmlns="a">' + PLAIN,
    "an XML document": '<?xml version="1.0"?><nitf>' + PLAIN,
    "XML": f"<NewsML><text>{PLAIN}</text></NewsML>\n",
    "an e-mail": MAIL_HEADERS + PLAIN,
    "e-mail": "Received: from a\n by b\nMessage-ID: <1@a>\n\n" + PLAIN,
    "a mailbox (mbox)": "From ada@orlan.example Mon Mar  3 09:05:00 2031\n" + MAIL_HEADERS + PLAIN,
    "MHTML": "From: <Saved>\nSnapshot-Content-Location: https://a.example\nMIME-Version: 1.0\n"
    "Content-Type: multipart/related;\n\ttype=a\n\n" + PLAIN,
    "a JSON file": json.dumps({"headline": "Ferry sinks", "text": PLAIN}, indent=1),
    "JSON file": '{"headline": "Ferry sinks", "text": "At le',
    "JSON": '["Ferry sinks", "At least 40"]',
    "JSON Lines": '{"id": "a"}\n{"id": "b"}\n',
    "encoded data": base64.encodebytes(PLAIN.encode() * 3).decode(),
    "encoded": "-----BEGIN PGP MESSAGE-----\n\n" + PLAIN,
    "the answer of a web server": "HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + HTML,
    "subtitles": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + PLAIN,
    "TeX": "\\documentclass{article}\n" + PLAIN,
    "TeX document": "% by Jon Vale\n\\documentclass[12pt]{article}\n" + PLAIN,
    "program, not": "#!/usr/bin/env python3\n" + PLAIN,
    "the document is a program": "#!/bin/sh -e\n" + PLAIN,
    "pointer of Git LFS": "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n",
    "a JSON file, not": 'callback({"title": "Ferry"});\n',
    "is a JSON file": ')]}\'\n\n{"title": "Ferry"}\n',
    "write one record": 'while(1);{"title": "Ferry",\n\n"text": "It sank."}\n',
    "an e-mail, not": "Von: Ada <a@orlan.example>\nAn: b@orlan.example\nBetreff: Ferry\nGesendet: Montag\n\n" + PLAIN,
    "is an e-mail": "De : Ada <a@orlan.example>\nÀ : b@orlan.example\nObjet : Ferry\n\n" + PLAIN,
    "without the headers": "DKIM-Signature: v=1; a=rsa\nX-Orlan: 1\nMessage-ID: <a@b>\n\n" + PLAIN,
    "quoted-printable": "Ferry sinks =E2=80=94 a report th=\nat nobody saw\n\nIt was cold=2E\n\nHe wept=20\n",
    "a piece of an HTML page": "<p>At least 40 are missing.</p>\n\nTwo boats left.\n",
    "piece of an HTML": "<!-- saved from url -->\nFerry sinks\n\n<p>It sank.</p>\n",
    "of an HTML page": "<iframe src='x'></iframe>\n\n<div>It sank.</div>",
    "save the whole page": "<noscript>Enable it</noscript>\n\n<div id='root'></div>",
    "of an HTML page, not the text": "Ferry sinks\n\nIt sank.<br>We swam.<br/>Nobody came.",
    "is an HTML page": "<h1>Ferry sinks</h1>\n\nIt sank.\n\nNobody came.\n",
    "HTML page, not": "<title>Ferry sinks</title>\n\nIt sank.\n\nNobody came.\n",
    "an XML document, not": "<REUTERS ID='1'>\n<BODY>\nIt sank.\n</BODY>\n</REUTERS>\n",
    "is an XML document": "<doc>\n<docno>1</docno>\n<p>It sank.</p>\n<p>Nobody came.</p>\n</doc>\n",
}


def refusal(recipe: str, content: bytes) -> str:
    with pytest.raises(RecipeError) as raised:
        ingest(document_for(recipe), content, CORPUS)
    return str(raised.value)


@pytest.mark.parametrize("recipe", TEXT_RECIPES)
@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_text_are_named_and_refused(recipe: str, name: str) -> None:
    assert name in refusal(recipe, BYTES[name])


@pytest.mark.parametrize("name", [name for name in BYTES if marked_encoding(BYTES[name]) is None])
def test_bytes_that_are_no_page_are_named_and_refused(name: str) -> None:
    """A page may have a byte order mark, which says its encoding."""
    assert name in refusal("html", BYTES[name])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_page_is_read_in_the_encoding_of_its_byte_order_mark(encoding: str) -> None:
    mark = "" if encoding in ("utf-16", "utf-32", "utf-8-sig") else "\ufeff"
    article = ingest(document_for("html"), (mark + HTML).encode(encoding), CORPUS)
    assert article.raw_sha256 == ingest(document_for("html"), HTML.encode(), CORPUS).raw_sha256


def test_a_page_that_is_not_in_the_encoding_of_its_byte_order_mark_is_refused() -> None:
    assert "byte 2 of the page is not UTF-16-LE, which its byte order mark declares" in refusal(
        "html", b"\xff\xfe\x00\xdc"
    )


@pytest.mark.parametrize("recipe", TEXT_RECIPES)
@pytest.mark.parametrize("name", TEXTS)
def test_characters_that_are_no_article_are_named_and_refused(recipe: str, name: str) -> None:
    """A page gave an article with `<!doctype` for a headline."""
    told = refusal(recipe, TEXTS[name].encode())
    assert name in told
    assert "the document is " in told
    assert "; " in told, "what to do is not told"


@pytest.mark.parametrize(
    "name", [name for name in TEXTS if "HTML" not in name and "page" not in name and "html" not in name]
)
def test_a_document_that_is_no_page_is_refused_as_a_page(name: str) -> None:
    assert name in refusal("html", TEXTS[name].encode())


def test_a_plain_text_is_refused_as_a_page_with_the_recipe_for_it() -> None:
    assert "the document is plain text, not an HTML page; use --recipe plain-text" in refusal("html", PLAIN.encode())


PLAINLY_TEXT = [
    "The <html> tag opens a page, he said.",
    "Write <p> and </p> around it, and <br> between lines.",
    "<p> is the first tag that children learn.",
    "<Ferry> sinks, and a < b > c",
    "From Orlan to Selme in an hour",
    "From: our correspondent in Selme",
    "Subject: ferries\nDate: Monday",
    "FOR IMMEDIATE RELEASE\nContact: ada@orlan.example\nDate: March 3",
    "{Updated} Ferry sinks",
    "[Updated] Ferry sinks",
    '["Free at last", she said]',
    "PK talks of peace",
    "BMW sells more cars",
    "MZ talks again",
    "BZh is short for a town",
    "ID3 is no longer used",
    "GIF or no GIF, the picture is gone",
    "PAR1 is out, and fLaC too",
    "RIFF and raff in the harbour",
    "%PDF is a kind of file",
    "WARC/home is a road",
    "begin again, he said",
    "https://orlan.example/a/very/long/address/of/a/page/that/has/no/space/in/it",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik",
    "1\n2031 was a good year",
    "A bell\x07 and a page\x0c break",
    "\ufeffA byte order mark",
    "WEB: VTT is a format",
    "GIF89a turns forty",
    "GIF87a, GIF89a: a history",
    "WARC/1.0 is old",
    "%PDF-1.7 turns 20",
    "%!PS is a mark",
    "{\\rtf is how it begins",
    "<html> is how it begins",
    "<body>, he wrote, and then </body> end it.",
    "<rss> is dead",
    "<feed> and <rss> are forms of feeds",
    "<!doctype html> is how it begins",
    "<?xml is how it begins",
    "#!/bin/sh is what it said",
    "\\documentclass is a word of TeX",
    "% of the vote went to Lorn",
    "WEBVTT is a format",
    "HTTP/1.1 200 OK is what we see",
    "callback(s) are a nuisance",
    "version https://git-lfs is out",
    "Von: Selme nach Orlan",
    "De: the noble word",
    "2 + 2 =\n4, and a=20 km",
    "The words <p>and</p> are tags",
    "<br> is a tag, and so is <br/>.",
    "HTTP/2 is a protocol of the web",
]


@pytest.mark.parametrize("first", PLAINLY_TEXT)
def test_a_text_that_only_looks_like_something_else_is_read(first: str) -> None:
    content = f"{first}\n\nAt least 40 people are missing.\n\nTwo boats left at dawn, a spokesman said.\n"
    article = ingest(document_for("plain-text"), content.encode(), CORPUS)
    assert first.lstrip("\ufeff").split("\n")[0] in (article.text or "")


@pytest.mark.parametrize(("controls", "refused"), [(2, False), (3, True)])
def test_a_few_control_characters_are_left_over_in_many_texts(controls: int, refused: bool) -> None:
    assert (kind_of_bytes(b"a" * 100 + b"\x02" * controls) is not None) is refused


@pytest.mark.parametrize(("controls", "refused"), [(10, False), (11, True)])
def test_a_long_text_may_have_one_in_a_hundred(controls: int, refused: bool) -> None:
    assert (kind_of_bytes(b"a" * (1000 - controls) + b"\x02" * controls) is not None) is refused


@given(st.binary(max_size=300) | TEXT.map(str.encode))
def test_any_bytes_have_a_kind_or_none(content: bytes) -> None:
    kind = kind_of_bytes(content)
    assert kind is None or (kind.name and kind.advice)


@given(TEXT | st.text('<>/ap!-{}[]":From @\n', max_size=80))
def test_any_text_has_a_kind_or_none(text: str) -> None:
    kind = kind_of_text(text)
    assert kind is None or (kind.name and kind.advice)


def test_json_too_deep_to_be_read_is_json() -> None:
    kind = kind_of_text("[" * 200_000)
    assert kind is not None
    assert kind.name == "a JSON file"
