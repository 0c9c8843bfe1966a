"""The study of brat files: attributions as in PolNeAR, and claims of our labels as plain text-bound annotations.

What is read of an `.ann` file:

- `T` lines, text-bound: `T1<tab>Source 5 12;20 31<tab>words`. Offsets are code points of the `.txt` file, several
  ranges are one discontinuous annotation. The types `Source`, `Cue` and `Content` are the parts of attributions; a type
  that is one of our labels (`casualty_figure`, in any case, with `-` or `_`) is a claim of that label.
- `E` lines whose type begins with `Attribution` (PolNeAR's `Attribution` and `Attribution-no-source`): one attribution
  each, with its parts by role: `E1<tab>Attribution:T4 Source:T3 Cue:T1 Content:T2`. Several parts of a role
  (`Source`, `Source2`) are taken together. The trigger is not a part.
- `R` lines between parts: `R1<tab>Attributes Arg1:T1 Arg2:T2`. Parts that hang together by relations are one
  attribution, whatever the relations are called.
- `A` lines on attributions and claims: `A1<tab>Factuality E1 possible`. The name, in small letters, is a slot. Of parts
  that relations join, it may stand on any of them; on a part of an event it is left out.
- Everything else (`#` notes, `N` normalisations, `*` equivalences, other types) is left out, and counted in the notes.

An attribution without content is left out and named. Content that is in no attribution is one by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..corpus.union_find import UnionFind
from ..errors import ClaimwireError
from ..formats.brat import AnnFile, decoded, read_ann
from ..ingest.sentences import sentences
from ..pieces import Pieces, merge_pieces
from ..schema import ATTRIBUTION_PARTS, LABELS, Annotator, Segment
from ..schema.vocab import AnnotatorKind, Label, SegmentKind
from .study import SPANS, Mark, Study, StudyDocument, tokens

ATTRIBUTED = Label.ATTRIBUTED_STATEMENT.value

LABEL_NAMES = frozenset(declaration.label.value for declaration in LABELS)


@dataclass(frozen=True)
class BratFolder:
    """Where an annotator's files are, and what the annotator is.

    Without an `annotator_id`, the files are named as in PolNeAR, `DOCUMENT_ANNOTATOR.ann`, for several annotators.
    """

    folder: Path
    kind: AnnotatorKind
    annotator_id: str | None = None


def brat_study(folders: Sequence[BratFolder]) -> Study:
    """Return the study of brat folders: a document each `.ann` name, with sentences and tokens where its text is there.

    A text is looked for beside the `.ann` file and in a folder `text` beside the folder.
    Raises `ClaimwireError`, naming file and line, for what cannot be read, or where a text is not the one annotated.
    """
    annotators: dict[str, Annotator] = {}
    layers: dict[str, dict[str, tuple[Mark, ...]]] = {}
    texts: dict[str, str | None] = {}
    lengths: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for given in folders:
        paths = sorted(given.folder.glob("*.ann"))
        if not paths:
            raise ClaimwireError(f"{given.folder} has no .ann files; name the folder that holds them")
        for path in paths:
            document_id, name = _names(path, given.annotator_id)
            text = _text(path, document_id)
            if texts.setdefault(document_id, text) != text:
                raise ClaimwireError(f"{path}: its text is not the one that another annotator's files have")
            file = read_ann(path, text)
            found = annotators.setdefault(name, _annotator(name, given))
            if found.annotator_kind is not given.kind or document_id in layers.get(name, {}):
                raise ClaimwireError(f"{path}: annotator {name} has that document already, or is of two kinds")
            layers.setdefault(name, {})[document_id] = tuple(_marks(file, f"{document_id}_{name}"))
            ends = [end for own in file.pieces.values() for _, end in own]
            lengths[document_id] = max(lengths[document_id], len(text or ""), *ends, 0)
            left_out += file.left_out
    return Study(
        name=", ".join(dict.fromkeys(given.folder.name for given in folders)),
        documents=tuple(_document(key, texts[key], lengths[key]) for key in sorted(texts)),
        annotators=tuple(annotators[name] for name in sorted(annotators)),
        layers=layers,
        notes=(
            *(f"left out: {count} times {what}" for what, count in sorted(left_out.items())),
            *_without_text(texts),
        ),
    )


def _without_text(texts: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a note on what is measured on fewer documents, or not at all, where texts are not at hand."""
    lacking = sorted(key for key, text in texts.items() if text is None)
    if not lacking:
        return
    rest = len(texts) - len(lacking)
    reach = f"agreement on sentences is that of the other {rest} alone" if rest else "there is none on sentences"
    yield (
        f"no text: {len(lacking)} of {len(texts)} documents, such as {lacking[0]}; {reach}, and words are compared by "
        "code point. Put DOCUMENT.txt beside its .ann file"
    )


