"""Recipes of other packages are found by entry points, and one that cannot be used is named with its package."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import CORPUS, document_for, plain_article

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.errors import RecipeError
from claimwire.hydration.readings import documents, readings
from claimwire.hydration.sources import SourceFile
from claimwire.ingest.article import ingest
from claimwire.ingest.recipes import RECIPES, all_recipes, recipe_named
from claimwire.ingest.recipes.installed import installed_names, installed_recipe

MARSH = """\
from claimwire.ingest.reading import Piece, Reading, TextRecipe, lines
from claimwire.schema.vocab import SegmentKind


class MarshTextRecipe(TextRecipe):
    name = "marsh-text"
    version = 2
    describes = "a text with its headline on the last line"

    def read(self, raw):
        *body, headline = lines(raw)
        return Reading((*(line.piece(SegmentKind.BODY) for line in body), headline.piece(SegmentKind.HEADLINE)))
"""
RAW = "The reeds of the marsh were cut.\n\nTwo boats left at dawn.\n\nReeds cut\n"
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a function that makes a distribution with one recipe importable, as if it were installed."""
    modules = set(sys.modules)
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    installed_recipe.cache_clear()

    def make(entry: str = "marsh-text = marsh_recipes:MarshTextRecipe", code: str = MARSH, name: str = "marsh") -> None:
        metadata = site / f"{name}-1.4.dist-info"
        write_text(metadata / "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.4\n")
        write_text(metadata / "entry_points.txt", f"[claimwire.recipes]\n{entry}\n")
        write_text(site / f"{name}_recipes.py", code)

    yield make
    installed_recipe.cache_clear()
    for module in set(sys.modules) - modules:
        if module.endswith("_recipes"):
            del sys.modules[module]


def test_without_other_packages_there_are_the_built_in_recipes_alone() -> None:
    assert installed_names() == ()
    assert tuple(all_recipes()) == RECIPES


def test_a_recipe_of_another_package_reads_a_document(install: Install) -> None:
    install()
    article = ingest(document_for("marsh-text"), RAW.encode(), CORPUS)
    assert (article.recipe, article.headline) == ("marsh-text/2", "Reeds cut")


@pytest.mark.parametrize("name", ["marsh-text", "marsh-text/2"])
def test_it_is_found_with_and_without_its_version(install: Install, name: str) -> None:
    install()
    assert recipe_named(name).name == "marsh-text"


@pytest.mark.parametrize("name", ["marsh-text/1", "marsh-text/", "marsh-text/22"])
def test_it_is_not_found_with_another_version(install: Install, name: str) -> None:
    install()
    with pytest.raises(RecipeError, match=rf"no recipe is called '{name}'; .*there are: marsh-text/2, rt-text/1, "):
        recipe_named(name)


def test_it_is_listed_after_the_built_in_ones(install: Install) -> None:
    install()
    assert [recipe.name for recipe in all_recipes()] == [*(recipe.name for recipe in RECIPES), "marsh-text"]
    listed = CliRunner().invoke(group, ["ingest", "--recipes"], catch_exceptions=False).stdout.splitlines()
    assert listed[-1] == "marsh-text/2: a text with its headline on the last line"
    assert len(listed) == len(RECIPES) + 1


NOT_RECIPES = [
    ('"marsh_text"', "2", '"a text"', True),
    ('""', "2", '"a text"', True),
    ("None", "2", '"a text"', True),
    ('"marsh-text"', '"2"', '"a text"', True),
    ('"marsh-text"', "-1", '"a text"', True),
    ('"marsh-text"', "True", '"a text"', True),
    ('"marsh-text"', "2", "None", True),
    ('"marsh-text"', "2", '"a text"', False),
]


@pytest.mark.parametrize(("name", "version", "describes", "reads"), NOT_RECIPES)
def test_an_object_without_all_that_a_recipe_has_is_refused(
    install: Install, name: str, version: str, describes: str, reads: bool
) -> None:
    code = f"class MarshTextRecipe:\n    name = {name}\n    version = {version}\n    describes = {describes}\n"
    install(code=code + ("    def extract(self, document, record): ...\n" if reads else ""))
    with pytest.raises(RecipeError, match=r"^recipe 'marsh-text' of marsh 1\.4 \(marsh_recipes:.*\) is not a recipe: "):
        recipe_named("marsh-text")


def test_a_recipe_of_version_0_may_be_used(install: Install) -> None:
    install(code=MARSH.replace("version = 2", "version = 0"))
    assert recipe_named("marsh-text/0").version == 0


