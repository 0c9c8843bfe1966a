"""The words that the baselines look for: the tables in `lexica/`, each a list of words under a name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from ..proposals.cues import inflected


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of `lexica/` as it stands."""
    file = files(__package__).joinpath("lexica", f"{name}.toml")
    found: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return found


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return the words under a key of `[words]` of a table."""
    return frozenset(table(name)["words"][key])


@cache
def forms(name: str, key: str) -> frozenset[str]:
    """Return the forms of the verbs under a key of `[verbs]` of a table."""
    return all_forms(tuple(table(name)["verbs"][key]))


@cache
def all_forms(verbs: tuple[str, ...]) -> frozenset[str]:
    """Return the inflected forms of verbs."""
    irregular: dict[str, list[str]] = table("verbs")["irregular"]
    found = (frozenset({verb, *irregular[verb]}) if verb in irregular else inflected(verb) for verb in verbs)
    return frozenset().union(*found)


def either(phrases: Iterable[str]) -> str:
    """Return a pattern of any of some phrases, the longer ones first, any white space between their words."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)
