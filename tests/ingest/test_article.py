"""An article as a whole: its dates, its offsets in the raw document, its stand-off record."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from invented import CORPUS, document_for
from raw_documents import PLAIN, RT, TASS
from strategies import articles

from claimwire.corpus.records import sha256_text
from claimwire.errors import HydrationError, RecipeError
from claimwire.ingest.article import dehydrated, ingest, publication, raw_offset, reconstruct
from claimwire.schema import Publication
from claimwire.schema.vocab import DateEvidence, SegmentKind


def article_of(raw: str, recipe: str = "plain-text", **given: str):
    return ingest(document_for(recipe, **given), raw.encode(), CORPUS)


# Dates


def completed(read: str | None, published: str | None, found: DateEvidence | None = None) -> Publication:
    document = document_for("tass-text", published=published, found=found, evidence="Why." if found else None)
    return publication(Publication(date=read, found=DateEvidence.DATELINE_WITHOUT_YEAR), document)


@pytest.mark.parametrize("read", [None, "XXXX-03-03", "2031-03-03", "2031-03-03T09:05:00"])
def test_what_the_page_gives_stands_where_the_corpus_says_nothing(read: str | None) -> None:
    assert completed(read, None) == Publication(date=read, found=DateEvidence.DATELINE_WITHOUT_YEAR)


@pytest.mark.parametrize(
    ("read", "published"),
    [
        (None, "2031"),
        ("XXXX-03-03", "2031-03-03"),
        ("XXXX-03-03", "2031-03-03T21:40:00"),
        ("XXXX-03-03", "XXXX-03-03"),
        ("2031-03-03", "2031-03-03"),
        ("2031-03-03", "2031-03-03T21:40:00Z"),
    ],
)
def test_the_corpus_completes_a_date(read: str | None, published: str) -> None:
    assert completed(read, published) == Publication(date=published, found=DateEvidence.SUPPLIED)
    told = completed(read, published, DateEvidence.DATELINE_YEAR_FROM_OTHER_EVIDENCE)
    assert (told.date, told.found.value, told.evidence) == (published, "dateline_year_from_other_evidence", "Why.")


@pytest.mark.parametrize("published", ["2031-03-03", "2031-03", "2031"])
def test_a_date_that_the_page_gives_more_exactly_is_kept(published: str) -> None:
    """It was told as a contradiction."""
    assert completed("2031-03-03T09:05:00", published).date == "2031-03-03T09:05:00"


@pytest.mark.parametrize(
    ("read", "published"),
    [
        ("2031-03-03", "2031-03-04"),
        ("2031-03-03", "2030-03-03"),
        ("2031-03-03", "2030"),
        ("XXXX-03-03", "2031-03-04"),
        ("XXXX-03-03", "2031-04"),
        ("2031-03-03T09:05:00", "2031-03-03T09:06:00"),
    ],
)
def test_a_contradiction_is_refused(read: str, published: str) -> None:
    with pytest.raises(RecipeError) as raised:
        completed(read, published)
    assert str(raised.value) == (
        f"the corpus (or --published) says {published}, the document says {read}; "
        "the document's own date is recorded, so leave this one out for it: a document is never corrected"
    )


@pytest.mark.parametrize("published", ["2031", "2031-03"])
def test_a_year_alone_does_not_complete_a_day(published: str) -> None:
    with pytest.raises(RecipeError, match=r"the document says XXXX-03-03; give the whole date"):
        completed("XXXX-03-03", published)


def test_dates_of_a_document_reach_its_article() -> None:
    assert article_of(TASS, "tass-text").publication.date == "XXXX-03-03"
    assert article_of(TASS, "tass-text", published="2031-03-03").publication.date == "2031-03-03"
    with pytest.raises(
        RecipeError, match=r"^file: the corpus \(or --published\) says 2031-03-04, the document says 2031-03-03T"
    ):
        article_of(RT, "rt-text", published="2031-03-04")


# The record


def test_an_article_says_what_it_was_made_from() -> None:
    document = document_for("plain-text", article_id="heron_7", episode_id="ferry_2031")
    article = ingest(document, PLAIN.encode(), CORPUS)
    assert (article.article_id, article.corpus_id, article.outlet_id) == ("heron_7", "heron", "orlan_post")
    assert (article.episode_id, article.document, article.recipe) == ("ferry_2031", "file", "plain-text/2")
    assert article.document_sha256 == article.raw_sha256 == sha256_text(PLAIN)
    assert (article.headline, article.language) == ("Ferry sinks off Port Orlan", "en")


def test_the_corpus_names_the_recipe_of_a_document_that_names_none() -> None:
    document = document_for("plain-text").model_copy(update={"recipe": None})
    assert ingest(document, PLAIN.encode(), CORPUS).recipe == "plain-text/2"
    corpus = CORPUS.model_copy(update={"recipe": "telex"})
    with pytest.raises(RecipeError, match="no recipe is called 'telex'"):
        ingest(document, PLAIN.encode(), corpus)


def test_a_document_that_cannot_be_read_is_named() -> None:
    with pytest.raises(RecipeError, match=r"^file: no dateline such as"):
        article_of(PLAIN, "tass-text")


def test_a_standoff_record_has_no_words_of_others() -> None:
    article = article_of(PLAIN).model_copy(
        update={"url": "https://a.example/2031/ferry-sinks-off-port-orlan-says-lorn-11.html"}
    )
    standoff = dehydrated(article)
    assert standoff.text is None
    assert {segment.raw for segment in standoff.segments} == {None}
    assert standoff.url == "https://a.example/2031/….html"
    assert [s.model_copy(update={"raw": None}) for s in article.segments] == list(standoff.segments)
    assert dehydrated(standoff) == standoff
    assert dehydrated(article_of(PLAIN)).url is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/ferry-sinks-off-port-orlan", "https://a.example/ferry-sinks-off-port-orlan"),
        ("https://a.example/ferry-sinks-off-port-orlan-today", "https://a.example/…"),
        ("https://a.example/fähre-sinkt-vor-port-orlan-heute?a=1", "https://a.example/…?a=1"),
    ],
)
def test_an_address_of_six_words_is_a_sentence(url: str, shown: str) -> None:
    assert dehydrated(article_of(PLAIN).model_copy(update={"url": url})).url == shown


@given(articles(standoff=True))
def test_a_standoff_record_gives_no_raw_text(article) -> None:
    with pytest.raises(HydrationError, match=r"holds no text; hydrate it first"):
        reconstruct(article)


def test_a_piece_that_is_missing_is_named() -> None:
    article = article_of(PLAIN)
    separator = next(s for s in article.segments if s.kind is SegmentKind.SEPARATOR)
    segments = tuple(s.model_copy(update={"raw": None}) if s is separator else s for s in article.segments)
    with pytest.raises(HydrationError, match=f"heron_1 lacks the piece at {separator.raw_start} of its raw document"):
        reconstruct(article.model_copy(update={"segments": segments}))


# Offsets in the raw document


@settings(deadline=None)
@given(articles(), st.data())
def test_a_passage_within_a_piece_stands_in_the_raw_document_too(article, data: st.DataObject) -> None:
    kept = [segment for segment in article.segments if segment.start is not None]
    assume(kept)
    raw = reconstruct(article)
    segment = data.draw(st.sampled_from(kept))
    start = data.draw(st.integers(segment.start, segment.end - 1))
    end = data.draw(st.integers(start + 1, segment.end))
    assert raw[raw_offset(article, start) : raw_offset(article, end, end=True)] == article.text[start:end]


def test_an_offset_in_a_paragraph_break_stands_nowhere_in_the_raw_document() -> None:
    article = article_of(PLAIN)
    headline = len("Ferry sinks off Port Orlan")
    assert raw_offset(article, headline, end=True) == headline
    with pytest.raises(ValueError, match=f"offset {headline} of heron_1 lies in no piece of the raw document"):
        raw_offset(article, headline)
    with pytest.raises(ValueError, match=f"offset {article.text_length} of heron_1"):
        raw_offset(article, article.text_length)
