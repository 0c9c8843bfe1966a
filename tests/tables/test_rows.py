"""What the rows of an article say, with values that were worked out by hand from the small repository."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from article_tables import article_rows
from small import OPEN, STANDOFF

from claimwire.corpus.corpus import Corpus
from claimwire.dates import bounds
from claimwire.errors import ReleaseError
from claimwire.schema import CasualtyFigure, Span, TextSource
from claimwire.schema.vocab import Label, LicenceEvidence, QuantityForm, SegmentKind, TimeMeaning
from claimwire.tables.columns import CONFIGS, TEXT_CONFIGS, standoff
from claimwire.tables.derived import (
    any_older_than_two_months,
    background_share,
    is_counted,
    older_than_two_months,
    text_url,
    time_edtf,
)
from claimwire.tables.row import Flattening, Row, SentenceSpans, Surroundings
from claimwire.tables.rows import ordered

Rows = Callable[[str, str], dict[str, Row]]


def with_publication(corpus: Corpus, article_id: str, published: str | None) -> Corpus:
    """Return the corpus of one article, published at another date."""
    [row] = corpus.only([article_id]).rows.articles
    publication = row.record.publication.model_copy(update={"date": published})
    article = row.record.model_copy(update={"publication": publication})
    return corpus.only([article_id]).with_rows(articles=[type(row)(article, row.path, row.line)])


# Claims


def test_claims_come_in_the_order_of_the_text_and_the_longer_first(rows: Rows) -> None:
    assert list(rows("claims", "heron_a")) == [f"heron_a_c0{number}" for number in range(1, 9)]
    assert list(rows("claims", "heron_c"))[:3] == ["heron_c_c01", "heron_c_c15", "heron_c_c02"], "not in that of ids"
    assert list(rows("claims", "heron_d"))[10:12] == ["heron_d_c12", "heron_d_c11"]


@pytest.mark.parametrize("config", ["claims", "annotations", "sentences", "soft_labels"])
def test_rows_do_not_depend_on_the_order_of_the_files(
    corpora: dict[str, Corpus], surroundings: Surroundings, config: str
) -> None:
    corpus = corpora[OPEN].only(["heron_e"])
    layers = [
        type(row)(row.record.model_copy(update={"claims": row.record.claims[::-1]}), row.path, row.line)
        for row in corpus.rows.annotations
    ]
    turned = corpus.with_rows(claims=corpus.rows.claims[::-1], annotations=layers[::-1])
    assert article_rows(turned, surroundings, [config]) == article_rows(corpus, surroundings, [config])


def test_the_words_of_a_claim_in_pieces_are_joined_by_an_ellipsis(rows: Rows) -> None:
    assert rows("claims", "heron_d")["heron_d_c08"]["text"] == "a number … “a fairy tale”"
    assert rows("claims", "heron_a")["heron_a_c01"]["text"] == "12 dead"
    assert rows("claims", "rook_a") == {}, "the text of the stand-off corpus is not there"


@pytest.mark.parametrize(
    ("article_id", "claim_id", "first", "last", "days"),
    [
        ("heron_a", "heron_a_c04", date(2031, 5, 2), date(2031, 5, 2), 1),
        ("heron_c", "heron_c_c10", date(2031, 5, 3), date(2031, 5, 3), 0),
        ("rook_b", "rook_b_c19", date(1801, 1, 1), date(2030, 12, 31), -56),
        ("heron_a", "heron_a_c01", None, None, None),
    ],
)
def test_a_date_has_its_bounds_and_the_days_from_its_end_to_publication(
    rows: Rows, article_id: str, claim_id: str, first: date | None, last: date | None, days: int | None
) -> None:
    row = rows("claims_standoff", article_id)[claim_id]
    assert (row["time_lower"], row["time_upper"], row["days_before_publication"]) == (first, last, days)


@pytest.mark.parametrize(("published", "days"), [(None, None), ("../2031", None), ("2031-05", -1), ("2031-05-04", 2)])
def test_days_are_counted_to_the_first_day_of_publication(
    corpora: dict[str, Corpus], surroundings: Surroundings, published: str | None, days: int | None
) -> None:
    corpus = with_publication(corpora[OPEN], "heron_a", published)
    found = {row["claim_id"]: row for row in article_rows(corpus, surroundings)["claims"]}
    assert found["heron_a_c04"]["days_before_publication"] == days


def test_a_claim_names_its_decision_and_the_annotators_who_have_it(rows: Rows) -> None:
    agreed, added = rows("claims", "heron_a")["heron_a_c01"], rows("claims", "heron_c")["heron_c_c15"]
    assert (agreed["decision"], agreed["rule"], agreed["annotator_ids"]) == ("agreed", "all-agree", ["ada", "bela"])
    assert (agreed["adjudicator_id"], agreed["adjudicator_kind"]) == ("cleo", "human")
    assert (added["decision"], added["rule"], added["annotator_ids"]) == ("added", None, [])
    assert added["decision_note"] == "Added on a second reading."


def test_an_adjudicated_claim_without_a_decision_is_refused(
    corpora: dict[str, Corpus], surroundings: Surroundings
) -> None:
    corpus = corpora[OPEN].only(["heron_a"]).with_rows(adjudications=[])
    with pytest.raises(ReleaseError, match="heron_a_c01 has no adjudication"):
        article_rows(corpus, surroundings, ["claims"])


def test_bounds_are_inclusive_or_not_by_the_qualifier(rows: Rows) -> None:
    def flags(article_id: str, number: int) -> tuple[bool | None, bool | None]:
        row = rows("claims", article_id)[f"{article_id}_c{number:02d}"]
        return row["lower_inclusive"], row["upper_inclusive"]

    assert flags("heron_a", 1) == (True, True), "exact"
    assert flags("heron_a", 4) == (True, None), "at least"
    assert flags("heron_d", 3) == (False, None), "more than"
    assert flags("heron_c", 10) == (None, True), "up to"
    assert flags("heron_c", 11) == (None, False), "fewer than"
    assert flags("heron_d", 16) == (None, None), "several"
    assert flags("heron_a", 3) == (None, None), "a statement"
    assert rows("annotations", "heron_a")["heron_a_bela_03"]["lower_inclusive"] is True


@pytest.mark.parametrize(
    ("article_id", "layers"), [("heron_a", 2), ("heron_b", 1), ("heron_e", 3), ("heron_g", 1), ("heron_h", 1)]
)
def test_layers_are_counted_that_are_complete_and_not_by_a_program(rows: Rows, article_id: str, layers: int) -> None:
    """`heron_g` also has an incomplete layer by a model, `heron_h` one by a program."""
    for config in ("claims", "sentences"):
        assert {row["layers"] for row in rows(config, article_id).values()} == {layers}


def test_a_complete_layer_of_a_program_does_not_count(corpora: dict[str, Corpus], surroundings: Surroundings) -> None:
    corpus = corpora[OPEN].only(["heron_g"])
    whole = [
        type(row)(row.record.model_copy(update={"complete": True}), row.path, row.line)
        for row in corpus.rows.annotations
    ]
    made = article_rows(corpus.with_rows(annotations=whole), surroundings, ["sentences"])["sentences"]
    assert {row["layers"] for row in made} == {2}, "ada and dora, not tally"


def test_a_slot_that_was_not_asked_is_named_and_one_without_an_answer_is_not(rows: Rows) -> None:
    old, new = rows("claims", "heron_a")["heron_a_c06"], rows("claims", "heron_h")["heron_h_c14"]
    assert old["slots_not_asked"] == ["polarity", "source_naming", "cue_polarity", "outlet_check"]
    assert (new["slots_not_asked"], new["outlet_check"]) == ([], None)
    of_layer = rows("annotations", "heron_a")["heron_a_ada_06"]
    assert of_layer["slots_not_asked"] == old["slots_not_asked"]
    assert "source_kind" in rows("claims", "heron_d")["heron_d_c11"]["slots_not_asked"]
    assert rows("annotations", "heron_h")["heron_h_tally_09"]["slots_not_asked"] == [], "asked, and left empty"


def test_a_slot_that_one_of_the_layers_was_asked_is_no_slot_that_was_not_asked(
    corpora: dict[str, Corpus], surroundings: Surroundings
) -> None:
    corpus = corpora[OPEN].only(["heron_a"])

    def not_asked(versions: dict[str, str]) -> list[str]:
        layers = [
            type(row)(
                row.record.model_copy(update={"guideline_version": versions[row.record.annotator_id]}),
                row.path,
                row.line,
            )
            for row in corpus.rows.annotations
        ]
        made = article_rows(corpus.with_rows(annotations=layers), surroundings, ["claims"])["claims"]
        return next(row for row in made if row["claim_id"] == "heron_a_c01")["slots_not_asked"]

    assert "polarity" in not_asked({"ada": "1.9.9", "bela": "1.0.0"})
    assert not_asked({"ada": "2.0.0", "bela": "1.0.0"}) == []


def test_what_no_layer_has_was_asked_by_the_codebook_of_the_corpus(rows: Rows) -> None:
    assert "polarity" in rows("claims", "heron_c")["heron_c_c15"]["slots_not_asked"]


@pytest.mark.parametrize(
    ("claim", "meaning", "strict"),
    [
        ("heron_f_c26", "throughout", "1990/1994"),
        ("heron_f_c26", "at_some_point_in", "[1990..1994]"),
        ("heron_f_c26", None, "1990/1994"),
    ],
)
def test_the_time_of_background_is_in_strict_notation(
    corpora: dict[str, Corpus], claim: str, meaning: str | None, strict: str
) -> None:
    found = corpora[OPEN].claims[claim]
    given = None if meaning is None else TimeMeaning(meaning)
    assert time_edtf(found.model_copy(update={"time_meaning": given})) == strict


def test_what_is_said_is_said_once_and_a_figure_may_hold_throughout(corpora: dict[str, Corpus]) -> None:
    claims = corpora[OPEN].claims
    statement, figure = claims["heron_d_c02"], claims["heron_f_c27"]
    assert time_edtf(statement) == "2031-05-06"
    assert time_edtf(statement.model_copy(update={"time": "2031-05-01/2031-05-06"})) == "[2031-05-01..2031-05-06]"
    assert time_edtf(figure) == "1990/1994"
    assert time_edtf(claims["heron_a_c01"]) is None


@pytest.mark.parametrize(
    ("time", "meaning", "expected"),
    [
        ("2031-08-13", "at_some_point_in", "yes"),
        ("2031-08-14", "at_some_point_in", "no"),
        ("2031-08", "at_some_point_in", "unknown"),
        ("2031-08-13/2031-10-13", "throughout", "yes"),
        ("2031-08-14/2031-10-13", "throughout", "no"),
        ("2031-08/2031-10", "throughout", "yes"),
        ("2031-08-13/2031-10-13", "at_some_point_in", "unknown"),
        ("../2031-08-13", "throughout", "yes"),
        ("../2031-08-14", "throughout", "unknown"),
        ("1991/..", "throughout", "yes"),
        (None, None, "unknown"),
    ],
)
def test_background_is_older_than_two_months_or_not(
    corpora: dict[str, Corpus], time: str | None, meaning: str | None, expected: str
) -> None:
    given = None if meaning is None else TimeMeaning(meaning)
    claim = corpora[OPEN].claims["heron_f_c26"].model_copy(update={"time": time, "time_meaning": given})
    assert older_than_two_months(claim, bounds("2031-10-13")) == expected


def test_only_background_is_older_or_not_and_without_a_date_of_publication_nobody_knows(
    corpora: dict[str, Corpus], surroundings: Surroundings, rows: Rows
) -> None:
    found = rows("claims", "heron_a")
    assert (found["heron_a_c08"]["older_than_two_months"], found["heron_a_c01"]["older_than_two_months"]) == (
        "yes",
        None,
    )
    assert rows("claims", "heron_h")["heron_h_c29"]["older_than_two_months"] == "unknown", "September, of 20 November"
    undated = article_rows(with_publication(corpora[OPEN], "heron_a", None), surroundings)["claims"]
    assert [row["older_than_two_months"] for row in undated if row["claim_id"] == "heron_a_c08"] == ["unknown"]


# Claims of layers


def test_a_layers_claim_names_what_became_of_it(rows: Rows) -> None:
    found = rows("annotations", "heron_a")
    ruled, taken, rejected = (found[f"heron_a_bela_0{number}"] for number in (1, 3, 4))
    assert (ruled["reference_claim_id"], ruled["decision"], ruled["rule"]) == ("heron_a_c01", "agreed", "all-agree")
    assert (taken["reference_claim_id"], taken["decision"]) == ("heron_a_c04", "chosen")
    assert (rejected["reference_claim_id"], rejected["decision"]) == (None, "rejected")
    assert rejected["reason"] == "Nobody is said to have said it."


def test_layers_come_by_annotator_and_keep_the_kind_of_each(rows: Rows) -> None:
    found = [(row["annotator_id"], row["annotator_kind"]) for row in rows("annotations", "heron_g").values()]
    assert list(dict.fromkeys(found)) == [("ada", "human"), ("dora", "model"), ("tally", "rule")]


def test_a_layers_claim_that_nobody_has_decided_on_has_no_decision(
    corpora: dict[str, Corpus], surroundings: Surroundings
) -> None:
    corpus = corpora[OPEN].only(["heron_a"]).with_rows(adjudications=[], claims=[])
    [row, *_] = article_rows(corpus, surroundings, ["annotations"])["annotations"]
    assert [row[name] for name in ("reference_claim_id", "decision", "rule", "reason")] == [None] * 4


# Sentences


def test_a_span_is_in_the_sentences_of_which_it_has_a_code_point(corpora: dict[str, Corpus]) -> None:
    article = corpora[OPEN].articles["heron_a"]
    _, second, third, *_ = article.sentences
    assert (second.end, third.start) == (75, 114)

    def touched(start: int, end: int) -> list[str]:
        return SentenceSpans(article).touched([Span(start=start, end=end)])

    assert touched(74, 75) == ["heron_a_s001"], "its last code point"
    assert touched(75, 114) == [], "up to the first code point of the next, which is not in it"
    assert touched(75, 115) == ["heron_a_s002"]
    assert touched(74, 115) == ["heron_a_s001", "heron_a_s002"]
    assert SentenceSpans(article).touched([Span(start=345, end=346), Span(start=114, end=115)]) == ["heron_a_s002"]


def test_a_sentence_has_the_labels_of_its_claims_each_once_in_the_order_of_the_class_numbers(rows: Rows) -> None:
    lead = rows("sentences", "heron_a")["heron_a_s002"]
    assert lead["claim_ids"] == ["heron_a_c03", "heron_a_c04", "heron_a_c05"]
    assert lead["labels"] == ["attributed_statement", "casualty_figure"]
    assert [lead[label.value] for label in Label] == [True, False, True]
    assert rows("sentences", "heron_b")["heron_b_s001"]["labels"] == []


def test_a_sentence_says_what_piece_of_the_article_it_is_in(rows: Rows) -> None:
    found = rows("sentences", "heron_a")
    assert [row["kind"] for row in found.values()] == ["headline", "lead", "body", "body", "body", "body"]
    assert [row["number"] for row in found.values()] == list(range(6))
    assert found["heron_a_s005"]["text"] == "The ferry service was nationalised in 2019."
    assert rows("sentences", "rook_a") == {}
    assert rows("sentences_standoff", "rook_a")["rook_a_s000"]["kind"] == "headline"


@pytest.mark.parametrize(("start", "kind"), [(36, None), (37, None), (38, "lead"), (74, "lead"), (75, None)])
def test_a_sentence_that_begins_in_no_piece_is_refused(
    corpora: dict[str, Corpus], surroundings: Surroundings, start: int, kind: SegmentKind | None
) -> None:
    """The lead goes from 38 to 75, with a separator on both sides."""
    [row] = corpora[OPEN].only(["heron_a"]).rows.articles
    article = row.record.model_copy(update={"sentences": (Span(start=start, end=80),)})
    corpus = corpora[OPEN].only(["heron_a"]).with_rows(articles=[type(row)(article, row.path, row.line)])
    if kind is None:
        with pytest.raises(ReleaseError, match=f"heron_a: the sentence at {start} is in no piece of the article"):
            article_rows(corpus, surroundings, ["sentences"])
    else:
        assert article_rows(corpus, surroundings, ["sentences"])["sentences"][0]["kind"] == kind


def test_a_sentence_has_the_words_before_and_after_it_and_none_beyond_the_ends(rows: Rows) -> None:
    found = list(rows("sentences", "heron_a").values())
    texts = [row["text"] for row in found]
    assert [row["sentence_before"] for row in found] == ["", *texts[:-1]]
    assert [row["sentence_after"] for row in found] == [*texts[1:], ""]


def test_a_figure_without_a_quantity_is_not_counted(corpora: dict[str, Corpus], surroundings: Surroundings) -> None:
    corpus = corpora[OPEN].only(["heron_a"])
    bare = [
        type(row)(row.record.model_copy(update={"quantity_form": QuantityForm.NONE}), row.path, row.line)
        if isinstance(row.record, CasualtyFigure)
        else row
        for row in corpus.rows.claims
    ]
    figures = {row.record.claim_id for row in corpus.rows.claims if isinstance(row.record, CasualtyFigure)}
    for made, counted in ((corpus, True), (corpus.with_rows(claims=bare), False)):
        tables = article_rows(made, surroundings, ["claims", "sentences"])
        for row in tables["claims"]:
            assert row["casualty_counted"] is (counted if row["claim_id"] in figures else None)
        for row in tables["sentences"]:
            assert row["casualty_counted"] is (counted and not figures.isdisjoint(row["claim_ids"]))
            assert row["casualty_figure"] is not figures.isdisjoint(row["claim_ids"])


def test_a_vague_quantity_counts(corpora: dict[str, Corpus]) -> None:
    figure = corpora[OPEN].claims["heron_d_c16"]
    assert (getattr(figure, "quantity_form", None), is_counted(figure)) == ("vague", True)


@pytest.mark.parametrize(
    ("spans", "share"),
    [
        ([], 0.0),
        ([(10, 20)], 1.0),
        ([(0, 30)], 1.0),
        ([(10, 15)], 0.5),
        ([(0, 10)], 0.0),
        ([(20, 30)], 0.0),
        ([(19, 30)], 0.1),
        ([(10, 14), (12, 16)], 0.6),
        ([(10, 12), (18, 20)], 0.4),
    ],
    ids=["none", "whole", "beyond", "half", "up to it", "after it", "last", "two that overlap", "two pieces"],
)
def test_the_share_of_background_is_of_the_code_points_of_the_sentence(
    corpora: dict[str, Corpus], spans: list[tuple[int, int]], share: float
) -> None:
    background, statement = (corpora[OPEN].claims[name] for name in ("heron_a_c08", "heron_a_c03"))
    sentence, whole = Span(start=10, end=20), (Span(start=0, end=50),)
    claims = [background.model_copy(update={"spans": (Span(start=a, end=b),)}) for a, b in spans]
    assert background_share(sentence, [*claims, statement.model_copy(update={"spans": whole})]) == share
    if claims:
        pieces = tuple(span for claim in claims for span in claim.spans)
        assert background_share(sentence, [background.model_copy(update={"spans": pieces})]) == share


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], None),
        (["1999"], "yes"),
        (["2031-10"], "no"),
        ([None], "unknown"),
        (["2031-10", "1999"], "yes"),
        (["2031-10", None], "unknown"),
        ([None, "1999"], "yes"),
        (["2031-10", "2031-09"], "no"),
    ],
)
def test_a_sentence_is_older_if_any_of_its_background_is(
    corpora: dict[str, Corpus], times: list[str | None], expected: str | None
) -> None:
    background = corpora[OPEN].claims["heron_a_c08"]
    claims = [background.model_copy(update={"time": time}) for time in times]
    assert any_older_than_two_months(claims, bounds("2031-10-13")) == expected
    assert any_older_than_two_months([*claims, corpora[OPEN].claims["heron_a_c01"]], bounds("2031-10-13")) == expected


def test_in_an_article_without_a_date_it_is_not_known_what_is_older(
    corpora: dict[str, Corpus], surroundings: Surroundings, rows: Rows
) -> None:
    undated = article_rows(with_publication(corpora[OPEN], "heron_a", None), surroundings)["sentences"]
    dated = rows("sentences", "heron_a").values()
    assert [row["older_than_two_months"] for row in dated] == [None] * 5 + ["yes"]
    assert [row["older_than_two_months"] for row in undated] == [None] * 5 + ["unknown"]


def test_rows_say_since_when_there_is_one_of_their_id(rows: Rows) -> None:
    """The fixture answers with what it was asked."""
    assert rows("claims", "heron_a")["heron_a_c01"]["since"] == "claims heron_a_c01"
    assert rows("claims_standoff", "rook_a")["rook_a_c01"]["since"] == "claims rook_a_c01"
    assert rows("sentences", "heron_a")["heron_a_s002"]["since"] == "sentences heron_a_s002"


# Rows with and without words


@pytest.mark.parametrize("config", TEXT_CONFIGS)
def test_of_an_article_with_text_both_configs_have_the_same_rows_but_for_the_words(rows: Rows, config: str) -> None:
    full, bare = rows(config, "heron_d"), rows(standoff(config), "heron_d")
    assert list(full) == list(bare)
    for row_id, row in bare.items():
        gone = full[row_id].keys() - row.keys()
        assert "text" in gone
        assert gone == {column.name for column in CONFIGS[config] if column.third_party}
        for name, value in row.items():
            expected = full[row_id][name]
            if name == "segments":
                expected = [{key: part for key, part in item.items() if key != "raw"} for item in expected]
            assert value == expected


@pytest.mark.parametrize("config", TEXT_CONFIGS)
def test_no_word_of_an_article_is_in_a_config_of_all_articles(config: str) -> None:
    columns = CONFIGS[standoff(config)]
    assert not [column.name for column in columns if column.third_party]
    assert not [part.name for column in columns for part in column.parts() if part.third_party]
    assert [part.name for column in CONFIGS["articles"] for part in column.parts() if part.third_party] == ["raw"]


# Articles


def test_an_article_says_under_which_licence_its_text_is_and_where_it_is_found(
    corpora: dict[str, Corpus], surroundings: Surroundings
) -> None:
    """The address is the article's own, else that of the file in the public copy that has its document."""
    corpus = corpora[STANDOFF].only(["rook_a"])
    [row] = corpus.rows.articles
    files = [
        TextSource(
            file=file,
            licence="CC0",
            attribution="Nobody.",
            addresses=(f"https://one.example/{file}", "https://b.example"),
        )
        for file in ("other.txt", "rook_{name}.txt")
    ]
    info = corpus.info.model_copy(update={"sources": tuple(files)})

    assert text_url(row.record.model_copy(update={"url": "https://rook.example/1"}), info) == "https://rook.example/1"
    without = row.record.model_copy(update={"url": None, "document": "rook_a.txt#12"})
    assert text_url(without, info) == "https://one.example/rook_a.txt"
    assert text_url(without.model_copy(update={"document": "rook.txt"}), info) is None
    outlet = surroundings.outlets[row.record.outlet_id]
    named = outlet.model_copy(
        update={"licence": "CC BY 2.5", "text_credit": "Rook writers", "licence_evidence": LicenceEvidence.INFERRED}
    )
    around = Surroundings({outlet.outlet_id: named}, surroundings.annotators, surroundings.first_version)
    [made] = article_rows(corpus, around, ["articles_standoff"])["articles_standoff"]
    assert [made[name] for name in ("text_licence", "text_credit", "licence_evidence")] == [
        "CC BY 2.5",
        "Rook writers",
        "inferred",
    ]


