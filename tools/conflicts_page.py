"""`docs/conflicts.md` and its figures: the conflicts of the corpora of the release plan, and how links are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from claimwire.conflicts.chart import svg
from claimwire.conflicts.links import measure
from claimwire.conflicts.page import Page, Row, Section, pages
from claimwire.conflicts.registry import KINDS, facts
from claimwire.conflicts.scene import Scene, scene_of
from claimwire.corpus.workspace import Workspace
from claimwire.regions import fill, table
from claimwire.schema import Annotator

DOCUMENT = "docs/conflicts.md"
FIGURE_PREFIX = "conflicts-"
"""How the file names of the figures begin, in `docs/images/`."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page and its figures as the records make them: path -> content.

    Raises `ClaimwireError` if the page lacks one of its regions.
    """
    outlets = workspace.outlets()
    scenes = {data.info.corpus_id: scene_of(data, outlets) for data in workspace.corpora()}
    shown = {name: pages(scene, facts(scene)) for name, scene in scenes.items()}
    known = {item.record.annotator_id: item.record for item in workspace.annotators()[0]}
    linkers = _linkers(scenes, known)
    regions = {"kinds": _kinds(), "counts": _counts(shown), "linkers": linkers, "proposals": _proposals(scenes)}
    files: dict[Path, bytes] = {}
    for name, found in shown.items():
        regions[f"corpus {name}"] = "\n".join(_page(page) for page in found)
        for page in found:
            for number, section in enumerate(page.sections, start=1):
                if section.charted:
                    title = f"{page.name}: {section.title}"
                    image = workspace.root / "docs" / "images" / _figure(page, number)
                    files[image] = svg(section.charted, title).encode("utf-8")
    path = workspace.root / DOCUMENT
    files[path] = fill(path.read_text(encoding="utf-8"), regions, DOCUMENT).encode("utf-8")
    return files


def _kinds() -> str:
    return table(("kind", "title", "what it finds"), ((f"`{x.kind_id}`", x.title, x.finds) for x in KINDS))


def _counts(shown: dict[str, list[Page]]) -> str:
    rows = []
    for name, found in shown.items():
        counts = Counter(item.kind for page in found for section in page.sections for item in section.conflicts)
        disputed = Counter(section.kind.kind_id for page in found for section in page.sections if section.conflicts)
        rows += [(name, f"`{x.kind_id}`", disputed[x.kind_id], counts[x.kind_id]) for x in KINDS]
        rows.append((name, "all", disputed.total(), counts.total()))
    return table(("corpus", "kind", "facts in dispute", "pairs of claims"), rows)


def _linkers(scenes: Mapping[str, Scene], annotators: Mapping[str, Annotator]) -> str:
    """Return a sentence for every annotator who decided on links: how many of all, and who or what it is."""
    counts = Counter(link.annotator_id for scene in scenes.values() for link in scene.links)
    lines = []
    for annotator_id in sorted(counts):
        who = annotators[annotator_id]
        lines.append(
            f"- Of the {counts.total()} links, {counts[annotator_id]} were decided by `{annotator_id}`, "
            f"a {who.annotator_kind.value} annotator. {who.description}"
        )
    return "\n".join(lines) + "\n"


def _proposals(scenes: dict[str, Scene]) -> str:
    rows = []
    for name, scene in scenes.items():
        for item in measure(scene):
            shares = ("" if share is None else f"{share:.2f}" for share in (item.precision, item.recall))
            rows.append((name, f"`{item.kind}`", item.proposed, item.found, item.linked, *shares))
    return table(("corpus", "kind", "proposed", "of them linked", "linked", "precision", "recall"), rows)


def _page(page: Page) -> str:
    sections = "\n".join(_section(page, number, section) for number, section in enumerate(page.sections, start=1))
    return f"### {page.name}\n\n`{page.event_id}`. {page.description}\n\n{sections}"


def _section(page: Page, number: int, section: Section) -> str:
    rows = ((row.since, row.who, _says(row), row.statement, row.claim_id) for row in section.rows)
    parts = [f"**{section.title}** ({section.kind.title.lower()}: {section.summary})"]
    parts += [f"*{note}*" for note in section.notes]
    if section.charted:
        parts.append(f"![{page.name}: {section.title}](images/{_figure(page, number)})")
    parts.append(table(("since", "who", "says", "in our words", "claim"), rows))
    return "\n\n".join(parts)


def _says(row: Row) -> str:
    return f"**{row.says}**" if row.in_conflict and row.says else row.says


def _figure(page: Page, number: int) -> str:
    return f"{FIGURE_PREFIX}{page.event_id}-{number}.svg"
