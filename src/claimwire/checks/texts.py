"""Level 2: an article's pieces fit together, and its text is there exactly where it may be."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus.records import sha256_text
from ..ingest.article import reconstruct
from ..ingest.reading import KEPT, PARAGRAPH_BREAK, parted
from ..schema import Article, Segment
from .context import Context
from .model import Check, Finding
from .offsets import shown


def _raw_not_tiled(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        place = 0
        for number, segment in enumerate(placed.record.segments):
            if segment.raw_start != place or segment.raw_end <= segment.raw_start:
                found = f"goes from {segment.raw_start} to {segment.raw_end}"
                yield placed.finding(f"segment {number} {found} of the raw document, expected it to begin at {place}")
                break
            place = segment.raw_end
        else:
            if place != placed.record.raw_length:
                yield placed.finding(f"the segments end at {place}, the raw document at {placed.record.raw_length}")


def _text_not_tiled(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        place = 0
        before: Segment | None = None
        for number, segment in enumerate(placed.record.segments):
            if (segment.kind in KEPT) != (segment.start is not None):
                yield placed.finding(f"segment {number} is a {segment.kind} and has start {segment.start}")
                break
            if segment.start is None or segment.end is None:
                continue
            breaks = before is not None and parted(before.kind, before.raw_end, segment.raw_start)
            place += len(PARAGRAPH_BREAK) if breaks else 0
            if segment.start != place:
                yield placed.finding(f"segment {number} begins at {segment.start} of the text, expected {place}")
                break
            place, before = segment.end, segment
        else:
            if place != placed.record.text_length:
                yield placed.finding(
                    f"the segments end at {place} of the text, its length is {placed.record.text_length}"
                )


def _text_differs(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        article, text = placed.record, context.text(placed.record.article_id)
        if text is not None and sha256_text(text) != article.text_sha256:
            found = f"SHA-256 of the text is {sha256_text(text)[:12]}..., length {len(text)}"
            yield placed.finding(f"{found}; recorded are {article.text_sha256[:12]}... and {article.text_length}")


def _raw_differs(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        article = placed.record
        whole = article.text is not None and all(s.start is not None or s.raw is not None for s in article.segments)
        if not whole or sha256_text(article.text or "") != article.text_sha256:
            continue
        found = sha256_text(reconstruct(article))
        if found != article.raw_sha256:
            yield placed.finding(
                f"SHA-256 of the raw text is {found[:12]}..., recorded is {article.raw_sha256[:12]}..."
            )


def _sentence_misplaced(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        end = 0
        for number, sentence in enumerate(placed.record.sentences):
            if sentence.start >= sentence.end or sentence.start < end:
                message = f"sentence {number} goes from {shown(sentence)}, the one before ends at {end}"
                yield placed.finding(message)
            elif not _in_one_segment(placed.record, sentence.start, sentence.end):
                yield placed.finding(f"sentence {number}, {shown(sentence)}, lies in no segment of the text")
            end = sentence.end


def _in_one_segment(article: Article, start: int, end: int) -> bool:
    pieces = ((s.start, s.end) for s in article.segments)
    return any(s is not None and e is not None and s <= start and end <= e for s, e in pieces)


def _text_in_standoff(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        if placed.data.info.text_redistributable or context.is_hydrated(placed.data):
            continue
        if placed.record.text is not None:
            yield placed.finding(f"the record holds its text of {len(placed.record.text)} code points")
        held = [number for number, segment in enumerate(placed.record.segments) if segment.raw is not None]
        if held:
            yield placed.finding(f"segments {', '.join(map(str, held))} hold text")


def _text_missing(context: Context) -> Iterator[Finding]:
    for placed in context.articles:
        if placed.data.info.text_redistributable and placed.record.text is None:
            yield placed.finding("the record holds no text, and its corpus says that it may")


def _licence_contradicts(context: Context) -> Iterator[Finding]:
    outlets = {outlet.outlet_id: outlet for _, outlet in context.outlets}
    for placed in context.articles:
        outlet = outlets.get(placed.record.outlet_id)
        if outlet is not None and placed.data.info.text_redistributable and not outlet.text_redistributable:
            message = f"the corpus may hold texts, those of {outlet.outlet_id} may not be redistributed"
            yield placed.finding(message)


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
        "a text is not the one that the hash was made from (where it is at hand)",
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
        "a sentence overlaps the one before it, or lies in no segment of the text",
        "ingest the document again",
        _sentence_misplaced,
    ),
    Check(
        "text-in-standoff",
        2,
        "the repository holds text of a corpus whose texts may not be redistributed",
        "run `claimwire dehydrate`; if it was committed, take it out of the history too",
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
        "mend text_redistributable of the corpus or of the outlet",
        _licence_contradicts,
    ),
)
