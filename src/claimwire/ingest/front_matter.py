"""Front matter: a block of YAML between two lines `---` at the beginning of a text, with facts about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from ..errors import RecipeError
from ..naming import alternatives

BLOCK = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*\r?(?:\n|\Z)", re.DOTALL | re.MULTILINE)
FIRST_KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[A-Za-z_][\w-]*[ \t]*:(?=\s)")
"""How a block begins, after blank lines and remarks; lines of words between two rules are no front matter."""

OPENING = re.compile(r"\ufeff?(?P<blank>(?:[ \t]*\r?\n)*)---[ \t]*\r?\n")
"""How a text begins that has front matter, or was meant to."""
KEY_LINE = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?=\s)")

MOST = 64 * 1024
"""Most characters of a block: facts about an article are a few lines."""

KEYS = {
    "headline": "headline",
    "title": "headline",
    "published": "published",
    "date": "published",
    "url": "url",
    "outlet": "outlet",
    "episode": "episode",
}
"""The keys that are read, and the fact that each gives."""


@dataclass(frozen=True)
class FrontMatter:
    """What a text's front matter says, and where in the text it does."""

    end: int
    """Where the text below it begins."""
    values: Mapping[str, str]
    """The facts by name: those of `KEYS` that are there and not empty."""
    places: Mapping[str, tuple[int, int]]
    """Where the words of these facts stand in the text, in code points, without quotation marks around them."""
    unread: tuple[str, ...]
    """Keys that are not read."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever adds the text should know of it."""
        return tuple(
            f"its front matter has {key!r}, which is not read; {alternatives(key, KEYS)}" for key in self.unread
        )


def has_front_matter(raw: str) -> bool:
    """Return whether a text begins with a block of front matter, which may still be one that cannot be read.

    That is also one that does not end, or begins below blank lines; `front_matter` says so.
    """
    return _block(raw) is not None or _fault(raw) is not None


def front_matter(raw: str) -> FrontMatter | None:
    """Return what the front matter of a text says; None if it begins with none.

    Raises `RecipeError` if the block does not end, is no YAML with one value per key, or says something twice.
    """
    block = _block(raw)
    if block is None:
        fault = _fault(raw)
        if fault is not None:
            raise RecipeError(fault)
        return None
    values: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    by: dict[str, str] = {}
    unread = []
    for key, node in _entries(block["yaml"]):
        fact = KEYS.get(key)
        if fact is None:
            unread.append(key)
            continue
        if not isinstance(node, yaml.ScalarNode):
            raise RecipeError(f"the front matter has a list or a table as {key}; write one value")
        if fact in by:
            raise RecipeError(f"the front matter has {by[fact]} and {key}, which say the same; write one of them")
        by[fact] = key
        if node.value.strip():
            quoted = 1 if node.style in ("'", '"') else 0
            values[fact] = node.value.strip()
            first = block.start("yaml") + node.start_mark.index + quoted
            places[fact] = first, block.start("yaml") + node.end_mark.index - quoted
    return FrontMatter(block.end(), values, places, tuple(unread))


def _block(raw: str) -> re.Match[str] | None:
    found = BLOCK.match(raw, 0, MOST)
    return found if found is not None and FIRST_KEY.match(found["yaml"]) else None


def _fault(raw: str) -> str | None:
    """Return what is wrong with a beginning that was meant as front matter and is none; None if it was not meant so.

    A line `---` with a line `key: value` below it was meant so, unless it is a rule between words.
    """
    opening = OPENING.match(raw, 0, MOST)
    if opening is None or not FIRST_KEY.match(raw, opening.end()):
        return None
    line = raw.count("\n", 0, opening.end("blank")) + 1
    if opening["blank"] and _block(raw[opening.end("blank") :]) is not None:
        return f"line {line}: front matter begins below blank lines; remove them, so that --- is the first line"
    last = line
    for number, below in enumerate(raw[opening.end() : MOST].split("\n"), start=line + 1):
        if KEY_LINE.match(below):
            last = number
        elif below.strip() and not below.startswith((" ", "\t", "#", "-")):
            break
    return (
        f"line {line}: front matter begins with --- and does not end; write a line --- below line {last}, its last "
        "`key: value` line. If it is not front matter, take out the first line ---, or name the recipe plain-text"
    )


def _entries(block: str) -> list[tuple[str, yaml.Node]]:
    """Return the keys of a block with their values; raises `RecipeError` if it is no table in YAML."""
    try:
        root = yaml.compose(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f"line {error.problem_mark.line + 2}: "
        raise RecipeError(
            f"{line}the front matter is not YAML: {error.problem}; put quotes around a value with `: ` or `#` in it"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise RecipeError("the front matter is not YAML that can be read") from error
    if not isinstance(root, yaml.MappingNode):
        raise RecipeError("the front matter is not a table in YAML; write `key: value` lines")
    entries = [(str(key.value), node) for key, node in root.value]
    keys = [key for key, _ in entries]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise RecipeError(f"the front matter has {', '.join(twice)} twice; write each once")
    return entries