def test_an_article_is_counted_and_has_what_is_said_of_its_outlet_and_corpus(rows: Rows) -> None:
    row = rows("articles", "heron_c")["heron_c"]
    assert (row["sentence_count"], row["claim_count"], row["annotator_ids"]) == (9, 14, ["ada", "bela"])
    assert (row["outlet_kind"], row["outlet_owner"]) == ("state_agency", "the government of Tamsin Lakes")
    assert (row["text_origin"], row["text_redistributable"]) == ("written_for_purpose", True)
    assert (row["anchors"], row["anchor_runs"]) == ([], [])


def test_a_stand_off_article_has_its_anchors_and_no_text(rows: Rows) -> None:
    row = rows("articles_standoff", "rook_a")["rook_a"]
    assert "text" not in row
    assert not any("raw" in segment for segment in row["segments"])
    assert rows("articles", "rook_a") == {}
    assert (row["anchors"][0]["start"], row["anchors"][0]["end"]) == (28, 34)
    assert (len(row["anchors"]), len(row["anchor_runs"])) == (8, 5)


# Form


def test_only_the_configs_that_are_asked_for_are_made(corpora: dict[str, Corpus], surroundings: Surroundings) -> None:
    corpus = corpora[STANDOFF].only(["rook_a"])
    assert set(article_rows(corpus, surroundings, ["claims", "articles"])) == {"claims", "articles"}
    shared = {"events", "entities", "links", "tolls", "facts", "rulings"}
    assert set(article_rows(corpus, surroundings)) == set(CONFIGS) - shared
    assert set(article_rows(corpus, surroundings, ["claims_standoff"])) == {"claims_standoff"}


