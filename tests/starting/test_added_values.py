"""Values that a repository adds to open lists: page, checks, card and all that reads or writes follow, columns stay."""

from __future__ import annotations

import copy
import json
import pickle
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from exported import exported, submitted
from installed import ROOT
from pydantic import ValidationError

from claimwire import load_release
from claimwire.adjudication.editing import options_for
from claimwire.adjudication.folder import review_folder
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.explorer.field_words import field_data
from claimwire.formats.brat.configuration import annotation_conf
from claimwire.labelstudio.page.config import label_config, page_version
from claimwire.release.added import ValueChange
from claimwire.release.changelog import changelog
from claimwire.release.loadback import load_back
from claimwire.release.manifest import manifest_json, read_manifest
from claimwire.release.typed import ReleaseRecords
from claimwire.schema import (
    LABELS,
    OPEN_LISTS,
    STANDARD_QUESTIONS,
    AddedValue,
    AttributedStatement,
    Event,
    Outlet,
    Questions,
    ReleasePlan,
)
from claimwire.schema.codebook import codebook_regions
from claimwire.schema.fields import shape, shapes
from claimwire.schema.open_lists import open_value, opened
from claimwire.schema.vocab import Channel, OutletKind, SourceKind, VictimGroup
from claimwire.starting.beginning import CorpusFacts, NewRepository
from claimwire.starting.example import example_beginning, write_example
from claimwire.starting.laying import lay_down
from claimwire.versions import SCHEMA_VERSION
from tests.told_problems import told_problems

