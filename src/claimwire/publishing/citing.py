"""What people wrote into `CITATION.cff` of what describes a dataset."""

from __future__ import annotations

from typing import Any

import yaml

from ..checks.documents import CITATION
from ..corpus.records import read_utf8
from ..corpus.workspace import Workspace
from ..errors import PublishError
from .datacite import CitationWords


def cited_of(workspace: Workspace) -> CitationWords:
    """Return title, abstract and keywords of the citation of a repository; nothing if it has none.

    Raises `PublishError` if it is no YAML, or one of the three is not what it has to be.
    """
    path = workspace.root / CITATION
    if not path.is_file():
        return CitationWords()
    try:
        content = yaml.safe_load(read_utf8(path))
    except yaml.YAMLError as error:
        raise PublishError(f"{CITATION} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise PublishError(f"{CITATION} has no keys")
    keywords = content.get("keywords") or []
    if not isinstance(keywords, list) or not all(isinstance(word, str) for word in keywords):
        raise PublishError(f"{CITATION}: keywords is {keywords!r}, expected a list of words")
    return CitationWords(_words(content, "title"), _words(content, "abstract"), tuple(keywords))


def _words(content: dict[str, Any], key: str) -> str | None:
    value = content.get(key)
    if value is not None and not isinstance(value, str):
        raise PublishError(f"{CITATION}: {key} is {value!r}, expected words")
    return value.strip() or None if value else None
