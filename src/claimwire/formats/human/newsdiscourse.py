"""NewsDiscourse: a role for every sentence, in `NAME.ann` beside `NAME.txt` with numbered sentences.

A line of the text is `URL ...`, `DATE/ ...`, `H headline`, or a sentence after its key, `S1 ...`; a blank line ends a
paragraph. A line of the annotations is an id, a type with offsets, and the key of the sentence, with tabs between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import FormatError
from ...schema.vocab import Label
from ..mark import SPANS
from .contract import NONE_STATED, HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, stem_of

SENTENCE = re.compile(r"(?P<key>S[0-9]+)(?:\s+(?P<words>.*))?")

HISTORICAL = "Distant_Historical"
OTHER = "attributes and notes"
SPEECH = "Speech"

LOST = {
    SPEECH: "that a source speaks in the sentence; which words are its content is not told",
    "Main": "what the article is about",
    "Main_Consequence": "what followed from it",
    "Cause_Specific": "a recent event that led to it: part of what is reported",
    "Cause_General": "the circumstances now",
    "Distant_Anecdotal": "events told as examples, not certain to have been",
    "Distant_Evaluation": "opinions",
    "Distant_Expectations_Consequences": "what may come",
    "NA": "no role",
}
"""The types that become no claim, and why."""

MAPS = (
    Mapped(
        HISTORICAL,
        ("historical_background", "spans"),
        "the whole sentence, whose one role is an event of two months ago or more; background in a clause of another "
        "sentence is not marked",
    ),
    *(Mapped(theirs, (), why) for theirs, why in LOST.items()),
    Mapped(OTHER, (), "lines that begin with A, E, M, N, R, # or *"),
)
TYPES = frozenset({HISTORICAL, *LOST})


@dataclass
class _Text:
    """The text of a document without keys, and where each sentence is in it."""

    headline: str | None = None
    text: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def read_newsdiscourse(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of `.ann` files with the texts of the `.txt` files beside them."""
    if whose is not None:
        raise FormatError(f"the files of NewsDiscourse are of one layer; nobody is called {whose!r} there")
    texts = {stem_of(file, ".txt"): (file, content) for file, content in files.items() if file.endswith(".txt")}
    documents = []
    for file, content in files.items():
        if not file.endswith(".ann"):
            continue
        name = stem_of(file, ".ann")
        if name not in texts:
            raise FormatError(f"{file}: there is no {name}.txt among the files; name the folder above both")
        text = _text(*texts[name])
        documents.append(_document(name, file, decoded(content, file), text))
    return documents


def _text(file: str, content: bytes) -> _Text:
    found = _Text()
    separator = ""
    for number, line in enumerate(decoded(content, file).split("\n"), start=1):
        words = line.strip()
        sentence = SENTENCE.fullmatch(words)
        if not words:
            separator = "\n\n" if found.text else ""
        elif sentence is not None:
            start = len(found.text) + len(separator)
            said = (sentence["words"] or "").strip()
            if sentence["key"] in found.places:
                raise FormatError(f"{file}:{number}: there is a sentence {sentence['key']} already")
            found.text += separator + said
            found.places[sentence["key"]] = start, len(found.text)
            separator = " "
        elif words.split()[0] == "H":
            found.headline = words[1:].strip() or None
        elif words.split()[0] not in ("URL", "DATE/"):
            raise FormatError(f"{file}:{number}: expected URL, DATE/, H or S and a number, found {words[:40]!r}")
    if not found.places:
        raise FormatError(f"{file}: it has no line such as `S1 A sentence.`")
    return found


def _document(name: str, file: str, ann: str, text: _Text) -> HumanDocument:
    dropped: Counter[str] = Counter()
    marks: dict[str, HumanMark] = {}
    problems = []
    for number, line in enumerate(ann.split("\n"), start=1):
        if not line.strip():
            continue
        if line[0] in "AEMNR#*":
            dropped[OTHER] += 1
            continue
        parts = line.strip().split("\t")
        kind = parts[1].split()[0] if len(parts) == 3 and parts[1].strip() else None
        key = parts[-1].strip()
        if kind not in TYPES:
            problems.append(f"{file}:{number}: expected an id, a type, and a sentence's key, found {line[:60]!r}")
        elif key not in text.places:
            problems.append(f"{file}:{number}: the text has no sentence {key[:20]!r}")
        elif kind == HISTORICAL:
            pieces = {SPANS: (text.places[key],)}
            marks[key] = HumanMark(key.lower(), Label.HISTORICAL_BACKGROUND, pieces)
        else:
            dropped[kind] += 1
    return HumanDocument(
        name, file, text.headline or name, text.text, tuple(marks.values()), dropped=dropped, problems=tuple(problems)
    )


NEWSDISCOURSE = HumanCorpus(
    format_id="newsdiscourse",
    title="NewsDiscourse",
    language="en",
    labels=(Label.HISTORICAL_BACKGROUND,),
    annotation_licence=NONE_STATED,
    text_licence=f"{NONE_STATED}; the texts are the publishers'",
    texts_open=False,
    files=("*.ann", "*.txt"),
    read=read_newsdiscourse,
    maps=MAPS,
)
