"""Invented files in the shapes of corpora that people annotated; they have all that the tables of losses name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def place(text: str, words: str) -> tuple[int, int]:
    """Return where words are in a text, once; what stands before a `|` is only there to find them."""
    before, mark, marked = words.rpartition("|")
    assert text.count(before + marked) == 1, words
    start = text.index(before + marked) + len(before)
    assert bool(mark) == bool(before)
    return start, start + len(marked)


# PolNeAR

HARBOUR = """Harbour of Orlan to close

The council said the harbour would close “for good”, and that boats could leave. “It is old,” said Ada Lorn, “and it \
leaks.” It is known as the Old Basin. She has campaigned for a new pier in Orlan.

Follow Ada Lorn on the radio.
"""


class Ann:
    """Lines of an `.ann` file, whose offsets are those of words in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[str] = []
        self._bound = self._events = 0

    def bound(self, kind: str, *words: str) -> str:
        """Add a text-bound annotation of words and return its id."""
        ranges = [place(self._text, piece) for piece in words]
        self._bound += 1
        shown = " ".join(self._text[start:end] for start, end in ranges)
        places = ";".join(f"{start} {end}" for start, end in ranges)
        self._lines.append(f"T{self._bound}\t{kind} {places}\t{shown}")
        return f"T{self._bound}"

    def event(self, kind: str, trigger: str, **parts: str) -> None:
        """Add an event with a trigger of its own and the parts by role."""
        key = self.bound(kind, trigger)
        self._events += 1
        roles = " ".join(f"{role.capitalize()}:{part}" for role, part in parts.items())
        self._lines.append(f"E{self._events}\t{kind}:{key} {roles}")

    def line(self, line: str) -> None:
        """Add any line."""
        self._lines.append(line)

    @property
    def content(self) -> str:
        """The file."""
        return "".join(f"{line}\n" for line in self._lines)


def polnear_ann() -> Ann:
    """Return the marks of one annotator: a discontinuous content, one without a source, one that cuts a word."""
    ann = Ann(HARBOUR)
    content = ann.bound("Content", "the harbour would close “for good”", "that boats could leave")
    cue, source = ann.bound("Cue", "council |said"), ann.bound("Source", "The council")
    ann.event("Attribution", "council |said", content=content, source=source, cue=cue)
    content = ann.bound("Content", "“It is old,”", "“and it leaks.”")
    cue, source = ann.bound("Cue", "” |said"), ann.bound("Source", "said |Ada Lorn")
    ann.event("Attribution", "” |said", content=content, cue=cue, source=source)
    content, cue = ann.bound("Content", "the Old Basi"), ann.bound("Cue", "is known as")
    ann.event("Attribution-no-source", "is known as", content=content, cue=cue)
    cue, source = ann.bound("Cue", "has campaigned for"), ann.bound("Source", "She")
    ann.event("Attribution", "has campaigned for", cue=cue, source=source)
    ann.bound("Source", "a new pier in |Orlan")
    ann.bound("Discard", "Follow Ada Lorn on the radio.")
    ann.line("#1\tAnnotatorNotes T1\ta remark")
    return ann


def _polnear() -> dict[str, str]:
    other = Ann(HARBOUR)
    other.event("Attribution", "council |said", content=other.bound("Content", "that boats could leave"))
    return {
        "dev/text/a_2031-05-05_harbour.txt": HARBOUR,
        "dev/attributions/a_2031-05-05_harbour_4b22.ann": polnear_ann().content,
        "dev/attributions/a_2031-05-05_harbour_ef2d.ann": other.content,
    }


# NewsDiscourse

NUMBERED = """URL https://orlan.example/bridge
DATE/ 2031-05-06

H Bridge of Orlan shut

S1 The bridge of Orlan was shut on Monday.
S2 In 1987 another bridge fell, and nobody was hurt.

S3 “We wait,” said Ada Lorn.
"""

TYPES = (
    ("S1", "Main"),
    ("S1", "Main_Consequence"),
    ("S1", "Cause_Specific"),
    ("S1", "Cause_General"),
    ("S2", "Distant_Historical"),
    ("S3", "Distant_Anecdotal"),
    ("S3", "Distant_Evaluation"),
    ("S3", "Distant_Expectations_Consequences"),
    ("S3", "NA"),
    ("S3", "Speech"),
)


