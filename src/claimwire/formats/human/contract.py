"""What a corpus that people annotated elsewhere is: the contract that every entry of `HUMAN_CORPORA` keeps.

A reader gets the user's own copy of files and returns documents: their texts, and what people marked in them, by
offsets in these texts. What of it becomes claims is declared in one table, `maps`; what is left out stands there, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Any

from ...errors import FormatError
from ...pieces import Pieces
from ...schema.vocab import Label

NONE_STATED = "none stated"
"""The licence of a corpus that names none: nobody has been given leave to pass it on."""

NO_CODEBOOK = "0.0.0"
"""The `guideline_version` of layers whose annotators followed guidelines of their own, and no codebook of claimwire.

A version before the first asks for no slot that a record can do without.
"""

CUT_WORD = "an edge of a span within a word"
LEFT_OUT_PIECE = "words that the article's recipe leaves out"
"""What any corpus may lose when its spans are placed in articles."""


@dataclass(frozen=True)
class Mapped:
    """What a corpus has, as it calls it, and the label and slots that have it; none if it is left out."""

    theirs: str
    ours: tuple[str, ...]
    how: str
    """How it is read, or why it is left out."""


@dataclass(frozen=True)
class HumanMark:
    """What somebody marked: a claim by our label, with its pieces by slot, in code points of the document's text."""

    mark_id: str
    label: Label
    pieces: Mapping[str, Pieces]
    judged: Mapping[str, Any] = field(default_factory=dict)
    """Slots that the annotators decided, as JSON has them."""
    derived: Mapping[str, Any] = field(default_factory=dict)
    """Slots that a program reads off what they decided."""
    derived_spans: frozenset[str] = frozenset()
    """The slots of `pieces` that a program found, and no annotator marked."""
    within: str | None = None
    """The `mark_id` of the statement that it is in."""


@dataclass(frozen=True)
class HumanDocument:
    """A document of such a corpus: its text, and the marks of one annotator."""

    name: str
    """What the corpus calls it; an article's document is called so, with another ending or after a `#`."""
    file: str
    """The file of the marks, as messages show it."""
    headline: str
    text: str
    marks: tuple[HumanMark, ...]
    published: str | None = None
    dropped: Counter[str] = field(default_factory=Counter)
    """What of it becomes no claim, by `Mapped.theirs`, and how often."""
    problems: tuple[str, ...] = ()
    """What is wrong with its files: `FILE:LINE: what`, or `FILE: what`."""


HumanReader = Callable[[Mapping[str, bytes], str | None], list[HumanDocument]]
"""Returns the documents in files, by their paths; the second argument names the annotator whose marks are read.

Raises `ClaimwireError`, naming the file, for files that are none of the corpus.
"""


@dataclass(frozen=True)
class HumanCorpus:
    """A corpus of human annotations, with its licences, its reader and its table of labels and losses."""

    format_id: str
    title: str
    language: str
    labels: tuple[Label, ...]
    annotation_licence: str
    text_licence: str
    texts_open: bool
    """Whether the licence of the texts lets anybody pass them on."""
    files: tuple[str, ...]
    """Patterns of the names of its files."""
    read: HumanReader
    maps: tuple[Mapped, ...]

    def is_read(self, name: str) -> bool:
        """Return whether a file of a name is one of the corpus."""
        return any(fnmatchcase(name, pattern) for pattern in self.files)

    @property
    def lost(self) -> tuple[Mapped, ...]:
        """What of the corpus becomes nothing."""
        return tuple(row for row in self.maps if not row.ours)

    @property
    def origin(self) -> str:
        """What the layers' `tool` says of where they come from."""
        return f"{self.title}, licence of the annotations: {self.annotation_licence}"


def decoded(content: bytes, file: str) -> str:
    """Return the text of a file in UTF-8 without byte order mark; raises `FormatError`, naming the file."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FormatError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def stem_of(file: str, *endings: str) -> str:
    """Return the name of a file without its folder and the first of some endings that it has."""
    name = PurePath(file).name
    return next((name.removesuffix(ending) for ending in endings if name.endswith(ending)), PurePath(name).stem)


def first_line(text: str, otherwise: str) -> str:
    """Return the first line of a text that has words, as a headline; `otherwise` if there is none."""
    return next((line.strip() for line in text.splitlines() if line.strip()), otherwise)


def require_range(start: Any, end: Any, text: str) -> tuple[int, int]:
    """Return a range of a text; raises `ValueError` if it is none."""
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        raise ValueError(f"{start!r:.20} to {end!r:.20} is no range of the text of {len(text)} characters")
    return start, end
