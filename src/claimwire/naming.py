"""What to say of a name that nothing has: the names that were probably meant, and those there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

MOST_SHOWN = 10
"""Most names that a message lists."""

MOST_MEANT = 3
"""Most names that a message offers as those that were probably meant."""

BETWEEN_WORDS = re.compile(r"[\W_]+")


def meant(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that were probably meant by a name: written alike, or with it as a part.

    Case and what stands between words do not count. The most similar come first.
    """
    folded: dict[str, list[str]] = {}
    for other in known:
        folded.setdefault(_folded(other), []).append(other)
    own = _folded(name)
    alike = get_close_matches(own, folded, n=MOST_MEANT, cutoff=0.7)
    parts = [other for other in folded if len(own) > 2 and own in other and other not in alike]
    return [other for key in [*alike, *parts] for other in folded[key]][:MOST_MEANT]


def alternatives(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: `did you mean 'a'? there are: a, b`."""
    names = list(dict.fromkeys(known))
    found = meant(name, names)
    question = f"did you mean {' or '.join(map(repr, found))}? " if found else ""
    return f"{question}there are: {shown(names)}"


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return the end of what a check finds about an unknown name: ` (did you mean 'a'?)`, nothing if none is like it.

    Thousands of records may name the same unknown thing; it is compared with the same known names once.
    """
    found = _meant_once(name, tuple(known))
    return f" (did you mean {' or '.join(map(repr, found))}?)" if found else ""


@lru_cache(maxsize=256)
def _meant_once(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(meant(name, known))


def shown(names: Iterable[str]) -> str:
    """Return names as a list in a message, no more than can be read; `none` if there are none."""
    every = list(names)
    rest = len(every) - MOST_SHOWN
    return (", ".join(every[:MOST_SHOWN]) or "none") + (f" and {rest} more" if rest > 0 else "")


def _folded(name: str) -> str:
    return BETWEEN_WORDS.sub("", name.casefold())
