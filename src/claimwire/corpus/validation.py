"""What is wrong with a record, in words for the people who wrote it: pydantic finds it, and is not quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from ..schema.base import DOI_PATTERN, EDTF_PATTERN, ID_PATTERN, SHA256_PATTERN, VERSION_PATTERN
from ..schema.world import SAME_AS_PATTERN

WHOLE_NUMBER, NUMBER, TRUTH, TEXT = "a whole number", "a number", "true or false", "text in quotes"
OBJECT, LIST = "an object, `{...}`", "a list, `[...]`"

KINDS = {
    "int_type": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "int_parsing_size": WHOLE_NUMBER,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": "a number that is finite",
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "string_type": TEXT,
    "string_unicode": "text without halves of surrogate pairs",
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "dataclass_type": OBJECT,
    "list_type": LIST,
    "tuple_type": LIST,
    "none_required": "null",
}
"""What was expected, by the type of pydantic's error."""

PATTERNS = {
    ID_PATTERN: "an id, of the letters a to z, digits and _",
    SHA256_PATTERN: "a SHA-256, of 64 hexadecimal digits",
    VERSION_PATTERN: "a version of three numbers, such as 1.0.0",
    EDTF_PATTERN: "a date in EDTF, such as 2031-05-06",
    DOI_PATTERN: "a DOI, such as 10.5555/abc",
    SAME_AS_PATTERN: "an address of a page of Wikipedia, or of an item of Wikidata (https://www.wikidata.org/entity/Q1)",
    r"^[a-z]{2,3}$": "an ISO 639 code of two or three letters, such as en",
}
"""What a text should look like, by its pattern."""


def validation_messages(error: ValidationError) -> str:
    """Return what is wrong with a record, a clause a fault: where in the record, what was expected, what was found.

    Fields that are missing, or that the record does not have, are named together.
    """
    grouped: dict[tuple[str, str], list[str]] = {}
    clauses: list[str] = []
    for fault in error.errors(include_url=False):
        place = [str(part) for part in fault["loc"]]
        kind = fault["type"]
        if kind in TOGETHER and place:
            grouped.setdefault((kind, ".".join(place[:-1])), []).append(place[-1])
        else:
            clauses.append(f"{'.'.join(place) or 'record'}: {_told(kind, fault)}")
    together = [f"{at}: " * bool(at) + TOGETHER[kind](names) for (kind, at), names in grouped.items()]
    return "; ".join([*together, *clauses])


def _missing(names: list[str]) -> str:
    return f"missing: {', '.join(names)}"


def _not_its_own(names: list[str]) -> str:
    return f"no field is called {' or '.join(names)}"


TOGETHER: dict[str, Callable[[list[str]], str]] = {"missing": _missing, "extra_forbidden": _not_its_own}
"""Faults of fields that are told in one clause for each object."""


def _told(kind: str, fault: Mapping[str, Any]) -> str:
    """Return a fault that stands for itself: what was expected, and what was found."""
    found = repr(fault["input"])
    found = found if len(found) <= 60 else found[:57] + "..."
    if kind == "json_invalid":
        return f"not JSON: {fault['ctx']['error']}"
    if kind in ("value_error", "assertion_error"):
        return f"{fault['msg'].partition(', ')[2]}, found {found}"
    return f"expected {_expected(kind, fault)}, found {found}"


def _expected(kind: str, fault: Mapping[str, Any]) -> str:
    """Return what was expected in place of what was found; pydantic's own words for what no record has yet."""
    context = fault.get("ctx", {})
    if kind in KINDS:
        return KINDS[kind]
    if kind in ("enum", "literal_error"):
        return "one of " * (" or " in context["expected"]) + str(context["expected"])
    if kind == "union_tag_invalid":
        tags = MEMBER.sub(r"\1", context["expected_tags"])
        return f"as {context['discriminator']} one of {tags}"
    if kind == "union_tag_not_found":
        return f"an object with {context['discriminator']}"
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context["pattern"], f"text of the form {context['pattern']}")
    if kind in LENGTHS:
        what, unit = LENGTHS[kind]
        least, most = context.get("min_length"), context.get("max_length")
        if least == 1:
            return f"{what} that is not empty"
        return f"{what} of at {'most' if least is None else 'least'} {most if least is None else least} {unit}"
    if kind in BOUNDS:
        name, words = BOUNDS[kind]
        return f"{words} {context[name]}"
    return f"something else: {fault['msg']}"


MEMBER = re.compile(r"<[^<>]*?: ('[^']*')>")
"""A member of an enumeration as Python shows it, with its value."""

LENGTHS = {
    "string_too_short": ("text", "characters"),
    "string_too_long": ("text", "characters"),
    "too_short": ("a list", "entries"),
    "too_long": ("a list", "entries"),
}
"""What is too short or too long, and in what it is counted."""

BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
"""Bounds of numbers: where pydantic has the bound, and the words before it."""
