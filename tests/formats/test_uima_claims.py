"""UIMA: what dkpro-cassis reads of exported files itself, and what comes back that somebody changed in such a tool."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import cassis
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inception import declared_types, is_slot, layers_in
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT, plain_article
from said import layers_by
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.records import sha256_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import FormatError
from claimwire.formats.contract import ArticleLayer, Material, ReadInto, ReadLayer
from claimwire.formats.quotes import read_quoted_claims
from claimwire.formats.uima.characters import FORBIDDEN, replaced, xml_text
from claimwire.formats.uima.claims import UIMA
from claimwire.ingest.article import dehydrated
from claimwire.schema import LABELS, SPAN_SLOTS, Article, Span, claim_order, reference_fields, span_slots
from claimwire.schema.fields import shapes

LINES = [BACKGROUND, STATEMENT, FIGURE | {"voice_id": "02", "lower": 3}]
READ = read_quoted_claims(list(enumerate(map(json.dumps, LINES), 1)), SHIP, "heron_1_ada_", "layer")[0]
CLAIMS = tuple(sorted(READ, key=claim_order))
STATEMENT_CLAIM, FIGURE_CLAIM, BACKGROUND_CLAIM = sorted(CLAIMS, key=lambda claim: claim.label)
LAYER = ArticleLayer(SHIP, CLAIMS, "heron_1_ada_")
CUSTOM = "webanno.custom."
NAME = "work/heron_1.xmi"


def written(*layers: ArticleLayer) -> dict[str, bytes]:
    return {file.name: file.content for file in UIMA.write(Material(layers))}


def cas_of(files: dict[str, bytes], name: str = "heron_1.xmi") -> Any:
    """Return a file as a program has it that uses cassis alone."""
    return cassis.load_cas_from_xmi(BytesIO(files[name]), cassis.load_typesystem(BytesIO(files["TypeSystem.xml"])))


def read(cas: Any, article: Article = SHIP, name: str = NAME) -> ReadLayer:
    assert UIMA.read is not None
    content = cas if isinstance(cas, bytes) else cas.to_xmi().encode()
    (layer,) = UIMA.read({name: content}, ReadInto({article.article_id: article}, "ada"))
    return layer


def changed(change: Callable[[Any], object]) -> ReadLayer:
    """Return what is read of the claims after somebody changed them."""
    cas = cas_of(written(LAYER))
    change(cas)
    return read(cas)


def only(cas: Any, kind: str) -> Any:
    (found,) = cas.select(f"{CUSTOM}{kind}")
    return found


def added(cas: Any, kind: str, words: str, **features: Any) -> Any:
    """Add an annotation on the first of some words, as somebody does who annotates."""
    start = cas.sofa_string.index(words)
    made = cas.typesystem.get_type(f"{CUSTOM}{kind}")(begin=start, end=start + len(words), **features)
    cas.add(made)
    return made


def linked(cas: Any, kind: str, target: Any) -> Any:
    """Return the value of a feature with one link."""
    link = cas.typesystem.get_type(f"{CUSTOM}{kind}Link")(role="here", target=target)
    return cas.typesystem.get_type("uima.cas.FSArray")(elements=[link])


def test_cassis_reads_every_claim_of_the_small_repository(small_built: Workspace) -> None:
    corpus = small_built.corpus(OPEN)
    layers = layers_by(corpus, "ada")
    files = written(*layers)
    count = 0
    for layer in layers:
        cas = cas_of(files, f"{layer.article.article_id}.xmi")
        assert cas.sofa_string == layer.article.text
        text = layer.text
        for declaration in LABELS:
            claims = [claim for claim in layer.claims if claim.label is declaration.label]
            found = {one.claim_id: one for one in cas.select(f"{CUSTOM}{declaration.model.__name__}")}
            assert set(found) == {layer.short_id(claim.claim_id) for claim in claims}
            for claim in claims:
                one = found[layer.short_id(claim.claim_id)]
                for slot in span_slots(declaration.model):
                    parts = [link.target for link in (one[slot].elements if one[slot] else ())]
                    words = [part.get_covered_text() for part in ([one] if slot == "spans" else []) + parts]
                    assert words == [span.of(text) for span in getattr(claim, slot)]
                for field in reference_fields(declaration.model):
                    named = [link.target.claim_id for link in (one[field].elements if one[field] else ())]
                    told = getattr(claim, field)
                    assert named == ([] if told is None else [layer.short_id(told)])
                assert one.presented_as == claim.presented_as.value
                assert one.statement == claim.statement
                count += 1
    assert count > 100


def test_the_type_system_is_what_inception_takes_for_layers() -> None:
    types = declared_types(written(LAYER)["TypeSystem.xml"])
    layers = layers_in(types)
    wanted = {f"{CUSTOM}{declaration.model.__name__}" for declaration in LABELS}
    slots = {f"{CUSTOM}{slot.field.title().replace('_', '')}" for slot in SPAN_SLOTS if slot.field != "spans"}
    assert layers == dict.fromkeys(wanted | slots | {f"{CUSTOM}ClaimPiece"}, "span")
    assert {f"{CUSTOM}SourceSpans", f"{CUSTOM}AttributedStatement"} <= layers.keys()
    for declaration in LABELS:
        features = types[f"{CUSTOM}{declaration.model.__name__}"].features
        links = {*span_slots(declaration.model), *reference_fields(declaration.model)}
        assert {name for name, feature in features.items() if is_slot(feature, types)} == links
        for name in links:
            link = features[name].element
            assert link == f"{CUSTOM}{declaration.model.__name__}{name[0].upper()}{name[1:]}Link"
            assert types[link].features["target"].range in {*layers, "uima.tcas.Annotation"}
        for shape in shapes(declaration.model):
            if shape.vocabulary is not None and shape.role != "label":
                assert ", ".join(shape.vocabulary.names()) in features[shape.name].description
        others = {name: feature.range for name, feature in features.items() if name not in links}
        assert set(others.values()) <= {"uima.cas.String", "uima.cas.StringArray"}, "others of UIMA are never absent"


def test_a_relation_and_a_type_that_is_no_layer_are_known_as_such() -> None:
    types = cassis.TypeSystem()
    types.create_type(f"{CUSTOM}Span")
    relation = types.create_type(f"{CUSTOM}Relation")
    neither = types.create_type(f"{CUSTOM}Neither")
    below = types.create_type(f"{CUSTOM}Below", f"{CUSTOM}Span")
    for name in ("Governor", "Dependent"):
        types.create_feature(relation, name, f"{CUSTOM}Span")
    types.create_feature(neither, "other", below)
    found = layers_in(declared_types(types.to_xml().encode()))
    assert found == {f"{CUSTOM}Span": "span", f"{CUSTOM}Relation": "relation"}


def test_what_nobody_changed_is_as_it_was() -> None:
    layer = changed(lambda cas: None)
    assert (layer.claims, layer.problems) == (CLAIMS, ())


def test_the_pieces_of_a_claim_are_linked_and_spans_of_two_claims_over_the_same_words_are_one() -> None:
    two = (STATEMENT_CLAIM, STATEMENT_CLAIM.model_copy(update={"claim_id": "heron_1_ada_04"}))
    cas = cas_of(written(ArticleLayer(SHIP, two, "heron_1_ada_")))
    assert only(cas, "SourceSpans").get_covered_text() == "Ada Lorn"
    pieces = cas.select(f"{CUSTOM}ClaimPiece")
    assert [piece.get_covered_text() for piece in pieces] == ["“was old.”"] * 2, "a piece is of one claim alone"
    assert set(read(cas).claims) == set(two)


EMOJI = plain_article("Ferry 😀 sinks\n\nThe 🚢🚢 sank at dawn, said Ada 👩‍👩‍👧 Lorn 😀.\n")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, EMOJI.text_length - 1), min_size=2, max_size=6, unique=True))
def test_offsets_count_utf_16_in_the_file_and_code_points_here(places: list[int]) -> None:
    text, pairs = EMOJI.text or "", sorted(places)
    spans = tuple(Span(start=a, end=b) for a, b in zip(pairs[::2], pairs[1::2], strict=False))
    claim = BACKGROUND_CLAIM.model_copy(update={"claim_id": "heron_1_ada_01", "spans": spans})
    files = written(ArticleLayer(EMOJI, (claim,), "heron_1_ada_"))
    assert read(files["heron_1.xmi"], EMOJI).claims == (claim,)
    before, cut = text[: spans[0].start], text[spans[0].start : spans[0].end]
    begin = len(before.encode("utf-16-le")) // 2
    end = begin + len(cut.encode("utf-16-le")) // 2
    assert f'begin="{begin}" end="{end}"'.encode() in files["heron_1.xmi"]


def test_characters_that_xml_forbids_are_replaced_one_for_one_and_told() -> None:
    text = "A \x00 and \x1b\ufffe, \uffff and \x0b, then 😀 sank.\t\x85\u2028"
    article = SHIP.model_copy(update={"text": text, "text_length": len(text), "text_sha256": sha256_text(text)})
    update = {"spans": (Span(start=2, end=3), Span(start=text.index("😀"), end=text.index("sank") + 4))}
    odd = {"statement": "It \x01 sank \ufffe\n\tdeep\r.", "comment": "plain\r\n", "event_name": "a\x7fb"}
    claim = BACKGROUND_CLAIM.model_copy(update=update | odd)
    (file, _) = UIMA.write(Material((ArticleLayer(article, (claim,), "heron_1_ada_"),)))
    assert file.note == (
        "XML cannot hold 5 characters of the text (U+0000 at 2, U+001B at 8, U+FFFE at 9, ...); "
        "U+FFFD is in their place"
    )
    cas = cas_of(written(ArticleLayer(article, (claim,), "heron_1_ada_")))
    assert len(cas.sofa_string) == len(text)
    assert cas.sofa_string == xml_text(text) != text
    one = only(cas, "HistoricalBackground")
    assert (one.get_covered_text(), one.statement) == ("\ufffd", "It \ufffd sank \ufffd\n\tdeep\r.")
    assert (one.comment, one.event_name) == ("plain\r\n", "a\x7fb")
    assert json.loads(one.other) == {"statement": odd["statement"]}
    assert read(cas, article) == ReadLayer("heron_1", NAME, (claim,))
    one.statement = "It sank."
    assert read(cas, article).claims == (claim.model_copy(update={"statement": "It sank."}),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\x00", "1 characters of the text (U+0000 at 1); "),
        ("\x00\x01\x02", "3 characters of the text (U+0000 at 0, U+0001 at 1, U+0002 at 2); "),
        ("\x00\x01\x02\x03", "4 characters of the text (U+0000 at 0, U+0001 at 1, U+0002 at 2, ...); "),
    ],
)
def test_the_first_places_of_what_is_replaced_are_named(text: str, told: str) -> None:
    assert replaced(text) == f"XML cannot hold {told}U+FFFD is in their place"


def test_a_text_without_such_characters_has_no_note() -> None:
    assert [file.note for file in UIMA.write(Material((LAYER,)))] == [None, None]


@given(st.text(st.characters(), max_size=5))
def test_what_is_replaced_is_what_xml_forbids_and_nothing_else(text: str) -> None:
    from lxml import etree

    for character in text:
        try:
            etree.fromstring(f'<a b="&#{ord(character)};"/>')
            assert not FORBIDDEN.match(character)
        except etree.XMLSyntaxError:
            assert FORBIDDEN.match(character)
    assert len(xml_text(text).encode("utf-16-le")) == len(text.encode("utf-16-le", "surrogatepass"))


def test_a_moved_claim_a_removed_one_and_other_values_are_taken() -> None:
    def change(cas: Any) -> None:
        figure = only(cas, "CasualtyFigure")
        figure.begin, figure.end = 0, 5
        figure.lower, figure.upper, figure.approximate, figure.named_victim = "4", "5", "true", "true"
        figure.voice_id = None
        cas.remove(only(cas, "HistoricalBackground"))

    layer = changed(change)
    assert layer.problems == ()
    statement, figure = sorted(layer.claims, key=lambda claim: claim.claim_id)
    assert statement == STATEMENT_CLAIM
    wanted = {
        "spans": (Span(start=0, end=5),),
        "lower": 4,
        "upper": 5,
        "approximate": True,
        "named_victim": True,
        "voice_id": None,
    }
    assert figure == FIGURE_CLAIM.model_copy(update=wanted)


def test_a_new_claim_gets_an_id_and_its_links_are_read() -> None:
    def change(cas: Any) -> None:
        source = added(cas, "SourceSpans", "Ada Lorn")
        needed = {name: STATEMENT[name] for name in ("presented_as", "mention", "cue_class", "quote_type")}
        first = added(cas, "AttributedStatement", "it sank", claim_id="a01", **needed)
        first.source_spans = linked(cas, "AttributedStatementSource_spans", source)
        first.spans = linked(cas, "AttributedStatementSpans", added(cas, "ClaimPiece", "dawn"))
        second = added(cas, "AttributedStatement", "We wait", **needed)
        second.source_name = cas.typesystem.get_type("uima.cas.StringArray")(elements=["Ada", "Bo  "])
        second.voice_id = linked(cas, "AttributedStatementVoice_id", first)

    layer = changed(change)
    assert layer.problems == ()
    by_id = {claim.claim_id: claim for claim in layer.claims}
    assert set(CLAIMS) < set(layer.claims)
    first, second = by_id["heron_1_ada_a01"], by_id["heron_1_ada_a02"]
    assert [span.of(SHIP.text or "") for span in first.spans] == ["dawn", "it sank"]
    assert [span.of(SHIP.text or "") for span in first.source_spans] == ["Ada Lorn"]
    assert (second.voice_id, second.source_name) == ("heron_1_ada_a01", ("Ada", "Bo  "))


def test_an_empty_string_says_nothing() -> None:
    def change(cas: Any) -> None:
        figure = only(cas, "CasualtyFigure")
        figure.lower = figure.scope = figure.approximate = figure.statement = figure.claim_id = figure.other = ""

    layer = changed(change)
    assert layer.problems == ()
    figure = next(claim for claim in layer.claims if claim.label == "casualty_figure")
    assert (figure.claim_id, figure.lower, figure.scope, figure.approximate) == ("heron_1_ada_a01", None, None, False)
    assert figure.statement is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda cas: setattr(only(cas, "CasualtyFigure"), "lower", "many"), "lower is 'many', expected a whole number"),
        (lambda cas: setattr(only(cas, "CasualtyFigure"), "lower", "3.5"), "lower is '3.5', expected a whole number"),
        (
            lambda cas: setattr(only(cas, "CasualtyFigure"), "approximate", "yes"),
            "approximate is 'yes', expected true or false",
        ),
        (lambda cas: setattr(only(cas, "CasualtyFigure"), "harm", "sunk"), "harm"),
        (lambda cas: setattr(only(cas, "CasualtyFigure"), "other", "{"), "other is no JSON"),
        (lambda cas: setattr(only(cas, "CasualtyFigure"), "other", "[1]"), r"other is '\[1\]', expected a JSON object"),
        (lambda cas: setattr(only(cas, "CasualtyFigure"), "other", '{"spans": []}'), "expected a JSON object of what"),
        (lambda cas: setattr(only(cas, "CasualtyFigure"), "other", '{"mood": 1}'), "no field is called mood"),
        (
            lambda cas: setattr(only(cas, "CasualtyFigure"), "end", only(cas, "CasualtyFigure").begin),
            "spans",
        ),
        (
            lambda cas: setattr(only(cas, "CasualtyFigure"), "claim_id", "02"),
            r"annotation [0-9]+ has the id '02', too",
        ),
        (lambda cas: cas.remove(only(cas, "AttributedStatement")), "a link of voice_id leads to no annotation"),
        (
            lambda cas: setattr(
                only(cas, "CasualtyFigure"),
                "voice_id",
                linked(cas, "CasualtyFigureVoice_id", added(cas, "CueSpans", "sank")),
            ),
            "voice_id leads to CueSpans, expected a claim",
        ),
        (
            lambda cas: only(cas, "CasualtyFigure").voice_id.elements.extend(
                linked(cas, "CasualtyFigureVoice_id", only(cas, "HistoricalBackground")).elements
            ),
            "voice_id has 2 links, expected one",
        ),
        (
            lambda cas: setattr(
                only(cas, "CasualtyFigure"),
                "actor_spans",
                linked(cas, "CasualtyFigureActor_spans", only(cas, "SourceSpans")),
            ),
            "actor_spans leads to SourceSpans, expected ActorSpans",
        ),
        (
            lambda cas: setattr(
                only(cas, "CasualtyFigure"), "actor_spans", linked(cas, "CasualtyFigureActor_spans", None)
            ),
            "a link of actor_spans leads to no annotation",
        ),
        (lambda cas: added(cas, "ActorSpans", "ferry"), "ActorSpans 'ferry': no claim links to it"),
        (lambda cas: added(cas, "ClaimPiece", "ferry"), "ClaimPiece 'ferry': no claim links to it"),
        (
            lambda cas: cas.typesystem.create_type(f"{CUSTOM}Opinion") and added(cas, "Opinion", "ferry"),
            "Opinion 'ferry': no layer of claims",
        ),
    ],
    ids=range(18),
)
def test_what_makes_no_claim_is_named_with_its_annotation(change: Callable[[Any], object], problem: str) -> None:
    problems = changed(change).problems
    assert any(re.search(problem, told) for told in problems), problems
    assert all(told.startswith(f"{NAME}: annotation ") for told in problems)


def test_a_feature_that_is_no_slot_is_a_problem_unless_it_is_of_inception() -> None:
    content = written(LAYER)["heron_1.xmi"]
    assert content.count(b'claim_id="03"') == 1
    layer = read(content.replace(b'claim_id="03"', b'claim_id="03" mood="sad"'))
    assert [line.partition(": ")[2] for line in layer.problems] == [
        f"annotation {layer.problems[0].split()[2][:-1]}, CasualtyFigure 'Ferries sank': "
        "has a feature mood, which is no slot of the label"
    ]
    layer = read(content.replace(b'claim_id="03"', b'claim_id="03" i7n_uiOrder="1"'))
    assert (layer.claims, layer.problems) == (CLAIMS, ())


def test_what_inception_adds_is_no_problem() -> None:
    def change(cas: Any) -> None:
        for name in ("Token", "Sentence"):
            kind = cas.typesystem.create_type(f"de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.{name}")
            cas.add(kind(begin=0, end=5))
        layer = cas.typesystem.create_type("de.tudarmstadt.ukp.clarin.webanno.api.type.LayerDefinition", "uima.cas.TOP")
        cas.typesystem.create_feature(layer, "name", "uima.cas.String")
        cas.add(layer(name=f"{CUSTOM}CasualtyFigure"))

    layer = changed(change)
    assert (layer.claims, layer.problems) == (CLAIMS, ())


@pytest.mark.parametrize("title", ["heron_1", "heron_1.xmi"])
def test_a_file_that_is_named_for_the_annotator_says_which_document_it_is(title: str) -> None:
    cas = cas_of(written(LAYER))
    (metadata,) = cas.select("DocumentMetaData")
    assert (metadata.documentTitle, metadata.documentId, metadata.language) == ("heron_1", "heron_1", SHIP.language)
    metadata.documentTitle, metadata.documentId = title, "anna"
    assert read(cas, name="work/anna.xmi").claims == CLAIMS
    metadata.documentTitle = "hero_1.txt"
    with pytest.raises(FormatError, match=r"^work/anna\.xmi: .* found anna, hero_1\.txt, anna; .*heron_1"):
        read(cas, name="work/anna.xmi")
    assert read(cas).claims == CLAIMS, "the name of the file comes first"


def test_two_files_of_one_article_and_one_of_another_text_are_refused() -> None:
    files = written(LAYER)
    assert UIMA.read is not None
    into = ReadInto({"heron_1": SHIP}, "ada")
    with pytest.raises(FormatError, match=r"a/heron_1\.xmi and b/heron_1\.xmi are both for heron_1"):
        UIMA.read({f"{folder}/heron_1.xmi": files["heron_1.xmi"] for folder in "ab"}, into)
    for other in (SHIP.model_copy(update={"text": "Other."}), dehydrated(EMOJI)):
        with pytest.raises(FormatError, match=r"^work/heron_1\.xmi: its text is not that of heron_1"):
            read(files["heron_1.xmi"], other)


def archive(**members: bytes) -> bytes:
    """Return an archive with files, whose names have `__` for a point."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def test_the_archive_of_a_document_is_read_as_inception_exports_it() -> None:
    files = written(LAYER)
    packed = archive(anna__xmi=files["heron_1.xmi"], TypeSystem__xml=files["TypeSystem.xml"])
    assert UIMA.is_read("heron_1.zip")
    layer = read(packed, name="work/download.zip")
    assert (layer.claims, layer.file, layer.problems) == (CLAIMS, "work/download.zip/anna.xmi", ())


