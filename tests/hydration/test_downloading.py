"""Files are taken from the first address that has the right one, whole or not at all, and asked for once."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from file_server import Answer, FileServer, serving
from standoff_copy import Standoff

from claimwire.corpus import growing
from claimwire.corpus.lock import locked
from claimwire.errors import LockedError
from claimwire.hydration.download import Download, Patience, WantedFile, download, files_folder, is_there
from claimwire.hydration.download.patience import FAILURES, Hosts, seconds_asked
from claimwire.hydration.download.wanted import wanted_file
from claimwire.schema import TextSource
from claimwire.versions import __version__

CONTENT = b"".join(b"%d gulls sat on the pier of Tamsin.\n" % number for number in range(9000))
ALTERED = CONTENT.replace(b"4321 gulls", b"4321 crows")
SHA256 = hashlib.sha256(CONTENT).hexdigest()
HALF = len(CONTENT) // 2


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving() as served:
        served.files["/gulls.csv"] = CONTENT
        yield served


@dataclass
class Run:
    """A folder to download to, and how long was waited."""

    folder: Path
    waited: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def download(self, *files: WantedFile, timeout: float = 5.0) -> Download:
        patience = Patience(timeout=timeout, sleep=self.waited.append)
        return download(files, self.folder, patience, self.said.append)

    def names(self) -> set[str]:
        """The files that are there, locks left out."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and path.name != ".lock")
        return {path.relative_to(self.folder).as_posix() for path in files}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path / "cache" / "gulls")


def gulls(*addresses: str, name: str = "gulls.csv", sha256: str = SHA256, size: int | None = None) -> WantedFile:
    source = TextSource(
        file=name, sha256=sha256, size=size, licence="CC0-1.0", attribution="Ines Orrin", addresses=addresses
    )
    found = wanted_file(name, [source], [])
    assert found is not None
    return found


def is_whole(run: Run) -> bool:
    return run.names() == {"files/gulls.csv"} and (files_folder(run.folder) / "gulls.csv").read_bytes() == CONTENT


def answers(done: Download) -> list[str]:
    """What the addresses of the one file that is missing answered."""
    (missing,) = done.missing
    return [told for _, told in missing.answers]


def test_a_good_copy_is_there_whole_and_private_and_the_agent_names_claimwire(server: FileServer, run: Run) -> None:
    done = run.download(gulls(server.at("/gulls.csv")))
    assert [(item.size, item.address) for item in done.there] == [(len(CONTENT), server.at("/gulls.csv"))]
    assert done.missing == ()
    assert is_whole(run)
    assert (files_folder(run.folder) / "gulls.csv").stat().st_mode & 0o777 == 0o600
    assert files_folder(run.folder).stat().st_mode & 0o777 == 0o700
    assert run.waited == []
    (asked,) = server.asked
    assert asked.agent is not None
    assert asked.agent.startswith(f"claimwire/{__version__} ")


def test_a_second_run_asks_for_nothing(server: FileServer, run: Run) -> None:
    run.download(gulls(server.at("/gulls.csv")))
    done = run.download(gulls(server.at("/gulls.csv")))
    assert [item.address for item in done.there] == [None]
    assert len(server.asked) == 1


def test_a_file_that_was_altered_where_it_lies_is_asked_for_again(server: FileServer, run: Run) -> None:
    run.download(gulls(server.at("/gulls.csv")))
    (files_folder(run.folder) / "gulls.csv").write_bytes(ALTERED)
    assert is_there(gulls(server.at("/gulls.csv")), run.folder) is None
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)


def test_where_the_first_address_has_none_the_second_is_asked(server: FileServer, run: Run) -> None:
    done = run.download(gulls(server.at("/gone.csv"), server.at("/gulls.csv")))
    assert done.there[0].address == server.at("/gulls.csv")
    assert server.paths == ["/gone.csv", "/gulls.csv"]
    assert run.waited == [0.5]


def test_an_altered_copy_is_named_with_both_hashes_and_the_next_address_is_asked(server: FileServer, run: Run) -> None:
    server.files["/altered.csv"] = ALTERED
    done = run.download(gulls(server.at("/altered.csv")))
    found = hashlib.sha256(ALTERED).hexdigest()
    assert answers(done) == [f"sent another file: SHA-256 {found}, expected {SHA256}"]
    assert run.names() == set()
    done = run.download(gulls(server.at("/altered.csv"), server.at("/gulls.csv")))
    assert done.missing == ()
    assert is_whole(run)


