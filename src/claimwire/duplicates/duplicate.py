"""What a duplicate is: two articles, what they have in common, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..schema.vocab import Vocabulary


class Basis(Vocabulary):
    """What two articles have in common."""

    TEXT = "text", "their texts, or passages of them"
    STATEMENT = "statement", "what one claim of each says, in our own words"


class DuplicateKind(Vocabulary):
    """How much two duplicates are the same."""

    EXACT = "exact", "the same words in the same order"
    NEAR = "near", "most of either is in the other: half or more of the longer text; of statements, as the rule says"
    EXCERPT = (
        "excerpt",
        "half or more of the shorter text is in the longer one, but that is less than half of the longer",
    )
    PASSAGE = "passage", "they share passages, less than half of either"


class HasText(Protocol):
    """An article, as far as its text is compared with others."""

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text."""


@dataclass(frozen=True)
class Duplicate:
    """Two articles, by id in sorting order, that are duplicates.

    `share` is the share of the shorter text's shingles that both have, or of the shingles that either statement has.
    `claim_ids` are the claims, of the first and of the second article, whose statements are similar; None for texts.
    `recorded` means that the texts were not at hand and the pair was found earlier.
    """

    basis: Basis
    kind: DuplicateKind
    share: float
    article_ids: tuple[str, str]
    claim_ids: tuple[str, str] | None = None
    recorded: bool = False

    def __str__(self) -> str:
        shared = f"({self.kind}, {self.share:.2f} shared)"
        if self.claim_ids is None:
            return f"text of {' and '.join(self.article_ids)} {shared}"
        return f"statement of {' and '.join(self.claim_ids)} {shared}"
