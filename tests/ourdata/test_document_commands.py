"""Every command of README and docs: it is run in a fresh clone as it stands, or its page says what it needs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from documents import BLOCK, NEEDS, PAGES, PROGRAMS, Block, blocks, fresh_clone, named_in_prose, run_block, words_of
from repository import ROOT

from claimwire.cli import group
from claimwire.cli.options import NewPlace

LANGUAGES = ("sh", "python", "json", "mermaid", "sql", "bibtex", "text", "")
EVERY = [block for page in PAGES for block in blocks(page)]
SHELL = [block for block in EVERY if block.language == "sh"]
RUN = sorted({block.page for block in SHELL if block.need is None})


def test_every_block_that_is_a_command_is_known_as_one() -> None:
    """In another fence, or indented, it would not be run."""
    for block in EVERY:
        first = block.code.lstrip().split("\n")[0]
        assert block.language in LANGUAGES, f"{block.page}:{block.line}"
        assert (block.language == "sh") or not PROGRAMS.match(first), f"{block.page}:{block.line}"
    for page in PAGES:
        prose = BLOCK.sub("", page.read_text(encoding="utf-8"))
        assert not re.search(r"^(?:    |\t)(?:\$ )?(?:claimwire|scripts/|python )", prose, re.MULTILINE), page.name
    assert len(SHELL) > 25


def test_every_mark_is_above_a_block_and_of_the_vocabulary() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        marks = re.findall(r"^<!-- (?:needs|exits).*$", text, re.MULTILINE)
        read = [mark for found in BLOCK.finditer(text) for mark in found["marks"].splitlines()]
        assert marks == read, page.name
    assert {block.need for block in EVERY} - {None} == set(NEEDS)
    assert not [x for x in EVERY if x.language not in ("sh", "python") and x.need]
    assert not [x for x in EVERY if x.language != "sh" and x.status]


NAMED = sorted(
    {(block.page, command) for block in SHELL for command in block.commands}
    | {(page.relative_to(ROOT).as_posix(), command) for page in PAGES for command in named_in_prose(page)}
)


@pytest.mark.parametrize(("page", "command"), NAMED)
def test_a_command_has_every_option_that_a_page_gives_it(page: str, command: str) -> None:
    words = words_of(command)
    if words[:1] in (["scripts/label-studio"],):
        words = ["claimwire", "labelstudio", "server", *words[1:]]
    if words[:1] == ["claimwire"] and words[1:]:
        found: click.Command = group
        context = click.Context(group)
        rest = words[1:]
        while isinstance(found, click.Group) and rest:
            name = rest.pop(0)
            part = found.get_command(context, name)
            assert part is not None, f"{page}: {command}: no command {name}"
            found = part
        known = {option for parameter in found.params for option in parameter.opts} | {"--help"}
        given = {word.split("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
        assert given <= known, f"{page}: {command}: no option {given - known}"
    elif words and re.match(r"(?:scripts|tools|examples|\.ci)/\w", words[0]):
        assert (ROOT / words[0]).is_file(), f"{page}: {command}"
    elif words[:1] == ["python"] and words[1].endswith(".py") and "NAME" not in words[1]:
        assert (ROOT / words[1]).is_file(), f"{page}: {command}"


@pytest.mark.parametrize("page", sorted({block.page for block in SHELL}))
def test_commands_of_a_page_write_into_folders_that_are_there(page: str) -> None:
    """Also commands that are not run: the folder of what they write is there from the start, or the page makes it."""
    missing = without_folder([block for block in SHELL if block.page == page])
    assert not missing, f"{page}: make these folders first: {missing}"


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("claimwire explore 0.3.0 --to ~/pages", []),
        ("claimwire explore 0.3.0 --to pages/", []),
        ("claimwire explore 0.3.0 --to docs/pages", []),
        ("claimwire explore 0.3.0 --to ~/new/pages", ["~/new"]),
        ("claimwire labelstudio server start --data new/anna", ["new"]),
        ("mkdir -p ~/new\nclaimwire explore 0.3.0 --to ~/new/pages", []),
        ("mkdir ~/new && claimwire explore 0.3.0 --to ~/new/pages", []),
        ("claimwire explore 0.3.0 --to ~/new\nclaimwire explore 0.3.0 --to ~/new/pages", []),
        ("claimwire explore 0.3.0 --to ~/new/pages\nmkdir -p ~/new", ["~/new"]),
    ],
)
def test_a_folder_that_nobody_made_is_found(code: str, missing: list[str]) -> None:
    assert without_folder([Block("page.md", 1, "sh", code, None, 0)]) == missing


def without_folder(page: list[Block]) -> list[str]:
    """Return the folders that commands of a page write into and that neither are there nor were made before."""
    made, missing = {".", "..", "~"}, []
    lines = [line for block in page for line in block.commands]
    for words in (shlex.split(part) for line in lines for part in re.split(r"&&|\|\|?", line)):
        if words[:1] == ["mkdir"]:
            made |= {str(Path(word)) for word in words[1:] if not word.startswith("-")}
        for place in written_by(words):
            folder = str(place.parent)
            if folder not in made and not (ROOT / folder).is_dir():
                missing.append(folder)
            made.add(str(place))
    return missing


def written_by(words: list[str]) -> list[Path]:
    """Return the places to write to among the words of a command of claimwire."""
    if words[:1] == ["scripts/label-studio"]:
        words = ["claimwire", "labelstudio", "server", *words[1:]]
    found: click.Command = group
    context, rest = click.Context(group), words[1:]
    while words[:1] == ["claimwire"] and isinstance(found, click.Group) and rest:
        name = rest.pop(0)
        part = found.get_command(context, name)
        assert part is not None, f"no command {name}"
        found, context = part, click.Context(part, parent=context)
    if isinstance(found, click.Group):
        return []
    given, _, _ = found.make_parser(context).parse_args(rest)
    return [
        Path(given[parameter.name])
        for parameter in found.params
        if isinstance(parameter.type, NewPlace) and isinstance(given.get(parameter.name or ""), str)
    ]


def test_an_example_does_what_its_page_needs_in_a_fresh_clone(tmp_path: Path) -> None:
    """The shortest page that is run; the others take longer."""
    page = "docs/entities.md"
    assert page in RUN
    clone = fresh_clone(tmp_path / "clone")
    printed = "".join(run_block(block, clone, tmp_path / "home") for block in of_page(page))
    assert "new, 0 known" in printed


def of_page(page: str) -> list[Block]:
    return [block for block in SHELL if block.page == page and block.need is None]


@pytest.mark.long
@pytest.mark.parametrize("page", RUN)
def test_the_commands_of_a_page_run_in_a_fresh_clone(page: str, tmp_path: Path) -> None:
    """In the order of the page, so that later ones find what earlier ones made."""
    clone = fresh_clone(tmp_path / "clone")
    for block in of_page(page):
        run_block(block, clone, tmp_path / "home")
