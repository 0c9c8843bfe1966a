"""Where Label Studio's things are on this machine: all of them outside the repository, in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...cache import cache_folder
from ...errors import LabelStudioError

URL_VARIABLE = "LABEL_STUDIO_URL"
KEY_VARIABLE = "LABEL_STUDIO_API_KEY"


@dataclass(frozen=True)
class Places:
    """Label Studio's files: its environment, a migrated data folder to copy, and the exports pulled from it."""

    root: Path

    @classmethod
    def of(cls, environ: Mapping[str, str] | None = None) -> Places:
        """Return the places below the user's cache folder."""
        return cls(cache_folder(environ) / "label-studio")

    def environment(self, requirements: str) -> Path:
        """Return the folder of the environment that these requirements make with this Python."""
        content = f"{requirements}{sys.version}".encode()
        return self.root / f"environment-{hashlib.sha256(content).hexdigest()[:12]}"

    @property
    def data(self) -> Path:
        """The data folder of the local server, unless another is named."""
        return self.root / "data"

    def exports(self, corpus_id: str) -> Path:
        """Return where the exports of a corpus are kept, unless another folder is named."""
        return self.root / "exports" / corpus_id


def read_key(key_file: Path | None, environ: Mapping[str, str] | None = None) -> str:
    """Return the key for Label Studio's API: from a file where one is named, else from `LABEL_STUDIO_API_KEY`.

    Raises `LabelStudioError` where there is none, or where others may read the file.
    """
    environ = os.environ if environ is None else environ
    if key_file is None:
        key = environ.get(KEY_VARIABLE, "").strip()
        if not key:
            raise LabelStudioError(f"no key for Label Studio: set {KEY_VARIABLE}, or name a file with --key-file")
        return key
    if not key_file.is_file():
        raise LabelStudioError(f"{key_file} is missing; it should hold the key for Label Studio's API")
    require_private(key_file)
    key = key_file.read_text(encoding="utf-8").strip()
    if not key or len(key.split()) != 1:
        raise LabelStudioError(f"{key_file} should hold the key for Label Studio's API on one line, and nothing else")
    return key


def require_private(path: Path) -> None:
    """Raise `LabelStudioError` where anybody but the owner may read or write a file."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise LabelStudioError(f"{path} has mode {mode:04o}, so that others may use it; chmod 600 {path}")
