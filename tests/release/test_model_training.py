"""A model of articles is trained on a built release, and says on what."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from small import DOCUMENTS, OPEN

from claimwire.baselines.contract import LabelledArticle
from claimwire.baselines.models import load_article_model
from claimwire.baselines.store import FACTS
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, ReleaseError
from claimwire.release.build import build
from claimwire.release.learning import labelled_articles
from claimwire.release.manifest import read_manifest
from claimwire.release.model_training import CARD, measured, train_model
from claimwire.schema.vocab import Split


@pytest.fixture
def built(small: Workspace) -> Path:
    return build(small, release=True).folder


def test_articles_and_claims_are_those_of_the_records(built: Path, small: Workspace) -> None:
    corpus = small.corpus(OPEN)
    found = [one for split in Split for one in _articles(built, split)]
    assert {one.article.article_id for one in found} <= set(corpus.articles)
    for one in found:
        assert one.article == corpus.articles[one.article.article_id]
        own = corpus.claims_of_article[one.article.article_id]
        assert {c.claim_id: c.spans for c in one.claims} == {c.claim_id: c.spans for c in own}


def _articles(built: Path, split: Split) -> list[LabelledArticle]:
    try:
        return list(labelled_articles(built, split))
    except ClaimwireError:
        return []


def test_a_trained_model_says_on_what_it_was_trained(built: Path, tmp_path: Path) -> None:
    figures = train_model("rules", built, tmp_path / "model", seed=3)
    facts = json.loads((tmp_path / "model" / FACTS).read_text(encoding="utf-8"))
    manifest = read_manifest(built)
    told = facts["trained"]
    assert (told["release"], told["content_sha256"], told["seed"]) == (
        manifest.data_version,
        manifest.content_sha256,
        3,
    )
    card = (tmp_path / "model" / CARD).read_text(encoding="utf-8")
    assert str(manifest.content_sha256) in card
    model = load_article_model(tmp_path / "model")
    for name, scores in figures.items():
        split = next(one for one in Split if one == name)
        articles = labelled_articles(built, split)
        assert measured(model, built, split, articles) == scores
        decided = Counter(claim.label.value for one in articles for claim in one.claims)
        for row in (row for row in scores.rows if row.about in decided):
            assert row.numbers["gold"] == decided[row.about]
            assert f"| {row.numbers['gold']} | {row.numbers['predicted']} |" in card


def test_a_folder_that_is_no_build_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ClaimwireError, match="has no manifest"):
        train_model("rules", DOCUMENTS, tmp_path / "model", seed=1)
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("name", ["thesis.txt", "weights.npz"])
def test_a_folder_with_something_else_stays_as_it_is(built: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text("Years of work.")
    for place in (tmp_path / "mine", tmp_path / "mine" / name):
        with pytest.raises(ReleaseError, match="holds something that is not a model"):
            train_model("rules", built, place, seed=1)
    assert [path.read_text() for path in (tmp_path / "mine").iterdir()] == ["Years of work."]


def test_an_empty_folder_and_one_with_a_model_are_written_to(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    for _ in range(2):
        train_model("rules", built, tmp_path / "mine", seed=1)
    assert (tmp_path / "mine" / FACTS).is_file()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    train_model("rules", built, Path(), seed=1)
    assert (tmp_path / "here" / FACTS).is_file()
