"""The tables of `docs/formats.md`: every format, what it keeps, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimwire.corpus.workspace import Workspace
from claimwire.formats import FORMATS, Aspect, Format
from claimwire.regions import fill, table

DOCUMENT = "docs/formats.md"

KEPT, WRITTEN, LOST = "yes", "written", "no"
"""What the table says: it comes back when the file is read, it stands in the file and nothing reads it, it is lost."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its tables made anew: path -> content.

    Raises `ClaimwireError` if the page lacks one of its regions.
    """
    path = workspace.root / DOCUMENT
    return {path: fill(path.read_text(encoding="utf-8"), regions(), DOCUMENT).encode("utf-8")}


def regions(formats: Iterable[Format] = FORMATS) -> dict[str, str]:
    """Return the generated regions of the page: region name -> Markdown."""
    formats = tuple(formats)
    return {
        "formats": table(
            ("format", "what it is", "what it is for", "import", "needs"),
            (
                (
                    f"`{form.format_id}`",
                    form.title,
                    form.use,
                    "yes" if form.imports else "no",
                    f"`pip install 'claimwire[{form.extra}]'`" if form.extra else "",
                )
                for form in formats
            ),
        ),
        "kept": table(
            ("", *(f"`{form.format_id}`" for form in formats)),
            ((aspect.value, *(_word(form, aspect) for form in formats)) for aspect in Aspect),
        ),
        "losses": table(
            ("format", "what it cannot hold", "what becomes of it"),
            ((f"`{form.format_id}`", aspect.value, why) for form in formats for aspect, why in form.losses.items()),
        ),
    }


def _word(form: Format, aspect: Aspect) -> str:
    if aspect in form.losses:
        return LOST
    return WRITTEN if form.read is None and aspect is not Aspect.WITHOUT_TEXT else KEPT
