"""The labelling page holds every slot of every label, once, and Label Studio can make sense of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
from ferry import export_of, layer_of
from pydantic import Field

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.config import label_config, page_version
from claimwire.labelstudio.page.controls import (
    CONTROL_BY_NAME,
    CONTROLS,
    GROUPS,
    LABEL,
    MARKS,
    PART,
    PARTS,
    RELATIONS,
    controls_of,
)
from claimwire.labelstudio.page.keys import KEYS, MOST_KEYS, PAGE_KEYS, UNUSED_KEY, choice_key, label_key, shown_key
from claimwire.labelstudio.page.panels import HOW_TO_RELATE, MORE, READ_OFF
from claimwire.labelstudio.page.passes import Pass
from claimwire.labelstudio.page.texts import label_heading, rule_panels
from claimwire.labelstudio.page.ties import tied_to
from claimwire.labelstudio.server.migrate import controls_on
from claimwire.schema import LABELS, ClaimBase, LabelDeclaration
from claimwire.schema.vocab import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
PAGE = ET.fromstring(label_config())
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
            assert set(entry["value"][entry["type"]]) <= {child.get("alias", child.get("value")) for child in control}


def values(control: ET.Element) -> list[str]:
    return [str(label.get("value")) for label in control.iter("Label")]


def test_labels_and_parts_have_their_key_and_colour() -> None:
    assert list(MARKS) == [name for name in NAMED if name in MARKS], "a part's mark comes first in a new region"
    assert values(NAMED[PART]) == [part.value for part in PARTS]
    for element, part in zip(NAMED[PART], PARTS, strict=True):
        assert (element.get("hotkey"), element.get("background")) == (part.slot.hotkey, part.slot.color)
    claims = [element for element in NAMED[LABEL] if element.tag == "Label"]
    for element, declaration in zip(claims, LABELS, strict=True):
        assert (element.get("hotkey"), element.get("background")) == (label_key(declaration), declaration.color)
        assert (element.get("alias"), element.get("value")) == (declaration.label, declaration.title)
        assert declaration.title in str(element.get("html"))
    colours = [element.get("background") for element in (*claims, *NAMED[PART])]
    assert len(set(colours)) == len(colours)


def test_no_key_of_a_label_of_claims_can_be_typed_as_text() -> None:
    assert all(key.get("hotkey", "").startswith(("alt+", "ctrl+")) for key in NAMED[LABEL].iter("Label"))


def test_parts_that_an_earlier_page_marked_as_labels_are_still_on_the_page_unseen_and_without_a_key() -> None:
    [unseen] = [view for view in NAMED[LABEL] if view.tag == "View"]
    assert unseen.get("style") == "display:none"
    assert values(unseen) == [part.value for part in PARTS]
    assert {label.get("hotkey") for label in unseen} == {UNUSED_KEY}


def test_a_queue_made_with_the_page_of_0_3_0_loses_nothing_under_this_one() -> None:
    """The fixture is that page without its looks, rules and hints."""
    old_controls, old_relations = controls_on((Path(__file__).parent / "page-0.3.0.xml").read_text(encoding="utf-8"))
    new_controls, new_relations = controls_on(label_config())
    assert old_relations <= new_relations
    for name, (kind, offered) in old_controls.items():
        assert new_controls[name][0] == kind
        assert offered <= new_controls[name][1], name


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_a_slot_is_asked_for_as_its_field_is_declared(control) -> None:
    element = NAMED[control.name]
    assert element.get("perRegion") == "true"
    assert element.get("whenLabelValue") == ",".join(control.labels)
    assert (element.get("required") == "true") is control.is_required
    assert [child.get("value") for child in element] == list(control.values)
    assert all(child.get("hint") for child in element)
    if control.kind == "textarea":
        assert (element.get("maxSubmissions") is None) is control.shape.many


def named_in(view: ET.Element) -> list[str]:
    return [str(x.get("name")) for x in view.iter() if x.get("name")]


def folds() -> dict[str, ET.Element]:
    """Return what is folded, by its title."""
    found = [view for view in PAGE.iter("View") if "cw-fold" in str(view.get("className")).split()]
    return {str(fold[0].get("value")): fold for fold in found}


def test_what_is_required_comes_first_then_what_may_stay_empty_and_last_what_is_read_off_the_words() -> None:
    required = {x.name for x in CONTROLS if x.is_required}
    proposed = {x.name for x in CONTROLS if x.shape.proposed}
    free = {x.name for x in CONTROLS} - required - proposed
    assert list(folds()) == [MORE, READ_OFF]
    assert set(named_in(folds()[MORE])) == free
    assert set(named_in(folds()[READ_OFF])) == proposed
    shown = [name for name in NAMED if name in CONTROL_BY_NAME]
    ranks = [0 if name in required else 1 if name in free else 2 for name in shown]
    assert ranks == sorted(ranks)
    unfolded = [x for x in PAGE.iter("View") if "cw-required" in str(x.get("className"))]
    assert {name for view in unfolded for name in named_in(view)} == required
    for fold in folds().values():
        assert fold.get("whenLabelValue") == ",".join(declaration.label for declaration in LABELS)


def test_fields_come_before_choices_and_free_wording_comes_last_in_the_order_of_tab() -> None:
    def rank(name: str) -> int:
        control = CONTROL_BY_NAME[name]
        return 2 if control.kind == "choices" else int(control.shape.role in ("wording", "remark"))

    for declaration in LABELS:
        of_label = {control.name for control in controls_of(declaration.label)}
        ranks = [rank(name) for name in named_in(folds()[MORE]) if name in of_label]
        assert set(ranks) == {0, 1, 2}
        own = [rank(name) for name in named_in(folds()[MORE]) if name in of_label and "__" in name]
        assert own == sorted(own)
        assert [x == 2 for x in ranks] == sorted(x == 2 for x in ranks)


def test_slots_that_are_one_thought_stand_beside_each_other() -> None:
    boxes = [view for view in PAGE.iter("View") if view.get("className") == "cw-group"]
    found = [tuple(CONTROL_BY_NAME[name].shape.name for name in named_in(box)) for box in boxes]
    assert found == list(GROUPS)


def test_a_part_says_what_it_is_tied_to_and_that_a_relation_is_needed_only_otherwise() -> None:
    for part in PARTS:
        [box] = [x for x in PAGE.iter("View") if x.get("whenLabelValue") == part.value]
        tied = f"Tied when your work is read: to {tied_to(part)}."
        assert [str(line.get("value")) for line in box] == [f"{part.value}: {part.slot.hint}", tied, HOW_TO_RELATE]


def test_nothing_that_people_read_is_an_id() -> None:
    for element in PAGE.iter():
        shown = str(element.get("html") if element.tag == "Choice" else element.get("value"))
        if element.tag in ("Header", "Choice", "Panel", "Label"):
            assert "_" not in shown, shown


def test_the_pages_own_keys_are_shown() -> None:
    shown = " ".join(str(header.get("value")) for header in PAGE.iter("Header"))
    assert all(f"{key} {what}" in shown for key, what in PAGE_KEYS.items())


def test_nothing_on_the_page_has_a_key_that_label_studio_chose() -> None:
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


def test_every_label_has_its_short_rules_and_no_section_is_named_like_a_label_that_is_not_there() -> None:
    headings = [panel.get("value") for panel in PAGE.iter("Panel")]
    assert headings == [heading for heading, _ in rule_panels()]
    assert set(map(label_heading, LABELS)) <= set(headings)
    assert "Alt+1 Attributed statement" in headings
    assert not [heading for heading in headings if "_" in str(heading)]


def test_rules_are_sections_named_by_the_label_and_a_label_without_one_has_its_description() -> None:
    rules = "# Rules\n\nNot on the page.\n\n## Spans\n\n- Exact.\n- Short.\n\n## casualty_figure\n\nPeople.\n"
    described = [(label_heading(x), x.label.description) for x in LABELS[:2]]
    assert rule_panels(LABELS, rules) == [
        ("Spans", "- Exact.\n- Short."),
        ("Alt+3 Casualty figure", "People."),
        *((heading, f"{text[0].upper()}{text[1:]}.") for heading, text in described),
    ]
    assert [heading for heading, _ in rule_panels(LABELS, "# Rules\n")] == list(map(label_heading, LABELS))


def test_each_pass_has_the_rules_of_what_is_done_on_its_page() -> None:
    panels = {step: rule_panels(step=step) for step in Pass}
    assert {step: found[0][0] for step, found in panels.items()} == {
        Pass.WHOLE: "How to mark a claim",
        Pass.SPANS: "How to mark a claim",
        Pass.SLOTS: "How to fill in a claim",
    }
    assert len({found[0][1] for found in panels.values()}) == 3
    slots = ET.fromstring(label_config(step=Pass.SLOTS))
    assert "Alt+1" not in "".join(slots.itertext()) + "".join(x.get("value", "") for x in slots.iter("Panel"))
    assert "Alt+1" in "".join(ET.fromstring(label_config(step=Pass.SPANS)).itertext())


class MoreLabels(Vocabulary):
    FORECAST = "forecast", "what somebody expects to happen"


class Outlook(Vocabulary):
    BETTER = "better", "it gets better"
    WORSE = "worse", "it gets worse"


class Forecast(ClaimBase):
    """A label of the test's own, declared as CONTRIBUTING says."""

    label: Literal[MoreLabels.FORECAST] = Field(description="the label")  # type: ignore[assignment]
    outlook: Outlook = Field(description="where it goes")
    likely: bool | None = Field(default=None, description="whether it is called likely")
    horizon: str | None = Field(default=None, description="how far ahead")


