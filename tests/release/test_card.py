"""The head and the tables of the dataset card, at the edges of what they count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
import yaml
from invented import CORPUS

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.release import card_head as card_head_module
from claimwire.release import card_tables
from claimwire.release.build import Built, build
from claimwire.release.card import card_regions, release_card
from claimwire.release.card_head import TableFacts, as_yaml, card_head
from claimwire.release.croissant.responsible import rai_texts
from claimwire.release.tally import CorpusTally, ReleaseTally
from claimwire.schema import Annotator, ManifestTable, Outlet, ReleaseManifest, ReleasePlan
from claimwire.schema.vocab import AnnotatorKind, CorpusUnit, OutletKind, Split, TextOrigin
from claimwire.tables.columns import ALL_CONFIGS, CONFIG_DESCRIPTIONS

PLAN = ReleasePlan(
    name="wren", data_version="1.2.0", date="2031-06-01", corpora=("heron",), split_ratios={"train": 0.5, "test": 0.5}
)
MANIFEST = ReleaseManifest(
    name="wren",
    data_version="1.2.0",
    date="2031-06-01",
    schema_version="2.0.0",
    code_version="0",
    hydrated=False,
    writers={},
    inputs=(),
    tables=(),
    content_sha256="0" * 64,
)


def facts(config: str, split: str, rows: int) -> TableFacts:
    return TableFacts(config, split, rows)


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
    assert head(facts("claims_standoff", "train", claims), facts("claims", "train", 1))["size_categories"] == [category]


def test_claims_of_all_splits_and_no_other_rows_count_for_the_size() -> None:
    name = "claims_standoff"
    tables = (facts(name, "train", 999), facts(name, "test", 1), facts("sentences", "train", 10_000))
    assert head(*tables)["size_categories"] == ["1K<n<10K"]


def test_files_of_one_split_are_one_pattern_and_splits_keep_their_order() -> None:
    made = head(facts("claims", "train", 3), facts("claims", "train", 4), facts("claims", "test", 2))
    [config] = made["configs"]
    assert [(file["split"], file["path"]) for file in config["data_files"]] == [
        ("train", "claims/train-*.parquet"),
        ("test", "claims/test-*.parquet"),
    ]


def test_the_head_is_no_longer_than_loading_needs() -> None:
    """What `datasets` finds in the Parquet files is not told again: features, sizes, class names."""
    made = head(facts("claims", "train", 3), facts("claims", "test", 2))
    assert "dataset_info" not in made
    [config] = made["configs"]
    assert config.keys() == {"config_name", "default", "version", "description", "data_files"}
    shown = as_yaml(made)
    assert yaml.safe_load(shown) == made
    assert "  - {split: train, path: claims/train-*.parquet}\n" in shown


def test_a_table_that_is_no_config_is_not_in_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (card_head_module, card_tables):
        monkeypatch.setattr(module, "HUB_CONFIGS", ("claims", "events"))
    tables = (
        facts("claims", "train", 1),
        facts("facts", "train", 2),
        facts("facts", "test", 3),
        facts("events", "test", 1),
    )
    assert [config["config_name"] for config in head(*tables)["configs"]] == ["claims", "events"]
    made = regions(*tables, configs=("claims", "facts", "events"))
    assert made["files"] == [
        "```python",
        "from datasets import load_dataset",
        "",
        "",
        "def table(name, *splits):",
        '    return load_dataset("parquet", '
        'data_files={split: f"dataset/1.2.0/{name}/{split}-*.parquet" for split in splits})',
        "",
        "",
        'facts = table("facts", "train", "test")',
        "```",
    ]
    assert [line.split(" | ")[0] for line in made["splits"][2:]] == [
        "| `claims`",
        "| `events`",
        "| `facts`",
        "| corpora",
    ], "configs stand before the tables that are none"


@pytest.mark.parametrize("first", ["claims", "claims_standoff"])
def test_the_first_config_is_the_default_and_no_other(first: str) -> None:
    """A release of which no text is at hand has no config `claims`."""
    made = head(facts("events", "train", 1), facts(first, "train", 1))
    assert [(config["config_name"], config.get("default")) for config in made["configs"]] == [
        (first, True),
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


def test_a_config_has_a_digest_of_its_own_tables() -> None:
    """`datasets` keys its cache for a local folder by the head alone."""

    def digests(**contents: str) -> dict[str, str]:
        tables = tuple(
            ManifestTable(config=name, split=Split.TRAIN, path="x", rows=1, sha256="0" * 64, content_sha256=digit * 64)
            for name, digit in contents.items()
        )
        manifest = MANIFEST.model_copy(update={"tables": tables})
        made = head(facts("claims", "train", 3), facts("events", "train", 4), manifest=manifest)
        return {config["config_name"]: config["description"] for config in made["configs"]}

    first, other = digests(claims="a", events="b"), digests(claims="a", events="c")
    assert first["claims"] == other["claims"] != first["events"] != other["events"]
    assert first["claims"].startswith("content ")


ANNOTATORS = {
    name: Annotator(annotator_id=name, annotator_kind=kind, description=f"Is {name}.")
    for name, kind in (("dora", AnnotatorKind.MODEL), ("ada", AnnotatorKind.HUMAN), ("tally", AnnotatorKind.RULE))
}
OUTLETS = {
    name: Outlet(
        outlet_id=name,
        name=name.title(),
        country="Rovia",
        language="en",
        domain=f"{name}.example",
        kind=OutletKind.PRIVATE,
        licence="CC BY 4.0",
        text_redistributable=True,
        invented=name == "wren",
    )
    for name in ("wren", "crane")
}


def tally(*, open_texts: bool = True) -> ReleaseTally:
    """Return what is counted of a release of one corpus."""
    info = CORPUS.model_copy(update={"text_redistributable": open_texts})
    corpus = CorpusTally(info, decisions=Counter({"rejected": 2, "agreed": 3}))
    return ReleaseTally(
        PLAN,
        OUTLETS,
        ANNOTATORS,
        {"heron": corpus},
        outlet_documents=Counter({("wren", CorpusUnit.ARTICLES): 2, ("crane", CorpusUnit.ARTICLES): 1}),
        languages={"fr", "en", "de", "it", "es"},
        annotated_by={"dora", "ada", "tally"},
        involved={"dora", "ada"},
    )


def regions(*tables: TableFacts, configs: tuple[str, ...] = ("claims",), **plan: Any) -> dict[str, list[str]]:
    """Return the lines of the regions of a card, those of a table without its head; `plan` has what the plan says."""
    counted = tally()
    made = card_regions(replace(counted, plan=counted.plan.model_copy(update=plan)), MANIFEST, list(tables), configs)
    return {name: text.splitlines() for name, text in made.items()}


def test_the_head_names_languages_and_kinds_of_annotators_sorted_each_once() -> None:
    made = card_head(tally(), MANIFEST, [])
    assert made["language"] == ["de", "en", "es", "fr", "it"]
    assert made["multilinguality"] == ["multilingual"]
    assert made["annotations_creators"] == ["machine-generated", "other"]


@pytest.mark.parametrize(
    ("languages", "named"),
    [({"en"}, "monolingual"), ({"en", "fr"}, "multilingual")],
)
def test_a_release_is_monolingual_with_one_language(languages: set[str], named: str) -> None:
    counted = tally()
    counted.languages.clear()
    counted.languages.update(languages)
    assert card_head(counted, MANIFEST, [])["multilinguality"] == [named]


@pytest.mark.parametrize(
    ("written_by", "named", "synthetic"),
    [
        (None, "other", True),
        (AnnotatorKind.HUMAN, "other", False),
        (AnnotatorKind.MODEL, "machine-generated", True),
        (AnnotatorKind.RULE, "machine-generated", True),
    ],
)
def test_a_text_that_a_person_wrote_for_the_purpose_is_not_called_machine_made(
    written_by: AnnotatorKind | None, named: str, synthetic: bool
) -> None:
    """Regression: the release of texts that somebody wrote said that a machine had."""
    counted = tally()
    said = {"text_origin": TextOrigin.WRITTEN_FOR_PURPOSE, "written_by": written_by}
    counted.corpora["heron"] = CorpusTally(CORPUS.model_copy(update=said))
    assert card_head(counted, MANIFEST, [])["language_creators"] == [named]
    assert rai_texts(counted)["rai:hasSyntheticData"] is synthetic


def test_people_who_annotated_are_called_experts_only_where_the_plan_says_so() -> None:
    planned = tally()
    counted = replace(planned, plan=planned.plan.model_copy(update={"human_annotators": "expert-generated"}))
    assert card_head(counted, MANIFEST, [])["annotations_creators"] == ["expert-generated", "machine-generated"]


@pytest.mark.parametrize("verdicts", [0, 1])
def test_only_a_release_with_verdicts_is_tagged_as_fact_checking(verdicts: int) -> None:
    counted = tally()
    counted.corpora["heron"].counts["claims with a verdict"] = verdicts
    assert ("fact-checking" in card_head(counted, MANIFEST, [])["tags"]) is bool(verdicts)


@pytest.mark.parametrize(
    ("origins", "named"),
    [
        ([TextOrigin.PUBLISHED], ["found"]),
        ([TextOrigin.WRITTEN_FOR_PURPOSE], ["other"]),
        ([TextOrigin.WRITTEN_FOR_PURPOSE, TextOrigin.PUBLISHED] * 2, ["found", "other"]),
    ],
)
def test_texts_are_found_or_generated_by_where_the_corpora_have_them_from(
    origins: list[TextOrigin], named: list[str]
) -> None:
    counted = tally()
    for number, origin in enumerate(origins):
        counted.corpora[f"heron_{number}"] = CorpusTally(CORPUS.model_copy(update={"text_origin": origin}))
    del counted.corpora["heron"]
    assert card_head(counted, MANIFEST, [])["language_creators"] == named


@pytest.mark.parametrize("open_texts", [True, False])
def test_a_release_without_some_texts_is_tagged_stand_off(open_texts: bool) -> None:
    assert ("stand-off" in card_head(tally(open_texts=open_texts), MANIFEST, [])["tags"]) is not open_texts


def test_outlets_and_decisions_are_sorted_by_name() -> None:
    made = regions()
    assert [line.split(" | ")[0] for line in made["outlets"][2:]] == ["| Crane", "| Wren"]
    assert ["(invented)" in line for line in made["outlets"][2:]] == [False, True]
    assert made["layers"][2:] == ["| `heron` | agreed 3, rejected 2 |"]


def test_only_annotators_who_had_a_part_in_it_are_listed() -> None:
    assert [line.split(" | ")[0] for line in regions()["annotators"][2:]] == ["| `dora`", "| `ada`"]


def test_rows_are_listed_by_config_and_split_for_the_configs_the_release_can_have() -> None:
    tables = (facts("events", "test", 1), facts("claims", "train", 3), facts("claims", "train", 4))
    made = regions(*tables, configs=("claims", "events"))
    assert made["splits"] == [
        "| rows | train | test | a row |",
        "| --- | --- | --- | --- |",
        f"| `claims` | 7 | 0 | {CONFIG_DESCRIPTIONS['claims']} |",
        f"| `events` | 0 | 1 | {CONFIG_DESCRIPTIONS['events']} |",
        "| corpora |  |  |  |",
    ]
    assert [line for line in made["fields"] if line.startswith("### ")] == ["### claims", "### events"]


def test_a_card_has_its_head_once_and_keeps_lines_that_look_like_one() -> None:
    names = regions()
    body = "".join(f"<!-- generated: {name} -->\n<!-- /generated -->\n" for name in names)
    prose = f"---\nold: head\n---\n# wren\n\n---\nkept: line\n---\n{body}"
    manifest = MANIFEST.model_copy(update={"name": "zaunkönig"})
    card = release_card(prose, tally(), manifest, [facts("claims", "train", 1)], ["claims"])
    assert card.startswith("---\npretty_name: zaunkönig\n"), "letters beyond ASCII stay as they are"
    assert "old: head" not in card
    assert "# wren\n\n---\nkept: line\n---\n" in card
    assert yaml.safe_load(card.split("---\n")[1])["size_categories"] == ["n<1K"]


def test_a_head_is_plain_yaml() -> None:
    made = head(facts("claims", "train", 1), keywords=("ferries",))
    assert yaml.safe_load(yaml.safe_dump(made)) == made
    assert made["tags"][-2:] == ["ferries", "articles:0"]


def test_html_and_line_ends_in_what_people_wrote_are_text_in_the_card(small: Workspace) -> None:
    """In descriptions of annotators, in outlets, and in what was not checked."""
    attack = "<img src=x onerror=y>\u202e"
    for path in (small.annotations / "outlets").glob("*.toml"):
        write_text(path, path.read_text(encoding="utf-8").replace('name = "', f'name = "{attack[:-1]} '))
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


def test_a_column_that_several_tables_have_is_told_once(built: Built) -> None:
    """And each table names every column that it has."""
    text = (built.folder / "README.md").read_text(encoding="utf-8")
    region = text.partition("<!-- generated: fields -->\n")[2].partition("<!-- /generated -->")[0]
    rows = [line for line in region.splitlines() if line.startswith("| `")]
    assert len(rows) == len(set(rows)) > 100
    sections = {section.split("\n")[0]: section for section in region.split("### ")[1:]}
    for config, section in sections.items():
        for column in ALL_CONFIGS[config]:
            assert config.endswith("_standoff") or f"`{column.name}`" in section, f"{config}: {column.name}"
    assert "class label: attributed_statement, historical_background, casualty_figure" in sections["claims"]


def test_what_it_is_for_and_what_not_stands_as_the_plan_says_it() -> None:
    assert regions()["uses"] == ["Nobody has written any down."]
    both = regions(uses=("Counting wrens.",), not_for=("Judging wrens.", "Feeding them."))["uses"]
    assert both == ["For:", "", "- Counting wrens.", "", "Not for:", "", "- Judging wrens.", "- Feeding them."]
    assert regions(not_for=("Feeding them.",))["uses"] == ["Not for:", "", "- Feeding them."]