def _newsdiscourse() -> dict[str, str]:
    starts = {key: NUMBERED.index(f"{key} ") for key, _ in TYPES}
    lines = [
        f"T{number}\t{kind} {starts[key]} {starts[key] + 2}\t{key}\n" for number, (key, kind) in enumerate(TYPES, 1)
    ]
    lines.append("#1\tAnnotatorNotes T1\ta remark\n")
    return {"Business/bridge_1.txt": NUMBERED, "Business/bridge_1.ann": "".join(lines)}


# GUM

PIER = """# newdoc id = GUM_news_pier
# meta::title = Pier opens
# meta::dateCreated = 2031-05-07
# newpar
1 Pier 2 nsubj Discourse=organization-heading:1->3:4
2 opens 0 root Entity=(1-place)

# newpar
1 The 2 det Discourse=attribution-positive:2->3:1:sem
2 mayor 3 nsubj Entity=(2-person)
3 said 0 root _
4 that 7 mark Discourse=ROOT:3:0
5 the 6 det _
6 pier 7 nsubj _
7 opened 3 ccomp _
8 when 10 mark Discourse=context-circumstance:4->3:0
9 it 10 nsubj _
10 rained 7 advcl SpaceAfter=No
11 . 3 punct _

1 According 3 case Discourse=attribution-positive:5->6:0
2 to 1 fixed _
3 Lorn 6 obl SpaceAfter=No
4 , 3 punct _
5 boats 6 nsubj Discourse=joint-list_m:6->3:2
6 left 0 root SpaceAfter=No
7 . 6 punct _

1-2 Didn't _ _ _
1 Did 4 aux Discourse=attribution-negative:7->8:0
2 n't 4 advmod _
3 he 4 nsubj _
4 say 0 root _
5 why 4 ccomp Discourse=evaluation-comment:8->3:3|SpaceAfter=No
6 ? 4 punct _

"""

WITHHELD = """# newdoc id = GUM_reddit_pier
# meta::title = Thread
1 _ 2 nsubj Discourse=organization-heading:1->2:4
2 _ 0 root _
"""


def conllu(short: str) -> str:
    """Return a CoNLL-U file of lines with number, form, head, relation and MISC."""
    lines = []
    for line in short.splitlines():
        if line.startswith("#") or not line:
            lines.append(line)
            continue
        number, form, head, relation, misc = line.split(" ")
        lines.append("\t".join([number, form, form, "X", "X", "_", head, relation, "_", misc]))
    return "".join(f"{line}\n" for line in lines)


def _gum() -> dict[str, str]:
    return {"GUM_news_pier.conllu": conllu(PIER), "GUM_reddit_pier.conllu": conllu(WITHHELD)}


# German Wikinews

STADT = """Der Bürgermeister sagte der Presse, das Wasser steige. „Es ist kalt“, so Ada Lorn. Der Fischer sagte, sein \
Sohn habe gerufen, er komme. Man sprach über den Hafen."""


def quotation(quote: Iterable[str], kind: str = "Indirect", **more: Any) -> dict[str, Any]:
    """Return an annotation with roles by words; what is no role stands as it is."""
    roles = {"speaker": (), "cue": (), "frame": (), "addressee": (), "quote": quote}
    given = {name: more.pop(name) for name in [*roles] if name in more}
    return {name: role(words) for name, words in (roles | given).items()} | {
        "medium": "Speech",
        "isNested": False,
        "hasNested": False,
        "type": kind,
        **more,
    }


def role(words: Iterable[str]) -> dict[str, Any]:
    """Return the pieces of a role."""
    pieces = [place(STADT, piece) for piece in words]
    return {
        "spans": [{"charBegin": start, "charEnd": end} for start, end in pieces],
        "text": " ".join(STADT[start:end] for start, end in pieces),
    }


