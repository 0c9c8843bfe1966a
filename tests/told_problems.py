"""What `claimwire check` finds, a line per problem, whatever the screen shows of it."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from claimwire.cli import group
from claimwire.errors import ClaimwireError


def told_problems() -> tuple[int, str]:
    """Return the exit status of `claimwire check` and its problems as `path: record: check: message; advice`, or its
    error.

    Fails if it ends in a traceback.
    """
    result = CliRunner().invoke(group, ["check", "--json"])
    if isinstance(result.exception, ClaimwireError):
        return 2, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    problems = [json.loads(line) for line in result.stdout.splitlines()]
    return result.exit_code, "\n".join(map(_line, problems))


def _line(problem: dict[str, Any]) -> str:
    record = f"{problem['kind']} {problem['record_id']}: " if problem["record_id"] else ""
    return f"{problem['path']}: {record}{problem['check_id']}: {problem['message']}; {problem['advice']}"
