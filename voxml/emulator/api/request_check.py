"""What each request of the API may hold: one table for validation and for the OpenAPI file.

From https://docs.tryvox.io/voice/make-call, /voice/list-calls and /voice/call-actions; the three parameters marked
"seen in use" are not on the make-call page.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from voxml.calls import parameters
from voxml.language.spelling import did_you_mean


class Parameter(NamedTuple):
    """One member of a request: its JSON Schema, whether it must be there, and what a fault in it is called."""

    name: str
    schema: dict[str, Any]
    reason: str
    doc: str
    is_required: bool = False


#: As it goes over the wire: ASCII, with everything else percent-encoded.
_URL = {
    "type": "string",
    "pattern": r"^[hH][tT][tT][pP][sS]?://([!$-.0-9:;=A-Z_a-z~]+@)?[!$-.0-9;=A-Z_a-z~]+(:[0-9]{1,5})?([/?#][!-~]*)?$",
    "maxLength": 2048,
}
_REASONS = {
    "HttpUrl": "must be an absolute http:// or https:// URL, percent-encoded",
    "E164": "must be in E.164 format, such as +14155550100",
    "Seconds": "must be a whole number of seconds, 1 or more",
}
_JSON_TYPES = {str: "string", int: "integer", bool: "boolean"}


def _from_client(parameter: parameters.Parameter) -> Parameter:
    """A parameter of the client's table as the API describes it."""
    kind, choices = parameter.kind, parameter.choices
    reason = _REASONS.get(kind.name) or f"must be {kind.expected.replace(chr(34), '')}"
    schema: dict[str, Any] = {"type": "string", "enum": list(choices)} if choices else {}
    if kind.name == "HttpUrl":
        schema = _URL
    elif not choices:
        schema["type"] = _JSON_TYPES[parameter.python]
        if parameter.python is int:
            schema |= {"minimum": kind.minimum, "maximum": parameter.maximum}
        elif parameter.python is str:
            schema |= {"minLength": 1} if kind.pattern is None else {"pattern": f"^{kind.pattern}$"}
    if parameter.default is not None:
        schema = {**schema, "default": parameter.default}
    return Parameter(parameter.name, schema, reason, parameter.text, parameter.is_required)


CREATE = tuple(map(_from_client, parameters.CREATE))
TRANSFER = tuple(map(_from_client, parameters.TRANSFER))
RECORD = tuple(map(_from_client, parameters.RECORD))
LIST = tuple(map(_from_client, parameters.LIST))

_OF_APPLICATIONS = (
    "answer_url", "answer_method", "ring_url", "hangup_url", "fallback_url", "status_callback_url",
    "status_callback_method", "webhook_secret",
)  # fmt: skip
#: What a voice application may set; each call's own parameters override it.
APPLICATION = tuple(each._replace(is_required=False) for each in CREATE if each.name in _OF_APPLICATIONS)
_TEXT = {"type": "string", "minLength": 1, "maxLength": 10_000}
LINK = (
    Parameter(
        "application_id", _TEXT, "must be a text that is not empty", "What answers the number.", is_required=True
    ),
)
NUMBERS = (
    Parameter("country", _TEXT, "must be a country code such as US", "Only numbers of this country."),
    Parameter(
        "status",
        {"type": "string", "enum": ["active", "pending", "suspended"]},
        "must be one of active, pending, suspended",
        "Only numbers with this status.",
    ),
    *(each for each in LIST if each.name in ("page", "per_page")),
)
#: An inbound call's answer_url may come from the application of the number that is called.
INBOUND = (
    *(each._replace(is_required=each.name in ("from", "to")) for each in CREATE),
    Parameter("account_id", _TEXT, "must be a text that is not empty", "Whose number is called."),
)
KEYS = (
    Parameter(
        "keys",
        {"type": "string", "pattern": "^[0-9*#]+$"},
        "must be keys from 0-9 * #",
        "Keys.",
        is_required=True,
    ),
)
WORDS = (Parameter("words", _TEXT, "must be a text that is not empty", "What is said.", is_required=True),)
ADVANCE = (
    Parameter(
        "advance",
        {"type": "integer", "minimum": 1, "maximum": 1_000_000},
        "must be a whole number of seconds, 1 or more",
        "Seconds.",
        is_required=True,
    ),
)

Detail = dict[str, str]


def faults(members: dict[str, Any], parameters: tuple[Parameter, ...]) -> list[Detail]:
    """What is wrong with the members of a request, all of it: `field` and `reason` each."""
    found: list[Detail] = []
    by_name = {parameter.name: parameter for parameter in parameters}
    for parameter in parameters:
        if parameter.is_required and parameter.name not in members:
            found.append({"field": parameter.name, "reason": "is required"})
    for name, value in members.items():
        if name not in by_name:
            found.append({"field": name, "reason": f"is not a parameter{did_you_mean(name, by_name)}"})
        elif not _fits(value, by_name[name].schema):
            found.append({"field": name, "reason": by_name[name].reason})
    return found


_TYPES: dict[str, type] = {"string": str, "integer": int, "boolean": bool}


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    if type(value) is not _TYPES[schema["type"]]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1_000_000):
            return False
        pattern = schema.get("pattern")
        return pattern is None or re.fullmatch(pattern[1:-1], value) is not None
    return isinstance(value, bool) or schema.get("minimum", value) <= value <= schema.get("maximum", value)


def with_whole_numbers(members: dict[str, Any], parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """`60.0` is a whole number in JSON too (JSON Schema, 6.1.1): it is taken for 60."""
    whole = {each.name for each in parameters if each.schema["type"] == "integer"}
    return {
        name: int(value) if name in whole and isinstance(value, float) and value.is_integer() else value
        for name, value in members.items()
    }


def query_members(query: list[tuple[str, str]], parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """The members of a query string, with whole numbers read as such; a name that comes twice counts once, the last.

    A `+` in a number is often left unescaped and then arrives as a space: it is taken for what was meant.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    members: dict[str, Any] = {}
    for name, value in query:
        kind = by_name[name].schema["type"] if name in by_name else "string"
        if kind == "integer" and re.fullmatch("[0-9]{1,9}", value, re.ASCII):
            members[name] = int(value)
        elif name in ("from", "to") and value.startswith(" "):
            members[name] = "+" + value[1:]
        else:
            members[name] = value
    return members


def is_e164(text: str) -> bool:
    """Whether a text is a number in E.164 format."""
    return _fits(text, CREATE[0].schema)
