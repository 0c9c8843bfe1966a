"""`tools/regenerate` writes what is stale, removes what is left over, and says what it did."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence

import pytest
from repository import ROOT

from claimwire.checks import CHECKS
from claimwire.conflicts import KINDS
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, ReleaseError
from claimwire.formats.human import HUMAN_CORPORA
from claimwire.release import build as build_module
from claimwire.release.build import build
from claimwire.versions import SCHEMA_VERSION
from tools import checks_page, conflicts_page
from tools.regenerate import GENERATORS, main, regenerate, stale_files


def page(*regions: str) -> str:
    return "".join(f"<!-- generated: {name} -->\n<!-- /generated -->\n\n" for name in regions)


@pytest.fixture
def documented(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The small repository, the current folder, with pages whose regions are empty."""
    docs = small.root / "docs"
    write_text(docs / "checks.md", page(*(f"level {number}" for number in range(1, 6))))
    corpora = [f"corpus {corpus_id}" for corpus_id in small.corpus_ids()]
    write_text(docs / "conflicts.md", page("kinds", "counts", "linkers", "proposals", *corpora))
    write_text(docs / "formats.md", page("formats", "kept", "losses"))
    write_text(docs / "human-corpora.md", page("corpora", "unjudged", *(human.format_id for human in HUMAN_CORPORA)))
    write_text(docs / "label-studio.md", page("replacing", "measured elsewhere"))
    write_text(docs / "baselines.md", page("classifiers"))
    write_text(docs / "sourcing.md", page("fields", "statuses", "card heron_h"))
    write_text(docs / "glossary.md", page("words", "labels", "slots"))
    words = "| word | means |\n|---|---|\n| span | a range of a text |\n"
    write_text(small.root / "README.md", f"{(small.root / 'README.md').read_text(encoding='utf-8')}\n{words}")
    tables = [f"tables {corpus_id}" for corpus_id in small.corpus_ids()]
    write_text(docs / "agreement.md", page(*tables, "speed", "audits"))
    write_text(docs / "preannotating.md", page("suggestions", "effort", "differing", "order"))
    write_text(small.root / "benchmarks" / "preannotation.json", '{"helped": [], "order": []}\n')
    write_text(small.root / "benchmarks" / "agreement.json", '{"seconds": 3}\n')
    monkeypatch.chdir(docs)
    return small


def names(workspace: Workspace, which: Sequence[str]) -> set[str]:
    chosen = [generator for generator in GENERATORS if generator.name in which]
    return {workspace.shown(file.path) for file in stale_files(workspace, chosen)}


