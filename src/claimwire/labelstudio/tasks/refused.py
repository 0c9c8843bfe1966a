"""Files of refused tasks, to be fixed by hand; one that somebody has changed is never overwritten or deleted.

Such a file is read like any export: fix the entries named in `problems`, and `import-results` reads the whole layers
again. Label Studio imports it too, if the page is the better place to fix it. Every task in it has the same hash of
the whole list: as long as that is right, nobody has changed the file. It has texts and e-mail addresses, so only its
owner can read it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...corpus.atomic import PRIVATE, write_text
from ...corpus.records import canonical_json, sha256_text
from ...terminal import visible_json

AS_WRITTEN = "sha256_as_written"
"""The key of a refused task that has the hash of all tasks of its file."""


def write_refused(path: Path, refused: Sequence[Mapping[str, Any]]) -> Path:
    """Write refused tasks as a file to fix them in, and return its path.

    That is `path`, or with a number (`x.refused.2.json`) if somebody has changed the file there.
    """
    content = _content(refused)
    for place in _numbered(path):
        is_there = place.is_file() and place.read_bytes() == content.encode()
        if is_there or is_as_written(place):
            if not is_there:
                write_text(place, content, PRIVATE)
            return place
    raise AssertionError("numbers do not end")


def remove_refused(path: Path) -> None:
    """Remove a file of refused tasks unless somebody has changed it."""
    if path.is_file() and is_as_written(path):
        path.unlink()


def is_as_written(path: Path) -> bool:
    """Return whether nothing would be lost with a file: it is not there, or is as `write_refused` wrote it."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        tasks = json.loads(content)
        listed = [{name: value for name, value in task.items() if name != AS_WRITTEN} for task in tasks]
        return _content(listed).encode() == content
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def _content(refused: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of a file of refused tasks."""
    sha256 = sha256_text(canonical_json(list(refused)))
    tasks = [{**task, AS_WRITTEN: sha256} for task in refused]
    return visible_json(json.dumps(tasks, ensure_ascii=False, indent=1, sort_keys=True)) + "\n"


def _numbered(path: Path) -> Iterator[Path]:
    """Yield a path, then the same with the numbers from 2 on before its ending."""
    yield path
    for number in itertools.count(2):
        yield path.with_name(f"{path.stem}.{number}{path.suffix}")
