"""SWML, the language of SignalWire: https://developer.signalwire.com/swml/methods/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from voxml.importers import converters as to
from voxml.importers.model import Made, SourceNode
from voxml.importers.read import Values
from voxml.importers.speech import spoken_text
from voxml.importers.tables import Built, CannotConvert, Dialect, Element, Field, Missing, lost
from voxml.importers.targets import dial_with

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

_AGENT = "send the caller to an agent of yours with Stream"
_SERVER = "your server can do it when it answers action_url"
#: What a step that is written as one value means: `transfer: https://…`.
_SHORT = {"transfer": "dest", "play": "url", "sleep": "duration", "execute": "dest", "hangup": "reason"}


def _play(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    written = node.attributes.get("urls", node.attributes.get("url", []))
    made: list[Made] = []
    for url in written if isinstance(written, list) else [written]:
        made += _sound(conversion, node, str(url), dict(fields))
    if not made and not written:
        conversion.lose(node, "error", "found nothing to play; expected url or urls")
    return made


def _sound(conversion: Conversion, node: SourceNode, url: str, fields: dict[str, Any]) -> list[Made]:
    kind, _, rest = url.partition(":")
    place = "urls" if "urls" in node.attributes else "url"
    if kind == "say":
        return spoken_text(conversion, node, rest, {**fields, "\0default_language": "en-US"})
    if kind == "silence":
        length = conversion.value(node, place, Field("length", to.seconds), rest)
        return [Made("Pause", {"length": length}, node)] if length is not None else []
    if kind == "ring":
        conversion.lose(node, "warning", "found a ring tone to play; write a Play of a sound file", place)
        return []
    found = conversion.value(node, place, Field("url", to.address), url)
    return [Made("Play", {"url": found}, node)] if found is not None else []


def _voice(value: Any, conversion: Conversion) -> Any:
    name = str(value)
    return to.voice("Google." + name[7:] if name.startswith("gcloud.") else name, conversion)


def _connect(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    targets: list[Made] = []
    for path in _destinations(conversion, node):
        each = node.inner("connect", *path)
        targets += _target(conversion, node, each)
    return dial_with(conversion, node, fields, targets)


def _destinations(conversion: Conversion, node: SourceNode) -> list[tuple[str | int, ...]]:
    """Return the paths of all destinations, and note those that do not ring together."""
    attributes = node.attributes
    if "to" in attributes:
        return [()]
    found: list[tuple[str | int, ...]] = [
        ("parallel", index) for index in range(len(_list(attributes.get("parallel"))))
    ]
    serial = _list(attributes.get("serial"))
    groups = _list(attributes.get("serial_parallel"))
    if len(serial) > 1 or len(groups) > 1:
        name = "serial" if len(serial) > 1 else "serial_parallel"
        conversion.lose(node, "error", f"found {name}; targets of one Dial ring together, so the first is kept", name)
    if serial:
        found.append(("serial", 0))
    if groups:
        found += [("serial_parallel", 0, index) for index in range(len(_list(groups[0])))]
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _target(conversion: Conversion, node: SourceNode, target: SourceNode) -> list[Made]:
    if target.attributes is not node.attributes and target.attributes.keys() != node.attributes.keys():
        for name in target.attributes.keys() - {"to"}:
            conversion.lose(target, "warning", f"found {name} of one target; VoxML has it for the whole Dial", name)
    address = str(target.attributes.get("to", ""))
    if address.lower().startswith(("sip:", "sips:")):
        return [Made("Sip", {"uri": address}, node)]
    if address.startswith(("/", "stream:", "wss:", "queue:")):
        conversion.lose(target, "error", f'found the target "{address}"; expected a number or a SIP address', "to")
        return []
    number = conversion.value(target, "to", Field("number", to.number), address)
    return [Made("Number", {"number": number}, node)] if number is not None else []


def _no_action(what: str) -> Any:
    def build(conversion: Conversion, node: SourceNode, _fields: dict[str, Any]) -> list[Made]:
        message = f"found {node.name}, whose {what} goes into a variable; VoxML sends it to an action_url: write one"
        conversion.lose(node, "error", message)
        return []

    return build


def _transfer(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    dest = str(node.attributes.get("dest", ""))
    if dest and "/" not in dest:
        conversion.lose(node, "error", f'found the section "{dest}"; VoxML has one: write it as a document', "dest")
        return []
    if not dest:
        conversion.lose(node, "error", "found no dest; expected the address of a document")
    return [Made("Redirect", fields, node)] if "url" in fields else []


def _section(value: Any, conversion: Conversion) -> Any:
    return to.next_document(value, conversion) if "/" in str(value) else None


def _hangup(value: Any, _conversion: Conversion) -> str | None:
    word = str(value).lower()
    words = {"hangup": None, "busy": "busy", "decline": "rejected"}
    if word not in words:
        raise CannotConvert(f'found reason "{value}"; expected hangup, busy or decline')
    return words[word]


def _answer(_conversion: Conversion, _node: SourceNode, _fields: dict[str, Any]) -> list[Made]:
    return []


def _sleep(value: Any, conversion: Conversion) -> int:
    if str(value).strip() == "-1":
        raise CannotConvert("found a sleep without end; VoxML's Pause has a length")
    return to.milliseconds(value, conversion)


_SPOKEN = {
    "say_voice": Field("voice", _voice),
    "say_language": Field("language", to.language),
    **lost("warning", "a voice is named by voice", "say_gender"),
    **lost("warning", "there is no volume", "volume", unless=("0", "0.0")),
    **lost("warning", "TryVox reports the call to its status_callback_url", "status_url"),
}
ELEMENTS: dict[str, Element | Missing] = {
    "answer": Element(
        "",
        {
            **lost("warning", "time_limit is a parameter of the call", "max_duration"),
            **lost("info", "TryVox chooses", "codecs username password"),
        },
        build=_answer,
        note="TryVox answers before a document runs, so nothing is written for it.",
    ),
    "play": Element(
        "Say",
        {
            **_SPOKEN,
            "url": Built("`say:` becomes a Say, `silence:` a Pause, an address a Play"),
            "urls": Built("the same, one after the other"),
            **lost("info", "TryVox answers before a document runs", "auto_answer"),
        },
        build=_play,
    ),
    "connect": Element(
        "Dial",
        {
            "to": Built("a target"),
            "parallel": Built("targets that ring together"),
            "serial": Built("targets one after the other: one only"),
            "serial_parallel": Built("groups of targets: one only"),
            "from": Field("caller_id", to.caller),
            "timeout": Field("timeout", to.seconds),
            "max_duration": Field("time_limit", to.seconds),
            **lost("warning", "TryVox answers before it dials", "answer_on_bridge", unless=("false",)),
            **lost("warning", "ring_tone names a country", "ringback"),
            **lost("error", "a document for the one who answers has no counterpart", "confirm confirm_timeout"),
            **lost("error", "the next instruction runs, or what action_url returns", "result"),
            **lost("warning", "TryVox reports the call to its status_callback_url", "call_state_url status_url"),
            **lost("info", "TryVox chooses which events it reports", "call_state_events"),
            **lost("warning", "no headers are sent", "headers"),
            **lost("info", "TryVox chooses", "codecs webrtc_media session_timeout encryption"),
            **lost("error", "write them into a Sip", "username password"),
        },
        defaults={"timeout": 60},
        build=_connect,
    ),
    "prompt": Element(
        "Gather",
        {
            **_SPOKEN,
            **lost(
                "error",
                "the input goes to no action_url",
                "play max_digits terminators digit_timeout initial_timeout speech_timeout speech_end_timeout "
                "speech_language speech_hints speech_engine",
            ),
        },
        build=_no_action("input"),
    ),
    "record": Element(
        "Record",
        lost(
            "error",
            "the recording goes to no action_url",
            "beep format stereo direction terminators input_sensitivity initial_timeout end_silence_timeout max_length",
        ),
        build=_no_action("recording"),
    ),
    "transfer": Element(
        "Redirect",
        {"dest": Field("url", _section), **lost("error", "parameters go into the address", "params meta")},
        build=_transfer,
    ),
    "hangup": Element("Hangup", {"reason": Field("reason", _hangup)}),
    "sleep": Element("Pause", {"duration": Field("length", _sleep)}, note="Milliseconds become seconds."),
    "join_conference": Element(
        "Conference",
        {
            "name": Field("name", to.text),
            "muted": Field("muted", to.boolean),
            "beep": Field("beep", to.beep),
            "start_on_enter": Field("start_on_enter", to.boolean),
            "end_on_exit": Field("end_on_exit", to.boolean),
            "max_participants": Field("max_participants", to.whole),
            "wait_url": Field("wait_url", to.wait_document),
            "record": Field("record", to.record_word),
            "status_callback": Field("status_callback_url", to.address),
            **lost(
                "info",
                "TryVox chooses",
                "region status_callback_event status_callback_event_type status_callback_method "
                "recording_status_callback_method recording_status_callback_event "
                "recording_status_callback_event_type",
            ),
            **lost("warning", "the recording is listed with the call", "recording_status_callback"),
            **lost("warning", "what is recorded is not cut", "trim"),
            **lost("error", "nobody listens in on one participant", "coach"),
            **lost("error", "the next instruction runs", "result"),
        },
    ),
    **dict.fromkeys(["denoise", "stop_denoise"], Missing("suppress noise in your agent", "warning")),
    **dict.fromkeys(["ai", "amazon_bedrock", "ai_sidecar"], Missing(_AGENT)),
    **dict.fromkeys(
        ["set", "unset", "switch", "cond", "if", "goto", "label", "execute", "return", "request", "user_event"],
        Missing(f"VoxML has no variables and branches; {_SERVER}"),
    ),
    **dict.fromkeys(
        ["record_call", "stop_record_call"], Missing("a Dial or a Conference records with record, a Record by itself")
    ),
    "pay": Missing("take payments on your server; never Gather card numbers into a public document"),
    "send_digits": Missing("send keys with send_digits of a dialled Number"),
    **dict.fromkeys(["send_sms", "reply", "send"], Missing("send messages from your server")),
    **dict.fromkeys(["send_fax", "receive_fax"], Missing("VoxML has no fax")),
    "sip_refer": Missing("Dial the SIP address"),
    **dict.fromkeys(["tap", "stop_tap"], Missing("Stream sends the audio to a socket of yours")),
    **dict.fromkeys(["enter_queue"], Missing("let the caller wait in a Conference with a wait_url")),
    **dict.fromkeys(["join_room"], Missing("VoxML has no video")),
    **dict.fromkeys(["live_transcribe", "live_translate"], Missing(_AGENT)),
    **dict.fromkeys(
        ["play_background", "stop_play_background", "detect_machine", "bind_digit", "clear_digit_bindings"],
        Missing("one thing is done at a time in VoxML"),
    ),
}


def nodes_of(conversion: Conversion, values: Any) -> list[SourceNode]:
    """Return the steps of the section `main`.

    Raises:
        TypeError: there is no such section.
    """
    document = values.value if isinstance(values, Values) else None
    sections = document.get("sections") if isinstance(document, dict) else None
    if not isinstance(sections, dict) or not isinstance(sections.get("main"), list):
        raise TypeError('found no "sections" with a list "main"; expected SWML')
    everything = values.node("sections", sections, ("sections",))
    for name in sections:
        if name != "main":
            message = f'found the section "{name}"; VoxML has one: write it as a document of its own'
            conversion.lose(everything, "error", message, str(name))
    nodes = []
    for index, step in enumerate(sections["main"]):
        node = _step(values, step, ("sections", "main", index))
        for name, value in node.attributes.items():
            if any("%{" in text or "${" in text for text in _texts(value)):
                conversion.lose(node, "error", "found a variable; TryVox fills nothing in", name)
        nodes.append(node)
    return nodes


def _step(values: Values, step: Any, path: tuple[str | int, ...]) -> SourceNode:
    if isinstance(step, str):
        return values.node(step, {}, path)
    if not isinstance(step, dict) or len(step) != 1:
        raise TypeError(f"found a step that is no method, {'.'.join(map(str, path))}; expected an object with its name")
    name, value = next(iter(step.items()))
    if isinstance(value, dict):
        return values.node(str(name), value, (*path, str(name)))
    node = values.node(str(name), {}, (*path, str(name)))
    if value is not None:
        short = _SHORT.get(str(name), "value")
        return SourceNode(node.name, {short: value}, lambda _: node.span())
    return node


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


DIALECT = Dialect("signalwire", "SWML", "https://developer.signalwire.com/swml/methods/", ELEMENTS, nodes_of)
