"""Kinds of files that consist of characters, but are not the plain text of an article: pages, e-mail, data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from .kinds import AS_PAGE, AS_TEXT, HTML, JSON, JSON_LINES, FileKind

HEAD = 65536
"""Number of characters at the beginning of a document that are looked at."""

PROLOGUE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
"""What may stand before the first tag of a page."""

PAGE_TAG = (
    r"(?:html|head|body|title|meta|link|base|div|p|article|section|main|header|footer|nav|aside|h[1-6]|table|tbody|tr|td"
    r"|ul|ol|li|blockquote|figure|figcaption|span|a|b|i|em|strong|br|hr|img|script|style|font|center|frameset|form|pre)"
)
FIRST_TAG = re.compile(r"<!doctype\s+html\b|<(?:html|head|body|frameset)(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""What a page begins with, and no text."""

ANY_TAG = re.compile(rf"</?{PAGE_TAG}(?:\s[^<>]*)?/?>", re.IGNORECASE)
TAGGED_LINE = re.compile(rf"\s*(?:{ANY_TAG.pattern}.*|.*{ANY_TAG.pattern})\s*", re.IGNORECASE)
"""A line that begins or ends with a tag."""

TAGGED_SHARE = 0.3
"""Least share of the lines of a piece of a page that begin or end with a tag."""

FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
ELEMENT = re.compile(r"<(?!!doctype html)(?:!DOCTYPE\s+)?([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>", re.IGNORECASE)

HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):(?: .*|\s*)")
MAIL_HEADERS = frozenset(
    {
        *("from", "to", "cc", "subject", "date", "sender", "reply-to", "received", "return-path", "delivered-to"),
        *(
            "message-id",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "list-id",
            "x-mailer",
            "user-agent",
        ),
    }
)
MACHINE_HEADERS = frozenset(
    {"received", "return-path", "delivered-to", "message-id", "mime-version", "content-transfer-encoding", "list-id"}
)
"""Those that only machines write."""

MBOX = re.compile(r"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d")
HTTP = re.compile(r"HTTP/\d(?:\.\d)? \d{3}\b")
SUBTITLES = re.compile(r"WEBVTT\b|\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> ")
JSON_START = re.compile(r"\[?\s*\{\s*(?:\"(?:[^\"\\\n]|\\.)*\"\s*:|\}\s*$)")
BASE64_LINE = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}|[A-Za-z0-9+/]{1,75}={0,2}$")
PACKED_START = re.compile(
    r"begin(?:-base64)? [0-7]{3,4} \S+\r?\n|=ybegin |-----BEGIN [A-Z0-9 ]+-----|data:[a-z]+/[\w.+-]+[;,]"
)

PAGES_IN_ONE = FileKind("a web page in one file with its images (MHTML)", AS_PAGE)
MAIL = FileKind("an e-mail", "save its text as plain text, without the headers, and keep the original")
MAILBOX = FileKind("a mailbox (mbox)", "save the text of each message as plain text, and keep the original")
ENCODED = FileKind("encoded data (Base64 or the like)", "decode it first, and keep the original")
FEED_KIND = FileKind("a feed (RSS or Atom)", "save the page of each article as HTML")
XML = FileKind("an XML document", AS_TEXT)
ANSWER = FileKind("the answer of a web server with its headers", AS_PAGE)
TEX = FileKind("a TeX document", AS_TEXT)
SUBTITLE_KIND = FileKind("a file of subtitles", AS_TEXT)


def kind_of_text(text: str) -> FileKind | None:
    """Return what a decoded document is that is not the plain text of an article; None if it seems to be one."""
    head = text[:HEAD].removeprefix("\ufeff")
    start = head.lstrip()
    return next((kind for look in LOOKS if (kind := look(start, text)) is not None), None)


