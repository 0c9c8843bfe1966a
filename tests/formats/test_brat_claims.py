"""brat: what another program reads of an exported folder, and what somebody may change in brat and import again."""

from __future__ import annotations

import io
import json

import pytest
from bioc import brat
from invented import FIGURE, SHIP, STATEMENT, plain_article
from small import OPEN

from claimwire.corpus.workspace import Workspace
from claimwire.formats.brat.claims import BRAT
from claimwire.formats.contract import ArticleLayer, Material, ReadInto, ReadLayer
from claimwire.formats.quotes import read_quoted_claims
from claimwire.schema import LABELS, Span, all_spans, reference_fields, span_slots
from claimwire.schema.fields import shapes

TEXT = SHIP.text or ""
LINES = [STATEMENT, FIGURE | {"voice_id": "02", "part_of_id": "03b"}, FIGURE | {"id": "03b"}]
CLAIMS = tuple(read_quoted_claims(list(enumerate(map(json.dumps, LINES), 1)), SHIP, "heron_1_ada_", "layer")[0])


def written(layer: ArticleLayer) -> dict[str, str]:
    return {file.name: file.content.decode() for file in BRAT.write(Material((layer,)))}


def read(ann: str) -> ReadLayer:
    assert BRAT.read is not None
    (layer,) = BRAT.read({"work/heron_1.ann": ann.encode()}, ReadInto({"heron_1": SHIP}, "ada"))
    return layer


ANN = written(ArticleLayer(SHIP, CLAIMS, "heron_1_ada_"))["heron_1.ann"]


def test_another_program_reads_every_claim_of_the_small_repository(small_built: Workspace) -> None:
    corpus = small_built.corpus(OPEN)
    pieces = 0
    for layer in corpus.layers.values():
        article = corpus.article(layer.article_id)
        files = written(ArticleLayer(article, layer.claims, f"{layer.annotation_id}_"))
        document = brat.load(
            io.StringIO(files[f"{article.article_id}.txt"]), io.StringIO(files[f"{article.article_id}.ann"])
        )
        assert document.text == article.text
        labels = {declaration.label.value for declaration in LABELS}
        found = [one for one in document.entities if one.type in labels]
        assert [(one.type, sorted((s.begin, s.end) for s in one.locations)) for one in found] == [
            (claim.label.value, [(span.start, span.end) for span in claim.spans]) for claim in layer.claims
        ]
        for one, claim in zip(found, layer.claims, strict=True):
            assert one.text == " ".join(span.of(article.text or "") for span in claim.spans)
            attributes = {x.type: next(iter(x.attributes)) for x in document.attributes if x.refid == one.id}
            assert attributes["presented_as"] == claim.presented_as.value
            (note,) = [x for x in document.notes if x.refid == one.id]
            assert json.loads(note.text)["id"] == claim.claim_id.removeprefix(f"{layer.annotation_id}_")
            tied = [x for x in document.relations if x.arguments["Arg1"] == one.id]
            expected = [slot for slot in span_slots(type(claim)) if slot != "spans" and getattr(claim, slot)]
            expected += [name for name in reference_fields(type(claim)) if getattr(claim, name)]
            assert sorted(x.type for x in tied) == sorted(expected)
            pieces += len(all_spans(claim))
    assert pieces > 200


def test_a_claim_over_a_line_end_is_in_two_fragments_and_comes_back_as_one_piece() -> None:
    article = plain_article("Ferry sinks\n\nThe ferry\nsank.\n")
    text = article.text or ""
    line = json.dumps(FIGURE | {"sentences": [0], "spans": "Ferry sinks"})
    (claim,) = read_quoted_claims([(1, line)], article, "h_", "f")[0]
    over = claim.model_copy(update={"spans": (Span(start=text.index("sinks"), end=text.index("ferry")),)})
    ann = written(ArticleLayer(article, (over,), "h_"))["heron_1.ann"]
    (first, *_) = ann.splitlines()
    assert first.split("\t")[1].count(";") == 1
    assert "\n" not in first
    assert BRAT.read is not None
    (layer,) = BRAT.read({"heron_1.ann": ann.encode()}, ReadInto({"heron_1": article}, "ada"))
    assert (layer.problems, layer.claims[0].spans) == ((), over.spans)


