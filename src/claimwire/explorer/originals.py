"""Where the original of a claim is: a link to the article that opens it at the words, or its address as text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..licences import creative_commons
from ..tables.row import Row
from .fragments import fragment

CUT = "…"
"""Stands in an address whose long wordings were cut: it leads nowhere."""

PUBLIC_DOMAIN = "public domain"


def link_to(article: Row, restricted: Collection[str]) -> str | None:
    """Return the address of an open article as a link may have it; None where an address is text, or there is none.

    Open is what is in the public domain or under a licence of Creative Commons. `restricted` are outlets whose
    addresses are never links; of those, and of all that reserve their rights, the address is written as text.
    """
    address = article.get("text_url") or article.get("url")
    licence = article.get("text_licence", "")
    is_open = creative_commons(licence) is not None or licence.lower().startswith(PUBLIC_DOMAIN)
    if address is None or CUT in address or not address.startswith(("https://", "http://")):
        return None
    return address if is_open and article["outlet_id"] not in restricted else None


def address_at(link: str, text: str | None, spans: Iterable[Mapping[str, int]]) -> str:
    """Return a link that opens an article at the words of some spans; without the text, one to the article."""
    at = fragment(text, spans) if text is not None else ""
    return f"{link.split('#')[0]}#{at}" if at else link
