"""Events, facts and annotators are validated as they are written, and claims get their events by a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import OPEN, STANDOFF

from claimwire.checks import load
from claimwire.checks import run as run_checks
from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError

Run = Callable[..., tuple[int, str]]
ADD = ["event", "add", OPEN, "pier_2031", "--name", "pier", "--type", "disaster", "--description", "The pier fell."]
FACT = ["fact", "add", OPEN, "pier_f01", "--event", "ferry_sinking_2031", "--statement", "Three people died."]
ANNA = ["annotator", "add", "anna", "--kind", "human", "--description", "A reader."]


@pytest.fixture
def run(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(small.root)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(group, words)
        assert result.exception is None or isinstance(result.exception, SystemExit | ClaimwireError), result.exc_info
        told = result.output if isinstance(result.exception, SystemExit | None) else str(result.exception)
        return result.exit_code, told

    return run


def annotations(workspace: Workspace) -> dict[str, bytes]:
    found = (path for path in workspace.annotations.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(workspace.annotations)): path.read_bytes() for path in found}


def changed(before: dict[str, bytes], workspace: Workspace) -> dict[str, bytes]:
    """Return what files have at their end that they did not have; they must have all else."""
    after = annotations(workspace)
    assert before.keys() <= after.keys()
    new = {name: content for name, content in after.items() if content != before.get(name)}
    assert all(content.startswith(before.get(name, b"")) for name, content in new.items())
    return {name: content.removeprefix(before.get(name, b"")) for name, content in new.items()}


ADDED = {
    "event": (
        [*ADD, "--part-of", "stormy_spring_2031", "--same-as", "https://www.wikidata.org/entity/Q7"],
        "heron/events.jsonl",
        {
            "event_id": "pier_2031",
            "name": "pier",
            "event_type": "disaster",
            "description": "The pier fell.",
            "part_of_id": "stormy_spring_2031",
            "same_as": ["https://www.wikidata.org/entity/Q7"],
        },
    ),
    "fact": (
        [*FACT, "--time", "2031-06-03", "--lower", "3", "--upper", "3", "--harm", "killed", "--note", "All men."],
        "heron/facts.jsonl",
        {
            "fact_id": "pier_f01",
            "event_id": "ferry_sinking_2031",
            "statement": "Three people died.",
            "time": "2031-06-03",
            "lower": 3,
            "upper": 3,
            "harm": "killed",
            "note": "All men.",
        },
    ),
    "annotator": (
        ANNA,
        "annotators.jsonl",
        {"annotator_id": "anna", "annotator_kind": "human", "description": "A reader."},
    ),
}


@pytest.mark.parametrize(("line", "file", "record"), ADDED.values(), ids=ADDED)
def test_a_record_is_one_line_at_the_end_of_its_file(
    small: Workspace, run: Run, line: list[str], file: str, record: dict[str, object]
) -> None:
    before = annotations(small)
    status, told = run(*line, "--dry-run")
    assert (status, told) == (0, f"dry run: added: {record[f'{line[0]}_id']}\n")
    assert annotations(small) == before
    assert run(*line) == (0, told.removeprefix("dry run: "))
    written = changed(before, small)
    assert list(written) == [file]
    assert json.loads(written[file]) == record
    assert written[file].decode() == json.dumps(record, sort_keys=True, separators=(",", ":")) + "\n"
    assert run(*line)[1].startswith("unchanged: ")
    with load(small) as repository:
        assert [x for x in run_checks(repository, level=3) if file in str(x.path)] == []


REFUSED = {
    "no such type": ([*ADD[:6], "--type", "disastr", *ADD[8:]], 2, "did you mean 'disaster'?"),
    "no id": ([*ADD[:3], "Pier-2031", *ADD[4:]], 1, "event_id: expected an id, of the letters a to z, digits and _"),
    "part of nothing": ([*ADD, "--part-of", "stormy"], 1, "--part-of: no event is called 'stormy'; did you mean 'st"),
    "part of itself": ([*ADD, "--part-of", "pier_2031"], 1, "--part-of: no event is called 'pier_2031'"),
    "no address": ([*ADD, "--same-as", "Orlan"], 1, "same_as.0: expected an address of a page of Wikipedia, or"),
    "no name": ([*ADD[:5], "", *ADD[6:]], 1, "name: "),
    "no such corpus": (["event", "add", "hern", *ADD[3:]], 1, "did you mean 'heron'?"),
    "known event": ([*ADD[:3], "storm_tide_1953", *ADD[4:]], 1, "storm_tide_1953 is there already: {"),
    "a circle": (
        [*ADD[:3], "stormy_spring_2031", *ADD[4:], "--part-of", "ferry_sinking_2031", "--replace"],
        1,
        "--part-of: ferry_sinking_2031 is stormy_spring_2031, or a part of it",
    ),
    "fact of nothing": ([*FACT[:5], "ferry", *FACT[6:]], 1, "--event: no event is called 'ferry'; did you mean 'ferry"),
    "fact of no day": ([*FACT, "--time", "yesterday"], 1, "time: not an EDTF date; write YYYY-MM-DD"),
    "fewer than none": ([*FACT, "--lower", "-1"], 1, "lower: "),
    "fact without words": ([*FACT[:7], ""], 1, "statement: "),
    "known annotator": (["annotator", "add", "cleo", *ANNA[3:]], 1, "cleo is there already: {"),
    "no kind": ([*ANNA[:4], "person", *ANNA[5:]], 2, "is not one of its values; there are: human, model, rule"),
}


@pytest.mark.parametrize(("line", "status", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_refused_as_it_is_written(
    small: Workspace, run: Run, line: list[str], status: int, message: str
) -> None:
    before = annotations(small)
    for more in ([], ["--dry-run"]):
        found, told = run(*line, *more)
        assert (found, message in told) == (status, True), told
    assert annotations(small) == before


def test_an_id_of_another_corpus_is_taken(small: Workspace, run: Run) -> None:
    event_id = next(iter(small.corpus(STANDOFF).events.keys() - small.corpus(OPEN).events.keys()))
    status, told = run(*ADD[:3], event_id, *ADD[4:])
    assert (status, told) == (1, f"{event_id} is in another corpus already; take another id")


def test_an_event_is_changed_on_request_in_its_place(small: Workspace, run: Run) -> None:
    path = small.corpus_folder(OPEN) / "events.jsonl"
    before = path.read_text().splitlines()
    assert run(*ADD[:3], "storm_tide_1953", *ADD[4:], "--replace") == (0, "changed: storm_tide_1953\n")
    after = path.read_text().splitlines()
    assert [
        one.partition('"event_type"')[2] != other.partition('"event_type"')[2]
        for one, other in zip(before, after, strict=True)
    ].count(True) == 1
    assert small.corpus(OPEN).events["storm_tide_1953"].name == "pier"


def test_a_file_without_a_last_line_end_gets_one(small: Workspace, run: Run) -> None:
    path = small.annotators_file
    path.write_text(path.read_text().rstrip("\n"))
    assert run(*ANNA)[0] == 0
    assert "anna" in small.annotator_ids()


def test_a_faulty_line_is_in_the_way_of_an_annotator(small: Workspace, run: Run) -> None:
    path = small.annotators_file
    path.write_text(path.read_text() + "{}\n")
    before = annotations(small)
    status, told = run(*ANNA)
    assert status == 1
    assert "annotators.jsonl:" in told
    assert "fix that first" in told
    assert annotations(small) == before


def test_who_is_not_there_is_told_with_the_command_that_adds_them(run: Run) -> None:
    Path("heron_a.jsonl").write_text("")
    status, told = run("anchor", OPEN, "heron_a.jsonl", "--annotator", "anna")
    assert status == 1
    assert told.endswith("Say who that is: `claimwire annotator add anna`")


# Which claims are about an event


def test_claims_get_an_event(small: Workspace, run: Run) -> None:
    claims = small.corpus(OPEN).claims_of_article["heron_b"]
    assert run(*ADD)[0] == 0
    status, told = run("event", "unassign", OPEN, "heron_b")
    assert status == 0, told
    assert {claim.event_id for claim in small.corpus(OPEN).claims_of_article["heron_b"]} == {None}
    status, told = run("event", "assign", OPEN, "pier_2031", "heron_b")
    assert status == 0
    assert told.splitlines() == [
        *(f"{claim.claim_id}: no event -> pier_2031" for claim in claims),
        f"{len(claims)} claims changed",
    ]
    after = small.corpus(OPEN)
    assert {claim.claim_id for claim in after.claims_of_event["pier_2031"]} == {claim.claim_id for claim in claims}
    assert run("event", "assign", OPEN, "pier_2031", "heron_b")[1] == "0 claims changed\n"


def test_conflicts_are_found_by_the_events_that_claims_are_given(small: Workspace, run: Run) -> None:
    """Figures of one event conflict without a link between them; without the event nobody compares them."""

    def conflicts() -> set[str]:
        return {json.loads(line)["conflict_id"] for line in run("conflicts", OPEN, "--json")[1].splitlines()}

    before = conflicts()
    corpus = small.corpus(OPEN)
    events = {claim.claim_id: claim.event_id for claim in corpus.claims.values() if claim.event_id is not None}
    assert run("event", "unassign", OPEN, *events)[0] == 0
    assert conflicts() < before
    for event_id in sorted(set(events.values())):
        assert run("event", "assign", OPEN, event_id, *(x for x, about in events.items() if about == event_id))[0] == 0
    assert conflicts() == before


def test_another_event_is_given_on_request_only(small: Workspace, run: Run) -> None:
    claim = next(claim for claim in small.corpus(OPEN).claims.values() if claim.event_id == "ferry_sinking_2031")
    before = annotations(small)
    status, told = run("event", "assign", OPEN, "storm_tide_1953", claim.claim_id)
    assert (status, "about another event, such as" in told) == (1, True)
    assert run("event", "assign", OPEN, "storm_tide_1953", claim.claim_id, "--replace", "--dry-run") == (
        0,
        f"{claim.claim_id}: ferry_sinking_2031 -> storm_tide_1953\ndry run: 1 claims would change\n",
    )
    assert annotations(small) == before


def test_claims_that_have_no_event_are_told(small: Workspace, run: Run) -> None:
    layer = next(iter(small.corpus(OPEN).layers.values()))
    names = {
        layer.claims[
            0
        ].claim_id: f"is a claim of the layer {layer.annotation_id}, and events are of adjudicated claims",
        "heron_q": "corpus heron has no adjudicated claim and no article 'heron_q'; did you mean",
    }
    for name, message in names.items():
        status, told = run("event", "assign", OPEN, "storm_tide_1953", name)
        assert (status, message in told) == (1, True), told
    status, told = run("event", "assign", OPEN, "storm", "heron_b")
    assert (status, "EVENT: no event is called 'storm'" in told) == (1, True)


@pytest.mark.parametrize("line", [["event", "list"], ["fact", "list"], ["annotator", "list"]])
def test_lists_tell_all_there_are(small: Workspace, run: Run, line: list[str]) -> None:
    status, told = run(*line, "--json")
    assert status == 0
    key = f"{line[0]}_id"
    corpora = [small.corpus(corpus_id) for corpus_id in small.corpus_ids()]
    expected = (
        small.annotator_ids()
        if line[0] == "annotator"
        else [x for corpus in corpora for x in (corpus.events if line[0] == "event" else corpus.facts)]
    )
    assert [json.loads(text)[key] for text in told.splitlines()] == expected
    assert run(*line)[1].endswith(f"{len(expected)} {line[0]}s\n")
    assert Path.cwd() == small.root
