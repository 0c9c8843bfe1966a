"""What a page says of itself in its head, its JSON-LD and its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ....addresses import is_web_address
from .linked_data import LinkedData, linked_data, paragraphs, strings, types
from .visible import shown
from .words import same_words, words_of

HEADLINE_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title")
DESCRIPTION_METAS = (
    *("og:description", "description", "twitter:description", "sailthru.description", "dc.description"),
    *("dcterms.description", "abstract", "dcterms.abstract"),
)
DATE_METAS = (
    *("article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "publishdate"),
    *("publish-date", "publish_date", "publication_date", "published", "pubdate", "parsely-pub-date", "sailthru.date"),
    *("dcterms.date", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created"),
    *(
        "citation_publication_date",
        "article.published",
        "date",
        "date.release",
        "displaydate",
        "cxenseparse:recs:publishtime",
    ),
    *("originalpublicationdate", "datepublished", "created"),
)
CHANGE_METAS = (
    "article:modified_time",
    "og:updated_time",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "datemodified",
)

NAME_WORDS = 6
"""Most words of an author's name."""

SITE_SEPARATOR = re.compile(r"\s+(?:[|·•–—:»/]|::|--?)\s+")
"""Between a headline and the name of the site in the title of a page."""


@dataclass(frozen=True)
class PageFacts:
    """What a page says of itself."""

    headlines: tuple[str, ...]
    """The headline as its head and its JSON-LD give it, the best first; without the name of the site."""
    descriptions: tuple[tuple[str, str], ...]
    """Where a description is given, and the description; each text once."""
    bodies: tuple[tuple[str, ...], ...]
    """The paragraphs of `articleBody`."""
    dates: tuple[tuple[str, str], ...]
    """Where a date of publication is given, and what is given there."""
    changed: tuple[str, ...]
    """When it was changed."""
    url: str | None
    authors: frozenset[str]
    site: frozenset[str]
    is_article: bool
    """Whether it says that it is the page of one article."""
    is_paid: bool
    """Whether it says that the article is not free to read."""
    broken_scripts: int


def page_facts(root: Any, heading: str | None) -> PageFacts:
    """Return what a page says of itself; `heading` is its main heading, by which one of several articles is known."""
    metas = _metas(root)
    data = linked_data(root)
    site = _site(metas, data)
    titles = [shown("".join(title.itertext())) for title in root.iter("title")][:1]
    said = [text for name in HEADLINE_METAS for text in metas.get(name, ())]
    article = _chosen(data, [*([heading] if heading else []), *said, *titles])
    pages = [node for node in data.others if any(name.endswith("page") for name in types(node))]
    headlines = strings(article, "headline", "name") + said + titles
    bodies = [tuple(lines) for lines in paragraphs(article, "articleBody", "text")]
    return PageFacts(
        headlines=_unique(_without_site(text, site) for text in headlines),
        descriptions=_descriptions(article, metas, pages),
        bodies=tuple(bodies),
        dates=(
            *(("JSON-LD", text) for text in strings(article, "datePublished", "dateCreated")),
            *((f"meta {name}", text) for name in DATE_METAS for text in metas.get(name, ())),
            *(("JSON-LD of the page", text) for node in pages for text in strings(node, "datePublished")),
        ),
        changed=(
            *strings(article, "dateModified"),
            *(text for name in CHANGE_METAS for text in metas.get(name, ())),
        ),
        url=_url(root, metas, article),
        authors=_authors(root, metas, article),
        site=frozenset(name.casefold() for name in site),
        is_article=bool(article) or "article" in metas.get("og:type", ()),
        is_paid=str(article.get("isAccessibleForFree")).lower() == "false",
        broken_scripts=data.broken,
    )


def _metas(root: Any) -> dict[str, list[str]]:
    """Return the contents of `meta` elements by name in lowercase, in order."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = shown(meta.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content and content not in metas.setdefault(name, []):
                metas[name].append(content)
    return metas


def _chosen(data: LinkedData, titles: Iterable[str]) -> dict[str, Any]:
    """Return the node of the page's own article: the first with its headline, and otherwise the first."""
    known = [words_of(title) for title in titles]
    for node in data.articles:
        if any(same_words(words_of(text), title) for text in strings(node, "headline", "name") for title in known):
            return node
    return data.articles[0] if data.articles else {}


def _site(metas: dict[str, list[str]], data: LinkedData) -> set[str]:
    names = {*metas.get("og:site_name", ()), *metas.get("application-name", ())}
    for node in [*data.articles, *data.others]:
        names.update(strings(node, "publisher"))
        if types(node) & {"website", "organization", "newsmediaorganization"}:
            names.update(strings(node, "name", "alternateName"))
    return names


def _without_site(title: str, site: set[str]) -> str:
    """Return a title without the name of the site at its end or beginning, as far as the page names its site."""
    known = {name.casefold() for name in site}
    parts = SITE_SEPARATOR.split(title)
    if len(parts) > 1 and parts[-1].casefold() in known:
        return title[: title.rindex(parts[-1])].rstrip(" |·•–—:»/-")
    if len(parts) > 1 and parts[0].casefold() in known:
        return title[len(parts[0]) :].lstrip(" |·•–—:»/-")
    return title


def _descriptions(
    article: dict[str, Any], metas: dict[str, list[str]], pages: list[dict[str, Any]]
) -> tuple[tuple[str, str], ...]:
    found = [("JSON-LD", text) for text in strings(article, "description", "abstract", "alternativeHeadline")]
    found += [(name, text) for name in DESCRIPTION_METAS for text in metas.get(name, ())]
    found += [("JSON-LD of the page", text) for node in pages for text in strings(node, "description")]
    first: dict[str, str] = {}
    for where, text in found:
        first.setdefault(text, where)
    return tuple((where, text) for text, where in first.items())


def _url(root: Any, metas: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    """Return the address of the article: the canonical one, or what Open Graph or JSON-LD give."""
    links = [link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower()]
    given = [*links, *metas.get("og:url", ()), *strings(article, "url", "mainEntityOfPage", "@id")]
    full = (url.strip() for url in given if re.match(r"https?://[^\s/]+\.[^\s]+$", url.strip()))
    return next(filter(is_web_address, full), None)


def _authors(root: Any, metas: dict[str, list[str]], article: dict[str, Any]) -> frozenset[str]:
    marked = [
        shown("".join(element.itertext()))
        for element in root.iter("a", "span", "div", "p", "address")
        if "author" in (element.get("itemprop") or "").lower().split() or "author" in (element.get("rel") or "").split()
    ]
    named = [*strings(article, "author", "creator"), *metas.get("author", ()), *marked]
    return frozenset(name.casefold() for name in named if len(name.split()) <= NAME_WORDS)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
