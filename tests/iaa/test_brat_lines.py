"""A bad line of a brat file is told and left out, and the rest is read; offsets count in the way that the words say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claimwire.cli import group
from claimwire.errors import ClaimwireError
from claimwire.formats.brat import BratText, read_brat_layer
from claimwire.formats.brat.counting import Counting
from claimwire.iaa import Mark, Options, Study, brat_study, measure_agreement
from claimwire.iaa.brat import BratFolder
from claimwire.schema.vocab import AnnotatorKind

TEXT = "Mill closes\n\nOda Brenn 🏭 said the mill at Tarvik would close. “It is old,” she added.\nNobody spoke.\n"


def bound(key: str, kind: str, words: str, text: str = TEXT) -> str:
    start = text.index(words)
    return f"{key}\t{kind} {start} {start + len(words)}\t{words}"


PARTS = (bound("T1", "Source", "Oda Brenn"), bound("T2", "Cue", "said"), bound("T3", "Content", "the mill at Tarvik"))
GOOD = (*PARTS, "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3")


def study(folder: Path, *lines: str, text: str | None = TEXT, strict: bool = False) -> Study:
    (folder / "mill.ann").write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    if text is not None:
        (folder / "mill.txt").write_bytes(text.encode())
    return brat_study([BratFolder(folder, AnnotatorKind.HUMAN, "ada")], strict=strict)


def marks(found: Study) -> list[dict[str, list[str]]]:
    text = TEXT.replace("\r\n", "\n")
    return [
        {slot: [text[start:end] for start, end in pieces] for slot, pieces in mark.pieces.items()}
        for mark in found.layers["ada"]["mill"]
    ]


WHOLE = {"source_spans": ["Oda Brenn"], "cue_spans": ["said"], "spans": ["the mill at Tarvik"]}

BAD = {
    "X9\tSource 0 4\tMill": "'X9' is no id of brat: expected T, E, R, A, M, N or # and a number, or *",
    "t9\tSource 0 4\tMill": "'t9' is no id of brat",
    "T\tSource 0 4\tMill": "'T' is no id of brat",
    "9\tSource 0 4\tMill": "'9' is no id of brat",
    "T9 Source 0 4 Mill": "not a brat line: expected an id and, after a tab, what it is",
    "T9\t": "not a text-bound annotation: expected TYPE START END",
    "T9\tSource": "ranges '' are not START END;START END",
    "T9\tSource 4": "ranges '4' are not",
    "T9\tSource four 8\tx": "ranges 'four 8' are not",
    "T9\tSource -1 4\tx": "ranges '-1 4' are not",
    "T9\tSource 1.0 4\tx": "ranges '1.0 4' are not",
    "T9\tSource 0 4;\tMill": "ranges '0 4;' are not",
    f"T9\tSource 0 {'9' * 5000}\tMill": "are not START END;START END",
    "T9\tSource 4 0\tMill": "range 4 0 is empty",
    "T9\tSource 4 4\t": "range 4 4 is empty",
    "T9\tSource 0 900\tMill": f"range 0 900 reaches beyond the text, which has {len(TEXT)} code points",
    f"T9\tSource 0 {len(TEXT) + 1}": f"reaches beyond the text, which has {len(TEXT)} code points",
    "T9\tSource 0 4\tMall": "the words are not those of the text at these offsets, which has 'Mill'",
    "T9\tSource 0 4\t": "the words are not those of the text",
    "T1\tSource 0 4\tMill": "duplicate id T1, which line 1 has",
    "E1\tAttribution:T2 Content:T3": "duplicate id E1, which line 4 has",
    "E9\t": "not an event: expected TYPE:ID and roles",
    "R9\tSays Arg1:T1": "not a relation: expected TYPE Arg1:ID Arg2:ID",
    "R9\tSays Arg1:T1 Arg2:T1": "R9 relates T1 with itself",
    "R9\tSays Arg1:T1 Arg2:T77": "relation R9: T77 is not the id of a line in the file",
    "R9\tSays Arg1:R9 Arg2:T1 ": "relation R9: R9 is",
    "A9\tTense": "not an attribute: expected NAME ID",
    "A9\tTense A9 past": "A9 is an attribute of itself",
    "A9\tTense E77 past": "attribute A9: E77 is not the id of a line in the file",
    "T9\tSource 0 4\t\udce9t\udce9": "is not UTF-8; save the file as UTF-8",
}
"""A line, and what is told of it. None of them changes what the good lines say."""


@pytest.mark.parametrize("line", [x for x in BAD if x != "R9\tSays Arg1:R9 Arg2:T1 "])
@pytest.mark.parametrize("place", [4, 0])
def test_a_bad_line_is_told_and_the_rest_is_read(line: str, place: int, tmp_path: Path) -> None:
    if place == 0 and "duplicate" in BAD[line]:
        return  # the good line would be the second
    lines = [*GOOD[:place], line, *GOOD[place:]]
    found = study(tmp_path, *lines)
    (problem,) = found.problems
    assert problem.startswith(f"{tmp_path / 'mill.ann'}:{place + 1}: ")
    assert BAD[line] in problem
    assert marks(found) == [WHOLE]
    with pytest.raises(ClaimwireError) as caught:
        study(tmp_path, *lines, strict=True)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    "line",
    [
        *("", "   ", "\t", " \t "),
        *("#1\tAnnotatorNotes T1\tsaid on Monday", "#\tx", "*\tEquiv T1 T2", "N1\tReference T1 Base:7\tOda\tBrenn"),
        *("T9\tSource 0 4\tMill   ", "T9\tSource 0 4 \tMill", "T9 \tSource  0  4\tMill", "T9\tSource 0 4"),
        *("T9\tSource 0 4;5 11\tMill  closes", "A9\tTense E1 past ", "M9\tTense E1 past", "A9\tNegated E1"),
    ],
)
def test_a_line_that_is_unusual_and_not_bad_is_not_told(line: str, tmp_path: Path) -> None:
    found = study(tmp_path, *GOOD, line, strict=True)
    assert found.problems == ()
    assert marks(found) == [WHOLE]


def test_what_a_left_out_line_leaves_of_an_attribution_is_read(tmp_path: Path) -> None:
    found = study(tmp_path, PARTS[0].replace("Oda", "Ida"), *GOOD[1:], "A1\tTense T1 past", "R1\tSays Arg1:T1 Arg2:T3")
    file = tmp_path / "mill.ann"
    assert [problem.partition(": 'T1")[0] for problem in found.problems] == [
        f"{file}:1: the words are not those of the text at these offsets, which has 'Oda Brenn'",
        f"{file}:4: E1 is read without its source: T1 is on line 1, which cannot be used",
        f"{file}:5: attribute A1: T1 is on line 1, which cannot be used; left out",
        f"{file}:6: relation R1: T1 is on line 1, which cannot be used; left out",
    ]
    assert marks(found) == [{name: words for name, words in WHOLE.items() if name != "source_spans"}]


def test_without_its_content_an_attribution_is_left_out_and_counted(tmp_path: Path) -> None:
    found = study(tmp_path, *PARTS[:2], "T3\tContent 9 2\tx", GOOD[3], "A1\tTense E1 past")
    assert marks(found) == []
    assert len(found.problems) == 2
    assert "E1 is read without its content: T3 is on line 3" in found.problems[1]
    assert found.notes == (
        "left out: 1 times attribute tense of an event or relation that is not read",
        "left out: 1 times attribution without content",
    )


@pytest.mark.parametrize(
    ("event", "told", "left"),
    [
        ("E1\tAttribution:T2 Source:T1 Cue Content:T3", "E1 is read without a part: expected ROLE:ID", "cue_spans"),
        ("E1\tAttribution:T2 Source:T1 Cue:E1 Content:T3", "E1 is named as a part and is not a T line", "cue_spans"),
        ("E1\tAttribution:T2 Source:T9 Cue:T2 Content:T3", "T9 is not the id of a line", "source_spans"),
        ("E1\tAttribution:T9 Source:T1 Cue:T2 Content:T3", "E1 is read without its trigger: T9 is not", ""),
    ],
)
def test_a_part_of_an_event_that_is_no_part_is_told(event: str, told: str, left: str, tmp_path: Path) -> None:
    found = study(tmp_path, *PARTS, event)
    (problem,) = found.problems
    assert told in problem
    assert marks(found) == [{name: words for name, words in WHOLE.items() if name != left}]


def test_a_relation_that_is_left_out_may_be_referred_to_in_vain(tmp_path: Path) -> None:
    found = study(tmp_path, *GOOD, "R9\tSays Arg1:T1 Arg2:T77", "A9\tTense R9 past")
    assert "attribute A9: R9 is on line 5, which cannot be used; left out" in found.problems[1]


# Line breaks in quoted words


BROKEN = "She said the mill\nat Tarvik\n\nwould close. Nobody\tspoke."


@pytest.mark.parametrize(
    "line",
    [
        "T1\tContent 9 17;18 27\tthe mill at Tarvik",
        "T1\tContent 9 27\tthe mill at Tarvik",
        "T1\tContent 9 27\tthe mill\nat Tarvik",
        "T1\tContent 9 27\tthe mill\r\nat Tarvik",
        "T1\tContent 9 27\tthe mill\\nat Tarvik",
        "T1\tContent 9 40\tthe mill\nat Tarvik\n\nwould close",
        "T1\tContent 29 54\twould close. Nobody\tspoke",
        "T1\tContent 18 54\tat Tarvik\n\nwould close. Nobody\tspoke",
    ],
)
@pytest.mark.parametrize("has_text", [True, False])
def test_words_with_line_breaks_are_those_of_the_text(line: str, has_text: bool, tmp_path: Path) -> None:
    text = BROKEN if has_text else None
    found = study(tmp_path, line, "T2\tCue 4 8\tsaid", text=text, strict=has_text or "\r" not in line)
    (mark,) = found.layers["ada"]["mill"]
    places = [pair.split() for pair in line.split("\t")[1].removeprefix("Content ").split(";")]
    assert mark.pieces["spans"] == tuple((int(start), int(end)) for start, end in places)


def test_a_line_that_does_not_go_on_with_the_words_is_told(tmp_path: Path) -> None:
    found = study(tmp_path, "T1\tContent 9 27\tthe mill\nat Tarvik\nat sea", text=BROKEN)
    (problem,) = found.problems
    assert problem.startswith(f"{tmp_path / 'mill.ann'}:3: not a brat line")
    assert len(found.layers["ada"]["mill"]) == 1


# How offsets count


def counted(text: str, pieces: list[tuple[int, int]], how: Counting) -> list[str]:
    """Return T lines whose offsets count a text, with a line feed for every line end, in a way: the plain way."""

    def width(prefix: str) -> int:
        given = ("\ufeff" if how.has_bom else "") + prefix
        given = given.replace("\n", "\r\n") if how.line_end == "as two" else given
        encoding = {"code points": "utf-32-le", "UTF-16 code units": "utf-16-le", "bytes of UTF-8": "utf-8"}[how.unit]
        return len(given.encode(encoding)) // {"utf-32-le": 4, "utf-16-le": 2, "utf-8": 1}[encoding]

    places = [(width(text[:start]), width(text[:end]), text[start:end]) for start, end in pieces]
    return [
        f"T{n}\tContent {start} {end}\t{' '.join(words.split())}" for n, (start, end, words) in enumerate(places, 1)
    ]


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_offsets_counted_in_any_one_way_are_those_of_the_words(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In whichever way the text is stored: with or without byte order mark, with either line end."""
    alphabet = st.sampled_from(["mill ", "é", "🏭", "\n", "old ", "sea, ", "\n\n"])
    text = "".join(data.draw(st.lists(alphabet, min_size=3, max_size=30)))
    edges = st.integers(0, len(text))
    pieces = [
        (min(a, b), max(a, b))
        for a, b in data.draw(st.lists(st.tuples(edges, edges), min_size=2, max_size=6))
        if text[min(a, b) : max(a, b)].strip()
    ]
    assume(len(pieces) > 1)
    how = Counting(
        data.draw(st.sampled_from(["code points", "UTF-16 code units", "bytes of UTF-8"])),
        data.draw(st.sampled_from(["as one", "as two"])),
        data.draw(st.booleans()),
    )
    stored = data.draw(st.sampled_from(["\n", "\r\n"])).join(text.split("\n"))
    raw = data.draw(st.sampled_from(["", "\ufeff"])) + stored
    path = tmp_path_factory.mktemp("any") / "mill.ann"
    path.write_text("\n".join(counted(text, pieces, how)) + "\n", encoding="utf-8")
    layer = read_brat_layer(path, BratText.of_file(raw), "mill")
    if layer.notes or len(layer.marks) < len(pieces):
        # a way that no file shows, or that another fits as well, is told and not guessed
        assert layer.notes or layer.problems
        return
    found = sorted(mark.pieces["spans"] for mark in layer.marks)
    words = [[text[start:end].split() for start, end in one] for one in found]
    assert sorted(words) == sorted([text[start:end].split()] for start, end in pieces)


