"""Words of an article whose licence does not allow it are found in every table, whatever let them in."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import DOCUMENTS, OPEN, STANDOFF
from small.material import texts

from claimwire.checks.releases import manifest_problems
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.publishing.readiness import look_at
from claimwire.publishing.texts import (
    PublishedTexts,
    published_texts,
    reason,
    reasons,
    row_reason,
    text_columns,
    texts_in,
)
from claimwire.release.build import build
from claimwire.release.copies import corpora_of_copies
from claimwire.release.manifest import read_manifest
from claimwire.release.open_texts import open_corpora
from claimwire.release.with_texts import build_with_texts
from claimwire.schema.vocab import LicenceEvidence, TextInRelease, TextOrigin
from claimwire.tables.columns import ALL_CONFIGS, TEXT_CONFIGS

OUTLETS = {"rook_a": "north_gazette", "rook_b": "orrin_observer"}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    write_text(path, text.replace(old, new))


def outlet_file(workspace: Workspace, outlet_id: str) -> Path:
    return workspace.annotations / "outlets" / f"{outlet_id}.toml"


def allow(workspace: Workspace, article_id: str, evidence: str = "stated_on_page") -> None:
    now = f'text_redistributable = true\nlicence_evidence = "{evidence}"'
    change(outlet_file(workspace, OUTLETS[article_id]), "text_redistributable = false", now)


@pytest.fixture
def opened(publishable: Workspace) -> Workspace:
    """The small repository, of which the stand-off corpus has one open text; its release names the build with it."""
    shutil.rmtree(publishable.dataset / "1.0.0")
    toml = publishable.corpus_folder(STANDOFF) / "corpus.toml"
    change(toml, "text_redistributable = false", 'text_redistributable = false\ntext_in_release = "open"')
    allow(publishable, "rook_b")
    build(publishable, release=True, with_open_texts=open_corpora(publishable, DOCUMENTS))
    return publishable


def looked(workspace: Workspace, folder: Path) -> PublishedTexts:
    return published_texts(folder, read_manifest(folder), workspace)


def test_a_release_of_the_repository_has_words_of_its_open_corpus_alone(released: Workspace) -> None:
    found = looked(released, released.dataset / "1.0.0")
    assert found.problems == ()
    assert found.articles.keys() == {name for name in texts() if name.startswith(OPEN)}
    assert found.rows == sum(table.rows for table in read_manifest(released.dataset / "1.0.0").tables)


def test_the_build_with_open_texts_may_be_published(opened: Workspace, tmp_path: Path) -> None:
    made = build_with_texts(opened, open_corpora(opened, DOCUMENTS), tmp_path / "1.0.0", texts="open")
    found = looked(opened, made.folder)
    assert found.problems == ()
    assert "rook_b" in found.articles
    assert "rook_a" not in found.articles


def test_a_build_with_all_texts_may_not(opened: Workspace, tmp_path: Path) -> None:
    """It is found by its words, also if its manifest would not say what it is."""
    copies = corpora_of_copies(opened, {STANDOFF: DOCUMENTS}, 0.0)
    made = build_with_texts(opened, copies.corpora, tmp_path / "1.0.0")
    found = looked(opened, made.folder)
    configs = {problem.partition(" ")[0] for problem in found.problems}
    assert configs == TEXT_CONFIGS.keys() | {"tokens"}
    assert all("words of rook_a in " in problem for problem in found.problems)
    assert all("the outlet north_gazette reserves its texts" in problem for problem in found.problems)
    assert any(problem.startswith("manifest.json: it is a build") for problem in look_at(opened, made.folder).problems)


@pytest.mark.parametrize("evidence", [value.value for value in LicenceEvidence])
def test_a_licence_that_is_only_inferred_now_stops_a_build_that_was_allowed(
    evidence: str, opened: Workspace, tmp_path: Path
) -> None:
    made = build_with_texts(opened, open_corpora(opened, DOCUMENTS), tmp_path / "1.0.0", texts="open")
    change(outlet_file(opened, "orrin_observer"), '"stated_on_page"', f'"{evidence}"')
    found = looked(opened, made.folder)
    assert bool(found.problems) == (evidence == "inferred")
    assert all("the licence of the outlet orrin_observer is inferred" in problem for problem in found.problems)


def test_an_outlet_that_reserves_its_texts_now_stops_it(opened: Workspace, tmp_path: Path) -> None:
    made = build_with_texts(opened, open_corpora(opened, DOCUMENTS), tmp_path / "1.0.0", texts="open")
    change(outlet_file(opened, "orrin_observer"), "text_redistributable = true", "text_redistributable = false")
    assert any("words of rook_b in text" in problem for problem in looked(opened, made.folder).problems)


def test_a_corpus_that_keeps_its_texts_now_stops_it(opened: Workspace, tmp_path: Path) -> None:
    made = build_with_texts(opened, open_corpora(opened, DOCUMENTS), tmp_path / "1.0.0", texts="open")
    change(opened.corpus_folder(STANDOFF) / "corpus.toml", '"open"', '"as_in_repository"')
    assert any("the corpus rook keeps its texts" in problem for problem in looked(opened, made.folder).problems)


def test_an_inferred_licence_stops_also_the_texts_that_the_repository_has(publishable: Workspace) -> None:
    path = outlet_file(publishable, "lakeside_post")
    write_text(path, path.read_text() + 'licence_evidence = "inferred"\n')
    folder = publishable.dataset / "1.0.0"
    assert list(manifest_problems(folder)) == []
    found = looked(publishable, folder).problems
    assert {problem.split(" ")[4] for problem in found} == {"heron_a", "heron_g"}


def test_a_text_is_published_only_if_all_that_is_known_allows_it(released: Workspace) -> None:
    """Over all that corpus and outlet can say: never without stated licence, unless the text is one's own."""
    info, outlet = released.corpus(STANDOFF).info, released.outlets()["orrin_observer"]
    sayings = itertools.product((True, False), (True, False), TextInRelease, (None, *LicenceEvidence), TextOrigin)
    allowed = set()
    for in_repository, by_outlet, in_release, evidence, origin in sayings:
        corpus = info.model_copy(
            update={"text_redistributable": in_repository, "text_in_release": in_release, "text_origin": origin}
        )
        owner = outlet.model_copy(update={"text_redistributable": by_outlet, "licence_evidence": evidence})
        if reason(corpus, owner) is None:
            allowed.add((in_repository, by_outlet, in_release, evidence, origin))
    stated = set(LicenceEvidence) - {LicenceEvidence.INFERRED}
    assert allowed == {
        *itertools.product([True], [True], TextInRelease, stated, TextOrigin),
        *itertools.product([False], [True], [TextInRelease.OPEN], stated, TextOrigin),
        *itertools.product([True], [True], TextInRelease, [None], [TextOrigin.WRITTEN_FOR_PURPOSE]),
    }
    assert reason(info, None) == "its outlet is not known"


