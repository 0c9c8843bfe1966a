"""How a release is cited: BibTeX, APA, and the fields of `CITATION.cff` that follow from a release."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from .latin import is_spelled, latin_id
from .regions import one_line

DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[A-Za-z0-9:/_;\-.()\[\]\\]+")
"""A DOI as the Citation File Format takes it: without the address of a resolver."""

RESOLVER = "https://doi.org/"

TEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)
"""What TeX shows a character by. BibTeX counts braces even behind a backslash, so that none stands there alone."""

IN_ADDRESS = {ord(character): f"%{ord(character):02X}" for character in "{}\\ "}
"""What must not stand in an address of an entry."""

VERSION_DOI, CONCEPT_DOI = "This version of the data.", "All versions of the data; leads to the latest."


@dataclass(frozen=True)
class Dois:
    """The DOIs of a release: of this version, and of the dataset in all versions. None where there is none yet.

    Raises `ValueError` for what is no DOI, such as the address of one.
    """

    version: str | None = None
    concept: str | None = None

    def __post_init__(self) -> None:
        for doi in (self.version, self.concept):
            if doi is not None and not DOI.fullmatch(doi):
                raise ValueError(f"{doi!r} is not a DOI; write it as 10.1234/abc, without https://doi.org/")

    @property
    def cited(self) -> str | None:
        """The DOI by which a release is cited: that of the version, else that of the dataset."""
        return self.version or self.concept


NO_DOIS = Dois()


@dataclass(frozen=True)
class Cited:
    """What is cited: who published it, its name, version and day (`2031-05-06`), and where it is."""

    authors: tuple[str, ...]
    name: str
    version: str
    date: str
    url: str | None = None
    dois: Dois = NO_DOIS

    @property
    def year(self) -> str:
        """The year of the release."""
        return self.date[:4]

    @property
    def address(self) -> str | None:
        """Where it is found: its DOI as an address, else its home page."""
        return f"{RESOLVER}{self.dois.cited}" if self.dois.cited else self.url


def apa(cited: Cited) -> str:
    """Return a reference in the style of the APA (7th edition), in one line."""
    title = f"{cited.name} (Version {cited.version}) [Data set]."
    where = f" {cited.address}" if cited.address else ""
    if not cited.authors:
        return f"{title} ({cited.year}).{where}"
    *others, last = cited.authors
    authors = f"{', '.join(others)}, & {last}" if others else last
    return f"{authors.removesuffix('.')}. ({cited.year}). {title}{where}"


def bibtex(cited: Cited) -> str:
    """Return an entry for BibTeX; names of authors are kept as they are written, as those of bodies."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.name)}}}",
        "year": cited.year,
        "version": cited.version,
        "note": f"Data set, version {cited.version}",
        "doi": cited.dois.cited or "",
        "url": "" if cited.dois.cited else one_line(cited.url or "").translate(IN_ADDRESS),
    }
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    key = latin_id(cited.name).replace("_", "") if is_spelled(cited.name) else "dataset"
    return f"@misc{{{key}_{cited.version.replace('.', '_')},\n{lines}}}\n"


def _tex(text: str) -> str:
    return one_line(text).translate(TEX)


def with_release(text: str, version: str, date: str, dois: Dois = NO_DOIS, url: str | None = None) -> str:
    """Return a citation file (`CITATION.cff`) with version and day of a release, its address and its DOIs if known.

    Everything else in it stays, and so do fields that it does not have. Without an address its `url` stays as it is,
    and without DOIs its `doi` and `identifiers`.
    """
    if url is not None:
        text = re.sub(r"^url: .*\n?", "", text, flags=re.MULTILINE)
        text = f"{text.rstrip()}\nurl: {json.dumps(url, ensure_ascii=False)}\n"
    text = re.sub(r"^version: .*$", f"version: {version}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^date-released: .*$", f"date-released: {date}", text, count=1, flags=re.MULTILINE)
    if dois.cited is None:
        return text
    text = re.sub(r"^(?:doi: .*|identifiers:(?:\n[ -].*)*)\n?", "", text, flags=re.MULTILINE)
    told = ((dois.version, VERSION_DOI), (dois.concept, CONCEPT_DOI))
    lines = "".join(f"  - type: doi\n    value: {doi}\n    description: {why}\n" for doi, why in told if doi)
    return f"{text.rstrip()}\ndoi: {dois.cited}\nidentifiers:\n{lines}"
