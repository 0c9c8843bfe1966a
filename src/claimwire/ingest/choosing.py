"""Which recipe reads a new document, by its content."""

from __future__ import annotations

from .filekinds import HTML, kind_of_bytes, kind_of_text, marked_encoding
from .filekinds.kinds import JSON_LINES
from .front_matter import has_front_matter
from .reading import RecordRecipe, TextRecipe
from .recipes import is_built_in, recipe_named, record_recipes
from .recipes.csv_field import has_columns

FOR_TEXTS, FOR_PAGES, FOR_LINES, FOR_TABLES = "plain-text", "html", "jsonl-field", "csv-field"
"""The recipes for a plain text, an HTML page, a JSON Lines file and a CSV file of articles."""
BELOW_FRONT_MATTER = "front-matter"


def recipe_for(name: str, document: bytes, own: str) -> str:
    """Return the name of the recipe that reads a document, which has the file name `name`.

    That is the corpus's `own` if it reads documents of that kind, otherwise the one for the kind: page, JSON Lines
    file, CSV file, other file of records, text with front matter, text. What a recipe of another package reads is not
    known, so a corpus with one uses it for everything. A file of no such kind, such as a PDF, is left to `own`, which
    refuses it.
    Raises `RecipeError` if there is no recipe called `own`.
    """
    recipe = recipe_named(own)
    if not is_built_in(recipe):
        return own
    if isinstance(recipe, RecordRecipe) and recipe.holds(name, document) and not _is_page(document):
        return own
    text = _text(document)
    if text is None:
        return own
    kind = kind_of_text(text)
    if kind is not None:
        found = {HTML: FOR_PAGES, JSON_LINES: FOR_LINES}.get(kind)
        return own if found in (None, recipe.name) else str(found)
    holder = next((other for other in record_recipes() if other.holds(name, document)), None)
    if holder is not None:
        return holder.name
    if has_front_matter(text):
        return BELOW_FRONT_MATTER
    if name.lower().endswith(".csv") or has_columns(document):
        return FOR_TABLES
    return own if isinstance(recipe, TextRecipe) else FOR_TEXTS


def _is_page(document: bytes) -> bool:
    text = _text(document)
    return text is not None and kind_of_text(text) is HTML


def _text(document: bytes) -> str | None:
    """Return what a document's kind is looked for in, as far as it has any text; None if it is another kind of file."""
    marked = marked_encoding(document)
    if marked is None and kind_of_bytes(document) is not None:
        return None
    return document.decode(marked or "utf-8", errors="replace")
