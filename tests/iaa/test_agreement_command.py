"""`claimwire agreement` on the small invented repository: what it prints, reads and refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError

BRAT = Path(__file__).parent / "brat"


@pytest.fixture(autouse=True)
def _in_the_small_repository(small_built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_built.root)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["agreement", *arguments])


def words(*arguments: str) -> str:
    """Return what the command prints, on one line."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def measured(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json", "--resamples", "0")
    assert result.exit_code == 0, result.output
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def values(printed: dict[str, Any], section: str) -> dict[tuple[str, str], Any]:
    (party,) = printed["parties"]
    return {(m["about"], m["measure"]): m["value"] for m in party["measures"] if m["section"] == section}


# Texts of a stand-off corpus


def test_without_texts_words_are_compared_by_code_point() -> None:
    assert "compared by code point, because not all texts are available: give your copy with --from" in words(
        "rook", "--resamples", "0", "--brief"
    )


def test_with_texts_words_are_compared_by_token() -> None:
    printed = words("rook", "--resamples", "0", "--brief", "--from", str(DOCUMENTS))
    assert "Words are compared by token." in printed
    assert measured("rook", "--from", str(DOCUMENTS))["word_unit"] == "token"


def test_a_text_that_is_not_the_recorded_one_is_not_measured(tmp_path: Path) -> None:
    """Regression: the recorded offsets were compared with the sentences and words of the other text."""
    copies = shutil.copytree(DOCUMENTS, tmp_path / "copies")
    changed = (copies / "rook_b.txt").read_text(encoding="utf-8").replace("The owners of", "The former owners of")
    (copies / "rook_b.txt").write_text(changed, encoding="utf-8")
    assert (
        f"by code point, because not all texts are available: {copies} does not have the recorded text of rook_b"
        in (words("rook", "--resamples", "0", "--brief", "--from", str(copies)))
    )
    assert measured("rook", "--from", str(copies)) == measured("rook")


# What is printed


def test_tables_say_whose_agreement_it_is_and_who_the_annotators_are() -> None:
    printed = words("heron", "--resamples", "10")
    assert printed.count("ada + bela: human agreement") >= 5
    assert printed.count("ada + dora: agreement between human and model annotators, not human agreement") >= 5
    assert "dora (model): " in printed
    assert "left out: layer heron_g_dora, because it is not complete" in printed
    assert "Intervals: 95 %, from 10 resamples of documents, seed 20230919. Words are compared by token." in printed
    assert "pooled" not in printed


def test_an_overview_is_brief() -> None:
    printed = words("heron", "--resamples", "0", "--brief")
    assert "Overview" in printed
    assert "Claims as spans" not in printed


def test_annotators_of_different_kinds_are_pooled_only_on_request() -> None:
    groups = [party["party"] for party in measured("heron")["parties"]]
    assert groups == ["ada + bela", "ada + dora", "bela + dora"]
    pooled = measured("heron", "--pool")["parties"]
    assert [party["party"] for party in pooled] == [*groups, "all 3 annotators, kinds pooled on request"]
    assert pooled[-1]["agreement"] == "agreement between human and model annotators, not human agreement"


def test_json_and_figures(tmp_path: Path) -> None:
    result = run("rook", "--resamples", "10", "--json", "--figures", str(tmp_path))
    assert result.exit_code == 0, result.output
    (party,) = json.loads(result.stdout)["parties"]
    assert party["agreement"] == "human agreement"
    assert {m["section"] for m in party["measures"]} == {"sentences", "spans", "words", "slots"}
    names = ("labels", "confusion", "disagreement")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"agreement-{name}.svg" for name in names)


def test_seed_and_number_of_resamples_are_those_given() -> None:
    first, same, other = (
        json.loads(run("heron", "--resamples", "20", "--seed", seed, "--json").stdout) for seed in ("1", "1", "2")
    )
    assert first == same
    assert first["interval"] == {
        "level": 0.95, "method": "percentile bootstrap over documents", "resamples": 20, "seed": 1,
    }  # fmt: skip
    assert first["parties"] != other["parties"]


# What is read


def test_a_split_has_its_articles_only() -> None:
    assert {p["party"]: p["documents"] for p in measured("heron", "--split", "train")["parties"]} == {
        "ada + bela": 2,
        "bela + dora": 1,
    }
    assert {p["party"]: p["documents"] for p in measured("heron", "--split", "validation")["parties"]} == {
        "ada + bela": 1,
        "ada + dora": 2,
        "bela + dora": 1,
    }


def test_chosen_annotators_only() -> None:
    chosen = measured("heron", "--annotator", "ada", "--annotator", "dora")
    assert [party["party"] for party in chosen["parties"]] == ["ada + dora"]


def test_brat_files_instead_of_a_corpus() -> None:
    printed = words("--brat", f"human:{BRAT / 'attributions'}", "--brief")
    assert "human agreement. Overview" in printed
    named = measured("--brat", f"rule:rules={BRAT / 'relations'}", "--brat", f"human:{BRAT / 'attributions'}")
    kinds = {x["annotator_id"]: x["annotator_kind"] for x in named["annotators"]}
    assert kinds == {"a1": "human", "b2": "human", "rules": "rule"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name a CORPUS, or folders of brat files"),
        (("heron", "--brat", "human:x"), "name a CORPUS, or folders of brat files"),
        (("--brat", "people:x"), "--brat 'people:x': write KIND:FOLDER or KIND:NAME=FOLDER"),
        (("--brat", "x"), "--brat 'x': write KIND:FOLDER"),
        (("--brat", "human:"), "--brat 'human:': write KIND:FOLDER"),
        (("heron", "--batch", "pilot"), "there are layers by bela (human)"),
        (("heron", "--batch", "no_such_batch"), "no layer is of the batch 'no_such_batch'; there are: pilot"),
        (("osprey",), "osprey"),
    ],
)
def test_what_cannot_be_measured_is_refused(arguments: tuple[str, ...], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit | ClaimwireError)
    assert says in result.output + str(result.exception)
