"""spaCy: what it reads of an exported file itself, what somebody may change there, and a machine that has no spaCy."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from invented import FIGURE, SHIP, STATEMENT
from said import layers_by
from small import OPEN
from spacy.tokens import Doc, DocBin, SpanGroup
from spacy.tokens import Span as SpacySpan

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import FormatError
from claimwire.formats.contract import ArticleLayer, Material, ReadInto, ReadLayer
from claimwire.formats.quotes import read_quoted_claims
from claimwire.formats.spacy_docs import KEY, SPACY
from claimwire.schema import LABELS, SPAN_SLOTS, Article, Span

LINES = [STATEMENT, FIGURE | {"voice_id": "02"}]
CLAIMS = tuple(read_quoted_claims(list(enumerate(map(json.dumps, LINES), 1)), SHIP, "heron_1_ada_", "layer")[0])


def written(*layers: ArticleLayer) -> bytes:
    (file,) = SPACY.write(Material(layers))
    return file.content


def docs_of(content: bytes) -> list[Doc]:
    """Return the documents as a program has them that uses spaCy alone."""
    return list(DocBin().from_bytes(content).get_docs(spacy.blank("en").vocab))


def read(docs: list[Doc] | bytes, article: Article = SHIP) -> list[ReadLayer]:
    assert SPACY.read is not None
    content = docs if isinstance(docs, bytes) else DocBin(store_user_data=True, docs=docs).to_bytes()
    return SPACY.read({"work/claims.spacy": content}, ReadInto({article.article_id: article}, "ada"))


def test_spacy_reads_the_texts_and_every_span_of_the_small_repository(small_built: Workspace) -> None:
    corpus = small_built.corpus(OPEN)
    layers = layers_by(corpus, "ada")
    docs = docs_of(written(*layers))
    assert [doc.text for doc in docs] == [layer.article.text for layer in layers]
    count = 0
    for doc, layer in zip(docs, layers, strict=True):
        for declaration in LABELS:
            told = [
                (span.start, span.end, layer.short_id(claim.claim_id))
                for claim in layer.claims
                if claim.label is declaration.label
                for span in claim.spans
            ]
            found = doc.spans[declaration.label.value]
            assert [(x.start_char, x.end_char, x.id_) for x in found] == told
            assert {x.label_ for x in found} <= {declaration.label.value}
            count += len(told)
        for slot in SPAN_SLOTS[1:]:
            told = [
                (span.start, span.end, layer.short_id(claim.claim_id))
                for claim in layer.claims
                for span in getattr(claim, slot.field, ())
            ]
            assert [(x.start_char, x.end_char, x.id_) for x in doc.spans[slot.field]] == told
    assert count > 100


@pytest.mark.parametrize("text", ["", " ", "  a", "a  b", "a\n\nb ", "a \n b", "1,5 €.", "\ufeffa\u200bb", "é e\u0301"])
def test_the_text_of_a_document_is_the_text(text: str) -> None:
    from claimwire.formats.spacy_docs import _words

    words, spaces = _words(text)
    assert Doc(spacy.blank("en").vocab, words=words, spaces=spaces).text == text


def changed(group_name: str, spans: list[tuple[int, int, str]]) -> list[Doc]:
    """Return the documents with other spans in a group: first token, the one behind the last, id."""
    docs = docs_of(written(ArticleLayer(SHIP, CLAIMS, "heron_1_ada_")))
    (doc,) = docs
    made = [SpacySpan(doc, a, b, label=group_name, span_id=claim_id) for a, b, claim_id in spans]
    doc.spans[group_name] = SpanGroup(doc, name=group_name, spans=made)
    return docs


def test_what_somebody_changed_in_a_group_counts() -> None:
    (layer,) = read(changed("casualty_figure", [(1, 2, "03")]))
    assert layer.problems == ()
    moved = next(claim for claim in layer.claims if claim.claim_id == "heron_1_ada_03")
    assert moved.spans[0].of(SHIP.text or "") == "sinks"
    assert [claim for claim in layer.claims if claim != moved] == [CLAIMS[0]]


def test_offsets_within_words_stay_while_the_group_does() -> None:
    within = CLAIMS[1].model_copy(update={"spans": (Span(start=1, end=3),)})
    (layer,) = read(written(ArticleLayer(SHIP, (CLAIMS[0], within), "heron_1_ada_")))
    assert within in layer.claims


def test_a_claim_whose_spans_were_removed_is_gone() -> None:
    (layer,) = read(changed("casualty_figure", []))
    assert (layer.claims, layer.problems) == ((CLAIMS[0],), ())


@pytest.mark.parametrize(
    ("name", "spans", "problem"),
    [
        ("casualty_figure", [(0, 1, "03"), (2, 3, "99")], "a span of casualty_figure has the id '99', which no claim"),
        (
            "historical_background",
            [(0, 1, "03")],
            "a span of historical_background has its id, and it is a claim",
        ),
        ("cue_spans", [(0, 1, "03")], "no field is called "),
    ],
)
def test_spans_that_belong_to_no_claim_are_named(name: str, spans: list[tuple[int, int, str]], problem: str) -> None:
    (layer,) = read(changed(name, spans))
    assert any(told.startswith("work/claims.spacy: document 1: ") and problem in told for told in layer.problems)


@pytest.mark.parametrize(
    ("user_data", "error"),
    [
        (None, "has no user data 'claimwire' with claims"),
        ("{", "is no JSON"),
        ("[]", "has no user data 'claimwire' with claims"),
        (json.dumps({"claims": [1]}), "has no user data 'claimwire' with claims"),
        (json.dumps({"article_id": "heron_9", "claims": []}), "its article 'heron_9' is none of the corpus"),
    ],
)
def test_a_document_without_our_user_data_is_refused(user_data: str | None, error: str) -> None:
    docs = docs_of(written(ArticleLayer(SHIP, CLAIMS, "heron_1_ada_")))
    docs[0].user_data.pop(KEY)
    if user_data is not None:
        docs[0].user_data[KEY] = user_data
    with pytest.raises(FormatError, match=rf"^work/claims.spacy: document 1: .*{error}"):
        read(docs)


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ({"id": "1", "label": "opinion"}, "label 'opinion' is not one of"),
        ({"id": "1", "label": "casualty_figure", "spans": [1]}, "spans"),
        ({}, "label None is not one of"),
    ],
)
def test_a_claim_that_is_none_is_named(claim: dict[str, object], problem: str) -> None:
    docs = docs_of(written(ArticleLayer(SHIP, (), "heron_1_ada_")))
    docs[0].user_data[KEY] = json.dumps({"article_id": "heron_1", "claims": [claim]})
    (layer,) = read(docs)
    assert layer.problems[0].startswith("work/claims.spacy: document 1: claim 1: ")
    assert problem in layer.problems[0]


def test_a_document_of_another_text_and_one_that_is_there_twice_are_refused() -> None:
    content = written(ArticleLayer(SHIP, CLAIMS, "heron_1_ada_"))
    other = SHIP.model_copy(update={"text_sha256": "0" * 64})
    with pytest.raises(FormatError, match="its text is not that of heron_1"):
        read(content, other)
    with pytest.raises(FormatError, match=r"document 2: heron_1 is in work/claims\.spacy, too"):
        read([*docs_of(content), *docs_of(content)])


def test_layers_go_there_and_back_by_the_commands(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(small.root)
    for line in (
        ["export", OPEN, str(tmp_path), "--format", "spacy", "--annotator", "ada"],
        ["import", OPEN, str(tmp_path / "claims.spacy"), "--format", "spacy", "--annotator", "cleo"],
    ):
        result = CliRunner().invoke(group, line)
        assert result.exit_code == 0, (result.output, result.exception)
    layers = small.corpus(OPEN).layers.values()
    ada, cleo = ({x.article_id: len(x.claims) for x in layers if x.annotator_id == name} for name in ("ada", "cleo"))
    assert ada == cleo
    assert sum(ada.values()) > 100


def test_without_spacy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(FormatError, match=r"spaCy is not installed .*; pip install 'claimwire\[spacy\]'"):
        written(ArticleLayer(SHIP, (), "heron_1_ada_"))
