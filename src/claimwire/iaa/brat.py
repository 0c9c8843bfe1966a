"""The study of folders of brat files; `claimwire.formats.brat` says what is read of a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ClaimwireError
from ..formats.brat import decoded, read_brat_layer
from ..garbage import collection_paused
from ..ingest.sentences import sentences
from ..schema import Annotator, Segment
from ..schema.vocab import AnnotatorKind, SegmentKind
from .study import Mark, Study, StudyDocument, tokens


@dataclass(frozen=True)
class BratFolder:
    """Where an annotator's files are, and what kind of annotator it is.

    Without an `annotator_id`, the files are named as in PolNeAR, `DOCUMENT_ANNOTATOR.ann`, for several annotators.
    """

    folder: Path
    kind: AnnotatorKind
    annotator_id: str | None = None


@collection_paused()
def brat_study(folders: Sequence[BratFolder]) -> Study:
    """Return the study of brat folders: one document per name of `.ann` files, with sentences and tokens of its text.

    A text is looked for next to the `.ann` file and in a folder `text` next to its folder.
    Raises `ClaimwireError`, naming file and line, for what cannot be read, if texts of one document differ, or if an
    annotator is given two kinds or two layers of a document.
    """
    annotators: dict[str, Annotator] = {}
    layers: dict[str, dict[str, tuple[Mark, ...]]] = {}
    texts: dict[str, str | None] = {}
    lengths: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for given in folders:
        for path in _ann_files(given.folder):
            document_id, name = _names(path, given.annotator_id)
            text = _text(path, document_id)
            if texts.setdefault(document_id, text) != text:
                raise ClaimwireError(f"{path}: its text is not the one that another annotator's files have")
            annotator = annotators.setdefault(name, _annotator(name, given))
            if annotator.annotator_kind is not given.kind:
                raise ClaimwireError(
                    f"{path}: annotator {name} is {annotator.annotator_kind} in another folder and {given.kind} here; "
                    "give annotators of different kinds different names, since their agreement is not pooled"
                )
            own = layers.setdefault(name, {})
            if document_id in own:
                raise ClaimwireError(f"{path}: annotator {name} has a layer of {document_id} already")
            layer = read_brat_layer(path, text, f"{document_id}_{name}")
            own[document_id] = layer.marks
            left_out += layer.left_out
            lengths[document_id] = max(lengths[document_id], len(text or ""), layer.extent)
    return Study(
        name=", ".join(dict.fromkeys(given.folder.name for given in folders)),
        documents=tuple(_document(key, texts[key], lengths[key]) for key in sorted(texts)),
        annotators=tuple(annotators[name] for name in sorted(annotators)),
        layers=layers,
        notes=(
            *(f"left out: {count} times {what}" for what, count in sorted(left_out.items())),
            *_note_on_texts(texts),
        ),
    )


def _ann_files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise ClaimwireError(f"{folder} has no .ann files; name the folder they are in")
    return paths


def _names(path: Path, annotator_id: str | None) -> tuple[str, str]:
    """Return the document and the annotator of a file."""
    if annotator_id is not None:
        return path.stem, annotator_id
    document_id, _, name = path.stem.rpartition("_")
    if not document_id or not re.fullmatch(r"[A-Za-z0-9]+", name):
        raise ClaimwireError(f"{path}: expected DOCUMENT_ANNOTATOR.ann; or name the annotator of the folder")
    return document_id, name.lower()


def _annotator(name: str, given: BratFolder) -> Annotator:
    description = f"annotator of the brat files in {given.folder.name}"
    return Annotator(annotator_id=name, annotator_kind=given.kind, description=description)


def _text(path: Path, document_id: str) -> str | None:
    names = f"{path.stem}.txt", f"{document_id}.txt"
    places = [path.with_name(name) for name in names] + [path.parent.parent / "text" / names[1]]
    return next((decoded(place) for place in places if place.is_file()), None)


def _document(document_id: str, text: str | None, length: int) -> StudyDocument:
    if text is None:
        return StudyDocument(document_id, length, ())
    pieces: list[tuple[int, int]] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start, end = paragraph.span()
        segment = Segment(kind=SegmentKind.BODY, raw_start=start, raw_end=end, start=start)
        pieces += [(span.start, span.end) for span in sentences(text, [segment])]
    return StudyDocument(document_id, length, tuple(pieces), tokens(text))


def _note_on_texts(texts: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a note on what is measured on fewer documents, or not at all, if documents have no text."""
    lacking = sorted(key for key, text in texts.items() if text is None)
    if not lacking:
        return
    rest = len(texts) - len(lacking)
    reach = f"agreement on sentences is that of the other {rest} alone" if rest else "there is none on sentences"
    yield (
        f"no text: {len(lacking)} of {len(texts)} documents, such as {lacking[0]}; {reach}, and words are compared by "
        "code point. Put DOCUMENT.txt next to its .ann file"
    )
