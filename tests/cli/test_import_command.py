"""`claimwire import` takes layers from files of other formats as `claimwire anchor` does from quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.formats import FORMATS
from claimwire.schema import claim_fields_in_role

IMPORTED = [form for form in FORMATS if form.imports]
each = pytest.mark.parametrize("form", [form.format_id for form in IMPORTED])


def run(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(group, list(map(str, arguments)))
    assert result.exit_code == status, (result.output, result.exception)
    return result.output


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def layers(workspace: Workspace, corpus_id: str, annotator: str) -> dict[str, list[str]]:
    """Return the claims of an annotator by article, without the ids that differ by annotator."""
    return {
        layer.article_id: [claim.model_dump_json().replace(f"_{annotator}_", "_X_") for claim in layer.claims]
        for layer in workspace.corpus(corpus_id).layers.values()
        if layer.annotator_id == annotator
    }


@each
@pytest.mark.parametrize("corpus_id", [OPEN, STANDOFF])
def test_exported_layers_are_imported_as_those_of_somebody_else(
    here: Workspace, tmp_path: Path, form: str, corpus_id: str
) -> None:
    texts = ["--from", DOCUMENTS] if corpus_id == STANDOFF else []
    run("export", corpus_id, tmp_path / "out", "--format", form, "--annotator", "ada", *texts)
    told = layers(here, corpus_id, "ada")
    before = {path: path.read_bytes() for path in here.annotations.rglob("*") if path.is_file()}
    taken = [
        "import",
        corpus_id,
        tmp_path / "out",
        "--format",
        form,
        "--annotator",
        "cleo",
        "--date",
        "2031-05-05",
        *texts,
    ]
    counted = f"{len(told)} layers, {sum(map(len, told.values()))} claims\n"
    assert run(*taken, "--dry-run") == counted
    assert {path: path.read_bytes() for path in before} == before
    assert run(*taken) == counted
    assert layers(here, corpus_id, "cleo") == told
    (tool,) = {layer.tool for layer in here.corpus(corpus_id).layers.values() if layer.annotator_id == "cleo"}
    assert tool.startswith(f"claimwire import --format {form} ")
    assert run(*taken) == counted, "the same files once more change nothing"


@each
def test_a_layer_is_not_emptied_unless_that_is_accepted(here: Workspace, tmp_path: Path, form: str) -> None:
    run("export", OPEN, tmp_path / "out", "--format", form, "--annotator", "ada", "--article", "heron_a")
    with_claims = run("import", OPEN, tmp_path / "out", "--format", form, "--annotator", "cleo")
    assert with_claims.startswith("1 layers, ")
    path = here.corpus_folder(OPEN) / "annotations.jsonl"
    path.write_text(path.read_text().replace('"annotator_id":"ada"', '"annotator_id":"ada"'))
    empty = Path(tmp_path / "empty")
    write_empty(here, empty, form)
    refused = run("import", OPEN, empty, "--format", form, "--annotator", "cleo", status=1)
    assert refused.startswith("layer-emptied: heron_a_cleo: ")
    accepted = run("import", OPEN, empty, "--format", form, "--annotator", "cleo", "--accept-empty", "heron_a")
    assert accepted.endswith("1 layers, 0 claims\n")
    stray = run("import", OPEN, empty, "--format", form, "--annotator", "cleo", "--accept-empty", "heron_b", status=2)
    assert "none of the files is for heron_b" in stray


def test_an_export_of_adjudicated_claims_replaces_no_layer_and_brings_no_event(here: Workspace, tmp_path: Path) -> None:
    """Whoever exported the reference and read it again as anna's lost what anna had said."""
    events = {claim.claim_id for claim in here.corpus(OPEN).claims.values() if claim.event_id is not None}
    run("export", OPEN, tmp_path / "out")
    before = layers(here, OPEN, "ada")
    taken = ["import", OPEN, tmp_path / "out", "--format", "quoted", "--annotator", "ada"]
    for options in ((), ("--dry-run",)):
        refused = run(*taken, *options, status=1)
        assert refused.startswith("layer-replaced: heron_a_ada: "), refused
        assert layers(here, OPEN, "ada") == before
    told = run(*taken, "--replace", "--dry-run")
    assert f"left out: event_id of {len(events)} claims, which adjudicated claims alone have\n" in told
    assert layers(here, OPEN, "ada") == before
    assert run(*taken, "--replace") == told
    assert layers(here, OPEN, "ada") != before
    later = claim_fields_in_role("adjudication")
    for layer in here.corpus(OPEN).layers.values():
        assert not any(getattr(claim, name, None) for claim in layer.claims for name in later)


def write_empty(workspace: Workspace, folder: Path, form_id: str) -> None:
    from claimwire.formats.contract import ArticleLayer, Material
    from claimwire.formats.files import write_files

    (form,) = [form for form in FORMATS if form.format_id == form_id]
    article = workspace.corpus(OPEN).article("heron_a")
    list(write_files(form.write(Material((ArticleLayer(article, (), "heron_a_cleo_"),))), folder))


def test_nothing_is_written_while_a_file_has_a_problem(here: Workspace, tmp_path: Path) -> None:
    run("export", OPEN, tmp_path / "out", "--format", "brat", "--annotator", "ada")
    file = tmp_path / "out" / "heron_b.ann"
    file.write_text(file.read_text() + "T99\tOpinion 0 5\twords\n")
    told = run("import", OPEN, tmp_path / "out", "--format", "brat", "--annotator", "cleo", status=1)
    assert f"{file}:{len(file.read_text().splitlines())}: " in told
    assert layers(here, OPEN, "cleo") == {}


def test_a_folder_without_such_files_is_named(here: Workspace, tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["import", OPEN, str(tmp_path), "--format", "brat", "--annotator", "cleo"])
    assert "has no file *.ann, which brat files are called" in str(result.exception)
