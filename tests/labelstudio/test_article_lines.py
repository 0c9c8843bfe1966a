"""Articles kept as lines are the articles of the file, and what is wrong with a line is reported with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invented import plain_article

from claimwire.corpus.records import record_json, write_jsonl
from claimwire.errors import RecordError
from claimwire.labelstudio.lines import ArticleLines, text_hashes, without_text
from claimwire.schema import Article

GATES = [plain_article(f"Gate {n} shut\n\nA gate 🚪.\n\nIt is shut.", article_id=f"heron_{n}") for n in (3, 1, 2)]
WHOLE = {article.article_id: article for article in GATES}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    write_jsonl(path, GATES)
    return path


def test_they_are_the_articles_in_the_order_of_the_file(file: Path) -> None:
    found = ArticleLines.read(file)
    assert list(found.items()) == list(WHOLE.items())
    assert len(found) == len(GATES)
    assert "heron_1" in found
    assert "heron_4" not in found
    assert text_hashes(found) == text_hashes(WHOLE) == {key: x.text_sha256 for key, x in WHOLE.items()}


def test_some_of_them_come_in_the_order_asked_for(file: Path) -> None:
    assert list(ArticleLines.read(file).only(["heron_2", "heron_3"]).items()) == [
        ("heron_2", WHOLE["heron_2"]),
        ("heron_3", WHOLE["heron_3"]),
    ]


def test_articles_without_a_text_are_known_without_parsing(file: Path) -> None:
    fields = json.loads(record_json(GATES[1])) | {"text": None}
    fields["segments"] = [segment | {"raw": None} for segment in fields["segments"]]
    bare = Article.model_validate_json(json.dumps(fields))
    write_jsonl(file, [GATES[0], bare])
    assert without_text(ArticleLines.read(file)) == ["heron_1"]
    assert without_text({"heron_3": GATES[0], "heron_1": bare}) == ["heron_1"]


@pytest.mark.parametrize("line", ["{", "[]", "3", '{"article_id": "heron_9"}', '{"text_sha256": "0"}'])
def test_a_line_that_is_not_an_article_is_reported_at_once(file: Path, line: str) -> None:
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(RecordError, match=r"articles\.jsonl:4: "):
        ArticleLines.read(file)


def test_an_article_with_a_fault_is_reported_when_it_is_asked_for(file: Path) -> None:
    lines = file.read_text().splitlines()
    lines[1] = lines[1].replace('"language":"en"', '"language":7')
    file.write_text("\n".join(lines) + "\n")
    found = ArticleLines.read(file)
    assert found["heron_3"] == WHOLE["heron_3"]
    with pytest.raises(RecordError, match=r"articles\.jsonl:2: .*language"):
        found["heron_1"]
