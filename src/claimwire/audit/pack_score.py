"""What the checks of a pack come to: its rates, and how far the person agrees with the model's checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..corpus.corpus import Corpus
from ..schema import ItemCheck
from ..schema.vocab import AnnotatorKind, CheckAnswer
from .items import current_sha256
from .pack import Pack, weighted
from .rates import CheckTally, Concordance, ItemRates, concordance, item_rates, judged_items


@dataclass(frozen=True)
class PackScore:
    """How many items of a pack are done, their rates, and the agreement with the model's checks of the same items.

    `weighted` is the share of the split's claims that are wrong by the rates of the labels; None if one has no item.
    """

    done: int
    items: int
    rates: ItemRates
    weighted: float | None
    with_model: Concordance

    def as_json(self) -> dict[str, Any]:
        """Return the score as JSON values, without any text."""
        answers = [{"person": a, "model": b, "items": count} for (a, b), count in self.with_model.answers.items()]
        model = {**self.with_model.same.as_json(), "answers": answers}
        return {
            "done": self.done,
            "items": self.items,
            "weighted": self.weighted,
            "with_model": model,
            **self.rates.as_json(),
        }


def still_there(
    checks: Iterable[ItemCheck], pack: Pack, corpora: Mapping[str, Corpus]
) -> tuple[dict[str, list[ItemCheck]], list[ItemCheck]]:
    """Return the checks of a pack by corpus, and apart those of items that are no longer there.

    A claim that was found wrong counts even so: it may have been taken out because of that.
    """
    corpus_of = {item.article_id: item.corpus_id for item in pack.items}
    kept: dict[str, list[ItemCheck]] = {corpus_id: [] for corpus_id in corpora}
    gone = []
    for check in checks:
        corpus = corpora[corpus_of[check.article_id]]
        article = corpus.articles.get(check.article_id)
        is_there = article is not None and current_sha256(check, article, corpus.claims) is not None
        if is_there or (article is not None and check.answer is CheckAnswer.WRONG):
            kept[corpus.corpus_id].append(check)
        else:
            gone.append(check)
    return kept, gone


def score_checks(
    pack: Pack,
    checks: Mapping[str, Sequence[ItemCheck]],
    corpora: Mapping[str, Corpus],
    kind_of: Mapping[str, AnnotatorKind],
) -> PackScore:
    """Return what a person's checks of a pack, by corpus, come to; `corpora` have the model's checks."""
    tally = CheckTally(kind_of)
    for corpus in corpora.values():
        tally.add(corpus, {})
    mine = [item for corpus_id, own in checks.items() for item in judged_items(corpora[corpus_id], own)]
    rates = item_rates(mine)
    return PackScore(
        done=len(mine),
        items=len(pack.items),
        rates=rates,
        weighted=weighted(pack.population, *rates.by_label()),
        with_model=concordance(mine, tally.judged(AnnotatorKind.MODEL)),
    )
