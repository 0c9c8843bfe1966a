"""Proposed links before a person: accepted ones are written, refused ones remembered, and one can go on later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from planted import OUTLETS, link_pairs

from claimwire.cli import group
from claimwire.conflicts.conflict_index import ConflictIndex
from claimwire.conflicts.link_proposals import linked_pairs, measure_proposals, proposals
from claimwire.conflicts.linking import LinkSession, next_link_id
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import TABLE_BY_NAME
from claimwire.corpus.records import read_jsonl, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError
from claimwire.schema import Link, RefusedLink
from claimwire.schema.vocab import LinkKind


def begin(folder: Path) -> LinkSession:
    """Return where linking the planted corpus stands, with what the folder has of it."""
    data = link_pairs().data(folder)
    for table in ("links", "links_refused"):
        if data.file(table).is_file():
            data = data.with_rows(**{table: read_jsonl(data.file(table), TABLE_BY_NAME[table].adapter)})
    return LinkSession(ConflictIndex(data, OUTLETS), "ada")


def links_in(folder: Path) -> list[Link]:
    return [item.record for item in read_jsonl(folder / "links.jsonl", TABLE_BY_NAME["links"].adapter)]


def truces(linking: LinkSession) -> list[tuple[str, str]]:
    return [item.pair for item in linking.left() if item.kind is LinkKind.SAME_BACKGROUND]


def test_proposals_come_most_likely_first_and_say_why() -> None:
    found = proposals(link_pairs().index())
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert all(0 <= item.score <= 1 and item.grounds[0] == "same event" for item in found)


def test_accepting_everything_links_what_hangs_together_under_one_id(tmp_path: Path) -> None:
    linking = begin(tmp_path)
    while left := linking.left():
        linking.accept(left[0])
    written = links_in(tmp_path)
    assert {frozenset(link.claim_ids) for link in written} == {
        frozenset({"a_truce", "b_truce", "c_truce"}),
        frozenset({"a_dead", "b_dead"}),
        frozenset({"a_guards", "b_guards"}),
        frozenset({"a_toll", "b_toll"}),
        frozenset({"a_thanks", "a_again", "c_thanks"}),
    }
    assert [link.link_id for link in written] == [f"heron_l{number:02d}" for number in range(1, 6)]
    assert {link.annotator_id for link in written} == {"ada"}
    assert begin(tmp_path).left() == []


def test_what_was_decided_is_not_asked_again(tmp_path: Path) -> None:
    linking = begin(tmp_path)
    accepted = linking.left()[0]
    refused = [item for item in linking.left() if not set(item.pair) & set(accepted.pair)][-1]
    linking.accept(accepted)
    linking.refuse(refused)
    again = {item.pair for item in begin(tmp_path).left()}
    assert again == link_pairs().proposals - {accepted.pair, refused.pair}
    (line,) = (tmp_path / "links_refused.jsonl").read_text().splitlines()
    assert json.loads(line) == {"annotator_id": "ada", "claim_ids": list(refused.pair), "kind": refused.kind.value}


def test_counts_that_a_link_says_follow_each_other_are_not_asked_about() -> None:
    planting = link_pairs()
    planting.link(LinkKind.SUPERSEDES, "a_dead", "b_dead")
    pairs = {item.pair for item in proposals(planting.index())}
    assert pairs == planting.proposals - {("a_dead", "b_dead")}


def test_a_refused_pair_is_not_put_into_one_link_by_way_of_a_third(tmp_path: Path) -> None:
    linking = begin(tmp_path)
    by_pair = {item.pair: item for item in linking.left()}
    linking.refuse(by_pair["a_truce", "b_truce"])
    linking.accept(by_pair["a_truce", "c_truce"])
    assert truces(linking) == []


def test_the_next_question_goes_on_with_the_link_just_made(tmp_path: Path) -> None:
    linking = begin(tmp_path)
    by_pair = {item.pair: item for item in linking.left()}
    linking.accept(by_pair["b_truce", "c_truce"])
    assert set(linking.left()[0].pair) & {"b_truce", "c_truce"}
    assert linking.accept(linking.left()[0]).claim_ids == ("b_truce", "c_truce", "a_truce")


def test_what_two_links_told_apart_is_not_proposed() -> None:
    planting = link_pairs()
    planting.link(LinkKind.SAME_BACKGROUND, "a_truce", "a_war")
    planting.link(LinkKind.SAME_BACKGROUND, "b_truce", "c_truce")
    backgrounds = [x for x in proposals(planting.index()) if x.kind is LinkKind.SAME_BACKGROUND]
    assert backgrounds == []


def test_a_skipped_pair_waits_for_the_next_time(tmp_path: Path) -> None:
    linking = begin(tmp_path)
    first = linking.left()[0]
    linking.skip(first)
    assert first.pair not in {item.pair for item in linking.left()}
    assert first.pair in {item.pair for item in begin(tmp_path).left()}
    assert not (tmp_path / "links.jsonl").exists()


def test_a_link_id_is_above_all_others() -> None:
    assert next_link_id("heron", []) == "heron_l01"
    assert next_link_id("heron", ["heron_l03", "heron_b_l11", "by_hand"]) == "heron_l12"


def test_measuring_takes_the_links_away_first_and_counts_pairs_of_different_articles() -> None:
    planting = link_pairs()
    planting.link(LinkKind.SAME_BACKGROUND, "a_truce", "b_truce", "a_war")
    planting.link(LinkKind.SAME_FIGURE, "a_guards", "c_riders")
    index = planting.index()
    # a_truce-b_truce and b_truce-a_war join two articles, a_truce-a_war does not; 3 background pairs are proposed
    assert linked_pairs(planting.links[:1], planting.claims) == {("a_truce", "b_truce"), ("a_war", "b_truce")}
    statement, background, figure = measure_proposals(index)
    assert (background.proposed, background.both, background.linked) == (3, 1, 2)
    assert (background.precision, background.recall) == (1 / 3, 1 / 2)
    assert (figure.proposed, figure.both, figure.linked) == (2, 0, 1)
    assert (statement.linked, statement.recall) == (0, None)


def test_a_file_with_a_duplicate_link_id_is_refused_because_one_would_be_lost(tmp_path: Path) -> None:
    planting = link_pairs()
    planting.link(LinkKind.SAME_BACKGROUND, "a_truce", "b_truce")
    planting.link(LinkKind.SAME_FIGURE, "a_guards", "b_guards")
    planting.links[1] = planting.links[1].model_copy(update={"link_id": planting.links[0].link_id})
    with pytest.raises(WorkspaceError, match=r"links\.jsonl: duplicate link id; run `claimwire check`"):
        LinkSession(ConflictIndex(planting.data(tmp_path), OUTLETS), "ada")


# The command, on the small repository


def run(*arguments: str, keys: str = "") -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(group, ["link", *arguments], input=keys)


@pytest.fixture
def repository(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def test_the_command_asks_keeps_answers_and_can_be_stopped(repository: Workspace) -> None:
    before = repository.corpus("heron")
    listed = [json.loads(line) for line in run("heron", "--json").stdout.splitlines()]
    result = run("heron", "--annotator", "cleo", keys="?nsyq")
    assert result.exit_code == 0, result.output
    assert listed[0]["claim_ids"][0] in result.output
    assert "? ?\n" in result.output, "a key that is none is asked about again"
    assert result.output.endswith(" proposals left, 1 skipped\n")
    after = repository.corpus("heron")
    refused = [list(link.claim_ids) for link in after.refused_links if link not in before.refused_links]
    assert refused == [listed[0]["claim_ids"]]
    changed = [link for link_id, link in after.links.items() if before.links.get(link_id) != link]
    assert len(changed) == 1
    assert any(set(line["claim_ids"]) <= set(changed[0].claim_ids) for line in listed[1:])
    assert before.links.keys() <= after.links.keys()
    still = [json.loads(line)["claim_ids"] for line in run("heron", "--json").stdout.splitlines()]
    assert listed[0]["claim_ids"] not in still
    assert listed[1]["claim_ids"] in still


def test_listing_changes_nothing(repository: Workspace) -> None:
    folder = repository.corpus_folder("heron")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    for option in ("--dry-run", "--json", "--measure"):
        assert run("heron", option).exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_refused_pairs_are_not_listed(repository: Workspace) -> None:
    corpus = repository.corpus("heron")
    first, second, *_ = [json.loads(line) for line in run("heron", "--json").stdout.splitlines()]
    refused = RefusedLink(kind=LinkKind(first["kind"]), claim_ids=tuple(first["claim_ids"]), annotator_id="ada")
    write_jsonl(corpus.file("links_refused"), [*corpus.refused_links, refused])
    assert json.loads(run("heron", "--json").stdout.splitlines()[0]) == second


def test_a_line_that_is_not_a_record_is_never_written_over(repository: Workspace) -> None:
    path = repository.corpus("heron").file("links")
    write_text(path, path.read_text(encoding="utf-8") + "{}\n")
    result = run("heron", "--annotator", "cleo", keys="y")
    assert "annotations/heron/links.jsonl:8: missing: link_id" in str(result.exception)
    assert path.read_text(encoding="utf-8").endswith("{}\n")


def test_who_decides_has_to_be_known(repository: Workspace) -> None:
    result = run("heron", "--annotator", "nobody_known")
    assert "has nobody called 'nobody_known'; there are: ada, bela, cleo" in str(result.exception)
    unnamed = run("heron")
    assert (unnamed.exit_code, "--annotator: ada, bela, cleo" in unnamed.output) == (2, True)
