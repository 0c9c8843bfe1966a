"""A release of the small repository that may be published, and a Hub to publish it on."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hub_server import TOKEN, HubServer, hub_serving
from zenodo_server import TOKEN as ZENODO_TOKEN
from zenodo_server import ZenodoServer, zenodo_serving

from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.publishing.depositing import Deposit, prepared
from claimwire.publishing.hub import Hub
from claimwire.publishing.readiness import Inspected, look_at
from claimwire.publishing.zenodo import ADDRESS, LIVE_TOKEN, SANDBOX_TOKEN, Zenodo
from claimwire.release.build import build

REPOSITORY = "tamsin/mini"
CONTACT = 'contact = "tamsin@example.org"\nanswer_days = 14\n'


@pytest.fixture(scope="session")
def released(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small repository with a licence and a release; only to be read."""
    root = tmp_path_factory.mktemp("released") / "repository"
    shutil.copytree(small_built.root, root)
    workspace = Workspace(root)
    plan = workspace.annotations / "release.toml"
    write_text(plan, f'licence = "CC-BY-4.0"\nauthors = ["Tamsin"]\n{CONTACT}{plan.read_text()}')
    build(workspace, release=True)
    return workspace


@pytest.fixture
def publishable(released: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the small repository with its release, to be changed."""
    shutil.copytree(released.root, tmp_path / "repository")
    return Workspace(tmp_path / "repository")


@pytest.fixture(scope="session")
def candidate(released: Workspace) -> Inspected:
    """The release of the small repository, looked at."""
    found = look_at(released, released.dataset / "1.0.0")
    assert found.problems == ()
    return found


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A stand-in for the Hub, which the client of this process asks, without waiting before it tries again."""
    from huggingface_hub import constants
    from huggingface_hub.utils import _http

    with hub_serving() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        monkeypatch.setattr(_http, "time", SimpleNamespace(**{**vars(time), "sleep": lambda _: None}))
        yield server


@pytest.fixture
def hub(served: HubServer) -> Hub:
    return Hub(REPOSITORY)


@pytest.fixture(scope="session")
def depositable(released: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small repository with a release, a contact and a citation; only to be read."""
    root = tmp_path_factory.mktemp("depositable") / "repository"
    shutil.copytree(released.root, root)
    workspace = Workspace(root)
    plan = workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace("tamsin@example.org", "data@mini.example"))
    cited = "title: 'mini: claims of invented news'\nversion: 1.0.0\ndate-released: 2031-12-01\nkeywords: [ferries]\n"
    write_text(root / "CITATION.cff", f"cff-version: 1.2.0\nmessage: Cite it.\n{cited}authors: [{{name: Tamsin}}]\n")
    return workspace


@pytest.fixture(scope="session")
def deposit(depositable: Workspace) -> Iterator[Deposit]:
    """What is deposited of the release of the small repository."""
    with prepared(depositable, "1.0.0") as made:
        yield made


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZenodoServer]:
    """A stand-in for the sandbox of Zenodo, which this process asks."""
    with zenodo_serving() as server:
        monkeypatch.setenv(ADDRESS, server.address)
        monkeypatch.setenv(SANDBOX_TOKEN, ZENODO_TOKEN)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield server


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZenodoServer]:
    """A stand-in for Zenodo itself, with DOIs that could be registered."""
    with zenodo_serving("10.1234") as server:
        monkeypatch.setenv(ADDRESS, server.address)
        monkeypatch.setenv(LIVE_TOKEN, ZENODO_TOKEN)
        monkeypatch.delenv(SANDBOX_TOKEN, raising=False)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield server


@pytest.fixture
def zenodo(sandbox: ZenodoServer) -> Zenodo:
    return Zenodo()
