"""Predictions: their lines, how uncertain they are, which claims are left out, and the file they are kept in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from invented import SHIP, plain_article
from numpy.typing import NDArray
from small import DOCUMENTS, OPEN, STANDOFF
from stub_models import WordModel, claim_at

from claimwire.baselines.contract import ArticleModel, ScoredClaim
from claimwire.baselines.models import model_named
from claimwire.baselines.preannotation import Preannotation, preannotate
from claimwire.baselines.predictions import (
    ArticlePrediction,
    ModelIdentity,
    asked_for,
    at_least,
    predict_article,
    read_predictions,
    uncertainty,
)
from claimwire.baselines.store import save_model
from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import BaselineError, PredictionError
from claimwire.schema import Article, references

ARTICLES = {
    f"heron_{n}": plain_article(f"Gate {n} shut\n\nThe gate {n} was shut. It leaked.", article_id=f"heron_{n}")
    for n in range(5)
}
KNOWN = WordModel(gate=0.9, leaked=0.2)


def work(file: Path, model: ArticleModel = KNOWN, threshold: float = 0.0) -> Preannotation:
    return Preannotation(model, ModelIdentity.of(model), "2.0.0", threshold, file)


def ignored(_: int) -> None:
    return None


def test_the_identity_of_a_model_is_of_what_it_knows() -> None:
    identity = ModelIdentity.of(WordModel(gate=0.9))
    assert identity == ModelIdentity.of(WordModel(gate=0.9)) != ModelIdentity.of(WordModel(gate=0.8))
    assert identity.annotator_id == f"words_1_{identity.sha256[:8]}"
    assert replace(identity, name="A-b", version="1.0").annotator_id == f"a_b_1_0_{identity.sha256[:8]}"


@pytest.mark.parametrize(
    ("scores", "length", "bits"),
    [
        pytest.param([], 1000, 0, id="no-claim"),
        pytest.param([0.0, 1.0], 1000, 0, id="sure"),
        pytest.param([0.5], 1000, 1, id="even"),
        pytest.param([0.5, 0.5], 4000, 0.5, id="long"),
        pytest.param([0.25], 1000, 0.811278, id="quarter"),  # -(.25 log2 .25 + .75 log2 .75) = .5 + .311278
        pytest.param([0.5], 0, 1000, id="empty-text"),
    ],
)
def test_uncertainty_is_the_entropy_of_the_scores_in_bits_per_thousand_characters(
    scores: list[float], length: int, bits: float
) -> None:
    assert uncertainty(scores, length) == pytest.approx(bits, abs=1e-6)


@given(st.lists(st.floats(0, 1), max_size=6), st.integers(1, 10_000))
def test_certainty_is_a_score_that_falls_with_uncertainty(scores: list[float], length: int) -> None:
    bits = uncertainty(scores, length)
    made = ArticlePrediction("a", "h", "2.0.0", ModelIdentity("m", "1", "0" * 64), 0.0, bits, ())
    assert 0 < made.certainty <= 1
    assert made.certainty >= replace(made, uncertainty=bits + 1).certainty


@given(
    st.dictionaries(st.sampled_from(["ferry", "sank", "minister", "1999", "dawn"]), st.floats(0, 1)), st.floats(0, 1)
)
def test_a_line_holds_what_was_predicted(scores: dict[str, float], threshold: float) -> None:
    model = WordModel(**{word: round(score, 4) for word, score in scores.items()})
    made = predict_article(model, ModelIdentity("words", "1", "0" * 64), SHIP, "2.0.0", threshold)
    assert ArticlePrediction.parse(made.line()) == made
    assert ArticlePrediction.parse(made.line()).line() == made.line()


def test_a_claim_at_the_threshold_stays_and_nothing_names_one_below() -> None:
    claims = model_named("rules").predict(plain_article(NESTED), "x_")
    held = [scored.claim for scored in claims if references(scored.claim)]
    assert held, "the rules find no claim that names another"
    [voice] = {*references(held[0]).values()}
    scored = [ScoredClaim(x.claim, 0.4 if x.claim.claim_id == voice else 0.5) for x in claims]
    assert at_least(scored, 0.4) == tuple(scored)
    kept = at_least(scored, 0.5)
    assert voice not in {one.claim.claim_id for one in kept}
    assert len(kept) == len(scored) - 1
    assert all(voice not in references(one.claim).values() for one in kept)
    assert [one.claim.spans for one in kept] == [one.claim.spans for one in scored if one.score >= 0.5]


NESTED = "Toll grows\n\nThe captain said 14 people were killed on Monday.\n"


def test_what_is_left_out_counts_as_uncertain(tmp_path: Path) -> None:
    identity = ModelIdentity.of(KNOWN)
    whole, cut = (predict_article(KNOWN, identity, ARTICLES["heron_1"], "2.0.0", x) for x in (0.0, 0.5))
    assert (len(whole.claims), len(cut.claims)) == (2, 1)
    assert whole.uncertainty == cut.uncertainty > 0


LONG = plain_article(
    "Toll grows\n\nThe captain said 14 people were killed on Monday. The quay was built in 1911, and it leaked.\n"
)


@pytest.mark.parametrize("name", ["default", "rules"])
def test_uncertainty_is_the_same_at_every_threshold(name: str) -> None:
    made = {}
    for threshold in (None, 0.0, 0.3, 0.5, 0.9, 1.0):
        model = asked_for(model_named(name), threshold)
        made[threshold] = predict_article(model, ModelIdentity.of(model), LONG, "2.0.0", threshold)
    assert len({one.uncertainty for one in made.values()}) == 1
    assert len({len(one.claims) for one in made.values()}) > 1
    every = uncertainty((scored.score for scored in made[0.0].claims), len(LONG.text or ""))
    assert every > 0
    assert made[None].uncertainty == pytest.approx(every, abs=1e-4)


@pytest.mark.parametrize("name", ["default", "rules"])
def test_a_model_that_is_asked_for_another_threshold_is_another(name: str) -> None:
    model = model_named(name)
    thresholds = (None, 0.0, 0.3, 0.5)
    identities = [ModelIdentity.of(asked_for(model, threshold)) for threshold in thresholds]
    assert len({one.annotator_id for one in identities}) == len(thresholds)
    assert ModelIdentity.of(asked_for(model, 0.3)) == identities[2]
    assert ModelIdentity.of(model) == identities[0], "asking changes nothing of the model itself"


def test_the_identity_is_of_arrays_and_not_of_how_they_are_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_named("default")
    before = ModelIdentity.of(model)
    monkeypatch.setattr(np, "savez_compressed", np.savez)
    assert ModelIdentity.of(model) == before


@pytest.mark.parametrize(
    "other",
    [np.array([1, 2, 4]), np.array([1, 2, 3], dtype=np.int32), np.array([[1, 2, 3]]), np.array([1, 2])],
    ids=["value", "type", "shape", "fewer"],
)
def test_the_identity_is_of_every_array(other: NDArray[Any]) -> None:
    class Holding(WordModel):
        arrays: ClassVar[dict[str, NDArray[Any]]] = {}

        def save(self, folder: Path) -> None:
            save_model(folder, self.name, {}, self.arrays)

    found = set()
    for arrays in ({"a": np.array([1, 2, 3])}, {"b": np.array([1, 2, 3])}, {"a": other}, {}):
        Holding.arrays = arrays
        found.add(ModelIdentity.of(Holding()))
    assert len(found) == 4


@pytest.mark.parametrize("start", [10_000, -1], ids=["outside", "score"])
def test_a_model_that_proposes_nonsense_is_told_apart(start: int) -> None:
    class Broken(WordModel):
        def predict(self, article: object, prefix: str) -> tuple[ScoredClaim, ...]:
            claim = claim_at(SHIP, f"{prefix}1", max(start, 0), max(start, 0) + 5)
            return (ScoredClaim(claim, 0.5 if start > 0 else 1.5),)

    with pytest.raises(BaselineError, match="fault of the model"):
        predict_article(Broken(), ModelIdentity("m", "1", "0" * 64), SHIP, "2.0.0", 0.0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"claims": 3}, "its claims are 3, expected a list", id="claims"),
        pytest.param({"model": "rules"}, "expected an object with name, version and sha256", id="model"),
        pytest.param({"threshold": 1.5}, "its threshold is 1.5, expected a number from 0 to 1", id="threshold"),
        pytest.param({"uncertainty": -1}, "its uncertainty is -1, expected a number from 0", id="negative"),
        pytest.param({"uncertainty": 10**400}, "its uncertainty is 1000", id="vast"),
        pytest.param({"uncertainty": True}, "its uncertainty is True", id="boolean"),
        pytest.param({"article_id": None}, "its article_id is None, expected a string", id="article"),
        pytest.param({"article_id": "heron_9"}, "is of article heron_1, expected heron_9", id="other-article"),
        pytest.param({"claims": [{"score": 0.5}]}, "claim None: ", id="no-claim"),
        pytest.param({"score": 2}, "its score is 2, expected a number from 0 to 1", id="score"),
    ],
)
def test_a_faulty_line_is_told_with_its_place(change: dict[str, object], told: str, tmp_path: Path) -> None:
    record = json.loads(work(tmp_path / "p").predict(ARTICLES["heron_1"]).line())
    if "score" in change:
        record["claims"][0] |= change
    else:
        record |= change
    file = tmp_path / "p.jsonl"
    file.write_text(f"{work(file).predict(ARTICLES['heron_0']).line()}\n{json.dumps(record)}\n")
    with pytest.raises(PredictionError) as error:
        list(read_predictions(file))
    assert f"{file}:2: " in str(error.value)
    assert told in str(error.value)


class Dying(WordModel):
    """Fails at its third article, as if somebody had pressed Ctrl+C; what it saves is what WordModel saves."""

    asked = 0

    def predict(self, article: object, prefix: str) -> tuple[ScoredClaim, ...]:
        self.asked += 1
        if self.asked == 3:
            raise KeyboardInterrupt
        return super().predict(article, prefix)  # type: ignore[arg-type]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


@pytest.mark.parametrize(
    ("damage", "left"),
    [pytest.param(lambda file: None, 3, id="whole"), pytest.param(cut, 4, id="cut")],
)
def test_a_run_that_was_broken_off_leaves_no_file_and_is_gone_on_with(
    damage: Callable[[Path], None], left: int, tmp_path: Path
) -> None:
    file = tmp_path / "p.jsonl"
    with pytest.raises(KeyboardInterrupt):
        preannotate(work(file, Dying(gate=0.9, leaked=0.2)), ARTICLES, ignored)
    assert not file.exists()
    damage(work(file).begun_file)
    counting = Dying(gate=0.9, leaked=0.2)
    counting.asked = 100
    preannotate(work(file, counting), ARTICLES, ignored)
    assert counting.asked == 100 + left
    assert [path.name for path in tmp_path.iterdir()] == ["p.jsonl"]
    preannotate(work(tmp_path / "again.jsonl"), ARTICLES, ignored)
    assert file.read_bytes() == (tmp_path / "again.jsonl").read_bytes()


def test_what_is_still_right_is_not_made_again_and_what_is_not_is(tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    first = preannotate(work(file), ARTICLES, ignored)
    model = Dying(gate=0.9, leaked=0.2)
    assert preannotate(work(file, model), ARTICLES, ignored) == first
    assert model.asked == 0
    others = ARTICLES | {"heron_1": plain_article("Gate\n\nNo gate.", article_id="heron_1")}
    model.asked = 10
    preannotate(work(file, model), others, ignored)
    assert model.asked == 11, "one text is another"
    preannotate(work(file, model, threshold=0.5), others, ignored, replace=True)
    assert model.asked == 11 + 5, "with another threshold"
    assert {len(x.claims) for x in read_predictions(file)} == {1}


def test_lines_of_other_articles_stay_in_their_place(tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    preannotate(work(file), ARTICLES, ignored)
    before = file.read_bytes()
    changed = plain_article("Gate\n\nNo gate.", article_id="heron_3")
    corpus = ARTICLES | {"heron_3": changed}
    made = preannotate(work(file), {"heron_2": ARTICLES["heron_2"]}, ignored, corpus=ARTICLES)
    assert ([x.article_id for x in made.found], made.others, made.gone) == (["heron_2"], 4, 0)
    assert file.read_bytes() == before
    made = preannotate(work(file), {"heron_2": ARTICLES["heron_2"]}, ignored, corpus=corpus)
    assert (made.others, made.gone) == (3, 1), "a line of another text is not right"
    made = preannotate(work(file), {"heron_3": changed}, ignored, corpus=corpus)
    assert (made.others, made.gone) == (4, 0)
    assert [x.article_id for x in read_predictions(file)] == list(ARTICLES)


def test_what_a_broken_off_run_has_begun_stays_when_fewer_articles_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    with pytest.raises(KeyboardInterrupt):
        preannotate(work(file, Dying(gate=0.9, leaked=0.2)), ARTICLES, ignored)
    made = preannotate(work(file), {"heron_4": ARTICLES["heron_4"]}, ignored, corpus=ARTICLES)
    assert made.others == 2
    assert [x.article_id for x in read_predictions(file)] == ["heron_0", "heron_1", "heron_4"]


@pytest.mark.parametrize("begun", [False, True], ids=["whole", "begun"])
@pytest.mark.parametrize(
    ("other", "corpus", "told"),
    [
        pytest.param(lambda file: work(file, WordModel(gate=0.8)), ARTICLES, "by another model", id="model"),
        pytest.param(lambda file: work(file, threshold=0.5), ARTICLES, "or threshold", id="threshold"),
        pytest.param(work, {"heron_0": ARTICLES["heron_0"]}, "4 of 5 lines .* heron_1", id="corpus"),
    ],
)
def test_lines_of_another_run_are_replaced_only_when_told(
    begun: bool, other: Callable[[Path], Preannotation], corpus: dict[str, Article], told: str, tmp_path: Path
) -> None:
    file = tmp_path / "p.jsonl"
    preannotate(work(file), ARTICLES, ignored)
    held = file.rename(work(file).begun_file) if begun else file
    before, asked = held.read_bytes(), {"heron_0": ARTICLES["heron_0"]}
    with pytest.raises(PredictionError, match=f"{told}.*it stays unchanged.*--replace"):
        preannotate(other(file), asked, ignored, corpus=corpus)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]
    preannotate(other(file), asked, ignored, corpus=corpus, replace=True)
    assert [x.article_id for x in read_predictions(file)] == ["heron_0"]


def test_a_link_in_the_place_of_what_was_begun_is_not_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine\n")
    begun = work(tmp_path / "p.jsonl").begun_file
    begun.symlink_to(mine)
    with pytest.raises(OSError, match="link, which is not followed"):
        preannotate(work(tmp_path / "p.jsonl"), ARTICLES, ignored)
    assert mine.read_text() == "mine\n"
    assert begun.is_symlink()
    begun.unlink()
    begun.symlink_to(tmp_path / "nothing")
    with pytest.raises(OSError, match="link, which is not followed"):
        preannotate(work(tmp_path / "p.jsonl"), ARTICLES, ignored)
    assert not (tmp_path / "nothing").exists()


def test_a_file_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine\n")
    with pytest.raises(PredictionError, match="stays unchanged"):
        preannotate(work(file), ARTICLES, ignored)
    assert file.read_text() == "mine\n"


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(small.root.parent / "cache"))
    return small


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["preannotate", *words, "--model", "rules"])
    return result.exit_code, result.stdout + (str(result.exception) if result.exception else "")


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_command_writes_beside_the_corpus_and_nothing_into_the_repository(here: Workspace) -> None:
    before, identity = tree(here.root), ModelIdentity.of(model_named("rules"))
    status, told = run(OPEN)
    file = here.root.parent / "cache" / "predictions" / OPEN / f"{identity.annotator_id}.jsonl"
    made = list(read_predictions(file))
    assert (status, told) == (
        0,
        f"8 articles, {sum(len(x.claims) for x in made)} claims by {identity.annotator_id}; {file}\n",
    )
    assert [x.article_id for x in made] == list(here.corpus(OPEN).articles)
    assert tree(here.root) == before
    for prediction in made:
        text = here.corpus(OPEN).article(prediction.article_id).text or ""
        assert all(span.of(text).strip() for x in prediction.claims for span in x.claim.spans)


def test_the_command_keeps_other_articles_and_says_so(here: Workspace) -> None:
    out = here.root.parent / "out.jsonl"
    assert run(OPEN, "--to", str(out))[0] == 0
    before = out.read_bytes()
    status, told = run(OPEN, "--to", str(out), "--article", "heron_a")
    assert (status, out.read_bytes()) == (0, before)
    assert "; 7 lines of other articles stay; " in told
    assert "--replace" in run(OPEN, "--to", str(out), "--threshold", "0.2")[1]
    assert out.read_bytes() == before
    assert run(OPEN, "--to", str(out), "--threshold", "0.2", "--replace")[0] == 0


def test_the_document_names_the_version_of_the_rules() -> None:
    document = Path(__file__).parents[2] / "docs" / "preannotating.md"
    named = set(re.findall(r"rules_1_[0-9a-f]{8}", document.read_text(encoding="utf-8")))
    assert named == {ModelIdentity.of(model_named("rules")).annotator_id}


def test_a_dry_run_writes_nothing(here: Workspace) -> None:
    status, told = run(OPEN, "--article", "heron_a", "--dry-run")
    assert (status, told.split(",")[0]) == (0, "1 articles")
    assert told.endswith("; nothing was written\n")
    assert not (here.root.parent / "cache").exists()


def test_a_stand_off_corpus_needs_its_texts_and_a_place_outside(here: Workspace) -> None:
    assert "no text available" in run(STANDOFF)[1]
    out = here.root.parent / "out.jsonl"
    for inside in ("p.jsonl", "annotations/p.jsonl"):
        assert "is in the repository" in run(STANDOFF, "--from", str(DOCUMENTS), "--to", inside)[1]
    assert run(STANDOFF, "--from", str(DOCUMENTS), "--to", str(out))[0] == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert len(list(read_predictions(out))) == 2


@pytest.mark.parametrize(
    "place",
    ["annotations/heron/p.jsonl", "dataset/p.jsonl", "schema/2.1.0/p.jsonl", "mine/../dataset/p.jsonl", "link/p.jsonl"],
    ids=["records", "releases", "schemas", "roundabout", "link"],
)
def test_predictions_do_not_lie_among_records_or_releases(place: str, here: Workspace) -> None:
    for name in ("dataset", "mine", "schema/2.1.0"):
        (here.root / name).mkdir(parents=True, exist_ok=True)
    (here.root / "link").symlink_to("schema")
    before = tree(here.root)
    assert "they are not layers" in run(OPEN, "--to", place)[1]
    assert tree(here.root) == before
    assert run(OPEN, "--to", "predicted.jsonl")[0] == 0
