"""Brat files as in PolNeAR, and other ways of writing attributions in brat; the texts are invented."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimwire.cli import group
from claimwire.errors import ClaimwireError
from claimwire.iaa import Mark, Options, Study, brat_study, measure_agreement
from claimwire.iaa.brat import BratFolder
from claimwire.schema.vocab import AnnotatorKind

FILES = Path(__file__).parent / "brat"
POLNEAR = BratFolder(FILES / "attributions", AnnotatorKind.HUMAN)
TEXT = (FILES / "text" / "ferry.txt").read_text()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["agreement", *arguments])


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
    report = measure_agreement(brat_study([POLNEAR]), Options(resamples=0))
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
    assert report.groups[0].statement == "human agreement"
    assert report.disagreement["a1 + b2"]["casualty_figure"] == {"only one": 1}


def test_parts_that_relations_join_are_one_attribution() -> None:
    study = brat_study([BratFolder(FILES / "relations", AnnotatorKind.RULE, "rules")])
    headline, statement = layer(study, "rules")
    assert quotes(headline) == ["Ferry stays in port"]
    assert headline.pieces.keys() == {"spans"}
    assert quotes(statement, "source_spans") == ["The harbour master, Ada Lorn"]
    assert quotes(statement, "cue_spans") == ["said"]
    assert study.notes == (
        "1 contents without an attribution are statements by themselves",
        "left out: 1 times Source in no attribution",
    )


def test_folders_of_several_annotators_make_one_study(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    shutil.copy(FILES / "attributions" / "ferry_a1.ann", mine / "ferry.ann")
    shutil.copy(FILES / "text" / "ferry.txt", mine / "ferry.txt")
    rules = BratFolder(FILES / "relations", AnnotatorKind.RULE, "rules")
    report = measure_agreement(brat_study([BratFolder(mine, AnnotatorKind.HUMAN, "ada"), rules]), Options(resamples=0))
    (party,) = report.groups
    assert party.statement == "agreement between human and rule annotators, not human agreement"
    assert report.of(party.name, "spans")["attributed_statement", "exact recall"].value == pytest.approx(2 / 3)


def test_without_a_text_words_are_code_points_and_there_are_no_sentences(tmp_path: Path) -> None:
    for path in (FILES / "attributions").glob("*.ann"):
        shutil.copy(path, tmp_path / path.name)
    report = measure_agreement(brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)]), Options(resamples=0))
    assert report.word_unit == "code point"
    assert not report.of("a1 + b2", "sentences")
    # The document ends for us at 191, the last annotated place. Content of a1: 41 + 15 + 22 + 19 = 97 code points, of
    # b2 28 + 15 + 22 + 19 = 84, all of them a1's, too: o01 = 13 each way, n1 = 181, n0 = 382 - 181, n = 382.
    alpha = report.of("a1 + b2", "words")["content", "alpha"]
    assert alpha.value == pytest.approx(1 - 381 * 13 / (181 * 201))
    assert alpha.units == 191


FAULTS = {
    "T1 Source 0 5\tFerry": "expected an id and, after a tab, what it is",
    "T1 Source 0 5": "expected an id and, after a tab, what it is",
    "T1": "expected an id and, after a tab, what it is",
    "\tSource 0 5": "expected an id and, after a tab, what it is",
    "T1\tSource 0,5\tFerry": "ranges",
    "T1\tSource 0 5\tBoats": "not those of the text",
    "T1\tSource 5 5\tx": "range 5 5 is empty",
    "T1\tSource 0 4;9 5\tx": "range 9 5 is empty",
    "T1\tSource 0 5000\tx": f"range 0 5000 reaches beyond the text, which has {len(TEXT)} code points",
    "T1\tSource 0 5000": "reaches beyond the text",
    "T0\tCue 66 70\tsaid": "duplicate id T0, which line 1 has",
    "E1\tAttribution:T0 Content:T8": "T8 is not the id of a line in the file",
    "A1\tFactuality T8": "T8 is not the id of a line in the file",
    "R1\tSays T1": "not a relation: expected TYPE Arg1:ID Arg2:ID",
    "R1\tSays T0 Arg2:T0": "expected ROLE:ID, found 'T0'",
    "R1\tSays Arg1:T0 Arg2:": "expected ROLE:ID, found 'Arg2:'",
    "E1\t": "not an event",
    "E1\tAttribution:T0 T0": "expected ROLE:ID, found 'T0'",
    "A1\tFactuality": "not an attribute: expected NAME ID",
}


@pytest.mark.parametrize("line", list(FAULTS))
def test_faulty_lines_are_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT)
    path = tmp_path / "ferry_a1.ann"
    path.write_text(f"T0\tCue 66 70\tsaid\n{line}\n")
    with pytest.raises(ClaimwireError, match=FAULTS[line]) as caught:
        brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)], strict=True)
    assert f"{path}:2: " in str(caught.value)
    (told,) = brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)]).problems
    assert told == str(caught.value)


@pytest.mark.parametrize("name", ["ferry_a1.ann", "ferry.txt"])
def test_a_file_that_is_not_utf_8_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "ferry_a1.ann").write_text("")
    (tmp_path / name).write_bytes("#1\tnote\nfaçade\n".encode("latin-1"))
    line = rf"{tmp_path / name}:2: byte \d+ is not UTF-8"
    with pytest.raises(ClaimwireError, match=line):
        brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)], strict=True)
    assert run("--brat", f"human:{tmp_path}", "--strict").exit_code != 0
    (told,) = brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)]).problems
    assert re.match(line, told)


def test_an_attribute_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "ferry.ann"
    path.write_text("T1\tContent 0 19\nA1\tFactuality T1 denied\nA2\tFactuality T1 future\n")
    with pytest.raises(ClaimwireError, match=rf"{path}:3: .*T1 has the attribute Factuality already"):
        brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN, "ada")], strict=True)
    (mark,) = brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN, "ada")]).layers["ada"]["ferry"]
    assert mark.slots == {"factuality": "denied"}


def lines(folder: Path, *given: str) -> Study:
    (folder / "ferry.ann").write_text("\n".join(given))
    shutil.copy(FILES / "text" / "ferry.txt", folder / "ferry.txt")
    return brat_study([BratFolder(folder, AnnotatorKind.HUMAN, "ada")])


def test_attributes_on_parts_of_an_event_are_counted_and_on_related_parts_read(tmp_path: Path) -> None:
    parts = ("T1\tSource 36 64", "T2\tCue 66 70", "T3\tContent 71 112")
    event = "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3"
    study = lines(tmp_path, *parts, event, "A1\tFactuality T3 future", "A2\tTense E1 past")
    (mark,) = layer(study, "ada")
    assert mark.slots == {"tense": "past"}
    assert study.notes == ("left out: 1 times attribute factuality of Content",)
    joined = lines(tmp_path, *parts, "R1\tSays Arg1:T1 Arg2:T2", "R2\tSays Arg1:T2 Arg2:T3", "A1\tFactuality T3 future")
    (mark,) = layer(joined, "ada")
    assert mark.slots == {"factuality": "future"}
    assert joined.notes == ()


def test_of_related_parts_that_contradict_each_other_the_first_is_read(tmp_path: Path) -> None:
    parts = ("T1\tSource 36 64", "T3\tContent 71 112", "R1\tSays Arg1:T1 Arg2:T3")
    study = lines(tmp_path, *parts, "A1\tFactuality T1 denied", "A2\tFactuality T3 future")
    (told,) = study.problems
    assert "ferry.ann:5: T3 has the attribute factuality future, another" in told, "the line that is left out"
    (mark,) = layer(study, "ada")
    assert mark.slots == {"factuality": "denied"}


def test_relations_between_what_is_no_part_are_counted(tmp_path: Path) -> None:
    study = lines(tmp_path, "T1\tCasualty-Figure 176 191", "T2\tContent 71 112", "R1\tSame Arg1:T1 Arg2:T2")
    assert study.notes == (
        "1 contents without an attribution are statements by themselves",
        "left out: 1 times relation Same",
    )


def test_documents_without_a_text_are_said(tmp_path: Path) -> None:
    for name in ("ferry", "quay"):
        for path in (FILES / "attributions").glob("*.ann"):
            shutil.copy(path, tmp_path / path.name.replace("ferry", name))
    bare = brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)])
    assert bare.notes[-1].startswith("no text: 2 of 2 documents, such as ferry; there is none on sentences, and words")
    shutil.copy(FILES / "text" / "ferry.txt", tmp_path / "ferry.txt")
    some = brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)])
    assert some.notes[-1].startswith("no text: 1 of 2 documents, such as quay; agreement on sentences is that of the")
    printed = " ".join(run("--brat", f"human:{tmp_path}", "--brief", "--resamples", "0").output.split())
    assert "no text: 1 of 2 documents" in printed
    assert "--from" not in printed


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
    with pytest.raises(ClaimwireError, match=r"no document is left that can be measured: .* its text is not that of"):
        brat_study([BratFolder(tmp_path / name, AnnotatorKind.HUMAN, name) for name in ("one", "two")])


def folders(root: Path, *documents: str) -> list[Path]:
    """Return a folder for each document named, with an empty `.ann` file of it."""
    for number, name in enumerate(documents):
        (root / str(number)).mkdir()
        (root / str(number) / f"{name}.ann").write_text("")
    return [root / str(number) for number in range(len(documents))]


def test_one_annotator_may_have_several_folders_of_one_kind(tmp_path: Path) -> None:
    one, other = folders(tmp_path, "ferry", "quay")
    study = brat_study([BratFolder(one, AnnotatorKind.MODEL, "ada"), BratFolder(other, AnnotatorKind.MODEL, "ada")])
    assert {name: set(layers) for name, layers in study.layers.items()} == {"ada": {"ferry", "quay"}}
    assert [annotator.annotator_kind for annotator in study.annotators] == [AnnotatorKind.MODEL]


def test_an_annotator_of_two_kinds_is_refused(tmp_path: Path) -> None:
    """Else the agreement of a model would be printed as that of a human of the same name."""
    one, other = folders(tmp_path, "ferry", "quay")
    with pytest.raises(ClaimwireError, match=rf"{other}/quay\.ann: annotator ada is human in another folder and model"):
        brat_study([BratFolder(one, AnnotatorKind.HUMAN, "ada"), BratFolder(other, AnnotatorKind.MODEL, "ada")])


def test_two_layers_of_one_annotator_over_one_document_are_refused(tmp_path: Path) -> None:
    one, other = folders(tmp_path, "ferry", "ferry")
    with pytest.raises(ClaimwireError, match="annotator ada has a layer of ferry already"):
        brat_study([BratFolder(folder, AnnotatorKind.HUMAN, "ada") for folder in (one, other)])


def test_without_a_text_a_document_reaches_as_far_as_any_annotation(tmp_path: Path) -> None:
    """Also one that is not read, for its words are in the text all the same."""
    (tmp_path / "ferry.ann").write_text("T1\tContent 0 19\nT2\tDiscuss 40 50\n")
    study = brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN, "ada")])
    assert [document.length for document in study.documents] == [50]


def plain_whole_f1(folder: Path) -> float:
    """Return F1 of whole attributions over all pairs of annotators, counted straight from the lines of `.ann` files."""
    found: dict[str, dict[str, Counter[tuple[frozenset[int], ...]]]] = {}
    for path in folder.glob("*.ann"):
        document, _, who = path.stem.rpartition("_")
        own = found.setdefault(document, {}).setdefault(who, Counter())
        places, events = dict[str, frozenset[int]](), list[list[str]]()
        for key, head in (line.split("\t")[:2] for line in path.read_text("utf-8").split("\n") if line):
            if key[0] == "T":
                ranges = [piece.split() for piece in head.partition(" ")[2].split(";")]
                places[key] = frozenset(at for start, end in ranges for at in range(int(start), int(end)))
            elif key[0] == "E" and head.startswith("Attribution"):
                events.append(head.split()[1:])
        for parts in events:
            named = [(part.split(":")[0].rstrip("0123456789"), places[part.split(":")[1]]) for part in parts]
            whole = [frozenset().union(*(at for r, at in named if r == role)) for role in ("Source", "Cue", "Content")]
            own[tuple(whole)] += bool(whole[2])
    pairs = [pair for layers in found.values() for pair in combinations(layers.values(), 2)]
    return 2 * sum((a & b).total() for a, b in pairs) / sum(a.total() + b.total() for a, b in pairs)


def whole_f1(folder: Path) -> float | None:
    report = measure_agreement(brat_study([BratFolder(folder, AnnotatorKind.HUMAN)]), Options(resamples=0))
    return report.of(report.groups[-1].name, "words")["whole attribution", "exact F1"].value


COPIES = [Path(folder) for folder in (os.environ.get("CLAIMWIRE_POLNEAR"),) if folder]
"""A copy of PolNeAR's folder attributions/, if the variable names one."""


@pytest.mark.parametrize("folder", [POLNEAR.folder, *COPIES], ids=str)
def test_whole_attributions_are_those_counted_from_the_lines(folder: Path) -> None:
    assert whole_f1(folder) == pytest.approx(plain_whole_f1(folder))


def test_one_of_three_attributions_is_wholly_the_same() -> None:
    assert whole_f1(POLNEAR.folder) == pytest.approx(1 / 3)
