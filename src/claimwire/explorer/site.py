"""Writing a site: its page, its scripts, and data in files of its own, so that a view loads no more than it shows.

The data are scripts, `data/NAME.js`, that hand JSON over when the page adds them: a page that is opened from the file
system may load scripts, but may not fetch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..corpus.atomic import FOLDER, PRIVATE_FOLDER, folder_beside, make_private, naming, replace_folder
from ..errors import ReleaseError
from .article_pages import article_data, links_of_claims
from .event_pages import NO_EVENT, against, conflict_sections, event_data
from .field_words import field_data
from .look import color_sheet
from .people import entity_data, pages_of
from .rows import ExplorerRows
from .search_index import newest_first, search_index
from .texts import ShownTexts, require_place_for_texts

MARK = "explorer.json"
"""The file that says that a folder is a site of this program, and which files it wrote."""

SCRIPTS = ("core.js", "search.js", "article.js", "claim.js", "event.js", "people.js")
"""The scripts of the page, in the order in which they are loaded."""

SHEET = "style.css"

Step = Callable[[str], None]
"""Is told of every file that was written."""


@dataclass(frozen=True)
class SiteOptions:
    """How a site is made: its citation, whether search engines may list it, outlets whose addresses are no links."""

    citation: str
    may_be_listed: bool = False
    restricted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WrittenSite:
    """What a site has."""

    place: Path
    articles: int
    with_text: int
    claims: int
    events: int
    pages: int


def site_files(rows: ExplorerRows, shown: ShownTexts, options: SiteOptions) -> Iterator[tuple[str, str]]:
    """Yield the files of a site by their names, with their content; the same of the same rows.

    Raises `ReleaseError` if a row is no record.
    """
    pages = pages_of(rows.entities)
    yield "index.html", page(rows, shown, options)
    for name in (*SCRIPTS, SHEET):
        yield f"page/{name}", (files(__package__) / "page" / name).read_text(encoding="utf-8")
    yield "page/colours.css", color_sheet()
    index = search_index(rows, shown.texts, pages)
    conflicts = conflict_sections(rows)
    events = event_data(rows, conflicts)
    index["disputed"] = {
        key: n for key, value in events.items() if (n := sum(x["conflicts"] for x in value["conflicts"]))
    }
    yield "data/index.js", packed_script("index", {**about(rows, shown, options), **index})
    yield "data/disputes.js", script("disputes", conflicts.get(NO_EVENT, []))
    yield "data/fields.js", script("fields", field_data(rows.manifest.questions))
    yield "data/entities.js", script("entities", entity_data(pages))
    for event_id, data in events.items():
        yield f"data/events/{event_id}.js", script(f"events/{event_id}", data)
    links, contrary = links_of_claims(rows.links), against(conflicts)
    for article in newest_first(rows.articles.values()):
        article_id = article["article_id"]
        text = shown.texts.get(article_id)
        data = article_data(rows, article_id, text, pages, options.restricted, links, contrary)
        yield f"data/articles/{article_id}.js", script(f"articles/{article_id}", data)


def site_size(rows: ExplorerRows) -> int:
    """Return how many files the site of some rows has, beside that which lists them."""
    pages_and_data = 1 + len(SCRIPTS) + 2 + 4
    return pages_and_data + len(rows.events) + len(rows.articles)


def about(rows: ExplorerRows, shown: ShownTexts, options: SiteOptions) -> dict[str, Any]:
    """Return what every page tells of the release."""
    manifest = rows.manifest
    return {
        "release": {"name": manifest.name, "version": manifest.data_version, "date": manifest.date},
        "citation": options.citation,
        "closed": len(shown.closed),
        "left_out": shown.left_out,
    }


def page(rows: ExplorerRows, shown: ShownTexts, options: SiteOptions) -> str:
    """Return the one HTML file of a site; it loads nothing from anywhere else."""
    manifest = rows.manifest
    title = f"{manifest.name} {manifest.data_version}"
    robots = "" if options.may_be_listed else '<meta name="robots" content="noindex">\n'
    notice = f'<p class="notice" role="note">{escape(closed_notice(shown))}</p>\n' if shown.closed else ""
    scripts = "".join(f'<script src="page/{name}"></script>\n' for name in SCRIPTS)
    template = (files(__package__) / "page" / "index.html").read_text(encoding="utf-8")
    parts = {"ROBOTS": robots, "TITLE": escape(title), "NOTICE": notice, "SCRIPTS": scripts}
    for name, value in parts.items():
        template = template.replace(f"<!--{name}-->", value)
    return template


def closed_notice(shown: ShownTexts) -> str:
    """Return what every page of a site says that has texts which may not be passed on."""
    number = len(shown.closed)
    return (
        f"This site has {'a text' if number == 1 else f'{number} texts'} that may not be passed on. It is for "
        "whoever made it: do not publish it, and do not send it to anybody."
    )


def script(name: str, data: Any) -> str:
    """Return a script that hands data over to the page under a name."""
    return f"claimwire.put({json.dumps(name)}, {_json(data)});\n"


def packed_script(name: str, data: Any) -> str:
    """Return the same with the data as one string, which browsers read several times as fast if it is long."""
    return f"claimwire.put({json.dumps(name)}, JSON.parse({_json(_json(data))}));\n"


def write_site(
    place: Path, rows: ExplorerRows, shown: ShownTexts, options: SiteOptions, step: Step = lambda _: None
) -> WrittenSite:
    """Write a site to a folder, whole or not at all; a site that is there already is replaced.

    If it has texts that may not be passed on, nobody but its owner may look into it. Raises `ReleaseError` if the
    folder has anything that no site of this program wrote, if texts would come into a repository that may not stand
    there, or if a row is no record.
    """
    require_place_for_texts(shown, place)
    require_own_place(place)
    mode = PRIVATE_FOLDER if shown.closed else FOLDER
    with folder_beside(place, mode) as beside:
        names = []
        new = beside / "new"
        for name, content in site_files(rows, shown, options):
            _write(new / name, content)
            names.append(name)
            step(name)
        _write(new / MARK, json.dumps({"made_by": "claimwire explore", "files": sorted(names)}, indent=0) + "\n")
        if shown.closed:
            make_private(new)
        with naming(place):
            replace_folder(new, place)
    return WrittenSite(
        place, len(rows.articles), len(shown.texts), rows.claim_count, len(rows.events), len(pages_of(rows.entities))
    )


def require_own_place(place: Path) -> None:
    """Raise `ReleaseError` if something is at a place that is no site of this program, or has files of others in it."""
    if not place.exists() and not place.is_symlink():
        return
    advice = "name a folder that does not exist, or one that `claimwire explore` wrote"
    if not place.is_dir() or place.is_symlink():
        raise ReleaseError(f"{place} is there and is not a folder; {advice}")
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    strange = sorted(there - written_files(place))
    if strange:
        raise ReleaseError(f"{place} has {strange[0]!r}, which `claimwire explore` did not write; {advice}")


def written_files(place: Path) -> set[str]:
    """Return the names of the files of a site, as it lists them; none if the folder is no site."""
    try:
        told = json.loads((place / MARK).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return set()
    is_own = (
        isinstance(told, dict) and told.get("made_by") == "claimwire explore" and isinstance(told.get("files"), list)
    )
    return {MARK, *map(str, told["files"])} if is_own else set()


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
