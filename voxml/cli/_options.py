"""Options of commands: as one typed value, and with old spellings that are taken but not shown."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Options = TypeVar("Options")
Result = TypeVar("Result")


def as_options(kind: type[Options]) -> Callable[[Callable[[Options], Result]], Callable[..., Result]]:
    """Call the command with a dataclass that has a field for each of click's parameters.

    The decorator comes below those of click. A parameter without a field, or a field without one, fails at the first
    call of the command.
    """

    def decorate(function: Callable[[Options], Result]) -> Callable[..., Result]:
        @functools.wraps(function)
        def command(**given: object) -> Result:
            return function(kind(**given))

        return command

    return decorate


class Renamed(click.Option):
    """An option with old spellings: `click.option("--output", "--out", cls=Renamed, old=["--out"])`."""

    def __init__(self, names: Sequence[str], *, old: Sequence[str], **options: Any) -> None:
        super().__init__(names, **options)
        self._old = old

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the line of `--help`, without the old spellings."""
        shown = copy.copy(self)
        shown.opts = [name for name in self.opts if name not in self._old]
        return super(Renamed, shown).get_help_record(ctx)
