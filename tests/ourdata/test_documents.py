"""The generated documents of this repository are those that its records make."""

from __future__ import annotations

import re

import pytest
from repository import ROOT

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
    for page in ("agreement", "conflicts"):
        text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        named = {ROOT / "docs" / name for name in re.findall(r"\]\((images/[^)]+\.svg)\)", text)}
        assert named == set((ROOT / "docs" / "images").glob(f"{page}-*.svg"))
        assert len(named) > 3


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
