"""The labelling page, made from the record models."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from xml.etree import ElementTree as ET

from ...schema import LABELS
from .controls import COMPLETE, CONTROLS, LABEL, LAYER, NO, PARTS, RELATIONS, TEXT, YES, Control
from .keys import UNUSED_KEY, choice_keys, shown_key
from .texts import rule_panels, style_sheet


@lru_cache(maxsize=1)
def label_config() -> str:
    """Return the labelling page as Label Studio's XML, the same bytes for the same models."""
    page = ET.Element("View", {"className": "cw"})
    _add(page, "Style").text = f"\n{style_sheet(PARTS)}"
    text = _add(page, "View", className="cw-text")
    _labels(text)
    _add(text, "Header", value="$byline", size="6")
    _add(text, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    side = _add(page, "View", className="cw-side")
    _panels(side)
    _parts_help(side)
    _complete(side)
    _rules(side)
    relations = _add(page, "Relations")
    for value in RELATIONS:
        _add(relations, "Relation", value=value)
    hidden = _add(page, "View", style="display:none")
    _add(hidden, "TextArea", name=LAYER, toName=TEXT)
    ET.indent(page, space=" ")
    return ET.tostring(page, encoding="unicode") + "\n"


def page_version() -> str:
    """Return the version of the labelling page: the first 16 hexadecimal digits of the SHA-256 of its XML."""
    return hashlib.sha256(label_config().encode("utf-8")).hexdigest()[:16]


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _labels(parent: ET.Element) -> None:
    """Add the labels of claims and of their parts, each with its key and colour."""
    keys = _add(parent, "View", className="cw-keys")
    labels = _add(keys, "Labels", name=LABEL, toName=TEXT, choice="single")
    for declaration in LABELS:
        _add(
            labels,
            "Label",
            value=declaration.label.value,
            html=f"<b>{declaration.title}</b>",
            hotkey=declaration.hotkey,
            background=declaration.color,
            hint=declaration.label.description,
        )
    for part in PARTS:
        _add(
            labels, "Label", value=part.value, hotkey=part.slot.hotkey, background=part.slot.color, hint=part.slot.hint
        )


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


def _panels(parent: ET.Element) -> None:
    """Add the slots, which show when a region of their label is selected: what is typed before what is chosen.

    So Tab leads from one field to the next, and the statement comes first.
    """
    everywhere = tuple(x.label for x in LABELS)
    groups = [
        (everywhere, [c for c in CONTROLS if c.labels == everywhere and c.kind != "choices"]),
        *(((x.label,), [c for c in CONTROLS if c.labels == (x.label,) and c.kind != "choices"]) for x in LABELS),
        *(((x.label,), [c for c in CONTROLS if c.labels == (x.label,) and c.kind == "choices"]) for x in LABELS),
        (everywhere, [c for c in CONTROLS if c.labels == everywhere and c.kind == "choices"]),
    ]
    for labels, controls in groups:
        panel = _add(parent, "View", className="cw-panel", **_shown_for(",".join(labels)))
        for control in controls:
            _slot(panel, control)


def _shown_for(labels: str) -> dict[str, str]:
    return {"visibleWhen": "region-selected", "whenTagName": LABEL, "whenLabelValue": labels}


def _slot(parent: ET.Element, control: Control) -> None:
    """Add a slot: its name and its control, which take one line where they can."""
    shape = control.shape
    name = shape.name.replace("_", " ") + ("" if shape.optional else " *")
    slot = _add(parent, "View", className="cw-slot")
    _add(slot, "Header", value=name, size="6")
    labels = ",".join(control.labels)
    common = {"name": control.name, "toName": TEXT, "perRegion": "true", "whenLabelValue": labels}
    if not shape.optional:
        common |= {"required": "true", "requiredMessage": f"{name.removesuffix(' *')}: {shape.description}"}
    if control.kind == "number":
        _add(slot, "Number", **common, min="0", step="1", hotkey=UNUSED_KEY)
    elif control.kind == "choices":
        choices = _add(slot, "Choices", **common, choice="single", layout="inline")
        for value, hint in _choices(control):
            key = choice_keys()[control.name, value]
            html = f"{value} <kbd>{shown_key(key)}</kbd>"
            _add(choices, "Choice", value=value, html=html, hint=hint, hotkey=key)
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


def _rules(parent: ET.Element) -> None:
    """Add the codebook's short rules, folded until somebody wants them."""
    rules = _add(parent, "Collapse", accordion="true", bordered="false")
    for title, text in rule_panels():
        panel = _add(rules, "Panel", value=title)
        _add(_add(panel, "View"), "Markdown").text = f"\n{text}\n"
