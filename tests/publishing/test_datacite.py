"""The description of a release for DataCite, and the metadata for Zenodo that are made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from claimwire.corpus.atomic import write_text
from claimwire.corpus.dois import RecordedDois
from claimwire.corpus.workspace import Workspace
from claimwire.errors import PublishError
from claimwire.publishing.citing import cited_of
from claimwire.publishing.datacite import (
    CitationWords,
    Described,
    corpora_of,
    datacite_json,
    datacite_problems,
    datacite_record,
)
from claimwire.publishing.depositing import Deposit
from claimwire.publishing.zenodo_metadata import WRITTEN, with_what_others_wrote, zenodo_metadata
from claimwire.schema import CorpusInfo
from claimwire.schema.vocab import TextInRelease, TextOrigin
from claimwire.versions import SCHEMA_VERSION

DOI = "10.1234/zenodo.7"

SOMEBODY = {
    "type": "object",
    "required": ["name", "nameType"],
    "properties": {"name": {"type": "string", "minLength": 1}, "nameType": {"enum": ["Personal", "Organizational"]}},
}
WORDS = {"type": "string", "minLength": 1}


def items(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {
            "type": "object",
            "required": required,
            "properties": properties,
            "additionalProperties": {"type": "string", "minLength": 1},
        },
    }


REQUIRED = ["doi", "creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"]
"""The mandatory properties of DataCite 4.6, in its JSON form."""

SCHEMA = {
    "type": "object",
    "required": REQUIRED,
    "additionalProperties": False,
    "properties": {
        "doi": {"pattern": r"^10\.\d{4,9}/\S+$"},
        "creators": {"type": "array", "minItems": 1, "items": SOMEBODY},
        "titles": items(["title"]),
        "publisher": {"type": "object", "required": ["name"]},
        "publicationYear": {"type": "string", "pattern": r"^\d{4}$"},
        "types": {
            "type": "object",
            "required": ["resourceTypeGeneral"],
            "properties": {"resourceTypeGeneral": {"const": "Dataset"}},
        },
        "schemaVersion": {"const": "http://datacite.org/schema/kernel-4"},
        "subjects": items(["subject"]),
        "contributors": items(["name", "contributorType"], contributorType={"const": "ContactPerson"}),
        "dates": items(["date", "dateType"], dateType={"enum": ["Issued"]}, date={"pattern": r"^\d{4}-\d\d-\d\d$"}),
        "language": {"pattern": "^[a-z]{2,3}$"},
        "relatedIdentifiers": items(
            ["relatedIdentifier", "relatedIdentifierType", "relationType"],
            relatedIdentifierType={"enum": ["DOI", "URL"]},
            relationType={"enum": ["IsNewVersionOf", "IsVersionOf", "IsDescribedBy"]},
        ),
        "sizes": {"type": "array", "items": WORDS},
        "formats": {"type": "array", "items": WORDS},
        "version": WORDS,
        "rightsList": items(["rights"]),
        "descriptions": items(
            ["description", "descriptionType"],
            descriptionType={"enum": ["Abstract", "Methods", "TechnicalInfo", "Other"]},
        ),
    },
}
"""What DataCite 4.6 says of the properties that are used."""


@pytest.fixture(scope="session")
def described(deposit: Deposit) -> Described:
    return deposit.described


def changed(described: Described, **changes: Any) -> Described:
    """Return it with changes in the plan."""
    return replace(described, plan=described.plan.model_copy(update=changes))


def faults(record: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(record)]


def test_it_has_what_datacite_requires_and_nothing_that_datacite_does_not_know(described: Described) -> None:
    assert faults(datacite_record(described, DOI)) == []
    record = datacite_record(described, None)
    assert faults(record) == ["$: 'doi' is a required property"]


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_required_would_be_missed(name: str, described: Described) -> None:
    record = datacite_record(described, DOI)
    del record[name]
    assert len(faults(record)) == 1


def test_it_says_what_manifest_plan_and_citation_say(described: Described) -> None:
    record = datacite_record(described, DOI)
    assert record["titles"] == [{"title": "mini: claims of invented news"}]
    assert record["creators"] == [{"name": "Tamsin", "nameType": "Organizational"}]
    assert (record["publicationYear"], record["version"], record["language"]) == ("2031", "1.0.0", "en")
    assert record["subjects"] == [{"subject": "ferries"}]
    assert record["contributors"][0] | {} == {
        "name": "data@mini.example",
        "nameType": "Organizational",
        "contributorType": "ContactPerson",
    }
    rows = sum(table.rows for table in described.manifest.tables)
    assert record["sizes"] == [f"{described.archive_bytes} bytes", f"{rows} rows"]
    assert described.archive_bytes > 1000
    assert described.manifest.content_sha256 in str(record["descriptions"])
    assert all(info.description in record["descriptions"][0]["description"] for info in described.infos)


def test_the_plan_goes_before_the_citation_and_what_is_missing_comes_from_the_name(described: Described) -> None:
    planned = changed(described, keywords=("lakes", "lakes"), description="Claims of lakes.")
    record = datacite_record(planned, DOI)
    assert record["subjects"] == [{"subject": "lakes"}]
    assert record["descriptions"][0]["description"].startswith("Claims of lakes. ")
    bare = datacite_record(replace(described, cited=CitationWords()), DOI)
    assert bare["titles"] == [{"title": "mini"}]
    assert "subjects" not in bare
    assert faults(bare) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Oriel, Tamsin", {"nameType": "Personal", "familyName": "Oriel", "givenName": "Tamsin"}),
        ("The mini authors", {"nameType": "Organizational"}),
        ("Lake, Ferry and Sons, Ltd", {"nameType": "Organizational"}),
        ("Oriel,", {"nameType": "Organizational"}),
    ],
)
def test_family_comma_given_is_a_person(name: str, expected: dict[str, str], described: Described) -> None:
    record = datacite_record(changed(described, authors=(name,)), DOI)
    assert record["creators"] == [{"name": name, **expected}]
    assert faults(record) == []
    somebody = zenodo_metadata(record)["creators"][0]["person_or_org"]
    if expected["nameType"] == "Personal":
        assert somebody == {"type": "personal", "family_name": "Oriel", "given_name": "Tamsin"}
    else:
        assert somebody == {"type": "organizational", "name": name}


def test_without_authors_it_says_what_is_required(described: Described) -> None:
    assert list(datacite_problems(described)) == []
    (problem,) = datacite_problems(changed(described, authors=()))
    assert "names no authors; DataCite requires at least one creator" in problem


def test_versions_are_tied_by_the_dois_that_are_recorded(described: Described) -> None:
    assert "relatedIdentifiers" not in datacite_record(described, DOI)
    dois = RecordedDois(
        "10.1234/all", {"0.8.0": "10.1234/a", "0.10.0": "10.1234/b", "1.0.0": DOI, "1.1.0": "10.1234/c"}
    )
    record = datacite_record(changed(replace(described, dois=dois), url="https://mini.example"), DOI)
    assert [(item["relationType"], item["relatedIdentifier"]) for item in record["relatedIdentifiers"]] == [
        ("IsNewVersionOf", "10.1234/b"),
        ("IsVersionOf", "10.1234/all"),
        ("IsDescribedBy", "https://mini.example"),
    ]
    assert faults(record) == []
    assert zenodo_metadata(record)["related_identifiers"] == [
        {"identifier": "https://mini.example", "scheme": "url", "relation_type": {"id": "isdescribedby"}}
    ]


def corpus(corpus_id: str, **said: Any) -> CorpusInfo:
    """Return a corpus under CC BY 4.0, with texts."""
    usual: dict[str, Any] = {
        "title": corpus_id,
        "description": f"Of {corpus_id}.",
        "language": "en",
        "text_origin": TextOrigin.WRITTEN_FOR_PURPOSE,
        "text_redistributable": True,
        "text_licence": "CC BY 4.0",
        "annotation_licence": "CC BY 4.0",
        "schema_version": SCHEMA_VERSION,
        "guideline_version": "1.0.0",
        "recipe": "plain-text/1",
        "not_checked": "Nothing.",
    }
    return CorpusInfo(corpus_id=corpus_id, **usual | said)


def test_parts_under_another_licence_are_named_each(described: Described) -> None:
    infos = (
        corpus("lake"),
        corpus("tide", annotation_licence="CC BY-SA 4.0"),
        corpus(
            "wave", annotation_licence="CC BY-SA 4.0", text_licence="all rights reserved", text_redistributable=False
        ),
        corpus("reef", text_redistributable=False, text_in_release=TextInRelease.OPEN, text_licence="CC BY 2.5"),
    )
    record = datacite_record(changed(replace(described, infos=infos), licence_url="https://licence.example"), DOI)
    spdx = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
    share_alike = {"rightsUri": "https://creativecommons.org/licenses/by-sa/4.0/", "rightsIdentifier": "cc-by-sa-4.0"}
    older = {"rightsUri": "https://creativecommons.org/licenses/by/2.5/", "rightsIdentifier": "cc-by-2.5"}
    assert record["rightsList"] == [
        {"rights": "CC-BY-4.0", "rightsUri": "https://licence.example", "rightsIdentifier": "cc-by-4.0", **spdx},
        {"rights": "annotations of tide, wave: CC BY-SA 4.0", **share_alike, **spdx},
        {"rights": "texts of wave, not in the files: all rights reserved"},
        {"rights": "texts of reef, not in the files: CC BY 2.5", **older, **spdx},
    ]
    assert zenodo_metadata(record)["rights"] == [
        {"id": "cc-by-4.0"},
        {"title": {"en": "annotations of tide, wave: CC BY-SA 4.0"}, "link": share_alike["rightsUri"]},
        {"title": {"en": "texts of wave, not in the files: all rights reserved"}},
        {"title": {"en": "texts of reef, not in the files: CC BY 2.5"}, "link": older["rightsUri"]},
    ]
    assert faults(record) == []


def test_only_corpora_of_the_release_are_described(described: Described, depositable: Workspace) -> None:
    infos = [depositable.corpus(name).info for name in depositable.corpus_ids()]
    assert set(described.infos) == set(infos)
    without = described.manifest.model_copy(update={"inputs": described.manifest.inputs[:0]})
    assert corpora_of(without, infos) == ()


def test_the_metadata_for_zenodo_are_of_the_same_words(described: Described) -> None:
    record = datacite_record(described, DOI)
    made = zenodo_metadata(record)
    assert (made["title"], made["version"], made["publication_date"]) == (described.title, "1.0.0", "2031-12-01")
    assert made["resource_type"] == {"id": "dataset"}
    assert made["languages"] == [{"id": "eng"}]
    assert made["subjects"] == record["subjects"]
    assert made["contributors"] == [
        {"person_or_org": {"type": "organizational", "name": "data@mini.example"}, "role": {"id": "contactperson"}}
    ]
    assert {item["type"]["id"] for item in made["additional_descriptions"]} >= {"technical-info", "other"}
    assert made.keys() <= WRITTEN


@pytest.mark.parametrize(("language", "expected"), [("de", "deu"), ("grc", "grc"), ("cy", None)])
def test_a_language_that_zenodo_does_not_take_is_left_out_there(
    language: str, expected: str | None, described: Described
) -> None:
    record = datacite_record(replace(described, infos=(corpus("lake", language=language),)), DOI)
    assert record["language"] == language
    assert zenodo_metadata(record).get("languages") == (None if expected is None else [{"id": expected}])


def test_several_languages_are_no_one_language(described: Described) -> None:
    infos = (corpus("lake"), corpus("see", language="de"))
    assert "language" not in datacite_record(replace(described, infos=infos), DOI)


def test_words_are_no_html(described: Described) -> None:
    made = zenodo_metadata(datacite_record(changed(described, description="<b>Fish & ships</b>"), DOI))
    assert made["description"].startswith("<p>&lt;b&gt;Fish &amp; ships&lt;/b&gt; ")


def test_what_others_wrote_stays_unless_it_is_written_here() -> None:
    there = {"title": "old", "funding": ["a grant"], "contributors": ["gone since"]}
    assert with_what_others_wrote(there, {"title": "new"}) == {"title": "new", "funding": ["a grant"]}


def test_the_file_is_the_same_whenever_it_is_made(described: Described) -> None:
    assert datacite_json(described, DOI) == datacite_json(described, DOI)
    assert datacite_json(described, DOI).endswith("}\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: [", "CITATION.cff is not YAML"),
        ("- a list\n", "CITATION.cff has no keys"),
        ("title: 5\n", "title is 5, expected words"),
        ("keywords: ferry\n", "keywords is 'ferry', expected a list of words"),
        ("keywords: [1]\n", "expected a list of words"),
    ],
)
def test_a_citation_that_is_none_is_named(text: str, told: str, tmp_path: Path) -> None:
    write_text(tmp_path / "CITATION.cff", text)
    with pytest.raises(PublishError) as found:
        cited_of(Workspace(tmp_path))
    assert told in str(found.value)


def test_without_a_citation_nothing_is_cited(tmp_path: Path) -> None:
    assert cited_of(Workspace(tmp_path)) == CitationWords()
    write_text(tmp_path / "CITATION.cff", "title: ' '\nabstract: >-\n  Two\n  lines.\n")
    assert cited_of(Workspace(tmp_path)) == CitationWords(None, "Two lines.", ())
