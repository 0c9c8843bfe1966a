"""What is used of trafilatura and lxml, which only the extra `html` installs."""

from __future__ import annotations

import logging
import re
from typing import Any

from ....errors import RecipeError

DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
"""Use a date that the page marks as its own, never one from a sentence; without `max_date`, today is the limit."""

CROWDED_TAG = re.compile(r"<[A-Za-z](?:[^<>=]*=){500}")
"""A tag with more attributes than any page's, on which trafilatura would take very long."""

DEEPEST = 2048
"""Number of elements in one another at which lxml stops reading a page."""

MANY_TAGS = 3_000
"""Number of tags of a page from which the second readers that trafilatura uses are too slow."""

INSTALL = "pip install 'claimwire[html]'"
PROJECT = re.compile(r"\b(lxml_html_clean)\b")
"""A project that an `ImportError` names in its message alone."""


def missing(error: ImportError) -> RecipeError:
    """Return the error about a module that could not be imported: which one, why, and what to install."""
    told = " ".join(str(error).split())
    project = PROJECT.search(told)
    name = project[1] if project else error.name
    named = f"the module {name}" if name else "a module"
    also = f", or {name} alone" if name and project else ""
    return RecipeError(f"reading HTML needs {named}, which could not be imported ({told}); {INSTALL} installs it{also}")


def extraction(source: str, in_time: bool = False) -> Any:
    """Return what trafilatura finds in a page: text, title, url and date; None if it finds nothing, or fails.

    With `in_time`, what takes it the square of the length of a page is left out: its second readers, of pages with very
    many elements, and all of it for a tag with very many attributes.

    Raises `RecipeError` if it, or a module that it needs, cannot be imported.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise missing(error) from error
    if in_time and CROWDED_TAG.search(source):
        return None
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        page = bare_extraction(
            source,
            fast=in_time and source.count("<") > MANY_TAGS,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=DATE_SEARCH,
        )
    except Exception:  # On damaged pages it and what it uses raise anything, for instance AssertionError.
        return None
    return None if isinstance(page, dict) else page


def parsed(source: str) -> Any:
    """Return the root element of a page, or of a piece of one; None if it has no element.

    Raises `RecipeError` if lxml cannot be imported.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise missing(error) from error
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True)
    content = source.replace("\0", "").encode("utf-8", "replace")
    try:
        return etree.fromstring(content, parser) if content.strip() else None
    except etree.XMLSyntaxError:
        return None


def is_cut_off(root: Any) -> bool:
    """Return whether a page has as many elements in one another as lxml reads; what follows the deepest is lost."""
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth >= DEEPEST:
            return True
    return False
