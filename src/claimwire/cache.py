"""The user's folder for what can be made again: Label Studio's environment, hydrated copies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_cache_path

CACHE_VARIABLE = "CLAIMWIRE_CACHE"


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder, which need not exist: `$CLAIMWIRE_CACHE`, or else the platform's place for caches.

    On Linux that is `$XDG_CACHE_HOME/claimwire`, by default `~/.cache/claimwire`.
    """
    named = (os.environ if environ is None else environ).get(CACHE_VARIABLE)
    return Path(named).expanduser() if named else user_cache_path("claimwire", appauthor=False)
