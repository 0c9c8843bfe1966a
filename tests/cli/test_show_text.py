"""`claimwire show` for people without colours: brackets with ids, sentences with numbers, layers, whole records."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from invented import SHIP
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.schema import ClaimBase, Span
from claimwire.schema.claims import HistoricalBackground
from claimwire.show import marked, numbered_pieces, text_marks

TEXT = "Nine of ten boats sank in the storm."


def claim(*spans: tuple[int, int]) -> ClaimBase:
    return HistoricalBackground.model_construct(spans=tuple(Span(start=start, end=end) for start, end in spans))


def shown(text: str, **claims: list[tuple[int, int]]) -> str:
    marks = text_marks({name: claim(*spans) for name, spans in claims.items()})
    return "".join(marked(text, marks, 0, len(text)))


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({}, TEXT),
        ({"a": [(0, 4)]}, "[a Nine] of ten boats sank in the storm."),
        ({"a": [(0, 4)], "b": [(4, 7)]}, "[a Nine][b  of] ten boats sank in the storm."),
        ({"a": [(0, 17)], "b": [(0, 4)]}, "[a [b Nine] of ten boats] sank in the storm."),
        ({"b": [(0, 4)], "a": [(0, 17)]}, "[a [b Nine] of ten boats] sank in the storm."),
        ({"a": [(0, 11)], "b": [(8, 17)]}, "[a Nine of [b ten]a boats] sank in the storm."),
        ({"a": [(0, 4), (18, 22)]}, "[a Nine] of ten boats [a sank] in the storm."),
        ({"a": [(0, 4)], "b": [(0, 4)]}, "[a [b Nine]] of ten boats sank in the storm."),
        ({"a": [(0, 36)]}, f"[a {TEXT}]"),
        ({"a": [(0, 11)], "b": [(5, 11)], "c": [(8, 17)]}, "[a Nine [b of [c ten]b]a boats] sank in the storm."),
    ],
)
def test_a_claim_is_in_brackets_with_its_name(claims: dict[str, list[tuple[int, int]]], expected: str) -> None:
    assert shown(TEXT, **claims) == expected


ENDS = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=6, unique=True).map(sorted)
SPANS = ENDS.map(lambda ends: list(zip(ends[::2], ends[1::2], strict=False)))


@given(st.dictionaries(st.sampled_from("abcd"), SPANS, max_size=4))
def test_every_piece_has_its_own_brackets_and_the_text_stays(claims) -> None:
    """Which words a claim has can be read off the brackets: what is opened last is closed by a bare bracket."""
    marks = text_marks({name: claim(*spans) for name, spans in claims.items()})
    assert "".join(x for x in marked(TEXT, marks, 0, len(TEXT)) if not re.fullmatch(r"\[\w |\]\w?", x)) == TEXT
    opened: list[tuple[str, int]] = []
    found: list[tuple[str, int, int]] = []
    for mark in marks:
        if mark.opens:
            opened.append((mark.mark[1:-1], mark.offset))
        else:
            name = mark.mark[1:] or opened[-1][0]
            place = max(n for n, item in enumerate(opened) if item[0] == name)
            found.append((*opened.pop(place), mark.offset))
    assert opened == []
    ends = {name: sorted(end for other, _, end in found if other == name) for name, _, _ in found}
    starts = {name: sorted(start for other, start, _ in found if other == name) for name, _, _ in found}
    assert ends == {name: sorted(end for _, end in spans) for name, spans in claims.items()}
    assert starts == {name: sorted(start for start, _ in spans) for name, spans in claims.items()}


def test_the_pieces_of_a_text_are_its_sentences_and_what_is_between_them() -> None:
    text = SHIP.text or ""
    pieces = list(numbered_pieces(SHIP))
    assert [number for number, _, _ in pieces if number is not None] == list(range(len(SHIP.sentences)))
    assert "".join(text[start:end] for _, start, end in pieces).split() == text.split() or all(
        text[start:end].strip() == text[start:end] for _, start, end in pieces
    )


@pytest.fixture
def here(small_built: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small_built.root)
    return small_built


def show(*arguments: str, **environment: str) -> str:
    result = CliRunner(env={"COLUMNS": "200", **environment}).invoke(group, ["show", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_claims_are_in_brackets_with_colours_and_without(here: Workspace) -> None:
    """Regression: in a pipe the text had no claims at all, and in colour what was within a claim was painted over."""
    claims = here.corpus(OPEN).claims_of_article["heron_a"]
    piped = show(OPEN, "heron_a")
    for found in claims:
        assert f"[{found.claim_id.removeprefix('heron_a_')} " in piped
    coloured = show(OPEN, "heron_a", FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[" in coloured
    assert "\x1b[" not in piped
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    legend = "attributed statement; historical background; casualty figure\n"
    assert legend in plain
    assert plain.replace(legend, "") == piped


def test_a_layer_is_shown_in_place_of_the_adjudicated_claims(here: Workspace) -> None:
    """Regression: nobody could look at a layer before it was adjudicated."""
    (layer,) = [x for x in here.corpus(OPEN).layers_of_article["heron_a"] if x.annotator_id == "bela"]
    shown_layer = show(OPEN, "heron_a", "--annotator", "bela")
    assert f", {len(layer.claims)} claims\n" in shown_layer
    assert all(f"[{x.claim_id.removeprefix('heron_a_bela_')} " in shown_layer for x in layer.claims)
    rows = [json.loads(line) for line in show(OPEN, "heron_a", "--annotator", "bela", "--json").splitlines()]
    assert {row["claim_id"] for row in rows} == {x.claim_id for x in layer.claims}


def test_an_article_without_adjudicated_claims_says_which_layers_it_has(small: Workspace, monkeypatch) -> None:
    """Regression: it said `0 claims` over an empty table."""
    monkeypatch.chdir(small.root)
    for table in ("claims", "adjudications"):
        small.corpus(OPEN).file(table).write_text("", encoding="utf-8")
    told = show(OPEN, "heron_a")
    assert re.search(r"0 claims; nothing is adjudicated, see the layers with --layer: ada \(\d+\), bela \(\d+\)", told)
    assert "statement" not in told


def test_sentences_have_the_numbers_that_a_layer_names(here: Workspace) -> None:
    """Regression: a layer has to name sentences by numbers that no command showed."""
    article = here.corpus(OPEN).article("heron_d")
    lines = show(OPEN, "heron_d", "--sentences", "--label", "casualty_figure").split("\n")
    for number, sentence in enumerate(article.sentences):
        begins = [line for line in lines if line.startswith(f"{number:>4}  ")]
        assert len(begins) == 1
        words = re.sub(r"\[c\d+ |\](c\d+)?", "", begins[0][6:])
        assert words == sentence.of(article.text or "").replace("\n", " ")


def test_a_layer_has_two_names(here: Workspace) -> None:
    assert show(OPEN, "heron_a", "--layer", "bela") == show(OPEN, "heron_a", "--annotator", "bela")


@pytest.mark.parametrize("extra", [[], ["--full"]])
def test_a_whole_record_is_printed_with_its_words_if_the_text_is_there(here: Workspace, extra: list[str]) -> None:
    """Regression: no command gave claims whole as JSON, and then only with --full."""
    data = here.corpus(OPEN)
    rows = [json.loads(line) for line in show(OPEN, "heron_a", "--json", *extra).splitlines()]
    for row, record in zip(rows, data.claims_of_article["heron_a"], strict=True):
        quotes = row.pop("quotes")
        assert row == record.model_dump(mode="json") | {"document": "heron_a.txt", "offsets": "text"}
        assert quotes["spans"] == [span.of(data.article("heron_a").text or "") for span in record.spans]
        assert all(quotes.values())
    without = [json.loads(line) for line in show(STANDOFF, "--json", "--full").splitlines()]
    assert without
    assert not any("quotes" in row for row in without)
    restored = [json.loads(line) for line in show(STANDOFF, "--json", "--full", "--from", str(DOCUMENTS)).splitlines()]
    assert all(row["quotes"]["spans"] for row in restored)
    guarded = [json.loads(line) for line in show(STANDOFF, "--json", "--from", str(DOCUMENTS)).splitlines()]
    assert not any("quotes" in row for row in guarded), "they may not be redistributed"
    raw = [json.loads(line) for line in show(OPEN, "heron_a", "--json", "--offsets", "raw").splitlines()]
    assert [row["quotes"] for row in raw] == [json.loads(line)["quotes"] for line in piped_json(OPEN, "heron_a")]
    assert all(row["offsets"] == "raw" for row in raw)


def piped_json(*arguments: str) -> list[str]:
    return show(*arguments, "--json").splitlines()