def test_an_answer_that_breaks_off_goes_on_where_it_was(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(cut=HALF, etag='"one"'), Answer(etag='"one"')]
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert [(asked.range, asked.if_range) for asked in server.asked] == [(None, None), (f"bytes={HALF}-", '"one"')]
    assert run.waited == [1.0]


def test_a_run_that_was_stopped_goes_on_in_the_next(server: FileServer, run: Run) -> None:
    def stop(told: str) -> None:
        if "downloading" in told and "0.2" in told:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download([gulls(server.at("/gulls.csv"))], run.folder, Patience(sleep=run.waited.append), stop)
    assert run.names() == {"unfinished/gulls.csv.part", "unfinished/gulls.csv.part.json"}
    kept = (run.folder / "unfinished" / "gulls.csv.part").stat().st_size
    assert 0 < kept < len(CONTENT)
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert server.asked[1].range == f"bytes={kept}-"


def test_a_file_that_arrived_whole_before_the_run_was_stopped_is_not_asked_for(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(cut=10)] * 4
    run.download(gulls(server.at("/gulls.csv")))
    (run.folder / "unfinished" / "gulls.csv.part").write_bytes(CONTENT)
    before = len(server.asked)
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert len(server.asked) == before


def test_a_server_without_ranges_sends_it_anew(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(cut=HALF), Answer(ranges=False)]
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "second",
    [
        Answer(etag='"two"'),  # another state: the server sends all of it
        Answer(206, (("Content-Range", f"bytes 7-{len(CONTENT) - 1}/{len(CONTENT)}"),), CONTENT[7:]),
        Answer(206, (("Content-Range", f"bytes {HALF}-{len(CONTENT)}/{len(CONTENT) + 1}"),), CONTENT[HALF:] + b"x"),
        Answer(206, (), CONTENT[HALF:]),
        Answer(416),
    ],
    ids=["another etag", "another part", "another length", "no place told", "not satisfiable"],
)
def test_a_rest_that_does_not_fit_what_is_there_is_not_joined_to_it(
    server: FileServer, run: Run, second: Answer
) -> None:
    server.next["/gulls.csv"] = [Answer(cut=HALF, etag='"one"'), second]
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert len(server.asked) in (2, 3)
    assert server.asked[-1].range == (None if len(server.asked) == 3 else f"bytes={HALF}-")


def test_where_the_beginning_was_of_another_copy_all_of_it_is_asked_for(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(body=ALTERED, cut=len(CONTENT) - 10)]
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert [asked.range for asked in server.asked] == [None, f"bytes={len(CONTENT) - 10}-", None]


def test_an_answer_that_always_breaks_off_is_told_and_what_arrived_is_kept(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(cut=10)] * 4
    done = run.download(gulls(server.at("/gulls.csv")))
    assert answers(done) == [f"broke off after 40 of {len(CONTENT):,} bytes, 4 times"]
    assert run.waited == [1.0, 2.0, 4.0]
    assert run.names() == {"unfinished/gulls.csv.part", "unfinished/gulls.csv.part.json"}


def test_a_server_that_asks_for_time_gets_it(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(503, (("Retry-After", "7"),)), Answer(429), Answer(500)]
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert run.waited == [7.0, 2.0, 4.0]
    assert "waiting 7 s before asking again" in run.said


def test_a_server_that_asks_for_too_much_time_is_left_alone(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(429, (("Retry-After", "121"),))]
    other = gulls(server.at("/other.csv"), name="other.csv")
    done = run.download(gulls(server.at("/gulls.csv")), other)
    assert [told for item in done.missing for _, told in item.answers] == [
        "answered 429 Too Many Requests and asks to wait 121 s",
        "not asked, because the host answered 429 Too Many Requests and asks to wait 121 s",
    ]
    assert server.paths == ["/gulls.csv"]
    assert run.waited == []
    server.next["/gulls.csv"] = [Answer(429, (("Retry-After", "120"),))]
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)
    assert run.waited == [120.0]


