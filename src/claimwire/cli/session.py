"""What a run of a command knows beside its arguments: whether to show tracebacks, and which lines were left out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from ..corpus.records import Fault
from ..corpus.workspace import Workspace

DEBUG_VARIABLE = "CLAIMWIRE_DEBUG"


@dataclass
class Session:
    """One run of a command."""

    debug: bool = False
    left_out: dict[Path, list[Fault]] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> Session:
        """Return a new session; it shows tracebacks if the environment variable `CLAIMWIRE_DEBUG` is set, and not 0."""
        return cls(debug=os.environ.get(DEBUG_VARIABLE, "0") not in ("", "0"))

    def leave_out(self, faults: Sequence[Fault]) -> None:
        """Note lines that hold no valid record; a line that is read twice counts once."""
        for fault in faults:
            known = self.left_out.setdefault(fault.path, [])
            if fault.line not in {other.line for other in known}:
                known.append(fault)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Say at the end which lines were left out; a command that would end with status 0 then ends with 1."""
        try:
            yield
        except SystemExit as ended:
            if self._report() and not ended.code:
                raise SystemExit(1) from None
            raise
        except BaseException:
            self._report()
            raise
        if self._report():
            raise SystemExit(1)

    def _report(self) -> bool:
        """Print one line for each file with lines that were left out; return whether there was any."""
        for path, faults in self.left_out.items():
            first = min(faults, key=lambda fault: fault.line)
            lines = "this line was" if len(faults) == 1 else f"{len(faults)} lines (this is the first) were"
            click.echo(
                f"{_shown(path)}:{first.line}: {lines} left out: {first.message}; see `claimwire check`", err=True
            )
        return bool(self.left_out)


def _shown(path: Path) -> Path:
    """Return a path as seen from the current folder, if it is in it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def session() -> Session:
    """Return the session of the command that runs."""
    return click.get_current_context().ensure_object(Session)


def repository() -> Workspace:
    """Return the repository that the current folder is in, for a command that goes on without lines that are faulty.

    The lines that it leaves out are reported at the end of the command. Raises `WorkspaceError` if there is none.
    """
    return Workspace.find(on_faults=session().leave_out)