KNOWN = {"open_a": None, "kept_a": "it is kept"}

PLACES = [(config, column.name) for config in ALL_CONFIGS for column in text_columns(config) if column.third_party]


def test_there_are_columns_with_words_in_every_config_that_may_have_them() -> None:
    assert {config.removesuffix("_standoff") for config, _ in PLACES} >= TEXT_CONFIGS.keys()


@pytest.mark.parametrize(("config", "name"), PLACES)
def test_words_in_any_column_count(config: str, name: str) -> None:
    row = {"article_id": "kept_a", name: "Words of it.", "text_licence": "CC0-1.0", "licence_evidence": "own_work"}
    assert texts_in([(config, [row])], KNOWN).problems == (f"{config} has words of kept_a in {name}: it is kept",)
    for change in ({"article_id": "open_a"}, {name: None}, {name: ""}, {name: []}):
        assert texts_in([(config, [row | change])], KNOWN).problems == ()


def test_words_within_records_count() -> None:
    columns = [
        (config, column.name, part.name)
        for config in TEXT_CONFIGS
        for column in text_columns(config)
        for part in column.parts()
        if part.third_party
    ]
    assert columns
    for config, name, part in columns:
        row = {"article_id": "kept_a", name: [{part: None}, {part: "Words."}]}
        [problem] = [p for p in texts_in([(config, [row])], KNOWN).problems if "it is kept" in p]
        assert f" in {name}.{part}: " in problem


def test_words_of_no_known_article_count() -> None:
    rows = [{"claim_text": "x", "text": "Words."}, {"text": "Words.", "article_id": "other_a"}]
    [none, other] = texts_in([("sentences", rows)], KNOWN).problems
    assert none == "sentences has words of  in text: the repository has no such article"
    assert other == "sentences has words of other_a in text: the repository has no such article"


def test_what_the_row_itself_says_counts() -> None:
    row = {"article_id": "open_a", "text": "Words.", "text_licence": "CC BY 4.0", "licence_evidence": "stated_on_page"}
    assert row_reason(row) is None
    for said in ({"licence_evidence": "inferred"}, {"text_licence": None}, {"text_licence": ""}):
        [problem] = texts_in([("articles", [row | said])], KNOWN).problems
        assert "open_a in text: the row " in problem


@given(st.lists(st.tuples(st.sampled_from(["open_a", "kept_a"]), st.sampled_from(["", "Words."]))))
def test_one_row_among_many_is_found(drawn: list[tuple[str, str]]) -> None:
    rows = [{"article_id": article_id, "text": text} for article_id, text in drawn]
    found = texts_in([("sentences", iter(rows))], KNOWN)
    assert bool(found.problems) == (("kept_a", "Words.") in drawn)
    assert found.rows == len(rows)
    assert sum(found.articles.values()) == sum(bool(text) for _, text in drawn)


def test_every_article_has_an_answer(released: Workspace) -> None:
    found = reasons(released.corpora(), released.outlets())
    assert {name for name, why in found.items() if why is None} == {n for n in texts() if n.startswith(OPEN)}
    assert found.keys() == texts().keys()


def test_a_column_that_an_older_release_has_otherwise_has_no_words_unless_they_are_words() -> None:
    """Regression: a count of votes, where there are records of votes now, ended the command that publishes."""
    row = {"article_id": "kept_a", "sentence_id": "kept_a_s1", "field": "label", "votes": 3}
    assert texts_in([("soft_labels", [row])], KNOWN).problems == ()
    said = texts_in([("soft_labels", [row | {"votes": ["The lake rose."]}])], KNOWN)
    assert said.problems == ("soft_labels has words of kept_a in votes: it is kept",)
