"""The source of a page, in the encoding that the page declares."""

from __future__ import annotations

import codecs
import re

from ....errors import RecipeError
from ...filekinds import marked_encoding
from ...reading import decode, require_text

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


def decode_page(document: bytes) -> str:
    """Return a page's source, decoded as UTF-8 if it is UTF-8, and otherwise in the encoding that it declares.

    It declares one of two or four bytes a character by a byte order mark. Raises `RecipeError` if it is neither; then
    it has to be saved again, because an encoding is never guessed.
    """
    marked = marked_encoding(document)
    if marked is not None:
        try:
            return document.decode(marked).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise RecipeError(
                f"byte {error.start} of the page is not {marked.upper()}, which its byte order mark declares; save it "
                "as UTF-8, and keep the original"
            ) from error
    require_text(document)
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
