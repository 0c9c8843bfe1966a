"""The keys of the labelling page: one for every label and part, and few for choices, by what they mean.

Label Studio takes a label's key also while a claim is selected, and then gives the claim that label; slots of its old
label are lost when the work is saved. So a label's key is pressed with Alt, which nothing that is typed has in it. Keys
of parts and choices are plain: parts are a control of their own, and change no claim (see `config`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ...schema import LabelDeclaration

UNUSED_KEY = "ctrl+alt+shift+f19"
"""A key that nobody presses by accident. Label Studio gives every choice and number that has no key a letter of its
own choosing, and a slip on the keyboard would change a slot."""

MOST_KEYS = 12
"""How many choices of one label have a key, those of every claim included."""

KEYS: Mapping[str, Mapping[str, str]] = {
    "attributed_statement__source_kind": {
        "government": "g",
        "organisation": "o",
        "expert": "x",
        "witness": "e",
        "individual": "i",
        "media": "m",
        "not_told": "0",
    },
    "historical_background__event_type": {
        "crime_and_justice": "j",
        "decision": "d",
        "politics": "o",
        "lasting_state": "l",
        "other": "h",
    },
    "historical_background__time_resolution": {"explicit": "x", "unresolved": "0"},
    "casualty_figure__harm": {"killed": "k", "injured": "i"},
    "casualty_figure__victim_status": {"civilian": "v", "unspecified": "0"},
    "casualty_figure__named_victim": {"no": "o"},
    "casualty_figure__scope": {"single_event": "e", "cumulative": "m"},
    "presented_as": {"asserted": "shift+a", "presupposed": "shift+p", "future": "shift+f"},
    "confidence": {"medium": "shift+m", "low": "shift+l"},
}
"""The keys of choices by control: of slots that have to be filled in, and of what is chosen most often.

A slot of every claim has Shift with the first letter, in all labels; slots of one label have a letter of the value, and
`0` for what is not told. Every other choice is clicked."""

PAGE_KEYS: Mapping[str, str] = {
    "Esc": "leave what is selected",
    "Backspace": "delete it",
    "Alt+R": "relate it",
    "Alt+.": "next",
    "Ctrl+Z": "undo",
    "Ctrl+Enter": "submit",
}
"""Label Studio's own keys that the page shows at the top; its other ones are in `rules.md`."""


def label_key(declaration: LabelDeclaration) -> str:
    """Return the key of a label as Label Studio writes it."""
    return f"alt+{declaration.hotkey}"


def choice_key(control: str, value: str) -> str | None:
    """Return the key of a choice as Label Studio writes it; None if it is clicked."""
    return KEYS.get(control, {}).get(value)


def shown_key(key: str) -> str:
    """Return a key as people see it, Shift as an arrow."""
    return key.upper().replace("SHIFT+", "⇧").replace("ALT+", "Alt+")
