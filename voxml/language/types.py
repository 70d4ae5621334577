"""The types of VoxML's members: what a value may be, in one place.

Each is an ordinary `str`, `int` or `bool` to a type checker, annotated with a `Kind` that has its limits. Validation,
the XSD, the JSON Schema and the manual read these. A pattern is written in the syntax that Python, XSD and ECMA
regular expressions share, has no anchors, and must match the whole value.

`page` is where the limits come from: a page of https://docs.tryvox.io, or `OURS` where the vendor sets none and the
choice is this project's.
"""

from typing import Annotated, Literal, NamedTuple

#: The source of a limit that the vendor does not set.
OURS = "this project"


class Kind(NamedTuple):
    """The limits of a type beyond its Python type."""

    name: str
    doc: str
    #: What a message says is allowed, to follow "expected".
    expected: str
    #: Where the limits come from: a page of the vendor, or OURS.
    page: str
    pattern: str | None = None
    minimum: int | None = None
    examples: tuple[str | int | bool, ...] = ()


class Doc(NamedTuple):
    """The meaning of a member; `default` is the value that TryVox takes when it is not set."""

    text: str
    default: str | int | bool | None = None
    page: str | None = None


# Characters that may stand in a URL here: no white space, no control character, none that XML can't hold. Written as
# the ranges that are allowed, since the engines differ in what they call white space.
_TAIL = (
    "\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
    "\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
)
_VISIBLE = "!-~" + _TAIL
#: The same without the delimiters of a URL's authority: " # / : ? @ [ \ ]
_HOST = "!$-.0-9;->A-Z^-~" + _TAIL
_USER = "!$-.0-9:->A-Z^-~" + _TAIL
_AUTHORITY = rf"([{_USER}]*@)?([{_HOST}]+|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?"
_REST = rf"([/?#][{_VISIBLE}]*)?"

