"""CoNLL-U Plus: what another program reads of an exported file, and which lines are no tokens of the text."""

from __future__ import annotations

import json

import conllu
import pytest
from invented import FIGURE, SHIP, STATEMENT
from small import OPEN

from claimwire.corpus.workspace import Workspace
from claimwire.errors import FormatError
from claimwire.formats.conll import CONLL
from claimwire.formats.contract import ArticleLayer, Material, ReadInto, ReadLayer
from claimwire.formats.quotes import read_quoted_claims
from claimwire.schema import LABELS, SPAN_SLOTS, Article, Span
from claimwire.tables.tokens import spans_of_layers
from claimwire.tokens import tag_layers, tokens


def written(layer: ArticleLayer) -> str:
    (file,) = CONLL.write(Material((layer,)))
    return file.content.decode()


def test_another_program_reads_the_tokens_and_tags_of_the_small_repository(small_built: Workspace) -> None:
    """With seqeval's rule: B begins, I goes on."""
    corpus = small_built.corpus(OPEN)
    nested = 0
    for layer in corpus.layers.values():
        article = corpus.article(layer.article_id)
        text = article.text or ""
        sentences = conllu.parse(written(ArticleLayer(article, layer.claims, f"{layer.annotation_id}_")))
        assert [s.metadata["sent_id"] for s in sentences if "sent_id" in s.metadata] == [
            f"{article.article_id}_s{number:03d}" for number in range(len(article.sentences))
        ]
        assert sentences[0].metadata["newdoc id"] == article.article_id
        rows = [token for sentence in sentences for token in sentence]
        for row in rows:
            assert text[int(row["cw:start"]) : int(row["cw:end"])] == row["form"]
        for declaration in LABELS:
            kind = declaration.label.value
            columns = [name for name in rows[0] if name.split(":")[1:2] == [kind]]
            read = {span for column in columns for span in spans_in(rows, column, kind)}
            told = {(s.start, s.end) for claim in layer.claims if claim.label == kind for s in claim.spans}
            assert read == told, kind
            nested += len(columns) > 1
        for slot in (slot.field for slot in SPAN_SLOTS if slot.field != "spans"):
            columns = [name for name in rows[0] if name.split(":")[1:2] == [slot]]
            read = {span for column in columns for span in spans_in(rows, column, slot)}
            assert read == {(s.start, s.end) for claim in layer.claims for s in getattr(claim, slot, ())}, slot
    assert nested > 2


def spans_in(rows: list[conllu.Token], column: str, kind: str) -> list[tuple[int, int]]:
    """Return the spans of a column as a reader of BIO sees them."""
    found: list[tuple[int, int]] = []
    for row in rows:
        tag = row[column]
        assert tag in ("O", f"B-{kind}", f"I-{kind}")
        if tag[0] == "B":
            found.append((int(row["cw:start"]), int(row["cw:end"])))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], int(row["cw:end"]))
    return found


def test_the_first_columns_are_those_of_the_table_of_tokens(small_built: Workspace) -> None:
    corpus = small_built.corpus(OPEN)
    article = corpus.article("heron_a")
    claims = tuple(corpus.claims_of_article["heron_a"])
    rows = [row for s in conllu.parse(written(ArticleLayer(article, claims, "heron_a_"))) for row in s]
    found = tokens(article.text or "")
    for label, spans in list(spans_of_layers(claims).items())[: len(LABELS)]:
        layers, _ = tag_layers(found, spans)
        for number, layer in enumerate(layers, start=1):
            column = f"cw:{label}" + (f":{number}" if number > 1 else "")
            assert [row[column][0] for row in rows] == layer


LINES = [STATEMENT, FIGURE | {"voice_id": "02"}]
CLAIMS = tuple(read_quoted_claims(list(enumerate(map(json.dumps, LINES), 1)), SHIP, "heron_1_ada_", "layer")[0])
CONTENT = written(ArticleLayer(SHIP, CLAIMS, "heron_1_ada_"))


def read(content: str, article: Article = SHIP) -> ReadLayer:
    assert CONLL.read is not None
    (layer,) = CONLL.read({"work/heron_1.conllup": content.encode()}, ReadInto({"heron_1": article}, "ada"))
    return layer


def test_it_has_too_little_to_be_imported() -> None:
    assert CONLL.imports is None


def test_a_span_over_two_sentences_is_one() -> None:
    first, second = SHIP.sentences[3:5]
    over = Span(start=second.start - 5 if second.start - 5 > first.start else first.start, end=second.end)
    start = next(token.start for token in tokens(SHIP.text or "") if token.start >= over.start)
    whole = CLAIMS[1].model_copy(update={"spans": (Span(start=start, end=over.end),)})
    (mark,) = read(written(ArticleLayer(SHIP, (whole,), "heron_1_ada_"))).marks
    assert mark.pieces["spans"] == ((start, over.end),)


def test_windows_line_ends_are_read() -> None:
    assert read(CONTENT.replace("\n", "\r\n")) == read(CONTENT)


def line_with(old: str, new: str) -> tuple[str, int]:
    """Return the file with a field of its first token's line changed, and the number of that line."""
    lines = CONTENT.split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("1\t"))
    assert old in lines[place]
    lines[place] = lines[place].replace(old, new, 1)
    return "\n".join(lines), place + 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Ferry", "Ship", "has the token 'Ship', and the text has 'Ferry' there"),
        ("\t0\t5\t", "\t0\t999999\t", "is no range of the text of"),
        ("\t0\t5\t", "\tx\t5\t", "is no range of the text of"),
        ("\tO", "\tB", "expected O, B-attributed_statement or I-attributed_statement"),
        ("\tO", "\tB-casualty_figure", "CW:ATTRIBUTED_STATEMENT has 'B-casualty_figure'"),
        ("\tO", "", "fields, and the first line names"),
    ],
)
def test_a_line_that_is_no_token_of_the_text_is_named(old: str, new: str, problem: str) -> None:
    content, number = line_with(old, new)
    (told,) = read(content).problems
    assert told.startswith(f"work/heron_1.conllup:{number}: ")
    assert problem in told


def test_a_file_of_another_text_is_named() -> None:
    (told,) = read(CONTENT.replace(SHIP.text_sha256, "0" * 64)).problems
    assert told.startswith("work/heron_1.conllup:3: is of a text with another SHA-256")


@pytest.mark.parametrize("content", ["1\tFerry\n", "# global.columns = ID FORM\n1\tFerry\n"])
def test_a_file_without_the_columns_is_refused(content: str) -> None:
    with pytest.raises(FormatError, match=r"work/heron_1\.conllup: .*column"):
        read(content)
