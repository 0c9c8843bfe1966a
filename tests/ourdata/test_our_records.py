"""The records of this repository: valid by the checks and by another program, and as many as the documents say."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from repository import ROOT

from claimwire.checks import load, run
from claimwire.corpus.corpus import TABLE_BY_NAME
from claimwire.corpus.workspace import Workspace
from claimwire.schema.vocab import Vocabulary
from claimwire.versions import SCHEMA_VERSION

ANNOTATIONS = ROOT / "annotations"
SCHEMA_OF_TABLE = {
    "articles": "article",
    "annotations": "annotation",
    "claims": "claim",
    "adjudications": "adjudication",
    "events": "event",
    "links": "link",
    "links_refused": "refused_link",
    "facts": "fact",
    "anchors": "article_anchors",
}
CORPORA = sorted(path.parent.name for path in ANNOTATIONS.glob("*/corpus.toml"))


@cache
def rows(corpus_id: str, table: str) -> list[dict[str, Any]]:
    """Return the lines of a table as plain JSON."""
    path = ANNOTATIONS / corpus_id / f"{table}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def test_every_check_passes() -> None:
    assert [str(problem) for problem in run(load(Workspace(ROOT)))] == []


@pytest.mark.parametrize("table", SCHEMA_OF_TABLE)
def test_an_independent_validator_accepts_every_record(table: str) -> None:
    schema = ROOT / "schema" / SCHEMA_VERSION / f"{SCHEMA_OF_TABLE[table]}.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    for corpus_id in CORPORA:
        for number, row in enumerate(rows(corpus_id, table), start=1):
            errors = [error.message for error in validator.iter_errors(row)]
            assert errors == [], f"{corpus_id}/{table}.jsonl:{number}"


def test_every_table_has_its_schema_here() -> None:
    assert set(SCHEMA_OF_TABLE) == set(TABLE_BY_NAME)
    assert all(rows(corpus_id, "claims") for corpus_id in CORPORA)


@pytest.mark.parametrize("document", ["README.md", "DATASET_CARD.md"])
def test_the_numbers_of_a_document_are_those_of_the_files(document: str) -> None:
    """Counted here from plain JSON, not by the code that makes the table."""
    text = (ROOT / document).read_text(encoding="utf-8")
    region = text[text.index("<!-- generated: numbers -->") :].split("<!-- /generated -->")[0]
    header, _, *lines = [line.strip("|").split("|") for line in region.splitlines() if line.startswith("|")]
    shown = {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}
    corpora = [name.strip(" `") for name in header[1:-1]]
    claims = {corpus_id: rows(corpus_id, "claims") for corpus_id in corpora}
    layers = {corpus_id: rows(corpus_id, "annotations") for corpus_id in corpora}
    counted = {
        "articles": [len(rows(x, "articles")) for x in corpora],
        "sentences": [sum(len(article["sentences"]) for article in rows(x, "articles")) for x in corpora],
        "claims": [len(claims[x]) for x in corpora],
        "annotators' layers": [len(layers[x]) for x in corpora],
        "claims in the layers": [sum(len(layer["claims"]) for layer in layers[x]) for x in corpora],
        "events": [len(rows(x, "events")) for x in corpora],
        "links": [len(rows(x, "links")) for x in corpora],
        "facts": [len(rows(x, "facts")) for x in corpora],
        "claims with a verdict": [sum("review" in claim for claim in claims[x]) for x in corpora],
    }
    for label in ("attributed_statement", "historical_background", "casualty_figure"):
        counted[f"of them {label}"] = [sum(claim["label"] == label for claim in claims[x]) for x in corpora]
    for name, numbers in counted.items():
        assert shown[name] == [str(number) for number in (*numbers, sum(numbers))], name


@pytest.mark.parametrize("vocabulary", sorted(Vocabulary.__subclasses__(), key=lambda v: v.__name__))
def test_class_names_keep_the_order_of_every_published_schema(vocabulary: type[Vocabulary]) -> None:
    """Values are appended only: the list in each published schema is the beginning of the list of today."""
    for path in sorted((ROOT / "schema").glob("*.*.*/*.schema.json")):
        published = json.loads(path.read_text(encoding="utf-8")).get("$defs", {}).get(vocabulary.__name__)
        if published is not None:
            names = published.get("enum") or [published["const"]]
            assert vocabulary.names()[: len(names)] == names, path.name


NAMED_YET = {
    f"src/claimwire/cli/{name}.py"
    for name in (
        *("adjudicate", "agreement", "anchor", "audit", "conflicts", "dehydrate", "duplicates", "hydrate", "ingest"),
        *("labelstudio", "labelstudio_adjudicate", "labelstudio_remote", "labelstudio_server", "link", "show"),
    )
}
"""Modules whose help texts still name corpora of ours. One goes from here when its help names a neutral corpus."""


def test_the_package_names_nothing_of_this_dataset() -> None:
    """The package serves any corpus; an id of ours in it would be a fact of this dataset."""
    keys = (("articles", "article_id"), ("claims", "claim_id"), ("events", "event_id"))
    ids = {row[key] for corpus_id in CORPORA for table, key in keys for row in rows(corpus_id, table)} | set(CORPORA)
    known = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(ids)))
    files = [path for pattern in ("*.py", "*.md", "*.css", "*.txt") for path in (ROOT / "src").rglob(pattern)]
    named = {path.relative_to(ROOT).as_posix() for path in files if known.search(path.read_text(encoding="utf-8"))}
    assert named <= NAMED_YET
