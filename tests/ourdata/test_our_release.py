"""The published releases are whole and unchanged, and the repository makes the latest or plans a later one."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from packaging.version import parse
from queries import Query, answer_of_python, answer_of_sql, queries
from repository import ROOT, copy_of_repository

from claimwire.checks import load
from claimwire.checks.documents import generated_documents
from claimwire.cli import group
from claimwire.corpus.records import read_jsonl, record_json, records_of
from claimwire.corpus.workspace import SPLITS, Workspace
from claimwire.release.build import Built, build
from claimwire.release.loadback import load_back, load_config
from claimwire.release.manifest import read_manifest
from claimwire.release.members import members
from claimwire.release.published import release_changes
from claimwire.release.writing import check_sums
from claimwire.schema import SplitAssignment
from claimwire.schema.vocab import ChangeKind
from claimwire.splits.groups import connected_articles
from claimwire.tables.columns import standoff
from claimwire.tables.parquet import read_rows

PUBLISHED = sorted((ROOT / "dataset").glob("*.*.*"), key=lambda path: parse(path.name))
LATEST = PUBLISHED[-1]

SUMS_OF_RELEASE = {
    "0.1.0": "0dfc28e4ec849f53ab55e24f37cf6118bd457fa4885a8110bf35670db94f1ae9",
    "0.2.0": "0edfe2e13460782c3143a254916d745fa05a775d4b5c5c574a4001b850ba8b2a",
    "0.3.0": "c32ed8779bd5bee3a944ffb2e41f26f5f45cd2648807a9d561bc2cf2a1268530",
}
"""SHA-256 of the check sums of each published release, written here so that nobody changes both files and sums."""

SUMS_OF_SCHEMA = {
    "1.0.0": "85e28a4fabcec62135b77ee4fc5c9d10874ad09b491339e5c40e0dfd712f121d",
    "2.0.0": "cf75351caf3db48da0f827167d695f9aed28ae8ff81d470b887c44f2ecde7f55",
    "2.1.0": "d5ef1f8c115a55b7c3ee959ff3b17fdd02b36a06488db932dec24c3102891775",
}
"""The same of each schema that a published release has."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What `claimwire build` makes of this repository, beside its published releases."""
    return build(copy_of_repository(tmp_path_factory.mktemp("built") / "repository", releases=True))


