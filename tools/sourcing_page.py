"""`docs/sourcing.md` and its pictures: the cards of the articles that the page names, and what each field means.

The page names an article by having a region for it, `card ID`.
"""

from __future__ import annotations

from pathlib import Path

from claimwire.api import sourcing_labels
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.regions import fill, plain_markdown, region_names, table
from claimwire.schema.fields import shapes
from claimwire.sourcing import SideStatus, SourcingLabel
from claimwire.sourcing.card import card
from claimwire.sourcing.wording import STATUSES, Heading, lines

DOCUMENT = "docs/sourcing.md"
FIGURE_PREFIX = "sourcing-"
"""How the file names of the pictures begin, in `docs/images/`."""

CARD_REGION = "card "
"""How the name of a region for an article begins; its id follows."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page and its pictures as the records make them: path -> content.

    Raises `ClaimwireError` if the page lacks one of its regions, or has one of an article that there is not.
    """
    path = workspace.root / DOCUMENT
    text = path.read_text(encoding="utf-8")
    outlets = workspace.outlets()
    regions = {"fields": _fields(), "statuses": _statuses()}
    files: dict[Path, bytes] = {}
    for region in (name for name in region_names(text) if name.startswith(CARD_REGION)):
        article_id = region.removeprefix(CARD_REGION)
        corpus = workspace.corpus_of_article(article_id)
        label = sourcing_labels(corpus.only([article_id]), workspace).get(article_id)
        if label is None:
            raise ClaimwireError(f"{DOCUMENT}: nothing is adjudicated in {article_id}; name another article")
        article = corpus.article(article_id)
        heading = Heading(article.headline, outlets[article.outlet_id].name, article.publication.date)
        name = f"{FIGURE_PREFIX}{article_id}.svg"
        files[workspace.root / "docs" / "images" / name] = card(label, heading).encode("utf-8")
        shown = "\n".join(lines(label, heading))
        regions[region] = f"![{plain_markdown(heading.headline)}](images/{name})\n\n```text\n{shown}\n```\n"
    files[path] = fill(text, regions, DOCUMENT).encode("utf-8")
    return files


def _fields() -> str:
    rows = []
    for shape in shapes(SourcingLabel):
        rows.append((f"`{shape.name}`", plain_markdown(shape.description)))
        parts = () if shape.record is None else shapes(shape.record)
        rows += [(f"`{shape.name}[].{part.name}`", plain_markdown(part.description)) for part in parts]
    return table(("column", "what it says"), rows)


def _statuses() -> str:
    rows = ((f"`{status.value}`", STATUSES[status], status.description) for status in SideStatus)
    return table(("status", "on the card", "meaning"), rows)
