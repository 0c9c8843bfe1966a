"""What a line of Markdown shows: its words, and which of them are links. Inline marks only, as CommonMark has them."""

from __future__ import annotations

import html
import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

LINK = re.compile(
    r"\[(?P<label>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*+)\]"
    r"\((?:<(?P<pointed>[^<>]*)>|(?P<address>(?:[^()\s\\<]|\\.|\((?:[^()\s\\]|\\.)*\))*+))"
    r"(?:\s+\"(?:[^\"\\]|\\.)*+\")?\s*\)"
)
"""A link with its label, its address with at most one pair of brackets within another, and perhaps a title."""
AUTOLINK = re.compile(r"<(?P<address>https?://[^<>\s]*)>")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ESCAPED = re.compile(rf"\\([{re.escape(string.punctuation)}])")
MARKS = re.compile(r"\*+|_+")
PLAIN = re.compile(r"[^\[<\\&*_]+|.", re.DOTALL)


@dataclass(frozen=True)
class ShownLink:
    """A link in shown words: their range in code points, and its address."""

    start: int
    end: int
    address: str


@dataclass(frozen=True)
class Shown:
    """What a line shows."""

    text: str
    links: tuple[ShownLink, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """Shown words, with an address if they are a link's; or a run of emphasis marks, which may open or close."""

    text: str
    address: str | None = None
    opens: bool = False
    closes: bool = False


@lru_cache(maxsize=4096)
def shown(line: str) -> Shown:
    """Return what a line of Markdown shows.

    A link shows its label, `<address>` the address, an escaped character or an entity the character; marks of
    emphasis that have a partner are gone, others stay. The source is CommonMark 0.31; code spans and images are left as
    they are.
    """
    text = ""
    links = []
    for piece in _without_emphasis(_pieces(line)):
        if piece.address is not None:
            links.append(ShownLink(len(text), len(text) + len(piece.text), piece.address))
        text += piece.text
    return Shown(text, tuple(links))


def _pieces(line: str) -> list[_Piece]:
    """Return a line as pieces; neighbouring ones may both be plain words."""
    pieces: list[_Piece] = []
    at = 0
    while at < len(line):
        if match := LINK.match(line, at):
            address = match["address"] if match["pointed"] is None else match["pointed"]
            pieces.append(_Piece(shown(match["label"]).text, ESCAPED.sub(r"\1", address)))
        elif match := AUTOLINK.match(line, at):
            pieces.append(_Piece(match["address"], match["address"]))
        elif match := ESCAPED.match(line, at):
            pieces.append(_Piece(match[1]))
        elif match := ENTITY.match(line, at):
            pieces.append(_Piece(html.unescape(match[0])))
        elif match := MARKS.match(line, at):
            pieces.append(_marks(match[0], line[max(0, at - 1) : at], line[match.end() : match.end() + 1]))
        elif match := PLAIN.match(line, at):
            pieces.append(_Piece(match[0]))
        at += len(match[0]) if match else 1
    return pieces


def _marks(run: str, before: str, after: str) -> _Piece:
    """Return a run of emphasis marks, with whether it can open and close emphasis between two characters."""
    left = not _blank(after) and (not _is_mark(after) or _blank(before) or _is_mark(before))
    right = not _blank(before) and (not _is_mark(before) or _blank(after) or _is_mark(after))
    if run[0] == "*":
        return _Piece(run, opens=left, closes=right)
    return _Piece(run, opens=left and (not right or _is_mark(before)), closes=right and (not left or _is_mark(after)))


def _blank(character: str) -> bool:
    return not character or character.isspace()


def _is_mark(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "PS"


def _without_emphasis(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return pieces without the emphasis marks that have a partner: each closes the nearest open run of its kind."""
    result = list(pieces)
    opened: list[int] = []
    for number, piece in enumerate(pieces):
        while piece.closes and (rest := result[number].text):
            partner = next((n for n in reversed(opened) if result[n].text[:1] == rest[0]), None)
            if partner is None:
                break
            opened = opened[: opened.index(partner) + 1]
            count = min(len(result[partner].text), len(rest))
            result[partner] = replace(result[partner], text=result[partner].text[count:])
            result[number] = replace(result[number], text=rest[count:])
            if not result[partner].text:
                opened.remove(partner)
        if piece.opens and result[number].text:
            opened.append(number)
    return result
