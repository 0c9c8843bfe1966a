"""Showing claims: as rows for a table, as marked text, as a page for a browser, and as offsets into raw documents."""

from .marking import (
    CopyFile,
    StyledSpan,
    TextMark,
    between_marks,
    claim_json,
    marked,
    numbered_pieces,
    offsets_json,
    place,
    raw_span,
    slot_summary,
    slot_values,
    styled_spans,
    text_marks,
)

__all__ = [
    "CopyFile",
    "StyledSpan",
    "TextMark",
    "between_marks",
    "claim_json",
    "marked",
    "numbered_pieces",
    "offsets_json",
    "place",
    "raw_span",
    "slot_summary",
    "slot_values",
    "styled_spans",
    "text_marks",
]
