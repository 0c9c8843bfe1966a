"""Recipes of other installed packages: entry points of the group `claimwire.recipes`.

An entry point has the name of the recipe, and its value is the recipe's class, which is called without arguments. It is
loaded only when that recipe is asked for, so that a package that cannot be loaded disturbs no other recipe.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TypeGuard

from ...errors import RecipeError
from ..reading import Recipe

GROUP = "claimwire.recipes"
NAME = re.compile(r"[a-z0-9-]+")
"""Names of recipes, as `Article.recipe` has them before the version."""


def installed_names() -> tuple[str, ...]:
    """Return the names of the recipes of other packages, in alphabetical order, without loading them."""
    return tuple(sorted(entry_points(group=GROUP).names))


def providers(name: str) -> str:
    """Return name and version of every distribution that has a recipe of a name, joined by `and`."""
    return " and ".join(sorted(map(_distribution, entry_points(group=GROUP, name=name))))


@cache
def installed_recipe(name: str) -> Recipe | None:
    """Return the recipe of another package that is called `name` (without version); None if there is none.

    Raises `RecipeError`, with the name of the distribution, if the recipe cannot be loaded, is not a recipe or has
    another name than its entry point, and if several distributions have a recipe of that name.
    """
    entries = list(entry_points(group=GROUP, name=name))
    if not entries:
        return None
    if len(entries) > 1:
        raise RecipeError(f"{providers(name)} both have a recipe called {name!r}; uninstall all but one")
    return _loaded(entries[0])


def _loaded(entry: EntryPoint) -> Recipe:
    """Return the recipe that an entry point names; raises `RecipeError` if it cannot be used."""
    described = f"recipe {entry.name!r} of {_distribution(entry)} ({entry.value})"
    try:
        recipe = entry.load()()
    except Exception as error:  # Importing another package's code can raise anything.
        raise RecipeError(
            f"{described} cannot be loaded: {type(error).__name__}: {error}; update or uninstall that package"
        ) from error
    if not _is_recipe(recipe):
        raise RecipeError(
            f"{described} is not a recipe: expected an object with `name` (lowercase letters, digits and hyphens), "
            "`version` (a number from 0), `describes` and `extract`"
        )
    if recipe.name != entry.name:
        raise RecipeError(f"{described} calls itself {recipe.name!r}; expected the name of its entry point")
    return recipe


def _is_recipe(value: object) -> TypeGuard[Recipe]:
    """Return whether an object has everything that a recipe has, with a name and a version that can be recorded."""
    name, version = getattr(value, "name", None), getattr(value, "version", None)
    return (
        isinstance(name, str)
        and NAME.fullmatch(name) is not None
        and isinstance(version, int)
        and not isinstance(version, bool)
        and version >= 0
        and isinstance(getattr(value, "describes", None), str)
        and callable(getattr(value, "extract", None))
    )


def _distribution(entry: EntryPoint) -> str:
    """Return name and version of the distribution that an entry point belongs to."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist is not None else "an unknown distribution"
