"""Level 4: the adjudicated claims of a corpus against each other: one name, one cue, one sentence is told alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from .check import Check
from .context import Context
from .findings import Finding, Place
from .tellings import Tellings


def _names_differ(context: Context) -> Iterator[Finding]:
    for tellings in _tellings(context):
        for names in tellings.names.values():
            for (one, there), (other, place) in pairwise(names.items()):
                yield Finding(place, f"{other!r} is {one!r} of {there.record_id} but for diacritics, case or a title")


def _name_of_two_kinds(context: Context) -> Iterator[Finding]:
    for tellings in _tellings(context):
        yield from _of_two(tellings.kinds, "source_kind of")


def _cue_of_two_classes(context: Context) -> Iterator[Finding]:
    for tellings in _tellings(context):
        yield from _of_two(tellings.cues, "cue_class of")


def _similar_differ(context: Context) -> Iterator[Finding]:
    for tellings in _tellings(context):
        for place, slot, value, other, there in tellings.unlike:
            yield Finding(place, f"{slot} is {value}, in the same words it is {other} in {there.record_id}")


def _of_two(told: Mapping[str, Mapping[str, Place]], what: str) -> Iterator[Finding]:
    """Yield the claims that are the first to give a key another value than the one before."""
    for key, values in told.items():
        for (one, there), (other, place) in pairwise(values.items()):
            yield Finding(place, f"{what} {key!r} is {other}, in {there.record_id} it is {one}")


def _tellings(context: Context) -> list[Tellings]:
    """Return what each corpus tells, where the records that articles share are looked at; elsewhere nothing."""
    return list(context.repository.tellings.values()) if context.is_shared else []


CHECKS = (
    Check(
        "names-differ-by-mark",
        4,
        "two names in the adjudicated claims of a corpus differ by diacritics, case or a title only",
        "write one name in one way",
        _names_differ,
    ),
    Check(
        "name-of-two-kinds",
        4,
        "a source that is named alone is of two kinds in the adjudicated claims of a corpus",
        "give it the kind in which it speaks, the same everywhere",
        _name_of_two_kinds,
    ),
    Check(
        "cue-of-two-classes",
        4,
        "the same cue is of two classes in the adjudicated claims of a corpus (where the text is available)",
        "the class is that of the cue, whatever the content: give it the same everywhere",
        _cue_of_two_classes,
    ),
    Check(
        "similar-sentences-differ",
        4,
        "adjudicated claims of two articles of a corpus are in the same words, four or more, and differ in a slot of a "
        "closed vocabulary (where the text is available)",
        "decide by one ruling for both",
        _similar_differ,
    ),
)
