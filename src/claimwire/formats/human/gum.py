"""GUM: attributions as relations between units of discourse, in CoNLL-U files that have them (`Discourse=` in `MISC`).

`Discourse=attribution-positive:4->5:1:...` on the first word of unit 4 says that it attributes unit 5, with all that
hung on unit 5 before, which are the units with a lower number behind the head. Unit 4 has source and cue together; by
the syntax of its words the subject is the source and the verb the cue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...errors import FormatError
from ...pieces import Pieces, merge_pieces
from ...schema.vocab import Label
from ..mark import SPANS
from .conllu import ConlluDocument, ConlluToken, read_conllu
from .contract import HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, stem_of

RELATION = re.compile(
    r"(?P<name>[a-z]+(?:-[a-z]+)*)(?:_[a-z])?:(?P<unit>[0-9]{1,9})->(?P<head>[0-9]{1,9})(?::(?P<depth>[0-9]{1,9}|_))?"
)
UNIT = re.compile(r"(?:[A-Za-z_-]+):(?P<unit>[0-9]{1,9})")
NEW_DOCUMENT = re.compile(r"^(?=# newdoc id)", re.MULTILINE)

CUE_POLARITY_OF = {"attribution-positive": "positive", "attribution-negative": "negative"}
SAME_UNIT = "same-unit"
CUE_PARTS = frozenset({"aux", "aux:pass", "compound:prt", "cop"})
"""Relations of words that belong to the cue of the verb that they depend on."""

OTHER = "other relations of discourse"
NAMES = "entities and dates"
WITHHELD = "documents whose words are not in the file"

MAPS = (
    Mapped("attribution-positive, attribution-negative", ("attributed_statement", "cue_polarity"), ""),
    Mapped(
        "the unit that is attributed, with what hangs on it", ("spans",), "white space and marks as the units have them"
    ),
    Mapped(
        "the attributing unit",
        ("source_spans", "cue_spans"),
        "people marked the unit, and its syntax; source and cue are told apart by a program: subject and verb, or "
        "*according to* and what follows",
    ),
    Mapped(OTHER, (), "no claims"),
    Mapped(NAMES, (), "names of people are not written down, and which date is background is not marked"),
    Mapped(WITHHELD, (), "every word is `_`"),
)


@dataclass(frozen=True)
class _Relation:
    name: str
    unit: int
    head: int
    depth: int | None


def read_gum(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of CoNLL-U files; a file may have several."""
    if whose is not None:
        raise FormatError(f"the files of GUM are of one layer; nobody is called {whose!r} there")
    documents = []
    for file, content in files.items():
        for part in NEW_DOCUMENT.split(decoded(content, file)):
            if part.strip():
                documents.append(_document(read_conllu(part, file), file))
    return documents


def _document(found: ConlluDocument, file: str) -> HumanDocument:
    name = found.comments.get("newdoc id") or stem_of(file, ".conllu")
    headline = found.comments.get("meta::title") or name
    day = found.comments.get("meta::dateCreated", "")
    dropped: Counter[str] = Counter()
    marks = tuple(_marks(found, dropped))
    tokens = [token for sentence in found.sentences for token in sentence]
    if tokens and all(set(token.form) == {"_"} for token in tokens):
        return HumanDocument(name, file, headline, "", (), dropped=Counter({WITHHELD: 1}))
    dropped[NAMES] += sum("Entity" in token.misc for token in tokens)
    published = day if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else None
    return HumanDocument(name, file, headline, found.text, marks, published=published, dropped=+dropped)


def _marks(found: ConlluDocument, dropped: Counter[str]) -> Iterator[HumanMark]:
    units: dict[int, list[tuple[ConlluToken, list[ConlluToken]]]] = {}
    relations: list[_Relation] = []
    unit = None
    for sentence in found.sentences:
        for token in sentence:
            told = token.misc.get("Discourse")
            if told is not None:
                begins = UNIT.match(told)
                unit = int(begins["unit"]) if begins else unit
                relations += _relations(told)
            if unit is not None:
                units.setdefault(unit, []).append((token, sentence))
    for number, relation in enumerate(relations):
        if relation.name not in CUE_POLARITY_OF:
            dropped[OTHER] += 1
            continue
        tokens = [token for part in sorted(_content(relation, relations)) for token, _ in units.get(part, ())]
        if not tokens or relation.unit not in units:
            continue
        source, cue = _source_and_cue(units[relation.unit])
        pieces = {SPANS: _runs(found, tokens), "source_spans": _runs(found, source), "cue_spans": _runs(found, cue)}
        yield HumanMark(
            f"r{number}",
            Label.ATTRIBUTED_STATEMENT,
            {slot: those for slot, those in pieces.items() if those},
            judged={"cue_polarity": CUE_POLARITY_OF[relation.name]},
            derived_spans=frozenset({"source_spans", "cue_spans"}),
        )


