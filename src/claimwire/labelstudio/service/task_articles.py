"""The article that a task shows, as far as the task tells: for models, which read articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...corpus.records import sha256_text
from ...ingest.sentences import SENTENCE_RECIPE, sentences
from ...schema import Article, Publication, Segment
from ...schema.base import ID_PATTERN
from ...schema.vocab import DateEvidence, SegmentKind
from ..page.controls import TEXT
from ..tasks.byline import day_of

MOST_CHARACTERS = 1_000_000
"""Most code points of a text that a model is asked about; a longer one is seldom an article."""


def task_article(task: Any, known: Mapping[str, Article]) -> Article | None:
    """Return the article of a task; None if it shows no text of an article.

    One of `known`, if it has the text that the task shows: then the model sees what `claimwire preannotate` shows it.
    Any other is made of the task's data: its headline, if the text begins with it, and the rest as one piece.
    """
    data = task.get("data") if isinstance(task, dict) else None
    text = data.get(TEXT) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(text, str) or not text.strip() or len(text) > MOST_CHARACTERS:
        return None
    digest, article_id = sha256_text(text), data.get("article_id")
    if not isinstance(article_id, str) or not re.fullmatch(ID_PATTERN, article_id):
        article_id = f"task_{digest[:12]}"
    found = known.get(article_id)
    if found is not None and found.text == text:
        return found
    segments = _segments(text, data.get("headline"))
    day, language = day_of(data.get("byline")), data.get("language", "en")
    corpus_id, headline = data.get("corpus_id"), data.get("headline")
    return Article(
        article_id=article_id,
        corpus_id=corpus_id if isinstance(corpus_id, str) and re.fullmatch(ID_PATTERN, corpus_id) else "task",
        outlet_id="task",
        headline=headline if isinstance(headline, str) and headline.strip() else article_id,
        language=language if isinstance(language, str) and re.fullmatch("[a-z]{2,3}", language) else "en",
        publication=Publication(date=day, found=DateEvidence.SUPPLIED if day else DateEvidence.UNKNOWN),
        document="task",
        document_sha256=digest,
        recipe="plain-text/1",
        raw_sha256=digest,
        raw_length=len(text),
        text_sha256=digest,
        text_length=len(text),
        segments=segments,
        sentence_recipe=SENTENCE_RECIPE,
        sentences=tuple(sentences(text, segments)),
        text=text,
    )


def _segments(text: str, headline: Any) -> tuple[Segment, ...]:
    cut = len(headline) if isinstance(headline, str) and headline.strip() and text.startswith(headline) else 0
    pieces = ((SegmentKind.HEADLINE, 0, cut), (SegmentKind.BODY, cut, len(text)))
    return tuple(
        Segment(kind=kind, raw_start=start, raw_end=end, start=start) for kind, start, end in pieces if start < end
    )
