"""Names and other words of people are shown as they are written: in the card, in citations and in every page made."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt

from claimwire.cli import group
from claimwire.corpus.records import canonical_json
from claimwire.corpus.tomltext import toml_value

HOSTILE = "1. *Post* | [w](x) `c` _e_ ~~s~~ # <b>b</b> &lt; {x} \\* </script><script>x"
OWNER = "# Ore and `Sons`"
AUTHOR = "Reed_ & {Lorn} *ltd* ~ ^ %"
CARD_COLUMNS = 6
"""Of the table of outlets: outlet, country, kind, owner, articles, licence."""
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def shown(document: str) -> str:
    """Return the words that a reader of Markdown shows, without what is code."""
    return html.unescape(re.sub(r"<[^>]*>", "", MARKDOWN.render(document)))


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose outlet, authors, plan and corpus have names full of markup, and its draft."""
    folder = tmp_path_factory.mktemp("names")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run("init", "bridges", "--example", "--author", AUTHOR)
        patch.chdir(folder / "bridges")
        outlet = Path("annotations/outlets/lantern_post.toml")
        changed(outlet, name=HOSTILE, owner=OWNER, licence="CC *0* | x")
        changed(Path("annotations/example/corpus.toml"), biases=HOSTILE, not_checked="- *nothing*")
        changed(Path("annotations/release.toml"), name="Brid`ges` *x* </script>", uses=(HOSTILE,), contact="a_b_ <c@d>")
        annotators = Path("annotations/annotators.jsonl")
        rows = [json.loads(line) for line in annotators.read_text().splitlines()]
        annotators.write_text("".join(canonical_json(row | {"description": HOSTILE}) + "\n" for row in rows))
        run("check")
        run("build")
        run("explore", "draft", "--to", str(folder / "pages"))
        run("show", "example", "--html", str(folder / "show.html"))
    return folder


def run(*arguments: str) -> None:
    result = CliRunner().invoke(group, list(arguments))
    assert result.exit_code == 0, result.output


def changed(path: Path, **values: object) -> None:
    """Set fields of a TOML file, which may be there, or stand in it as a remark."""
    text = path.read_text()
    for name, value in values.items():
        line = f"{name} = {toml_value(value)}"
        text, count = re.subn(rf"^(# )?{name} = .*$", lambda _, line=line: line, text, count=1, flags=re.MULTILINE)
        assert count == 1, name
    path.write_text(text)


def test_the_card_shows_names_as_they_are_written(drafted: Path) -> None:
    card = (drafted / "bridges/dataset/draft/README.md").read_text().split("\n---\n", 1)[1]
    words = shown(card)
    assert words.count(HOSTILE) >= 4  # outlet, biases, use, annotator
    assert "# Ore and `Sons`" in words
    assert "CC *0* | x" in words
    assert "- *nothing*" in words
    assert "a_b_ <c@d>" in words
    assert "Brid`ges` *x* </script>" in words
    assert AUTHOR in words
    rendered = MARKDOWN.render(card)
    assert "<script" not in rendered
    assert "<em>Post" not in rendered
    row = next(row for row in re.findall(r"<tr>.*?</tr>", rendered, re.DOTALL) if "Ore and" in row)
    assert row.count("<td") == CARD_COLUMNS


def test_the_entry_for_bibtex_has_its_braces_in_pairs_and_its_fields_whole(drafted: Path) -> None:
    card = (drafted / "bridges/dataset/draft/README.md").read_text()
    [entry] = re.findall(r"^```bibtex\n(.*?)^```$", card, re.MULTILINE | re.DOTALL)
    depth = 0
    for character in entry:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert r"author = {{Reed\_ \& {\textbraceleft}Lorn{\textbraceright} *ltd*" in entry
    assert len(re.findall(r"^  \w+ = \{.*\},$", entry, re.MULTILINE)) == entry.count("\n") - 2


def test_what_is_not_markdown_keeps_names_as_values(drafted: Path) -> None:
    root = drafted / "bridges"
    assert yaml.safe_load((root / "CITATION.cff").read_text())["authors"] == [{"name": AUTHOR}]
    croissant = json.loads((root / "dataset/draft/croissant.json").read_text())
    assert croissant["name"] == "Brid`ges` *x* </script>"
    assert HOSTILE in json.dumps(croissant, ensure_ascii=False).replace("\\\\", "\\").replace('\\"', '"')
    head = yaml.safe_load((root / "dataset/draft/README.md").read_text().split("\n---\n", 1)[0])
    assert head["pretty_name"].startswith("Brid`ges` *x* </script>")


def test_pages_have_no_markup_of_names(drafted: Path) -> None:
    pages = [drafted / "show.html", *(drafted / "pages").rglob("*.html")]
    assert len(pages) > 1
    for page in pages:
        assert "<script>x" not in page.read_text(), page.name
    scripts = [path for path in (drafted / "pages").rglob("*") if path.suffix in {".js", ".json"}]
    assert any("*Post*" in path.read_text() for path in scripts)
