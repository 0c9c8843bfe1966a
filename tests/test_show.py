"""Showing claims: what is coloured, what a row says, and offsets that mark the quote in the raw document, too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from invented import BACKGROUND, CORPUS, FIGURE, SHIP, STATEMENT, document_for
from strategies import claims_of

from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.records import canonical_json, records_of
from claimwire.formats.quotes import read_quoted_claims
from claimwire.ingest.article import ingest, reconstruct
from claimwire.schema import LABELS, Article, ClaimBase, span_slots
from claimwire.show import offsets_json, place, raw_span, slot_summary, styled_spans

ANNOTATIONS = Path(__file__).resolve().parent.parent / "annotations"


def claim(entry: dict) -> ClaimBase:
    claims, problems = read_quoted_claims([(1, canonical_json(entry))], SHIP, "heron_1_", "")
    assert problems == []
    return claims[0]


STATED, TOLD, COUNTED = claim(STATEMENT), claim(BACKGROUND | {"time": "1999", "time_spans": "1999"}), claim(FIGURE)


def test_claims_are_coloured_and_their_slots_stand_out_from_them() -> None:
    text = SHIP.text or ""
    colors = {declaration.label: declaration.color for declaration in LABELS}
    found = [(item.span.of(text), item.style) for item in styled_spans([STATED, TOLD])]
    assert found == [
        ("“The ferry,”", colors[STATED.label]),
        ("“was old.”", colors[STATED.label]),
        ("Ferries sank in 1999", colors[TOLD.label]),
        ("Ada Lorn", "italic"),
        ("said", "bold"),
        ("1999", "underline"),
    ], "slots come behind all claims, or a claim around them would hide them"


def test_a_row_has_the_slots_that_are_filled() -> None:
    assert slot_summary(TOLD) == (
        "event name: Losses of 1999; event type: disaster; time: 1999; time resolution: explicit"
    )
    named = STATED.model_copy(update={"source_name": ("Ada Lorn", "Bo Vey")})
    assert slot_summary(named) == (
        "source name: Ada Lorn, Bo Vey; source kind: person; mention: named; cue class: neutral; quote type: direct"
    )


def test_zero_and_no_are_values() -> None:
    zero = COUNTED.model_copy(update={"upper": 0, "upper_inclusive": False, "part_of": "heron_1_02"})
    assert "upper: 0; upper inclusive: False; " in slot_summary(zero)
    assert "part of: heron_1_02" in slot_summary(zero)
    assert "lower" not in slot_summary(zero)


def test_a_place_has_all_pieces() -> None:
    first, second = STATED.spans
    assert place(STATED) == f"{first.start}-{first.end} + {second.start}-{second.end}"


def test_offsets_are_told_without_words() -> None:
    found = offsets_json(TOLD, SHIP, raw=False)
    assert {name: found[name] for name in ("document", "article_id", "claim_id", "label", "offsets")} == {
        "document": "file",
        "article_id": "heron_1",
        "claim_id": "heron_1_01",
        "label": "historical_background",
        "offsets": "text",
    }
    assert found["spans"] == [TOLD.spans[0].model_dump()]
    assert found["time_spans"] == [TOLD.time_spans[0].model_dump()]  # type: ignore[attr-defined]
    assert set(found) == {"document", "article_id", "claim_id", "label", "offsets", *span_slots(type(TOLD))}
    assert TOLD.statement not in json.dumps(found)


@settings(deadline=None)
@given(claims_of("heron_1", SHIP.text_length, "heron_1_01"))
def test_any_claim_is_shown(drawn: ClaimBase) -> None:
    assert json.loads(json.dumps(offsets_json(drawn, SHIP, raw=False)))["claim_id"] == "heron_1_01"
    assert place(drawn).count("-") == len(drawn.spans)
    assert "\n" not in place(drawn)
    assert {item.span for item in styled_spans([drawn])} >= set(drawn.spans)
    assert str(drawn.label) not in slot_summary(drawn)


PAGE = """menuiconbookiconfm
3 Mar, 2031 09:05

Ferry sinks

Many are missing
Ferry sinks

The ferry sank at dawn.\u00a0

“The ferry,” said Ada Lorn, “was old.”

Ferries sank in 1999.

Podcasts
0:00
"""


def test_offsets_count_in_the_raw_document_where_that_is_asked_for() -> None:
    article = ingest(document_for("rt-text"), PAGE.encode(), CORPUS)
    lines = [(n, canonical_json(entry)) for n, entry in enumerate((STATEMENT, BACKGROUND), start=1)]
    claims, problems = read_quoted_claims(lines, article, "heron_1_", "")
    assert problems == []
    for told, quotes in zip(claims, (["“The ferry,”", "“was old.”"], ["Ferries sank in 1999"]), strict=True):
        found = offsets_json(told, article, raw=True)
        assert found["offsets"] == "raw"
        assert [PAGE[span["start"] : span["end"]] for span in found["spans"]] == quotes
        assert found["spans"] != offsets_json(told, article, raw=False)["spans"]


def open_corpora() -> list[str]:
    folders = [path.parent for path in sorted(ANNOTATIONS.glob("*/corpus.toml"))]
    return [folder.name for folder in folders if read_corpus(folder).info.text_redistributable]


def test_a_corpus_with_texts_is_there_to_test_with() -> None:
    assert "openwire" in open_corpora()


@pytest.mark.parametrize("corpus_id", open_corpora())
def test_raw_offsets_mark_the_quote_in_the_raw_document(corpus_id: str) -> None:
    data = read_corpus(ANNOTATIONS / corpus_id)
    claims = [*records_of(data.rows.claims), *(c for layer in records_of(data.rows.annotations) for c in layer.claims)]
    articles: dict[str, Article] = {article.article_id: article for article in records_of(data.rows.articles)}
    raws = {name: reconstruct(article) for name, article in articles.items()}
    count = 0
    for found in claims:
        article, raw = articles[found.article_id], raws[found.article_id]
        in_raw, in_text = (offsets_json(found, article, raw=flag) for flag in (True, False))
        for slot in span_slots(type(found)):
            for shown, span, there in zip(in_text[slot], getattr(found, slot), in_raw[slot], strict=True):
                assert shown == span.model_dump()
                assert raw[there["start"] : there["end"]] == span.of(article.text or ""), f"{found.claim_id} {slot}"
                count += 1
    assert count > len(claims) > 100


def test_a_span_over_two_paragraphs_reaches_from_one_piece_to_the_other() -> None:
    raw, text = reconstruct(SHIP), SHIP.text or ""
    start, end = text.index("closes"), text.index("The ferry") + len("The ferry")
    span = raw_span(SHIP, STATED.spans[0].model_copy(update={"start": start, "end": end}))
    assert raw[span.start : span.end].split() == ["closes", "The", "ferry"]
