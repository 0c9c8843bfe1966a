"""Commands of Label Studio's part that need no repository; `tests/starting/test_wheel.py` has the package's files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.cli import group
from claimwire.labelstudio.local.environment import empty_data, server_requirements
from claimwire.labelstudio.local.paths import CacheFolders


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no repository, with an empty cache."""
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(tmp_path / "cache"))
    for name in ("LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def ran(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["labelstudio", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output.strip()


def test_setting_up_a_server_needs_no_repository(elsewhere: Path) -> None:
    """The installation itself is left out: an empty database is there already, so that there is nothing to do."""
    environment = CacheFolders.of().environment(server_requirements())
    empty_data(environment).mkdir(parents=True)
    assert ran("server", "setup") == (0, str(environment))


def test_commands_about_the_local_server_need_no_repository(elsewhere: Path) -> None:
    data = elsewhere / "data"
    assert ran("server", "status", "--data", str(data)) == (1, f"no server runs on {data}")
    assert ran("server", "stop", "--data", str(data)) == (0, "no server was running")
