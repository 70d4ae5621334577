"""Gives a command its options as one typed value in place of a keyword argument for each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

Options = TypeVar("Options")
Result = TypeVar("Result")


def as_options(kind: type[Options]) -> Callable[[Callable[[Options], Result]], Callable[..., Result]]:
    """Call the command with a dataclass that has a field for each of click's parameters.

    The decorator stands below those of click. A parameter without a field, or a field without one, fails at the first
    call of the command.
    """

    def decorate(function: Callable[[Options], Result]) -> Callable[..., Result]:
        @functools.wraps(function)
        def command(**given: object) -> Result:
            return function(kind(**given))

        return command

    return decorate
