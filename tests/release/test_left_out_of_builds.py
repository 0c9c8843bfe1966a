"""What is listed and not told yet, and what nobody has annotated or decided on: left out and named, never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.checks import load, run
from claimwire.checks.needs import LABEL_CONFIG
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json
from claimwire.corpus.workspace import DRAFT_NOTE, GUIDELINES_FILE, SUMS, Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import build
from claimwire.release.built import Built
from claimwire.release.left_out import LeftOut
from claimwire.release.loadback import load_back
from claimwire.schema.vocab import Split
from claimwire.tables.parquet import read_rows
from claimwire.versions import SCHEMA_VERSION

UNTOLD = {
    "event_id": "zz_comet",
    "name": "comet",
    "event_type": "other",
    "description": "A comet that is not told yet.",
}


def lines_of(workspace: Workspace, table: str) -> list[dict[str, object]]:
    path = workspace.corpus_folder("heron") / f"{table}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def rewrite(workspace: Workspace, table: str, rows: list[dict[str, object]]) -> None:
    path = workspace.corpus_folder("heron") / f"{table}.jsonl"
    write_text(path, "".join(canonical_json(row) + "\n" for row in rows))


def add(workspace: Workspace, table: str, row: dict[str, object]) -> None:
    rewrite(workspace, table, [*lines_of(workspace, table), row])


def without_article(workspace: Workspace, article_id: str, *tables: str) -> None:
    for table in tables:
        rewrite(workspace, table, [row for row in lines_of(workspace, table) if row["article_id"] != article_id])


def ids(built: Built, config: str, column: str) -> set[object]:
    paths = (built.folder / config / f"{split}-00000-of-00001.parquet" for split in Split)
    return {row[column] for path in paths if path.exists() for row in read_rows(config, path)}


@pytest.fixture
def unsplit(workspace: Workspace) -> Workspace:
    """The small repository before its first release: nothing has a split, nothing links its articles."""
    write_text(workspace.splits_file, "")
    return workspace


# Events


@pytest.mark.parametrize("release", [False, True], ids=["draft", "release"])
def test_an_event_that_nothing_tells_is_left_out_with_its_facts_and_named(workspace: Workspace, release: bool) -> None:
    add(workspace, "events", UNTOLD)
    add(workspace, "facts", {"fact_id": "zz_fact", "event_id": "zz_comet", "statement": "A comet came."})
    assert run(load(workspace)) == []
    built = build(workspace, release=release)
    assert built.left_out == LeftOut(untold_events=("zz_comet",))
    assert "zz_comet" not in ids(built, "events", "event_id")
    assert "zz_fact" not in ids(built, "facts", "fact_id")
    assert load_back(built.folder) == sum(table.rows for table in built.manifest.tables)
    assert "zz_comet" not in (built.folder / "croissant.json").read_text()


def test_the_command_names_the_event_and_what_to_do(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    add(workspace, "events", UNTOLD)
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(group, ["build", "--no-load"])
    told = "without 1 event that no article reports and no claim is about: zz_comet; `claimwire event assign` says"
    assert told in result.output
    assert told in (workspace.draft / DRAFT_NOTE).read_text()


def test_a_part_of_a_told_event_stays_for_its_fact_and_without_one_is_left_out(workspace: Workspace) -> None:
    told = next(str(row["event_id"]) for row in lines_of(workspace, "claims") if row.get("event_id"))
    for name in ("zz_part", "zz_piece", "zz_other"):
        add(workspace, "events", UNTOLD | {"event_id": name, "part_of_id": "zz_part" if name == "zz_piece" else told})
    add(workspace, "facts", {"fact_id": "zz_fact", "event_id": "zz_piece", "statement": "A piece of it came."})
    built = build(workspace)
    assert built.left_out.untold_events == ("zz_other",)
    assert {"zz_part", "zz_piece"} <= ids(built, "events", "event_id")
    assert "zz_fact" in ids(built, "facts", "fact_id")


def test_a_repository_in_which_everything_is_told_leaves_nothing_out(workspace: Workspace) -> None:
    assert build(workspace).left_out == LeftOut()
    assert "without" not in (workspace.draft / DRAFT_NOTE).read_text()


# Articles that nobody has annotated or decided on


@pytest.mark.parametrize("tables", [("annotations", "adjudications", "claims"), ("adjudications", "claims")])
def test_a_draft_is_made_without_an_article_that_is_not_annotated_or_not_decided_on(
    unsplit: Workspace, tables: tuple[str, ...]
) -> None:
    rewrite(unsplit, "links", [])
    before = ids(build(unsplit), "articles", "article_id")
    without_article(unsplit, "heron_a", *tables)
    built = build(unsplit)
    assert built.left_out.unfinished == ("heron_a",)
    assert ids(built, "articles", "article_id") == before - {"heron_a"}
    for config in ("claims", "annotations", "sentences"):
        assert "heron_a" not in ids(built, config, "article_id")
    assert load_back(built.folder) == sum(table.rows for table in built.manifest.tables)
    note = (built.folder / DRAFT_NOTE).read_text()
    assert "without 1 article that nobody has annotated, or on whose claims nothing is decided: heron_a;" in note


def test_a_release_is_refused_while_an_article_is_not_annotated(unsplit: Workspace) -> None:
    rewrite(unsplit, "links", [])
    without_article(unsplit, "heron_a", "annotations", "adjudications", "claims")
    with pytest.raises(ReleaseError, match="heron_a: article-not-annotated: it has no layer"):
        build(unsplit, release=True)
    assert build(unsplit).is_draft


def test_an_article_that_is_decided_in_part_is_a_fault_of_a_draft_too(workspace: Workspace) -> None:
    decisions = lines_of(workspace, "adjudications")
    dropped = next(row for row in decisions if row["article_id"] == "heron_a" and row["layer_claim_ids"])
    rewrite(workspace, "adjudications", [row for row in decisions if row is not dropped])
    with pytest.raises(ReleaseError, match="claim-without-decision"):
        build(workspace)


def test_other_faults_of_an_article_that_is_left_out_still_count(unsplit: Workspace) -> None:
    """What is wrong in a layer is found when it is cheap to correct, not when the article is decided on."""
    rewrite(unsplit, "links", [])
    without_article(unsplit, "heron_a", "adjudications", "claims")
    rows = lines_of(unsplit, "annotations")
    next(row for row in rows if row["article_id"] == "heron_a")["annotator_id"] = "nobody_known"
    rewrite(unsplit, "annotations", rows)
    with pytest.raises(ReleaseError, match="annotator-unknown"):
        build(unsplit)


def test_a_draft_of_which_nothing_is_annotated_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(group, ["init", "bridges", "--example"]).exit_code == 0
    monkeypatch.chdir(tmp_path / "bridges")
    for name in ("annotations", "claims", "adjudications"):
        Path(f"annotations/example/{name}.jsonl").unlink()
    result = CliRunner().invoke(group, ["build"])
    assert result.exit_code == 0, result.output
    assert "without 2 articles that nobody has annotated" in result.output


# A release is refused for what `check` finds in what it is made of


def test_a_frozen_codebook_that_its_hash_does_not_fit_stops_check_and_build(workspace: Workspace) -> None:
    folder = workspace.annotations / "codebook"
    folder.mkdir(exist_ok=True)
    (folder / "9.0.0.md").write_text("# Codebook 9.0.0\n")
    (folder / SUMS).write_text(f"{'0' * 64}  9.0.0.md\n")
    assert {problem.check_id for problem in run(load(workspace), level=4)} == {"codebook-changed"}
    with pytest.raises(ReleaseError, match=r"codebook-changed: 9\.0\.0\.md has SHA-256"):
        build(workspace)


def test_a_schema_whose_files_its_hashes_do_not_fit_stops_check_and_build(workspace: Workspace) -> None:
    path = next((workspace.schema / SCHEMA_VERSION).glob("*.json"))
    path.write_text(path.read_text() + " ")
    assert {problem.check_id for problem in run(load(workspace))} == {"schema-changed"}
    with pytest.raises(ReleaseError, match=rf"schema/{SCHEMA_VERSION} is damaged.*\n.*{path.name}"):
        build(workspace)


@pytest.mark.parametrize("missing", ["annotations/" + GUIDELINES_FILE, "schema/" + LABEL_CONFIG])
def test_a_release_needs_codebook_and_labelling_page_as_check_says(workspace: Workspace, missing: str) -> None:
    (workspace.root / missing).unlink()
    assert "codebook-stale" in {problem.check_id for problem in run(load(workspace))}
    with pytest.raises(ReleaseError, match=missing):
        build(workspace, release=True)
