"""What must be true in a claimwire repository, check by check, in five levels that build on each other.

`load` reads a repository's files once, `run` returns the `Problem`s that the checks of `CHECKS` find in it, article by
article. No check writes anything, and none but those of level 5 opens a release.
"""

from .check import Check
from .context import Context, contexts
from .findings import LEVELS, Finding, Place, Problem
from .registry import CHECKS
from .repository import Repository
from .runner import findings, problems, run, summary
from .survey import load, of_corpora

__all__ = [
    "CHECKS",
    "LEVELS",
    "Check",
    "Context",
    "Finding",
    "Place",
    "Problem",
    "Repository",
    "contexts",
    "findings",
    "load",
    "of_corpora",
    "problems",
    "run",
    "summary",
]
