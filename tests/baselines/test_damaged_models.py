"""A folder of a model that is damaged, or that somebody changed, is refused when it is loaded, with one message."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from model_articles import made_articles
from numpy.typing import NDArray

from claimwire.baselines import saved as saved_room
from claimwire.baselines.classifiers import new_classifier
from claimwire.baselines.contract import SentenceRow
from claimwire.baselines.models import SHIPPED, load_article_model, new_model
from claimwire.baselines.saved import LARGEST, read_arrays
from claimwire.baselines.store import FACTS, WEIGHTS
from claimwire.cli import group
from claimwire.errors import BaselineError
from claimwire.ingest.unlisted import article_of_text

Arrays = dict[str, NDArray[Any]]
Facts = dict[str, Any]
ARTICLE = article_of_text("\nThe mayor, Ann Reed, said on Monday that the storm had killed 12 people in the port.")


@cache
def shipped() -> tuple[Facts, Arrays]:
    folder = Path(str(files("claimwire.baselines").joinpath(SHIPPED)))
    with np.load(folder / WEIGHTS) as arrays:
        return json.loads((folder / FACTS).read_text(encoding="utf-8")), dict(arrays)


def written(folder: Path, facts: Any = None, arrays: Arrays | None = None) -> Path:
    """Return a folder with the shipped model, or with other facts or arrays."""
    folder.mkdir()
    (folder / FACTS).write_text(json.dumps(shipped()[0] if facts is None else facts), encoding="utf-8")
    np.savez(folder / WEIGHTS, **(shipped()[1] if arrays is None else arrays))  # type: ignore[arg-type]
    return folder


def test_the_shipped_model_as_it_is_is_loaded(tmp_path: Path) -> None:
    folder = written(tmp_path / "m")
    assert load_article_model(folder).predict(ARTICLE, "x_")
    assert {name: x.tolist() for name, x in read_arrays(folder / WEIGHTS).items()} == {
        name: x.tolist() for name, x in shipped()[1].items()
    }


@pytest.mark.parametrize("name", sorted(shipped()[1]))
def test_an_array_that_is_missing_or_has_another_shape_or_type_is_told(name: str, tmp_path: Path) -> None:
    array = shipped()[1][name]
    others: dict[str, Arrays] = {
        "missing": {key: x for key, x in shipped()[1].items() if key != name},
        "shape": shipped()[1] | {name: array[..., None]},
        "type": shipped()[1] | {name: array.astype(np.float32)},
    }
    if array.dtype.kind == "f" and array.size:
        others["nan"], others["inf"] = (shipped()[1] | {name: np.full_like(array, x)} for x in (np.nan, np.inf))
        others["vast"] = shipped()[1] | {name: np.full_like(array, -1.1e12)}
    if array.ndim and array.shape[0] > 1:
        others["short"] = shipped()[1] | {name: array[:1]}
    for kind, arrays in others.items():
        with pytest.raises(BaselineError, match=r"is damaged or was changed: .*train the model again"):
            load_article_model(written(tmp_path / kind, arrays=arrays))


def changed(name: str, change: Callable[[NDArray[Any]], Any]) -> Arrays:
    array = shipped()[1][name].copy()
    made = change(array)
    return shipped()[1] | {name: array if made is None else made}


def inner(nodes: NDArray[Any]) -> int:
    """Return the last node that has children."""
    return int(np.flatnonzero(nodes >= 0)[-1])


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        pytest.param(lambda: changed("rank_trees_0.left", lambda x: x.put(inner(x), inner(x))), "leaf", id="itself"),
        pytest.param(lambda: changed("rank_trees_0.right", lambda x: x.put(inner(x), 0)), "leaf", id="parent"),
        pytest.param(lambda: changed("rank_trees_0.left", lambda x: x.put(inner(x), len(x))), "leaf", id="beyond"),
        pytest.param(lambda: changed("rank_trees_0.right", lambda x: x.put(inner(x), -1)), "leaf", id="one-child"),
        pytest.param(lambda: changed("rank_trees_0.left", lambda x: x.put(-1, -2)), "leaf", id="below"),
        pytest.param(lambda: changed("rank_trees_0.feature", lambda x: x.put(0, 32)), "features", id="feature"),
        pytest.param(lambda: changed("rank_trees_0.roots", lambda x: x.put(0, 10**7)), "nodes beyond", id="root"),
        pytest.param(lambda: changed("rank_trees_0.roots", lambda x: x.put(0, -2)), "nodes beyond", id="root-below"),
        pytest.param(lambda: changed("rank_certain", lambda x: -x), "slopes", id="slope"),
        pytest.param(lambda: changed("rank_thresholds", lambda x: x + 1), "from 0 to 1", id="threshold"),
        pytest.param(lambda: changed("tag_follows", lambda x: x.put(0, 100.1)), "beyond 100", id="follows"),
        pytest.param(lambda: changed("tag_first", lambda x: x.put(0, -100.1)), "beyond 100", id="first"),
        pytest.param(lambda: changed("rank_scale", lambda x: x * 0), "above 0", id="scale"),
        pytest.param(lambda: shipped()[1] | {"junk": np.zeros(1)}, "'junk' that no such model has", id="more"),
    ],
)
def test_numbers_that_no_model_has_are_told(arrays: Callable[[], Arrays], told: str, tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=told):
        load_article_model(written(tmp_path / "m", arrays=arrays()))


def test_the_largest_numbers_that_a_model_may_have_give_probabilities(tmp_path: Path) -> None:
    arrays = {name: x for name, x in shipped()[1].items() if x.dtype.kind == "f"}
    kept = ("thresholds", "scale", "rate", "certain")
    steep = {name: np.where(x < 0, -100.0, 100.0) for name, x in arrays.items() if name in ("tag_follows", "tag_first")}
    vast = {name: np.where(x < 0, -1e12, 1e12) for name, x in arrays.items() if not name.endswith(kept)} | steep
    for name, changes in (("steep", steep), ("vast", vast)):
        model = load_article_model(written(tmp_path / name, arrays=shipped()[1] | changes))
        scores = model.weighed(ARTICLE, "x_").scores
        assert all(0 <= score <= 1 for score in scores)
        assert scores or name == "vast"


def without(name: str) -> Facts:
    return {key: value for key, value in shipped()[0].items() if key != name}


def tagger(**changes: Any) -> Facts:
    return shipped()[0] | {"tagger": shipped()[0]["tagger"] | changes}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param(lambda: without("tagger"), "it has no tagger", id="no-tagger"),
        pytest.param(lambda: without("sentence_features"), "it has no sentence_features", id="no-features"),
        pytest.param(lambda: shipped()[0] | {"tagger": []}, "it has no tagger.words", id="list"),
        pytest.param(lambda: tagger(words=[1, 2]), "expected a list of strings", id="numbers"),
        pytest.param(lambda: tagger(words=shipped()[0]["tagger"]["words"][:-1]), "tag_weights", id="fewer"),
        pytest.param(lambda: tagger(words=shipped()[0]["tagger"]["words"][::-1]), "not in order", id="turned"),
        pytest.param(lambda: shipped()[0] | {"version": "99"}, "of version '99', and this one is '1'", id="version"),
        pytest.param(lambda: without("version"), "of version None", id="no-version"),
        pytest.param(lambda: shipped()[0] | {"kind": "spans"}, "damaged or was changed", id="other-kind"),
        pytest.param(lambda: shipped()[0] | {"candidate_features": ["x"]}, "other features", id="features"),
    ],
)
def test_facts_that_do_not_fit_are_told(facts: Callable[[], Facts], told: str, tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=told):
        load_article_model(written(tmp_path / "m", facts()))


@pytest.mark.parametrize(
    "right",
    [[], {"attributed_statement": 5, "historical_background": 0.5, "casualty_figure": 0.5},
     {"attributed_statement": "x"}, {"attributed_statement": True}, {"attributed_statement": float("nan")}, 1],
    ids=["list", "above", "word", "flag", "nan", "number"],
)  # fmt: skip
def test_shares_of_rules_that_are_none_are_told(right: object, tmp_path: Path) -> None:
    facts = {"kind": "rules", "version": new_model("rules").version, "right": right}
    with pytest.raises(BaselineError):
        load_article_model(written(tmp_path / "m", facts, {}))


def npy(header: str, content: bytes = b"") -> bytes:
    padded = header.encode() + b" " * (117 - len(header)) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded + content


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return stream.getvalue()


class Evil:
    """Would make a file if it were unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("EXECUTED",)


