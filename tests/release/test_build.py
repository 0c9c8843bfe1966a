"""Building a release: deterministic, whole or not at all, never over a published one."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from datasets import load_dataset
from repository import ROOT, copy_of_repository

from claimwire.checks import load
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import read_jsonl, record_json, sha256_file, write_jsonl
from claimwire.corpus.workspace import SPLITS, Workspace
from claimwire.errors import ReleaseError
from claimwire.ingest.article import dehydrated
from claimwire.release import writing
from claimwire.release.build import Built, build, build_hydrated
from claimwire.release.documents import generated_documents
from claimwire.release.loadback import load_back
from claimwire.release.manifest import read_manifest
from claimwire.release.members import members
from claimwire.release.writing import check_sums
from claimwire.schema import SplitAssignment
from claimwire.schema.vocab import Label, Split
from claimwire.splits.groups import connected_articles
from claimwire.tables.columns import CONFIGS, features
from claimwire.tables.parquet import read_rows

PUBLISHED = sorted((ROOT / "dataset").glob("*.*.*"))
BUILD_AGAIN = """
import sys
from pathlib import Path
from claimwire.release.build import build
from claimwire.corpus.workspace import Workspace
print(build(Workspace(Path(sys.argv[1]))).manifest.content_sha256)
"""


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): sha256_file(p) for p in sorted(folder.rglob("*")) if p.is_file()}


def test_another_process_locale_hash_seed_and_time_zone_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    workspace = copy_of_repository(tmp_path / "again")
    environment = os.environ | {"PYTHONHASHSEED": "7", "LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", BUILD_AGAIN, str(workspace.root)], check=True, env=environment)
    assert files(workspace.dataset / built.folder.name) == files(built.folder)


def test_the_committed_release_is_what_the_repository_makes(built: Built) -> None:
    released = ROOT / "dataset" / built.manifest.data_version
    assert read_manifest(released).content_sha256 == built.manifest.content_sha256
    assert [x.sha256 for x in read_manifest(released).tables] == [x.sha256 for x in built.manifest.tables]


@pytest.mark.parametrize("release", PUBLISHED, ids=lambda p: p.name)
def test_a_published_release_is_whole_and_unchanged(release: Path) -> None:
    assert check_sums(release) == (release / "SHA256SUMS").read_text()
    manifest = read_manifest(release)
    assert {t.path for t in manifest.tables} == {p for p in files(release) if p.endswith(".parquet")}


def test_card_and_readme_have_the_numbers_of_the_release(built: Built) -> None:
    documents = generated_documents(Workspace(ROOT), ROOT / "dataset" / built.manifest.data_version)
    assert documents == {path: path.read_text(encoding="utf-8") for path in documents}


def test_building_a_published_version_again_changes_nothing(workspace: Workspace) -> None:
    first = build(workspace)
    before = files(first.folder)
    again = build(workspace)
    assert again.already_released
    assert again.differing_files == ()
    assert files(first.folder) == before


def test_changed_records_do_not_overwrite_a_published_version(workspace: Workspace) -> None:
    folder = build(workspace).folder
    before = files(folder)
    events = workspace.corpus("openwire").rows.events
    renamed = events[0].record.model_copy(update={"name": "another name"})
    write_jsonl(events[0].path, [renamed, *(item.record for item in events[1:])])
    with pytest.raises(ReleaseError, match=r"would change in events/\w+; raise `data_version`"):
        build(workspace)
    assert files(folder) == before
    assert sorted(p.name for p in workspace.dataset.iterdir()) == sorted([folder.name, "splits.jsonl"])


def test_a_build_stopped_half_way_leaves_nothing_behind(workspace: Workspace, monkeypatch) -> None:
    def stop(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "release_card", stop)
    with pytest.raises(KeyboardInterrupt):
        build(workspace)
    assert [p.name for p in workspace.dataset.iterdir()] == ["splits.jsonl"]


def test_what_builds_left_that_were_killed_goes_away(workspace: Workspace) -> None:
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = workspace.dataset / f".0.1.0.{int(done.stdout)}-abc.new"
    under_way = workspace.dataset / f".0.1.0.{os.getpid()}-abc.new"
    for folder in (left, under_way):
        write_text(folder / "claims" / "train", "half")
    build(workspace)
    assert not left.exists()
    assert under_way.exists()


def test_what_the_checks_refuse_is_not_built(workspace: Workspace) -> None:
    path = workspace.corpus_folder("openwire") / "claims.jsonl"
    claims = [item.record for item in workspace.corpus("openwire").rows.claims]
    broken = claims[3].model_copy(update={"event_id": "no_such_event"})
    write_jsonl(path, [*claims[:3], broken, *claims[4:]])
    with pytest.raises(ReleaseError, match=r"1 problems?.*\n.*claims.jsonl:4: claim .*: event-unknown"):
        build(workspace)
    assert [p.name for p in workspace.dataset.iterdir()] == ["splits.jsonl"]


def test_a_corpus_that_is_not_published_does_not_stop_a_release(workspace: Workspace) -> None:
    plan = workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('corpora = ["karabakh", "openwire"]', 'corpora = ["openwire"]'))
    write_text(workspace.corpus_folder("karabakh") / "events.jsonl", '{"event_id": 3}\n')
    assert build(workspace).manifest.tables


def test_faulty_lines_stop_the_build_and_are_named(workspace: Workspace) -> None:
    path = workspace.corpus_folder("openwire") / "events.jsonl"
    write_text(path, path.read_text() + '{"event_id": 3}\n')
    number = len(path.read_text().splitlines())
    with pytest.raises(ReleaseError, match=rf"annotations/openwire/events.jsonl:{number}: "):
        build(workspace)


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streaming"])
def test_every_config_loads_with_features_and_class_names(built: Built, tmp_path, config, streaming) -> None:
    loaded = load_dataset(str(built.folder), config, streaming=streaming, cache_dir=str(tmp_path))
    tables = [t for t in built.manifest.tables if t.config == config]
    assert sorted(loaded) == sorted(t.split for t in tables)
    for table in tables:
        split = loaded[table.split]
        assert split.features == features(config)
        assert sum(1 for _ in split) == table.rows


def test_loading_back_notices_rows_that_were_changed(built: Built, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(built.folder, copy)
    assert load_back(copy) == sum(t.rows for t in built.manifest.tables)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["tables"][0]["content_sha256"] = "0" * 64
    write_text(copy / "manifest.json", json.dumps(manifest))
    with pytest.raises(ReleaseError, match="the rows that come back are not those built"):
        load_back(copy)


def test_text_that_may_not_be_redistributed_is_null_everywhere(built: Built) -> None:
    for config, columns in CONFIGS.items():
        private = [c.name for c in columns if c.third_party]
        for table in (t for t in built.manifest.tables if t.config == config):
            for row in read_rows(config, built.folder / table.path):
                if row.get("corpus_id") == "karabakh":
                    assert all(row[name] is None for name in private)
                    assert all(s["raw"] is None for s in row.get("segments", []))


def test_no_group_of_articles_crosses_splits_and_splits_are_append_only(built: Built) -> None:
    with load(Workspace(ROOT)) as repository:
        made = members(repository, Workspace(ROOT).plan())
        groups = connected_articles(made.split_of, repository.edges(made.split_of))
    for group in set(groups.values()):
        assert len({made.split_of[a] for a, g in groups.items() if g == group}) == 1
    fixed = {x.record.article_id: x.record.split for x in read_jsonl(ROOT / "dataset" / "splits.jsonl", SPLITS)}
    for release in PUBLISHED:
        for table in (t for t in read_manifest(release).tables if t.config == "articles"):
            for row in read_rows("articles", release / table.path):
                assert fixed[row["article_id"]] == table.split


def test_splits_are_appended_for_new_articles_only(workspace: Workspace) -> None:
    lines = workspace.splits_file.read_text().splitlines(keepends=True)
    kept = lines[:-1]
    write_text(workspace.splits_file, "".join(kept))
    build(workspace)
    now = workspace.splits_file.read_text().splitlines(keepends=True)
    assert now[: len(kept)] == kept
    assert now == lines


def test_an_article_of_a_published_version_needs_a_split(workspace: Workspace) -> None:
    build(workspace)
    write_text(workspace.splits_file, "".join(workspace.splits_file.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(ReleaseError, match=r"split-missing: it has no split, and .* raise data_version"):
        build(workspace)


def test_the_card_head_has_what_the_hub_reads(built: Built) -> None:
    head = yaml.safe_load((built.folder / "README.md").read_text().split("---\n")[1])
    assert [c["config_name"] for c in head["configs"]] == list(CONFIGS)
    assert [c.get("default") for c in head["configs"]].count(True) == 1
    for key in (
        "license",
        "language",
        "size_categories",
        "task_categories",
        "annotations_creators",
        "language_creators",
    ):
        assert head[key], key
    label = next(f for f in head["dataset_info"][0]["features"] if f["name"] == "label")
    assert label["dtype"]["class_label"]["names"] == {str(n): name for n, name in enumerate(Label.names())}
    splits = {s["name"]: s["num_examples"] for s in head["dataset_info"][0]["splits"]}
    assert splits == {t.split.value: t.rows for t in built.manifest.tables if t.config == "claims"}


def test_a_hydrated_variant_has_the_texts_and_stays_outside(workspace: Workspace, tmp_path: Path) -> None:
    """Openwire, made stand-off, stands in for a corpus whose texts are elsewhere."""
    corpora = workspace.corpora()
    openwire = next(c for c in corpora if c.info.corpus_id == "openwire")
    with_text = build_hydrated(workspace, corpora, tmp_path / "full")
    assert with_text.manifest.hydrated
    head = yaml.safe_load((with_text.folder / "README.md").read_text().split("---\n")[1])
    assert head["license"] == "other"
    assert "local use only" in head["pretty_name"]
    bare_rows = [replace(row, record=dehydrated(row.record)) for row in openwire.rows.articles]
    without = build_hydrated(workspace, [openwire.with_rows(articles=bare_rows)], tmp_path / "stand-off")
    full = {r["claim_id"]: r["text"] for t in Split for r in rows_of(with_text, "claims", t)}
    bare = {r["claim_id"]: r["text"] for t in Split for r in rows_of(without, "claims", t)}
    assert set(full) == set(bare)
    assert set(bare.values()) == {None}
    assert any(full.values())
    with pytest.raises(ReleaseError, match="is in the repository"):
        build_hydrated(workspace, corpora, workspace.root / "full")
    with pytest.raises(ReleaseError, match="exists"):
        build_hydrated(workspace, corpora, tmp_path / "full")


def rows_of(built: Built, config: str, split: Split) -> list[dict]:
    path = built.folder / config / f"{split}-00000-of-00001.parquet"
    return read_rows(config, path) if path.exists() else []


def test_the_manifest_names_every_input_with_its_hash(built: Built) -> None:
    root = built.folder.parent.parent
    for item in built.manifest.inputs:
        assert sha256_file(root / item.path) == item.sha256
    assert {"annotations/karabakh/claims.jsonl", "annotations/release.toml", "dataset/splits.jsonl"} <= {
        item.path for item in built.manifest.inputs
    }


def test_time_bounds_and_distance_are_computed(built: Built) -> None:
    from claimwire.dates import bounds

    seen = 0
    for split in Split:
        for row in rows_of(built, "claims", split):
            if row["time"]:
                found = bounds(row["time"])
                assert (row["time_lower"], row["time_upper"]) == (found.lower, found.upper)
                seen += row["label"] == "historical_background" and row["days_before_publication"] is not None
    assert seen > 50


def test_the_two_dates_of_the_2020_ceasefire_are_a_computed_conflict(built: Built) -> None:
    event = next(r for s in Split for r in rows_of(built, "events", s) if r["event_id"] == "ceasefire_2020_11")
    assert event["time_conflict"]
    assert {"2020-11-09", "2020-11-10"} <= set(event["times"])
    conflicting = {c.rsplit("_", 1)[0] for c in event["conflicting_claim_ids"]}
    assert {"karabakh_001", "karabakh_003"} <= conflicting


def test_sentence_labels_follow_from_the_claims(built: Built) -> None:
    claims = {r["claim_id"]: r for s in Split for r in rows_of(built, "claims", s)}
    for split in Split:
        for row in rows_of(built, "sentences", split):
            labels = {claims[c]["label"] for c in row["claim_ids"]}
            assert set(row["labels"]) == labels
            assert {name for name in Label.names() if row[name]} == labels
            for c in row["claim_ids"]:
                assert row["sentence_id"] in claims[c]["sentence_ids"]


def test_split_lines_are_canonical() -> None:
    path = ROOT / "dataset" / "splits.jsonl"
    lines = [record_json(x.record) for x in read_jsonl(path, SPLITS)]
    assert path.read_text() == "".join(f"{line}\n" for line in lines)
    assert all(isinstance(x.record, SplitAssignment) for x in read_jsonl(path, SPLITS))
