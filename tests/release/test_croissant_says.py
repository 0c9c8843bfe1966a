"""What the Croissant description says of a release: by whom, from what, under which licence, how many, and for what."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from small import DOCUMENTS, OPEN, STANDOFF, write_protocol

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import records_of, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.hydration.restore import hydrated_corpus
from claimwire.release.build import Built, build
from claimwire.release.croissant import missing_keys
from claimwire.release.croissant.licences import licence
from claimwire.release.croissant.responsible import EXPECTED, of_corpora
from claimwire.release.with_texts import build_with_texts
from claimwire.schema.vocab import Label
from claimwire.tables.parquet import read_rows

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def document_of(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    return described


def by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["@id"]: item for item in items}


BY_PROTOCOL = {"protocol_id": "eye_to_eye", "guideline_version": "0.9.0"}
"""What a layer says that was made by the protocol, and so by its codebook."""


def write_more(workspace: Workspace) -> None:
    """Write into the small repository what nobody needs to write, and licences that differ."""
    plan = workspace.annotations / "release.toml"
    more = [
        'licence = "CC-BY-4.0"',
        f'licence_url = "{CC_BY}"',
        'authors = ["The Tamsin archive"]',
        'url = "https://example.org/mini"',
        'uses = ["Testing a description.", "Testing it twice."]',
        'not_for = ["Not for anything else."]',
        'social_impact = "None that we know of."',
    ]
    write_text(plan, "\n".join(more) + "\n" + plan.read_text())
    for corpus_id, sampling in ((OPEN, "Two events were made up."), (STANDOFF, "All that there are.")):
        path = workspace.corpus_folder(corpus_id) / "corpus.toml"
        own = [f'sampling = "{sampling}"', 'biases = "Few outlets."', f'sensitive_information = "None in {corpus_id}."']
        write_text(path, "\n".join(own) + "\n" + path.read_text())
    path = workspace.corpus_folder(STANDOFF) / "corpus.toml"
    text = path.read_text()
    assert 'annotation_licence = "CC BY 4.0"' in text
    write_text(path, text.replace('annotation_licence = "CC BY 4.0"', 'annotation_licence = "CC BY-SA 4.0"'))
    write_protocol(workspace, "eye_to_eye")
    write_text(
        workspace.annotations / "protocols" / "eye_to_eye.toml",
        (workspace.annotations / "protocols" / "eye_to_eye.toml")
        .read_text()
        .replace('annotator_kind = "model"', 'annotator_kind = "human"'),
    )
    layers = workspace.corpus_folder(STANDOFF) / "annotations.jsonl"
    records = records_of(workspace.corpus(STANDOFF).rows.annotations)
    write_jsonl(
        layers,
        [x.model_copy(update=BY_PROTOCOL if x.annotator_id == "ada" else {}) for x in records],
    )


@pytest.fixture(scope="module")
def told(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release of the small repository in which everything is told that can be."""
    workspace = Workspace(tmp_path_factory.mktemp("told") / "repository")
    shutil.copytree(small_built.root, workspace.root)
    write_more(workspace)
    return build(workspace, release=True)


@pytest.fixture(scope="module")
def document(told: Built) -> dict[str, Any]:
    return document_of(told.folder)


def test_what_is_told_validates_without_a_warning(told: Built, caplog) -> None:
    metadata = mlcroissant.Dataset(str(told.folder / "croissant.json")).metadata
    assert metadata.data_use_cases == ["Testing a description.", "Testing it twice."]
    assert metadata.data_social_impact == "None that we know of."
    assert not [record.getMessage() for record in caplog.records]


def test_nothing_that_catalogues_expect_is_missing(document: dict[str, Any]) -> None:
    assert missing_keys(document) == {}
    assert list(EXPECTED)[:8] == [
        "rai:dataLimitations",
        "rai:dataBiases",
        "rai:personalSensitiveInformation",
        "rai:dataUseCases",
        "rai:dataSocialImpact",
        "rai:hasSyntheticData",
        "prov:wasDerivedFrom",
        "prov:wasGeneratedBy",
    ], "what NeurIPS 2026 asks for"


