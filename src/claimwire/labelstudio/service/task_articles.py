"""The article that a task shows, as far as the task tells: for models, which read articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from ...corpus.records import sha256_text
from ...ingest.sentences import ENGLISH
from ...ingest.unlisted import NOWHERE, article_of_segments
from ...schema import Article, Segment
from ...schema.base import ID_PATTERN
from ...schema.vocab import SegmentKind
from ..page.controls import TEXT
from ..tasks.byline import day_of

MOST_CHARACTERS = 1_000_000
"""Most code points of a text that a model is asked about; a longer one is seldom an article."""

SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can have and UTF-8 cannot."""


def task_article(task: Any, known: Mapping[str, Article]) -> Article | None:
    """Return the article of a task; None if it shows no text of an article, or says that it is not in English.

    One of `known`, if it has the text that the task shows: then the model sees what `claimwire preannotate` shows it.
    Any other is made of the task's data: its headline, if the text begins with it, and the rest as one piece.
    """
    data = task.get("data") if isinstance(task, dict) else None
    text = data.get(TEXT) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not _is_text(text) or len(text) > MOST_CHARACTERS:
        return None
    if not _is_english(data.get("language")):
        return None
    digest, article_id = sha256_text(text), data.get("article_id")
    if not isinstance(article_id, str) or not re.fullmatch(ID_PATTERN, article_id):
        article_id = f"task_{digest[:12]}"
    found = known.get(article_id)
    if found is not None and found.text == text:
        return found if _is_english(found.language) else None
    headline = data["headline"] if _is_text(data.get("headline")) else ""
    corpus_id = data.get("corpus_id")
    if not isinstance(corpus_id, str) or not re.fullmatch(ID_PATTERN, corpus_id):
        corpus_id = NOWHERE
    segments = _segments(text, headline)
    return article_of_segments(text, article_id, segments, headline, day_of(data.get("byline")), corpus_id=corpus_id)


def _is_text(value: Any) -> TypeGuard[str]:
    """Return whether a value is text with something in it, of characters that can be written."""
    return isinstance(value, str) and bool(value.strip()) and not SURROGATES.search(value)


def _is_english(language: Any) -> bool:
    """Return whether the language of a task is English, as far as it is told: the only one that models read."""
    if not isinstance(language, str) or not language.strip():
        return True
    return language.strip().lower().replace("_", "-").partition("-")[0] in (*ENGLISH, "english")


def _segments(text: str, headline: str) -> tuple[Segment, ...]:
    cut = len(headline) if text.startswith(headline) else 0
    pieces = ((SegmentKind.HEADLINE, 0, cut), (SegmentKind.BODY, cut, len(text)))
    return tuple(
        Segment(kind=kind, raw_start=start, raw_end=end, start=start) for kind, start, end in pieces if start < end
    )
