"""The study of a corpus: which layers count, and whose."""

from __future__ import annotations

import pytest
from claims_at import at, layer
from invented import SHIP
from invented_study import annotator

from claimwire.errors import ClaimwireError
from claimwire.iaa import Study, as_json, corpus_study, measure_agreement
from claimwire.schema import Annotation
from claimwire.schema.vocab import ClaimOrigin

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


# Predictions


def begun(name: str, *origins: ClaimOrigin | None, began_from: str | None = "model_a", **changes: object) -> Annotation:
    """Return a layer of claims at different places that come from where is said; the first of each is at 3 to 9."""
    own = layer(name, [at((3 + 12 * number, 9 + 12 * number)) for number in range(len(origins))])
    claims = [claim.model_copy(update={"origin": origin}) for claim, origin in zip(own.claims, origins, strict=True)]
    layer_id = f"{SHIP.article_id}_{name}"
    facts: dict[str, object] = {"annotation_id": layer_id, "claims": tuple(claims), "began_from": began_from}
    return own.model_copy(update={"article_id": SHIP.article_id} | facts | changes)


UNTOUCHED, EDITED, OWN = ClaimOrigin.PREDICTION, ClaimOrigin.PREDICTION_EDITED, ClaimOrigin.OWN


def test_untouched_predictions_are_counted_always() -> None:
    study = study_of(begun("ada", UNTOUCHED, EDITED, OWN), begun("ben", None, None, began_from=None))
    assert study.predicted is not None
    assert study.predicted.told == (
        "Of 5 claims in the layers 1 are predictions that the annotator left untouched and 1 are edited ones (recorded "
        "for 1 of 2 layers). Untouched predictions are compared like other claims."
    )
    assert [len(own["heron_1"]) for own in study.layers.values()] == [3, 2]
    assert as_json(measure_agreement(study))["predictions"] == {
        "claims": 5,
        "prediction": 1,
        "prediction_edited": 1,
        "own": 1,
        "layers": 2,
        "layers_recorded": 1,
        "left_out": False,
        "left_out_beside": None,
    }


def test_untouched_predictions_are_left_out_on_request_with_what_others_have_there() -> None:
    layers = begun("ada", UNTOUCHED, EDITED, OWN), begun("ben", OWN, UNTOUCHED, OWN, OWN)
    study = study_of(*layers, without_predictions=True)
    assert {name: [mark.pieces["spans"] for mark in own["heron_1"]] for name, own in study.layers.items()} == {
        "ada": [((27, 33),)],
        "ben": [((27, 33),), ((39, 45),)],
    }
    assert study.predicted is not None
    assert (study.predicted.untouched, study.predicted.beside) == (2, 2)
    whole, (document,) = study_of(*layers).documents[0], study.documents
    gone = [(3, 9), (15, 21)]
    assert document.sentences == tuple(
        (start, end) for start, end in whole.sentences if not any(start < b and a < end for a, b in gone)
    )
    assert len(document.sentences) < len(whole.sentences)
    nothing = study_of(begun("ada", EDITED), begun("ben", OWN), without_predictions=True)
    assert nothing.layers == study_of(begun("ada", EDITED), begun("ben", OWN)).layers
    assert nothing.documents == study_of(begun("ada", EDITED), begun("ben", OWN)).documents


@pytest.mark.parametrize(
    ("one", "other", "source"),
    [("model_a", "model_a", "model_a"), ("ben", None, "ben"), ("model_a", "model_b", None), (None, None, None)],
)
def test_pairs_that_share_a_prediction_are_named(one: str | None, other: str | None, source: str | None) -> None:
    notes = study_of(begun("ada", OWN, began_from=one), begun("ben", OWN, began_from=other)).notes
    told = f"ada and ben share predictions: in 1 document both layers rest on what {source} marked"
    assert [note.partition(";")[0] for note in notes] == ([told] if source else [])
