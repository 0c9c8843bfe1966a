"""A new corpus from nothing to a release, with the commands alone, as the documents tell it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import TABLE_BY_NAME
from claimwire.corpus.records import read_jsonl
from claimwire.release.build import read_manifest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = """\
Ferry stuck off Port Elvery, 14 passengers hurt

The company says nobody was in danger

PORT ELVERY, June 3 (Coastline) - A ferry ran onto a sandbank on Monday, Captain Ines Valmer said.

“We saw the lights too late,” she added.

At least 14 people were hurt. The same bank sank a freighter in 1987.
"""
CORPUS = """\
corpus_id = "harbour"
title = "Harbour"
description = "A corpus for trying things."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = {open}
text_licence = "CC0-1.0"
annotation_licence = "CC0-1.0"
schema_version = "1.0.0"
guideline_version = "1.1.0"
recipe = "plain-text"
not_checked = "Nothing of it was checked."
"""
STATEMENT = {
    "id": "01",
    "sentences": [2],
    "label": "attributed_statement",
    "spans": ["A ferry ran onto a sandbank on Monday"],
    "source_spans": ["Captain Ines Valmer"],
    "source_name": ["Ines Valmer"],
    "source_kind": "person",
    "mention": "named",
    "cue_spans": ["said"],
    "cue_class": "neutral",
    "quote_type": "indirect",
    "statement": "According to Ines Valmer the ferry grounded on Monday.",
    "factuality": "asserted",
}
FIGURE = {
    "id": "02",
    "sentences": [4],
    "label": "casualty_figure",
    "spans": ["At least 14 people were hurt"],
    "quantity_spans": ["At least 14"],
    "quantity_form": "digits",
    "qualifier": "at_least",
    "lower": 14,
    "lower_inclusive": True,
    "harm": "injured",
    "victim_status": "civilian",
    "victim_group": "none",
    "scope": "single_event",
    "statement": "No fewer than 14 persons were injured.",
    "factuality": "asserted",
}
BACKGROUND = {
    "id": "03",
    "sentences": [5],
    "label": "historical_background",
    "spans": ["The same bank sank a freighter in 1987"],
    "event_name": "1987 freighter loss",
    "event_type": "disaster",
    "time_spans": ["1987"],
    "time": "1987",
    "time_meaning": "at_some_point_in",
    "time_resolution": "explicit",
    "statement": "A freighter was lost on that bank in 1987.",
    "factuality": "asserted",
}


def run(*arguments: str, expect: int = 0) -> Result:
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code == expect, result.output
    return result


def lines(entries: list[dict]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A claimwire repository without records, the current folder."""
    root = tmp_path / "repository"
    for name in ("DATASET_CARD.md", "README.md", "annotations/guidelines.md", "schema/1.0.0/SHA256SUMS"):
        write_text(root / name, (ROOT / name).read_text(encoding="utf-8"))
    write_text(
        root / "annotations" / "release.toml",
        'name = "trial"\ndata_version = "0.0.1"\ndate = "2026-01-02"\ncorpora = ["harbour"]\n'
        "[split_ratios]\ntrain = 1.0\n",
    )
    write_text(
        root / "annotations" / "outlets" / "coastline.toml",
        'outlet_id = "coastline"\nname = "Coastline"\ncountry = "Elvery"\nlanguage = "en"\n'
        'domain = "coastline.example"\n'
        'kind = "private"\nlicence = "CC0-1.0"\ntext_redistributable = true\ninvented = true\n',
    )
    write_text(
        root / "annotations" / "annotators.jsonl",
        "".join(
            f'{{"annotator_id":"{name}","annotator_kind":"human","description":"A reader."}}\n'
            for name in ("ada", "bo", "cy")
        ),
    )
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("redistributable", [True, False], ids=["open text", "stand-off"])
def test_from_a_raw_document_to_a_release(repository: Path, tmp_path: Path, redistributable: bool) -> None:
    source = tmp_path / "texts" / "ferry.txt"
    write_text(source, DOCUMENT)
    corpus = repository / "annotations" / "harbour"
    write_text(corpus / "corpus.toml", CORPUS.format(open=str(redistributable).lower()))
    copy = () if redistributable else ("--from", str(source.parent))

    dry = run("ingest", "harbour", str(source), "--outlet", "coastline", "--published", "2026-06-03", "--dry-run")
    assert "1 articles would be written" in dry.output
    assert not (corpus / "articles.jsonl").exists()
    run(
        "ingest", "harbour", str(source), "--outlet", "coastline", "--published", "2026-06-03", "--episode", "grounding"
    )
    assert ("sandbank" in (corpus / "articles.jsonl").read_text()) is redistributable

    for annotator, entries in (
        ("ada", [STATEMENT, FIGURE, BACKGROUND]),
        ("bo", [STATEMENT, FIGURE | {"scope": "cumulative"}]),
    ):
        layer = tmp_path / annotator / "harbour_ferry.jsonl"
        write_text(layer, lines(entries))
        run("anchor", "harbour", str(layer), "--annotator", annotator, *copy)
    broken = tmp_path / "broken" / "harbour_ferry.jsonl"
    write_text(broken, lines([STATEMENT | {"spans": ["A ferry sank"]}]))
    before = (corpus / "annotations.jsonl").read_bytes()
    refused = run("anchor", "harbour", str(broken), "--annotator", "ada", *copy, expect=1)
    assert "harbour_ferry.jsonl:1: spans: 'A ferry sank' does not stand in the article" in refused.output
    assert (corpus / "annotations.jsonl").read_bytes() == before

    decisions = tmp_path / "decisions"
    run("adjudicate", "harbour", str(decisions), "--draft", *copy)
    path = decisions / "harbour_ferry.jsonl"
    draft = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line.get("differs") for line in draft] == [
        None,
        {"scope": ["single_event", "cumulative"]},
        "only one layer has it",
    ]
    open_ones = run("adjudicate", "harbour", str(decisions), "--adjudicator", "cy", *copy, expect=1)
    assert "harbour_ferry.jsonl:2" in open_ones.output
    assert not (corpus / "claims.jsonl").exists()
    for line in draft:
        line.pop("differs", None)
        line["reason"] = line["reason"] or "It was one event."
        line["event_id"] = "grounding"
    draft[2]["event_id"] = "freighter_1987"
    write_text(path, lines(draft))
    assert "3 claims, 3 decisions" in run("adjudicate", "harbour", str(decisions), "--adjudicator", "cy", *copy).output
    write_text(
        corpus / "events.jsonl",
        '{"description":"A freighter was lost in 1987.","event_id":"freighter_1987","event_type":"disaster",'
        '"name":"1987 freighter loss"}\n'
        '{"description":"A ferry grounded.","event_id":"grounding","event_type":"disaster","name":"grounding"}\n',
    )
    if not redistributable:
        hydrated = tmp_path / "hydrated"
        run("hydrate", "harbour", "--from", str(source.parent), "--to", str(hydrated))
        run("dehydrate", "harbour", "--from", str(hydrated), "--anchors", "--write")
        assert len((corpus / "anchors.jsonl").read_text().splitlines()) == 1
        assert "sandbank" not in "".join(p.read_text() for p in corpus.glob("*.jsonl"))

    claims = [item.record for item in read_jsonl(corpus / "claims.jsonl", TABLE_BY_NAME["claims"].adapter)]
    shown = run("show", "harbour", "--offsets", "raw", "--json", *copy)
    objects = [json.loads(line) for line in shown.output.splitlines()]
    assert [o["claim_id"] for o in objects] == [claim.claim_id for claim in claims]
    for entry, found in zip([STATEMENT, FIGURE, BACKGROUND], objects, strict=True):
        assert found["document"] == "ferry.txt"
        for slot in ("spans", "source_spans", "cue_spans", "quantity_spans", "time_spans"):
            quotes = [DOCUMENT[span["start"] : span["end"]] for span in found.get(slot, [])]
            assert quotes == entry.get(slot, [])
    assert "harbour_ferry: Ferry stuck off Port Elvery" in run("show", "harbour", *copy).output

    assert "no problems" in run("check", "--level", "4").output
    built = run("build")
    assert "loaded back" in built.output
    manifest = read_manifest(repository / "dataset" / "0.0.1")
    rows = {t.config: t.rows for t in manifest.tables}
    assert rows == {"claims": 3, "annotations": 5, "sentences": 6, "articles": 1, "events": 2, "soft_labels": 36}
    assert "reproduced, nothing changed" in run("build").output
