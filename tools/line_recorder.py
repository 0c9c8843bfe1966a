"""A pytest plugin that records which tests execute each line: `pytest -p tools.line_recorder --record-lines FOLDER`.

The folder has a configuration of coverage.py (`tools.executed` writes it). Each process adds a data file of
coverage.py, whose contexts are the ids of tests and of fixtures that several tests share, and a JSON file of `Part`.

A fixture of a wider scope has a context of its own: otherwise its lines would count for the first test that uses it
alone. For the same reason every function cache of the repository is emptied before each test. Processes that a test
starts record too, under the id of the test, as long as they get its environment.

The package under test is the one that is measured, so that this module uses nothing of it.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from collections.abc import Generator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest
from coverage import Coverage

CONFIGURATION = "coverage.ini"
PARTS = "part-*.json"
DATA = "lines.*"

CONTEXT = "CLAIMWIRE_TEST_CONTEXT"
"""The environment variable that gives processes their context."""

CONFIGURED_BY = "COVERAGE_PROCESS_START"
"""The environment variable by which coverage.py starts in every Python process; its value is the configuration."""

FIXTURE = "fixture:"
"""What the context of a fixture begins with; no id of a test begins so."""

OUTSIDE = ""
"""The context of what runs outside any test: imports, and what tests are parametrized with."""


@dataclass
class Part:
    """What one process tells beside the lines: the seconds per context, and the names of the fixtures per test."""

    seconds: dict[str, float] = field(default_factory=dict)
    fixtures: dict[str, list[str]] = field(default_factory=dict)


class Recorder:
    """Follows the tests of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.part = Part()
        self._context = OUTSIDE
        self._since = time.perf_counter()
        self._coverage = Coverage(config_file=str(folder / CONFIGURATION))
        self._coverage.start()
        os.environ[CONFIGURED_BY] = str(folder / CONFIGURATION)

    def switch(self, context: str) -> str:
        """Record under another context from now on and return the one before."""
        now = time.perf_counter()
        self.part.seconds[self._context] = self.part.seconds.get(self._context, 0.0) + now - self._since
        before, self._context, self._since = self._context, context, now
        os.environ[CONTEXT] = context
        self._coverage.switch_context(context)
        return before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Record a test under its id."""
        empty_caches(item.config.rootpath)
        self.switch(item.nodeid)
        try:
            return (yield)
        finally:
            self.switch(OUTSIDE)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        """Record a fixture under its own name if several tests share it."""
        if fixturedef.scope == "function":
            return (yield)
        before = self.switch(f"{FIXTURE}{fixturedef.baseid}::{fixturedef.argname}")
        try:
            return (yield)
        finally:
            self.switch(before)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Note the fixtures that a test used, with those it asked for while it ran."""
        request = getattr(item, "funcargs", {}).get("request")
        asked = request.fixturenames if request is not None else ()
        self.part.fixtures[item.nodeid] = sorted({*getattr(item, "fixturenames", ()), *asked})

    def pytest_sessionfinish(self) -> None:
        """Write what was recorded."""
        self.switch(OUTSIDE)
        self._coverage.stop()
        self._coverage.save()
        part = self.folder / PARTS.replace("*", str(os.getpid()))
        part.write_text(json.dumps(asdict(self.part)), encoding="utf-8")


def empty_caches(root: Path) -> None:
    """Empty the function caches (`lru_cache`, `cache`) of every imported module whose file is below a folder."""
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file is not None and file.startswith(f"{root}{os.sep}"):
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the folder."""
    parser.addoption("--record-lines", metavar="FOLDER", type=Path, help="record which tests execute which lines")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to record, except in the process of pytest-xdist that only hands out the tests."""
    folder = config.getoption("record_lines")
    if folder is not None and config.getoption("dist", "no") == "no":
        config.pluginmanager.register(Recorder(folder))