@pytest.mark.parametrize("failing", [FAILURES - 1, FAILURES])
def test_a_host_that_fails_for_some_files_in_a_row_is_asked_no_more(server: FileServer, run: Run, failing: int) -> None:
    names = [f"/{number}.csv" for number in range(failing)]
    server.next = {name: [Answer(500)] * 4 for name in names}
    done = run.download(*[gulls(server.at(name), name=name[1:]) for name in names], gulls(server.at("/gulls.csv")))
    assert len(done.there) == (1 if failing < FAILURES else 0)
    assert len(server.asked) == 4 * failing + len(done.there)


def test_a_file_that_a_host_clearly_has_not_ends_the_row_of_failures() -> None:
    hosts = Hosts()
    for _ in range(FAILURES - 1):
        hosts.has_failed("a.example", "answered 500", for_good=False, connected=True)
    hosts.has_answered("a.example")
    hosts.has_failed("a.example", "answered 500", for_good=False, connected=True)
    assert hosts.left_alone == {}


def test_a_redirection_is_followed_within_the_web(server: FileServer, run: Run) -> None:
    server.next["/old.csv"] = [Answer(302, (("Location", "/gulls.csv"),))]
    run.download(gulls(server.at("/old.csv")))
    assert is_whole(run)
    assert server.paths == ["/old.csv", "/gulls.csv"]


@pytest.mark.parametrize("place", ["file:///etc/hostname", "ftp://127.0.0.1/gulls.csv"])
def test_a_redirection_out_of_the_web_is_not_followed(server: FileServer, run: Run, place: str) -> None:
    server.next["/old.csv"] = [Answer(302, (("Location", place),))]
    (told,) = answers(run.download(gulls(server.at("/old.csv"))))
    assert told.startswith("answered 302 ")
    assert place in told
    assert server.paths == ["/old.csv"]


def test_a_redirection_in_a_circle_ends(server: FileServer, run: Run) -> None:
    server.next["/old.csv"] = [Answer(302, (("Location", "/old.csv"),))] * 50
    (told,) = answers(run.download(gulls(server.at("/old.csv"))))
    assert "redirect" in told
    assert len(server.asked) < 50


def test_a_length_that_cannot_be_the_file_is_refused_before_it_is_read(server: FileServer, run: Run) -> None:
    done = run.download(gulls(server.at("/gulls.csv"), size=len(CONTENT) - 1))
    assert answers(done) == [f"has {len(CONTENT):,} bytes, expected {len(CONTENT) - 1:,}"]
    assert run.names() == set()
    done = run.download(gulls(server.at("/gulls.csv"), size=len(CONTENT) + 1))
    assert answers(done) == [f"has {len(CONTENT):,} bytes, expected {len(CONTENT) + 1:,}"]
    run.download(gulls(server.at("/gulls.csv"), size=len(CONTENT)))
    assert is_whole(run)


def test_no_file_is_larger_than_what_is_read_of_a_copy(
    server: FileServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimwire.hydration.download.wanted.MEMBER_BYTES", len(CONTENT) - 1)
    done = run.download(gulls(server.at("/gulls.csv")))
    assert answers(done) == [f"has {len(CONTENT):,} bytes, expected at most {len(CONTENT) - 1:,}"]
    monkeypatch.setattr("claimwire.hydration.download.wanted.MEMBER_BYTES", len(CONTENT))
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)


def test_a_length_that_is_too_long_is_a_broken_answer(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(length=len(CONTENT) + 5, cut=len(CONTENT))]
    run.download(gulls(server.at("/gulls.csv")))
    assert is_whole(run)


def test_a_length_that_is_too_short_is_another_file(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(length=len(CONTENT) - 5)]
    (told,) = answers(run.download(gulls(server.at("/gulls.csv"))))
    assert told.startswith("sent another file: SHA-256 ")
    assert run.names() == set()


def test_a_compressed_answer_that_was_not_asked_for_is_refused(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(headers=(("Content-Encoding", "gzip"),))]
    assert answers(run.download(gulls(server.at("/gulls.csv")))) == ["sent it as gzip, which was not asked for"]


