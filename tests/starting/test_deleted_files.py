"""Each file of a repository taken away in turn: what is missing is told by `check`, and never ends in a traceback.

What `build` refuses then, `check` has told before.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimwire.cli import group
from claimwire.errors import ClaimwireError
from claimwire.starting.beginning import CorpusFacts, NewRepository
from claimwire.starting.example import example_beginning, write_example
from claimwire.starting.laying import lay_down
from claimwire.versions import SCHEMA_VERSION
from tests.told_problems import told_problems

SCHEMA = f"schema/{SCHEMA_VERSION}"
EXAMPLE = "annotations/example"

NOT_NEEDED = (".gitignore", "CHANGELOG.md", "CITATION.cff", "README.md")
"""Files without which everything works."""

TOLD = {
    "DATASET_CARD.md": "DATASET_CARD.md: release-lacks: there is no card",
    "annotations/annotators.jsonl": "annotator-unknown: no annotator has the id 'anna'; fix the id or add",
    f"{EXAMPLE}/adjudications.jsonl": "claim-without-decision: 0 adjudications name it",
    f"{EXAMPLE}/annotations.jsonl": "article-not-annotated: it has no layer; annotate it",
    f"{EXAMPLE}/articles.jsonl": "article-unknown: corpus example has no article 'example_boats'",
    f"{EXAMPLE}/claims.jsonl": "decision-without-claim: it names example_boats_c01",
    f"{EXAMPLE}/corpus.toml": "plan-inconsistent: corpora names 'example', which has no corpus.toml",
    "annotations/guidelines.md": "annotations/guidelines.md: codebook-stale: there is no codebook; put it back",
    "annotations/outlets/lantern_post.toml": "outlet-unknown: no outlet has the id 'lantern_post'",
    "annotations/outlets/radio_fenn.toml": "outlet-unknown: no outlet has the id 'radio_fenn'",
    "annotations/release.toml": "no folder above it has annotations/release.toml; `claimwire init FOLDER` makes one",
    "annotations/rulings.jsonl": "annotations/guidelines.md: codebook-stale: its tables do not match",
    f"{SCHEMA}/SHA256SUMS": "SHA256SUMS: schema-changed: the file is missing; run `claimwire schema --write`",
    "schema/label_config.xml": "schema/label_config.xml: codebook-stale: there is no labelling page; run `claimwire",
    # folders
    "annotations": "no folder above it has annotations/release.toml",
    EXAMPLE: "plan-inconsistent: corpora names 'example'",
    "annotations/outlets": "outlet-unknown: no outlet has the id",
    "schema": f"{SCHEMA}/SHA256SUMS: release-lacks: schema {SCHEMA_VERSION} is not written",
    SCHEMA: f"{SCHEMA}/SHA256SUMS: release-lacks: schema {SCHEMA_VERSION} is not written",
}
"""What `check` says of every other file and folder, apart from the single schemas."""


def lay(root: Path) -> list[str]:
    beginning = NewRepository("try", "2031-06-01", CorpusFacts("try"), authors=("Ada Lorn",))
    return lay_down(root, example_beginning(beginning), write_example)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("whole") / "try"
    lay(root)
    return root


@pytest.fixture
def root(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "try"
    shutil.copytree(whole, copy)
    monkeypatch.chdir(copy)
    return copy


def told(*arguments: str) -> tuple[int, str]:
    """Return the exit status of a command and all that it says; fails if it ends in a traceback."""
    result: Result = CliRunner().invoke(group, arguments)
    if isinstance(result.exception, ClaimwireError):
        return 2, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def test_every_file_is_tried(whole: Path) -> None:
    files = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    schemas = {name for name in files if name.startswith(SCHEMA) and name.endswith(".schema.json")}
    assert len(schemas) > 20
    assert {*NOT_NEEDED, *TOLD} >= files - schemas


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_without_a_file_that_is_not_needed_all_is_well(name: str, root: Path) -> None:
    take_away(root / name)
    assert told("check")[0] == 0
    assert told("build", "--no-load")[0] == 0
    assert told("build", "--no-load", "--release")[0] == 0


@pytest.mark.parametrize("name", TOLD)
def test_what_is_missing_is_told_by_check_before_build_refuses(name: str, root: Path) -> None:
    take_away(root / name)
    status, said = told_problems()
    assert status != 0
    assert TOLD[name] in said
    assert told("schema", "--write")[0] in (0, 2)


@pytest.mark.parametrize("name", TOLD)
def test_build_ends_with_a_message_or_a_draft(name: str, root: Path) -> None:
    take_away(root / name)
    status, said = told("build", "--no-load")
    assert status in (0, 2)
    assert (root / "dataset" / "draft" / "README.md").is_file() is (status == 0)
    assert status == 0 or "nothing was built" in said or "is not in a claimwire repository" in said
    assert not list(root.glob("dataset/*.*.*"))


def test_any_single_schema_that_is_gone_is_told(root: Path) -> None:
    schemas = sorted((root / SCHEMA).glob("*.schema.json"))
    for path in schemas:
        take_away(path)
    status, said = told_problems()
    assert status == 1
    for path in schemas:
        assert f"schema-changed: {path.name} is missing; run `claimwire schema --write`" in said
    assert told("schema", "--write")[0] == 0
    assert told("check")[0] == 0


@pytest.mark.parametrize("name", ["schema", "schema/label_config.xml", "annotations/rulings.jsonl"])
def test_what_schema_writes_is_as_it_was(name: str, root: Path) -> None:
    take_away(root / name)
    assert told("schema", "--write")[0] == 0
    assert [
        line for line in told_problems()[1].splitlines() if "codebook-stale" in line or "release-lacks" in line
    ] == []


def test_a_region_that_nobody_makes_and_one_that_has_no_place_are_told_before_anything_is_built(root: Path) -> None:
    """Regression: the message was `nothing makes the regions []`, at the end of a build."""
    card = root / "DATASET_CARD.md"
    card.write_text(card.read_text().replace("generated: numbers", "generated: count"))
    status, said = told_problems()
    assert status == 1
    assert "DATASET_CARD.md: release-lacks: nothing is generated for `<!-- generated: count -->`; remove it" in said
    assert (
        "it has no place for numbers: a line `<!-- generated: numbers -->` and below it `<!-- /generated -->`" in said
    )
    status, said = told("build", "--no-load")
    assert status == 2
    assert "nothing was built" in said
    assert "it has no place for numbers" in said
