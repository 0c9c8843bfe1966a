"""Keys for the choices of the labelling page, so that a claim's slots can be chosen without the mouse.

A key is a letter of the value where one is left. Choices that every claim has take Shift with a letter; those of a
label take plain keys and, where these run out, Shift. Labels share keys, as only one label's slots show at a time: for
a region of another label Label Studio drops what a key set unseen.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ...schema import LABELS, SPAN_SLOTS
from .controls import CONTROLS, Control

UNUSED_KEY = "ctrl+alt+shift+f19"
"""A key that nobody presses by accident. Label Studio gives every choice and number that has no key a letter of its
own choosing, and a slip on the keyboard would change a slot."""

TAKEN = {"u", *(x.hotkey for x in LABELS), *(slot.hotkey for slot in SPAN_SLOTS)}
"""Plain keys of Label Studio itself and of the labels."""

PLAIN = tuple(key for key in string.ascii_lowercase + string.digits if key not in TAKEN)
SHIFTED = tuple(f"shift+{key}" for key in string.ascii_lowercase + string.digits)


@lru_cache(maxsize=1)
def choice_keys() -> dict[tuple[str, str], str]:
    """Return the key of every choice: (control, value) -> key as Label Studio writes it."""
    common = [control for control in CONTROLS if len(control.labels) == len(LABELS)]
    shared = dict(_assigned(common, SHIFTED))
    left = [key for key in SHIFTED if key not in shared.values()]
    keys = dict(shared)
    for declaration in LABELS:
        own = [control for control in CONTROLS if control.labels == (declaration.label,)]
        keys |= dict(_assigned(own, [*PLAIN, *left]))
    return keys


def shown_key(key: str) -> str:
    """Return a key as people see it, Shift as an arrow; nothing for the key nobody presses."""
    return "" if key == UNUSED_KEY else key.replace("shift+", "⇧").upper()


def _assigned(controls: Iterable[Control], keys: Sequence[str]) -> Iterator[tuple[tuple[str, str], str]]:
    left = list(keys)
    for control in controls:
        for value in control.values:
            letters = [key for letter in value for key in left if key[-1] == letter]
            key = next(iter(letters or left), UNUSED_KEY)
            if key in left:
                left.remove(key)
            yield (control.name, value), key
