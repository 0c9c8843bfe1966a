"""What could not be read, as a file to mend: tasks as Label Studio exports them, with their problems beside.

Such a file is read like any export: mend the entries named in `problems`, and `import-results` takes the whole layer
anew. Label Studio imports it too, if the page is the better place to mend it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...corpus.atomic import write_text
from .problems import Problem, as_json


def refused_task(
    exported_task: Mapping[str, Any], annotations: Sequence[Any], problems: Iterable[Problem]
) -> dict[str, Any]:
    """Return a task with those of its annotations that were refused in part, and the problems of these."""
    kept = {name: exported_task[name] for name in ("id", "data") if name in exported_task}
    return kept | {"annotations": list(annotations), "problems": [as_json(problem) for problem in problems]}


def write_refused(path: Path, refused: Sequence[Mapping[str, Any]]) -> None:
    """Write refused tasks as a file to mend."""
    write_text(path, json.dumps(list(refused), ensure_ascii=False, indent=1, sort_keys=True) + "\n")
