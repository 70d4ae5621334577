"""What a setting takes: the check of a value, and the same as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from voxml.diagnostics import SEVERITIES
from voxml.language.spelling import did_you_mean
from voxml.language.texts import quote

#: A problem of a value: the keys below the setting at which it is, and the message.
Problem = tuple[tuple[str, ...], str]


class Kind(NamedTuple):
    """One kind of value."""

    check: Callable[[Any], Iterator[Problem]]
    schema: dict[str, Any]


def shown(value: object) -> str:
    """Return a value as a message shows it."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _text(value: Any) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield (), f"found {shown(value)}; expected a string"


def _flag(value: Any) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield (), f"found {shown(value)}; expected true or false"


def _texts(value: Any) -> Iterator[Problem]:
    if not isinstance(value, str | list) or not all(isinstance(each, str) for each in value):
        yield (), f"found {shown(value)}; expected an array of strings"


def _url(value: Any) -> Iterator[Problem]:
    if not isinstance(value, str) or not value.lower().startswith(("http://", "https://")):
        yield (), f"found {shown(value)}; expected an absolute http:// or https:// URL"


def _rules(value: Any) -> Iterator[Problem]:
    from voxml.rules import RULES
    from voxml.rules.rule import CATEGORIES
    from voxml.rules.selection import unknown_rule

    problems = list(_texts(value))
    yield from problems
    for name in () if problems else [value] if isinstance(value, str) else value:
        if name.lower() != "all" and name not in RULES and name not in CATEGORIES:
            yield (), unknown_rule(name)


def _severities(value: Any) -> Iterator[Problem]:
    yield from _table(value)
    for name, level in value.items() if isinstance(value, dict) else ():
        yield from (((), message) for _, message in _rules(name))
        if level not in SEVERITIES:
            yield (name,), f"found {shown(level)}; expected one of {', '.join(SEVERITIES)}"


def _ignores(value: Any) -> Iterator[Problem]:
    yield from _table(value)
    for pattern, names in value.items() if isinstance(value, dict) else ():
        yield from (((pattern,), message) for _, message in _rules(names))


def _menus(value: Any) -> Iterator[Problem]:
    yield from _table(value)
    for name, menu in value.items() if isinstance(value, dict) else ():
        if not isinstance(menu, dict):
            yield (name,), f"found {shown(menu)}; expected a table of keys and documents"
            continue
        for keys, document in menu.items():
            if not re.fullmatch(r"[0-9*#]+", keys):
                yield (name,), f"found {shown(keys)}; expected keys from 0-9 * #"
            yield from (((name, keys), message) for _, message in _text(document))


def _table(value: Any) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield (), f"found {shown(value)}; expected a table"


def _word(value: Any) -> Iterator[Problem]:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value):
        yield (), f"found {shown(value)}; expected letters, digits and _ that do not begin with a digit"


def one_of(*choices: str) -> Kind:
    """Return the kind of a value that is one of some words."""

    def check(value: Any) -> Iterator[Problem]:
        if value not in choices:
            more = did_you_mean(value, choices) if isinstance(value, str) else ""
            yield (), f"found {shown(value)}; expected one of {', '.join(choices)}{more}"

    return Kind(check, {"enum": list(choices)})


_STRING = {"type": "string"}
_STRINGS = {"anyOf": [_STRING, {"type": "array", "items": _STRING}]}
_SEVERITY = {"enum": list(SEVERITIES)}

TEXT = Kind(_text, _STRING)
FLAG = Kind(_flag, {"type": "boolean"})
TEXTS = Kind(_texts, _STRINGS)
URL = Kind(_url, {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})
WORD = Kind(_word, {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"})
RULES = Kind(_rules, _STRINGS)
SEVERITY = one_of(*SEVERITIES)
SEVERITY_BY_RULE = Kind(_severities, {"type": "object", "additionalProperties": _SEVERITY})
RULES_BY_PATTERN = Kind(_ignores, {"type": "object", "additionalProperties": _STRINGS})
MENUS = Kind(
    _menus,
    {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "propertyNames": {"pattern": "^[0-9*#]+$"},
            "additionalProperties": _STRING,
        },
    },
)
