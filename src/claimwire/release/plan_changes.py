"""What two releases say of their plans: what changed in what annotators were asked, which no row has to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..schema import EVERYTHING_IS_ASKED, ReleaseManifest

Compare = Callable[[ReleaseManifest, ReleaseManifest], Iterator[str]]
"""Yields a sentence, without its full stop, for each difference of one part of the plans of two releases."""


def plan_changes(old: ReleaseManifest, new: ReleaseManifest) -> list[str]:
    """Return what changed from the plan of a release to that of a newer one, a sentence without its full stop each."""
    return [line for compare in COMPARED for line in compare(old, new)]


def _not_asked(old: ReleaseManifest, new: ReleaseManifest) -> Iterator[str]:
    before, after = (manifest.not_asked or EVERYTHING_IS_ASKED for manifest in (old, new))
    for noun, were, are in (
        ("label", [label.value for label in before.labels], [label.value for label in after.labels]),
        ("slot", before.slots, after.slots),
    ):
        for names, what in ((_lacking(are, were), "no longer asked for"), (_lacking(were, are), "again asked for")):
            if names:
                yield f"annotators are {what} the {noun}{'s'[: len(names) != 1]} {', '.join(f'`{x}`' for x in names)}"


def _lacking(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [name for name in names if name not in others]


COMPARED: tuple[Compare, ...] = (_not_asked,)
"""Every part of a plan that is compared; a new one is a function, and a field of the manifest that has it."""