def test_what_nobody_wrote_is_left_out_and_named(built: Built) -> None:
    assert sorted(missing_keys(document_of(built.folder))) == [
        "creator",
        "rai:dataBiases",
        "rai:dataSocialImpact",
        "rai:dataUseCases",
        "rai:personalSensitiveInformation",
        "url",
    ]


def test_texts_are_said_once_or_by_corpus(document: dict[str, Any]) -> None:
    assert document["rai:dataBiases"] == ["Few outlets."]
    assert document["rai:personalSensitiveInformation"] == ["heron: None in heron.", "rook: None in rook."]
    assert document["rai:dataLimitations"] == ["Nothing: it is for tests.", "Not for anything else."]


@pytest.mark.parametrize(
    ("biases", "said"),
    [
        ((None, None), []),
        (("Few outlets.", "Few outlets."), ["Few outlets."]),
        (("Few outlets.", None), ["heron: Few outlets."]),
        ((None, "One event."), ["rook: One event."]),
        (("Few outlets.", "One event."), ["heron: Few outlets.", "rook: One event."]),
    ],
)
def test_what_corpora_say_is_there_once_if_all_say_it_and_else_by_corpus(
    small_built: Workspace, biases: tuple[str | None, str | None], said: list[str]
) -> None:
    infos = [corpus.info for corpus in small_built.corpora()]
    assert [info.corpus_id for info in infos] == [OPEN, STANDOFF]
    described = [info.model_copy(update={"biases": text}) for info, text in zip(infos, biases, strict=True)]
    assert of_corpora(described, "biases") == said


def test_which_part_is_synthetic_is_told_by_corpus(document: dict[str, Any]) -> None:
    assert document["rai:hasSyntheticData"] is True
    sources = by_id(document["prov:wasDerivedFrom"])
    assert sources["source/heron"]["rai:hasSyntheticData"] is True
    assert sources["source/rook"]["rai:hasSyntheticData"] is False


def test_without_written_texts_nothing_is_synthetic(workspace: Workspace) -> None:
    path = workspace.corpus_folder(OPEN) / "corpus.toml"
    write_text(path, path.read_text().replace("written_for_purpose", "published"))
    document = document_of(build(workspace).folder)
    assert document["rai:hasSyntheticData"] is False
    assert {item["prov:type"] for item in document["prov:wasGeneratedBy"]}.isdisjoint({"writing", "sampling"})


def test_sources_are_the_texts_with_outlets_and_licences_and_their_public_copies(document: dict[str, Any]) -> None:
    sources = by_id(document["prov:wasDerivedFrom"])
    assert list(sources) == ["source/heron", "source/rook", "source/rook/%7Bname%7D.txt"]
    assert sources["source/heron"]["license"] == CC_BY
    assert "prov:wasAttributedTo" not in sources["source/heron"], "invented outlets wrote nothing"
    assert sources["source/rook"]["license"] == {"@type": "sc:CreativeWork", "name": "all rights reserved"}
    outlets = by_id(sources["source/rook"]["prov:wasAttributedTo"])
    assert outlets["outlet/north_gazette"]["description"].startswith("north-gazette.example, ")
    assert not any("url" in outlet for outlet in outlets.values()), "an outlet's address is text, no link"
    copy = sources["source/rook/%7Bname%7D.txt"]
    assert "http://127.0.0.1:9/{name}.txt" in copy["description"]
    assert "url" not in copy, "it stands for many files"
    assert (copy["license"], copy["creditText"]) == (CC_BY, "the newspapers of Orrin")


