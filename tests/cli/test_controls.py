"""No control of a text reaches the terminal: every command that prints, on records that have controls in every text."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from every_command import CORPUS_READERS, arguments_of, write_inputs
from rich.table import Table
from rich.text import Text
from small import OPEN

from claimwire.cli import group, main
from claimwire.cli.output import new_console, shown_status
from claimwire.corpus.records import sha256_text
from claimwire.corpus.workspace import Workspace
from claimwire.terminal import CONTROLS, SafeStream, safe_streams

HIDDEN = "\x1b[8m"
"""Hides what follows; rich never writes it here."""

HOSTILE = f"{HIDDEN}\x1b]52;c;aGk=\x07\x9b31m\u202e\u2066\x85\x7f"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def hostile(value: Any) -> Any:
    """Return a JSON value with controls in every string that has a space, which no id, date or vocabulary has."""
    if isinstance(value, dict):
        return {key: hostile(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner) for inner in value]
    return value.replace(" ", f" {HOSTILE}", 1) if isinstance(value, str) else value


def hostile_article(article: dict[str, Any]) -> dict[str, Any]:
    """Return an article whose text has controls in place of some spaces, so that all offsets stay."""
    text = article.get("text")
    made: dict[str, Any] = hostile({key: value for key, value in article.items() if key != "text"})
    if text is not None:
        text = text.replace(" ", "\x1b", 3).replace(" ", "\u202e", 3).replace(" ", "\x9b", 3)
        made |= {"text": text, "text_sha256": sha256_text(text)}
    return made


def rewrite(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    made = [hostile_article(line) if path.name == "articles.jsonl" else hostile(line) for line in lines]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in made), encoding="utf-8")


@pytest.fixture(scope="module")
def made(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small repository with controls in every free text that may have some, and in the documents to read."""
    root = tmp_path_factory.mktemp("hostile") / "repository"
    shutil.copytree(small_built.root, root)
    workspace = Workspace(root)
    write_inputs(workspace)
    for path in [*workspace.annotations.glob("*/*.jsonl"), *workspace.annotations.glob("*.jsonl")]:
        if path != workspace.annotators_file:
            rewrite(path)
    (root / "new.txt").write_text(f"A {HOSTILE} ferry\n\nIt {HOSTILE} is new.\n\nIt is small.\n", encoding="utf-8")
    (root / "heron_a.jsonl").write_text('{"id": "a", "label": "\u202e\x9b \\u001b[8m"}\n', encoding="utf-8")
    return workspace


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(group, arguments, env=environment)


def test_the_records_have_controls_in_their_texts_and_are_valid(made: Workspace) -> None:
    corpus = made.corpus(OPEN)
    assert corpus.faults == ()
    texts = [corpus.articles["heron_a"].headline, corpus.articles["heron_a"].text]
    texts += [claim.statement for claim in corpus.claims.values()]
    texts += [event.name for event in corpus.events.values() if " " in event.name]
    texts += [decision.reason for decision in corpus.adjudications.values()]
    assert all(CONTROLS.search(text or "") for text in texts)


