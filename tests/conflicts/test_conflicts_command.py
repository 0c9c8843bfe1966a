"""`claimwire conflicts` on the small repository: pages, charts, JSON, HTML, one event or kind."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimwire.cli import group
from claimwire.conflicts import KINDS
from claimwire.conflicts.html_pages import NO_CHARTS
from claimwire.corpus.records import records_of, write_jsonl
from claimwire.corpus.workspace import Workspace


@pytest.fixture(autouse=True)
def in_the_repository(small_built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_built.root)


def run(*arguments: str, command: str = "conflicts", keys: str | None = None) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(group, [command, *arguments], input=keys)


def lines(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*arguments, "--json").output.splitlines()]


def test_the_command_shows_one_page_per_event() -> None:
    result = run("heron")
    assert result.exit_code == 0, result.output
    for shown in ("ferry sinking (ferry_sinking_2031)", "A ferry sank off Tamsin Quay.", "Tamsin Wire: Vell Front"):
        assert shown in result.output
    events = {line["event_id"] for line in lines("heron")}
    assert result.output.splitlines()[-1] == f"events: {len(events)}, conflicts: {len(lines('heron'))}"


def test_the_command_draws_figures_over_time() -> None:
    result = run("heron", "--event", "ferry_sinking_2031", "--kind", "figures_differ")
    bars = [line.split() for line in result.output.splitlines() if line.startswith("2031-")]
    assert [bar[:3] for bar in bars] == [
        ["2031-05-03", "●", "12"],
        ["2031-05-03", "●─────▶", "at"],
        ["2031-05-03", "●", "9"],
        ["2031-05-04", "○", "13"],
        ["2031-05-06", "○", "13"],
    ]
    assert "from 0 to 15 people; ● in conflict, ○ not; ◀ ▶ an open end" in result.output
    assert result.output.splitlines()[-1] == "events: 1, conflicts: 3"


def test_json_has_one_line_per_conflict_with_who_says_what_and_since_when() -> None:
    (line,) = (x for x in lines("heron", "--kind", "dates_differ") if x["event_id"] == "marella_construction")
    assert line.pop("conflict_id").startswith("dates_differ_")  # type: ignore[attr-defined]
    assert line == {
        "kind": "dates_differ",
        "event_id": "marella_construction",
        "fact": "When: construction of the Marella",
        "reason": "no day is both in 1987 and in 1984",
        "claims": [
            {
                "claim_id": "heron_c_c06",
                "article_id": "heron_c",
                "outlet": "Tamsin Wire",
                "source": "Ministry of Ports",
                "since": "2031-05-03",
                "says": "1987",
                "statement": "The Marella was built in 1987.",
            },
            {
                "claim_id": "heron_d_c21",
                "article_id": "heron_d",
                "outlet": "Shoreline",
                "source": "register of ships",
                "since": "2031-05-06",
                "says": "1984",
                "statement": "The Marella was built in 1984.",
            },
        ],
    }


def test_an_event_brings_its_parts_and_an_unknown_one_is_refused() -> None:
    part, whole = (lines("heron", "--event", event) for event in ("ferry_sinking_2031", "stormy_spring_2031"))
    assert part == whole != []
    assert run("rook", "--event", "stormy_spring_2031").exception is not None
    assert "no event is called 'no_such_event'" in str(run("--event", "no_such_event").exception)


def test_without_a_corpus_all_of_the_plan_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "conflicts.html"
    result = run("--html", str(path))
    assert result.exit_code == 0, result.output
    total = sum(len(lines(corpus)) for corpus in ("heron", "rook"))
    assert result.output.splitlines()[-1].endswith(f"conflicts: {total}")
    assert result.output.startswith(f"wrote {path}; events: ")
    written = path.read_text(encoding="utf-8")
    assert 'id="ferry_sinking_2031"' in written
    assert all(f">{line['claims'][0]['claim_id']}</code>" in written for line in lines("rook"))  # type: ignore[index]


def test_without_matplotlib_the_html_file_is_written_without_charts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "conflicts.html"
    assert run("heron", "--html", str(path)).stderr == ""
    assert "<svg" in path.read_text(encoding="utf-8")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = run("heron", "--html", str(path))
    assert result.exit_code == 0
    assert result.stderr == f"{NO_CHARTS}\n"
    assert "<svg" not in path.read_text(encoding="utf-8")


def test_the_kinds_are_listed() -> None:
    result = run("--list")
    assert [line.split()[0] for line in result.output.splitlines()] == [kind.kind_id for kind in KINDS]


EVIL = "\x1b]52;c;aGk=\x07\x9b31m\u202e"


@pytest.fixture
def evil(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return a copy in which every wording that claims, events, links and articles have would control a terminal."""
    folder = small.corpus_folder("heron")
    data = small.corpus("heron")
    claims = []
    for claim in records_of(data.rows.claims):
        wordings = {
            name: f"{getattr(claim, name)}{EVIL}"
            for name in ("statement", "event_name", "cause")
            if hasattr(claim, name)
        }
        names = {"source_name": tuple(f"{name}{EVIL}" for name in getattr(claim, "source_name", ()))}
        claims.append(claim.model_copy(update=wordings | (names if hasattr(claim, "source_name") else {})))
    write_jsonl(folder / "claims.jsonl", claims)
    events = (x.model_copy(update={"name": x.name + EVIL, "description": EVIL}) for x in data.events.values())
    write_jsonl(folder / "events.jsonl", events)
    write_jsonl(folder / "links.jsonl", (x.model_copy(update={"note": f"{x.note}{EVIL}"}) for x in data.links.values()))
    articles = (x.model_copy(update={"headline": x.headline + EVIL}) for x in data.articles.values())
    write_jsonl(folder / "articles.jsonl", articles)
    monkeypatch.chdir(small.root)
    return small


COMMANDS = (
    "conflicts heron",
    "conflicts heron --json",
    "link heron --dry-run",
    "link heron --json",
    "link heron --annotator cleo",
    "duplicates",
    "duplicates --json",
    "show heron",
    "show heron --json",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_control_of_a_record_reaches_the_terminal(evil: Workspace, command: str) -> None:
    name, *arguments = command.split()
    result = run(*arguments, command=name, keys="sq" if "--annotator" in arguments else None)
    assert result.exit_code == 0, result.output
    assert len(result.output) > 200
    assert not [c for c in result.output if c != "\n" and unicodedata.category(c) == "Cc"]
    assert "\u202e" not in result.output
    if command in ("conflicts heron", "show heron"):
        assert "\\x1b]52;c;aGk=\\x07\\x9b31m\\u202e" in result.output.replace(" ", "")
    if command == "conflicts heron --json":
        claims = [claim for line in map(json.loads, result.output.splitlines()) for claim in line["claims"]]
        assert all(claim["statement"].endswith(EVIL) for claim in claims)