@pytest.mark.long
def test_empty_pages_are_filled_once_and_then_fresh(documented: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    written = capsys.readouterr().out.splitlines()
    assert {
        f"docs/{name}.md: written"
        for name in ("checks", "conflicts", "agreement", "glossary", "label-studio", "preannotating")
    } <= set(written)
    docs = documented.root / "docs"
    assert all(f"`{check.check_id}`" in (docs / "checks.md").read_text() for check in CHECKS)
    text = (docs / "conflicts.md").read_text()
    assert all(f"`{kind.kind_id}`" in text for kind in KINDS)
    figures = [image.name for image in (docs / "images").glob("*.svg")]
    assert all(f"images/{name}" in text for name in figures if name.startswith("conflicts-"))
    kinds = {name.removesuffix(".svg").split("-")[0] for name in figures}
    assert kinds == {"agreement", "conflicts", "example", "sourcing"}
    assert "human agreement" in (docs / "agreement.md").read_text()
    assert "`DELETE /api/tasks/ID`" in (docs / "label-studio.md").read_text()
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "every generated file is fresh\n" * 2


def test_a_check_names_what_is_stale_and_changes_nothing(
    documented: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = ("schema", "card", "checks", "conflicts")
    assert main(quick) == 0
    capsys.readouterr()
    stale = documented.root / "docs" / "checks.md"
    write_text(stale, stale.read_text().replace("span-empty", "span-void"))
    left_over = documented.root / "docs" / "images" / "conflicts-gone-1.svg"
    write_text(left_over, "<svg/>")
    by_hand = documented.root / "docs" / "images" / "by-hand.svg"
    write_text(by_hand, "<svg/>")
    label_config = documented.schema / "label_config.xml"
    label_config.unlink()
    assert main(["--check", *quick]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "docs/checks.md: stale; run tools/regenerate",
        "docs/images/conflicts-gone-1.svg: nothing makes it",
        "schema/label_config.xml: stale; run tools/regenerate",
    ]
    assert "span-void" in stale.read_text()
    assert left_over.exists()
    assert main(quick) == 0
    assert capsys.readouterr().out.splitlines() == [
        "docs/checks.md: written",
        "docs/images/conflicts-gone-1.svg: removed",
        "schema/label_config.xml: written",
    ]
    assert "span-void" not in stale.read_text()
    assert not left_over.exists()
    assert by_hand.exists()
    assert label_config.exists()


def test_the_page_of_conflicts_is_about_the_corpora_that_it_names(
    documented: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    named, *others = documented.plan().corpora
    assert others
    path = documented.root / "docs" / "conflicts.md"
    write_text(path, page("kinds", "counts", "linkers", "proposals", f"corpus {named}"))
    made = conflicts_page.generated(documented)
    text = made.pop(path).decode()
    corpora = {row.split(" | ")[0] for row in re.findall(r"^\| (\w+ \| .*)$", text, re.MULTILINE)}
    assert named in corpora
    assert not corpora & set(others)
    own = len(documented.corpus(named).links)
    assert f"Of the {own} links" in text
    assert not [image for image in made if named not in image.name and any(name in image.name for name in others)]
    write_text(path, page("kinds", "counts", "linkers", "proposals", f"corpus {named}", "corpus gone"))
    assert main(["conflicts"]) == 2
    assert "nothing is generated for corpus gone" in capsys.readouterr().err


def test_only_the_generators_named_are_run(documented: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    (documented.root / "docs" / "agreement.md").unlink()
    assert main(["checks", "schema"]) == 0
    assert capsys.readouterr().out == "docs/checks.md: written\n"
    with pytest.raises(SystemExit) as ended:
        main(["chequers"])
    assert ended.value.code == 2
    assert "unknown: chequers; there are schema, card, example, checks" in capsys.readouterr().err


def test_a_page_that_lacks_a_region_is_named(documented: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    write_text(documented.root / "docs" / "checks.md", page("level 1"))
    with pytest.raises(ClaimwireError, match="level 2"):
        checks_page.generated(documented)
    assert main(["checks"]) == 2
    assert "docs/checks.md: it has no place for level 2" in capsys.readouterr().err


def test_card_and_readme_are_those_of_the_latest_release(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(small, ["card"]) == set(), "no release, nothing to take"
    monkeypatch.setattr(build_module, "update_documents", lambda _: [])
    build(small, release=True)
    assert names(small, ["card"]) == {"DATASET_CARD.md", "README.md"}
    regenerate(small, [generator for generator in GENERATORS if generator.name == "card"])
    assert "| claims | 147 | 23 | 170 |" in (small.root / "README.md").read_text()
    plan = small.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('"1.0.0"', '"1.1.0"'))
    assert names(small, ["card"]) == set()
    shutil.rmtree(small.dataset / "1.0.0")
    write_text(small.root / "README.md", "stale")
    assert names(small, ["card"]) == set()


def test_a_schema_that_a_release_was_made_with_is_not_written_over(small: Workspace) -> None:
    build(small, release=True)
    schema = small.schema / SCHEMA_VERSION / "claim.schema.json"
    schema.write_text("{}\n")
    (small.schema / "label_config.xml").write_text("stale")
    with pytest.raises(ReleaseError, match="raise SCHEMA_VERSION"):
        regenerate(small, GENERATORS[:1])
    assert schema.read_text() == "{}\n"
    assert (small.schema / "label_config.xml").read_text() == "stale"


def test_the_command_is_run_as_a_module_of_the_repository(small: Workspace) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    run = [sys.executable, "-m", "tools.regenerate", "--check", "schema"]
    done = subprocess.run(run, cwd=small.annotations, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "every generated file is fresh\n"), done.stderr
