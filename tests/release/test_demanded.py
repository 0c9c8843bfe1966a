"""What two releases differ in: new rows alone means that `since` gives back the older release, row by row."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_release import Made, write_release
from packaging.version import Version
from small import MATERIAL, SPLIT_OF, part_of_small

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import Built, build
from claimwire.release.demanded import OWN_FIELDS, demand
from claimwire.release.manifest import read_manifest
from claimwire.release.published import release_changes
from claimwire.release.schema_files import write_schema
from claimwire.release.versions import Demand, Extent
from claimwire.schema import ReleaseManifest
from claimwire.schema.vocab import ChangeKind
from claimwire.tables.columns import CONFIGS, STANDOFF, TEXT_CONFIGS
from claimwire.tables.parquet import column_names, iter_own_rows, read_rows
from claimwire.tables.row import Row

OLD, NEW = "0.2.0", "0.3.0"

Rows = dict[str, list[tuple[str, Row]]]
"""The rows of a release with their splits, by config."""


@pytest.fixture(scope="module")
def rows(built: Built) -> Rows:
    """Return every row of the small release."""
    found: Rows = {}
    for table in built.manifest.tables:
        own = read_rows(table.config, built.folder / table.path)
        found.setdefault(table.config, []).extend((table.split.value, row) for row in own)
    return found


def copied(rows: Rows) -> Rows:
    return {config: [(split, dict(row)) for split, row in own] for config, own in rows.items()}


def written(rows: Rows, folder: Path, version: str) -> Path:
    made: Made = {}
    for config, own in rows.items():
        for split, row in own:
            made.setdefault(config, {}).setdefault(split, []).append(row)
    return write_release(folder, made, version)


def known_by(rows: Rows, articles: set[str]) -> Rows:
    """Return what of a release can be had with some articles: their rows, and what these or their claims name."""
    kept: Rows = {config: [] for config in rows}
    for config, own in rows.items():
        if config in ("articles", "claims", "sentences", "annotations", "soft_labels", "tolls") or STANDOFF in config:
            kept[config] = [(split, row) for split, row in own if row["article_id"] in articles]
    named = {row["event_id"] for _, row in kept["claims_standoff"]}
    named |= {row["episode_id"] for _, row in kept["articles_standoff"]}
    part_of = {row["event_id"]: row["part_of_id"] for _, row in rows["events"]}
    for event_id in list(named - {None}):
        while (event_id := part_of.get(event_id)) is not None:
            named.add(event_id)
    kept["events"] = [(split, row) for split, row in rows["events"] if row["event_id"] in named]
    kept["facts"] = [(split, row) for split, row in rows["facts"] if row["event_id"] in named]
    kept["links"] = [(split, row) for split, row in rows["links"] if articles >= set(row["article_ids"])]
    kept["entities"] = [(split, row) for split, row in rows["entities"] if articles & set(row["article_ids"])]
    return {config: own for config, own in kept.items() if own}


def of_version(rows: Rows, version: str) -> Rows:
    """Return what who filters a release by `since` gets of an older one."""

    def is_there(row: Row) -> bool:
        return Version(row["since"]) <= Version(version)

    articles = {row["article_id"] for _, row in rows["sentences_standoff"] if is_there(row)}
    found = known_by(rows, articles)
    for config in ("claims", "sentences", "claims_standoff", "sentences_standoff"):
        found[config] = [(split, row) for split, row in rows.get(config, []) if is_there(row)]
    return {config: own for config, own in found.items() if own}


def told(rows: Rows) -> dict[str, list[str]]:
    """Return rows as they are compared: events and entities without lists of claims, entities without a split."""
    found = {}
    for config, own in rows.items():
        kept = OWN_FIELDS.get(config)
        shown = [
            ("" if config == "entities" else split, {k: v for k, v in row.items() if kept is None or k in kept})
            for split, row in own
        ]
        found[config] = sorted(json.dumps(item, sort_keys=True, default=str) for item in shown)
    return found


def first(rows: Rows, config: str, wanted: Callable[[Row], bool]) -> Row:
    return next(row for _, row in rows[config] if wanted(row))


Planted = Callable[[Rows, set[str]], None]


def nothing(_: Rows, __: set[str]) -> None:
    pass


def claim_edited(rows: Rows, old: set[str]) -> None:
    first(rows, "claims_standoff", lambda row: row["article_id"] in old)["statement"] = "Told anew."


def new_claim_edited(rows: Rows, old: set[str]) -> None:
    first(rows, "claims_standoff", lambda row: row["article_id"] not in old)["statement"] = "Told anew."


def claim_removed(rows: Rows, old: set[str]) -> None:
    gone = first(rows, "claims_standoff", lambda row: row["article_id"] in old)["claim_id"]
    rows["claims_standoff"] = [item for item in rows["claims_standoff"] if item[1]["claim_id"] != gone]


def claim_in_another_article(rows: Rows, old: set[str]) -> None:
    there = first(rows, "articles_standoff", lambda row: row["article_id"] not in old)["article_id"]
    first(rows, "claims_standoff", lambda row: row["article_id"] in old)["article_id"] = there


def article_moved(rows: Rows, old: set[str]) -> None:
    at = next(n for n, (_, row) in enumerate(rows["articles_standoff"]) if row["article_id"] in old)
    split, row = rows["articles_standoff"][at]
    rows["articles_standoff"][at] = ("test" if split != "test" else "train", row)


def earlier_claim_back(rows: Rows, old: set[str]) -> None:
    first(rows, "claims_standoff", lambda row: row["article_id"] not in old)["since"] = "0.1.0"


def claim_at_the_bound(rows: Rows, old: set[str]) -> None:
    first(rows, "claims_standoff", lambda row: row["article_id"] not in old)["since"] = OLD


def claim_one_past_the_bound(rows: Rows, old: set[str]) -> None:
    first(rows, "claims_standoff", lambda row: row["article_id"] not in old)["since"] = "0.2.1"


def layer_grown(rows: Rows, old: set[str]) -> None:
    row = first(rows, "annotations_standoff", lambda row: row["article_id"] in old)
    rows["annotations_standoff"].append(("train", row | {"claim_id": "heron_zz_c01"}))


def link_between_old_articles(rows: Rows, old: set[str]) -> None:
    row = first(rows, "links", lambda _: True)
    rows["links"].append(("train", row | {"link_id": "heron_l999", "article_ids": sorted(old)[:2]}))


def link_to_a_new_article(rows: Rows, old: set[str]) -> None:
    there = first(rows, "articles_standoff", lambda row: row["article_id"] not in old)["article_id"]
    row = first(rows, "links", lambda _: True)
    rows["links"].append(("train", row | {"link_id": "heron_l999", "article_ids": sorted([min(old), there])}))


def text_opened(rows: Rows, old: set[str]) -> None:
    row = first(rows, "articles_standoff", lambda row: row["article_id"].startswith("rook"))
    text = first(rows, "articles", lambda _: True)
    rows["articles"].append(("test", text | {"article_id": row["article_id"]}))


def event_renamed(rows: Rows, old: set[str]) -> None:
    claim = first(rows, "claims_standoff", lambda row: row["article_id"] in old and row["event_id"] is not None)
    first(rows, "events", lambda row: row["event_id"] == claim["event_id"])["name"] = "Another name"


def event_told_by_more(rows: Rows, old: set[str]) -> None:
    for _, row in rows["events"]:
        row["claim_ids"] = [*row["claim_ids"], "heron_zz_c01"]
        row["time_conflict"] = not row["time_conflict"]


def figure_followed(rows: Rows, old: set[str]) -> None:
    figures = [row for _, row in rows["tolls"] if row["article_id"] in old]
    for row in figures:
        row["told"] += 1


def votes_counted_anew(rows: Rows, old: set[str]) -> None:
    voted = [row for _, row in rows["soft_labels"] if row["article_id"] in old]
    for row in voted:
        one, *others = row["votes"]
        row["votes"] = [one | {"voters": one["voters"] + 1}, *others]


PLANTED: dict[Planted, bool | None] = {
    nothing: False,
    claim_edited: True,
    new_claim_edited: False,
    claim_removed: True,
    claim_in_another_article: True,
    article_moved: True,
    earlier_claim_back: True,
    claim_at_the_bound: True,
    claim_one_past_the_bound: False,
    layer_grown: True,
    link_between_old_articles: True,
    link_to_a_new_article: False,
    text_opened: None,
    event_renamed: True,
    event_told_by_more: False,
    figure_followed: None,
    votes_counted_anew: None,
}
"""What is done to a newer release, and whether that is more than new rows; None: it depends on the articles."""

NAMES = [planted.__name__ for planted in PLANTED]
BY_NAME = dict(zip(NAMES, PLANTED, strict=True))


def two_releases(rows: Rows, old_articles: set[str], planted: Planted) -> tuple[Rows, Rows]:
    """Return an older release with some articles, and a newer one with all, to which something was done."""
    new = copied(rows)
    for config, own in new.items():
        for _, row in own:
            if config.removesuffix(STANDOFF) in ("claims", "sentences"):
                row["since"] = OLD if row["article_id"] in old_articles else NEW
    old = copied(known_by(new, old_articles))
    planted(new, old_articles)
    return old, new


def compared(old: Rows, new: Rows) -> Demand:
    with tempfile.TemporaryDirectory() as name:
        return demand(written(old, Path(name) / OLD, OLD), written(new, Path(name) / NEW, NEW))


@pytest.mark.long
@settings(max_examples=12, phases=[Phase.generate])
@given(
    articles=st.sets(st.sampled_from(sorted(SPLIT_OF)), min_size=2, max_size=len(SPLIT_OF) - 1),
    name=st.sampled_from(NAMES),
)
def test_new_rows_alone_are_demanded_for_exactly_if_since_gives_back_the_older_release(
    rows: Rows, articles: set[str], name: str
) -> None:
    old, new = two_releases(rows, articles, BY_NAME[name])
    shared = {config for config in old if config in new}
    before, again = told(old), told(of_version(new, OLD))
    gives_back = all(before[config] == again.get(config) for config in shared) and all(
        config not in again for config in TEXT_CONFIGS if config not in old
    )
    found = compared(old, new)
    assert (found.extent is not Extent.EDITED) == gives_back, found
    expected = PLANTED[BY_NAME[name]]
    assert expected is None or (found.extent is Extent.EDITED) == expected, found


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_change_is_judged(rows: Rows, name: str) -> None:
    old, new = two_releases(rows, set(SPLIT_OF) - {"heron_h"}, BY_NAME[name])
    expected = PLANTED[BY_NAME[name]]
    assert (compared(old, new).extent is Extent.EDITED) == (expected is not False)
    assert (told(of_version(new, OLD)) != told(old)) == (expected is not False)


def rewritten(folder: Path, config: str, change: Callable[[Any], Any]) -> None:
    """Change the tables of a config in a release as Arrow has them, and put the new hashes into the manifest."""
    manifest = read_manifest(folder)
    tables = []
    for table in manifest.tables:
        if table.config == config:
            path = folder / table.path
            pq.write_table(change(pq.read_table(path)), path)
            names = {"sha256": sha256_file(path), "content_sha256": sha256_file(path)}
            table = table.model_copy(update=names)
        tables.append(table)
    kept(folder, manifest.model_copy(update={"tables": tuple(tables)}))


def kept(folder: Path, manifest: ReleaseManifest) -> None:
    write_text(folder / "manifest.json", json.dumps(manifest.model_dump(mode="json")))


@pytest.fixture
def newer(built: Built, tmp_path: Path) -> Path:
    """Return a copy of the small release with a later version."""
    folder = tmp_path / "newer"
    shutil.copytree(built.folder, folder)
    kept(folder, built.manifest.model_copy(update={"data_version": "1.0.1"}))
    return folder


def test_the_same_bytes_are_no_change(built: Built, newer: Path) -> None:
    assert demand(built.folder, newer) == Demand("1.0.0", "1.0.1")


@pytest.mark.parametrize("config", CONFIGS)
def test_a_column_that_is_gone_or_renamed_counts_as_edited(built: Built, newer: Path, config: str) -> None:
    name = column_names(next((newer / config).glob("*.parquet")))[-1]
    rewritten(newer, config, lambda table: table.drop_columns([name]))
    found = demand(built.folder, newer)
    assert found.extent is Extent.EDITED
    assert f" `{name}` gone" in str(found)
    other = newer.with_name("other")
    shutil.copytree(built.folder, other)
    rewritten(other, config, lambda table: table.rename_columns({name: f"{name}_anew"}))
    assert demand(built.folder, other).extent is Extent.EDITED


@pytest.mark.parametrize("config", CONFIGS)
def test_a_new_column_and_other_bytes_are_packaging(built: Built, newer: Path, config: str) -> None:
    rewritten(newer, config, lambda table: table.append_column("anew", pa.array([1] * table.num_rows)))
    found = demand(built.folder, newer)
    assert (found.extent, found.tables, str(found.least)) == (Extent.PACKAGING, (), "1.0.1")


@pytest.mark.parametrize("config", ["claims_standoff", "events", "soft_labels"])
def test_the_order_of_rows_is_packaging(built: Built, newer: Path, config: str) -> None:
    rewritten(newer, config, lambda table: table.take(list(reversed(range(table.num_rows)))))
    assert demand(built.folder, newer).extent is Extent.PACKAGING


def test_class_numbers_of_other_order_are_packaging_and_other_names_are_edited(built: Built, newer: Path) -> None:
    from datasets import ClassLabel, Features

    def with_names(names: list[str]) -> Callable[[Any], Any]:
        def change(table: Any) -> Any:
            features = Features.from_arrow_schema(table.schema)
            old = features["label"].names
            features["label"] = ClassLabel(names=names)
            numbers = [n if set(names) != set(old) else names.index(old[n]) for n in table["label"].to_pylist()]
            at = table.schema.get_field_index("label")
            return table.set_column(at, table.schema.field("label"), pa.array(numbers)).cast(features.arrow_schema)

        return change

    path = next((newer / "claims_standoff").glob("*.parquet"))
    names = Features.from_arrow_schema(pq.read_schema(path))["label"].names
    rewritten(newer, "claims_standoff", with_names(list(reversed(names))))
    assert next(iter_own_rows(path))["label"] in names
    assert demand(built.folder, newer).extent is Extent.PACKAGING
    rewritten(newer, "claims_standoff", with_names([f"{name}_anew" for name in names]))
    assert demand(built.folder, newer).extent is Extent.EDITED


def without_config(folder: Path, config: str) -> None:
    manifest = read_manifest(folder)
    kept(
        folder,
        manifest.model_copy(update={"tables": tuple(table for table in manifest.tables if table.config != config)}),
    )


def test_a_config_that_is_gone_is_removed_and_one_that_is_new_is_added(built: Built, newer: Path) -> None:
    without_config(newer, "tolls")
    gone = demand(built.folder, newer)
    assert str(gone) == "the change since 1.0.0 demands at least 2.0.0: 12 figures of tolls removed"
    later = newer.with_name("later")
    shutil.copytree(built.folder, later)
    kept(later, built.manifest.model_copy(update={"data_version": "1.1.0"}))
    new = demand(newer, later)
    assert str(new) == "the change since 1.0.1 demands at least 1.1.0: 12 figures of tolls added"


def test_a_release_is_not_compared_with_texts_that_it_leaves_out_by_its_kind(built: Built, newer: Path) -> None:
    for config in TEXT_CONFIGS:
        without_config(newer, config)
    assert demand(newer, built.folder).extent is Extent.EDITED
    kept(newer, read_manifest(newer).model_copy(update={"hydrated": True}))
    assert demand(newer, built.folder).extent is Extent.PACKAGING


def test_what_is_no_release_cannot_be_compared(built: Built, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"has no manifest.json"):
        demand(built.folder, tmp_path)
    kept(tmp_path, built.manifest.model_copy(update={"tables": built.manifest.tables[:1]}))
    with pytest.raises(ReleaseError, match=r"is missing, which manifest.json lists"):
        demand(tmp_path, built.folder)


# Built from records


def planned(workspace: Workspace, version: str) -> None:
    plan = workspace.annotations / "release.toml"
    lines = [line for line in plan.read_text().splitlines(keepends=True) if not line.startswith("data_version")]
    write_text(plan, f'data_version = "{version}"\n' + "".join(lines))


def rename_event(workspace: Workspace) -> None:
    """Change a record: the name of an event."""
    path = workspace.corpus_folder("heron") / "events.jsonl"
    content = path.read_text()
    assert '"name":"' in content
    write_text(path, content.replace('"name":"', '"name":"the ', 1))


@pytest.fixture(scope="module")
def published(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the small repository with release 0.2.0, in which an event then got another name; only to be read."""
    workspace = Workspace(tmp_path_factory.mktemp("published") / "repository")
    shutil.copytree(small_built.root, workspace.root)
    planned(workspace, "0.2.0")
    build(workspace, release=True)
    rename_event(workspace)
    return workspace


