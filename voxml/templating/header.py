"""A template's header: its first Jinja comment, `{# voxml` and then TOML.

{# voxml
title = "Appointment reminder"
description = "Reminds of an appointment, and takes 1 for yes and 2 for no."
language = "en-US"                  # what the speaking filters speak, unless a parameter `language` says otherwise

[parameters.clinic]
type = "text"
description = "Who the appointment is with."
example = "Acme Dental"

[samples.tomorrow]                  # more values to try it with, on top of the required parameters' examples
clinic = "Dr. Lee"
#}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from voxml.errors import ParameterError
from voxml.files.toml import parse_toml
from voxml.language.spelling import did_you_mean
from voxml.templating.parameter_types import PARAMETER_TYPES, Refusal, show
from voxml.templating.parameters import Parameter, Refusals, check, is_less

_MARK = re.compile(r"[-+]?\s*+voxml(?=\s|$)")
_TOP = ("title", "description", "language", "parameters", "samples")
_PARAMETER = ("type", "required", "default", "description", "example", "choices", "min", "max", "items", "unique")
#: Names that mean something else inside a template.
_TAKEN = frozenset(
    {"self", "super", "caller", "loop", "varargs", "kwargs", "true", "false", "none", "range", "dict", "namespace"}
    | {"cycler", "joiner", "url_for", "not", "and", "or", "in", "is", "if", "else"}
)


class HeaderError(ValueError):
    """Something wrong in a header, at an offset of the template's text."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset
        #: What else is wrong in the same header: one error of each other table and key.
        self.others: tuple[HeaderError, ...] = ()


@dataclass(frozen=True)
class Header:
    """A template's title, parameters and samples."""

    title: str = ""
    description: str = ""
    language: str | None = None
    parameters: tuple[Parameter, ...] = ()
    #: Name to values: sets of values that the template is tried with besides its examples; they stand on top of the
    #: examples of what is required.
    samples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    is_declared: bool = False


def parse_header(text: str) -> Header:
    """Return the header of the template whose text is `text`; an empty one when it has none.

    Raises:
        HeaderError: it is not TOML, or says what a header can't say.
    """
    extent = _extent(text)
    if extent is None:
        return Header()
    start, end = extent
    body = text[start:end].rstrip("-+ \t\r\n")
    try:
        raw = parse_toml(body.replace("\r\n", "\n"), parse_float=Decimal)
    except ValueError as error:
        raise HeaderError(f"the header is not TOML: {_reason(error)}", start + _toml_offset(body, error)) from None
    return _Reading(text, start, end).header(raw)


def _extent(text: str) -> tuple[int, int] | None:
    """Return where the TOML of a header begins and ends; None when the first comment is no header."""
    start = text.find("{#")
    end = text.find("#}", start + 2)
    mark = None if start < 0 or end < 0 else _MARK.match(text, start + 2, end)
    return None if mark is None else (mark.end(), end)


def _reason(error: Exception) -> str:
    return re.sub(r" \(at (line \d+, column \d+|end of document)\)", "", str(error))


def _toml_offset(body: str, error: Exception) -> int:
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    if found is None:
        return len(body.rstrip())
    lines = body.splitlines(keepends=True)[: int(found[1]) - 1]
    return sum(map(len, lines)) + int(found[2]) - 1


def offset_of_key(text: str, table: str, key: str = "") -> int:
    """Return where `[table]`, or `key` in it, is in the header of a template's text."""
    start, end = _extent(text) or (0, 0)
    return _offset(text, start, end, table, key)


def _offset(text: str, start: int, end: int, table: str, key: str) -> int:
    at = start
    if table:
        spelt = r"\s*\.\s*".join(rf"""["']?{re.escape(part)}["']?""" for part in table.split("."))
        found = re.compile(rf"^[ \t]*+\[+\s*+({spelt})\s*+\]|^[ \t]*+({spelt})\s*+[=.]", re.MULTILINE).search(
            text, at, end
        )
        if found is not None:
            at = found.start(1) if found.start(1) >= 0 else found.start(2)
    if key:
        found = re.compile(rf"""["']?(?<![\w-]){re.escape(key)}["']?\s*+[=.]""").search(text, at, end)
        if found is not None:
            at = found.start()
    while at < end and text[at] in " \t\r\n":
        at += 1
    return at


