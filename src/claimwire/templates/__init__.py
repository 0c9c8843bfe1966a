"""The files that every claimwire repository begins with, as they come with the package.

`card.md` has every region of a card, `codebook.md` and `rulings.jsonl` are the codebook that this version of claimwire
was made with: the repository that the package comes from generates both from its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from string import Template

CARD_TEMPLATE, CODEBOOK_TEMPLATE, RULINGS_TEMPLATE = "card.md", "codebook.md", "rulings.jsonl"


def template(name: str) -> str:
    """Return the text of a file that comes with the package."""
    return files(__package__).joinpath("files", name).read_text(encoding="utf-8")


def filled(name: str, values: Mapping[str, str]) -> str:
    """Return a template with its `${...}` replaced; raises `KeyError` if one of them has no value."""
    return Template(template(name)).substitute(values)
