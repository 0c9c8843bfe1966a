"""The release of somebody else's repository names nothing of ours: no corpus, outlet, author, place or person.

The names are those of our repository's own files. Every file of the release is searched, Parquet by its values and its
metadata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from repository import ROOT

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace

OURS = Workspace.find(ROOT)

WORDS = {"voices", "tolls", "wikinews"}
"""Ids of our corpora that are words, names of tables, or of the public files that a recipe reads: searched as `id_`."""

IN_THE_CODEBOOK = {"Lamp Society", "Mirzel", "Omar Tresh", "Three Capes Line"}
"""Invented names that the examples of the codebook have too, which comes with the package."""


@cache
def our_names() -> dict[str, str]:
    """Return what is ours, with what it is."""
    plan = OURS.plan()
    names: dict[str | None, str] = {name: "corpus" for name in OURS.corpus_ids() if name not in WORDS}
    names |= {f"{name}_": "corpus" for name in WORDS}
    names |= dict.fromkeys(plan.authors, "author")
    for outlet in OURS.outlets().values():
        names |= dict.fromkeys((outlet.name, outlet.domain), "outlet")
    for corpus_id in OURS.corpus_ids():
        corpus = OURS.corpus(corpus_id)
        names |= dict.fromkeys((corpus.info.title, corpus.info.description), "corpus")
        for said in ("not_checked", "protocol", "sampling", "biases", "sensitive_information"):
            text = getattr(corpus.info, said)
            names |= {text: f"{said} of a corpus"} if text else {}
        for entity in records_of(corpus.rows.entities):
            names |= dict.fromkeys((entity.name, *entity.aliases), f"entity of {corpus_id}")
    names |= {row.record.description: "annotator" for row in OURS.annotators()[0]}
    names |= dict.fromkeys((*plan.uses, *plan.not_for, plan.social_impact or ""), "use")
    return {name: what for name, what in names.items() if name and len(name) > 3 and name not in IN_THE_CODEBOOK}


def contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of a folder as text."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            rows = json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
            metadata = b" ".join(value for pair in (table.schema.metadata or {}).items() for value in pair)
            yield name, f"{rows} {metadata.decode('utf-8')}"
        else:
            yield name, path.read_bytes().decode("utf-8")


def found(folder: Path, names: dict[str, str]) -> dict[str, set[str]]:
    """Return the names that stand in the files of a folder, each with the files; capitals count."""
    texts = dict(contents(folder))
    whole = "\n".join(texts.values())
    present = [name for name in names if name in whole and _stands(name, whole)]
    return {name: {file for file, text in texts.items() if _stands(name, text)} for name in present}


def _stands(name: str, text: str) -> bool:
    """Return whether a name stands in a text as words of its own."""
    end = r"" if name.endswith("_") else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(name)}{end}", text) is not None


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Somebody else's repository with a draft and a release, changed from what `init` laid down."""
    root = tmp_path_factory.mktemp("theirs") / "bridges"
    said = ("--author", "Tilda Rook", "--licence", "CC0-1.0", "--contact", "tilda@rook.example", "--date", "2031-06-01")
    with pytest.MonkeyPatch.context() as patch:
        run("init", str(root), "--example", "--description", "Reports on bridges.", *said)
        corpus = root / "annotations" / "example" / "corpus.toml"
        filled = re.sub(r"^# (protocol|sampling|biases) = ", r"\1 = ", corpus.read_text(), flags=re.MULTILINE)
        write_text(corpus, filled)
        patch.chdir(root)
        run("build", "--no-load", "--release")
    return Workspace(root)


def run(*arguments: str) -> None:
    result = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_our_names_are_many_and_of_every_sort() -> None:
    names = our_names()
    sorts = {what.split(" of ")[0] for what in names.values()}
    assert sorts >= {"corpus", "author", "outlet", "entity", "annotator", "use"}
    assert len(names) > 150


def test_what_is_ours_is_found_where_it_is(tmp_path: Path) -> None:
    """The search itself: a name of each sort in a text, in a value of a table and in its metadata."""
    of_sort = {what.split(" of ")[0]: name for name, what in our_names().items()}
    for number, name in enumerate(of_sort.values()):
        write_text(tmp_path / f"{number}.txt", f"({name}X) x{name}, {name}.")
        pq.write_table(pa.table({"a": [[{"b": name}]]}), tmp_path / f"{number}.parquet")
        pq.write_table(
            pa.table({"a": [1]}).replace_schema_metadata({"b": name.encode()}), tmp_path / f"{number}m.parquet"
        )
    for number, name in enumerate(of_sort.values()):
        files = {f"{number}.txt", f"{number}.parquet", f"{number}m.parquet"}
        assert files <= found(tmp_path, our_names())[name]
    write_text(tmp_path / "not" / "x.txt", "".join(f"x{name}x" for name in of_sort.values()))
    assert not found(tmp_path / "not", our_names()).keys() & set(of_sort.values())


def test_their_release_names_nothing_of_ours(theirs: Workspace) -> None:
    assert found(theirs.dataset / "0.1.0", our_names()) == {}


def test_nor_does_any_other_file_of_their_repository(theirs: Workspace) -> None:
    assert found(theirs.root, our_names()) == {}


def test_their_release_says_what_their_files_say(theirs: Workspace) -> None:
    folder = theirs.dataset / "0.1.0"
    described = json.loads((folder / "croissant.json").read_text())
    card = (folder / "README.md").read_text()
    assert described["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert described["creator"] == [{"@type": "sc:Organization", "name": "Tilda Rook"}]
    assert described["citeAs"] == "Tilda Rook. bridges, data version 0.1.0. 2031."
    assert described["rai:dataBiases"] == ["Reports of one town."]
    assert described["rai:dataAnnotationProtocol"] == "One person annotated every article."
    assert "rai:personalSensitiveInformation" not in described
    assert "license: cc0-1.0" in card
    assert "tilda@rook.example" in card
