"""`claimwire hydrate --download`, as people call it, on a server of this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from datasets import load_dataset
from file_server import Answer, FileServer, serving
from standoff_copy import Standoff

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.hydration.download import Patience
from claimwire.hydration.folder import standoff_files


@pytest.fixture
def server(standoff: Standoff) -> Iterator[FileServer]:
    with serving() as served:
        served.files = {f"/{path.name}": path.read_bytes() for path in standoff.documents.iterdir()}
        yield served


@pytest.fixture
def cache(standoff: Standoff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache; the repository is the current folder, and nothing is waited for."""
    monkeypatch.chdir(standoff.workspace.root)
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("claimwire.cli.hydrate_download.PATIENCE", Patience(sleep=lambda _: None))
    return tmp_path / "cache"


def hydrate(*arguments: str | Path, expect: int = 0) -> Result:
    words = ["hydrate", "heron", "--download", *map(str, arguments)]
    result = CliRunner().invoke(group, words)
    assert result.exit_code == expect, (result.output, result.exception)
    return result


def add_sources(standoff: Standoff, *sources: dict[str, Any]) -> None:
    toml = standoff.workspace.corpus_folder("heron") / "corpus.toml"
    text = toml.read_text()
    for source in sources:
        fields = {"licence": "CC BY 4.0", "attribution": "the newspapers of Tamsin"} | source
        text += "\n[[sources]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items())
    write_text(toml, text)


@pytest.fixture
def open_texts(standoff: Standoff, server: FileServer, cache: Path) -> Standoff:
    """The corpus with sources: one file has its hash on record, the others are known by their articles."""
    jsonl = server.files["/heron_d.jsonl"]
    whole = {"file": "heron_d.jsonl", "sha256": hashlib.sha256(jsonl).hexdigest(), "size": len(jsonl)}
    texts = {"file": "{name}.txt", "addresses": [server.at("/mirror/{name}.txt"), server.at("/{name}.txt")]}
    add_sources(standoff, whole | {"addresses": [server.at("/heron_d.jsonl")]}, texts)
    return standoff


def test_one_command_gives_the_whole_corpus_back(open_texts: Standoff, server: FileServer, cache: Path) -> None:
    result = hydrate()
    assert "downloaded 8 files" in result.stdout
    assert "credit: the newspapers of Tamsin (CC BY 4.0)\n" in result.stdout
    restored = [json.loads(line) for line in (cache / "heron" / "articles.jsonl").read_text().splitlines()]
    full = {article.article_id: article.text for article in open_texts.full.articles.values()}
    assert {article["article_id"]: article["text"] for article in restored} == full
    assert len(server.asked) == 8 + 7  # one file by its first address, the others by their second


def test_a_second_run_asks_for_nothing_and_gives_the_same(
    open_texts: Standoff, server: FileServer, cache: Path
) -> None:
    hydrate()
    before, asked = (cache / "heron" / "articles.jsonl").read_bytes(), len(server.asked)
    assert "downloaded 0 files, 0 bytes; 8 were there" in hydrate().stdout
    assert (cache / "heron" / "articles.jsonl").read_bytes() == before
    assert len(server.asked) == asked


def test_what_was_restored_builds_the_full_variant(open_texts: Standoff, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "hydrated").mkdir()
    hydrate("--to", tmp_path / "hydrated" / "heron")
    plan = open_texts.workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('corpora = ["heron", "rook"]', 'corpora = ["heron"]'))
    words = ["build", "--hydrated", str(tmp_path / "hydrated"), "--to", str(tmp_path / "full"), "--no-load"]
    result = CliRunner().invoke(group, words)
    assert result.exit_code == 0, (result.output, result.exception)
    assert json.loads((tmp_path / "full" / "manifest.json").read_text())["hydrated"] is True


def test_one_command_restores_and_builds(open_texts: Standoff, cache: Path, tmp_path: Path) -> None:
    plan = open_texts.workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('corpora = ["heron", "rook"]', 'corpora = ["heron"]'))
    result = hydrate("--build", tmp_path / "full")
    assert f"{tmp_path / 'full'}: built with texts, for local use; " in result.stdout
    assert json.loads((tmp_path / "full" / "manifest.json").read_text())["hydrated"] is True
    sentences = load_dataset(str(tmp_path / "full"), "sentences", cache_dir=str(tmp_path / "datasets"))
    assert all(row["text"] for split in sentences.values() for row in split)


def test_a_place_that_cannot_be_built_in_is_told_before_anything_is_fetched(
    open_texts: Standoff, server: FileServer, cache: Path, tmp_path: Path
) -> None:
    refused = CliRunner().invoke(group, ["hydrate", "heron", "--download", "--build", str(tmp_path)])
    assert refused.exit_code != 0
    assert "exists; name a folder that does not" in str(refused.exception or refused.output)
    assert server.asked == []


def test_nothing_of_the_repository_changes(open_texts: Standoff, cache: Path) -> None:
    hydrate()
    assert (
        standoff_files(open_texts.corpus(), anchors=False).items()
        >= {
            path.name: path.read_bytes()
            for path in open_texts.corpus().folder.iterdir()
            if path.name in ("articles.jsonl", "claims.jsonl", "annotations.jsonl")
        }.items()
    )


