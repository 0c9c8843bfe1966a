"""The texts of documents as a file of JSON Lines, which `claimwire ingest` and `--from` read."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .contract import HumanDocument


def texts_file(documents: Iterable[HumanDocument]) -> str:
    """Return the file: a line for each document, with its name as `id` and its headline apart from its text."""
    return "".join(json.dumps(_row(document), ensure_ascii=False) + "\n" for document in documents)


def _row(document: HumanDocument) -> dict[str, str]:
    text = document.text.strip()
    rest = text.removeprefix(document.headline)
    begins = rest != text and rest[:1].isspace()
    row = {"id": document.name, "headline": document.headline, "text": rest.strip() if begins else text}
    return row | ({"published": document.published} if document.published else {})
