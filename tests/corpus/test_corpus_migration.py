"""A corpus of schema 1.0.0 brought to the newest: every file or none, and what is computed of decisions made anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.checks import load, run
from claimwire.cli import group
from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.migration import migrate_corpus, migration_of
from claimwire.corpus.records import canonical_json, read_utf8
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, RecordError
from claimwire.schema.vocab import Decision
from claimwire.versions import SCHEMA_VERSION

OLD = "1.0.0"
Json = dict[str, Any]


def older_claim(claim: Json) -> Json:
    """Return a claim as schema 1.0.0 would have it; what that could not say is gone."""
    names = {"presented_as": "factuality", "voice_id": "voice", "part_of_id": "part_of"}
    kept = {"claim_id", "article_id", "label", "spans", "statement", "event_id", "confidence", "comment", "review"}
    kept |= {"source_spans", "source_name", "speaks_for_name", "mention", "cue_spans", "cue_class", "quote_type"}
    kept |= {"quoted_spans", "addressee_name", "time", "time_spans", "event_name", "time_meaning", "time_resolution"}
    kept |= {"quantity_spans", "quantity_form", "qualifier", "lower", "upper", "harm", "scope"}
    old = {names.get(name, name): value for name, value in claim.items() if name in kept | set(names)}
    old.setdefault("statement", "Told by nobody.")
    if old["label"] == "attributed_statement":
        return old | {"source_kind": "ministry", "parent_id": old.get("voice")}
    if old["label"] == "historical_background":
        return {"event_name": "an event"} | old | {"event_type": "election"}
    return old | {"victim_status": "prisoner", "victim_group": "none", "cause": "a storm"}


def older_layer(layer: Json) -> Json:
    return layer | {"claims": [older_claim(claim) for claim in layer["claims"]]}


def older_decision(decision: Json) -> Json:
    return {n: v for n, v in decision.items() if n not in ("other_readings", "ruling_ids")} | {"borderline": False}


@pytest.fixture
def folder(small: Workspace) -> Path:
    """The open corpus of the small repository, its files written as schema 1.0.0 had them."""
    folder = small.corpus_folder(OPEN)
    rewrite(folder / "claims.jsonl", older_claim)
    rewrite(folder / "annotations.jsonl", older_layer)
    rewrite(folder / "adjudications.jsonl", older_decision)
    rewrite(folder / "events.jsonl", lambda event: event | {"event_type": "hostilities"})
    toml = folder / "corpus.toml"
    toml.write_text(read_utf8(toml).replace('schema_version = "2.0.0"', 'schema_version = "1.0.0"'), encoding="utf-8")
    return folder


def rewrite(path: Path, change: Callable[[Json], Json]) -> None:
    lines = [change(json.loads(line)) for line in read_utf8(path).splitlines()]
    path.write_text("".join(canonical_json(line) + "\n" for line in lines), encoding="utf-8")


def test_a_corpus_of_an_older_schema_is_refused_with_the_way_out(folder: Path) -> None:
    with pytest.raises(RecordError, match=r"older schema; `claimwire migrate` brings the records to \d+\.\d+\.\d+"):
        read_corpus(folder)


def test_every_line_becomes_a_record_of_the_newest_schema(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    found = migration_of(folder)
    assert (found.version, set(found.files)) == (
        OLD,
        {"corpus.toml", "claims.jsonl", "annotations.jsonl", "adjudications.jsonl", "events.jsonl"},
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before, "only shown"
    migrate_corpus(folder)
    corpus = read_corpus(folder)
    assert (corpus.faults, corpus.info.schema_version) == ((), SCHEMA_VERSION)
    assert {event.event_type for event in corpus.events.values()} == {"armed_conflict"}
    assert migration_of(folder).files == {}


def test_a_line_that_is_no_record_is_named_and_nothing_is_written(folder: Path) -> None:
    lines = read_utf8(folder / "claims.jsonl").splitlines(keepends=True)
    lines[2] = lines[2].replace('"factuality":"', '"factuality":"un')
    (folder / "claims.jsonl").write_text("".join(lines), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(RecordError, match=r"claims\.jsonl:3: not a record of schema 1\.0\.0: .*presented_as"):
        migrate_corpus(folder)
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert {name: content for name, content in after.items() if name != ".lock"} == before


def test_a_version_without_a_way_is_refused(folder: Path) -> None:
    toml = folder / "corpus.toml"
    toml.write_text(read_utf8(toml).replace('"1.0.0"', '"0.9.0"', 1), encoding="utf-8")
    with pytest.raises(ClaimwireError, match=r"no way from schema 0\.9\.0 to \d+\.\d+\.\d+"):
        migration_of(folder)


def test_layers_of_audits_are_brought_along_also_by_a_second_run(folder: Path) -> None:
    audit = folder / "audits" / "first" / "annotations.jsonl"
    audit.parent.mkdir(parents=True)
    older = (folder / "annotations.jsonl").read_bytes()
    audit.write_bytes(older)
    migrate_corpus(folder)
    assert audit.read_bytes() == (folder / "annotations.jsonl").read_bytes() != older
    audit.write_bytes(older)
    assert set(migrate_corpus(folder).texts) == {"audits/first/annotations.jsonl"}
    assert migration_of(folder).texts == {}


def test_the_command_shows_first_and_what_it_writes_passes_the_checks_of_decisions(
    folder: Path, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    shown = CliRunner().invoke(group, ["migrate", OPEN])
    assert (shown.exit_code, "nothing was written; use --write" in shown.output) == (0, True)
    assert 'schema_version = "1.0.0"' in read_utf8(folder / "corpus.toml")
    written = CliRunner().invoke(group, ["migrate", OPEN, "--write"])
    assert (written.exit_code, f"wrote {folder / 'claims.jsonl'}" in written.output) == (0, True)
    again = CliRunner().invoke(group, ["migrate", OPEN, "--write"])
    assert again.output == f"{OPEN} is in schema {SCHEMA_VERSION} already\n"
    found = {problem.check_id for problem in run(load(small))}
    assert not found & {"decision-differs", "rule-not-followed", "line-not-canonical", "line-invalid"}
    decisions = small.corpus(OPEN).adjudications.values()
    assert {decision.decision for decision in decisions} >= {Decision.AGREED, Decision.CHOSEN, Decision.REJECTED}
