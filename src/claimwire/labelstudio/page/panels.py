"""The slots on the labelling page, for the regions of their labels: what is required, then what folds.

`more` is what may stay empty, and last what a program reads off the words. Both are folded by the style sheet, which
shows what is filled in, and all of it where the mouse or the focus is.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ...schema import STANDARD_QUESTIONS, LabelDeclaration, Questions
from ...schema.vocab import Label
from .controls import GROUPS, PARTS, TEXT, Control, Part, controls, in_words
from .keys import UNUSED_KEY, choice_key, shown_key
from .ties import tied_to

MORE = "more, which may stay empty"
"""Title of the slots that nobody has to fill in."""

READ_OFF = "read off the words: fill in only where that would be wrong"
"""Title of the slots that a program fills in."""

HOW_TO_RELATE = (
    "Only where that is not clear, or another claim is meant: Alt+R, then click the claim, in the text or in the list "
    "of regions."
)


def add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    """Add a tag with attributes to another and return it."""
    return ET.SubElement(parent, tag, attributes)


def add_panels(
    parent: ET.Element, labels: tuple[LabelDeclaration, ...], questions: Questions = STANDARD_QUESTIONS
) -> None:
    """Add the slots of some labels that are asked, which show when a region of their label is selected.

    Of what may stay empty the fields to type in come first: there Tab leads from the text and from the choices.
    """
    of_all = tuple(declaration.label for declaration in labels)
    groups: list[tuple[Label, ...]] = [*((label,) for label in of_all), of_all]
    shown = controls(labels, questions)
    asked = [control for control in shown if not control.shape.proposed]
    proposed = [control for control in shown if control.shape.proposed]
    free = [control for control in asked if not control.is_required]
    _panels_of(parent, [control for control in asked if control.is_required], groups, "cw-panel cw-required")
    typed = [control for control in free if control.kind != "choices"]
    more = _fold(parent, MORE, of_all)
    _panels_of(more, sorted(typed, key=_is_worded_freely), groups)
    _panels_of(more, [control for control in free if control.kind == "choices"], groups)
    read_off = _fold(parent, READ_OFF, tuple(x for x in of_all if any(x in control.labels for control in proposed)))
    _panels_of(read_off, proposed, groups)


def add_part_help(parent: ET.Element, parts: Sequence[Part] = PARTS) -> None:
    """Add what is said of a part that is selected: what it is, and to which claim it is tied."""
    for part in parts:
        box = add(parent, "View", className="cw-panel cw-part", **_shown_for((part.value,)))
        add(box, "Header", value=f"{part.value}: {part.slot.hint}", size="6")
        add(box, "Header", value=f"Tied when your work is read: to {tied_to(part)}.", size="6")
        add(box, "Header", value=HOW_TO_RELATE, size="6")


def _fold(parent: ET.Element, title: str, labels: tuple[str, ...]) -> ET.Element:
    fold = add(parent, "View", className="cw-panel cw-fold", **_shown_for(labels))
    add(fold, "Header", value=title, size="6")
    return fold


def _shown_for(labels: Sequence[str]) -> dict[str, str]:
    return {"visibleWhen": "region-selected", "whenLabelValue": ",".join(labels)}


def _panels_of(
    parent: ET.Element, shown: Sequence[Control], groups: Sequence[tuple[Label, ...]], css_class: str = "cw-panel"
) -> None:
    """Add slots in a panel for each group of labels that they show for."""
    for shown_for in groups:
        own = [control for control in shown if control.labels == shown_for]
        if own:
            panel = add(parent, "View", className=css_class, **_shown_for(shown_for))
            for controls_beside in _beside_each_other(own):
                box = panel if len(controls_beside) == 1 else add(panel, "View", className="cw-group")
                for control in controls_beside:
                    _slot(box, control)


def _is_worded_freely(control: Control) -> bool:
    """Return whether a slot's words are the annotator's own, and are not compared; such slots come last."""
    return control.shape.role in ("wording", "remark")


def _beside_each_other(shown: Sequence[Control]) -> list[list[Control]]:
    """Return slots in their order, those of a group as one where its first stands."""
    group_of = {name: group for group in GROUPS for name in group}
    found: dict[tuple[str, ...], list[Control]] = {}
    for control in shown:
        found.setdefault(group_of.get(control.shape.name, (control.shape.name,)), []).append(control)
    return list(found.values())


def _slot(parent: ET.Element, control: Control) -> None:
    """Add a slot: its name and its control, on one line if they fit."""
    shape = control.shape
    slot = add(parent, "View", className="cw-slot")
    add(slot, "Header", value=control.title + (" *" if control.is_required else ""), size="6")
    labels = ",".join(control.labels)
    common = {"name": control.name, "toName": TEXT, "perRegion": "true", "whenLabelValue": labels}
    if control.is_required:
        common |= {"required": "true", "requiredMessage": f"{control.title}: {shape.description}"}
    if control.kind == "number":
        add(slot, "Number", **common, min="0", step="1", hotkey=UNUSED_KEY)
    elif control.kind == "choices":
        choices = add(slot, "Choices", **common, choice="multiple" if shape.many else "single", layout="inline")
        for offered in control.choices:
            value = offered.value
            key = choice_key(control.name, value)
            shown = in_words(value) if key is None else f"{in_words(value)} <kbd>{shown_key(key)}</kbd>"
            add(choices, "Choice", value=value, html=shown, hint=offered.told, hotkey=key or UNUSED_KEY)
    else:
        several = {} if shape.many else {"maxSubmissions": "1"}
        rows = "2" if shape.meaning == "own_words" else "1"
        common |= several | {"rows": rows, "placeholder": _placeholder(control)}
        add(slot, "TextArea", **common, editable="true", showSubmitButton="false")


def _placeholder(control: Control) -> str:
    if control.shape.meaning == "edtf":
        return f"2020-11-09, 1992/1994, 199X: {control.shape.description}"
    return control.shape.description + ("; Enter after each" if control.shape.many else "")
