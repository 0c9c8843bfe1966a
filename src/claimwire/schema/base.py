"""What all records share: their configuration, and the field types that carry a meaning.

The meaning is a marker in the type's annotation (`Marked`), so that the Arrow columns, the codebook and the labelling
page can be made from a model without a second list of its fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ..addresses import domain_name, web_address
from ..citation import DOI
from ..dates import advice

Meaning = Literal[
    "id",
    "claim_reference",
    "event_reference",
    "entity_reference",
    "edtf",
    "hash",
    "own_words",
    "name",
    "third_party_text",
]


MOST_PEOPLE = 10**10
"""The largest number that a figure may give: more people than ever lived at once, and far less than 64 bits hold."""

Role = Literal["identity", "label", "content", "judgement", "wording", "remark", "certainty", "origin", "adjudication"]
"""What a field of a claim is to somebody who compares or edits claims.

- identity: which claim it is, and of which article;
- label, content: the label, and where the claim is in the text;
- judgement: what the annotator decided; every field that is not marked otherwise;
- wording, remark: free text that two annotators who agree write differently;
- certainty: how sure the annotator was;
- origin: which slots a program filled in, and whether the claim was a prediction;
- adjudication: what only adjudication fills in.
"""


@dataclass(frozen=True)
class Marked:
    """Marks what a field means, its role, and what the codebooks ask of it.

    `third_party_text` is left out of stand-off files and releases. `asked_since` is the version of the codebook that
    first asks for the field, `needed_since` the one from which every claim of its label has it; both are absent for
    what the first codebook asks. `proposed` says that a program can propose the value from the words of the article.
    `use` says what the field is for, as the codebook tells annotators. `of_layers` says that claims of layers alone
    have the field, and adjudicated claims never.
    """

    meaning: Meaning | None = None
    role: Role | None = None
    asked_since: str | None = None
    needed_since: str | None = None
    proposed: bool = False
    use: str = ""
    of_layers: bool = False


def asked(since: str, use: str = "", *, needed: bool = False, proposed: bool = False) -> Marked:
    """Return the mark of a slot that codebooks ask for from a version on, and, if `needed`, that every claim has."""
    return Marked(asked_since=since, needed_since=since if needed else None, proposed=proposed, use=use)


class Record(BaseModel):
    """Base of every record: immutable, strict about types, no fields but the declared ones."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=False
    )


ID_PATTERN = r"^[a-z0-9_]+$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
EDTF_PATTERN = r"^[0-9XYSETZ.,/:\[\]{}~?%+-]+$"
VERSION_PATTERN = r"^[0-9]+\.[0-9]+\.[0-9]+$"
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls, line ends, and what reorders the characters of a line."""
NOT_IN_WORDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Controls but tab and line ends."""
DOI_PATTERN = rf"^{DOI.pattern}$"


def one_line(name: str) -> str:
    """Return a name; raises `ValueError` if it has a line end or a character that controls how text is shown."""
    found = NOT_IN_A_NAME.search(name)
    if found is not None:
        raise ValueError(f"character {found.start() + 1} is {_called(found[0])}; write the name in one line")
    return name


def without_controls(words: str) -> str:
    """Return words, perhaps of several lines; raises `ValueError` if a control character is in them."""
    found = NOT_IN_WORDS.search(words)
    if found is not None:
        raise ValueError(f"character {found.start() + 1} is {_called(found[0])}; take it out")
    return words


def _called(character: str) -> str:
    """Return what a message calls a character that is not shown: a line feed, or its number in Unicode."""
    known = {"\n": "a line feed", "\r": "a carriage return", "\t": "a tab"}
    return known.get(character, f"the control character U+{ord(character):04X}")


def written_as_edtf(value: Any) -> Any:
    """Return a value; raises `ValueError` that tells how dates are written if it is text that no EDTF date can be.

    The pattern says the same of the characters, and `date-invalid` of what they mean.
    """
    if isinstance(value, str) and re.fullmatch(EDTF_PATTERN[1:-1], value) is None:
        raise ValueError(f"not an EDTF date; {advice(value)}")
    return value


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN), Marked("id")]
ClaimReference = Annotated[str, StringConstraints(pattern=ID_PATTERN), Marked("claim_reference")]
EventReference = Annotated[str, StringConstraints(pattern=ID_PATTERN), Marked("event_reference")]
EntityReference = Annotated[str, StringConstraints(pattern=ID_PATTERN), Marked("entity_reference")]
Sha256 = Annotated[str, StringConstraints(pattern=SHA256_PATTERN), Marked("hash")]
Version = Annotated[str, StringConstraints(pattern=VERSION_PATTERN)]
Doi = Annotated[str, StringConstraints(pattern=DOI_PATTERN)]
Edtf = Annotated[str, StringConstraints(pattern=EDTF_PATTERN), BeforeValidator(written_as_edtf), Marked("edtf")]
OwnWords = Annotated[str, StringConstraints(min_length=1), Marked("own_words")]
Name = Annotated[str, StringConstraints(min_length=1), Marked("name")]
ThirdPartyText = Annotated[str, Marked("third_party_text")]
WebAddress = Annotated[str, AfterValidator(web_address)]
Title = Annotated[Name, AfterValidator(one_line)]
"""A name that people write in a file of the repository, and that is shown in one line."""
Prose = Annotated[OwnWords, AfterValidator(without_controls)]
"""What people write there in sentences, perhaps in several lines."""
NamedAddress = Annotated[Name, AfterValidator(web_address)]
"""The same with the meaning of a name."""
DomainName = Annotated[str, AfterValidator(domain_name)]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]


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
