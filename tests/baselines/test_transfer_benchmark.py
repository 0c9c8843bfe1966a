"""The benchmark of transfer on tiny invented data: measures, thresholds, labels, the log, and what it refuses."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score, roc_auc_score

from benchmarks.transfer import experiment
from benchmarks.transfer.__main__ import main
from benchmarks.transfer.data import OwnRow, is_of, read_others, read_split, sources_of, without_those_in
from benchmarks.transfer.experiment import FOLDS, NATURAL, measured_on_theirs
from benchmarks.transfer.runs import LOG, logged_runs
from claimwire.errors import BaselineError
from claimwire.schema.vocab import Answer, QuantityForm
from claimwire.scoreboard.others import LABELS, OtherFile, OtherRow
from claimwire.scoring.measures import best_threshold, measure
from claimwire.scoring.sentences import document_of

TRAIN = [
    ("The road is open, Minister Lorn said.", (True, False, False)),
    ("“It is shut,” Captain Venn said.", (True, False, False)),
    ("The mill was built in 1870.", (False, True, False)),
    ("The town was founded in 1650.", (False, True, False)),
    ("Nine people were killed in the fire.", (False, False, True)),
    ("At least 12 sailors drowned.", (False, False, True)),
    ("The boat is green and quick.", (False, False, False)),
    ("The lamp stands on the hill.", (False, False, False)),
]
OTHERS = [
    ("The bridge is safe, the mayor said.", "attributed_statement", True),
    ("The hall is tall.", "attributed_statement", False),
    ("The lamp stands on the hill!", "attributed_statement", False),
    ("Three men were killed.", "casualty_figure", True),
    ("Three hens sat there.", "casualty_figure", False),
    ("Four men were killed.", "casualty_figure", True),
]


def write_table(folder: Path, config: str, split: str, rows: list[dict[str, Any]]) -> None:
    path = folder / config / f"{split}-00000-of-00001.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)


def write_build(folder: Path, *, derived: bool = True) -> Path:
    for split in ("train", "validation", "test"):
        rows = [
            {
                "sentence_id": f"s{n}",
                "article_id": f"{split}_{n % 4}",
                "corpus_id": "rook" if split == "test" else "heron",
                "outlet_id": f"outlet_{n % 2}",
                "text": None if split == "test" and n else text,
                **dict(zip(LABELS, labels, strict=True)),
            }
            | (
                {
                    "casualty_counted": labels[2],
                    "older_than_two_months": Answer.names().index("yes") if labels[1] else None,
                }
                if derived
                else {}
            )
            for n, (text, labels) in enumerate(TRAIN)
        ]
        write_table(folder, "sentences", split, rows)
        write_table(folder, "claims", split, CLAIMS)
    (folder / "manifest.json").write_text(json.dumps({"content_sha256": "ab" * 32}))
    return folder


def claim(label: int, sentence: str, old: str | None = None, form: str | None = None) -> dict[str, Any]:
    return {
        "label": label,
        "sentence_ids": [sentence],
        "older_than_two_months": old and Answer.names().index(old),
        "quantity_form": form and QuantityForm.names().index(form),
    }


CLAIMS = [
    claim(1, "s2", old="no"),
    claim(1, "s3", old="unknown"),
    claim(2, "s4", form="words"),
    claim(2, "s5", form="none"),
]


def write_others(folder: Path) -> Path:
    folder.mkdir()
    for label in ("attributed_statement", "casualty_figure"):
        rows = [
            {"id": f"doc_{n % 2}#s{n}", "source": f"source {n % 2} (place)", "text": text, "annotated": [label],
             "labels": [label] if yes else []}
            for n, (text, own, yes) in enumerate(OTHERS) if own == label
        ]  # fmt: skip
        (folder / f"{label}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a frozen codebook, and nothing else."""
    frozen = tmp_path / "repository" / "annotations" / "codebook"
    frozen.mkdir(parents=True)
    text = "# Codebook 2.0.0: claims\n"
    (frozen.parent / "guidelines.md").write_text(text)
    (frozen / "2.0.0.md").write_text(text)
    (frozen / "SHA256SUMS").write_text(f"{hashlib.sha256(text.encode()).hexdigest()}  2.0.0.md\n")
    return tmp_path / "repository"


def run(root: Path, tmp_path: Path, *more: str) -> int:
    build = write_build(tmp_path / "build")
    others = tmp_path / "others" if (tmp_path / "others").exists() else write_others(tmp_path / "others")
    words = ["--build", str(build), "--transfer", str(others), "--models", "handmade", "tfidf"]
    return main([*words, "--repository", str(root), *more])