MANY = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in ("Mill", "Oda", "mill at", "old", "spoke")]


@pytest.mark.parametrize("unit", ["code points", "UTF-16 code units", "bytes of UTF-8"])
@pytest.mark.parametrize("line_end", ["as one", "as two"])
@pytest.mark.parametrize("has_bom", [True, False])
@pytest.mark.parametrize("stored", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_every_way_gives_the_same_marks(unit, line_end, has_bom, stored, begin, tmp_path: Path) -> None:
    lines = counted(TEXT, MANY, Counting(unit, line_end, has_bom))
    found = study(tmp_path, *lines, text=begin + TEXT.replace("\n", stored))
    assert found.problems == ()
    assert [mark.pieces["spans"] for mark in found.layers["ada"]["mill"]] == [(piece,) for piece in MANY]
    usual = (
        unit == "code points" and has_bom == bool(begin) and line_end == ("as two" if stored == "\r\n" else "as one")
    )
    assert any(note.startswith("converted: ") for note in found.notes) is not usual
    assert found.documents[0].length == len(TEXT)


def test_a_bad_line_does_not_change_how_the_others_count(tmp_path: Path) -> None:
    lines = counted(TEXT, MANY, Counting("UTF-16 code units", "as one", False))
    found = study(tmp_path, *lines, "T9\tContent 0 4\tMall")
    assert len(found.problems) == 1
    assert [mark.pieces["spans"] for mark in found.layers["ada"]["mill"]] == [(piece,) for piece in MANY]
    assert found.notes == (
        "5 contents without an attribution are statements by themselves",
        f"converted: the offsets of 1 files, such as {tmp_path / 'mill.ann'}, were counted in UTF-16 code units",
    )


def test_one_shifted_line_alone_says_nothing_of_how_offsets_count(tmp_path: Path) -> None:
    """That its offsets count a byte order mark, which no file has, is less likely than that they are wrong."""
    found = study(tmp_path, "T1\tContent 1 5\tMill")
    assert found.layers["ada"]["mill"] == ()
    assert len(found.problems) == 1


def test_words_of_another_text_are_told_as_such(tmp_path: Path) -> None:
    found = study(tmp_path, *(f"T{n}\tContent {n} {n + 3}\tsea" for n in range(1, 6)))
    assert len(found.problems) == 5
    assert "5 of 5 quotes are not at their offsets, however these are counted; is its text" in found.notes[0]


def test_words_in_another_unicode_form_are_those_of_the_text(tmp_path: Path) -> None:
    found = study(tmp_path, "T1\tContent 0 4\tcafé", text="cafe\u0301 shut", strict=False)
    assert len(found.problems) == 1, "the accent is behind the range"
    assert study(tmp_path, "T1\tContent 0 5\tcafé", text="cafe\u0301 shut").problems == ()


@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_annotations_may_have_a_byte_order_mark_and_any_line_end(begin: str, end: str, tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(TEXT)
    (tmp_path / "mill.ann").write_bytes((begin + end.join(GOOD) + end).encode())
    assert marks(brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN, "ada")], strict=True)) == [WHOLE]


