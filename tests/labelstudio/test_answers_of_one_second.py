"""Two answers of one second: the later one counts where it is known, and nothing is replaced where it is not."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fake_server import FakeServer
from test_later_answers import (
    EARLY,
    answer,
    comments,
    exported,
    exports_are_kept,
    imported,
    kinds,
    server,
    with_comment,
)
from test_pull_loses_nothing import annotation_of, layer, pulled

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.server.moments import KeptMoments, exact_moment
from claimwire.labelstudio.tasks.read import AnnotationSource

__all__ = ["exports_are_kept", "server", "with_comment"]

FIRST, SECOND = "2031-10-20T08:30:05.100000Z", "2031-10-20T08:30:05.900000Z"


def file_of(server: FakeServer, path: Path, words: str, moment: str) -> Path:
    """Write the export of a server in which ada's answer has another comment and another moment."""
    tasks = exported(server, path)
    answer(tasks[0]["annotations"][0], words, moment)
    path.write_text(json.dumps(tasks))
    return path


def test_an_older_file_of_the_same_second_does_not_replace_what_was_pulled(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    file = file_of(with_comment, tmp_path / "mine.json", "of the file", FIRST)
    answer(annotation_of(with_comment, "ada"), "of the page", SECOND)
    pulled(with_comment, small)
    before = layer(small)
    outcome = imported(small, file)
    assert (kinds(outcome), layer(small)) == (["layer-older"], before)
    [problem] = outcome.pulled.problems
    assert "the answer of 2031-10-20T08:30:05Z, and the repository a later one of the same second; it stays" in str(
        problem
    )
    number = str(json.loads(file.read_text())[0]["id"])
    assert f"--accept-older {number}" in str(problem)
    assert (kinds(imported(small, file, accept_older=[number])), comments(small) >= {"of the file"}) == ([], True)


def test_a_later_file_of_the_same_second_is_read(with_comment: FakeServer, small: Workspace, tmp_path: Path) -> None:
    file = file_of(with_comment, tmp_path / "mine.json", "of the file", SECOND)
    answer(annotation_of(with_comment, "ada"), "of the page", FIRST)
    pulled(with_comment, small)
    assert (kinds(imported(small, file)), comments(small) >= {"of the file"}) == ([], True)


def test_a_copy_of_exactly_the_same_time_is_a_fix_and_is_read(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    file = file_of(with_comment, tmp_path / "mine.json", "of the file", EARLY)
    assert (kinds(imported(small, file)), comments(small) >= {"of the file"}) == ([], True)


def test_of_two_files_of_one_second_the_first_stays_and_the_other_is_told(
    with_comment: FakeServer, small: Workspace, tmp_path: Path
) -> None:
    """No export is kept of a file that was imported, and its record has the second alone."""
    imported(small, file_of(with_comment, tmp_path / "one.json", "one", SECOND))
    before = layer(small)
    outcome = imported(small, file_of(with_comment, tmp_path / "two.json", "two", FIRST))
    assert (kinds(outcome), layer(small)) == (["layer-older"], before)
    assert "another one of the same second, and which of the two is later cannot be told" in str(
        outcome.pulled.problems[0]
    )
    same = imported(small, tmp_path / "one.json")
    assert (kinds(same), same.new_or_changed, layer(small)) == ([], 0, before)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2031-10-20T08:30:05.1Z", datetime(2031, 10, 20, 8, 30, 5, 100000, tzinfo=UTC)),
        ("2031-10-20T08:30:05Z", datetime(2031, 10, 20, 8, 30, 5, tzinfo=UTC)),
        ("2031-10-20T09:30:05+01:00", datetime(2031, 10, 20, 8, 30, 5, tzinfo=UTC)),
        ("2031-10-20T08:30:05", datetime(2031, 10, 20, 8, 30, 5, tzinfo=UTC)),
        ("None", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_exactly_as_it_is_given(text: str, moment: datetime | None) -> None:
    assert exact_moment(text) == moment


def test_times_are_those_of_the_annotation_and_article_of_a_kept_export(tmp_path: Path) -> None:
    tasks = [
        {"id": 1, "data": {"article_id": "a"}, "annotations": [{"id": 7, "updated_at": FIRST}, "no annotation"]},
        {"id": 2, "data": {"article_id": "b"}, "annotations": [{"id": 7, "updated_at": SECOND}]},
        "no task",
    ]
    content = json.dumps(tasks).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    (tmp_path / f"queue.{sha256}.json.gz").write_bytes(gzip.compress(content))
    moments = KeptMoments([tmp_path])

    def of(article: str, annotation: str, export: str | None = sha256) -> datetime | None:
        source = AnnotationSource(article, "1", annotation, 0, None, FIRST, (), None)
        return moments.latest(export, article, source)

    for export in (sha256, "0" * 64, None):
        assert (of("a", "7", export), of("b", "7", export)) == (exact_moment(FIRST), exact_moment(SECOND))
        assert (of("c", "7", export), of("a", "8", export)) == (None, None)
    other = AnnotationSource("a", "1", "7", 0, None, "2031-10-20T08:30:06.100000Z", (), None)
    assert moments.latest(sha256, "a", other) is None, "another second"


def test_an_export_that_cannot_be_read_tells_no_time(tmp_path: Path) -> None:
    (tmp_path / f"queue.{'1' * 64}.json.gz").write_bytes(b"damaged")
    source = AnnotationSource("a", "1", "7", 0, None, FIRST, (), None)
    assert KeptMoments([tmp_path]).latest("1" * 64, "a", source) is None