@pytest.mark.parametrize(
    ("entry", "code", "reason"),
    [
        ("marsh-text = marsh_recipes:MarshTextRecipe", "import no_such_module", "ModuleNotFoundError: No module named"),
        ("marsh-text = marsh_recipes:MarshTextRecipe", "x = 1 / 0", "ZeroDivisionError: division by zero"),
        ("marsh-text = marsh_recipes:MarshTextRecipe", "def", "SyntaxError: "),
        ("marsh-text = marsh_recipes:Missing", MARSH, "AttributeError: .*Missing"),
        ("marsh-text = missing_recipes:MarshTextRecipe", MARSH, "ModuleNotFoundError: "),
        ("marsh-text = marsh_recipes:RECIPE", MARSH + "\nRECIPE = MarshTextRecipe()\n", "TypeError: .*not callable"),
    ],
)
def test_a_recipe_that_cannot_be_loaded_is_named_with_its_package(
    install: Install, entry: str, code: str, reason: str
) -> None:
    install(entry, code)
    message = (
        rf"^recipe 'marsh-text' of marsh 1\.4 \(.*\) cannot be loaded: {reason}.*; update or uninstall that package$"
    )
    with pytest.raises(RecipeError, match=message):
        recipe_named("marsh-text")
    with pytest.raises(RecipeError, match=message):
        list(all_recipes())


def test_a_recipe_that_cannot_be_loaded_disturbs_no_other(install: Install) -> None:
    install(code="import no_such_module")
    install("reeds-text = reeds_recipes:MarshTextRecipe", MARSH.replace("marsh-text", "reeds-text"), "reeds")
    assert recipe_named("plain-text") in RECIPES
    assert recipe_named("reeds-text").name == "reeds-text"
    with pytest.raises(
        RecipeError, match=r"no recipe is called 'telex'; there are: marsh-text, reeds-text, rt-text/1, "
    ):
        recipe_named("telex")


def test_a_recipe_with_another_name_than_its_entry_point_is_refused(install: Install) -> None:
    install("fen-text = marsh_recipes:MarshTextRecipe")
    with pytest.raises(RecipeError, match=r"'fen-text' of marsh 1\.4 .* calls itself 'marsh-text'"):
        recipe_named("fen-text")


@pytest.mark.parametrize("first", ["marsh", "reeds"])
def test_two_packages_with_a_recipe_of_one_name_are_named(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """In alphabetical order, whichever is found first."""
    install()
    install("marsh-text = reeds_recipes:MarshTextRecipe", name="reeds")
    (tmp_path / "first").mkdir()
    (tmp_path / "site" / f"{first}-1.4.dist-info").rename(tmp_path / "first" / f"{first}-1.4.dist-info")
    monkeypatch.syspath_prepend(str(tmp_path / "first"))
    with pytest.raises(RecipeError, match=r"^marsh 1\.4 and reeds 1\.4 both have a recipe called 'marsh-text'"):
        recipe_named("marsh-text")


def test_a_built_in_recipe_is_used_before_another_of_its_name_and_the_list_says_so(install: Install) -> None:
    install("plain-text = marsh_recipes:MarshTextRecipe", MARSH.replace("marsh-text", "plain-text"))
    assert recipe_named("plain-text") in RECIPES
    with pytest.raises(RecipeError, match="no recipe is called 'plain-text/9'"):
        recipe_named("plain-text/9")
    with pytest.raises(RecipeError, match=r"^marsh 1\.4: the recipe 'plain-text' has the name of a built-in one"):
        list(all_recipes())


def test_an_entry_point_of_another_group_is_no_recipe(install: Install, tmp_path: Path) -> None:
    install()
    write_text(
        tmp_path / "site" / "marsh-1.4.dist-info" / "entry_points.txt", "[other]\nmarsh-text = marsh_recipes:X\n"
    )
    assert installed_recipe("marsh-text") is None


def test_an_article_of_a_recipe_that_is_not_installed_is_read_as_any_text() -> None:
    """Its package may be missing where a copy is hydrated."""
    article = plain_article("Reeds cut\n\nThe reeds were cut.\n\nTwo boats left.\n")
    record = article.model_copy(update={"recipe": "marsh-text/2", "text": None, "text_sha256": "0" * 64})
    (document,) = documents(SourceFile("reeds.txt", RAW.encode()))
    (candidate,), (problem,) = readings(record, document)
    assert candidate.article.recipe == "as-found/1"
    assert problem.startswith("reeds.txt: no recipe is called 'marsh-text/2'; there are: rt-text/1, ")
