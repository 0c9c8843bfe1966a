"""Spans of a document of others keep their characters in the article, whatever white space and words are around."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from invented import CORPUS

from claimwire.errors import RecipeError
from claimwire.formats.human.contract import HumanDocument
from claimwire.formats.human.placing import names_of, placing, whole_words
from claimwire.formats.human.texts import texts_file
from claimwire.ingest.article import ingest
from claimwire.schema import Article, Document

WORDS = st.text("abZ9é“”.,-’🚢", min_size=1, max_size=6)
SPACE = st.sampled_from([" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\r\n", "\u2003"])


@st.composite
def texts(draw: st.DrawFn) -> tuple[list[str], str]:
    """Draw words, and a text of them with any white space between."""
    words = draw(st.lists(WORDS, min_size=3, max_size=20))
    return words, "".join(word + draw(SPACE) for word in words)


def article_of(document: HumanDocument, recipe: str, content: str) -> Article:
    given: dict[str, Any] = {"article_id": "heron_1", "outlet_id": "orlan_post", "recipe": recipe}
    file = f"t.jsonl#{document.name}" if recipe == "jsonl-field" else f"{document.name}.txt"
    return ingest(Document(file=file, **given), content.encode(), CORPUS)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=texts(), data=st.data())
def test_a_span_keeps_its_characters_and_gets_those_of_its_words_alone(
    drawn: tuple[list[str], str], data: st.DataObject
) -> None:
    words, text = drawn
    document = HumanDocument("d", "d.ann", "A headline", text, ())
    if data.draw(st.booleans()):
        content, recipe = texts_file([document]), "jsonl-field"
    else:
        spaced = "".join(word + data.draw(SPACE) for word in words)
        content, recipe = f"A headline\n\nAnd before.\n{spaced}\nAnd behind.\n", "plain-text"
    try:
        places = placing(document, article_of(document, recipe, content))
    except RecipeError:
        assume(False)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wanted = "".join(text[start:end].split())
    pieces, gone, cut = places.of(((start, end),))
    article_text = places.article.text or ""
    found = "".join("".join(article_text[a:b].split()) for a, b in pieces)
    assert gone == (not pieces)
    if not pieces:
        left_out = [x for x in places.article.segments if x.start is None]
        assert not wanted or left_out
        return
    (piece,) = pieces
    if wanted != found:
        assert cut or any(x.start is None for x in places.article.segments)
    if all(x.start is not None for x in places.article.segments if x.raw_end - x.raw_start > 2):
        before, _, behind = found.partition(wanted)
        assert f"{before}{wanted}{behind}" == found
        assert not before or before.isalnum()
        assert not behind or behind.isalnum()
    assert whole_words(article_text, *piece) == piece
    assert article_text[piece[0] : piece[1]].strip() == article_text[piece[0] : piece[1]]


def test_a_document_is_called_by_its_record_or_by_its_file() -> None:
    assert names_of("t.jsonl#a_1.x") == {"a_1.x"}
    assert names_of("a_1.txt") == {"a_1.txt", "a_1"}
    assert names_of("a_1.txt.json") == {"a_1.txt.json", "a_1.txt", "a_1"}
    assert names_of("7 - Orlan.pretty.json") == {"7 - Orlan.pretty.json", "7 - Orlan.pretty", "7 - Orlan"}
