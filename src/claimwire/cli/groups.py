"""Groups of commands: names with suggestions, modules that are imported when a command of theirs is used."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from ..naming import alternatives
from .session import DEBUG_VARIABLE, Session


class NamedGroup(click.Group):
    """A group of commands that answers an unknown one with those that were probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand that arguments name.

        Raises `click.UsageError` if there is none, or if an option of it that takes one value is given twice.
        """
        name = args[0] if args else ""
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise click.UsageError(f"no command is called {name!r}; {alternatives(name, self.list_commands(ctx))}", ctx)
        found, command, rest = super().resolve_command(ctx, args)
        if command is not None and not isinstance(command, click.Group):
            _require_once(click.Context(command, parent=ctx, info_name=found, **command.context_settings), rest)
        return found, command, rest


class LazyGroup(NamedGroup):
    """A group some of whose commands are modules of this package, imported when the command is asked for.

    `modules` has them by the name of the command; each has its click command as `command`.
    """

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands: those that are imported already, then the modules."""
        return [*super().list_commands(ctx), *(name for name in self.modules if name not in self.commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now if it is a module; None where there is none of that name."""
        if cmd_name not in self.modules:
            return super().get_command(ctx, cmd_name)
        command = importlib.import_module(f".{self.modules[cmd_name]}", __package__).command
        assert isinstance(command, click.Command)
        return _with_debug_option(_with_line_breaks(command))


def _require_once(ctx: click.Context, args: list[str]) -> None:
    """Raise `click.UsageError` if arguments give an option twice of which the last would count without a word."""
    try:
        _, _, given = ctx.command.make_parser(ctx).parse_args(list(args))
    except click.UsageError:
        return  # click says it when it parses them itself, with the usage of the command
    options = [parameter for parameter in given if isinstance(parameter, click.Option)]
    for option in dict.fromkeys(options):
        if options.count(option) > 1 and _takes_one_value(option):
            names = " or ".join([*option.opts, *option.secondary_opts])
            raise click.UsageError(f"{names} is given {options.count(option)} times; give it once", ctx)


def _takes_one_value(option: click.Option) -> bool:
    """Return whether the last of several occurrences would silently replace the others."""
    is_same_each_time = option.is_flag and not option.secondary_opts
    return not (option.multiple or option.count or is_same_each_time)


def _with_line_breaks(command: click.Command) -> click.Command:
    r"""Turn the `\b` of raw docstrings into the character by which click keeps the lines of a paragraph apart."""
    command.help = command.help and command.help.replace("\\b\n", "\b\n")
    for part in getattr(command, "commands", {}).values():
        _with_line_breaks(part)
    return command


def _show_tracebacks(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        ctx.ensure_object(Session).debug = True


debug_option = click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_tracebacks,
    help=f"Show the traceback of an error; {DEBUG_VARIABLE}=1 does the same.",
)
"""The option that shows tracebacks, which every command has."""


def _with_debug_option(command: click.Command) -> click.Command:
    """Add `--debug` to a command and to all its subcommands, unless they have it."""
    if not any(parameter.name == "debug" for parameter in command.params):
        debug_option(command)
    for part in getattr(command, "commands", {}).values():
        _with_debug_option(part)
    return command
