"""Version 1 of the recipe for HTML pages: the raw text is what trafilatura extracted.

It is kept so that a text that was recorded with it can be made again.
"""

from __future__ import annotations

from ....addresses import is_web_address
from ....errors import RecipeError
from ....schema import Publication
from ....schema.vocab import DateEvidence, SegmentKind
from ...reading import Reading, lines
from .charset import decode_page
from .library import extraction

NO_ARTICLE = "no article was found in the page, or no headline; is it the page of one article?"


class FirstHtmlRecipe:
    """The document is the page, the raw text is the extraction; segments map the text to the latter."""

    name = "html"
    version = 1
    describes = "an HTML page, as read by the first version of this recipe: no lead outside the body (extra `html`)"

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return headline and extracted text of a page in UTF-8, or in the encoding that it declares.

        Raises `RecipeError` if trafilatura is not installed, or finds no text or headline in the page, and if the page
        is not in its encoding.
        """
        if record is not None:
            raise RecipeError(f"the page holds one text, not records; leave `#{record}` out of its file name")
        page = extraction(decode_page(document))
        if page is None or not page.text or not page.title:
            raise RecipeError(NO_ARTICLE)
        raw = f"{page.title}\n\n{page.text}"
        headline, *body = lines(raw)
        pieces = [headline.piece(SegmentKind.HEADLINE)]
        pieces += [
            line.piece(SegmentKind.DUPLICATE if line.text == headline.text else SegmentKind.BODY) for line in body
        ]
        publication = (
            Publication(date=page.date, found=DateEvidence.METADATA)
            if page.date
            else Publication(found=DateEvidence.UNKNOWN)
        )
        url = page.url if page.url and is_web_address(page.url) else None
        return raw, Reading(tuple(pieces), url=url, publication=publication)
