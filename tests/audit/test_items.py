"""What can be checked of an article, by what hash it is known, and the sheets and answers of a checker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small import DOCUMENTS, OPEN, STANDOFF, write_protocol
from small_audit import run

from claimwire.audit.answers import Checker, take_answers
from claimwire.audit.items import (
    checked_fields,
    claim_sha256,
    claims_in,
    corpus_items,
    items_of,
    sentence_sha256,
    split_of,
)
from claimwire.audit.sheets import sheet_of, shown_fields
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import canonical_json, sha256_text
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import HydrationError, RecordError
from claimwire.schema import LABELS, Document, Span, SplitAssignment
from claimwire.schema.vocab import CheckAnswer, Confidence, PresentedAs, Split

DORA = Checker("dora", "items", "2031-12-01")


@pytest.fixture(scope="module")
def heron(small_built: Workspace) -> Corpus:
    return small_built.corpus(OPEN)


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of the small repository with a protocol for checks, which is the current folder."""
    write_protocol(small, "items")
    monkeypatch.chdir(small.root)
    return small


def answers(folder: Path, name: str, *lines: object) -> Path:
    path = folder / name
    write_text(path, "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


def test_every_claim_and_every_sentence_that_no_span_touches_is_an_item_once(heron: Corpus) -> None:
    items = list(corpus_items(heron))
    assert {item.claim.claim_id for item in items if item.claim} == set(heron.claims)
    empty = {(item.article.article_id, item.sentence) for item in items if item.claim is None}
    for article_id, article in heron.articles.items():
        for number, where in enumerate(article.sentences):
            own = heron.claims_of_article[article_id]
            touched = any(span.overlaps(where) for claim in own for span in claim.spans)
            assert ((article_id, number) in empty) is not touched
    assert len({item.key for item in items}) == len(items) == len(heron.claims) + len(empty)


@pytest.mark.parametrize(("start", "end", "is_in"), [(0, 5, True), (4, 6, True), (5, 9, False), (9, 12, False)])
def test_a_span_is_in_a_sentence_from_its_first_code_point_to_its_last(
    start: int, end: int, is_in: bool, heron: Corpus
) -> None:
    article = heron.article("heron_a").model_copy(update={"sentences": (Span(start=0, end=5), Span(start=12, end=20))})
    claim = heron.claims["heron_a_c01"].model_copy(update={"spans": (Span(start=start, end=end),)})
    assert bool(claims_in(article, 0, [claim])) is is_in


def test_the_spans_of_slots_make_no_sentence_full(heron: Corpus) -> None:
    article = heron.article("heron_a").model_copy(update={"sentences": (Span(start=0, end=5), Span(start=6, end=9))})
    fields = {"spans": (Span(start=6, end=9),), "cue_spans": (Span(start=0, end=5),)}
    claim = next(x for x in heron.claims_of_article["heron_a"] if hasattr(x, "cue_spans")).model_copy(update=fields)
    assert [(item.key, item.sentence) for item in items_of(article, [claim])] == [
        ("heron_a sentence 0", 0),
        (claim.claim_id, 1),
    ]


def test_an_article_counts_if_it_is_adjudicated_or_its_layers_found_nothing(heron: Corpus) -> None:
    layers = [row for row in heron.rows.annotations if row.record.article_id == "heron_b"]
    [layer] = layers
    bare = heron.only({"heron_b"}).with_rows(claims=[], adjudications=[])
    assert list(corpus_items(bare)) == []
    empty = layer.record.model_copy(update={"claims": ()})
    found_none = bare.with_rows(annotations=[type(layer)(empty, layer.path, layer.line)])
    assert [item.sentence for item in corpus_items(found_none)] == [0, 1, 2, 3]
    assert list(corpus_items(bare.with_rows(annotations=[]))) == []


def test_the_hash_of_a_claim_changes_with_what_is_checked_and_with_nothing_else(heron: Corpus) -> None:
    article, claim = heron.article("heron_a"), heron.claims["heron_a_c01"]
    own = claim_sha256(claim, article)
    shown = {"spans": (Span(start=0, end=3),), "presented_as": PresentedAs.QUESTION, "statement": "It is another."}
    for field, value in shown.items():
        assert claim_sha256(claim.model_copy(update={field: value}), article) != own, field
    for field, value in {"confidence": Confidence.LOW, "comment": "A remark.", "event_id": None}.items():
        assert claim_sha256(claim.model_copy(update={field: value}), article) == own, field
    assert claim_sha256(claim, article.model_copy(update={"text_sha256": "0" * 64})) != own


def test_the_hash_of_a_sentence_is_of_its_place_its_text_and_the_claims_in_it(heron: Corpus) -> None:
    article = heron.article("heron_b")
    where = article.sentences[1]
    expected = {"claims": [], "end": where.end, "start": where.start, "text": article.text_sha256}
    assert sentence_sha256(article, 1, ()) == sha256_text(canonical_json(expected))
    assert sentence_sha256(article, 1, [heron.claims["heron_b_c01"]]) != sentence_sha256(article, 1, ())


@pytest.mark.parametrize("declaration", LABELS, ids=lambda x: x.label.value)
def test_label_span_statement_and_what_annotators_judge_can_be_wrong(declaration) -> None:
    fields = checked_fields(declaration.label)
    assert fields[:2] == ("label", "spans")
    assert {"statement", "presented_as", "voice_id"} < set(fields)
    assert not {"claim_id", "article_id", "event_id", "review", "confidence", "comment", "proposed_slots"} & set(fields)
    assert not [name for name in fields if name.endswith("_ids")]


def test_the_assigned_split_counts_and_until_then_that_of_the_sampling(heron: Corpus) -> None:
    base = {"file": "x.txt", "outlet_id": "x"}
    documents = [Document(article_id=x, split=Split.TEST, **base) for x in ("a", "b")]
    info = heron.info.model_copy(update={"documents": (*documents, Document(article_id="c", **base))})
    assigned = [SplitAssignment(article_id="a", split=Split.TRAIN, since="1.0.0")]
    assert split_of(assigned, [info]) == {"a": "train", "b": "test"}


def test_a_sheet_has_every_sentence_every_claim_and_the_sentences_without_one(heron: Corpus) -> None:
    article = heron.article("heron_b")
    items = [item for item in corpus_items(heron) if item.article == article]
    shown = sheet_of(article, items, "1.0.0")
    for number, where in enumerate(article.sentences):
        assert f"[{number}] {' '.join(where.of(article.text or '').split())}\n" in shown
    assert shown.count("\n### ") == len(heron.claims_of_article["heron_b"])
    assert shown.endswith("## Sentences without a claim\n\n1\n")
    with pytest.raises(HydrationError, match="heron_b has no text to read"):
        sheet_of(article.model_copy(update={"text": None}), items, "1.0.0")


def test_empty_slots_are_told_as_far_as_the_codebook_asks_for_them(heron: Corpus) -> None:
    claim = heron.claims["heron_b_c01"]
    text = heron.article("heron_b").text or ""
    old, new = (dict(shown_fields(claim, text, version)) for version in ("1.0.0", "2.0.0"))
    assert "named_victim" not in old
    assert new["named_victim"] == ""
    assert {name: value for name, value in new.items() if value} == {name: v for name, v in old.items() if v}
    assert next(iter(new)) == "spans"


def test_answers_become_checks_and_what_has_no_answer_is_told(heron: Corpus, tmp_path: Path) -> None:
    right = {"claim": "heron_c_c01", "answer": "right"}
    wrong = {"claim": "heron_c_c02", "answer": "wrong", "wrong_fields": ["spans"], "note": "Too long."}
    taken = take_answers(heron, [answers(tmp_path, "heron_c.jsonl", right, wrong)], DORA)
    assert [(x.check_id, x.claim_id, x.answer, x.wrong_fields, x.note) for x in taken.checks] == [
        ("heron_c_k001", "heron_c_c01", CheckAnswer.RIGHT, (), None),
        ("heron_c_k002", "heron_c_c02", CheckAnswer.WRONG, ("spans",), "Too long."),
    ]
    assert {(x.annotator_id, x.protocol_id, x.date) for x in taken.checks} == {("dora", "items", "2031-12-01")}
    assert taken.checks[0].label is heron.claims["heron_c_c01"].label
    everything = {item.key for item in corpus_items(heron) if item.article.article_id == "heron_c"}
    assert {item.key for item in taken.unanswered} == everything - {"heron_c_c01", "heron_c_c02"}


def test_a_file_of_another_name_says_which_article_it_is_about(heron: Corpus, tmp_path: Path) -> None:
    lines = ({"claim": "heron_b_c01", "answer": "right"}, {"article": "heron_e", "sentence": 9, "answer": "unclear"})
    taken = take_answers(heron, [answers(tmp_path, "mine.jsonl", *lines)], DORA)
    assert [(x.article_id, x.sentence) for x in taken.checks] == [("heron_b", None), ("heron_e", 9)]


FAULTY = {
    "answer is missed; of a claim it is right, wrong, unclear": {"claim": "heron_b_c02", "answer": "missed"},
    "answer is right; of a sentence it is nothing_missed": {"sentence": 1, "answer": "right"},
    "answer is wrong, wrong_fields none": {"claim": "heron_b_c02", "answer": "wrong"},
    "answer is missed, missed_labels none": {"sentence": 1, "answer": "missed"},
    "wrong_fields has span; of a claim": {"claim": "heron_b_c02", "answer": "wrong", "wrong_fields": ["span"]},
    "no adjudicated claim is called 'heron_b_c2'; did you mean": {"claim": "heron_b_c2", "answer": "right"},
    "heron_a_c01 is a claim of heron_a, not of heron_b": {"claim": "heron_a_c01", "answer": "right"},
    "heron_b sentence 0 needs a claim; heron_b has these: 1": {"sentence": 0, "answer": "unclear"},
    "heron_b sentence 4 needs a claim": {"sentence": 4, "answer": "unclear"},
    'expected either "claim", an id, or "sentence"': {"answer": "unclear"},
    "it names the article heron_c, and the file is named for heron_b": {
        "article": "heron_c",
        "sentence": 1,
        "answer": "unclear",
    },
    "no article to check is called 'heron_x'": {"article": "heron_x", "sentence": 1, "answer": "unclear"},
    "answer: expected one of": {"claim": "heron_b_c02", "answer": "yes"},
    "no field is called verdict": {"claim": "heron_b_c02", "answer": "right", "verdict": "x"},
    "not JSON": "{",
}


@pytest.mark.parametrize("message", FAULTY)
def test_a_faulty_line_is_named_with_file_and_number(message: str, heron: Corpus, tmp_path: Path) -> None:
    path = answers(tmp_path, "heron_b.jsonl", {"claim": "heron_b_c01", "answer": "right"}, FAULTY[message])
    with pytest.raises(RecordError) as caught:
        take_answers(heron, [path], DORA)
    assert f"{path}:2: " in str(caught.value)
    assert message in str(caught.value)


def test_a_sentence_in_a_file_that_names_no_article_and_an_item_answered_twice_are_refused(
    heron: Corpus, tmp_path: Path
) -> None:
    line = {"sentence": 1, "answer": "nothing_missed"}
    with pytest.raises(RecordError, match=r"mine\.jsonl:1: which article"):
        take_answers(heron, [answers(tmp_path, "mine.jsonl", line)], DORA)
    first, second = answers(tmp_path, "heron_b.jsonl", line), answers(tmp_path, "heron_b.more.jsonl", line)
    with pytest.raises(RecordError) as caught:
        take_answers(heron, [first, second], DORA)
    assert f"{second}:1: heron_b sentence 1 has an answer in {first}:1 already" in str(caught.value)


def test_the_same_answers_are_there_once_and_an_answer_to_a_changed_claim_is_another(here: Workspace) -> None:
    path = answers(here.root, "heron_c.jsonl", {"claim": "heron_c_c01", "answer": "right"})
    take = ("take", OPEN, str(path), "-a", "dora", "--protocol", "items", "--date", "2031-12-01")
    for _ in range(2):
        result = run(*take)
        assert result.exit_code == 0, result.output
        assert "wrote 1 checks of heron; 13 items have no answer" in result.output
    assert mine(here) == [("heron_c_k001", CheckAnswer.RIGHT)]
    answers(here.root, "heron_c.jsonl", {"claim": "heron_c_c01", "answer": "unclear"})
    assert run(*take).exit_code == 0
    assert mine(here) == [("heron_c_k001", CheckAnswer.UNCLEAR)]
    with editing(here.corpus_folder(OPEN)) as edit:
        claim = edit.corpus.claims["heron_c_c01"]
        edit.merge("claims", [claim.model_copy(update={"statement": "It is said otherwise."})])
    assert run(*take).exit_code == 0
    assert mine(here) == [("heron_c_k001", CheckAnswer.UNCLEAR), ("heron_c_k002", CheckAnswer.UNCLEAR)]


def mine(workspace: Workspace) -> list[tuple[str, CheckAnswer]]:
    checks = workspace.corpus(OPEN).item_checks.values()
    return [(check.check_id, check.answer) for check in checks if check.annotator_id == "dora"]


def test_nothing_is_written_if_a_line_is_faulty_or_somebody_checks_their_own_work(here: Workspace) -> None:
    before = (here.corpus_folder(OPEN) / "checks.jsonl").read_bytes()
    good, bad = {"claim": "heron_b_c01", "answer": "right"}, {"claim": "heron_b_c01", "answer": "no"}
    path = answers(here.root, "heron_b.jsonl", good, bad)
    assert run("take", OPEN, str(path), "-a", "dora", "--protocol", "items").exit_code != 0
    answers(here.root, "heron_b.jsonl", good)
    protocol = here.annotations / "protocols" / "items.toml"
    refusals = [("ada", "ada is of kind human, the protocol items is for model"), ("eve", "nobody called 'eve'")]
    for who, message in refusals:
        result = run("take", OPEN, str(path), "-a", who, "--protocol", "items")
        assert message in str(result.exception)
    write_text(protocol, protocol.read_text().replace('"model"', '"human"'))
    for who in ("ada", "cleo"):
        result = run("take", OPEN, str(path), "-a", who, "--protocol", "items")
        assert f"{who} annotated or adjudicated heron_b" in str(result.exception)
    write_text(protocol, protocol.read_text().replace('"human"', '"model"'))
    result = run("take", OPEN, str(path), "-a", "dora", "--protocol", "item")
    assert "annotations/protocols has no item.toml; did you mean 'items'?" in str(result.exception)
    assert (here.corpus_folder(OPEN) / "checks.jsonl").read_bytes() == before
    result = run("take", OPEN, str(path), "-a", "dora", "--protocol", "items", "--dry-run")
    assert "dry run: would write 1 checks of heron; 4 items have no answer" in result.output
    assert "no answer: heron_b sentence 1\n" in result.output
    assert (here.corpus_folder(OPEN) / "checks.jsonl").read_bytes() == before


def test_sheets_of_a_split_are_written_and_those_of_a_stand_off_text_not_in_the_repository(
    here: Workspace, tmp_path: Path
) -> None:
    outside = tmp_path / "sheets"
    result = run("items", OPEN, STANDOFF, "--split", "test", "--from", str(DOCUMENTS), "--to", str(outside))
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in outside.iterdir()) == ["README.md", "rook_a.md", "rook_b.md"]
    assert result.output.endswith(f"wrote 2 sheets to {outside}: 23 claims, 3 sentences without one\n")
    assert {path.stat().st_mode & 0o777 for path in outside.iterdir()} == {0o600}
    result = run("items", STANDOFF, "--from", str(DOCUMENTS), "--to", "sheets")
    assert "texts of rook may not be" in str(result.exception)
    assert not (here.root / "sheets").exists()
    result = run("items", OPEN, "--split", "test", "--to", "sheets")
    assert "no adjudicated article of heron is in test" in str(result.exception)
    result = run("items", STANDOFF, "--to", str(tmp_path / "more"))
    assert "has no text to read; name your copy with --from" in str(result.exception)
    assert not (tmp_path / "more").exists()


def test_a_note_that_copies_a_stand_off_text_is_refused(here: Workspace) -> None:
    text = "Gas has been a danger in the Orrin valley since the first shafts"
    line = {"claim": "rook_b_c01", "answer": "unclear", "note": text}
    path = answers(here.root, "rook_b.jsonl", line)
    result = run("take", STANDOFF, str(path), "-a", "dora", "--protocol", "items", "--from", str(DOCUMENTS))
    assert "text-copied: note has 13 words in a row of the text of rook_b" in str(result.exception)
