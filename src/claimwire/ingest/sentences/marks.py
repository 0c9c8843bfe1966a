"""The marks that may end a sentence, what stands around them, and who spoke the quotation that ends there."""

from __future__ import annotations

import re

from .words import ASKED, ROLES, SPEECH, SPEECH_FORMS, STARTERS

FORMAT = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f\u00ad"
"""Marks of direction and others without width."""

NOTES = "¹²³⁰⁴-⁹*†‡"
"""Marks of footnotes."""

EMOJI = "\U0001f000-\U0001faff\u2600-\u26ff\u2764\u200d\ufe0f"

MARK = re.compile(
    rf"""
    (?P<stop>[.!?…‽。！？।॥؟۔]+(?:\ [.…]+(?=[\s)\]"'”’»{FORMAT}]|$))*)    # an ellipsis may be spaced
    (?P<close>(?:["'”’“‘»›)\]}}{FORMAT}{NOTES}]|_(?=\s|$)|\ [”»](?=\s|$)           # also notes, emoji and `:)`
        |\ ?\[\d{{1,3}}\]|\ ?[{EMOJI}]|\ [:;]-?[)(DP](?=\s|$))*)
    (?P<space>\ *)
    (?P<opening>(?:["'“‘”’«»‹„‚(\[{{¿¡*—–―{FORMAT}-]\ ?|(?:\.\.\.+|…)\]?\ ?)*)
    (?P<first>[^\W_]?)
    """,
    re.VERBOSE,
)
"""A mark, what closes after it, the space, what opens the next sentence, and its first letter or digit."""

QUOTES = frozenset("\"'”’“‘»›")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
ELLIPSIS = re.compile(r"[. …]*(?:…|\.[. ]*\.)[. …]*")

LOWER_FIRST = re.compile(
    r"""
    (?:al|el|ad|ar|as|at|an|ash|az|ed|es|ud|ul|d|l|o)[-‐‑’'ʿ‘`]{1,2}(?P<joined>[^\W\d_])
    | (?:al|el|la|le|de|da|das|di|do|dos|du|del|della|der|den|van|von|vom|zu|zum|ter|ten|te|bin|ibn|bint|abu|af|av|ap
      |(?<=[’'‘])[tsn])
      \ (?:(?:de|la|las|los|der|den|het|el|al)\ |(?:el|al|ash|as|ar)-)?(?P<apart>[^\W\d_])
    | [a-z]{1,7}(?P<inside>[A-Z])
    | (?P<address>https?://|www\.)
    """,
    re.VERBOSE,
)
"""Names, brands and addresses that keep their lowercase letter at the beginning of a sentence: `al-Orlani`, `eBay`."""

_ROLES, _SPEECH, _ASKED, _FORMS = ("|".join(sorted(words)) for words in (ROLES, SPEECH, ASKED, SPEECH_FORMS))
_NAME = r"(?:[A-Z][\w.’'-]*|al-\w+|el-\w+)"
_ADVERB = r"(?:then|later|also|again|once|often|[a-z]+ly)"
_QUOTED = "(?:quoted|reported|cited|heard|overheard|recorded|filmed|seen|caught)"
_SPOKE = (
    rf"(?:{_ADVERB} )?(?:(?:{_SPEECH})|(?:had|has|have) (?:{_ADVERB} )?(?:{_ASKED})"
    rf"|(?:(?:was|were|is|are|has|had|have|been|can|could|be) ){{1,3}}(?:{_ADVERB} )?{_QUOTED} "
    rf"(?:as |to )?(?:{_FORMS}|having (?:{_ASKED}))"
    rf"|(?:quoted|reported|cited) (?:{_NAME} ){{1,3}}as (?:{_FORMS})"
    rf"|(?:was|were|kept|keeps|began|started) (?:asking|saying|shouting|yelling|screaming|chanting|crying)"
    rf"|(?:would|could) (?:{_ADVERB} )?(?:ask|say|shout|yell|scream|reply|chant))\b"
    r"(?P<stop>[.,]?)"
)
TAG = re.compile(
    rf"(?:(?:{_NAME}|de|van|von|bin|der|den|la|the|and|of|for|{_ROLES}) ){{0,5}}"
    rf"(?:{_NAME}(?:(?<=[’'])|(?<=[’']s))(?: [\w’'-]+){{1,3}}|{_NAME}|{_ROLES}),?"
    rf"(?: [^.!?,“”\"]{{1,50}},)? {_SPOKE}"
)
"""Who spoke a quotation: `Marsh asked`, `Marsh’s mother asked`, `Marsh was quoted as saying`."""

TAG_OF_FIRST = re.compile(rf"I {_SPOKE}")

ATTRIBUTION = re.compile(r"[—–―-]{1,2} ?(?:[A-Z]\. )*[A-Z][\w’'-]*(?:,? (?:[A-Z]\.|[\w’'-]+)){0,6}$")
"""Who is quoted, at the end of a paragraph: `— Marsh, the captain`."""

ASIDE = re.compile(r"[(\[]\d[\d ./–-]*[)\]]")
"""Brackets without a word: `(2031)`."""


def is_name(text: str, at: int) -> bool:
    """Return whether a lowercase word is a name or an address, with which a sentence may begin."""
    match = LOWER_FIRST.match(text, at)
    if match is None:
        return False
    letter = match["joined"] or match["apart"] or match["inside"]
    return match["address"] is not None or letter.isupper()


def next_word(text: str, mark: re.Match[str]) -> str:
    """Return the word after a mark."""
    word = WORD.match(text, mark.start("first"))
    return word[0] if word else ""


def is_comment(text: str, mark: re.Match[str]) -> bool:
    """Return whether a mark is a comment by itself, as in `(!)` and `[?]`, or leaves words out, as in `[...]`."""
    return mark.start() > 0 and text[mark.start() - 1] in "([" and mark["close"][:1] in (")", "]")


def is_tagged(text: str, mark: re.Match[str]) -> bool:
    """Return whether a quotation ends here and the words after it say who spoke, as in `“Why?” Marsh asked`.

    After a full stop these words have to be all of a sentence, since more of them are a sentence of its own.
    """
    if mark["opening"] or QUOTES.isdisjoint(mark["close"]):
        return False
    return names_speaker(text, mark)


def names_speaker(text: str, mark: re.Match[str]) -> bool:
    """Return whether the words after a quotation say who spoke it."""
    word = next_word(text, mark)
    if word in STARTERS and word != "I":
        return False
    tag = (TAG_OF_FIRST if word == "I" else TAG).match(text, mark.start("first"))
    return tag is not None and (mark["stop"] != "." or tag["stop"] == ".")