def test_measures_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(4)
    truth = rng.random(200) < 0.3
    scores = np.round(np.clip(truth * 0.3 + rng.random(200), 0, 1), 1)
    said = scores >= 0.5
    found = measure(scores, truth, 0.5, [f"d{n // 5}" for n in range(200)], 200)
    expected = {
        "f1": f1_score(truth, said),
        "macro_f1": f1_score(truth, said, average="macro"),
        "precision": precision_score(truth, said),
        "recall": recall_score(truth, said),
        "auc": roc_auc_score(truth, scores),
        "average_precision": average_precision_score(truth, scores),
    }
    assert {name: found[name].value for name in expected} == {
        n: pytest.approx(v, abs=1e-4) for n, v in expected.items()
    }
    for figure in found.values():
        assert figure.low is not None
        assert figure.value is not None
        assert figure.high is not None
        assert figure.low < figure.value < figure.high


def test_documents_are_drawn_and_not_rows() -> None:
    truth = np.array([True, False] * 20)
    scores = np.array([0.9, 0.1] * 10 + [0.1, 0.9] * 10)
    wide = measure(scores, truth, 0.5, ["a"] * 20 + ["b"] * 20, 200)["f1"]
    narrow = measure(scores, truth, 0.5, [str(n) for n in range(40)], 200)["f1"]
    assert wide.value == narrow.value == 0.5
    assert (wide.low, wide.high) == (0.0, 1.0)
    assert narrow.low is not None
    assert narrow.low > 0.2
    alone = measure(scores, truth, 0.5, ["a"] * 40, 200)["f1"]
    assert (alone.low, alone.high) == (None, None)


def test_what_cannot_be_measured_is_none() -> None:
    found = measure(np.array([0.9, 0.8]), np.array([True, True]), 0.5, ["a", "b"], 10)
    assert (found["f1"].value, found["auc"].value, found["average_precision"].value) == (1.0, None, 1.0)
    assert measure(np.array([0.1]), np.array([False]), 0.5, ["a"], 10)["precision"].value is None


@pytest.mark.parametrize(
    ("scores", "truth", "threshold"),
    [
        ([0.9, 0.8, 0.2, 0.1], [True, True, False, False], 0.5),
        ([0.9, 0.8, 0.6, 0.1], [True, False, True, False], 0.35),
        ([0.9, 0.5, 0.5, 0.1], [True, True, False, False], 0.3),
        ([0.2, 0.1], [True, True], 0.5),
        ([0.9, 0.8], [False, False], 0.5),
        ([0.3, 0.2], [False, True], 0.1),
    ],
)
def test_the_threshold_lies_half_way_below_the_best_score(
    scores: list[float], truth: list[bool], threshold: float
) -> None:
    assert best_threshold(np.array(scores), np.array(truth)) == pytest.approx(threshold)


def test_labels_are_counted_figures_and_background_that_is_not_young(tmp_path: Path) -> None:
    rows, without = read_split(write_build(tmp_path / "derived"), "train")
    assert [row.labels for row in rows] == [labels for _, labels in TRAIN]
    assert without == 0
    plain, _ = read_split(write_build(tmp_path / "plain", derived=False), "train")
    assert [row.labels[1] for row in plain] == [n == 3 for n in range(8)]
    assert [row.labels[2] for row in plain] == [n == 4 for n in range(8)]
    test, missing = read_split(tmp_path / "plain", "test")
    assert (len(test), missing) == (1, 7)
    with pytest.raises(BaselineError, match="is no build: it has no folder sentences"):
        read_split(tmp_path, "train")


def test_sentences_that_are_measured_on_are_not_trained_on(tmp_path: Path) -> None:
    others = read_others(write_others(tmp_path / "others"))
    rows, _ = read_split(write_build(tmp_path / "build"), "train")
    kept, dropped = without_those_in(rows, others)
    assert dropped == 1
    assert [row.text for row in rows if row not in kept] == ["The lamp stands on the hill."]


def test_sources_are_corpora_and_outlets_that_are_not_all_of_one() -> None:
    rows = [OwnRow("x", "a", c, o, (True, True, True)) for c, o in (("one", "p"), ("one", "q"), ("two", "r"))]
    assert list(sources_of(rows)) == ["one", "one/p", "one/q", "two"]
    assert list(sources_of(rows[:2])) == ["one/p", "one/q"]
    assert sources_of(rows[2:]) == {}
    assert [is_of(row, ("one", "q")) for row in rows] == [False, True, False]
    assert [is_of(row, ("one", None)) for row in rows] == [True, True, False]


def test_an_id_tells_its_document_before_the_last_mark() -> None:
    assert [document_of(x) for x in ("a/b#s1", "a#b#s1", "plain", "#s1")] == ["a/b", "a#b", "plain", "#s1"]


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        '{"id": "a", "source": "s", "text": "x", "labels": []}',
        '{"id": "a", "source": "s", "text": "x", "labels": ["unheard_of"], "annotated": ["unheard_of"]}',
        '{"id": "a", "source": "s", "text": "x", "labels": ["casualty_figure"], "annotated": []}',
        "no json",
    ],
)
def test_a_line_that_is_no_row_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "casualty_figure.jsonl").write_text(f"{line}\n")
    with pytest.raises(BaselineError, match=r"casualty_figure\.jsonl:1: "):
        read_others(tmp_path)


def test_a_folder_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"has no \*\.jsonl with sentences"):
        read_others(tmp_path)


