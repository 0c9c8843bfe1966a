"""Where a document of a corpus is open and online."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, Field, model_validator

from ..addresses import is_web_address
from .base import Prose, Record, Sha256, Title

PART = re.compile(r"\{([a-z][a-z0-9_]*|)\}")
"""A part of a file's name, or of an address, that differs between documents."""

VALUE = r"[A-Za-z0-9][A-Za-z0-9._-]*"
"""What may stand for a part: no slash, and nothing that leads to another folder."""

SHA256_PART = "sha256"
"""The part of an address that is the file's hash, which is in no name."""


def parts_of(pattern: str) -> list[str]:
    """Return the names of the parts of a pattern, in order."""
    return PART.findall(pattern)


def plain_file(file: str) -> str:
    """Return a file name, with the folders above it if any; raises `ValueError` if it leads out of a folder."""
    parts = parts_of(file)
    if "" in parts or len(set(parts)) < len(parts) or re.search(r"[{}]", PART.sub("", file)):
        raise ValueError("every part is written once, as a name of small letters in braces, such as {day}")
    if SHA256_PART in parts:
        raise ValueError("{sha256} is the hash of the file, and goes into addresses only")
    steps = PART.sub("x", file).split("/")
    if any(step in ("", ".", "..") for step in steps) or re.search(r"[\\#\x00-\x1f\x7f]", file):
        raise ValueError("a file name as it stands before the `#` of an article's document, such as day/{day}.md")
    return file


def copy_address(address: str) -> str:
    """Return an address of a public copy, which may have parts; raises `ValueError` if it is not one of the web."""
    sample = PART.sub("0", address)
    if not is_web_address(sample) or re.search(r"[^!-~]|[{}]", sample):
        raise ValueError("an address begins with https:// or http:// and a host, and has ASCII without spaces only")
    return address


class TextSource(Record):
    """A file, or files of one kind, in public copies: an entry of `[[sources]]` in a corpus's `corpus.toml`."""

    file: Annotated[str, AfterValidator(plain_file)] = Field(
        description="file name as in an article's `document` before the `#`; a part such as `{day}` stands for any "
        "letters, digits, dots, hyphens and underscores, and fills the same part of the addresses"
    )
    sha256: Sha256 | None = Field(
        default=None,
        description="SHA-256 of the file; absent where the hashes of the articles in it say whether it is right",
    )
    size: int | None = Field(default=None, ge=0, description="its length in bytes, where it is known")
    licence: Title = Field(description="licence of the texts in it")
    attribution: Prose = Field(description="whom to credit, as the licence asks")
    revision: Title | None = Field(default=None, description="commit or other fixed state of the public copy")
    addresses: tuple[Annotated[str, AfterValidator(copy_address)], ...] = Field(
        min_length=1,
        description="where it is, tried in this order; may have the parts of `file`, and `{sha256}`",
    )

    @model_validator(mode="after")
    def _has_every_part_a_value(self) -> TextSource:
        known = {*parts_of(self.file), *([SHA256_PART] if self.sha256 else [])}
        for address in self.addresses:
            unknown = sorted(set(parts_of(address)) - known)
            if unknown:
                raise ValueError(f"{address} has {{{unknown[0]}}}, which nothing fills; `file` is {self.file}")
        if self.sha256 and parts_of(self.file):
            raise ValueError(f"{self.file} stands for many files, which cannot all have one sha256; leave that out")
        return self

    def parts(self, file: str) -> dict[str, str] | None:
        """Return what stands for each part in the name of a file; None if the name is not of this kind."""
        literal = [re.escape(text) for text in PART.split(self.file)[::2]]
        pattern = literal[0] + "".join(
            f"(?P<{name}>{VALUE}){rest}" for name, rest in zip(parts_of(self.file), literal[1:], strict=True)
        )
        found = re.fullmatch(pattern, file)
        return None if found is None else found.groupdict()

    def addresses_of(self, parts: Mapping[str, str]) -> tuple[str, ...]:
        """Return the addresses of the file whose name has some values for its parts."""
        values = {**parts, SHA256_PART: self.sha256 or ""}
        return tuple(PART.sub(lambda part: quote(values[part[1]], safe=""), address) for address in self.addresses)
