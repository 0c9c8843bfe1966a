"""Claims of a release, wherever it is, as files of another format; and the records that rows are made of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from small import DOCUMENTS, OPEN, STANDOFF
from strategies import any_claims, articles

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.release.built import Built
from claimwire.schema import Article, ClaimBase, fields_of_layers
from claimwire.tables.columns import CONFIGS
from claimwire.tables.records_of_rows import claim_of_row, record_of_row
from claimwire.tables.row import Flattening


def run(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(group, list(map(str, arguments)))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def export(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    return run(workspace, monkeypatch, "export", *arguments)


@pytest.fixture
def released(built: Built, tmp_path: Path) -> Workspace:
    """A copy of the small repository with its first release."""
    root = tmp_path / "released"
    shutil.copytree(built.folder.parent.parent, root)
    return Workspace(root)


@given(claim=any_claims())
def test_a_claim_comes_back_from_the_row_of_a_layer(claim: ClaimBase) -> None:
    assert claim_of_row(Flattening(CONFIGS["annotations"])(claim)) == claim


@given(claim=any_claims())
def test_an_adjudicated_claim_comes_back_from_its_row(claim: ClaimBase) -> None:
    bare = claim.model_copy(update=dict.fromkeys(fields_of_layers()))
    assert claim_of_row(Flattening(CONFIGS["claims"])(claim)) == bare


@given(article=articles())
def test_an_article_comes_back_from_its_row(article: Article) -> None:
    assert record_of_row(Article, Flattening(CONFIGS["articles"])(article)) == article


@pytest.mark.parametrize("annotator", [None, "ada"])
@pytest.mark.parametrize("by_folder", [False, True])
def test_a_release_gives_the_same_files_as_the_corpus_it_was_made_of(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, annotator: str | None, by_folder: bool
) -> None:
    options = ["--format", "brat", *(["--annotator", annotator] if annotator else [])]
    export(released, monkeypatch, OPEN, tmp_path / "corpus", *options)
    name = released.dataset / "1.0.0" if by_folder else "1.0.0"
    result = export(released, monkeypatch, name, tmp_path / "release", *options)
    of_corpus, of_release = ({p.name: p.read_bytes() for p in (tmp_path / x).iterdir()} for x in ("corpus", "release"))
    assert of_release == of_corpus
    assert len(of_corpus) > 3
    assert "articles whose text" in result.output, "those of the stand-off corpus are left out, and counted"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["1.0.0", "out", "--annotator", "cleo"], r"1\.0\.0 has no layer of cleo; there are: ada, bela"),
        (["1.0.0", "out", "--article", "heron_z"], r"1\.0\.0 has no article 'heron_z'"),
        (["1.0.0", "out", "--article", "rook_a"], "has the text of none of these articles, which quoted files need"),
        (["9.0.0", "out"], "9.0.0"),
    ],
)
def test_what_a_release_does_not_have_is_named(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, arguments: list[str], error: str
) -> None:
    with pytest.raises(ClaimwireError, match=error):
        export(released, monkeypatch, *arguments)


def test_a_build_with_closed_texts_is_not_exported_into_a_repository(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run(small, monkeypatch, "build", "--hydrated", DOCUMENTS, "--to", tmp_path / "full", "--no-load")
    with pytest.raises(ClaimwireError, match="may not be redistributed"):
        export(small, monkeypatch, tmp_path / "full", small.root / "out")
    assert not (small.root / "out").exists()
    export(small, monkeypatch, tmp_path / "full", tmp_path / "out")
    assert (tmp_path / "out" / "rook_a.jsonl").stat().st_mode & 0o077 == 0


def test_what_was_withdrawn_is_not_exported_of_an_older_copy(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(released.dataset / "1.0.0", tmp_path / "old")
    gone = next(iter(released.corpus(OPEN).claims_of_article["heron_a"])).claim_id
    run(released, monkeypatch, "withdraw", gone, "--reason", "privacy", "--write")
    export(released, monkeypatch, tmp_path / "old", tmp_path / "out", "--article", "heron_a", "--format", "brat")
    assert f'"id": "{gone.removeprefix("heron_a_")}"' not in (tmp_path / "out" / "heron_a.ann").read_text()


@pytest.mark.parametrize(("form", "file"), [("csv", "claims.csv"), ("figures_csv", "figures.csv")])
def test_the_tables_of_a_release_are_those_of_its_corpora(
    released: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str, file: str
) -> None:
    for name in (OPEN, STANDOFF, "1.0.0"):
        export(released, monkeypatch, name, tmp_path / name, "--format", form)
    of_open, of_standoff, of_release = (
        (tmp_path / name / file).read_text(encoding="utf-8-sig").splitlines() for name in (OPEN, STANDOFF, "1.0.0")
    )
    assert of_open[0] == of_standoff[0] == of_release[0]
    assert sorted(of_release[1:]) == sorted(of_open[1:] + of_standoff[1:])
    assert len(of_release) > 10