FORECAST = LabelDeclaration(MoreLabels.FORECAST, Forecast, "Forecast", hotkey="4", color="#00695c")
WITH_FORECAST = (*LABELS, FORECAST)


def test_a_fourth_label_needs_no_edit_of_the_page() -> None:
    page = ET.fromstring(label_config(WITH_FORECAST))
    named = {element.get("name"): element for element in page.iter() if element.get("name")}
    assert [(x.get("alias"), x.get("hotkey")) for x in named[LABEL]][3] == ("forecast", "alt+4")
    for name in ("forecast__outlook", "forecast__likely", "forecast__horizon"):
        assert named[name].get("whenLabelValue") == "forecast"
    assert named["statement"].get("whenLabelValue") == ",".join(x.label for x in WITH_FORECAST)
    assert {choice.get("hotkey") for choice in named["forecast__outlook"]} == {UNUSED_KEY}, "they are clicked"
    panels = [panel.get("value") for panel in page.iter("Panel")]
    assert panels == [*(heading for heading, _ in rule_panels()), "Alt+4 Forecast"]
    assert "What somebody expects to happen." in "".join(page.itertext())


def test_every_key_is_that_of_a_choice_on_the_page() -> None:
    for name, keys in KEYS.items():
        assert keys.keys() <= set(CONTROL_BY_NAME[name].values), name
    for choices in PAGE.iter("Choices"):
        for choice in choices:
            key = choice_key(str(choices.get("name")), str(choice.get("value")))
            assert choice.get("hotkey") == (key or UNUSED_KEY)
            if choices.get("perRegion"):
                assert str(choice.get("html")).endswith("</kbd>") is (key is not None)
                assert key is None or f"<kbd>{shown_key(key)}</kbd>" in str(choice.get("html"))


@pytest.mark.parametrize("declaration", LABELS, ids=lambda declaration: declaration.label)
def test_a_label_has_at_most_twelve_keys_of_choices_and_every_required_slot_has_one(declaration) -> None:
    shown = controls_of(declaration.label)
    keys = [key for control in shown for key in KEYS.get(control.name, {}).values()]
    assert len(keys) == len(set(keys)) <= MOST_KEYS
    marks = {label_key(x) for x in LABELS} | {part.slot.hotkey for part in PARTS}
    assert not set(keys) & (marks | {"u", UNUSED_KEY}), "u is Label Studio's own"
    assert {control.name for control in shown if control.is_required} <= KEYS.keys()


def test_what_every_claim_has_takes_shift_and_the_first_letter_and_what_one_label_has_takes_plain_keys() -> None:
    for name, keys in KEYS.items():
        is_common = len(CONTROL_BY_NAME[name].labels) == len(LABELS)
        for value, key in keys.items():
            assert key == f"shift+{value[0]}" if is_common else key in f"0{value}", (name, value)


def test_keys_are_shown_as_they_are_written_on_a_keyboard() -> None:
    assert [shown_key(key) for key in ("g", "0", "shift+a", "alt+1")] == ["G", "0", "⇧A", "Alt+1"]