def test_what_is_changed_in_brat_is_read_and_a_new_annotation_is_a_claim() -> None:
    start = TEXT.index("Ferries sank in 1999")
    changed = ANN.replace("harm T4 killed", "harm T4 injured")
    assert changed != ANN
    slots = ["presented_as T90 asserted", "event_type T90 disaster", "time_resolution T90 explicit"]
    changed += f"T90\thistorical_background {start} {start + 20}\tFerries sank in 1999\n"
    changed += "".join(f"A{number}\t{slot}\n" for number, slot in enumerate(slots, start=90))
    changed += f"T91\ttime_spans {start + 16} {start + 20}\t1999\nR90\ttime_spans Arg1:T90 Arg2:T91\n"
    layer = read(changed)
    assert layer.problems == ()
    by_id = {claim.claim_id: claim for claim in layer.claims}
    assert by_id["heron_1_ada_03"].harm == "injured"  # type: ignore[attr-defined]
    assert by_id["heron_1_ada_t90"].time_spans == (Span(start=start + 16, end=start + 20),)  # type: ignore[attr-defined]
    assert len(by_id) == len(CLAIMS) + 1


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("T90\tOpinion 0 5\tFerry", "T90 has the type Opinion, which is none of attributed_statement"),
        ("T90\tcue_spans 0 5\tFerry", "T90 is cue_spans of no claim; connect it by a relation cue_spans"),
        ("T90\tcasualty_figure 0 5\tFerry", "T90 is no claim: "),
        ("T90\tcasualty_figure 0 5\tships", "the words are not those of the text at these offsets"),
        ("A90\tcue_class T4 neutral", "A90: casualty_figure has no attribute cue_class"),
        ("R90\tcue_spans Arg1:T1 Arg2:T4", "there is no relation cue_spans from attributed_statement to casualty"),
        ("R90\tvoice_id Arg1:T4 Arg2:T5", "T4 has a voice_id already"),
        ("E1\tAttribution:T1 Content:T1", "event E1: claims are no events"),
        ("N1\tReference T1 Wiki:1\tit", "line N is not read"),
        ("#90\tAnnotatorNotes T1\t{}", "T1 has a note already"),
        ("T90", "not a brat line"),
    ],
)
def test_a_line_that_makes_no_part_of_a_claim_is_a_problem(line: str, problem: str) -> None:
    problems = read(f"{ANN}{line}\n").problems
    assert any(problem in told for told in problems), problems
    assert all(told.startswith("work/heron_1.ann:") for told in problems)


@pytest.mark.parametrize("note", ["{", "[1]", '{"id": 1, "id": 2}'])
def test_a_note_that_is_no_object_is_named_with_its_line(note: str) -> None:
    lines = ANN.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("#1\t"))
    lines[place] = "\t".join([*lines[place].split("\t")[:2], note])
    problems = read("\n".join(lines)).problems
    assert any(told.startswith(f"work/heron_1.ann:{place + 1}: the note on ") for told in problems)


def test_two_claims_of_one_id_are_named() -> None:
    problems = read(ANN.replace('"id": "03b"', '"id": "03"')).problems
    assert sum("has the id '03', which another claim of the file has, too" in told for told in problems) == 2


def test_the_configuration_has_every_label_slot_and_value() -> None:
    files = written(ArticleLayer(SHIP, CLAIMS, "heron_1_ada_"))
    lines = files["annotation.conf"].splitlines()
    for declaration in LABELS:
        assert declaration.label.value in lines
        assert f"{declaration.label.value}\tbgColor:{declaration.color}, fgColor:white" in files["visual.conf"]
        for shape in shapes(declaration.model):
            if shape.vocabulary is not None and not shape.many and shape.role != "label":
                (line,) = [x for x in lines if x.startswith(f"{shape.name}\tArg:")]
                assert declaration.label.value in line
                assert line.endswith(f"Value:{'|'.join(shape.vocabulary.names())}")
