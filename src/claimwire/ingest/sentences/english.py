"""Where English sentences end: each mark that may end one is looked at with the words around it.

The marks are found by one regular expression; for most of them a full stop, a space and a capital decide. But for
straight quotation marks without a space, which are counted from the beginning, no step looks at more than a bounded
number of characters, so that the time grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .abbreviations import FullStop, goes_on_after, word_before
from .items import item_starts, only_a_marker
from .marks import ASIDE, ATTRIBUTION, ELLIPSIS, MARK, QUOTES, is_comment, is_name, is_tagged, names_speaker, next_word
from .words import ABBREVIATIONS, STARTERS, TOP_DOMAINS, UNFINISHED, WITH_MARK

BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
ODD_SPACE = re.compile(r"[^\S ]")
"""White space that is not a plain space; each becomes one, which leaves offsets as they are."""

ALPHANUMERIC = re.compile(r"[^\W_]")
OPENERS = "“‘«‹„‚([{¿¡"
NEVER_FIRST = frozenset(",;:)]}%/!?.…&=")
"""Characters that no sentence begins with."""

FULL_AND_ELLIPSIS = re.compile(r"[.?!] (?=(?:…|\.\.\.|\. \. \.)$)")
"""A full stop, and an ellipsis that stands for what was left out before the next sentence."""

CLAUSE = re.compile(r"[^\W\d_a-z][\w’'-]* (?!(?:and|or|of|in|at|on|to|for|by|from|with|the)\b)[a-z]")
"""A capital and a word in lowercase that may go on with a sentence: `Rescuers came`."""

FIRST_PERSON = frozenset(["I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"])
GLUED_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)?(?=[\s,;:]|$)")
HASH_TAG = re.compile(r"#[^\W\d_]")
NO_SPACE_NEEDED = "。！？।॥"
LONGEST_ADDRESS = 2000
LONGEST_WORD = 60


def english_sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of the sentences of a paragraph, or of several with blank lines between them."""
    if "\n" not in text:
        return _in_block(text)
    found: list[tuple[int, int]] = []
    start = 0
    for end, after in [*(blank.span() for blank in BLANK_LINE.finditer(text)), (len(text), len(text))]:
        found += [(start + begin, start + last) for begin, last in _in_block(text[start:end])]
        start = after
    return _joined(found, text)


def _in_block(block: str) -> list[tuple[int, int]]:
    text = ODD_SPACE.sub(" ", block)
    pieces = []
    start = 0
    for cut in [*_cuts(text, block), len(text)]:
        stripped = text[start:cut].strip()
        if stripped:
            begin = text.index(stripped[0], start)
            pieces.append((begin, begin + len(stripped)))
        start = cut
    return _joined(pieces, text)


