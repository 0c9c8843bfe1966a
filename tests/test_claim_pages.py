"""Articles with their claims as one HTML file: overlapping claims keep apart, and nothing in a text becomes markup."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from invented import SHIP
from repository import ROOT
from small import DOCUMENTS, OPEN, STANDOFF
from strategies import claims_of

from claimwire.cli import group
from claimwire.cli.show import PRIVATE_NOTICE
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError
from claimwire.schema import LABELS, ClaimBase, Span
from claimwire.schema.claims import HistoricalBackground
from claimwire.show.page import LINES, ShownArticle, article_page
from claimwire.show.parts import lanes, text_parts

LENGTH = 12


def claim(*spans: tuple[int, int]) -> ClaimBase:
    return HistoricalBackground.model_construct(spans=tuple(Span(start=start, end=end) for start, end in spans))


ENDS = st.lists(st.integers(0, LENGTH), min_size=2, max_size=6, unique=True).map(sorted)
SPANS = ENDS.map(lambda ends: list(zip(ends[::2], ends[1::2], strict=False)))
CLAIMS = st.dictionaries(st.sampled_from("abcde"), SPANS, max_size=5)


@given(CLAIMS, st.lists(st.integers(0, LENGTH), max_size=2))
def test_parts_cover_the_text_and_each_has_the_claims_of_all_its_places(spans, cuts) -> None:
    parts = list(text_parts(LENGTH, {name: claim(*own) for name, own in spans.items()}, cuts))
    assert [(part.start, part.end) for part in parts] == list(
        zip([0, *(part.end for part in parts[:-1])], [*(part.end for part in parts[:-1]), LENGTH], strict=True)
    )
    for part in parts:
        for at in range(part.start, part.end):
            assert set(part.claims) == {n for n, own in spans.items() if any(a <= at < b for a, b in own)}
    opened = sorted((part.start, o.name, o.number, o.pieces) for part in parts for o in part.opens)
    assert opened == sorted((a, n, k, len(own)) for n, own in spans.items() for k, (a, _) in enumerate(own, start=1))
    assert set(cuts) <= {0, *(part.end for part in parts)}


@given(CLAIMS)
def test_claims_that_share_a_place_have_lanes_of_their_own_and_no_lane_is_left_out(spans) -> None:
    claims = {name: claim(*own) for name, own in spans.items()}
    found = lanes(claims)
    assert set(found) == set(claims)
    for part in text_parts(LENGTH, claims):
        own = [found[name] for name in part.claims]
        assert len(own) == len(set(own))
    assert set(found.values()) == set(range(max(found.values(), default=-1) + 1))


def test_what_is_within_a_claim_is_nearer_to_the_words() -> None:
    assert lanes({"outer": claim((0, 12)), "inner": claim((3, 5)), "apart": claim((8, 9))}) == {
        "inner": 0,
        "apart": 0,
        "outer": 1,
    }


def test_an_empty_text_has_no_part() -> None:
    assert list(text_parts(0, {})) == []


class Parsed(HTMLParser):
    """The tags of a document with their attributes, and the words of the text and of its headline."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[bool] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("h2", "div", "button"):
            self._open.append(tag != "button" and dict(attrs).get("class") == "text")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "div", "button"):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1]:
            self.words += data

    def ids(self) -> list[str]:
        return [values["id"] or "" for _, values in self.tags if "id" in values]


def page(text: str, **claims: ClaimBase) -> str:
    article = SHIP.model_copy(update={"text": text, "text_length": len(text), "headline": "No <b>headline</b>"})
    return article_page([ShownArticle(article, "A & B", claims, "its claims")], "A <title>", "")


EVIL = '<script>alert(1)</script> "quoted" &amp; \x1b]52;c;aGk=\x07 \u202e <img src=x onerror=alert(2)>'


@given(st.lists(claims_of("heron_1", len(EVIL), "heron_1_01"), max_size=1))
def test_nothing_of_a_text_is_markup_and_all_of_it_is_shown(drawn: list[ClaimBase]) -> None:
    document = page(EVIL, **{f"c{n}": found for n, found in enumerate(drawn)})
    found = Parsed(document)
    assert {"img", "b", "title>"}.isdisjoint(tag for tag, _ in found.tags)
    assert [tag for tag, _ in found.tags].count("script") == 1
    shown = EVIL.replace("\x1b", "\\x1b").replace("\x07", "\\x07").replace("\u202e", "\\u202e")
    assert found.words.removeprefix("No <b>headline</b>") == shown
    assert len(found.ids()) == len(set(found.ids()))


def test_the_file_needs_nothing_else(small_built: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(small_built.root)
    result = CliRunner().invoke(group, ["show", OPEN, "--html", str(tmp_path / "page.html")])
    assert result.exit_code == 0, result.output
    document = (tmp_path / "page.html").read_text(encoding="utf-8")
    found = Parsed(document)
    data = small_built.corpus(OPEN)
    assert result.output.startswith(
        f"wrote {tmp_path / 'page.html'}: {len(data.articles)} articles, {len(data.claims)} c"
    )
    addresses = [v for _, values in found.tags for name, v in values.items() if name in ("href", "src") and v]
    assert sorted(addresses) == sorted(f"#{article_id}" for article_id in data.articles)
    assert not re.search(r"https?:|url\(|@import", document)
    assert "default-src 'none'" in unescape(document)
    assert {*data.articles, *data.claims} == set(found.ids())
    told = {name for _, values in found.tags for name in (values.get("data-c") or "").split()}
    assert told == set(data.claims)
    assert all(html in document for html in (f"--p-{label.label.value}" for label in LABELS))
    assert len(set(LINES)) == len(LINES)
    assert PRIVATE_NOTICE not in unescape(document)


def test_a_layer_and_labels_are_shown_alone(
    small_built: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(small_built.root)
    chosen = ["heron_a", "--layer", "bela", "--label", "casualty_figure"]
    assert CliRunner().invoke(group, ["show", OPEN, *chosen, "--html", str(tmp_path / "p.html")]).exit_code == 0
    (layer,) = [x for x in small_built.corpus(OPEN).layers_of_article["heron_a"] if x.annotator_id == "bela"]
    expected = {x.claim_id for x in layer.claims if x.label == "casualty_figure"}
    assert expected
    assert set(Parsed((tmp_path / "p.html").read_text()).ids()) == {"heron_a", *expected}


def test_a_text_that_may_not_be_passed_on_is_on_no_page_within_the_repository(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(small.root)
    mine = ["show", STANDOFF, "--from", str(DOCUMENTS), "--html"]
    refused = CliRunner().invoke(group, [*mine, "page.html"])
    assert isinstance(refused.exception, WorkspaceError)
    assert "page.html is in the repository, where the texts of rook may not be" in str(refused.exception)
    assert not (small.root / "page.html").exists()
    assert CliRunner().invoke(group, [*mine, str(tmp_path / "page.html")]).exit_code == 0
    written = tmp_path / "page.html"
    assert PRIVATE_NOTICE in unescape(written.read_text())
    assert written.stat().st_mode & 0o077 == 0, "a private file"
    assert CliRunner().invoke(group, ["show", STANDOFF, "--html", "page.html"]).exit_code == 0
    without = (small.root / "page.html").read_text()
    assert "The text is not available" in without
    assert PRIVATE_NOTICE not in unescape(without)
    assert 'class="text"' not in without


def test_style_and_script_are_declared_as_part_of_the_package() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    there = {path.name for path in (ROOT / "src" / "claimwire" / "show").iterdir() if path.suffix in (".css", ".js")}
    assert there == set(declared["claimwire.show"]) != set()
