"""The parameters of the requests, once.

What the methods of the clients take (for type checkers and editors), what is checked before a request goes out, the
options of `voxml call`, the columns of `voxml batch`, and the emulator's validation and OpenAPI all come from the four
classes below. Facts: https://docs.tryvox.io/voice/make-call, voice/list-calls and voice/call-actions; the last three of
`CreateArguments` are not on the page but are seen in use (the webhook page's sample, and a client in the field).
"""

from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    NotRequired,
    TypedDict,
    get_args,
    get_origin,
    get_type_hints,
)

from voxml.calls.masking import Secret
from voxml.language.limits import MAX_INTEGER
from voxml.language.types import E164, Doc, Flag, HttpUrl, Kind, Method, Seconds, Text

MachineDetection = Annotated[
    Literal["Enable", "Disable"],
    Kind(
        "MachineDetection", "Whether answering machines are detected.", 'one of "Enable", "Disable"', "voice/make-call"
    ),
]
RecordingFormat = Annotated[
    Literal["mp3", "wav"],
    Kind("RecordingFormat", "The form of a recording.", 'one of "mp3", "wav"', "voice/call-actions"),
]
ListStatus = Annotated[
    Literal["ringing", "in-progress", "completed", "failed", "busy", "no-answer", "canceled"],
    Kind(
        "ListStatus",
        "The status of a call.",
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
    int, Kind("PageSize", "Calls a page, 100 at most.", "a whole number from 1 to 100", "voice/list-calls", minimum=1)
]
_MAXIMA = {"PageSize": 100, "PageNumber": 1_000_000}


class CreateArguments(TypedDict):
    """What `calls.create` takes."""

    from_: Annotated[E164, Doc("The number that calls; it must be yours.")]
    to: Annotated[E164, Doc("The number that is called.")]
    answer_url: Annotated[HttpUrl, Doc("Where TryVox gets the document once the call is answered.")]
    answer_method: NotRequired[
        Annotated[Method, Doc("How it asks for the document; a static file needs GET.", "POST")] | None
    ]
    ring_url: NotRequired[Annotated[HttpUrl, Doc("Gets an event when it rings.")] | None]
    hangup_url: NotRequired[Annotated[HttpUrl, Doc("Gets an event when the call ends.")] | None]
    fallback_url: NotRequired[Annotated[HttpUrl, Doc("Gives the document when answer_url fails.")] | None]
    ring_timeout: NotRequired[Annotated[Seconds, Doc("Seconds that it rings at most.", 60)] | None]
    time_limit: NotRequired[Annotated[Seconds, Doc("Seconds that the call lasts at most.", 14_400)] | None]
    machine_detection: NotRequired[
        Annotated[MachineDetection, Doc("Whether to detect answering machines.", "Disable")] | None
    ]
    status_callback_url: NotRequired[
        Annotated[HttpUrl, Doc("Gets an event at every change of status; seen in use.")] | None
    ]
    status_callback_method: NotRequired[Annotated[Method, Doc("How that event is sent; seen in use.", "POST")] | None]
    webhook_secret: NotRequired[Annotated[Text, Doc("Signs the webhooks of this call; seen in use.")] | Secret | None]


class TransferArguments(TypedDict):
    """What `calls.transfer` takes besides the call."""

    to: Annotated[E164, Doc("The number that the call goes on with.")]
    caller_id: NotRequired[Annotated[E164, Doc("The number shown; it must be yours.")] | None]
    answer_url: NotRequired[Annotated[HttpUrl, Doc("Where TryVox gets the document for the new leg.")] | None]


class RecordArguments(TypedDict):
    """What `calls.start_recording` takes besides the call."""

    format: NotRequired[Annotated[RecordingFormat, Doc("mp3 or wav.", "mp3")] | None]
    max_length: NotRequired[Annotated[Seconds, Doc("Seconds recorded at most.", 14_400)] | None]
    trim_silence: NotRequired[Annotated[Flag, Doc("Whether silence is cut.", default=False)] | None]


class ListArguments(TypedDict):
    """What `calls.list` filters by."""

    status: NotRequired[Annotated[ListStatus, Doc("Only calls with this status.")] | None]
    direction: NotRequired[Annotated[Direction, Doc("Only calls of this direction.")] | None]
    from_: NotRequired[Annotated[E164, Doc("Only calls from this number.")] | None]
    to: NotRequired[Annotated[E164, Doc("Only calls to this number.")] | None]
    page: NotRequired[Annotated[PageNumber, Doc("The page to begin with.", 1)] | None]
    per_page: NotRequired[Annotated[PageSize, Doc("Calls a page; voxml asks for 100.", 20)] | None]


class Parameter(NamedTuple):
    """One parameter of a request."""

    #: Its name in the API, `from`.
    name: str
    #: Its name in Python, where `from` is a keyword: `from_`.
    argument: str
    #: `str`, `int`, `bool` or a Literal.
    python: Any
    kind: Kind
    text: str
    #: What the API takes when it is not set.
    default: str | int | bool | None
    is_required: bool
    is_secret: bool

    @property
    def option(self) -> str:
        """Its name on the command line, such as `--answer-url`."""
        return "--" + self.name.replace("_", "-")

    @property
    def doc(self) -> str:
        """What it means, and its default."""
        return (
            self.text
            if self.default is None
            else f"{self.text} Not set: {str(self.default).replace('False', 'false')}."
        )

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that it may have; none when they can't be counted."""
        return get_args(self.python) if get_origin(self.python) is Literal else ()

    @property
    def maximum(self) -> int:
        """The greatest number that it may be."""
        return _MAXIMA.get(self.kind.name, MAX_INTEGER)


def _parameters_of(arguments: type) -> tuple[Parameter, ...]:
    """Read a class of arguments as a table."""
    found: list[Parameter] = []
    for argument, hint in get_type_hints(arguments, include_extras=True).items():
        is_required = get_origin(hint) is not NotRequired
        options = (hint,) if is_required else get_args(get_args(hint)[0])
        python, kind, doc = next(get_args(each) for each in options if get_origin(each) is Annotated)
        name = argument.removesuffix("_")
        found.append(
            Parameter(name, argument, python, kind, doc.text, doc.default, is_required, is_secret=Secret in options)
        )
    return tuple(found)


CREATE = _parameters_of(CreateArguments)
TRANSFER = _parameters_of(TransferArguments)
RECORD = _parameters_of(RecordArguments)
LIST = _parameters_of(ListArguments)
