"""Generated regions of Markdown files: what stands between two marker comments is made, the rest is written.

A region begins with `<!-- generated: NAME -->` and ends with `<!-- /generated -->`, each on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .errors import ClaimwireError
from .terminal import visible

REGION = re.compile(r"(<!-- generated: (?P<name>[a-z0-9_ -]+) -->\n)(?P<body>.*?)(<!-- /generated -->)", re.DOTALL)


LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
ENTITY = re.compile(r"&(?=#?\w+;)")

INLINE = re.compile(r"[`*~]|^\[|\](?=[(\[:]|$)|(?<![^\W_])_|_(?![^\W_])|\\(?=[!-/:-@\[-`{-~]|$)")
"""What Markdown may take for code, emphasis, a link or an escape; `_` in a word and `[x]` alone are none."""

LEADING = re.compile(r"^(\d{1,9})?(?(1)(?=[.)](?:\s|$))|(?=[#+=>-]))")
"""The place at the start of a line before what Markdown may take for a heading, a list, a quotation or a rule."""

BACKTICKS = re.compile("`+")

AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*")
"""An address that Markdown makes a link of between `<` and `>`."""


def one_line(text: str) -> str:
    """Return a text in one line, with its controls as escapes; Markdown in it stays."""
    return visible(LINE_ENDS.sub(" ", text))


def plain_markdown(text: str) -> str:
    """Return Markdown that shows a text of a record as it is written: in one line, without controls or outer blanks.

    It may stand at the start of a line, within one, and in a cell of a `table`, but not in code: see `markdown_code`.
    """
    escaped = INLINE.sub(lambda found: f"\\{found[0]}", one_line(text).strip())
    escaped = LEADING.sub(lambda found: f"{found[0]}\\", escaped)
    return ENTITY.sub("&amp;", escaped).replace("<", "&lt;").replace("|", "&#124;")


def markdown_code(text: str) -> str:
    """Return a text of a record as code within a line of Markdown; nothing if there is no text."""
    plain = one_line(text).strip()
    fence = "`" * (_longest_backticks(plain) + 1)
    blank = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{blank}{plain}{blank}{fence}" if plain else ""


def markdown_block(text: str, language: str = "") -> str:
    """Return a text of one or more lines as a block of code in Markdown, which no line of it can end."""
    fence = "`" * max(3, _longest_backticks(text) + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def _longest_backticks(text: str) -> int:
    return max((len(found) for found in BACKTICKS.findall(text)), default=0)


def markdown_address(address: str, *, linked: bool) -> str:
    """Return an address as Markdown: as a link, or as text of which no reader of Markdown makes one."""
    return f"<{one_line(address)}>" if linked and AUTOLINK.fullmatch(address) else markdown_code(address)


def region_names(document: str) -> list[str]:
    """Return the names of a document's regions, in order."""
    return [match["name"] for match in REGION.finditer(document)]


def fill(document: str, contents: Mapping[str, str], source: str) -> str:
    """Return the document with every region filled anew.

    Raises `ClaimwireError`, naming `source`, where a region has no content, or a content no region.
    """
    names = region_names(document)
    unknown = sorted(set(names) - set(contents))
    missing = sorted(set(contents) - set(names))
    told = []
    if missing:
        told.append(
            f"it has no place for {', '.join(missing)}; put a line `<!-- generated: {missing[0]} -->` and below it "
            f"a line `<!-- /generated -->` where {missing[0]} should stand{', and so on' if missing[1:] else ''}"
        )
    if unknown:
        told.append(f"nothing is generated for {', '.join(unknown)}; remove their `<!-- generated: ... -->` lines")
    if told:
        raise ClaimwireError(f"{source}: {'; '.join(told)}")
    return refill(document, contents)


def refill(document: str, contents: Mapping[str, str]) -> str:
    """Return the document with those of its regions filled anew that `contents` has; the others stay as they are."""

    def filled(match: re.Match[str]) -> str:
        body = contents.get(match["name"])
        return match[0] if body is None else f"{match[1]}{body.rstrip()}\n{match[4]}"

    return REGION.sub(filled, document)


def emptied(document: str) -> str:
    """Return the document with nothing in its regions."""
    return REGION.sub(lambda match: f"{match[1]}{match[4]}", document)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def percent(part: int, whole: int) -> str:
    """Return a share in whole per cent, `—` of nothing; never 0 or 100 % for what is not all or nothing."""
    if whole == 0:
        return "—"
    rounded = (200 * part + whole) // (2 * whole)
    if part and not rounded:
        return "< 1%"
    return "> 99%" if rounded == 100 and part < whole else f"{rounded}%"


def _cell(value: object) -> str:
    return one_line(str(value)).replace("|", "\\|")
