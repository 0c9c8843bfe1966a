"""Kinds of files that consist of characters, but are not the plain text of an article: pages, e-mail, data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from .kinds import AS_PAGE, AS_TEXT, HTML, JSON, JSON_LINES, NOT_TEXT, PIECE_OF_PAGE, FileKind

HEAD = 65536
"""Number of characters at the beginning of a document that are looked at."""

PROLOGUE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
"""What may stand before the first tag of a page."""

PAGE_TAG = (
    r"(?:html|head|body|title|meta|link|base|div|p|article|section|main|header|footer|nav|aside|h[1-6]|table|tbody|tr|td"
    r"|ul|ol|li|blockquote|figure|figcaption|span|a|b|i|em|strong|br|hr|img|script|style|font|center|frameset|form|pre"
    r"|iframe|noscript|button|picture|video|audio|svg|small|u|sup|sub|dl|dt|dd|thead|th|address|details|summary|time)"
)
FIRST_TAG = re.compile(r"<!doctype\s+html\b|<(?:html|head|body|frameset)(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""What a page begins with, and no text."""

ANY_TAG = re.compile(rf"</?{PAGE_TAG}(?:\s[^<>]*)?/?>", re.IGNORECASE)
TAGGED_LINE = re.compile(rf"\s*+(?:{ANY_TAG.pattern}.*|.*{ANY_TAG.pattern})\s*", re.IGNORECASE)
"""A line that begins or ends with a tag."""

TAGGED_SHARE = 0.3
"""Least share of the lines of a piece of a page that begin or end with a tag."""

WHOLE_LINE = re.compile(
    r"\s*<(?P<tag>h[1-6]|p|div|article|section|ul|ol|li|table|tr|td|blockquote|figure|iframe|noscript|script|style|title"
    r"|center|header|footer|nav|aside|main|span|font|b|strong|em|i|a)(?:\s[^<>]*)?>(?!\s*(?:and|or|to)\s*<)(?:.*</(?P=tag)\s*>)\s*",
    re.IGNORECASE,
)
"""A line that is an element, from its first tag to its last."""

BREAKS = re.compile(r"[.?!…”\"']\s*<br\s*/?>", re.IGNORECASE)
"""A break that ends a sentence."""

FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
HEADED = re.compile(r"<(?:h1|title|!doctype|html|body)\b", re.IGNORECASE)
"""What a piece of a page has that may be read as a page: a headline."""
ELEMENT = re.compile(r"<(?!!doctype html)(?:!DOCTYPE\s+)?([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>", re.IGNORECASE)

HEADER = re.compile(r"([^\W\d_][\w-]{0,40}(?: [\w-]{1,10})?)[ \u00a0]?:(?:\s.*|\s*)")
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
            "dkim-signature",
            "arc-seal",
            "authentication-results",
            "received-spf",
            "references",
            "in-reply-to",
        ),
    }
)
MACHINE_HEADERS = frozenset(
    {
        *("received", "return-path", "delivered-to", "message-id", "mime-version", "content-transfer-encoding"),
        *("list-id", "dkim-signature", "arc-seal", "authentication-results", "received-spf"),
    }
)
"""Those that only machines write."""

SENDERS = frozenset({"von", "de", "da", "van", "od", "från", "fra", "от", "от кого", "від"})
OTHER_HEADERS = frozenset(
    {
        *("an", "betreff", "gesendet", "datum", "kopie", "à", "objet", "envoyé", "date", "para", "asunto", "enviado"),
        *("assunto", "oggetto", "inviato", "a", "aan", "onderwerp", "verzonden", "do", "temat", "wysłano", "cc"),
        *("кому", "тема", "отправлено", "дата", "till", "ämne", "skickat", "til", "emne", "sendt"),
    }
)
"""Names of the headers of a message as mail programs write them in other languages, of its sender and others."""

QUOTED = re.compile(r"=(?:20|2E|3D|C[23]=[89AB][0-9A-F]|E2=80=[89AB][0-9A-F]|D[01]=[89AB][0-9A-F])|=\r?$", re.MULTILINE)
QUOTED_AT_LEAST = 3
"""Least number of bytes and line ends in quoted-printable in a text that is in it."""

MBOX = re.compile(r"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d")
HTTP = re.compile(r"HTTP/\d(?:\.\d)? \d{3}(?: [A-Z][\w-]*){0,5} ?(?:\r?\n|$)")
SUBTITLES = re.compile(r"WEBVTT\b(?=[\s\S]*-->)|\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> ")
JSON_START = re.compile(r"\[?\s*\{\s*(?:\"(?:[^\"\\\n]|\\.)*\"\s*:|\}\s*$)")
BASE64_LINE = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}|[A-Za-z0-9+/]{1,75}={0,2}$")
PACKED_START = re.compile(
    r"begin(?:-base64)? [0-7]{3,4} \S+\r?\n|=ybegin |-----BEGIN [A-Z0-9 ]+-----|data:[a-z]+/[\w.+-]+[;,]"
)

