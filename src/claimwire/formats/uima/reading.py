"""XMI files of UIMA as plain data: the text, and its annotations with offsets in code points.

UIMA counts UTF-16 code units; here they are code points of the text. No type system is needed: what a file has and none
declares is read too, an element with `begin` as an annotation, its features as text. So a reference that no type system
declares is the text of an id, and `read_xmi` is better told the `TypeSystem.xml` that comes with the file.

dkpro-cassis is imported when a file is read: it is an optional dependency.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from ...errors import FormatError

EXTRA = "uima"

XMI = "{http://www.omg.org/XMI}"
XMI_ID = f"{XMI}id"
DESCRIPTION = "{http://uima.apache.org/resourceSpecifier}typeSystemDescription"
NOT_DECLARED = ("uima.cas.NULL", "uima.cas.Sofa", "uima.cas.View")
"""What elements of a file are that no type system has to declare."""

ANNOTATION, ANNOTATION_BASE, TOP = "uima.tcas.Annotation", "uima.cas.AnnotationBase", "uima.cas.TOP"
STRING, STRINGS = "uima.cas.String", "uima.cas.StringArray"

BUILT_IN = frozenset({"sofa", "begin", "end"})
"""Features of an annotation that say where it is."""

RENAMED = {"self_": "self", "type_": "type"}
"""What cassis calls features whose names Python has another use for."""

FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RuntimeError, SyntaxError)
"""What cassis raises, beside the errors of lxml, for a file that is no CAS."""


class Reference(NamedTuple):
    """A value of a feature that is another structure of the file, by its key."""

    key: int


Value = str | int | float | bool | Reference | tuple[Any, ...]
"""A value of a feature; a tuple of values if the feature has an array or a list."""


@dataclass(frozen=True)
class Structure:
    """A feature structure: an annotation if it has a range in the text, in code points."""

    key: int
    """Its `xmi:id`."""
    kind: str
    """The name of its type, with the package."""
    features: Mapping[str, Value]
    """The features that have a value, without those that say where it is."""
    start: int | None = None
    end: int | None = None

    def many(self, feature: str) -> tuple[Any, ...]:
        """Return the values of a feature that may have several; none if it has no value."""
        value = self.features.get(feature, ())
        return value if isinstance(value, tuple) and not isinstance(value, Reference) else (value,)


@dataclass(frozen=True)
class XmiText:
    """What a file has: its text, and the feature structures that are indexed or that these refer to, by key."""

    text: str
    structures: Mapping[int, Structure]

    def annotations(self, *kinds: str) -> list[Structure]:
        """Return the annotations in text order, of some types if any are named.

        Those that are in no index of the file have no range, and are not among them.
        """
        found = [one for one in self.structures.values() if one.start is not None and (not kinds or one.kind in kinds)]
        return sorted(found, key=lambda one: (one.start, -(one.end or 0), one.key))


def read_xmi(content: bytes, name: str, type_system: bytes | None = None) -> XmiText:
    """Return what an XMI file has in its first view.

    `name` is what messages call the file, `type_system` the content of its `TypeSystem.xml`. Raises `FormatError`,
    naming the file and if it can the line, if it is no XMI, refers to what it does not have, has an annotation beyond
    its text or within a character, or has no text; and if dkpro-cassis is not installed.
    """
    cassis, etree = libraries()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        types = cassis.TypeSystem() if type_system is None else _type_system(type_system, name)
        _declare(_elements(content, name), types)
        told.clear()
        try:
            cas = cassis.load_cas_from_xmi(BytesIO(content), types)
        except (etree.LxmlError, *FAULTS) as error:
            raise FormatError(f"{name}: no CAS that dkpro-cassis reads: {error!r:.100}") from error
    outside = [str(one.message) for one in told if one.category is UserWarning]
    if outside:  # cassis leaves offsets as they are that are none of the text
        raise FormatError(f"{name}: an annotation is not in the text: {outside[0]}")
    if cas.sofa_string is None:
        raise FormatError(f"{name}: has no text: expected a cas:Sofa with sofaString")
    structures = _structures(cas, cassis)
    for one in structures.values():
        if one.start is not None and one.end is not None and one.start > one.end:
            raise FormatError(f"{name}: annotation {one.key} is not in the text: it ends before it begins")
    return XmiText(cas.sofa_string, structures)


def libraries() -> tuple[Any, Any]:
    """Return `cassis` and `lxml.etree`, which it needs; raises `FormatError` if dkpro-cassis is not installed."""
    try:
        import cassis
        import lxml.etree
    except ImportError as error:
        raise FormatError(f"dkpro-cassis is not installed ({error}); pip install 'claimwire[{EXTRA}]'") from error
    return cassis, lxml.etree


def _type_system(content: bytes, name: str) -> Any:
    """Return the type system of a file; raises `FormatError` if it is none."""
    cassis, etree = libraries()
    _root(content, f"{name}: its type system", DESCRIPTION)
    try:
        return cassis.load_typesystem(BytesIO(content))
    except (etree.LxmlError, *FAULTS, cassis.typesystem.TypeNotFoundError) as error:
        raise FormatError(f"{name}: its type system cannot be read: {error!r:.100}") from error


def _root(content: bytes, name: str, tag: str) -> Any:
    """Return the outermost element of a file in XML; raises `FormatError` if it is another, or the file no XML."""
    _, etree = libraries()
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise FormatError(f"{name}:{error.lineno or 1}: not XML: {error.msg}") from error
    if root.tag != tag:
        raise FormatError(f"{name}: begins with the element {root.tag:.60}, expected {tag}")
    return root


def _elements(content: bytes, name: str) -> Iterator[Any]:
    """Yield the elements of a file that are feature structures; raises `FormatError` if it is no XMI."""
    for element in _root(content, name, f"{XMI}XMI"):
        if isinstance(element.tag, str) and XMI_ID not in element.attrib and _kind(element) != "uima.cas.View":
            raise FormatError(f"{name}:{element.sourceline}: {element.tag:.60} has no xmi:id")
        yield element


def _kind(element: Any) -> str:
    """Return the name of the type of an element: `webanno.custom.X` of `{http:///webanno/custom.ecore}X`."""
    namespace, _, name = str(element.tag).removeprefix("{").rpartition("}")
    package = namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return name if package in ("", "uima.noNamespace") else f"{package}.{name}"


def _declare(elements: Iterator[Any], types: Any) -> None:
    """Declare the types and features of elements that a type system does not have."""
    for element in elements:
        kind = _kind(element)
        if not isinstance(element.tag, str) or kind in NOT_DECLARED:
            continue
        if not types.contains_type(kind, match_exactly=True):
            known = element.attrib
            types.create_type(kind, ANNOTATION if "begin" in known else ANNOTATION_BASE if "sofa" in known else TOP)
        declared = types.get_type(kind)
        ranges = dict.fromkeys(map(str, element.attrib), STRING) | {str(child.tag): STRINGS for child in element}
        for feature, feature_range in ranges.items():
            if feature != XMI_ID and not any(declared.get_feature(name) for name in (feature, f"{feature}_")):
                types.create_feature(declared, feature, feature_range)


def _structures(cas: Any, cassis: Any) -> dict[int, Structure]:
    indexed = {one.xmiID for one in cas.select_all_fs()}
    found: dict[int, Structure] = {}
    waiting = list(cas.select_all_fs())
    while waiting:
        one = waiting.pop()
        if one.xmiID in found:
            continue
        names = [feature.name for feature in one.type.all_features if feature.name not in BUILT_IN]
        values = {name: one[name] for name in names if one[name] is not None}
        features = {RENAMED.get(name, name): _plain(value, waiting, cassis) for name, value in values.items()}
        is_placed = one.xmiID in indexed and cassis.is_annotation(one)
        start, end = (one.begin, one.end) if is_placed else (None, None)
        found[one.xmiID] = Structure(one.xmiID, one.type.name, features, start, end)
    return found


def _plain(value: Any, waiting: list[Any], cassis: Any) -> Value:
    """Return a value as plain data; structures that it refers to are added to those that wait."""
    kinds = cassis.typesystem
    if not isinstance(value, kinds.FeatureStructure):
        return "" if value is None else value  # cassis reads an empty text of an array as None
    if kinds.is_array_fs(value):
        return tuple(_plain(one, waiting, cassis) for one in value.elements or ())
    if kinds.is_list_fs(value):
        heads = []
        while kinds.is_non_empty_list_fs(value):
            heads.append(_plain(value.head, waiting, cassis))
            value = value.tail
        return tuple(heads)
    waiting.append(value)
    return Reference(value.xmiID)
