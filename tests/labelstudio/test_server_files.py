"""What the local server is started with; that it runs is shown in tests/live."""

import os
import re
import stat
from pathlib import Path

import pytest

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.local.environment import INSTALLED, empty_data, server_requirements, server_variables, setup
from claimwire.labelstudio.local.paths import CacheFolders
from claimwire.labelstudio.local.server import server_on, start, stop
from claimwire.labelstudio.local.users import users


def test_nothing_of_the_caller_reaches_the_server_and_nothing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("DEBUG", "true")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "secret")
    variables = server_variables(Path("/env"), Path("/data"))
    assert not {"PORT", "DEBUG", "HOST", "USERNAME", "PASSWORD", "LABEL_STUDIO_API_KEY"} & variables.keys()
    assert variables["COLLECT_ANALYTICS"] == variables["LATEST_VERSION_CHECK"] == "false"
    assert variables["SENTRY_DSN"] == variables["FRONTEND_SENTRY_DSN"] == ""
    assert variables["HOME"] == "/data"


def test_no_server_runs_on_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert server_on(tmp_path / "data").pid is None
    assert stop(tmp_path / "data") is False
    assert users(tmp_path / "data") == []


def test_another_process_of_a_remembered_number_is_not_a_server(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "running.json").write_text(f'{{"pid": {os.getpid()}, "url": "http://127.0.0.1:1"}}')
    assert server_on(data).pid is None
    assert stop(data) is False


def test_a_folder_of_other_things_is_not_taken_for_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "letters.txt").touch()
    with pytest.raises(LabelStudioError, match="not empty"):
        start(tmp_path / "environment-0", data)
    assert [path.name for path in data.iterdir()] == ["letters.txt"]


def test_requirements_that_cannot_be_installed_are_reported(tmp_path: Path) -> None:
    requirements = f"{tmp_path / 'no-such-package'}\n"
    places = CacheFolders(tmp_path / "cache")
    with pytest.raises(LabelStudioError, match="no-such-package"):
        setup(places, lambda _: None, requirements)
    assert not (places.environment(requirements) / INSTALLED).exists()


def test_an_empty_database_is_made_once_in_a_folder_of_its_owner_alone_and_without_a_secret(tmp_path: Path) -> None:
    places = CacheFolders(tmp_path)
    environment = places.environment("")
    program = environment / "bin" / "label-studio"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\ncd "$LABEL_STUDIO_BASE_DATA_DIR" && touch .env && echo "$@" >> database\n')
    program.chmod(0o700)
    (environment / INSTALLED).touch()
    for _ in range(2):
        assert setup(places, lambda _: None, "") == environment
    data = empty_data(environment)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert [(path.name, path.read_text()) for path in data.iterdir()] == [("database", "init --quiet\n")]


def test_other_requirements_make_another_environment(tmp_path: Path) -> None:
    assert (
        len({CacheFolders(tmp_path).environment(content) for content in ("a==1\n", "a==2\n", server_requirements())})
        == 3
    )


def test_the_server_has_exact_versions_of_all_that_it_needs() -> None:
    lines = [line for line in server_requirements().splitlines() if line and not line.startswith("#")]
    assert any(line.startswith("label-studio==") for line in lines)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.!+-]+", line) for line in lines)
