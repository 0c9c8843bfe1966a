"""Corpora that people annotated: every one keeps the contract, and its table says what becomes of its labels."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import CORPUS, plain_article
from other_corpora import FILES, HARBOUR, WHOSE, conllu, humset_xmi, redewiedergabe_xmi

from claimwire.errors import ClaimwireError, FormatError
from claimwire.formats import FORMATS
from claimwire.formats.contract import ReadInto
from claimwire.formats.human import HUMAN_CORPORA, NO_CODEBOOK, HumanCorpus, HumanDocument, human_layers
from claimwire.formats.human.contract import CUT_WORD, NONE_STATED
from claimwire.formats.human.german_wikinews import GERMAN_WIKINEWS
from claimwire.formats.human.gum import GUM
from claimwire.formats.human.humset import HUMSET
from claimwire.formats.human.newsdiscourse import NEWSDISCOURSE
from claimwire.formats.human.polnear import POLNEAR
from claimwire.formats.human.redewiedergabe import REDEWIEDERGABE
from claimwire.formats.human.texts import texts_file
from claimwire.ingest.article import dehydrated, ingest
from claimwire.schema import Article, ClaimBase, Document, reference_fields, slots_needed, span_slots
from claimwire.schema.fields import shapes

each = pytest.mark.parametrize("human", HUMAN_CORPORA, ids=lambda human: human.format_id)


def files_of(human: HumanCorpus) -> dict[str, bytes]:
    return {
        name: text.encode() for name, text in FILES[human.format_id]().items() if human.is_read(name.split("/")[-1])
    }


def documents_of(human: HumanCorpus) -> list[HumanDocument]:
    return human.read(files_of(human), WHOSE.get(human.format_id))


def articles_of(human: HumanCorpus, documents: list[HumanDocument]) -> dict[str, Article]:
    """Return the articles that the file of texts becomes."""
    corpus = CORPUS.model_copy(update={"language": human.language})
    with_text = [document for document in documents if document.text]
    content = texts_file(with_text).encode()
    return {
        f"heron_{number}": ingest(
            Document(
                article_id=f"heron_{number}", file=f"t.jsonl#{x.name}", outlet_id="orlan_post", recipe="jsonl-field"
            ),
            content,
            corpus,
        )
        for number, x in enumerate(with_text)
    }


@dataclass(frozen=True)
class Taken:
    """What an import makes of the files."""

    claims: list[ClaimBase]
    text_of: dict[str, str]
    dropped: Counter[str]
    problems: list[str]

    def words(self, claim: ClaimBase, slot: str) -> list[str]:
        return [span.of(self.text_of[claim.article_id]) for span in getattr(claim, slot)]

    def quoting(self, words: str) -> ClaimBase:
        (claim,) = [claim for claim in self.claims if self.words(claim, "spans")[0].startswith(words)]
        return claim


@cache
def taken(human: HumanCorpus) -> Taken:
    documents = documents_of(human)
    articles = articles_of(human, documents)
    into = ReadInto(articles, "reader", NO_CODEBOOK)
    found = human_layers([x for x in documents if x.text], human.language, into)
    dropped = found.dropped + sum((x.dropped for x in documents if not x.text), Counter())
    return Taken(
        [claim for layer in found.layers for claim in layer.claims],
        {key: article.text or "" for key, article in articles.items()},
        dropped,
        [problem for layer in found.layers for problem in layer.problems],
    )


def test_corpora_have_ids_of_their_own_and_name_their_licences() -> None:
    ids = [human.format_id for human in HUMAN_CORPORA]
    assert len({*ids, *(form.format_id for form in FORMATS)}) == len(ids) + len(FORMATS)
    for human in HUMAN_CORPORA:
        assert human.annotation_licence
        assert human.text_licence
        assert human.annotation_licence in human.origin
    stated = {human.format_id for human in HUMAN_CORPORA if human.annotation_licence == NONE_STATED}
    assert stated >= {"polnear", "newsdiscourse"}


@each
def test_the_table_names_every_label_and_slot_that_people_decided_and_no_other(human: HumanCorpus) -> None:
    claims = taken(human).claims
    assert claims
    assert {claim.label for claim in claims} == set(human.labels)
    decided = {claim.label.value for claim in claims}
    for claim in claims:
        given = claim.model_dump(exclude_defaults=True, exclude={"claim_id", "article_id", "label", "proposed_slots"})
        decided |= set(given) - set(claim.proposed_slots)
    told = {name for row in human.maps for name in row.ours}
    read_by_program = {slot for claim in claims for slot in claim.proposed_slots}
    assert decided == told - (read_by_program - decided)
    for name in told - decided:
        assert any("program" in row.how for row in human.maps if name in row.ours), name


@each
def test_everything_that_the_table_calls_lost_is_lost_and_nothing_else(human: HumanCorpus) -> None:
    """The invented files have each of it; a loss that is not in the table has nowhere to be counted."""
    dropped = taken(human).dropped
    assert {theirs for theirs in dropped if theirs != CUT_WORD} == {row.theirs for row in human.lost}
    assert all(row.how for row in human.lost)


@each
def test_what_nobody_decided_is_named_in_proposed_slots(human: HumanCorpus) -> None:
    for claim in taken(human).claims:
        assert set(claim.proposed_slots) <= set(type(claim).model_fields)
        for slot in slots_needed(type(claim)) - {"claim_id", "article_id", "label", "spans"}:
            decided = {name for row in human.maps for name in row.ours}
            assert slot in claim.proposed_slots or slot in decided, (claim.claim_id, slot)


@each
def test_no_name_and_no_word_of_a_text_is_in_a_claim(human: HumanCorpus) -> None:
    for claim in taken(human).claims:
        words = [shape.name for shape in shapes(type(claim)) if shape.meaning in ("name", "own_words")]
        assert words
        assert not any(getattr(claim, name) for name in words)
        assert "Lorn" not in claim.model_dump_json()


@each
def test_spans_are_whole_words_of_the_text(human: HumanCorpus) -> None:
    found = taken(human)
    assert found.problems == []
    ids = {claim.claim_id for claim in found.claims}
    for claim in found.claims:
        text = found.text_of[claim.article_id]
        for slot in span_slots(type(claim)):
            for span in getattr(claim, slot):
                words = span.of(text)
                assert words.strip() == words != ""
                assert not text[max(0, span.start - 1) : span.start + 1].isalnum() or span.start == 0
                assert not text[span.end - 1 : span.end + 1].isalnum() or span.end == len(text)
        assert all(getattr(claim, name) in {None, *ids} for name in reference_fields(type(claim)))


def said_of(human: HumanCorpus, words: str) -> dict[str, object]:
    """Return what the claim with some words has: its values as JSON, spans as words, without what is proposed."""
    found = taken(human)
    claim = found.quoting(words)
    values = claim.model_dump(mode="json", exclude_defaults=True)
    told = {
        slot: " | ".join(found.words(claim, slot)) if slot in span_slots(type(claim)) else value
        for slot, value in values.items()
        if slot not in claim.proposed_slots
    }
    return {name: told[name] for name in told if name not in ("article_id", "claim_id", "label", "proposed_slots")}


def filled_in(human: HumanCorpus, words: str) -> dict[str, object]:
    """Return the slots of that claim that a program filled in."""
    claim = taken(human).quoting(words)
    values = claim.model_dump(mode="json")
    return {slot: values[slot] for slot in claim.proposed_slots if slot not in span_slots(type(claim))}


OWN = [
    (
        POLNEAR,
        "the harbour",
        {
            "spans": "the harbour would close “for good” | that boats could leave",
            "source_spans": "The council",
            "cue_spans": "said",
        },
    ),
    (
        POLNEAR,
        "“It is old",
        {"spans": "“It is old,” | “and it leaks.”", "source_spans": "Ada Lorn", "cue_spans": "said"},
    ),
    (POLNEAR, "the Old", {"spans": "the Old Basin", "cue_spans": "is known as"}),
    (NEWSDISCOURSE, "In 1987", {"spans": "In 1987 another bridge fell, and nobody was hurt."}),
    (GUM, "that the pier", {"spans": "that the pier opened when it rained.", "cue_polarity": "positive"}),
    (GUM, "boats", {"spans": "boats left.", "cue_polarity": "positive"}),
    (GUM, "why", {"spans": "why?", "cue_polarity": "negative"}),
    (
        GERMAN_WIKINEWS,
        "das Wasser",
        {
            "spans": "das Wasser steige",
            "source_spans": "Der Bürgermeister",
            "cue_spans": "sagte",
            "quote_type": "indirect",
        },
    ),
    (
        GERMAN_WIKINEWS,
        "er komme",
        {
            "spans": "er komme",
            "source_spans": "sein Sohn",
            "quote_type": "indirect",
            "voice_id": "heron_0_reader_q2",
        },
    ),
    (
        GERMAN_WIKINEWS,
        "„Es",
        {"spans": "„Es ist kalt“", "source_spans": "Ada Lorn", "cue_spans": "so", "quote_type": "direct"},
    ),
    (HUMSET, "At least", {"spans": "At least 12 civilians | killed", "quantity_spans": "At least 12"}),
    (HUMSET, "5", {"spans": "5 men | killed | wounded", "quantity_spans": "5"}),
    (HUMSET, "7", {"spans": "7 children missing", "quantity_spans": "7"}),
    (
        REDEWIEDERGABE,
        "„Sie",
        {
            "spans": "„Sie sprach nicht.“",
            "source_spans": "Er",
            "cue_spans": "rief",
            "quote_type": "direct",
        },
    ),
    (
        REDEWIEDERGABE,
        "Sie",
        {
            "spans": "Sie sprach nicht",
            "source_spans": "Sie",
            "cue_spans": "sprach",
            "quote_type": "indirect",
            "voice_id": "heron_0_reader_s1",
        },
    ),
    (REDEWIEDERGABE, "Kalt", {"spans": "Kalt war es", "quote_type": "indirect", "confidence": "low"}),
]


@pytest.mark.parametrize(("human", "words", "expected"), OWN, ids=[f"{x.format_id}, {words}" for x, words, _ in OWN])
def test_what_people_decided_is_in_the_claim(human: HumanCorpus, words: str, expected: dict[str, object]) -> None:
    assert said_of(human, words) == expected


def test_what_they_did_not_decide_is_read_off_english_words_or_stands_in() -> None:
    assert filled_in(POLNEAR, "“It is old") == {
        "presented_as": "asserted",
        "mention": "named",
        "cue_class": "neutral",
        "quote_type": "direct",
    }
    assert filled_in(POLNEAR, "the Old")["cue_class"] == "labelling"
    assert filled_in(POLNEAR, "the Old")["mention"] == "implicit"
    assert filled_in(GERMAN_WIKINEWS, "„Es") == {
        "presented_as": "asserted",
        "mention": "nominal",
        "cue_class": "neutral",
    }, "no program reads German"
    assert filled_in(HUMSET, "At least") == {
        "presented_as": "asserted",
        "quantity_form": "digits",
        "qualifier": "at_least",
        "lower": 12,
        "harm": "killed",
        "victim_status": "unspecified",
    }
    assert filled_in(HUMSET, "over 90")["harm"] == "killed_or_injured"
    assert filled_in(HUMSET, "5")["harm"] == "killed_or_injured"
    assert filled_in(NEWSDISCOURSE, "In 1987") == {
        "presented_as": "asserted",
        "event_type": "other",
        "time_resolution": "unresolved",
    }


INTERRUPTED = """# newdoc id = GUM_news_x
1 Boats 6 nsubj Discourse=ROOT:1:0
2 , 4 punct Discourse=attribution-positive:2->1:{attribution}
3 Lorn 4 nsubj _
4 said 6 parataxis SpaceAfter=No
5 , 4 punct _
6 left 0 root Discourse=same-unit_m:3->1:{same_unit}
7 because 8 mark Discourse=causal-cause:4->3:0
8 cold 6 advcl Discourse=elaboration-additional:5->1:3

