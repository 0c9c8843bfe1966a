"""An audit's folder: sampled and scored by the command and from Python, and what is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small import DOCUMENTS, OPEN, STANDOFF
from small_audit import auditor_layers, drawn, made_wrong, run, write_layers

from claimwire.audit import read_sample, score_folder, wilson, write_audit, write_sample
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, RecordError
from claimwire.schema import Annotator
from claimwire.schema.vocab import AnnotatorKind

EVA = Annotator(annotator_id="eva", annotator_kind=AnnotatorKind.HUMAN, description="An invented auditor.")


@pytest.fixture
def repository(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    path = small.annotations / "annotators.jsonl"
    write_text(path, path.read_text() + EVA.model_dump_json() + "\n")
    monkeypatch.chdir(small.root)
    return small


def test_an_audit_from_sample_to_score(repository: Workspace) -> None:
    folder = repository.root / "audit"
    sample = drawn(folder, 40)
    assert (folder / "sheet.md").read_text().count("] **") == 40
    assert "text" not in json.loads((folder / "sample.json").read_text())["sentences"][0]
    write_layers(folder, auditor_layers(repository.corpus(OPEN)), sample.texts)
    result = run("score", str(folder))
    assert result.exit_code == 0, result.output
    assert "heron, audit by eva: human audit. Error rates, 95 % Wilson intervals" in " ".join(result.output.split())
    assert "0.0 % [0.0, " in result.output
    assert not (folder / "score.json").exists()
    printed = json.loads(run("score", str(folder), "--json", "--write").stdout)
    assert printed["sentences"]["trials"] == 40
    written = (folder / "score.json").read_text()
    assert json.loads(written) == printed
    assert written == json.dumps(printed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    rate = printed["rates"]["all labels"][1]
    assert (rate["low"], rate["high"]) == pytest.approx(wilson(rate["hits"], rate["trials"]))


def test_the_rate_of_none_is_a_dash(repository: Workspace) -> None:
    folder = repository.root / "audit"
    sample = drawn(folder, 1)
    silent = [layer.model_copy(update={"claims": ()}) for layer in auditor_layers(repository.corpus(OPEN))]
    write_layers(folder, silent, sample.texts)
    result = run("score", str(folder))
    rows = [line for line in result.output.splitlines() if "missed" in line]
    assert rows
    assert all("—" in row for row in rows)


def test_the_same_from_python(repository: Workspace) -> None:
    corpus = repository.corpus(OPEN)
    folder = repository.root / "audit"
    sample = drawn(folder, 40)
    again = repository.root / "again"
    write_sample(again, sample, corpus)
    assert [(again / name).read_bytes() for name in ("sample.json", "sheet.md")] == [
        (folder / name).read_bytes() for name in ("sample.json", "sheet.md")
    ]
    assert read_sample(again) == sample
    write_layers(folder, auditor_layers(corpus), sample.texts)
    audit = score_folder(folder, corpus, [EVA])
    assert audit.title == "heron, audit by eva: human audit"
    assert audit.as_json() == json.loads(run("score", str(folder), "--json").stdout)
    write_audit(again, audit)
    assert (again / "annotations.jsonl").read_bytes() != b""
    assert score_folder(again, corpus, [EVA]) == audit


def test_verdicts_are_read_and_those_about_nothing_are_named(repository: Workspace) -> None:
    corpus = repository.corpus(OPEN)
    folder = repository.root / "audit"
    sample = drawn(folder, 60)
    layers = []
    changed = ""
    for layer in auditor_layers(corpus):
        claims = list(layer.claims)
        if layer.article_id == "heron_f":
            changed = claims[0].claim_id
            claims[0] = made_wrong(claims[0], "slots")  # type: ignore[assignment, type-var]
        layers.append(layer.model_copy(update={"claims": tuple(claims)}))
    write_layers(folder, layers, sample.texts)
    before = json.loads(run("score", str(folder), "--json").stdout)
    assert [d["name"] for d in before["differences"]] == [f"{changed}:slots"]
    lines = [
        {"difference": name, "right": "adjudicated", "reason": "It says so."} for name in (f"{changed}:slots", "x:span")
    ]
    write_text(folder / "verdicts.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    result = run("score", str(folder), "--json")
    assert "the verdict on x:span does not belong to any difference" in result.stderr
    after = json.loads(result.stdout)
    errors = [made["rates"]["all labels"][1]["hits"] for made in (before, after)]
    assert errors == [1, 0]


def test_quoted_claims_of_the_auditor(repository: Workspace) -> None:
    corpus = repository.corpus(OPEN)
    folder = repository.root / "audit"
    sample = drawn(folder, 1)
    (key,) = sample.texts
    assert f"{folder / f'{key}.jsonl'} is missing" in str(run("score", str(folder), "--annotator", "eva").exception)
    article, (place,) = corpus.articles[key], sample.sentences
    words = (article.text or "")[place.start : place.end].rstrip(".")
    claim: dict[str, Any] = {"id": "1", "sentences": [place.sentence], "label": "historical_background"}
    claim |= {"spans": words, "statement": "The Lake War ended.", "presented_as": "asserted", "event_name": "Lake War"}
    claim |= {"event_type": "armed_conflict", "time_resolution": "unresolved"}
    (folder / f"{key}.jsonl").write_text(json.dumps(claim) + "\n")
    result = run("score", str(folder), "--annotator", "eva", "--json")
    assert result.exit_code == 0, result.output
    assert f"{key}_eva_1" in [d["auditor"] for d in json.loads(result.stdout)["differences"]]
    (folder / f"{key}.jsonl").write_text(json.dumps(claim | {"spans": "words that are not there"}) + "\n")
    faulty = run("score", str(folder), "--annotator", "eva").exception
    assert isinstance(faulty, RecordError)
    assert f"{key}.jsonl:1: spans: " in str(faulty)
    (folder / f"{key}.jsonl").write_text("")
    assert run("score", str(folder), "--annotator", "eva").exit_code == 0, "it found nothing"


def test_an_audit_by_somebody_who_annotated_is_refused(repository: Workspace) -> None:
    corpus = repository.corpus(OPEN)
    folder = repository.root / "audit"
    sample = drawn(folder, 60)
    for name, message in (
        ("ada", "ada annotated or adjudicated"),
        ("cleo", "cleo annotated or adjudicated"),
        ("nobody", f"nobody is in no annotators.jsonl; say in {folder / 'annotators.jsonl'}"),
    ):
        write_layers(folder, auditor_layers(corpus, name), sample.texts)
        result = run("score", str(folder))
        assert isinstance(result.exception, ClaimwireError)
        assert message in str(result.exception)


def test_an_auditor_may_be_registered_in_the_folder_alone(repository: Workspace) -> None:
    corpus = repository.corpus(OPEN)
    folder = repository.root / "audit"
    sample = drawn(folder, 60)
    write_layers(folder, auditor_layers(corpus, "robot"), sample.texts)
    line = {"annotator_id": "robot", "annotator_kind": "model", "description": "An invented model."}
    write_text(folder / "annotators.jsonl", json.dumps(line) + "\n")
    assert "model audit, not human audit" in " ".join(run("score", str(folder)).output.split())


def test_the_command_wants_a_sample_and_an_auditor(repository: Workspace) -> None:
    folder = repository.root / "audit"
    folder.mkdir()
    assert "has no sample.json; draw a sample with" in str(run("score", str(folder)).exception)
    drawn(folder, 5)
    asked = run("score", str(folder))
    assert (asked.exit_code, "--annotator" in asked.output) == (2, True)
    with pytest.raises(ClaimwireError, match="say whose claims the quoted layers have"):
        score_folder(folder, repository.corpus(OPEN), [EVA])


def test_a_stand_off_corpus_is_sampled_with_texts(repository: Workspace) -> None:
    folder = repository.root.parent / "audit"
    refused = run("sample", STANDOFF, "--size", "5", "--to", str(folder)).exception
    assert "name your copy with --from" in str(refused)
    assert not folder.exists()
    made = run("sample", STANDOFF, "--size", "5", "--to", str(folder), "--from", str(DOCUMENTS))
    assert made.exit_code == 0, made.output
    assert f"wrote {folder / 'sample.json'} and {folder / 'sheet.md'}: 5 of 19 sentences" in made.output
    recorded = {key: article.text_sha256 for key, article in repository.corpus(STANDOFF).articles.items()}
    assert read_sample(folder).texts.items() <= recorded.items()


@pytest.mark.parametrize(
    "content", [b'{"corpus_id": "heron", "seed": "one"}', b"{", '{"corpus_id": "façade"}'.encode("latin-1")]
)
def test_a_broken_sample_is_refused_with_its_file_and_place(content: bytes, repository: Workspace) -> None:
    folder = repository.root / "audit"
    folder.mkdir()
    path: Path = folder / "sample.json"
    path.write_bytes(content)
    refused = run("score", str(folder)).exception
    assert isinstance(refused, RecordError)
    message = str(refused)
    assert message.startswith(f"{path}: ")
    assert "validation error" not in message
    assert "pydantic" not in message
    if b"seed" in content:
        assert "seed: expected a whole number, found 'one'" in message