def test_texts_that_differ_in_line_ends_and_mark_alone_are_one(tmp_path: Path) -> None:
    for name, text in (("one", TEXT), ("two", "\ufeff" + TEXT.replace("\n", "\r\n"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mill.txt").write_bytes(text.encode())
        (tmp_path / name / "mill.ann").write_text("\n".join(GOOD))
    found = brat_study([BratFolder(tmp_path / name, AnnotatorKind.HUMAN, name) for name in ("one", "two")])
    assert found.layers["one"]["mill"][0].pieces == found.layers["two"]["mill"][0].pieces
    assert measure_agreement(found, Options(resamples=0)).of("one + two", "words")["source", "exact F1"].value == 1


# Folders


def test_what_else_a_folder_has_is_not_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "QUAY.ANN").write_text(GOOD[0])
    (tmp_path / "QUAY.TXT").write_text(TEXT)
    (tmp_path / "empty.ann").write_text("")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "alone.txt").write_text(TEXT)
    (tmp_path / ".hidden.ann").write_bytes(b"\xff\x00")
    (tmp_path / "._quay.ann").write_bytes(b"\xff\x00")
    (tmp_path / "annotation.conf").write_text("[entities]\n")
    (tmp_path / "folder.ann").mkdir()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "mill.ann").write_text("bad")
    found = brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN, "ada")])
    assert set(found.layers["ada"]) == {"QUAY", "empty"}
    assert found.problems == ()
    assert found.notes[-2:] == (
        f"not annotated: 1 texts in {tmp_path} have no .ann file, such as alone.txt",
        f"not read: 1 subfolders of {tmp_path} with .ann files, such as inner; name them, too",
    )


