"""NCCO, the language of Vonage: https://developer.vonage.com/en/voice/voice-api/ncco-reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.importers import converters as to
from voxml.importers.model import Made, SourceNode
from voxml.importers.read import Values
from voxml.importers.speech import spoken_text
from voxml.importers.tables import Attribute, Built, Dialect, Element, Field, Missing, lost
from voxml.importers.targets import dial_with

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

_EVENTS = "TryVox reports the call to the status_callback_url of the call"
_LEVEL = "there is no volume"


def _talk(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return spoken_text(
        conversion, node, str(node.attributes.get("text", "")), {**fields, "\0default_language": "en-US"}
    )


def _stream(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return [Made("Play", fields, node)] if "url" in fields else []


def _input(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    kinds = fields.get("input", "dtmf")
    waits = []
    if "dtmf" in kinds:
        given = node.attributes.get("dtmf")
        keys = node.inner("dtmf", "dtmf") if isinstance(given, dict) else SourceNode("dtmf", {}, lambda _: node.span())
        read = conversion.fields_of(keys, ELEMENTS["dtmf"])  # type: ignore[arg-type]
        waits.append(read.pop("timeout"))
        fields = {**read, **fields}
    if "speech" in kinds:
        given = node.attributes.get("speech")
        words = node.inner("speech", "speech") if isinstance(given, dict) else None
        read = conversion.fields_of(words, ELEMENTS["speech"]) if words is not None else {}  # type: ignore[arg-type]
        waits.append(read.get("timeout", 10))
    fields.setdefault("timeout", max(waits, default=3))
    if "action_url" not in fields:
        message = "found no eventUrl, so that the application's is meant; expected the address to send the input to"
        conversion.lose(node, "error", message)
        return []
    return [Made("Gather", fields, node)]


def _submit_on_hash(value: Any, conversion: Conversion) -> str:
    return "#" if to.boolean(value, conversion) else ""


def _record(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    if "action_url" not in fields:
        conversion.lose(node, "error", "found no eventUrl; expected the address to send the recording to")
        return []
    return [Made("Record", fields, node)]


def _transcription(value: Any, conversion: Conversion) -> dict[str, Any]:
    members: dict[str, Any] = {"transcribe": True}
    if isinstance(value, dict):
        if value.get("eventUrl"):
            members["transcription_url"] = to.address(value["eventUrl"], conversion)
        if other := sorted(value.keys() - {"eventUrl"}):
            conversion.note("info", f"found {', '.join(other)} of a transcription, which VoxML does not have")
    return members


def is_background(node: SourceNode) -> bool:
    """Return whether a record goes on beside what follows: nothing in it says when it ends."""
    return node.name == "record" and not node.attributes.keys() & {"endOnSilence", "endOnKey", "timeOut"}


def _conversation(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return [Made("Conference", fields, node)]


def _connect(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    endpoints = node.attributes.get("endpoint")
    if isinstance(endpoints, dict):
        endpoints = [endpoints]
        inner = [node.inner("endpoint", "endpoint")]
    else:
        endpoints = endpoints if isinstance(endpoints, list) else []
        inner = [node.inner("endpoint", "endpoint", index) for index in range(len(endpoints))]
    if node.attributes.get("eventType") != "synchronous" and "action_url" in fields:
        conversion.lose(node, "warning", f"found eventUrl, which hears of the call; {_EVENTS}", "eventUrl")
        del fields["action_url"]
    targets: list[Made] = []
    streams: list[Made] = []
    for each in inner:
        each.name = f"endpoint {each.attributes.pop('type', '')}"
        made = conversion.verbs_of(each)
        (streams if each.name == "endpoint websocket" else targets).extend(made)
    if streams or (inner and not targets):
        return streams
    return dial_with(conversion, node, fields, targets)


def _websocket(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    headers = node.attributes.get("headers")
    if isinstance(headers, dict) and headers:
        fields["parameters"] = {str(name): to.plain(value) for name, value in headers.items()}
    return [Made("Stream", fields, node)] if "url" in fields else []


def _target(noun: str, member: str) -> Any:
    def build(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
        return [Made(noun, fields, node)] if member in fields else []

    return build


def _keys(value: Any, _conversion: Conversion) -> str:
    return str(value).replace("p", "w").replace("P", "W")  # p is half a second there, w is here


def arrange(conversion: Conversion, nodes: list[SourceNode]) -> list[Made]:
    """Return the verbs of a list: a talk that may be interrupted belongs to the input after it."""
    made: list[Made] = []
    is_recorded: SourceNode | None = None
    for index, node in enumerate(nodes):
        if is_background(node):
            is_recorded = _background(conversion, node, nodes[index + 1 :]) or is_recorded
            continue
        verbs = conversion.verbs_of(node)
        if node.name == "input" and verbs:
            verbs = _with_prompt(conversion, nodes[index - 1] if index else None, made, verbs)
        elif node.name in ("talk", "stream") and _may_interrupt(node):
            if all(each.name != "input" for each in nodes[index + 1 :]):
                conversion.lose(node, "warning", "found bargeIn where no input follows; keys do not skip it", "bargeIn")
        elif is_recorded is not None:
            for each in verbs:
                if each.verb in ("Dial", "Conference"):
                    each.fields["record"] = True
        made += verbs
    return made


def _may_interrupt(node: SourceNode | None) -> bool:
    return node is not None and str(node.attributes.get("bargeIn", "")).lower() == "true"


def _with_prompt(conversion: Conversion, before: SourceNode | None, made: list[Made], verbs: list[Made]) -> list[Made]:
    if before is None or not _may_interrupt(before) or not made or made[-1].node is not before:
        return verbs
    prompt = made.pop()
    verbs[-1].fields["say" if prompt.verb == "Say" else "play"] = (prompt.verb, prompt.fields)
    if made and _may_interrupt(made[-1].node):
        conversion.lose(made[-1].node, "warning", "found bargeIn; keys pressed before the last prompt are not heard")
    return verbs


def _background(conversion: Conversion, node: SourceNode, after: list[SourceNode]) -> SourceNode | None:
    """Return the node where what follows can be recorded, and note what is lost of a recording beside it."""
    if any(each.name in ("connect", "conversation") for each in after):
        message = "found a recording of what follows; the Dial or Conference records with record, and TryVox lists it"
        conversion.lose(node, "warning", message)
        return node
    conversion.lose(
        node, "warning", "found a recording of what follows; VoxML records a Dial, a Conference or by Record"
    )
    return None


_MEDIA: dict[str, Attribute] = {"bargeIn": Built("read with the input that follows"), "loop": Field("loop", to.whole)}
ELEMENTS: dict[str, Element | Missing] = {
    "talk": Element(
        "Say",
        {
            **_MEDIA,
            "text": Built("the text"),
            "language": Field("language", to.language),
            **lost("warning", "another voice speaks", "style voiceName", unless=("0",)),
            **lost("info", "voices are named by voice", "premium"),
            **lost("warning", _LEVEL, "level", unless=("0", "1")),
        },
        build=_talk,
        note="A talk with bargeIn right before an input becomes the Gather's say.",
    ),
    "stream": Element(
        "Play",
        {**_MEDIA, "streamUrl": Field("url", to.address), **lost("warning", _LEVEL, "level", unless=("0", "1"))},
        build=_stream,
        note="It plays a file.",
    ),
    "input": Element(
        "Gather",
        {
            "type": Field("input", to.listens_for),
            "dtmf": Built("settings of keys"),
            "speech": Built("settings of speech"),
            "eventUrl": Field("action_url", to.action),
            "eventMethod": Field("method", to.method),
            "timeOut": Field("timeout", to.seconds),
            "maxDigits": Field("num_digits", to.whole),
            "submitOnHash": Field("finish_on_key", _submit_on_hash),
            **lost("error", "VoxML waits for the input", "mode", unless=("synchronous",)),
        },
        build=_input,
    ),
    "dtmf": Element(
        "Gather",
        {
            "timeOut": Field("timeout", to.seconds),
            "maxDigits": Field("num_digits", to.whole),
            "submitOnHash": Field("finish_on_key", _submit_on_hash),
        },
        defaults={"timeout": 3, "num_digits": 4, "finish_on_key": ""},
        note="The settings of keys in an input.",
    ),
    "speech": Element(
        "Gather",
        {
            "startTimeout": Field("timeout", to.seconds),
            **lost(
                "warning",
                "TryVox's recognition has no such setting",
                "language context uuid endOnSilence maxDuration sensitivity saveAudio",
            ),
        },
        note="The settings of speech in an input.",
    ),
    "record": Element(
        "Record",
        {
            "eventUrl": Field("action_url", to.address),
            "eventMethod": Field("method", to.post_only),
            "endOnSilence": Field("timeout", to.seconds),
            "endOnKey": Field("finish_on_key", to.finish_keys),
            "timeOut": Field("max_length", to.seconds),
            "beepStart": Field("play_beep", to.boolean),
            "transcription": Field("transcribe", _transcription),
            **lost("info", "TryVox chooses the format", "format"),
            **lost("warning", "one channel is recorded", "split channels", unless=("1",)),
        },
        defaults={"play_beep": False},
        build=_record,
    ),
    "conversation": Element(
        "Conference",
        {
            "name": Field("name", to.text),
            "startOnEnter": Field("start_on_enter", to.boolean),
            "endOnExit": Field("end_on_exit", to.boolean),
            "mute": Field("muted", to.boolean),
            "record": Field("record", to.boolean),
            "musicOnHoldUrl": Field("wait_url", to.wait_document),
            **lost("error", "everyone hears and speaks with all", "canSpeak canHear"),
            **lost("warning", "conferences are not transcribed", "transcription"),
            **lost("warning", _EVENTS, "eventUrl"),
            **lost("info", "nothing is sent", "eventMethod"),
        },
        defaults={"beep": False},
        build=_conversation,
    ),
    "connect": Element(
        "Dial",
        {
            "endpoint": Built("the targets"),
            "from": Field("caller_id", to.caller),
            "timeout": Field("timeout", to.seconds),
            "limit": Field("time_limit", to.seconds),
            "eventUrl": Field("action_url", to.address),
            "eventType": Built("synchronous: eventUrl becomes action_url"),
            "eventMethod": Field("method", to.post_only),
            **lost(
                "warning",
                "TryVox's machine_detection is a parameter of the call",
                "machineDetection advancedMachineDetection",
            ),
            **lost("warning", "write a caller_id", "randomFromNumber", unless=("false",)),
            **lost("warning", "ring_tone names a country", "ringbackTone"),
        },
        defaults={"timeout": 60, "time_limit": 7200},
        build=_connect,
    ),
    "endpoint phone": Element(
        "Number",
        {
            "number": Field("number", to.number),
            "dtmfAnswer": Field("send_digits", _keys),
            **lost("error", "a document for the one who answers has no counterpart", "onAnswer"),
            **lost("info", "TryVox signs calls itself", "shaken"),
        },
        build=_target("Number", "number"),
    ),
    "endpoint app": Element("Client", {"user": Field("name", to.text)}, build=_target("Client", "name")),
    "endpoint sip": Element(
        "Sip",
        {
            "uri": Field("uri", to.sip),
            **lost("warning", "no headers are sent", "headers standardHeaders"),
            **lost("error", "write the whole uri", "domain user"),
        },
        build=_target("Sip", "uri"),
    ),
    "endpoint websocket": Element(
        "Stream",
        {
            "uri": Field("url", to.socket),
            "headers": Built("parameters"),
            **lost("info", "TryVox chooses the audio's format", "content-type"),
            **lost("warning", "put a token into parameters", "authorization"),
        },
        defaults={"track": "inbound_track"},
        build=_websocket,
    ),
    "endpoint vbc": Missing("dial its number"),
    "wait": Element("Pause", {"timeout": Field("length", to.seconds)}, defaults={"length": 10}),
    "notify": Missing(""),
    "transfer": Missing("go on with Redirect"),
    "pay": Missing("take payments on your server"),
}


def nodes_of(_conversion: Conversion, values: Any) -> list[SourceNode]:
    """Return the actions of a list.

    Raises:
        TypeError: it is no list of objects with an action.
    """
    return list_of(values, "action")


def list_of(values: Any, key: str) -> list[SourceNode]:
    """Return the nodes of a list of objects that are named by one of their members.

    Raises:
        TypeError: it is no such list.
    """
    if not isinstance(values, Values):
        raise TypeError("found XML; expected a JSON list")
    value = values.value
    items = value if isinstance(value, list) else [value]
    nodes = []
    for index, item in enumerate(items):
        if not isinstance(item, dict) or not isinstance(item.get(key), str):
            raise TypeError(f'found an item that is no object with "{key}"; expected a list of them')
        node = values.node(item[key], item, (index,) if isinstance(value, list) else ())
        del node.attributes[key]
        nodes.append(node)
    return nodes


DIALECT = Dialect(
    "vonage", "NCCO", "https://developer.vonage.com/en/voice/voice-api/ncco-reference", ELEMENTS, nodes_of, arrange
)