def objects() -> bytes:
    stream = io.BytesIO()
    np.savez(stream, rank_mean=np.array([Evil()], dtype=object))
    return stream.getvalue()


def one_array() -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.zeros(3))
    return stream.getvalue()


HUGE = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"
DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "text": lambda whole: b"hello",
    "cut": lambda whole: whole[:5000],
    "zeros": lambda whole: whole[:3000] + bytes(200) + whole[3200:],
    "npy": lambda whole: one_array(),
    "objects": lambda whole: objects(),
    "huge": lambda whole: zipped(rank_mean=npy(HUGE)),
    "negative": lambda whole: zipped(rank_mean=npy(HUGE.replace("1000000000000", "-1"))),
    "too-long": lambda whole: zipped(rank_mean=npy(HUGE.replace("1000000000000", "1"), bytes(9))),
    "words": lambda whole: zipped(rank_mean=npy(HUGE.replace("<f8", "<U1").replace("1000000000000", "1"), bytes(4))),
    "code": lambda whole: zipped(rank_mean=npy("print(1)")),
    "no-array": lambda whole: zipped(rank_mean=b""),
}


@pytest.mark.parametrize("kind", list(DAMAGED))
def test_a_damaged_file_of_weights_is_told_and_pickle_is_neither_read_nor_advised(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(shutil.copytree(Path(str(files("claimwire.baselines").joinpath(SHIPPED))), tmp_path / "m"))
    (folder / WEIGHTS).write_bytes(DAMAGED[kind]((folder / WEIGHTS).read_bytes()))
    advised = "copy the folder again from where it comes from, or train the model again"
    with pytest.raises(BaselineError, match=rf"{WEIGHTS} cannot be read \(.*\); {advised}$") as error:
        load_article_model(folder)
    assert "pickle" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_the_program_ends_with_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path / "m")
    (folder / WEIGHTS).write_bytes(b"")
    (tmp_path / "a.txt").write_text(ARTICLE.text or "")
    result = CliRunner().invoke(group, ["predict", str(tmp_path / "a.txt"), "--model", str(folder)])
    assert isinstance(result.exception, BaselineError)
    (folder / WEIGHTS).unlink()
    with pytest.raises(BaselineError, match="No such file"):
        load_article_model(folder)


