"""What INCEpTION makes of a type system that is imported, by the rules of its `TypeSystemAnalysis`, written down anew.

- The file has to begin with `<?xml`, or it is taken for a layer in JSON.
- A layer is a type right below `uima.tcas.Annotation`; one below the document annotation is none.
- It is a span layer if each feature of its own is primitive, an array of strings, or a slot feature: an array whose
  element type is right below `uima.cas.TOP` and has two features, a string and one that is not primitive. INCEpTION
  takes for granted that they are called `role` and `target`.
- It is a relation layer if it has two other features, `Governor` and `Dependent`, of one range, which is an annotation.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

NAMESPACE = {"u": "http://uima.apache.org/resourceSpecifier"}
PRIMITIVE = {
    f"uima.cas.{name}" for name in ("String", "Boolean", "Integer", "Long", "Short", "Byte", "Float", "Double")
}
ANNOTATION, TOP = "uima.tcas.Annotation", "uima.cas.TOP"


@dataclass(frozen=True)
class Feature:
    """A feature as a type system declares it."""

    range: str
    element: str
    description: str


@dataclass(frozen=True)
class Declared:
    """A type as a type system declares it, with the features of its own."""

    parent: str
    features: dict[str, Feature]


def declared_types(content: bytes) -> dict[str, Declared]:
    """Return the types of a `TypeSystem.xml` by name."""
    assert content.startswith(b"<?xml"), "INCEpTION looks at the first five bytes"
    found = {}
    for one in etree.fromstring(content).iterfind(".//u:typeDescription", NAMESPACE):
        features = {
            _text(feature, "name"): Feature(
                _text(feature, "rangeTypeName"), _text(feature, "elementType"), _text(feature, "description")
            )
            for feature in one.iterfind(".//u:featureDescription", NAMESPACE)
        }
        found[_text(one, "name")] = Declared(_text(one, "supertypeName"), features)
    return found


def layers_in(types: dict[str, Declared]) -> dict[str, str]:
    """Return the layers that INCEpTION makes of types, and what each is: `span` or `relation`."""
    kinds = {name: _kind(one, types) for name, one in types.items() if one.parent == ANNOTATION}
    return {name: kind for name, kind in kinds.items() if kind}


def is_slot(feature: Feature, types: dict[str, Declared]) -> bool:
    """Return whether a feature links annotations."""
    link = types.get(feature.element)
    if (
        feature.range != "uima.cas.FSArray"
        or link is None
        or link.parent != TOP
        or set(link.features) != {"role", "target"}
    ):
        return False
    return link.features["role"].range == "uima.cas.String" and link.features["target"].range not in PRIMITIVE


def _kind(one: Declared, types: dict[str, Declared]) -> str:
    rest = {
        name: feature
        for name, feature in one.features.items()
        if feature.range not in PRIMITIVE and feature.range != "uima.cas.StringArray" and not is_slot(feature, types)
    }
    if not rest:
        return "span"
    ranges = {feature.range for feature in rest.values()}
    return "relation" if set(rest) == {"Governor", "Dependent"} and len(ranges) == 1 else ""


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(f"u:{name}", "", NAMESPACE)
