"""Building a release: deterministic, whole or not at all, never over a published one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from datasets import load_dataset
from small import OPEN, STANDOFF, build_small

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.lock import LOCK_FILE
from claimwire.corpus.records import sha256_file, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecordError, ReleaseError
from claimwire.ingest.article import dehydrated
from claimwire.release import writing
from claimwire.release.build import Built, build
from claimwire.release.loadback import load_back
from claimwire.release.manifest import read_manifest
from claimwire.release.with_texts import build_with_texts
from claimwire.schema.vocab import Label, Split
from claimwire.tables.columns import ALL_CONFIGS, CONFIGS, HUB_CONFIGS, ID_COLUMNS, features
from claimwire.tables.parquet import read_rows
from claimwire.tables.rows import BY_ARTICLE
from claimwire.tables.variants import made_with

BUILD_AGAIN = """
import sys
from pathlib import Path
from claimwire.release.build import build
from claimwire.corpus.workspace import Workspace
print(build(Workspace(Path(sys.argv[1])), release=True).manifest.content_sha256)
"""


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): sha256_file(p) for p in sorted(folder.rglob("*")) if p.is_file()}


def names(workspace: Workspace) -> set[str]:
    """Return what there is in the folder of releases beside the lock file."""
    return {path.name for path in workspace.dataset.iterdir()} - {LOCK_FILE}


def test_another_process_locale_hash_seed_and_time_zone_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    workspace = build_small(tmp_path / "again")
    environment = os.environ | {"PYTHONHASHSEED": "7", "LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", BUILD_AGAIN, str(workspace.root)], check=True, env=environment)
    assert files(workspace.dataset / built.folder.name) == files(built.folder)


def test_building_a_published_version_again_changes_nothing(workspace: Workspace) -> None:
    first = build(workspace, release=True)
    before = files(first.folder)
    again = build(workspace, release=True)
    assert again.already_released
    assert again.differing_files == ()
    assert files(first.folder) == before


def test_files_that_other_versions_wrote_are_named_with_the_reason(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = build(workspace, release=True).folder
    monkeypatch.setattr(writing, "version", lambda name: "99.0" if name == "pyarrow" else version(name))
    again = build(workspace, release=True)
    assert again.changed_writers == ("pyarrow",)
    assert again.differing_files == ("SHA256SUMS", "croissant.json", "manifest.json"), "it has the hash of the manifest"
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(group, ["build", "--no-load", "--release"])
    assert (
        "the same rows, but other bytes in SHA256SUMS, croissant.json, manifest.json: pyarrow wrote them in another"
        in result.output
    )
    assert read_manifest(released).writers["pyarrow"] == version("pyarrow")


def test_a_card_that_changed_since_is_named_and_stays_as_published(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = build(workspace, release=True).folder
    before = files(released)
    card = workspace.root / "DATASET_CARD.md"
    write_text(card, card.read_text() + "\nOne more line.\n")
    again = build(workspace, release=True)
    assert (again.changed_writers, again.differing_files) == ((), ("README.md", "SHA256SUMS"))
    assert files(released) == before
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(group, ["build", "--no-load", "--release"])
    assert "other bytes in README.md, SHA256SUMS: what describes the rows has changed since" in result.output


def test_changed_records_do_not_overwrite_a_published_version(workspace: Workspace) -> None:
    folder = build(workspace, release=True).folder
    before = files(folder)
    events = workspace.corpus(OPEN).rows.events
    renamed = events[0].record.model_copy(update={"name": "another name"})
    write_jsonl(events[0].path, [renamed, *(item.record for item in events[1:])])
    with pytest.raises(ReleaseError, match=r"would change in events/train, figures/train; raise `data_version`"):
        build(workspace, release=True)
    assert files(folder) == before
    assert names(workspace) == {folder.name, "splits.jsonl"}


def test_a_build_stopped_half_way_leaves_nothing_behind(workspace: Workspace, monkeypatch) -> None:
    def stop(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "release_card", stop)
    with pytest.raises(KeyboardInterrupt):
        build(workspace, release=True)
    assert names(workspace) == {"splits.jsonl"}


def test_what_builds_left_that_were_killed_goes_away(workspace: Workspace) -> None:
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = workspace.dataset / f".1.0.0.{int(done.stdout)}-abc.new"
    under_way = workspace.dataset / f".1.0.0.{os.getpid()}-abc.new"
    for folder in (left, under_way):
        write_text(folder / "claims" / "train", "half")
    build(workspace, release=True)
    assert not left.exists()
    assert under_way.exists()


def test_what_the_checks_refuse_is_not_built(workspace: Workspace) -> None:
    path = workspace.corpus_folder(OPEN) / "claims.jsonl"
    claims = [item.record for item in workspace.corpus(OPEN).rows.claims]
    broken = claims[3].model_copy(update={"event_id": "no_such_event"})
    write_jsonl(path, [*claims[:3], broken, *claims[4:]])
    with pytest.raises(ReleaseError, match=r"1 problems?.*\n.*claims.jsonl:4: claim .*: event-unknown"):
        build(workspace, release=True)
    assert names(workspace) == {"splits.jsonl"}


def test_a_corpus_that_is_not_published_does_not_stop_a_release(workspace: Workspace) -> None:
    plan = workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('corpora = ["heron", "rook"]', 'corpora = ["heron"]'))
    write_text(workspace.corpus_folder(STANDOFF) / "events.jsonl", '{"event_id": 3}\n')
    assert build(workspace, release=True).manifest.tables


def test_faulty_lines_stop_the_build_and_are_named(workspace: Workspace) -> None:
    path = workspace.corpus_folder(OPEN) / "events.jsonl"
    write_text(path, path.read_text() + '{"event_id": 3}\n')
    number = len(path.read_text().splitlines())
    with pytest.raises(ReleaseError, match=rf"annotations/heron/events.jsonl:{number}: "):
        build(workspace, release=True)


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streaming"])
def test_every_config_loads_with_features_and_class_names(built: Built, tmp_path, config, streaming) -> None:
    tables = [t for t in built.manifest.tables if t.config == config]
    if config in HUB_CONFIGS:
        loaded = load_dataset(str(built.folder), config, streaming=streaming, cache_dir=str(tmp_path))
    else:
        files = {table.split.value: str(built.folder / table.path) for table in tables}
        loaded = load_dataset("parquet", data_files=files, streaming=streaming, cache_dir=str(tmp_path))
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
    with pytest.raises(ReleaseError, match="the loaded rows differ from those that were built"):
        load_back(copy)


def test_text_is_never_null_and_that_of_the_stand_off_corpus_is_in_no_config(built: Built) -> None:
    """The configs with words have the open corpus alone; those without have both, and no column of words."""
    for config, columns in CONFIGS.items():
        words = [c.name for c in columns if c.third_party]
        tables = [t for t in built.manifest.tables if t.config == config]
        rows = [row for table in tables for row in read_rows(config, built.folder / table.path)]
        assert rows
        if words:
            assert {row["corpus_id"] for row in rows} == {OPEN}
            assert {table.split for table in tables} == {Split.TRAIN, Split.VALIDATION}, "no article of test has text"
            assert all(row[name] is not None for row in rows for name in words)
        elif config.endswith("_standoff"):
            assert {row["corpus_id"] for row in rows} == {OPEN, STANDOFF}
            assert {table.split for table in tables} == set(Split)


@pytest.mark.parametrize("config", CONFIGS)
def test_no_list_of_a_row_is_null_also_within_records(built: Built, config: str) -> None:
    tables = [table for table in built.manifest.tables if table.config == config]
    for row in (row for table in tables for row in read_rows(config, built.folder / table.path)):
        for column in CONFIGS[config]:
            if column.many:
                assert isinstance(row[column.name], list), column.name
                inner = [(item, part) for item in row[column.name] for part in column.parts() if part.many]
                assert all(isinstance(item[part.name], list) for item, part in inner), column.name


def test_a_release_without_any_text_has_the_configs_of_all_articles_alone(workspace: Workspace) -> None:
    """Its first config is then the default one."""
    plan = workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('corpora = ["heron", "rook"]', 'corpora = ["rook"]'))
    built = build(workspace, release=True)
    assert {"claims_standoff", "sentences_standoff"} <= {t.config for t in built.manifest.tables}
    assert not {"claims", "sentences", "annotations", "articles"} & {t.config for t in built.manifest.tables}
    assert load_back(built.folder) == sum(t.rows for t in built.manifest.tables)
    assert set(load_dataset(str(built.folder))) == {"test"}


def test_rows_say_which_release_had_one_of_their_id_first(workspace: Workspace) -> None:
    """Version 2 has an article that 1 had not; in 3 a claim of 1 is gone that 4 has again."""
    plan = workspace.annotations / "release.toml"
    text = plan.read_text()
    write_text(plan, text.replace('corpora = ["heron", "rook"]', 'corpora = ["heron"]'))
    first = build(workspace, release=True)
    assert since(first, "claims_standoff") == {"1.0.0"}
    for later, corpora in (("2.0.0", '["heron", "rook"]'), ("3.0.0", '["rook"]'), ("10.0.0", '["heron", "rook"]')):
        changed = text.replace('data_version = "1.0.0"', f'data_version = "{later}"')
        write_text(plan, changed.replace('["heron", "rook"]', corpora))
        built = build(workspace, release=True)
        for config in ("claims_standoff", "sentences_standoff"):
            assert since(built, config, OPEN) == ({"1.0.0"} if "heron" in corpora else set())
            assert since(built, config, STANDOFF) == {"2.0.0"}
    assert since(built, "claims", OPEN) == since(built, "sentences", OPEN) == {"1.0.0"}
    assert {f"dataset/{v}/manifest.json" for v in ("1.0.0", "2.0.0", "3.0.0")} <= {
        x.path for x in built.manifest.inputs
    }


def since(built: Built, config: str, corpus_id: str | None = None) -> set[str]:
    """Return since when the rows of a config, of one corpus if it is named, say that they are there."""
    rows = (row for split in Split for row in rows_of(built, config, split))
    return {row["since"] for row in rows if corpus_id in (None, row["corpus_id"])}


def test_splits_are_appended_for_new_articles_only(workspace: Workspace) -> None:
    lines = workspace.splits_file.read_text().splitlines(keepends=True)
    kept = lines[:-1]
    write_text(workspace.splits_file, "".join(kept))
    build(workspace, release=True)
    now = workspace.splits_file.read_text().splitlines(keepends=True)
    assert now[: len(kept)] == kept
    assert now == lines


def test_without_new_articles_the_file_of_splits_is_left_alone(workspace: Workspace) -> None:
    before = workspace.splits_file.stat()
    build(workspace, release=True)
    assert os.path.samestat(workspace.splits_file.stat(), before)


def test_an_article_of_a_published_version_needs_a_split(workspace: Workspace) -> None:
    build(workspace, release=True)
    write_text(workspace.splits_file, "".join(workspace.splits_file.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(ReleaseError, match=r"split-missing: it has no split, and .* raise data_version"):
        build(workspace, release=True)


def test_the_card_head_has_what_the_hub_reads(built: Built) -> None:
    head = yaml.safe_load((built.folder / "README.md").read_text().split("---\n")[1])
    assert [c["config_name"] for c in head["configs"]] == list(HUB_CONFIGS)
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


def test_a_hydrated_variant_has_the_texts_and_stays_outside(workspace: Workspace, tmp_path: Path) -> None:
    """The open corpus, made stand-off, takes the place of one whose texts are elsewhere."""
    corpora = workspace.corpora()
    with_texts = next(c for c in corpora if c.info.corpus_id == OPEN)
    with_text = build_with_texts(workspace, corpora, tmp_path / "full")
    assert with_text.manifest.hydrated
    head = yaml.safe_load((with_text.folder / "README.md").read_text().split("---\n")[1])
    assert head["license"] == "other"
    assert "local use only" in head["pretty_name"]
    bare_rows = [replace(row, record=dehydrated(row.record)) for row in with_texts.rows.articles]
    without = build_with_texts(workspace, [with_texts.with_rows(articles=bare_rows)], tmp_path / "stand-off")
    full = {r["claim_id"]: r["text"] for t in Split for r in rows_of(with_text, "claims", t)}
    claims = {r["claim_id"] for t in Split for r in rows_of(without, "claims_standoff", t)}
    assert set(full) == {name for name in claims if name.startswith(OPEN)}
    assert all(full.values())
    assert not [t for t in without.manifest.tables if t.config in ("claims", "sentences", "articles", "annotations")]
    with pytest.raises(ReleaseError, match="is in the repository"):
        build_with_texts(workspace, corpora, workspace.root / "full")
    with pytest.raises(ReleaseError, match="exists"):
        build_with_texts(workspace, corpora, tmp_path / "full")


def rows_of(built: Built, config: str, split: Split) -> list[dict]:
    path = built.folder / config / f"{split}-00000-of-00001.parquet"
    return read_rows(config, path) if path.exists() else []


def test_the_manifest_names_every_input_with_its_hash(built: Built) -> None:
    root = built.folder.parent.parent
    for item in built.manifest.inputs:
        assert sha256_file(root / item.path) == item.sha256
    assert {"annotations/rook/claims.jsonl", "annotations/release.toml", "dataset/splits.jsonl"} <= {
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
    assert seen > 20


def test_sentence_labels_follow_from_the_claims(built: Built) -> None:
    claims = {r["claim_id"]: r for s in Split for r in rows_of(built, "claims", s)}
    for split in Split:
        for row in rows_of(built, "sentences", split):
            labels = {claims[c]["label"] for c in row["claim_ids"]}
            assert set(row["labels"]) == labels
            assert {name for name in Label.names() if row[name]} == labels
            for c in row["claim_ids"]:
                assert row["sentence_id"] in claims[c]["sentence_ids"]


def test_a_corpus_named_twice_is_refused_by_check_and_build(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every claim was in the release twice, and nothing said so."""
    plan = workspace.annotations / "release.toml"
    text = plan.read_text(encoding="utf-8")
    write_text(plan, text.replace('["heron", "rook"]', '["heron", "heron", "rook"]'))
    with pytest.raises(RecordError, match=r"release\.toml: corpora: .*duplicate heron; name each once"):
        build(workspace)
    assert not workspace.draft.exists()
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(group, ["check"])
    assert result.stdout.startswith("toml-invalid, 1 problem: ")
    assert "  annotations/release.toml: corpora: duplicate heron; name each once" in result.stdout
    assert result.exit_code == 1


