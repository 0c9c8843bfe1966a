"""Whether the records of a release pass the checks that they have to pass before it is built."""

from __future__ import annotations

from collections.abc import Collection

from ..checks import CHECKS, Context, Repository, findings, problems
from ..checks.runner import Found
from ..errors import ReleaseError
from ..schema import ReleasePlan

CHECKED = 4
"""The level of checks that a release has to pass before it is built; those above compare it with other releases."""

UNFINISHED = frozenset({"article-not-annotated", "claim-unfit", "claim-without-decision"})
"""The checks that find an article which is not annotated or decided on yet; a draft is made without it."""

SHOWN = 10
"""Problems that a refusal shows."""


class Soundness:
    """Whether the checks find a problem in what a release is made of; those of corpora of other plans do not count."""

    def __init__(self, repository: Repository, plan: ReleasePlan) -> None:
        self._repository = repository
        others = [source for source in repository.sources if source.info.corpus_id not in plan.corpora]
        self._others = [source.folder for source in others]
        self._checks = [check for check in CHECKS if check.level <= CHECKED]
        self._found: list[Found] = []

    def look(self, context: Context, without: Collection[str] = ()) -> None:
        """Check the records of a context, by all checks but those whose ids are in `without`."""
        for item in findings(self._checks, context):
            if item[1].check_id in without:
                continue
            if not any(item[2].place.path.is_relative_to(folder) for folder in self._others):
                self._found.append(item)

    @property
    def is_sound(self) -> bool:
        """Whether no problem was found so far."""
        return not self._found

    def require(self) -> None:
        """Raise `ReleaseError`, naming the first problems, if there are any."""
        if self._found:
            count = len(self._found)
            shown = "".join(f"\n  {item}" for item in problems(self._repository, self._found)[:SHOWN])
            raise ReleaseError(
                f"nothing was built: {count} problem{'s'[: count > 1]} in what the release is made of, "
                f"{'all' if count <= SHOWN else f'the first {SHOWN}'} here; `claimwire check` shows them{shown}"
            )
