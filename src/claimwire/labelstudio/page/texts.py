"""The page's style sheet and short rules, from two files of this package: `page.css` and `rules.md`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files

from ...schema import LABELS, LabelDeclaration
from .controls import Part
from .keys import label_key, shown_key
from .passes import Pass

COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
PART_RULES = "/* From here on"
"""Beginning of the comment behind which the style sheet goes on with what each part gets once."""

SECTION = re.compile(r"^## (?P<title>.+?)(?: \[(?P<step>\w+)\])?\n+(?P<text>(?:(?!## ).*\n)+)", re.MULTILINE)


def style_sheet(parts: Iterable[Part]) -> str:
    """Return the page's CSS without its comments, with the rules for every part."""
    common, part_rules = _package_text("page.css").split(PART_RULES, 1)
    part_rules = COMMENT.sub("", PART_RULES + part_rules)
    return "".join(
        [
            COMMENT.sub("", common),
            *(part_rules.replace("@value@", part.value).replace("@color@", part.slot.color) for part in parts),
        ]
    )


def rule_panels(
    labels: Sequence[LabelDeclaration] = LABELS, rules: str | None = None, step: Pass = Pass.WHOLE
) -> list[tuple[str, str]]:
    """Return heading and Markdown text of each panel of short rules, in the order of `rules.md` or of other rules.

    The heading of a label's panel is the label's title, with its key if claims are marked on the page. The panel of a
    label that the rules have no section for is its description, and comes last.
    """
    rules = _package_text("rules.md") if rules is None else rules
    found = (section for section in SECTION.finditer(rules) if section["step"] in (None, step.value))
    sections = {section["title"]: section["text"].strip() for section in found}
    headings = {declaration.label.value: label_heading(declaration, step) for declaration in labels}
    described = {x.label.value: _sentence(x.label.description) for x in labels if x.label.value not in sections}
    return [(headings.get(title, title), text) for title, text in (sections | described).items()]


def label_heading(declaration: LabelDeclaration, step: Pass = Pass.WHOLE) -> str:
    """Return the heading of a label's panel: its title, with its key if claims are marked on the page."""
    return f"{shown_key(label_key(declaration))} {declaration.title}" if step.marks else declaration.title


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _package_text(name: str) -> str:
    return (files("claimwire.labelstudio.page") / name).read_text(encoding="utf-8")