def test_a_column_that_a_record_lacks_is_null_or_an_empty_list(corpora: dict[str, Corpus]) -> None:
    row = Flattening(CONFIGS["claims"])(corpora[OPEN].claims["heron_a_c08"])
    assert row["quantity_form"] is None
    assert row["quantity_spans"] == row["source_name"] == []
    assert (row["review_verdict"], row["review_evidence_ids"]) == (None, [])


def test_a_column_whose_name_begins_with_that_of_another_has_its_own_value(corpora: dict[str, Corpus]) -> None:
    row = Flattening(CONFIGS["claims"])(corpora[OPEN].claims["heron_a_c08"])
    assert (row["time"], row["time_meaning"]) == ("2019", "at_some_point_in")
    assert row["time_spans"] == [{"start": 385, "end": 389}]


def test_a_record_within_a_record_is_flattened(corpora: dict[str, Corpus]) -> None:
    row = Flattening(CONFIGS["claims"])(corpora[OPEN].claims["heron_a_c01"])
    assert (row["review_verdict"], row["review_evidence_ids"]) == ("contradicted", ["heron_f01"])


def test_values_are_put_in_the_order_of_the_columns() -> None:
    names = [column.name for column in CONFIGS["links"]]
    row: dict[str, Any] = dict.fromkeys(reversed(names))
    assert list(row) != names
    assert list(ordered("links", row)) == names


@pytest.mark.parametrize("wrong", ["one more", "one less", "another name"])
def test_a_row_with_other_columns_than_declared_is_refused(wrong: str) -> None:
    row: dict[str, Any] = {column.name: None for column in CONFIGS["links"]}
    if wrong != "one more":
        del row["note"]
    if wrong != "one less":
        row["remark"] = None
    with pytest.raises(ReleaseError, match="rows of links have other columns than declared: "):
        ordered("links", row)


def test_sentences_of_a_text_that_claims_what_its_first_one_does_have_no_rows(
    corpora: dict[str, Corpus], surroundings: Surroundings
) -> None:
    corpus = corpora[OPEN].only(["heron_a"])
    repeating = replace(surroundings, repeating=frozenset({"heron_a"}))
    made = article_rows(corpus, repeating)
    assert made["sentences"] == made["sentences_standoff"] == []
    assert made["claims"] == article_rows(corpus, surroundings)["claims"] != []
