"""`docs/conflicts.md` and its figures: the conflicts of the corpora that the page names, and how links are found.

The page names a corpus by having a region for it, `corpus ID`: hundreds of articles would make a page that nobody
reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from claimwire.conflicts import KINDS, ConflictIndex, disputes
from claimwire.conflicts.chart import chart
from claimwire.conflicts.link_proposals import measure_proposals
from claimwire.conflicts.page import ClaimRow, DisputeSection, EventPage, event_pages
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill, plain_markdown, region_names, table
from claimwire.schema import Annotator

DOCUMENT = "docs/conflicts.md"
FIGURE_PREFIX = "conflicts-"
"""How the file names of the figures begin, in `docs/images/`."""

CORPUS_REGION = "corpus "
"""How the name of a region for a corpus begins; its id follows."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page and its figures as the records make them: path -> content.

    Raises `ClaimwireError` if the page lacks one of its regions, or has one of a corpus that is not in the plan.
    """
    outlets = workspace.outlets()
    path = workspace.root / DOCUMENT
    text = path.read_text(encoding="utf-8")
    named = corpora_of_page(text, workspace.plan().corpora)
    indexes = {name: ConflictIndex(workspace.corpus(name), outlets) for name in named}
    shown = {name: event_pages(index, disputes(index)) for name, index in indexes.items()}
    known = {item.record.annotator_id: item.record for item in workspace.annotators()[0]}
    linkers = _linkers(indexes, known)
    regions = {"kinds": _kinds(), "counts": _counts(shown), "linkers": linkers, "proposals": _proposals(indexes)}
    files: dict[Path, bytes] = {}
    for name, found in shown.items():
        regions[f"{CORPUS_REGION}{name}"] = "\n".join(_page(page) for page in found)
        for page in found:
            for number, section in enumerate(page.sections, start=1):
                if section.charted:
                    title = f"{page.name}: {section.title}"
                    image = workspace.root / "docs" / "images" / _figure(page, number)
                    files[image] = chart(section.charted, title).encode("utf-8")
    files[path] = fill(text, regions, DOCUMENT).encode("utf-8")
    return files


def corpora_of_page(text: str, corpora: Iterable[str]) -> tuple[str, ...]:
    """Return those of some corpora that the text of the page has a region for, in the order of the corpora."""
    regions = region_names(text)
    return tuple(corpus_id for corpus_id in corpora if f"{CORPUS_REGION}{corpus_id}" in regions)


def _kinds() -> str:
    return table(("kind", "title", "what it finds"), ((f"`{x.kind_id}`", x.title, x.description) for x in KINDS))


def _counts(shown: dict[str, list[EventPage]]) -> str:
    rows = []
    for name, found in shown.items():
        counts = Counter(item.kind for page in found for section in page.sections for item in section.conflicts)
        disputed = Counter(section.kind.kind_id for page in found for section in page.sections if section.conflicts)
        rows += [(name, f"`{x.kind_id}`", disputed[x.kind_id], counts[x.kind_id]) for x in KINDS]
        rows.append((name, "all", disputed.total(), counts.total()))
    return table(("corpus", "kind", "facts in dispute", "pairs of claims"), rows)


def _linkers(indexes: Mapping[str, ConflictIndex], annotators: Mapping[str, Annotator]) -> str:
    """Return a sentence for every annotator who decided on links: how many of all, and who or what it is."""
    counts = Counter(link.annotator_id for index in indexes.values() for link in index.corpus.links.values())
    lines = []
    for annotator_id in sorted(counts):
        who = annotators[annotator_id]
        lines.append(
            f"- Of the {counts.total()} links, {counts[annotator_id]} were decided by `{annotator_id}`, "
            f"a {who.annotator_kind.value} annotator. {who.description}"
        )
    return "\n".join(lines) + "\n"


def _proposals(indexes: dict[str, ConflictIndex]) -> str:
    rows = []
    for name, index in indexes.items():
        for item in measure_proposals(index):
            shares = ("" if share is None else f"{share:.2f}" for share in (item.precision, item.recall))
            rows.append((name, f"`{item.kind}`", item.proposed, item.both, item.linked, *shares))
    return table(("corpus", "kind", "proposed", "of them linked", "linked", "precision", "recall"), rows)


def _page(page: EventPage) -> str:
    sections = "\n".join(_section(page, number, section) for number, section in enumerate(page.sections, start=1))
    name, description = plain_markdown(page.name), plain_markdown(page.description)
    return f"### {name}\n\n`{page.event_id}`. {description}\n\n{sections}"


def _section(page: EventPage, number: int, section: DisputeSection) -> str:
    title = plain_markdown(section.title)
    rows = (
        (row.since, plain_markdown(row.who), _says(row), plain_markdown(row.statement), row.claim_id)
        for row in section.rows
    )
    parts = [f"**{title}** ({section.kind.title.lower()}: {plain_markdown(section.summary)})"]
    parts += [f"*{plain_markdown(note)}*" for note in section.notes]
    if section.charted:
        parts.append(f"![{plain_markdown(page.name)}: {title}](images/{_figure(page, number)})")
    parts.append(table(("since", "who", "says", "in our words", "claim"), rows))
    return "\n\n".join(parts)


def _says(row: ClaimRow) -> str:
    says = plain_markdown(row.says)
    return f"**{says}**" if row.in_conflict and says else says


def _figure(page: EventPage, number: int) -> str:
    return f"{FIGURE_PREFIX}{page.event_id}-{number}.svg"
