"""Showing claims: what is coloured, what a row says, and offsets that mark the quote in the raw document, too."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, CORPUS, FIGURE, SHIP, STATEMENT, document_for
from strategies import claims_of

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.formats.quotes import read_quoted_claims
from claimwire.ingest.article import ingest, reconstruct
from claimwire.schema import LABELS, ClaimBase, Span, span_slots
from claimwire.show import CopyFile, offsets_json, place, raw_span, slot_summary, styled_spans


def claim(entry: dict) -> ClaimBase:
    claims, problems = read_quoted_claims([(1, canonical_json(entry))], SHIP, "heron_1_", "")
    assert problems == []
    return claims[0]


STATED, TOLD, COUNTED = claim(STATEMENT), claim(BACKGROUND | {"time": "1999", "time_spans": "1999"}), claim(FIGURE)


def test_claims_are_coloured_and_their_slots_stand_out_from_them() -> None:
    text = SHIP.text or ""
    colors = {declaration.label: declaration.color for declaration in LABELS}
    found = [(item.span.of(text), item.style) for item in styled_spans([STATED, TOLD])]
    assert found == [
        ("“The ferry,”", colors[STATED.label]),
        ("“was old.”", colors[STATED.label]),
        ("Ferries sank in 1999", colors[TOLD.label]),
        ("Ada Lorn", "italic"),
        ("said", "bold"),
        ("1999", "underline"),
    ], "slots come behind all claims, or a claim around them would hide them"


def test_a_row_has_the_slots_that_are_filled() -> None:
    assert slot_summary(TOLD) == (
        "event name: Losses of 1999; event type: disaster; time: 1999; time resolution: explicit"
    )
    named = STATED.model_copy(update={"source_name": ("Ada Lorn", "Bo Vey")})
    assert slot_summary(named) == (
        "source name: Ada Lorn, Bo Vey; source kind: company; source naming: named; mention: named; "
        "cue class: neutral; cue polarity: positive; quote type: direct"
    )


def test_zero_and_no_are_values() -> None:
    zero = COUNTED.model_copy(update={"upper": 0, "named_victim": False, "part_of_id": "heron_1_02"})
    assert "upper: 0; " in slot_summary(zero)
    assert "named victim: False; " in slot_summary(zero)
    assert "part of id: heron_1_02" in slot_summary(zero)
    assert "lower" not in slot_summary(zero)


def test_a_value_that_a_claim_has_without_anybody_giving_it_is_not_shown() -> None:
    assert "approximate" not in slot_summary(COUNTED)
    assert "approximate: True" in slot_summary(COUNTED.model_copy(update={"approximate": True}))


def test_a_place_has_all_pieces() -> None:
    first, second = STATED.spans
    assert place(STATED) == f"{first.start}-{first.end} + {second.start}-{second.end}"


def test_offsets_are_told_without_words() -> None:
    found = offsets_json(TOLD, SHIP, raw=False)
    assert {name: found[name] for name in ("document", "article_id", "claim_id", "label", "offsets")} == {
        "document": "file",
        "article_id": "heron_1",
        "claim_id": "heron_1_01",
        "label": "historical_background",
        "offsets": "text",
    }
    assert found["spans"] == [TOLD.spans[0].model_dump()]
    assert found["time_spans"] == [TOLD.time_spans[0].model_dump()]  # type: ignore[attr-defined]
    assert set(found) == {"document", "article_id", "claim_id", "label", "offsets", *span_slots(type(TOLD))}
    assert TOLD.statement not in json.dumps(found)


def test_offsets_in_a_copy_name_the_copy_with_its_hash() -> None:
    copy = CopyFile("mine.txt", "0" * 64)
    found = offsets_json(TOLD, SHIP, raw=False, copy=copy)
    assert {name: found[name] for name in list(found)[:3]} == {
        "document": "mine.txt",
        "document_sha256": "0" * 64,
        "copy": True,
    }
    recorded = offsets_json(TOLD, SHIP, raw=False)
    assert {name: value for name, value in found.items() if name in recorded} == recorded | {"document": "mine.txt"}
    assert not {"copy", "document_sha256"} & set(recorded)


@settings(deadline=None)
@given(claims_of("heron_1", SHIP.text_length, "heron_1_01"))
def test_any_claim_is_shown(drawn: ClaimBase) -> None:
    assert json.loads(json.dumps(offsets_json(drawn, SHIP, raw=False)))["claim_id"] == "heron_1_01"
    assert place(drawn).count("-") == len(drawn.spans)
    assert "\n" not in place(drawn)
    assert {item.span for item in styled_spans([drawn])} >= set(drawn.spans)
    assert str(drawn.label) not in slot_summary(drawn)


PAGE = """menuiconbookiconfm
3 Mar, 2031 09:05

Ferry sinks

Many are missing
Ferry sinks

The ferry sank at dawn.\u00a0

“The ferry,” said Ada Lorn, “was old.”

Ferries sank in 1999.