def test_offline_is_said_of_the_hosts_once_and_soon(run: Run) -> None:
    with serving() as gone:
        pass
    files = [gulls(gone.at("/gulls.csv")), gulls(gone.at("/other.csv"), name="other.csv")]
    done = run.download(*files)
    host = gone.address.removeprefix("http://")
    assert done.unreachable == (f"{host} (was not reached: Connection refused, 2 times)",)
    assert run.waited == [1.0]
    assert run.names() == set()


def test_a_host_that_answers_beside_one_that_is_not_reached_is_not_offline(server: FileServer, run: Run) -> None:
    with serving() as gone:
        pass
    done = run.download(gulls(gone.at("/gulls.csv"), server.at("/gone.csv")))
    assert done.unreachable == ()
    assert answers(done) == ["was not reached: Connection refused, 2 times", "answered 404 Not Found"]


@pytest.mark.parametrize("after", [0, 1])
def test_a_full_disk_leaves_nothing_half_written(
    server: FileServer, run: Run, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    fdopen = os.fdopen

    class Full:
        """A stream that takes a number of pieces and then no more."""

        def __init__(self, *arguments: object) -> None:
            self.stream = fdopen(*arguments)  # type: ignore[call-overload]
            self.taken = 0

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.stream.close()

        def write(self, content: bytes) -> None:
            if self.taken == after:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.taken += 1
            self.stream.write(content)

        def flush(self) -> None:
            self.stream.flush()

    monkeypatch.setattr(growing.os, "fdopen", Full)
    with pytest.raises(OSError, match="No space left on device") as raised:
        run.download(gulls(server.at("/gulls.csv")))
    assert raised.value.filename == str(run.folder / "unfinished" / "gulls.csv.part")
    assert run.names() == set()


def test_two_runs_do_not_write_to_one_folder(server: FileServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.folder.mkdir(parents=True)
    monkeypatch.setattr("claimwire.hydration.download.run.locked", lambda folder: locked(folder, wait=0.0))
    with locked(run.folder), pytest.raises(LockedError):
        run.download(gulls(server.at("/gulls.csv")))
    assert server.asked == []


def test_a_file_in_a_folder_lies_in_that_folder(server: FileServer, run: Run) -> None:
    run.download(gulls(server.at("/gulls.csv"), name="pier/gulls.csv"))
    assert run.names() == {"files/pier/gulls.csv"}


def test_a_note_that_is_damaged_is_as_good_as_none(server: FileServer, run: Run) -> None:
    server.next["/gulls.csv"] = [Answer(cut=10)] * 4
    run.download(gulls(server.at("/gulls.csv")))
    (run.folder / "unfinished" / "gulls.csv.part.json").write_text(json.dumps({"address": 5}))
    run.download(gulls(server.at("/gulls.csv")))
    assert server.asked[-1].range is None
    assert is_whole(run)


def test_a_page_without_a_hash_is_right_if_it_has_the_text_of_an_article(
    server: FileServer, run: Run, standoff: Standoff
) -> None:
    article = standoff.corpus().article("heron_a")
    name = "heron_a.txt"
    source = TextSource(
        file="{article}.txt",
        licence="CC0-1.0",
        attribution="Ines Orrin",
        addresses=(server.at("/wall/{article}.txt"), server.at("/{article}.txt")),
    )
    server.files["/wall/heron_a.txt"] = b"<html><body><p>Please log in to the network of the inn.</p></body></html>"
    server.files["/heron_a.txt"] = standoff.document("heron_a").read_bytes()
    wanted = wanted_file(name, [source], [article])
    assert wanted is not None
    done = run.download(wanted)
    assert done.there[0].address == server.at("/heron_a.txt")
    del server.files["/heron_a.txt"]
    (files_folder(run.folder) / name).unlink()
    assert answers(run.download(wanted)) == [
        "sent a page that does not have the recorded text of heron_a",
        "answered 404 Not Found",
    ]


NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("Tue, 06 May 2031 12:00:05", 5.0),
        ("9" * 400, 999999999.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_server_asks_to_wait(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, NOW) == seconds


@pytest.mark.parametrize(
    ("failed", "asked", "pause"), [(1, None, 1.0), (3, None, 4.0), (9, None, 120.0), (2, 5.0, 5.0)]
)
def test_pauses_double_up_to_the_longest(failed: int, asked: float | None, pause: float) -> None:
    assert Patience().pause(failed, asked) == pause
