"""PolNeAR: attributions in brat's files, `NAME_ANNOTATOR.ann` beside `NAME.txt` in one folder or a neighbouring one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePath

from ...errors import FormatError
from ...schema.vocab import Label
from ..brat import BratText, brat_layer
from ..brat.lines import lines_of
from ..mark import LEFT_OUT, LayerFile
from .contract import NONE_STATED, HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, first_line, stem_of

NAME = re.compile(r"(?P<document>.+)_(?P<annotator>[0-9a-z]{4})\.ann")
DAY = re.compile(r"_([0-9]{4}-[0-9]{2}-[0-9]{2})_")
"""The day of publication in a document's name."""

DISCARD = "Discard"
NO_CONTENT = "an attribution without content"
ALONE = "a Source or Cue in no attribution"
OTHER = "other types, attributes and notes"

MAPS = (
    Mapped(
        "Attribution, Attribution-no-source",
        ("attributed_statement",),
        "thoughts, plans and feelings are attributions, too, also those that only an act shows",
    ),
    Mapped("Content", ("spans",), "discontinuous where it is; one in no attribution is a statement by itself"),
    Mapped("Source", ("source_spans",), "the words; no name is written down"),
    Mapped("Cue", ("cue_spans",), ""),
    Mapped(DISCARD, (), "words that are no part of the article, such as a footer"),
    Mapped(NO_CONTENT, (), "a statement has a content"),
    Mapped(ALONE, (), "what it belongs to is not told"),
    Mapped(OTHER, (), "PolNeAR's guidelines have none; a file of the same shape may"),
)


def read_polnear(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of `.ann` files with the texts of the `.txt` files of their names."""
    texts = {stem_of(file, ".txt"): (file, content) for file, content in files.items() if file.endswith(".txt")}
    documents = []
    for file, content in files.items():
        if file.endswith(".txt"):
            continue
        found = NAME.fullmatch(PurePath(file).name)
        name, annotator = (found["document"], found["annotator"]) if found else (stem_of(file, ".ann"), None)
        if whose is not None and annotator != whose:
            continue
        if name not in texts:
            raise FormatError(f"{file}: there is no {name}.txt among the files; name the folder above both")
        text = BratText.of_file(decoded_as_is(*texts[name]))
        documents.append(_document(name, file, text, brat_layer(lines_of(content, Path(file)), text, "")))
    return documents


def decoded_as_is(file: str, content: bytes) -> str:
    """Return the text of a file with its line ends and its byte order mark, which offsets may count."""
    decoded(content, file)
    return content.decode("utf-8")


def _document(name: str, file: str, text: BratText, layer: LayerFile) -> HumanDocument:
    day = DAY.search(name)
    return HumanDocument(
        name,
        file,
        first_line(text.text, name),
        text.text,
        tuple(
            HumanMark(mark.mark_id.removeprefix("_"), Label.ATTRIBUTED_STATEMENT, mark.pieces)
            for mark in layer.marks
            if mark.label == Label.ATTRIBUTED_STATEMENT
        ),
        published=day[1] if day else None,
        dropped=_dropped(layer),
        problems=tuple(problem.removesuffix(LEFT_OUT) for problem in (*layer.problems, *layer.notes)),
    )


def _dropped(layer: LayerFile) -> Counter[str]:
    """Return what a file has beside attributions, in the words of the table."""
    dropped: Counter[str] = Counter()
    for what, count in layer.left_out.items():
        if what == f"type {DISCARD}":
            dropped[DISCARD] += count
        elif what == "attribution without content":
            dropped[NO_CONTENT] += count
        elif what.endswith(" in no attribution"):
            dropped[ALONE] += count
        else:
            dropped[OTHER] += count
    dropped[OTHER] += sum(mark.label != Label.ATTRIBUTED_STATEMENT for mark in layer.marks)
    return +dropped


POLNEAR = HumanCorpus(
    format_id="polnear",
    title="PolNeAR 1.0.0",
    language="en",
    labels=(Label.ATTRIBUTED_STATEMENT,),
    annotation_licence=NONE_STATED,
    text_licence=f"{NONE_STATED}; the texts are the seven publishers'",
    texts_open=False,
    files=("*.ann", "*.txt"),
    read=read_polnear,
    maps=MAPS,
)