def test_rows_count_for_the_labels_they_were_annotated_for() -> None:
    both = OtherRow(
        "x", "s", "d", frozenset({"casualty_figure"}), frozenset({"casualty_figure", "attributed_statement"})
    )
    one = OtherRow("y", "s", "d", frozenset(), frozenset({"casualty_figure"}))
    file = OtherFile("f", (both, one))
    assert file.labels() == ["attributed_statement", "casualty_figure"]
    assert [len(file.of(label)) for label in LABELS] == [1, 0, 2]


def test_a_run_is_measured_and_counted(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, tmp_path, "--description", "the first") == 0
    assert run(root, tmp_path) == 0
    printed = capsys.readouterr().out
    assert "train: 7 sentences; 0 without text, 1 equal to a sentence of the others" in printed
    assert "This is run 2; it is counted in benchmarks/transfer_runs.jsonl." in printed
    first, second = logged_runs(root)
    assert [one["run"] for one in (first, second)] == [1, 2]
    assert first["figures"] == second["figures"]
    assert first["description"] == "the first"
    assert first["build_content_sha256"] == "ab" * 32
    assert first["codebook"]["version"] == "2.0.0"
    assert first["transfer"]["casualty_figure"]["rows"] == 3
    assert first["own"]["train"] == {"sentences": 7, "without_text": 0, "equal_to_others": 1}
    learners = {"handmade", "tfidf", "handmade, on theirs", "tfidf, on theirs"}
    assert set(first["figures"]) == {"always-yes", "regex", *learners}
    transfer = first["figures"]["regex"]["transfer"]["casualty_figure"]["casualty_figure"]
    assert transfer["all"]["f1"][0] == 1.0
    assert set(transfer) == {"all", "source 0 (place)", "source 1 (place)"}
    always = first["figures"]["always-yes"]["transfer"]["casualty_figure"]["casualty_figure"]["all"]
    assert (always["f1"][0], always["auc"][0]) == (0.8, 0.5)
    assert always["average_precision_at_prevalence"][0] == NATURAL["casualty_figure"]
    assert set(first["figures"]["handmade"]["left_out"]) == {"heron/outlet_0", "heron/outlet_1", "rook"}
    assert first["figures"]["handmade"]["thresholds"].keys() == set(LABELS)


def test_who_is_trained_on_their_sentences_is_measured_on_documents_it_did_not_see(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[set[str], set[str]]] = []

    class Watching:
        def fit(self, rows: list[Any], labels: Any, seed: int) -> Watching:
            assert len(rows) == len(labels)
            self.learnt = {row.text for row in rows}
            return self

        def predict_proba(self, rows: list[Any]) -> Any:
            seen.append((self.learnt, {row.text for row in rows}))
            return np.full((len(rows), 1), 0.9)

    monkeypatch.setattr(experiment, "new_classifier", lambda name: Watching())
    label = frozenset({"casualty_figure"})
    rows = tuple(OtherRow(f"{n // 2} {n % 2}", "s", f"doc {n // 2}", label if n < 4 else frozenset(), label)
                 for n in range(24))  # fmt: skip
    found = measured_on_theirs("any", [OtherFile("f", rows)], 1, lambda _: None)
    assert len(seen) == FOLDS
    for learnt, held in seen:
        assert {text.split()[0] for text in learnt}.isdisjoint(text.split()[0] for text in held)
    assert set().union(*(held for _, held in seen)) == {row.text for row in rows}
    figures = found.transfer["f"]["casualty_figure"]["all"]
    assert (figures["recall"].value, figures["precision"].value) == (1.0, 4 / 24)


def test_a_dry_run_reads_nothing_of_the_others_and_is_not_counted(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = write_others(tmp_path / "others")
    (others / "broken.jsonl").write_text("no json")
    assert run(root, tmp_path, "--dry-run", "--no-left-out") == 0
    printed = capsys.readouterr().out
    assert "our own validation" in printed
    assert "trained without it" not in printed
    assert "not counted" in printed
    assert not (root / LOG).exists()


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("codebook/2.0.0.md", "# Codebook 2.0.0: other\n", "the frozen codebooks are not what their hashes say"),
        ("guidelines.md", "# Codebook 2.0.0: other\n", "differs from the frozen annotations/codebook/2.0.0.md"),
        ("guidelines.md", "# Codebook 3.0.0: new\n", "is not frozen"),
        ("codebook/SHA256SUMS", None, "has no codebook with hashes"),
        ("guidelines.md", None, "has no codebook with hashes"),
    ],
)
def test_without_a_frozen_codebook_nothing_is_measured(
    file: str, text: str | None, told: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "annotations" / file
    if text is None:
        path.unlink()
    else:
        path.write_text(text)
    assert run(root, tmp_path) == 2
    assert told in capsys.readouterr().err
    assert not (root / LOG).exists()


def test_a_build_without_a_manifest_is_refused(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["--build", str(tmp_path / "empty"), "--dry-run", "--repository", str(root)]) == 2
    assert "has no manifest with a content_sha256" in capsys.readouterr().err
