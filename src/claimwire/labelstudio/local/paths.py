"""Where Label Studio's files are on this machine: all of them outside the repository, in the user's cache folder."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...cache import cache_folder


@dataclass(frozen=True)
class CacheFolders:
    """Label Studio's folders: environments with an empty database each, the local server's data, pulled exports."""

    root: Path

    @classmethod
    def of(cls, environ: Mapping[str, str] | None = None) -> CacheFolders:
        """Return the folders in the user's cache folder."""
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