TEX_START = re.compile(r"(?:%.*\r?\n\s*)*\\(?:documentclass|documentstyle|input|usepackage|begin)\b\s*[\[{]")
SCRIPT_START = re.compile(r"#! ?/\S+(?: \S+)?(?: -\S+)*[ \t]*(?:\r?\n|$)")
JSON_GUARD = re.compile(r"\)\]\}'?,?\s*|(?:while ?\(1\)|for ?\(;;\));\s*|(?:/\*\*/\s*)?[A-Za-z_$][\w$.]*\(\s*(?=[{\[])")
"""What servers write before JSON: a guard, or the name of a function."""

PAGES_IN_ONE = FileKind("a web page in one file with its images (MHTML)", AS_PAGE)
MAIL = FileKind("an e-mail", "save its text as plain text, without the headers, and keep the original")
MAILBOX = FileKind("a mailbox (mbox)", "save the text of each message as plain text, and keep the original")
ENCODED = FileKind("encoded data (Base64 or similar)", "decode it first, and keep the original")
FEED_KIND = FileKind("a feed (RSS or Atom)", "save the page of each article as HTML")
XML = FileKind("an XML document", AS_TEXT)
ANSWER = FileKind("the answer of a web server with its headers", AS_PAGE)
TEX = FileKind("a TeX document", AS_TEXT)
SCRIPT = FileKind("a program", NOT_TEXT, may_hold_text=False)
POINTER = FileKind("a pointer of Git LFS to a file", "fetch the file itself (`git lfs pull`)")
QUOTED_TEXT = FileKind("text in quoted-printable, as in an e-mail", "decode it first, and keep the original")
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
    is_piece = _is_piece_of_page(start)
    opened = FIRST_TAG.match(first)
    if opened is not None and (is_piece or not _goes_on_as_text(first)):
        return HTML
    if FEED.match(first) and not _goes_on_as_text(first):
        return FEED_KIND
    if re.match(r"<\?xml\s+[a-z]+\s*=", start):
        return XML
    element = ELEMENT.match(first)
    closed = element is not None and re.search(rf"</{re.escape(element[1])}\s*>\s*$", first, re.IGNORECASE)
    is_foreign = element is not None and ANY_TAG.match(first) is None
    if is_foreign and (closed or re.match(r"\s*<[A-Za-z]", first[element.end() :] if element else "")):
        return XML
    if is_piece:
        return HTML if HEADED.search(start) else PIECE_OF_PAGE
    return XML if closed else None


def _goes_on_as_text(first: str) -> bool:
    """Return whether words follow a tag without attributes in its line, as in `<html> is how a page begins`."""
    tag, _, rest = first.partition(">")
    line = rest.partition("\n")[0]
    plain = "=" not in tag and "public" not in tag.lower()
    return (
        plain
        and re.match(r"[ ,:;.?!’'–—-]", line) is not None
        and line.strip() != ""
        and not line.rstrip().endswith(">")
    )


def _is_piece_of_page(start: str) -> bool:
    """Return whether many lines begin or end with a tag, and at least one tag is closed; or one is an element."""
    lines = [line for line in start.split("\n") if line.strip()]
    whole = sum(WHOLE_LINE.fullmatch(line) is not None for line in lines)
    if whole and (whole >= TAGGED_SHARE * len(lines) or WHOLE_LINE.fullmatch(lines[0])):
        return True
    if len(BREAKS.findall(start)) >= 2:
        return True
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
    translated = bool(SENDERS & names) and len(OTHER_HEADERS & names) >= 2 and "@" in start.split("\n\n")[0]
    return MAIL if translated or (len(known) >= 2 and (by_machine or addressed)) else None


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
    guard = JSON_GUARD.match(start)
    if guard is not None and JSON_START.match(start[guard.end() :]):
        return JSON
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
    if TEX_START.match(start):
        return TEX
    if SCRIPT_START.match(start):
        return SCRIPT
    if start.startswith("version https://git-lfs."):
        return POINTER
    return ENCODED if PACKED_START.match(start) else None


def _encoded(start: str, _: str) -> FileKind | None:
    """Return the kind of a document whose lines are all encoded."""
    lines = start.split()
    encoded = len("".join(lines)) >= 40 and all(BASE64_LINE.fullmatch(line) for line in lines[:-1] or lines)
    long = sum(len(line) >= 40 for line in lines)
    return ENCODED if encoded and long >= max(1, len(lines) - 1) else None


def _quoted(start: str, _: str) -> FileKind | None:
    """Return the kind of a text in which bytes and line ends are written as quoted-printable does."""
    found = [match[0].strip() for match in QUOTED.finditer(start)]
    return QUOTED_TEXT if len(found) >= QUOTED_AT_LEAST and "=" in found and len(set(found)) > 1 else None


LOOKS: tuple[Callable[[str, str], FileKind | None], ...] = (_first_line, _tagged, _mail, _data, _encoded, _quoted)
"""The ways of looking, in this order."""
