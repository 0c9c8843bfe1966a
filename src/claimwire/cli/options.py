"""Options that matter in one way of using a command only, and names with suggestions.

An option that would be ignored is refused, because whoever gives it expects an effect.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from ..dates import bounds
from ..errors import EdtfError
from ..naming import alternatives
from ..schema.open_lists import open_value
from ..schema.vocab import Vocabulary

GIVEN = (ParameterSource.COMMANDLINE, ParameterSource.PROMPT)


def given_flags(*names: str) -> list[str]:
    """Return the flags, or the names of arguments, of those parameters that were given on the command line."""
    ctx = click.get_current_context()
    return [
        _flag(parameter) for parameter in ctx.command.params if parameter.name in names and _is_given(ctx, parameter)
    ]


def only_with(is_so: bool, what: str, *names: str) -> None:
    """Raise `click.UsageError` if a parameter was given that matters with something only, unless that is so."""
    flags = [] if is_so else given_flags(*names)
    if flags:
        raise click.UsageError(f"{' and '.join(flags)} {_go(flags)} with {what} only")


def not_with(is_so: bool, what: str, *names: str) -> None:
    """Raise `click.UsageError` if a parameter was given that something ignores, if that is so."""
    flags = given_flags(*names) if is_so else []
    if flags:
        raise click.UsageError(f"{' and '.join(flags)} {'do' if flags[1:] else 'does'} not go with {what}")


def _go(flags: list[str]) -> str:
    return "go" if flags[1:] else "goes"


def _is_given(ctx: click.Context, parameter: click.Parameter) -> bool:
    name = parameter.name or ""
    value = ctx.params.get(name)
    return ctx.get_parameter_source(name) in GIVEN and value is not None and value != ()


def _flag(parameter: click.Parameter) -> str:
    """Return the long name of an option, or what the usage calls an argument."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name.strip("[].")


class Name(click.Choice):  # type: ignore[type-arg]
    """One of several names; another one is answered with those that were probably meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name; raises `click.BadParameter` if there is none like it."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            message = f"{value!r} is not one of its values; {alternatives(str(value), map(str, self.choices))}"
            raise click.BadParameter(message, ctx=ctx, param=param) from error


class ListedName(Name):
    """A value of an open list, or one that the repository adds to it; it is returned as records have it."""

    def __init__(self, vocabulary: type[Vocabulary]) -> None:
        super().__init__(vocabulary.names())
        self._vocabulary = vocabulary

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value; raises `click.BadParameter` if neither the schema nor the repository has it."""
        if value not in self.choices:
            from ..corpus.workspace import Workspace  # takes time, which `--help` does not need

            known = Workspace.find().questions().values(self._vocabulary)
            if value not in known:
                raise click.BadParameter(
                    f"{value!r} is none of its values; {alternatives(str(value), known)}", ctx=ctx, param=param
                )
        return open_value(self._vocabulary, value)


class NewPlace(click.Path):
    """Where a command writes: a file or a folder, which may not exist yet, in a folder that does.

    A folder above it is never made: it would be one of a name that was mistyped.
    """

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; raises `click.BadParameter` if its folder does not exist."""
        place = super().convert(value, param, ctx)
        assert isinstance(place, Path)
        if not place.parent.is_dir():
            self.fail(f"{place}: there is no folder {place.parent}; make it first, or correct the path", param, ctx)
        return place


class EdtfDate(click.ParamType[str]):
    """A date in EDTF with a first and a last day."""

    name = "edtf"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the date as it was given; raises `click.BadParameter` if it is none."""
        try:
            bounds(value)
        except EdtfError as error:
            self.fail(f"{error}; write for instance 2031-05-06, 2031-05 or 2031", param, ctx)
        return value
