"""The study of a corpus: which layers count, and whose."""

from __future__ import annotations

import pytest
from claims_at import at, layer
from invented import SHIP
from invented_study import annotator

from claimwire.errors import ClaimwireError
from claimwire.iaa import Study, corpus_study, measure_agreement
from claimwire.schema import Annotation

ADA, BEN = annotator("ada"), annotator("ben")
QUAY = SHIP.model_copy(update={"article_id": "quay_1"})


def layer_of(name: str, article_id: str = SHIP.article_id, **changes: object) -> Annotation:
    own = layer(name, [at((3, 9)), at((20, 30))])
    layer_id = f"{article_id}_{name}"
    return own.model_copy(update={"article_id": article_id, "annotation_id": layer_id} | changes)


def study_of(*layers: Annotation, **given: object) -> Study:
    return corpus_study("heron", [SHIP, QUAY], layers, [ADA, BEN], **given)  # type: ignore[arg-type]


def shape(study: Study) -> dict[str, set[str]]:
    assert {x.annotator_id for x in study.annotators} == set(study.layers)
    assert {x.document_id for x in study.documents} == {key for own in study.layers.values() for key in own}
    return {name: set(own) for name, own in study.layers.items()}


BOTH = (layer_of("ada"), layer_of("ben"), layer_of("ada", "quay_1"), layer_of("ben", "quay_1"))


def test_every_complete_layer_counts() -> None:
    study = study_of(*BOTH)
    assert shape(study) == {"ada": {"heron_1", "quay_1"}, "ben": {"heron_1", "quay_1"}}
    assert study.notes == ()
    assert [len(own["heron_1"]) for own in study.layers.values()] == [2, 2]


def test_an_incomplete_layer_is_left_out_and_named() -> None:
    study = study_of(layer_of("ada", complete=False), *BOTH[1:])
    assert shape(study) == {"ada": {"quay_1"}, "ben": {"heron_1", "quay_1"}}
    assert study.notes == ("left out: layer heron_1_ada, because it is not complete",)
    assert measure_agreement(study).documents == {"ada + ben": 1}


def test_an_incomplete_layer_beside_a_complete_one_of_the_same_annotator_is_no_second_layer() -> None:
    assert shape(study_of(layer_of("ada", complete=False), layer_of("ada"))) == {"ada": {"heron_1"}}


def test_only_the_layers_of_a_batch_count_if_one_is_named() -> None:
    pilot = [layer_of("ada", batch="pilot"), layer_of("ben", batch="pilot")]
    assert shape(study_of(*BOTH[2:], *pilot, batch="pilot")) == {"ada": {"heron_1"}, "ben": {"heron_1"}}
    assert shape(study_of(*BOTH, batch="pilot")) == {}


def test_only_chosen_annotators_count_if_any_is_named() -> None:
    study = study_of(*BOTH, chosen=["ada"])
    assert shape(study) == {"ada": {"heron_1", "quay_1"}}
    assert study.annotators == (ADA,)


def test_layers_of_other_articles_do_not_count() -> None:
    assert shape(corpus_study("heron", [QUAY], BOTH, [ADA, BEN])) == {"ada": {"quay_1"}, "ben": {"quay_1"}}
    study = corpus_study("heron", [QUAY], [layer_of("ada", complete=False)], [ADA])
    assert study.notes == ()


def test_two_layers_of_one_annotator_over_one_article_are_refused() -> None:
    with pytest.raises(ClaimwireError, match=r"ada has two layers over heron_1, one of them heron_1_ada; .*--batch"):
        study_of(*BOTH, layer_of("ada", batch="pilot"))


def test_an_annotator_nobody_knows_is_refused() -> None:
    with pytest.raises(ClaimwireError, match="layer heron_1_ben is by 'ben', who is not in"):
        corpus_study("heron", [SHIP], BOTH, [ADA])
    with pytest.raises(ClaimwireError, match=r"no annotator is called 'cleo'; there are: ada, ben"):
        study_of(*BOTH, chosen=["ada", "cleo"])


def test_an_unknown_annotator_who_was_not_chosen_does_no_harm() -> None:
    assert shape(corpus_study("heron", [SHIP, QUAY], BOTH, [ADA], ["ada"])) == {"ada": {"heron_1", "quay_1"}}


def test_a_text_gives_tokens_and_without_one_there_are_none() -> None:
    text = SHIP.text or ""
    (document,) = corpus_study("heron", [SHIP], [layer_of("ada")], [ADA]).documents
    assert document.length == len(text)
    assert [text[start:end] for start, end in document.tokens or ()][:5] == ["Ferry", "sinks", ",", "and", "ferry"]
    bare = corpus_study("heron", [SHIP.model_copy(update={"text": None})], [layer_of("ada")], [ADA])
    assert [x.tokens for x in bare.documents] == [None]
    assert not bare.has_tokens


def test_documents_of_one_id_are_refused() -> None:
    (document,) = corpus_study("heron", [SHIP], [layer_of("ada")], [ADA]).documents
    with pytest.raises(ClaimwireError, match="trial: duplicate document id 'heron_1'"):
        Study("trial", (document, document), (ADA,), {})
