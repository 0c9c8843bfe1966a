"""Versions of the recipe for pages, and that the extra `html` installs all that they need."""

from __future__ import annotations

import builtins
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from typing import Any

import pytest
from invented import CORPUS, document_for
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from raw_documents import HTML
from repository import ROOT

from claimwire.errors import RecipeError
from claimwire.ingest.article import ingest
from claimwire.ingest.recipes import EARLIER, RECIPES, all_recipes, recipe_named
from claimwire.ingest.recipes.html.library import missing

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


def test_the_newest_version_is_used_where_none_is_named() -> None:
    assert recipe_named("html") is recipe_named("html/2")
    assert ingest(document_for("html"), HTML.encode(), CORPUS).recipe == "html/2"


def test_an_article_of_an_earlier_version_can_be_made_again() -> None:
    page = HTML.replace("</article>", "<p>You can share this story on social media:</p></article>")
    first = ingest(document_for("html/1"), page.encode(), CORPUS)
    assert first.recipe == "html/1"
    assert first.headline == "Ferry sinks off Port Orlan"
    assert "You can share this story" in (first.text or "")
    assert "You can share this story" not in (ingest(document_for("html"), page.encode(), CORPUS).text or "")


def test_earlier_versions_are_of_built_in_recipes_and_are_not_listed() -> None:
    newest = {recipe.name: recipe.version for recipe in RECIPES}
    assert all(recipe.version < newest[recipe.name] for recipe in EARLIER)
    assert not set(EARLIER) & set(all_recipes())
    with pytest.raises(RecipeError, match=r"no recipe is called 'html/3'; did you mean 'html/2' or 'html/1'"):
        recipe_named("html/3")


def installed_by(requirements: list[str]) -> set[str]:
    """Return the names of all projects that requirements install, as their metadata says here."""
    found: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) not in found:
                found.add((name, extra))
                needed = [Requirement(text) for text in distribution(name).requires or []]
                waiting += [r for r in needed if r.marker is None or r.marker.evaluate({"extra": extra})]
    return {name for name, _ in found}


READ_WITH = """
import importlib.abc, json, sys
of_module, allowed, page = json.loads(sys.stdin.read())

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        owners = of_module.get(name.partition(".")[0])
        if owners and not set(owners) & set(allowed):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

sys.meta_path.insert(0, Absent())
from claimwire.errors import RecipeError
from claimwire.ingest.recipes import recipe_named
for name in ("html/1", "html/2"):
    try:
        print(recipe_named(name).extract(page.encode(), None)[0].split(chr(10))[0])
    except RecipeError as error:
        print(error)
"""


def read_with(allowed: set[str]) -> list[str]:
    """Read a page where only some of the projects that are installed here are; return a line for each version."""
    of_module = {module: [canonicalize_name(n) for n in names] for module, names in packages_distributions().items()}
    given = json.dumps([of_module, sorted(allowed), HTML])
    command = [sys.executable, "-c", READ_WITH]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout.splitlines()


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed: list[str] = project["dependencies"]
    return needed


def test_the_extra_installs_all_that_a_page_is_read_with() -> None:
    """lxml_html_clean was missing: trafilatura was there, and could not be imported."""
    allowed = installed_by([*dependencies(), *EXTRAS["html"]]) | {"claimwire"}
    assert read_with(allowed) == ["Ferry sinks off Port Orlan"] * 2


def test_a_module_that_is_missing_is_named_with_what_installs_it() -> None:
    allowed = installed_by([*dependencies(), *EXTRAS["html"]]) | {"claimwire"}
    told = read_with(allowed - {"lxml-html-clean"})
    assert all("reading HTML needs the module lxml_html_clean, which could not be imported (" in line for line in told)
    assert all("pip install 'claimwire[html]' installs it, or lxml_html_clean alone" in line for line in told)
    told = read_with(allowed - {"trafilatura"})
    assert all(
        re.match(r"reading HTML needs the module trafilatura, which could not be imported \(No", line) for line in told
    )


def test_the_error_names_what_python_says(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "trafilatura":
            raise ImportError("libxml2.so.2: cannot open shared object file", name="lxml.etree")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RecipeError, match=r"needs the module lxml\.etree, .*\(libxml2\.so\.2: cannot open"):
        ingest(document_for("html"), HTML.encode(), CORPUS)
    assert "needs a module, which" in str(missing(ImportError("broken\n installation")))
