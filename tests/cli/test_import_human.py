"""`claimwire import` takes corpora that people annotated, with their texts, into a repository that `init` made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from other_corpora import FILES, HARBOUR, WHOSE, write_others

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.formats.human import HUMAN_CORPORA, NO_CODEBOOK, HumanCorpus
from claimwire.schema.vocab import AnnotatorKind

each = pytest.mark.parametrize("human", HUMAN_CORPORA, ids=lambda human: human.format_id)


def run(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(group, list(map(str, arguments)))
    if isinstance(result.exception, ClaimwireError):
        assert status, result.exception
        return f"{result.output}{result.exception}"
    assert result.exit_code == status, (result.output, result.exception)
    return result.output


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty folder for a repository, and stand in it."""
    (tmp_path / "press").mkdir()
    monkeypatch.chdir(tmp_path / "press")
    return tmp_path / "press"


def init(human: HumanCorpus, *more: str) -> None:
    run("init", ".", "--corpus", "press", "--author", "Tilda Rook", "--licence", "CC-BY-4.0", "--outlet", "post", *more)
    path = Path("annotations/press/corpus.toml")
    language = re.sub(r'^language = ".*"', f'language = "{human.language}"', path.read_text(), flags=re.MULTILINE)
    path.write_text(language)


def person(annotator_id: str = "reader") -> None:
    run("annotator", "add", annotator_id, "--kind", "human", "--description", "Annotators of another corpus.")


def words_of(human: HumanCorpus, folder: Path, *more: object) -> list[object]:
    whose = ["--whose", WHOSE[human.format_id]] if human.format_id in WHOSE else []
    return ["import", "press", folder, "--format", human.format_id, "--annotator", "reader", *whose, *more]


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


@each
def test_layers_come_in_with_their_texts_and_again_from_the_texts(human: HumanCorpus, press: Path) -> None:
    init(human)
    person()
    copy = write_others(human.format_id, press.parent / "copies")
    texts = press.parent / "texts.jsonl"
    before = snapshot(press)
    given = words_of(human, copy, "--with-texts", texts, "--outlet", "post")
    told = run(*given, "--dry-run")
    assert snapshot(press) == before
    assert not texts.exists()
    assert run(*given) == told
    assert f"{human.title}: licence of the annotations: {human.annotation_licence}" in told
    assert "not kept: " in told
    corpus = Workspace(press).corpus("press")
    assert corpus.layers
    for layer in corpus.layers.values():
        assert layer.guideline_version == NO_CODEBOOK
        assert f"({human.title}, licence of the annotations: {human.annotation_licence})" in layer.tool
    assert sum(len(layer.claims) for layer in corpus.layers.values()) > 0
    (annotator,) = [row.record for row in Workspace(press).annotators()[0] if row.record.annotator_id == "reader"]
    assert annotator.annotator_kind is AnnotatorKind.HUMAN
    after = snapshot(press)
    again = run(*words_of(human, copy, "--from", texts))
    assert again.splitlines()[-1] == told.splitlines()[-1]
    assert snapshot(press) == after, "the same files once more change nothing"


@each
def test_no_word_of_a_text_gets_into_the_repository_of_a_stand_off_corpus(human: HumanCorpus, press: Path) -> None:
    init(human)
    person()
    copy = write_others(human.format_id, press.parent / "copies")
    told = run(
        *words_of(human, copy, "--with-texts", "texts.jsonl", "--outlet", "post"),
        status=1,
    )
    assert "texts.jsonl is in a repository, where texts of press may not be" in told
    assert not (press / "annotations" / "press" / "articles.jsonl").exists()
    run(*words_of(human, copy, "--with-texts", press.parent / "texts.jsonl", "--outlet", "post"))
    kept = b"".join(content for path, content in snapshot(press / "annotations" / "press").items()).decode()
    text = "".join(FILES[human.format_id]().values())
    runs = {match.group() for match in re.finditer(r"(?=(\b[\w']+ [\w']+ [\w']+ [\w']+\b))", text)}
    headlines = {article.headline for article in Workspace(press).corpus("press").articles.values()}
    assert not [run for run in runs if run in kept and not any(run in headline for headline in headlines)]
    assert "Ada Lorn" not in kept


@pytest.mark.parametrize("human", [x for x in HUMAN_CORPORA if not x.texts_open], ids=lambda human: human.format_id)
def test_texts_that_may_not_be_passed_on_stay_out_of_an_open_corpus(human: HumanCorpus, press: Path) -> None:
    init(human, "--open-texts", "--text-licence", "CC BY 4.0")
    person()
    copy = write_others(human.format_id, press.parent / "copies")
    before = snapshot(press)
    told = run(*words_of(human, copy, "--with-texts", press.parent / "t.jsonl", "--outlet", "post"), status=1)
    assert f"those of {human.title} may not be passed on ({human.text_licence})" in told
    assert snapshot(press) == before


POLNEAR, GERMAN = HUMAN_CORPORA[0], HUMAN_CORPORA[3]


def test_who_annotated_has_to_be_a_person(press: Path) -> None:
    init(POLNEAR)
    copy = write_others("polnear", press.parent / "copies")
    told = run(*words_of(POLNEAR, copy), status=1)
    command = re.search(
        r"add who annotated: claimwire (annotator add reader --kind human --description) \"(.*)\"", told
    )
    assert command is not None
    assert command[2] == "Annotators of PolNeAR 1.0.0, licence of the annotations: none stated."
    run("annotator", "add", "tagger", "--kind", "model", "--description", "A tagger.")
    told = run("import", "press", copy, "--format", "polnear", "--annotator", "tagger", status=1)
    assert "tagger is of kind model, and people annotated PolNeAR" in told


