"""`claimwire serve-model` as somebody starts it: it answers, says when it learns, and ends when it is asked to."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.cli import group

SOURCE = Path(__file__).parents[2] / "src"
CODE = "from claimwire.cli import main; main()"


def test_it_answers_until_it_is_ended(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CODE, "serve-model", "rules", "--port", "0", "--keep", str(tmp_path / "keep")]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first, second = process.stdout.readline(), process.stdout.readline()
        port = int(first.split(";")[0].rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 128 + signal.SIGTERM
    assert first.startswith("rules_1_")
    assert second == "it learns only when Label Studio has it train, from 0 articles beside them\n"
    assert (tmp_path / "keep").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["rules", "--host", "0.0.0.0"], "other machines reach 0.0.0.0", id="open"),
        pytest.param(["ruels"], "rules", id="unknown-model"),
        pytest.param(["rules", "--from", "."], "--from goes with --corpus only", id="no-corpus"),
    ],
)
def test_what_it_cannot_do_it_says_at_once(words: list[str], told: str) -> None:
    result = CliRunner().invoke(group, ["serve-model", *words])
    assert result.exit_code != 0
    assert told in result.output + str(result.exception)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("heron")
    password.chmod(0o600)
    words = ["rules", "--host", "203.0.113.1", "--password-file", str(password)]
    result = CliRunner().invoke(group, ["serve-model", *words])
    assert "nothing can listen at 203.0.113.1, port 9090" in str(result.exception)
