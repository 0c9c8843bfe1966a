"""DOIs of releases: the record of them, and how citation, README and card show them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from strategies import DOIS, VERSIONS

from claimwire.checks import CHECKS, load, run
from claimwire.checks.documents import generated_documents
from claimwire.citation import NO_DOIS, Dois
from claimwire.corpus.atomic import write_text
from claimwire.corpus.dois import RecordedDois, doi_lines, doi_region, dois_from, dois_of
from claimwire.corpus.workspace import Workspace
from claimwire.errors import PublishError, RecordError
from claimwire.publishing.recording import doi_of, record_doi
from claimwire.publishing.zenodo import record_from
from claimwire.release.build import build
from claimwire.release.documents import update_documents
from claimwire.schema import ReleaseDoi

ALL, FIRST, SECOND = "10.1234/zenodo.1", "10.1234/zenodo.2", "10.1234/zenodo.3"
TWO = RecordedDois(ALL, {"1.0.0": FIRST, "1.10.0": SECOND})
CITED = "cff-version: 1.2.0\nversion: 0.0.1\ndate-released: 2030-01-01\n"
REGION = "<!-- generated: doi -->\nwill be filled\n<!-- /generated -->\n"
STALE = [check for check in CHECKS if check.check_id == "document-stale"]


def line(version: str = "1.0.0", doi: str = FIRST) -> ReleaseDoi:
    return ReleaseDoi(data_version=version, doi=doi, concept_doi=ALL, date="2031-12-03")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"doi": "10.5072/zenodo.5"}, "a DOI for tests"),
        ({"concept_doi": "10.5072/zenodo.5"}, "a DOI for tests"),
        ({"doi": "https://doi.org/10.1234/a"}, "pattern"),
        ({"doi": "10.1234/with space"}, "pattern"),
        ({"doi": '10.1234/"quote'}, "pattern"),
        ({"data_version": "1.0"}, "pattern"),
        ({"data_version": "1.00.0"}, "must not begin with 0"),
        ({"date": "2031-12"}, "day"),
    ],
)
def test_what_is_no_doi_of_a_version_is_not_recorded(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        ReleaseDoi.model_validate(line().model_dump() | changes)


def test_a_doi_like_that_for_tests_is_one() -> None:
    assert line(doi="10.50721/zenodo.5").doi == "10.50721/zenodo.5"


def test_they_are_known_by_version_in_the_order_of_versions() -> None:
    found = dois_from([line("1.10.0", SECOND), line("1.9.0", "10.1234/b"), line()])
    assert list(found.of_version) == ["1.0.0", "1.9.0", "1.10.0"]
    assert found.concept == ALL
    assert dois_from([]) == RecordedDois()


@given(st.dictionaries(VERSIONS, DOIS, max_size=4), VERSIONS)
def test_before_a_version_there_is_nothing_of_it_or_after(dois: dict[str, str], version: str) -> None:
    from packaging.version import Version

    before = RecordedDois(ALL, dois).before(version)
    assert set(before.of_version) == {known for known in dois if Version(known) < Version(version)}
    assert (before.concept is None) == (not before.of_version)


def test_lines_of_the_card_name_all_versions_first_and_then_the_latest() -> None:
    assert doi_lines(TWO, "1.10.0") == [
        f"- All versions: <https://doi.org/{ALL}>, which leads to the latest",
        f"- Version 1.10.0: <https://doi.org/{SECOND}>",
        f"- Version 1.0.0: <https://doi.org/{FIRST}>",
    ]
    assert doi_lines(TWO, "1.9.0")[1:] == [f"- Version 1.0.0: <https://doi.org/{FIRST}>"]
    assert doi_lines(RecordedDois(), "1.0.0") == []
    assert doi_region(RecordedDois(), "1.0.0") == "No version has a DOI yet.\n"


def test_a_version_is_cited_by_its_own_doi_or_else_by_that_of_all() -> None:
    assert TWO.of("1.10.0") == Dois(SECOND, ALL)
    assert TWO.of("2.0.0") == Dois(None, ALL)
    assert RecordedDois().of("1.0.0") == NO_DOIS


@pytest.fixture
def released(workspace: Workspace) -> Workspace:
    """The small repository with a release, a citation, and a place for DOIs in card and README."""
    root = workspace.root
    write_text(root / "CITATION.cff", CITED)
    for name in ("DATASET_CARD.md", "README.md"):
        write_text(root / name, f"{(root / name).read_text()}\n{REGION}")
    build(workspace, release=True)
    return workspace


def texts(workspace: Workspace) -> dict[str, str]:
    return {path.name: path.read_text() for path in workspace.root.iterdir() if path.is_file()}


def stale(workspace: Workspace) -> list[str]:
    return [str(problem) for problem in run(load(workspace), STALE)]


def test_a_release_without_a_doi_says_so_in_every_document(released: Workspace) -> None:
    for path in (released.dataset / "1.0.0" / "README.md", released.root / "DATASET_CARD.md"):
        assert "<!-- generated: doi -->\nNo version has a DOI yet.\n<!-- /generated -->" in path.read_text()
    assert texts(released)["CITATION.cff"] == "cff-version: 1.2.0\nversion: 1.0.0\ndate-released: 2031-12-01\n"
    assert stale(released) == []


def test_a_card_without_a_place_for_them_has_none(workspace: Workspace) -> None:
    build(workspace, release=True)
    assert "No version has a DOI" not in (workspace.dataset / "1.0.0" / "README.md").read_text()


def test_a_recorded_doi_is_put_into_the_documents_and_nothing_else_changes(released: Workspace) -> None:
    before, release = texts(released), (released.dataset / "1.0.0" / "README.md").read_bytes()
    updated = record_doi(released, line())
    assert [path.name for path in updated] == ["CITATION.cff", "DATASET_CARD.md", "README.md"]
    after = texts(released)
    shown = f"- All versions: <https://doi.org/{ALL}>, which leads to the latest\n- Version 1.0.0: <https://doi.org/{FIRST}>"
    for name in ("DATASET_CARD.md", "README.md"):
        assert after[name] == before[name].replace("No version has a DOI yet.", shown)
    assert after["CITATION.cff"].startswith(before["CITATION.cff"])
    assert yaml.safe_load(after["CITATION.cff"])["doi"] == FIRST
    assert (released.dataset / "1.0.0" / "README.md").read_bytes() == release
    assert stale(released) == []
    assert record_doi(released, line()) == []
    assert texts(released) == after


def test_what_is_out_of_date_after_a_record_is_named_and_put_right(released: Workspace) -> None:
    before = texts(released)
    record_doi(released, line())
    after = texts(released)
    for name in before:
        write_text(released.root / name, before[name])
    assert [problem.split(":")[0] for problem in stale(released)] == ["CITATION.cff", "DATASET_CARD.md", "README.md"]
    update_documents(released)
    assert texts(released) == after


def test_lines_that_people_wrote_around_them_stay(released: Workspace) -> None:
    record_doi(released, line())
    citation = released.root / "CITATION.cff"
    write_text(citation, f"{citation.read_text()}keywords:\n  - ferries\n")
    assert [path.name for path in update_documents(released)] == ["CITATION.cff"]
    read = yaml.safe_load(citation.read_text())
    assert (read["keywords"], read["doi"], read["version"]) == (["ferries"], FIRST, "1.0.0")
    assert update_documents(released) == []


def test_a_recorded_doi_takes_the_place_of_what_people_wrote(released: Workspace) -> None:
    citation = released.root / "CITATION.cff"
    write_text(citation, f"{citation.read_text()}doi: {SECOND}\n")
    record_doi(released, line())
    assert yaml.safe_load(citation.read_text())["doi"] == FIRST
    assert SECOND not in citation.read_text()


def test_without_records_a_doi_that_people_wrote_is_theirs(released: Workspace) -> None:
    citation = released.root / "CITATION.cff"
    write_text(citation, f"{citation.read_text()}doi: {SECOND}\n")
    assert stale(released) == []
    assert update_documents(released) == []


def test_the_next_release_names_the_versions_before_in_its_own_card(released: Workspace) -> None:
    record_doi(released, line())
    plan = released.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('"1.0.0"', '"1.1.0"'))
    build(released, release=True)
    card = (released.dataset / "1.1.0" / "README.md").read_text()
    assert f"- Version 1.0.0: <https://doi.org/{FIRST}>" in card
    assert f"doi = {{{ALL}}}" in card
    assert yaml.safe_load(texts(released)["CITATION.cff"])["doi"] == ALL
    record_doi(released, line("1.1.0", SECOND))
    assert yaml.safe_load(texts(released)["CITATION.cff"])["doi"] == SECOND
    assert list(dois_of(released).of_version) == ["1.0.0", "1.1.0"]
    assert build(released).differing_files == ()


def test_a_record_file_with_a_faulty_line_is_not_written_over(released: Workspace) -> None:
    write_text(released.dois_file, '{"doi":"none"}\n')
    with pytest.raises(RecordError, match=r"dois.jsonl:1: "):
        record_doi(released, line())
    assert released.dois_file.read_text() == '{"doi":"none"}\n'


def test_the_documents_of_a_faulty_record_file_are_those_without_it(released: Workspace) -> None:
    before = texts(released)
    write_text(released.dois_file, json.dumps(line(doi=FIRST).model_dump() | {"doi": "10.5072/zenodo.9"}) + "\n")
    made = generated_documents(released, released.dataset / "1.0.0")
    assert {path.name: text for path, text in made.items()} == {path.name: before[path.name] for path in made}


@pytest.mark.parametrize("lacking", ["doi", "parent", "version"])
def test_a_published_record_without_a_doi_is_not_recorded(lacking: str, tmp_path: Path) -> None:
    content: dict[str, Any] = {
        "id": 5,
        "created": "2031-12-03T10:00:00+00:00",
        "is_published": True,
        "metadata": {"title": "mini", "version": "1.0.0"},
        "pids": {"doi": {"identifier": FIRST}},
        "parent": {"id": 4, "pids": {"doi": {"identifier": ALL}}},
    }
    assert doi_of(record_from(content)) == line()
    without: dict[str, dict[str, Any]] = {
        "doi": {"pids": {}},
        "parent": {"parent": {}},
        "version": {"metadata": {"title": "mini"}},
    }
    content |= without[lacking]
    with pytest.raises(PublishError, match="has no DOIs that can be recorded"):
        doi_of(record_from(content))
