"""A pytest plugin that runs only some tests, each in a time limit: `pytest -p tools.selected_tests --only-tests FILE`.

The file is JSON: how many seconds collecting may take, and how many each test may take, by the ids of the tests. Files
with tests run in the order of the ids. A process that exceeds a limit ends with status 1, as after a test that fails.

The package under test has a fault, so that this module uses nothing of it.
"""

from __future__ import annotations

import faulthandler
import json
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

STDERR = 2
"""The file that the process began with; pytest puts others in the place of `sys.stderr`."""


class Selection:
    """The tests that are to run: `limits` has the seconds each may take, `collecting` those before the first."""

    def __init__(self, limits: Mapping[str, float], collecting: float) -> None:
        self.limits = limits
        _end_after(collecting)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the tests that are to run, in their order.

        A fault can change what a file's tests are called; if one of them is not found, all tests of its file run.
        """
        missing = self.limits.keys() - {item.nodeid for item in items}
        whole = {_file_of(test) for test in missing}
        places = {test: place for place, test in enumerate(self.limits)}
        kept: list[pytest.Item] = []
        others: list[pytest.Item] = []
        for item in items:
            runs = item.nodeid in places or _file_of(item.nodeid) in whole
            (kept if runs else others).append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = sorted(kept, key=lambda item: places.get(item.nodeid, len(places)))

    def pytest_collection_finish(self) -> None:
        """End the time limit of collecting."""
        faulthandler.cancel_dump_traceback_later()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """End the process if a test takes too long; one without a limit may take as long as the slowest."""
        _end_after(self.limits.get(item.nodeid, max(self.limits.values())))
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _end_after(seconds: float) -> None:
    """End the process with status 1 after some seconds, whatever it does then, unless that is cancelled."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=STDERR)


def _file_of(test: str) -> str:
    return test.partition("::")[0]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file."""
    parser.addoption("--only-tests", metavar="FILE", type=Path, help="run only the tests that a JSON file names")


def pytest_configure(config: pytest.Config) -> None:
    """Read which tests are to run."""
    file = config.getoption("only_tests")
    if file is not None:
        content = json.loads(file.read_text(encoding="utf-8"))
        config.pluginmanager.register(Selection(content["tests"], content["collecting"]))