MADE_WITH = {name: base for base in BY_ARTICLE for name in made_with(base) if name != base}
"""The tables that have rows of a base table, by name."""


def test_a_table_with_rows_of_a_base_table_has_its_id() -> None:
    assert MADE_WITH["claims_standoff"] == MADE_WITH["casualty_figure"] == "claims"
    assert all(ID_COLUMNS[name] == ID_COLUMNS[base] for name, base in MADE_WITH.items())


@pytest.mark.parametrize("config", sorted(ID_COLUMNS.keys() - MADE_WITH.keys()))
def test_no_config_of_a_release_has_an_id_twice(
    config: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checks find that before; this holds if they ever do not."""
    once = writing.ReleaseWriter._add

    def twice(
        self: writing.ReleaseWriter, name: str, split: str, rows: Iterable[dict[str, Any]], **given: bool
    ) -> None:
        held = list(rows)
        once(self, name, split, [*held, *held] if name == config else held, **given)

    monkeypatch.setattr(writing.ReleaseWriter, "_add", twice)
    with pytest.raises(ReleaseError, match=f"{config} would have two rows with {ID_COLUMNS[config]} "):
        build(workspace, release=True)
    assert [path.name for path in workspace.dataset.iterdir() if path.name != LOCK_FILE] == ["splits.jsonl"]


def test_every_config_but_those_of_shares_and_changes_has_an_id() -> None:
    assert ALL_CONFIGS.keys() - ID_COLUMNS.keys() == {"soft_labels", "changes"}
    assert all(column in {x.name for x in ALL_CONFIGS[config]} for config, column in ID_COLUMNS.items())
