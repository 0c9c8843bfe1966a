"""The recipes, one module each. A new outlet's recipe is a new module and one entry in `RECIPES`."""

from __future__ import annotations

from ...errors import RecipeError
from ..reading import Recipe
from .html import HtmlRecipe
from .jsonl_field import JsonlFieldRecipe
from .plain_text import PlainTextRecipe
from .rt_text import RtTextRecipe
from .sputnik_text import SputnikTextRecipe
from .tass_text import TassTextRecipe

RECIPES: tuple[Recipe, ...] = (
    RtTextRecipe(),
    SputnikTextRecipe(),
    TassTextRecipe(),
    PlainTextRecipe(),
    JsonlFieldRecipe(),
    HtmlRecipe(),
)


def recipe_named(name: str) -> Recipe:
    """Return the recipe called `name`, with or without its version; raises `RecipeError` if there is none."""
    for recipe in RECIPES:
        if name in (recipe.name, f"{recipe.name}/{recipe.version}"):
            return recipe
    known = ", ".join(f"{recipe.name}/{recipe.version}" for recipe in RECIPES)
    raise RecipeError(f"no recipe is called {name!r}; there are {known}")