Text = Annotated[
    str,
    Kind(
        "Text",
        "Words for people or programs: at least one character that is not white space, and only characters that XML "
        "can hold.",
        "text that is not empty",
        OURS,
        examples=("Welcome to Acme.",),
    ),
]
HttpUrl = Annotated[
    str,
    Kind(
        "HttpUrl",
        "An absolute http:// or https:// address: a scheme, a host, and no white space or control character.",
        "an absolute http:// or https:// URL",
        OURS,
        pattern=f"[hH][tT][tT][pP][sS]?://{_AUTHORITY}{_REST}",
        examples=("https://example.com/menu.json",),
    ),
]
WssUrl = Annotated[
    str,
    Kind(
        "WssUrl",
        "The address of a WebSocket over TLS: wss://, a host, and no white space or control character.",
        "an absolute wss:// URL",
        "voxml/stream",
        pattern=f"[wW][sS][sS]://{_AUTHORITY}{_REST}",
        examples=("wss://example.com/agent",),
    ),
]
SipUri = Annotated[
    str,
    Kind(
        "SipUri",
        "A SIP address such as sip:agent@example.com.",
        "a SIP URI such as sip:agent@example.com",
        OURS,  # voxml/dial shows sip:user@host and sets no limit
        pattern=f"[sS][iI][pP][sS]?:[{_VISIBLE}]+",
        examples=("sip:agent@example.com",),
    ),
]
E164 = Annotated[
    str,
    Kind(
        "E164",
        "A telephone number in E.164 form: a plus sign, the country code, the number, 15 digits at most.",
        'an E.164 number such as "+14155550100"',
        "voxml/dial",
        pattern=r"\+[1-9][0-9]{1,14}",
        examples=("+14155550100",),
    ),
]
Language = Annotated[
    str,
    Kind(
        "Language",
        "A BCP-47 language tag with hyphens.",
        'a BCP-47 tag with hyphens such as "en-US"',
        "voxml/say",
        pattern=r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*",
        examples=("en-US", "en-IN", "hi-IN"),
    ),
]
CountryCode = Annotated[
    str,
    Kind(
        "CountryCode",
        "An ISO 3166-1 alpha-2 country code: two capital letters.",
        'two capital letters such as "US"',
        OURS,  # voxml/dial says "country code" and shows IN and US
        pattern=r"[A-Z]{2}",
        examples=("US", "IN"),
    ),
]
SendDigits = Annotated[
    str,
    Kind(
        "SendDigits",
        "Keys to send after the far side answers: 0-9, *, # and A-D; w, W and the comma are pauses. TryVox's page "
        "shows digits and # only; the rest is what telephony allows.",
        "keys from 0-9 * # A-D, with w, W or a comma for a pause",
        OURS,  # voxml/dial shows 1234# only
        pattern=r"[0-9A-D*#wW,]+",
        examples=("1234#",),
    ),
]
FinishKey = Annotated[
    str,
    Kind(
        "FinishKey",
        "The one key that ends the input: 0-9, * or #; empty for none.",
        "one of 0-9 * # or empty",
        OURS,  # voxml/gather has the default # only; voxml/record documents the empty one
        pattern=r"[0-9*#]?",
        examples=("#",),
    ),
]
FinishKeys = Annotated[
    str,
    Kind(
        "FinishKeys",
        "A set of keys, any one of which ends the recording: 0-9, * and #; empty for none.",
        "keys from 0-9 * # or empty",
        "voxml/record",
        pattern=r"[0-9*#]*",
        examples=("#", "1234567890*#"),
    ),
]
Seconds = Annotated[
    int, Kind("Seconds", "A number of whole seconds, 1 or more.", "whole seconds, 1 or more", OURS, minimum=1)
]
Loop = Annotated[
    int,
    Kind(
        "Loop",
        "A number of times, 0 or more; 0 means for ever.",
        "a whole number, 0 or more (0 is for ever)",
        "voxml/say",  # that no number is negative is ours
        minimum=0,
    ),
]
Count = Annotated[int, Kind("Count", "A whole number, 1 or more.", "a whole number, 1 or more", OURS, minimum=1)]
Flag = Annotated[bool, Kind("Flag", "true or false.", "true or false", "voxml/record")]

Method = Annotated[
    Literal["GET", "POST"], Kind("Method", "The HTTP method of a request.", 'one of "GET", "POST"', "voxml/redirect")
]
Engine = Annotated[
    Literal["google", "polly"],
    Kind(
        "Engine",
        "The provider of the voice: google (Wavenet, Neural2, Studio) or polly (Standard, Neural).",
        'one of "google", "polly"',
        "voxml/say",
    ),
]
Input = Annotated[
    Literal["dtmf", "speech", "dtmf speech"],
    Kind(
        "Input", "The kind of input: keys, speech, or both.", 'one of "dtmf", "speech", "dtmf speech"', "voxml/gather"
    ),
]
Trim = Annotated[
    Literal["trim-silence", "do-not-trim"],
    Kind(
        "Trim",
        "Whether silence at both ends of a recording is cut.",
        'one of "trim-silence", "do-not-trim"',
        "voxml/record",
    ),
]
Track = Annotated[
    Literal["inbound_track", "outbound_track", "both_tracks"],
    Kind(
        "Track",
        "Which side is streamed: the caller, what the caller hears, or both.",
        'one of "inbound_track", "outbound_track", "both_tracks"',
        "voxml/stream",
    ),
]
HangupReason = Annotated[
    Literal["completed", "busy", "rejected"],
    Kind(
        "HangupReason", "The reason that call records show.", 'one of "completed", "busy", "rejected"', "voxml/hangup"
    ),
]
RejectReason = Annotated[
    Literal["rejected", "busy"],
    Kind(
        "RejectReason",
        "How the refusal sounds: an announcement (rejected) or a busy tone (busy).",
        'one of "rejected", "busy"',
        "voxml/reject",
    ),
]
