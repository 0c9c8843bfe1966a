"""A cue in its sentence: with its auxiliaries, and how it is joined to others."""

from __future__ import annotations

from dataclasses import dataclass

from ...proposals.cues import CueFound
from ...schema.vocab import CueClass
from .passage import Passage, rule_words


@dataclass(frozen=True)
class CueWords:
    """A cue in its sentence: its first word with auxiliaries, its verb, the word after its last, and what it does."""

    first: int
    verb: int
    end: int
    kind: CueClass


def with_auxiliaries(passage: Passage, cue: CueFound) -> CueWords:
    """Return a cue with the auxiliaries and adverbs before it, and without what another word parts from it."""
    first = cue.start
    while first > 0 and not passage.gap(first).strip() and _is_auxiliary(passage, first - 1):
        first -= 1
    while first < cue.start and passage.words[first].endswith("ly"):
        first += 1
    end = cue.end - (passage.words[cue.end - 1] in rule_words("statements", "content_begins"))
    ties, tied = rule_words("statements", "ties"), rule_words("statements", "tied")
    if end < len(passage.words) and passage.words[end - 1] in tied and passage.words[end] in ties:
        end += 1
    if end - cue.start > 2 and passage.words[end - 1] in rule_words("statements", "apart"):
        end = cue.start + 1
    return CueWords(first, cue.start, end, cue.kind)


def _is_auxiliary(passage: Passage, word: int) -> bool:
    name = passage.words[word]
    adverb = name.endswith("ly") and passage.sentence.raw[word][0].islower() and word > 0
    return name in rule_words("statements", "auxiliaries") or adverb


def is_second(passage: Passage, cue: CueWords) -> bool:
    """Return whether *and* joins a cue to an earlier one of the same source: *denied the raid and demanded an end*."""
    first = cue.first
    joined = first > 1 and passage.words[first - 1] in rule_words("statements", "second")
    return joined and not passage.gap(first).strip()


def is_finite(passage: Passage, cue: CueWords) -> bool:
    """Return whether a cue is a verb in the past or the third person: *demanded*, *says*."""
    return passage.words[cue.verb].endswith(("ed", "s", "id", "old")) or cue.first < cue.verb
