"""A kind of file that is not the plain text of an article, and what to do with such a file."""

from __future__ import annotations

from dataclasses import dataclass

UNPACK = "unpack it first, and keep the original"
AS_TEXT = "save its text as plain text in UTF-8, and keep the original"
AS_PAGE = "save the page itself as HTML"
NOT_TEXT = "it holds no text that a recipe could read"


@dataclass(frozen=True)
class FileKind:
    """A kind of file."""

    name: str
    """With its article: `a PDF file`."""
    advice: str
    """What to do with it."""
    recipe: str | None = None
    """The recipe that reads such a file, if there is one."""
    alone: str | None = None
    """What to do with it where no recipe can be named, if that is something else."""
    may_hold_text: bool = True
    """Whether an article can be in it."""

    @property
    def advice_alone(self) -> str:
        """What to do with it where a text or page by itself is read, and no recipe can be named."""
        return self.alone or self.advice


WHOLE_PAGE = "save the whole page as HTML, with its headline, or the text without tags as plain text"
SEVERAL = "write the text of each article to a file of its own, as plain text"
HTML = FileKind("an HTML page", "use --recipe html", recipe="html", alone=WHOLE_PAGE)
PIECE_OF_PAGE = FileKind(
    "a piece of an HTML page",
    "save the whole page, with its headline, and use --recipe html, or save the text without tags as plain text",
    recipe="html",
    alone=WHOLE_PAGE,
)
JSON_LINES = FileKind(
    "a JSON Lines file",
    "use --recipe jsonl-field if its records have `headline` and `text`",
    recipe="jsonl-field",
    alone=SEVERAL,
)
JSON = FileKind(
    "a JSON file",
    "write one record with `id`, `headline` and `text` per line, and use --recipe jsonl-field",
    alone=SEVERAL,
)
PLAIN_TEXT = FileKind("plain text", "use --recipe plain-text, or that of its outlet", recipe="plain-text")
