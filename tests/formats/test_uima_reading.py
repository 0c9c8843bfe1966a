"""XMI as plain data: offsets in code points, values as they are declared, and files that are none."""

from __future__ import annotations

import sys
from pathlib import Path

import cassis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import FormatError
from claimwire.formats.uima.reading import Reference, read_xmi

TEXT = "A 😀 ship sank,\nshe said 😀."

BODY = (
    '<cas:NULL xmi:id="0"/>'
    '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" '
    'sofaString="A 😀 ship sank,&#10;she said 😀."/>'
    '<t:Word xmi:id="3" sofa="1" begin="5" end="9" lemma="ship" weight="2"/>'
    '<t:Said xmi:id="4" sofa="1" begin="25" end="27" words="3 5" who="5"><names>Orla</names><names/></t:Said>'
    '<t:Word xmi:id="5" sofa="1" begin="0" end="1"/>'
    '<t:Loose xmi:id="6" note="no place"/>'
    '<cas:View sofa="1" members="3 4 5 6"/>'
)
TYPES = b"""<?xml version="1.0"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>org.t.Word</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>weight</name><description/><rangeTypeName>uima.cas.Integer</rangeTypeName></featureDescription>
</features></typeDescription>
<typeDescription><name>org.t.Said</name><description/><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>words</name><description/><rangeTypeName>uima.cas.FSArray</rangeTypeName></featureDescription>
<featureDescription><name>who</name><description/><rangeTypeName>org.t.Word</rangeTypeName></featureDescription>
</features></typeDescription></types></typeSystemDescription>"""


def xmi(body: str = BODY) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmi:version="2.0" '
    return f'{head}xmlns:cas="http:///uima/cas.ecore" xmlns:t="http:///org/t.ecore">{body}</xmi:XMI>'.encode()


def test_annotations_are_read_without_a_type_system() -> None:
    found = read_xmi(xmi(), "a.xmi")
    assert found.text == TEXT
    first, ship, face = found.annotations()
    assert [(one.kind, one.start, one.end) for one in (first, ship, face)] == [
        ("org.t.Word", 0, 1),
        ("org.t.Word", 4, 8),
        ("org.t.Said", 24, 25),
    ]
    assert (found.text[4:8], found.text[24:25]) == ("ship", "😀")
    assert dict(ship.features) == {"lemma": "ship", "weight": "2"}
    assert dict(face.features) == {"words": "3 5", "who": "5", "names": ("Orla", "")}
    assert found.structures[6].start is None
    assert dict(found.structures[6].features) == {"note": "no place"}
    assert [one.key for one in found.annotations("org.t.Said")] == [4]


def test_values_are_as_the_type_system_declares_them() -> None:
    found = read_xmi(xmi(), "a.xmi", TYPES)
    said = found.structures[4]
    assert said.many("words") == (Reference(3), Reference(5))
    assert said.features["who"] == Reference(5)
    assert said.many("who") == (Reference(5),)
    assert said.many("names") == ("Orla", "")
    assert said.many("nothing") == ()
    assert found.structures[3].features == {"lemma": "ship", "weight": 2}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1))
def test_every_offset_is_the_code_point_that_cassis_wrote(text: str) -> None:
    types = cassis.TypeSystem()
    word = types.create_type("org.t.Word")
    cas = cassis.Cas(types)
    cas.sofa_string = text
    for place in range(len(text)):
        cas.add(word(begin=place, end=place + 1))
    found = read_xmi(cas.to_xmi().encode(), "a.xmi").annotations("org.t.Word")
    assert [text[one.start : one.end] for one in found] == list(text)
    assert [one.start for one in found] == list(range(len(text)))


def test_features_that_python_has_a_use_for_and_an_annotation_that_is_in_no_index() -> None:
    body = BODY.replace('weight="2"', 'type="noun" self="me" who="7"').replace('members="3 4 5 6"', 'members="3"')
    types = TYPES.replace(b"<name>weight</name>", b"<name>who</name>").replace(b"uima.cas.Integer", b"org.t.Word")
    found = read_xmi(xmi(f'{body}<t:Word xmi:id="7" sofa="1" begin="0" end="3"/>'), "a.xmi", types)
    assert dict(found.structures[3].features) == {
        "lemma": "ship", "type": "noun", "self": "me", "who": Reference(7),
    }  # fmt: skip
    assert found.structures[7].start is None, "its offsets may count anything"
    assert [one.key for one in found.annotations()] == [3]


