"""The records of this repository: valid by the checks and by another program; the documents' numbers."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from typing import Any

import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from packaging.version import parse
from repository import ROOT

from claimwire.checks import load, run
from claimwire.corpus.corpus import TABLE_BY_NAME
from claimwire.corpus.workspace import Workspace
from claimwire.schema.vocab import Vocabulary
from claimwire.versions import SCHEMA_VERSION, SCHEMA_VERSIONS

ANNOTATIONS = ROOT / "annotations"
RELEASES = sorted((ROOT / "dataset").glob("*.*.*"), key=lambda path: parse(path.name))
SCHEMA_OF_TABLE = {
    "articles": "article",
    "annotations": "annotation",
    "claims": "claim",
    "adjudications": "adjudication",
    "checks": "item_check",
    "events": "event",
    "entities": "entity",
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


def released(config: str) -> list[dict[str, Any]]:
    """Return the rows of a config of the latest release as they are in its files, those without text included."""
    standing = RELEASES[-1] / f"{config}_standoff"
    paths = sorted((standing if standing.exists() else RELEASES[-1] / config).glob("*.parquet"))
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


@pytest.mark.parametrize("document", ["README.md", "DATASET_CARD.md"])
def test_the_numbers_of_a_document_are_those_of_the_latest_release(document: str) -> None:
    """Counted here from the files of the release, not by the code that makes the table."""
    text = (ROOT / document).read_text(encoding="utf-8")
    region = text[text.index("<!-- generated: numbers -->") :].split("<!-- /generated -->")[0]
    header, _, *lines = [line.strip("|").split("|") for line in region.splitlines() if line.startswith("|")]
    shown = {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}
    corpora = [name.strip(" `") for name in header[1:-1]]
    articles, claims = released("articles"), released("claims")
    originals = [article for article in articles if article["earlier_id"] is None]
    corpus_of = {article["article_id"]: article["corpus_id"] for article in articles}
    layers = {(a["corpus_id"], a["article_id"], name) for a in articles for name in a["annotator_ids"]}
    corpus_of_event = {
        **{claim["event_id"]: claim["corpus_id"] for claim in claims if claim["event_id"]},
        **{article["episode_id"]: article["corpus_id"] for article in articles if article["episode_id"]},
    }
    whole = {event["event_id"]: event.get("part_of_id", event.get("part_of")) for event in released("events")}
    for event_id in list(corpus_of_event):
        above = event_id
        while (above := whole[above]) is not None:
            corpus_of_event.setdefault(above, corpus_of_event[event_id])
    counted = {
        "articles": Counter(article["corpus_id"] for article in originals if article["unit"] in (0, "articles")),
        "items": Counter(article["corpus_id"] for article in originals if article["unit"] in (1, "items")),
        "texts, rewritten ones included": Counter(article["corpus_id"] for article in articles),
        "sentences": Counter(sentence["corpus_id"] for sentence in released("sentences")),
        "claims": Counter(claim["corpus_id"] for claim in claims),
        "annotators' layers": Counter(corpus_id for corpus_id, _, _ in layers),
        "claims in the layers": Counter(claim["corpus_id"] for claim in released("annotations")),
        "events": Counter(corpus_of_event[event_id] for event_id in whole),
        "links": Counter(corpus_of[link["article_ids"][0]] for link in released("links")),
        "facts": Counter(corpus_of_event[fact["event_id"]] for fact in released("facts")),
        "claims with a verdict": Counter(c["corpus_id"] for c in claims if c["review_verdict"] is not None),
    }
    for number, label in enumerate(("attributed_statement", "historical_background", "casualty_figure")):
        counted[f"of them {label}"] = Counter(c["corpus_id"] for c in claims if c["label"] in (number, label))
    for name, numbers in counted.items():
        assert shown[name] == [*(str(numbers[x]) for x in corpora), str(numbers.total())], name


def vocabularies(version: str) -> dict[str, dict[str, list[str]]]:
    """Return the values of each vocabulary of a published schema, in order, by the files that have it."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((ROOT / "schema" / version).glob("*.schema.json")):
        for name, about in json.loads(path.read_text(encoding="utf-8")).get("$defs", {}).items():
            if "enum" in about or "const" in about:
                found.setdefault(name, {})[path.name] = about.get("enum") or [about["const"]]
    return found


PUBLISHED = sorted((path.name for path in (ROOT / "schema").glob("*.*.*")), key=parse)


def test_every_version_of_the_schema_is_published_and_none_is_left_out() -> None:
    assert list(SCHEMA_VERSIONS) == PUBLISHED


@pytest.mark.parametrize("version", PUBLISHED)
def test_class_names_are_only_appended_within_a_major_version(version: str) -> None:
    """The values in a published schema are the beginning of those in every later one with the same major version."""
    later = [x for x in PUBLISHED if parse(x) >= parse(version) and parse(x).major == parse(version).major]
    published = vocabularies(version)
    assert len(published) > 15
    for name, by_file in published.items():
        (names,) = {tuple(values) for values in by_file.values()}
        for other in later:
            for file, values in vocabularies(other)[name].items():
                assert tuple(values[: len(names)]) == names, f"{other}/{file}: {name}"


@pytest.mark.parametrize("vocabulary", sorted(Vocabulary.__subclasses__(), key=lambda v: v.__name__))
def test_class_names_keep_the_order_of_the_published_schema(vocabulary: type[Vocabulary]) -> None:
    """The values of today begin with those of every published schema with the same major version."""
    for version in (x for x in PUBLISHED if parse(x).major == parse(SCHEMA_VERSION).major):
        for file, names in vocabularies(version).get(vocabulary.__name__, {}).items():
            assert vocabulary.names()[: len(names)] == names, f"{version}/{file}"


NAMED_YET = {
    f"src/claimwire/cli/{name}.py"
    for name in (
        *("adjudicate", "agreement", "anchor", "audit", "conflicts", "dehydrate", "duplicates", "hydrate", "ingest"),
        *("labelstudio", "labelstudio_adjudicate", "labelstudio_remote", "labelstudio_server", "link", "show"),
    )
}
"""Modules whose help texts still name corpora of ours. One goes from here when its help names a neutral corpus."""

FORMATS = {"src/claimwire/ingest/recipes/wikinews_csv.py"}
"""Recipes that are called like the public files that they read, and so like the corpus that was made of these."""

COMMON_WORDS = {"voices"}
"""Ids of corpora that are words of the language, too."""


def test_the_package_names_nothing_of_this_dataset() -> None:
    """The package serves any corpus; an id of ours in it would be a fact of this dataset."""
    keys = (("articles", "article_id"), ("claims", "claim_id"), ("events", "event_id"))
    ids = {row[key] for corpus_id in CORPORA for table, key in keys for row in rows(corpus_id, table)}
    # a corpus that is called like a room of the package, after what both are about, is named by its other ids
    ids |= {corpus_id for corpus_id in CORPORA if not (ROOT / "src" / "claimwire" / corpus_id).is_dir()}
    ids -= COMMON_WORDS
    known = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(ids)))
    files = [path for pattern in ("*.py", "*.md", "*.css", "*.txt") for path in (ROOT / "src").rglob(pattern)]
    named = {path.relative_to(ROOT).as_posix() for path in files if known.search(path.read_text(encoding="utf-8"))}
    assert named <= NAMED_YET | FORMATS
