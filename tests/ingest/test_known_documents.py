"""What a caller says of a document that the corpus has already: told, recorded on request, never ignored."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from raw_documents import PLAIN, RT
from small import DOCUMENTS, OPEN
from test_add import HEAD, LISTED, OUTLETS, corpus_in, files, saved

from claimwire.cli import group
from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.records import read_toml, records_of
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecipeError
from claimwire.ingest.add import add_articles, read_documents
from claimwire.ingest.facts import DocumentFacts, differences
from claimwire.schema import Article, CorpusInfo, Document

EVENTS = ("ferry_2031", "storm_2030")


def ingested(folder: Path, name: str, facts: DocumentFacts, *, replace: bool = False) -> list[str]:
    """Read a document into a corpus and write it; return its status and what changed of its facts."""
    with editing(folder) as edit:
        found = read_documents(edit.corpus, [name], facts, OUTLETS, EVENTS)
        add_articles(edit, found, replace=replace)
    (item,) = found
    return [item.status, *(difference.change for difference in item.differences)]


def article(folder: Path) -> Article:
    (found,) = records_of(read_corpus(folder).rows.articles)
    return found


FIRST = DocumentFacts("orlan_post", None, "2031-03-03", "ferry_2031")

SAME = {
    "nothing": DocumentFacts(),
    "outlet": DocumentFacts(outlet_id="orlan_post"),
    "recipe": DocumentFacts(recipe="plain-text"),
    "published": DocumentFacts(published="2031-03-03"),
    "episode": DocumentFacts(episode_id="ferry_2031"),
    "all": FIRST,
}
OTHER = {
    "outlet": (DocumentFacts(outlet_id="another"), "it is recorded with outlet orlan_post, and --outlet says another"),
    "published": (
        DocumentFacts(published="2031-03-04"),
        "its recorded date of publication is 2031-03-03, and --published says 2031-03-04",
    ),
    "less exact": (
        DocumentFacts(published="2031-03"),
        "its recorded date of publication is 2031-03-03, and --published says 2031-03",
    ),
    "episode": (
        DocumentFacts(episode_id="storm_2030"),
        "it is recorded with episode ferry_2031, and --episode says storm_2030",
    ),
}


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("facts", SAME.values(), ids=SAME)
def test_what_is_recorded_already_changes_nothing(tmp_path: Path, facts: DocumentFacts, replace: bool) -> None:
    folder, name = corpus_in(tmp_path / "heron").folder, saved(tmp_path)
    ingested(folder, name, FIRST)
    before = files(read_corpus(folder))
    assert ingested(folder, name, facts, replace=replace) == ["unchanged"]
    assert files(read_corpus(folder)) == before


@pytest.mark.parametrize(("facts", "message"), OTHER.values(), ids=OTHER)
def test_what_is_recorded_otherwise_is_refused_with_both_values(
    tmp_path: Path, facts: DocumentFacts, message: str
) -> None:
    """Regression: the option was ignored and the document called unchanged."""
    folder, name = corpus_in(tmp_path / "heron").folder, saved(tmp_path)
    ingested(folder, name, FIRST)
    before = files(read_corpus(folder))
    with pytest.raises(RecipeError, match="--replace records what is said now") as raised:
        ingested(folder, name, facts)
    assert str(raised.value).startswith(f"ferry.txt: {message}\n")
    assert files(read_corpus(folder)) == before


@pytest.mark.parametrize(("facts", "_"), OTHER.values(), ids=OTHER)
def test_what_is_recorded_otherwise_is_recorded_anew_on_request(tmp_path: Path, facts: DocumentFacts, _: str) -> None:
    folder, name = corpus_in(tmp_path / "heron").folder, saved(tmp_path)
    ingested(folder, name, FIRST)
    status, change = ingested(folder, name, facts, replace=True)
    assert status == "changed"
    assert " -> " in change
    made = article(folder)
    assert made.outlet_id == (facts.outlet_id or "orlan_post")
    assert made.publication.date == (facts.published or "2031-03-03")
    assert made.episode_id == (facts.episode_id or "ferry_2031")
    (listed,) = read_corpus(folder).info.documents
    assert (listed.outlet_id, listed.published, listed.episode_id) == (
        made.outlet_id,
        made.publication.date,
        made.episode_id,
    )
    assert ingested(folder, name, DocumentFacts()) == ["unchanged"]
    assert ingested(folder, name, facts) == ["unchanged"]
    assert (folder / "corpus.toml").read_text().startswith(HEAD)


def test_a_fact_that_was_not_recorded_is_one_that_is_recorded_otherwise(tmp_path: Path) -> None:
    """Regression: a date was given in a second run, and the article stayed without one."""
    folder, name = corpus_in(tmp_path / "heron").folder, saved(tmp_path)
    ingested(folder, name, DocumentFacts("orlan_post"))
    dated = DocumentFacts(published="2031-05-06", episode_id="ferry_2031")
    with pytest.raises(
        RecipeError, match=r"no date of publication is recorded, and --published says 2031-05-06\n.*no episode, "
    ):
        ingested(folder, name, dated)
    assert ingested(folder, name, dated, replace=True) == [
        "changed",
        "published none -> 2031-05-06",
        "episode none -> ferry_2031",
    ]
    assert article(folder).publication.date == "2031-05-06"


def test_a_document_that_is_listed_and_not_read_yet_is_no_exception(tmp_path: Path) -> None:
    folder, name = corpus_in(tmp_path / "heron", HEAD + LISTED).folder, saved(tmp_path)
    with pytest.raises(RecipeError, match="recorded with outlet orlan_post, and --outlet says another"):
        ingested(folder, name, DocumentFacts(outlet_id="another"))
    assert ingested(folder, name, DocumentFacts(outlet_id="another"), replace=True) == [
        "new",
        "outlet orlan_post -> another",
    ]
    assert (article(folder).outlet_id, article(folder).publication.date) == ("another", "2031-03-03")


def test_another_recipe_reads_the_document_anew(tmp_path: Path) -> None:
    """Regression: a document kept its recipe whatever the option said, also with --replace."""
    folder, name = corpus_in(tmp_path / "heron").folder, saved(tmp_path, text=RT)
    ingested(folder, name, DocumentFacts("orlan_post"))
    assert article(folder).recipe.startswith("plain-text/")
    with pytest.raises(RecipeError, match="recorded with recipe plain-text, and --recipe says rt-text"):
        ingested(folder, name, DocumentFacts(recipe="rt-text"))
    with pytest.raises(RecipeError, match=r"Sputnik page.*\(it is recorded with recipe plain-text, "):
        ingested(folder, name, DocumentFacts(recipe="sputnik-text"), replace=True)
    assert ingested(folder, name, DocumentFacts(recipe="rt-text"), replace=True) == [
        "changed",
        "recipe plain-text -> rt-text",
    ]
    assert article(folder).recipe.startswith("rt-text/")
    assert ingested(folder, name, DocumentFacts()) == ["unchanged"]


@pytest.mark.parametrize(("named", "told"), [("plain-text", False), ("plain-text/2", False), ("plain-text/1", True)])
def test_a_recipe_is_another_if_its_version_is_named_and_another(tmp_path: Path, named: str, told: bool) -> None:
    folder = corpus_in(tmp_path / "heron").folder
    ingested(folder, saved(tmp_path), FIRST)
    corpus = read_corpus(folder)
    (document,) = corpus.info.documents
    found = differences(DocumentFacts(recipe=named), document, article(folder), corpus.info)
    assert [(fact.recorded, fact.given) for fact in found] == ([("plain-text/2", named)] if told else [])


def test_how_a_date_was_found_goes_with_the_date(tmp_path: Path) -> None:
    entry = LISTED + 'found = "metadata"\nevidence = "The index of the paper."\n\n# the end\n'
    folder, name = corpus_in(tmp_path / "heron", HEAD + entry).folder, saved(tmp_path)
    ingested(folder, name, DocumentFacts())
    assert article(folder).publication.evidence == "The index of the paper."
    ingested(folder, name, DocumentFacts(published="2031-03-05"), replace=True)
    assert (article(folder).publication.found, article(folder).publication.evidence) == ("supplied", None)
    text = (folder / "corpus.toml").read_text()
    assert text == HEAD + LISTED.replace("2031-03-03", '"2031-03-05"') + "\n# the end\n"


@pytest.mark.parametrize("given_date", ["2031-03", "2031"])
def test_a_date_that_the_document_completes_is_the_one_that_counts(tmp_path: Path, given_date: str) -> None:
    toml = HEAD.replace("plain-text", "jsonl-field")
    row = '{"id": "one", "headline": "Ferry", "text": "A ferry sank.", "published": "2031-03-03"}\n'
    folder, name = corpus_in(tmp_path / "heron", toml).folder, saved(tmp_path, "n.jsonl", row)
    ingested(folder, name, DocumentFacts("orlan_post", published=given_date))
    assert article(folder).publication.date == "2031-03-03"
    assert ingested(folder, name, DocumentFacts(published="2031-03-03")) == ["unchanged"]
    with pytest.raises(
        RecipeError, match=r"\(its recorded date of publication is 2031-03-03, and --published says 2031-03-04\)$"
    ):
        ingested(folder, name, DocumentFacts(published="2031-03-04"))


def test_the_records_of_a_file_are_known_without_the_recipe_s_name(tmp_path: Path) -> None:
    folder = corpus_in(tmp_path / "heron").folder
    name = saved(tmp_path, "n.jsonl", '{"id": "one", "headline": "Ferry", "text": "A ferry sank."}\n')
    ingested(folder, name, DocumentFacts("orlan_post", recipe="jsonl-field"))
    assert ingested(folder, name, DocumentFacts()) == ["unchanged"]


INLINE = HEAD + 'documents = [{ article_id = "heron_ferry", file = "ferry.txt", outlet_id = "orlan_post" }]\n'


def test_a_list_that_cannot_be_changed_in_its_place_is_left_as_it_is(tmp_path: Path) -> None:
    folder, name = corpus_in(tmp_path / "heron", INLINE).folder, saved(tmp_path)
    before = files(read_corpus(folder))
    with pytest.raises(RecipeError, match=r"corpus\.toml: ferry\.txt cannot be changed in it; change it by hand"):
        ingested(folder, name, DocumentFacts(published="2031-01-01"), replace=True)
    assert files(read_corpus(folder)) == before


IDS = ("a", "b", "c")
VALUES = st.fixed_dictionaries(
    {"outlet_id": st.sampled_from(["orlan_post", "another"])},
    optional={"published": st.sampled_from(["2031", "2031-03"]), "episode_id": st.sampled_from(EVENTS)},
)
REMARKS = st.sampled_from(["", "\n", "# [[documents]]\n", "\n# a remark = 1\n\n", '  # outlet_id = "x"\n'])
WIDTHS = st.sampled_from(["{} = {}", "{}={}", "  {}  =  {}  # a = remark"])


@given(
    st.fixed_dictionaries(dict.fromkeys(IDS, VALUES)),
    st.lists(REMARKS, min_size=4, max_size=4),
    WIDTHS,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(IDS),
    st.builds(
        DocumentFacts,
        outlet_id=st.sampled_from([None, "another"]),
        published=st.sampled_from([None, "2030-01-01"]),
        episode_id=st.sampled_from([None, EVENTS[1]]),
    ),
)
def test_only_the_lines_of_the_document_change(
    tmp_path_factory, documents, remarks, width: str, line_end: str, named: str, facts: DocumentFacts
) -> None:
    """Whatever remarks and white space stand around them, in whatever order documents come."""
    folder = tmp_path_factory.mktemp("drawn")
    text = HEAD + remarks[0]
    for name, remark in zip(IDS, remarks[1:], strict=True):
        entries = {"article_id": name, "file": f"{name}.txt"} | documents[name]
        text += "[[documents]]\n" + "".join(width.format(key, f'"{value}"') + "\n" for key, value in entries.items())
        text += remark
    (folder / "corpus.toml").write_bytes(text.replace("\n", line_end).encode())
    before = read_toml(folder / "corpus.toml", CorpusInfo)
    ingested(folder, saved(folder / "raw", f"{named}.txt"), facts, replace=True)
    after = read_toml(folder / "corpus.toml", CorpusInfo)
    changes = facts.values()
    expected = [
        Document.model_validate(x.model_dump() | (changes if x.article_id == named else {})) for x in before.documents
    ]
    assert after == before.model_copy(update={"documents": tuple(expected)})
    kept = [line for line in text.split("\n") if "=" not in line or line.strip().startswith("#")]
    new = (folder / "corpus.toml").read_bytes().decode().replace("\r\n", "\n").split("\n")
    assert [line for line in new if "=" not in line or line.strip().startswith("#")] == kept
    assert tomllib.loads("\n".join(new))


# The command, with claims in the way


@pytest.fixture
def heron(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["ingest", OPEN, *arguments])
    message = "" if result.exception is None or isinstance(result.exception, SystemExit) else str(result.exception)
    return result.exit_code, result.output + message


NEW = ("new.txt", "--outlet", "lakeside_post")


def write_new(root: Path, text: str = PLAIN) -> None:
    (root / "new.txt").write_text(text, encoding="utf-8")


def test_a_dry_run_refuses_what_the_run_would_refuse(heron: Workspace) -> None:
    """Regression: it said that the article would be written."""
    write_new(heron.root)
    assert run(*NEW, "--published", "2031-05-05")[0] == 0
    before = files(heron.corpus(OPEN))
    status, told = run(*NEW, "--published", "2031-05-06", "--dry-run")
    assert (status, "its recorded date of publication is 2031-05-05" in told) == (1, True)
    status, told = run(*NEW, "--published", "2031-05-06", "--dry-run", "--replace")
    assert (status, "published 2031-05-05 -> 2031-05-06" in told, "1 articles would be written" in told) == (
        0,
        True,
        True,
    )
    assert files(heron.corpus(OPEN)) == before


def test_facts_of_an_article_with_claims_can_be_recorded_and_the_claims_stay(heron: Workspace) -> None:
    before = heron.corpus(OPEN)
    document = next(x for x in before.info.documents if x.article_id == "heron_a")
    status, told = run(str(DOCUMENTS / document.file), "--published", "2031-05-09", "--replace")
    assert (status, "-> 2031-05-09" in told) == (0, True), told
    after = heron.corpus(OPEN)
    assert after.article("heron_a").publication.date == "2031-05-09"
    assert (after.claims, after.layers) == (before.claims, before.layers)


@pytest.mark.parametrize("text", ["Ferry\n\nA lead\n\n", "One more word "])
def test_a_text_in_which_claims_would_be_of_other_words_is_refused(heron: Workspace, text: str) -> None:
    """Regression: if the offsets lay within words of the new text, the claims were of these."""
    document = next(x for x in heron.corpus(OPEN).info.documents if x.article_id == "heron_a")
    changed = heron.root / document.file
    changed.write_text(text + (DOCUMENTS / document.file).read_text(encoding="utf-8"), encoding="utf-8")
    before = files(heron.corpus(OPEN))
    status, told = run(document.file, "--replace")
    assert (status, "would be of other words" in told) == (1, True), told
    assert files(heron.corpus(OPEN)) == before


def test_a_text_that_goes_on_where_the_old_one_ends_is_no_problem_for_claims(heron: Workspace) -> None:
    document = next(x for x in heron.corpus(OPEN).info.documents if x.article_id == "heron_a")
    (heron.root / document.file).write_text(
        (DOCUMENTS / document.file).read_text(encoding="utf-8") + "\n\nThe lake is deep.\n", encoding="utf-8"
    )
    status, told = run(document.file, "--replace")
    assert status == 0, told


def test_an_event_that_nobody_has_is_refused_with_those_there_are(heron: Workspace) -> None:
    """Regression: it was recorded, and only a later check complained."""
    write_new(heron.root)
    status, told = run(*NEW, "--episode", "ferry_sinking_2013")
    assert (status, "no event is called 'ferry_sinking_2013'; did you mean 'ferry_sinking_2031'?" in told) == (1, True)
    assert run(*NEW, "--episode", "ferry_sinking_2031")[0] == 0


def test_many_documents_are_not_as_many_lines(heron: Workspace) -> None:
    names = []
    for number in range(23):
        (heron.root / f"n{number}.txt").write_text(PLAIN.replace("Ferry", f"Ferry {number}"), encoding="utf-8")
        names.append(f"n{number}.txt")
    status, told = run(*names[:20], "--outlet", "lakeside_post", "--dry-run")
    assert (status, told.count("new  "), "more" in told) == (0, 20, False)
    status, told = run(*names, "--outlet", "lakeside_post", "--dry-run")
    assert told.count("sentences, ") == 20
    assert "and 3 more new; --all prints them too\ndry run: 23 articles would be written" in told
    status, told = run(*names, "--outlet", "lakeside_post", "--dry-run", "--all")
    assert (told.count("sentences, "), " more new" in told) == (23, False)


def test_many_problems_are_counted_and_the_first_ones_told(heron: Workspace) -> None:
    status, told = run(*(f"none{number}.txt" for number in range(30)), "--outlet", "lakeside_post")
    assert status == 1
    assert told.startswith("30 problems, so no document was added:\n")
    assert (told.count("there is no such file"), told.rstrip().endswith("and 10 more")) == (20, True)


def test_an_article_that_older_versions_of_the_same_recipes_made_is_unchanged(tmp_path: Path) -> None:
    """Regression: nothing of it changed but a number, and it was refused as another article."""
    folder, name = corpus_in(tmp_path / "heron").folder, saved(tmp_path)
    ingested(folder, name, FIRST)
    path = folder / "articles.jsonl"
    made = article(folder)
    path.write_text(path.read_text().replace(made.recipe, "plain-text/1").replace(made.sentence_recipe, "sentencex/0"))
    assert ingested(folder, name, DocumentFacts()) == ["unchanged"]
    path.write_text(path.read_text().replace("plain-text/1", "rt-text/1"))
    with pytest.raises(RecipeError, match="the corpus has another article from it"):
        ingested(folder, name, DocumentFacts())
