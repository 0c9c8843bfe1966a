"""Every model of articles keeps the contract: same in, same out; records that the schema has; exact offsets."""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_articles import made_articles

from claimwire.baselines.catalogue import catalogue
from claimwire.baselines.classifiers import CLASSIFIERS
from claimwire.baselines.contract import ArticleModel, LabelledArticle, ScoredClaim
from claimwire.baselines.models import (
    DEFAULT,
    MODELS,
    READY,
    SHIPPED,
    as_line,
    load_article_model,
    model_named,
    new_model,
    predicted,
)
from claimwire.dates import known_bounds
from claimwire.errors import BaselineError
from claimwire.ingest.unlisted import article_of_text
from claimwire.proposals import proposable
from claimwire.schema import CLAIM_ADAPTER, Article, span_slots
from claimwire.schema.vocab import Label

TEXT = """Fire at the harbour of Vell

A fire killed at least 12 people in Vell on Monday, the mayor's office said. "We lost our friends," said Orla Denn, a
fisher. About 40 others were injured, according to the hospital.

The quay was built in 1911. It has long been a market. Three boats burned.
"""
ARTICLE = article_of_text(TEXT, "vell", "2031-05-06")


@cache
def fitted(name: str) -> ArticleModel:
    return new_model(name).fit(made_articles(), 1)


def require_right(article: Article, found: tuple[ScoredClaim, ...]) -> None:
    """Hold claims against the schema and the text."""
    text = article.text or ""
    assert [one.claim.claim_id for one in found] == sorted({one.claim.claim_id for one in found})
    ids = {one.claim.claim_id for one in found}
    for one in found:
        claim = one.claim
        assert 0 <= one.score <= 1
        assert CLAIM_ADAPTER.validate_json(claim.model_dump_json()) == claim
        for slot in span_slots(type(claim)):
            for place in getattr(claim, slot):
                assert 0 <= place.start < place.end <= len(text)
                assert text[place.start : place.end].strip() == text[place.start : place.end]
        assert claim.voice_id is None or claim.voice_id in ids
        assert getattr(claim, "part_of_id", None) in {None, *ids}
        assert set(claim.proposed_slots) <= {shape.name for shape in proposable(type(claim))}


@pytest.mark.parametrize("name", [*MODELS, DEFAULT])
def test_claims_are_records_with_exact_offsets(name: str) -> None:
    model = model_named(DEFAULT) if name == DEFAULT else fitted(name)
    for article in (ARTICLE, *(one.article for one in made_articles())):
        require_right(article, model.predict(article, "x_"))
    assert model.predict(ARTICLE, "x_") == model.predict(ARTICLE, "x_")


@pytest.mark.parametrize("name", list(MODELS))
def test_a_model_finds_again_what_it_learnt(name: str) -> None:
    for one in made_articles():
        found = fitted(name).predict(one.article, "x_")
        assert {scored.claim.label for scored in found} == set(Label)
        for claim in one.claims:
            assert claim.spans in {scored.claim.spans for scored in found if scored.claim.label is claim.label}


@pytest.mark.parametrize("name", list(MODELS))
def test_a_saved_model_is_the_same_and_has_no_pickle(name: str, tmp_path: Path) -> None:
    model = fitted(name)
    for folder in ("one", "two", "one"):
        model.save(tmp_path / folder)
    written = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert written == ["model.json", "weights.npz"]
    assert all((tmp_path / "one" / x).read_bytes() == (tmp_path / "two" / x).read_bytes() for x in written)
    with np.load(tmp_path / "one" / "weights.npz", allow_pickle=False) as arrays:
        assert all(array.dtype != object for array in arrays.values())
    assert load_article_model(tmp_path / "one").predict(ARTICLE, "x_") == model.predict(ARTICLE, "x_")
    assert model_named(str(tmp_path / "one")).predict(ARTICLE, "x_") == model.predict(ARTICLE, "x_")


@pytest.mark.parametrize("name", ["rules", "spans", pytest.param("pipeline", marks=pytest.mark.long)])
def test_the_same_articles_and_seed_give_the_same_model(name: str) -> None:
    again = new_model(name).fit(made_articles(), 1)
    assert again.predict(ARTICLE, "x_") == fitted(name).predict(ARTICLE, "x_")


@pytest.mark.parametrize("name", [name for name in MODELS if name not in READY])
def test_what_has_learnt_nothing_says_so(name: str, tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=f"the model {name} has not been fitted"):
        new_model(name).predict(ARTICLE, "x_")
    with pytest.raises(BaselineError, match=f"the model {name} has not been fitted"):
        new_model(name).save(tmp_path / "x")
    assert not (tmp_path / "x").exists()
    with pytest.raises(BaselineError, match=f"claimwire baselines train {name}"):
        model_named(name)


