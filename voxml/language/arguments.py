"""Errors for arguments that a verb or method does not have, with the name that was meant."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from voxml.errors import VoxmlTypeError
from voxml.language.spelling import suggest

Function = TypeVar("Function", bound=Callable[..., Any])


def named_arguments(function: Function) -> Function:
    """Make a function raise a VoxmlTypeError for arguments that it does not have, with the name that was meant."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except VoxmlTypeError:
            raise
        except TypeError:
            error = argument_error(function, args, kwargs)
            if error is None:
                raise
            raise error from None

    return call  # type: ignore[return-value]


def argument_error(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> VoxmlTypeError | None:
    """Return the error for the arguments of a call that do not fit the function's signature; None if they do."""
    parameters = dict(inspect.signature(function).parameters)
    label = function.__name__ if isinstance(function, type) else _label(function.__qualname__)
    if next(iter(parameters), "") == "self":
        del parameters["self"]
        args = args[1:]
    positional = [name for name, each in parameters.items() if each.kind is each.POSITIONAL_OR_KEYWORD]
    known = [name for name, each in parameters.items() if each.kind is not each.VAR_POSITIONAL]
    lines = []
    for name in kwargs:
        if name not in known:
            meant = suggest(name, known)
            advice = f'did you mean "{meant}"?' if meant else f"expected one of {', '.join(known)}"
            lines.append(f'unknown member "{name}" in {label}; {advice}')
    if not lines and len(args) > len(positional) and len(known) == len(parameters):
        takes = f"only {positional[0]} is given without its name" if positional else "every member is given by its name"
        values = f"{len(args)} value{'s' if len(args) > 1 else ''}"
        lines.append(f"{label}: found {values} without a name; {takes}")
    given = {*positional[: len(args)], *kwargs}
    missing = [name for name in known if parameters[name].default is inspect.Parameter.empty and name not in given]
    if not lines and missing:
        lines.append(f"{label}: missing {', '.join(missing)}")
    lines += [f"{label}: found {name} twice" for name in positional[: len(args)] if name in kwargs and not lines]
    return VoxmlTypeError("\n".join(lines)) if lines else None


def _label(qualified: str) -> str:
    """Return the name of the verb that a method adds, or of the class that it makes."""
    owner, _, name = qualified.rpartition(".")
    return owner if name == "__init__" else name.title()
