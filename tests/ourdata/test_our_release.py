"""The published releases are whole, and the repository makes the latest of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from repository import ROOT, copy_of_repository

from claimwire.checks import load
from claimwire.checks.documents import generated_documents
from claimwire.corpus.records import read_jsonl, record_json
from claimwire.corpus.workspace import SPLITS, Workspace
from claimwire.release.build import Built, build
from claimwire.release.manifest import read_manifest
from claimwire.release.members import members
from claimwire.release.writing import check_sums
from claimwire.schema import SplitAssignment
from claimwire.splits.groups import connected_articles
from claimwire.tables.parquet import read_rows

PUBLISHED = sorted((ROOT / "dataset").glob("*.*.*"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(copy_of_repository(tmp_path_factory.mktemp("built") / "repository"), release=True)


def test_the_committed_release_is_what_the_repository_makes(built: Built) -> None:
    released = ROOT / "dataset" / built.manifest.data_version
    assert read_manifest(released).content_sha256 == built.manifest.content_sha256
    assert [x.sha256 for x in read_manifest(released).tables] == [x.sha256 for x in built.manifest.tables]


@pytest.mark.parametrize("release", PUBLISHED, ids=lambda p: p.name)
def test_a_published_release_is_whole_and_unchanged(release: Path) -> None:
    assert check_sums(release) == (release / "SHA256SUMS").read_text()
    manifest = read_manifest(release)
    assert {t.path for t in manifest.tables} == {p.relative_to(release).as_posix() for p in release.rglob("*.parquet")}


def test_card_and_readme_have_the_numbers_of_the_release(built: Built) -> None:
    documents = generated_documents(Workspace(ROOT), ROOT / "dataset" / built.manifest.data_version)
    assert documents == {path: path.read_text(encoding="utf-8") for path in documents}


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


def test_the_two_dates_of_the_2020_ceasefire_are_a_computed_conflict(built: Built) -> None:
    tables = [table for table in built.manifest.tables if table.config == "events"]
    rows = [row for table in tables for row in read_rows("events", built.folder / table.path)]
    event = next(row for row in rows if row["event_id"] == "ceasefire_2020_11")
    assert event["time_conflict"]
    assert {"2020-11-09", "2020-11-10"} <= set(event["times"])
    conflicting = {c.rsplit("_", 1)[0] for c in event["conflicting_claim_ids"]}
    assert {"karabakh_001", "karabakh_003"} <= conflicting


def test_split_lines_are_canonical() -> None:
    path = ROOT / "dataset" / "splits.jsonl"
    lines = [record_json(x.record) for x in read_jsonl(path, SPLITS)]
    assert path.read_text() == "".join(f"{line}\n" for line in lines)
    assert all(isinstance(x.record, SplitAssignment) for x in read_jsonl(path, SPLITS))