def test_a_folder_whose_subfolders_have_the_files_says_so(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "mill.ann").write_text("")
    with pytest.raises(
        ClaimwireError, match=r"has no \.ann files; .*; its subfolders have: name each of them, such as"
    ):
        brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN, "ada")])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClaimwireError, match="nowhere: cannot be read: No such file"):
        brat_study([BratFolder(tmp_path / "nowhere", AnnotatorKind.HUMAN, "ada")])


# The command


def thousand(root: Path, documents: int) -> None:
    """Write a folder of invented files of two annotators, with a bad line in three of them."""
    for number in range(documents):
        text = TEXT.replace("Tarvik", f"Tarvik {number}")
        content = f"the mill at Tarvik {number}"
        (root / f"mill{number}.txt").write_text(text)
        for name in ("ada", "ben"):
            lines = [
                *(
                    bound(f"T{n}", kind, words, text)
                    for n, kind, words in ((1, "Source", "Oda Brenn"), (2, "Cue", "said"))
                )
            ]
            lines += [bound("T3", "Content", content, text), GOOD[3]]
            (root / f"mill{number}_{name}.ann").write_text("\n".join(lines) + "\n")
    for number, line in ((1, "T9\tSource 9 2\tx"), (2, "garbage"), (documents - 1, "R1\tSays Arg1:T1 Arg2:T9")):
        with (root / f"mill{number}_ben.ann").open("a") as file:
            file.write(line + "\n")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["agreement", *arguments])


