"""What is told of brat files: which lines are left out, contents by themselves, texts that differ, files in UTF-16."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimwire.cli import group
from claimwire.errors import ClaimwireError
from claimwire.iaa import Study, brat_study
from claimwire.iaa.brat import BratFolder
from claimwire.schema.vocab import AnnotatorKind

TEXT = "Oda Brenn said the mill at Tarvik would close. Nobody spoke.\n"
PARTS = ("T1\tSource 0 9\tOda Brenn", "T2\tCue 10 14\tsaid", "T3\tContent 15 33\tthe mill at Tarvik")
EVENT = "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3"


def written(folder: Path, *lines: str, name: str = "mill", text: str | None = TEXT) -> BratFolder:
    """Write a file of an annotator who is called as the folder is."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.ann").write_text("\n".join(lines) + "\n")
    if text is not None:
        (folder / f"{name}.txt").write_text(text)
    return BratFolder(folder, AnnotatorKind.HUMAN, folder.name)


def read(folder: Path, *lines: str, text: str = TEXT) -> Study:
    return brat_study([written(folder / "ada", *lines, text=text)])


def run(*folders: BratFolder, more: tuple[str, ...] = ()) -> Result:
    given = [x for one in folders for x in ("--brat", f"human:{one.annotator_id}={one.folder}")]
    return CliRunner().invoke(group, ["agreement", *given, "--resamples", "0", *more])


# Faulty lines


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("E3\tAttribution Content:T3", "not an event: expected TYPE:ID and roles, found 'Attribution'"),
        ("E3\tAttribution: Content:T3", "found 'Attribution:' without the id of its trigger"),
        ("E3\t:T2 Content:T3", "not an event"),
        ("E3\tBirth Place:T3", "not an event"),
        ("TX\tContent 0 3\tOda", "'TX' is no id of brat"),
        ("EX1\tAttribution:T2 Content:T3", "'EX1' is no id of brat"),
        ("R_\tSays Arg1:T1 Arg2:T3", "'R_' is no id of brat"),
        ("E3\tAttribution:T2\tContent:T3", "a tab is between its parts"),
        ("R3\tSays\tArg1:T1 Arg2:T3", "a tab is between its parts"),
        ("A3\tTense\tE1 past", "a tab is between its parts"),
        ("A3\tTense E1\tpast", "a tab is between its parts"),
    ],
)
def test_a_line_of_another_form_is_told_with_file_and_line(line: str, told: str, tmp_path: Path) -> None:
    study = read(tmp_path, *PARTS, EVENT, line)
    (problem,) = study.problems
    assert problem.startswith(f"{tmp_path / 'ada' / 'mill.ann'}:5: ")
    assert problem.endswith("; left out")
    assert told in problem
    assert [sorted(mark.pieces) for mark in study.layers["ada"]["mill"]] == [["cue_spans", "source_spans", "spans"]]


@pytest.mark.parametrize(
    "line", ["R3\tSays Arg1:T1 Arg2:T3\t", "E3\tAttribution:T2 Content:T3\t ", "T9.1\tCue 0 3\tOda"]
)
def test_a_tab_at_the_end_and_an_id_with_more_behind_its_number_are_no_faults(line: str, tmp_path: Path) -> None:
    assert read(tmp_path, *PARTS, EVENT, line).problems == ()


def test_only_lines_that_are_left_out_are_said_and_counted_to_be(tmp_path: Path) -> None:
    ada = written(tmp_path / "ada", PARTS[0].replace("Oda", "Ida"), *PARTS[1:], EVENT)
    ben = written(tmp_path / "ben", *PARTS, EVENT)
    result = run(ada, ben)
    file = tmp_path / "ada" / "mill.ann"
    first, second, *counts = result.stderr.splitlines()
    assert first.startswith(f"{file}:1: the words are not those")
    assert first.endswith("; left out")
    assert second == f"{file}:4: E1 is read without its source: T1 is on line 1, which cannot be used"
    assert counts == ["other problems of brat files: 1", "faulty lines of brat files, which were left out: 1"]
    assert (result.exit_code, "source" in result.stdout) == (1, True)
    assert run(ben, written(tmp_path / "eve", *PARTS, EVENT)).exit_code == 0


def test_a_part_that_is_lost_alone_is_something_to_fix_too(tmp_path: Path) -> None:
    ada = written(tmp_path / "ada", *PARTS, EVENT.replace("Source:T1", "Source:T9"))
    result = run(ada, written(tmp_path / "ben", *PARTS, EVENT), more=("--json",))
    assert result.exit_code == 1
    assert "left out" not in result.stderr


def test_long_words_are_shortened(tmp_path: Path) -> None:
    study = read(
        tmp_path, *PARTS, EVENT, f"T9{'x' * 5000}z\tCue 0", f"T8\t{'y' * 5000} 0 3\tOda", f"A1\t{'n' * 500} T8"
    )
    assert max(len(line.removeprefix(str(tmp_path))) for line in (*study.problems, *study.notes)) < 400
    assert any("yyyy… (5000 code points)" in note for note in study.notes)