def test_labels_that_nobody_marked_are_told_until_the_plan_says_so(press: Path) -> None:
    init(POLNEAR)
    person()
    copy = write_others("polnear", press.parent / "copies")
    given = words_of(POLNEAR, copy, "--with-texts", press.parent / "t.jsonl", "--outlet", "post")
    told = run(*given, "--dry-run")
    advice = 'labels = ["historical_background", "casualty_figure"]'
    assert f"write {advice} under [not_asked]" in told
    assert "warning: corpus.toml says annotation_licence = 'CC-BY-4.0'" in told
    plan = Path("annotations/release.toml")
    plan.write_text(f"{plan.read_text()}\n[not_asked]\n{advice}\n")
    corpus = Path("annotations/press/corpus.toml")
    changed = re.sub(
        r'^annotation_licence = ".*"', 'annotation_licence = "none stated"', corpus.read_text(), flags=re.M
    )
    corpus.write_text(changed)
    assert "warning" not in run(*given)


def test_a_corpus_in_another_language_is_refused(press: Path) -> None:
    init(POLNEAR)
    person()
    copy = write_others("german_wikinews", press.parent / "copies")
    told = run(*words_of(GERMAN, copy, "--with-texts", press.parent / "t.jsonl", "--outlet", "post"), status=1)
    assert "is in de, and press in en" in told


def test_texts_that_are_ingested_already_are_found_by_their_names(press: Path) -> None:
    init(POLNEAR)
    person()
    copy = write_others("polnear", press.parent / "copies")
    run("ingest", "press", copy / "dev" / "text" / "a_2031-05-05_harbour.txt", "--outlet", "post")
    told = run(*words_of(POLNEAR, copy), status=1)
    assert "has no text at hand; name your copy of the texts with --from" in told
    told = run(*words_of(POLNEAR, copy, "--from", copy / "dev" / "text"))
    assert "1 layers, 3 claims" in told
    claims = [claim for layer in Workspace(press).corpus("press").layers.values() for claim in layer.claims]
    assert claims[0].spans[0].of(HARBOUR) == "the harbour would close “for good”"


def test_several_annotators_are_compared(press: Path) -> None:
    init(POLNEAR)
    copy = write_others("polnear", press.parent / "copies")
    texts = press.parent / "t.jsonl"
    for whose, source in (("4b22", ["--with-texts", texts, "--outlet", "post"]), ("ef2d", ["--from", texts])):
        person(f"polnear_{whose}")
        given = ["--format", "polnear", "--whose", whose, "--annotator", f"polnear_{whose}"]
        run("import", "press", copy, *given, *source)
    told = run("agreement", "press", "--resamples", "0", "--brief", "--from", texts)
    assert "polnear_4b22" in told
    assert "human" in told


def test_a_file_of_texts_that_says_something_else_stays(press: Path) -> None:
    init(POLNEAR)
    person()
    copy = write_others("polnear", press.parent / "copies")
    texts = press.parent / "t.jsonl"
    texts.write_text("{}\n")
    told = run(*words_of(POLNEAR, copy, "--with-texts", texts, "--outlet", "post"), status=1)
    assert "is there already, with something else in it" in told
    assert texts.read_text() == "{}\n"


def test_a_file_with_a_problem_stops_everything(press: Path) -> None:
    init(POLNEAR)
    person()
    copy = write_others("polnear", press.parent / "copies")
    file = copy / "dev" / "attributions" / "a_2031-05-05_harbour_4b22.ann"
    file.write_text(file.read_text() + "T99\tSource 5 5\t\n")
    told = run(*words_of(POLNEAR, copy, "--with-texts", press.parent / "t.jsonl", "--outlet", "post"), status=1)
    assert f"{file}:{len(file.read_text().splitlines())}: " in told
    assert not (press / "annotations" / "press" / "articles.jsonl").exists()
    assert not (press / "annotations" / "press" / "annotations.jsonl").exists()


def test_options_of_such_corpora_go_with_no_other_format(press: Path) -> None:
    init(POLNEAR)
    told = run("import", "press", ".", "--format", "brat", "--annotator", "reader", "--whose", "4b22", status=2)
    assert "--whose goes with a corpus that people annotated only" in told
    told = run("import", "press", ".", "--format", "polnear", "--annotator", "reader", "--outlet", "post", status=2)
    assert "--outlet goes with --with-texts only" in told


def test_hidden_files_are_not_read(press: Path) -> None:
    init(POLNEAR)
    person()
    copy = write_others("polnear", press.parent / "copies")
    for place in ("__MACOSX/dev", ".cache", "dev/attributions"):
        (copy / place).mkdir(parents=True, exist_ok=True)
        (copy / place / "._a_2031-05-05_harbour_4b22.ann").write_bytes(b"\x00\x05\x16\x07")
    (copy / "__MACOSX" / "b_4b22.ann").write_text("")
    told = run(*words_of(POLNEAR, copy, "--with-texts", press.parent / "t.jsonl", "--outlet", "post"))
    assert "1 layers, 3 claims" in told


def test_a_folder_without_marks_is_named(press: Path) -> None:
    init(POLNEAR)
    person()
    copy = write_others("polnear", press.parent / "copies")
    assert "has no file below it" in run(*words_of(POLNEAR, press / "schema"), status=1)
    told = run("import", "press", copy, "--format", "polnear", "--annotator", "reader", "--whose", "zzzz", status=1)
    assert "has no document of PolNeAR 1.0.0 with marks of 'zzzz'" in told
