"""What a caller says about documents beside their content, held against what a corpus records about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from pydantic import ValidationError

from ..addresses import is_web_address
from ..corpus.records import validation_messages
from ..errors import RecipeError
from ..naming import alternatives
from ..schema import Article, CorpusInfo, Document
from .article import check_date
from .recipes import recipe_named


@dataclass(frozen=True)
class DocumentFacts:
    """What is said about documents beside their content: by options of `claimwire ingest`, a table, front matter."""

    outlet_id: str | None = None
    recipe: str | None = None
    published: str | None = None
    episode_id: str | None = None
    url: str | None = None
    headline: str | None = None
    told_by: tuple[tuple[str, str], ...] = ()
    """Facts with the place that says them, such as `facts.csv:3`; those that are not there are options."""

    @classmethod
    def said(cls, values: Mapping[str, str], told_by: Mapping[str, str]) -> DocumentFacts:
        """Return facts by name, with the places that say them."""
        given = {field.name: values.get(field.name) for field in fields(cls) if field.name != "told_by"}
        return replace(cls(), **given, told_by=tuple(told_by.items()))

    def values(self) -> dict[str, str]:
        """Return the facts that are said, by name."""
        every = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "told_by"}
        return {name: value for name, value in every.items() if value is not None}

    def teller(self, field: str) -> str:
        """Return what says a fact: an option, or a place."""
        return dict(self.told_by).get(field) or OPTIONS.get(field, field)


OPTIONS = {"outlet_id": "--outlet", "recipe": "--recipe", "published": "--published", "episode_id": "--episode"}
"""The facts and the options that give them."""


@dataclass(frozen=True)
class OtherFact:
    """A fact that the caller gives otherwise than the corpus records it."""

    field: str
    recorded: str | None
    given: str
    teller: str

    def __str__(self) -> str:
        if self.field == "published":
            date = "no date of publication is recorded"
            recorded = date if self.recorded is None else f"its recorded date of publication is {self.recorded}"
        else:
            recorded = f"it is recorded with {self._name if self.recorded else 'no'} {self.recorded or self._name}"
        return f"{recorded}, and {self.teller} says {self.given}"

    @property
    def change(self) -> str:
        """What changes if the given fact takes the place of the recorded one."""
        return f"{self._name} {self.recorded or 'none'} -> {self.given}"

    @property
    def _name(self) -> str:
        return self.field.removesuffix("_id")


def require_facts(facts: DocumentFacts, outlets: Collection[str], events: Collection[str]) -> None:
    """Raise `RecipeError` if a caller names a recipe, an outlet or an event that there is not, no date or no address.

    `outlets` and `events` are the ids of those of the repository.
    """
    if facts.recipe is not None:
        recipe_named(facts.recipe)
    if facts.outlet_id is not None and facts.outlet_id not in outlets:
        raise RecipeError(f"{facts.teller('outlet_id')}: {unknown_outlet(facts.outlet_id, outlets)}")
    if facts.episode_id is not None and facts.episode_id not in events:
        raise RecipeError(
            f"{facts.teller('episode_id')}: no event is called {facts.episode_id!r}; "
            f"{alternatives(facts.episode_id, events)}. Add it first: `claimwire event add CORPUS {facts.episode_id}`"
        )
    try:
        check_date(facts.published)
    except RecipeError as error:
        raise RecipeError(f"{facts.teller('published')}: {error}") from error
    if facts.url is not None and not is_web_address(facts.url):
        raise RecipeError(
            f"{facts.teller('url')}: the url {facts.url!r:.80} is not an address of the web; write one that begins "
            "with https:// or http://"
        )


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
    recipe = document.recipe or info.recipe
    made_by = recipe if article is None else article.recipe
    date = document.published
    found = None if article is None else article.publication.date
    if found is not None and (date is None or found.startswith(date)):
        date = found
    recorded = {
        "outlet_id": document.outlet_id,
        "recipe": made_by if "/" in (facts.recipe or "") else recipe,
        "published": date,
        "episode_id": document.episode_id,
        "url": document.url or (None if article is None else article.url),
        "headline": document.headline or (None if article is None else article.headline),
    }
    for field, known in recorded.items():
        given = getattr(facts, field)
        is_known = _is_same_recipe(given, recipe, made_by) if given and field == "recipe" else given == known
        if given is not None and not is_known:
            yield OtherFact(field, known, given, facts.teller(field))


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
