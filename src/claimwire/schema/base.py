"""What all records share: their configuration, and the field types that carry a meaning.

The meaning is a marker in the type's annotation (`Marked`), so that the Arrow columns, the codebook and the labelling
page can be made from a model without a second list of its fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

Meaning = Literal["id", "claim_reference", "event_reference", "edtf", "hash", "own_words", "name", "third_party_text"]


SINCE = "x-since"
"""Key of a field's JSON Schema that names the version since which it is published."""

KEYWORDS_SINCE = "x-keywords-since"
"""Key of a JSON Schema that names, for some of its keywords, the version since which they are published."""

MOST_PEOPLE = 10**10
"""The largest number that a figure may give: more people than ever lived at once, and far less than 64 bits hold."""

Role = Literal["identity", "label", "content", "judgement", "wording", "remark", "certainty", "adjudication"]
"""What a field of a claim is to somebody who compares or edits claims.

- identity: which claim it is, and of which article;
- label, content: the label, and where the claim is in the text;
- judgement: what the annotator decided; every field that is not marked otherwise;
- wording, remark: free text that two annotators who agree write differently;
- certainty: how sure the annotator was;
- adjudication: what only adjudication fills in.
"""


@dataclass(frozen=True)
class Marked:
    """Marks what a field means, or its role; `third_party_text` is left out of stand-off files and releases."""

    meaning: Meaning | None = None
    role: Role | None = None


def since(version: str) -> dict[str, JsonValue]:
    """Return what marks a field that the published JSON Schemas have from a version on, as `json_schema_extra`.

    A published schema never changes: until `SCHEMA_VERSION` is that version, the field is read and not published.
    """
    return {SINCE: version}


def keywords_since(version: str, *keywords: str) -> dict[str, JsonValue]:
    """Return what marks keywords of a field's JSON Schema that are published from a version on.

    Given as `json_schema_extra`. Until `SCHEMA_VERSION` is that version, records are held to them all the same.
    """
    return {KEYWORDS_SINCE: dict.fromkeys(keywords, version)}


class Record(BaseModel):
    """Base of every record: immutable, strict about types, no fields but the declared ones."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=False
    )


ID_PATTERN = r"^[a-z0-9_]+$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
EDTF_PATTERN = r"^[0-9XYSETZ.,/:\[\]{}~?%+-]+$"
VERSION_PATTERN = r"^[0-9]+\.[0-9]+\.[0-9]+$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN), Marked("id")]
ClaimReference = Annotated[str, StringConstraints(pattern=ID_PATTERN), Marked("claim_reference")]
EventReference = Annotated[str, StringConstraints(pattern=ID_PATTERN), Marked("event_reference")]
Sha256 = Annotated[str, StringConstraints(pattern=SHA256_PATTERN), Marked("hash")]
Version = Annotated[str, StringConstraints(pattern=VERSION_PATTERN)]
Edtf = Annotated[str, StringConstraints(pattern=EDTF_PATTERN), Marked("edtf")]
OwnWords = Annotated[str, StringConstraints(min_length=1), Marked("own_words")]
Name = Annotated[str, StringConstraints(min_length=1), Marked("name")]
ThirdPartyText = Annotated[str, Marked("third_party_text")]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE, json_schema_extra=keywords_since("2.0.0", "maximum"))]


class Span(Record):
    """A half-open range of Unicode code points of an article's text: `text[start:end]` is the quote."""

    start: int = Field(ge=0, description="first code point of the range, counted from 0")
    end: int = Field(ge=1, description="code point after the last of the range")

    def overlaps(self, other: Span) -> bool:
        """Return whether the two ranges share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether the other range is within this one."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the quote this range marks in `text`."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]
