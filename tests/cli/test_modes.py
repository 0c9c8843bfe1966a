"""An option that matters in one way of using a command only is refused in the others, where it would be ignored."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from every_command import all_commands, command_of, write_inputs
from small import DOCUMENTS, OPEN, STANDOFF
from test_errors import tree

from claimwire.checks.findings import Problem
from claimwire.cli import group
from claimwire.cli.check import _print
from claimwire.cli.groups import NamedGroup
from claimwire.cli.options import Name, only_with
from claimwire.corpus.workspace import Workspace

IGNORED = [
    # --soft without decisions is of what is adjudicated already
    ("adjudicate heron --soft s.jsonl --adjudicator cleo", "--adjudicator"),
    ("adjudicate heron --soft s.jsonl --from {documents}", "--from"),
    ("adjudicate heron --soft s.jsonl --rule majority", "--rule"),
    ("adjudicate heron --soft s.jsonl --rule all-agree", "--rule"),
    ("adjudicate heron --soft s.jsonl --article heron_a", "--article"),
    ("adjudicate heron --soft s.jsonl --dry-run", "--dry-run"),
    # decisions are applied: rules were asked when they were made
    ("adjudicate heron decisions --adjudicator cleo --rule majority", "--rule"),
    ("adjudicate heron decisions --adjudicator cleo --article heron_a", "--article"),
    ("adjudicate heron decisions --adjudicator cleo --dry-run --rule majority", "--rule"),
    ("adjudicate heron work --draft --soft s.jsonl", "--soft"),
    ("adjudicate heron work --draft --dry-run", "--dry-run"),
    ("adjudicate heron work --review --adjudicator cleo --soft s.jsonl", "--soft"),
    ("adjudicate heron work --review --adjudicator cleo --dry-run", "--dry-run"),
    ("agreement --brat human:brat --batch pilot", "--batch"),
    ("agreement --brat human:brat --split train", "--split"),
    ("agreement --brat human:brat --annotator ada", "--annotator"),
    ("agreement --brat human:brat --from {documents}", "--from"),
    ("agreement heron --json --brief", "--brief"),
    ("build --max-lost 0.5", "--max-lost"),
    ("check --list --level 2", "--level"),
    ("check --list --only id-repeated", "--only"),
    ("check --list --json", "--json"),
    ("check --list --all", "--all"),
    ("check --json --all", "--all"),
    ("check --list heron", "CORPUS"),
    ("check --list --corpus-dir hydrated", "--corpus-dir"),
    ("check --only event-unknown --level 2", "--level"),
    ("conflicts --list heron", "CORPUS"),
    ("conflicts --list --event ferry_sinking_2031", "--event"),
    ("conflicts --list --kind figures_differ", "--kind"),
    ("conflicts --list --json", "--json"),
    ("conflicts --list --html c.html", "--html"),
    ("conflicts heron --json --html c.html", "--html"),
    ("entities heron --annotator ada", "--annotator"),
    ("entities heron --write", "--write"),
    ("entities heron --draft e.jsonl --json", "--json"),
    ("entities heron --draft e.jsonl --write", "--write"),
    ("labelstudio export-tasks heron t.json --user ada=1", "--user"),
    ("labelstudio server start --each 2", "--each"),
    ("labelstudio server start --from {documents}", "--from"),
    ("link heron --dry-run --annotator ada", "--annotator"),
    ("link heron --json --annotator ada", "--annotator"),
    ("link heron --measure --annotator ada", "--annotator"),
    ("link heron --measure --dry-run", "--dry-run"),
    ("link heron --measure --json", "--json"),
    ("link heron --measure --tolls", "--tolls"),
    ("rulings --least 0.5", "--least"),
    ("rulings --sheet s.jsonl --least 0.5", "--least"),
    ("rulings --sheet s.jsonl --json", "--json"),
    ("rulings --sheet s.jsonl --score export.json", "--score"),
    ("schema claim --write", "--write"),
    ("schema claim --check", "--check"),
    ("schema --write --check", "--check"),
    ("show heron --offsets raw", "--offsets"),
    ("show heron --offsets text", "--offsets"),
    ("show heron --full", "--full"),
    ("show heron --json --sentences", "--sentences"),
    ("show heron --json --html page.html", "--html"),
    ("show heron --json --no-pager", "--no-pager"),
    ("show heron --html page.html --sentences", "--sentences"),
    ("show heron --html page.html --no-pager", "--no-pager"),
]
"""Calls with an option that the command would not look at, and that option."""

SAME_EVERYWHERE = {"debug", "wait", "help"}
"""Options that mean the same in every way of using a command."""


@pytest.fixture
def prepared(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    write_inputs(small)
    (small.root / "brat").mkdir()
    monkeypatch.chdir(small.root)
    return small


@pytest.mark.parametrize(("line", "flag"), IGNORED)
def test_an_option_that_would_be_ignored_is_refused(line: str, flag: str, prepared: Workspace) -> None:
    before = tree(prepared.root)
    result = CliRunner().invoke(group, line.format(documents=DOCUMENTS).split())
    assert result.exit_code == 2, result.output
    assert flag in result.output.splitlines()[-1]
    assert "with" in result.output.splitlines()[-1]
    assert tree(prepared.root) == before


@pytest.mark.parametrize(("line", "flag"), IGNORED)
def test_without_that_option_the_call_is_not_refused(line: str, flag: str) -> None:
    """So the table says which option it is about, and not a call that is refused anyway."""
    words = line.format(documents=DOCUMENTS).split()
    command: click.Command = group
    context = click.Context(group)
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None
        command = found
    if flag == "CORPUS":
        words.remove(OPEN)
    else:
        option = next(x for x in command.params if flag in x.opts)
        place = words.index(flag)
        del words[place : place + (1 if getattr(option, "is_flag", False) else 2)]
    command.make_context("x", words)


def test_what_an_option_defaults_to_is_not_given(prepared: Workspace) -> None:
    result = CliRunner().invoke(group, ["rulings"])
    assert result.exit_code == 0, result.output


@click.command(context_settings={"auto_envvar_prefix": "NAMES"})
@click.option("-f", "--file")
@click.option("--many", multiple=True)
@click.argument("words", nargs=-1)
def probe(file: str | None, many: tuple[str, ...], words: tuple[str, ...]) -> None:
    only_with(False, "nothing", "file", "many", "words")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "x"], "--file goes with nothing only"),
        (["--file", ""], "--file goes with nothing only"),
        (["--many", "x"], "--many goes with nothing only"),
        (["x"], "WORDS goes with nothing only"),
        (["x", "-f", "y"], "--file and WORDS go with nothing only"),
        ([], None),
    ],
)
def test_what_was_given_is_named_as_the_help_names_it(arguments: list[str], message: str | None) -> None:
    result = CliRunner().invoke(probe, arguments)
    assert (result.exit_code, message is None or message in result.output) == (0 if message is None else 2, True)


def test_a_variable_of_the_environment_is_no_option_of_this_call() -> None:
    assert CliRunner().invoke(probe, env={"NAMES_FILE": "x"}).exit_code == 0


# Options that are given twice


@pytest.mark.parametrize("line", list(all_commands()))
def test_an_option_of_one_value_is_refused_if_it_is_given_twice(line: str) -> None:
    """Otherwise the last one counts, and the first is ignored without a word."""
    for option in command_of(line).params:
        if not isinstance(option, click.Option) or option.is_eager:
            continue
        value = [] if option.is_flag else ["x"] * option.nargs
        names = [*option.opts, *option.secondary_opts]
        result = CliRunner().invoke(group, [*line.split(), names[0], *value, names[-1], *value, "--help"])
        refused = "give it once" in result.output
        assert refused == (not option.multiple and not (option.is_flag and not option.secondary_opts)), (line, names)
        assert (result.exit_code == 2) == refused
        assert not refused or " or ".join(names) in result.output


@pytest.mark.parametrize("same", [("--file", "a", "--file=a"), ("-f", "a", "--file", "b"), ("-fa", "-fa")], ids=str)
def test_however_an_option_is_written_it_is_the_same(same: tuple[str, ...]) -> None:
    outer = NamedGroup("outer", commands=[probe])
    result = CliRunner().invoke(outer, ["probe", *same])
    assert result.exit_code == 2
    assert "-f or --file is given 2 times; give it once" in result.output
    assert CliRunner().invoke(outer, ["probe", "--", *same]).exit_code == 2, "words, which go with nothing"
    assert "--many goes with nothing" in CliRunner().invoke(outer, ["probe", "--many", "a", "--many", "b"]).output


# Dry runs


def test_decisions_of_some_articles_can_be_tried_and_not_applied(prepared: Workspace) -> None:
    """Regression: --article was ignored, and the files of all other articles were called missing."""
    run = CliRunner().invoke
    assert (
        run(group, ["adjudicate", OPEN, "work", "--draft", "--article", "heron_h", "--rule", "single-layer"]).exit_code
        == 0
    )
    before = tree(prepared.root)
    tried = run(group, ["adjudicate", OPEN, "work", "--adjudicator", "cleo", "--dry-run", "--article", "heron_h"])
    assert (tried.exit_code, "missing" in tried.output) == (0, False), tried.output
    whole = run(group, ["adjudicate", OPEN, "work", "--adjudicator", "cleo", "--dry-run"])
    assert (whole.exit_code, "heron_a.jsonl is missing" in whole.output) == (1, True)
    assert tree(prepared.root) == before


@pytest.mark.parametrize("extra", [[], ["--dry-run"]])
@pytest.mark.parametrize(
    "line",
    [
        "anchor heron heron_a.jsonl --annotator nobody_known",
        "adjudicate heron decisions --adjudicator nobody_known",
    ],
)
def test_a_dry_run_refuses_who_the_run_would_refuse(line: str, extra: list[str], prepared: Workspace) -> None:
    before = tree(prepared.root)
    result = CliRunner().invoke(group, [*line.split(), *extra])
    assert result.exit_code != 0
    assert "annotators.jsonl has nobody called 'nobody_known'; there are: ada" in str(result.exception)
    assert tree(prepared.root) == before


def test_a_dry_run_of_hydrate_refuses_a_place_that_the_run_would_refuse(prepared: Workspace) -> None:
    """Regression: where to write was not looked at."""
    for extra in ([], ["--dry-run"]):
        result = CliRunner().invoke(group, ["hydrate", STANDOFF, "--from", str(DOCUMENTS), "--to", "here", *extra])
        assert "lies in the repository" in str(result.exception)


# Names


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("chek", "did you mean 'check'?"),
        ("labelstudio pul heron", "did you mean 'pull'"),
        ("labelstudio server strat", "did you mean 'start'"),
        ("labelstudio adjudicate pulll heron", "did you mean 'pull'?"),
        ("audit scor x", "did you mean 'score'?"),
        ("check --only spancutsword", "did you mean 'span-cuts-word'?"),
        ("schema claims", "did you mean 'claim'"),
        ("conflicts --kind figures_difer", "did you mean 'figures_differ'?"),
        ("show heron --label casualty", "did you mean 'casualty_figure'?"),
        ("show hern", "did you mean 'heron'?"),
        (
            "show heron_a",
            "it is an article of heron: name the corpus first, as in `heron heron_a`; there are: heron, r",
        ),
        ("show heron_aa", "if you mean 'heron_a', that is an article of heron: name the corpus first, as in `heron h"),
        ("show heron_nothing_like_it", "no corpus is called 'heron_nothing_like_it'; there are: heron, rook"),
        ("show heron --annotator bella", "did you mean 'bela'?"),
        ("show heron a_heron", "there are: heron_a, heron_b"),
        ("show rook b", "has no article 'b'"),
        ("conflicts --event ferry_sinking", "did you mean 'ferry_sinking_2031'?"),
        ("conflicts --event nope", "there are: "),
        ("agreement heron --annotator bella", "did you mean 'bela'?"),
        ("agreement heron --batch pilott", "no layer is of the batch 'pilott'"),
        ("anchor heron heron_a.jsonl --annotator clio", "did you mean 'cleo'?"),
        (
            "anchor heron heron_a.jsonl --annotator cleo --protocol x",
            "annotations/protocols has no x.toml; there are: ",
        ),
        ("link heron --annotator clio", "did you mean 'cleo'?"),
        ("entities heron --apply revisions.jsonl -a clio", "did you mean 'cleo'?"),
        ("revise heron revisions.jsonl -a clio", "did you mean 'cleo'?"),
        ("export heron out --annotator bella", "did you mean 'bela'?"),
        ("labelstudio export-tasks heron t.json --layer bella", "did you mean 'bela'?"),
        ("diff 1.0.0 2.0.0", "'1.0.0' is neither a folder nor a release in dataset/"),
        ("rulings R-FIG-2", "did you mean 'R-FIG-1'?"),
        ("ingest heron new.txt --outlet lakeside", "did you mean 'lakeside_post'?"),
        ("ingest heron new.txt --recipe plaintext", "did you mean 'plain-text/2'?"),
        ("adjudicate heron work --draft --rule all-agreed", "did you mean 'all-agree'?"),
        ("check --only zzzz", "outlet-misnamed, plan-inconsistent, recipe-unknown, outlet-unknown and "),
        ("dehydrate rook --from brat", "brat has no corpus.toml; name the folder of a hydrated corpus"),
        ("check --corpus-dir brat", "brat has no corpus.toml; name the folder of a corpus"),
        ("labelstudio status heron", "start one with `claimwire labelstudio server start`"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_those_that_are(
    line: str, meant: str, prepared: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(tmp_path / "cache"))
    before = tree(prepared.root)
    result = CliRunner().invoke(group, line.split())
    assert result.exit_code != 0
    assert meant in result.output + str(result.exception)
    assert tree(prepared.root) == before


def test_every_choice_suggests(prepared: Workspace) -> None:
    for line in all_commands():
        for parameter in command_of(line).params:
            assert not isinstance(parameter.type, click.Choice) or isinstance(parameter.type, Name), parameter


# What else a message says


@pytest.mark.parametrize(
    "line", ["anchor heron heron_a.jsonl --annotator cleo --date {}", "ingest heron new.txt --published {}"]
)
@pytest.mark.parametrize("date", ["yesterday", "May 4, 2031", "4.5.2031", "2031-13-01", "2031-02-29"])
def test_a_date_that_is_none_is_answered_with_its_option_and_an_example(
    line: str, date: str, prepared: Workspace
) -> None:
    """Regression: the message was a regular expression."""
    words = [word.format(date) for word in line.split(" ")]
    result = CliRunner().invoke(group, words)
    told = result.output + str(result.exception)
    assert result.exit_code != 0
    assert f"{words[-2]}" in told
    assert repr(date) in told
    assert re.search(r"write (for instance 20|YYYY-MM-DD)", told)
    assert "[0-9" not in told


def test_a_file_of_a_layer_is_named_for_its_article(prepared: Workspace) -> None:
    result = CliRunner().invoke(group, ["anchor", OPEN, "new.txt", "--annotator", "cleo"])
    assert "new.txt is named for no article of heron, which ARTICLE_ID.jsonl is; there are: " in str(result.exception)


def test_links_are_not_asked_about_without_a_terminal(prepared: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: a traceback about /dev/tty."""

    def fail(*_: object, **__: object) -> str:
        raise OSError(6, "No such device or address", "/dev/tty")

    monkeypatch.setattr(click, "getchar", fail)
    result = CliRunner().invoke(group, ["link", OPEN, "--annotator", "cleo"])
    assert "and this is not one; --dry-run or --json lists the proposals" in str(result.exception)


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (5, 5), (6, 6), (7, 5), (23, 5)])
def test_the_problems_of_a_check_stand_together_and_only_the_first_are_printed(
    count: int, shown: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Regression: a corpus without decisions printed a long line per claim."""
    found = [Problem("id-repeated", "x", n, "claim", f"c{n}", f"found {n}", "change one") for n in range(count)]
    other = Problem("line-blank", "y", None, None, None, "a blank line", "remove it")
    _print([found[0], other, *found[1:]], every=False)
    head = f"id-repeated, {count} problem{'s' if count > 1 else ''}: change one"
    lines = [f"  x:{n}: claim c{n}: found {n}" for n in range(count)]
    rest = ["line-blank, 1 problem: remove it", "  y: a blank line"]
    more = [] if shown == count else [f"  and {count - shown} more; --all shows them"]
    assert capsys.readouterr().out.splitlines() == [head, *lines[:shown], *more, *rest]
    _print([found[0], other, *found[1:]], every=True)
    assert capsys.readouterr().out.splitlines() == [head, *lines, *rest]


@pytest.mark.parametrize("extra", [["--all"], ["--only", "claim-without-decision"], ["--json"], []])
def test_all_problems_are_printed_on_request(
    extra: list[str], small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    small.corpus(OPEN).file("adjudications").write_text("", encoding="utf-8")
    data = small.corpus(OPEN)
    unfit = CliRunner().invoke(group, ["check", OPEN, "--json", "--only", "claim-unfit"]).stdout.count("claim-unfit")
    claims = len(data.claims) + sum(len(layer.claims) for layer in data.layers.values()) - unfit
    shown = CliRunner().invoke(group, ["check", OPEN, *extra]).stdout
    if "--json" in extra:
        printed = [line for line in shown.splitlines() if "claim-without-decision" in line and '"claim"' in line]
    else:
        _, _, group_of_it = shown.partition("claim-without-decision, ")
        assert group_of_it.startswith(f"{claims} problems: ")
        lines = itertools.takewhile(lambda line: line.startswith("  "), group_of_it.splitlines()[1:])
        printed = [line for line in lines if ": claim " in line]
    assert claims > 20
    assert len(printed) == (claims if extra else 5)