def rows(release: Path, config: str) -> list[dict[str, Any]]:
    """Return the rows of a config for every article, as they are in the files of a release."""
    name = standoff(config) if (release / standoff(config)).is_dir() else config
    return [row for path in sorted((release / name).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def test_the_repository_makes_its_latest_release_or_a_draft_of_a_later_one(built: Built) -> None:
    """Once a version is published, records that give other rows need a later version in the plan."""
    plan = Workspace(ROOT).plan()
    assert built.manifest.data_version == plan.data_version
    if plan.data_version == LATEST.name:
        assert built.already_released
        assert read_manifest(LATEST).content_sha256 == built.manifest.content_sha256
        assert [x.sha256 for x in read_manifest(LATEST).tables] == [x.sha256 for x in built.manifest.tables]
    else:
        assert built.is_draft
        assert built.folder.name == "draft"
        assert parse(plan.data_version) > parse(LATEST.name)
        assert read_manifest(built.folder) == built.manifest


def test_what_is_built_loads_back(built: Built) -> None:
    assert load_back(built.folder) == sum(table.rows for table in built.manifest.tables) > 5000
    assert check_sums(built.folder) == (built.folder / "SHA256SUMS").read_text()


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.question)
def test_the_queries_of_the_documents_run_on_it(built: Built, query: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.folder)
    names, answer = answer_of_sql(query.duckdb)
    assert len(answer) > 2
    assert answer_of_python(query.polars) == (names, answer)
    assert answer_of_python(query.pandas) == (names, answer)


def test_what_is_built_has_every_claim_of_the_records_and_no_other(built: Built) -> None:
    """Held against the lines of the files, not what the package reads."""
    lines = [
        json.loads(line)
        for corpus_id in Workspace(ROOT).plan().corpora
        for line in (ROOT / "annotations" / corpus_id / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    made = rows(built.folder, "claims")
    assert len(made) == len(lines)
    assert {x["claim_id"]: (x["spans"], x["statement"]) for x in made} == {
        x["claim_id"]: (x["spans"], x["statement"]) for x in lines
    }


def test_a_release_built_of_it_has_the_rows_of_the_draft(built: Built, tmp_path: Path) -> None:
    workspace = copy_of_repository(tmp_path / "repository", releases=True)
    released = build(workspace, release=True)
    assert released.folder.name == workspace.plan().data_version
    assert released.manifest.content_sha256 == built.manifest.content_sha256
    assert released.manifest.schema_version == built.manifest.schema_version
    before, after = ((root / "dataset" / "splits.jsonl").read_bytes() for root in (ROOT, workspace.root))
    assert after.startswith(before)
    chosen = {
        document.article_id: document.split
        for corpus in workspace.corpora()
        for document in corpus.info.documents
        if document.split is not None
    }
    assigned = {line["article_id"]: line["split"] for line in map(json.loads, after.splitlines())}
    assert assigned.keys() == {name for corpus in workspace.corpora() for name in corpus.articles}
    assert {name: assigned[name] for name in chosen} == {name: split.value for name, split in chosen.items()}


def test_the_difference_to_the_latest_release_is_told_by_claim(built: Built, tmp_path: Path) -> None:
    """The claims that are new, gone, moved and relabelled are those that plain sets of both files give."""
    table = tmp_path / "changes.parquet"
    arguments = ["diff", str(LATEST), str(built.folder), "--parquet", str(table)]
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    found = read_rows("changes", table)
    told: dict[str, set[str]] = {}
    for row in found:
        told.setdefault(str(row["change"]), set()).add(row["claim_id"])
    before, after = ({row["claim_id"]: row for row in rows(folder, "claims")} for folder in (LATEST, built.folder))
    both = before.keys() & after.keys()
    spans = spans_fields(before) & spans_fields(after)
    expected = {
        "claim_added": after.keys() - before.keys(),
        "claim_removed": before.keys() - after.keys(),
        "claim_moved": {x for x in both if any(before[x][name] != after[x][name] for name in spans)},
        "claim_relabelled": {x for x in both if before[x]["label"] != after[x]["label"]},
    }
    assert {kind: told.get(kind, set()) for kind in expected} == expected
    assert not {kind for kind in told if kind.startswith("article")} - {"article_changed", "article_added"}
    new = articles(built.folder) - articles(LATEST)
    assert {row["article_id"] for row in found if row["change"] == "article_added"} == new
    counts = Counter(str(row["change"]) for row in found)
    last = result.output.splitlines()[-1]
    assert {kind: int(n) for n, kind in re.findall(r"(\d+) ([a-z]+_[a-z_]+)", last)} == dict(counts)


def articles(folder: Path) -> set[str]:
    return {row["article_id"] for row in rows(folder, "articles")}


def spans_fields(claims: dict[str, dict[str, Any]]) -> set[str]:
    return {name for row in claims.values() for name in row if name.endswith("spans")}


def test_every_change_of_a_claim_since_the_latest_release_has_a_reason(built: Built) -> None:
    """But for a claim that is gone and that no layer had: the decision on it names neither claim nor layer's claim."""
    of_layers = {row.get("reference_claim_id", row.get("gold_claim_id")) for row in rows(LATEST, "annotations")}
    without = [change for change in release_changes(LATEST, built.folder) if not change.reason]
    of_articles = [change for change in without if change.change is ChangeKind.ARTICLE_CHANGED]
    added = [change for change in without if change.change is ChangeKind.ARTICLE_ADDED]
    without = [change for change in without if change not in (*of_articles, *added)]
    assert {change.article_id for change in added} == articles(built.folder) - articles(LATEST)
    assert {change.field for change in of_articles} <= {"recipe", "sentence_recipe", "sentences"}, (
        "texts and segments stay"
    )
    assert {change.change for change in without} <= {ChangeKind.CLAIM_REMOVED}
    assert of_layers & {change.claim_id for change in without} == set()


@pytest.mark.parametrize("release", PUBLISHED, ids=lambda p: p.name)
def test_a_published_release_is_whole_and_unchanged(release: Path) -> None:
    assert check_sums(release) == (release / "SHA256SUMS").read_text()
    assert hashlib.sha256((release / "SHA256SUMS").read_bytes()).hexdigest() == SUMS_OF_RELEASE[release.name]
    manifest = read_manifest(release)
    assert {t.path for t in manifest.tables} == {p.relative_to(release).as_posix() for p in release.rglob("*.parquet")}


@pytest.mark.parametrize("release", PUBLISHED, ids=lambda p: p.name)
def test_a_published_release_loads_whatever_the_schema_is_now(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With this version of `datasets`; `scripts/old-datasets` compares the rows too, and tries older ones."""
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path)
    manifest = read_manifest(release)
    for config in {table.config for table in manifest.tables}:
        loaded = load_config(release, config)
        expected = {t.split.value: t.rows for t in manifest.tables if t.config == config}
        assert {name: len(split) for name, split in loaded.items()} == expected


@pytest.mark.parametrize("release", PUBLISHED, ids=lambda p: p.name)
def test_the_schema_of_a_published_release_is_frozen(release: Path) -> None:
    """Its files are those of its check sums, and these are the ones that the release was made with."""
    version = read_manifest(release).schema_version
    folder = ROOT / "schema" / version
    sums = folder / "SHA256SUMS"
    made_with = {item.path: item.sha256 for item in read_manifest(release).inputs}
    assert check_sums(folder) == sums.read_text()
    found = hashlib.sha256(sums.read_bytes()).hexdigest()
    assert found == made_with[f"schema/{version}/SHA256SUMS"] == SUMS_OF_SCHEMA[version]


def test_card_and_readme_have_the_numbers_of_the_latest_release() -> None:
    documents = generated_documents(Workspace(ROOT), LATEST)
    assert len(documents) == 3
    assert documents == {path: path.read_text(encoding="utf-8") for path in documents}


def test_a_draft_leaves_the_documents_at_the_latest_release(built: Built) -> None:
    assert built.updated == ()


def test_no_group_of_articles_crosses_splits_and_splits_are_append_only() -> None:
    with load(Workspace(ROOT)) as repository:
        made = members(repository, Workspace(ROOT).plan())
        groups = connected_articles(made.split_of, repository.edges(made.split_of))
    for group_id in set(groups.values()):
        assert len({made.split_of[a] for a, g in groups.items() if g == group_id}) == 1
    fixed = {x.record.article_id: x.record.split for x in read_jsonl(ROOT / "dataset" / "splits.jsonl", SPLITS)}
    for release in PUBLISHED:
        for table in (t for t in read_manifest(release).tables if t.config.startswith("articles")):
            for row in read_rows(table.config, release / table.path):
                assert fixed[row["article_id"]] == table.split


def test_every_event_of_the_records_is_told_by_an_article(built: Built) -> None:
    """A build refuses an event that no article is about; each that stays is in what is built."""
    corpora = [Workspace(ROOT).corpus(corpus_id) for corpus_id in Workspace(ROOT).plan().corpora]
    events = {event.event_id for corpus in corpora for event in records_of(corpus.rows.events)}
    assert {row["event_id"] for row in rows(built.folder, "events")} == events


def test_the_two_dates_of_the_2020_ceasefire_are_a_computed_conflict(built: Built) -> None:
    tables = [table for table in built.manifest.tables if table.config == "events"]
    found = [row for table in tables for row in read_rows("events", built.folder / table.path)]
    event = next(row for row in found if row["event_id"] == "ceasefire_2020_11")
    assert event["time_conflict"]
    assert {"2020-11-09", "2020-11-10"} <= set(event["times"])
    conflicting = {c.rsplit("_", 1)[0] for c in event["conflicting_claim_ids"]}
    assert {"karabakh_001", "karabakh_003"} <= conflicting


def test_split_lines_are_canonical() -> None:
    path = ROOT / "dataset" / "splits.jsonl"
    lines = [record_json(x.record) for x in read_jsonl(path, SPLITS)]
    assert path.read_text() == "".join(f"{line}\n" for line in lines)
    assert all(isinstance(x.record, SplitAssignment) for x in read_jsonl(path, SPLITS))
