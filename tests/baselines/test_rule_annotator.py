"""The rule annotator on invented sentences, and on the whole small repository."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.baselines.annotators import ANNOTATORS, annotator_of, layer_by
from claimwire.corpus.records import sha256_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import BaselineError
from claimwire.hydration import hydrated_corpus
from claimwire.ingest.sentences import split_sentences
from claimwire.schema import Article, ClaimBase, Publication, Segment, Span, all_spans, references, slots_missing
from claimwire.schema.vocab import DateEvidence, SegmentKind

PUBLISHED = "2031-10-12"


def article(text: str, published: str | None = PUBLISHED, kind: SegmentKind = SegmentKind.BODY) -> Article:
    digest, length = sha256_text(text), len(text)
    return Article(
        article_id="x",
        corpus_id="c",
        outlet_id="o",
        headline="x",
        language="en",
        publication=Publication(found=DateEvidence.SUPPLIED if published else DateEvidence.UNKNOWN, date=published),
        document="x.txt",
        document_sha256=digest,
        recipe="plain-text/1",
        raw_sha256=digest,
        raw_length=length,
        text_sha256=digest,
        text_length=length,
        segments=(Segment(kind=kind, raw_start=0, raw_end=length, start=0),),
        sentence_recipe="test/1",
        sentences=tuple(Span(start=start, end=end) for start, end in split_sentences(text)),
        text=text,
    )


def annotated(text: str, label: str, **known: Any) -> list[ClaimBase]:
    return [x for x in annotator_of("rules").annotate(article(text, **known), "x_") if x.label.value == label]


def words(claim: ClaimBase, slot: str, text: str) -> str:
    return " … ".join(span.of(text) for span in getattr(claim, slot))


STATEMENTS = [
    ("Ada Lorn said that the road was open.", "Ada Lorn", "said", "the road was open"),
    ("Ada Lorn said the road was open.", "Ada Lorn", "said", "the road was open"),
    ("The road was open, Ada Lorn said on Monday.", "Ada Lorn", "said", "The road was open"),
    ("The road was open, the minister told a briefing.", "the minister", "told", "The road was open"),
    ("“The road is open,” said Ada Lorn, a nurse.", "Ada Lorn, a nurse", "said", "“The road is open,”"),
    ("“The road is open,” she said.", "she", "said", "“The road is open,”"),
    ("But on Monday Lorn warned that the road was shut.", "Lorn", "warned", "the road was shut"),
    (
        "Omar Tresh, a spokesman of the line, said it was safe.",
        "Omar Tresh, a spokesman of the line",
        "said",
        "it was safe",
    ),
    ("Ada Lorn, who came late, said it was safe.", "Ada Lorn", "said", "it was safe"),
    ("According to the coastguard, the ferry was full.", "the coastguard", "According to", "the ferry was full"),
    ("The ferry was full, according to the coastguard.", "the coastguard", "according to", "The ferry was full"),
    ("The driver reportedly fell asleep.", "", "reportedly", "The driver … fell asleep"),
    ("The driver is believed to have fled.", "", "is believed", "The driver … to have fled"),
    ("Lorn has promised to open the road.", "Lorn", "has promised", "to open the road"),
    ("Lorn accused Rovia of arming the rebels.", "Lorn", "accused", "Rovia of arming the rebels"),
    ("The company declined to comment.", "The company", "declined to comment", "declined to comment"),
    ("Each boat, she remarked, had holes.", "she", "remarked", "Each boat … had holes"),
    ("Lorn voiced concern over the raids.", "Lorn", "voiced concern over", "the raids"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), STATEMENTS, ids=[text for text, *_ in STATEMENTS])
def test_statements_have_source_cue_and_content(text: str, source: str, cue: str, content: str) -> None:
    (claim,) = annotated(text, "attributed_statement")
    found = tuple(words(claim, slot, text) for slot in ("source_spans", "cue_spans", "spans"))
    assert found == (source, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "The ministers met and spoke by telephone.",
        "Rovia recognised the new state.",
        "Police arrested the alleged gunman.",
        "The film “Night Wind Over the Old Bridge” opened on Friday.",
        "The disputed valley lies north of Port Hale.",
        "The ferry left at noon.",
    ],
)
def test_what_looks_like_a_statement_is_none(text: str) -> None:
    assert annotated(text, "attributed_statement") == []


def test_two_cues_of_one_source_are_two_statements() -> None:
    text = "Lorn denied that the road was shut and demanded that the bridge be opened."
    assert [
        (words(x, "source_spans", text), words(x, "spans", text)) for x in annotated(text, "attributed_statement")
    ] == [
        ("Lorn", "the road was shut"),
        ("Lorn", "the bridge be opened"),
    ]


def test_a_quotation_that_goes_on_is_a_further_piece() -> None:
    text = "“The road is open,” Lorn said. “Nobody was hurt there.” The bridge is shut."
    (claim,) = annotated(text, "attributed_statement")
    assert words(claim, "spans", text) == "“The road is open,” … “Nobody was hurt there.”"
    assert words(claim, "quoted_spans", text) == words(claim, "spans", text)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Lorn denied that the road was shut.", ("denied", "individual", "positive")),
        ("Police urged drivers to stay at home.", ("requested", "police_and_rescue", "positive")),
        ("The ministry said the road would be shut.", ("future", "government", "positive")),
        ("The ministry said the road might be shut.", ("possible", "government", "positive")),
        ("The ministry said the road was not shut.", ("asserted", "government", "negative")),
        ("Lorn hoped that the road was open.", ("hoped", "individual", "positive")),
        ("Lorn asked whether the road was open.", ("question", "individual", "positive")),
        ("The driver is believed to have fled.", ("possible", "not_told", "positive")),
    ],
)
def test_statements_have_the_slots_that_words_tell(text: str, slots: tuple[str, ...]) -> None:
    (claim,) = annotated(text, "attributed_statement")
    assert (claim.presented_as, getattr(claim, "source_kind", None), claim.polarity) == slots


FIGURES = [
    ("At least 12 people were killed in Mirzel.", "At least 12 people were killed", "At least 12", "killed", 12, None),
    ("A fire in Mirzel killed three men.", "killed three men", "three", "killed", 3, 3),
    ("Ferry sinks, nine dead", "nine dead", "nine", "killed", 9, 9),
    ("The death toll rose to 45 on Monday.", "The death toll rose to 45", "45", "killed", 45, 45),
    ("Up to 300 people lost their lives.", "Up to 300 people lost their lives", "Up to 300", "killed", None, 300),
    ("The shipwreck cost 93 lives.", "cost 93 lives", "93", "killed", 93, 93),
    ("Some 40 others were pulled from the water.", "Some 40 others were pulled from", "Some 40", "rescued", 40, 40),
    ("Eleven soldiers were taken prisoner.", "Eleven soldiers were taken prisoner", "Eleven", "captured", 11, 11),
    ("The corps lost seven men at dawn.", "lost seven men", "seven", "killed", 7, 7),
    ("Some 80 Rovians fled in May.", "Some 80 Rovians fled", "Some 80", "displaced", 80, 80),
    ("Dozens of miners are missing.", "Dozens of miners are missing", "Dozens", "missing", None, None),
    ("Nobody was hurt.", "Nobody was hurt", "Nobody", "injured", 0, 0),
    ("There were no casualties.", "no casualties", "no", "killed_or_injured", 0, 0),
    ("A driver was killed.", "A driver was killed", "A", "killed", 1, 1),
    ("The driver was killed.", "The driver was killed", "", "killed", 1, 1),
    ("Casualties are feared.", "Casualties", "", "killed_or_injured", None, None),
    ("Wounded villagers were carried in.", "Wounded villagers", "", "injured", None, None),
]


@pytest.mark.parametrize("figure", FIGURES, ids=[figure[0] for figure in FIGURES])
def test_figures_have_quantity_harm_and_bounds(figure: tuple[Any, ...]) -> None:
    text, span, quantity, *slots = figure
    (claim,) = annotated(text, "casualty_figure")
    assert (words(claim, "spans", text), words(claim, "quantity_spans", text)) == (span, quantity)
    assert [getattr(claim, name) for name in ("harm", "lower", "upper")] == slots


@pytest.mark.parametrize(
    "text",
    [
        "The ferry carried 300 passengers.",
        "Rovia sent 5,000 troops.",
        "Some 140 houses burned.",
        "The driver, 54, came from Mirzel.",
        "Unemployment rose to nine per cent.",
        "Thousands marched through Port Hale.",
        "The battalion lost two tanks.",
    ],
)
def test_what_looks_like_a_figure_is_none(text: str) -> None:
    assert annotated(text, "casualty_figure") == []


def test_a_part_names_its_whole_and_two_harms_are_two_figures() -> None:
    text = "Forty villagers, including nine children, were killed. Twelve were killed and 30 wounded."
    whole, part, killed, wounded = annotated(text, "casualty_figure")
    assert (words(part, "spans", text), getattr(part, "part_of_id", None)) == ("nine children", whole.claim_id)
    assert words(whole, "spans", text) == "Forty villagers, including nine children, were killed"
    assert [words(x, "spans", text) for x in (killed, wounded)] == ["Twelve were killed", "30 wounded"]


def test_a_figure_in_a_statement_has_its_voice() -> None:
    text = "At least nine people drowned, the coastguard said."
    (statement,), (figure,) = annotated(text, "attributed_statement"), annotated(text, "casualty_figure")
    assert figure.voice_id == statement.claim_id
    assert statement.voice_id is None


BACKGROUND = [
    ("The bridge was built in 1987.", "The bridge was built in 1987", "1987"),
    ("The ferry, built in 1987, sank at noon.", "built in 1987", "1987"),
    ("Trade fell after the 1991 war.", "the 1991 war", "1991"),
    ("Talks collapsed four years ago.", "Talks collapsed four years ago", "2027"),
    ("The road has been shut since 1994.", "The road has been shut since 1994", "1994/.."),
    ("The valley, recognised by no state, lies north.", "recognised by no state", None),
    ("The valley has long been claimed by both.", "The valley has long been claimed by both", None),
]


@pytest.mark.parametrize(("text", "span", "time"), BACKGROUND, ids=[text for text, *_ in BACKGROUND])
def test_background_is_the_clause_of_an_old_date(text: str, span: str, time: str | None) -> None:
    (claim,) = annotated(text, "historical_background")
    assert (words(claim, "spans", text), getattr(claim, "time", "")) == (span, time)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sank on 13 August 2031.",
        "The ferry sank on Friday.",
        "The ferry is to sail in May 2032.",
        "In 1999 some 40 people were killed.",
    ],
)
def test_young_dates_and_bare_tolls_are_no_background(text: str) -> None:
    assert annotated(text, "historical_background") == []


def test_a_date_of_two_months_before_is_old_and_without_a_date_of_publication_years_are() -> None:
    text = "The ferry sank on 12 August 2031."
    assert len(annotated(text, "historical_background")) == 1
    assert annotated(text, "historical_background", published=None) == []
    assert len(annotated("The ferry sank in 1999.", "historical_background", published=None)) == 1


def test_headings_hold_no_claim() -> None:
    text = "Nine people were killed, the ministry said."
    assert annotator_of("rules").annotate(article(text, kind=SegmentKind.SECTION_HEADING), "x_") == ()


def test_without_a_text_or_a_known_name_it_says_so() -> None:
    with pytest.raises(BaselineError, match="x has no text to annotate"):
        annotator_of("rules").annotate(article("It sank.").model_copy(update={"text": None}), "x_")
    with pytest.raises(BaselineError, match="no annotator is called 'rulez'"):
        annotator_of("rulez")


@pytest.mark.parametrize("name", [annotator.name for annotator in ANNOTATORS])
@pytest.mark.parametrize("corpus_id", [OPEN, STANDOFF])
def test_every_annotator_makes_whole_layers_the_same_each_time(
    name: str, corpus_id: str, small_built: Workspace
) -> None:
    corpus = small_built.corpus(corpus_id)
    corpus = corpus if corpus_id == OPEN else hydrated_corpus(corpus, DOCUMENTS, exact=True)[0]
    found = 0
    for own in corpus.articles.values():
        layer = layer_by(annotator_of(name), own, "tally", "2.0.0")
        assert layer == layer_by(annotator_of(name), own, "tally", "2.0.0")
        ids = {claim.claim_id for claim in layer.claims}
        assert len(ids) == len(layer.claims)
        found += len(ids)
        text = own.text or ""
        for claim in layer.claims:
            assert slots_missing(claim, "2.0.0") == ()
            assert set(references(claim).values()) <= ids
            for span in all_spans(claim):
                quote = span.of(text)
                assert quote == quote.strip()
                assert quote
                assert not (text[span.start - 1 : span.start].isalnum() and quote[0].isalnum())
                assert not (text[span.end : span.end + 1].isalnum() and quote[-1].isalnum())
    assert found > 20


PIECES = (
    "Lorn",
    "Ada",
    "the ministry",
    "she",
    "who",
    "said",
    "told reporters",
    "denied",
    "is believed to",
    "reportedly",
    "according to",
    "that",
    "and",
    "but",
    "12",
    "at least 9",
    "dozens of",
    "no",
    "people",
    "the driver",
    "a man",
    "killed",
    "were",
    "was",
    "died",
    "including",
    "of them",
    "in 1994",
    "since 1999",
    "three years ago",
    "the 1991",
    "war",
    "has long",
    "built",
    "lost",
    "toll",
    "to",
    ",",
    ";",
    ":",
    "—",
    "“",
    "”",
    "‘",
    "’",
    '"',
    ".",
    "?",
    "(",
    ")",
    "…",
    "\n\n",
    "Zoë",
    "\u0301",
    "🚢",
)


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["", " "]))
def test_no_text_makes_a_layer_that_is_not_whole(pieces: list[str], between: str) -> None:
    text = between.join(pieces).strip()
    own = article(text)
    claims = annotator_of("rules").annotate(own, "x_")
    ids = {claim.claim_id for claim in claims}
    for claim in claims:
        assert slots_missing(claim, "2.0.0") == ()
        assert set(references(claim).values()) <= ids
        for slot in ("spans", "source_spans", "cue_spans", "quoted_spans", "quantity_spans", "time_spans"):
            reached = 0
            for span in getattr(claim, slot, ()):
                assert reached <= span.start < span.end <= len(text)
                assert span.of(text) == span.of(text).strip()
                reached = span.end
