"""What `claimwire check` finds, a line per problem, whatever the screen shows of it."""

from __future__ import annotations

import json

from click.testing import CliRunner

from claimwire.cli import group
from claimwire.errors import ClaimwireError


def told_problems() -> tuple[int, str]:
    """Return the exit status of `claimwire check` and its problems as `path: check: message; advice`, or its error.

    Fails if it ends in a traceback.
    """
    result = CliRunner().invoke(group, ["check", "--json"])
    if isinstance(result.exception, ClaimwireError):
        return 2, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    problems = [json.loads(line) for line in result.stdout.splitlines()]
    lines = (f"{x['path']}: {x['check_id']}: {x['message']}; {x['advice']}" for x in problems)
    return result.exit_code, "\n".join(lines)