DATA = archive(anna__xmi=b"<a/>" * 99)[38:40]
"""The first bytes of what is packed, behind the head of 30 bytes and the name."""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (archive(TypeSystem__xml=b"<a/>"), "has 0 files \\*.xmi, expected one"),
        (archive(anna__xmi=b"<a/>", bob__xmi=b"<a/>"), "has 2 files \\*.xmi, expected one"),
        (archive(anna__xmi=b"<a/>"), "anna.xmi: begins with the element a, expected"),
        (archive(anna__xmi=b"<a/>")[:40], "no archive that can be read"),
        (archive(anna__xmi=b"<a/>" * 99).replace(DATA, b"\xff\xff"), "no archive that can be read"),
    ],
    ids=["none", "two", "no XMI", "cut", "damaged"],
)
def test_an_archive_that_is_none_is_named(content: bytes, told: str) -> None:
    with pytest.raises(FormatError, match=rf"^work/a\.zip.*{told}"):
        read(content, name="work/a.zip")


def test_no_more_is_unpacked_than_a_document_has(monkeypatch: pytest.MonkeyPatch) -> None:
    content = archive(anna__xmi=b"<a/>" * 25)
    monkeypatch.setattr("claimwire.formats.uima.archives.MOST", 100)
    with pytest.raises(FormatError, match=r"anna\.xmi:1: not XML"):
        read(content, name="work/a.zip")
    monkeypatch.setattr("claimwire.formats.uima.archives.MOST", 99)
    with pytest.raises(FormatError, match=r"anna.xmi has 100 bytes, at most 99 are read"):
        read(content, name="work/a.zip")


