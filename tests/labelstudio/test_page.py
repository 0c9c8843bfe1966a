"""The labelling page holds every slot of every label, once, and Label Studio can make sense of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from ferry import export_of, layer_of

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.config import label_config, page_version
from claimwire.labelstudio.page.controls import CONTROLS, LABEL, PARTS, RELATIONS, controls_of
from claimwire.labelstudio.page.keys import UNUSED_KEY, choice_keys
from claimwire.labelstudio.page.texts import rule_panels
from claimwire.schema import LABELS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ET.fromstring(label_config())
GUIDELINES = (ROOT / "annotations" / "guidelines.md").read_text()
NAMED = {element.get("name"): element for element in PAGE.iter() if element.get("name")}


def test_the_published_page_is_that_of_the_models() -> None:
    assert (Workspace(ROOT).schema / "label_config.xml").read_text(encoding="utf-8") == label_config()
    assert page_version() == hashlib.sha256(label_config().encode()).hexdigest()[:16]


def test_everything_that_a_task_has_a_value_for_is_on_the_page() -> None:
    for entry in export_of(layer_of())["annotations"][0]["result"]:
        if entry["type"] == "relation":
            assert set(entry["labels"]) <= {element.get("value") for element in PAGE.iter("Relation")} == set(RELATIONS)
            continue
        control = NAMED[entry["from_name"]]
        assert control.tag.lower() == entry["type"]
        if entry["type"] in ("choices", "labels"):
            assert set(entry["value"][entry["type"]]) <= {child.get("value") for child in control}


def test_labels_and_parts_have_their_key_and_colour() -> None:
    labels = {element.get("value"): element for element in NAMED[LABEL]}
    assert list(labels) == [x.label.value for x in LABELS] + [part.value for part in PARTS]
    for declaration in LABELS:
        element = labels[declaration.label.value]
        assert (element.get("hotkey"), element.get("background")) == (declaration.hotkey, declaration.color)
        assert declaration.title in str(element.get("html"))
    assert len({element.get("background") for element in labels.values()}) == len(labels)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_a_slot_is_asked_for_as_its_field_is_declared(control) -> None:
    element = NAMED[control.name]
    assert element.get("perRegion") == "true"
    assert element.get("whenLabelValue") == ",".join(control.labels)
    assert (element.get("required") == "true") is not control.shape.optional
    assert [child.get("value") for child in element] == list(control.values)
    assert all(child.get("hint") for child in element)
    if control.kind == "textarea":
        assert (element.get("maxSubmissions") is None) is control.shape.many


@pytest.mark.parametrize("declaration", LABELS, ids=lambda declaration: declaration.label)
def test_no_two_choices_of_a_label_have_the_same_key(declaration) -> None:
    names = {control.name for control in controls_of(declaration.label)}
    keys = [key for (name, _), key in choice_keys().items() if name in names]
    taken = {x.hotkey for x in LABELS} | {part.slot.hotkey for part in PARTS} | {"u"}
    assert len(set(keys)) == len(keys)
    assert UNUSED_KEY not in keys
    assert not set(keys) & taken


def test_nothing_on_the_page_has_a_key_of_label_studios_own_choosing() -> None:
    """Label Studio gives a choice, label or number without a key the next free letter."""
    for element in PAGE.iter():
        if element.tag in ("Choice", "Label", "Number"):
            assert element.get("hotkey"), element.attrib


def test_no_selector_has_what_label_studio_breaks() -> None:
    style = PAGE.find("Style")
    assert style is not None
    assert style.text is not None
    assert ">" not in style.text
    assert "white-space: pre-wrap" in style.text


def test_the_short_rules_have_a_panel_each_and_say_what_the_codebook_says() -> None:
    assert [panel.get("value") for panel in PAGE.iter("Panel")] == [title for title, _ in rule_panels()]
    for declaration in LABELS:
        assert f"{declaration.hotkey} {declaration.title}" in dict(rule_panels())
    words = "met to discuss", "the 2011 truce", "including nine children", "1994/.."
    short = "\n".join(text for _, text in rule_panels())
    for phrase in words:
        assert phrase in short
        assert phrase in GUIDELINES
