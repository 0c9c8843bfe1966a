"""The texts of brat files: where they are, which serve several annotators, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from ..formats.brat import BratText, Utf16Error, read_text

ANN, TXT = ".ann", ".txt"
"""How the names of annotations and texts end, in small or capital letters."""

AROUND = 15
"""How many code points of two texts are shown from where they differ on."""


@dataclass
class BratTexts:
    """The texts of some `.ann` files."""

    first: dict[str, tuple[Path, BratText]] = field(default_factory=dict)
    """By document, the text that was found first, and its file."""
    own: dict[Path, BratText] = field(default_factory=dict)
    """By `.ann` file, its own text if it has one."""
    differing: set[str] = field(default_factory=set)
    """The documents whose texts differ in more than line ends and byte order mark."""
    unread: set[Path] = field(default_factory=set)
    """The `.ann` files whose text is UTF-16."""
    problems: list[str] = field(default_factory=list)

    def text_of(self, path: Path, document_id: str) -> BratText | None:
        """Return the text of an `.ann` file: its own, or else that of another annotator's file of the document."""
        if path in self.own:
            return self.own[path]
        return self.first[document_id][1] if document_id in self.first else None


def texts_of(files: Iterable[tuple[Path, str]]) -> BratTexts:
    """Return the texts of `.ann` files, given with the document that each is of."""
    found = BratTexts()
    for path, document_id in files:
        place = _place(path, document_id)
        if place is None:
            continue
        try:
            raw, problems = read_text(place)
        except Utf16Error as error:
            found.problems.append(f"{error}; the annotations of {path} are not measured")
            found.unread.add(path)
            continue
        found.problems += problems
        first_place, first = found.first.setdefault(document_id, (place, BratText.of_file(raw)))
        found.own[path] = first if raw == first.raw else BratText.of_file(raw)
        if found.own[path].text != first.text:
            found.differing.add(document_id)
            found.problems.append(_difference(document_id, first_place, first.text, place, found.own[path].text))
    return found


def _difference(document_id: str, one: Path, one_text: str, other: Path, other_text: str) -> str:
    """Return where two texts of a document differ, and what to do."""
    pairs = enumerate(zip_longest(one_text, other_text))
    place = next(offset for offset, (left, right) in pairs if left != right)
    shown, others = (
        repr(text[place : place + AROUND]) if text[place:] else "its end" for text in (other_text, one_text)
    )
    return (
        f"{other}: its text is not that of {one}: at offset {place} it has {shown}, the other {others}; document "
        f"{document_id} is not measured. Make both the text that was annotated"
    )


def _place(path: Path, document_id: str) -> Path | None:
    """Return the file of the text of an `.ann` file; None if there is none."""
    beside = path.parent.parent / "text"
    stems = [path.with_name(path.stem), path.with_name(document_id), beside / document_id]
    places = (place.with_name(place.name + ending) for place in stems for ending in (TXT, TXT.upper()))
    return next((place for place in places if place.is_file()), None)