# Contents by themselves


def test_contents_without_an_attribution_are_counted(tmp_path: Path) -> None:
    study = read(tmp_path, PARTS[2], "T4\tContent 47 53\tNobody", "T5\tSource 47 53\tNobody")
    assert study.notes[0] == "2 contents without an attribution are statements by themselves"
    assert (len(study.layers["ada"]["mill"]), study.problems) == (2, ())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("E1\tAttribution Source:T1 Content:T3", "E1 on line 4, which was left out and which names it"),
        ("E1\tAttribution:T2\tContent:T3", "E1 on line 4, which was left out and which names it"),
        ("E1\t", "E1 on line 4, which was left out and which may have named it"),
        ("E1\tAttribution:T2 Source:T1 Content", "E1 on line 4, which lost a part and which may have named it"),
        ("E1\tAttribution:T2 Source:T1 Content:T9", "E1 on line 4, which lost a part and which may have named it"),
        ("R1\tSays Arg1:T3", "R1 on line 4, which was left out and which names it"),
        ("R1\tSays Arg1:T9 Arg2:T3", "R1 on line 4, which was left out and which names it"),
    ],
)
def test_a_content_whose_attribution_may_be_on_a_faulty_line_is_told(line: str, why: str, tmp_path: Path) -> None:
    study = read(tmp_path, *PARTS, line)
    assert len(study.problems) == 2
    assert f"3: content T3 is read as a statement by itself; fix {why}" in study.problems[0]
    assert len(study.layers["ada"]["mill"]) == 1


# How offsets count


def test_of_ways_that_fit_equally_the_one_that_the_file_shows_is_named(tmp_path: Path) -> None:
    """An emoji at the beginning shifts all others by one in UTF-16, as a byte order mark would that is not there."""
    text = f"🏭 {TEXT}"
    lines = [
        f"T{n}\tContent {place + 3} {place + 3 + len(w)}\t{w}"
        for n, (place, w) in enumerate([(0, "Oda"), (19, "mill")])
    ]
    study = read(tmp_path, *lines, text=text)
    assert study.problems == ()
    assert any(note.endswith("were counted in UTF-16 code units") for note in study.notes)
    assert not any("byte order mark" in note for note in study.notes)


# Texts


def test_a_document_whose_texts_differ_is_told_and_the_others_are_measured(tmp_path: Path) -> None:
    ada, ben = (written(tmp_path / name, *PARTS, EVENT) for name in ("ada", "ben"))
    written(ada.folder, PARTS[0], name="quay")
    written(ben.folder, PARTS[0], name="quay", text=TEXT.replace("mill", "mall"))
    study = brat_study([ada, ben])
    assert [document.document_id for document in study.documents] == ["mill"]
    assert study.problems == (
        f"{ben.folder / 'quay.txt'}: its text is not that of {ada.folder / 'quay.txt'}: at offset 20 it has "
        "'all at Tarvik w', the other 'ill at Tarvik w'; document quay is not measured. "
        "Make both the text that was annotated",
    )
    assert run(ada, ben).exit_code == 1
    with pytest.raises(ClaimwireError, match="at offset 20"):
        brat_study([ada, ben], strict=True)


@pytest.mark.parametrize("order", [("ada", "ben"), ("ben", "ada")])
def test_a_text_that_one_annotator_has_serves_both(order: tuple[str, str], tmp_path: Path) -> None:
    folders = [written(tmp_path / name, *PARTS, EVENT, text=TEXT if name == "ada" else None) for name in order]
    study = brat_study(folders, strict=True)
    assert study.documents[0].tokens is not None
    assert not any(note.startswith("no text") for note in study.notes)
    written(tmp_path / "ben", PARTS[0].replace("Oda", "Ida"), text=None)
    assert "the words are not those of the text" in brat_study(folders).problems[0]


# UTF-16


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["ann", "txt"])
def test_a_file_in_utf_16_is_one_message_and_its_annotations_are_not_measured(
    encoding: str, ending: str, tmp_path: Path
) -> None:
    ada, ben = (written(tmp_path / name, *PARTS, EVENT) for name in ("ada", "ben"))
    written(ada.folder, *PARTS, name="quay")
    file = ada.folder / f"mill.{ending}"
    file.write_bytes(file.read_text().encode(encoding))
    study = brat_study([ada, ben])
    (problem,) = study.problems
    assert problem.startswith(f"{file} is UTF-16; save it as UTF-8")
    assert (set(study.layers["ada"]), set(study.layers["ben"])) == ({"quay"}, {"mill"})
    with pytest.raises(ClaimwireError, match="is UTF-16"):
        brat_study([ada, ben], strict=True)
