"""By which recipe the content hashes of a release are made: the newest, or that of the published one of its version."""

from __future__ import annotations

import pytest

from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.release import writing
from claimwire.release.build import build
from claimwire.release.demanded import demand
from claimwire.release.loadback import load_back
from claimwire.release.manifest import read_manifest
from claimwire.schema.vocab import ContentRecipe


@pytest.fixture
def older(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A repository whose release 1.0.0 has content hashes by the older recipe, as those up to 0.3.0 have."""
    with monkeypatch.context() as patched:
        patched.setattr(writing, "content_recipe", lambda *_: ContentRecipe.ROWS_JSON)
        build(workspace, release=True)
    return workspace


def plan_version(workspace: Workspace, version: str) -> None:
    path = workspace.annotations / "release.toml"
    text = path.read_text(encoding="utf-8")
    assert 'data_version = "1.0.0"' in text
    write_text(path, text.replace('data_version = "1.0.0"', f'data_version = "{version}"'))


def test_a_published_version_is_built_again_by_its_own_recipe(older: Workspace) -> None:
    assert '"content_recipe"' not in (older.dataset / "1.0.0" / "manifest.json").read_text(encoding="utf-8")
    again = build(older, release=True)
    assert (again.already_released, again.differing_files) == (True, ())
    assert again.manifest.recipe is ContentRecipe.ROWS_JSON
    assert load_back(older.dataset / "1.0.0") == sum(table.rows for table in again.manifest.tables)


def test_the_next_version_has_the_newest_recipe_and_the_same_rows_demand_nothing_for_it(older: Workspace) -> None:
    plan_version(older, "1.0.1")
    made = build(older, release=True)
    assert made.manifest.content_recipe is ContentRecipe.COLUMNS
    assert read_manifest(made.folder).recipe is ContentRecipe.COLUMNS
    before = {table.path: table for table in read_manifest(older.dataset / "1.0.0").tables}
    after = {table.path: table for table in made.manifest.tables if table.path in before}
    assert {path: table.rows for path, table in after.items()} == {path: table.rows for path, table in before.items()}
    assert all(after[path].content_sha256 != before[path].content_sha256 for path in before)
    assert demand(older.dataset / "1.0.0", made.folder).is_met
    assert demand(older.dataset / "1.0.0", made.folder).tables == ()