@pytest.fixture
def edited(published: Workspace, tmp_path: Path) -> Workspace:
    root = tmp_path / "edited"
    shutil.copytree(published.root, root)
    return Workspace(root)


SAID = "the change since 0.2.0 demands at least 0.3.0: 1 event edited"


def test_a_release_of_less_than_the_change_demands_is_refused(edited: Workspace) -> None:
    planned(edited, "0.2.1")
    with pytest.raises(ReleaseError) as refused:
        build(edited, release=True)
    advice = 'annotations/release.toml plans 0.2.1; write `data_version = "0.3.0"` there'
    assert str(refused.value) == f"{SAID}. Nothing was published, for {advice} (docs/changes.md has the rule)"
    assert [path.name for path in edited.releases()] == ["0.2.0"]
    draft = build(edited)
    assert draft.demand is not None
    assert draft.demand.lines() == [SAID, f"{advice} (docs/changes.md has the rule)"]
    planned(edited, "0.3.0")
    assert build(edited, release=True).demand == demand(edited.dataset / "0.2.0", edited.dataset / "0.3.0")


def test_the_commands_say_it(edited: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(edited.root)
    planned(edited, "0.2.1")
    drafted = CliRunner().invoke(group, ["build", "--no-load"])
    assert drafted.exit_code == 0
    assert f"  {SAID}\n  annotations/release.toml plans 0.2.1; write" in drafted.output
    shown = CliRunner().invoke(group, ["diff", "0.2.0", "draft"])
    assert shown.output.splitlines()[-1] == SAID
    turned = CliRunner().invoke(group, ["diff", "draft", "0.2.0"])
    assert turned.output.splitlines()[-1].startswith("0.2.0 is older than 0.2.1")


def test_a_draft_over_the_published_version_is_compared_with_that(edited: Workspace) -> None:
    draft = build(edited)
    assert draft.demand is not None
    assert draft.demand.lines()[0] == SAID
    with pytest.raises(ReleaseError, match=r"in annotations/release.toml to 0\.3\.0 or more, and describe") as refused:
        build(edited, release=True)
    assert str(refused.value).endswith(SAID)


def test_a_release_that_was_published_with_less_is_reproduced_and_not_judged_again(
    edited: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(edited, "0.2.1")
    with monkeypatch.context() as before_the_rule:
        before_the_rule.setattr(Demand, "require_met", lambda _: None)
        build(edited, release=True)
    again = build(edited, release=True)
    assert (again.already_released, again.differing_files, again.demand) == (True, (), None)


def test_a_first_release_may_have_any_version(small: Workspace) -> None:
    planned(small, "0.0.1")
    assert build(small, release=True).demand is None


@pytest.mark.parametrize(
    ("before", "least", "less"),
    [("1.2.0", "1.3.0", "1.2.1"), pytest.param("0.2.0", "0.2.1", None, marks=pytest.mark.long)],
)
def test_a_new_article_is_new_rows_alone(
    small_built: Workspace, tmp_path: Path, before: str, least: str, less: str | None
) -> None:
    """The claims and sentences of the older release come back from the newer one by `since`, value by value."""
    part = part_of_small(small_built, tmp_path / "part", set(SPLIT_OF) - {"heron_h"})
    for name in ("DATASET_CARD.md", "README.md"):
        shutil.copy(MATERIAL / name, part.root)
    shutil.copy(small_built.annotations / "guidelines.md", part.annotations)
    write_schema(part)
    planned(part, before)
    older = build(part, release=True)
    workspace = Workspace(tmp_path / "whole")
    shutil.copytree(small_built.root, workspace.root)
    shutil.copytree(older.folder, workspace.dataset / before)
    planned(workspace, before)
    draft = build(workspace)
    assert draft.demand is not None
    assert (str(draft.demand.least), draft.demand.extent) == (least, Extent.ADDED)
    if less is not None:
        planned(workspace, less)
        with pytest.raises(
            ReleaseError, match=f"demands at least {least}: 25 sentences added; 37 claims added; 40 claims of layers"
        ):
            build(workspace, release=True)
    planned(workspace, least)
    newer = build(workspace, release=True)
    kinds = {change.change for change in release_changes(older.folder, newer.folder)}
    assert kinds == {ChangeKind.ARTICLE_ADDED, ChangeKind.CLAIM_ADDED}
    for config in ("claims", "claims_standoff", "sentences", "sentences_standoff"):
        again = [row for row in every_row(newer, config) if Version(row["since"]) <= Version(before)]
        assert again == list(every_row(older, config))
        assert len(again) < len(list(every_row(newer, config)))


def every_row(built: Built, config: str) -> Iterator[Row]:
    for table in built.manifest.tables:
        if table.config == config:
            yield from ({"split": table.split.value} | row for row in iter_own_rows(built.folder / table.path))
