"""The text of a CoNLL-U file made of its tokens, and where each token is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...errors import FormatError

TOKEN = re.compile(r"[0-9]{1,9}")
RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
COLUMNS = 10


@dataclass(frozen=True)
class ConlluToken:
    """A word of a sentence: its number there, its place in the text, its head, its relation to it, and `MISC`."""

    number: int
    start: int
    end: int
    form: str
    head: int
    relation: str
    misc: Mapping[str, str]


@dataclass
class ConlluDocument:
    """The text of a file, its comments by name (the last of each), and its sentences."""

    text: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    sentences: list[list[ConlluToken]] = field(default_factory=list)
    documents: int = 0
    """How many documents the file says it has."""


def read_conllu(content: str, file: str) -> ConlluDocument:
    """Return the document of a file: sentences with a blank, paragraphs (`# newpar`) with a blank line between them.

    Raises `FormatError`, naming file and line, for a line that is none of CoNLL-U.
    """
    found = ConlluDocument()
    space = ""
    for block in _blocks(content):
        tokens: list[ConlluToken] = []
        covered, surface = 0, (0, 0)
        for number, line in block:
            if line.startswith("#"):
                name, _, value = line[1:].partition("=")
                found.comments[name.strip()] = value.strip()
                found.documents += name.strip() == "newdoc id"
                if name.split()[:1] == ["newpar"] and found.text and not tokens:
                    space = "\n\n"
                continue
            fields = line.split("\t")
            if len(fields) != COLUMNS:
                raise FormatError(f"{file}:{number}: has {len(fields)} fields, and a token of CoNLL-U has {COLUMNS}")
            misc = dict(part.partition("=")[::2] for part in fields[9].split("|"))
            several = RANGE.fullmatch(fields[0])
            if several is not None or (TOKEN.fullmatch(fields[0]) and int(fields[0]) > covered):
                start = len(found.text) + len(space)
                found.text += space + fields[1]
                surface = start, len(found.text)
                space = "" if misc.get("SpaceAfter") == "No" else " "
                covered = int(several[2]) if several is not None else covered
            if TOKEN.fullmatch(fields[0]):
                head = int(fields[6]) if TOKEN.fullmatch(fields[6]) else 0
                tokens.append(ConlluToken(int(fields[0]), *surface, fields[1], head, fields[7], misc))
        if tokens:
            found.sentences.append(tokens)
            space = space or " "
    return found


def _blocks(content: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines of each sentence with their numbers."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*content.split("\n"), ""], start=1):
        if line.strip():
            block.append((number, line.rstrip("\r")))
        elif block:
            yield block
            block = []