def test_no_more_is_unpacked_than_a_model_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / WEIGHTS
    np.savez_compressed(file, junk=np.zeros(LARGEST, dtype=np.int8))
    assert file.stat().st_size < 2**20
    with pytest.raises(BaselineError, match="larger than"):
        read_arrays(file)
    file.write_bytes(zipped(a=npy(HUGE.replace("1000000000000", "9"), bytes(72))))
    size = len(npy(HUGE)) + 72
    monkeypatch.setattr(saved_room, "LARGEST", size)
    assert read_arrays(file)["a"].tolist() == [0] * 9
    monkeypatch.setattr(saved_room, "LARGEST", size - 1)
    with pytest.raises(BaselineError, match="larger than"):
        read_arrays(file)


@pytest.mark.parametrize("content", ["{", "[1]", "\ud83d", "[" * 100_000, f'{{"kind": {"1" * 5000}}}'],
                         ids=["broken", "list", "surrogate", "deep", "long"])  # fmt: skip
def test_facts_that_are_no_facts_are_told(content: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "m")
    (folder / FACTS).write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(BaselineError):
        load_article_model(folder)


@pytest.mark.parametrize("name", ["tfidf", "tfidf-characters", "handmade", "handmade-boosting", "handmade-mean"])
def test_damaged_classifiers_of_sentences_are_told(name: str, tmp_path: Path) -> None:
    rows = [SentenceRow(text) for text in ("It burned.", "It burned down.", "He said so.", "He said no.")]
    model = new_classifier(name).fit(rows, np.array([[True], [True], [False], [False]]), 1)
    model.save(tmp_path / "m")
    arrays = read_arrays(tmp_path / "m" / WEIGHTS)
    assert (type(model).load(tmp_path / "m").predict_proba(rows) == model.predict_proba(rows)).all()
    for key, array in arrays.items():
        for other in ({}, {key: array[..., None]}, {key: array.astype("U3")}):
            left = {own: value for own, value in arrays.items() if own != key} | other
            np.savez(tmp_path / "m" / WEIGHTS, **left)  # type: ignore[arg-type]
            with pytest.raises(BaselineError):
                type(model).load(tmp_path / "m")


@pytest.mark.parametrize("name", ["spans", "rules"])
def test_other_models_are_told_their_faults_too(name: str, tmp_path: Path) -> None:
    model = new_model(name).fit(made_articles(), 1)
    model.save(tmp_path / "m")
    facts = json.loads((tmp_path / "m" / FACTS).read_text())
    for key in sorted(set(facts) - {"kind"}):
        (tmp_path / "m" / FACTS).write_text(json.dumps({own: x for own, x in facts.items() if own != key}))
        with pytest.raises(BaselineError):
            load_article_model(tmp_path / "m")


def test_the_document_tells_how_large_a_model_may_be() -> None:
    document = Path(__file__).parents[2] / "docs" / "predicting.md"
    assert f"larger than {LARGEST // 2**20} MiB when unpacked" in document.read_text(encoding="utf-8")