@pytest.mark.parametrize("file", ["outlets/quay_radio.toml", "release.toml", f"{OPEN}/corpus.toml"])
def test_what_people_write_in_a_file_of_the_repository_has_none(
    file: str, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    path = small.annotations / file
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(?m)^(name|title) = "', r'\1 = "\\u001b[8m', text, count=1), encoding="utf-8")
    result = run("check")
    told = result.output + str(result.exception)
    assert f"{Path(file).name}: " in told
    assert "character 1 is the control character U+001B; write the name in one line" in told


def test_who_annotates_is_described_without_controls(small: Workspace) -> None:
    path = small.annotators_file
    path.write_text(path.read_text(encoding="utf-8").replace('"description":"', '"description":"\\u0007', 1))
    (fault,) = small.annotators()[1]
    assert fault.line == 1
    assert fault.message.startswith("description: character 1 is the control character U+0007; take it out")


RULINGS = ["rulings", "rulings R-FIG-1", "rulings --json"]
PRINTING = [*CORPUS_READERS, "check", "check --json", "build --no-load", *RULINGS]


@pytest.mark.parametrize("line", PRINTING)
def test_a_command_prints_no_control(line: str, made: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made.root)
    result = run(*(arguments_of(line) if line in CORPUS_READERS else line.split()))
    for printed in (result.stdout, result.stderr):
        assert CONTROLS.findall(printed) == []
    if "json" in line.split():
        for text in filter(None, result.stdout.split("\n")):
            json.loads(text)


@pytest.mark.parametrize("line", ["show", "conflicts", "conflicts --json", *RULINGS])
def test_what_controls_is_shown_as_an_escape(line: str, made: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made.root)
    arguments = arguments_of(line) if line in CORPUS_READERS else line.split()
    assert re.search(r"\\(u001b|x1b|u202e)", run(*arguments).stdout)


@pytest.mark.parametrize(
    "line", ["show", "conflicts", "duplicates", "agreement --brief --resamples 0", "link --dry-run"]
)
def test_colours_are_those_of_the_command(line: str, made: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made.root)
    printed = run(*arguments_of(line), FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert HIDDEN not in printed
    assert CONTROLS.findall(COLOURS.sub("", printed)) == []


def test_messages_of_errors_have_no_controls(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    name = "\x1b]52;\u202e"
    for arguments in (["diff", name, "2"], ["show", OPEN, f"--{name}"], ["show", OPEN, "--from", name]):
        monkeypatch.setattr(sys, "argv", ["claimwire", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        printed = capsys.readouterr()
        assert CONTROLS.findall(printed.out + printed.err) == []
        assert "x1b" in printed.err


def test_a_table_is_as_wide_as_what_it_shows() -> None:
    """The escapes of a control count for the width of a column."""
    file = io.StringIO()
    table = Table("word")
    table.add_row("\x1b[8mabc")
    new_console(file=file, width=40).print(table)
    assert {len(line) for line in file.getvalue().splitlines()} == {len("│ \\x1b[8mabc │")}


@pytest.mark.parametrize("text", ["plain", HOSTILE, Text(HOSTILE), f"[link=x]{HOSTILE}"])
def test_a_console_escapes_what_it_is_given(text: str | Text) -> None:
    file = io.StringIO()
    new_console(file=file, width=200).print(text)
    assert CONTROLS.findall(file.getvalue()) == []


def test_what_is_printed_while_a_status_is_shown_has_no_controls(monkeypatch: pytest.MonkeyPatch) -> None:
    """rich turns colours of a text into its own when it takes over the streams."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with safe_streams(), shown_status(f"reading {HIDDEN}") as show:
        show(f"[red]{HIDDEN}[/red] read")
        print(f"done {HIDDEN}", file=sys.stderr)
    assert HIDDEN not in terminal.getvalue()
    assert "done \\x1b[8m" in terminal.getvalue()


def test_a_stream_writes_what_its_encoding_lacks_as_an_escape() -> None:
    raw = io.BytesIO()
    stream = SafeStream(io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    assert stream.write("“12”\x1b \ud800\n") == 8
    stream.writelines(["a", "é"])
    stream.flush()
    assert raw.getvalue() == b"\\u201c12\\u201d\\x1b \\ud800\na\\xe9"
    assert not hasattr(stream, "buffer")


def test_streams_are_as_before_afterwards_also_after_an_error() -> None:
    before = sys.stdout, sys.stderr
    with pytest.raises(ValueError, match="x"), safe_streams():
        raise ValueError("x")
    assert (sys.stdout, sys.stderr) == before


def test_consoles_are_made_in_one_place() -> None:
    """rich writes past the stream that escapes controls; a console of its own would print them."""
    source = Path(__file__).resolve().parents[2] / "src" / "claimwire"
    calls = [
        path.name
        for path in sorted(source.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Console", "SafeConsole", "print", "rprint")
    ]
    assert calls == ["output.py"]
