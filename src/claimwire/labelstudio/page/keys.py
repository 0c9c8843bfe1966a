"""Keys for the choices of the labelling page, so that a claim's slots can be chosen without the mouse.

A key is a letter of the value if one is left. Choices that every claim has get Shift with a letter; those of a label
get plain keys and, when these run out, Shift. Labels share keys, as only one label's slots are shown at a time: for a
region of another label Label Studio drops what a key set unseen. A choice for which no key is left has none, and is
clicked.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ...schema import LABELS, SPAN_SLOTS, LabelDeclaration
from .controls import Control, controls

UNUSED_KEY = "ctrl+alt+shift+f19"
"""A key that nobody presses by accident. Label Studio gives every choice and number that has no key a letter of its
own choosing, and a slip on the keyboard would change a slot."""

LABEL_STUDIOS_OWN = {"u"}
"""Plain keys that Label Studio itself uses."""

LETTERS_AND_DIGITS = string.ascii_lowercase + string.digits


@lru_cache(maxsize=2)
def choice_keys(labels: tuple[LabelDeclaration, ...] = LABELS) -> dict[tuple[str, str], str]:
    """Return the key of every choice that has one: (control, value) -> key as Label Studio writes it."""
    used = LABEL_STUDIOS_OWN | {label.hotkey for label in labels} | {slot.hotkey for slot in SPAN_SLOTS}
    plain = [key for key in LETTERS_AND_DIGITS if key not in used]
    shifted = [f"shift+{key}" for key in LETTERS_AND_DIGITS]
    all_controls = controls(labels)
    keys = dict(_assigned([control for control in all_controls if len(control.labels) == len(labels)], shifted))
    shifted = [key for key in shifted if key not in keys.values()]
    for declaration in labels:
        own = [control for control in all_controls if control.labels == (declaration.label,)]
        keys |= dict(_assigned(own, [*plain, *shifted]))
    return keys


def shown_key(key: str) -> str:
    """Return a key as people see it, Shift as an arrow."""
    return key.replace("shift+", "⇧").upper()


def _assigned(asked: Iterable[Control], keys: Sequence[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield a key for each choice of some controls, as long as there are keys: a letter of the value if possible."""
    left = list(keys)
    for control in asked:
        for value in control.values:
            letters = [key for letter in value for key in left if key[-1] == letter]
            key = next(iter(letters or left), None)
            if key is not None:
                left.remove(key)
                yield (control.name, value), key
