"""Files of records that grow and change, and odd names: what has not changed stays, and every fact is read or named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from raw_documents import PLAIN
from small import OPEN
from test_add import HEAD, OUTLETS, SEVERAL, added, corpus_in, files, saved

from claimwire.cli import group
from claimwire.corpus.corpus import Corpus, read_corpus
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecipeError
from claimwire.hydration.restore import hydrated_corpus
from claimwire.ingest.add import read_documents
from claimwire.ingest.facts import DocumentFacts


def row(number: int | str, **changed: Any) -> dict[str, Any]:
    text = f"Boat {number} left the quay.\n\nIt was cold on the lake that day."
    return {"id": number, "headline": f"Boat {number} leaves", "text": text} | changed


def written(folder: Path, *rows: dict[str, Any], name: str = "j.jsonl", begin: str = "") -> str:
    return saved(folder, name, begin + "".join(json.dumps(one) + "\n" for one in rows))


@pytest.fixture(params=[True, False], ids=["open", "stand-off"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Corpus:
    toml = HEAD if request.param else HEAD.replace("redistributable = true ", "redistributable = false ")
    return corpus_in(tmp_path / "heron", toml)


def hashes(data: Corpus) -> dict[str, str]:
    return {article.document: article.document_sha256 for article in read_corpus(data.folder).articles.values()}


def test_a_file_may_grow(data: Corpus, tmp_path: Path) -> None:
    """Every record was another one, because the hash of the file was."""
    name = written(tmp_path, row(7), row(8))
    assert added(data, name, facts=SEVERAL) == ["new", "new"]
    before = hashes(data)
    written(tmp_path, row(7), row(8), row(9))
    assert added(data, name, facts=SEVERAL) == ["unchanged", "unchanged", "new"]
    after = hashes(data)
    assert {name: after[name] for name in before} == before
    assert after["j.jsonl#9"] != before["j.jsonl#7"]


@pytest.mark.parametrize(
    "rows",
    [[row(8), row(7)], [row("7"), row("8")], [row(7), row(8, colour="red")], [row(7)], [row(8, published=None)]],
    ids=["order", "ids as strings", "another field", "fewer", "null"],
)
def test_a_record_that_is_the_same_stays(data: Corpus, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    name = written(tmp_path, row(7), row(8))
    added(data, name, facts=SEVERAL)
    before = files(data)
    written(tmp_path, *rows)
    assert set(added(data, name, facts=SEVERAL)) == {"unchanged"}
    assert files(data) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Boat 7 left.\n\nIt was warm."},
        {"headline": "Other"},
        {"published": "2031"},
        {"url": "https://a.example"},
    ],
)
def test_a_record_that_changes_refuses_itself_alone(data: Corpus, tmp_path: Path, changed: dict[str, str]) -> None:
    name = written(tmp_path, row(7), row(8))
    added(data, name, facts=SEVERAL)
    before = hashes(data)
    written(tmp_path, row(7, **changed), row(8))
    with pytest.raises(RecipeError, match=r"^j\.jsonl#7: the corpus has another article"):
        added(data, name, facts=SEVERAL)
    assert hashes(data) == before
    assert added(data, f"{name}#8", facts=SEVERAL) == ["unchanged"]
    assert added(data, name, facts=SEVERAL, replace=True) == ["changed", "unchanged"]
    after = hashes(data)
    assert (after["j.jsonl#7"] != before["j.jsonl#7"], after["j.jsonl#8"]) == (True, before["j.jsonl#8"])


def test_a_grown_file_hydrates_the_records_that_were_there_before(tmp_path: Path) -> None:
    data = corpus_in(tmp_path / "heron", HEAD.replace("redistributable = true ", "redistributable = false "))
    name = written(tmp_path / "raw", row(7), row(8))
    added(data, name, facts=SEVERAL)
    written(tmp_path / "raw", row(9), row(8), row(7), begin="\ufeff")
    restored, report = hydrated_corpus(read_corpus(data.folder), tmp_path / "raw")
    assert [article.text for article in report.articles] == ["identical", "identical"]
    assert [(a.document, (a.text or "")[:6]) for a in restored.articles.values()] == [
        ("j.jsonl#7", "Boat 7"),
        ("j.jsonl#8", "Boat 8"),
    ]


def test_a_byte_order_mark_is_skipped(data: Corpus, tmp_path: Path) -> None:
    name = written(tmp_path, row(7), row(8), begin="\ufeff")
    assert added(data, name, facts=SEVERAL) == ["new", "new"]
    written(tmp_path, row(7), row(8))
    assert added(data, name, facts=SEVERAL) == ["unchanged", "unchanged"]


@pytest.mark.parametrize("published", [2031, 2031.5, True, False, 0, ["2031"], {"date": "2031"}])
def test_a_date_that_is_no_string_is_named(data: Corpus, tmp_path: Path, published: Any) -> None:
    """It was left out in silence."""
    with pytest.raises(RecipeError, match=r"^j\.jsonl#7: published: record '7' has .*, expected a string with a date"):
        read_documents(data, [written(tmp_path, row(7, published=published))], SEVERAL, OUTLETS)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "j.jsonl has no records; write one object per line"),
        ("\n \n", "j.jsonl has no records"),
        ("\ufeff", "j.jsonl has no records"),
        (json.dumps([row(7)]), "j.jsonl: line 1: here begins a list, and not an object; write one object per line"),
        (json.dumps([row(7)], indent=1), "j.jsonl: line 1: here begins a list"),
        (json.dumps(row(7), indent=1), "j.jsonl: line 1: the object that begins here goes over several lines; write"),
        (f"{json.dumps(row(7))}\n{json.dumps(row(8))},\n", "j.jsonl: line 2 is not JSON: column "),
        (f'{json.dumps(row(7))}\n{{"id": 1, "id": 2}}', "j.jsonl: line 2 is not JSON: the key 'id' is there twice"),
    ],
)
def test_what_is_wrong_with_a_file_of_records_is_told(data: Corpus, tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(RecipeError) as raised:
        read_documents(data, [saved(tmp_path, "j.jsonl", content)], SEVERAL, OUTLETS)
    assert str(raised.value).startswith(told)


# Names


@pytest.mark.parametrize("name", ["a#b.txt", "#.txt", "a#", "k#l/a.txt", "k#l/a#b.txt", "a##b.txt"])
def test_a_number_sign_may_be_in_a_path(data: Corpus, tmp_path: Path, name: str) -> None:
    path = tmp_path / "raw" / name
    saved(path.parent, path.name, PLAIN)
    assert added(data, str(path)) == ["new"]
    (article,) = read_corpus(data.folder).articles.values()
    assert article.document == path.name
    assert added(data, str(path)) == ["unchanged"]
    _, report = hydrated_corpus(read_corpus(data.folder), tmp_path / "raw")
    assert [one.text for one in report.articles] in (["identical"], ["in the repository"])


@pytest.mark.parametrize("name", ["a#b.jsonl", "k#l/j.jsonl", "k#l/a#b.jsonl"])
@pytest.mark.parametrize("record", ["", "#7"])
def test_a_number_sign_may_be_in_the_path_of_records(data: Corpus, tmp_path: Path, name: str, record: str) -> None:
    path = tmp_path / "raw" / name
    written(path.parent, row(7), name=path.name)
    assert added(data, f"{path}{record}", facts=SEVERAL) == ["new"]
    assert list(hashes(data)) == [f"{path.name}#7"]
    assert added(data, str(path), facts=SEVERAL) == ["unchanged"]
    _, report = hydrated_corpus(read_corpus(data.folder), tmp_path / "raw")
    assert [one.text for one in report.articles] in (["identical"], ["in the repository"])


def test_a_record_may_have_a_number_sign(data: Corpus, tmp_path: Path) -> None:
    name = written(tmp_path, row("x#1"), row("https://a.example/x#2"))
    assert added(data, f"{name}#x#1", f"{name}#https://a.example/x#2", facts=SEVERAL) == ["new", "new"]
    assert added(data, name, facts=SEVERAL) == ["unchanged", "unchanged"]


def test_records_that_could_not_be_told_from_a_name_are_refused(data: Corpus, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"a#b\.txt has a # in its name"):
        read_documents(data, [written(tmp_path, row(7), name="a#b.txt")], SEVERAL, OUTLETS)


@pytest.mark.parametrize("facts", [DocumentFacts(), DocumentFacts(outlet_id="orlan_post"), SEVERAL])
def test_a_folder_and_a_file_that_is_not_there_are_told_as_such(
    data: Corpus, tmp_path: Path, facts: DocumentFacts
) -> None:
    (tmp_path / "o#p").mkdir()
    for name in ("o#p", "heron"):
        with pytest.raises(RecipeError, match=rf"{name} is a folder, not a file$"):
            read_documents(data, [str(tmp_path / name)], facts, OUTLETS)
    for name in ("none.txt", "none.txt#7", "a#b.txt", "o#p/none.txt", "none/"):
        with pytest.raises(RecipeError, match=rf"{name}: there is no such file$"):
            read_documents(data, [str(tmp_path) + "/" + name], facts, OUTLETS)


# The command


def test_what_would_change_is_not_told_as_if_it_had(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    Path("new.txt").write_text(PLAIN)
    line = ["ingest", OPEN, "new.txt", "--outlet", "lakeside_post"]
    assert CliRunner().invoke(group, line).stdout.startswith("new  ")
    Path("new.txt").write_text(PLAIN.replace("dawn", "noon"))
    refused = CliRunner().invoke(group, line)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert CliRunner().invoke(group, [*line, "--dry-run"]).stdout.startswith("changed  ")
    assert CliRunner().invoke(group, [*line, "--replace"]).stdout.startswith("changed  ")