def _joined(pieces: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return pieces with those that have no letter and no digit joined to the one before, or to the first after."""
    if len(pieces) < 2:
        return pieces
    joined = pieces[:1]
    for start, end in pieces[1:]:
        if ALPHANUMERIC.search(text, start, end) and ALPHANUMERIC.search(text, *joined[-1]):
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined


def _cuts(text: str, block: str) -> Iterator[int]:
    """Yield where a sentence begins after another one."""
    items = item_starts(block)[::-1]
    start = 0
    for mark in MARK.finditer(text):
        while items and items[-1] <= mark.start():
            start = items.pop()
            yield start
        cut = _cut(text, start, mark)
        if cut and (not items or cut < items[-1]):
            yield cut
            start = cut
    yield from reversed(items)


def _cut(text: str, start: int, mark: re.Match[str]) -> int:
    """Return where the next sentence begins if a mark ends the one that began at `start`, else 0."""
    stop, close, space, opening, first = mark.groups()
    at, begin = mark.start(), mark.start("opening")
    if opening == "« " and _closes_reversed(text, at):
        is_next = first.isupper() or first.isdigit()
        return mark.start("first") if is_next and not names_speaker(text, mark) else 0
    if not space:
        return _glued_cut(text, mark) if mark.end() < len(text) else 0
    if not first:
        addressed = text.startswith(".@", mark.end())
        if (text[mark.end() : mark.end() + 1] in NEVER_FIRST and not addressed) or mark.end() == len(text):
            return 0
    elif first.islower() and not (is_name(text, mark.start("first")) or FULL_AND_ELLIPSIS.match(stop)):
        return 0
    if opening and (ATTRIBUTION.match(text, begin) or ASIDE.match(text, begin)):
        return 0
    if stop == ".":
        before = word_before(text, start, at)
        if (
            opening
            or len(before) < 2
            or not before.islower()
            or not before.isalpha()
            or before in ABBREVIATIONS
            or at - start < 5
        ):
            if _is_in_link(text, start, at, opening) or only_a_marker(text, start, mark.end("close")):
                return 0
            if goes_on_after(FullStop(text, start, at, close, opening, mark.start("first"), before)):
                return 0
    elif at > start and text[at - 1] != " " and (full := FULL_AND_ELLIPSIS.match(stop)):
        return at + full.end()
    elif is_comment(text, mark):
        return 0
    elif ELLIPSIS.fullmatch(stop):
        return begin if _ends_with_ellipsis(text, start, mark) else 0
    elif "!" in stop and not close and word_before(text, start, at) in WITH_MARK:
        return begin if next_word(text, mark) in STARTERS else 0
    return 0 if close and is_tagged(text, mark) else begin


def _closes_reversed(text: str, at: int) -> bool:
    """Return whether `«` after a mark closes what `»` opened, as in `»Go.« Then`."""
    opened = text.rfind("»", max(0, at - LONGEST_ADDRESS), at)
    return (
        opened > text.rfind("«", max(0, at - LONGEST_ADDRESS), at)
        and text[opened - 1 : opened] in ("", " ")
        and text[opened + 1] != " "
    )


def _is_in_link(text: str, start: int, at: int, opening: str) -> bool:
    """Return whether a full stop ends an address that its title follows, as in a link of Markdown."""
    if not opening.startswith('"'):
        return False
    begin = max(start, at - LONGEST_ADDRESS)
    return "://" in text[max(begin, text.rfind(" ", begin, at)) : at]


def _ends_with_ellipsis(text: str, start: int, mark: re.Match[str]) -> bool:
    """Return whether an ellipsis ends a sentence: the next word may begin one, and the last is no part of a phrase.

    After an ellipsis with a space on both sides a name alone does not begin a sentence.
    """
    if is_tagged(text, mark):
        return False
    at = mark.start()
    word, before = next_word(text, mark), word_before(text, start, at)
    if before == word or (before in UNFINISHED and word not in STARTERS):
        return False
    attached = at > start and text[at - 1] != " "
    if attached or mark["stop"].count(".") > 3:
        return not mark["first"].isdigit() and (mark["first"] != "" or mark["opening"] != "")
    return word not in FIRST_PERSON and (word in STARTERS or CLAUSE.match(text, mark.start("first")) is not None)


def _glued_cut(text: str, mark: re.Match[str]) -> int:
    """Return where the next sentence begins if the space before it was left out: `It sank.The crew`."""
    stop, close, _, opening, first = mark.groups()
    at, after = mark.start(), mark.end("close")
    if stop[-1] in NO_SPACE_NEEDED or HASH_TAG.match(text, after):
        return after
    if not first.isupper() or opening.strip()[-1:] not in ("", *"“‘«„\"'([—–") or ATTRIBUTION.match(text, after):
        return 0
    token = text[max(0, at - LONGEST_WORD) : at].rpartition(" ")[2]
    word = GLUED_WORD.match(text, mark.start("first"))
    if word is None or not _may_be_glued(token, word[0], close):
        return 0
    if (stop != "." and ELLIPSIS.fullmatch(stop) and word[0] not in STARTERS) or ("!" in stop and token in WITH_MARK):
        return 0
    opened = 0 if opening else len(close) - len(close.rstrip(OPENERS))
    if not opening and close.endswith('"') and text.count('"', 0, after) % 2:
        opened = 1
    return after - opened


def _may_be_glued(token: str, word: str, close: str) -> bool:
    """Return whether a token ends a sentence and a word begins one, rather than both being an address or a name."""
    before = token.lstrip("\"'“‘«([")
    last = token[-1:]
    if any(part in token for part in ("://", "www.", "@", "/", ".")) or word in TOP_DOMAINS or before in ABBREVIATIONS:
        return False
    if last.isdigit():
        return word in STARTERS or len(before) == 4
    return (last.islower() and (len(before) > 1 or close != "")) or last in QUOTES or last in (")", "]", "%")
