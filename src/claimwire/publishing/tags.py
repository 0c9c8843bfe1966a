"""The tags that releases are published under: `v1.2.0`, and `v1.2.0-withdrawn.1` once something of it was withdrawn.

A tag is never moved. A release that was built again without what was withdrawn has a tag of its own, and those that it
had before are retired: deleted, so that nobody loads what is withdrawn by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from packaging.version import InvalidVersion, Version

from ..schema import ReleaseManifest

REBUILT = "-withdrawn."
"""What stands between the version and the number of times that its folder was built again."""

Order = tuple[Version, int]


def tag_of(manifest: ReleaseManifest) -> str:
    """Return the tag that a release is published under."""
    times = len(manifest.withdrawn or ())
    return f"v{manifest.data_version}{f'{REBUILT}{times}' if times else ''}"


def newer_tags(tags: Iterable[str], own: str) -> list[str]:
    """Return the tags of what comes after a release, given by its tag: newer versions, and later rebuilds of it."""
    return _chosen(tags, own, lambda order, known: order > known)


def retired_tags(tags: Iterable[str], own: str) -> list[str]:
    """Return the tags of the same version, from before it was built again as the tag given."""
    return _chosen(tags, own, lambda order, known: order[0] == known[0] and order < known)


def _chosen(tags: Iterable[str], own: str, wanted: Callable[[Order, Order], bool]) -> list[str]:
    known = _order(own)
    orders = {tag: order for tag in tags if (order := _order(tag)) is not None}
    chosen = (tag for tag, order in orders.items() if known is not None and wanted(order, known))
    return sorted(chosen, key=lambda tag: (orders[tag], tag))


def _order(tag: str) -> Order | None:
    """Return what tags of releases are sorted by; None for a tag of something else."""
    version, _, times = tag.partition(REBUILT)
    try:
        return (Version(version.removeprefix("v")), int(times or 0)) if tag.startswith("v") else None
    except (InvalidVersion, ValueError):
        return None
