"""The recipes, one module each. A new outlet's recipe is a new module and one entry in `RECIPES`.

Other packages can have recipes too: see `installed`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import RecipeError
from ...naming import alternatives
from ..reading import Recipe, RecordRecipe
from .csv_field import CsvFieldRecipe
from .day_item import DayItemRecipe
from .front_matter import FrontMatterRecipe
from .html import FirstHtmlRecipe, HtmlRecipe
from .installed import installed_names, installed_recipe, providers
from .jsonl_field import JsonlFieldRecipe
from .parallel_tsv import ParallelTsvRecipe
from .plain_text import PlainTextRecipe
from .rt_text import RtTextRecipe
from .sputnik_text import SputnikTextRecipe
from .tass_text import TassTextRecipe
from .wikinews_csv import WikinewsCsvRecipe

RECIPES: tuple[Recipe, ...] = (
    RtTextRecipe(),
    SputnikTextRecipe(),
    TassTextRecipe(),
    PlainTextRecipe(),
    JsonlFieldRecipe(),
    HtmlRecipe(),
    WikinewsCsvRecipe(),
    ParallelTsvRecipe(),
    DayItemRecipe(),
    CsvFieldRecipe(),
    FrontMatterRecipe(),
)
"""The built-in recipes."""

EARLIER: tuple[Recipe, ...] = (FirstHtmlRecipe(),)
"""Earlier versions of built-in recipes, for texts that they made: used where they are named with their version."""


def all_recipes() -> Iterator[Recipe]:
    """Yield the built-in recipes, and then those of other installed packages by name.

    Raises `RecipeError` if one of the latter cannot be loaded, or has the name of a built-in one.
    """
    yield from RECIPES
    built_in = {recipe.name for recipe in RECIPES}
    for name in installed_names():
        if name in built_in:
            raise RecipeError(
                f"{providers(name)}: the recipe {name!r} has the name of a built-in one; it is never used"
            )
        recipe = installed_recipe(name)
        if recipe is not None:
            yield recipe


def record_recipes() -> Iterator[RecordRecipe]:
    """Yield the built-in recipes for files of several documents."""
    return (recipe for recipe in RECIPES if isinstance(recipe, RecordRecipe))


def record_recipe_of(name: str) -> RecordRecipe | None:
    """Return the built-in recipe for files of several documents that is called `name`, with or without its version."""
    return next((recipe for recipe in record_recipes() if recipe.name == name.partition("/")[0]), None)


def is_built_in(recipe: Recipe) -> bool:
    """Return whether a recipe is one of this package, in its newest or an earlier version."""
    return recipe in (*RECIPES, *EARLIER)


def is_recipe(name: str) -> bool:
    """Return whether a recipe is called `name`, with or without a version; one of another package is not loaded."""
    base = name.partition("/")[0]
    return any(base == recipe.name for recipe in RECIPES) or base in installed_names()


def recipe_named(name: str) -> Recipe:
    """Return the recipe called `name`, with or without its version: a built-in one, or one of an installed package.

    Without a version it is the newest one. A built-in recipe has precedence. Raises `RecipeError` if there is no such
    recipe, or if it cannot be loaded.
    """
    base = name.partition("/")[0]
    recipe = next((recipe for recipe in RECIPES if recipe.name == base), None) or installed_recipe(base)
    if recipe is not None and name in (recipe.name, _versioned(recipe)):
        return recipe
    earlier = next((recipe for recipe in EARLIER if name == _versioned(recipe)), None)
    if earlier is not None:
        return earlier
    known = recipe_names()
    if recipe is not None:  # of another version, so it is named with the one that it has
        known = [_versioned(recipe) if other == recipe.name else other for other in known]
    raise RecipeError(f"no recipe is called {name!r}; {alternatives(name, known)}")


def recipe_names() -> list[str]:
    """Return how every recipe can be named: the built-in ones with their versions after those of other packages."""
    return [*installed_names(), *(_versioned(recipe) for recipe in (*RECIPES, *EARLIER))]


def _versioned(recipe: Recipe) -> str:
    """Return name and version of a recipe as an article records them."""
    return f"{recipe.name}/{recipe.version}"
