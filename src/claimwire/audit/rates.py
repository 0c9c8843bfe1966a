"""How many of the checked items are wrong, with 95 % intervals of Wilson, by who checked, corpus and split.

Models and people are never counted together. Of several checks of an item by one kind of annotator the latest counts,
so that an item is one trial. A check counts as what was found then: that the item changed since, mostly because of
it, is counted beside the rates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..corpus.corpus import Corpus
from ..schema import ItemCheck
from ..schema.vocab import AnnotatorKind, CheckAnswer, Label
from .items import LABEL_FIELD, SPAN_FIELD, current_sha256, key_of
from .score import Rate

Group = tuple[str, str, str]
"""What is counted together: kind of annotator, corpus, split; `none` for an article without a split."""

NO_SPLIT = "none"

WRONG, MISPLACED, MISSED = (
    "claims that are wrong",
    "claims wrong in label or span",
    "empty sentences with something missed",
)
UNCLEAR_CLAIMS, UNCLEAR_SENTENCES = "claims left unclear", "empty sentences left unclear"


@dataclass(frozen=True)
class JudgedItem:
    """A check, and whether what was checked has changed since; it has if it is no longer there."""

    check: ItemCheck
    changed: bool


@dataclass(frozen=True)
class ItemRates:
    """The rates of some checks, and how many of the checked items have changed since."""

    claims: int
    sentences: int
    changed: int
    rates: tuple[Rate, ...]

    def rate(self, what: str) -> Rate:
        """Return the rate of that name; raises `KeyError` if there is none."""
        found = next((rate for rate in self.rates if rate.what == what), None)
        if found is None:
            raise KeyError(what)
        return found

    def by_label(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many claims of each label that was checked are wrong, and how many were checked."""
        rates = {label.value: rate for label in Label for rate in self.rates if rate.what == of_label(WRONG, label)}
        return {name: rate.hits for name, rate in rates.items()}, {name: rate.trials for name, rate in rates.items()}

    def as_json(self) -> dict[str, Any]:
        """Return the rates as JSON values."""
        counts = {"claims": self.claims, "sentences": self.sentences, "changed": self.changed}
        return counts | {"rates": [rate.as_json() for rate in self.rates]}


def judged_items(corpus: Corpus, checks: Iterable[ItemCheck] | None = None) -> list[JudgedItem]:
    """Return checks of a corpus, by default all it has, each with whether its item has changed since."""
    judged = []
    for check in corpus.item_checks.values() if checks is None else checks:
        article = corpus.articles.get(check.article_id)
        own = {claim.claim_id: claim for claim in corpus.claims_of_article[check.article_id]}
        now = None if article is None else current_sha256(check, article, own)
        judged.append(JudgedItem(check, now != check.content_sha256))
    return judged


def latest(judged: Iterable[JudgedItem]) -> list[JudgedItem]:
    """Return one check of each item, the latest by date and then by id, in the order of their items."""
    last: dict[str, JudgedItem] = {}
    for item in sorted(judged, key=lambda item: (item.check.date, len(item.check.check_id), item.check.check_id)):
        last[key_of(item.check)] = item
    return [last[key] for key in sorted(last)]


def item_rates(judged: Iterable[JudgedItem]) -> ItemRates:
    """Return the rates of some checks, of each item the latest; those by label only for labels that were checked.

    An unclear answer is a trial, and no error.
    """
    once = latest(judged)
    claims = [item.check for item in once if item.check.claim_id is not None]
    sentences = [item.check for item in once if item.check.claim_id is None]
    rates = [
        _rate(WRONG, claims, _is_wrong),
        _rate(MISPLACED, claims, lambda check: bool({LABEL_FIELD, SPAN_FIELD} & set(check.wrong_fields))),
    ]
    for label in Label:
        own = [check for check in claims if check.label is label]
        rates += [_rate(of_label(WRONG, label), own, _is_wrong)] if own else []
    rates.append(_rate(MISSED, sentences, lambda check: check.answer is CheckAnswer.MISSED))
    for label in Label if sentences else ():
        rates.append(_rate(of_label(MISSED, label), sentences, lambda check, x=label: x in check.missed_labels))  # type: ignore[misc]
    rates.append(_rate(UNCLEAR_CLAIMS, claims, _is_unclear))
    rates.append(_rate(UNCLEAR_SENTENCES, sentences, _is_unclear))
    return ItemRates(len(claims), len(sentences), sum(item.changed for item in once), tuple(rates))


def of_label(what: str, label: Label) -> str:
    """Return the name of a rate of one label."""
    return f"{what}: {label.value}"


def _is_wrong(check: ItemCheck) -> bool:
    return check.answer is CheckAnswer.WRONG


def _is_unclear(check: ItemCheck) -> bool:
    return check.answer is CheckAnswer.UNCLEAR


def _rate(what: str, checks: Sequence[ItemCheck], is_hit: Callable[[ItemCheck], bool]) -> Rate:
    return Rate(what, sum(map(is_hit, checks)), len(checks))


@dataclass
class CheckTally:
    """The checks of a release or of some corpora, collected a corpus or an article at a time."""

    kind_of: Mapping[str, AnnotatorKind]
    """The kind of each annotator, by id."""

    groups: dict[Group, list[JudgedItem]] = field(default_factory=dict)

    def add(self, corpus: Corpus, splits: Mapping[str, str]) -> None:
        """Add the checks of a corpus, whole or of one article; `splits` has the split of each article.

        A check by an annotator of no known kind, which a check of the repository refuses, is left out.
        """
        for item in judged_items(corpus):
            kind = self.kind_of.get(item.check.annotator_id)
            if kind is not None:
                group = kind.value, corpus.corpus_id, splits.get(item.check.article_id, NO_SPLIT)
                self.groups.setdefault(group, []).append(item)

    def rates(self) -> dict[Group, ItemRates]:
        """Return the rates of each group, in the order of their names."""
        return {group: item_rates(self.groups[group]) for group in sorted(self.groups)}

    def judged(self, kind: AnnotatorKind, split: str | None = None) -> list[JudgedItem]:
        """Return the checks by one kind of annotator over all corpora, in one split or in any."""
        chosen = (g for g in sorted(self.groups) if g[0] == kind.value and split in (None, g[2]))
        return [item for group in chosen for item in self.groups[group]]


@dataclass(frozen=True)
class Concordance:
    """How often two kinds of annotators gave the same answer on the items that both have checked."""

    same: Rate
    answers: Mapping[tuple[str, str], int]
    """How many items have each pair of answers, the first by the one, the second by the other."""


def concordance(one: Iterable[JudgedItem], other: Iterable[JudgedItem]) -> Concordance:
    """Return how far two sets of checks agree, of each item the latest.

    Items that changed between the two are left out.
    """
    theirs = {key_of(item.check): item.check for item in latest(other)}
    pairs = [(item.check, theirs[key]) for item in latest(one) if (key := key_of(item.check)) in theirs]
    same_content = [(a, b) for a, b in pairs if a.content_sha256 == b.content_sha256]
    answers: dict[tuple[str, str], int] = {}
    for a, b in same_content:
        pair = a.answer.value, b.answer.value
        answers[pair] = answers.get(pair, 0) + 1
    same = sum(a.answer is b.answer for a, b in same_content)
    return Concordance(Rate("same answer", same, len(same_content)), dict(sorted(answers.items())))