def _tagged(start: str, _: str) -> FileKind | None:
    """Return the kind of a document that begins with a tag, or whose lines are full of tags."""
    prologue = PROLOGUE.match(start)
    first = start[prologue.end() :] if prologue else start
    if FIRST_TAG.match(first):
        return HTML
    if FEED.match(first):
        return FEED_KIND
    if start.startswith("<?xml"):
        return XML
    if _is_piece_of_page(start):
        return HTML
    element = ELEMENT.match(first)
    closed = element is not None and re.search(rf"</{re.escape(element[1])}\s*>\s*$", first, re.IGNORECASE)
    return XML if closed else None


def _is_piece_of_page(start: str) -> bool:
    """Return whether many lines begin or end with a tag, and at least one tag is closed."""
    lines = [line for line in start.split("\n") if line.strip()]
    tagged = sum(TAGGED_LINE.fullmatch(line) is not None for line in lines)
    closing = re.search(rf"</{PAGE_TAG}\s*>|<(?:br|p|hr)\s*/?>|<(?:img|meta|a)\s[^<>]*=", start, re.IGNORECASE)
    enough = tagged >= 2 or (tagged == 1 and len(ANY_TAG.findall(start)) >= 3)
    return closing is not None and enough and tagged >= TAGGED_SHARE * len(lines)


def _mail(start: str, _: str) -> FileKind | None:
    """Return the kind of a document that begins with the headers of a message."""
    lines = start.split("\n")
    mbox = MBOX.match(start) is not None
    names = _header_names(lines[1:] if mbox else lines)
    known = MAIL_HEADERS & names
    by_machine = bool(MACHINE_HEADERS & names)
    if "multipart/related" in start and ("snapshot-content-location" in names or by_machine):
        return PAGES_IN_ONE
    if mbox and known:
        return MAILBOX
    addressed = "from" in known and bool(known & {"to", "date", "subject"}) and "@" in start.split("\n\n")[0]
    return MAIL if len(known) >= 2 and (by_machine or addressed) else None


def _header_names(lines: list[str]) -> set[str]:
    """Return the names of the headers in the first lines, up to the first that is none."""
    names: set[str] = set()
    for line in lines:
        header = HEADER.fullmatch(line.rstrip("\r"))
        if header is not None:
            names.add(header[1].lower())
        elif not (names and line[:1] in (" ", "\t") and line.strip()):
            break
    return names


def _data(start: str, text: str) -> FileKind | None:
    """Return the kind of a document that is JSON, whole or cut, or several objects of it, one per line."""
    if start[:1] not in ("{", "["):
        return None
    lines = [line for line in start.split("\n") if line.strip()]
    if len(lines) > 1 and all(_parsed(line) for line in lines[:2]):
        return JSON_LINES
    if JSON_START.match(start) is None and not _parsed(text.removeprefix("\ufeff")):
        return None
    return JSON_LINES if start[0] == "{" and len(lines) == 1 and _parsed(start) else JSON


def _parsed(text: str) -> bool:
    """Return whether a text is an object or a list in JSON."""
    try:
        return isinstance(json.loads(text), dict | list)
    except RecursionError:
        return True
    except ValueError:
        return False


def _first_line(start: str, _: str) -> FileKind | None:
    """Return the kind of a document that is known by its first line."""
    if HTTP.match(start):
        return ANSWER
    if SUBTITLES.match(start):
        return SUBTITLE_KIND
    if re.match(r"\\documentclass\b|\\input\{", start):
        return TEX
    return ENCODED if PACKED_START.match(start) else None


def _encoded(start: str, _: str) -> FileKind | None:
    """Return the kind of a document whose lines are all encoded."""
    lines = start.split()
    encoded = len("".join(lines)) >= 40 and all(BASE64_LINE.fullmatch(line) for line in lines[:-1] or lines)
    long = sum(len(line) >= 40 for line in lines)
    return ENCODED if encoded and long >= max(1, len(lines) - 1) else None


LOOKS: tuple[Callable[[str, str], FileKind | None], ...] = (_first_line, _tagged, _mail, _data, _encoded)
"""The ways of looking, in this order."""
