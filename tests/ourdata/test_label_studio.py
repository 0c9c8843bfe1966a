"""What our corpora have goes to Label Studio without loss, and our short rules say what our codebook says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace
from claimwire.hydration import hydrated_corpus
from claimwire.labelstudio.page.texts import rule_panels
from claimwire.labelstudio.tasks.read import read_task
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Article

OURS = Workspace(Path(__file__).resolve().parents[2])
GUIDELINES = (OURS.annotations / "guidelines.md").read_text(encoding="utf-8")


def layers_and_gold(corpus: Corpus, article: Article) -> list[Annotation]:
    """Return the layers over an article, and its adjudicated claims as one more."""
    gold = Annotation(
        annotation_id=f"{article.article_id}_gold",
        article_id=article.article_id,
        annotator_id="gold",
        guideline_version=corpus.info.guideline_version,
        tool="adjudicated",
        complete=True,
        claims=tuple(corpus.claims_of_article[article.article_id]),
    )
    return [*corpus.layers_of_article[article.article_id], gold]


def assert_comes_back(corpus: Corpus, articles: Iterable[Article]) -> None:
    """Write articles with all that was annotated as tasks, as an export has them, and read them again."""
    for article in articles:
        own = layers_and_gold(corpus, article)
        task = json.loads(json.dumps(make_task(article, own, guideline_version="1.0.0")))
        reading = read_task(task | {"id": 1}, article, {})
        assert reading.problems == []
        assert reading.layers == own


@pytest.mark.parametrize("corpus_id", OURS.corpus_ids())
def test_what_was_annotated_comes_back_as_it_is(corpus_id: str) -> None:
    corpus = OURS.corpus(corpus_id)
    assert_comes_back(corpus, (article for article in corpus.articles.values() if article.text is not None))


@pytest.mark.realtext
@pytest.mark.parametrize("corpus_id", [x for x in OURS.corpus_ids() if not OURS.corpus(x).info.text_redistributable])
def test_what_was_annotated_over_third_party_texts_comes_back_as_it_is(corpus_id: str, real_texts: Path) -> None:
    corpus = hydrated_corpus(OURS.corpus(corpus_id), real_texts / corpus_id)[0]
    assert_comes_back(corpus, corpus.articles.values())


@pytest.mark.parametrize(
    "example", ["met and spoke by telephone", "the 2011 truce", "including nine children", "1994/.."]
)
def test_an_example_of_the_short_rules_is_one_of_the_codebook(example: str) -> None:
    assert example in "\n".join(text for _, text in rule_panels())
    assert example in GUIDELINES
