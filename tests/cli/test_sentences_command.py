"""`claimwire sentences`: the sentences of known articles anew, nothing else changed, and nothing without the texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import group
from claimwire.corpus.atomic import write_bytes
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import HydrationError
from claimwire.hydration import hydrated_corpus
from claimwire.hydration.folder import standoff_files
from claimwire.ingest.article import with_sentences_anew
from claimwire.ingest.sentences import SENTENCE_RECIPE
from claimwire.schema import Article, Span


def older(article: Article) -> Article:
    """Return an article with its first two sentences as one, as an older recipe may have found them."""
    first, second, *rest = article.sentences
    whole = Span(start=first.start, end=second.end) if article.article_id.endswith("_a") else first
    sentences = (whole, *rest) if whole != first else article.sentences
    return article.model_copy(update={"sentence_recipe": "sentencex/1", "sentences": sentences})


@pytest.fixture
def aged(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The small repository as an older recipe left it: in each corpus one article has other sentences."""
    monkeypatch.chdir(small.root)
    for corpus_id in (OPEN, STANDOFF):
        with editing(small.corpus_folder(corpus_id)) as edit:
            edit.merge("articles", [older(article) for article in records_of(edit.corpus.rows.articles)])
    return small


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(group, ["sentences", *map(str, arguments)])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.*l"))}


def articles(data: Corpus) -> dict[str, Article]:
    return {article.article_id: article for article in records_of(data.rows.articles)}


def test_a_dry_run_says_whose_sentences_change_and_writes_nothing(aged: Workspace) -> None:
    before = contents(aged.corpus_folder(OPEN))
    lines = run(OPEN, "--dry-run").splitlines()
    changed = next(line for line in lines if "heron_a" in line)
    assert changed.startswith(f"changed    heron_a  sentencex/1 -> {SENTENCE_RECIPE}  ")
    assert changed.endswith(", 1 of before replaced by 2")
    assert sum(line.startswith("unchanged  ") for line in lines) == len(lines) - 2
    assert lines[-1] == f"dry run: {len(lines) - 1} articles would be written"
    assert contents(aged.corpus_folder(OPEN)) == before


@pytest.mark.parametrize(("corpus", "source"), [(OPEN, ()), (STANDOFF, ("--from", DOCUMENTS))])
def test_only_sentences_and_the_name_of_their_recipe_are_written(
    aged: Workspace, corpus: str, source: tuple[str | Path, ...]
) -> None:
    folder = aged.corpus_folder(corpus)
    files, before = contents(folder), articles(aged.corpus(corpus))
    run(corpus, *source)
    after = articles(aged.corpus(corpus))
    assert {article.sentence_recipe for article in after.values()} == {SENTENCE_RECIPE}
    for article_id, article in after.items():
        assert older(article) == before[article_id]
    changed = {name for name, content in contents(folder).items() if files.get(name) != content}
    assert changed <= {"articles.jsonl", "anchors.jsonl"}
    assert run(corpus, *source).endswith(f"wrote 0 articles of {folder}\n")


def test_the_anchors_of_a_stand_off_corpus_are_those_of_its_sentences(aged: Workspace) -> None:
    run(STANDOFF, "--from", DOCUMENTS)
    data = aged.corpus(STANDOFF)
    restored, report = hydrated_corpus(data, DOCUMENTS)
    assert report.problems == ()
    assert standoff_files(restored, anchors=True)["anchors.jsonl"] == (data.folder / "anchors.jsonl").read_bytes()


def test_nothing_is_written_without_the_texts_as_recorded(aged: Workspace, tmp_path: Path) -> None:
    before = contents(aged.corpus_folder(STANDOFF))
    result = CliRunner().invoke(group, ["sentences", STANDOFF])
    assert isinstance(result.exception, HydrationError)
    missing = "2 of 2 texts are not in the repository; name your copy with --from: rook_a, rook_b"
    assert str(result.exception) == missing
    for path in sorted(DOCUMENTS.glob("rook*")):
        write_bytes(tmp_path / path.name, path.read_bytes().replace(b"e", b"E"))
    result = CliRunner().invoke(group, ["sentences", STANDOFF, "--from", str(tmp_path)])
    assert isinstance(result.exception, HydrationError)
    assert f"2 of 2 texts are not in {tmp_path} as recorded" in str(result.exception)
    assert contents(aged.corpus_folder(STANDOFF)) == before


def test_a_text_that_is_not_the_recorded_one_gets_no_sentences(small: Workspace) -> None:
    article = small.corpus(OPEN).article("heron_a")
    with pytest.raises(HydrationError, match=r"^heron_a: SHA-256 of the text is .*; put the recorded text back first$"):
        with_sentences_anew(article, f"{article.text} ")


@pytest.mark.parametrize("recipe", ["sentencex/1", SENTENCE_RECIPE])
def test_articles_of_both_recipes_are_hydrated_as_they_are_recorded(aged: Workspace, recipe: str) -> None:
    if recipe == SENTENCE_RECIPE:
        run(STANDOFF, "--from", DOCUMENTS)
    recorded = articles(aged.corpus(STANDOFF))
    restored, report = hydrated_corpus(aged.corpus(STANDOFF), DOCUMENTS)
    assert report.problems == ()
    for article_id, article in articles(restored).items():
        assert (article.sentence_recipe, article.sentences) == (recipe, recorded[article_id].sentences)
        assert article.text is not None


def test_an_articles_sentences_are_printed_with_the_numbers_that_layers_take(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    article = small.corpus(OPEN).article("heron_a")
    result = CliRunner().invoke(group, ["sentences", "heron_a"])
    assert result.exit_code == 0
    shown = [line.split(maxsplit=1) for line in result.stdout.splitlines()]
    assert shown == [[str(n), " ".join(x.of(article.text or "").split())] for n, x in enumerate(article.sentences)]


def test_the_sentences_of_a_text_that_is_elsewhere_need_the_copy(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    refused = CliRunner().invoke(group, ["sentences", "rook_a"])
    assert str(refused.exception) == "rook_a has no text here; name your copy with --from"
    result = CliRunner().invoke(group, ["sentences", "rook_a", "--from", str(DOCUMENTS)])
    assert len(result.stdout.splitlines()) == len(small.corpus(STANDOFF).article("rook_a").sentences)


def test_neither_a_corpus_nor_an_article_is_told(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    refused = CliRunner().invoke(group, ["sentences", "hern_a"])
    assert str(refused.exception).startswith("no article and no corpus is called 'hern_a'; did you mean 'heron_a'")
    refused = CliRunner().invoke(group, ["sentences", "heron_a", "--dry-run"])
    assert (refused.exit_code, "--dry-run does not go with an article" in refused.stderr) == (2, True)
