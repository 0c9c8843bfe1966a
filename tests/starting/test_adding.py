"""`claimwire corpus add` and `outlet add`: valid at once, both files or neither, and what people wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimwire.checks import load, run
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError
from claimwire.schema.vocab import OutletKind
from claimwire.starting import adding
from claimwire.starting.adding import add_corpus
from claimwire.starting.beginning import AnnotatorFacts, CorpusFacts, NewRepository, OutletFacts
from claimwire.starting.laying import lay_down


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    lay_down(tmp_path / "bridges", NewRepository("Bridges", "2031-06-01", CorpusFacts("bridges"), licence="CC0-1.0"))
    monkeypatch.chdir(tmp_path / "bridges")
    return Workspace(tmp_path / "bridges")


def add(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


def contents(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name != ".lock"}


def test_a_corpus_is_added_and_planned(workspace: Workspace) -> None:
    result = add("corpus", "add", "boats", "--open-texts", "--text-licence", "CC BY 4.0", "--language", "de")
    assert result.output == "wrote annotations/boats/corpus.toml\nwrote annotations/release.toml\n"
    assert workspace.plan().corpora == ("bridges", "boats")
    info = workspace.corpus("boats").info
    assert (info.title, info.language, info.text_redistributable) == ("Boats", "de", True)
    assert (info.text_licence, info.annotation_licence) == ("CC BY 4.0", "CC0-1.0")
    with load(workspace) as repository:
        assert run(repository) == []


@pytest.mark.parametrize(
    "line", ['corpora = ["bridges"]  # mine', 'corpora=[\n  "bridges",  \n]', "corpora = ['bridges']"]
)
def test_what_people_wrote_in_the_plan_stays(line: str, workspace: Workspace) -> None:
    path = workspace.annotations / "release.toml"
    text = path.read_text().replace('corpora = ["bridges"]', line)
    write_text(path, text)
    assert add("corpus", "add", "boats").exit_code == 0
    before, after = text.split(line.split("]")[0] + "]")
    new = path.read_text()
    assert new.startswith(before)
    assert new.endswith(after)
    assert workspace.plan().corpora == ("bridges", "boats")


def test_a_plan_that_cannot_be_continued_is_left_alone(workspace: Workspace) -> None:
    path = workspace.annotations / "release.toml"
    write_text(path, path.read_text().replace('corpora = ["bridges"]', '"corpora" = ["bridges"]'))
    before = contents(workspace.root)
    result = add("corpus", "add", "boats")
    assert "`corpora` cannot be continued; add 'boats' to it by hand" in str(result.exception)
    assert contents(workspace.root) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("corpus", "add", "bridges"), "annotations/bridges is there already"),
        (("corpus", "add", "outlets"), "annotations/outlets is for something else"),
        (("corpus", "add", "No Id"), "corpus_id: expected an id, of the letters a to z, digits and _"),
        (("corpus", "add", "boats", "--language", "German"), "language: expected an ISO 639 code"),
        (("outlet", "add", "post"), "annotations/outlets/post.toml is there already"),
        (("outlet", "add", "../post"), "outlet_id: expected an id, of the letters a to z, digits and _"),
        (("outlet", "add", "wire", "--kind", "privat"), "did you mean 'private'?"),
        (("corpus", "ad"), "add"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], told: str, workspace: Workspace
) -> None:
    assert add("outlet", "add", "post").exit_code == 0
    before = contents(workspace.root)
    result = add(*arguments)
    assert result.exit_code != 0
    assert told in result.output + str(result.exception)
    assert contents(workspace.root) == before


@pytest.mark.parametrize("what", [("corpus", "add", "boats"), ("outlet", "add", "post")], ids=["corpus", "outlet"])
def test_a_dry_run_writes_nothing(what: tuple[str, ...], workspace: Workspace) -> None:
    before = contents(workspace.root)
    shown = add(*what, "--dry-run").output
    assert contents(workspace.root) == before
    assert add(*what).output == shown.replace("would write", "wrote")


def test_an_outlet_has_what_was_said(workspace: Workspace) -> None:
    said = ("--name", "Post", "--country", "Elvery", "--domain", "post.example", "--kind", "private", "--invented")
    assert add("outlet", "add", "post", *said, "--open-texts", "--licence", "CC0-1.0").exit_code == 0
    outlet = workspace.outlets()["post"]
    assert (outlet.name, outlet.country, outlet.domain, outlet.kind) == (
        "Post",
        "Elvery",
        "post.example",
        OutletKind.PRIVATE,
    )
    assert (outlet.invented, outlet.text_redistributable, outlet.licence) == (True, True, "CC0-1.0")


def test_what_fails_on_the_way_adds_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(workspace.root)
    monkeypatch.setattr(adding, "commit", full)
    assert isinstance(add("corpus", "add", "boats").exception, OSError)
    assert contents(workspace.root) == before
    assert workspace.corpus_ids() == ["bridges"]


@pytest.mark.parametrize("corpus_id", ["outlets", "codebook", "protocols", "sampling", "con", "lpt9"])
def test_an_id_that_is_the_name_of_something_else_is_refused(corpus_id: str, tmp_path: Path) -> None:
    """Regression: `init` and `corpus add` took them, and nothing could be read any more."""
    with pytest.raises(WorkspaceError, match="choose another id"):
        lay_down(tmp_path / "new", NewRepository("new", "2031-06-01", CorpusFacts(corpus_id)))
    assert not (tmp_path / "new").exists()
    lay_down(tmp_path / "there", NewRepository("there", "2031-06-01", CorpusFacts("harbour")))
    with pytest.raises(WorkspaceError, match="choose another id"):
        add_corpus(Workspace(tmp_path / "there"), CorpusFacts(corpus_id))
    assert not (tmp_path / "there" / "annotations" / corpus_id / "corpus.toml").exists()


@pytest.mark.parametrize("kind", ["outlet", "annotator"])
def test_what_is_named_twice_is_refused(kind: str) -> None:
    """Regression: `init --annotator anna --annotator anna` wrote a repository that was not valid."""
    facts = (
        {"outlets": (OutletFacts("post"),) * 2} if kind == "outlet" else {"annotators": (AnnotatorFacts("post"),) * 2}
    )
    with pytest.raises(WorkspaceError, match=f"the {kind} post is named twice; name each once"):
        NewRepository("new", "2031-06-01", CorpusFacts("harbour"), **facts)  # type: ignore[arg-type]
