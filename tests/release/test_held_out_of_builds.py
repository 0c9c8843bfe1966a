"""What a build holds out is named so that nobody learns from it by mistake."""

from __future__ import annotations

from small import OPEN

from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import build
from claimwire.release.learning import held_out_of, labelled_articles
from claimwire.schema.vocab import Split


def test_what_is_held_out_of_a_build_is_named_by_its_ids_and_its_texts(small: Workspace) -> None:
    folder = build(small, release=True).folder
    apart = [one.article_id for one in records_of(small.splits()[0]) if one.split is not Split.TRAIN]
    articles = {key: x for corpus in small.corpora() for key, x in corpus.articles.items()}
    assert set(apart) & set(small.corpus(OPEN).articles)
    held = held_out_of(folder)
    assert set(apart) <= held
    assert {articles[key].text_sha256 for key in apart} <= held
    trained = [one.article for one in labelled_articles(folder, Split.TRAIN)]
    assert not held & {name for one in trained for name in (one.article_id, one.text_sha256)}