def test_a_dry_run_lists_the_files_and_asks_nobody(open_texts: Standoff, server: FileServer, cache: Path) -> None:
    size = len(server.files["/heron_d.jsonl"])
    result = hydrate("--dry-run")
    assert "8 of 8 files would be fetched" in result.stdout
    assert f"\nheron_a.txt: size not known, CC BY 4.0, {server.at('/mirror/heron_a.txt')}\n" in result.stdout
    assert f"\nheron_d.jsonl: {size:,} bytes, CC BY 4.0, {server.at('/heron_d.jsonl')}\n" in result.stdout
    assert result.stdout.endswith("dry run: nothing was fetched\n")
    files = json.loads(hydrate("--dry-run", "--json").stdout)["files"]
    assert [file["file"] for file in files] == [f"heron_{x}.{'jsonl' if x == 'd' else 'txt'}" for x in "abcdefgh"]
    assert [file["size"] for file in files if file["sha256"]] == [size]
    assert not any(file["there"] for file in files)
    assert server.asked == []
    assert not cache.exists()
    hydrate()
    there = hydrate("--dry-run").stdout
    assert "0 of 8 files would be fetched" in there
    assert f"\nheron_d.jsonl: {size:,} bytes, CC BY 4.0, there already\n" in there
    assert all(file["there"] for file in json.loads(hydrate("--dry-run", "--json").stdout)["files"])


def test_a_file_that_nobody_gives_is_told_with_every_answer_and_nothing_is_written(
    open_texts: Standoff, server: FileServer, cache: Path
) -> None:
    good = server.files["/heron_d.jsonl"]
    server.files["/heron_d.jsonl"] = altered = good.replace(b"}", b" ", 1)
    found, expected = (hashlib.sha256(content).hexdigest() for content in (altered, good))
    result = hydrate(expect=1)
    assert result.stderr.splitlines() == [
        "heron_d.jsonl could not be had:",
        f"  {server.at('/heron_d.jsonl')} sent another file: SHA-256 {found}, expected {expected}",
        f"  try again later; or get the file with SHA-256 {expected} by hand and put it at "
        f"{cache / 'downloaded-texts' / 'heron' / 'files' / 'heron_d.jsonl'}, or in a folder of your own that --from "
        "names",
        f"nothing was written to {cache / 'heron'}",
    ]
    assert not (cache / "heron").exists()
    told = json.loads(hydrate("--json", expect=1).stdout)
    assert told["place"] is None
    assert [item["file"] for item in told["not_downloaded"]] == ["heron_d.jsonl"]
    place = cache / "downloaded-texts" / "heron" / "files" / "heron_d.jsonl"
    place.write_bytes(good)  # by hand, as the message says
    asked = len(server.asked)
    hydrate()
    assert len(server.asked) == asked


def test_with_max_lost_the_other_texts_are_restored(open_texts: Standoff, server: FileServer, cache: Path) -> None:
    del server.files["/heron_d.jsonl"]
    result = hydrate("--max-lost", "0.9")
    assert "heron_d.jsonl could not be had:" in result.stderr
    restored = [json.loads(line) for line in (cache / "heron" / "articles.jsonl").read_text().splitlines()]
    assert [article["article_id"] for article in restored if article.get("text") is None] == ["heron_d"]
    hydrate("--max-lost", "0.001", expect=1)


def test_a_run_that_was_cut_off_goes_on(open_texts: Standoff, server: FileServer, cache: Path) -> None:
    server.next["/heron_d.jsonl"] = [Answer(cut=20)] * 4
    hydrate(expect=1)
    hydrate()
    last = [asked for asked in server.asked if asked.path == "/heron_d.jsonl"][-1]
    assert last.range == "bytes=80-"


def test_offline_is_one_line(open_texts: Standoff, server: FileServer, cache: Path) -> None:
    toml = open_texts.workspace.corpus_folder("heron") / "corpus.toml"
    with serving() as gone:
        pass
    write_text(toml, toml.read_text().replace(server.address, gone.address))
    result = hydrate(expect=1)
    assert result.stderr.splitlines() == [
        f"offline: no host could be reached: {gone.address.removeprefix('http://')} (was not reached: Connection "
        "refused, 2 times); run the command again when you are online (what has arrived is kept), or restore the "
        "texts from your own copy with --from",
        f"nothing was written to {cache / 'heron'}",
    ]
    assert server.asked == []


def test_documents_of_no_source_are_named(standoff: Standoff, server: FileServer, cache: Path) -> None:
    add_sources(standoff, {"file": "heron_d.jsonl", "addresses": [server.at("/heron_d.jsonl")]})
    result = hydrate("--dry-run")
    told = ", ".join(f"heron_{letter}.txt" for letter in "abcef")
    assert result.stderr == f"no [[sources]] of heron has {told} and 2 more\n"


def test_a_corpus_without_sources_is_refused(standoff: Standoff, cache: Path) -> None:
    result = hydrate(expect=1)
    assert "corpus.toml has no [[sources]], so there is nothing to download" in str(result.exception)


def test_one_of_from_and_download_is_given(open_texts: Standoff, cache: Path) -> None:
    assert "give either --from with your own copy, or --download" in hydrate("--from", ".", expect=2).stderr
    result = CliRunner().invoke(group, ["hydrate", "heron"])
    assert result.exit_code == 2
    assert "give either --from" in result.stderr


def test_the_cache_does_not_lie_in_a_repository(
    open_texts: Standoff, server: FileServer, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(open_texts.workspace.root / "cache"))
    result = hydrate("--to", tmp_path / "elsewhere", expect=1)
    assert "where the texts must not be; let $CLAIMWIRE_CACHE name a folder elsewhere" in str(result.exception)
    assert server.asked == []
