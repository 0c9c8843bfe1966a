"""Plain text below a block of front matter, which gives the date, the address and perhaps the headline."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...addresses import web_address
from ...dates import publication_date
from ...errors import EdtfError, RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..front_matter import FrontMatter, front_matter
from ..reading import Piece, Reading, TextRecipe, lines
from .plain_text import pieces_below

CHECKED: dict[str, Callable[[str], str]] = {"published": publication_date, "url": web_address}


class FrontMatterRecipe(TextRecipe):
    """The block is metadata but for the headline in it; what is below is read as plain text.

    A first line below the block that is the block's headline again is a duplicate.
    """

    name = "front-matter"
    version = 1
    describes = "plain text below front matter: YAML between two lines --- with headline, published, url"

    def read(self, raw: str) -> Reading:
        """Return the pieces of the text and the facts of its front matter; raises `RecipeError` if it lacks either."""
        head = front_matter(raw)
        if head is None:
            raise RecipeError("it does not begin with front matter: a line ---, lines `key: value`, and a line ---")
        _require_values(raw, head)
        date = head.values.get("published")
        found = DateEvidence.UNKNOWN if date is None else DateEvidence.METADATA
        return Reading(
            tuple(_pieces(raw, head)),
            url=head.values.get("url"),
            publication=Publication(date=date, found=found),
            notes=head.notes,
        )


def _require_values(raw: str, head: FrontMatter) -> None:
    """Raise `RecipeError`, with the line, if the date or the address is none."""
    for fact, required in CHECKED.items():
        if fact in head.values:
            try:
                required(head.values[fact])
            except ValueError as error:
                line = raw.count("\n", 0, head.places[fact][0]) + 1
                found = "" if isinstance(error, EdtfError) else f", found {head.values[fact]!r:.80}"
                raise RecipeError(f"line {line}: {fact}: {error}{found}") from error


def _pieces(raw: str, head: FrontMatter) -> Iterator[Piece]:
    text_lines = lines(raw, head.end)
    headline = head.values.get("headline")
    if headline is None:
        yield Piece(SegmentKind.METADATA, 0, head.end)
        if text_lines:
            yield text_lines[0].piece(SegmentKind.HEADLINE)
        yield from pieces_below(text_lines[1:], len(text_lines))
        return
    start, end = head.places["headline"]
    if raw[start:end].strip() != headline:
        raise RecipeError(
            "the headline in the front matter has escapes or several lines; write it in one line as it is, or as the "
            "first line below the block"
        )
    yield Piece(SegmentKind.METADATA, 0, start)
    yield Piece(SegmentKind.HEADLINE, start, end)
    yield Piece(SegmentKind.METADATA, end, head.end)
    if text_lines and text_lines[0].text.removeprefix("# ") == headline:
        yield text_lines.pop(0).piece(SegmentKind.DUPLICATE)
    yield from pieces_below(text_lines, len(text_lines))
