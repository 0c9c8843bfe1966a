"""Articles and claims with their words, of a corpus and of a release: what a notebook works with."""

from __future__ import annotations

import copy
import pickle
import shutil
from pathlib import Path

import pytest
from small import DOCUMENTS, OPEN, STANDOFF

import claimwire as cw
from claimwire.release.build import build


@pytest.fixture(scope="module")
def corpus(small_built: cw.Workspace) -> cw.Corpus:
    return cw.open(small_built.root).corpus(OPEN)


@pytest.fixture(scope="module")
def released(small_built: cw.Workspace, tmp_path_factory: pytest.TempPathFactory) -> cw.Workspace:
    root = tmp_path_factory.mktemp("released") / "repository"
    shutil.copytree(small_built.root, root)
    build(cw.Workspace(root), release=True)
    return cw.Workspace(root)


def test_going_through_a_corpus_gives_every_article_with_its_claims_and_layers(corpus: cw.Corpus) -> None:
    views = list(corpus)
    assert [view.article_id for view in views] == list(corpus.articles)
    assert [claim.record for view in views for claim in view.claims] == [
        claim for article_id in corpus.articles for claim in corpus.claims_of_article[article_id]
    ]
    for view in views:
        own = corpus.layers_of_article[view.article_id]
        assert set(view.layers) == {layer.annotator_id for layer in own}
        assert {claim.claim_id for claims in view.layers.values() for claim in claims} == {
            claim.claim_id for layer in own for claim in layer.claims
        }


def test_a_claim_has_its_words_and_the_fields_of_its_record(corpus: cw.Corpus) -> None:
    text = corpus.article("heron_d").text or ""
    parted = next(claim for claim in corpus["heron_d"].claims if len(claim.spans) > 1)
    assert parted.quote == " … ".join(text[span.start : span.end] for span in parted.record.spans)
    assert parted.words() == tuple(span.of(text) for span in parted.spans)
    assert parted.words("source_spans") == tuple(span.of(text) for span in parted.record.source_spans)
    assert parted.source_name == parted.record.source_name
    assert parted.label == "attributed_statement"
    assert parted.words("quantity_spans") == (), "its label has no such slot"
    with pytest.raises(ValueError, match="'sources' is not a slot of spans; there are: spans, source_spans, "):
        parted.words("sources")
    with pytest.raises(AttributeError):
        parted.quantity_form  # noqa: B018
    assert parted.quote in repr(parted)
    assert copy.copy(parted).quote == parted.quote
    assert pickle.loads(pickle.dumps(parted)).source_name == parted.source_name


def test_an_article_has_the_words_of_its_sentences(corpus: cw.Corpus) -> None:
    view = corpus["heron_a"]
    assert view.sentence_words == tuple(sentence.of(view.text or "") for sentence in view.sentences)
    assert view.headline == view.record.headline
    with pytest.raises(AttributeError):
        view.no_such_field  # noqa: B018


def test_an_unknown_article_is_answered_with_what_was_meant(corpus: cw.Corpus) -> None:
    with pytest.raises(cw.ClaimwireError, match="did you mean 'heron_a'"):
        corpus["heronA"]


def test_without_a_text_there_are_no_words_and_with_a_copy_there_are(small_built: cw.Workspace) -> None:
    standoff = small_built.corpus(STANDOFF)
    claims = [claim for view in standoff for claim in view.claims]
    assert claims
    assert {(claim.quote, claim.words()) for claim in claims} == {(None, ())}
    assert all(claim.statement in repr(claim) for claim in claims)
    assert {view.sentence_words for view in standoff} == {()}
    restored, _ = cw.hydrate(standoff, DOCUMENTS)
    assert all(claim.quote for view in restored for claim in view.claims)


def test_a_release_gives_the_records_that_it_was_made_of(released: cw.Workspace) -> None:
    release = cw.read_release("1.0.0", released)
    assert release.version == "1.0.0"
    corpora = [released.corpus(corpus_id) for corpus_id in (OPEN, STANDOFF)]
    assert set(release.articles) == {article_id for one in corpora for article_id in one.articles}
    assert release.claims == {claim_id: claim for one in corpora for claim_id, claim in one.claims.items()}
    for one in corpora:
        for view in one:
            again = release[view.article_id]
            assert again.record == view.record
            assert [claim.quote for claim in again.claims] == [claim.quote for claim in view.claims]
            assert {name: [claim.record for claim in own] for name, own in again.layers.items()} == {
                name: [claim.record for claim in own] for name, own in view.layers.items()
            }
    splits = {row.record.article_id: row.record.split for row in released.splits()[0]}
    assert release.splits == {article_id: splits[article_id] for article_id in release.articles}
    assert [view.article_id for view in release] == list(release.articles)


def test_a_release_is_read_wherever_it_is(released: cw.Workspace, tmp_path: Path) -> None:
    shutil.copytree(released.dataset / "1.0.0", tmp_path / "copy")
    assert cw.read_release(tmp_path / "copy").claims == cw.read_release("1.0.0", released).claims
    rows = cw.load_release(tmp_path / "copy", "claims")
    assert {row["claim_id"] for split in rows.values() for row in split} <= set(
        cw.read_release(tmp_path / "copy").claims
    )
    with pytest.raises(cw.ClaimwireError, match=r"has no manifest\.json"):
        cw.read_release("9.9.9", released)
    with pytest.raises(cw.ClaimwireError, match="did you mean 'heron_a'"):
        cw.read_release(tmp_path / "copy")["heronA"]


def test_what_is_withdrawn_is_in_no_records_of_a_release(released: cw.Workspace, tmp_path: Path) -> None:
    shutil.copytree(released.root, tmp_path / "repository")
    workspace = cw.Workspace(tmp_path / "repository")
    line = '{"date":"2031-12-01","reason":"law","withdrawn_id":"heron_a"}\n'
    workspace.withdrawn_file.write_text(line, encoding="utf-8")
    for release in (cw.read_release("1.0.0", workspace), cw.read_release(workspace.dataset / "1.0.0")):
        assert "heron_a" not in release.articles
        assert not [claim for claim in release.claims.values() if claim.article_id == "heron_a"]
        assert "heron_b" in release.articles


def test_a_release_of_other_records_says_what_to_do(released: cw.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimwire.release import typed

    rows = typed.iter_own_rows

    def older(*arguments):
        return ({**row, "presented_as": "certain"} if "presented_as" in row else row for row in rows(*arguments))

    monkeypatch.setattr(typed, "iter_own_rows", older)
    release = cw.read_release("1.0.0", released)
    with pytest.raises(
        cw.ClaimwireError, match=r"is not a record of this claimwire .*presented_as.*load_release"
    ) as told:
        assert release.claims
    assert "schema" in str(told.value)
