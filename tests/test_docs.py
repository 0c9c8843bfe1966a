"""What README and CONTRIBUTING say is so: commands exist, snippets run, places are there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.cli import COMMANDS, group

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "DATASET_CARD.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def snippets(language: str) -> list[tuple[str, str]]:
    return [(p.name, body) for p in DOCUMENTS for kind, body in FENCE.findall(p.read_text()) if kind == language]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(group, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 5


@pytest.mark.parametrize(("where", "code"), snippets("python"))
def test_python_snippets_run(where: str, code: str, tmp_path: Path) -> None:
    environment = {"HF_HUB_OFFLINE": "1", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{where}: {done.stderr}"


def test_commands_that_the_documents_name_exist() -> None:
    named = {name for p in DOCUMENTS for name in re.findall(r"(?:^|`)claimwire ([a-z-]+)", p.read_text(), re.MULTILINE)}
    assert named
    assert named <= set(COMMANDS)


def test_links_and_scripts_that_the_documents_name_are_there() -> None:
    for document in DOCUMENTS:
        text = document.read_text()
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
        for script in re.findall(r"\bscripts/[a-z-]+", text):
            assert (ROOT / script).exists(), f"{document.name}: {script}"


def test_no_document_has_a_placeholder_left() -> None:
    """A page was published with `MEASURED_RANDOM` where a table should stand."""
    in_code = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
    for document in DOCUMENTS:
        prose = in_code.sub("", document.read_text())
        constants = {"SCHEMA_VERSION", "JSON_MIN"}
        assert set(re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b|\b(?:TODO|TBD|FIXME|XXX)\b", prose)) <= constants, (
            document.name
        )


def test_every_module_that_the_picture_names_exists() -> None:
    text = (ROOT / "README.md").read_text()
    for module in set(re.findall(r"\bclaimwire\.([a-z]+)", text)):
        place = ROOT / "src" / "claimwire" / module
        assert place.exists() or place.with_suffix(".py").exists(), module


def test_the_example_trains_and_reports_every_label() -> None:
    script = ROOT / "examples" / "train_classifier.py"
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for label in ("attributed_statement", "historical_background", "casualty_figure"):
        assert label in done.stdout
    assert "mean nothing" in done.stdout


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
