"""Checks the parameters of a request by their table, all of them at once, before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from voxml.calls.errors import Detail, InvalidCall
from voxml.calls.masking import Secret
from voxml.calls.parameters import Parameter
from voxml.language.spelling import suggest
from voxml.language.texts import illegal_character, is_text, quote
from voxml.net.phone_numbers import PhoneNumberError, parse_phone_number

_MAY_HAVE_TRUNK_ZERO = re.compile(r"\+[1-9][0-9]{0,2}0")


def check(title: str, known: tuple[Parameter, ...], given: Mapping[str, object]) -> dict[str, Any]:
    """Return the body of a request, by names in the API; parameters that are None are left out, secrets stay hidden.

    Raises:
        InvalidCall: with one detail for each invalid, missing or unknown parameter.
    """
    details, members = check_all(known, given)
    if details:
        raise InvalidCall(f"{title}: nothing was sent", details=details)
    return members


def check_all(known: tuple[Parameter, ...], given: Mapping[str, object]) -> tuple[list[Detail], dict[str, Any]]:
    """Return every problem of a request's parameters, by names in the API or in Python; and the valid members."""
    values = {"from" if name == "from_" else name: value for name, value in given.items()}
    details: list[Detail] = []
    members: dict[str, Any] = {}
    for parameter in known:
        value = values.pop(parameter.name, None)
        if value is None:
            if parameter.is_required:
                details.append(Detail(parameter.name, f"missing; expected {parameter.kind.expected}"))
            continue
        problem = _problem(parameter, value)
        if problem is not None:
            details.append(Detail(parameter.name, problem))
        else:
            members[parameter.name] = _plain(parameter, value)
    details.extend(_unknown(name, known) for name in values)
    return details, members


def conceal(given: Mapping[str, object]) -> dict[str, object]:
    """Return the same arguments with a webhook secret hidden, for frames that a traceback may show."""
    return {
        name: Secret(value) if name == "webhook_secret" and isinstance(value, str) else value
        for name, value in given.items()
    }


def from_texts(known: tuple[Parameter, ...], given: Mapping[str, str]) -> dict[str, object]:
    """Return values of a file or a command line in the types of their parameters where they can be read so.

    Telephone numbers may be written as people do; they come back in E.164.
    """
    parameters = {parameter.name: parameter for parameter in known}
    values: dict[str, object] = {}
    for name, text in given.items():
        parameter = parameters.get("from" if name == "from_" else name)
        values[name] = text if parameter is None else _from_text(parameter, text)
    return values


def _from_text(parameter: Parameter, text: str) -> object:
    if parameter.kind.name == "E164":
        try:
            return parse_phone_number(text)
        except PhoneNumberError:
            return text  # its problem is found with all others
    if parameter.python is int and re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        return int(text)
    if parameter.python is bool and text in ("true", "false"):
        return text == "true"
    return text


def _unknown(name: str, known: Iterable[Parameter]) -> Detail:
    names = [parameter.argument for parameter in known]
    meant = suggest(name, names)
    return Detail(name, f'unknown; did you mean "{meant}"?' if meant else f"unknown; expected {', '.join(names)}")


def _problem(parameter: Parameter, value: object) -> str | None:
    """Return why a value is not one of its parameter's type, in words; None when it is."""
    python, kind = parameter.python, parameter.kind
    if parameter.is_secret and isinstance(value, Secret):
        value = value.reveal()
    shown = "a text that can't be used" if parameter.is_secret else _show(value)
    invalid = f"found {shown}; expected {kind.expected}"
    if python is bool:
        return None if isinstance(value, bool) else invalid
    if python is int:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return None if is_whole and (kind.minimum or 0) <= value <= parameter.maximum else invalid  # type: ignore[operator]
    if not isinstance(value, str):
        return f"{invalid}, as a str"
    if parameter.choices:
        meant = None if value in parameter.choices else suggest(value, parameter.choices)
        return None if value in parameter.choices else invalid + (f'; did you mean "{meant}"?' if meant else "")
    is_valid = is_text(value) if kind.pattern is None else re.fullmatch(kind.pattern, value) is not None
    if not is_valid or illegal_character(value) is not None:
        return invalid
    return _trunk_zero_problem(value) if kind.name == "E164" else None


def _trunk_zero_problem(number: str) -> str | None:
    """Return why a number with a zero behind its country code is not the number that is meant."""
    if not _MAY_HAVE_TRUNK_ZERO.match(number):
        return None
    try:
        meant = parse_phone_number(number)
    except PhoneNumberError as error:
        return str(error)
    return None if meant == number else f"found {number}; expected {meant}, as it is dialled from abroad"


def _plain(parameter: Parameter, value: object) -> object:
    """Return a value as it is sent: without the subclass that it may have, such as a string enum's."""
    if isinstance(value, str):
        plain = str.__str__(value)
        return Secret(plain) if parameter.is_secret else plain
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _show(value: object) -> str:
    if isinstance(value, str):
        return quote(value)
    try:
        shown = repr(value)
    except Exception:
        shown = f"a {type(value).__name__}"
    return shown if len(shown) <= 80 else f"a {type(value).__name__}"
