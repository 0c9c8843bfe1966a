"""What a command imports before it begins: no more than it uses, since people wait for it each time."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from claimwire.cli.groups import LazyGroup
from claimwire.cli.labelstudio import command as labelstudio

SLOW = ("numpy", "sklearn", "pyarrow", "pandas", "label_studio_sdk")
ROOMS = ("adjudication", "baselines", "scoring", "iaa", "checks", "tables")
"""Rooms that are slow to import, and that pushes, pulls and statuses need late or not at all."""


def test_commands_that_talk_to_a_server_begin_without_what_they_do_not_need() -> None:
    program = "import sys, claimwire.cli.labelstudio; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "claimwire.labelstudio.server.pull" in loaded
    assert loaded & {*SLOW, *(f"claimwire.{room}" for room in ROOMS)} == set()


def test_a_group_has_its_commands_whether_they_are_imported_or_not() -> None:
    context = click.Context(labelstudio)
    names = labelstudio.list_commands(context)
    assert {"push", "pull", "status", "adjudicate", "server"} <= set(names)
    assert len(names) == len(set(names))
    for name in names:
        found = labelstudio.get_command(context, name)
        assert found is not None, name
        assert found is labelstudio.get_command(context, name)
    assert labelstudio.get_command(context, "serve") is None


@pytest.mark.parametrize("name", ["adjudicate", "server"])
def test_a_command_that_is_imported_late_has_what_every_command_has(name: str) -> None:
    assert isinstance(labelstudio, LazyGroup)
    for _ in range(2):
        found = labelstudio.get_command(click.Context(labelstudio), name)
        assert isinstance(found, click.Group)
        for command in (found, *found.commands.values()):
            assert [parameter.name for parameter in command.params].count("debug") == 1
            assert "\\b" not in (command.help or "")
