"""The slots of a statement that its words tell: the kind of its source, and how its content is put."""

from __future__ import annotations

import re
from typing import Any

from ...proposals.polarity import FINITE
from ...schema.vocab import CueClass, PresentedAs, SourceKind
from ..sentence import Sentence
from .passage import Draft, first_of, rule_words

BY_CUE = {
    CueClass.DENIAL: PresentedAs.DENIED,
    CueClass.DIRECTIVE: PresentedAs.REQUESTED,
    CueClass.COMMISSIVE: PresentedAs.FUTURE,
}
"""How a content is put by what its cue does, where that decides alone."""


def statement_slots(draft: Draft, text: str, last_kind: str | None) -> dict[str, Any]:
    """Return the slots of a statement; `last_kind` is the kind of source that a pronoun may stand for."""
    cue = " ".join(text[start:end] for start, end in draft.pieces.get("cue_spans", ())).casefold()
    content = " ".join(text[start:end] for start, end in draft.spans)
    found = draft.slots["cue_kind"]
    kind = None if found is None else next(value for value in CueClass if value == found)
    return {
        "source_kind": _source_kind(draft, text, last_kind),
        "presented_as": _presented_as(cue, kind, content).value,
    }


def _source_kind(draft: Draft, text: str, last_kind: str | None) -> str:
    source = " ".join(text[start:end] for start, end in draft.pieces.get("source_spans", ()))
    if not source:
        return SourceKind.NOT_TOLD.value
    known = first_of(source, "source_kind")
    words = Sentence(source).words
    if known is None and len(words) == 1 and words[0] in ("he", "she", "it", "they", "who") and last_kind:
        return last_kind
    return known or (SourceKind.INDIVIDUAL if source[:1].isupper() else SourceKind.OTHER).value


def _presented_as(cue: str, kind: CueClass | None, content: str) -> PresentedAs:
    """Return how a content is put, step by step as the codebook says (R-PRES-1, R-PRES-4)."""
    cue_words, words = set(re.findall(r"[\w'’]+", cue)), Sentence(content).words
    if words[:1] and words[0] in rule_words("presented_as", "question"):
        return PresentedAs.QUESTION
    if kind in BY_CUE:
        return BY_CUE[kind]
    if cue_words & rule_words("presented_as", "hoped"):
        return PresentedAs.HOPED
    if cue_words & rule_words("presented_as", "possible"):
        return PresentedAs.POSSIBLE
    if kind is CueClass.EXPECTATION:
        return PresentedAs.FUTURE
    if kind is CueClass.EVALUATIVE and not FINITE.search(content):
        return PresentedAs.PRESUPPOSED
    tests = (("may", PresentedAs.POSSIBLE), ("must", PresentedAs.REQUESTED), ("future", PresentedAs.FUTURE))
    first = {key: next((n for n, word in enumerate(words) if word in rule_words("presented_as", key)), None)
             for key, _ in tests}  # fmt: skip
    present = [(place, value) for key, value in tests if (place := first[key]) is not None]
    return min(present)[1] if present and min(present)[0] < 8 else PresentedAs.ASSERTED
