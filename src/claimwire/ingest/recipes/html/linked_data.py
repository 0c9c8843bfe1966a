"""What a page's JSON-LD says of the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .library import parsed
from .visible import page_lines, shown

WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;+)\s*$"
)
"""What templates put around the JSON of a script."""

WRAPPINGS = 6
"""How many of these, one within the other, are taken off."""

ARTICLE_TYPES = frozenset({"blogposting", "liveblogposting", "report", "claimreview"})
"""Types of articles whose name does not end in `Article`, as those of most do: `NewsArticle`, `OpinionNewsArticle`."""

WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")
"""Fields in which the node of the article itself may be; what is in others is about other things."""

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
NODES = 10_000
"""Most nodes of a page's JSON-LD that are looked at."""


@dataclass
class LinkedData:
    """What the JSON-LD of a page says."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    broken: int = 0
    """Number of scripts that hold no JSON."""


def linked_data(root: Any) -> LinkedData:
    """Return the nodes of all JSON-LD scripts of a page, those of articles apart."""
    found = LinkedData()
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        content = "".join(script.itertext())
        if not content.strip():
            continue
        try:
            value = _json(content)
        except (ValueError, RecursionError):
            found.broken += 1
            continue
        for node in _nodes(value):
            (found.articles if is_article(node) else found.others).append(node)
    return found


def _json(content: str) -> Any:
    """Return the value of a script; line ends within its strings are taken, as templates leave them there."""
    for _ in range(WRAPPINGS):
        content = WRAPPING.sub("", content)
    return json.loads(content, strict=False)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the nodes at the top of a value, in its lists and its graph, in order."""
    waiting = [value]
    for _ in range(NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[name] for name in reversed(WITHIN) if isinstance(node.get(name), dict | list))


def types(node: dict[str, Any]) -> set[str]:
    """Return the types of a node in lowercase, without the address of the vocabulary."""
    given = node.get("@type", node.get("type"))
    names = given if isinstance(given, list) else [given]
    return {re.split(r"[/#:]", name)[-1].lower() for name in names if isinstance(name, str)}


def is_article(node: dict[str, Any]) -> bool:
    """Return whether a node is an article."""
    return any(name.endswith("article") or name in ARTICLE_TYPES for name in types(node))


def strings(node: dict[str, Any], *fields: str) -> list[str]:
    """Return the texts of fields of a node, as a browser would show them."""
    return [text for value in _values(node, *fields) if (text := shown(html.unescape(TAG.sub(" ", value))))]


def paragraphs(node: dict[str, Any], *fields: str) -> list[list[str]]:
    """Return the texts of fields as paragraphs: their lines, or those of the HTML that they hold."""
    found = []
    for value in _values(node, *fields):
        text = html.unescape(value) if "&lt;" in value else value
        root = parsed(f"<div>{text}</div>") if TAG.search(text) else None
        lines = [line.text for line in page_lines(root)] if root is not None else []
        lines = lines or [shown(html.unescape(line)) for line in re.split(r"[\r\n\u2028\u2029]+", text)]
        found.append([line for line in lines if line])
    return [lines for lines in found if lines]


def _values(node: dict[str, Any], *fields: str) -> Iterator[str]:
    for name in fields:
        value = node.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                item = item.get("@value", item.get("name", item.get("@id", item.get("url"))))
            if isinstance(item, str) and item.strip():
                yield item
