"""What is in the records and not in what was built of them, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..naming import shown
from ..splits.groups import HeldOut


@dataclass(frozen=True)
class LeftOut:
    """What a build leaves out.

    `held_out` are new articles that would join groups of different splits. `unfinished` are the articles that a draft
    is made without: they have no layer, or layers with claims on which nothing is decided. `untold_events` are events
    that nothing in the release tells.
    """

    held_out: tuple[HeldOut, ...] = ()
    unfinished: tuple[str, ...] = ()
    untold_events: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield what is left out and why: a line for each article held out, one for all of each other kind."""
        yield from map(str, self.held_out)
        if self.unfinished:
            yield (
                f"without {_counted(self.unfinished, 'article')} that nobody has annotated, or on whose claims nothing "
                f"is decided: {shown(self.unfinished)}; a release needs a layer and decisions for every article"
            )
        if self.untold_events:
            yield (
                f"without {_counted(self.untold_events, 'event')} that no article reports and no claim is about: "
                f"{shown(self.untold_events)}; `claimwire event assign` says which claims are about an event"
            )


def _counted(ids: Sequence[str], noun: str) -> str:
    return f"{len(ids)} {noun}{'s'[: len(ids) != 1]}"