class _Reading:
    """The reading of one header; knows where in the text each table and key is."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end

    def error(self, message: str, table: str = "", key: str = "") -> HeaderError:
        """Return an error of `key` in `[table]`, placed as near to it as can be found."""
        return HeaderError(message, _offset(self.text, self.start, self.end, table, key))

    def header(self, raw: dict[str, Any]) -> Header:
        errors: list[HeaderError] = []

        def read(what: Callable[..., Any], *given: Any) -> Any:
            try:
                return what(*given)
            except HeaderError as error:
                errors.append(error)
                return None

        for key, value in raw.items():
            read(self.top, key, value)
        language = read(self.language, raw.get("language"))
        tables = raw.get("parameters", {})
        tables = tables if isinstance(tables, dict) else {}
        parameters = tuple(read(self.parameter, name, table, f"parameters.{name}") for name, table in tables.items())
        # Samples can only be checked by valid parameters.
        samples: Any = None if errors else read(self.samples, raw.get("samples", {}), parameters)
        if errors:
            first, *others = sorted(errors, key=lambda error: error.offset)
            first.others = tuple(others)
            raise first
        return Header(raw.get("title", ""), raw.get("description", ""), language, parameters, samples, True)

    def top(self, key: str, value: object) -> None:
        if key not in _TOP:
            raise self.error(f'unknown key "{key}" in the header{_ending(key, _TOP)}', "", key)
        if key in ("title", "description") and not isinstance(value, str):
            raise self.error(f"{key}: found {show(value)}; expected text", "", key)
        if key == "parameters" and not isinstance(value, dict):
            raise self.error("parameters: expected tables, [parameters.NAME] each", "", "parameters")

    def language(self, value: object) -> str | None:
        if value is None:
            return None
        try:
            language: str = PARAMETER_TYPES["language"].read(value)
        except Refusal as refusal:
            raise self.error(f"language: {refusal}", "", "language") from None
        return language

    def samples(self, raw: object, parameters: tuple[Parameter, ...]) -> dict[str, Mapping[str, Any]]:
        if not isinstance(raw, dict) or not all(isinstance(sample, dict) for sample in raw.values()):
            raise self.error("samples: expected tables, [samples.NAME] each", "", "samples")
        for name, sample in raw.items():
            try:
                check(name, parameters, {**sample_values(parameters, only_required=True), **sample})
            except ParameterError as error:
                wrong, problem = error.problems[0]
                raise self.error(f"{wrong}: {problem}", f"samples.{name}", wrong.partition("[")[0]) from None
        return raw

    def parameter(self, name: str, raw: object, table: str) -> Parameter:
        if not isinstance(raw, dict):
            raise self.error(f"{name}: found {show(raw)}; expected a table with a type", table)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or name in _TAKEN:
            raise self.error(f"a parameter can't be called {show(name)}; expected a name of letters, digits and _ "
                             "that means nothing else in a template", table)  # fmt: skip
        for key in raw:
            if key not in _PARAMETER:
                raise self.error(f'{name}: unknown key "{key}"{_ending(key, _PARAMETER)}', table, key)
        kind = raw.get("type", "text")
        if kind not in PARAMETER_TYPES:
            names = ", ".join(PARAMETER_TYPES)
            raise self.error(f"{name}: found the type {show(kind)}; expected one of {names}", table, "type")
        for key, python, what in (("required", bool, "true or false"), ("description", str, "text")):
            if key in raw and not isinstance(raw[key], python):
                raise self.error(f"{name}: {key}: found {show(raw[key])}; expected {what}", table, key)
        items, fields = self.entries(name, kind, raw, table)
        unique = raw.get("unique", "")
        if unique not in [field.name for field in fields] and "unique" in raw:
            raise self.error(f"{name}: unique: found {show(unique)}; expected a field of its entries", table, "unique")
        choices = self.choices(name, kind, raw, table)
        bare = Parameter(name, kind, choices=choices, items=items, fields=fields, unique=unique)
        low, high = self.bounds(bare, raw, table)
        bounded = replace(bare, min=low, max=high)
        given = {key: self.value(bounded, raw[key], key, table) for key in ("default", "example") if key in raw}
        required = raw.get("required", "default" not in raw)
        if required and "default" in raw:
            raise self.error(f"{name}: required, yet it has a default; expected one or the other", table, "required")
        description = raw.get("description", "")
        return replace(bounded, required=required, description=description, **given)

    def choices(self, name: str, kind: str, raw: dict[str, Any], table: str) -> tuple[str, ...]:
        choices = raw.get("choices", [])
        if not isinstance(choices, list) or not all(isinstance(word, str) and word for word in choices):
            raise self.error(f"{name}: choices: expected a list of texts", table, "choices")
        if (kind == "choice") != bool(choices):
            raise self.error(f"{name}: choices belong to the type choice, which needs some", table, "choices")
        return tuple(choices)

    def entries(
        self, name: str, kind: str, raw: dict[str, Any], table: str
    ) -> tuple[Parameter | None, tuple[Parameter, ...]]:
        items = raw.get("items")
        if items is None:
            return None, ()
        if kind != "list":
            raise self.error(f"{name}: items belong to the type list", table, "items")
        if isinstance(items, str):
            items = {"type": items}
        if not isinstance(items, dict) or not items:
            raise self.error(f"{name}: items: expected a type, or a table of fields", table, "items")
        inner = f"{table}.items"
        if isinstance(items.get("type"), str):
            return self.parameter("item", items, inner), ()
        for key in items:
            if hasattr(dict, key):
                raise self.error(f"a field can't be called {show(key)}, which every table has of its own", inner, key)
        return None, tuple(self.parameter(key, field, f"{inner}.{key}") for key, field in items.items())

    def bounds(self, parameter: Parameter, raw: dict[str, Any], table: str) -> tuple[Any, Any]:
        low, high = (self.bound(parameter, raw, key, table) for key in ("min", "max"))
        if low is not None and high is not None and is_less(high, low):
            found = f"found the min {show(raw['min'])} over the max {show(raw['max'])}"
            raise self.error(f"{parameter.name}: {found}; expected a min up to the max", table, "min")
        return low, high

    def bound(self, parameter: Parameter, raw: dict[str, Any], key: str, table: str) -> Any:
        if key not in raw:
            return None
        kind = {"text": "integer", "list": "integer", "money": "decimal"}.get(parameter.type, parameter.type)
        if kind not in ("integer", "decimal", "date", "time", "datetime"):
            raise self.error(f"{parameter.name}: a {kind} has no {key}", table, key)
        try:
            return PARAMETER_TYPES[kind].read(raw[key])
        except Refusal as refusal:
            raise self.error(f"{parameter.name}: {key}: {refusal}", table, key) from None

    def value(self, parameter: Parameter, value: object, key: str, table: str) -> Any:
        try:
            return parameter.read(value)
        except (Refusal, Refusals) as refusal:
            raise self.error(f"{parameter.name}: {key}: {refusal}", table, key) from None


def sample_values(parameters: tuple[Parameter, ...], *, only_required: bool = False) -> dict[str, Any]:
    """Return the values that a template is tried with: the examples of all parameters, or only of those it must have."""
    return {
        parameter.name: value
        for parameter in parameters
        if (parameter.required or not only_required) and (value := parameter.sample()) is not None
    }


def _ending(word: str, names: tuple[str, ...]) -> str:
    return did_you_mean(word, names) or f"; expected one of {', '.join(names)}"