@pytest.mark.parametrize("documents", [12, 1000])
def test_a_folder_with_three_bad_lines_is_measured(documents: int, tmp_path: Path) -> None:
    thousand(tmp_path, documents)
    result = run("--brat", f"human:{tmp_path}", "--resamples", "0", "--json")
    assert result.exit_code == 1
    told = result.stderr.splitlines()
    assert [line.partition(": ")[0] for line in told[:3]] == [
        f"{tmp_path / name}:5" for name in sorted(f"mill{number}_ben.ann" for number in (1, 2, documents - 1))
    ]
    assert told[3] == "faulty lines of brat files, which were left out: 3"
    report = json.loads(result.stdout)
    assert len(report["problems"]) == 3
    assert report["parties"][0]["documents"] == documents
    numbers = {(m["about"], m["measure"]): m["value"] for m in report["parties"][0]["measures"]}
    for part in ("source", "cue", "content"):
        assert [numbers[part, f"{how} F1"] for how in ("exact", "overlap", "word")] == [1, 1, 1]
    strict = run("--brat", f"human:{tmp_path}", "--strict")
    assert strict.exit_code != 0
    assert f"{told[0].partition(': ')[0]}: " in str(strict.exception)


def test_many_bad_lines_are_told_up_to_ten(tmp_path: Path) -> None:
    for name in ("ada", "ben"):
        (tmp_path / f"mill_{name}.ann").write_text("\n".join([*GOOD, *["garbage\tx"] * 19]))
    (tmp_path / "mill.txt").write_text(TEXT)
    told = run("--brat", f"human:{tmp_path}", "--brief", "--resamples", "0").stderr.splitlines()
    assert len(told) == 12
    assert told[10:] == [
        "and 28 more; --json has all, --strict stops at the first",
        "faulty lines of brat files, which were left out: 38",
    ]


