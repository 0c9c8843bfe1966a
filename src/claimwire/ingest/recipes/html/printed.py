"""Which of the days that a line prints is that of publication, by the words before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

CHANGE = (
    r"(?:up-?dated?|updating|modified|modification|changed?|edited|revised|revision|reviewed|corrected|correction|amended"
    r"|refreshed|accessed|retrieved|viewed|archived|visited|fact[ -]checked|expire[sd]?|printed"
    r"|last (?:edit|change|review)"
    r"|aktualisiert|geändert|abgerufen|mis(?:e)? à jour|modifiée?|actualizado|atualizado|modificado|aggiornat[oa]"
    r"|обновлено|изменено|aktualizacja)"
)
"""Words of a day on which a page was changed or looked at."""

PUBLICATION = (
    r"(?:published|publication|posted|released|issued|created|uploaded|originally|first (?:up|on)|filed|veröffentlicht"
    r"|erschienen|publiée?|publicado|pubblicato|опубликовано|publikacja)"
)
EVENT = r"(?:event|deadline|starts?|begins?|ends?|closes|closing|due|effective|valid|hearing|meeting|concert|when)"
LABELS = re.compile(
    rf"\b(?:(?P<published>{PUBLICATION})|(?P<changed>{CHANGE})|(?P<event>{EVENT} (?:date|day|on|from|until)|{EVENT}:))"
    r"(?!\w)",
    re.IGNORECASE,
)
"""Words that say what a day is that stands after them."""


def published_days(text: str, days: Sequence[tuple[int, int, date]]) -> tuple[list[date], list[date]]:
    """Return the days of a line that may be that of publication, and those that its words say are not.

    `days` are the days with their places. The last label between a day and the one before it counts; a single day, or
    the last one, may have its label after it: `June 5, 2031 (updated)`.
    """
    published: list[date] = []
    other: list[date] = []
    end = 0
    for number, (start, stop, day) in enumerate(days):
        label = _last_label(text[end:start])
        if label is None and number == len(days) - 1:
            label = _last_label(text[stop:])
        (published if label in (None, "published") else other).append(day)
        end = stop
    return published, other


def _last_label(text: str) -> str | None:
    return next((match.lastgroup for match in reversed(list(LABELS.finditer(text)))), None)


def stamps_of_publication(text: str, stamps: Sequence[str]) -> Iterator[str]:
    """Yield the points in time for machines that the labels of a line do not say are of another day."""
    labels = [str(match.lastgroup) for match in LABELS.finditer(text)]
    if set(labels) <= {"published"}:
        yield from stamps
    elif len(labels) == len(stamps):
        yield from (stamp for label, stamp in zip(labels, stamps, strict=True) if label == "published")
    elif labels and labels[0] == "published":
        yield from stamps[:1]


def without(days: Iterable[tuple[int, int, date]], parts: Iterable[str], text: str) -> list[tuple[int, int, date]]:
    """Return the days of a line that are not in parts of it, such as an element that is marked as a time of change."""
    spans = [(match.start(), match.end()) for part in parts for match in re.finditer(re.escape(part), text)]
    return [found for found in days if not any(start <= found[0] and found[1] <= end for start, end in spans)]
