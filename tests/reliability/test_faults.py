"""Whatever happens to a command that writes, and whoever else writes: all that was there is there, or it said so.

`scripts/test` tries a drawn tenth, `scripts/test --long` every change of every command; of the slow ones, which build,
a few are drawn. With `CLAIMWIRE_EVERY_CHANGE=1` the long tests try every change of these, too.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from injector import KILLED, Nursery, Outcome, Trial
from scenarios import BY_NAME, SCENARIOS, Scenario, records_in, settle

from claimwire.corpus.workspace import Workspace

SEED = 20311201
TENTH = 10
SLOW = 4
"""Of the changes of a slow command one in so many is tried in every way."""

DRAWN_SLOW, LONG_DRAWN_SLOW = 2, 16
"""How many changes of a slow command are drawn in quick and in long tests."""

IS_EVERY = os.environ.get("CLAIMWIRE_EVERY_CHANGE") == "1"

WAIT = ("--wait", "0.3")
named = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)


@dataclass(frozen=True)
class Stage:
    """A scenario made ready: a template to copy, and what is there before and after an undisturbed run."""

    scenario: Scenario
    template: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    changes: int


class Theatre:
    """Makes scenarios ready, each once."""

    def __init__(self, small: Workspace, folder: Path, nursery: Nursery) -> None:
        self.nursery = nursery
        self._small, self._folder = small, folder
        self._trials = 0
        self.stage = cache(self._stage)

    def _stage(self, name: str) -> Stage:
        scenario = BY_NAME[name]
        template = self._folder / name.replace(" ", "_")
        shutil.copytree(self._small.root, template / "repository")
        (template / "beside").mkdir()
        scenario.prepare(Workspace(template / "repository"), template / "beside")
        before = records_in(template / "repository")
        copy = self.copy(template)
        outcome = self.run(scenario, copy)
        assert outcome.succeeded, outcome.output
        after = records_in(copy / "repository")
        shutil.rmtree(copy)
        return Stage(scenario, template, before, after, outcome.changes)

    def copy(self, template: Path) -> Path:
        """Return a copy of a template, for one trial."""
        self._trials += 1
        return Path(shutil.copytree(template, self._folder / f"trial{self._trials}"))

    def run(self, scenario: Scenario, copy: Path, at: int | None = None, what: str = "kill") -> Outcome:
        """Run a scenario in a copy."""
        return self.nursery.run(Trial(scenario.program(copy / "beside"), copy / "repository", at, what))


@pytest.fixture(scope="module")
def theatre(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with Nursery() as nursery:
        yield Theatre(small_built, tmp_path_factory.mktemp("theatre"), nursery)


def drawn(stage: Stage, what: str) -> list[int]:
    """Return a tenth of the changes of a command, or a few of a slow one, drawn by what is done at them."""
    count = DRAWN_SLOW if stage.scenario.is_slow else max(1, stage.changes // TENTH)
    return sorted(random.Random(f"{SEED} {what} {stage.scenario.name}").sample(range(stage.changes), count))


def every(stage: Stage, what: str) -> Sequence[int]:
    """Return the changes of a command, or some of a slow one, drawn by what is done at them."""
    if IS_EVERY or not stage.scenario.is_slow:
        return range(stage.changes)
    draw = random.Random(f"{SEED} long {what} {stage.scenario.name}")
    return sorted(draw.sample(range(stage.changes), LONG_DRAWN_SLOW))


def disturbed(theatre: Theatre, stage: Stage, at: int, what: str) -> Outcome:
    """Run a scenario that is disturbed at a change; all or nothing of it must be there, and it must say which."""
    copy = theatre.copy(stage.template)
    repository = copy / "repository"
    outcome = theatre.run(stage.scenario, copy, at, what)
    settle(repository)
    now = records_in(repository)
    assert now in (stage.before, stage.after), f"{what} at change {at}: {differences(stage, now)}"
    if outcome.succeeded:
        assert now == stage.after, f"{what} at change {at}: it said that all went well"
    if (stage.scenario.is_repeatable or now == stage.before) and (not stage.scenario.is_slow or at % SLOW == 0):
        again = theatre.run(stage.scenario, copy)
        assert records_in(repository) == stage.after, f"{what} at change {at}, and run again: {again.output}"
    shutil.rmtree(copy)
    return outcome


def differences(stage: Stage, now: dict[str, bytes]) -> str:
    """Say which files are neither as before nor as after."""
    return ", ".join(
        f"{name}: {'before' if now.get(name) == stage.before.get(name) else 'after or else'}"
        for name in sorted(now.keys() | stage.after.keys())
        if stage.before.get(name) != stage.after.get(name) or now.get(name) != stage.before.get(name)
    )


def killed(theatre: Theatre, stage: Stage, changes: Sequence[int]) -> int:
    outcomes = [disturbed(theatre, stage, at, "kill") for at in changes]
    assert {outcome.status for outcome in outcomes} == {KILLED}
    return len(outcomes)


def filled(theatre: Theatre, stage: Stage, changes: Sequence[int]) -> int:
    outcomes = [disturbed(theatre, stage, at, "full") for at in changes]
    assert KILLED not in {outcome.status for outcome in outcomes}
    return len(outcomes)


@named
def test_a_command_killed_at_some_changes_leaves_all_or_nothing(theatre: Theatre, scenario: Scenario) -> None:
    stage = theatre.stage(scenario.name)
    assert stage.changes > 5
    killed(theatre, stage, drawn(stage, "kill"))


@named
def test_a_command_that_finds_the_disk_full_at_some_changes_leaves_all_or_nothing(
    theatre: Theatre, scenario: Scenario
) -> None:
    stage = theatre.stage(scenario.name)
    filled(theatre, stage, drawn(stage, "full"))


@pytest.mark.long
def test_every_command_killed_at_every_change_leaves_all_or_nothing(theatre: Theatre) -> None:
    stages = [theatre.stage(scenario.name) for scenario in SCENARIOS]
    counts = {stage.scenario.name: killed(theatre, stage, every(stage, "kill")) for stage in stages}
    print(f"kills: {counts}, {sum(counts.values())} in all")
    assert sum(counts.values()) >= 150


@pytest.mark.long
def test_every_command_that_finds_the_disk_full_at_any_change_leaves_all_or_nothing(theatre: Theatre) -> None:
    stages = [theatre.stage(scenario.name) for scenario in SCENARIOS]
    counts = {stage.scenario.name: filled(theatre, stage, every(stage, "full")) for stage in stages}
    print(f"full disks: {counts}, {sum(counts.values())} in all")
    assert sum(counts.values()) >= 100


# Two at once

TOGETHER = ("anchor", "ingest", "import-results", "link", "adjudicate")
"""Commands that write the same corpus, in copies of which all can be run."""

PAIRS = [(one, other) for one, other in permutations(TOGETHER, 2) if "adjudicate" not in (one, other)] + [
    ("anchor", "anchor"),
    ("build", "build --release"),
    ("build --release", "build"),
    ("build", "ingest"),
    ("build --release", "ingest"),
]


States = dict[tuple[bool, ...], list[dict[str, bytes]]]
"""What may be there, by which of two commands have succeeded."""


def prepared(theatre: Theatre, folder: Path, names: Sequence[str], small: Workspace) -> Path:
    """Return a template on which several scenarios can be run."""
    shutil.copytree(small.root, folder / "repository")
    (folder / "beside").mkdir()
    for name in sorted(set(names), key=list(BY_NAME).index):
        BY_NAME[name].prepare(Workspace(folder / "repository"), folder / "beside")
    return folder


def states_of_orders(theatre: Theatre, template: Path, names: Sequence[str]) -> States:
    """Return what may be there when some of two commands, by place, have succeeded one after the other."""
    states: States = {(False, False): [records_in(template / "repository")]}
    for order in ((0,), (1,), (0, 1), (1, 0)):
        copy = theatre.copy(template)
        for place in order:
            theatre.run(BY_NAME[names[place]], copy)
        done = (0 in order, 1 in order)
        states.setdefault(done, []).append(records_in(copy / "repository"))
        shutil.rmtree(copy)
    return states


def interleaved(
    theatre: Theatre,
    template: Path,
    names: Sequence[str],
    states: States,
    at: Sequence[int],
) -> None:
    """Let one command wait at a change, the other come and wait at one of its own, the first end, then the other."""
    copy = theatre.copy(template)
    repository, beside = copy / "repository", copy / "beside"
    programs = [BY_NAME[name].program(beside, *WAIT) for name in names]
    first = theatre.nursery.start(Trial(programs[0], repository, at[0], "pause"))
    first.until_paused()
    second = theatre.nursery.start(Trial(programs[1], repository, at[1], "pause"))
    second.until_paused()
    first.go_on()
    outcomes = [first.end()]
    second.go_on()
    outcomes.append(second.end())
    settle(repository)
    now = records_in(repository)
    succeeded = tuple(outcome.succeeded for outcome in outcomes)
    assert now in states[succeeded], f"{names} at {at}: {[(x.status, x.output) for x in outcomes]}"
    shutil.rmtree(copy)


def interleavings(theatre: Theatre, folder: Path, names: Sequence[str], small: Workspace, count: int) -> int:
    template = prepared(theatre, folder, names, small)
    states = states_of_orders(theatre, template, names)
    changes = [theatre.stage(name).changes for name in names]
    draw = random.Random(f"{SEED} {names}")
    for _ in range(count):
        interleaved(theatre, template, names, states, [draw.randrange(number) for number in changes])
    return count


def is_slow(names: Sequence[str]) -> bool:
    """Return whether one of some commands is slow."""
    return any(BY_NAME[name].is_slow for name in names)


@pytest.mark.parametrize("names", PAIRS, ids="+".join)
def test_of_two_commands_at_once_nothing_is_lost(
    theatre: Theatre, small_built: Workspace, tmp_path: Path, names: tuple[str, str]
) -> None:
    interleavings(theatre, tmp_path / "pair", names, small_built, 1 if is_slow(names) else 2)


@pytest.mark.long
def test_of_two_commands_at_once_nothing_is_lost_wherever_they_meet(
    theatre: Theatre, small_built: Workspace, tmp_path: Path
) -> None:
    counts = {}
    for names in PAIRS:
        count = 15 if IS_EVERY or not is_slow(names) else 4
        folder = tmp_path / "-".join(names).replace(" ", "_")
        counts["+".join(names)] = interleavings(theatre, folder, names, small_built, count)
    print(f"interleavings: {counts}, {sum(counts.values())} in all")
    assert sum(counts.values()) >= 150
