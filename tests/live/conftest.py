"""A real Label Studio, started once a run on a copy of a prepared data folder, and a repository to work in.

The server's environment and the prepared folder are cached outside the repository (see
`claimwire.labelstudio.local.paths`); the first run makes them, which takes some minutes. Where the server cannot start,
these tests fail and say why.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import invented_corpus
import pytest
from filelock import FileLock
from world import ANNOTATORS, AUDIT, Live, Repository

from claimwire.corpus.records import write_jsonl
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.environment import setup
from claimwire.labelstudio.local.paths import CacheFolders
from claimwire.schema import Annotator
from claimwire.schema.vocab import AnnotatorKind


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep these tests together where tests are spread over processes (`-n 2 --dist loadgroup`): one server does."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("label-studio"))


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Return a server with the users of ANNOTATORS; it ends with the run."""
    environment = setup(CacheFolders.of(), print)
    prepared = environment.with_name(environment.name.replace("environment-", "tested-"))
    with FileLock(CacheFolders.of().root / "tested.lock"):
        if not prepared.is_dir():
            scratch = prepared.with_name(f"{prepared.name}.new")
            shutil.rmtree(scratch, ignore_errors=True)
            local.prepare(environment, scratch, ANNOTATORS, print)
            scratch.rename(prepared)
    folder = tmp_path_factory.mktemp("label-studio")
    shutil.copytree(prepared, folder / "data")
    log = folder / "network.log"
    (folder / "first").mkdir()
    (folder / "first" / "sitecustomize.py").write_text(AUDIT.format(log=str(log)))
    extra = {"PYTHONPATH": str(folder / "first")}
    server = local.start(environment, folder / "data", extra=extra)
    found = Live(environment, server, log, extra)
    yield found
    local.stop(folder / "data")
    shutil.rmtree(folder / "data")


@pytest.fixture
def repository(live: Live, tmp_path: Path) -> Repository:
    """Return an empty repository that knows the annotators."""
    root = tmp_path / "repository"
    (root / "annotations").mkdir(parents=True)
    (root / "annotations" / "release.toml").write_text(
        'name = "live"\ndata_version = "1.0.0"\ndate = "2031-06-01"\ncorpora = ["x"]\nsplit_ratios = { train = 1.0 }\n'
    )
    write_jsonl(
        root / "annotations" / "annotators.jsonl",
        [Annotator(annotator_id=n, annotator_kind=AnnotatorKind.HUMAN, description="Invented.") for n in ANNOTATORS],
    )
    return Repository(root, live)


@pytest.fixture
def corpus(repository: Repository, request: pytest.FixtureRequest) -> invented_corpus.Invented:
    """Return a corpus of six invented articles in the repository, called after the test, with layers to annotate."""
    name = re.sub(r"[^a-z0-9]+", "_", request.node.name.removeprefix("test_"))[:40]
    return invented_corpus.write(repository.root / "annotations", name)