def _german_wikinews() -> dict[str, str]:
    annotations = [
        quotation(
            ["das Wasser steige"],
            speaker=["Der Bürgermeister"],
            cue=["Bürgermeister |sagte"],
            addressee=["der Presse"],
            frame=["Der Bürgermeister sagte der Presse"],
        ),
        quotation(["„Es ist kalt“"], "Direct", speaker=["Ada Lorn"], cue=["so"]),
        quotation(["sein Sohn habe gerufen, er komme"], speaker=["Der Fischer"], hasNested=True),
        quotation(["er komme"], speaker=["sein Sohn"], isNested=True),
        quotation(["Man sprach über den Hafen"], "Reported"),
        quotation([], "Reported", speaker=["Man"]),
    ]
    name = "7 - Wasser steigt in Orlan (2031-05-08)"
    record = {"documentName": name, "originalText": STADT, "annotations": annotations, "sentences": [], "tokens": []}
    return {f"train/{name}.pretty.json": json.dumps(record, ensure_ascii=False, indent=4)}


# HumSet

REPORT = """At least 12 civilians were killed in Orlan, and about 300 families were displaced. 40% of the people were \
displaced. 5 trucks arrived. 7 children missing. In all, over 90 people were \
killed or maimed; 8 non-displaced people"""


def quantity(**parts: str) -> dict[str, Any]:
    """Return a quantity with its parts by words, and `eventType` as it is."""
    row: dict[str, Any] = {"eventType": parts.pop("eventType", "EventP")}
    for name, words in parts.items():
        start, end = place(REPORT, words)
        row[name] = {"text": REPORT[start:end], "begin": start, "end": end}
    return row


def _humset() -> dict[str, str]:
    rows = [
        quantity(modifier="At least", quantity="12", unit="civilians", eventDescription="civilians were |killed"),
        quantity(modifier="about", quantity="300", unit="families", eventDescription="families were |displaced"),
        quantity(quantity="40%", unit="the |people", eventDescription="people were |displaced"),
        quantity(quantity="5", unit="trucks", eventDescription="arrived"),
        quantity(quantity="7", unit="children", eventDescription="missing"),
        quantity(modifier="over", quantity="90", unit="90 |people", eventDescription="killed or maimed"),
        quantity(quantity="8", unit="non-displaced people"),
    ]
    return {
        "text_sources/a1_17.txt": REPORT,
        "GroundTruthISI/a1_17.txt.json": json.dumps(rows),
        "text_sources/a2_18.txt": "Nobody came to the harbour.",
        "GroundTruthISI/a2_18.txt.json": "[]",
        "annotations/a1_19.txt/a1/a1.xmi": humset_xmi(),
    }


