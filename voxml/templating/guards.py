"""Filters for templates that are not trusted: each counts a step, and is looked at before and measured after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from jinja2.exceptions import FilterArgumentError
from jinja2.utils import pass_context, pass_environment, pass_eval_context

from voxml.templating.limits import WIDE, Limits, TooMuch, measured, weight


def guarded_filters(
    filters: dict[str, Callable[..., Any]], step: Callable[[], None], limits: Limits
) -> dict[str, Callable[..., Any]]:
    """The filters, each of which counts a step, is looked at where it could make much of little, and is measured."""
    return {name: _guarded(name, function, step, limits) for name, function in filters.items() if name != "sum"}


def _guarded(name: str, function: Callable[..., Any], step: Callable[[], None], limits: Limits) -> Callable[..., Any]:
    guard = _GUARDS.get(name)
    # Jinja gives some filters the context, the environment or the like as their first argument.
    is_passed = any(getattr(function, "jinja_pass_arg", None) is mark for mark in _MARKS)

    @wraps(function)
    def apply(*args: Any, **options: Any) -> Any:
        step()
        if guard is not None:
            own = args[1:] if is_passed else args
            changed = guard(limits, *own, **options)
            args = (*args[:1], *changed) if is_passed else changed
        result = function(*args, **options)
        if name in ("map", "select", "reject", "selectattr", "rejectattr"):
            return _counted(result, step, limits)
        return measured(result, limits)

    return apply


_MARKS = [getattr(mark(lambda: None), "jinja_pass_arg") for mark in (pass_context, pass_environment, pass_eval_context)]  # noqa: B009


def _counted(values: Iterable[Any], step: Callable[[], None], limits: Limits) -> Iterator[Any]:
    total = 0
    for number, value in enumerate(values):
        step()
        total += weight(value, limits.text, {})
        if total > limits.text or number >= limits.entries:
            raise TooMuch(f"found a list of more than {limits.entries:,} entries or {limits.text:,} characters")
        yield value


def _refuse_over(amount: int, limits: Limits) -> None:
    if amount > limits.text:
        raise TooMuch(f"found a text of more than {limits.text:,} characters")


def _number(value: Any) -> int:
    return abs(value) if isinstance(value, int) else 0


def _guard_join(limits: Limits, value: Any, d: Any = "", attribute: Any = None) -> tuple[Any, ...]:
    entries = list(_counted(value, lambda: None, limits))
    _refuse_over(len(str(d)) * len(entries) + weight(entries, limits.text, {}), limits)
    return entries, d, attribute


def _guard_replace(limits: Limits, s: Any, old: Any, new: Any, count: Any = None) -> tuple[Any, ...]:
    text, gone = str(s), str(old)
    times = text.count(gone) if gone else len(text) + 1
    _refuse_over(len(text) + times * len(str(new)), limits)
    return s, old, new, count


def _guard_indent(limits: Limits, s: Any, width: Any = 4, *more: Any, **options: Any) -> tuple[Any, ...]:
    size = len(width) if isinstance(width, str) else _number(width)
    _refuse_over(len(str(s)) + (str(s).count("\n") + 1) * size, limits)
    return s, width, *more


def _guard_width(limits: Limits, value: Any, *args: Any, **options: Any) -> tuple[Any, ...]:
    if any(_number(each) > limits.entries for each in (*args, *options.values())):
        raise TooMuch(f"found a number over {limits.entries:,}; expected a smaller one")
    _refuse_over(sum(len(each) for each in (*args, *options.values()) if isinstance(each, str)) * 64, limits)
    return value, *args


def _guard_round(limits: Limits, value: Any, precision: Any = 0, *more: Any) -> tuple[Any, ...]:
    if _number(precision) > 50:
        raise FilterArgumentError("round: found a precision over 50")
    return value, precision, *more


def _guard_format(limits: Limits, value: Any, *args: Any, **options: Any) -> tuple[Any, ...]:
    if WIDE.search(str(value)):
        raise TooMuch("found a format of more than 999 characters")
    return value, *args


_GUARDS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "join": _guard_join,
    "replace": _guard_replace,
    "indent": _guard_indent,
    "center": _guard_width,
    "wordwrap": _guard_width,
    "truncate": _guard_width,
    "batch": _guard_width,
    "slice": _guard_width,
    "tojson": _guard_width,
    "round": _guard_round,
    "format": _guard_format,
}
