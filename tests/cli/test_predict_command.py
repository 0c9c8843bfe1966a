"""`claimwire predict` and `claimwire baselines`: for people and programs, in and outside a repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS, OPEN, STANDOFF

import claimwire
from claimwire.baselines.catalogue import catalogue
from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.schema import CLAIM_ADAPTER, AttributedStatement

TEXT = "Quay shut\n\nThe quay is unsafe, Mayor Orla Denn said on Monday. At least 12 people were killed in 2019.\n"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Quay shut</title></head><body><article><h1>Quay shut</h1>
<p>{TEXT.splitlines()[2]}</p><p>The mayor’s office said that divers would inspect the wall of the quay this week, and
that the fish market would stay open until a decision is made by the council of the town.</p></article></body></html>"""


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Quay 1.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(group, list(words), input=given)


def lines(*words: str, given: str | None = None) -> list[dict[str, object]]:
    result = run("predict", "--json", *words, given=given)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_claims_are_marked_for_a_person(empty: Path) -> None:
    shown = run("predict", "Quay 1.txt", "--model", "rules").output
    assert "[01 The quay is unsafe], Mayor Orla Denn said on Monday. [0" in shown
    assert "01 0.50 attributed statement 11-29: " in shown
    assert "quay_1" in shown


def test_json_has_records_with_scores_of_each_article(empty: Path) -> None:
    (empty / "quay_1.txt").write_text("Nothing here.", encoding="utf-8")
    first, second = lines("Quay 1.txt", "quay_1.txt", "--published", "2031-05-06")
    assert [first["article_id"], second] == ["quay_1", {"article_id": "quay_1_2", "claims": []}]
    for claim in first["claims"]:  # type: ignore[attr-defined]
        assert 0 < claim.pop("score") <= 1
        record = CLAIM_ADAPTER.validate_json(json.dumps(claim))
        assert record.article_id == "quay_1"
        assert record.claim_id.startswith("quay_1_p")
    assert {claim["label"] for claim in first["claims"]} >= {"attributed_statement", "casualty_figure"}  # type: ignore[attr-defined]


def test_files_named_in_other_letters_have_ids_that_tell_them_apart(empty: Path) -> None:
    for name in ("Новости", "статья"):
        (empty / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    found = lines("Новости.txt", "статья.txt", "--model", "rules")
    assert [line["article_id"] for line in found] == ["novosti", "statya"]


def test_a_threshold_leaves_no_reference_to_a_claim_that_is_left_out(empty: Path) -> None:
    for least in ("0", "0.45", "0.55"):
        for line in lines("Quay 1.txt", "--threshold", least):
            ids = {claim["claim_id"] for claim in line["claims"]}  # type: ignore[attr-defined]
            assert {claim.get("voice_id") for claim in line["claims"]} <= ids | {None}  # type: ignore[attr-defined]


def test_empty_standard_input_is_said(empty: Path) -> None:
    assert "standard input: there is no text in it" in str(run("predict", "-", given="").exception)


def test_standard_input_is_read(empty: Path) -> None:
    (found,) = lines("-", given=TEXT)
    (file,) = lines("Quay 1.txt")
    spans = [[claim["spans"] for claim in one["claims"]] for one in (found, file)]  # type: ignore[attr-defined]
    assert found["article_id"] == "stdin"
    assert spans[0] == spans[1]


def test_a_page_is_read_by_the_recipe_for_pages(empty: Path) -> None:
    pytest.importorskip("trafilatura")
    (empty / "page.html").write_text(PAGE, encoding="utf-8")
    shown = run("predict", "page.html", "--model", "rules").output
    assert "The quay is unsafe], Mayor Orla Denn said" in shown
    assert "<p>" not in shown


def test_a_threshold_leaves_out_claims_below_it(empty: Path) -> None:
    (low,) = lines("Quay 1.txt", "--threshold", "0")
    (high,) = lines("Quay 1.txt", "--threshold", "0.7")
    assert len(low["claims"]) > len(high["claims"])  # type: ignore[arg-type]
    assert all(claim["score"] >= 0.7 for claim in high["claims"])  # type: ignore[attr-defined]


def test_what_cannot_be_read_is_named(empty: Path) -> None:
    (empty / "old.pdf").write_bytes(b"%PDF-1.4 \x00\x01")
    (empty / "latin.txt").write_bytes(b"caf\xe9")
    (empty / "blank.txt").write_bytes(b"\xef\xbb\xbf \n\n")
    (empty / "rows.txt").write_text('{"a": 1}\n{"a": 2}\n', encoding="utf-8")
    for words, told in (
        ((), "name a file"),
        (("none.txt",), "none.txt cannot be read"),
        ((".",), ". cannot be read"),
        (("old.pdf",), "old.pdf: the document is"),
        (("latin.txt",), "latin.txt: byte 3 of the document is not UTF-8"),
        (("blank.txt",), "blank.txt: there is no text in it"),
        (("rows.txt",), "rows.txt: the document is a JSON Lines file, not the text of an article; write the text of"),
        (("Quay 1.txt", "--model", "rule"), "did you mean 'rules'"),
        (("Quay 1.txt", "--published", "soon"), "2031-05-06"),
        (("Quay 1.txt", "--article", "x"), "--corpus"),
        (("Quay 1.txt", "--corpus", "x"), "FILES does not go with --corpus"),
    ):
        result = run("predict", *words)
        assert result.exit_code != 0
        assert told in result.output + str(result.exception)


def test_articles_of_a_repository_are_read(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    known = list(small.corpus(OPEN).articles)
    assert [line["article_id"] for line in lines("--corpus", OPEN)] == known
    assert [line["article_id"] for line in lines("--corpus", OPEN, "--article", known[0])] == known[:1]
    assert "no text available" in str(run("predict", "--corpus", STANDOFF).exception)
    assert len(lines("--corpus", STANDOFF, "--from", str(DOCUMENTS))) == len(small.corpus(STANDOFF).articles)


def test_the_python_face_gives_the_same(empty: Path) -> None:
    found = claimwire.predict(TEXT)
    (line,) = lines("Quay 1.txt")
    assert [one.score for one in found] == [claim["score"] for claim in line["claims"]]  # type: ignore[attr-defined]
    statement = next(one.claim for one in found if isinstance(one.claim, AttributedStatement))
    assert statement.spans[0].of(TEXT) == "The quay is unsafe"
    assert statement.source_spans[0].of(TEXT) == "Mayor Orla Denn"


def test_models_are_listed_with_what_they_need() -> None:
    shown = run("baselines", "list").output
    assert all(entry.name in shown for entry in catalogue())
    told = [json.loads(line) for line in run("baselines", "list", "--json").output.splitlines()]
    assert [one["name"] for one in told] == [entry.name for entry in catalogue()]
