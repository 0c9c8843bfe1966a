"""The format `conll`: a token a line, with B, I and O for each label and each slot of spans, as CoNLL-U Plus.

A file is one article, its blocks are the sentences. `# global.columns` names the columns: number in the block, token,
first code point of the token and the one behind its last, then one column for each label and slot, `CW:` and its name.
Where spans of one label overlap, as a statement within a statement, further columns `CW:NAME:2` have them. A span that
goes on in the next block goes on there with I.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import FormatError
from ..schema import LABELS, SPAN_SLOTS, Article, ClaimBase, Span
from ..tokens import BEGIN, INSIDE, OUTSIDE, tag_layers, tokens
from .contract import ArticleLayer, Aspect, Format, ReadInto, ReadLayer
from .mark import SPANS, Mark
from .per_article import each_article, each_file

PATTERN = "*.conllup"

GLOBAL = "# global.columns = "

FIXED = ("ID", "FORM", "CW:START", "CW:END")
"""The columns before those of labels and slots."""

COLUMN = re.compile(r"CW:(?P<kind>[A-Z_]+)(?::[1-9][0-9]*)?")

OFFSET = re.compile("[0-9]{1,12}")

LABEL_KINDS = tuple(declaration.label.value for declaration in LABELS)
SLOT_KINDS = tuple(slot.field for slot in SPAN_SLOTS if slot.field != SPANS)
KINDS = (*LABEL_KINDS, *SLOT_KINDS)


def _write(layer: ArticleLayer) -> str:
    article, text = layer.article, layer.text
    blocks = [(sent_id, tokens(text[start:end], start)) for sent_id, start, end in _blocks(article)]
    found = [token for _, block in blocks for token in block]
    columns: dict[str, list[str]] = {}
    for kind, spans in _spans_by_kind(layer.claims).items():
        layers, _ = tag_layers(found, spans)
        for number, tags in enumerate(layers or [[OUTSIDE] * len(found)], start=1):
            columns[f"CW:{kind.upper()}" + (f":{number}" if number > 1 else "")] = [
                tag if tag == OUTSIDE else f"{tag}-{kind}" for tag in tags
            ]
    lines = [GLOBAL + " ".join((*FIXED, *columns)), f"# newdoc id = {article.article_id}"]
    lines.append(f"# text_sha256 = {article.text_sha256}")
    place = 0
    for sent_id, block in blocks:
        if block:
            lines += [f"# sent_id = {sent_id}"] if sent_id else []
            lines.append(f"# text = {' '.join(text[block[0].start : block[-1].end].split())}")
            for number, token in enumerate(block, start=1):
                tags = [column[place] for column in columns.values()]
                lines.append("\t".join([str(number), token.of(text), str(token.start), str(token.end), *tags]))
                place += 1
            lines.append("")
    return "\n".join(lines) + ("\n" if lines[-1] == "" else "\n\n")


def _blocks(article: Article) -> Iterator[tuple[str | None, int, int]]:
    """Yield what is between sentences and the sentences, with their ids, in text order."""
    place = 0
    for number, sentence in enumerate(article.sentences):
        yield None, place, sentence.start
        yield f"{article.article_id}_s{number:03d}", sentence.start, sentence.end
        place = sentence.end
    yield None, place, article.text_length


def _spans_by_kind(claims: Iterable[ClaimBase]) -> dict[str, list[Span]]:
    """Return the spans of claims by their label, and those of slots by their slot."""
    spans: dict[str, list[Span]] = {kind: [] for kind in KINDS}
    for claim in claims:
        spans[claim.label.value] += claim.spans
        for slot in SLOT_KINDS:
            spans[slot] += getattr(claim, slot, ())
    return spans


@dataclass(frozen=True)
class _TokenLine:
    """A line of a token: its number in the file, the token's place, and its tags by column."""

    number: int
    span: Span
    tags: Mapping[str, str]


