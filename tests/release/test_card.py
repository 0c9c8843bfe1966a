"""The head and the tables of the dataset card, at the edges of what they count."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import build
from claimwire.release.card import TableFacts, card_head
from claimwire.release.tally import ReleaseTally
from claimwire.schema import ReleaseManifest, ReleasePlan

PLAN = ReleasePlan(
    name="wren", data_version="1.2.0", date="2031-06-01", corpora=("heron",), split_ratios={"train": 0.5, "test": 0.5}
)
MANIFEST = ReleaseManifest(
    name="wren",
    data_version="1.2.0",
    date="2031-06-01",
    schema_version="1.0.0",
    code_version="0",
    hydrated=False,
    writers={},
    inputs=(),
    tables=(),
    content_sha256="0" * 64,
)


def facts(config: str, split: str, rows: int) -> TableFacts:
    return TableFacts(config, split, rows, num_bytes=rows * 10, file_bytes=rows)


def head(*tables: TableFacts, manifest: ReleaseManifest = MANIFEST, **plan: Any) -> dict[str, Any]:
    """Return the head of the card of a release with some tables and no corpora."""
    tally = ReleaseTally(PLAN.model_copy(update=plan), {}, {}, {})
    return card_head(tally, manifest, list(tables))


@pytest.mark.parametrize(
    ("claims", "category"),
    [
        (1, "n<1K"),
        (999, "n<1K"),
        (1_000, "1K<n<10K"),
        (9_999, "1K<n<10K"),
        (10_000, "10K<n<100K"),
        (99_999, "10K<n<100K"),
        (100_000, "100K<n<1M"),
        (999_999, "100K<n<1M"),
        (1_000_000, "n>1M"),
    ],
)
def test_the_size_category_is_that_of_the_number_of_claims(claims: int, category: str) -> None:
    assert head(facts("claims", "train", claims))["size_categories"] == [category]


def test_claims_of_all_splits_and_no_other_rows_count_for_the_size() -> None:
    tables = (facts("claims", "train", 999), facts("claims", "test", 1), facts("sentences", "train", 10_000))
    assert head(*tables)["size_categories"] == ["1K<n<10K"]


def test_files_of_one_split_are_added_up_and_splits_keep_their_order() -> None:
    made = head(facts("claims", "train", 3), facts("claims", "train", 4), facts("claims", "test", 2))
    [info], [config] = made["dataset_info"], made["configs"]
    assert [(split["name"], split["num_examples"], split["num_bytes"]) for split in info["splits"]] == [
        ("train", 7, 70),
        ("test", 2, 20),
    ]
    assert (info["dataset_size"], info["download_size"]) == (90, 9)
    assert [file["path"] for file in config["data_files"]] == ["claims/train-*.parquet", "claims/test-*.parquet"]


def test_the_first_config_is_the_default_and_no_other() -> None:
    made = head(facts("events", "train", 1), facts("claims", "train", 1))
    assert [(config["config_name"], config.get("default")) for config in made["configs"]] == [
        ("claims", True),
        ("events", None),
    ]


@pytest.mark.parametrize(
    ("licence", "hydrated", "shown"),
    [("CC-BY-4.0", False, "cc-by-4.0"), (None, False, "other"), ("CC-BY-4.0", True, "other"), (None, True, "other")],
)
def test_a_hydrated_release_has_no_licence_of_its_own(licence: str | None, hydrated: bool, shown: str) -> None:
    made = head(manifest=MANIFEST.model_copy(update={"hydrated": hydrated}), licence=licence)
    assert made["license"] == shown
    assert ("hydrated" in made["pretty_name"]) is hydrated


def test_a_head_is_plain_yaml() -> None:
    made = head(facts("claims", "train", 1), keywords=("ferries",))
    assert yaml.safe_load(yaml.safe_dump(made)) == made
    assert made["tags"][-2:] == ["ferries", "articles:0"]


def test_html_and_line_ends_in_what_people_wrote_are_text_in_the_card(small: Workspace) -> None:
    """In descriptions of annotators, in outlets, and in what was not checked."""
    attack = "<img src=x onerror=y>\u202e"
    for path in (small.annotations / "outlets").glob("*.toml"):
        write_text(path, path.read_text(encoding="utf-8").replace('name = "', f'name = "{attack}\\n'))
    annotators = [row.record.model_copy(update={"description": f"{attack}\nnew line"}) for row in small.annotators()[0]]
    write_jsonl(small.annotations / "annotators.jsonl", annotators)
    corpus = small.corpus_folder("heron") / "corpus.toml"
    write_text(
        corpus, corpus.read_text(encoding="utf-8").replace('not_checked = "', f'not_checked = "{attack}\\n# Head\\n')
    )
    _, _, body = (build(small).folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    assert "<img" not in body
    assert "\u202e" not in body
    assert body.count("&lt;img src=x onerror=y>\\u202e") >= 3
    assert "\n# Head" not in body