def test_strict_is_about_brat_files() -> None:
    assert "--strict is about the files of --brat" in run("heron", "--strict").output


def test_parts_are_measured_one_by_one_worked_by_hand(tmp_path: Path) -> None:
    text = "Oda said so. Ben said no. Eve said maybe.\n"
    (tmp_path / "mill.txt").write_text(text)
    one = [
        *("T1\tSource 0 3", "T2\tCue 4 8", "T3\tContent 9 11", "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3"),
        *("T4\tSource 13 16", "T5\tContent 22 24", "E2\tAttribution:T4 Source:T4 Content:T5"),
    ]
    other = [
        *("T1\tSource 0 8", "T3\tContent 9 11", "E1\tAttribution:T1 Source:T1 Content:T3"),
        *("T4\tSource 13 16", "T5\tContent 30 33", "E2\tAttribution:T4 Source:T4 Content:T5"),
        *("T6\tSource 26 29", "T7\tContent 35 40", "E3\tAttribution:T6 Source:T6 Content:T7"),
    ]
    for name, lines in (("ada", one), ("ben", other)):
        (tmp_path / f"mill_{name}.ann").write_text("\n".join(lines))
    report = measure_agreement(brat_study([BratFolder(tmp_path, AnnotatorKind.HUMAN)]), Options(resamples=0))
    numbers = {key: e.value for key, e in report.of("ada + ben", "words").items()}
    # ada has 2 sources, ben 3: one the same, one more overlaps; in words 2 and 4, of which 2 are both's
    assert numbers["source", "exact F1"] == pytest.approx(2 * 1 / 5)
    assert numbers["source", "overlap F1"] == pytest.approx(2 * 2 / 5)
    assert numbers["source", "word F1"] == pytest.approx(2 * 2 / 6)
    assert numbers["source", "exact precision"] == pytest.approx(1 / 3)
    assert numbers["source", "exact recall"] == pytest.approx(1 / 2)
    # one cue of ada's, none of ben's
    assert [numbers["cue", f"{how} F1"] for how in ("exact", "overlap", "word")] == [0, 0, 0]
    # contents: one of 2 and 3 the same
    assert [numbers["content", f"{how} F1"] for how in ("exact", "overlap", "word")] == pytest.approx([2 / 5] * 3)
    shown = run("--brat", f"human:{tmp_path}", "--resamples", "0").output
    for measure in ("F1 by token", "exact F1", "overlap F1"):
        assert measure in shown


LINES = st.sampled_from([*GOOD, *BAD, "A1\tTense E1 past", "R1\tSays Arg1:T1 Arg2:T3", "garbage", "\ufeff", ""])


@settings(deadline=None, max_examples=200)
@given(lines=st.lists(LINES, max_size=8), data=st.data())
def test_any_damage_gives_a_layer_and_problems(
    lines: list[str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray("\n".join(lines).encode("utf-8", "surrogateescape"))
    for _ in range(data.draw(st.integers(0, 3))):
        if content:
            place = data.draw(st.integers(0, len(content) - 1))
            how = data.draw(st.sampled_from(["drop", "cut", "change"]))
            if how == "drop":
                del content[place]
            elif how == "cut":
                del content[place:]
            else:
                content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("any") / "mill.ann"
    path.write_bytes(bytes(content))
    raw = data.draw(st.sampled_from([TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, "", None]))
    text = None if raw is None else BratText.of_file(raw)
    layer = read_brat_layer(path, text, "mill")
    for mark in layer.marks:
        assert_inside(mark, None if text is None else text.text)
    assert all(problem.startswith(f"{path}:") for problem in layer.problems)


def assert_inside(mark: Mark, text: str | None) -> None:
    for pieces in mark.pieces.values():
        assert pieces
        assert all(0 <= start < end and (text is None or end <= len(text)) for start, end in pieces)


def test_a_study_without_any_claim_is_printed(tmp_path: Path) -> None:
    """Tables without rows were a traceback."""
    for name in ("ada", "ben"):
        (tmp_path / f"mill_{name}.ann").write_text("bad\n")
    result = run("--brat", f"human:{tmp_path}", "--resamples", "0")
    assert result.exit_code == 1
    assert "faulty lines of brat files, which were left out: 2" in result.stderr
