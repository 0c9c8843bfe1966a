"""The generated documents of this repository are those that its records make."""

from __future__ import annotations

import re

import pytest
from documents import PAGES, blocks
from repository import ROOT

from claimwire.corpus.workspace import Workspace
from tools import agreement_page
from tools.regenerate import GENERATORS, main


@pytest.mark.parametrize("name", [generator.name for generator in GENERATORS])
def test_the_generated_files_are_fresh(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = main(["--check", name])
    assert (capsys.readouterr().out, status) == ("every generated file is fresh\n", 0)


def test_every_image_of_a_generated_page_is_there_and_none_is_left_over() -> None:
    for page, least in (("agreement", 4), ("conflicts", 4), ("sourcing", 1)):
        text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        named = {ROOT / "docs" / name for name in re.findall(r"\]\((images/[^)]+\.svg)\)", text)}
        assert named == set((ROOT / "docs" / "images").glob(f"{page}-*.svg"))
        assert len(named) >= least


def test_every_table_of_the_page_on_agreement_says_that_it_is_model_agreement() -> None:
    page = (ROOT / agreement_page.DOCUMENT).read_text(encoding="utf-8")
    titles = re.findall(r"^\*\*((?:openwire|karabakh)[^*]*)\*\*$", page, re.MULTILINE)
    assert len(titles) > 10
    for title in titles:
        says_so = "model agreement, not human agreement" in title or "model audit, not human audit" in title
        assert says_so or title.endswith("claims in their layers")


def test_the_functions_that_the_readme_names_are_where_it_says() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_/]+\.py): ([a-z_]+)`", text)
    assert len(named) > 8
    for path, name in named:
        source = (ROOT / "src" / "claimwire" / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"{path}: {name}"


def test_the_release_that_the_code_of_a_document_loads_is_published_and_in_the_readme_the_latest() -> None:
    """Regression: the code told of an older release than the numbers beside it."""
    releases = Workspace(ROOT).releases()
    latest = Workspace(ROOT).latest_release()
    assert latest is not None
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        code = "".join(block.code for block in blocks(page) if block.language == "python")
        named = re.findall(r"dataset/(\d[\w.]*)|load_release\(\"(\d[\w.]*)\"", code)
        versions = {first or second for first, second in named}
        assert versions <= {folder.name for folder in releases}, page.name
        if page.name in ("README.md", "DATASET_CARD.md"):
            assert versions == {latest.name}, page.name
            assert text.count("<!-- generated") > 0


@pytest.mark.parametrize("word", ["layer", "slot", "outlet", "stand-off", "hydrate", "voice", "borderline", "recipe"])
def test_a_word_of_ours_is_explained_in_the_readme(word: str) -> None:
    assert re.search(rf"^\| [^|]*\b{word}\b[^|]* \| ", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_no_line_of_the_readme_but_tables_is_wider_than_a_screen() -> None:
    """Regression: a picture of 140 columns wrapped, and its names stood under other arrows."""
    for block in blocks(ROOT / "README.md"):
        assert max(map(len, block.code.splitlines())) <= 135, block.line
