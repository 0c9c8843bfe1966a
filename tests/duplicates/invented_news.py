"""Invented articles of a seed, edited copies of them, and the shares recomputed the plain way."""

from __future__ import annotations

import random
import re

from invented import BACKGROUND, SHIP

from claimwire.corpus.records import canonical_json, sha256_text
from claimwire.formats.quotes import read_quoted_claims
from claimwire.schema import Article, ClaimBase

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
CLAIM = read_quoted_claims([(1, canonical_json(BACKGROUND))], SHIP, "c_", "")[0][0]


def sentence(rng: random.Random, length: int = 18) -> str:
    """Return a sentence of invented words."""
    found = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(length)]
    return " ".join(found).capitalize() + "."


def story(seed: int, sentences: int = 16) -> str:
    """Return an article's text of about 290 words."""
    rng = random.Random(seed)
    return " ".join(sentence(rng) for _ in range(sentences))


def light(text: str, seed: int) -> str:
    """Replace one word in fifty and the first sentence."""
    return reworded(". ".join(text.split(". ")[1:]), seed, 0.02)


def medium(text: str, seed: int) -> str:
    """Take out a fourth of the sentences, put in new ones, replace one word in twelve."""
    rng = random.Random(seed)
    kept = [part for part in text.split(". ") if rng.random() < 0.75]
    kept[3:3] = [sentence(rng).rstrip(".") for _ in range(4)]
    return reworded(". ".join(kept), seed, 0.08)


def heavy(text: str, seed: int) -> str:
    """Shuffle two thirds of the sentences and replace one word in five."""
    rng = random.Random(seed)
    parts = text.rstrip(".").split(". ")
    return reworded(". ".join(rng.sample(parts, 2 * len(parts) // 3)) + ".", seed, 0.2)


def excerpt(text: str, seed: int) -> str:
    """Put a fourth of the text among other sentences."""
    parts = text.rstrip(".").split(". ")
    copied = ". ".join(parts[4 : 4 + len(parts) // 4])
    return f"{story(5_000_000 + seed, 8)} {copied}. {story(6_000_000 + seed, 6)}"


def typeset(text: str, seed: int) -> str:
    """Set the same words otherwise: capitals, quotation marks, dashes, white space, soft hyphens."""
    rng = random.Random(seed)
    parts = [part.upper() if rng.random() < 0.1 else part for part in text.split(" ")]
    return "“" + "\n\u00a0— ".join(part[:2] + "\u00ad" + part[2:] for part in parts) + "”"


def reworded(text: str, seed: int, share: float) -> str:
    """Replace a share of the words."""
    rng = random.Random(seed + 1)
    return " ".join(f"mul{rng.randrange(10**9)}" if rng.random() < share else word for word in text.split(" "))


def plain_shingles(text: str, length: int) -> set[tuple[str, ...]]:
    """Return the shingles as tuples of words, found by a regular expression."""
    words = re.findall(r"\w+", text.replace("\u00ad", "").casefold())
    return {tuple(words[n : n + length]) for n in range(max(1, len(words) - length + 1))} if words else set()


def article(name: str, text: str | None, *, standoff: bool = False) -> Article:
    """Return an article with a text, of which a stand-off record has the hash only."""
    changes = {"article_id": name, "text_sha256": sha256_text(text or ""), "text": None if standoff else text}
    return SHIP.model_copy(update=changes | {"episode_id": None})


def claim(name: str, article_id: str, statement: str) -> ClaimBase:
    """Return a claim that says something of its own."""
    changes = {"claim_id": name, "article_id": article_id, "statement": statement, "event_id": None}
    return CLAIM.model_copy(update=changes)
