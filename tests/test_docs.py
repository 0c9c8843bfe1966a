"""What the documents name is there: commands, modules, scripts, links. Their snippets run in `ourdata/`."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from repository import ROOT

from claimwire.cli import COMMANDS, group

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "DATASET_CARD.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(group, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 5


def test_commands_that_the_documents_name_exist() -> None:
    named = {name for p in DOCUMENTS for name in re.findall(r"(?:^|`)claimwire ([a-z-]+)", p.read_text(), re.MULTILINE)}
    assert named
    assert named <= set(COMMANDS)


def test_links_and_scripts_that_the_documents_name_are_there() -> None:
    for document in DOCUMENTS:
        text = document.read_text()
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
        for script in re.findall(r"\b(?:scripts|tools)/[a-z-]+", text):
            assert (ROOT / script).is_file(), f"{document.name}: {script}"


def test_no_document_has_a_placeholder_left() -> None:
    """Regression: a page was published with `MEASURED_RANDOM` in place of a table."""
    no_prose = re.compile(r"^```.*?^```|`[^`\n]*`|\]\([^)\n]*\)", re.MULTILINE | re.DOTALL)
    for document in DOCUMENTS:
        prose = no_prose.sub("", document.read_text())
        constants = {"SCHEMA_VERSION", "JSON_MIN"}
        assert set(re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b|\b(?:TODO|TBD|FIXME|XXX)\b", prose)) <= constants, (
            document.name
        )


def test_every_module_that_the_picture_names_exists() -> None:
    text = (ROOT / "README.md").read_text()
    for module in set(re.findall(r"\bclaimwire\.([a-z]+)", text)):
        place = ROOT / "src" / "claimwire" / module
        assert place.exists() or place.with_suffix(".py").exists(), module


def test_no_command_uses_the_heavy_libraries_just_to_show_help() -> None:
    code = (
        "import sys; sys.argv=['claimwire','--help']\n"
        "from claimwire.cli import group\n"
        "try: group()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('pyarrow','datasets','rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
