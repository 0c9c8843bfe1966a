"""Texts of open licences: which a published release may have, and that its manifest names the build with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import DOCUMENTS, OPEN, STANDOFF
from small.material import texts

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import Built, build
from claimwire.release.loadback import load_back
from claimwire.release.manifest import read_manifest
from claimwire.release.open_texts import open_corpora
from claimwire.release.with_texts import build_with_texts
from claimwire.tables.parquet import read_rows

OF_OUTLET = {"rook_a": "north_gazette", "rook_b": "orrin_observer"}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    write_text(path, text.replace(old, new))


def allow(workspace: Workspace, outlet_id: str, evidence: str = "stated_on_page") -> None:
    """Let an outlet's texts be redistributed, under a licence that is known in some way."""
    path = workspace.annotations / "outlets" / f"{outlet_id}.toml"
    change(path, "text_redistributable = false", f'text_redistributable = true\nlicence_evidence = "{evidence}"')


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    """The small repository, of which the stand-off corpus has open texts by one of its two outlets."""
    path = workspace.corpus_folder(STANDOFF) / "corpus.toml"
    change(path, "text_redistributable = false", 'text_redistributable = false\ntext_in_release = "open"')
    allow(workspace, OF_OUTLET["rook_b"])
    return workspace


def articles(folder: Path) -> dict[str, str]:
    """Return the texts in the articles of a build by id."""
    paths = sorted((folder / "articles").glob("*.parquet"))
    return {row["article_id"]: row["text"] for path in paths for row in read_rows("articles", path)}


def with_texts(workspace: Workspace, to: Path, source: Path = DOCUMENTS) -> Built:
    return build_with_texts(workspace, open_corpora(workspace, source), to, texts="open")


def test_a_build_with_open_texts_has_those_of_a_licence_that_is_stated_and_no_other(
    opened: Workspace, tmp_path: Path
) -> None:
    build(opened, release=True)
    made = with_texts(opened, tmp_path / "open")
    found = articles(made.folder)
    own = {name: text for name, text in texts().items() if name.startswith(OPEN)}
    assert found == own | {"rook_b": texts()["rook_b"]}
    assert not made.manifest.hydrated, "it may be published"
    assert load_back(made.folder) == sum(table.rows for table in made.manifest.tables)
    words = texts()["rook_a"].split("\n")[-1].encode()
    assert words
    assert not [path for path in made.folder.rglob("*") if path.is_file() and words in path.read_bytes()]


@pytest.mark.parametrize("evidence", ["stated_on_page", "stated_by_outlet", "own_work", "inferred"])
def test_an_inferred_licence_opens_no_text(opened: Workspace, evidence: str) -> None:
    allow(opened, OF_OUTLET["rook_a"], evidence)
    [corpus] = open_corpora(opened, DOCUMENTS)
    opening = {name for name, article in corpus.articles.items() if article.text is not None}
    assert opening == ({"rook_b"} if evidence == "inferred" else {"rook_a", "rook_b"})


def test_a_record_with_its_text_is_otherwise_that_of_the_repository(opened: Workspace) -> None:
    """Whoever restores it, and from what, gets the same."""
    [corpus] = open_corpora(opened, DOCUMENTS)
    own = opened.corpus(STANDOFF)
    for article_id, article in corpus.articles.items():
        assert article.model_copy(update={"text": None}) == own.articles[article_id]
    assert corpus.claims == own.claims


def test_without_a_corpus_of_open_texts_there_is_no_such_build(workspace: Workspace) -> None:
    allow(workspace, OF_OUTLET["rook_b"])
    with pytest.raises(ReleaseError, match=r"no corpus that annotations/release.toml names has `text_in_release"):
        open_corpora(workspace, DOCUMENTS)


def test_a_copy_that_lacks_an_open_text_is_refused(opened: Workspace, tmp_path: Path) -> None:
    """One that lacks a text that stays away is not."""
    copy = tmp_path / "copy"
    shutil.copytree(DOCUMENTS, copy)
    next(copy.glob("rook_a*")).unlink()
    assert open_corpora(opened, copy)
    next(copy.glob("rook_b*")).unlink()
    with pytest.raises(ReleaseError, match=r"lacks the text of rook_b, .*`claimwire hydrate rook --download`"):
        open_corpora(opened, copy)


def test_the_manifest_names_the_build_with_open_texts_and_has_none_of_them(opened: Workspace, tmp_path: Path) -> None:
    made = build(opened, release=True, with_open_texts=open_corpora(opened, DOCUMENTS))
    named = read_manifest(made.folder).open_texts_content_sha256
    assert named is not None
    assert set(articles(made.folder)) == {name for name in texts() if name.startswith(OPEN)}
    full = with_texts(opened, tmp_path / "open")
    assert full.manifest.content_sha256 == full.manifest.open_texts_content_sha256 == named
    assert made.manifest.content_sha256 != named


def test_without_a_copy_the_manifest_names_none_and_has_no_such_field(opened: Workspace) -> None:
    made = build(opened, release=True)
    assert made.manifest.open_texts_content_sha256 is None
    assert "open_texts_content_sha256" not in (made.folder / "manifest.json").read_text()


def test_a_published_version_is_reproduced_with_and_without_the_copy(opened: Workspace) -> None:
    build(opened, release=True, with_open_texts=open_corpora(opened, DOCUMENTS))
    for corpora in ([], open_corpora(opened, DOCUMENTS)):
        again = build(opened, with_open_texts=corpora)
        assert again.already_released
        assert again.differing_files == ()


def test_another_build_with_open_texts_than_the_published_one_is_refused(opened: Workspace, tmp_path: Path) -> None:
    """Here one more outlet has opened its texts since."""
    build(opened, release=True, with_open_texts=open_corpora(opened, DOCUMENTS))
    allow(opened, OF_OUTLET["rook_a"])
    with pytest.raises(ReleaseError, match=r"with open texts the content is .*, but dataset/1.0.0/manifest.json names"):
        with_texts(opened, tmp_path / "open")
    assert not (tmp_path / "open").exists()
    with pytest.raises(ReleaseError, match="with open texts the content is"):
        build(opened, with_open_texts=open_corpora(opened, DOCUMENTS))


def test_the_commands_build_it_and_name_it(opened: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(opened.root)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(group, ["build", "--no-load", *arguments])
        return result.output if result.exit_code == 0 else f"{result.exit_code}: {result.output}{result.exception}"

    assert "released" in run("--release", "--open-texts-from", str(DOCUMENTS))
    to = tmp_path / "open"
    assert str(to) in run("--hydrated", str(DOCUMENTS), "--to", str(to), "--open-texts")
    assert read_manifest(opened.dataset / "1.0.0").open_texts_content_sha256 == read_manifest(to).content_sha256
    for wrong in (["--open-texts"], ["--hydrated", str(DOCUMENTS), "--to", "x", "--open-texts-from", str(DOCUMENTS)]):
        assert run(*wrong).startswith("2: ")
    both = ["--hydrated", str(DOCUMENTS), "--to", "x", "--open-texts", "--max-lost", "0.5"]
    assert "--max-lost does not go with --open-texts" in run(*both)
