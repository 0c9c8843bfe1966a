"""What a caller says about documents beside their content, held against what a corpus records about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..errors import RecipeError
from ..naming import alternatives
from ..schema import Article, CorpusInfo, Document
from .article import check_date
from .recipes import recipe_named


@dataclass(frozen=True)
class DocumentFacts:
    """What the caller says about documents; each fact is an option of `claimwire ingest`."""

    outlet_id: str | None = None
    recipe: str | None = None
    published: str | None = None
    episode_id: str | None = None


OPTIONS = {"outlet_id": "--outlet", "recipe": "--recipe", "published": "--published", "episode_id": "--episode"}
"""The facts and the options that give them."""


@dataclass(frozen=True)
class OtherFact:
    """A fact that the caller gives otherwise than the corpus records it."""

    field: str
    recorded: str | None
    given: str

    def __str__(self) -> str:
        if self.field == "published":
            date = "no date of publication is recorded"
            recorded = date if self.recorded is None else f"its recorded date of publication is {self.recorded}"
        else:
            recorded = f"it is recorded with {self._name if self.recorded else 'no'} {self.recorded or self._name}"
        return f"{recorded}, and {OPTIONS[self.field]} says {self.given}"

    @property
    def change(self) -> str:
        """What changes if the given fact takes the place of the recorded one."""
        return f"{self._name} {self.recorded or 'none'} -> {self.given}"

    @property
    def _name(self) -> str:
        return self.field.removesuffix("_id")


def require_facts(facts: DocumentFacts, outlets: Collection[str], events: Collection[str]) -> None:
    """Raise `RecipeError` if there is no recipe, outlet or event of the name that a caller gives, or no such date.

    `outlets` and `events` are the ids of those of the repository.
    """
    if facts.recipe is not None:
        recipe_named(facts.recipe)
    if facts.outlet_id is not None and facts.outlet_id not in outlets:
        raise RecipeError(unknown_outlet(facts.outlet_id, outlets))
    if facts.episode_id is not None and facts.episode_id not in events:
        raise RecipeError(
            f"--episode: no event is called {facts.episode_id!r}; {alternatives(facts.episode_id, events)}. Add it to "
            "events.jsonl of a corpus first"
        )
    try:
        check_date(facts.published)
    except RecipeError as error:
        raise RecipeError(f"--published: {error}") from error


def unknown_outlet(outlet_id: str, outlets: Collection[str]) -> str:
    """Return the message about an outlet that no file describes."""
    known = alternatives(outlet_id, sorted(outlets))
    return f"no outlet is called {outlet_id!r}; {known}. Describe it in a file of annotations/outlets first"


def differences(facts: DocumentFacts, document: Document, article: Article | None, info: CorpusInfo) -> list[OtherFact]:
    """Return what a caller says otherwise about a document that a corpus lists.

    `article` is what the corpus has made of it, if it has: it may have a date that `corpus.toml` does not give.
    """
    return list(_differences(facts, document, article, info))


def _differences(
    facts: DocumentFacts, document: Document, article: Article | None, info: CorpusInfo
) -> Iterator[OtherFact]:
    if facts.outlet_id not in (None, document.outlet_id):
        yield OtherFact("outlet_id", document.outlet_id, str(facts.outlet_id))
    recipe = document.recipe or info.recipe
    made_by = recipe if article is None else article.recipe
    if facts.recipe is not None and not _is_same_recipe(facts.recipe, recipe, made_by):
        yield OtherFact("recipe", made_by if "/" in facts.recipe else recipe, facts.recipe)
    published = document.published
    date = None if article is None else article.publication.date
    if date is not None and (published is None or date.startswith(published)):
        published = date
    if facts.published not in (None, published):
        yield OtherFact("published", published, str(facts.published))
    if facts.episode_id not in (None, document.episode_id):
        yield OtherFact("episode_id", document.episode_id, str(facts.episode_id))


def _is_same_recipe(given: str, recorded: str, made_by: str) -> bool:
    """Return whether a recipe that a caller names is the one on record: with its version, if the caller names one."""
    if "/" in given:
        return given in (recorded, made_by)
    return given == recorded.partition("/")[0]


def with_facts(document: Document, found: Collection[OtherFact]) -> Document:
    """Return a document with what the caller says in place of what was recorded.

    How a recorded date was found goes with that date. Raises `RecipeError` if a value is none of its kind.
    """
    given: dict[str, str | None] = {difference.field: difference.given for difference in found}
    if "published" in given:
        given |= {"found": None, "evidence": None}
    try:
        return Document.model_validate(document.model_dump() | given)
    except ValidationError as error:
        raise RecipeError(f"{document.file}: {validation_messages(error)}") from error
