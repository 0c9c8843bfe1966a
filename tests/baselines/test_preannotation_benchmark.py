"""The benchmark of suggestions on invented articles: what stands, what it saves, and the order of articles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from invented import plain_article
from stub_models import WordModel, claim_at

from benchmarks.preannotation.data import read_articles
from benchmarks.preannotation.help import MISSING, SLOTS, SPURIOUS, STANDS, WORDS, helped, paired
from benchmarks.preannotation.order import RANDOM, UNCERTAIN, ClaimLearning, SentenceLearning, curve
from benchmarks.preannotation.report import tables
from claimwire.baselines.contract import LabelledArticle
from claimwire.errors import ReleaseError
from claimwire.labelstudio.page.effort import DELETE, Effort, made
from claimwire.schema import Article, ClaimBase
from claimwire.schema.vocab import EventType, Split

ARTICLE = plain_article("Gates\n\nOne gate broke. Two gates held. Three gates were shut.", article_id="heron_2")
TEXT = ARTICLE.text or ""


def over(words: str, **fields: object) -> ClaimBase:
    start = TEXT.index(words)
    return claim_at(ARTICLE, "heron_2_1", start, start + len(words)).model_copy(update=fields)


def test_each_claim_and_suggestion_counts_once_by_what_becomes_of_it() -> None:
    claims = (
        over("One gate broke", claim_id="c_1"),
        over("Two gates held", claim_id="c_2", event_type=EventType.AGREEMENT),
        over("Three gates were shut", claim_id="c_3"),
    )
    model = WordModel(**{"One gate broke": 0.5, "Two gates held": 0.5, "Three gates": 0.5, "Gates": 0.5})
    found = helped(model, [LabelledArticle(ARTICLE, claims), LabelledArticle(ARTICLE, ())])
    assert found.outcomes["historical_background"] == {STANDS: 1, SLOTS: 1, WORDS: 1, SPURIOUS: 1 + 4}
    assert found.articles == 2
    assert found.without == sum((made(claim, TEXT) for claim in claims), Effort())
    slot, edge = Effort(clicks=2), Effort(clicks=1, drags=1)
    assert found.with_suggestions == sum((DELETE for _ in range(5)), slot + edge)


def test_what_a_model_misses_is_made() -> None:
    claims = (over("One gate broke"), over("Two gates held"))
    found = helped(WordModel(), [LabelledArticle(ARTICLE, claims)])
    assert found.outcomes["historical_background"] == {MISSING: 2}
    assert found.with_suggestions == found.without


def test_the_most_similar_are_paired_first_and_each_once() -> None:
    wide, narrow, far = over("One gate broke. Two gates held"), over("Two gates"), over("Three")
    claim, other = over("Two gates held"), over("One")
    assert paired([wide, narrow, far], [claim, other]) == {1: 0, 0: 1}
    assert paired([far], [claim]) == {}


ARTICLES = [
    LabelledArticle(article, (claim_at(article, f"{key}_1", 7, 12),))
    for key, words in {f"heron_{n}": "wind" * (n + 1) for n in range(6)}.items()
    for article in [plain_article(f"Gates\n\n{words} The gate broke.", article_id=key)]
]


class Counting:
    """Is uncertain about longer articles, and tells what it was fitted on."""

    name = "counting"

    def __init__(self) -> None:
        self.fitted: list[list[str]] = []

    def fit(self, articles: Sequence[LabelledArticle]) -> None:
        self.fitted.append([one.article.article_id for one in articles])

    def uncertainty(self, article: Article) -> float:
        return float(len(article.text or ""))

    def macro_f1(self, articles: Sequence[LabelledArticle]) -> float:
        return len(self.fitted[-1]) / 10


@pytest.mark.parametrize("order", [RANDOM, UNCERTAIN])
def test_an_order_goes_on_from_the_same_first_articles(order: str) -> None:
    learning, again = Counting(), Counting()
    points = curve(learning, order, ARTICLES, [], (2, 4, 99), seed=1)
    assert [(x.articles, x.macro_f1) for x in points] == [(2, 0.2), (4, 0.4), (6, 0.6)]
    assert curve(again, order, ARTICLES, [], (2, 4, 99), seed=1) == points
    curve(again, RANDOM, ARTICLES, [], (2,), seed=1)
    assert again.fitted[-1] == learning.fitted[0], "both orders begin alike"
    first, second, third = learning.fitted
    assert third[:4] == second
    assert second[:2] == first
    if order == UNCERTAIN:
        left = sorted({one.article.article_id for one in ARTICLES} - set(first), reverse=True)
        assert second[2:] == left[:2], "the longest come first"


def test_models_and_classifiers_learn_and_are_measured() -> None:
    for learning in (ClaimLearning("rules"), SentenceLearning("handmade")):
        learning.fit(ARTICLES)
        assert 0 <= learning.macro_f1(ARTICLES) <= 1
        assert learning.uncertainty(ARTICLES[0].article) >= 0


def test_the_tables_are_made_of_the_json_alone() -> None:
    found = helped(WordModel(Gates=0.5), [LabelledArticle(ARTICLE, (over("One gate broke"),))])
    points = [
        {"model": "m", "order": RANDOM, "seed": n, "articles": 4, "sentences": 9, "macro_f1": n / 10} for n in (1, 3)
    ]
    made_tables = tables({"helped": [{"model": "m", "unit": "items"} | found.json()], "order": points})
    assert set(made_tables) == {"suggestions", "effort", "differing", "order"}
    assert "| m | 4 | 0.200 (0.100 to 0.300) | 9 | — | — |" in made_tables["order"]
    assert "| m | items | `historical_background` | 1 | 0% | 0% | 0% | 100% | 1 |" in made_tables["suggestions"]


def test_a_folder_that_is_no_build_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        read_articles(tmp_path, Split.TEST)
