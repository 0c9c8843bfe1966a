"""The labelling page holds every slot of every label, once, and Label Studio can make sense of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest
from ferry import export_of, layer_of
from pydantic import Field, create_model

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.config import label_config, page_version
from claimwire.labelstudio.page.controls import CONTROLS, LABEL, PARTS, RELATIONS, controls
from claimwire.labelstudio.page.keys import UNUSED_KEY, choice_keys
from claimwire.labelstudio.page.texts import rule_panels
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
    assert (element.get("required") == "true") is control.is_required
    assert [child.get("value") for child in element] == list(control.values)
    assert all(child.get("hint") for child in element)
    if control.kind == "textarea":
        assert (element.get("maxSubmissions") is None) is control.shape.many


def test_fields_come_before_choices_and_what_is_read_off_the_words_comes_last_under_its_heading() -> None:
    """In the order of Tab; the style sheet shows what has to be chosen above the fields."""
    kinds = {control.name: 1 if control.kind == "choices" else 0 for control in CONTROLS if not control.shape.proposed}
    kinds |= {control.name: 2 for control in CONTROLS if control.shape.proposed}
    ranks = [kinds[name] for name in NAMED if name in kinds]
    assert ranks == sorted(ranks)
    panels = {x.get("name"): panel for panel in PAGE.iter("View") for slot in panel for x in slot if x.get("name")}
    required = {str(name) for name, panel in panels.items() if "cw-required" in str(panel.get("className"))}
    assert required == {control.name for control in CONTROLS if control.is_required}
    [heading] = [view for view in PAGE.iter("View") if "cw-proposed" in str(view.get("className"))]
    assert heading.get("whenLabelValue") == ",".join(declaration.label for declaration in LABELS)
    order = list(PAGE.iter())
    assert all((order.index(NAMED[name]) > order.index(heading)) is (rank == 2) for name, rank in kinds.items())


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
    assert {f"{declaration.hotkey} {declaration.title}" for declaration in LABELS} <= set(headings)
    assert not [heading for heading in headings if "_" in str(heading)]


def test_rules_are_sections_named_by_the_label_and_a_label_without_one_has_its_description() -> None:
    rules = "# Rules\n\nNot on the page.\n\n## Spans\n\n- Exact.\n- Short.\n\n## casualty_figure\n\nPeople.\n"
    described = [(f"{x.hotkey} {x.title}", x.label.description) for x in LABELS[:2]]
    assert rule_panels(LABELS, rules) == [
        ("Spans", "- Exact.\n- Short."),
        ("3 Casualty figure", "People."),
        *((heading, f"{text[0].upper()}{text[1:]}.") for heading, text in described),
    ]
    assert [heading for heading, _ in rule_panels(LABELS, "# Rules\n")] == [f"{x.hotkey} {x.title}" for x in LABELS]


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
    assert [(x.get("value"), x.get("hotkey")) for x in named[LABEL]][3] == ("forecast", "4")
    for name in ("forecast__outlook", "forecast__likely", "forecast__horizon"):
        assert named[name].get("whenLabelValue") == "forecast"
    assert named["statement"].get("whenLabelValue") == ",".join(x.label for x in WITH_FORECAST)
    assert {key for (name, _), key in choice_keys(WITH_FORECAST).items() if name == "forecast__outlook"} == {
        "b",
        "shift+w",
    }
    panels = [panel.get("value") for panel in page.iter("Panel")]
    assert panels == [*(heading for heading, _ in rule_panels()), "4 Forecast"]
    assert "What somebody expects to happen." in "".join(page.itertext())


def wide(count: int) -> LabelDeclaration:
    """Return the fourth label with a slot of so many choices."""
    values = Vocabulary("Many", {f"V{n}": (f"v{n}", f"number {n}") for n in range(count)})  # type: ignore[arg-type]
    model = create_model("Wide", __base__=Forecast, outlook=(values, Field(description="which")))
    return replace(FORECAST, model=model)


@pytest.mark.parametrize("labels", [LABELS, WITH_FORECAST, (*LABELS, wide(30)), (*LABELS, wide(200))])
def test_choices_have_keys_of_their_own_as_long_as_there_are_any_and_the_others_are_clicked(labels) -> None:
    keys = choice_keys(labels)
    taken = {x.hotkey for x in labels} | {part.slot.hotkey for part in PARTS} | {"u", UNUSED_KEY}
    of_all = [(x.name, value) for x in controls(labels) if len(x.labels) == len(labels) for value in x.values]
    assert all(keys[choice].startswith("shift+") for choice in of_all)
    for declaration in labels:
        own = [(x.name, value) for x in controls(labels) if x.labels == (declaration.label,) for value in x.values]
        given = [keys[choice] for choice in (*of_all, *own) if choice in keys]
        assert len(set(given)) == len(given)
        assert not set(given) & taken
        plain_and_shifted = (36 - len(taken - {UNUSED_KEY})) + (36 - len(of_all))
        assert [choice in keys for choice in own] == [n < plain_and_shifted for n in range(len(own))]
    for choices in (x for x in ET.fromstring(label_config(labels)).iter("Choices") if x.get("perRegion")):
        for choice in choices:
            key = keys.get((str(choices.get("name")), str(choice.get("value"))))
            assert choice.get("hotkey") == (key or UNUSED_KEY)
            assert ("<kbd>" in str(choice.get("html"))) is (key is not None)


def test_a_key_is_a_letter_or_digit_of_the_value_if_one_is_left() -> None:
    keys = choice_keys((*LABELS, wide(3)))
    assert [keys["forecast__outlook", f"v{n}"] for n in range(3)] == ["v", "shift+v", "shift+2"]