def test_an_article_without_its_text_is_held_against_its_hash() -> None:
    assert read(cas_of(written(LAYER)), dehydrated(SHIP)).claims == CLAIMS


def test_layers_go_there_and_back_by_the_commands(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(small.root)
    for line in (
        ["export", OPEN, str(tmp_path), "--format", "uima", "--annotator", "ada"],
        ["import", OPEN, str(tmp_path), "--format", "uima", "--annotator", "cleo"],
    ):
        result = CliRunner().invoke(group, line)
        assert result.exit_code == 0, (result.output, result.exception)
    assert "TypeSystem.xml" in {path.name for path in tmp_path.iterdir()}
    layers = small.corpus(OPEN).layers.values()
    ada, cleo = ({x.article_id: len(x.claims) for x in layers if x.annotator_id == name} for name in ("ada", "cleo"))
    assert ada == cleo
    assert sum(ada.values()) > 100


def test_the_command_tells_what_was_replaced(small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(small.root)
    monkeypatch.setattr("claimwire.formats.uima.characters.FORBIDDEN", re.compile("[“”]"))
    result = CliRunner().invoke(group, ["export", OPEN, str(tmp_path), "--format", "uima", "--dry-run"])
    assert result.exit_code == 0, result.exception
    assert ".xmi: XML cannot hold" in result.stderr


def test_without_cassis_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(FormatError, match=r"dkpro-cassis is not installed .*; pip install 'claimwire\[uima\]'"):
        written(LAYER)
