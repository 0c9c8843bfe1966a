"""Level 2: an article's pieces fit together, and its text is there exactly where it may be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from ..corpus.records import sha256_text
from ..ingest.article import reconstruct
from ..ingest.reading import KEPT, PARAGRAPH_BREAK, has_break
from ..schema import Segment
from .check import Check
from .context import Context
from .findings import Finding
from .offsets import shown


def _raw_not_tiled(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        place = 0
        for number, segment in enumerate(row.record.segments):
            if segment.raw_start != place or segment.raw_end <= segment.raw_start:
                found = f"goes from {segment.raw_start} to {segment.raw_end}"
                yield row.finding(f"segment {number} {found} of the raw document, expected it to begin at {place}")
                break
            place = segment.raw_end
        else:
            if place != row.record.raw_length:
                yield row.finding(f"the segments end at {place}, the raw document at {row.record.raw_length}")


def _text_not_tiled(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        place = 0
        before: Segment | None = None
        for number, segment in enumerate(row.record.segments):
            if (segment.kind in KEPT) != (segment.start is not None):
                yield row.finding(f"segment {number} is a {segment.kind} and has start {segment.start}")
                break
            end = segment.end
            if segment.start is None or end is None:
                continue
            breaks = before is not None and has_break(before.kind, before.raw_end, segment.raw_start)
            place += len(PARAGRAPH_BREAK) if breaks else 0
            if segment.start != place:
                yield row.finding(f"segment {number} begins at {segment.start} of the text, expected {place}")
                break
            place, before = end, segment
        else:
            if place != row.record.text_length:
                yield row.finding(f"the segments end at {place} of the text, its length is {row.record.text_length}")


def _text_differs(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        article, text = row.record, context.text(row.record.article_id)
        if text is not None and sha256_text(text) != article.text_sha256:
            found = f"SHA-256 of the text is {sha256_text(text)[:12]}..., length {len(text)}"
            yield row.finding(f"{found}; recorded are {article.text_sha256[:12]}... and {article.text_length}")


def _raw_differs(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        article = row.record
        whole = article.text is not None and all(s.start is not None or s.raw is not None for s in article.segments)
        if not whole or sha256_text(article.text or "") != article.text_sha256:
            continue
        found = sha256_text(reconstruct(article))
        if found != article.raw_sha256:
            yield row.finding(f"SHA-256 of the raw text is {found[:12]}..., recorded is {article.raw_sha256[:12]}...")


def _sentence_misplaced(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        end = 0
        segments = sorted((s.start, s.end) for s in row.record.segments if s.start is not None and s.end is not None)
        starts = [start for start, _ in segments]
        reached = list(accumulate((last for _, last in segments), max, initial=0))
        for number, sentence in enumerate(row.record.sentences):
            if sentence.start >= sentence.end or sentence.start < end:
                message = f"sentence {number} goes from {shown(sentence)}, the one before ends at {end}"
                yield row.finding(message)
            elif reached[bisect_right(starts, sentence.start)] < sentence.end:
                yield row.finding(f"sentence {number}, {shown(sentence)}, is in no segment of the text")
            end = sentence.end


def _text_in_standoff(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        if row.corpus.info.text_redistributable or context.is_hydrated(row.corpus):
            continue
        if row.record.text is not None:
            yield row.finding(f"the record contains its text of {len(row.record.text)} code points")
        held = [number for number, segment in enumerate(row.record.segments) if segment.raw is not None]
        if held:
            yield row.finding(f"segments {', '.join(map(str, held))} contain text")


def _text_missing(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        if row.corpus.info.text_redistributable and row.record.text is None:
            yield row.finding("the record has no text, and its corpus says that it may have it")


def _licence_contradicts(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        outlet = context.repository.outlet_by_id.get(row.record.outlet_id)
        if outlet is not None and row.corpus.info.text_redistributable and not outlet.text_redistributable:
            message = f"the corpus may contain texts, those of {outlet.outlet_id} may not be redistributed"
            yield row.finding(message)


CHECKS = (
    Check(
        "raw-not-tiled",
        2,
        "the segments of an article leave a gap in its raw document, or overlap",
        "ingest the document again",
        _raw_not_tiled,
    ),
    Check(
        "text-not-tiled",
        2,
        "the kept segments of an article do not make up its text, a paragraph break between them",
        "ingest the document again",
        _text_not_tiled,
    ),
    Check(
        "text-differs",
        2,
        "a text is not the one that the hash was made from (where it is available)",
        "text is never corrected: put the old text back, or ingest it as another article",
        _text_differs,
    ),
    Check(
        "raw-differs",
        2,
        "the raw document that an article's pieces add up to is not the one that the hash was made from",
        "ingest the document again",
        _raw_differs,
    ),
    Check(
        "sentence-misplaced",
        2,
        "a sentence overlaps the one before it, or is in no segment of the text",
        "ingest the document again",
        _sentence_misplaced,
    ),
    Check(
        "text-in-standoff",
        2,
        "the repository holds text of a corpus whose texts may not be redistributed",
        "run `claimwire dehydrate`; if it was committed, remove it from the history too",
        _text_in_standoff,
    ),
    Check(
        "text-missing",
        2,
        "an article of a corpus with open texts has none",
        "ingest the document again, or say `text_redistributable = false` in corpus.toml",
        _text_missing,
    ),
    Check(
        "licence-contradicts",
        2,
        "a corpus with open texts has an article of an outlet whose texts may not be redistributed",
        "fix text_redistributable of the corpus or of the outlet",
        _licence_contradicts,
    ),
)
