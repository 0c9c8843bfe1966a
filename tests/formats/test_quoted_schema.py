"""The JSON Schema of quoted claims takes what `claimwire anchor` takes, as far as a schema can tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.formats.quoted_schema import NAME, quoted_schema
from claimwire.formats.quotes import read_quoted_claims, write_quoted_claims

SCHEMA = Draft202012Validator(json.loads(quoted_schema()))
ROOT = Path(__file__).resolve().parents[2]
FIGURE = {
    "id": "02",
    "label": "casualty_figure",
    "sentences": [2],
    "spans": ["three sailors drowned"],
    "quantity_spans": "three",
    "harm": "killed",
    "victim_status": "civilian",
    "presented_as": "asserted",
}


def valid(line: dict[str, Any]) -> bool:
    return bool(SCHEMA.is_valid(line))


def examples() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "examples" / "mycorpus" / "layers").rglob("*.jsonl")):
        yield from map(json.loads, path.read_text().splitlines())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(quoted_schema()))
    assert len(list(examples())) > 5


def test_the_lines_of_the_example_are_valid() -> None:
    assert [line for line in examples() if not valid(line)] == []


def test_the_lines_of_the_page_about_the_format_are_valid() -> None:
    """The commands of the page are run with all others of docs/, and anchor these lines."""
    page = (ROOT / "docs" / "anchoring.md").read_text()
    lines = [json.loads(line) for line in page.splitlines() if line.startswith("{")]
    assert [line["label"] for line in lines] == ["attributed_statement", "casualty_figure"]
    assert all(map(valid, lines))


def test_whatever_is_written_is_valid_and_read(small: Workspace) -> None:
    corpus = small.corpus(OPEN)
    for layer in corpus.layers.values():
        article = corpus.article(layer.article_id)
        lines = write_quoted_claims(article, layer.claims, f"{layer.annotation_id}_").splitlines()
        assert [line for line in lines if not valid(json.loads(line))] == []
        assert read_quoted_claims(list(enumerate(lines, 1)), article, f"{layer.annotation_id}_", "x")[1] == []


TAKEN = {
    "as it is": {},
    "without sentences": {"sentences": None},
    "a number as id": {"id": 7},
    "several pieces": {"spans": ["three sailors", "drowned"]},
    "one quote": {"spans": "three sailors drowned"},
    "with words around it": {"spans": {"exact": "three", "prefix": "of ", "occurrence": "all"}},
    "two ways": {"spans": {"selector": [{"type": "TextQuoteSelector", "exact": "three"}, {"start": 1, "end": 6}]}},
    "refined": {"spans": {"exact": "three sailors", "refinedBy": "sailors"}},
    "in a statement": {"voice_id": "01"},
    "a slot that words tell": {"qualifier": "exact", "lower": 3, "upper": 3},
}


@pytest.mark.parametrize("changed", TAKEN.values(), ids=TAKEN)
def test_what_anchor_takes_is_valid(changed: dict[str, Any]) -> None:
    assert valid(FIGURE | changed), list(SCHEMA.iter_errors(FIGURE | changed))


def test_a_target_stands_for_spans() -> None:
    line = {key: value for key, value in FIGURE.items() if key != "spans"}
    assert valid(line | {"target": "three sailors drowned", "type": "Annotation"})
    assert not valid(line)
    assert not valid(FIGURE | {"target": "three sailors drowned"})


REFUSED = {
    "another label": {"label": "opinion"},
    "another value": {"harm": "hurt"},
    "another field": {"colour": "red"},
    "offsets without an end": {"spans": {"start": 1}},
    "an empty quote": {"spans": ""},
    "no quote": {"spans": []},
    "a claim's own id": {"claim_id": "heron_a_c01"},
    "sentences in words": {"sentences": ["1"]},
    "occurrence of none": {"spans": {"exact": "three", "occurrence": 0}},
    "another selector": {"spans": {"type": "XPathSelector", "exact": "three"}},
    "an id with a blank": {"id": "one two"},
}


@pytest.mark.parametrize("changed", REFUSED.values(), ids=REFUSED)
def test_what_anchor_refuses_is_invalid(changed: dict[str, Any]) -> None:
    assert not valid(FIGURE | changed)


@pytest.mark.parametrize("name", ["id", "label", "harm", "victim_status", "presented_as"])
def test_what_every_line_has_is_required(name: str) -> None:
    assert not valid({key: value for key, value in FIGURE.items() if key != name})


def test_the_command_prints_it(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    result = CliRunner().invoke(group, ["schema", NAME])
    assert (result.exit_code, result.stdout) == (0, quoted_schema())
    assert result.stdout.count("\n") > 100
    assert NAME in CliRunner().invoke(group, ["schema"]).stdout
