"""A corpus that is read an article at a time is the corpus that is read at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small import OPEN, STANDOFF

from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.corpus import TABLE_BY_NAME, TABLES, Corpus
from claimwire.corpus.records import Located, sha256_file
from claimwire.corpus.stream import CorpusStream, MemorySource, TableLine, lines_of
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecordError

EVENTS = TABLE_BY_NAME["events"]
EVENT = {"event_id": "flood", "name": "Flood of Orlan", "event_type": "disaster", "description": "A river rose."}


def rows_of(corpus: Corpus) -> dict[str, list[Located]]:  # type: ignore[type-arg]
    return {table.name: corpus.rows.of(table.name) for table in TABLES}


def events(tmp_path: Path, content: bytes) -> list[TableLine]:
    """Return the lines of a file of events."""
    path = tmp_path / "events.jsonl"
    write_bytes(path, content)
    return list(lines_of(EVENTS, path))


@pytest.mark.parametrize("corpus_id", [OPEN, STANDOFF])
def test_every_article_alone_is_what_it_is_in_the_whole(small_built: Workspace, corpus_id: str) -> None:
    whole = small_built.corpus(corpus_id)
    with CorpusStream(whole.folder) as stream:
        lines = list(stream.scan())
        alone = dict(stream.slices())
        assert list(alone) == sorted(whole.articles)
        for article_id, corpus in alone.items():
            assert {k: v for k, v in rows_of(corpus).items() if TABLE_BY_NAME[k].by_article} == {
                k: v for k, v in rows_of(whole.only([article_id])).items() if TABLE_BY_NAME[k].by_article
            }
        assert rows_of(stream.shared()) == rows_of(whole.only(()))
    assert [line.row for line in lines] == [row for rows in rows_of(whole).values() for row in rows]
    assert dict(MemorySource(whole).slices()).keys() == alone.keys()


def test_an_article_that_is_held_is_what_reading_it_again_gives(small_built: Workspace) -> None:
    folder = small_built.corpus_folder(OPEN)
    with CorpusStream(folder, kept={"heron_a"}) as holding, CorpusStream(folder) as reading:
        for stream in (holding, reading, holding):  # a second scan holds nothing twice
            list(stream.scan())
        for article_id in ("heron_a", "heron_b"):
            read = rows_of(reading.slice(article_id))
            assert rows_of(holding.slice(article_id)) == read
            assert rows_of(holding.slice(article_id)) == read, "what was taken is read again"


def test_an_article_whose_lines_are_apart_has_all_of_them_with_their_numbers(small: Workspace) -> None:
    file = small.corpus_folder(OPEN) / "claims.jsonl"
    first, *others = file.read_text(encoding="utf-8").splitlines(keepends=True)
    write_text(file, "".join([*others, "\n", first]))
    with CorpusStream(file.parent) as stream:
        list(stream.scan())
        rows = stream.slice("heron_a").rows.claims
    assert [row.record.claim_id for row in rows] == [f"heron_a_c0{number}" for number in (2, 3, 4, 5, 6, 7, 8, 1)]
    assert [row.line for row in rows] == [1, 2, 3, 4, 5, 6, 7, len(others) + 2]


def test_a_faulty_line_between_those_of_an_article_is_passed_over(small: Workspace) -> None:
    file = small.corpus_folder(OPEN) / "claims.jsonl"
    first, *others = file.read_text(encoding="utf-8").splitlines(keepends=True)
    write_text(file, "".join([first, "{}\n", *others]))
    with CorpusStream(file.parent) as stream:
        [fault] = [line.fault for line in stream.scan() if line.fault is not None]
        rows = stream.slice("heron_a").rows.claims
    assert (fault.path, fault.line) == (file, 2)
    assert [row.line for row in rows] == [1, 3, 4, 5, 6, 7, 8, 9]


def test_files_have_the_hashes_they_had_when_they_were_read(small: Workspace) -> None:
    folder = small.corpus_folder(OPEN)
    expected = {path.name: sha256_file(path) for path in folder.iterdir()}
    with CorpusStream(folder) as stream:
        list(stream.scan())
        write_text(folder / "claims.jsonl", "{}\n")
        assert stream.file_hashes() == expected


def test_a_line_is_read_as_record_blank_or_fault_and_says_whether_it_is_ended(tmp_path: Path) -> None:
    good, blank, faulty, last = events(tmp_path, f"{json.dumps(EVENT)}\n \n{{}}\n{json.dumps(EVENT)}".encode())
    assert [line.number for line in (good, blank, faulty, last)] == [1, 2, 3, 4]
    assert [line.row is not None for line in (good, blank, faulty, last)] == [True, False, False, True]
    assert [line.fault is not None for line in (good, blank, faulty, last)] == [False, False, True, False]
    assert [line.ended for line in (good, blank, faulty, last)] == [True, True, True, False]
    assert (blank.raw, last.raw) == (" ", json.dumps(EVENT))


@pytest.mark.parametrize("name", [None, "Flood", "Überlingen"])
def test_bytes_that_are_not_utf_8_are_counted_from_the_first_line(tmp_path: Path, name: str | None) -> None:
    """Counted are bytes, also of the lines before."""
    before = b"" if name is None else json.dumps(EVENT | {"name": name}, ensure_ascii=False).encode() + b"\n"
    with pytest.raises(RecordError, match=rf"events\.jsonl: byte {len(before) + 13} is not UTF-8"):
        events(tmp_path, before + b'{"name": "Mal\xf6"}')


def test_a_scan_counts_bytes_in_the_same_way(small: Workspace) -> None:
    file = small.corpus_folder(OPEN) / "events.jsonl"
    before = (json.dumps(EVENT | {"name": "Überlingen"}, ensure_ascii=False) + "\n").encode()
    write_bytes(file, before + b'{"name": "Mal\xf6"}\n')
    with (
        CorpusStream(file.parent) as stream,
        pytest.raises(RecordError, match=rf"events\.jsonl: byte {len(before) + 13} is not UTF-8"),
    ):
        list(stream.scan())
