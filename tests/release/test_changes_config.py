"""The config `changes` of a release that has one before it: built, described and loaded like the others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import mlcroissant
import pytest
import yaml
from datasets import load_dataset

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_file, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built, build
from claimwire.release.changes import changes
from claimwire.release.loadback import load_back
from claimwire.release.published import read_release
from claimwire.release.with_texts import build_with_texts
from claimwire.schema.vocab import ChangeKind, Decision
from claimwire.tables.columns import CONFIGS, HUB_CONFIGS, columns_of, features
from claimwire.tables.parquet import read_rows


def with_version(workspace: Workspace, version: str) -> None:
    plan = workspace.annotations / "release.toml"
    lines = [line for line in plan.read_text().splitlines(keepends=True) if not line.startswith("data_version")]
    write_text(plan, f'data_version = "{version}"\n' + "".join(lines))


def corrected(workspace: Workspace) -> tuple[str, str]:
    """Change the place of a figure and say why, as an adjudicator; return its id and its place before."""
    data = workspace.corpus("heron")
    claims, decisions = ([item.record for item in group] for group in (data.rows.claims, data.rows.adjudications))
    free = {decision.claim_id for decision in decisions if decision.decision in (Decision.CHOSEN, Decision.AGREED)}
    at = next(n for n, claim in enumerate(claims) if claim.claim_id in free and getattr(claim, "place_name", None))
    claim = claims[at]
    claims[at] = claim.model_copy(update={"place_name": "Vell Pass"})
    write_jsonl(data.file("claims"), claims)
    of_claim = next(n for n, decision in enumerate(decisions) if decision.claim_id == claim.claim_id)
    decisions[of_claim] = decisions[of_claim].model_copy(
        update={"decision": Decision.CHANGED, "reason": "The place was misread.", "rule": None}
    )
    write_jsonl(data.file("adjudications"), decisions)
    return claim.claim_id, getattr(claim, "place_name", "")


@pytest.fixture(scope="module")
def two(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Built, Built, str, str]:
    """Return a repository with a first release and a second one, in which one figure is corrected."""
    workspace = Workspace(tmp_path_factory.mktemp("two") / "repository")
    shutil.copytree(small_built.root, workspace.root)
    with_version(workspace, "0.9.0")
    first = build(workspace, release=True)
    claim_id, place = corrected(workspace)
    with_version(workspace, "0.10.0")
    return workspace, first, build(workspace, release=True), claim_id, place


def changed(built: Built) -> list[dict]:
    tables = [table for table in built.manifest.tables if table.config == "changes"]
    return [row for table in tables for row in read_rows("changes", built.folder / table.path)]


def test_a_first_release_has_none(two: tuple) -> None:
    _, first, _, _, _ = two
    assert {table.config for table in first.manifest.tables} == set(CONFIGS)
    assert not (first.folder / "changes").exists()
    assert "changes" not in yaml.safe_load((first.folder / "README.md").read_text().split("---\n")[1])["configs"]
    assert "### changes" not in (first.folder / "README.md").read_text()


def test_it_holds_what_changed_since_the_release_before(two: tuple) -> None:
    _, first, second, claim_id, place = two
    (row,) = changed(second)
    assert row == {
        "change": "slot_changed",
        "corpus_id": "heron",
        "article_id": row["article_id"],
        "claim_id": claim_id,
        "field": "place_name",
        "old": f'"{place}"',
        "new": '"Vell Pass"',
        "decision": row["decision"],
        "reason": "The place was misread.",
    }
    assert [change.row() for change in changes(read_release(first.folder), read_release(second.folder))] == [row]
    (table,) = (table for table in second.manifest.tables if table.config == "changes")
    articles = {
        t.split: read_rows("articles", second.folder / t.path) for t in second.manifest.tables if t.config == "articles"
    }
    assert row["article_id"] in {article["article_id"] for article in articles[table.split]}


def test_it_loads_by_its_files_and_says_the_kind_of_change_in_words(two: tuple, tmp_path: Path) -> None:
    _, _, second, claim_id, _ = two
    files = [str(path) for path in (second.folder / "changes").glob("*.parquet")]
    split = load_dataset("parquet", data_files=files, split="train", cache_dir=str(tmp_path))
    assert split.features == features("changes")
    assert split[0]["change"] == "slot_changed"
    assert split[0]["claim_id"] == claim_id
    assert load_back(second.folder) == sum(table.rows for table in second.manifest.tables)


def test_loading_back_looks_at_it(two: tuple, tmp_path: Path) -> None:
    from claimwire.errors import ReleaseError

    _, _, second, _, _ = two
    copy = tmp_path / "copy"
    shutil.copytree(second.folder, copy)
    manifest = (copy / "manifest.json").read_text()
    (table,) = (table for table in second.manifest.tables if table.config == "changes")
    write_text(copy / "manifest.json", manifest.replace(table.content_sha256, "0" * 64))
    with pytest.raises(ReleaseError, match=r"changes/\w+: the loaded rows differ from those that were built"):
        load_back(copy)


def test_card_and_croissant_describe_it(two: tuple) -> None:
    _, _, second, claim_id, _ = two
    card = (second.folder / "README.md").read_text()
    head = yaml.safe_load(card.split("---\n")[1])
    assert [item["config_name"] for item in head["configs"]] == [
        name for name in (*CONFIGS, "changes") if name in HUB_CONFIGS
    ]
    section = card[card.index("### changes") :]
    assert all(f"`{column.name}`" in section for column in columns_of("changes"))
    assert "| `changes` |" in card[: card.index("### changes")]
    described = mlcroissant.Dataset(str(second.folder / "croissant.json"))
    (record,) = described.records("changes")
    assert record["changes/claim_id"].decode() == claim_id
    assert {"ChangeKind"} <= {item.id for item in described.metadata.record_sets}
    derived = json.loads((second.folder / "croissant.json").read_text(encoding="utf-8"))["prov:wasDerivedFrom"]
    assert [item["version"] for item in derived if item["@id"].startswith("release/")] == ["0.9.0"]


def test_building_it_again_gives_the_same_bytes(two: tuple) -> None:
    workspace = two[0]
    again = build(workspace, release=True)
    assert again.already_released
    assert again.differing_files == ()


def test_the_release_before_is_an_input(two: tuple) -> None:
    _, first, second, _, _ = two
    hashes = {item.path: item.sha256 for item in second.manifest.inputs}
    assert hashes["dataset/0.9.0/manifest.json"] == sha256_file(first.folder / "manifest.json")
    assert not any("manifest.json" in item.path for item in first.manifest.inputs)


def test_a_hydrated_variant_has_the_changes_of_the_public_release(two: tuple, tmp_path: Path) -> None:
    workspace, _, second, _, _ = two
    full = build_with_texts(workspace, workspace.corpora(), tmp_path / "full")
    assert changed(full) == changed(second)


def test_nothing_changed_makes_no_empty_table(two: tuple, tmp_path: Path) -> None:
    workspace = two[0]
    copy = Workspace(tmp_path / "repository")
    shutil.copytree(workspace.root, copy.root)
    with_version(copy, "0.11.0")
    built = build(copy, release=True)
    assert changed(built) == []
    assert load_back(built.folder) == sum(table.rows for table in built.manifest.tables)


def test_articles_after_the_last_one_of_the_new_release_are_removed(two: tuple, tmp_path: Path) -> None:
    copy = Workspace(tmp_path / "repository")
    shutil.copytree(two[0].root, copy.root)
    with_version(copy, "0.11.0")
    plan = copy.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('corpora = ["heron", "rook"]', 'corpora = ["heron"]'))
    removed = [row["article_id"] for row in changed(build(copy)) if row["change"] == ChangeKind.ARTICLE_REMOVED]
    assert removed == ["rook_a", "rook_b"]


@pytest.mark.parametrize(
    ("version", "before"),
    [("0.1.0", None), ("0.2.0", "0.1.0"), ("0.10.0", "0.9.0"), ("0.11.0", "0.10.0"), ("2.0.0", "1.0.0")],
)
def test_the_release_before_is_the_latest_earlier_by_number(tmp_path: Path, version: str, before: str | None) -> None:
    workspace = Workspace(tmp_path)
    for name in ("0.1.0", "0.2.0", "0.9.0", "0.10.0", "1.0.0", ".1.5.0.12-ab.new", "draft", "notes"):
        write_text(workspace.dataset / name / "manifest.json", "{}")
    (workspace.dataset / "1.9.0").mkdir()
    found = workspace.release_before(version)
    assert (found and found.name) == before
