"""Parts that were left over when their claim was deleted.

Label Studio deletes a claim's region and its relations, and leaves the regions of its parts. A part that was sent has
the id of its claim in its own, so that it is known whether that claim is still there. One of a prediction that got
another id came with a relation: without one it has lost its claim. What somebody drew is never one of them, since
nobody can tell whether it is still to be related.
"""

from __future__ import annotations

import re
from collections.abc import Container

from .regions import Region


def part_region_id(claim_id: str, part: str, number: int) -> str:
    """Return the id of the region of a claim's part, as it is sent; no other part of the task has the number."""
    return f"{claim_id}_{part.upper()}_{number}"


def is_left_over(part: Region, regions: Container[str]) -> bool:
    """Return whether a part that no relation leads to came with a claim that is not among the regions any more."""
    [value] = part.labels
    sent = re.fullmatch(f"(?P<claim>.+)_{re.escape(value.upper())}_[0-9]+", part.region_id, re.DOTALL)
    return sent["claim"] not in regions if sent is not None else part.origin.startswith("prediction")