@pytest.mark.parametrize("name", list(MODELS))
def test_articles_without_a_text_are_refused(name: str) -> None:
    bare = ARTICLE.model_copy(update={"text": None})
    with pytest.raises(BaselineError, match="no article with a text to learn from"):
        new_model(name).fit([LabelledArticle(bare, ())], 1)
    with pytest.raises(BaselineError, match="has no text"):
        fitted(name).predict(bare, "x_")


@pytest.mark.parametrize("name", ["rules", "spans", pytest.param("pipeline", marks=pytest.mark.long)])
def test_few_articles_and_articles_without_claims_are_learnt_from(name: str, tmp_path: Path) -> None:
    one, without = made_articles()[0], LabelledArticle(ARTICLE, ())
    for articles in ([one], [without], [one, without]):
        model = new_model(name).fit(articles, 1)
        model.save(tmp_path / "m")
        assert load_article_model(tmp_path / "m").predict(ARTICLE, "x_") == model.predict(ARTICLE, "x_")


def test_an_unknown_model_is_answered_with_those_meant(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="did you mean 'rules'"):
        model_named("rule")
    with pytest.raises(BaselineError, match="is neither a model nor a folder"):
        model_named(str(tmp_path))


def test_the_shipped_model_predicts_without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    found = predicted(DEFAULT, [ARTICLE])[0]
    assert {one.claim.label for one in found} == set(Label)
    figure = next(one.claim for one in found if one.claim.label is Label.CASUALTY_FIGURE)
    assert figure.quantity_spans[0].of(TEXT) == "at least 12"  # type: ignore[attr-defined]
    assert figure.lower == 12  # type: ignore[attr-defined]


def test_the_shipped_model_says_where_it_comes_from_and_has_no_sentence() -> None:
    folder = files("claimwire.baselines").joinpath(SHIPPED)
    facts = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
    assert {"release", "content_sha256", "seed", "claimwire", "split"} <= set(facts["trained"])
    assert facts["trained"]["split"] == "train"
    assert facts["trained"]["content_sha256"] in folder.joinpath("MODEL_CARD.md").read_text(encoding="utf-8")
    names = [name for part in facts["tagger"].values() for name in part]
    assert all(not any(character.isspace() for character in name) for name in names)
    sizes = [len(path.read_bytes()) for path in folder.iterdir()]
    assert sum(sizes) < 400_000


def test_a_threshold_takes_more_or_fewer_claims() -> None:
    few, usual, many = (predicted(DEFAULT, [ARTICLE], least)[0] for least in (0.7, None, 0.0))
    assert len(few) < len(usual) < len(many)
    assert all(one.score >= 0.7 for one in few)
    assert predicted("rules", [ARTICLE], 0.5)[0] == predicted("rules", [ARTICLE])[0]
    assert predicted("rules", [ARTICLE], 0.51)[0] == ()


def test_a_line_has_records_and_scores() -> None:
    found = predicted(DEFAULT, [ARTICLE])[0]
    line = json.loads(json.dumps(as_line(ARTICLE, found)))
    assert line["article_id"] == "vell"
    for one, read in zip(found, line["claims"], strict=True):
        assert read.pop("score") == one.score
        assert CLAIM_ADAPTER.validate_json(json.dumps(read)) == one.claim


def test_every_classifier_and_model_is_listed() -> None:
    named = [(entry.reads, entry.name) for entry in catalogue()]
    assert named == [("sentences", name) for name in CLASSIFIERS] + [("articles", name) for name in (DEFAULT, *MODELS)]


PIECES = ("said", "the mayor", "\"We", "left\"", "“", "”", "12", "at least", "killed", "in 1911", ".", ",", "\n\n",
          "Vell", "that", "according to", "\u202f", "’", "—", "was", "no one", "hurt", "(", ")", "dozens")  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_whatever_the_text_is_claims_are_right(words: list[str]) -> None:
    article = article_of_text(" ".join(words), "odd")
    model = model_named_once()
    model.threshold = 0.0  # type: ignore[attr-defined]
    require_right(article, model.predict(article, "x_"))


@cache
def model_named_once() -> ArticleModel:
    return model_named(DEFAULT)


def test_a_text_alone_is_an_article_whose_text_it_is() -> None:
    assert ARTICLE.text == TEXT
    assert [segment.kind.value for segment in ARTICLE.segments] == ["headline", "body", "body"]
    assert "".join(TEXT[s.start : s.end] for s in ARTICLE.segments) == TEXT
    assert known_bounds(ARTICLE.publication.date).lower is not None
    assert article_of_text("").sentences == ()
    assert [s.kind.value for s in article_of_text("One line alone").segments] == ["body"]