def test_activities_are_in_the_order_of_the_work_with_who_did_them(document: dict[str, Any], told: Built) -> None:
    activities = by_id(document["prov:wasGeneratedBy"])
    who = {
        name.removeprefix("activity/"): [agent["@id"] for agent in item.get("prov:wasAssociatedWith", ())]
        for name, item in activities.items()
    }
    people = ["annotator/ada", "annotator/bela"]
    assert who == {
        "writing/heron": [],
        "sampling/rook": [],
        "annotation/unknown/1.0.0": [*people, "annotator/dora", "annotator/tally"],
        "annotation/unknown/2.0.0": [*people, "annotator/tally"],
        "annotation/eye_to_eye/0.9.0": ["annotator/ada"],
        "adjudication": ["annotator/cleo"],
        "checking/unknown/any": ["annotator/bela", "annotator/dora"],
        "linking": ["annotator/ada", "annotator/cleo"],
        "entities": ["annotator/cleo"],
        "build": ["software/claimwire"],
    }
    assert activities["activity/sampling/rook"]["description"].endswith("All that there are.")
    assert activities["activity/build"]["prov:wasAssociatedWith"][0]["softwareVersion"] == told.manifest.code_version


def test_a_protocol_tells_what_it_is_and_names_instruction_and_codebook_with_their_hashes(
    document: dict[str, Any], told: Built
) -> None:
    activity = by_id(document["prov:wasGeneratedBy"])["activity/annotation/eye_to_eye/0.9.0"]
    assert activity["description"] == (
        "Checking items. When: 2031-11. Model: withheld. Settings: withheld. Seen: the claims and their slots."
    )
    protocol = Workspace(told.folder.parents[1]).protocols()["eye_to_eye"]
    assert [(plan["@id"], plan["sha256"]) for plan in activity["prov:used"]] == [
        ("codebook/0.9.0", protocol.guideline_sha256),
        ("protocol/eye_to_eye", protocol.instruction_sha256),
    ]
    inputs = {item.path for item in told.manifest.inputs}
    assert "annotations/protocols/eye_to_eye.toml" in inputs


def test_every_annotator_is_a_person_or_a_program(document: dict[str, Any], told: Built) -> None:
    agents = {item["prov:label"]: (item["@type"], item["additionalType"]) for item in document["prov:wasAttributedTo"]}
    assert agents == {
        "ada": ("prov:Person", "human"),
        "bela": ("prov:Person", "human"),
        "cleo": ("prov:Person", "human"),
        "dora": ("prov:SoftwareAgent", "model"),
        "tally": ("prov:SoftwareAgent", "rule"),
    }
    rows = {
        row["annotators/annotator_id"]: row["annotators/annotator_kind"]
        for row in mlcroissant.Dataset(str(told.folder / "croissant.json")).records("annotators")
    }
    assert rows == {name: kind for name, (_, kind) in agents.items()}