def _annotator(name: str, given: BratFolder) -> Annotator:
    description = f"annotator of the brat files in {given.folder.name}"
    return Annotator(annotator_id=name, annotator_kind=given.kind, description=description)


def _names(path: Path, annotator_id: str | None) -> tuple[str, str]:
    """Return document and annotator that a file is about."""
    if annotator_id is not None:
        return path.stem, annotator_id
    document_id, _, name = path.stem.rpartition("_")
    if not document_id or not re.fullmatch(r"[A-Za-z0-9]+", name):
        raise ClaimwireError(f"{path}: expected DOCUMENT_ANNOTATOR.ann; or name the annotator of the folder")
    return document_id, name.lower()


def _text(path: Path, document_id: str) -> str | None:
    for place in (path.with_suffix(".txt"), path.with_name(f"{document_id}.txt")):
        if place.is_file():
            return decoded(place)
    place = path.parent.parent / "text" / f"{document_id}.txt"
    return decoded(place) if place.is_file() else None


def _document(document_id: str, text: str | None, length: int) -> StudyDocument:
    if text is None:
        return StudyDocument(document_id, length, ())
    found: list[tuple[int, int]] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start, end = paragraph.span()
        segment = Segment(kind=SegmentKind.BODY, raw_start=start, raw_end=end, start=start)
        found += [(span.start, span.end) for span in sentences(text, [segment])]
    return StudyDocument(document_id, length, tuple(found), tokens(text))


def _marks(file: AnnFile, prefix: str) -> list[Mark]:
    """Return the marks of a file in order of their places; counts what is left out."""
    used = {target for roles in file.events.values() for targets in roles.values() for target in targets}
    groups = [(key, roles, [key]) for key, roles in file.events.items()]
    groups += [(members[0], _by_type(file, members), members) for members in _related(file, used)]
    found, read = [], set[str]()
    for key, roles, carriers in groups:
        pieces = {
            slot: merge_pieces(piece for target in roles[role] for piece in _pieces(file, key, target))
            for role, slot in ATTRIBUTION_PARTS.items()
            if roles.get(role)
        }
        if SPANS in pieces:
            read.update(carriers)
            found.append(Mark(f"{prefix}_{key.lower()}", ATTRIBUTED, pieces, _attributes(file, carriers)))
        else:
            file.left_out["attribution without content"] += 1
    for key, kind in file.types.items():
        label = kind.lower().replace("-", "_")
        if label in LABEL_NAMES:
            read.add(key)
            found.append(Mark(f"{prefix}_{key.lower()}", label, {SPANS: file.pieces[key]}, _attributes(file, [key])))
        elif label not in ATTRIBUTION_PARTS and not label.startswith("attribution"):
            file.left_out[f"type {kind}"] += 1
    for key, own in file.attributes.items():
        if key not in read:
            what = file.types.get(key, "an event or relation that is not read")
            file.left_out.update(f"attribute {name} of {what}" for name in own)
    return sorted(found, key=lambda mark: (mark.pieces[SPANS], mark.mark_id))


def _attributes(file: AnnFile, carriers: Sequence[str]) -> dict[str, str]:
    """Return the attributes of the annotations that make one mark.

    Raises `ClaimwireError` where two of them have one of the same name.
    """
    found: dict[str, str] = {}
    for key in carriers:
        for name, value in file.attributes.get(key, {}).items():
            if found.setdefault(name, value) != value:
                raise ClaimwireError(
                    f"{file.path}:{file.lines[key]}: {key} has the attribute {name} {value}, another part of the same "
                    f"attribution {found[name]}; an attribution has one"
                )
    return found


def _pieces(file: AnnFile, key: str, target: str) -> Pieces:
    if target not in file.pieces:
        raise ClaimwireError(f"{file.path}:{file.lines[key]}: {target} is named as a part and is no T line")
    return file.pieces[target]


def _related(file: AnnFile, used: set[str]) -> list[list[str]]:
    """Return the parts that are in no event, in groups that relations join; a source or cue alone is left out."""
    parts = [key for key, kind in file.types.items() if kind.lower() in ATTRIBUTION_PARTS and key not in used]
    sets: UnionFind[str] = UnionFind()
    for key in parts:
        sets.root(key)
    for relation in file.relations.values():
        if relation.one in parts and relation.other in parts:
            sets.join(relation.one, relation.other)
        else:
            file.left_out[f"relation {relation.kind}"] += 1
    found = sets.groups()
    alone = [members for members in found if len(members) == 1 and file.types[members[0]].lower() != "content"]
    file.left_out.update(f"{file.types[members[0]]} in no attribution" for members in alone)
    return [members for members in found if members not in alone]


def _by_type(file: AnnFile, members: Sequence[str]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for key in members:
        roles.setdefault(file.types[key].lower(), []).append(key)
    return roles
