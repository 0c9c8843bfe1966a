"""Pages of conflicts: what they show, in the terminal, as HTML, as a chart, and in the documents."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from planted import Planting, figures
from repository import ROOT, copy_of_repository

from claimwire.cli import group
from claimwire.conflicts import KINDS, facts
from claimwire.conflicts.chart import bar, scale, svg
from claimwire.conflicts.document import figures as document_figures
from claimwire.conflicts.document import generated, write_document
from claimwire.conflicts.html import html_page
from claimwire.conflicts.intervals import Interval
from claimwire.conflicts.page import Page, Row, Section, pages
from claimwire.records import write_text
from claimwire.schema.vocab import LinkKind, Qualifier
from claimwire.workspace import Workspace

SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(group, ["conflicts", *arguments])


def of_title(found: list[Page], title: str) -> Section:
    return next(section for page in found for section in page.sections if section.title.startswith(title))


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def planted_pages() -> list[Page]:
    scene = figures().scene()
    return pages(scene, facts(scene))


def test_a_page_is_an_event_with_everything_told_of_it_in_more_than_one_way() -> None:
    found = planted_pages()
    assert [page.event_id for page in found] == ["crash", "fire", "flood", "quake", "raid", "school", "war", "wreck"]
    crash = found[0]
    assert crash.description == "What crash is."
    toll = of_title([crash], "How many were killed")
    assert [(row.claim_id, row.says, row.since, row.outlet, row.in_conflict) for row in toll.rows] == [
        ("a_crash", "12", "2041-06-01", "Orlan Post", True),
        ("b_crash", "15", "2041-06-01", "Tarn Wire", True),
        ("c_crash", "at least 10", "2041-06-03", "Quay Radio", False),
    ]
    assert toll.summary == "1 pair of claims in conflict"


def test_a_row_says_whom_the_outlet_has_it_from_and_since_when() -> None:
    planting = Planting()
    planting.said("a_said", "crash", "Ines Valmer", "Ines Valmer counts.", time="2041-05-30", speaks_for_name="Orlan")
    planting.figure("a_count", "crash", Qualifier.EXACT, 4, voice="a_said")
    planting.figure("b_count", "crash", Qualifier.EXACT, 5)
    scene = planting.scene()
    first, second = pages(scene, facts(scene))[0].sections[0].rows
    assert (first.who, first.since) == ("Orlan Post: Ines Valmer (for Orlan)", "2041-05-30")
    assert (second.who, second.since) == ("Tarn Wire", "2041-06-01")


def test_the_note_of_the_link_is_shown_with_what_it_joins() -> None:
    planting = Planting()
    for name, number in (("a_count", 4), ("b_count", 5)):
        planting.figure(name, "crash", Qualifier.EXACT, number)
    planting.link(LinkKind.SAME_FIGURE, "a_count", "b_count")
    planting.links = [link.model_copy(update={"note": "Both count the crew."}) for link in planting.links]
    scene = planting.scene()
    assert pages(scene, facts(scene))[0].sections[0].notes == ("Both count the crew.",)


def test_three_figures_and_more_are_drawn_and_fewer_are_not() -> None:
    found = planted_pages()
    for page in found:
        for section in page.sections:
            assert len(section.charted) == (len(section.rows) if len(section.rows) >= 3 else 0)
    toll = of_title([page for page in found if page.event_id == "quake"], "How many")
    assert [row.claim_id for row in toll.charted] == ["a_toll", "b_toll", "c_toll"]
    assert toll.summary == "1 pair of claims in conflict, 2 pairs differ with their days only"


def test_a_chart_is_an_svg_with_a_mark_a_figure_and_no_reference_to_elsewhere() -> None:
    charted = of_title([page for page in planted_pages() if page.event_id == "crash"], "How many were killed").charted
    drawn = svg(charted, "Crash & <toll>")
    root = ElementTree.fromstring(drawn)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert texts[0] == "Crash & <toll>"
    assert {"12", "15", "at least 10"} <= set(texts)
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    assert len(list(root.iter(f"{SVG}path"))) == 1
    assert "href" not in drawn
    assert svg(charted, "Crash & <toll>") == drawn


INTERVALS = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), st.integers(0, 10**6), st.integers(0, 10**6))


@given(st.lists(INTERVALS | st.builds(Interval, st.integers(0, 10**6), st.none()), min_size=3, max_size=9))
def test_a_scale_holds_every_bound_and_every_figure_is_drawn_within_it(numbers: list[Interval]) -> None:
    own = scale(numbers)
    bounds = [end for item in numbers for end in (item.lower, item.upper) if end is not None]
    assert own.low < own.high
    assert max(bounds) <= own.high
    assert own.low == 0 or all(own.low <= (item.upper or item.lower) for item in numbers)
    assert 2 <= len(own.ticks()) <= 9
    rows = [Row(f"c{n}", "", "O", "", "x", "s", n % 2 == 0, None, item) for n, item in enumerate(numbers)]
    for row in rows:
        line = bar(own, row)
        assert len(line) == 32
        assert line.strip()
        assert ("▶" in line) == (row.numbers is not None and row.numbers.upper is None)
    root = ElementTree.fromstring(svg(rows, "t"))
    width = float(root.attrib["width"])
    assert all(0 <= float(circle.attrib["cx"]) <= width for circle in root.iter(f"{SVG}circle"))


class Names(HTMLParser):
    """Collects the tags and ids of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_html_file_stands_alone_and_escapes_what_it_shows() -> None:
    planting = Planting()
    for name, number in (("a_count", 4), ("b_count", 5), ("c_count", 6)):
        planting.figure(name, "crash", Qualifier.EXACT, number, statement="<b>&\"'")
    scene = planting.scene()
    document = html_page(pages(scene, facts(scene)), "A <title>")
    parsed = Names()
    parsed.feed(document)
    assert "b" not in parsed.tags
    assert parsed.ids == ["crash"]
    assert parsed.links == ["#crash"]
    assert parsed.tags.count("svg") == 1
    assert parsed.tags.count("tr") == 4
    assert "&lt;b&gt;&amp;&quot;&#x27;" in document