@pytest.mark.parametrize(
    ("table", "columns", "who"),
    [
        ("annotations", {"annotator_id": "annotator_kind"}, {"ada", "bela", "dora", "tally"}),
        (
            "claims_standoff",
            {"adjudicator_id": "adjudicator_kind", "annotator_ids": None},
            {"ada", "bela", "cleo", "dora", "tally"},
        ),
        ("links", {"annotator_id": None}, {"ada", "cleo"}),
        ("articles_standoff", {}, set()),
        ("events", {}, set()),
    ],
)
def test_rows_are_attributed_to_those_whose_ids_are_in_them(
    table: str, columns: dict[str, str | None], who: set[str], document: dict[str, Any], told: Built
) -> None:
    item = by_id(document["recordSet"])[table]
    found = {}
    for field in item["annotation"]:
        if field.get("equivalentProperty") == "prov:wasAttributedTo":
            assert field["dataType"] == "prov:Agent"
            parts = {part["name"]: part["source"]["extract"]["column"] for part in field["subField"]}
            found[parts["id"]] = parts.get("kind")
            assert field["subField"][0]["references"] == {"field": {"@id": "annotators/annotator_id"}}
    assert found == columns
    assert {agent["@id"].removeprefix("annotator/") for agent in item.get("prov:wasAttributedTo", ())} == who
    files = [t for t in told.manifest.tables if t.config == table]
    rows = [row for t in files for row in read_rows(table, told.folder / t.path)]
    ids = {name for row in rows for column in columns for name in listed(row[column])}
    assert ids == who


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_each_part_has_its_licence(document: dict[str, Any]) -> None:
    assert document["license"] == [CC_BY, "https://creativecommons.org/licenses/by-sa/4.0/"]
    parts = by_id(document["usageInfo"])
    assert parts["part/heron/annotations"]["license"] == CC_BY
    assert parts["part/rook/annotations"]["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert parts["part/rook/texts/north_gazette"]["license"]["name"] == "all rights reserved"
    assert parts["part/rook/texts/north_gazette"]["description"].startswith("the release has 0 of 1 texts")
    assert parts["part/heron/texts/quay_radio"]["description"].startswith("the release has 2 of 2 texts")
    sets = by_id(document["recordSet"])
    of_annotations = [{"@id": f"part/{corpus_id}/annotations"} for corpus_id in (OPEN, STANDOFF)]
    assert sets["claims_standoff"]["usageInfo"] == of_annotations
    of_texts = [item for item in sets["claims"]["usageInfo"] if item not in of_annotations]
    assert of_texts == [{"@id": name} for name in parts if name.startswith("part/heron/texts/")]
    fields = {field["name"]: field for field in sets["claims"]["field"]}
    assert fields["text"]["usageInfo"] == of_texts
    assert "usageInfo" not in fields["statement"]


def test_a_build_with_texts_has_their_licences(told: Built, tmp_path: Path) -> None:
    workspace = Workspace(told.folder.parents[1])
    corpora = [hydrated_corpus(workspace.corpus(STANDOFF), DOCUMENTS)[0]]
    document = document_of(build_with_texts(workspace, corpora, tmp_path / "full").folder)
    assert {"@type": "sc:CreativeWork", "name": "all rights reserved"} in document["license"]
    assert {"@id": "part/rook/texts/north_gazette"} in by_id(document["recordSet"])["claims"]["usageInfo"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CC BY 4.0", CC_BY),
        ("CC-BY-4.0", CC_BY),
        ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC-BY-NC-ND-3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/"),
        ("CC BY 2.5", "https://creativecommons.org/licenses/by/2.5/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ],
)
def test_a_licence_of_creative_commons_is_its_address(name: str, address: str) -> None:
    assert licence(name) == address


@pytest.mark.parametrize("name", ["all rights reserved", "public domain (inferred)", "CC BY", "CC BY-SA 4.0; not here"])
def test_another_licence_is_its_name(name: str) -> None:
    assert licence(name) == {"@type": "sc:CreativeWork", "name": name}


def annotation(field: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (item for item in field["annotation"] if item["name"] == name)
    return dict(found)


def numbers(counts: dict[str, Any]) -> dict[str, int]:
    return {part["name"]: part["value"] for part in counts["subField"]}


@pytest.mark.parametrize(("table", "column"), [("claims_standoff", "label"), ("sentences", "labels")])
def test_counts_are_those_of_the_rows(table: str, column: str, document: dict[str, Any], told: Built) -> None:
    item = by_id(document["recordSet"])[table]
    rows = {t.split.value: read_rows(table, told.folder / t.path) for t in told.manifest.tables if t.config == table}
    assert annotation(item, "count")["value"] == sum(map(len, rows.values()))
    fields = {field["name"]: field for field in item["field"]}
    assert numbers(annotation(fields["split"], "count")) == {split: len(own) for split, own in rows.items()}
    of_split = {
        split: Counter(str(label) for row in own for label in listed(row[column])) for split, own in rows.items()
    }
    assert numbers(annotation(fields[column], "count")) == sum(of_split.values(), Counter())
    for split, counts in of_split.items():
        assert {k: v for k, v in numbers(annotation(fields[column], f"count_{split}")).items() if v} == counts
    assert set(sum(of_split.values(), Counter())) == set(Label.names())


def test_how_many_layers_are_by_people_is_told(document: dict[str, Any]) -> None:
    assert document["rai:annotationsPerItem"] == (
        "1 to 3 complete layers per text by people and models, 1 to 2 of them by people"
    )
