"""The passes of annotating, each with a labelling page of its own: spans and labels first, then the slots of claims."""

from __future__ import annotations

from enum import StrEnum


class Pass(StrEnum):
    """What is annotated on a page: everything at once, or one of the codebook's two passes."""

    WHOLE = "whole"
    SPANS = "spans"
    SLOTS = "slots"

    @property
    def marks(self) -> bool:
        """Whether claims and their parts are marked on the page."""
        return self is not Pass.SLOTS

    @property
    def fills(self) -> bool:
        """Whether the slots of claims are filled in on the page."""
        return self is not Pass.SPANS
