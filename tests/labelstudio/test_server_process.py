"""A local server's process and users, with a small program in place of Label Studio; tests/live has the real one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.access import responds
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.environment import LINES_OF_A_LOG, empty_data
from claimwire.labelstudio.local.server import DATABASE, server_on, start, stop
from claimwire.labelstudio.local.users import users

PROGRAM = """\
#!{python}
import http.server, os, pathlib, sys, time

data = pathlib.Path(os.environ["LABEL_STUDIO_BASE_DATA_DIR"])
if sys.argv[1] == "init":
    with (data / "created").open("a") as file:
        print(os.environ["LABEL_STUDIO_USERNAME"], file=file)
    sys.exit()
if os.environ.get("FAILS"):
    print(*range(1, 41), sep="\\n")
    sys.exit(1)
time.sleep(float(os.environ.get("SECONDS", "0.3")))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()


port = int(sys.argv[sys.argv.index("--port") + 1])
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""
"""Answers 200 to everything, after a while, as the server does to `/health`; writes down the users it is to create."""


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Return an environment with the program, and an empty database beside it."""
    folder = tmp_path / "environment-0"
    program = folder / "bin" / "label-studio"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o700)
    empty_data(folder).mkdir()
    (empty_data(folder) / DATABASE).touch()
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """Return a data folder that is not there yet; its server is stopped at the end."""
    folder = tmp_path / "data"
    yield folder
    stop(folder)


def created(data: Path) -> list[str]:
    return (data / "created").read_text().split()


def test_a_server_is_waited_for_and_found_again_until_it_is_stopped(environment: Path, data: Path) -> None:
    said: list[str] = []
    server = start(environment, data, log=said.append)
    assert responds(server.url)
    assert any(line.startswith(f"waiting for Label Studio at {server.url}") for line in said)
    assert server_on(data) == server
    assert start(environment, data) == server, "one that runs is left alone"
    assert stop(data) is True
    assert not responds(server.url)
    assert (server_on(data).pid, server_on(data).url) == (None, server.url)
    assert stop(data) is False


def test_a_server_that_is_started_again_has_the_address_of_the_last_time(environment: Path, data: Path) -> None:
    first = start(environment, data)
    stop(data)
    again = start(environment, data)
    assert again.url == first.url
    assert again.pid != first.pid


def test_a_server_that_ends_while_it_starts_is_an_error_with_the_end_of_its_log(environment: Path, data: Path) -> None:
    with pytest.raises(LabelStudioError, match="Label Studio ended while it started") as caught:
        start(environment, data, extra={"FAILS": "yes"})
    assert str(caught.value).splitlines()[1:] == [str(number) for number in range(41 - LINES_OF_A_LOG, 41)]
    assert server_on(data).pid is None


def test_a_server_that_does_not_answer_in_time_is_stopped(
    environment: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "SECONDS_TO_START", 0.5)
    with pytest.raises(LabelStudioError, match=r"did not answer within \d+ s; see .*server\.log"):
        start(environment, data, extra={"SECONDS": "60"})
    assert server_on(data).pid is None


def test_users_are_created_once_and_those_named_later_beside_them(environment: Path, data: Path) -> None:
    start(environment, data, ["anna", "ben"])
    assert created(data) == ["admin@localhost", "anna@localhost", "ben@localhost"]
    before = users(data)
    start(environment, data, ["ben", "cleo"])
    assert created(data) == ["admin@localhost", "anna@localhost", "ben@localhost", "cleo@localhost"]
    assert users(data)[:3] == before
    assert all(user.created for user in users(data))
    assert len({user.token for user in users(data)} | {user.password for user in users(data)}) == 8
    assert server_on(data).key_file.read_text() == f"{before[0].token}\n"


@pytest.mark.parametrize("name", ["", "Anna", "anna b", "anna@example.org", "änne"])
def test_what_cannot_be_an_annotator_is_not_created(environment: Path, data: Path, name: str) -> None:
    with pytest.raises(LabelStudioError, match="is not an annotator id"):
        start(environment, data, ["anna", name])
    assert users(data) == []


def test_a_user_who_was_not_created_to_the_end_is_created_by_the_next_start(environment: Path, data: Path) -> None:
    """The password was written before the server got to know the user, and stays as it is."""
    start(environment, data, ["anna"])
    stop(data)
    path = data / "users.json"
    known = json.loads(path.read_text())
    known[1]["created"] = False
    path.write_text(json.dumps(known))
    start(environment, data)
    assert created(data) == ["admin@localhost", "anna@localhost", "anna@localhost"]
    assert users(data)[1].password == known[1]["password"]