def test_the_longer_of_two_annotations_comes_first_and_then_the_one_of_the_lower_id() -> None:
    more = "".join(f'<t:Word xmi:id="{key}" sofa="1" begin="0" end="{end}"/>' for key, end in ((7, 4), (8, 1), (9, 4)))
    found = read_xmi(xmi(BODY.replace("<cas:View", f"{more}<cas:View").replace("5 6", "5 6 9 8 7")), "a.xmi")
    assert [one.key for one in found.annotations()] == [7, 9, 5, 8, 3, 4]


def test_lists_are_read_as_arrays_are() -> None:
    types = TYPES.replace(b"uima.cas.FSArray", b"uima.cas.FSList")
    assert read_xmi(xmi(), "a.xmi", types).structures[4].many("words") == (Reference(3), Reference(5))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.xmi:1: not XML"),
        (b"\xff\xfe\xfa\x00", "a.xmi:1: not XML"),
        (b"<a>\n<b></a>", "a.xmi:2: not XML: Opening and ending tag mismatch"),
        (b"<html/>", "begins with the element html, expected {http://www.omg.org/XMI}XMI"),
        (xmi(""), "has no text: expected a cas:Sofa with sofaString"),
        (xmi(BODY.replace(' xmi:id="3"', "")), "Word has no xmi:id"),
        (xmi(BODY.replace('xmi:id="3"', 'xmi:id="three"')), "no CAS that dkpro-cassis reads"),
        (xmi(BODY.replace('begin="0"', 'begin="3"')), r"not in the text: Not mapping external offset \[3\]"),
        (xmi(BODY.replace('end="27"', 'end="29"')), r"not in the text: Not mapping external offset \[29\]"),
        (xmi(BODY.replace('begin="0"', 'begin="-1"')), r"not in the text: Not mapping external offset \[-1\]"),
        (xmi(BODY.replace('begin="5" end="9"', 'begin="9" end="5"')), "annotation 3 .* ends before it begins"),
        (xmi(BODY.replace('members="3', 'members="33')), "no CAS that dkpro-cassis reads: KeyError"),
        (xmi(BODY.replace("<names/>", "<a><b/></a>")), "no CAS that dkpro-cassis reads"),
        (xmi(BODY.replace('lemma="ship"', 'le-mma="ship"')), "no CAS that dkpro-cassis reads"),
    ],
    ids=range(14),
)
def test_what_is_no_xmi_is_told_with_its_file(content: bytes, told: str) -> None:
    with pytest.raises(FormatError, match=told) as error:
        read_xmi(content, "a.xmi")
    assert str(error.value).startswith("a.xmi:")


@pytest.mark.parametrize("place", ["<names/>", 'lemma="ship"'])
def test_no_file_is_read_that_an_entity_names(place: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words", encoding="utf-8")
    body = BODY.replace(place, "<names>&e;</names>" if place == "<names/>" else 'lemma="&e;"')
    content = xmi(body).replace(b"<xmi:XMI", f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]><xmi:XMI'.encode(), 1)
    with pytest.raises(FormatError, match=r"^a\.xmi:.*[eE]ntity 'e'") as error:
        read_xmi(content, "a.xmi")
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize(
    ("types", "told"),
    [
        (b"", "type system:1: not XML"),
        (b"<types>\n", "type system:2: not XML"),
        (
            b"<types/>",
            "type system: begins with the element types, expected {http://uima.apache.org/resourceSpecifier}",
        ),
        (TYPES.replace(b"uima.tcas.Annotation", b"org.t.Other"), "type system cannot be read"),
    ],
    ids=["empty", "unclosed", "another file", "a type of no type"],
)
def test_a_type_system_that_is_none(types: bytes, told: str) -> None:
    with pytest.raises(FormatError, match=f"^a.xmi: its {told}"):
        read_xmi(xmi(), "a.xmi", types)


def test_without_cassis_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(FormatError, match=r"dkpro-cassis is not installed .*pip install 'claimwire\[uima\]'"):
        read_xmi(xmi(), "a.xmi")