def humset_xmi() -> str:
    """Return marks of a text as INCEpTION writes them: a number with two events, one without, and words alone."""
    text = "🚢 5 men were killed and wounded, 6 men came, at least."
    spans = [
        (10, "5", "Number"),
        (11, "5 |men", "Unit"),
        (12, "killed", "EventO"),
        (13, "wounded", "EventP"),
        (14, "6", "Number"),
        (15, "at least", "Modifier"),
    ]
    relations = [(20, 10, 11), (21, 10, 12), (22, 10, 13)]
    lines = []
    for key, words, label in spans:
        start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in place(text, words))
        lines.append(f'<custom:Span xmi:id="{key}" sofa="1" begin="{start}" end="{end}" label="{label}"/>')
    for key, governor, dependent in relations:
        lines.append(
            f'<custom:Relation xmi:id="{key}" sofa="1" begin="3" end="4" '
            f'Dependent="{dependent}" Governor="{governor}"/>'
        )
    members = " ".join(str(key) for key in (8, *range(10, 16), *range(20, 23)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore" '
        'xmlns:type3="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" xmi:version="2.0">'
        '<cas:NULL xmi:id="0"/><type3:DocumentMetaData xmi:id="8" sofa="1" begin="0" end="9" '
        f'documentTitle="a1_19.txt"/>{"".join(lines)}'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>'
        f'<cas:View sofa="1" members="{members}"/></xmi:XMI>'
    )


# REDEWIEDERGABE

HEADER = "tok normtok lemma pos rfpos sentstart stwr frame speaker intexpr note"
ROWS = """Er - frame.1 speaker.1 - -
rief - frame.1 - intexpr.1 -
: - frame.1 - - -
„ direct.speech.1 - - - -
Sie direct.speech.1|reported.speech.2.nonfact - speaker.2 - -
sprach direct.speech.1|reported.speech.2.nonfact - - intexpr.2 -
nicht direct.speech.1|reported.speech.2.nonfact - - - -
. direct.speech.1 - - - -
“ direct.speech.1 - - - -
Kalt freeIndirect.thought.3.border=state.prag.metaph - - - -
war freeIndirect.thought.3.border=state.prag.metaph - - - -
es freeIndirect.thought.3.border=state.prag.metaph - - - note
, - - - - -
( - - - - -
dachte - - speaker.9 - -
sie - - - - -
) - - - - -
. - - - - -
"""


def tsv(rows: str) -> str:
    """Return a file of lines with token, stwr, frame, speaker, intexpr and note."""
    lines = ["\t".join(HEADER.split())]
    for line in rows.splitlines():
        token, stwr, frame, speaker, intexpr, note = line.split(" ")
        lines.append("\t".join([token, token, token, "X", "X", "no", stwr, frame, speaker, intexpr, note]))
    return "".join(f"{line}\n" for line in lines)


def _redewiedergabe() -> dict[str, str]:
    return {"tsv/rwk_mkhz_17-1.xmi.tsv": tsv(ROWS), "tsv/metadata.tsv": "sample\tyear\nrwk_mkhz_17-1\t1850\n"}


KALT = """
               Er rief: „Sie
                        sprach nicht.“
               Kalt war es, (dachte sie).
"""


def redewiedergabe_xmi() -> str:
    """Return the same sample as an XMI file, whose lines are broken and indented, below words that are none of it."""
    above = "Metadaten"
    text = above + KALT

    def annotation(key: int, kind: str, words: str, **features: str) -> str:
        start = len(above) + KALT.index(words)
        told = "".join(f' {name}="{value}"' for name, value in features.items())
        return f'<rw:{kind} xmi:id="{key}" sofa="1" begin="{start}" end="{start + len(words)}"{told}/>'

    inner = {"Medium": "speech", "NonFact": "nonFact", "Border": " ", "Prag": " ", "Metaph": " "}
    outer = inner | {"NonFact": " "}
    thought = {"Medium": "thought", "NonFact": " ", "Border": "state", "Prag": "prag", "Metaph": "metaph"}
    marks = [
        annotation(2, "Text", KALT),
        annotation(3, "Stwr", "„Sie\n                        sprach nicht.“\n", RType="direct", StwrID="1", **outer),
        annotation(4, "Stwr", "Sie\n                        sprach nicht", RType="reported", StwrID="2", **inner),
        annotation(5, "Stwr", "Kalt war es", RType="freeIndirect", StwrID="3", **thought),
        annotation(6, "Speaker", "Er", SpeakerID="1"),
        annotation(7, "Speaker", "Sie", SpeakerID="2"),
        annotation(8, "Speaker", "dachte", SpeakerID="9"),
        annotation(9, "IntExpression", "rief", IntExpressionID="1"),
        annotation(10, "IntExpression", "sprach", IntExpressionID="2"),
        annotation(11, "Frame", "Er rief:", FrameID="1", Pos="start"),
    ]
    members = " ".join(str(key) for key in range(2, 12))
    sofa = text.replace("\n", "&#10;")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:rw="http:///de/idsma/rw.ecore" xmi:version="2.0">'
        f'<cas:NULL xmi:id="0"/>{"".join(marks)}'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{sofa}"/>'
        f'<cas:View sofa="1" members="{members}"/></xmi:XMI>'
    )


FILES = {
    "polnear": _polnear,
    "newsdiscourse": _newsdiscourse,
    "gum": _gum,
    "german_wikinews": _german_wikinews,
    "humset": _humset,
    "redewiedergabe": _redewiedergabe,
}
"""The files of each corpus, by `format_id`."""

WHOSE = {"polnear": "4b22"}
"""Whose marks the tests read, where a corpus has several annotators of one text."""


def write_others(format_id: str, folder: Path) -> Path:
    """Write the files of a corpus to a folder of its name, and return it."""
    for name, content in FILES[format_id]().items():
        path = folder / format_id / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    return folder / format_id
