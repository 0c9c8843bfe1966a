"""Which of two answers counts: the one that a layer in the repository was read from, or the one that is read now.

The same answer of an annotator may come twice, from the server and from a file in which somebody has fixed it. The
answer that was submitted last counts, wherever it comes from; of one answer that was changed in a file, what was
imported counts until the annotator submits that task again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ...schema import Annotation
from ..lines import LayerLine
from ..tasks.metadata import ORIGIN
from ..tasks.origins import without_origins
from ..tasks.read import TIMESTAMP, AnnotationSource
from .moments import exact_moment

TOOL = "label-studio"
"""The name of the tool of layers that were made in Label Studio; its version follows."""

Verdict = Literal["take", "take later", "keep fixed", "keep later"]
"""What becomes of an answer: it is taken, for it was submitted later than what was imported or for another reason; or
the layer stays, for it was fixed since, or comes from a later answer."""

Fix = tuple[AnnotationSource, Annotation]
"""An annotation in a file of refused tasks that somebody has changed, and its layer."""


@dataclass(frozen=True)
class TwoAnswers:
    """A layer in the repository, and what is read now of the same annotator and article.

    `exports` are the hashes of all exports that are kept; `is_export` says whether what is read now comes from one that
    the server has just made, and not from a file that somebody has chosen to import. `held_exactly` is when the answer
    in the repository was submitted, if that is known more exactly than to the second.
    """

    held: LayerLine
    line: LayerLine
    source: AnnotationSource
    exports: Collection[str]
    is_export: bool
    held_exactly: datetime | None = None

    def verdict(self, fixes: Iterable[Fix] = ()) -> Verdict:
        """Return whether the answer is to be taken; `fixes` are those of the same layer.

        An older answer in a file is to be taken, as somebody has chosen that file, unless it says the same: whoever
        reads it asks for a yes (`is_older_file`).
        """
        was, now = self.held_moment, self.moment
        if self.is_older:
            return "keep later" if self.is_export or self.is_same else "take"
        is_from_file = json.loads(self.held.json).get("source_sha256") not in self.exports
        is_other_from_file = is_from_file and not self.is_same and was != ""
        is_fixed = (is_other_from_file and was == now) or any(map(self._is_fix, fixes))
        if is_fixed and (self.is_export or self._is_worse_file()):
            return "keep fixed"
        return "take later" if self.is_export and is_other_from_file and was < now else "take"

    def told(self, verdict: Verdict) -> str:
        """Return what people should know of a verdict; empty if nothing."""
        layer, where = self.line.annotation_id, "on the server" if self.is_export else "in the file"
        if verdict == "keep later" and not self.is_same:
            return (
                f"{layer} stays as it is: it is of an answer of {self.held_moment}, and the one {where} was submitted "
                f"before, at {self.moment}; if that one is meant, have it submitted again"
            )
        if verdict == "keep fixed":
            how = "cannot be read whole" if self.source.refused is not None else "says something else"
            return (
                f"{layer} stays as it is: it was fixed by hand, and the annotation {where}, which {how}, has not "
                "changed since"
            )
        if verdict == "take later":
            return (
                f"{layer} was read from a file before, with an answer of {self.held_moment}; "
                f"{self.line.annotator_id} has submitted the task again at {self.moment}, and that answer is read"
            )
        return ""

    @property
    def is_older_file(self) -> bool:
        """Whether this is of a file with another answer, which was or may have been submitted before the stored one."""
        return not self.is_export and not self.is_same and (self.is_older or self.is_undecided)

    @property
    def is_older(self) -> bool:
        """Whether what is read now was submitted before the answer in the repository."""
        if not self.is_tie:
            return self.held_moment > self.moment != ""
        now = exact_moment(self.source.moment)
        return self.held_exactly is not None and now is not None and self.held_exactly > now

    @property
    def is_undecided(self) -> bool:
        """Whether both are of one second, nobody knows which is later, and no one of them is a fix of the other.

        A file of refused tasks is a fix; so is a copy of the answer, of exactly its time, in which somebody has changed
        something.
        """
        return self.is_tie and self.held_exactly is None and not self.source.is_fix

    @property
    def is_tie(self) -> bool:
        """Whether both were submitted in the same second."""
        return self.held_moment == self.moment != ""

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return _said(self.held) == _said(self.line)

    @property
    def held_moment(self) -> str:
        """When the answer in the repository was submitted, to the second; empty if it is none of Label Studio."""
        return date_of(json.loads(self.held.json))

    @property
    def moment(self) -> str:
        """When the answer was submitted, to the second; empty if nobody knows.

        A layer that is as it was sent has the date of an earlier answer, so that of the annotation counts.
        """
        return submitted_at(self.source) or date_of(json.loads(self.line.json))

    def _is_worse_file(self) -> bool:
        """Return whether what is read from a file that somebody imports lacks a part that the fixed layer may have.

        Of two files of refused tasks in which one annotation was fixed, that counts which is whole.
        """
        is_whole = bool(json.loads(self.held.json)["complete"])
        return self.source.refused is not None and (not self.source.is_fix or is_whole)

    def _is_fix(self, fix: Fix) -> bool:
        """Return whether the layer in the repository is what somebody made of the annotation in a file."""
        fixed, layer = fix
        source = self.source
        is_of_source = (fixed.number, fixed.annotation, fixed.moment) == (
            source.number,
            source.annotation,
            source.moment,
        )
        held = self.held.layer
        is_same = without_origins(held.claims) == without_origins(layer.claims) and held.complete == layer.complete
        return is_of_source and is_same


def _said(line: LayerLine) -> tuple[Any, Any]:
    """Return what a layer says: its claims, wherever they come from, and whether it is complete."""
    layer = json.loads(line.json)
    claims = [{name: value for name, value in claim.items() if name != ORIGIN} for claim in layer.get("claims", ())]
    return claims, layer.get("complete")


def submitted_at(source: AnnotationSource) -> str:
    """Return when an annotation was last submitted, to the second; empty if the export does not say."""
    match = TIMESTAMP.match(source.moment)
    return f"{match[0]}Z" if match else ""


def date_of(layer: dict[str, Any]) -> str:
    """Return when the answer of Label Studio was submitted that a layer was read from; empty if there is none."""
    return str(layer.get("date", "")) if str(layer.get("tool", "")).startswith(TOOL) else ""
