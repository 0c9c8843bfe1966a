"""`claimwire annotate` writes a program's layers as every command writes, and decides nothing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    with (small.annotations / "annotators.jsonl").open("a") as file:
        file.write('{"annotator_id":"rules_1","annotator_kind":"rule","description":"Invented for the tests."}\n')
    return small


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, list(words))
    return result.exit_code, result.output + (str(result.exception) if result.exception else "")


def annotate(corpus: str, *words: str, annotator: str = "rules_1") -> tuple[int, str]:
    return run("annotate", corpus, "--by", "rules", "-a", annotator, *words)


def files_of(workspace: Workspace, corpus: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.corpus_folder(corpus).glob("*.*l")}


def problems() -> set[str]:
    """Return the ids of the checks that find something."""
    lines = run("check", "--json")[1].splitlines()
    return {json.loads(line)["check_id"] for line in lines if line.startswith("{")}


def test_the_layers_pass_the_checks_and_wait_for_decisions_as_every_layer_does(here: Workspace) -> None:
    before = files_of(here, OPEN)
    status, told = annotate(OPEN)
    assert status == 0, told
    layers = [layer for layer in here.corpus(OPEN).layers.values() if layer.annotator_id == "rules_1"]
    assert told.endswith(f"{len(layers)} layers, {sum(len(x.claims) for x in layers)} claims\n")
    assert {layer.article_id for layer in layers} == set(here.corpus(OPEN).articles)
    assert all(layer.complete and layer.tool == "claimwire annotate --by rules/1" for layer in layers)
    after = files_of(here, OPEN)
    assert {name for name in after if after[name] != before.get(name)} == {"annotations.jsonl"}
    assert set(before["annotations.jsonl"].splitlines()) <= set(after["annotations.jsonl"].splitlines())
    assert problems() == {"claim-without-decision"}
    assert run("adjudicate", OPEN, "work", "--draft")[0] == 0


def test_a_second_time_writes_the_same(here: Workspace) -> None:
    annotate(OPEN)
    first = files_of(here, OPEN)
    status, told = annotate(OPEN)
    assert (status, files_of(here, OPEN)) == (0, first)
    assert "->" not in told


def test_a_dry_run_writes_nothing_and_one_article_is_one_layer(here: Workspace) -> None:
    before = files_of(here, OPEN)
    status, told = annotate(OPEN, "--article", "heron_a", "--dry-run")
    assert (status, files_of(here, OPEN)) == (0, before)
    assert told.startswith("1 layers, ")
    assert annotate(OPEN, "--article", "heron_a")[0] == 0
    made = [x for x in here.corpus(OPEN).layers.values() if x.tool.startswith("claimwire annotate")]
    assert [layer.annotation_id for layer in made] == ["heron_a_rules_1"]


def test_a_stand_off_corpus_needs_its_texts_and_gets_no_words_of_them(here: Workspace) -> None:
    status, told = annotate(STANDOFF)
    assert status == 1
    assert "rook_a and 1 others have no text available" in told
    assert annotate(STANDOFF, "--from", str(DOCUMENTS))[0] == 0
    layers = [layer for layer in here.corpus(STANDOFF).layers.values() if layer.annotator_id == "rules_1"]
    assert len(layers) == 2
    assert sum(len(layer.claims) for layer in layers) > 0
    assert all(claim.statement is None and claim.comment is None for layer in layers for claim in layer.claims)
    assert problems() == {"claim-without-decision", "anchor-missing"}


@pytest.mark.parametrize(
    ("annotator", "words", "told"),
    [
        ("rules_1", ("--article", "heron_x"), "heron has no article 'heron_x'"),
        ("ada", (), "says that ada is not a rule program"),
        ("dora", (), "says that dora is not a rule program"),
        ("nobody_known", (), "has nobody called 'nobody_known'"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    annotator: str, words: tuple[str, ...], told: str, here: Workspace
) -> None:
    before = files_of(here, OPEN)
    status, message = annotate(OPEN, *words, annotator=annotator)
    assert status != 0
    assert told in message
    assert files_of(here, OPEN) == before


def test_another_program_is_answered_with_those_there_are(here: Workspace) -> None:
    status, told = run("annotate", OPEN, "--by", "rule", "-a", "rules_1")
    assert status == 2
    assert "'rule' is not one of its values; did you mean 'rules'?" in told


def test_no_layer_of_a_program_has_a_name_in_a_slot(here: Workspace) -> None:
    annotate(OPEN)
    path = here.corpus_folder(OPEN) / "annotations.jsonl"
    layers = [json.loads(line) for line in path.read_text().splitlines()]
    claims = [claim for layer in layers if layer["annotator_id"] == "rules_1" for claim in layer["claims"]]
    assert [key for claim in claims for key in claim if key.endswith("_name")] == []
