"""Hydrated folders stand outside the repository, and dehydrating them gives the repository's files back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import CORPUS, document_for
from standoff_copy import ARTICLE, CORPUS_ID, Standoff, change_a_word

from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.errors import HydrationError
from claimwire.hydration import hydrated_corpus
from claimwire.hydration.folder import (
    check_target,
    corpus_files,
    default_folder,
    file_changes,
    replaced_texts,
    standoff_files,
    write_hydrated,
)
from claimwire.hydration.readings import SourceDocument, is_restored, readings
from claimwire.hydration.sources import SourceFile
from claimwire.ingest.article import dehydrated, ingest, reconstruct


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_dehydrating_an_unmoved_copy_gives_the_same_bytes(standoff: Standoff, tmp_path: Path) -> None:
    own = standoff.corpus().folder
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    write_hydrated(restored, report, tmp_path / "hydrated")
    hydrated = read_corpus(tmp_path / "hydrated")
    assert records_of(hydrated.rows.articles) == records_of(standoff.full.rows.articles)
    for anchors in (False, True):
        assert standoff_files(hydrated, anchors=anchors) == files_of(own)


def test_so_does_a_copy_with_other_line_ends(standoff: Standoff, tmp_path: Path) -> None:
    for path in standoff.documents.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    write_hydrated(restored, report, tmp_path / "hydrated")
    assert standoff_files(read_corpus(tmp_path / "hydrated"), anchors=True) == files_of(standoff.corpus().folder)


CONTROLS = [chr(code) for code in (*range(32), 127) if chr(code) not in "\t\n\v\f"]
"""What no text has: with them a document is refused as another kind of file."""
CHARACTERS = st.characters(codec="utf-8", exclude_characters=CONTROLS)
LINES = st.lists(st.text(CHARACTERS, min_size=1), min_size=3, max_size=8)


@settings(max_examples=100)
@given(LINES)
def test_reading_a_document_again_gives_back_what_dehydrating_took(lines: list[str]) -> None:
    content = ("Reeds cut at Amber Lake\n\n" + "\n\n".join(lines)).encode()
    if len([line for line in content.decode().split("\n") if line.strip()]) < 3:
        return
    document = document_for("plain-text", file="reeds.txt")
    article = ingest(document, content, CORPUS)
    file = SourceFile("reeds.txt", content)
    ((found,), problems) = readings(dehydrated(article), SourceDocument("reeds.txt", file, content))
    assert found.article == article
    assert is_restored(article, found.article)
    assert problems == []
    assert reconstruct(found.article).encode() == content


def test_a_moved_copy_is_a_corpus_of_its_own(standoff: Standoff, tmp_path: Path) -> None:
    change_a_word(standoff)
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    write_hydrated(restored, report, tmp_path / "hydrated")
    hydrated = read_corpus(tmp_path / "hydrated")
    assert hydrated.faults == ()
    assert not hydrated.info.text_redistributable
    assert replaced_texts(standoff.corpus(), hydrated) == [ARTICLE]
    assert {item.record.article_id for item in hydrated.rows.anchors} == {
        a.article_id for a in records_of(standoff.full.rows.articles) if a.article_id != ARTICLE
    }
    lost = (tmp_path / "hydrated" / "lost.jsonl").read_text(encoding="utf-8")
    assert len(lost.splitlines()) == len(report.lost) > 0
    again, second = hydrated_corpus(standoff.corpus(), tmp_path / "hydrated")
    assert records_of(again.rows.articles) == records_of(restored.rows.articles)
    assert records_of(again.rows.claims) == records_of(restored.rows.claims)
    assert [(a.text, a.lost) for a in second.articles] == [(a.text, a.lost) for a in report.articles]


def test_a_copy_replaces_an_older_one_whole(standoff: Standoff, tmp_path: Path) -> None:
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    place = tmp_path / "cache" / CORPUS_ID
    write_hydrated(restored, report, place)
    (place / "lost.jsonl").write_text("old\n")
    write_hydrated(restored, report, place)
    assert files_of(place).keys() == {*files_of(standoff.corpus().folder)}
    assert [path.name for path in place.parent.iterdir()] == [CORPUS_ID]


def test_a_copy_that_cannot_be_written_leaves_the_older_one(
    standoff: Standoff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored, report = hydrated_corpus(standoff.corpus(), standoff.documents)
    place = tmp_path / "hydrated"
    write_hydrated(restored, report, place)
    before = files_of(place)

    def full(path: Path, content: bytes, mode: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("claimwire.hydration.folder.write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_hydrated(restored, report, place)
    assert files_of(place) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".hydrated.")]


def test_the_repository_takes_no_texts(standoff: Standoff, tmp_path: Path) -> None:
    root = standoff.workspace.root
    link = tmp_path / "link"
    link.symlink_to(root, target_is_directory=True)
    for place in (root, root / "annotations" / CORPUS_ID, root / "build" / "x", link / "x"):
        with pytest.raises(HydrationError, match="lies in the repository"):
            check_target(place, CORPUS_ID)


def test_other_things_are_not_overwritten(standoff: Standoff, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "thesis.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("notes", "file"):
        with pytest.raises(HydrationError, match="exists and is not a hydrated corpus"):
            check_target(tmp_path / name, CORPUS_ID)
    (tmp_path / "empty").mkdir()
    check_target(tmp_path / "empty", CORPUS_ID)
    check_target(tmp_path / "new" / CORPUS_ID, CORPUS_ID)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"CLAIMWIRE_CACHE": "/c", "XDG_CACHE_HOME": "/x"}, "/c/heron"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/claimwire/heron"),
        ({"CLAIMWIRE_CACHE": "", "XDG_CACHE_HOME": ""}, "/home/ada/.cache/claimwire/heron"),
        ({}, "/home/ada/.cache/claimwire/heron"),
    ],
)
def test_where_a_copy_goes(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str) -> None:
    for name in ("CLAIMWIRE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/ada")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_folder("heron") == Path(expected)


def test_a_corpus_with_a_faulty_line_is_not_written_short(standoff: Standoff) -> None:
    with (standoff.corpus().folder / "claims.jsonl").open("a") as stream:
        stream.write("{}\n")
    with pytest.raises(HydrationError, match=r"claims\.jsonl:\d+: .*; fix that first"):
        corpus_files(standoff.corpus())


def test_anchors_need_texts(standoff: Standoff) -> None:
    with pytest.raises(HydrationError, match="holds no text to make anchors from"):
        standoff_files(standoff.corpus(), anchors=True)


def test_an_article_without_a_claim_has_anchors_of_no_span(small_built: Workspace) -> None:
    heron = small_built.corpus("heron").with_rows(annotations=[], claims=[])
    lines = standoff_files(heron, anchors=True)["anchors.jsonl"].decode().splitlines()
    assert len(lines) == len(heron.articles)
    assert all(json.loads(line).get("anchors", []) == [] for line in lines)


def test_what_writing_would_change(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "b").write_bytes(b"two")
    found = file_changes({"a": b"one", "b": b"2", "c": b"three"}, tmp_path)
    assert found == {"a": "unchanged", "b": "changed", "c": "new"}