BEGINNING = NewRepository("try", "2031-06-01", CorpusFacts("try"))
PAGE = ROOT / "docs" / "your-own-corpus.md"
[TABLES] = re.findall(r"```text\n(\[added_values\.channel\].*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
"""The example of the page, as it stands there."""
MEANING = "An audio programme published as episodes"
ADDED = Questions.of({"channel": {"podcast": MEANING}})
TOLD = f"{MEANING} (added by this dataset)"


def add_values(workspace: Workspace, tables: str = TABLES) -> None:
    """Write tables of added values at the end of the plan of a repository."""
    path = workspace.annotations / "release.toml"
    write_text(path, f"{path.read_text(encoding='utf-8')}\n{tables}")


def take_out_values(workspace: Workspace) -> None:
    path = workspace.annotations / "release.toml"
    text = path.read_text(encoding="utf-8")
    assert TABLES in text
    write_text(path, text.replace(TABLES, ""))


def told(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(group, list(map(str, arguments)))
    return result.exit_code, f"{result.output}{result.exception or ''}"


def run(*arguments: object) -> str:
    status, said = told(*arguments)
    assert status == 0, said
    return said


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    lay_down(tmp_path / "try", example_beginning(BEGINNING), write_example)
    monkeypatch.chdir(tmp_path / "try")
    return Workspace(tmp_path / "try")


def statement(**fields: Any) -> str:
    """Return a line of a quoted layer of the article `example_boats`."""
    line = {
        "id": "01",
        "label": "attributed_statement",
        "spans": ["Six boats will run on Saturdays"],
        "source_kind": "company",
        "source_naming": "named",
        "source_name": ["Oren Pell"],
        "source_spans": ["Oren Pell"],
        "cue_spans": ["said"],
        "presented_as": "future",
        "polarity": "positive",
        "statement": "Oren Pell said that there would be six boats each Saturday.",
    }
    return json.dumps(line | fields) + "\n"


def layer_file(folder: Path, **fields: Any) -> Path:
    path = folder / "layers" / "example_boats.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text(statement(**fields), encoding="utf-8")
    return path


def gives(workspace: Workspace, channel: str) -> None:
    """Give the first claim of an article another channel, in its layer and as adjudicated, past all commands."""
    for name in ("claims", "annotations"):
        path = workspace.annotations / "example" / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            if row["article_id"] == "example_boats":
                row.get("claims", [row])[0]["channel"] = channel
                if name == "claims":
                    break
        write_text(path, "".join(canonical_json(row) + "\n" for row in rows))


# Which lists are open, and what can be added


def plan_of(added: object) -> ReleasePlan:
    said = {
        "name": "try",
        "data_version": "0.1.0",
        "date": "2031-06-01",
        "corpora": ["a"],
        "split_ratios": {"train": 1.0},
        "added_values": added,
    }
    return ReleasePlan.model_validate_json(json.dumps(said))


def test_the_open_lists_are_those_of_the_open_fields_and_no_other_field_has_them() -> None:
    models = [Outlet, Event, *(declaration.model for declaration in LABELS)]
    every = [field for model in models for field in shapes(model) if field.vocabulary is not None]
    assert {field.vocabulary for field in every if field.is_open} == set(OPEN_LISTS.values())
    assert all(field.is_open == (field.vocabulary in OPEN_LISTS.values()) for field in every)
    assert not shape("source_kind", AttributedStatement.model_fields["source_kind"]).is_open
    with pytest.raises(TypeError, match="SourceKind is a closed list"):
        opened(SourceKind)


def test_json_schema_says_which_lists_are_open() -> None:
    folder = ROOT / "schema" / SCHEMA_VERSION
    read = {
        name: json.loads((folder / f"{name}.schema.json").read_text()) for name in ("claim", "outlet", "release_plan")
    }
    fields = read["claim"]["$defs"]["AttributedStatement"]["properties"]
    listed, added, _ = fields["channel"]["anyOf"]
    assert listed == {"$ref": "#/$defs/Channel"}
    assert added["pattern"] == "^[a-z][a-z0-9_]*$"
    assert "adds to this open list" in added["description"]
    assert fields["source_kind"]["anyOf"] == [{"$ref": "#/$defs/SourceKind"}, {"type": "null"}]
    assert read["outlet"]["properties"]["kind"]["anyOf"][1] == added
    assert read["release_plan"]["properties"]["added_values"]["propertyNames"] == {"enum": sorted(OPEN_LISTS)}


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ({"chanel": {"podcast": MEANING}}, "'chanel' is no list of values; .*did you mean 'channel'"),
        ({"source_kind": {"robot": MEANING}}, "'source_kind' is a closed list, by which programs decide"),
        ({"channel": {"speech": MEANING}}, "channel.speech: the schema has this value; take the line out"),
        ({"channel": {"Podcast": MEANING}}, "channel.Podcast: a value is written in lower-case letters, digits and _"),
        ({"channel": {"4k_video": MEANING}}, "channel.4k_video: a value is written in"),
        ({"channel": {"": MEANING}}, "channel.: a value is written in"),
        ({"channel": {"podcast\n": MEANING}}, "a value is written in"),
        ({"channel": {"podcast": " "}}, "channel.podcast: say what the value means"),
        ({"channel": {"podcast": "Two\nlines"}}, "channel.podcast: say what the value means in one line"),
        ({"channel": {"podcast": "A \x1b[31mcolour"}}, "channel.podcast: .* without control characters"),
        ({"channel": {"podcast": 3}}, "valid string"),
        ({"channel": ["podcast"]}, "valid dictionary|an object"),
    ],
)
def test_what_cannot_be_added_is_told_with_its_key(added: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        plan_of(added)


def test_a_plan_with_such_an_error_is_named_with_its_file(example: Workspace) -> None:
    add_values(example, '[added_values.channel]\nspeech = "Said aloud"\n')
    status, said = told_problems()
    assert status == 1
    assert "annotations/release.toml: toml-invalid: added_values: channel.speech: the schema has this value" in said


def test_nothing_added_leaves_everything_as_it_is() -> None:
    assert plan_of({}).questions == plan_of({"channel": {}}).questions == STANDARD_QUESTIONS
    assert label_config(questions=STANDARD_QUESTIONS) == label_config()
    assert codebook_regions(questions=STANDARD_QUESTIONS) == codebook_regions()


def test_added_values_come_after_those_of_the_schema_and_in_their_own_list_alone() -> None:
    values = ADDED.values(Channel)
    assert values == (*Channel.names(), "podcast")
    assert ADDED.values(OutletKind) == tuple(OutletKind.names())
    assert [ADDED.meaning(Channel, x) for x in ("podcast", "call", "pigeon")] == [TOLD, Channel.CALL.description, ""]


def test_a_value_that_a_later_schema_has_is_listed_once() -> None:
    """A release keeps what its dataset added, also when a later schema has taken the value up."""
    later = Questions.of({"channel": {"speech": "Said aloud"}})
    assert later.values(Channel) == tuple(Channel.names())


def test_values_are_read_as_members_where_the_schema_has_them_and_as_text_with_a_value_where_not() -> None:
    assert open_value(Channel, "call") is Channel.CALL
    assert open_value(Channel, Channel.CALL) is Channel.CALL
    podcast = open_value(Channel, "podcast")
    assert isinstance(podcast, AddedValue)
    assert (podcast, podcast.value, str(podcast), f"{podcast}") == ("podcast",) * 4
    assert type(podcast.value) is str
    for other in (copy.deepcopy(podcast), pickle.loads(pickle.dumps(podcast)), copy.copy(podcast)):
        assert other == podcast
        assert type(other) is AddedValue
    for wrong in ("Pod", "", "a b", 3, None, ["call"], "1a", "podcast\n"):
        with pytest.raises(ValueError, match="expected one of statement, press_conference"):
            open_value(Channel, wrong)
    assert {podcast, VictimGroup.CHILDREN} == {AddedValue("podcast"), "children"}


def test_the_remark_in_a_new_plan_is_an_example_that_can_be_taken(example: Workspace) -> None:
    path = example.annotations / "release.toml"
    text = path.read_text(encoding="utf-8")
    head, remark = text.split("# [added_values.channel]\n# ")
    write_text(path, f"{head}[added_values.channel]\n{remark}")
    assert example.questions() == ADDED
    assert all(name in head for name in OPEN_LISTS)


# What shows the lists


def test_page_codebook_brat_explorer_have_the_value_with_its_meaning() -> None:
    choices = ET.fromstring(label_config(questions=ADDED)).iter("Choices")
    of_slot = {tag.get("name"): [(x.get("value"), x.get("hint")) for x in tag.iter("Choice")] for tag in choices}
    assert of_slot["attributed_statement__channel"][-1] == ("podcast", TOLD)
    before = ET.fromstring(label_config()).iter("Choices")
    assert {x.get("name"): len(list(x)) for x in before} == {
        name: len(values) - (name == "attributed_statement__channel") for name, values in of_slot.items()
    }
    assert page_version(questions=ADDED) != page_version()
    codebook = codebook_regions(questions=ADDED)["reference"]
    assert f"| `podcast` | {TOLD} |" in codebook
    assert f"| `channel` | one of {len(Channel) + 1} values; may be left out |" in codebook
    marked = codebook_regions(questions=Questions.of({"channel": {"podcast": "<b>Loud</b> | quiet"}}))["reference"]
    assert "| `podcast` | &lt;b>Loud&lt;/b> &#124; quiet (added by this dataset) |" in marked
    [line] = [x for x in annotation_conf(ADDED).splitlines() if x.startswith("channel\t")]
    assert line.endswith("|podcast")
    assert field_data(ADDED)["fields"]["channel"]["values"]["podcast"] == TOLD
    assert "podcast" not in field_data()["fields"]["channel"]["values"]


def test_who_decides_chooses_from_it_and_sees_what_it_means(example: Workspace, tmp_path: Path) -> None:
    add_values(example)
    corpus = example.corpus("example")
    articles = [corpus.article("example_boats")]
    queue = review_folder(corpus, articles, tmp_path / "decisions", questions=example.questions())
    review = queue.reviews[0]
    channel = shape("channel", AttributedStatement.model_fields["channel"])
    assert options_for(channel, review, 0)[-1] == ("podcast", TOLD)
    assert review.case(0).questions == example.questions()


# The doors


@pytest.fixture
def extended(example: Workspace) -> Workspace:
    add_values(example)
    run("schema", "--write")
    return example


def test_anchor_takes_an_added_value_and_names_file_and_line_of_another(extended: Workspace, tmp_path: Path) -> None:
    taken = run("anchor", "example", layer_file(tmp_path, channel="podcast"), "--annotator", "ben")
    assert "1 layers, 1 claims" in taken
    [claim] = extended.corpus("example").layers["example_boats_ben"].claims
    assert claim.channel == "podcast"  # type: ignore[attr-defined]
    before = (extended.annotations / "example" / "annotations.jsonl").read_bytes()
    path = layer_file(tmp_path, channel="podcst")
    status, said = told("anchor", "example", path, "--annotator", "ben")
    assert status == 1
    assert f"{path}:1: channel is 'podcst' (did you mean 'podcast'?); it is one of statement, " in said
    assert (extended.annotations / "example" / "annotations.jsonl").read_bytes() == before


@pytest.mark.parametrize("form", ["brat", "w3c"])
def test_import_takes_an_added_value_and_refuses_another(extended: Workspace, tmp_path: Path, form: str) -> None:
    run("anchor", "example", layer_file(tmp_path, channel="podcast"), "--annotator", "ben")
    out = tmp_path / "out"
    run("export", "example", out, "--format", form, "--annotator", "ben", "--article", "example_boats")
    if form == "brat":
        assert "|podcast" in (out / "annotation.conf").read_text(encoding="utf-8")
    run("import", "example", out, "--format", form, "--annotator", "cleo")
    [claim] = extended.corpus("example").layers["example_boats_cleo"].claims
    assert claim.channel == "podcast"  # type: ignore[attr-defined]
    take_out_values(extended)
    status, said = told("import", "example", out, "--format", form, "--annotator", "cleo")
    assert status == 1
    assert re.search(r"example_boats\.\w+\S*:.*channel is 'podcast'", said)


def results(workspace: Workspace, tasks: Path, channel: str) -> str:
    """Return the export of a Label Studio in which ben chose a channel for the first statement of a task."""
    made = []
    for number, task in enumerate(json.loads(tasks.read_text(encoding="utf-8")), start=1):
        export = submitted(exported(task, number), user=2)
        if task["data"]["article_id"] == "example_boats":
            result = export["annotations"][0]["result"]
            region = next(x for x in result if x["from_name"] == "attributed_statement__source_kind")
            chosen = {"from_name": "attributed_statement__channel", "value": region["value"] | {"choices": [channel]}}
            result.append({name: value for name, value in region.items() if name != "meta"} | chosen)
        made.append(export)
    return json.dumps(made)


def test_a_choice_of_the_page_comes_back_and_another_is_refused(extended: Workspace, tmp_path: Path) -> None:
    tasks, answers = tmp_path / "tasks.json", tmp_path / "results.json"
    run("labelstudio", "export-tasks", "example", tasks, "--layer", "anna", "--article", "example_boats")
    [page] = {task["data"]["page_version"] for task in json.loads(tasks.read_text(encoding="utf-8"))}
    assert page == page_version(questions=extended.questions())
    answers.write_text(results(extended, tasks, "pigeon"), encoding="utf-8")
    said = told("labelstudio", "import-results", "example", answers, "--user", "anna=2")[1]
    assert "choice-unknown" in said
    assert "channel is 'pigeon', none of statement, " in said
    answers.write_text(results(extended, tasks, "podcast"), encoding="utf-8")
    (tmp_path / "results.refused.json").unlink()
    run("labelstudio", "import-results", "example", answers, "--user", "anna=2")
    claims = extended.corpus("example").layers["example_boats_anna"].claims
    assert [getattr(claim, "channel", None) for claim in claims] == ["podcast", None]
    run("labelstudio", "export-tasks", "example", tasks, "--layer", "anna", "--article", "example_boats")
    assert '"podcast"' in tasks.read_text(encoding="utf-8")


def test_outlets_and_events_take_added_values_and_no_others(extended: Workspace) -> None:
    run("outlet", "add", "night_owl", "--kind", "community_radio", "--country", "Elvery", "--domain", "owl.example")
    assert extended.outlets()["night_owl"].kind == "community_radio"
    status, said = told("outlet", "add", "day_owl", "--kind", "comunity_radio")
    assert status == 2
    assert "did you mean 'community_radio'?" in said
    event = ("event", "add", "example", "regatta_2031", "--name", "Regatta", "--description", "A contest of boats.")
    status, said = told(*event, "--type", "race")
    assert status == 2
    assert "'race' is none of its values" in said
    add_values(extended, '\n[added_values.event_type]\nrace = "A contest"\n')
    run(*event, "--type", "race")
    assert extended.corpus("example").events["regatta_2031"].event_type == "race"
    assert "race" in run("event", "list", "example")


def test_an_outlet_of_a_kind_that_is_not_listed_is_refused_where_outlets_are_read(
    extended: Workspace, tmp_path: Path
) -> None:
    run("outlet", "add", "night_owl", "--kind", "community_radio", "--country", "Elvery", "--domain", "owl.example")
    take_out_values(extended)
    text = tmp_path / "owl.txt"
    text.write_text("Boats run late\n\nThe boats ran late on Friday.\n", encoding="utf-8")
    status, said = told("ingest", "example", text, "--outlet", "night_owl", "--published", "2031-05-09")
    assert status != 0
    assert "night_owl.toml: kind is 'community_radio'; it is one of " in said
    assert told("build", "--no-load")[0] != 0
    assert "night_owl.toml: value-not-listed: kind is 'community_radio'" in told_problems()[1]


def test_a_decision_that_gives_a_value_that_is_not_listed_is_refused(extended: Workspace, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions"
    run("adjudicate", "example", decisions, "--draft", "--rule", "all-agree", "--rule", "single-layer")

    def apply(channel: str) -> tuple[int, str]:
        for path in decisions.iterdir():
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            for line in lines:
                if line["from"] == ["anna/01"] and path.stem == "example_boats":
                    line.pop("rule", None)
                    line["set"] = {"channel": channel}
                if not line.get("rule"):
                    line["reason"] = "The programme is told of in the text."
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return told("adjudicate", "example", decisions, "--adjudicator", "cleo")

    before = (extended.annotations / "example" / "claims.jsonl").read_bytes()
    status, said = apply("podcst")
    assert status != 0
    assert "value-not-listed: channel is 'podcst' (did you mean 'podcast'?)" in said
    assert (extended.annotations / "example" / "claims.jsonl").read_bytes() == before
    assert apply("podcast")[0] == 0
    assert "podcast" in (extended.annotations / "example" / "claims.jsonl").read_text(encoding="utf-8")


def test_a_value_taken_out_while_records_have_it_is_told_and_left_out(extended: Workspace) -> None:
    gives(extended, "podcast")
    assert told_problems()[0] == 0
    assert "podcast" in run("show", "example", "example_boats")
    take_out_values(extended)
    found = [
        json.loads(line) for line in CliRunner().invoke(group, ["check", "--level", "4", "--json"]).stdout.splitlines()
    ]
    assert [(x["path"], x["line"], x["record_id"], x["check_id"]) for x in found] == [
        ("annotations/example/claims.jsonl", 1, "example_boats_c01", "value-not-listed"),
        ("annotations/example/annotations.jsonl", 1, "example_boats_anna_01", "value-not-listed"),
    ]
    assert "channel is 'podcast' (did you mean 'broadcast'?); it is one of statement, " in found[0]["message"]
    status, said = told("show", "example", "example_boats")
    assert status == 1
    assert "claims.jsonl:1: this line was left out: example_boats_c01: channel is 'podcast'" in said
    assert "value-not-listed" in told("build", "--no-load")[1]
    assert not extended.draft.exists()


def test_records_are_read_if_the_plan_cannot_be(extended: Workspace) -> None:
    gives(extended, "podcast")
    write_text(extended.annotations / "release.toml", "not TOML")
    assert "example_boats_c01" in extended.recorded("example").claims


# The release


def test_a_release_has_the_values_and_says_what_they_mean(extended: Workspace) -> None:
    from datasets import load_dataset

    run("build", "--release")
    plain = extended.dataset / "0.1.0"
    assert read_manifest(plain).added_values == {
        "channel": {"podcast": MEANING},
        "outlet_kind": {"community_radio": "A station that its listeners run"},
    }
    where = ("--country", "Elvery", "--domain", "owl.example")
    run("outlet", "add", "night_owl", "--kind", "community_radio", *where, "--open-texts", "--licence", "CC0-1.0")
    for path in (extended.annotations / "example" / name for name in ("articles.jsonl", "corpus.toml")):
        write_text(path, path.read_text(encoding="utf-8").replace("radio_fenn", "night_owl"))
    gives(extended, "podcast")
    plan = extended.annotations / "release.toml"
    write_text(plan, plan.read_text(encoding="utf-8").replace('data_version = "0.1.0"', 'data_version = "0.2.0"'))
    assert told_problems()[1] == ""
    assert "loaded back with datasets.load_dataset" in run("build", "--release")
    release = extended.dataset / "0.2.0"
    loaded = load_dataset(str(release), "claims")
    rows = {row["claim_id"]: row for split in loaded.values() for row in split}
    assert rows["example_boats_c01"]["channel"] == "podcast"
    kinds = {row["outlet_kind"] for split in load_dataset(str(release), "articles").values() for row in split}
    assert "community_radio" in kinds
    for config in ("claims", "articles"):
        old, new = (load_dataset(str(folder), config) for folder in (plain, release))
        assert {split: new[split].features for split in new} == {split: old[split].features for split in old}
    card = (release / "README.md").read_text(encoding="utf-8")
    assert f"| `channel` | `podcast` | {MEANING} |" in card
    assert re.search(r"\| `channel` \| text: statement, .*, other, podcast \|", card)
    described = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    [channel] = [x for x in described["recordSet"] if x["@id"] == "Channel"]
    assert channel["data"][-1] == {"Channel/name": "podcast", "Channel/meaning": TOLD}


@pytest.fixture
def release(extended: Workspace) -> Path:
    """A release with the value, of which nothing else of its repository is left."""
    gives(extended, "podcast")
    run("build", "--release", "--no-load")
    alone = extended.root.parent / "alone"
    (extended.dataset / "0.1.0").rename(alone)
    return alone


def test_a_release_without_its_repository_is_read(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    monkeypatch.chdir(nowhere)
    claim = ReleaseRecords(release).claims["example_boats_c01"]
    assert isinstance(claim, AttributedStatement)
    assert (claim.channel, type(claim.channel)) == ("podcast", AddedValue)
    assert load_back(release) > 0
    assert "podcast" in {row["channel"] for split in load_release(release).values() for row in split}
    run("explore", release, "--to", tmp_path / "site")
    assert TOLD in (tmp_path / "site" / "data" / "fields.js").read_text(encoding="utf-8")
    assert "no changes" in run("diff", release, release)
    run("verify", release)


def test_files_of_a_release_have_its_values_and_not_those_of_the_repository(
    extended: Workspace, release: Path, tmp_path: Path
) -> None:
    take_out_values(extended)
    run("export", release, tmp_path / "brat", "--format", "brat")
    assert "|podcast" in (tmp_path / "brat" / "annotation.conf").read_text(encoding="utf-8")


def test_a_release_with_a_value_that_its_manifest_does_not_list_is_refused(release: Path) -> None:
    manifest = read_manifest(release).model_copy(update={"added_values": None})
    write_text(release / "manifest.json", manifest_json(manifest))
    with pytest.raises(ReleaseError, match=r"example_boats_c01: channel is 'podcast' .*its manifest adds"):
        _ = ReleaseRecords(release).claims


def test_diff_tells_which_values_are_new_gone_or_mean_something_else(release: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for path in release.iterdir():
        (other / path.name).symlink_to(path)
    manifest = read_manifest(release)
    (other / "manifest.json").unlink()
    values = {"channel": {"podcast": "Episodes of sound"}, "victim_groups": {"tourists": "People on a visit"}}
    write_text(other / "manifest.json", manifest_json(manifest.model_copy(update={"added_values": values})))
    assert run("diff", release, other).splitlines()[:4] == [
        f"value of channel with another meaning: podcast, Episodes of sound; before: {MEANING}",
        "value taken out of outlet_kind: community_radio, A station that its listeners run",
        "value added to victim_groups: tourists, People on a visit",
        "no changes in articles and claims",
    ]
    draft = run("diff", release, other, "--changelog")
    assert "- Value added to victim_groups: tourists, People on a visit." in draft
    assert "Nothing changed" not in draft
    assert "podcast" in changelog([], manifest, values=[ValueChange("channel", "podcast", None, MEANING)])
