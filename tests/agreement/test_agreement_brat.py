"""Brat files as in PolNeAR, and other ways of writing attributions in brat; the texts are invented."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from claimwire.agreement import Mark, Options, Study, brat_study, measure
from claimwire.agreement.brat import BratFolder
from claimwire.errors import ClaimwireError
from claimwire.schema.vocab import AnnotatorKind

FILES = Path(__file__).parent / "brat"
POLNEAR = BratFolder(FILES / "attributions", AnnotatorKind.HUMAN)
TEXT = (FILES / "text" / "ferry.txt").read_text()


def quotes(mark: Mark, slot: str = "spans") -> list[str]:
    return [TEXT[start:end] for start, end in mark.pieces.get(slot, ())]


def layer(study: Study, name: str) -> tuple[Mark, ...]:
    return study.layers[name]["ferry"]


def test_attributions_of_polnear() -> None:
    study = brat_study([POLNEAR])
    assert [a.annotator_id for a in study.annotators] == ["a1", "b2"]
    headline, statement, quotation, figure = layer(study, "a1")
    assert quotes(headline) == ["Ferry stays in port"]
    assert quotes(headline, "source_spans") == []
    assert quotes(statement, "source_spans") == ["The harbour master, Ada Lorn"]
    assert quotes(statement, "cue_spans") == ["said"]
    assert quotes(statement) == ["the ferry would stay in port until Friday"]
    assert statement.slots == {"factuality": "future"}
    assert quotes(quotation) == ["“We will sail,”", "“when the wind drops.”"]
    assert figure.label == "casualty_figure"
    assert [mark.label for mark in layer(study, "b2")] == ["attributed_statement"] * 3


def test_what_is_not_read_is_counted() -> None:
    assert brat_study([POLNEAR]).notes == ("left out: 1 times line #", "left out: 1 times type Discuss")


def test_the_text_beside_the_folder_gives_sentences_and_tokens() -> None:
    (document,) = brat_study([POLNEAR]).documents
    sentences = [TEXT[start:end] for start, end in document.sentences]
    assert sentences[0] == "Ferry stays in port, operator says"
    assert sentences[-1] == "Nobody was hurt."
    assert document.tokens is not None
    assert [TEXT[start:end] for start, end in document.tokens][:4] == ["Ferry", "stays", "in", "port"]


def test_numbers_of_the_fixture_worked_by_hand() -> None:
    report = measure(brat_study([POLNEAR]), Options(resamples=0))
    numbers = {key: e.value for key, e in report.of("a1 + b2", "spans").items()}
    # a1 has 3 attributions, b2 3; two have the same content, the third is shorter in b2 and overlaps
    assert numbers["attributed_statement", "exact F1"] == pytest.approx(2 / 3)
    assert numbers["attributed_statement", "overlap F1"] == 1
    whole = {key: e.value for key, e in report.of("a1 + b2", "words").items()}
    # the same source, cue and content only in the quotation: the headline's source stands in b2 alone
    assert whole["whole attribution", "exact F1"] == pytest.approx(1 / 3)
    # Of 45 tokens both have 8 in a source (6, with the comma, of the harbour master, 2 of the operator), b2 alone 1:
    # o01 = 1 each way, n1 = 8 + 9, n0 = 90 - 17, n = 90.
    assert whole["source", "alpha"] == pytest.approx(1 - 89 * 1 / (17 * 73))
    slots = {key: e.value for key, e in report.of("a1 + b2", "slots").items()}
    assert slots["attributed_statement.factuality", "same"] == 0
    assert report.parties[0].statement == "human agreement"
    assert report.disagreement["a1 + b2"]["casualty_figure"] == {"only one": 1}


def test_parts_that_relations_join_are_one_attribution() -> None:
    study = brat_study([BratFolder(FILES / "relations", AnnotatorKind.RULE, "rules")])
    headline, statement = layer(study, "rules")
    assert quotes(headline) == ["Ferry stays in port"]
    assert headline.pieces.keys() == {"spans"}
    assert quotes(statement, "source_spans") == ["The harbour master, Ada Lorn"]
    assert quotes(statement, "cue_spans") == ["said"]
    assert study.notes == ("left out: 1 times Source in no attribution",)


def test_folders_of_several_annotators_make_one_study(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    shutil.copy(FILES / "attributions" / "ferry_a1.ann", mine / "ferry.ann")
    shutil.copy(FILES / "text" / "ferry.txt", mine / "ferry.txt")
    rules = BratFolder(FILES / "relations", AnnotatorKind.RULE, "rules")
    report = measure(brat_study([BratFolder(mine, AnnotatorKind.HUMAN, "ada"), rules]), Options(resamples=0))
    (party,) = report.parties
    assert party.statement == "agreement between human and rule annotators, not human agreement"
    assert report.of(party.name, "spans")["attributed_statement", "exact recall"].value == pytest.approx(2 / 3)


def test_without_a_text_words_are_code_points_and_there_are_no_sentences(tmp_path: Path) -> None:
    for path in (FILES / "attributions").glob("*.ann"):
        shutil.copy(path, tmp_path / path.name)
    report = measure(brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)]), Options(resamples=0))
    assert report.word_unit == "code point"
    assert not report.of("a1 + b2", "sentences")
    # The document ends for us at 191, the last annotated place. Content of a1: 41 + 15 + 22 + 19 = 97 code points, of
    # b2 28 + 15 + 22 + 19 = 84, all of them a1's, too: o01 = 13 each way, n1 = 181, n0 = 382 - 181, n = 382.
    alpha = report.of("a1 + b2", "words")["content", "alpha"]
    assert alpha.value == pytest.approx(1 - 381 * 13 / (181 * 201))
    assert alpha.units == 191


FAULTS = {
    "T1 Source 0 5\tFerry": "no brat line",
    "T1\tSource 0,5\tFerry": "ranges",
    "T1\tSource 0 5\tBoats": "not those of the text",
    "E1\tAttribution:T9 Content:T8": "T8 is named and is no T line",
    "R1\tSays T1": "no brat line",
}


@pytest.mark.parametrize("line", list(FAULTS))
def test_faulty_lines_are_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT)
    path = tmp_path / "ferry_a1.ann"
    path.write_text(f"#1\tnote\n{line}\n")
    with pytest.raises(ClaimwireError, match=FAULTS[line]) as caught:
        brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)])
    assert str(path) in str(caught.value)


def test_a_folder_without_files_and_a_name_without_annotator_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ClaimwireError, match=r"has no \.ann files"):
        brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)])
    (tmp_path / "ferry.ann").write_text("")
    with pytest.raises(ClaimwireError, match=r"expected DOCUMENT_ANNOTATOR\.ann"):
        brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)])


def test_two_texts_for_one_document_are_refused(tmp_path: Path) -> None:
    for name, text in (("one", TEXT), ("two", TEXT + "More.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ferry.txt").write_text(text)
        (tmp_path / name / "ferry.ann").write_text("")
    with pytest.raises(ClaimwireError, match="not the one that another annotator's files have"):
        brat_study([BratFolder(tmp_path / name, AnnotatorKind.HUMAN, name) for name in ("one", "two")])