def _relations(told: str) -> Iterator[_Relation]:
    for part in told.split(";"):
        found = RELATION.match(part)
        if found is not None:
            depth = found["depth"]
            yield _Relation(
                found["name"],
                int(found["unit"]),
                int(found["head"]),
                int(depth) if depth is not None and depth != "_" else None,
            )


def _content(attribution: _Relation, relations: list[_Relation]) -> set[int]:
    """Return the units that an attribution attributes: its head, and what hung on that before it.

    A further relation of a unit has no depth: then it is the head alone, and what is one unit with it.
    """
    children: dict[int, list[_Relation]] = {}
    for relation in relations:
        if relation.depth is not None and relation is not attribution:
            children.setdefault(relation.head, []).append(relation)
    found = {attribution.head}
    waiting = [
        child.unit
        for child in children.get(attribution.head, ())
        if (child.name == SAME_UNIT if attribution.depth is None else (child.depth or 0) < attribution.depth)
    ]
    while waiting:
        unit = waiting.pop()
        if unit not in found and unit != attribution.unit:
            found.add(unit)
            waiting += [child.unit for child in children.get(unit, ())]
    return found


def _source_and_cue(
    unit: list[tuple[ConlluToken, list[ConlluToken]]],
) -> tuple[list[ConlluToken], list[ConlluToken]]:
    """Return the words of the source and of the cue in an attributing unit, as far as its syntax tells them."""
    sentence = unit[0][1]
    own = {token.number: token for token, within in unit if within is sentence}
    roots = [token for token in own.values() if token.head not in own and token.relation != "punct"]
    if not roots:
        return [], []
    root = roots[0]
    below = [token for token in own.values() if token.head == root.number]
    subject = next((token for token in below if token.relation.startswith("nsubj")), None)
    if subject is not None:
        cue = [root, *(token for token in below if token.relation in CUE_PARTS or token.form.lower() in ("not", "n't"))]
        return _subtree(subject, own), sorted(cue, key=lambda token: token.start)
    case = next((token for token in below if token.relation == "case" and token.form.lower() == "according"), None)
    if case is not None:
        cue = _subtree(case, own)
        return [token for token in _subtree(root, own) if token not in cue and token.relation != "punct"], cue
    if root.relation in ("nsubj", "obl") or root.relation.startswith("nmod"):
        return [], []
    return [], [root]


def _subtree(top: ConlluToken, own: Mapping[int, ConlluToken]) -> list[ConlluToken]:
    """Return a word and those that depend on it, within a unit, in text order."""
    found, waiting = [top], [top]
    while waiting:
        head = waiting.pop()
        below = [token for token in own.values() if token.head == head.number and token not in found]
        found += below
        waiting += below
    return sorted(found, key=lambda token: token.start)


def _runs(document: ConlluDocument, tokens: list[ConlluToken]) -> Pieces:
    """Return the pieces that words make; those with nothing but white space between them are one."""
    pieces: list[tuple[int, int]] = []
    for start, end in merge_pieces((token.start, token.end) for token in tokens):
        if pieces and not document.text[pieces[-1][1] : start].strip():
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return tuple(pieces)


GUM = HumanCorpus(
    format_id="gum",
    title="GUM",
    language="en",
    labels=(Label.ATTRIBUTED_STATEMENT,),
    annotation_licence="CC BY 4.0",
    text_licence="by genre: CC BY 2.5 for news and interviews of Wikinews, others are narrower",
    texts_open=False,
    files=("*.conllu",),
    read=read_gum,
    maps=MAPS,
)
