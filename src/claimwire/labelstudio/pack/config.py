"""The page on which people check items, as Label Studio's XML, and the rules on one page, from two files of ours.

Claims and sentences have one page: what can be answered first comes with the task, and decides what is asked next.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from xml.etree import ElementTree as ET

from ...schema import LABELS
from ...schema.vocab import CheckAnswer
from ..page.keys import UNUSED_KEY
from ..page.texts import SECTION, label_heading, rule_panels

TEXT, ABOUT, TITLE, QUESTION = "text", "about", "title", "question"
FIRST_CHOICES, SLOT_CHOICES = "first_choices", "slot_choices"
"""Fields of a task: the text with the item marked, what the claim's fields are, a heading, the first question, the
choices of its answer, and the slots to tick."""

FIRST, SPAN, SLOTS, WRONG_SLOTS, MISSED_LABELS, NOTE = "first", "span", "slots", "wrong_slots", "missed_labels", "note"
"""The controls; `first` and `wrong_slots` take their choices from the task."""

MARKING = ("How to mark a claim", "Other keys")
"""The sections of the labelling page's rules that are about marking, which nobody does here."""

RIGHT, WRONG, UNCLEAR = CheckAnswer.RIGHT.value, CheckAnswer.WRONG.value, CheckAnswer.UNCLEAR.value
KEYS = {SPAN: ("4", "5", "6"), SLOTS: ("7", "8", "9")}


@lru_cache(maxsize=1)
def pack_config() -> str:
    """Return the page, the same bytes for the same declarations of labels."""
    page = ET.Element("View", {"className": "cw"})
    _add(page, "Style").text = f"\n{_own('pack.css')}"
    text = _add(page, "View", className="cw-text")
    _add(text, "Header", value=f"${TITLE}", size="6")
    _add(text, "HyperText", name=TEXT, value=f"${TEXT}", inline="true", selectionEnabled="false")
    side = _add(page, "View", className="cw-side")
    _add(side, "HyperText", name=ABOUT, value=f"${ABOUT}", inline="true", selectionEnabled="false")
    _add(side, "Header", value=f"${QUESTION}", size="5")
    _choices(side, FIRST, "Answer the first question.", value=f"${FIRST_CHOICES}")
    more = _shown_if(side, FIRST, (RIGHT, UNCLEAR))
    for name, question in ((SPAN, "Is the span right, to the character?"), (SLOTS, "Are all slots right?")):
        _add(more, "Header", value=question, size="5")
        box = _choices(more, name, f"{question} Answer it.", **_condition(FIRST, (RIGHT, UNCLEAR)))
        for answer, key in zip((RIGHT, WRONG, UNCLEAR), KEYS[name], strict=True):
            _add(box, "Choice", value=answer, html=_with_key(answer, key), hotkey=key)
    ticks = _shown_if(side, SLOTS, (WRONG,))
    _add(ticks, "Header", value="Which slots are wrong?", size="5")
    condition = _condition(SLOTS, (WRONG,))
    _choices(ticks, WRONG_SLOTS, "Tick the slots that are wrong.", True, value=f"${SLOT_CHOICES}", **condition)
    missed = _shown_if(side, FIRST, (CheckAnswer.MISSED.value,))
    _add(missed, "Header", value="Which labels are missing?", size="5")
    condition = _condition(FIRST, (CheckAnswer.MISSED.value,))
    box = _choices(missed, MISSED_LABELS, "Tick the labels that are missing.", True, **condition)
    for declaration in LABELS:
        _add(box, "Choice", value=declaration.label.value, html=declaration.title, hotkey=UNUSED_KEY)
    _add(side, "Header", value="Note (may stay empty; your own words)", size="5")
    _add(
        side,
        "TextArea",
        name=NOTE,
        toName=TEXT,
        rows="2",
        maxSubmissions="1",
        editable="true",
        showSubmitButton="false",
    )
    rules = _add(side, "Collapse", accordion="true", bordered="false")
    for heading, words in [*_asked(), *_short_rules()]:
        panel = _add(_add(rules, "Panel", value=heading), "View")
        _add(panel, "Markdown").text = f"\n{words}\n"
    ET.indent(page, space=" ")
    return ET.tostring(page, encoding="unicode") + "\n"


def rules_page(codebook: str) -> str:
    """Return the rules on one page: what is asked, then the short rules of the labelling page, of a codebook."""
    parts = [_own("rules.md").rstrip(), f"\n\nThe short rules that follow are of codebook {codebook}.\n"]
    parts += [f"\n## {heading}\n\n{words}\n" for heading, words in _short_rules()]
    return "".join(parts)


def _short_rules() -> list[tuple[str, str]]:
    titles = {label_heading(declaration): declaration.title for declaration in LABELS}
    return [(titles.get(heading, heading), words) for heading, words in rule_panels() if heading not in MARKING]


def _asked() -> list[tuple[str, str]]:
    return [(section["title"], section["text"].strip()) for section in SECTION.finditer(_own("rules.md"))]


def _own(name: str) -> str:
    return (files("claimwire.labelstudio.pack") / name).read_text(encoding="utf-8")


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _choices(parent: ET.Element, name: str, message: str, many: bool = False, /, **more: str) -> ET.Element:
    common = {"choice": "multiple" if many else "single", "layout": "inline"}
    required = {"required": "true", "requiredMessage": message}
    return _add(parent, "Choices", name=name, toName=TEXT, **common, **required, **more)


def _condition(control: str, values: tuple[str, ...]) -> dict[str, str]:
    return {"visibleWhen": "choice-selected", "whenTagName": control, "whenChoiceValue": ",".join(values)}


def _shown_if(parent: ET.Element, control: str, values: tuple[str, ...]) -> ET.Element:
    return _add(parent, "View", className="cw-next", **_condition(control, values))


def _with_key(answer: str, key: str) -> str:
    return f"{answer} <kbd>{key}</kbd>"
