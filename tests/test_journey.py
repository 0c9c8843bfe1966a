"""A new corpus from nothing to a release, with the commands alone, as the documents tell it.

The document, the layers and the decisions are those of an article of the small repository, so that the commands have to
make the same claims of them as the functions did.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS
from small.material import MATERIAL

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json, record_json
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import read_manifest
from claimwire.tables.columns import STANDOFF

ARTICLE = "heron_a"
EVENTS = ("ferry_sinking_2031", "ferry_nationalisation_2019", "stormy_spring_2031")
SPAN_FIELDS = ("spans", "source_spans", "cue_spans", "quoted_spans", "quantity_spans", "time_spans")


def run(*arguments: str, expect: int = 0) -> Result:
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code == expect, result.output
    return result


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def lines(rows: list[dict[str, Any]]) -> str:
    return "".join(canonical_json(row) + "\n" for row in rows)


@pytest.fixture
def repository(small_built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A claimwire repository without a corpus, the current folder."""
    workspace = Workspace(tmp_path / "repository")
    shutil.copytree(small_built.root, workspace.root, ignore=shutil.ignore_patterns("heron", "rook", "splits.jsonl"))
    write_text(
        workspace.annotations / "release.toml",
        'name = "trial"\ndata_version = "0.0.1"\ndate = "2031-06-01"\ncorpora = ["heron"]\n'
        "[split_ratios]\ntrain = 1.0\n",
    )
    monkeypatch.chdir(workspace.root)
    return workspace


@pytest.mark.parametrize("redistributable", [True, False], ids=["open text", "stand-off"])
def test_from_a_raw_document_to_a_release(
    repository: Workspace, small_built: Workspace, tmp_path: Path, redistributable: bool
) -> None:
    source = tmp_path / "texts" / "a.txt"
    source.parent.mkdir()
    shutil.copy(DOCUMENTS / f"{ARTICLE}.txt", source)
    text = source.read_text(encoding="utf-8")
    folder = repository.annotations / "heron"
    head = (MATERIAL / "annotations" / "heron" / "corpus.toml").read_text(encoding="utf-8").split("\n[[documents]]")[0]
    write_text(folder / "corpus.toml", head if redistributable else head.replace("able = true", "able = false"))
    copy = () if redistributable else ("--from", str(source.parent))

    rows = [row for row in entries(small_built.corpus("heron").file("events")) if row["event_id"] in EVENTS]
    write_text(folder / "events.jsonl", lines(rows))
    given = ("--outlet", "lakeside_post", "--published", "2031-05-03", "--episode", EVENTS[0])
    assert "1 articles would be written" in run("ingest", "heron", str(source), *given, "--dry-run").output
    assert not (folder / "articles.jsonl").exists()
    run("ingest", "heron", str(source), *given)
    assert ("overloaded" in (folder / "articles.jsonl").read_text()) is redistributable

    for annotator in ("ada", "bela"):
        layer = tmp_path / annotator / f"{ARTICLE}.jsonl"
        layer.parent.mkdir()
        shutil.copy(MATERIAL / "layers" / f"{ARTICLE}.{annotator}.jsonl", layer)
        run("anchor", "heron", str(layer), "--annotator", annotator, *copy)
    layers = {name: entries(tmp_path / name / f"{ARTICLE}.jsonl") for name in ("ada", "bela")}
    broken = tmp_path / "broken" / f"{ARTICLE}.jsonl"
    write_text(broken, lines([layers["ada"][0] | {"spans": ["13 dead"]}]))
    before = (folder / "annotations.jsonl").read_bytes()
    refused = run("anchor", "heron", str(broken), "--annotator", "ada", *copy, expect=1)
    assert "heron_a.jsonl:1: spans: '13 dead' is not in the article" in refused.output
    assert (folder / "annotations.jsonl").read_bytes() == before

    decisions = tmp_path / "decisions"
    run("adjudicate", "heron", str(decisions), "--draft", *copy)
    path = decisions / f"{ARTICLE}.jsonl"
    drafted = {tuple(line["from"]): line for line in entries(path)}
    assert drafted["ada/01", "bela/01"]["reason"] == "The layers agree."
    assert drafted["ada/04", "bela/03"]["differs"] == {"victim_status": ["unspecified", "civilian"]}
    assert drafted[("ada/05",)]["differs"] == "only one layer has it"
    assert len(drafted) == 9
    undecided = run("adjudicate", "heron", str(decisions), "--adjudicator", "cleo", *copy, expect=1)
    assert "heron_a.jsonl:2" in undecided.output
    assert not (folder / "claims.jsonl").exists()
    shutil.copy(MATERIAL / "decisions" / f"{ARTICLE}.jsonl", path)
    assert "8 claims, 9 decisions" in run("adjudicate", "heron", str(decisions), "--adjudicator", "cleo", *copy).output
    expected = small_built.corpus("heron").claims_of_article[ARTICLE]
    assert (folder / "claims.jsonl").read_text() == "".join(f"{record_json(claim)}\n" for claim in expected)

    rows = [row for row in entries(small_built.corpus("heron").file("facts")) if row["event_id"] in EVENTS]
    write_text(folder / "facts.jsonl", lines(rows))
    if not redistributable:
        hydrated = tmp_path / "hydrated"
        run("hydrate", "heron", "--from", str(source.parent), "--to", str(hydrated))
        run("dehydrate", "heron", "--from", str(hydrated), "--anchors", "--write")
        assert len((folder / "anchors.jsonl").read_text().splitlines()) == 1
        assert "overloaded" not in "".join(p.read_text() for p in folder.glob("*.jsonl") if p.stem != "claims")

    shown = [json.loads(line) for line in run("show", "heron", "--offsets", "raw", "--json", *copy).output.splitlines()]
    assert [found["claim_id"] for found in shown] == [claim.claim_id for claim in expected]
    quoted = {line["id"]: line for line in layers["ada"]}
    for found in shown:
        assert found["document"] == "a.txt"
        entry = quoted[found["claim_id"].removeprefix(f"{ARTICLE}_c")]
        for slot in SPAN_FIELDS:
            assert [text[span["start"] : span["end"]] for span in found.get(slot, [])] == entry.get(slot, [])
    assert "heron_a: Ferry sinks off Tamsin Quay, 12 dead" in run("show", "heron", *copy).output

    assert "no problems" in run("check", "--level", "4").output
    drafted = run("build").output
    assert "dataset/draft: a draft" in drafted
    assert "loaded back" in drafted
    assert "loaded back" in run("build", "--release").output
    rows = {table.config: table.rows for table in read_manifest(repository.dataset / "0.0.1").tables}
    assert rows.pop("soft_labels") >= len(expected)
    labels = Counter(claim.label.value for claim in expected)
    assert {label: rows.pop(label) for label in labels} == labels
    assert (rows.pop("figures"), rows.pop("sourcing"), rows.pop("rulings")) == (3, 1, 2)
    of_articles = {"claims": 8, "annotations": 12, "sentences": 6, "articles": 1}
    every = {f"{config}{STANDOFF}": count for config, count in of_articles.items()} | {"events": 3, "facts": 1}
    assert rows == (every | of_articles | {"tokens": 6} if redistributable else every)
    assert "reproduced, nothing changed" in run("build").output
