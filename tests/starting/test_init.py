"""`claimwire init` lays down a repository that is valid at once: all of it or nothing, and over nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimwire.checks import load, run
from claimwire.checks.documents import BASELINES_REGION
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError
from claimwire.regions import region_names
from claimwire.release.card import DOI_REGION
from claimwire.release.schema_files import stale_files
from claimwire.schema.codebook import codebook_regions
from claimwire.schema.vocab import AnnotatorKind
from claimwire.starting import laying
from claimwire.starting.beginning import AnnotatorFacts, CorpusFacts, NewRepository
from claimwire.starting.example import example_beginning, write_example
from claimwire.starting.files import CORPUS_EXAMPLES, OUTLET_EXAMPLES, PLAN_EXAMPLES, files_of
from claimwire.starting.laying import lay_down
from claimwire.templates import CODEBOOK_TEMPLATE, template

BRIDGES = NewRepository("Bridges", "2031-06-01", CorpusFacts("bridges"))
EXAMPLE = example_beginning(BRIDGES)


def init(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["init", *map(str, arguments)])


def problems(root: Path) -> list[str]:
    with load(Workspace(root)) as repository:
        return [str(problem) for problem in run(repository)]


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_laid_down_is_valid_and_what_was_said_is_in_it(in_tmp: Path) -> None:
    said = ("--author", "Ada Lorn", "--author", "Ben Ott", "--licence", "CC BY 4.0", "--contact", "ada@lorn.example")
    result = init(
        "bridges", *said, "--date", "2031-06-01", "--outlet", "post", "--annotator", "ada", "--annotator", "m:model"
    )
    assert result.exit_code == 0, result.output
    assert problems(in_tmp / "bridges") == []
    workspace = Workspace(in_tmp / "bridges")
    assert stale_files(workspace) == []
    plan = workspace.plan()
    assert (plan.name, plan.corpora, plan.date) == ("bridges", ("bridges",), "2031-06-01")
    assert (plan.authors, plan.contact) == (("Ada Lorn", "Ben Ott"), "ada@lorn.example")
    assert (plan.licence, plan.licence_url) == ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
    info = workspace.corpus("bridges").info
    assert (info.text_redistributable, info.text_licence, info.annotation_licence) == (
        False,
        "all rights reserved",
        "CC BY 4.0",
    )
    assert list(workspace.outlets()) == ["post"]
    kinds = {row.record.annotator_id: row.record.annotator_kind for row in workspace.annotators()[0]}
    assert kinds == {"ada": AnnotatorKind.HUMAN, "m": AnnotatorKind.MODEL}
    citation = (in_tmp / "bridges" / "CITATION.cff").read_text()
    assert "license: CC-BY-4.0" in citation
    assert "name: Ben Ott" in citation
    assert "wrote bridges/annotations/release.toml" in result.output
    assert "  annotations/outlets/post.toml: name, country, domain" in result.output
    assert " contact" not in result.output


def test_every_field_that_is_not_said_is_a_remark_that_can_be_filled_in(tmp_path: Path) -> None:
    lay_down(
        tmp_path / "bridges",
        NewRepository(
            "Bridges", "2031-06-01", CorpusFacts("bridges"), outlets=(CorpusFacts("bridges").outlet("post"),)
        ),
    )
    workspace = Workspace(tmp_path / "bridges")
    for name, examples in {
        "release.toml": PLAN_EXAMPLES,
        "bridges/corpus.toml": CORPUS_EXAMPLES,
        "outlets/post.toml": OUTLET_EXAMPLES,
    }.items():
        path = workspace.annotations / name
        text = path.read_text(encoding="utf-8")
        for field in examples:
            assert f"\n# {field} = " in text
            text = text.replace(f"\n# {field} = ", f"\n{field} = ")
        write_text(path, text)
    assert workspace.plan().answer_days == 14
    assert workspace.corpus("bridges").info.sampling == "All reports of one week."
    assert workspace.outlets()["post"].owner == "Who owns or funds it"
    assert problems(workspace.root) == []


def test_text_that_toml_and_markdown_escape_stays_what_it_is(tmp_path: Path) -> None:
    odd = 'A "b" \\ c <d> $e ${name} ü'
    two = f"{odd}\nbelow"
    lay_down(tmp_path / "odd", NewRepository(odd, "2031-06-01", CorpusFacts("odd", odd, two), two, (odd,), odd, odd))
    workspace = Workspace(tmp_path / "odd")
    plan, info = workspace.plan(), workspace.corpus("odd").info
    assert {plan.name, *plan.authors, plan.contact, plan.licence, info.title} == {odd}
    assert {plan.description, info.description} == {two}
    assert (workspace.root / "DATASET_CARD.md").read_text().startswith('# A "b" \\ c &lt;d> $e ${name} ü\n\nA "b"')


@pytest.mark.parametrize(
    ("folder", "corpus_id"),
    [("Brücken am Fluß", "brucken_am_fluss"), ("Łódź 2031", "lodz_2031"), ("Новости", "novosti"), ("A -- B", "a_b")],
)
def test_the_id_of_the_corpus_is_made_of_any_letters(in_tmp: Path, folder: str, corpus_id: str) -> None:
    result = init(folder, "--date", "2031-06-01")
    assert result.exit_code == 0, result.output
    assert Workspace(in_tmp / folder).plan().corpora == (corpus_id,)


@pytest.mark.parametrize("folder", ["新闻", "—", "…"])
def test_where_no_id_can_be_made_one_is_asked_for(in_tmp: Path, folder: str) -> None:
    result = init(folder)
    assert "give one with --corpus ID" in str(result.exception)
    assert not (in_tmp / folder).exists()
    assert init(folder, "--corpus", "news").exit_code == 0
    assert init(f"{folder}2", "--example", "--name", folder).exit_code == 0


REFUSED = {
    "an author of two lines": (["--author", "Ada\nLorn"], r"authors\.0: character 4 is a line feed; write the name in"),
    "an author who colours": (["--author", "\x1b[31mAda"], r"authors\.0: character 1 is the control character U\+001B"),
    "a name that turns around": (["--name", "a\u202eb"], r"name: character 2 is the control character U\+202E"),
    "a contact with a tab": (["--contact", "a\tb"], "contact: character 2 is a tab"),
    "a description that rings": (["--description", "a\nb\x07"], r"description: character 4 is the control .* U\+0007"),
    "a script": (["--url", "javascript:alert(1)"], "url: not an address of the web"),
    "a file": (["--url", "file:///etc/passwd"], "url: not an address of the web"),
}


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_names_and_addresses_that_are_none_are_refused(in_tmp: Path, options: list[str], message: str) -> None:
    result = init("bridges", "--corpus", "bridges", *options)
    assert result.exit_code == 1
    assert re.match(rf"nothing was written: {message}", str(result.exception)), result.exception
    assert not (in_tmp / "bridges").exists()


@pytest.mark.parametrize("domain", ["javascript:alert(1)", "https://post.example", "post.example/news", "a\nb"])
def test_an_outlet_has_the_name_of_a_domain(in_tmp: Path, domain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert init("bridges").exit_code == 0
    monkeypatch.chdir(in_tmp / "bridges")
    result = CliRunner().invoke(group, ["outlet", "add", "post", "--domain", domain])
    assert str(result.exception).startswith("nothing was written: domain: not a domain name; write it without https://")
    assert not (in_tmp / "bridges" / "annotations" / "outlets" / "post.toml").exists()


def test_the_example_is_annotated_adjudicated_and_without_a_problem(in_tmp: Path) -> None:
    result = init("try", "--example", "--date", "2031-06-01")
    assert result.exit_code == 0, result.output
    assert problems(in_tmp / "try") == []
    corpus = Workspace(in_tmp / "try").corpus("example")
    rules = {decision.record.rule for decision in corpus.rows.adjudications}
    assert rules == {"all-agree", "single-layer", None}
    assert {claim.label.value for claim in corpus.claims.values()} == {
        "attributed_statement",
        "historical_background",
        "casualty_figure",
    }
    built = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(in_tmp / "try")
        result = built.invoke(group, ["build", "--no-load"])
    assert result.exit_code == 0, result.output
    card = (in_tmp / "try" / "dataset" / "draft" / "README.md").read_text()
    assert "# try" in card


@pytest.mark.parametrize("beginning", [BRIDGES, EXAMPLE], ids=["plain", "example"])
def test_the_same_words_give_the_same_bytes(beginning: NewRepository, tmp_path: Path) -> None:
    more = write_example if beginning is EXAMPLE else None
    for name in ("one", "two"):
        made = lay_down(tmp_path / name, beginning, more)
        assert made == [x for x in names(tmp_path / name) if (tmp_path / name / x).is_file()]
    for name in names(tmp_path / "one"):
        path = tmp_path / "one" / name
        assert path.is_dir() or path.read_bytes() == (tmp_path / "two" / name).read_bytes()


# Nothing is written over, and nothing is half written


def test_a_folder_with_something_in_it_is_refused_and_told(in_tmp: Path) -> None:
    write_text(in_tmp / "full" / "notes.txt", "mine\n")
    result = init("full")
    assert isinstance(result.exception, WorkspaceError)
    assert "full is not empty: it has notes.txt; name a folder that is empty" in str(result.exception)
    assert names(in_tmp / "full") == ["notes.txt"]


@pytest.mark.parametrize("kind", ["file", "broken link"])
def test_what_is_no_folder_is_refused(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "place"
    if kind == "file":
        write_text(place, "mine\n")
    else:
        place.symlink_to(place)
    with pytest.raises((WorkspaceError, OSError, RuntimeError)):
        lay_down(place, BRIDGES)
    assert names(tmp_path) == ["place"]


@pytest.mark.parametrize("there", [(), (".git",)], ids=["empty", "git alone"])
def test_a_folder_that_is_there_is_filled(
    there: tuple[str, ...], in_tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = in_tmp / "bridges"
    for name in there:
        write_text(folder / name / "HEAD", "ref\n")
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    assert init(".", "--name", "Bridges").exit_code == 0
    assert Path.cwd().samefile(folder)
    assert problems(folder) == []
    assert {path.name for path in folder.iterdir()} == {
        *there,
        *(path.split("/")[0] for path in files_of(BRIDGES)),
        "schema",
    }


def test_a_dry_run_names_what_would_be_written_and_writes_nothing(in_tmp: Path) -> None:
    (in_tmp / "deep").mkdir()
    result = init("deep/bridges", "--dry-run")
    assert "would write deep/bridges/annotations/release.toml" in result.output
    assert names(in_tmp) == ["deep"]
    assert init("deep/bridges").output.replace("wrote", "would write") == result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--corpus", "No Id"), "corpus_id: expected an id, of the letters a to z, digits and _"),
        (("--outlet", "No Id"), "outlet_id: expected an id, of the letters a to z, digits and _"),
        (("--annotator", "No Id"), "annotator_id: expected an id, of the letters a to z, digits and _"),
        (("--annotator", "ada:robot"), "'robot' is not a kind of annotator; write one of human, model, rule"),
        (("--date", "2031-06"), "date: "),
        (("--language", "English"), "language: expected an ISO 639 code"),
        (("--example", "--corpus", "x"), "--corpus does not go with --example"),
        (("--example", "--annotator", "x"), "--annotator does not go with --example"),
    ],
)
@pytest.mark.parametrize("exists", [False, True], ids=["new", "there"])
def test_what_is_not_valid_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], told: str, exists: bool, in_tmp: Path
) -> None:
    if exists:
        (in_tmp / "bridges").mkdir()
    result = init("bridges", *arguments)
    assert result.exit_code != 0
    assert told in result.output + str(result.exception)
    assert names(in_tmp) == (["bridges"] if exists else [])


@pytest.mark.parametrize("exists", [False, True], ids=["new", "there"])
def test_what_fails_on_the_way_leaves_nothing(exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Workspace) -> list[str]:
        raise OSError(28, "No space left on device")

    if exists:
        (tmp_path / "bridges").mkdir()
    monkeypatch.setattr(laying, "write_schema", full)
    with pytest.raises(OSError, match="No space"):
        lay_down(tmp_path / "bridges", BRIDGES)
    assert names(tmp_path) == (["bridges"] if exists else [])


# What comes with the package


def test_the_templates_have_the_regions_that_are_generated(small: Workspace) -> None:
    own = region_names((small.root / "DATASET_CARD.md").read_text(encoding="utf-8"))
    assert sorted(region_names(template("card.md"))) == sorted([*{*own, DOI_REGION} - {BASELINES_REGION}])
    assert sorted(region_names(template(CODEBOOK_TEMPLATE))) == sorted(codebook_regions())


def test_an_annotator_that_nobody_described_is_said_to_be_so() -> None:
    told = AnnotatorFacts("gale", AnnotatorKind.MODEL).record().description
    assert told == "A model; nobody has described it yet."
