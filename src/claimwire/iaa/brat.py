"""The study of folders of brat files; `claimwire.formats.brat` says what is read of a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import ClaimwireError
from ..formats.brat import BratText, Utf16Error, read_brat_layer
from ..garbage import collection_paused
from ..ingest.sentences import sentences
from ..schema import Annotator, Segment
from ..schema.vocab import AnnotatorKind, SegmentKind
from .brat_texts import ANN, TXT, texts_of
from .study import Mark, Study, StudyDocument, tokens


@dataclass(frozen=True)
class BratFolder:
    """Where an annotator's files are, and what kind of annotator it is.

    Without an `annotator_id`, the files are named as in PolNeAR, `DOCUMENT_ANNOTATOR.ann`, for several annotators.
    """

    folder: Path
    kind: AnnotatorKind
    annotator_id: str | None = None


@dataclass
class _Reading:
    """What was read of brat folders so far."""

    annotators: dict[str, Annotator] = field(default_factory=dict)
    layers: dict[str, dict[str, tuple[Mark, ...]]] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    alone: int = 0
    lengths: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: dict[str, None] = field(default_factory=dict)
    """What is wrong, each once: a text that several files share is read with each."""
    counted: dict[str, list[Path]] = field(default_factory=dict)
    """The files whose offsets were converted, by how they count."""
    notes: list[str] = field(default_factory=list)


@collection_paused()
def brat_study(folders: Sequence[BratFolder], *, strict: bool = False) -> Study:
    """Return the study of brat folders: one document per name of `.ann` files, with sentences and tokens of its text.

    A text is looked for next to the `.ann` file and in a folder `text` next to its folder, and one that is beside one
    annotator's file alone serves all; a byte order mark and carriage returns before line feeds are not part of it.
    Lines that cannot be read are left out, as are files in UTF-16, and documents whose texts differ; these are the
    problems of the study, and `strict` raises `ClaimwireError` for the first of them.

    Raises `ClaimwireError`, naming the file, if an annotator is given two kinds or two layers of a document, or if no
    document is left.
    """
    reading = _Reading()
    paths_of = [(given, _ann_files(given.folder)) for given in folders]
    named = [(path, *_names(path, given.annotator_id), given) for given, paths in paths_of for path in paths]
    found = texts_of((path, document_id) for path, document_id, _, _ in named)
    reading.problems |= dict.fromkeys(found.problems)
    for path, document_id, name, given in named:
        if strict and reading.problems:
            raise ClaimwireError(next(iter(reading.problems)))
        if document_id not in found.differing and path not in found.unread:
            _read_file(reading, path, document_id, name, given, found.text_of(path, document_id))
    if strict and reading.problems:
        raise ClaimwireError(next(iter(reading.problems)))
    if not reading.texts:
        raise ClaimwireError(f"no document is left that can be measured: {next(iter(reading.problems))}")
    documents = {document_id for _, document_id, _, _ in named}
    for given, paths in paths_of:
        reading.notes += _notes_on_folder(given.folder, paths, documents)
    texts = reading.texts
    return Study(
        name=", ".join(dict.fromkeys(given.folder.name for given in folders)),
        documents=tuple(_document(key, texts[key], reading.lengths[key]) for key in sorted(texts)),
        annotators=tuple(reading.annotators[name] for name in sorted(reading.annotators)),
        layers=reading.layers,
        notes=(
            *_note_on_contents(reading.alone),
            *(f"left out: {count} times {what}" for what, count in sorted(reading.left_out.items())),
            *(
                f"converted: the offsets of {len(paths)} files, such as {paths[0]}, were counted {how}"
                for how, paths in sorted(reading.counted.items())
            ),
            *reading.notes,
            *_note_on_texts(texts),
        ),
        problems=tuple(reading.problems),
        more_layers="give the folder of each annotator with a --brat of its own",
    )


def _read_file(
    reading: _Reading, path: Path, document_id: str, name: str, given: BratFolder, text: BratText | None
) -> None:
    """Add the layer of a file to what was read."""
    annotator = reading.annotators.setdefault(name, _annotator(name, given))
    if annotator.annotator_kind is not given.kind:
        raise ClaimwireError(
            f"{path}: annotator {name} is {annotator.annotator_kind} in another folder and {given.kind} here; "
            "give annotators of different kinds different names, since their agreement is not pooled"
        )
    own = reading.layers.setdefault(name, {})
    if document_id in own:
        raise ClaimwireError(f"{path}: annotator {name} has a layer of {document_id} already")
    try:
        layer = read_brat_layer(path, text, f"{document_id}_{name}")
    except Utf16Error as error:
        reading.problems[f"{error}; its annotations are not measured"] = None
        return
    plain = reading.texts[document_id] = None if text is None else text.text
    own[document_id] = layer.marks
    reading.left_out += layer.left_out
    reading.lengths[document_id] = max(reading.lengths[document_id], len(plain or ""), layer.extent)
    reading.alone += layer.alone
    reading.problems |= dict.fromkeys(layer.problems)
    reading.notes += layer.notes
    if layer.counted:
        reading.counted.setdefault(layer.counted, []).append(path)


def _files(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a folder with a suffix in small or capital letters; hidden files are none of them."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise ClaimwireError(
            f"{folder}: cannot be read: {error.strerror}; name the folder of the .ann files"
        ) from error
    return [path for path in paths if path.suffix.lower() == suffix and path.name[0] != "." and not path.is_dir()]


def _subfolders(folder: Path) -> list[str]:
    """Return the names of the subfolders that have `.ann` files."""
    paths = (path for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] != ".")
    return [path.name for path in paths if _files(path, ANN)]


def _ann_files(folder: Path) -> list[Path]:
    paths = _files(folder, ANN)
    if not paths:
        inner = _subfolders(folder)
        where = f"; its subfolders have: name each of them, such as {folder / inner[0]}" if inner else ""
        raise ClaimwireError(f"{folder} has no .ann files; name the folder they are in{where}")
    return paths


def _notes_on_folder(folder: Path, paths: Sequence[Path], documents: Collection[str]) -> Iterator[str]:
    """Yield notes on what of a folder is not read: texts that nobody annotated, and subfolders."""
    stems = {path.stem for path in paths}
    alone = [path for path in _files(folder, TXT) if path.stem not in stems and path.stem not in documents]
    if alone:
        yield f"not annotated: {len(alone)} texts in {folder} have no .ann file, such as {alone[0].name}"
    if inner := _subfolders(folder):
        yield f"not read: {len(inner)} subfolders of {folder} with .ann files, such as {inner[0]}; name them, too"


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


def _document(document_id: str, text: str | None, length: int) -> StudyDocument:
    if text is None:
        return StudyDocument(document_id, length, ())
    pieces: list[tuple[int, int]] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start, end = paragraph.span()
        segment = Segment(kind=SegmentKind.BODY, raw_start=start, raw_end=end, start=start)
        pieces += [(span.start, span.end) for span in sentences(text, [segment])]
    return StudyDocument(document_id, length, tuple(pieces), tokens(text))


def _note_on_contents(count: int) -> Iterator[str]:
    """Yield a note on contents that are in no attribution, if there are any."""
    if count:
        yield f"{count} contents without an attribution are statements by themselves"


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
