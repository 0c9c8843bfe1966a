"""The labelling page, made from the declarations of the labels and their record models."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.etree import ElementTree as ET

from ...schema import LABELS, LabelDeclaration
from ...schema.vocab import Label
from .controls import COMPLETE, LABEL, LAYER, NO, PARTS, TEXT, YES, Control, controls, relations
from .keys import UNUSED_KEY, choice_keys, shown_key
from .texts import rule_panels, style_sheet


@lru_cache(maxsize=2)
def label_config(labels: tuple[LabelDeclaration, ...] = LABELS) -> str:
    """Return the labelling page for some labels as Label Studio's XML, the same bytes for the same declarations."""
    page = ET.Element("View", {"className": "cw"})
    _add(page, "Style").text = f"\n{style_sheet(PARTS)}"
    text = _add(page, "View", className="cw-text")
    _labels(text, labels)
    _add(text, "Header", value="$byline", size="6")
    _add(text, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    side = _add(page, "View", className="cw-side")
    _panels(side, labels)
    _parts_help(side)
    _complete(side)
    _rules(side, labels)
    tags = _add(page, "Relations")
    for value in relations(labels):
        _add(tags, "Relation", value=value)
    hidden = _add(page, "View", style="display:none")
    _add(hidden, "TextArea", name=LAYER, toName=TEXT)
    ET.indent(page, space=" ")
    return ET.tostring(page, encoding="unicode") + "\n"


def page_version() -> str:
    """Return the version of the labelling page: the first 16 hexadecimal digits of the SHA-256 of its XML."""
    return hashlib.sha256(label_config().encode("utf-8")).hexdigest()[:16]


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _labels(parent: ET.Element, labels: Sequence[LabelDeclaration]) -> None:
    """Add the labels of claims and of their parts, each with its key and colour."""
    keys = _add(parent, "View", className="cw-keys")
    tags = _add(keys, "Labels", name=LABEL, toName=TEXT, choice="single")
    for declaration in labels:
        _add(
            tags,
            "Label",
            value=declaration.label.value,
            html=f"<b>{declaration.title}</b>",
            hotkey=declaration.hotkey,
            background=declaration.color,
            hint=declaration.label.description,
        )
    for part in PARTS:
        _add(tags, "Label", value=part.value, hotkey=part.slot.hotkey, background=part.slot.color, hint=part.slot.hint)


def _complete(parent: ET.Element) -> None:
    box = _add(parent, "View", className="cw-slot cw-end")
    _add(box, "Header", value="all sentences considered? *", size="6")
    choices = _add(
        box,
        "Choices",
        name=COMPLETE,
        toName=TEXT,
        choice="single",
        layout="inline",
        required="true",
        requiredMessage="Say whether you considered every sentence (beside the text, above the rules).",
    )
    for value in (YES, NO):
        _add(choices, "Choice", value=value, hotkey=UNUSED_KEY)


def _panels(parent: ET.Element, labels: tuple[LabelDeclaration, ...]) -> None:
    """Add the slots, which show when a region of their label is selected.

    What is typed comes first, so that Tab leads there from the text, then what has to be chosen, which the style sheet
    shows above it, then what may be chosen, and last, under a heading, what a program reads off the words.
    """
    of_all = tuple(declaration.label for declaration in labels)
    groups: list[tuple[Label, ...]] = [*((label,) for label in of_all), of_all]
    keys = choice_keys(labels)
    asked = [control for control in controls(labels) if not control.shape.proposed]
    chosen = [control for control in asked if control.kind == "choices"]
    _panels_of(parent, [control for control in asked if control.kind != "choices"], groups, keys)
    _panels_of(parent, [control for control in chosen if control.is_required], groups, keys, "cw-panel cw-required")
    _panels_of(parent, [control for control in chosen if not control.is_required], groups, keys)
    proposed = [control for control in controls(labels) if control.shape.proposed]
    with_proposed = (label for label in of_all if any(label in control.labels for control in proposed))
    heading = _add(parent, "View", className="cw-panel cw-proposed", **_shown_for(",".join(with_proposed)))
    _add(heading, "Header", value="Read off the words: fill in only where that would be wrong", size="6")
    _panels_of(parent, proposed, groups, keys)


def _panels_of(
    parent: ET.Element,
    shown: Sequence[Control],
    groups: Sequence[tuple[Label, ...]],
    keys: Mapping[tuple[str, str], str],
    css_class: str = "cw-panel",
) -> None:
    """Add slots in a panel for each group of labels that they show for."""
    for shown_for in groups:
        own = [control for control in shown if control.labels == shown_for]
        if own:
            panel = _add(parent, "View", className=css_class, **_shown_for(",".join(shown_for)))
            for control in own:
                _slot(panel, control, keys)


def _shown_for(labels: str) -> dict[str, str]:
    return {"visibleWhen": "region-selected", "whenTagName": LABEL, "whenLabelValue": labels}


def _slot(parent: ET.Element, control: Control, keys: Mapping[tuple[str, str], str]) -> None:
    """Add a slot: its name and its control, on one line if they fit."""
    shape = control.shape
    name = shape.name.replace("_", " ") + (" *" if control.is_required else "")
    slot = _add(parent, "View", className="cw-slot")
    _add(slot, "Header", value=name, size="6")
    labels = ",".join(control.labels)
    common = {"name": control.name, "toName": TEXT, "perRegion": "true", "whenLabelValue": labels}
    if control.is_required:
        common |= {"required": "true", "requiredMessage": f"{name.removesuffix(' *')}: {shape.description}"}
    if control.kind == "number":
        _add(slot, "Number", **common, min="0", step="1", hotkey=UNUSED_KEY)
    elif control.kind == "choices":
        choice = "multiple" if shape.many else "single"
        choices = _add(slot, "Choices", **common, choice=choice, layout="inline")
        for value, hint in _choices(control):
            key = keys.get((control.name, value))
            html = value if key is None else f"{value} <kbd>{shown_key(key)}</kbd>"
            _add(choices, "Choice", value=value, html=html, hint=hint, hotkey=key or UNUSED_KEY)
    else:
        several = {} if shape.many else {"maxSubmissions": "1"}
        rows = "2" if shape.meaning == "own_words" else "1"
        _add(
            slot,
            "TextArea",
            **common,
            **several,
            rows=rows,
            placeholder=_placeholder(control),
            editable="true",
            showSubmitButton="false",
        )


def _choices(control: Control) -> list[tuple[str, str]]:
    """Return the values of a slot with their meanings."""
    if control.shape.vocabulary is not None:
        return [(value.value, value.description) for value in control.shape.vocabulary]
    return [(value, f"{control.shape.description}: {value}") for value in control.values]


def _placeholder(control: Control) -> str:
    if control.shape.meaning == "edtf":
        return f"2020-11-09, 1992/1994, 199X: {control.shape.description}"
    return control.shape.description + ("; Enter after each" if control.shape.many else "")


def _parts_help(parent: ET.Element) -> None:
    for part in PARTS:
        box = _add(parent, "View", className="cw-panel", **_shown_for(part.value))
        _add(box, "Header", value=f"{part.value}: {part.slot.hint}", size="6")
        _add(box, "Header", value="Alt+R, then click the claim it belongs to.", size="6")


def _rules(parent: ET.Element, labels: Sequence[LabelDeclaration]) -> None:
    """Add the codebook's short rules, folded until somebody opens them."""
    rules = _add(parent, "Collapse", accordion="true", bordered="false")
    for heading, text in rule_panels(labels):
        panel = _add(rules, "Panel", value=heading)
        _add(_add(panel, "View"), "Markdown").text = f"\n{text}\n"
