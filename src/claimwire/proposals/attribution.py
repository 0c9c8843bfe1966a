"""How a statement is attributed: how its source is mentioned and named, what its cue does, how much of it is quoted.

English only. What the words leave open (a metonym, a name that begins a sentence) has no proposal.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

from ..pieces import without
from ..schema.vocab import CueClass, Mention, QuoteType, SourceNaming
from .cues import cue_class, cue_polarity
from .words import ClaimWords, text_words

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
TABLE: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("sources.toml").read_text(encoding="utf-8"))
LETTER = re.compile(r"[^\W_]")
PRONOUNS, NAMELESS = frozenset(TABLE["pronouns"]), frozenset(TABLE["titles"] + TABLE["common"])
INSTITUTIONS, NAMED_BEFORE = frozenset(TABLE["institutions"]), frozenset(TABLE["named_before"])
RELATIVES = frozenset({"who", "which", "whose", "whom", "that"})
TIES = RELATIVES | frozenset(TABLE["ties"])
PARTS = re.compile(r",|;|\(|\)|\s[-–—]\s|\band\b|\bor\b")
NOBODY = re.compile(r"(no|nobody|none|neither)\b", re.IGNORECASE)
"""How the words of a source begin that is told not to have spoken."""

FEWEST_OF_MIXED = 4
"""Words that a quoted piece has at least if it is more than a word or phrase."""


def attribution(words: ClaimWords) -> dict[str, Any]:
    """Return what can be told of an attribution from the words of its parts."""
    found: dict[str, Any] = {}
    mention = words.fields.get("mention") or _mention(words)
    if mention is not None:
        found["mention"] = str(mention)
    naming = _source_naming(found.get("mention"), has_name=bool(words.fields.get("source_name")))
    if NOBODY.match(words.of("source_spans")):
        naming = SourceNaming.NONE
    if naming is not None:
        found["source_naming"] = naming.value
    cue = words.of("cue_spans")
    kind = _cue_class(cue, words)
    if kind is not None:
        found["cue_class"] = kind.value
    found["cue_polarity"] = cue_polarity(cue, words.of("source_spans")).value
    found["quote_type"] = _quote_type(words).value
    return found


def _cue_class(cue: str, words: ClaimWords) -> CueClass | None:
    """Return what the cue does; without one it is neutral. *As* can stand within the content: *described it as*."""
    if not cue:
        return CueClass.NEUTRAL
    kind = cue_class(cue)
    if kind is CueClass.NEUTRAL and re.search(r"\bas\b", words.of("spans")):
        extended = cue_class(f"{cue} as")
        return extended if extended is CueClass.LABELLING else kind
    return kind


def _mention(words: ClaimWords) -> Mention | None:
    """Return how the source is referred to; None where its words leave that open."""
    spans = words.fields.get("source_spans") or ()
    if not spans:
        return Mention.IMPLICIT
    tokens = [match.group() for match in WORD.finditer(words.of("source_spans"))]
    if not tokens:
        return None
    if all(token.casefold() in PRONOUNS for token in tokens):
        return Mention.PRONOUN
    if tokens[0].casefold() in PRONOUNS and tokens[1:2] and tokens[1].casefold() in RELATIVES:
        return Mention.PRONOUN
    if len(tokens) == 1 and _is_name(tokens, 0):
        return _mention_by_first_word(tokens[0], words)
    parts = [part for piece in words.pieces("source_spans") for part in PARTS.split(piece)]
    return (
        Mention.NAMED
        if any(_has_named_head(part, number > 0) for number, part in enumerate(parts))
        else Mention.NOMINAL
    )


def _has_named_head(part: str, is_further: bool) -> bool:
    """Return whether the head of a noun phrase is a proper name; a further phrase behind a comma must begin with it."""
    tokens = [match.group() for match in WORD.finditer(part)]
    for place in range(1, len(tokens)):
        if tokens[place] in TIES and tokens[place - 1][0].islower() and tokens[place - 1] not in TIES:
            tokens = tokens[:place]
            break
    if not tokens or (is_further and not tokens[0][0].isupper()):
        return False
    head = len(tokens) - 1
    if tokens[head] in NAMED_BEFORE and any(_is_name(tokens, n) for n in range(head)):
        return True
    return _is_name(tokens, head)


def _is_name(tokens: list[str], place: int) -> bool:
    """Return whether a word is capitalised and part of a proper name: no title, and no institution by itself."""
    token = tokens[place]
    folded = re.sub(r"['’]s?$", "", token.casefold())
    if not token[0].isupper() or folded in NAMELESS | PRONOUNS:
        return False
    return folded not in INSTITUTIONS or (place > 0 and tokens[place - 1][0].isupper() and tokens[place - 1] != "The")


def _mention_by_first_word(first: str, words: ClaimWords) -> Mention | None:
    """Return the mention of a source of one capitalised word, which may be capitalised because it begins a sentence."""
    start = words.ranges("source_spans")[0][0]
    if (len(first) > 1 and first.isupper()) or not words.begins_sentence(start):
        return Mention.NAMED
    small, inside = text_words(words.text).used(first)
    if small:
        return Mention.NOMINAL
    return Mention.NAMED if inside else None


def _source_naming(mention: str | None, *, has_name: bool) -> SourceNaming | None:
    """Return how far the source is named: by a name given for it or here, else by words for it, else not at all.

    The article may name a private person elsewhere, or say that a name is withheld: then the annotator says so.
    """
    if has_name or mention == Mention.NAMED:
        return SourceNaming.NAMED
    if mention is None:
        return None
    return SourceNaming.NONE if mention == Mention.IMPLICIT else SourceNaming.DESCRIBED


def _quote_type(words: ClaimWords) -> QuoteType:
    """Return how much of the content is quoted: by what stands outside the marks, and by the longest quoted piece."""
    quoted = words.ranges("quoted_spans")
    if not quoted:
        return QuoteType.INDIRECT
    if not any(LETTER.search(words.text, *piece) for piece in without(words.ranges("spans"), quoted)):
        return QuoteType.DIRECT
    longest = max(len(WORD.findall(words.text[start:end])) for start, end in quoted)
    return QuoteType.MIXED if longest >= FEWEST_OF_MIXED else QuoteType.SCARE_QUOTE
