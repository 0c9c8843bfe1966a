"""What a format is: the contract that every entry of `claimwire.formats.FORMATS` keeps.

A writer gets all that is exported at once (`Material`) and yields named files; a reader gets named files and returns a
layer for each article in them. Neither touches the disk. `formats.each_article` makes both of functions for the file of
one article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ..errors import FormatError
from ..pieces import Pieces
from ..schema import STANDARD_QUESTIONS, Article, ClaimBase, Questions
from .mark import Mark


class Aspect(StrEnum):
    """What of claims a format keeps or loses: a row of the table of losses; the value is how the table calls it."""

    IDS = "ids of claims"
    LABELS = "labels"
    SPANS = "spans: which words claims of a label have"
    CLAIMS = "which pieces are one claim"
    WITHIN_WORDS = "spans that begin or end within a word"
    SLOT_SPANS = "spans of slots (source, cue, quantity ...)"
    SLOT_OWNERS = "which claim the span of a slot belongs to"
    CLASSES = "slots with a closed vocabulary, numbers, yes or no"
    WORDS = "names, dates, statements, remarks"
    REFERENCES = "which claim another is in, or is a part of"
    WITHOUT_TEXT = "can be written without the text"


@dataclass(frozen=True)
class ArticleLayer:
    """The claims of an article that are exported; their ids begin with `prefix`."""

    article: Article
    claims: tuple[ClaimBase, ...]
    prefix: str

    @property
    def text(self) -> str:
        """The article's text; raises `FormatError` if it is not at hand."""
        if self.article.text is None:
            raise FormatError(f"{self.article.article_id} has no text, which the format needs; hydrate it first")
        return self.article.text

    def short_id(self, claim_id: str) -> str:
        """Return what files call a claim; raises `FormatError` if it is none of the layer by its id."""
        if not claim_id.startswith(self.prefix) or claim_id == self.prefix:
            raise FormatError(
                f"{self.article.article_id}: the id {claim_id} does not begin with {self.prefix}, so it would be read "
                "back as another claim; `claimwire check` shows what is wrong with it"
            )
        return claim_id.removeprefix(self.prefix)


class TableOfRows(NamedTuple):
    """Rows of a table of the release, with the names of its columns in order."""

    columns: tuple[str, ...]
    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Material:
    """What is exported: the layers of articles, and tables as a release has them, by name, made when asked for."""

    layers: tuple[ArticleLayer, ...]
    tables: Mapping[str, Callable[[], TableOfRows]] = field(default_factory=dict)
    questions: Questions = STANDARD_QUESTIONS
    """Those of the repository or release that it is from."""


class NamedFile(NamedTuple):
    """A file to be written: its name, its content, and how many claims or rows it has; None if it is for none.

    `note` is what people have to be told of it.
    """

    name: str
    content: bytes
    claims: int | None
    note: str | None = None


@dataclass(frozen=True)
class ReadInto:
    """What readers are told beside the files: the articles by id, whose layers, by which codebook and questions."""

    articles: Mapping[str, Article]
    annotator_id: str
    codebook: str | None = None
    questions: Questions = STANDARD_QUESTIONS

    def prefix(self, article_id: str) -> str:
        """Return what the ids of a layer's claims begin with."""
        return f"{article_id}_{self.annotator_id}_"


@dataclass(frozen=True)
class ReadLayer:
    """What was read of one article: its claims, or the marks if the format does not have all that a claim needs."""

    article_id: str
    file: str
    claims: tuple[ClaimBase, ...] = ()
    marks: tuple[Mark, ...] = ()
    loose: Mapping[str, Pieces] = field(default_factory=dict)
    """The spans of slots, by slot, if the file does not say which claim they belong to; they may overlap."""
    problems: tuple[str, ...] = ()
    """What is wrong: `FILE:LINE: what`, or `FILE: what` if the format has no lines."""


Writer = Callable[[Material], Iterator[NamedFile]]
"""Yields the files of an export, always the same bytes for the same material.

Raises `ClaimwireError`, naming the claim, if the format cannot say something that it says it keeps.
"""

Reader = Callable[[Mapping[str, bytes], ReadInto], list[ReadLayer]]
"""Returns the layers in files, which are given by their paths as messages show them.

A layer with a problem may lack claims, and nobody may write it. Raises `ClaimwireError`, naming the file, for a file
that cannot be read at all.
"""


@dataclass(frozen=True)
class Format:
    """A file format of claims, with a writer, a reader or both, and what it cannot hold."""

    format_id: str
    title: str
    use: str
    """What it is for, as docs/formats.md says it."""
    files: tuple[str, ...]
    """Patterns of the names of the files that a reader takes, such as `*.ann`."""
    write: Writer
    losses: Mapping[Aspect, str]
    """What does not come back from its files, and what becomes of it, or why."""
    read: Reader | None = None
    counted: str = "claims"
    """What the count of a file counts."""
    whole: bool = True
    """Whether what is read are claims, so that it can be imported; otherwise marks."""
    extra: str | None = None
    """The optional dependency of claimwire that it needs."""

    def is_read(self, name: str) -> bool:
        """Return whether a file of a name is one that the reader takes."""
        return any(fnmatchcase(name, pattern) for pattern in self.files)

    @property
    def imports(self) -> Reader | None:
        """The reader, if what it reads are whole claims."""
        return self.read if self.whole else None

    @property
    def needs_text(self) -> bool:
        """Whether an article without its text cannot be written."""
        return Aspect.WITHOUT_TEXT in self.losses