def test_the_command_shows_a_page_an_event() -> None:
    result = run("karabakh")
    assert result.exit_code == 0, result.output
    assert "2020 ceasefire (ceasefire_2020_11)" in result.output
    assert "2020-11-09" in result.output
    assert "TASS" in result.output
    assert result.output.splitlines()[-1] == "events: 4, conflicts: 14"


def test_the_command_draws_figures_over_time() -> None:
    result = run("openwire", "--event", "sorrava_war_1996", "--kind", "figures_differ")
    assert "●─" in result.output
    assert "more than 15,000" in result.output
    assert result.output.splitlines()[-1] == "events: 1, conflicts: 6"


def test_json_has_a_line_a_conflict_with_who_says_what_and_since_when() -> None:
    result = run("karabakh", "--json", "--kind", "dates_differ")
    (line,) = map(json.loads, result.output.splitlines())
    assert line["event_id"] == "ceasefire_2020_11"
    assert line["conflict_id"].startswith("dates_differ_")
    assert [claim["claim_id"] for claim in line["claims"]] == ["karabakh_001_c23", "karabakh_003_c29"]
    assert [(claim["outlet"], claim["says"], claim["since"]) for claim in line["claims"]] == [
        ("Sputnik", "2020-11-10", "2023-09-20"),
        ("TASS", "2020-11-09", "2023-09-19"),
    ]


def test_an_event_brings_its_parts_and_an_unknown_one_is_refused() -> None:
    whole = [json.loads(line) for line in run("openwire", "--json", "--event", "sorrava_war_1996").output.splitlines()]
    assert {line["event_id"] for line in whole} == {"sorrava_war_1996", "sorrava_ceasefire_1998"}
    result = run("openwire", "--event", "no_such_event")
    assert "no event is called 'no_such_event'" in str(result.exception)


def test_without_a_corpus_all_of_the_plan_are_shown_and_html_is_written(tmp_path: Path) -> None:
    path = tmp_path / "conflicts.html"
    result = run("--html", str(path))
    assert result.exit_code == 0, result.output
    total = sum(len(run(corpus, "--json").output.splitlines()) for corpus in ("karabakh", "openwire"))
    assert f"conflicts: {total}" in result.output
    parsed = Names()
    parsed.feed(path.read_text(encoding="utf-8"))
    assert {"ceasefire_2020_11", "sorrava_war_1996"} <= set(parsed.ids)
    assert all(link.startswith("#") for link in parsed.links)


def test_the_kinds_are_listed() -> None:
    result = run("--list")
    assert [line.split()[0] for line in result.output.splitlines()] == [kind.kind_id for kind in KINDS]


def test_the_page_of_the_documents_is_what_the_records_make() -> None:
    """Where this fails, run `claimwire conflicts --write-docs`."""
    workspace = Workspace(ROOT)
    made = generated(workspace)
    assert {path: path.read_text(encoding="utf-8") for path in made} == made
    images = {path for path in made if path.suffix == ".svg"}
    assert images == set(document_figures(workspace))
    text = (ROOT / "docs" / "conflicts.md").read_text(encoding="utf-8")
    assert {ROOT / "docs" / name for name in re.findall(r"\]\((images/[^)]+)\)", text)} == images
    assert len(images) > 3


def test_writing_the_documents_again_changes_what_is_stale_alone(tmp_path: Path) -> None:
    workspace = copy_of_repository(tmp_path)
    write_text(tmp_path / "docs" / "conflicts.md", (ROOT / "docs" / "conflicts.md").read_text(encoding="utf-8"))
    stale = tmp_path / "docs" / "images" / "conflicts-gone-1.svg"
    write_text(stale, "<svg/>")
    changed = write_document(workspace)
    assert stale in changed
    assert not stale.exists()
    assert tmp_path / "docs" / "conflicts.md" not in changed
    assert write_document(workspace) == []