"""


@pytest.mark.parametrize(
    ("attribution", "same_unit", "content"),
    [
        ("2:sem", "1:_", ["Boats", "left because"]),
        ("1:sem", "2:_", ["Boats"]),
        ("1:sem", "1:_", ["Boats"]),
        ("4:sem", "1:_", ["Boats", "left because cold"]),
        ("_:sem", "1:_", ["Boats", "left because"]),
    ],
)
def test_the_content_in_gum_is_what_hung_together_before_it_was_attributed(
    attribution: str, same_unit: str, content: list[str]
) -> None:
    file = conllu(INTERRUPTED.format(attribution=attribution, same_unit=same_unit)).encode()
    (document,) = GUM.read({"x.conllu": file}, None)
    (mark,) = document.marks
    assert [document.text[start:end] for start, end in mark.pieces["spans"]] == content
    assert [document.text[start:end] for start, end in mark.pieces["source_spans"]] == ["Lorn"]


def test_source_and_cue_of_gum_are_those_of_its_syntax() -> None:
    found = taken(GUM)
    parts = [(found.words(claim, "source_spans"), found.words(claim, "cue_spans")) for claim in found.claims]
    assert parts == [(["The mayor"], ["said"]), (["Lorn"], ["According to"]), (["he"], ["Didn't", "say"])]


def test_an_xmi_file_of_redewiedergabe_says_what_the_tsv_file_says() -> None:
    (tsv,) = documents_of(REDEWIEDERGABE)
    (xmi,) = REDEWIEDERGABE.read({"xmi/rwk_mkhz_17-1.xmi": redewiedergabe_xmi().encode()}, None)
    assert (xmi.name, xmi.text, xmi.problems) == (tsv.name, tsv.text, ())
    assert xmi.marks == tsv.marks
    assert tsv.dropped - xmi.dropped == Counter({"note": 1, "the spaces of the text": 1})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('RType="direct"', 'RType="sung"', "the stwr with xmi:id 3 has the RType 'sung'"),
        ("rw:Text", "rw:Words", "has no annotation de.idsma.rw.Text"),
        ("<rw:", "<rv:", "not XML"),
        ('begin="0" end="9"', 'begin="9" end="9"', "the annotation with xmi:id 12 is not in the text of the sample"),
    ],
    ids=["type", "text", "xml", "outside"],
)
def test_what_is_wrong_with_an_xmi_file_of_redewiedergabe_is_told(old: str, new: str, message: str) -> None:
    content = redewiedergabe_xmi().replace(
        "<cas:Sofa", '<rw:Speaker xmi:id="12" sofa="1" begin="0" end="9" SpeakerID="1"/><cas:Sofa'
    )
    content = content.replace('members="2', 'members="12 2')
    file = "xmi/rwk_mkhz_17-1.xmi"
    try:
        (found,) = REDEWIEDERGABE.read({file: content.replace(old, new).encode()}, None)
        told = "\n".join(found.problems)
    except FormatError as error:
        told = str(error)
    assert message in told
    assert told.startswith(file)


@pytest.mark.parametrize(
    "ingested",
    [
        HARBOUR,
        HARBOUR.replace("\n", "\r\n"),
        f"{HARBOUR}\n\nCopyright\n",
        HARBOUR.replace(" ", "\n"),
    ],
    ids=["as it is", "carriage returns", "more below", "a word a line"],
)
def test_the_text_may_be_ingested_by_any_recipe_with_other_white_space(ingested: str) -> None:
    (document,) = documents_of(POLNEAR)
    article = plain_article(ingested, file=f"{document.name}.txt")
    found = human_layers([document], "en", ReadInto({"heron_1": article}, "reader", NO_CODEBOOK))
    (layer,) = found.layers
    text = article.text or ""
    assert ["".join("".join(span.of(text) for span in claim.spans).split()) for claim in layer.claims] == [
        "theharbourwouldclose“forgood”thatboatscouldleave",
        "“Itisold,”“anditleaks.”",
        "theOldBasin",
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"file": "other.txt"}, "no article is made of the document 'a_2031-05-05_harbour'"),
        ({"text": HARBOUR.replace("boats", "ships")}, "its text is not that of heron_1; is it of another version"),
        ({"bare": True}, "heron_1 has no text at hand; name your copy of the texts with --from"),
        ({"twice": True}, "heron_1, heron_2 are all made of documents called 'a_2031-05-05_harbour'"),
    ],
    ids=["none", "another text", "no text", "two"],
)
def test_an_article_that_does_not_fit_is_named(changed: dict[str, object], message: str) -> None:
    (document,) = documents_of(POLNEAR)
    name = str(changed.get("file", f"{document.name}.txt"))
    article = plain_article(str(changed.get("text", HARBOUR)), file=name)
    articles = {"heron_1": dehydrated(article) if changed.get("bare") else article}
    if changed.get("twice"):
        articles["heron_2"] = plain_article(HARBOUR, file=name, article_id="heron_2")
    with pytest.raises(FormatError, match=re.escape(message)):
        human_layers([document], "en", ReadInto(articles, "reader", NO_CODEBOOK))


def test_whose_marks_of_humset_is_told_by_its_file_names() -> None:
    names = {whose: [x.name for x in HUMSET.read(files_of(HUMSET), whose)] for whose in (None, "a1", "a2", "a3")}
    assert names == {None: ["a1_17", "a2_18", "a1_19"], "a1": ["a1_17", "a1_19"], "a2": ["a2_18"], "a3": []}


def test_files_of_several_annotators_of_one_text_need_a_name() -> None:
    documents = POLNEAR.read(files_of(POLNEAR), None)
    article = plain_article(HARBOUR, file=f"{documents[0].name}.txt")
    with pytest.raises(FormatError, match=r"are both for heron_1; .* say with --whose whose marks to read"):
        human_layers(documents, "en", ReadInto({"heron_1": article}, "reader", NO_CODEBOOK))
    assert [len(x.marks) for x in POLNEAR.read(files_of(POLNEAR), "ef2d")] == [1]
    assert POLNEAR.read(files_of(POLNEAR), "zzzz") == []


SHOULD_BE_NAMED = [
    (NEWSDISCOURSE, ".ann", "T1\tMystery 0 2\tS1\n", "bridge_1.ann:1: expected an id, a type"),
    (NEWSDISCOURSE, ".ann", "T1\tMain 0 2\tS9\n", "bridge_1.ann:1: the text has no sentence 'S9'"),
    (NEWSDISCOURSE, ".txt", "S1 One.\nS1 Two.\n", "bridge_1.txt:2: there is a sentence S1 already"),
    (NEWSDISCOURSE, ".txt", "One.\n", "bridge_1.txt:1: expected URL, DATE/, H or S"),
    (NEWSDISCOURSE, ".txt", "H One\n", "it has no line such as `S1 A sentence.`"),
    (GUM, "news_pier.conllu", "1\tPier\n", "has 2 fields, and a token of CoNLL-U has 10"),
    (GERMAN_WIKINEWS, ".json", "[]", "expected an object with `originalText` and `annotations`"),
    (GERMAN_WIKINEWS, ".json", "{", "is no JSON"),
    (
        GERMAN_WIKINEWS,
        ".json",
        '{"originalText": "Es regnet.", "annotations": [{"quote": {"spans": [{"charBegin": 0, "charEnd": 2}], '
        '"text": "Er"}, "type": "Direct"}]}',
        "annotation 0 cannot be read: 'Er' is not at its offsets, where the text has 'Es'",
    ),
    (
        GERMAN_WIKINEWS,
        ".json",
        '{"originalText": "Es regnet.", "annotations": [{"quote": {"spans": []}, "type": "Sung"}]}',
        "annotation 0 cannot be read: 'Sung'",
    ),
    (HUMSET, "a1_17.txt.json", "{}", "expected a list of quantities"),
    (
        HUMSET,
        "a1_17.txt.json",
        '[{"quantity": {"text": "13", "begin": 9, "end": 11}}]',
        "quantity 0 cannot be read: '13' is not at its offsets, where the text has '12'",
    ),
    (HUMSET, ".xmi", humset_xmi().replace("Modifier", "Colour"), "the span with xmi:id 15 has the label 'Colour'"),
    (HUMSET, ".xmi", "<xmi", "not XML"),
    (REDEWIEDERGABE, ".tsv", "tok\tstwr\n", "names no column speaker, intexpr"),
    (
        REDEWIEDERGABE,
        ".tsv",
        "tok\tstwr\tspeaker\tintexpr\nEr\tsung.speech.1\t-\t-\n",
        ":2: stwr 'sung.speech.1' is not TYPE.MEDIUM.ID",
    ),
    (REDEWIEDERGABE, ".tsv", "tok\tstwr\tspeaker\tintexpr\nEr\t-\n", ":2: has 2 fields, expected a token and 3 more"),
]


@pytest.mark.parametrize(("human", "ending", "content", "message"), SHOULD_BE_NAMED, ids=range(len(SHOULD_BE_NAMED)))
def test_a_fault_is_told_with_its_place(human: HumanCorpus, ending: str, content: str, message: str) -> None:
    files = files_of(human)
    (name,) = [name for name in files if name.endswith(ending)]
    try:
        found = human.read(files | {name: content.encode()}, None)
        told = "\n".join(problem for document in found for problem in document.problems)
    except FormatError as error:
        told = str(error)
    assert message in told
    assert name in told


@each
@pytest.mark.parametrize("content", [b"\xff\xfe\xfa", "façade\n".encode("latin-1"), b"{", b"x\ty\tz\n"])
def test_a_file_in_another_shape_stops_the_import(human: HumanCorpus, content: bytes) -> None:
    """Texts may be any words, so that only their encoding can be wrong; then the marks are of another text."""
    for name in files_of(human):
        try:
            whose = "ef2d" if name.endswith("_ef2d.ann") else WHOSE.get(human.format_id)
            found = human.read(files_of(human) | {name: content}, whose)
            into = ReadInto(articles_of(human, documents_of(human)), "reader", NO_CODEBOOK)
            human_layers([x for x in found if x.text], human.language, into)
            problems = [problem for document in found for problem in document.problems]
        except ClaimwireError as error:
            problems = [str(error)]
        assert problems, name


DAMAGE = [b"", b"-1", b"9" * 5000, b"null", b"\t", b"\n", b'"', b"[", b"}", b"\xff", b"0", b"_"]


@each
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_files_are_read_or_refused_with_a_message(human: HumanCorpus, data: st.DataObject) -> None:
    """XMI is left out, which another room reads and damages in its own tests."""
    files = files_of(human)
    name = data.draw(st.sampled_from(sorted(name for name in files if not name.endswith(".xmi"))))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(content) - 1)))
        new = data.draw(st.sampled_from(DAMAGE))
        content[place : place + data.draw(st.integers(0, 6))] = new
    whose = "ef2d" if name.endswith("_ef2d.ann") else WHOSE.get(human.format_id)
    told = "read"
    try:
        found = human.read(files | {name: bytes(content)}, whose)
        into = ReadInto(articles_of(human, found), "reader", NO_CODEBOOK)
        human_layers([x for x in found if x.text], human.language, into)
    except ClaimwireError as error:
        told = str(error)
    assert told
