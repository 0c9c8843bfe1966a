"""The labelling page, made from the declarations of the labels and their record models."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from xml.etree import ElementTree as ET

from ...schema import LABELS, STANDARD_QUESTIONS, LabelDeclaration, Questions
from .controls import COMPLETE, LABEL, LAYER, NO, PART, PARTS, TEXT, YES, Part, asked_parts, relations
from .keys import PAGE_KEYS, UNUSED_KEY, label_key
from .panels import add, add_panels, add_part_help
from .passes import Pass
from .texts import rule_panels, style_sheet


@lru_cache(maxsize=8)
def label_config(
    labels: tuple[LabelDeclaration, ...] = LABELS,
    step: Pass = Pass.WHOLE,
    questions: Questions = STANDARD_QUESTIONS,
) -> str:
    """Return the labelling page for some labels as Label Studio's XML, the same bytes for the same declarations.

    Labels and slots that are not asked for, and parts that no slot asks for then, are not on it. The page of the first
    pass has no slots; on that of the second nothing can be marked, and no key is that of a label.
    """
    labels = tuple(declaration for declaration in labels if declaration.label not in questions.not_asked.labels)
    parts = asked_parts(labels, questions)
    page = ET.Element("View", {"className": "cw"})
    add(page, "Style").text = f"\n{style_sheet(PARTS)}"
    text = add(page, "View", className="cw-text")
    _marks(text, labels, parts, step)
    add(text, "Header", value="Headline: $headline", size="6")
    add(text, "Header", value="$byline", size="6")
    add(text, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    side = add(page, "View", className="cw-side")
    if step.fills:
        add_panels(side, labels, questions)
    add_part_help(side, parts)
    _rules(side, labels, step)
    _complete(side)
    tags = add(page, "Relations")
    for value in relations(labels):
        add(tags, "Relation", value=value)
    hidden = add(page, "View", style="display:none")
    add(hidden, "TextArea", name=LAYER, toName=TEXT)
    ET.indent(page, space=" ")
    return ET.tostring(page, encoding="unicode") + "\n"


def page_version(step: Pass = Pass.WHOLE, questions: Questions = STANDARD_QUESTIONS) -> str:
    """Return the version of the labelling page: the first 16 hexadecimal digits of the SHA-256 of its XML."""
    return hashlib.sha256(label_config(step=step, questions=questions).encode("utf-8")).hexdigest()[:16]


def _marks(parent: ET.Element, labels: Sequence[LabelDeclaration], parts: Sequence[Part], step: Pass) -> None:
    """Add the labels of parts and of claims, each with its key and colour.

    They are two controls, parts first. Label Studio adds the mark of another control to a region that is selected, and
    a region is what its first mark says: so the key of a part changes no claim, and a part that is drawn while a claim
    is selected is a part. The style sheet shows the labels of claims above those of parts. The control of claims still
    has the labels of parts, unseen and without a key, for regions that were marked with earlier pages. People see the
    value of a label, in the list of regions too, and the alias is what results have.
    """
    keys = add(parent, "View", className="cw-keys")
    shown = keys if step.marks else add(keys, "View", style="display:none")
    _part_labels(_control(shown, PART), parts, None if step.marks else UNUSED_KEY)
    claims = _control(shown, LABEL)
    for declaration in labels:
        add(
            claims,
            "Label",
            value=declaration.title,
            alias=declaration.label.value,
            html=f"<b>{declaration.title}</b>",
            hotkey=label_key(declaration) if step.marks else UNUSED_KEY,
            background=declaration.color,
            hint=declaration.label.description,
        )
    _part_labels(add(claims, "View", style="display:none"), parts, UNUSED_KEY)
    add(keys, "Header", value=" · ".join(f"{key} {what}" for key, what in PAGE_KEYS.items()), size="6")


def _control(parent: ET.Element, name: str) -> ET.Element:
    return add(add(parent, "View", className=f"cw-{name}"), "Labels", name=name, toName=TEXT, choice="single")


def _part_labels(parent: ET.Element, parts: Sequence[Part], key: str | None = None) -> None:
    for part in parts:
        hotkey = key or part.slot.hotkey
        add(parent, "Label", value=part.value, hotkey=hotkey, background=part.slot.color, hint=part.slot.hint)


def _complete(parent: ET.Element) -> None:
    box = add(parent, "View", className="cw-slot cw-end")
    add(box, "Header", value="all sentences considered? *", size="6")
    choices = add(
        box,
        "Choices",
        name=COMPLETE,
        toName=TEXT,
        choice="single",
        layout="inline",
        required="true",
        requiredMessage="Say whether you considered every sentence (beside the text, at the bottom).",
    )
    for value in (YES, NO):
        add(choices, "Choice", value=value, hotkey=UNUSED_KEY)


def _rules(parent: ET.Element, labels: Sequence[LabelDeclaration], step: Pass) -> None:
    """Add the codebook's short rules, folded until somebody opens them."""
    rules = add(parent, "Collapse", accordion="true", bordered="false")
    for heading, text in rule_panels(labels, step=step):
        panel = add(rules, "Panel", value=heading)
        add(add(panel, "View"), "Markdown").text = f"\n{text}\n"
