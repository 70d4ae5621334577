"""Bound what a filter of an untrusted template makes: `join`, `replace`, `center` and the like could make much of little.

The size of a result is looked at before it is made, where the arguments say it; `sandbox.py` has the limits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from jinja2.exceptions import FilterArgumentError
from jinja2.utils import pass_context, pass_environment, pass_eval_context

from voxml.templating.sandbox import Meter, TooMuch, check_format, weight


def bounded_filters(meter: Meter, filters: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return the filters, each of which takes a step, has its arguments checked, and its result measured."""
    return {name: _bounded(meter, name, function) for name, function in filters.items() if name != "sum"}


def _bounded(meter: Meter, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    check = _CHECKS.get(name)
    # Jinja gives some filters the context, the environment or the like as their first argument.
    is_passed = any(getattr(function, "jinja_pass_arg", None) is mark for mark in _MARKS)

    @wraps(function)
    def apply(*args: Any, **options: Any) -> Any:
        meter.step()
        if check is not None:
            own = check(meter, *args[is_passed:], **options)
            args = (*args[:is_passed], *own)
        result = function(*args, **options)
        return meter.counted(result) if name in _LAZY else meter.measure(result)

    return apply


_LAZY = frozenset({"map", "select", "reject", "selectattr", "rejectattr"})
_MARKS = [getattr(mark(lambda: None), "jinja_pass_arg") for mark in (pass_context, pass_environment, pass_eval_context)]  # noqa: B009


def _number(value: Any) -> int:
    return abs(value) if isinstance(value, int) else 0


def _check_join(meter: Meter, value: Any, d: Any = "", attribute: Any = None) -> tuple[Any, ...]:
    entries = list(meter.counted(value))
    meter.refuse_over(len(str(d)) * len(entries) + weight(entries, meter.limits.text, {}))
    return entries, d, attribute


def _check_replace(meter: Meter, s: Any, old: Any, new: Any, count: Any = None) -> tuple[Any, ...]:
    text, gone = str(s), str(old)
    times = text.count(gone) if gone else len(text) + 1
    meter.refuse_over(len(text) + times * len(str(new)))
    return s, old, new, count


def _check_indent(meter: Meter, s: Any, width: Any = 4, *more: Any, **options: Any) -> tuple[Any, ...]:
    size = len(width) if isinstance(width, str) else _number(width)
    meter.refuse_over(len(str(s)) + (str(s).count("\n") + 1) * size)
    return s, width, *more


def _check_width(meter: Meter, value: Any, *args: Any, **options: Any) -> tuple[Any, ...]:
    most = meter.limits.entries
    if any(_number(each) > most for each in (*args, *options.values())):
        raise TooMuch(f"found a number over {most:,}; expected a smaller one")
    meter.refuse_over(sum(len(each) for each in (*args, *options.values()) if isinstance(each, str)) * 64)
    return value, *args


def _check_round(meter: Meter, value: Any, precision: Any = 0, *more: Any) -> tuple[Any, ...]:
    if _number(precision) > 50:
        raise FilterArgumentError("round: found a precision over 50")
    return value, precision, *more


def _check_format(meter: Meter, value: Any, *args: Any, **options: Any) -> tuple[Any, ...]:
    check_format(meter, str(value), options or args)
    return value, *args


_CHECKS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "join": _check_join,
    "replace": _check_replace,
    "indent": _check_indent,
    "center": _check_width,
    "truncate": _check_width,
    "batch": _check_width,
    "slice": _check_width,
    "tojson": _check_width,
    "round": _check_round,
    "format": _check_format,
}
