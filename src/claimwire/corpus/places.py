"""Where text may be written: nothing of a text that may not be redistributed goes into a claimwire repository."""

from __future__ import annotations

import os
from pathlib import Path

from ..schema import CorpusInfo
from .atomic import FILE, PRIVATE
from .workspace import PLAN_FILE


def may_hold_text(info: CorpusInfo, path: Path) -> bool:
    """Return whether words of a corpus's texts may be written to a path: every command that writes words asks this.

    If its texts may not be redistributed, no path within a claimwire repository may have them, however it is written.
    """
    return info.text_redistributable or repository_of(path) is None


def mode_for_text(info: CorpusInfo) -> int:
    """Return the mode of a new file with words of a corpus's texts: private if they may not be redistributed."""
    return FILE if info.text_redistributable else PRIVATE


def repository_of(path: Path) -> Path | None:
    """Return the top of the claimwire repository that a file or folder at a path is in, or would be; None if in none.

    A path counts where it leads to, through links and `..`, and also where its last part is itself: a file that is
    written takes the place of a link.
    """
    leads_to = Path(os.path.realpath(path))
    is_at = leads_to if path.name in ("", "..") else Path(os.path.realpath(path.parent)) / path.name
    for place in (leads_to, is_at):
        for folder in (place, *place.parents):
            if _is_repository(folder):
                return folder
    return None


def _is_repository(folder: Path) -> bool:
    try:
        return (folder / "annotations" / PLAN_FILE).is_file()
    except OSError:
        return False
