"""`hydrate --download` with the real files, from a server of this machine that breaks off and alters some of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from file_server import Answer, FileServer, serving
from repository import ROOT

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.hydration import hydrated_corpus
from claimwire.hydration.download import Patience, download, files_folder
from claimwire.hydration.download.wanted import wanted_file
from claimwire.schema import TextSource

pytestmark = pytest.mark.realtext


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as served:
        yield served


def test_a_corpus_is_restored_from_copies_of_which_some_are_altered_or_break_off(
    real_texts: Path, server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "annotations", tmp_path / "repository" / "annotations")
    workspace = Workspace(tmp_path / "repository")
    karabakh = workspace.corpus("karabakh")
    toml = (karabakh.folder / "corpus.toml").read_text(encoding="utf-8")
    for number, article in enumerate(karabakh.articles.values()):
        name, content = article.document, (real_texts / "karabakh" / article.document).read_bytes()
        server.files |= {f"/first/{name}": content[:-1] + b"?", f"/second/{name}": content}
        server.next[f"/second/{name}"] = [Answer(cut=len(content) // 2, etag='"a"'), Answer(etag='"a"')]
        hashed = f'sha256 = "{article.document_sha256}"\nsize = {len(content)}\n' if number % 2 else ""
        addresses = json.dumps([server.at(f"/first/{name}"), server.at(f"/second/{name}")])
        toml += f'\n[[sources]]\nfile = "{name}"\n{hashed}licence = "none"\nattribution = "its outlet"\n'
        toml += f"addresses = {addresses}\n"
    write_text(karabakh.folder / "corpus.toml", toml)
    monkeypatch.chdir(workspace.root)
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("claimwire.cli.hydrate_download.PATIENCE", Patience(sleep=lambda _: None))
    result = CliRunner().invoke(group, ["hydrate", "karabakh", "--download", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert {(item["text"], item["lost"]) for item in told["articles"]} == {("identical", 0)}
    assert len(told["downloaded"]) == 5
    _, report = hydrated_corpus(karabakh, real_texts / "karabakh")
    assert report.spans == sum(item["spans"] for item in told["articles"])
    hashed_names = [name for number, name in enumerate(a.document for a in karabakh.articles.values()) if number % 2]
    for name in hashed_names:  # a copy with one altered character is refused where the hash of the file is on record
        (item,) = [item for item in told["downloaded"] if item["file"] == name]
        assert item["address"] == server.at(f"/second/{name}")


def test_whole_files_of_many_articles_arrive_byte_for_byte(
    real_texts: Path, server: FileServer, tmp_path: Path
) -> None:
    wanted = []
    for path in sorted((real_texts / "voices").rglob("*.tsv")):
        name, content = path.relative_to(real_texts / "voices").as_posix(), path.read_bytes()
        server.files[f"/{name}"] = content
        server.next[f"/{name}"] = [Answer(cut=len(content) - 1), Answer(503, (("Retry-After", "1"),))]
        source = TextSource(
            file=name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            licence="see the corpus",
            attribution="see the corpus",
            addresses=(server.at(f"/{name}"),),
        )
        found = wanted_file(name, [source], [])
        assert found is not None
        wanted.append(found)
    assert len(wanted) == 5
    done = download(wanted, tmp_path / "cache", Patience(sleep=lambda _: None))
    assert done.missing == ()
    assert [asked.range is None for asked in server.asked] == [True, False, False] * 5
    for item in wanted:
        content = (files_folder(tmp_path / "cache") / item.name).read_bytes()
        assert content == server.files[f"/{item.name}"]
