"""A casualty figure and the moment at which a public copy first told it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from ..conflicts.conflict_index import states_as_fact
from ..conflicts.number_ranges import number_range
from ..schema import AddedValue, CasualtyFigure, ClaimBase
from ..schema.vocab import Harm, Qualifier, VictimGroup


class DatedText(Protocol):
    """What has to be known of an article: it is in an `Article`, and in an index of a corpus."""

    @property
    def as_of(self) -> str | None:
        """When a public copy first showed its text."""

    @property
    def first_text(self) -> bool | None:
        """Whether it is the first text that the copy had."""

    @property
    def earlier_id(self) -> str | None:
        """The article with the first text of its item."""

    @property
    def told_since(self) -> str:
        """Since when its text is told: `as_of`, or where the early history is missing its day if that is earlier."""

    @property
    def episode_id(self) -> str | None:
        """The event that it reports."""


@dataclass(frozen=True)
class Telling:
    """A figure as it was told at a moment: the whole numbers from `lower` to `upper`, both included.

    `upper` is None where the words set no upper bound. `is_numbered` is False for words such as *dozens*, whose bounds
    are derived. `is_first` says whether its article has the first text that the public copy had; None if not known.
    """

    claim_id: str
    article_id: str
    earlier_article_id: str | None
    """The article with the first text of the item, if its own was rewritten from that."""
    event_id: str | None
    harm: Harm
    victim_groups: tuple[VictimGroup | AddedValue, ...]
    as_of: datetime
    since: datetime
    """By what it stands in the order of time: `as_of`, or the end of its day if the copy lacks the text's beginning."""
    is_first: bool | None
    lower: int
    upper: int | None
    is_numbered: bool

    @property
    def number(self) -> float:
        """The one number that it gives: a bound that stands alone, or the middle of two."""
        if self.upper is None:
            return float(self.lower)
        return float(self.upper) if self.lower == 0 else (self.lower + self.upper) / 2

    @property
    def is_dated(self) -> bool:
        """Whether it is known when it was told first; else the copy showed it at `as_of`, having begun too late."""
        return self.is_first is not None

    def repeats(self, other: Telling) -> bool:
        """Return whether it tells what the first text of its item told already: nothing new, at a later moment."""
        is_rewritten = self.earlier_article_id == other.article_id
        return is_rewritten and (self.lower, self.upper) == (other.lower, other.upper)


def moment(as_of: str | None) -> datetime | None:
    """Return the moment of an article's `as_of`; None if it has none, or one without a time of day and its zone."""
    try:
        found = None if as_of is None else datetime.fromisoformat(as_of)
    except ValueError:
        return None
    return None if found is None or found.tzinfo is None else found.astimezone(UTC)


def tellings_of(claims: Iterable[ClaimBase], articles: Mapping[str, DatedText]) -> list[Telling]:
    """Return what figures tell, by moment and id: those with a quantity that are stated as fact and have a moment."""
    found = (telling for claim in claims if (telling := _telling(claim, articles.get(claim.article_id))) is not None)
    return sorted(found, key=order)


def order(telling: Telling) -> tuple[datetime, str]:
    """Return by what tellings are sorted."""
    return telling.since, telling.claim_id


def _telling(claim: ClaimBase, article: DatedText | None) -> Telling | None:
    if not isinstance(claim, CasualtyFigure) or article is None:
        return None
    as_of = moment(article.as_of)
    if as_of is None or claim.qualifier is Qualifier.NONE_STATED or not states_as_fact(claim):
        return None
    numbers = number_range(claim)
    return Telling(
        claim_id=claim.claim_id,
        article_id=claim.article_id,
        earlier_article_id=article.earlier_id,
        event_id=claim.event_id or article.episode_id,
        harm=claim.harm,
        victim_groups=tuple(sorted(claim.victim_groups)),
        as_of=as_of,
        since=moment(article.told_since) or as_of,
        is_first=article.first_text,
        lower=numbers.lower,
        upper=numbers.upper,
        is_numbered=claim.lower is not None or claim.upper is not None or claim.qualifier is Qualifier.ZERO,
    )
