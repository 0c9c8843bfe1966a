"""REDEWIEDERGABE: represented speech, thought and writing in old German texts, in `rwk_*.tsv` or `rwk_*.xmi`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ...errors import FormatError
from ...pieces import Pieces
from ...schema.vocab import Label
from ..mark import SPANS
from .contract import HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, stem_of
from .redewiedergabe_files import FRAME, INTEXPR, NOTE, SPEAKER, StwrSample, sample_of_tsv, sample_of_xmi

SLOT_OF = {SPEAKER: "source_spans", INTEXPR: "cue_spans"}
QUOTE_TYPE_OF = {"direct": "direct", "indirect": "indirect", "reported": "indirect", "freeIndirect": "indirect"}
"""The `quote_type` of a type; of two alternatives (`indirect_freeIndirect`) the first counts."""

MEDIUM, NONFACT, PRAG, METAPH, BORDER = "medium", "nonfact", "prag", "metaph", "border"
SPACES = "the spaces of the text"
LOOSE = "a speaker or intexpr without its stwr"

MAPS = (
    Mapped("stwr", ("attributed_statement", "spans"), "of all types and media, in all its pieces"),
    Mapped("type of a stwr", ("quote_type",), "`direct` is direct, all others are indirect"),
    Mapped("level of a stwr", ("voice_id",), "the stwr that it is in"),
    Mapped(BORDER, ("confidence",), "low: borderline cases"),
    Mapped("speaker", ("source_spans",), "the words; no name is written down"),
    Mapped("intexpr", ("cue_spans",), ""),
    Mapped(FRAME, (), "speaker, cue and what is around them"),
    Mapped(MEDIUM, (), "speech, thought or writing are other classes than our channels"),
    Mapped(NONFACT, (), "what is not said, asked or wished: other classes than ours"),
    Mapped(PRAG, (), "no class of ours"),
    Mapped(METAPH, (), "no class of ours"),
    Mapped(NOTE, (), "words of a footnote stay in the text"),
    Mapped(LOOSE, (), "at the edge of a sample"),
    Mapped(
        SPACES,
        (),
        "TSV files have none; they are put back by rules, and no span depends on it. Paragraphs are in no file",
    ),
)


def read_redewiedergabe(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of files."""
    if whose is not None:
        raise FormatError(f"a file of REDEWIEDERGABE is of one layer; name the folder of {whose!r} instead of --whose")
    return [_document(file, content) for file, content in files.items()]


def _document(file: str, content: bytes) -> HumanDocument:
    is_tsv = file.endswith(".tsv")
    sample = sample_of_tsv(decoded(content, file), file) if is_tsv else sample_of_xmi(content, file)
    name = stem_of(file, ".xmi.tsv", ".tsv", ".xmi")
    marks, dropped = tuple(_marks(sample)), _dropped(sample)
    return HumanDocument(name, file, name, sample.text, marks, dropped=dropped, problems=tuple(sample.problems))


def _marks(sample: StwrSample) -> Iterator[HumanMark]:
    for key, statement in sample.statements.items():
        pieces: dict[str, Pieces] = {SPANS: tuple(statement.pieces)}
        pieces |= {SLOT_OF[column]: tuple(those) for column, those in sample.slots.get(key, {}).items()}
        judged = {"quote_type": QUOTE_TYPE_OF[statement.kind.partition("_")[0]]}
        if any(attribute.partition("=")[0] == BORDER for attribute in statement.attributes):
            judged["confidence"] = "low"
        within = None if statement.above is None else f"s{statement.above}"
        yield HumanMark(f"s{key}", Label.ATTRIBUTED_STATEMENT, pieces, judged, within=within)


def _dropped(sample: StwrSample) -> Counter[str]:
    statements = sample.statements.values()
    said = Counter(attribute.partition("=")[0] for statement in statements for attribute in statement.attributes)
    dropped = Counter({name: said[name] for name in (NONFACT, PRAG, METAPH)})
    dropped += Counter({FRAME: len(sample.frames), MEDIUM: len(statements), NOTE: sample.notes})
    dropped[LOOSE] = sum(key not in sample.statements for key in sample.slots)
    dropped[SPACES] = int(sample.spaces_made)
    return +dropped


REDEWIEDERGABE = HumanCorpus(
    format_id="redewiedergabe",
    title="REDEWIEDERGABE",
    language="de",
    labels=(Label.ATTRIBUTED_STATEMENT,),
    annotation_licence="CC BY-NC-SA 4.0",
    text_licence="CC BY-NC-SA 4.0",
    texts_open=True,
    files=("rwk_*.tsv", "rwk_*.xmi"),
    read=read_redewiedergabe,
    maps=MAPS,
)
