"""How a document is read: as a page, as a plain text, as a record, as an article of a hydrated corpus."""

from __future__ import annotations

import json

import pytest
from invented import plain_article

from claimwire.hydration.readings import AnyText, Candidate, documents, is_html, readings
from claimwire.hydration.sources import SourceFile
from claimwire.ingest.article import dehydrated
from claimwire.schema.vocab import SegmentKind

RAW = "Reeds cut\n\nThe reeds of Amber Lake were cut.\n\nTwo boats left at dawn.\n"
ARTICLE = plain_article(RAW)


def read(content: str | bytes, name: str = "reeds.txt") -> tuple[list[Candidate], list[str]]:
    """Return the readings of the one document of a file as the article."""
    content = content.encode() if isinstance(content, str) else content
    (document,) = documents(SourceFile(name, content))
    return readings(dehydrated(ARTICLE), document)


def hydrated_line(**changed: object) -> str:
    return ARTICLE.model_copy(update=changed).model_dump_json() + "\n"


@pytest.mark.parametrize(("before", "expected"), [(65536 - 3, True), (65536 - 2, False)])
def test_a_page_has_a_tag_in_its_first_65536_bytes(before: int, expected: bool) -> None:
    assert is_html(b" " * before + b"<p>") is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"<HTML lang=en>", True),
        (b"<p class='a'>", True),
        (b"<!DOCTYPE html>", True),
        (b"<pre>", False),
        (b"<p", False),
        (b"a < p > b", False),
        (b"", False),
    ],
)
def test_a_page_has_a_tag_of_a_page(content: bytes, expected: bool) -> None:
    assert is_html(content) is expected


def test_the_first_line_with_the_words_of_the_headline_is_the_headline_and_no_other() -> None:
    reading = AnyText("Reeds cut").read("Menu\nREEDS CUT!\nReeds cut\nReeds cut down\n")
    assert [piece.kind for piece in reading.pieces] == [
        SegmentKind.BODY,
        SegmentKind.HEADLINE,
        SegmentKind.BODY,
        SegmentKind.BODY,
    ]


def test_a_text_without_the_headline_is_all_body() -> None:
    assert {piece.kind for piece in AnyText("Reeds cut").read("Menu\nReeds\n").pieces} == {SegmentKind.BODY}


def test_the_recorded_document_is_the_only_candidate() -> None:
    ((candidate,), problems) = read(RAW)
    assert (candidate.article, problems) == (ARTICLE, [])
    assert candidate.origin.recorded
    assert candidate.origin.segments == ARTICLE.segments


def test_the_recorded_text_of_another_document_is_the_only_candidate_and_not_the_recorded_document() -> None:
    ((candidate,), _) = read(RAW.replace("\n", "\r\n"))
    assert candidate.article.text == ARTICLE.text
    assert not candidate.origin.recorded


def test_another_text_is_read_by_the_recipe_of_the_article_and_as_any_text() -> None:
    candidates, problems = read(RAW.replace("Two", "Three"))
    assert [candidate.article.recipe for candidate in candidates] == ["plain-text/2", "as-found/1"]
    assert problems == []


def test_an_article_of_an_older_version_of_a_recipe_is_read_by_the_newer_one() -> None:
    """Regression: a copy was read as any text, and a problem was told, because a recipe has a newer version."""
    older = dehydrated(ARTICLE).model_copy(update={"recipe": "plain-text/1"})
    (document,) = documents(SourceFile("reeds.txt", RAW.replace("Two", "Three").encode()))
    candidates, problems = readings(older, document)
    assert [candidate.article.recipe for candidate in candidates] == ["plain-text/2", "as-found/1"]
    assert problems == []


def test_why_a_recipe_cannot_read_a_document_is_said_beside_what_another_one_reads() -> None:
    candidates, problems = read("Reeds cut")
    assert [candidate.article.recipe for candidate in candidates] == ["as-found/1"]
    assert problems == [
        "reeds.txt: recipe plain-text/2: 1 lines that are not blank; expected a headline, a lead if there is one, and "
        "at least a paragraph"
    ]


def test_a_text_in_windows_1252_is_read_and_one_with_a_byte_that_it_has_not_is_named() -> None:
    first, *_ = read(RAW.replace("Two", "Zoë’s").encode("cp1252"))[0]
    assert first.article.text == (ARTICLE.text or "").replace("Two", "Zoë’s")
    candidates, problems = read(b"Reeds\x81\xe9cut")
    assert candidates == []
    assert all("byte 5 of the document is not UTF-8" in problem for problem in problems)


def test_each_named_record_of_a_json_lines_file_is_a_document() -> None:
    lines = ['{"id": "a", "headline": "Reeds cut", "text": "They were cut."}', "[]", "{}", "", "no JSON", '{"id": "b"}']
    found = list(documents(SourceFile("news.jsonl", "\n".join(lines).encode())))
    assert [(document.name, document.record) for document in found] == [("news.jsonl#a", "a"), ("news.jsonl#b", "b")]
    assert {document.hydrated for document in found} == {None}


def test_a_file_with_json_lines_and_another_ending_is_one_document() -> None:
    (document,) = documents(SourceFile("news.json", json.dumps({"id": "a"}).encode()))
    assert (document.name, document.record) == ("news.json", None)


def test_an_article_of_a_hydrated_corpus_gives_its_text() -> None:
    ((candidate,), problems) = read(hydrated_line(), "articles.jsonl")
    assert (candidate.article, problems) == (ARTICLE, [])
    assert candidate.origin.recorded
    assert candidate.origin.segments is None


def test_an_article_without_its_text_is_not_hydrated() -> None:
    (document,) = documents(SourceFile("articles.jsonl", (dehydrated(ARTICLE).model_dump_json() + "\n").encode()))
    assert document.hydrated is None


def test_a_hydrated_article_of_another_id_gives_nothing() -> None:
    assert read(hydrated_line(article_id="heron_2"), "articles.jsonl") == ([], [])


def test_a_hydrated_article_whose_text_is_not_that_of_its_hash_is_named() -> None:
    candidates, (problem,) = read(hydrated_line(text="Reeds grew"), "articles.jsonl")
    assert candidates == []
    assert problem.startswith("articles.jsonl#heron_1: the text does not match its own record, SHA-256 ")


def test_a_hydrated_article_with_an_altered_text_keeps_what_is_recorded_of_all_else() -> None:
    altered = plain_article(RAW.replace("Two", "Three"), outlet_id="another_outlet")
    ((candidate,), _) = read(altered.model_dump_json() + "\n", "articles.jsonl")
    assert candidate.article == altered.model_copy(update={"outlet_id": ARTICLE.outlet_id})
    assert not candidate.origin.recorded
