"""The format `uima`: claims as layers of INCEpTION in UIMA CAS XMI, read back into the same claims.

What is which layer or feature is in `declared`. An annotation that somebody adds becomes a claim or a part of one, too.
What somebody changed counts: a string more than the exact value in `other`, which is there where XML cannot hold it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import PurePath
from typing import Any

from ...corpus.jsontext import JsonFault, parse_json
from ...corpus.records import sha256_text
from ...errors import FormatError
from ...naming import alternatives
from ...schema import Article, ClaimBase, claim_order, reference_fields
from ..contract import Aspect, Format, Material, NamedFile, ReadInto, ReadLayer
from ..mark import SPANS
from ..values import ID, claim_of_values, dangling
from .archives import unpacked
from .characters import replaced, xml_text
from .declared import (
    CLAIM_ID,
    DOCUMENT_ID,
    LABEL_OF,
    METADATA,
    MODELS,
    OTHER,
    PACKAGE,
    PARTS,
    TARGET,
    TITLE,
    links,
    plain_slots,
    slot_layer,
    type_system,
)
from .reading import EXTRA, Reference, Structure, XmiText, read_xmi
from .strings import slots_of
from .writing import xmi_of

ENDING = ".xmi"
TYPES_FILE = "TypeSystem.xml"

INTERNAL = "i7n_"
"""What the names of features begin with that INCEpTION keeps for itself."""


def _write(material: Material) -> Iterator[NamedFile]:
    types = type_system()
    for layer in material.layers:
        name = f"{layer.article.article_id}{ENDING}"
        content = xmi_of(layer, types).encode()
        yield NamedFile(name, content, len(layer.claims), replaced(layer.text))
    yield NamedFile(TYPES_FILE, types.to_xml().encode(), None)


def _read(files: Mapping[str, bytes], into: ReadInto) -> list[ReadLayer]:
    types = type_system().to_xml().encode()
    layers: dict[str, ReadLayer] = {}
    for path, packed in files.items():
        file, content = unpacked(packed, path, ENDING)
        found = read_xmi(content, file, types)
        article = _article_of(file, found, into)
        if article.article_id in layers:
            raise FormatError(
                f"{layers[article.article_id].file} and {file} are both for {article.article_id}, and the second would "
                "replace the first; import the files of one annotator"
            )
        layers[article.article_id] = _Reader(file, found, article, into).layer()
    return list(layers.values())


def _article_of(file: str, found: XmiText, into: ReadInto) -> Article:
    """Return the article of a file, by its name or by the document that it says it is.

    INCEpTION names a file for the annotator. Raises `FormatError` if no name is an article's, or its text is another.
    """
    told = [one.features.get(key) for one in found.annotations(METADATA) for key in (TITLE, DOCUMENT_ID)]
    names = [str(name).removesuffix(ENDING) for name in (PurePath(file).name, *told) if name is not None]
    article = next((into.articles[name] for name in names if name in into.articles), None)
    if article is None:
        raise FormatError(
            f"{file}: neither its name nor its {TITLE} is an article of the corpus, found {', '.join(names)}; "
            f"{alternatives(names[-1], into.articles)}"
        )
    same = (
        sha256_text(found.text) == article.text_sha256 if article.text is None else found.text == xml_text(article.text)
    )
    if not same:
        raise FormatError(f"{file}: its text is not that of {article.article_id}; offsets are of the text as it was")
    return article


class _Reader:
    """Makes the claims of one file. Problems are collected; a claim with one is left out."""

    def __init__(self, file: str, found: XmiText, article: Article, into: ReadInto) -> None:
        self._file, self._found, self._article, self._into = file, found, article, into
        self._problems: list[str] = []
        self._used: set[int] = set()
        self._annotations = found.annotations(*MODELS)
        self._ids = self._short_ids()

    def layer(self) -> ReadLayer:
        """Return the claims of the file, and what is wrong with it."""
        claims: dict[str, ClaimBase] = {}
        for one in self._annotations:
            try:
                claims[self._place(one)] = claim_of_values(self._values(one), self._article, self._into)
            except FormatError as error:
                self._problems.append(f"{self._place(one)}: {error}")
        self._problems += [f"{place}: {what}" for place, what in dangling(claims)]
        self._tell_what_is_not_read()
        in_order = tuple(sorted(claims.values(), key=claim_order))
        return ReadLayer(self._article.article_id, self._file, in_order, problems=tuple(self._problems))

    def _place(self, one: Structure) -> str:
        words = "" if one.start is None else f" {self._found.text[one.start : one.end]!r:.40}"
        return f"{self._file}: annotation {one.key}, {one.kind.removeprefix(PACKAGE)}{words}"

    def _short_ids(self) -> dict[int, str]:
        """Return the short ids of claims by their keys; those that have none get one that is free."""
        known: dict[str, int] = {}
        for one in self._annotations:
            if given := str(one.features.get(CLAIM_ID) or ""):
                if given in known:
                    self._problems.append(f"{self._place(one)}: annotation {known[given]} has the id {given!r}, too")
                known.setdefault(given, one.key)
        ids = {key: name for name, key in known.items()}
        free = (name for number in count(1) if (name := f"a{number:02d}") not in known)
        return {one.key: ids[one.key] if one.key in ids else next(free) for one in self._annotations}

    def _values(self, one: Structure) -> dict[str, Any]:
        """Return what an annotation and its links say of a claim, as `claim_of_values` takes it."""
        model = MODELS[one.kind]
        values = self._plain_values(one, model)
        for field in links(model):
            targets = [self._target(link, field) for link in one.many(field)]
            if field in reference_fields(model):
                if len(targets) > 1:
                    raise FormatError(f"{field} has {len(targets)} links, expected one")
                if targets:
                    values[field] = self._id_of(targets[0], field)
            else:
                values[field] = self._spans([*([one] if field == SPANS else []), *targets], field)
        return values | {ID: self._ids[one.key], "label": LABEL_OF[one.kind]}

    def _plain_values(self, one: Structure, model: type[ClaimBase]) -> dict[str, Any]:
        slots = {shape.name for shape in plain_slots(model)}
        for name in one.features.keys() - {CLAIM_ID, OTHER, *links(model), *slots}:
            if not name.startswith(INTERNAL):
                raise FormatError(f"has a feature {name}, which is no slot of the label")
        exact = self._other(one)
        records = {name: value for name, value in exact.items() if name not in slots}
        return records | slots_of(one.features, exact, model)

    def _other(self, one: Structure) -> dict[str, Any]:
        content = one.features.get(OTHER)
        try:
            values = {} if content in (None, "") else parse_json(str(content))
        except (JsonFault, RecursionError) as error:
            raise FormatError(f"{OTHER} is no JSON: {error}") from error
        if not isinstance(values, dict) or values.keys() & {ID, "label", *links(MODELS[one.kind])}:
            raise FormatError(
                f"{OTHER} is {str(content)[:40]!r}, expected a JSON object of what no other feature holds"
            )
        return values

    def _target(self, link: Any, field: str) -> Structure:
        """Return what a link leads to; raises `FormatError` if that is nothing, or has no place in the text."""
        holder = self._found.structures[link.key] if isinstance(link, Reference) else None
        target = None if holder is None else holder.features.get(TARGET)
        found = self._found.structures[target.key] if isinstance(target, Reference) else None
        if found is None or found.start is None:
            raise FormatError(f"a link of {field} leads to no annotation; link one or remove it")
        return found

    def _id_of(self, target: Structure, field: str) -> str:
        if target.key not in self._ids:
            raise FormatError(f"{field} leads to {target.kind.removeprefix(PACKAGE)}, expected a claim")
        return self._ids[target.key]

    def _spans(self, annotations: list[Structure], slot: str) -> list[dict[str, int]]:
        wanted = slot_layer(slot)
        for one in annotations[1:] if slot == SPANS else annotations:
            if one.kind != wanted:
                found, expected = (kind.removeprefix(PACKAGE) for kind in (one.kind, wanted))
                raise FormatError(f"{slot} leads to {found}, expected {expected}")
            self._used.add(one.key)
        places = sorted((one.start or 0, one.end or 0) for one in annotations)
        return [{"start": start, "end": end} for start, end in places]

    def _tell_what_is_not_read(self) -> None:
        """Make a problem of every annotation of a custom layer that is neither a claim nor linked from one."""
        for one in self._found.structures.values():
            is_custom = one.start is not None and one.kind.startswith(PACKAGE)
            if is_custom and one.key not in self._ids and one.key not in self._used:
                known = "no claim links to it" if one.kind in PARTS else "no layer of claims, nor of parts of them"
                self._problems.append(f"{self._place(one)}: {known}")


UIMA = Format(
    format_id="uima",
    title="UIMA CAS XMI: a file for each article, and the type system",
    use="annotating in INCEpTION or curating there, and programs that use UIMA or dkpro-cassis",
    files=(f"*{ENDING}", "*.zip"),
    write=_write,
    read=_read,
    extra=EXTRA,
    losses={Aspect.WITHOUT_TEXT: "refused: offsets are of the text in the file"},
)
