"""The parameters of the requests, once: the client, the command line and the batch all read them here.

Facts from https://docs.tryvox.io/voice/make-call and https://docs.tryvox.io/voice/call-actions; the last
three of `CREATE` are not on the page but are seen in use (the webhook page's sample, and a client in the
field).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from voxml.calls.errors import Detail, InvalidCall
from voxml.calls.masking import Secret
from voxml.language.limits import MAX_INTEGER
from voxml.language.phone_numbers import PhoneNumberError, parse_phone_number
from voxml.language.spelling import suggest
from voxml.language.texts import illegal_character, is_text, quote
from voxml.language.types import E164, Flag, HttpUrl, Kind, Method, Seconds, Text

_MAY_HAVE_TRUNK_ZERO = re.compile(r"\+[1-9][0-9]{0,2}0")

MachineDetection = Annotated[
    Literal["Enable", "Disable"],
    Kind(
        "MachineDetection",
        "Whether TryVox tells people from machines.",
        'one of "Enable", "Disable"',
        "voice/make-call",
    ),
]
RecordingFormat = Annotated[
    Literal["mp3", "wav"],
    Kind("RecordingFormat", "The form of a recording.", 'one of "mp3", "wav"', "voice/call-actions"),
]
#: What `calls.list(status=…)` filters by: https://docs.tryvox.io/voice/list-calls
ListStatus = Annotated[
    Literal["ringing", "in-progress", "completed", "failed", "busy", "no-answer", "canceled"],
    Kind(
        "ListStatus",
        "Where a call stands.",
        'one of "ringing", "in-progress", "completed", "failed", "busy", "no-answer", "canceled"',
        "voice/list-calls",
    ),
]
Direction = Annotated[
    Literal["outbound", "inbound"],
    Kind("Direction", "Who called.", 'one of "outbound", "inbound"', "voice/list-calls"),
]
PageNumber = Annotated[
    int, Kind("PageNumber", "Counted from 1.", "a whole number, 1 or more", "voice/list-calls", minimum=1)
]
PageSize = Annotated[
    int,
    Kind(
        "PageSize",
        "Calls a page, 100 at most.",
        "a whole number from 1 to 100",
        "voice/list-calls",
        minimum=1,
    ),
]


class Parameter(NamedTuple):
    """One parameter: its name on the wire, its type, and what it means."""

    name: str
    type: Any
    doc: str
    is_required: bool = False
    is_secret: bool = False

    @property
    def argument(self) -> str:
        """Its name in Python, where `from` is a keyword."""
        return "from_" if self.name == "from" else self.name

    @property
    def option(self) -> str:
        """Its name on the command line, such as `--answer-url`."""
        return "--" + self.name.replace("_", "-")


CREATE: tuple[Parameter, ...] = (
    Parameter("from", E164, "The number that calls; it must be yours.", is_required=True),
    Parameter("to", E164, "The number that is called.", is_required=True),
    Parameter("answer_url", HttpUrl, "Where TryVox gets the document once the call is answered.", is_required=True),
    Parameter("answer_method", Method, "How it asks for the document; a static file needs GET. Not set: POST."),
    Parameter("ring_url", HttpUrl, "Is told when it rings."),
    Parameter("hangup_url", HttpUrl, "Is told when the call ends."),
    Parameter("fallback_url", HttpUrl, "Gives the document when answer_url fails."),
    Parameter("ring_timeout", Seconds, "Seconds that it rings at most. Not set: 60."),
    Parameter("time_limit", Seconds, "Seconds that the call lasts at most. Not set: 14400."),
    Parameter("machine_detection", MachineDetection, "Whether to detect answering machines. Not set: Disable."),
    Parameter("status_callback_url", HttpUrl, "Is told of every change of status."),
    Parameter("status_callback_method", Method, "How it is told. Not set: POST."),
    Parameter("webhook_secret", Text, "Signs the webhooks of this call.", is_secret=True),
)
TRANSFER: tuple[Parameter, ...] = (
    Parameter("to", E164, "The number that the call goes on with.", is_required=True),
    Parameter("caller_id", E164, "The number shown; it must be yours."),
    Parameter("answer_url", HttpUrl, "Where TryVox gets the document for the new leg."),
)
RECORD: tuple[Parameter, ...] = (
    Parameter("format", RecordingFormat, "mp3 or wav. Not set: mp3."),
    Parameter("max_length", Seconds, "Seconds recorded at most. Not set: 14400."),
    Parameter("trim_silence", Flag, "Whether silence is cut. Not set: false."),
)
LIST: tuple[Parameter, ...] = (
    Parameter("status", ListStatus, "Only calls that stand so."),
    Parameter("direction", Direction, "Only calls of this direction."),
    Parameter("from", E164, "Only calls from this number."),
    Parameter("to", E164, "Only calls to this number."),
    Parameter("page", PageNumber, "The page to begin with. Not set: 1."),
    Parameter("per_page", PageSize, "Calls a request. Not set: 100, the most there is."),
)


def check(title: str, known: tuple[Parameter, ...], given: Mapping[str, object]) -> dict[str, Any]:
    """The body of a request, by names on the wire; unset (None) parameters are left out, secrets stay hidden.

    Raises:
        InvalidCall: with one detail for each faulty, missing or unknown parameter.
    """
    details, members = faults(known, given)
    if details:
        raise InvalidCall(f"{title}: nothing was sent", details=details)
    return members


def conceal(given: Mapping[str, object]) -> dict[str, object]:
    """The same arguments with a webhook secret hidden, for frames that a traceback may show."""
    return {
        name: Secret(value) if name == "webhook_secret" and isinstance(value, str) else value
        for name, value in given.items()
    }


def faults(known: tuple[Parameter, ...], given: Mapping[str, object]) -> tuple[list[Detail], dict[str, Any]]:
    """Every fault of a request's parameters, by names on the wire or in Python; and the members that are
    right.
    """
    values = {"from" if name == "from_" else name: value for name, value in given.items()}
    details: list[Detail] = []
    members: dict[str, Any] = {}
    for parameter in known:
        value = values.pop(parameter.name, None)
        if value is None:
            if parameter.is_required:
                details.append(Detail(parameter.name, f"missing; expected {_kind(parameter).expected}"))
            continue
        problem = _problem(parameter, value)
        if problem is not None:
            details.append(Detail(parameter.name, problem))
        else:
            members[parameter.name] = _plain(parameter, value)
    details.extend(_unknown(name, known) for name in values)
    return details, members


def from_texts(known: tuple[Parameter, ...], given: Mapping[str, str]) -> dict[str, object]:
    """Return values of a file or a command line in the types of their parameters where they can be read so.

    Telephone numbers may be written as people do; they come back in E.164.
    """
    types = {parameter.name: parameter for parameter in known}
    values: dict[str, object] = {}
    for name, text in given.items():
        parameter = types.get("from" if name == "from_" else name)
        python = None if parameter is None else get_args(parameter.type)[0]
        if parameter is not None and _kind(parameter).name == "E164":
            values[name] = _read_number(text)
        elif python is int and re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            values[name] = int(text)
        elif python is bool and text in ("true", "false"):
            values[name] = text == "true"
        else:
            values[name] = text
    return values


def _unknown(name: str, known: Iterable[Parameter]) -> Detail:
    names = [parameter.argument for parameter in known]
    meant = suggest(name, names)
    return Detail(name, f'unknown; did you mean "{meant}"?' if meant else f"unknown; expected {', '.join(names)}")


def _problem(parameter: Parameter, value: object) -> str | None:
    """Why a value is not one of its parameter's type, in words; None when it is."""
    python, kind = get_args(parameter.type)
    if parameter.is_secret and isinstance(value, Secret):
        value = value.reveal()
    shown = "a text that can't be used" if parameter.is_secret else _show(value)
    if python is bool:
        return None if isinstance(value, bool) else f"found {shown}; expected {kind.expected}"
    if python is int:
        maximum = 100 if kind.name == "PageSize" else MAX_INTEGER
        is_right = isinstance(value, int) and not isinstance(value, bool) and kind.minimum <= value <= maximum
        return None if is_right else f"found {shown}; expected {kind.expected}"
    if not isinstance(value, str):
        return f"found {shown}; expected {kind.expected}, as a str"
    if get_origin(python) is Literal:
        choices = get_args(python)
        if value in choices:
            return None
        meant = suggest(value, choices)
        return f"found {shown}; expected {kind.expected}" + (f'; did you mean "{meant}"?' if meant else "")
    is_valid = is_text(value) if kind.pattern is None else re.fullmatch(kind.pattern, value) is not None
    if not is_valid or illegal_character(value) is not None:
        return f"found {shown}; expected {kind.expected}"
    return _trunk_zero_problem(value) if kind.name == "E164" else None


def _read_number(text: str) -> str:
    try:
        return parse_phone_number(text)
    except PhoneNumberError:
        return text  # its problem is found with all others


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
    """A value as it is sent: without the subclass that it may have, such as a string enum's."""
    if isinstance(value, str):
        plain = str.__str__(value)
        return Secret(plain) if parameter.is_secret else plain
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _kind(parameter: Parameter) -> Kind:
    return next(part for part in get_args(parameter.type) if isinstance(part, Kind))


def _show(value: object) -> str:
    if isinstance(value, str):
        return quote(value)
    try:
        shown = repr(value)
    except Exception:
        shown = f"a {type(value).__name__}"
    return shown if len(shown) <= 80 else f"a {type(value).__name__}"
