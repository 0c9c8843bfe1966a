"""What must hold in a claimwire repository, check by check, in five levels that build on each other.

`load` reads a repository, `run` returns the `Problem`s that the checks of `CHECKS` find in it. No check writes
anything, and none but those of level 5 opens a release.
"""

from .context import Context
from .loading import load
from .model import LEVELS, Check, Finding, Place, Problem
from .registry import CHECKS
from .runner import run, summary

__all__ = ["CHECKS", "LEVELS", "Check", "Context", "Finding", "Place", "Problem", "load", "run", "summary"]
