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

from claimwire.cli import group, serve_model
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.service.model_service import ModelService
from claimwire.release.build import build
from claimwire.release.learning import held_out_of
from claimwire.schema.vocab import Split

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


def served(monkeypatch: pytest.MonkeyPatch, *words: str) -> ModelService:
    """Return the service that a command makes, which does not begin to listen."""
    made: list[ModelService] = []

    def end(service: ModelService, *_: object) -> None:
        made.append(service)
        raise KeyboardInterrupt

    monkeypatch.setattr(serve_model, "_listening", end)
    CliRunner().invoke(group, ["serve-model", "rules", *words])
    [service] = made
    return service


def test_what_a_build_holds_out_is_held_out_without_a_corpus_too(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(small, release=True).folder
    service, held = served(monkeypatch, "--build", str(folder)), held_out_of(folder)
    apart = next(x for corpus in small.corpora() for x in corpus.articles.values() if x.article_id in held)
    for one in (apart, apart.model_copy(update={"article_id": "other_1"})):
        assert service.learner.limits.against(one) is not None
    trained = service.learner.base[0].article
    assert service.learner.limits.against(trained) is None
    assert service.learner.limits.against(trained.model_copy(update={"text_sha256": "0" * 64})) is not None


def test_what_the_splits_of_a_repository_hold_out_is_held_out_of_every_corpus(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    split = {one.article_id: one.split for one in records_of(small.splits()[0])}
    named, *others = sorted(small.corpora(), key=lambda x: not x.info.text_redistributable)
    assert others
    assert set(split.values()) > {Split.TRAIN}
    limits = served(monkeypatch, "--corpus", named.info.corpus_id).learner.limits
    for corpus in (named, *others):
        for article in corpus.articles.values():
            is_held = split.get(article.article_id, Split.TRAIN) is not Split.TRAIN
            assert (limits.against(article) is not None) == is_held
            assert (limits.against(article.model_copy(update={"article_id": "other_1"})) is not None) == is_held