Podcasts
0:00
"""


def test_offsets_count_in_the_raw_document_where_that_is_asked_for() -> None:
    article = ingest(document_for("rt-text"), PAGE.encode(), CORPUS)
    entries = (STATEMENT | {"sentences": [3]}, BACKGROUND | {"sentences": [4]})
    lines = [(n, canonical_json(entry)) for n, entry in enumerate(entries, start=1)]
    claims, problems = read_quoted_claims(lines, article, "heron_1_", "")
    assert problems == []
    for told, quotes in zip(claims, (["“The ferry,”", "“was old.”"], ["Ferries sank in 1999"]), strict=True):
        found = offsets_json(told, article, raw=True)
        assert found["offsets"] == "raw"
        assert [PAGE[span["start"] : span["end"]] for span in found["spans"]] == quotes
        assert found["spans"] != offsets_json(told, article, raw=False)["spans"]


@settings(deadline=None)
@given(st.data())
def test_raw_offsets_mark_the_words_of_any_span_in_the_raw_document(data: st.DataObject) -> None:
    article = ingest(document_for("rt-text"), PAGE.encode(), CORPUS)
    text, raw = article.text or "", reconstruct(article)
    words = [offset for offset, character in enumerate(text) if character != "\n"]
    start = data.draw(st.sampled_from(words))
    end = data.draw(st.sampled_from([offset for offset in words if offset >= start])) + 1
    span = raw_span(article, Span(start=start, end=end))
    assert raw[span.start] == text[start]
    assert raw[span.end - 1] == text[end - 1]
    if "\n" not in text[start:end]:
        assert raw[span.start : span.end] == text[start:end]


def test_raw_offsets_of_every_span_of_claims_mark_its_words_in_the_raw_document(small_built: Workspace) -> None:
    corpus = small_built.corpus("heron")
    raws = {name: reconstruct(article) for name, article in corpus.articles.items()}
    count = 0
    for claim_ in [*corpus.claims.values(), *(c for layer in corpus.layers.values() for c in layer.claims)]:
        article, raw = corpus.articles[claim_.article_id], raws[claim_.article_id]
        in_raw, in_text = (offsets_json(claim_, article, raw=flag) for flag in (True, False))
        for slot in span_slots(type(claim_)):
            for shown, span, there in zip(in_text[slot], getattr(claim_, slot), in_raw[slot], strict=True):
                assert shown == span.model_dump()
                assert raw[there["start"] : there["end"]] == span.of(article.text or ""), f"{claim_.claim_id} {slot}"
                count += 1
    assert count > 400


def test_a_span_over_two_paragraphs_reaches_from_one_piece_to_the_other() -> None:
    raw, text = reconstruct(SHIP), SHIP.text or ""
    start, end = text.index("closes"), text.index("The ferry") + len("The ferry")
    span = raw_span(SHIP, STATED.spans[0].model_copy(update={"start": start, "end": end}))
    assert raw[span.start : span.end].split() == ["closes", "The", "ferry"]


# The command

HEADLINE = "Ferry [bold]sinks\x1b]52;c;aGk=\x07 \x9b31m"
TEXT = "A \x1b[2Jferry\u202e sank.\r Ada Lorn counted [red]nine."
BODY = f"A headline\n\nA lead\n\n{TEXT}\n"


@pytest.fixture
def in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a repository with one article whose headline, text and claim would control the terminal."""
    article = ingest(document_for("plain-text"), BODY.encode(), CORPUS).model_copy(update={"headline": HEADLINE})
    start = (article.text or "").index("ferry")
    evil = COUNTED.model_copy(
        update={
            "claim_id": "heron_1_c01",
            "spans": (Span(start=start, end=start + 5),),
            "statement": "Nine \x1b[31mwere [red]counted\u2066.",
            "place_name": "a \x9b storm",
        }
    )
    folder = tmp_path / "annotations" / "heron"
    write_text(tmp_path / "annotations" / "release.toml", "")
    write_text(folder / "corpus.toml", CORPUS_TOML)
    write_jsonl(folder / "articles.jsonl", [article])
    write_jsonl(folder / "claims.jsonl", [evil])
    monkeypatch.chdir(tmp_path)


CORPUS_TOML = "".join(
    f"{name} = {json.dumps(value)}\n"
    for name, value in CORPUS.model_dump(mode="json", exclude_none=True).items()
    if isinstance(value, (str, bool))
)


def show(*arguments: str, width: int = 200, color: bool = False) -> Result:
    terminal = {"FORCE_COLOR": "1"} if color else {}
    return CliRunner(env={"COLUMNS": str(width), **terminal}).invoke(group, ["show", *arguments])


@pytest.mark.usefixtures("in_a_repository")
def test_no_control_of_a_text_reaches_the_terminal() -> None:
    """Regression: a headline could write the clipboard, and `[red]` in one was taken for markup."""
    result = show("heron")
    assert result.exit_code == 0, result.output
    assert not [c for c in result.output if c != "\n" and unicodedata.category(c) == "Cc"]
    assert not {"\u202e", "\u2066"} & set(result.output)
    for shown in (
        "heron_1: Ferry [bold]sinks\\x1b]52;c;aGk=\\x07 \\x9b31m",
        "A \\x1b[2J[c01 ferry]\\u202e sank.\\x0d Ada Lorn counted [red]nine.",
    ):
        assert shown in result.output
    cells = " ".join(line.split("│")[2].strip() for line in result.output.splitlines() if line.startswith("│"))
    assert "Nine \\x1b[31mwere [red]counted\\u2066." in cells


@pytest.mark.usefixtures("in_a_repository")
def test_colours_are_at_the_words_of_a_span_behind_an_escape() -> None:
    coloured = re.findall(r"\x1b\[[\d;]+m(\w+)\x1b", show("heron", color=True).output)
    assert coloured == ["ferry"]


@pytest.mark.usefixtures("in_a_repository")
def test_articles_and_labels_are_chosen() -> None:
    assert "0 claims" in show("heron", "heron_1", "--label", "attributed_statement").output
    assert [json.loads(line)["claim_id"] for line in show("heron", "--json").output.splitlines()] == ["heron_1_c01"]
    unknown = show("heron", "heron_2")
    assert "corpus heron has no article 'heron_2'" in str(unknown.exception)
