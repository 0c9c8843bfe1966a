"""HTML pages: trafilatura finds text, headline, date and site; the raw text is what it extracted."""

from __future__ import annotations

import codecs
import re

from ...errors import RecipeError
from ...schema import Publication
from ...schema.vocab import DateEvidence, SegmentKind
from ..reading import Reading, decode, lines

DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
"""Use a date that the page marks as its own, never one from a sentence; without `max_date`, today is the limit."""


DECLARED = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
"""Where a page declares its encoding: `<meta charset=...>`, or in the `content` of an `http-equiv`."""

DECLARED_WITHIN = 4096
"""Number of bytes at the beginning of a page in which that is looked for; browsers look at 1024."""

AS_BROWSERS_READ = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""Encodings that browsers use instead of the one that a page declares (WHATWG Encoding Standard)."""

CHARSETS = re.compile(r"cp125[0-8]|cp86[67]|cp932|iso8859-\d+|koi8-[ru]|gb18030|big5|euc_(jp|kr)|shift_jis|mac-\w+")
"""Encodings that are used if a page declares them."""


class HtmlRecipe:
    """The document is the page, the raw text is the extraction; segments map the text to the latter."""

    name = "html"
    version = 1
    describes = "an HTML page, read by trafilatura (extra `html`)"

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return headline and extracted text of a page in UTF-8, or in the encoding that it declares.

        Raises `RecipeError` if trafilatura is not installed, or finds no text or headline in the page, and if the page
        is not in its encoding.
        """
        if record is not None:
            raise RecipeError(f"the page holds one text, not records; leave `#{record}` out of its file name")
        try:
            from trafilatura import bare_extraction
        except ImportError as error:
            raise RecipeError("reading HTML needs trafilatura; install claimwire with the extra `html`") from error
        page = bare_extraction(
            decode_page(document),
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


def decode_page(document: bytes) -> str:
    """Return a page's source, decoded as UTF-8 if it is UTF-8, and otherwise in the encoding that it declares.

    Raises `RecipeError` if it is neither; then it has to be saved again, because an encoding is never guessed.
    """
    declaration = DECLARED.search(document[:DECLARED_WITHIN])
    try:
        return decode(document)
    except RecipeError as error:
        if declaration is None:
            raise RecipeError(f"{error} (the page declares no encoding)") from error
    declared = declaration[1].decode("ascii")
    try:
        name = codecs.lookup(declared).name
        charset = AS_BROWSERS_READ.get(name, name)
        if not CHARSETS.fullmatch(charset):
            raise LookupError
        return document.decode(charset)
    except (LookupError, UnicodeDecodeError) as error:
        raise RecipeError(
            f"the page is neither UTF-8 nor in the encoding it declares, {declared!r}; save it as UTF-8, and keep the "
            "original"
        ) from error
