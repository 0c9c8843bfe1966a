"""HTML pages: trafilatura finds text, headline, date and site; the raw text is what it extracted."""

from __future__ import annotations

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Reading, decode, lines

DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
"""Take a date that the page marks as its own, never one from a sentence; without `max_date`, today's would decide."""


class HtmlRecipe:
    """The document is the page, the raw text is the extraction; segments map the text to the latter."""

    name = "html"
    version = 1
    describes = "an HTML page, read by trafilatura (extra `html`)"

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return headline and extracted text of a page.

        Raises `RecipeError` where trafilatura is not installed, or finds no text or headline in the page.
        """
        if record is not None:
            raise RecipeError(f"the page holds one text, not records; leave `#{record}` out of its file name")
        try:
            from trafilatura import bare_extraction
        except ImportError as error:
            raise RecipeError("reading HTML needs trafilatura; install claimwire with the extra `html`") from error
        page = bare_extraction(
            decode(document),
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=DATE_SEARCH,
        )
        if page is None or isinstance(page, dict) or not page.text or not page.title:
            raise RecipeError("no article was found in the page, or no headline; is it the page of one article?")
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
        return raw, Reading(tuple(pieces), url=page.url, publication=publication)