def _read(content: bytes, file: str, article: Article, into: ReadInto) -> ReadLayer:
    try:
        lines = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise FormatError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    header = next((line for line in lines if line.strip()), GLOBAL)
    if not header.startswith(GLOBAL):
        raise FormatError(f"{file}: expected `{GLOBAL}ID FORM ...` in the first line, found {header[:60]!r}")
    columns = tuple(header.removeprefix(GLOBAL).split())
    missing = [name for name in FIXED if name not in columns]
    if missing and len(lines) > 1:
        raise FormatError(f"{file}: its first line names no column {', '.join(missing)}")
    problems: list[str] = []
    found: list[_TokenLine] = []
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                found.append(_token_line(number, line, columns, article))
            except FormatError as error:
                problems.append(f"{file}:{number}: {error}")
        elif line.startswith("# text_sha256 = ") and line.split()[-1] != article.text_sha256:
            problems.append(f"{file}:{number}: is of a text with another SHA-256 than that of {article.article_id}")
    by_kind = {kind: sorted(set(_spans(found, columns, kind))) for kind in KINDS}
    marks = [
        Mark(f"{into.prefix(article.article_id)}{kind}_{n:02d}", kind, {SPANS: (piece,)}, {})
        for kind in LABEL_KINDS
        for n, piece in enumerate(by_kind[kind], start=1)
    ]
    in_order = tuple(sorted(marks, key=lambda mark: (mark.pieces[SPANS], mark.mark_id)))
    loose = {slot: tuple(by_kind[slot]) for slot in SLOT_KINDS if by_kind[slot]}
    return ReadLayer(article.article_id, file, marks=in_order, loose=loose, problems=tuple(problems))


def _token_line(number: int, line: str, columns: Sequence[str], article: Article) -> _TokenLine:
    """Return what a line says of a token; raises `FormatError` if it is none of the article's text."""
    fields = line.split("\t")
    if len(fields) != len(columns):
        raise FormatError(f"has {len(fields)} fields, and the first line names {len(columns)} columns")
    values = dict(zip(columns, fields, strict=True))
    start, end = values["CW:START"], values["CW:END"]
    length = article.text_length
    if not (OFFSET.fullmatch(start) and OFFSET.fullmatch(end) and int(start) < int(end) <= length):
        raise FormatError(f"{start[:20]!r} to {end[:20]!r} is no range of the text of {length} code points")
    span = Span(start=int(start), end=int(end))
    words = values["FORM"] if article.text is None else span.of(article.text)
    if words != values["FORM"]:
        raise FormatError(f"has the token {values['FORM'][:40]!r}, and the text has {words[:40]!r} there")
    for column, tag in values.items():
        kind = _kind(column)
        if kind is not None and tag not in (OUTSIDE, f"{BEGIN}-{kind}", f"{INSIDE}-{kind}"):
            raise FormatError(f"{column} has {tag[:40]!r}; expected {OUTSIDE}, {BEGIN}-{kind} or {INSIDE}-{kind}")
    return _TokenLine(number, span, values)


def _kind(column: str) -> str | None:
    """Return the label or slot that a column is for; None if it is for none."""
    match = COLUMN.fullmatch(column)
    kind = match["kind"].lower() if match is not None else None
    return kind if kind in KINDS else None


def _spans(found: Iterable[_TokenLine], columns: Sequence[str], kind: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a label or slot, column by column."""
    lines = list(found)
    for column in columns:
        if _kind(column) != kind:
            continue
        piece: tuple[int, int] | None = None
        for line in lines:
            tag = line.tags[column][0]
            if piece is not None and tag != INSIDE:
                yield piece
                piece = None
            if tag != OUTSIDE:
                piece = (line.span.start if piece is None else piece[0], line.span.end)
        if piece is not None:
            yield piece


CONLL = Format(
    format_id="conll",
    title="CoNLL-U Plus: a token a line, with B, I and O for labels and slots",
    use="training taggers of tokens, and programs that read CoNLL",
    files=(PATTERN,),
    write=each_article(PATTERN, _write),
    read=each_file(PATTERN, _read),
    whole=False,
    losses={
        Aspect.IDS: "left out",
        Aspect.CLAIMS: "the pieces of a claim are spans of their own; claims of one label over the same words are one",
        Aspect.WITHIN_WORDS: "widened to whole tokens; a span of white space alone is left out",
        Aspect.SLOT_OWNERS: "the span is there, and not whose it is",
        Aspect.CLASSES: "left out",
        Aspect.WORDS: "left out",
        Aspect.REFERENCES: "left out",
        Aspect.WITHOUT_TEXT: "refused: the tokens are words",
    },
)
