"""What a file format of annotators' layers is: the contract that every entry of `claimwire.formats.FORMATS` keeps.

A file has one annotator's layer of one article. Formats differ in how much of a claim they can say, so what is read is
a list of `Mark`, which every format has, and, if the format says everything a claim needs, the claims themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..pieces import Pieces, pieces_of
from ..schema import Article, ClaimBase, span_slots

LEFT_OUT = "; left out"
"""How the problem of a faulty line ends of which nothing is read."""

SPANS = "spans"
"""The name of a mark's own spans, beside those of its span slots."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim in one annotator's layer, as far as a format can say it.

    `pieces` has its own spans under `SPANS` and those of its span slots under their names; `slots` has the values.
    """

    mark_id: str
    label: str
    pieces: Mapping[str, Pieces]
    slots: Mapping[str, Any]


_span_slots = cache(span_slots)


def mark_of(claim: ClaimBase) -> Mark:
    """Return a claim as a mark; its slots are read from the claim itself."""
    pieces = {name: pieces_of(spans) for name in _span_slots(type(claim)) if (spans := getattr(claim, name))}
    return Mark(claim.claim_id, claim.label.value, pieces, vars(claim))


@dataclass(frozen=True)
class LayerFile:
    """What was read from a file."""

    marks: tuple[Mark, ...]
    """In text order."""
    claims: tuple[ClaimBase, ...] | None = None
    """The same as claims; None if the format does not have everything a claim needs."""
    problems: tuple[str, ...] = ()
    """Which lines are faulty, and why: `FILE:LINE: what is wrong`; with `LEFT_OUT` behind it if nothing is read."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What the file has that is not read, and how often."""
    counted: str = ""
    """How the file's offsets count, if not as its format says, so that they were converted."""
    alone: int = 0
    """How many contents without an attribution are statements by themselves."""
    notes: tuple[str, ...] = ()
    """What else has to be said of the file as a whole."""
    extent: int = field(kw_only=True)
    """The end of the last annotation, read or not: the text has at least that many code points."""


Reader = Callable[[Path, Article, str], LayerFile]
"""Reads the file of a layer of an article; the last argument is the annotator's id.

Raises `ClaimwireError`, naming the file and if possible the line, for a file that cannot be read at all.
"""

Writer = Callable[[Article, Sequence[ClaimBase], str], str]
"""Returns the content of a file with claims of an article; the last argument is what all their ids begin with.

Raises `ClaimwireError` if the format cannot say something that the claims have, or the article has no text.
"""


@dataclass(frozen=True)
class Format:
    """A file format of annotators' layers, with a reader or a writer or both."""

    format_id: str
    title: str
    files: tuple[str, ...]
    """Patterns of the names of its files, such as `*.ann`."""
    read: Reader | None = None
    write: Writer | None = None

    def file_name(self, article_id: str) -> str:
        """Return the name of the file of an article's layer."""
        return self.files[0].replace("*", article_id)
